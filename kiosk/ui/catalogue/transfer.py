"""The screens of transfers: invented, and as long as life."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from kiosk.core import iban
from kiosk.core.banking import BalanceType
from kiosk.core.fraud import Delay, PayeeCheck
from kiosk.core.money import Money
from kiosk.core.payments import (
    CancelRefusal,
    CheckedPayee,
    NewPayee,
    OwnAccount,
    Payee,
    Payees,
    Payment,
    PaymentRefusal,
    TransactionStatus,
)
from kiosk.flows import changing, transfer
from kiosk.flows.banking import RemovePayee, SavePayee
from kiosk.flows.ordering import Source
from kiosk.ui.catalogue.accounts import VIEWS
from kiosk.ui.catalogue.warned import WARNINGS

_KEY: Final = "6f1c1f0e-7a43-4c0a-9a51-3a35d2b6a001"
_DUE: Final = datetime(2031, 7, 13, 6, 40, tzinfo=UTC)
_PAYEES: Final = Payees(
    (
        Payee("p1", "**样本", "**** 2423"),
        Payee("p2", "*本物业管理公司湖滨新区分公司", "**** 5512"),
        Payee("p3", "E*** J*** N***", "**** 1690"),
        Payee("p4", "*示例", "**** 0711"),
        Payee("p5", "H*** D*** P*** M*** L***", "**** 8830"),
        Payee("p6", "*他人", "**** 0750"),
    ),
    first_use=False,
    count_24h=0,
)
_SOURCES: Final = tuple(
    Source(
        view.account,
        next((it.balance_amount for it in view.balances if it.balance_type is BalanceType.INTERIM_AVAILABLE), None),
    )
    for view in VIEWS
)


def _payment(name: str, minor: int, status: TransactionStatus, delay: Delay = Delay.AFTER_DAY) -> Payment:
    return Payment(name, status, Money(minor, "CNY"), "**样本", "**** 2423", delay, _DUE)


_WAITING: Final = tuple(
    _payment(name, minor, TransactionStatus.PDNG)
    for name, minor in (("K7Q2-9F4M", 80_000), ("3WRT-PPH6", 2_000_000), ("9AZ4-Q2XK", 1_250))
)
_LOADED: Final = transfer.Loaded(_SOURCES, _PAYEES, _WAITING)
_BARE: Final = transfer.Draft(_LOADED, _SOURCES[0])
_NUMBER: Final = "6217000000000122423"
_TYPED: Final = replace(_BARE, creditor=NewPayee(_NUMBER, "欧阳样本"), number=_NUMBER)


def _checked(check: PayeeCheck, name: str = "欧阳样本", close: str | None = None) -> transfer.Draft:
    return replace(_TYPED, checked=CheckedPayee(check, _NUMBER, name, close))


_WHOLE: Final = replace(_checked(PayeeCheck.MATCH), amount=Money(1_680_050, "CNY"))
_OWN: Final = replace(
    _BARE,
    creditor=OwnAccount("a2"),
    checked=CheckedPayee(PayeeCheck.MATCH, "6217000000000030729", "陈示例"),
    amount=Money(500_000, "CNY"),
    delay=Delay.REAL_TIME,
)
_REMOVING: Final = RemovePayee(_PAYEES.payees[1])
_NOTED: Final = replace(_WHOLE, note="七月份房租及水电费，湖滨新区示例路八号七室")
_DELAYS: Final = (Delay.TWO_HOURS, Delay.NEXT_DAY, Delay.AFTER_DAY)


def tasks() -> dict[str, object]:
    """Every example by name."""
    nobody = replace(_LOADED, payees=Payees((), first_use=True, count_24h=0), sources=_SOURCES[:1], pending=())
    asking = transfer.TransferAsking()
    return {
        "TransferAsking": asking,
        **{
            f"TransferSilent-{reason}": transfer.TransferSilent(reason, asking)
            for reason in (transfer.BANK_LOST, transfer.SESSION_ENDED)
        },
        "NoAccount": transfer.NoAccount(),
        "TransferMenu": transfer.TransferMenu(_LOADED),
        "FromAccount": transfer.FromAccount(_LOADED),
        "ToWhom": transfer.ToWhom(_BARE),
        "ToWhom-nobody": transfer.ToWhom(transfer.Draft(nobody, _SOURCES[0])),
        "RemovablePayees": transfer.RemovablePayees(_BARE),
        **{
            f"{name}-payee": transfer.PayeeChanging(transfer.ToWhom(_BARE), at)
            for name, at in (
                ("ChangeConfirm", changing.ChangeConfirm(_REMOVING)),
                ("ChangeUnderWay", changing.ChangeUnderWay(_REMOVING, _KEY)),
                ("ChangeDone", changing.ChangeDone(_REMOVING, "K7Q2-9F4M")),
                ("ChangeUnknown", changing.ChangeUnknown(_REMOVING, _KEY)),
            )
        },
        **{
            f"{name}-saving": transfer.PayeeChanging(transfer.TransferWaits(_WHOLE, _WAITING[0]), at)
            for name, at in (
                ("ChangeUnderWay", changing.ChangeUnderWay(SavePayee(_WAITING[0]))),
                ("ChangeUnknown", changing.ChangeUnknown(SavePayee(_WAITING[0]), _KEY)),
            )
        },
        "PayeeNumber": transfer.PayeeNumber(_BARE),
        "PayeeNumber-typed": transfer.PayeeNumber(_BARE, text=_NUMBER),
        "PayeeNumber-digits": transfer.PayeeNumber(_BARE, "digits", "62170"),
        "PayeeNumber-same": transfer.PayeeNumber(_BARE, "same", "6217000000000030711"),
        "PayeeIban": transfer.PayeeIban(_BARE),
        "PayeeIban-form": transfer.PayeeIban(_BARE, iban.Fault.FORM, "D289"),
        "PayeeIban-length": transfer.PayeeIban(_BARE, iban.Fault.LENGTH, "MT84 MALT 0110 0001 2345"),
        "PayeeIban-check": transfer.PayeeIban(_BARE, iban.Fault.CHECK, "DE88370400440532013000"),
        "PayeeIban-same": transfer.PayeeIban(_BARE, "same", "DE89370400440532013000"),
        "PayeeName-iban": transfer.PayeeName(replace(_BARE, number="MT84MALT011000012345MTLCAST001S")),
        "PayeeName": transfer.PayeeName(_TYPED),
        "PayeeName-wrong": transfer.PayeeName(_TYPED, wrong=True, text="1"),
        "PayeeMatch": transfer.PayeeMatch(_checked(PayeeCheck.MATCH)),
        "PayeeCloseMatch": transfer.PayeeCloseMatch(_checked(PayeeCheck.CLOSE_MATCH, "欧阳样品", "欧阳样本")),
        "PayeeCloseMatch-long": transfer.PayeeCloseMatch(
            _checked(PayeeCheck.CLOSE_MATCH, "E J Nordqvist", "ERIK JONAS NORDQVIST")
        ),
        "PayeeNoMatch": transfer.PayeeNoMatch(_checked(PayeeCheck.NO_MATCH, "张不同")),
        "PayeeUnchecked": transfer.PayeeUnchecked(_checked(PayeeCheck.UNAVAILABLE)),
        "TransferAmount": transfer.TransferAmount(_checked(PayeeCheck.MATCH)),
        "TransferAmount-typed": transfer.TransferAmount(_checked(PayeeCheck.MATCH), text="16800.50"),
        **{
            f"TransferAmount-{why}": transfer.TransferAmount(_checked(PayeeCheck.MATCH), why, "99999999.99")
            for why in (PaymentRefusal.FUNDS, PaymentRefusal.LIMIT_SINGLE, PaymentRefusal.LIMIT_DAILY, "none")
        },
        "FraudWarning-transferring": transfer.TransferWarned(_WHOLE, WARNINGS["FraudWarning-transfer"]),
        **{f"TransferReview-{delay}": transfer.TransferReview(replace(_WHOLE, delay=delay)) for delay in _DELAYS},
        "TransferReview-own": transfer.TransferReview(_OWN),
        "TransferReview-iban": transfer.TransferReview(
            replace(
                _WHOLE,
                checked=CheckedPayee(PayeeCheck.UNAVAILABLE, "MT84MALT011000012345MTLCAST001S", "Maria Borg Sample"),
            )
        ),
        "TransferReview-note": transfer.TransferReview(_NOTED),
        "RealTimeReview": transfer.RealTimeReview(replace(_WHOLE, delay=Delay.REAL_TIME, confirmed=True)),
        "RealTimeReview-note": transfer.RealTimeReview(replace(_NOTED, delay=Delay.REAL_TIME, confirmed=True)),
        "TransferNote": transfer.TransferNote(_WHOLE),
        "Ordering": transfer.Ordering(_WHOLE, _KEY),
        "Ordering-settling": transfer.Ordering(_WHOLE, _KEY, settling=True),
        "TransferDone": transfer.TransferDone(
            _WHOLE, _payment("K7Q2-9F4M", 1_680_050, TransactionStatus.ACSC, Delay.REAL_TIME)
        ),
        "TransferDone-saved": transfer.TransferDone(
            _WHOLE, _payment("K7Q2-9F4M", 1_680_050, TransactionStatus.ACSC, Delay.REAL_TIME), "saved"
        ),
        "TransferWaits": transfer.TransferWaits(_WHOLE, _payment("K7Q2-9F4M", 1_680_050, TransactionStatus.PDNG)),
        **{
            f"TransferWaits-{saved}": transfer.TransferWaits(_WHOLE, _WAITING[0], saved)
            for saved in ("saved", "unknown", "no")
        },
        "TransferUnknown": transfer.TransferUnknown(_WHOLE, _KEY),
        "TransferNotSent": transfer.TransferNotSent(_WHOLE),
        **{f"TransferRefused-{why}": transfer.TransferRefused(_WHOLE, why) for why in PaymentRefusal},
        "PendingTransfers": transfer.PendingTransfers(_LOADED),
        "PendingTransfer": transfer.PendingTransfer(_LOADED, _WAITING[0]),
        "Cancelling": transfer.Cancelling(_LOADED, _WAITING[0], _KEY),
        "Cancelling-settling": transfer.Cancelling(_LOADED, _WAITING[0], _KEY, settling=True),
        "TransferCancelled": transfer.TransferCancelled(_payment("K7Q2-9F4M", 80_000, TransactionStatus.CANC)),
        **{f"CancelRefused-{why}": transfer.CancelRefused(_WAITING[0], why) for why in CancelRefusal},
        "CancelUnknown": transfer.CancelUnknown(_LOADED, _WAITING[0], _KEY),
        "CancelUnknown-never": transfer.CancelUnknown(_LOADED, _WAITING[0], _KEY, never=True),
    }
