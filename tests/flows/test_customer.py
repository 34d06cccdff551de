"""A service of the bank wants to know who stands there: identified, and known to the bank; once a visit."""

from dataclasses import replace

import pytest
from flow_walk import DOCUMENT, RULES, verdict

from kiosk.core import entries
from kiosk.core.fraud import Kind
from kiosk.core.identity import FaceReason
from kiosk.core.ports import DocumentRead, FaceCompared
from kiosk.flows import customer, effects, events, identify
from kiosk.flows.service import Context, Left, StaffNeeded

CONTEXT = Context(RULES, "zh_CN")


class Way:
    """One way through the identification, told as a story."""

    def __init__(self, context: Context = CONTEXT) -> None:
        self.context = context
        self.state: object
        self.state, self.effects = customer.begin("accounts")

    def told(self, *happened: events.Event) -> "Way":
        for event in happened:
            assert isinstance(self.state, customer.State)
            self.state, self.effects = customer.step(self.state, event, self.context)
        return self

    def asked(self) -> list[type]:
        return [type(effect) for effect in self.effects if not isinstance(effect, effects.Note)]

    def noted(self) -> list[type]:
        return [type(effect.entry) for effect in self.effects if isinstance(effect, effects.Note)]


def at_camera(context: Context = CONTEXT) -> Way:
    return Way(context).told(DocumentRead(DOCUMENT), events.HolderNamed("h1"), events.Confirmed())


def at_bank() -> Way:
    return at_camera().told(FaceCompared(verdict(accepted=True)))


def test_identified_and_known_to_the_bank() -> None:
    way = Way().told(DocumentRead(DOCUMENT))
    assert way.asked() == [effects.NameHolder]
    way.told(events.HolderNamed("h1"), events.Confirmed(), FaceCompared(verdict(accepted=True)))
    assert way.asked() == [effects.OpenSession]
    assert way.noted() == [entries.FaceCompared, entries.SessionAsked]
    way.told(events.SessionOpened("consent-1", "韦*宝", frozenset({Kind.PHONE_CHANGE})))
    assert isinstance(way.state, customer.Known)
    assert way.state.customer.first_use(Kind.PHONE_CHANGE) is False
    assert way.state.customer.first_use(Kind.LIMIT_RAISE) is True
    assert replace(way.state.customer, used=None).first_use(Kind.PHONE_CHANGE) is None
    assert (way.state.service, way.state.customer.session) == ("accounts", "consent-1")
    assert "consent-1" not in repr(way.state)
    assert "韦" not in repr(way.state)


@pytest.mark.parametrize("reason", ["unknown", "blocked"])
def test_whom_the_bank_does_not_serve_here_cannot_try_again(reason: str) -> None:
    way = at_bank().told(events.SessionRefused(reason), events.TriedAgain())
    assert way.state == customer.NotServed("accounts", reason, DOCUMENT)
    assert isinstance(way.told(events.WentBack()).state, Left)


def test_a_bank_out_of_reach_may_be_asked_again() -> None:
    way = at_bank().told(events.BankLost(), events.TriedAgain())
    assert way.asked() == [effects.OpenSession]
    assert way.noted() == [entries.SessionAsked]


def test_tries_that_failed_in_earlier_visits_count_for_the_holder() -> None:
    way = Way(replace(CONTEXT, face_tries={"h1": identify.MOST_TRIES}))
    assert way.told(DocumentRead(DOCUMENT), events.HolderNamed("h1")).state == StaffNeeded("triesSpent")


def test_the_holder_s_pseudonym_is_kept_for_counting() -> None:
    way = at_camera().told(FaceCompared(verdict(accepted=False, reason=FaceReason.DIFFERENT)))
    assert isinstance(way.state, customer.Identifying)
    assert way.state.key == "h1"


def test_who_does_not_want_the_comparison_goes_to_staff() -> None:
    way = Way().told(DocumentRead(DOCUMENT), events.HolderNamed("h1"), events.Declined())
    assert way.state == StaffNeeded("consentRefused")


def test_back_from_the_first_page_leads_to_the_menu() -> None:
    assert isinstance(Way().told(events.WentBack()).state, Left)
