"""What every test keeps to: no screen, no thread and no process left behind, and how two workers share the machine."""

from __future__ import annotations

import contextlib
import fcntl
import multiprocessing
import os
import threading
import time
from collections.abc import Generator, Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything loads Qt
os.environ["QT_QUICK_BACKEND"] = "software"
os.environ["OMP_NUM_THREADS"] = "1"  # before NumPy: two workers have two cores

import pytest

from kiosk.places import media_dir

_GRACE_S = 5.0
# Threads that libraries keep for the life of the process.
_LASTING = ("pytest_timeout", "Dummy-", "QThread", "AnyIO worker thread", "asyncio_")


def _threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if not thread.name.startswith(_LASTING)}


@pytest.fixture(autouse=True)
def nothing_dangles() -> Iterator[None]:
    """A test stops what it started: a thread or process that is still alive after it fails it."""
    threads, processes = _threads(), set(multiprocessing.active_children())
    yield
    until = time.monotonic() + _GRACE_S
    while True:
        left_threads = _threads() - threads
        left_processes = set(multiprocessing.active_children()) - processes
        if not left_threads and not left_processes:
            return
        if time.monotonic() > until:
            break
        time.sleep(0.01)
    names = sorted([thread.name for thread in left_threads] + [process.name for process in left_processes])
    pytest.fail(f"still running after the test: {', '.join(names)}")


class Machine:
    """The workers of a run share the machine, until a test that is marked `alone` asks for all of it."""

    def __init__(self) -> None:
        self._lock = os.open(__file__, os.O_RDONLY)
        self._alone = False

    @pytest.hookimpl(
        wrapper=True, tryfirst=True
    )  # around pytest-timeout: waiting for the machine is not the test's time
    def pytest_runtest_protocol(
        self, item: pytest.Item, nextitem: pytest.Item | None
    ) -> Generator[None, object, object]:
        if not self._alone:
            self._alone = _alone(item)
            fcntl.flock(self._lock, fcntl.LOCK_EX if self._alone else fcntl.LOCK_SH)
        result = yield
        # What such tests have in common works on between them: the walks follow each other.
        if not (self._alone and nextitem and _alone(nextitem)):
            self._alone = False
            fcntl.flock(self._lock, fcntl.LOCK_UN)
        return result


def _alone(item: pytest.Item) -> bool:
    return item.get_closest_marker("alone") is not None


def _is_worker() -> bool:
    return "PYTEST_XDIST_WORKER" in os.environ


def pytest_configure(config: pytest.Config) -> None:
    if _is_worker():
        config.pluginmanager.register(Machine())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What must be alone comes last: workers would wait for each other in between."""
    if _is_worker():
        items.sort(key=_alone)


def pytest_sessionstart(session: pytest.Session) -> None:
    """The translations are compiled, before there are workers; a test that needs one which cannot be says so itself."""
    from kiosk.ui.i18n import TranslationError, compile_translations

    if not _is_worker():
        with contextlib.suppress(TranslationError):
            compile_translations()


@pytest.fixture(scope="session")
def media_folder() -> Path:
    """The folder of the demo media; a test that needs them is skipped where they were not fetched."""
    folder = media_dir()
    if not (folder / "single_face.jpg").is_file():
        pytest.skip("demo media missing: python packaging/media.py")
    return folder
