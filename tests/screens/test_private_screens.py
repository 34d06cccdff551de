"""Every screen that shows something of the customer's says so, and then the veil may cover it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Final

import pytest

from kiosk.core.money import Money
from kiosk.flows import visit
from kiosk.ui.catalogue import FACTS, LANGUAGES, examples
from kiosk.ui.screens import screen_of

_NUMBERS: Final = re.compile(r"\*\*+ ?\d{2,}|\d[\d,]*\.\d\d(?!\d)|1[3-9]\d[ *\d]{6,}|\d{8,}|\w@\w")
"""Covered or whole numbers of accounts, cards and phones, amounts, addresses of mail."""
_THE_BANKS: Final = {"kiosk.core.faq", "kiosk.core.fraud", "kiosk.core.notices", "kiosk.flows.visit"}
"""What is said there is the bank's or its staff's."""
_QUESTIONS: Final = ("AskSearch", "AskList")
"""They show words that were searched for, which say nothing of whose they are."""


def texts(value: object) -> Iterator[str]:
    """Every text of a property."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


def personal(value: Any, *, hidden: bool = False) -> Iterator[str]:
    """What a state holds that no log may quote, which is what is the customer's: its fields say so by `repr=False`."""
    if type(value) is str and hidden and len(value) > 3:
        yield value
    elif isinstance(value, list | tuple):
        for part in value:
            yield from personal(part, hidden=hidden)
    elif is_dataclass(value) and not isinstance(value, Money) and type(value).__module__ not in _THE_BANKS:
        for field in fields(value):
            yield from personal(getattr(value, field.name), hidden=hidden or not field.repr)


def shows(name: str, language: str) -> set[str]:
    """What of the sample customer's an example shows."""
    state = examples()[name]
    screen = screen_of(visit.shown(state), lambda _: None, FACTS, language)
    kind = screen.metaObject()
    said = [text for at in range(kind.propertyCount()) for text in texts(screen.property(kind.property(at).name()))]
    whole = "\n".join(said)
    theirs = {text for text in personal(state.task) if text in whole}
    return theirs | set(_NUMBERS.findall(whole.replace(FACTS.hotline, "")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_that_shows_the_customer_is_marked(language: str) -> None:
    marked, unmarked = 0, {}
    for name, state in examples().items():
        private = screen_of(visit.shown(state), lambda _: None, FACTS, language).PRIVATE
        found = shows(name, language)
        if private:
            marked += bool(found)
        elif found and not name.startswith(_QUESTIONS):
            unmarked[name] = found
    assert unmarked == {}
    assert marked > 60, "else the search finds nothing"
