"""Runs the demo: with a panel for the person before it, or by itself, walking and writing a summary."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.core.booking import tail_of
from kiosk.demo.branch import BRANCH, KIOSK, Branch
from kiosk.demo.take import take
from kiosk.demo.walks import Walk
from kiosk.demo.wish import Wish, clear, in_folder
from kiosk.settings import load, parse
from kiosk.wiring.simulated import SimulatedWorld
from kiosk.wiring.terminal import Terminal

if TYPE_CHECKING:
    from kiosk.wiring.house import House


def show(walk: Walk, wish: Wish) -> int:
    """Run the demo; the exit status is 0 when a walk reached its end, or when the window was closed.

    A walk during which Qt complained fails. Raises OSError for folders that cannot be used, and `StageError`.
    """
    return in_folder(wish.data, lambda folder: _shown(walk, wish, folder))


def _shown(walk: Walk, wish: Wish, folder: Path) -> int:
    demo = _Demo(walk, wish, folder)
    try:
        return demo.walk() if wish.headless else demo.play()
    finally:
        demo.close()


class _Demo:
    """One branch on a desk, from opening to closing."""

    def __init__(self, walk: Walk, wish: Wish, folder: Path) -> None:
        self._walk, self._wish = walk, wish
        self._overrides = wish.overrides(walk.settings)
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
            self._branch.terminal,
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
        clear(out)
        taken = take(
            self._walk,
            self._terminal,
            self._world,
            out,
            trouble=lambda: self._trouble,
            sync_pid=lambda: self._branch.sync_pid,
            phone=self._branch.newest_code,
        )
        self._world.network(up=True)
        from kiosk.demo.summary import both_sides, summarise, written  # noqa: PLC0415 - no screen waits for it

        try:
            evidence, central = both_sides(self._branch)
        except (OSError, ValueError) as error:
            print(f"kiosk: {taken.outcome}; and the journal could not be compared: {error}", file=sys.stderr)
            return 1
        summary = summarise(self._walk.name, taken.outcome, [taken], evidence, central)
        return written(summary, out, self._walk.outcome, taken.complaints)

    def _open_house(self) -> House:
        from kiosk.wiring.house import House  # noqa: PLC0415 - the first frame does not wait for it

        try:
            seeded = self._branch.open(self._world.number(self._walk.holder), self._overrides)
            self._world.codes.update(seeded.codes)
            tail = tail_of(self._world.number(self._walk.holder)) or ""
            self._world.numbers.update({**seeded.numbers, "tail": tail})
            self._world.rivals = self._branch.taken
            self._world.staff = self._branch.acknowledge
            self._world.officer = self._branch.release
            return House(load(self._branch.settings_path))
        except Exception as error:
            self._trouble = error
            print(f"kiosk: the branch could not be opened: {error}", file=sys.stderr)
            raise

    def close(self) -> None:
        """End every process of the branch, wherever the demo stopped."""
        self._terminal.close()
        self._branch.close()
        self._world.close()
