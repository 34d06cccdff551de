"""What chance may tell of transfers."""

from __future__ import annotations

from dataclasses import replace

from transfer_words import (
    BOTH,
    DONE,
    IBAN,
    LOADED,
    MATCH,
    NAMED,
    NUMBER,
    OWN,
    PAYEE_NAME,
    PENDING,
    PREPARED,
    PROVING,
    TODAY,
    WAITING,
    checked,
    payment,
)

from kiosk.core.banking import NeverCame, UnderWay
from kiosk.core.fraud import Delay, PayeeCheck
from kiosk.core.payments import CancelRefusal, NotCancelled, PaymentRefusal, Rejected, TransactionStatus
from kiosk.flows import events, transfer, warned
from kiosk.flows.banking import SessionEnded
from kiosk.flows.ordering import (
    CancelAnswered,
    PayeeChecked,
    TransferAnswered,
    TransferLoaded,
    TransferPrepared,
    TransferSettled,
)

_CHECKS = (
    MATCH,
    OWN,
    checked(PayeeCheck.CLOSE_MATCH, "欧阳样本二"),
    checked(PayeeCheck.NO_MATCH),
    checked(PayeeCheck.UNAVAILABLE),
    PayeeChecked(Rejected(PaymentRefusal.NO_PAYEE)),
)
_EXECUTED = TransferAnswered(payment(TransactionStatus.ACSC))
_TAKEN = tuple(  # masked whole, so of whichever account was ordered
    TransferAnswered(replace(payment(status, delay=delay), account="****"))
    for status in (TransactionStatus.PDNG, TransactionStatus.ACSC)
    for delay in (Delay.AFTER_DAY, Delay.REAL_TIME)
)
_CANCELLED = CancelAnswered(payment(TransactionStatus.CANC))
_SETTLED = tuple(
    TransferSettled(outcome)
    for outcome in (
        WAITING,
        payment(TransactionStatus.ACSC),
        payment(TransactionStatus.CANC),
        Rejected(PaymentRefusal.FUNDS),
        NotCancelled(CancelRefusal.EXECUTED),
        NeverCame(),
        UnderWay(),
    )
)

POOL = (
    *(
        events.Chosen(name)
        for name in (
            "transfer",
            "new",
            "pending",
            "own.a2",
            "payee.p1",
            "payee.p2",
            "p1",
            "K7Q2-9F4M",
            "goOn",
            "note",
            "save",
            "remove",
            "iban",
        )
    ),
    *(events.Typed(text) for text in (NUMBER, PAYEE_NAME, "800", "0", "99999999", "房租")),
    LOADED,
    BOTH,
    TransferLoaded((), LOADED.payees, ()),
    *_CHECKS,
    PREPARED,
    PROVING,
    *(TransferPrepared(Rejected(why), TODAY, 9) for why in PaymentRefusal),
    NAMED,
    DONE,
    _EXECUTED,
    PENDING,
    *(TransferAnswered(Rejected(why)) for why in PaymentRefusal),
    _CANCELLED,
    *(CancelAnswered(NotCancelled(why)) for why in CancelRefusal),
    *_SETTLED,
    SessionEnded(),
)
_GO = events.Confirmed()

USUAL = {
    transfer.TransferAsking: (
        *(LOADED, BOTH, TransferLoaded((), LOADED.payees, ())),
        *_CHECKS[:5],
        *(PREPARED, PREPARED, PROVING, events.BankLost()),
    ),
    transfer.TransferSilent: (events.TriedAgain(), events.WentBack()),
    transfer.NoAccount: (events.WentBack(),),
    transfer.TransferMenu: (events.Chosen("new"), events.Chosen("pending")),
    transfer.FromAccount: (events.Chosen("a1"), events.Chosen("a2")),
    transfer.ToWhom: tuple(events.Chosen(name) for name in ("new", "own.a2", "payee.p1", "payee.p2", "remove")),
    transfer.RemovablePayees: (events.Chosen("p1"), events.Chosen("p2"), events.WentBack()),
    transfer.PayeeNumber: (events.Typed(NUMBER), _GO, events.Chosen("iban")),
    transfer.PayeeIban: (events.Typed(IBAN), events.Typed("DE88 3704 0044 0532 0130 00"), _GO),
    transfer.PayeeName: (events.Typed(PAYEE_NAME), _GO),
    transfer.PayeeMatch: (_GO,),
    transfer.PayeeCloseMatch: (_GO, events.Declined()),
    transfer.PayeeNoMatch: (_GO, events.Chosen("goOn")),
    transfer.PayeeUnchecked: (_GO, events.Declined()),
    transfer.TransferAmount: (events.Typed("800"), _GO),
    warned.DelayChoice: (_GO, events.Chosen("realTime"), events.WentBack()),
    transfer.TransferReview: (_GO, _GO, events.Chosen("note")),
    transfer.RealTimeReview: (_GO, events.Declined()),
    transfer.TransferNote: (_GO, events.Skipped()),
    transfer.Ordering: (
        *(NAMED, NAMED, NAMED, *_TAKEN, DONE, _EXECUTED, PENDING),
        TransferAnswered(Rejected(PaymentRefusal.NO_PAYEE)),
        *(events.BankLost(), events.BankLost(), TransferSettled(NeverCame()), TransferSettled(NeverCame())),
    ),
    transfer.TransferDone: (_GO, events.Chosen("save")),
    transfer.TransferWaits: (_GO, events.Chosen("save")),
    transfer.TransferUnknown: (events.TriedAgain(), events.TriedAgain(), _GO),
    transfer.TransferNotSent: (events.TriedAgain(), events.Declined()),
    transfer.TransferRefused: (_GO, events.WentBack()),
    transfer.PendingTransfers: (events.Chosen("K7Q2-9F4M"),),
    transfer.PendingTransfer: (_GO, events.Declined()),
    transfer.Cancelling: (
        NAMED,
        _CANCELLED,
        CancelAnswered(NotCancelled(CancelRefusal.EXECUTED)),
        events.BankLost(),
        *_SETTLED,
    ),
    transfer.TransferCancelled: (_GO,),
    transfer.CancelRefused: (_GO,),
    transfer.CancelUnknown: (events.TriedAgain(), _GO),
}
