"""Who is this person, where it need not be a customer of the bank: document and face, and no session.

A step of services that anybody with a document may have: who opens an account tomorrow books an appointment today.
Failed face tries are counted under a pseudonym of the document's holder. A customer who was identified in this visit is
not asked again.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeAlias

from kiosk.core.identity import Document
from kiosk.flows import identify
from kiosk.flows.effects import Effect
from kiosk.flows.events import Event, HolderNamed, WentBack
from kiosk.flows.service import Context, Left, StaffNeeded


@dataclass(frozen=True)
class Asked:
    """Somebody is being identified; `key` is what the tries are counted under, once it is known."""

    at: identify.State = field(default_factory=identify.PresentDocument)
    key: str = ""


@dataclass(frozen=True)
class Known:
    """Whose document it is."""

    document: Document = field(repr=False)


Step: TypeAlias = tuple[Asked | Known | Left | StaffNeeded, tuple[Effect, ...]]


def begin(context: Context) -> Asked | Known:
    """Ask for the document, where nobody was identified in this visit."""
    return Asked() if context.customer is None else Known(context.customer.document)


def step(state: Asked, event: Event, context: Context) -> Step:
    """One move. `Left`: the customer goes back and shows no document."""
    if isinstance(event, WentBack) and isinstance(state.at, identify.PresentDocument):
        return Left(), ()
    key = event.key if isinstance(event, HolderNamed) else state.key
    moved, effects = identify.step(state.at, event, None, context.face_tries.get(key, 0))
    match moved:
        case identify.Identified(document):
            return Known(document), effects
        case identify.ConsentRefused():
            return StaffNeeded("consentRefused"), effects
        case identify.TriesSpent():
            return StaffNeeded("triesSpent"), effects
        case _:
            return (state if moved is state.at else Asked(moved, key)), effects


def called(state: Asked) -> Asked | None:
    """What to come back to when the customer calls staff."""
    resumed = identify.called(state.at)
    return None if resumed is None else replace(state, at=resumed)
