"""What the controls of appointments and queue numbers tell."""

from __future__ import annotations

from kiosk.flows import events
from kiosk.ui.catalogue import examples

_CHOICES = (
    "ChoosingDay",
    "ChoosingTime",
    "ChoosingTime-many",
    "ChoosingTime-taken",
    "MyBookings",
    "OfferCheckIn-several",
)


def _offered(name: str) -> list[str]:
    """What an example offers to choose from, as its flow knows it."""
    task = examples()[name].task
    for what, key in (("days", "date"), ("slots", "starts")):
        if hasattr(task, what):
            return [getattr(one, key).isoformat() for one in getattr(task, what)]
    return [one.id for one in task.bookings]  # type: ignore[attr-defined]


ACTS: dict[tuple[str, str], events.Event] = {
    ("Scanning", "noCode"): events.Chosen("noCode"),
    **{("OtherWays", f"choose-{way}"): events.Chosen(way) for way in ("document", "number")},
    ("NoneToday-bankLost", "tryAgain"): events.TriedAgain(),
    ("NoneToday-none", "callStaff"): events.StaffAsked(),
    ("NoneToday-later", "leave"): events.Declined(),
    ("OfferCheckIn", "confirm"): events.Chosen("1047"),
    **{("AppointmentMenu", f"choose-{what}"): events.Chosen(what) for what in ("new", "mine", "number")},
    ("BookingService", "choose-account"): events.Chosen("account"),
    ("ChoosingQueue", "choose-account"): events.Chosen("account"),
    **{(name, f"choose-{chosen}"): events.Chosen(chosen) for name in _CHOICES for chosen in _offered(name)},
    ("ChoosingTime-taken", "back"): events.WentBack(),
    ("MyBookings-none", "choose-new"): events.Chosen("new"),
    ("TimesUnknown", "leave"): events.Declined(),
    ("TimesUnknown", "tryAgain"): events.TriedAgain(),
    ("NoTimes", "leave"): events.Declined(),
    ("NoTimes", "tryAgain"): events.TriedAgain(),
    ("ConfirmingBooking", "confirm"): events.Confirmed(),
    ("ConfirmingBooking-move", "decline"): events.Declined(),
    ("ConfirmingCancellation", "confirm"): events.Confirmed(),
    ("ConfirmingCancellation", "decline"): events.Declined(),
    ("BookingUnsure-book", "tryAgain"): events.TriedAgain(),
    ("BookingUnsure-cancel", "callStaff"): events.StaffAsked(),
    ("BookingNotDone-book", "tryAgain"): events.TriedAgain(),
    ("BookingRefused-tooMany", "again"): events.WentBack(),
    ("BookingBankAway", "tryAgain"): events.TriedAgain(),
    ("BookingTicket", "calendar"): events.Chosen("calendar"),
    ("BookingTicket", "confirm"): events.Confirmed(),
    ("BookingCancelled", "calendar"): events.Chosen("calendar"),
    ("TakingCalendar", "confirm"): events.Confirmed(),
    ("MyBooking", "showCode"): events.Chosen("ticket"),
    ("MyBooking", "move"): events.Chosen("move"),
    ("MyBooking-number", "cancel"): events.Chosen("cancel"),
    ("WalkInTicket", "done"): events.Confirmed(),
}
