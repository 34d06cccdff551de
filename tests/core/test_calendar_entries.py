"""The calendar entry we write is what a calendar reads: beside the library `icalendar`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import icalendar
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.icalendar import LARGEST_QR, Event, for_qr, text
from kiosk.ui.qr import modules

AT = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
EVENT = Event(
    uid="5f0c1f0e-3f55-4f0e-9c0b-0a1d1f3f2b11",
    sequence=2,
    at=AT,
    starts=AT + timedelta(days=1),
    ends=AT + timedelta(days=1, hours=1),
    summary="开户与账户服务; Konto, neu",
    location="示例银行体验网点",
    description="预约号 482 915 309",
)
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=80)


def read(told: str) -> icalendar.Event:
    calendar = icalendar.Calendar.from_ical(told)
    (event,) = calendar.walk("VEVENT")
    assert list(event.errors) == []
    return event


def test_a_calendar_reads_what_was_meant() -> None:
    event = read(text(EVENT))
    assert (str(event["UID"]), int(event["SEQUENCE"]), str(event["STATUS"])) == (EVENT.uid, 2, "CONFIRMED")
    assert (event["DTSTART"].dt, event["DTEND"].dt, event["DTSTAMP"].dt) == (EVENT.starts, EVENT.ends, AT)
    assert str(event["SUMMARY"]) == EVENT.summary
    assert (str(event["LOCATION"]), str(event["DESCRIPTION"])) == (EVENT.location, EVENT.description)


def test_a_cancelled_one_says_so_under_the_same_name() -> None:
    gone = Event(EVENT.uid, 3, AT, EVENT.starts, EVENT.ends, EVENT.summary, cancelled=True)
    event = read(text(gone))
    assert (str(event["STATUS"]), str(event["UID"]), int(event["SEQUENCE"])) == ("CANCELLED", EVENT.uid, 3)


@settings(max_examples=60, deadline=None)
@given(summary=TEXTS, location=TEXTS, description=st.text(max_size=120))
def test_whatever_the_texts_its_lines_are_lines(summary: str, location: str, description: str) -> None:
    event = Event("u", 0, AT, EVENT.starts, EVENT.ends, summary, location, description.encode(errors="ignore").decode())
    told = text(event)
    assert told.endswith("END:VCALENDAR\r\n")
    for line in told.encode().split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
        assert b"\n" not in line
        assert b"\r" not in line
    found = read(told)
    assert str(found["SUMMARY"]) == summary
    assert str(found.get("LOCATION", "")) == location
    assert told.count("BEGIN:VEVENT\r\n") == 1


def test_what_does_not_fit_is_left_out_last_things_first() -> None:
    told = for_qr(EVENT)
    assert told == text(EVENT)
    assert len(told.encode()) <= LARGEST_QR
    assert modules(told)

    long = Event("u", 0, AT, EVENT.starts, EVENT.ends, "开户", "网" * 100, "说" * 100)
    shorter = for_qr(long)
    assert shorter is not None
    assert "LOCATION" in shorter
    assert "DESCRIPTION" not in shorter
    assert for_qr(Event("u", 0, AT, EVENT.starts, EVENT.ends, "开" * 300)) is None


def test_a_code_of_the_largest_is_of_the_version_that_is_said() -> None:
    assert len(modules("x" * LARGEST_QR)) == 97
    assert len(modules("x" * (LARGEST_QR + 1))) == 101
    assert modules("") == ()
    assert modules("x" * 5000) == ()
