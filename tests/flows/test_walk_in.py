"""A queue number without an appointment."""

from __future__ import annotations

import pytest
from flow_walk import OWN_TICKET, TICKET, Walk

from kiosk.core.appointment import QueueTicket
from kiosk.core.ports import PrintOutcome
from kiosk.flows import visit, walkin
from kiosk.flows.effects import PrintTicket
from kiosk.flows.events import Chosen, Confirmed, Started, StartedOver, TicketPrinted, WentBack


@pytest.mark.parametrize(("ticket", "offline"), [(TICKET, False), (OWN_TICKET, True)])
def test_a_number_is_taken_printed_and_kept(ticket: QueueTicket, offline: bool) -> None:
    walk = Walk().told(Started(), Chosen("walkIn")).sees(walkin.ChoosingQueue).needs(None)
    walk.told(Chosen("transfer")).sees(walkin.TakingNumber).asks(walkin.TakeNumber)
    walk.told(Chosen("transfer"), StartedOver()).sees(walkin.TakingNumber)
    walk.told(walkin.NumberTaken(ticket, offline)).sees(walkin.WalkInTicket, offline=offline).asks(PrintTicket)
    walk.told(TicketPrinted(PrintOutcome.PRINTED)).sees(walkin.WalkInTicket, printed=PrintOutcome.PRINTED)
    walk.told(Confirmed()).sees(visit.Menu, again=True)


def test_back_without_a_number() -> None:
    Walk().told(Started(), Chosen("walkIn"), WentBack()).sees(visit.Menu)
