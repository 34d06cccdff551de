"""An IBAN on the keyboard of the screen: shown in capitals and groups of four, taken as it is typed."""

from __future__ import annotations

from stagehouse import House

from kiosk.flows import transfer, visit
from kiosk.ui.catalogue import examples
from kiosk.ui.puppet import descendants


def written(house: House) -> str:
    assert house.stage.page is not None
    [field] = (item for item in descendants(house.stage.page) if item.metaObject().className().startswith("Written"))
    return str(field.property("text"))


def test_it_is_shown_in_groups_of_four_and_its_digits_are_one_key_away(house: House) -> None:
    house.show(examples(visit.Preferences("en", 1))["PayeeIban"])
    for key in "mt":
        house.tap(f"key:{key}")
    house.tap("signs")
    for key in "84-7":
        house.tap(f"key:{key}")
    house.tap("letters" if "letters" in house.puppet.visible_targets() else "signs")
    for key in "alt":
        house.tap(f"key:{key}")
    assert written(house) == "MT84 7ALT"
    state = house.session.state.task
    assert isinstance(state, transfer.PayeeIban)
    assert state.text.upper() == "MT84-7ALT"
    house.tap("typed")
    refused = house.session.state.task
    assert isinstance(refused, transfer.PayeeIban)
    assert refused.wrong == "form"
    assert written(house) == "MT84 7ALT", "what was typed is lost"
