"""What the demo panel can change."""

from __future__ import annotations

from kiosk.wiring.simulated import SimulatedWorld

_NOTHING = "nothing"


class Actions:
    """Implements `kiosk.ui.panel.PanelActions` on the simulated world."""

    def __init__(self, world: SimulatedWorld) -> None:
        self._world = world
        self._card: str | None = None
        self._side = "front"

    def options(self) -> dict[str, list[str]]:
        """The kinds of things and what each can be."""
        return {
            "code": [_NOTHING, *self._world.codes],
            "card": [_NOTHING, *self._world.cards()],
            "side": ["front", "back"],
            "field": [_NOTHING, *self._world.resident_cards()],
            "person": [_NOTHING, *self._world.people()],
            "cameras": list(self._world.camera_states()),
        }

    def choose(self, kind: str, name: str) -> None:
        """Put one thing of a kind before the kiosk."""
        chosen = None if name == _NOTHING else name
        match kind:
            case "code":
                self._world.hold(chosen)
            case "card":
                self._card = chosen
                self._world.lay(self._card, self._side)
            case "side":
                self._side = name
                self._world.lay(self._card, self._side)
            case "field":
                self._world.tap(chosen)
            case "person":
                self._world.stand(chosen)
            case "cameras":
                self._world.camera(name)

    def switch(self, name: str, on: bool) -> None:
        """Turn `paper_out` or `network_down` on or off."""
        match name:
            case "paper_out":
                self._world.paper(loaded=not on)
            case "network_down":
                self._world.network(up=not on)
