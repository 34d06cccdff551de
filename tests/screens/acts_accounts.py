"""What the controls of accounts, cards, limits and their changes tell."""

from kiosk.flows import events

_CHOICES = {
    "AccountsMenu": ("balances", "statement", "stopCard", "releaseCard", "activateCard", "phone", "address", "limits"),
    "AccountList": ("a1", "a2", "a3", "a4"),
    "StatementSpan": ("thisMonth", "lastMonth", "threeMonths", "year"),
    "CardList": ("c1", "c2", "c3"),
    "CardStop": ("freeze", "lost"),
    "LimitList": ("transferSingle", "transferDaily", "cardDaily", "cashDaily"),
}
ACTS: dict[tuple[str, str], events.Event] = {
    **{(screen, f"choose-{it}"): events.Chosen(it) for screen, found in _CHOICES.items() for it in found},
    ("AccountList", "uncover"): events.Confirmed(),
    ("CardFrozen", "unfreeze"): events.Confirmed(),
    ("CardFrozen", "lost"): events.Chosen("lost"),
    ("ChangeConfirm-raise", "confirm"): events.Confirmed(),
    ("ChangeUnknown-card", "tryAgain"): events.TriedAgain(),
    ("ChangeUnknown-card", "done"): events.Confirmed(),
    ("ChangeConfirm-release", "confirm"): events.Confirmed(),
    ("ChangeWithStaff", "leave"): events.WentBack(),
    ("ChangeNotMade", "tryAgain"): events.TriedAgain(),
    ("CodeMissing", "notMyPhone"): events.Chosen("notMyPhone"),
}
SILENT = {"older"}
"""What only turns the page."""
