"""A payee that may be a fraudster's: the safe answer has the focus, and whom to ring is in sight and read aloud."""

from __future__ import annotations

import pytest
from eye import words
from stagehouse import House

from kiosk.ui.catalogue import examples


@pytest.mark.parametrize(("example", "safe"), [("PayeeNoMatch", "stop"), ("TransferRefused-payeeBlocked", "callStaff")])
def test_the_safe_answer_has_the_focus_and_the_numbers_are_there(house: House, example: str, safe: str) -> None:
    house.show(examples()[example])
    assert house.stage.window.activeFocusItem().objectName() == safe
    said = "\n".join(item.property("text") for item in words(house.stage))
    assert all(number in said for number in ("400 000 0000", "96110", "110"))


def test_a_refusal_that_speaks_of_no_fraud_shows_no_police(house: House) -> None:
    house.show(examples()["TransferRefused-payeeChanged"])
    assert not any("96110" in item.property("text") for item in words(house.stage))
