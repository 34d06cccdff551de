"""Appointments and queue numbers over HTTPS: `kiosk.core.booking.Appointments` and `Queue` (docs/appointments.md)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, TypeVar
from urllib.parse import quote

from drivers.bank_http.line import Line
from kiosk.core.appointment import QueueTicket
from kiosk.core.booking import (
    Booking,
    BookingAnswer,
    BookingRefusal,
    BookingState,
    ByDocument,
    ByNumber,
    FreeSlot,
    Refused,
    Whose,
    is_number,
    soonest,
)
from kiosk.core.waiting import Wait

_LARGEST: Final = 128 * 1024
_MOST_SLOTS, _MOST_BOOKINGS = 500, 100
_SHOWN: Final = re.compile(r"[\w .-]{1,64}")
"""What of an answer the customer is shown, or a slip bears."""
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_CODE: Final = re.compile(r"[A-Za-z0-9._-]{1,1024}")
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")

_T = TypeVar("_T")


class HttpAppointments:
    """Asks over `line` for the terminals of `branch`."""

    def __init__(self, line: Line, branch: str) -> None:
        self._line, self._branch, self._id = line, f"/v1/branches/{branch}", branch

    def free(self, service: str) -> tuple[FreeSlot, ...]:
        """The times with a place left, soonest first."""
        path = f"{self._branch}/slots?service={quote(service, safe='')}"
        status, answer = self._line.ask("GET", path, largest=_LARGEST)
        return understood(self._line, status, lambda: _free(_body(status, answer, 200)["slots"], service))

    def book(self, key: str, holder: ByDocument, service: str, starts: datetime) -> BookingAnswer:
        """Take a place. An answer about something else than was asked is none."""
        body = {"document": holder.number, "service": service, "starts": _said(starts)}

        def fits(booking: Booking) -> bool:
            return booking.state is BookingState.BOOKED and booking.service == service and booking.starts == starts

        return self._change("appointments", key, body, fits, service)

    def mine(self, whose: Whose) -> tuple[Booking, ...] | Refused:
        """The customer's appointments at this branch that are not over."""
        path = f"{self._branch}/appointments/search"
        status, answer = self._line.ask("POST", path, _holder(whose), largest=_LARGEST)

        def read() -> tuple[Booking, ...] | Refused:
            if status != 200:
                return _refused(status, answer, None)
            told = answer["appointments"]
            if len(told) > _MOST_BOOKINGS:
                raise ValueError
            found = tuple(self._booking(item) for item in told)
            if isinstance(whose, ByNumber) and [booking.number for booking in found] != [whose.number]:
                raise ValueError
            return tuple(sorted(found, key=lambda booking: booking.starts))

        return understood(self._line, status, read)

    def move(self, key: str, whose: ByDocument, number: str, starts: datetime) -> BookingAnswer:
        """Take another time."""
        body = {"document": whose.number, "number": number, "starts": _said(starts)}

        def fits(booking: Booking) -> bool:
            return booking.state is BookingState.BOOKED and booking.number == number and booking.starts == starts

        return self._change("appointments/move", key, body, fits, None)

    def cancel(self, key: str, whose: Whose, number: str) -> BookingAnswer:
        """Give the place up."""

        def fits(booking: Booking) -> bool:
            return booking.number == number and booking.state is BookingState.CANCELLED

        return self._change("appointments/cancel", key, {**_holder(whose), "appointment": number}, fits, None)

    def settle(self, key: str) -> BookingAnswer | None:
        """What became of an operation."""
        path = f"{self._branch}/appointments/settle"
        status, answer = self._line.ask("POST", path, headers={"X-Request-ID": key})

        def read() -> BookingAnswer | None:
            match status, answer:
                case 200, {"done": True, "appointment": told}:
                    return self._booking(told)
                case 200, {"done": False, "reason": None}:
                    return None
                case 200, {"done": False, "reason": reason}:
                    return Refused(BookingRefusal(reason))
            raise ValueError

        return understood(self._line, status, read)

    def _change(
        self,
        path: str,
        key: str,
        body: Mapping[str, Any],
        fits: Callable[[Booking], bool],
        service: str | None,
    ) -> BookingAnswer:
        status, answer = self._line.ask(
            "POST", f"{self._branch}/{path}", body, headers={"X-Request-ID": key}, largest=_LARGEST
        )

        def read() -> BookingAnswer:
            if status not in (200, 201):
                return _refused(status, answer, service)
            booking = self._booking(answer["appointment"])
            if not fits(booking):
                raise ValueError
            return booking

        return understood(self._line, status, read)

    def _booking(self, told: Any) -> Booking:
        """Raises ValueError, TypeError or LookupError for what is no appointment of this branch."""
        booking = Booking(
            id=_matching(_ID, told["id"]),
            number=told["number"],
            branch=told["branch"],
            service=_matching(_ID, told["service"]),
            starts=_instant(told["starts"]),
            ends=_instant(told["ends"]),
            opens=_instant(told["opens"]),
            closes=_instant(told["closes"]),
            state=BookingState(told["state"]),
            uid=_matching(_ID, told["uid"]),
            sequence=_count(told["sequence"]),
            code=None if told["code"] is None else _matching(_CODE, told["code"]),
        )
        times = booking.opens <= booking.starts <= booking.closes and booking.starts < booking.ends
        if not (times and booking.branch == self._id and is_number(booking.number)):
            raise ValueError
        return booking


