"""A PC/SC service of the test's own with a virtual reader: pcscd and vpcd, where the machine has both."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from drivers.card_pcsc import PcscReader
from kiosk.core.health import Ready

VPCD = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
READER = "Branch Kiosk Test"
_RUNNING = Path("/run/pcscd/pcscd.pid")
_LOCK = Path("/tmp/branch-kiosk-pcscd.lock")  # noqa: S108 - shared on purpose: one pcscd runs on a machine
_PATIENCE_S = 60.0


def missing() -> str | None:
    """Why there can be no service here; None where there can."""
    if os.geteuid() != 0:
        return "pcscd is started by root only"
    if not shutil.which("pcscd") or not VPCD.is_file():
        return "the Debian packages pcscd and vsmartcard-vpcd are missing"
    return None


def until(true: Callable[[], bool], what: str, within_s: float = _PATIENCE_S) -> None:
    """Wait for a condition."""
    end = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.005)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def another_runs() -> bool:
    """Whether a pcscd runs that is none of ours."""
    try:
        return Path(f"/proc/{int(_RUNNING.read_text())}/comm").read_text().strip() == "pcscd"
    except (OSError, ValueError):
        return False


class Service:
    """pcscd with one virtual reader on `port`; it can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        (folder / "vpcd").write_text(
            f'FRIENDLYNAME "{READER}"\nDEVICENAME /dev/null:0x{self.port:X}\n'
            f"LIBPATH {VPCD}\nCHANNELID 0x{self.port:X}\n"
        )

    def start(self) -> None:
        self._process = subprocess.Popen(
            ["pcscd", "--foreground", "--config", str(self._folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(lambda: PcscReader(READER).health() == Ready(), "the virtual reader", 30)

    def stop(self, how: int = signal.SIGTERM) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(how)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            _RUNNING.unlink(missing_ok=True)


@contextmanager
def service(folder: Path) -> Iterator[Service]:
    with _LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if another_runs():
            pytest.skip("another pcscd runs on this machine, and only one can")
        running = Service(folder)
        try:
            try:
                running.start()
            except AssertionError:  # the port was free when it was asked for, and somebody else's by now
                running.stop()
                running = Service(folder)
                running.start()
            yield running
        finally:
            running.stop()
