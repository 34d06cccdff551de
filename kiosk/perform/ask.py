"""Performs what the customer's questions ask for: search, times of call-backs, and the wish for one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kiosk.core.callback import CallBackDesk, CannotSealError
from kiosk.flows import ask
from kiosk.flows.effects import ServiceEffect
from kiosk.flows.events import Event


class AskRoom:
    """Searches the answers in force, and takes call-backs at the desk. Implements `kiosk.perform.Room`."""

    def __init__(self, search: Callable[[str], tuple[str, ...]], desk: CallBackDesk) -> None:
        self._search, self._desk = search, desk

    def handlers(self) -> Mapping[type[ServiceEffect], Callable[[Any, str | None], Event | None]]:
        """What performs each kind of effect."""
        return {ask.LookFor: self._look_for, ask.FindSlots: self._find_slots, ask.AskForCall: self._ask_for_call}

    def wiped(self, visit: str) -> None:
        """Nothing of a visit is kept here."""

    def _look_for(self, effect: ask.LookFor, visit: str | None) -> Event:
        return ask.Found(effect.text, self._search(effect.text))

    def _find_slots(self, effect: ask.FindSlots, visit: str | None) -> Event:
        return ask.SlotsFound(self._desk.slots())

    def _ask_for_call(self, effect: ask.AskForCall, visit: str | None) -> Event:
        if visit is None:  # it ended meanwhile, and with it the key that the number would be sealed under
            return ask.CallNotTaken()
        try:
            return ask.CallTaken(self._desk.take(effect.wish, visit))
        except CannotSealError:
            return ask.CallNotTaken()
