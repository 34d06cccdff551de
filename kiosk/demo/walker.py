"""Takes a walk: moves the simulated world, touches the screen as a customer would, and pictures every screen."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol, assert_never

from kiosk.core.identity import Light
from kiosk.core.ports import FaceChallenged
from kiosk.demo.walks.steps import (
    Acknowledge,
    Cameras,
    Copy,
    Dial,
    Expect,
    ExpectIdleWarning,
    Halt,
    Hear,
    Hold,
    Key,
    Lay,
    Network,
    Paper,
    Pick,
    Release,
    Scan,
    Stand,
    Step,
    TakenElsewhere,
    Tap,
    TapIf,
    Touch,
    Type,
    TypeCode,
    Walk,
    Write,
)
from kiosk.flows import booking, checkin, identify, visit

_SETTLED_S = 0.6
"""A screen is pictured again, and touched, only after this: its motion has ended and the preview shows a picture."""
_TAP_WITHIN_S = 10.0
_READ_WITHIN_S = 30.0
_OF_THE_WORLD = (Hold, Lay, Touch, Stand, Cameras, Network, Paper)
_MOST_KEYS = 30
"""Pressed to come to a control, at most."""


class World(Protocol):
    """The simulated world of the demo; names are those of `kiosk.demo.walks.steps`."""

    def hold(self, code: str | None) -> None: ...

    def lay(self, card: str | None, side: str) -> None: ...

    def tap(self, card: str | None) -> None: ...

    def stand(self, person: str | None) -> None: ...

    def camera(self, state: str) -> None: ...

    def network(self, *, up: bool) -> None: ...

    def paper(self, *, loaded: bool) -> None: ...

    @property
    def numbers(self) -> Mapping[str, str]:
        """The booking numbers of appointments, by name."""

    def acknowledge(self, who: str) -> Future[None]:
        """Let a member of staff answer every call that waits."""

    def release(self) -> Future[None]:
        """Let a member of staff release every card that waits for it."""

    def taken_elsewhere(self, service: str, starts: datetime) -> Future[None]:
        """Let other customers take every place of a time."""


class Puppet(Protocol):
    """A hand on the screen and an eye before it (`kiosk.ui.puppet.Puppet`)."""

    def tap(self, object_name: str) -> bool: ...

    def visible_targets(self) -> list[str]: ...

    def key(self, name: str) -> None: ...

    def idle_warning(self) -> bool: ...

    def grab(self, path: Path) -> None: ...

    def codes(self) -> list[str]: ...


class Session(Protocol):
    """What the kiosk shows (`kiosk.ui.session.Session`)."""

    @property
    def state(self) -> visit.Visit: ...


@dataclass(frozen=True)
class Picture:
    """One screen of the walk."""

    name: str
    png: str
    at_ms: int


class WalkFailed(Exception):  # noqa: N818 - what happened
    """The walk did not reach its end; the message says which step was waited for and what was shown instead."""


def saying(screen: visit.Screen) -> str | None:
    """What a screen says beyond its name."""
    match screen:
        case identify.PresentDocument(hint, chip_share):
            return hint if chip_share is None else "reading"
        case identify.DocumentRefused(trouble):
            return trouble
        case identify.LookAtCamera(light=Light() as light):
            return light.name.lower()
        case identify.LookAtCamera(asked=FaceChallenged(challenge=challenge)):
            return challenge
        case identify.LookAtCamera(guidance=guidance):
            return guidance
        case identify.FaceRefused(verdict=verdict):
            return verdict.reason
        case checkin.CodeRefused(turned_down):
            return turned_down.reason
        case checkin.CheckInRefused(reason):
            return reason
        case checkin.Ticket(printed=printed):
            return printed
        case _:
            # A service's screens say so themselves.
            said = getattr(screen, "saying", None)
            return said if isinstance(said, str) else None


class Walker:
    """Call `tick` from the Qt thread every few milliseconds until it returns False. Raises `WalkFailed`."""

    def __init__(
        self,
        walk: Walk,
        puppet: Puppet,
        session: Session,
        world: World,
        out: Path,
        *,
        first: int = 1,
        pictured: Callable[[Picture], None] | None = None,
        halted: Callable[[], None] | None = None,
        phone: Callable[[], str] = str,
        said: deque[str] | None = None,
    ) -> None:
        """Pictures are numbered from `first` and told as they are taken; `halted` is told when a walk halts.

        `phone` reads the newest one-time code from the customer's phone; empty where there is none. `said` is what the
        terminal's voice says, in turn.
        """
        self._said: deque[str] = deque() if said is None else said
        self._puppet, self._session, self._world, self._out = puppet, session, world, out
        self._first, self._pictured, self._halted, self._phone = first, pictured, halted, phone
        self._began = time.monotonic()
        self._seen: tuple[str, str | None] | None = None
        self._seen_at = self._began
        self._settled = False
        self._moves = self._go(walk.steps)
        self.pictures: list[Picture] = []
        self._received: dict[str, str] = {}
        """What the last receipt shown said."""

    def begin(self) -> None:
        """Let the walk's time begin."""
        self._began = time.monotonic()

    def tick(self) -> bool:
        """Look at the screen, then go on with the walk as far as it goes."""
        self._look()
        return next(self._moves, False)

    def _go(self, steps: tuple[Step, ...]) -> Iterator[bool]:
        for step in steps:
            if isinstance(step, _OF_THE_WORLD):
                self._change(step)
                continue
            match step:
                case Expect(screen, wanted, within_s):
                    yield from self._until(partial(self._shows, screen, wanted), step, within_s)
                case ExpectIdleWarning(within_s):
                    yield from self._until(self._puppet.idle_warning, step, within_s)
                    yield from self._until(self._is_settled, step, within_s)
                case Tap(control):
                    yield from self._until(self._is_settled, step, _TAP_WITHIN_S)
                    yield from self._until(partial(self._tap, control), step, _READ_WITHIN_S)
                case Type() | Copy() | Write() | Dial():
                    yield from self._enter(step)
                case Scan(text, within_s):
                    yield from self._until(self._is_settled, step, within_s)
                    yield from self._until(partial(self._scans, text), step, within_s)
                case Pick(place):
                    yield from self._until(self._is_settled, step, _TAP_WITHIN_S)
                    yield from self._until(partial(self._pick, place), step, _TAP_WITHIN_S)
                case TakenElsewhere() | Acknowledge() | Release():
                    yield from self._until(self._elsewhere(step).done, step, _READ_WITHIN_S)
                case Hear(within_s=within_s):
                    yield from self._until(partial(self._heard, step), step, within_s)
                case Key(key, until):
                    yield from self._until(self._is_settled, step, _TAP_WITHIN_S)
                    yield from self._go_by_keys(key, until)
                case TapIf(screen, control, otherwise):
                    come = partial(self._one_of, screen, otherwise)
                    yield from self._until(come, step, _READ_WITHIN_S)
                    if self._shows(screen, None):
                        yield from self._until(partial(self._tap, control), step, _TAP_WITHIN_S)
                case TypeCode():
                    yield from self._until(self._is_settled, step, _TAP_WITHIN_S)
                    for digit in (yield from self._read_phone(step)):
                        yield from self._until(partial(self._tap, f"digit{digit}"), step, _READ_WITHIN_S)
                case Halt():
                    yield from self._until(self._is_settled, step, _TAP_WITHIN_S)
                    if self._halted is not None:
                        self._halted()
                    while True:
                        yield True
                case _:
                    assert_never(step)
        yield from self._until(self._is_settled, None, _TAP_WITHIN_S)

    def _change(self, step: Hold | Lay | Touch | Stand | Cameras | Network | Paper) -> None:
        """Change the simulated world."""
        match step:
            case Hold(code):
                self._world.hold(code)
            case Lay(card, side):
                self._world.lay(card, side)
            case Touch(card):
                self._world.tap(card)
            case Stand(person):
                self._world.stand(person)
            case Cameras(state):
                self._world.camera(state)
            case Network(up):
                self._world.network(up=up)
            case Paper(loaded):
                self._world.paper(loaded=loaded)
            case _:
                assert_never(step)

    def _enter(self, step: Type | Copy | Write | Dial) -> Iterator[bool]:
        """Press keys, one after the other."""
        yield from self._until(self._is_settled, step, _TAP_WITHIN_S)
        chinese = self._session.state.preferences.language.startswith("zh")
        keys: Sequence[str]
        match step:
            case Type(keys):
                pass
            case Copy(what):
                keys = self._received[what]
            case Write(zh, en):
                keys = zh if chinese else en
            case Dial(digits):
                keys = self._world.numbers.get(digits, digits)
        for key in keys:
            yield from self._until(self._is_settled, step, _TAP_WITHIN_S)
            yield from self._until(partial(self._press, key), step, _TAP_WITHIN_S)
            yield True
        if isinstance(step, Dial):
            self._puppet.grab(self._out / self.pictures[-1].png)
            yield from self._until(partial(self._puppet.tap, "next"), step, _TAP_WITHIN_S)

    def _press(self, key: str) -> bool:
        """Press a key by what it writes, or another control by its name."""
        if len(key) > 1:
            return self._puppet.tap(key)
        return self._puppet.tap(f"key:{key}") or self._puppet.tap(f"digit{key}")

    def _read_phone(self, step: Step) -> Generator[bool, None, str]:
        """The newest one-time code, read beside the screen's thread. Raises `WalkFailed`."""
        with ThreadPoolExecutor(1, "phone") as beside:
            reading = beside.submit(self._phone)
            yield from self._until(reading.done, step, _READ_WITHIN_S)
            code = reading.result()
        if not code:
            raise WalkFailed("no one-time code came to the phone")
        return code

    def _until(self, holds: Callable[[], bool], step: Step | None, within_s: float) -> Iterator[bool]:
        deadline = time.monotonic() + within_s
        while not holds():
            if time.monotonic() > deadline:
                raise WalkFailed(f"{step} did not come; the screen is {self._now()}")
            yield True

    def _now(self) -> tuple[str, str | None]:
        screen = visit.shown(self._session.state)
        if self._puppet.idle_warning():
            return "IdleWarning", None
        return type(screen).__name__, saying(screen)

    def _shows(self, name: str, wanted: str | None) -> bool:
        """Whether the screen was seen, and so pictured, since the last move."""
        return self._seen is not None and self._seen[0] == name and wanted in (None, self._seen[1])

    def _one_of(self, *names: str) -> bool:
        return any(self._shows(name, None) for name in names)

    def _tap(self, control: str) -> bool:
        """Touch a control, or read on where it comes only with the last words or choices; each part is pictured."""
        if not self._settled:
            return False
        if self._puppet.tap(control):
            return True
        if self._puppet.tap("more") or self._puppet.tap("moreChoices"):
            self._arrive(self._now())
        return False

    def _scans(self, text: str) -> bool:
        return self._puppet.codes() == [text]

    def _pick(self, place: int) -> bool:
        """Touch one of the choices that are shown."""
        shown = [name for name in self._puppet.visible_targets() if name.startswith("choose-")]
        return place < len(shown) and self._puppet.tap(shown[place])

    def _elsewhere(self, step: TakenElsewhere | Acknowledge | Release) -> Future[None]:
        """What others do meanwhile."""
        if isinstance(step, Acknowledge):
            return self._world.acknowledge(step.who)
        if isinstance(step, Release):
            return self._world.release()
        task = self._session.state.task
        if not isinstance(task, booking.ConfirmingBooking):
            raise WalkFailed(f"no time is on the screen, which is {self._now()}")
        return self._world.taken_elsewhere(task.slot.service, task.slot.starts)

    def _go_by_keys(self, key: str, until: Hear | None) -> Iterator[bool]:
        """Press a key once, or go on until the control wanted was read; it may be the one that was read already."""
        if until is not None and self._focus_is(until):
            return
        for _ in range(_MOST_KEYS):
            self._said.clear()
            self._puppet.key(key)
            if until is None:
                return
            yield from self._until(lambda: bool(self._said), until, _TAP_WITHIN_S)
            if self._heard(until):
                return
        raise WalkFailed(f"{until} was not found by keys; the screen is {self._now()}")

    def _focus_is(self, wanted: Hear) -> bool:
        """Whether the sentence of the screen, which ends with the control that has the focus, named it already."""
        return any(text[-len(part) - 24 :].count(part) for text in self._said for part in (wanted.zh, wanted.en))

    def _heard(self, wanted: Hear) -> bool:
        return any(part in text for text in self._said for part in (wanted.zh, wanted.en))

    def _is_settled(self) -> bool:
        return self._settled

    def _look(self) -> None:
        now = self._now()
        if now != self._seen:
            self._arrive(now)
        elif not self._settled and time.monotonic() - self._seen_at > _SETTLED_S:
            self._settled = True
            self._puppet.grab(self._out / self.pictures[-1].png)

    def _arrive(self, now: tuple[str, str | None]) -> None:
        receipt = getattr(visit.shown(self._session.state), "receipt", None)
        if receipt is not None:
            self._received = {"reference": receipt.reference, "code": receipt.code}
        self._seen, self._seen_at, self._settled = now, time.monotonic(), False
        self._picture(now)

    def _picture(self, now: tuple[str, str | None]) -> None:
        name, said = now
        png = f"{len(self.pictures) + self._first:02}-{name}{f'-{said}' if said else ''}.png"
        self._puppet.grab(self._out / png)
        picture = Picture(name, png, round((self._seen_at - self._began) * 1000))
        self.pictures.append(picture)
        if self._pictured is not None:
            self._pictured(picture)
