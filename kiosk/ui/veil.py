"""The veil: when nobody's face has been seen for a while, what the screen shows of the customer is covered.

It is the screen's matter: no state of the visit, and every clock goes on below it. It locks nobody out: a touch lifts
it, and then it stays lifted for the rest of that screen, for whom the camera does not see.
"""

from __future__ import annotations

from collections.abc import Callable


class Veil:
    """Whether the veil is down, `after_s` seconds after somebody was last there; 0 has no veil.

    Somebody is there while a face is seen, and when a control or key is touched. `clock` gives seconds that never go
    back.
    """

    def __init__(self, after_s: int, clock: Callable[[], float]) -> None:
        self._after_s, self._clock = after_s, clock
        self._gone_at: float | None = None
        self._waived = False
        self._is_down = False

    @property
    def is_down(self) -> bool:
        """Whether it covers the screen."""
        return self._is_down

    @property
    def is_wanted(self) -> bool:
        """Whether there is one at all."""
        return self._after_s > 0

    def look(self, *, seen: bool) -> None:
        """The camera looked: a face is there, or none."""
        if seen:
            self._gone_at, self._is_down = None, False
            return
        now = self._clock()
        if self._gone_at is None:
            self._gone_at = now
        if now - self._gone_at >= self._after_s and not self._waived and self.is_wanted:
            self._is_down = True

    def touched(self) -> None:
        """Somebody is there, seen or not."""
        self._gone_at = None

    def lift(self) -> None:
        """Somebody wants to see what it covers."""
        self._waived = self._waived or self._is_down
        self._is_down, self._gone_at = False, None

    def turn(self) -> None:
        """Another screen came: it may be covered anew. One that covers stays, for nobody is there."""
        self._waived = False

    def end(self) -> None:
        """The camera looks no more: nothing is known of anybody, so nothing is covered."""
        self._is_down, self._gone_at = False, None
