"""The printer is out of paper, jammed or gone: the number on the screen is enough."""

import pytest
from flow_walk import TICKET, Walk

from kiosk.core.ports import PrintOutcome
from kiosk.flows import checkin, events, survey


@pytest.mark.parametrize("outcome", [outcome for outcome in PrintOutcome if outcome is not PrintOutcome.PRINTED])
def test_the_ticket_stays_on_the_screen(outcome: PrintOutcome) -> None:
    walk = Walk().at_ticket().told(events.TicketPrinted(outcome)).sees(checkin.Ticket, ticket=TICKET, printed=outcome)
    walk.told(events.Confirmed()).sees(survey.Survey)


def test_it_prints_while_the_customer_waits_for_staff() -> None:
    walk = Walk().at_ticket().told(events.StaffAsked(), events.TicketPrinted(PrintOutcome.PRINTED))
    walk.told(events.WentBack()).sees(checkin.Ticket, printed=PrintOutcome.PRINTED)
