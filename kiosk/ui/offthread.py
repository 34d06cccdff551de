"""Work that would hold up the Qt thread is submitted here."""

from __future__ import annotations

import queue
import sys
import threading
from collections import deque
from collections.abc import Callable
from typing import Protocol, TypeAlias

Job: TypeAlias = Callable[[], None]


class Executor(Protocol):
    """Runs jobs elsewhere, in the order they were submitted."""

    def submit(self, job: Job) -> None:
        """Have a job run; returns at once."""


class ThreadExecutor:
    """One named daemon thread. A job that raises goes to `sys.excepthook`, and the next job runs."""

    def __init__(self, name: str) -> None:
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> None:
        self._jobs.put(job)

    def close(self, timeout_s: float = 5.0) -> bool:
        """Let the jobs submitted so far run and end the thread; False if it did not end in time."""
        self._jobs.put(None)
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                job()
            except Exception:
                sys.excepthook(*sys.exc_info())


class HandExecutor:
    """Keeps the jobs until `drain`: tests decide when an answer comes."""

    def __init__(self) -> None:
        self._jobs: deque[Job] = deque()

    def submit(self, job: Job) -> None:
        self._jobs.append(job)

    def drain(self) -> int:
        """Run everything submitted, what those jobs submit too; returns how many ran."""
        ran = 0
        while self._jobs:
            self._jobs.popleft()()
            ran += 1
        return ran
