"""The simulated world before the devices, for the demo and the tests."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from multiprocessing import get_context
from typing import get_args

from drivers.simulated.network import Relay
from drivers.simulated.people import CARDS
from drivers.simulated.printer import SimulatedPrinter
from drivers.simulated.sam_card import chip_of
from drivers.simulated.world import CameraState, Person, World, WorldLink, WorldReceiver
from kiosk.core import ports
from kiosk.core.identity import Challenge, Light


class SimulatedWorld:
    """The simulated world before the devices, changed by the demo panel or by a walk."""

    def __init__(self) -> None:
        self._link = WorldLink.pair(get_context("spawn"))
        self._world = World()
        self._relay: Relay | None = None
        self.codes: dict[str, str] = {}
        self.numbers: dict[str, str] = {}
        """Booking numbers of seeded appointments, by name."""
        self.rivals: Callable[[str, datetime], None] = _nobody
        """Has other customers take every place of a time; it may take seconds."""
        self.staff: Callable[[str], None] = _no_staff
        """Has a member of staff answer every call that waits; it may take seconds."""
        self.officer: Callable[[], None] = _nothing_decided
        """Has a member of staff release every card that waits for it; it may take seconds."""
        self._telephone = ThreadPoolExecutor(1, "telephone")

    @property
    def receiver(self) -> WorldReceiver:
        """The end for the vision process."""
        return self._link.receiver

    @staticmethod
    def cards() -> tuple[str, ...]:
        """The names of the specimen documents."""
        return tuple(CARDS)

    @staticmethod
    def resident_cards() -> tuple[str, ...]:
        """The names of those that a resident-ID reader reads."""
        return tuple(name for name, card in CARDS.items() if chip_of(card) is not None)

    @staticmethod
    def people() -> tuple[str, ...]:
        """Who can stand before the camera."""
        return get_args(Person)

    @staticmethod
    def camera_states() -> tuple[str, ...]:
        """How the cameras can be; the first is well."""
        return get_args(CameraState)

    @staticmethod
    def number(card: str) -> str:
        """The number of a specimen document."""
        return CARDS[card].number

    @staticmethod
    def personal(card: str) -> list[str]:
        """Everything on a specimen document that says whose it is."""
        holder = CARDS[card]
        said = [holder.number, holder.name, holder.given, holder.address, f"{holder.born:%Y%m%d}", f"{holder.born}"]
        return [text for text in said if text]

    def printer(self) -> ports.Printer:
        """The printer of this world."""
        return SimulatedPrinter(lambda: self._world)

    def cable(self, host: str, port: int) -> Relay:
        """Lay the network between the terminal and the central service."""
        self._relay = Relay(host, port)
        self._relay.up()
        return self._relay

    def hold(self, code: str | None) -> None:
        """Hold up the code of this name."""
        self.hold_text(None if code is None else self.codes[code])

    def hold_text(self, text: str | None) -> None:
        """Hold up a code with this text."""
        self._show(code=text)

    def lay(self, card: str | None, side: str = "front") -> None:
        """Lay the card of this name on the reader."""
        self._show(card=None if card is None else CARDS[card], side=side)

    def stand(self, person: str | None) -> None:
        """Let a `drivers.simulated.world.Person` stand before the camera, or nobody."""
        self._show(person=person)

    def tap(self, card: str | None) -> None:
        """Hold the card of this name to the resident-ID reader's field, or take it away."""
        self._show(held=None if card is None else CARDS[card])

    def screen_shows(self, asked: Challenge | None, light: Light | None) -> None:
        """What the kiosk's screen asks of whoever stands there, and the colour it shines in."""
        if (asked, light) != (self._world.asked, self._world.light):
            self._show(asked=asked, light=light)

    def camera(self, state: str) -> None:
        """Let every camera be `ok`, `lost`, `frozen` or `black`."""
        self._show(camera=state)

    def paper(self, *, loaded: bool) -> None:
        """Fill or empty the printer."""
        self._show(paper=loaded)

    def network(self, *, up: bool) -> None:
        """Mend or cut the network."""
        if self._relay is not None:
            (self._relay.up if up else self._relay.down)()

    def taken_elsewhere(self, service: str, starts: datetime) -> Future[None]:
        """Let other customers take every place of a time."""
        return self._telephone.submit(self.rivals, service, starts)

    def acknowledge(self, who: str) -> Future[None]:
        """Let a member of staff answer every call that waits."""
        return self._telephone.submit(self.staff, who)

    def release(self) -> Future[None]:
        """Let a member of staff release every card that waits for it."""
        return self._telephone.submit(self.officer)

    def show_again(self) -> None:
        """Show the world to a vision process that was started anew."""
        self._link.sender.show(self._world)

    def close(self) -> None:
        """Hang up."""
        self._telephone.shutdown()
        self._link.sender.close()

    def _show(self, **changes: object) -> None:
        self._world = replace(self._world, **changes)  # type: ignore[arg-type]
        self._link.sender.show(self._world)


def _no_staff(_: str) -> None:
    """The branch is empty."""


def _nothing_decided() -> None:
    """The branch is empty."""


def _nobody(_: str, __: datetime) -> None:
    """Nobody else is there."""
