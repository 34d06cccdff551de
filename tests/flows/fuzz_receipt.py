"""What chance may tell of receipts and statements that are taken along."""

from __future__ import annotations

from dataclasses import replace

from accounts_words import AT
from flow_walk import RULES

from kiosk.core.ports import PrintOutcome
from kiosk.flows import events, receipt, visit
from kiosk.flows.banking import SessionEnded

PAPERLESS = replace(RULES, printer=False)
_ENDED = (
    *(receipt.PaperPrinted(outcome) for outcome in PrintOutcome),
    receipt.PaperReady("Transfer sent"),
    receipt.PaperReady("https://bank.example/take-away/x", AT),
)

POOL = (*_ENDED, *(events.Chosen(way) for way in ("print", "phone", "email", "number")), visit.RulesChanged(PAPERLESS))

USUAL = {
    receipt.ReceiptOffer: (
        *(events.Chosen(way) for way in ("print", "phone", "email", "number")),
        *(events.Confirmed(), events.WentBack()),
    ),
    receipt.ReceiptWorking: (*_ENDED, events.BankLost(), SessionEnded()),
    receipt.ReceiptPrinted: (events.Confirmed(), events.WentBack()),
    receipt.ReceiptOnPhone: (events.Confirmed(), events.WentBack()),
}
