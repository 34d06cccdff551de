"""A call for staff after it was delivered: asked about every two seconds until somebody comes, and repeated once.

Time is the visit's `Waited`. The visit forgets the call when it ends; so does the asking.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from kiosk.flows.effects import Effect, LookForStaff, RemindStaff

EVERY_S: Final = 2
"""How often it is asked who comes."""
MOST_S: Final = 1800
"""It is not asked for longer than this."""


@dataclass(frozen=True)
class Call:
    """A call for staff whose page was answered for; `id` is None where nobody can be asked who comes."""

    delivered: bool
    id: str | None = None
    waited_s: int = 0
    late: bool = False
    """Whether nobody acknowledged in time."""
    who: str | None = field(default=None, repr=False)
    """Who is on the way."""

    @property
    def news(self) -> tuple[bool, bool, str | None]:
        """What the customer is told of it."""
        return self.delivered, self.late, self.who


def waited(call: Call, seconds: int, reminder_s: int) -> tuple[Call, tuple[Effect, ...]]:
    """Time passed."""
    if call.id is None or call.who is not None or call.waited_s >= MOST_S:
        return call, ()
    before, after = call.waited_s, call.waited_s + seconds
    late = call.late or after >= reminder_s
    effects: tuple[Effect, ...] = ()
    if late and not call.late:
        effects += (RemindStaff(call.id),)
    if before // EVERY_S != after // EVERY_S:
        effects += (LookForStaff(call.id),)
    return replace(call, waited_s=after, late=late), effects
