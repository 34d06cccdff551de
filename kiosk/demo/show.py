"""Runs the demo: with a panel for the person before it, or by itself, walking and writing a summary."""

from __future__ import annotations

import json
import signal
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.demo.branch import BRANCH, KIOSK, Branch
from kiosk.demo.walker import Picture, Walker, WalkFailed
from kiosk.demo.walks import Walk
from kiosk.settings import load, parse
from kiosk.ui.app import overheard
from kiosk.ui.offthread import ThreadExecutor
from kiosk.ui.puppet import Puppet
from kiosk.ui.stall import StallMeter
from kiosk.ui.ticker import Ticker
from kiosk.wiring.simulated import SimulatedWorld
from kiosk.wiring.terminal import Terminal

if TYPE_CHECKING:
    from kiosk.wiring.house import House

_TICK_MS = 20
_SYNC_WITHIN_S = 30.0
_PROVISIONED_WITHIN_S = 60.0


@dataclass(frozen=True)
class Wish:
    """How the demo is to be shown."""

    walk: Walk
    out: Path
    headless: bool
    language: str
    size: int
    contrast: str
    landscape: bool
    fullscreen: bool
    data: Path | None = None
    """Where the branch keeps its files: an empty folder or a new one; without it they are deleted at the end."""


def show(wish: Wish) -> int:
    """Run the demo; the exit status is 0 when a walk reached its end, or when the window was closed.

    A walk during which Qt complained fails. Raises OSError for folders that cannot be used, and `StageError`.
    """
    if wish.data is None:
        with tempfile.TemporaryDirectory(prefix="kiosk-demo-", ignore_cleanup_errors=True) as folder:
            return _shown(wish, Path(folder))
    wish.data.mkdir(parents=True, exist_ok=True)
    if any(wish.data.iterdir()):
        raise FileExistsError(f"{wish.data} is not empty")
    return _shown(wish, wish.data.resolve())


def _shown(wish: Wish, folder: Path) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # not without ending the branch's processes
    demo = _Demo(wish, folder)
    try:
        return demo.walk() if wish.headless else demo.play()
    finally:
        demo.close()


