"""The one-time code, as every service shows it: a service puts these states into one of its own."""

from __future__ import annotations

from typing import Final

from kiosk.core.secondfactor import CodeRefusal, CodeSent, Purpose, ToConfirm
from kiosk.flows import changing, secondfactor
from kiosk.flows.banking import ChangePhone

_ORDER: Final = secondfactor.Order("", ToConfirm(Purpose.TRANSFER, ()), "")
_SENT: Final = CodeSent("c1", "+86 138****0011", 300, 60)


def _refused(reason: str, wait_s: int | None = None) -> secondfactor.OneTimeCodeRefused:
    return secondfactor.OneTimeCodeRefused(_ORDER, reason, wait_s)


CODES: Final[dict[str, secondfactor.State]] = {
    "SendingCode": secondfactor.SendingCode(_ORDER),
    "OneTimeCode": secondfactor.OneTimeCode(_ORDER, _SENT),
    "OneTimeCode-typed": secondfactor.OneTimeCode(_ORDER, _SENT, "493027"),
    "OneTimeCode-wrong": secondfactor.OneTimeCode(_ORDER, _SENT, tries_left=2),
    "OneTimeCode-tooSoon": secondfactor.OneTimeCode(_ORDER, _SENT, "49", wait_s=41),
    "CodeMissing": secondfactor.CodeMissing(_ORDER, _SENT),
    "CheckingOneTimeCode": secondfactor.CheckingOneTimeCode(_ORDER, _SENT),
    **{f"OneTimeCodeRefused-{reason}": _refused(reason, 2700) for reason in CodeRefusal},
    **{
        f"OneTimeCodeRefused-{reason}": _refused(reason)
        for reason in (secondfactor.EXPIRED, secondfactor.BANK_LOST, secondfactor.SESSION_ENDED)
    },
}
"""Every example by name."""


def tasks() -> dict[str, object]:
    """Every example by name, before a change of the phone number."""
    return {name: changing.ChangeProving(ChangePhone("+8613800000012"), "", at) for name, at in CODES.items()}
