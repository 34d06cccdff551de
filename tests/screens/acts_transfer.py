"""What the controls of transfers and of their warnings tell."""

from kiosk.flows import events

_CHOICES = {
    "TransferMenu": ("new", "pending"),
    "FromAccount": ("a1", "a2", "a3", "a4"),
    "ToWhom": ("new", "own.a2", "own.a4", "payee.p1", "payee.p2", "payee.p3", "payee.p4"),
    "RemovablePayees": ("p1", "p2", "p3", "p4", "p5", "p6"),
    "DelayChoice": ("realTime", "twoHours", "nextDay"),
    "PendingTransfers": ("K7Q2-9F4M", "3WRT-PPH6", "9AZ4-Q2XK"),
}
ACTS: dict[tuple[str, str], events.Event] = {
    **{(screen, f"choose-{it}"): events.Chosen(it) for screen, found in _CHOICES.items() for it in found},
    ("FraudQuestion", "yes"): events.Chosen("yes"),
    ("FraudQuestion", "no"): events.Chosen("no"),
    ("FraudStopped", "confirm"): events.Confirmed(),
    ("PayeeNumber", "iban"): events.Chosen("iban"),
    ("PayeeMatch", "change"): events.Declined(),
    ("PayeeCloseMatch", "confirm"): events.Confirmed(),
    # No match: the way on is the other one.
    ("PayeeNoMatch", "stop"): events.Confirmed(),
    ("PayeeNoMatch", "goOn"): events.Chosen("goOn"),
    ("TransferReview-nextDay", "confirm"): events.Confirmed(),
    ("TransferReview-nextDay", "note"): events.Chosen("note"),
    ("TransferNote", "skip"): events.Skipped(),
    ("TransferDone", "save"): events.Chosen("save"),
    ("TransferWaits", "save"): events.Chosen("save"),
    ("TransferUnknown", "tryAgain"): events.TriedAgain(),
    ("PendingTransfer", "confirm"): events.Confirmed(),
    ("CancelUnknown-never", "tryAgain"): events.TriedAgain(),
}
