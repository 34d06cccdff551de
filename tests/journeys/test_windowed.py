"""The demo in a window with its panel, on a display of its own: as somebody at a desk sees it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = [pytest.mark.nightly, pytest.mark.usefixtures("media_folder")]


@contextmanager
def display() -> Iterator[str]:
    """An X server without a screen; gives its name."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    server = ("Xvfb", "-displayfd", "1", "-screen", "0", "1920x1080x24", "-nolisten", "tcp")
    with subprocess.Popen(server, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout is not None
        try:
            yield f":{running.stdout.readline().strip()}"
        finally:
            running.terminate()


def test_it_opens_one_branch_says_nothing_and_ends_when_told_to(tmp_path: Path) -> None:
    """A threaded renderer swaps frames while the first is being heard of: everything must begin once all the same."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("QT_")}
    command = [sys.executable, "-m", "kiosk", "demo", "--data", str(tmp_path)]
    with (
        display() as name,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment | {"DISPLAY": name},
        ) as demo,
    ):
        try:
            deadline = time.monotonic() + 90
            while not (tmp_path / "kiosk" / "state" / "desired.json").exists():
                assert demo.poll() is None, demo.communicate()[0]
                assert time.monotonic() < deadline
                time.sleep(0.1)
            demo.send_signal(signal.SIGTERM)
            said, _ = demo.communicate(timeout=60)
        finally:
            demo.kill()
    assert (demo.returncode, said) == (0, "")
