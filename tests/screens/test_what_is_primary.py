"""The one action that stands out on a page is the one its words speak of."""

from __future__ import annotations

import pytest
from eye import controls
from stagehouse import House

from kiosk.ui.catalogue import examples

PRIMARY = {
    "BookingRefused-checkedIn": "callStaff",
    "BookingRefused-cancelled": "callStaff",
    "BookingRefused-tooOften": "callStaff",
    "BookingRefused-slotTaken": "again",
    "CancelRefused-alreadyExecuted": "callStaff",
    "CancelRefused-alreadyEnded": "done",
    "CancelRefused-noSuchPayment": "callStaff",
    "NoneToday-none": "leave",
    "NoneToday-later": "leave",
    "NoneToday-checkedIn": "callStaff",
    "OneTimeCodeRefused-sessionEnded": "startOver",
    "OneTimeCodeRefused-bankLost": "tryAgain",
    "OneTimeCodeRefused-locked": "callStaff",
    "StandingShown": "next",
    "StandingShown-overdue": "callStaff",
}


@pytest.mark.parametrize("name", PRIMARY)
def test_what_the_words_speak_of_stands_out(house: House, name: str) -> None:
    house.show(examples()[name])
    assert [it.objectName() for it in controls(house.stage) if it.property("primary")] == [PRIMARY[name]]


def test_no_page_has_two_actions_that_stand_out(house: House) -> None:
    for name, state in examples().items():
        house.show(state)
        primary = [it.objectName() for it in controls(house.stage) if it.property("primary")]
        assert len(primary) <= 1, f"{name}: {primary}"


def test_the_safest_delay_comes_first_and_the_least_safe_last(house: House) -> None:
    house.show(examples()["DelayChoice"])
    offered = [
        it for it in controls(house.stage) if it.objectName() == "confirm" or it.objectName().startswith("choose-")
    ]
    offered.sort(key=lambda it: it.y())
    assert [it.objectName() for it in offered] == ["confirm", "choose-nextDay", "choose-twoHours", "choose-realTime"]
