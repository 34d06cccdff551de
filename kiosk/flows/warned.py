"""A fraud warning: its own screen, answered by a deliberate act, never passed by the idle clock."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.core import entries
from kiosk.core.notices import FraudNotice
from kiosk.flows.effects import Effect, Note
from kiosk.flows.events import Confirmed, Event, StaffAsked


@dataclass(frozen=True)
class FraudWarning:
    """The customer is warned; the safe answer has the focus."""

    notice: FraudNotice


@dataclass(frozen=True)
class WentOn:
    """The customer read the warning and wants to go on."""


def show(notice: FraudNotice, language: str) -> tuple[FraudWarning, tuple[Effect, ...]]:
    """Put the warning before the customer; the journal keeps which version, in which language."""
    return FraudWarning(notice), (Note(entries.WarningShown(notice.id, notice.version, language)),)


def step(state: FraudWarning, event: Event) -> tuple[FraudWarning | WentOn, tuple[Effect, ...]]:
    """The customer's answer. Calling staff keeps the warning: only `Confirmed` passes it."""
    match event:
        case Confirmed():
            return WentOn(), (Note(_answered(state.notice, "goOn")),)
        case StaffAsked():
            return state, (Note(_answered(state.notice, "callStaff")),)
    return state, ()


def _answered(notice: FraudNotice, answer: str) -> entries.WarningAnswered:
    return entries.WarningAnswered(notice.id, notice.version, answer)
