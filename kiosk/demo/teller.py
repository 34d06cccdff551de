"""Tells a story: keeps the branch, and lets its terminal live, die and start again in processes of its own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kiosk.demo.branch import KIOSK, Branch, DemoError, environment
from kiosk.demo.summary import Evidence, both_sides, summarise, written
from kiosk.demo.take import Taken, memory_mb
from kiosk.demo.walker import Picture
from kiosk.demo.walks import BY_NAME, CHAPTERS, Walk
from kiosk.demo.wish import Wish, clear, in_folder
from kiosk.record import layout
from kiosk.record.reader import ReadError
from kiosk.settings import load
from kiosk.wiring.simulated import SimulatedWorld

if TYPE_CHECKING:
    from kiosk.demo.stories import Story

_SHARED: Final = Path("/dev/shm")  # noqa: S108 - where POSIX shared memory lies
_LOOK_S: Final = 0.1
_STARTED_WITHIN_S: Final = 60.0


class StoryFailed(Exception):  # noqa: N818 - what happened
    """What the story proves did not hold; the message says what."""


@dataclass
class Chapter:
    """A terminal at work in a process group of its own."""

    walk: Walk
    process: subprocess.Popen[str]
    began_ms: int
    pictures: list[Picture] = field(default_factory=list)
    memory_mb: dict[str, float] = field(default_factory=dict)

    def halted(self) -> Taken:
        """Wait until the walk halts; what was seen until then. Raises `StoryFailed` where it ends before."""
        for what, told in self._hear():
            if what == "halted":
                self.memory_mb.update(told)
                return Taken(self.walk.outcome, tuple(self.pictures), 0.0, 0.0, None, self.memory_mb)
            if what == "ended":
                raise StoryFailed(f"{self.walk.name}: {told['outcome']}")
        raise StoryFailed(f"{self.walk.name}: the terminal ended with status {self.process.wait()}")

    def ended(self) -> Taken:
        """Wait for the end of the walk, whatever it is. Raises `StoryFailed` where the terminal ends without one."""
        for what, told in self._hear():
            if what == "ended":
                self.process.wait()
                return Taken(**told | {"pictures": tuple(self.pictures), "complaints": tuple(told["complaints"])})
        raise StoryFailed(f"{self.walk.name}: the terminal ended with status {self.process.wait()}")

    def cut(self) -> None:
        """Take the power from the terminal: no process of it runs on, and what was in memory is gone.

        Nothing happens where it has ended: its group's number may be another's by now.
        """
        if self.process.poll() is not None:
            return
        shared = {name for pid in self._group() for name in _shared_by(pid)}
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for name in shared:
            (_SHARED / name).unlink(missing_ok=True)

    def close(self) -> None:
        """End the terminal, wherever it stands."""
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
        self.cut()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()

    def _hear(self) -> Iterator[tuple[str, dict[str, Any]]]:
        if self.process.stdout is None:
            return
        for line in self.process.stdout:
            ((what, told),) = json.loads(line).items()
            if what == "picture":
                picture = Picture(**told)
                self.pictures.append(replace(picture, at_ms=self.began_ms + picture.at_ms))
            else:
                yield what, told

    def _group(self) -> list[int]:
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if os.getpgid(int(path.name)) == self.process.pid:
                    found.append(int(path.name))
        return found


def _shared_by(pid: int) -> set[str]:
    """The names of the shared memory that a process has mapped."""
    try:
        maps = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return set()
    paths = [Path(line.split(maxsplit=5)[5]) for line in maps if f" {_SHARED}/" in line]
    return {path.name for path in paths if path.parent == _SHARED}


class Teller:
    """What a story can do. Close it, or use it as a context manager."""

    def __init__(self, story: Story, wish: Wish, folder: Path, records_a_day: int) -> None:
        self._story, self._wish, self.folder = story, wish, folder
        self._world = SimulatedWorld()
        self.branch = Branch(folder, self._world.cable)
        self._codes: dict[str, str] = {}
        self._began = time.monotonic()
        self._taken: list[Taken] = []
        self._sync_mb = 0.0
        self._proved: tuple[Evidence, dict[str, Any]] | None = None
        self.records_a_day = records_a_day
        self.proof: dict[str, Any] = {}
        """What the story proves, for the summary."""

    def __enter__(self) -> Teller:
        return self

    def __exit__(self, *_: object) -> None:
        self.branch.close()
        self._world.close()

    def open(self) -> None:
        """Open the branch, and wait until its terminal knows whom to believe. Raises `DemoError`."""
        number = self._world.number(self._story.holder)
        self._codes.update(self.branch.open(number, self._wish.overrides(self._story.settings)).codes)
        self.state = load(self.branch.settings_path).terminal.state
        self.until(layout(self.state).desired.exists, "a desired state came", _STARTED_WITHIN_S)

    def chapter(self, name: str) -> Taken:
        """Let the terminal run for one of `CHAPTERS`, or a whole walk, and end properly. Raises `StoryFailed`."""
        with self._running(name) as chapter:
            taken = chapter.ended()
            self._taken.append(taken)
            if taken.outcome != chapter.walk.outcome:
                raise StoryFailed(f"{name}: {taken.outcome}")
            return taken

    @contextmanager
    def halted(self, name: str) -> Iterator[Chapter]:
        """Let the terminal run until the walk halts; then it waits to be cut, and ends at the latest with the block."""
        with self._running(name) as chapter:
            self._taken.append(chapter.halted())
            yield chapter

    def power_cut(self, chapter: Chapter) -> None:
        """Cut the power of the terminal's machine: the kiosk and its sync are gone at once."""
        self._measure_sync()
        chapter.cut()
        self.branch.end_sync(kill=True)

    def evidence(self, epoch: str | None = None) -> Evidence:
        """The terminal's journal, the current epoch unless told, as it lies on the disk."""
        try:
            return Evidence(layout(self.state).journal, epoch)
        except ReadError as error:
            raise StoryFailed(f"the journal cannot be read: {error}") from error

    def acknowledged(self, within_s: float = 30.0) -> Evidence:
        """Wait until the centre holds all of the current epoch, as the terminal does. Raises `StoryFailed`."""
        evidence, central = both_sides(self.branch, within_s)
        if central["acked"] != evidence.size or central["recomputed_root"] != evidence.root:
            raise StoryFailed(f"the centre holds {central['acked']} records of {evidence.size}")
        self._proved = evidence, central
        return evidence

    def until(self, holds: Callable[[], object], what: str, within_s: float = 30.0) -> None:
        """Wait until something holds. Raises `StoryFailed`."""
        deadline = time.monotonic() + within_s
        while not holds():
            if time.monotonic() > deadline:
                raise StoryFailed(f"it never came to hold that {what}")
            time.sleep(_LOOK_S)

    def secrets(self) -> list[str]:
        """What of the story's customer must not be readable anywhere on the terminal."""
        return self._world.personal(self._story.holder)

    def unsealed(self, visit: str) -> dict[str, str]:
        """The personal data of a visit that the centre's officer can read, by field. Raises `StoryFailed`."""
        told = json.loads(self.branch.command("unseal", "--kiosk", KIOSK, "--visit", visit, "--json"))
        read = {item["field"]: item["value"] for item in told}
        if read.get("number") != self._world.number(self._story.holder):
            raise StoryFailed("the centre does not read what the document said")
        return read

    def prove(self, what: str, found: Any, *, holds: bool) -> None:
        """Put a finding into the summary. Raises `StoryFailed` where it is not what the story promises."""
        self.proof[what] = found
        if not holds:
            raise StoryFailed(f"{what} is {found}")

    def finish(self, outcome: str) -> int:
        """Write the summary; the exit status."""
        self._measure_sync()
        evidence, central = self._proved or both_sides(self.branch)
        if self._taken and self._sync_mb:
            self._taken[0] = replace(self._taken[0], memory_mb={**self._taken[0].memory_mb, "sync": self._sync_mb})
        summary = summarise(self._story.name, outcome, self._taken, evidence, central) | {"story": self.proof}
        complaints = [complaint for taken in self._taken for complaint in taken.complaints]
        return written(summary, self._wish.out, self._story.outcome, complaints)

    @contextmanager
    def _running(self, name: str) -> Iterator[Chapter]:
        walk = (CHAPTERS | BY_NAME)[name]
        pictures = sum(len(taken.pictures) for taken in self._taken)
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "kiosk", "demo", "--headless", "--walk", name, "--out", str(self._wish.out)),
                *("--attach", str(self.branch.settings_path)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(),
            start_new_session=True,
        )
        chapter = Chapter(walk, process, round((time.monotonic() - self._began) * 1000))
        try:
            if process.stdin is not None:
                process.stdin.write(json.dumps({"codes": self._codes, "first": pictures + 1}) + "\n")
                process.stdin.flush()
            yield chapter
        finally:
            chapter.close()

    def _measure_sync(self) -> None:
        self._sync_mb = max(self._sync_mb, memory_mb({"sync": self.branch.sync_pid}).get("sync", 0.0))


def tell(story: Story, wish: Wish, records_a_day: int) -> int:
    """Tell a story and write its pictures and summary; the exit status is 0 where it ended as its name says.

    Raises OSError for folders that cannot be used.
    """
    clear(wish.out)
    return in_folder(wish.data, lambda folder: _told(story, wish, folder, records_a_day))


def _told(story: Story, wish: Wish, folder: Path, records_a_day: int) -> int:
    outcome = story.outcome
    with Teller(story, wish, folder, records_a_day) as teller:
        try:
            teller.open()
            story.told(teller)
        except (StoryFailed, DemoError, ReadError) as failure:
            outcome = f"failed: {failure}"
        try:
            return teller.finish(outcome)
        except (OSError, ValueError) as error:
            print(f"kiosk: {outcome}; and the journal could not be compared: {error}", file=sys.stderr)
            return 1
