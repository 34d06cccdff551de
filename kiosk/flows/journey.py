"""Keeps one step function in motion."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

S = TypeVar("S")
E = TypeVar("E")
F = TypeVar("F")


class Journey(Generic[S, E, F]):
    """Holds the state; `tell` steps it, shows a changed state and has the effects performed, in that order.

    An event told while another is being handled (an effect that answers at once) waits for its turn.
    """

    def __init__(
        self,
        step: Callable[[S, E], tuple[S, tuple[F, ...]]],
        state: S,
        show: Callable[[S], None],
        perform: Callable[[F], None],
    ) -> None:
        self._step, self._show, self._perform = step, show, perform
        self._state = state
        self._waiting: deque[E] = deque()
        self._moving = False

    @property
    def state(self) -> S:
        """The state reached."""
        return self._state

    def tell(self, event: E) -> None:
        """Say that something happened."""
        self._waiting.append(event)
        if self._moving:
            return
        self._moving = True
        try:
            while self._waiting:
                before = self._state
                self._state, effects = self._step(before, self._waiting.popleft())
                if self._state != before:
                    self._show(self._state)
                for effect in effects:
                    self._perform(effect)
        finally:
            self._moving = False
