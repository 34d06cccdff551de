"""An appointment for the customer's own calendar: an iCalendar object (RFC 5545) small enough for a QR code.

It has no METHOD: it is an event to keep, not an invitation (RFC 5546) that somebody is to answer. A moved appointment
is the same `UID` with a higher `SEQUENCE`; a cancelled one says `STATUS:CANCELLED`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

LARGEST_QR: Final = 666
"""Bytes that a QR code of version 20 holds at level M (ISO/IEC 18004, table 7): 97 modules a side."""
_FOLD: Final = 75
"""Octets of a content line (3.1)."""


@dataclass(frozen=True)
class Event:
    """What the calendar shows. Times are aware; `at` is when this was said."""

    uid: str
    sequence: int
    at: datetime
    starts: datetime
    ends: datetime
    summary: str
    location: str = ""
    description: str = ""
    cancelled: bool = False


def text(event: Event, *, drop: int = 0) -> str:
    """The object, its lines folded and ended as 3.1 wants. `drop` leaves out the last optional properties first."""
    optional = [("LOCATION", event.location), ("DESCRIPTION", event.description)]
    kept = optional[: len(optional) - drop]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Branch Kiosk//EN",
        "BEGIN:VEVENT",
        f"UID:{_escaped(event.uid)}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTAMP:{_instant(event.at)}",
        f"DTSTART:{_instant(event.starts)}",
        f"DTEND:{_instant(event.ends)}",
        f"SUMMARY:{_escaped(event.summary)}",
        *(f"{name}:{_escaped(value)}" for name, value in kept if value),
        f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(_folded(line) for line in lines)


def for_qr(event: Event, largest: int = LARGEST_QR) -> str | None:
    """The object with as much as fits into a QR code; None where not even the bare event does."""
    for drop in range(3):
        told = text(event, drop=drop)
        if len(told.encode()) <= largest:
            return told
    return None


def _instant(at: datetime) -> str:
    """A DATE-TIME in UTC (3.3.5): every calendar shows it in the zone of its owner."""
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(value: str) -> str:
    """A TEXT (3.3.11); other control characters are not allowed in it and are left out."""
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    value = "\\n".join(value.splitlines())
    return "".join(c for c in value if c >= " " and c != "\x7f")


def _folded(line: str) -> str:
    """A content line in pieces of at most 75 octets, no character cut in two."""
    pieces, piece = [], b""
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > _FOLD:
            pieces.append(piece)
            piece = b" "
        piece += octets
    pieces.append(piece)
    return "".join(piece.decode() + "\r\n" for piece in pieces)
