"""What the questions ask of the house is done beside the screen, and told while the visit lasts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.core.callback import CallBack, CallSlot, CannotSealError, PhoneNumber
from kiosk.core.faq import Faq, FaqText
from kiosk.core.ports import JournalError
from kiosk.faq import FaqSearch
from kiosk.flows import ask
from kiosk.perform.ask import AskRoom

NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
WISH = CallBack("card", NOW, NOW + timedelta(hours=2), "en", PhoneNumber("+8613800138000"))


class FakeDesk:
    """Takes wishes, or fails as told."""

    def __init__(self) -> None:
        self.fails: Exception | None = None
        self.taken: list[tuple[CallBack, str]] = []

    def slots(self) -> tuple[CallSlot, ...]:
        return ()

    def take(self, wish: CallBack, visit: str) -> str:
        if self.fails is not None:
            raise self.fails
        self.taken.append((wish, visit))
        return "0794123456"


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


def perform(desk: FakeDesk, effect: object, visit: str | None = "v-1") -> object:
    search = FaqSearch()
    search.take([Faq("lost", 1, "card", (("en", FaqText("I lost my card", "Report it.")),))])
    return AskRoom(search.search, desk).handlers()[type(effect)](effect, visit)  # type: ignore[index]


def test_words_are_searched_and_named_with_the_answer(desk: FakeDesk) -> None:
    assert perform(desk, ask.LookFor("lost card")) == ask.Found("lost card", ("lost",))
    assert perform(desk, ask.LookFor("weather")) == ask.Found("weather", ())


def test_times_are_asked_of_the_desk(desk: FakeDesk) -> None:
    assert perform(desk, ask.FindSlots()) == ask.SlotsFound(())


def test_a_wish_is_kept_with_its_visit(desk: FakeDesk) -> None:
    assert perform(desk, ask.AskForCall(WISH)) == ask.CallTaken("0794123456")
    assert desk.taken == [(WISH, "v-1")]


def test_a_wish_that_cannot_be_sealed_or_has_no_visit_is_not_kept(desk: FakeDesk) -> None:
    assert perform(desk, ask.AskForCall(WISH), None) == ask.CallNotTaken()
    desk.fails = CannotSealError()
    assert perform(desk, ask.AskForCall(WISH)) == ask.CallNotTaken()
    assert desk.taken == []


def test_a_journal_that_fails_is_for_the_performer_to_tell(desk: FakeDesk) -> None:
    desk.fails = JournalError("the disk is full")
    with pytest.raises(JournalError):
        perform(desk, ask.AskForCall(WISH))
