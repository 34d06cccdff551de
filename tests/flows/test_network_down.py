"""The bank cannot be reached, or says no."""

import pytest
from flow_walk import APPOINTMENT, OWN_TICKET, TICKET, Walk

from kiosk.core import entries
from kiosk.core.ports import BankRefusal, PrintOutcome
from kiosk.flows import checkin, effects, events, survey


def test_the_signed_code_alone_checks_in() -> None:
    walk = Walk().at_check_in().told(events.BankLost()).asks(effects.SealCheckIn).sees(checkin.CheckingIn)
    assert walk.effect(effects.SealCheckIn) == effects.SealCheckIn(APPOINTMENT, None)
    walk.told(events.CheckInSealed(OWN_TICKET, offline=True)).asks(effects.PrintTicket)
    walk.sees(checkin.Ticket, ticket=OWN_TICKET, offline=True)
    walk.told(events.TicketPrinted(PrintOutcome.PRINTED), events.Confirmed()).sees(survey.Survey)


def test_the_banks_late_answer_gives_no_second_number() -> None:
    walk = Walk().at_check_in().told(events.BankLost(), events.CheckInAnswered(TICKET)).asks()
    walk.told(events.CheckInSealed(OWN_TICKET, offline=True)).sees(checkin.Ticket, ticket=OWN_TICKET)
    walk.told(events.CheckInAnswered(TICKET), events.BankLost()).sees(checkin.Ticket, ticket=OWN_TICKET).asks()


@pytest.mark.parametrize("reason", BankRefusal)
def test_the_bank_refuses(reason: BankRefusal) -> None:
    walk = Walk().at_check_in().told(events.CheckInAnswered(reason)).sees(checkin.CheckInRefused, reason=reason)
    walk.notes(entries.CheckInRefused, appointment="A-7", reason=reason).asks()


def test_the_customer_cannot_leave_while_the_answer_is_under_way() -> None:
    """Leaving would lose the ticket of a check-in that the bank has already made."""
    walk = Walk().at_check_in().told(events.StartedOver()).sees(checkin.CheckingIn).asks()
    walk.told(events.CheckInAnswered(TICKET), events.StartedOver()).sees(checkin.CheckingIn, sealing=True)
    walk.told(events.CheckInSealed(TICKET, offline=False)).sees(checkin.Ticket)


def test_staff_can_be_called_without_losing_the_answer() -> None:
    walk = Walk().at_check_in().told(events.StaffAsked()).asks(effects.CallStaff).sees(checkin.CheckingIn)
    walk.told(events.StaffPaged(delivered=True), events.CheckInAnswered(TICKET)).asks(effects.SealCheckIn)
