"""Every question of the journal has its answer, or the visit's end says why not."""

from __future__ import annotations

from dataclasses import MISSING, fields, replace
from typing import get_type_hints

import pytest

from kiosk.core import entries
from kiosk.core.entries import CATALOGUE, Entry
from kiosk.core.pairs import ASKED, EXPLAINING, Questions

WARNED = entries.WarningShown("safe-account", 3, "zh_CN")
HEEDED = entries.WarningAnswered("safe-account", 3, "goOn")
ASKED_BANK = entries.CheckInAsked("A-7")


def left_open(*told: Entry, visit: str | None = "v-1") -> list[str]:
    questions = Questions()
    for seq, entry in enumerate(told, 1):
        questions.take(seq, entry.TYPE, entry.data(), visit)
    return [CATALOGUE[found.type].__name__ for found in questions.unexplained()]


def example(kind: type[Entry]) -> Entry:
    """An entry of a kind, whatever its fields."""
    plain = {str: "word", int: 1, bool: True, float: 0.5}
    kinds = get_type_hints(kind)
    return kind(**{item.name: plain.get(kinds[item.name], ()) for item in fields(kind) if item.default is MISSING})


FINISHED = entries.VisitEnded("finished")


def test_a_visit_with_every_answer_leaves_nothing_open() -> None:
    completed = entries.CheckInCompleted("A-7", "t-1", "B012", "transfer", offline=False)
    assert left_open(WARNED, HEEDED, ASKED_BANK, completed, FINISHED) == []


@pytest.mark.parametrize("kind", ASKED)
def test_a_finished_visit_explains_no_question(kind: str) -> None:
    asked = example(CATALOGUE[kind])
    assert left_open(asked, FINISHED) == [type(asked).__name__]


@pytest.mark.parametrize("how", sorted(EXPLAINING))
def test_who_left_did_not_answer(how: str) -> None:
    assert left_open(WARNED, ASKED_BANK, entries.VisitEnded(how)) == []


def test_an_answer_to_another_question_is_none() -> None:
    assert left_open(WARNED, entries.WarningAnswered("safe-account", 2, "goOn"), FINISHED) == ["WarningShown"]
    assert left_open(ASKED_BANK, entries.CheckInRefused("A-8", "unknown"), FINISHED) == ["CheckInAsked"]


CHAINS = (
    (entries.ChangeAsked("k", "freezeCard"), entries.ChangeUnknown("k", "freezeCard"), entries.ChangeSettled),
    (
        entries.TransferAsked("k", "transfer", "new", "afterDay"),
        entries.TransferUnknown("k", "transfer"),
        entries.TransferSettled,
    ),
    (entries.BookingAsked("k", "book", "document"), entries.BookingUnknown("k", "book"), entries.BookingSettled),
)


@pytest.mark.parametrize(("asked", "lost", "settled"), CHAINS)
def test_a_lost_answer_answers_and_asks_what_became_of_it(asked: Entry, lost: Entry, settled: type[Entry]) -> None:
    assert left_open(asked, lost, FINISHED) == [type(lost).__name__]
    told = {"key": "k", "what": lost.data()["what"]}
    settles = replace(example(settled), **told)
    assert left_open(asked, lost, settles, FINISHED) == left_open(asked, lost, FINISHED, settles) == []


def test_an_answer_of_another_visit_is_none() -> None:
    questions = Questions()
    for seq, (entry, visit) in enumerate([(WARNED, "v-1"), (HEEDED, "v-2"), (FINISHED, "v-1")], 1):
        questions.take(seq, entry.TYPE, entry.data(), visit)
    (found,) = questions.unexplained()
    assert (found.seq, found.visit) == (1, "v-1")


def test_a_warning_shown_again_in_another_language_is_one_question() -> None:
    again = entries.WarningShown("safe-account", 3, "en")
    assert left_open(WARNED, again, HEEDED, FINISHED) == []
    assert left_open(WARNED, again, FINISHED) == ["WarningShown"]


def test_staff_called_twice_is_two_questions() -> None:
    called, paged = entries.StaffCalled("customer", "CheckingIn"), entries.StaffPaged(delivered=True)
    assert left_open(called, called, paged, FINISHED) == ["StaffCalled"]
    assert left_open(called, called, paged, paged, FINISHED) == []


def test_an_answer_may_come_after_the_visits_end() -> None:
    called, paged = entries.StaffCalled("customer", "CheckingIn"), entries.StaffPaged(delivered=False)
    assert left_open(called, FINISHED, paged) == []


def test_a_running_visit_and_no_visit_leave_nothing_open() -> None:
    assert left_open(WARNED) == []
    assert left_open(WARNED, FINISHED, visit=None) == []
