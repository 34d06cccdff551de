"""Takes a walk on a terminal from its first frame to its last, and tells what was seen and measured on the way."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.demo.walker import Picture, Walker, WalkFailed
from kiosk.demo.walks import Walk
from kiosk.ui.app import overheard
from kiosk.ui.offthread import ThreadExecutor
from kiosk.ui.puppet import Puppet
from kiosk.ui.stall import StallMeter
from kiosk.ui.ticker import Ticker
from kiosk.wiring.simulated import SimulatedWorld
from kiosk.wiring.terminal import Terminal

_TICK_MS: Final = 20
_PROVISIONED_WITHIN_S: Final = 60.0


@dataclass(frozen=True)
class Taken:
    """A walk that was taken. `outcome` is the walk's own where its end was reached, and else says what failed."""

    outcome: str
    pictures: tuple[Picture, ...]
    stall_ms: float
    stall_at_ms: float
    first_frame_ms: float | None
    memory_mb: Mapping[str, float]
    complaints: tuple[str, ...] = ()
    """What Qt complained of."""


def take(
    walk: Walk,
    terminal: Terminal,
    world: SimulatedWorld,
    out: Path,
    *,
    trouble: Callable[[], Exception | None],
    sync_pid: Callable[[], int | None],
    first: int = 1,
    pictured: Callable[[Picture], None] | None = None,
    halted: Callable[[Mapping[str, float]], None] | None = None,
    phone: Callable[[], str] = str,
) -> Taken:
    """Run the terminal for one walk, and close it: then its journal is complete.

    Pictures are numbered from `first` and told as they are taken. `trouble` says why the house could not be opened.
    `phone` reads the newest one-time code. `halted` is told the memory in use where the walk halts for good, when every
    picture has been written.
    """
    pictures = ThreadExecutor("pictures")
    stall = StallMeter()
    puppet = Puppet(terminal.stage, executor=pictures, stall=stall)

    def memory() -> dict[str, float]:
        return memory_mb({"screen": "self", "vision": terminal.vision.pid, "sync": sync_pid()})

    def halt() -> None:
        if halted is not None:
            pictures.submit(lambda: halted(memory()))

    walker = Walker(
        walk,
        puppet,
        terminal.session,
        world,
        out,
        first=first,
        pictured=pictured,
        halted=halt,
        phone=phone,
        said=getattr(terminal.voice, "said", None),
    )
    outcome, used = walk.outcome, dict[str, float]()
    began = time.monotonic()
    walking = False

    def tick() -> bool:
        nonlocal outcome, walking
        try:
            if not walking:
                walking = terminal.provisioned.is_set() and terminal.stage.prepared
                if walking:
                    walker.begin()
                    stall.start()
                elif trouble() is not None or time.monotonic() - began > _PROVISIONED_WITHIN_S:
                    raise WalkFailed(f"the branch could not be opened: {trouble() or 'no desired state came'}")
                return True
            if walker.tick():
                return True
        except WalkFailed as failure:
            outcome = f"failed: {failure}"
        stall.pause()
        used.update(memory())
        terminal.app.quit()
        return False

    Ticker(tick, _TICK_MS, terminal.stage)
    with overheard() as warned:
        try:
            terminal.run()
        finally:
            pictures.close(30.0)
    complaints = sorted({*warned, *terminal.stage.complaints})
    for complaint in complaints:
        print(f"kiosk: the screen complained: {complaint}", file=sys.stderr)
    first_frame_ms = terminal.stage.first_frame_ms
    terminal.close()
    return Taken(
        outcome, tuple(walker.pictures), stall.longest_ms, stall.longest_at_ms, first_frame_ms, used, tuple(complaints)
    )


def memory_mb(processes: Mapping[str, int | str | None]) -> dict[str, float]:
    """The resident memory of each process at its peak, in MB; pages that they share count in each."""
    found = {}
    for name, pid in processes.items():
        try:
            status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        except OSError:
            continue
        fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
        found[name] = round(int(fields["VmHWM"].split()[0]) / 1024, 1)
    return found