class HttpQueue:
    """Asks over `line` for queue numbers of `branch`."""

    def __init__(self, line: Line, branch: str) -> None:
        self._line, self._branch = line, f"/v1/branches/{branch}"

    def take_number(self, visit: str, service: str) -> QueueTicket:
        """A number for a customer without an appointment."""
        status, answer = self._line.ask("POST", f"{self._branch}/walk-ins", {"visit": visit, "service": service})

        def read() -> QueueTicket:
            told = _body(status, answer, 200)["ticket"]
            if told["service"] != service:
                raise ValueError
            waiting, wait, counter = told["waiting"], told["wait"], told["counter"]
            return QueueTicket(
                number=_matching(_SHOWN, told["number"]),
                service=service,
                counter=None if counter is None else _matching(_SHOWN, counter),
                waiting=None if waiting is None else _count(waiting),
                wait=None if wait is None else Wait(_count(wait["least"]), _count(wait["most"])),
            )

        return understood(self._line, status, read)


def understood(line: Line, status: int, read: Callable[[], _T]) -> _T:
    """What `read` makes of an answer. Raises `BankUnreachableError` for an answer of another shape."""
    try:
        found = read()
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise line.lost(f"status {status} is no answer") from error
    line.answered()
    return found


def _body(status: int, answer: Any, wanted: int) -> Any:
    """The answer, if its status is the one. Raises ValueError."""
    if status != wanted:
        raise ValueError
    return answer


def _refused(status: int, answer: Any, service: str | None) -> Refused:
    """Raises as `_booking`."""
    if status not in (409, 429):
        raise ValueError
    return Refused(BookingRefusal(answer["reason"]), _free(answer.get("free", []), service))


def _holder(whose: Whose) -> Mapping[str, str]:
    match whose:
        case ByDocument(number):
            return {"document": number}
        case ByNumber(number, tail):
            return {"number": number, "tail": tail}


def _free(told: Any, service: str | None) -> tuple[FreeSlot, ...]:
    """Free times, all of one service. Raises as `_booking`."""
    if len(told) > _MOST_SLOTS:
        raise ValueError
    slots = [_slot(item) for item in told]
    wanted = service or (slots[0].service if slots else "")
    if any(slot.ends <= slot.starts or not slot.left or slot.service != wanted for slot in slots):
        raise ValueError
    if len({slot.starts for slot in slots}) < len(slots):
        raise ValueError
    return soonest(slots)


def _slot(told: Any) -> FreeSlot:
    service, left = _matching(_ID, told["service"]), _count(told["left"])
    return FreeSlot(service, _instant(told["starts"]), _instant(told["ends"]), left)


def _matching(pattern: re.Pattern[str], told: Any) -> str:
    if not isinstance(told, str) or not pattern.fullmatch(told):
        raise ValueError
    return told


def _count(told: Any) -> int:
    if type(told) is not int or not 0 <= told < 10_000:
        raise ValueError
    return told


def _instant(told: Any) -> datetime:
    return datetime.fromisoformat(_matching(_INSTANT, told)).astimezone(UTC)


def _said(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
