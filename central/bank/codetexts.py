"""The words of a one-time code's message: what it is for, how much, and to tell it nobody.

They name what is to be done, so that who reads out a code to a stranger can see what it will do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kiosk.core.banking import mask_name
from kiosk.core.secondfactor import Purpose, ToConfirm

_TEXTS: Final[Mapping[str, str]] = {
    "zh_CN": (
        "【{bank}】验证码 {code}，{minutes} 分钟内有效，用于在网点自助终端{what}。"
        "请勿告诉任何人，包括自称银行、警察或客服的人。不是您本人在办理，请勿输入，并马上联系我行。"
    ),
    "en": (
        "{bank}: {code} is your code to {what} at a branch terminal, good for {minutes} minutes. Never tell it to "
        "anyone, not even to someone who says they are the bank or the police. If this is not you, tell us at once."
    ),
}
_WHAT: Final[Mapping[Purpose, Mapping[str, str]]] = {
    Purpose.TRANSFER: {
        "zh_CN": "向 {payee}（尾号 {tail}）转账 {amount} {currency}",
        "en": "send {currency} {amount} to {payee} (account ending {tail})",
    },
    Purpose.LIMIT_RAISE: {
        "zh_CN": "把限额提高到 {amount} {currency}",
        "en": "raise a limit to {currency} {amount}",
    },
    Purpose.PHONE_CHANGE: {
        "zh_CN": "把预留手机号码改为本号码",
        "en": "make this the phone number that the bank holds",
    },
    Purpose.ADDRESS_CHANGE: {"zh_CN": "更改地址", "en": "change your address"},
    Purpose.CARD_ACTIVATION: {"zh_CN": "激活银行卡", "en": "activate a card"},
}


def text_of(bank: str, confirm: ToConfirm, code: str, minutes: int, language: str) -> str:
    """The message, in a language; in Chinese where there is none."""
    language = language if language in _TEXTS else "zh_CN"
    told = dict(confirm.details)
    what = _WHAT[confirm.purpose][language].format(
        payee=mask_name(told.get("creditorName", "")),
        tail=told.get("creditor", "")[-4:],
        amount=told.get("amount", ""),
        currency=told.get("currency", ""),
    )
    return _TEXTS[language].format(bank=bank, code=code, minutes=minutes, what=what)
