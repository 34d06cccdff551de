"""What the controls of receipts and statements that are taken along tell."""

from kiosk.flows import events

ACTS: dict[tuple[str, str], events.Event] = {
    **{
        ("ReceiptOffer-statement", f"choose-{way}"): events.Chosen(way) for way in ("print", "phone", "email", "number")
    },
    ("ReceiptOffer", "done"): events.Confirmed(),
    ("ReceiptOffer", "back"): events.WentBack(),
    ("ReceiptPrinted", "done"): events.Confirmed(),
    ("ReceiptOnPhone", "done"): events.Confirmed(),
}
