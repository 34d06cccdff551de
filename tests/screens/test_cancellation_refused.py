"""Why a transfer is not cancelled is said as it is: no money moves only where the bank says so."""

from __future__ import annotations

import pytest

from kiosk.core.payments import CancelRefusal
from kiosk.flows import transfer
from kiosk.ui.catalogue import FACTS
from kiosk.ui.catalogue.transfer import _WAITING
from kiosk.ui.screens import screen_of


@pytest.mark.parametrize("why", CancelRefusal)
def test_only_what_has_ended_moves_no_money(why: CancelRefusal) -> None:
    screen = screen_of(transfer.CancelRefused(_WAITING[0], why), lambda event: None, FACTS, "en")
    said = "\n".join((screen._heading, *screen._lines))
    assert ("No money is moved" in said) is (why is CancelRefusal.ENDED)
    assert ("call our staff now" in said) is (why is not CancelRefusal.ENDED)
