"""What every test keeps to: no screen, no thread and no process left behind."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything loads Qt
os.environ["QT_QUICK_BACKEND"] = "software"

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


@pytest.fixture(scope="session", autouse=True)
def translations() -> None:
    """The translations are compiled; a test that needs one which cannot be says so itself."""
    from kiosk.ui.i18n import TranslationError, compile_translations

    with contextlib.suppress(TranslationError):
        compile_translations()


@pytest.fixture(scope="session")
def media_folder() -> Path:
    """The folder of the demo media; a test that needs them is skipped where they were not fetched."""
    folder = media_dir()
    if not (folder / "single_face.jpg").is_file():
        pytest.skip("demo media missing: python packaging/media.py")
    return folder
