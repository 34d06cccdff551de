"""Asked and answered: in every visit each question of the journal has its answer, or the visit's end explains why not.

An entry `answers` a type; it settles the oldest open question of that type in its visit that has the same values in the
fields both have. A screen shown again takes the place of the one before (`AGAIN`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from kiosk.core.entries import CATALOGUE, ConsentAsked, DelayAsked, FraudAsked, VisitEnded, WarningShown

EXPLAINING: Final = frozenset({"startedOver", "nobodyAnswered", "staff", "outOfService"})
"""How a visit may end with a question open: the customer left it, or staff or the terminal's failure ended it."""

AGAIN: Final = frozenset({ConsentAsked.TYPE, WarningShown.TYPE, FraudAsked.TYPE, DelayAsked.TYPE})
"""What may be shown again before it is answered: in another language, or after the vision process died."""

ASKED: Final[Mapping[str, tuple[str, ...]]] = {
    asked: tuple(kind for kind, entry in CATALOGUE.items() if asked == entry.ANSWERS)
    for asked in dict.fromkeys(entry.ANSWERS for entry in CATALOGUE.values() if entry.ANSWERS)
}
"""What answers each type that asks."""

_ANSWERED: Final = {kind: entry.ANSWERS for kind, entry in CATALOGUE.items() if entry.ANSWERS}


def _names(kind: str) -> frozenset[str]:
    return frozenset(field.name for field in fields(CATALOGUE[kind]))


_SAME: Final = {asked: frozenset.intersection(_names(asked), *map(_names, kinds)) for asked, kinds in ASKED.items()}


@dataclass(frozen=True)
class Open:
    """A question of a visit that ended without an answer or an explanation."""

    seq: int
    type: str
    visit: str


class Questions:
    """Goes through a journal's records in order. An answer may come after the visit's end: a page may take seconds."""

    def __init__(self) -> None:
        self._open: dict[str, list[tuple[int, str, Mapping[str, Any]]]] = {}
        self._ended: dict[str, None] = {}
        """The visits that ended without explaining what is open, in their order."""

    def take(self, seq: int, kind: str, data: Mapping[str, Any], visit: str | None) -> None:
        """The next record: its type, its open fields and its visit."""
        if visit is None:
            return
        if (answered := _ANSWERED.get(kind)) is not None:
            self._drop(visit, answered, data)
        if kind in ASKED:  # an answer that was lost answers, and asks what became of it
            if kind in AGAIN:
                self._drop(visit, kind, data)
            self._open.setdefault(visit, []).append((seq, kind, data))
        elif kind == VisitEnded.TYPE and data.get("how") in EXPLAINING:
            self._open.pop(visit, None)
        elif kind == VisitEnded.TYPE:
            self._ended[visit] = None

    def unexplained(self) -> Iterator[Open]:
        """The questions that are open, of visits that ended in a way that does not explain them."""
        for visit in self._ended:
            yield from (Open(seq, kind, visit) for seq, kind, _ in self._open.get(visit, []))

    def _drop(self, visit: str, asked: str, data: Mapping[str, Any]) -> None:
        """Forget the oldest open question of that type that speaks of the same."""
        held = self._open.get(visit, [])
        for at, (_, kind, question) in enumerate(held):
            if kind == asked and all(question.get(name) == data.get(name) for name in _SAME[asked]):
                del held[at]
                break
        if not held:
            self._open.pop(visit, None)
