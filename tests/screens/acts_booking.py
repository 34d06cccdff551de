"""What the controls of appointments and queue numbers tell."""

from __future__ import annotations

from kiosk.flows import events

_TIMES = {
    "ChoosingDay": [f"2031-07-{day}" for day in ("11", "14", "15", "16", "17")],
    "ChoosingTime": [f"2031-07-11T{at}:30:00+00:00" for at in ("01", "02", "06", "07")],
    "ChoosingTime-many": [f"2031-07-17T0{hour}:30:00+00:00" for hour in range(1, 10)],
    "ChoosingTime-taken": [f"2031-07-14T{at}:30:00+00:00" for at in ("01", "02", "06")],
}
ACTS: dict[tuple[str, str], events.Event] = {
    ("Scanning", "noCode"): events.Chosen("noCode"),
    **{("AppointmentMenu", f"choose-{way}"): events.Chosen(way) for way in ("new", "mine", "number")},
    ("TimesUnknown", "leave"): events.Declined(),
    **{(screen, f"choose-{at}"): events.Chosen(at) for screen, times in _TIMES.items() for at in times},
    ("BookingRefused-slotTaken", "again"): events.WentBack(),
    ("BookingTicket", "calendar"): events.Chosen("calendar"),
    **{("MyBookings", f"choose-{number}"): events.Chosen(number) for number in ("1047", "1048", "1049")},
    ("MyBooking", "showCode"): events.Chosen("ticket"),
    ("MyBooking", "move"): events.Chosen("move"),
    ("MyBooking", "cancel"): events.Chosen("cancel"),
    ("OtherWays", "choose-document"): events.Chosen("document"),
}
