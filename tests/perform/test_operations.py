"""An operation is settled by whoever has it in hand: never by somebody else while it is on its way to the bank."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from house_desk import FakeJournal

from kiosk.core import entries
from kiosk.core.banking import SessionEndedError
from kiosk.core.entries import Entry
from kiosk.core.ports import BankUnreachableError
from kiosk.perform.unsettled import Operations, Words
from kiosk.record.unsettled import Unsettled

KEY, OTHER = "6f1c1f0e-7a43-4c0a-9a51-3a35d2b6a001", "6f1c1f0e-7a43-4c0a-9a51-3a35d2b6a002"
ASKED = entries.ChangeAsked(KEY, "freezeCard", "**** 0711")
DONE = entries.ChangeCompleted(KEY, "freezeCard", None, already=False)


class Desk:
    """A room's operations, and the bank's answer to what became of them."""

    def __init__(self, folder: Path) -> None:
        self.journal, self.unsettled = FakeJournal(), Unsettled(folder / "unsettled.json")
        self.settled: list[str] = []
        words: Words[str] = Words(
            outcome=self._outcome,
            settled=entries.ChangeSettled,
            unknown=entries.ChangeUnknown,
            ended=lambda key, what: entries.ChangeRefused(key, what, "sessionEnded"),
        )
        self.operations = Operations(kinds=("freezeCard",), journal=self.journal, unsettled=self.unsettled, words=words)

    def _outcome(self, key: str) -> str:
        self.settled.append(key)
        return "neverCame"

    def ask(self, ask: Callable[[], str], visit: str = "v1") -> str:
        return self.operations.ask(ASKED, visit, ask, lambda answer: DONE)

    def noted(self) -> list[Entry]:
        return [entry for entry, _, _ in self.journal.entries]


def test_what_is_on_its_way_is_not_asked_for(tmp_path: Path) -> None:
    """Asking would make its key void, and the order that is on its way would be refused."""
    desk = Desk(tmp_path)

    def slow() -> str:
        assert [told.key for told in desk.unsettled.pending()] == [KEY]
        desk.operations.settle_left()
        return "done"

    assert desk.ask(slow) == "done"
    assert desk.settled == []
    assert desk.noted() == [ASKED, DONE]
    assert desk.unsettled.pending() == ()


def test_what_is_on_its_way_is_not_asked_for_though_another_visit_was_wiped(tmp_path: Path) -> None:
    desk = Desk(tmp_path)

    def slow() -> str:
        desk.operations.wiped("v0")
        desk.operations.settle_left()
        return "done"

    desk.ask(slow)
    assert desk.settled == []


def lost() -> str:
    raise BankUnreachableError


def test_what_is_lost_is_the_customers_until_they_left(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with pytest.raises(BankUnreachableError):
        desk.ask(lost)
    desk.operations.settle_left()
    assert desk.settled == []
    assert desk.operations.what(KEY) == "freezeCard"
    desk.operations.wiped("v1")
    desk.operations.settle_left()
    desk.operations.settle_left()
    assert desk.settled == [KEY]
    assert desk.noted()[1:] == [
        entries.ChangeUnknown(KEY, "freezeCard"),
        entries.ChangeSettled(KEY, "freezeCard", "neverCame"),
    ]


def test_what_ended_with_its_session_is_refused_and_asked_for_no_more(tmp_path: Path) -> None:
    desk = Desk(tmp_path)

    def ended() -> str:
        raise SessionEndedError

    with pytest.raises(SessionEndedError):
        desk.ask(ended)
    desk.operations.wiped("v1")
    desk.operations.settle_left()
    assert desk.settled == []
    assert desk.noted()[1:] == [entries.ChangeRefused(KEY, "freezeCard", "sessionEnded")]


def test_each_room_settles_what_is_its_own(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for key, what in ((KEY, "transfer"), (OTHER, "freezeCard")):
        desk.unsettled.begin(key, what, "v0")
    desk.operations.settle_left()
    assert desk.settled == [OTHER]
    assert [told.what for told in desk.unsettled.pending()] == ["transfer"]