class _Demo:
    """One branch on a desk, from opening to closing."""

    def __init__(self, wish: Wish, folder: Path) -> None:
        self._wish = wish
        self._overrides = _overrides(wish)
        self._world = SimulatedWorld()
        self._branch = Branch(folder, self._world.cable)
        self._trouble: Exception | None = None
        # What the screen and the cameras need at once; the rest is known when the branch is open.
        front = parse(
            self._overrides
            | {
                "terminal": {"id": KIOSK, "branch": BRANCH, "bank": "bank"} | self._overrides["terminal"],
                "central": {"url": "https://127.0.0.1", "ca": "", "certificate": "", "key": ""},
                "cameras": {view: {"driver": "simulated"} for view in ("code", "document", "face")},
            },
            folder,
        )
        self._terminal = Terminal(
            front, self._open_house, headless=wish.headless, windowed=not wish.fullscreen, world=self._world
        )

    def play(self) -> int:
        """Show the window and the demo panel until the window is closed."""
        from kiosk.demo.panel import Actions  # noqa: PLC0415 - Qt widgets' worth of QML, for the window only
        from kiosk.ui.panel import Panel  # noqa: PLC0415

        panel = Panel(self._terminal.app, Actions(self._world), self._terminal.stage.window)
        try:
            return self._terminal.run()
        finally:
            panel.close()

    def walk(self) -> int:
        """Take the walk and write its pictures and summary."""
        out = self._wish.out
        out.mkdir(parents=True, exist_ok=True)
        for old in (*out.glob("[0-9][0-9]-*.png"), out / "summary.json"):
            old.unlink(missing_ok=True)
        pictures = ThreadExecutor("pictures")
        stall = StallMeter()
        puppet = Puppet(self._terminal.stage, executor=pictures, stall=stall)
        walker = Walker(self._wish.walk, puppet, self._terminal.session, self._world, out)
        outcome = self._wish.walk.outcome
        began = time.monotonic()
        walking = False

        def tick() -> bool:
            nonlocal outcome, walking
            try:
                if not walking:
                    walking = self._terminal.provisioned.is_set() and self._terminal.stage.prepared
                    if walking:
                        walker.begin()
                        stall.start()
                    elif self._trouble is not None or time.monotonic() - began > _PROVISIONED_WITHIN_S:
                        raise WalkFailed(f"the branch could not be opened: {self._trouble or 'no desired state came'}")
                    return True
                if walker.tick():
                    return True
            except WalkFailed as failure:
                outcome = f"failed: {failure}"
            stall.pause()
            memory.update(self._memory())
            self._terminal.app.quit()
            return False

        memory: dict[str, float] = {}
        Ticker(tick, _TICK_MS, self._terminal.stage)
        with overheard() as warned:
            try:
                self._terminal.run()
            finally:
                pictures.close(30.0)
        complaints = {*warned, *self._terminal.stage.complaints}
        for complaint in sorted(complaints):
            print(f"kiosk: the screen complained: {complaint}", file=sys.stderr)
        first_frame_ms = self._terminal.stage.first_frame_ms
        self._terminal.close()  # the journal is complete
        self._world.network(up=True)
        try:
            summary = self._prove(outcome, walker.pictures, stall.longest_ms, first_frame_ms, memory)
        except (OSError, ValueError) as error:
            print(f"kiosk: {outcome}; and the journal could not be compared: {error}", file=sys.stderr)
            return 1
        (out / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        print(f"{self._wish.walk.name}: {outcome}; {len(walker.pictures)} screens, {out / 'summary.json'}")
        well = outcome == self._wish.walk.outcome and summary["journal"]["verified"] and not complaints
        return 0 if well else 1

    def _open_house(self) -> House:
        from kiosk.wiring.house import House  # noqa: PLC0415 - the first frame does not wait for it

        try:
            seeded = self._branch.open(self._world.number(self._wish.walk.holder), self._overrides)
            self._world.codes.update(seeded.codes)
            return House(load(self._branch.settings_path))
        except Exception as error:
            self._trouble = error
            print(f"kiosk: the branch could not be opened: {error}", file=sys.stderr)
            raise

    def _prove(
        self,
        outcome: str,
        pictures: list[Picture],
        stall_ms: float,
        first_frame_ms: float | None,
        memory: Mapping[str, float],
    ) -> dict[str, Any]:
        """Wait until the central service has the whole journal, then read both sides."""
        from kiosk.demo.summary import Evidence, summarise  # noqa: PLC0415
        from kiosk.record import layout  # noqa: PLC0415

        evidence = Evidence(layout(load(self._branch.settings_path).terminal.state).journal)
        deadline = time.monotonic() + _SYNC_WITHIN_S
        central = self._branch.acknowledged(evidence.epoch)
        while central["acked"] < evidence.size and time.monotonic() < deadline:
            time.sleep(0.2)
            central = self._branch.acknowledged(evidence.epoch)
        return summarise(
            walk=self._wish.walk.name,
            outcome=outcome,
            pictures=pictures,
            evidence=evidence,
            central=central,
            ui={"longest_stall_ms": round(stall_ms, 1), "first_frame_ms": first_frame_ms and round(first_frame_ms)},
            memory_mb=memory,
        )

    def _memory(self) -> dict[str, float]:
        """The resident memory of each of the kiosk's processes, in MB; pages that they share count in each."""
        found = {}
        for name, pid in (("screen", "self"), ("vision", self._terminal.vision.pid), ("sync", self._branch.sync_pid)):
            try:
                status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
            except OSError:
                continue
            fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
            found[name] = round(int(fields["VmHWM"].split()[0]) / 1024, 1)
        return found

    def close(self) -> None:
        """End every process of the branch, wherever the demo stopped."""
        self._terminal.close()
        self._branch.close()
        self._world.close()


def _overrides(wish: Wish) -> dict[str, dict[str, Any]]:
    """The demo's settings where they differ from the defaults."""
    others = [language for language in ("zh_CN", "en") if language != wish.language]
    tables: dict[str, dict[str, Any]] = {
        "language": {"languages": [wish.language, *others], "size": wish.size, "contrast": wish.contrast},
        "display": {"fullscreen": wish.fullscreen},
        "terminal": {"bank_name": "示例银行 Example Bank", "hotline": "400-000-0000"},
        "documents": {"chip_reader": "simulated", "resident_id_reader": "simulated"},
    }
    if wish.landscape:
        tables["display"] |= {"width_px": 1920, "height_px": 1080}
    for table, values in wish.walk.settings.items():
        tables.setdefault(table, {}).update(values)
    return tables
