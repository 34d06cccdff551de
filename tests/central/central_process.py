"""The central service as a process, and its commands."""

from __future__ import annotations

import contextlib
import io
import json
import signal
import subprocess
import sys
from pathlib import Path

from central.__main__ import main


class Process:
    """`kiosk-central serve` on a folder, and on a database where one is given."""

    def __init__(self, data: Path, *options: str, database: str | None = None) -> None:
        self.data = data
        self._log = data.with_name("central.log").open("ab")
        command = [sys.executable, "-m", "central", "serve", "--data", str(data), "--port", "0", *options]
        if database:
            command += ["--database", database]
        self._running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self._log, text=True)
        assert self._running.stdout is not None
        self.told: dict[str, str] = json.loads(self._running.stdout.readline())
        self.url, self.pid = self.told["url"], self._running.pid

    def kill(self) -> None:
        """End it as a power cut would, in the midst of what it does."""
        self._running.kill()
        self.stop()

    def stop(self) -> int:
        if self._running.poll() is None:
            self._running.send_signal(signal.SIGTERM)
        code = self._running.wait(20)
        assert self._running.stdout is not None
        self._running.stdout.close()
        self._log.close()
        return code

    @property
    def log(self) -> str:
        return self.data.with_name("central.log").read_text(encoding="utf-8")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A command, in this process: a Python and the service's libraries take a second to start, and prove nothing."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = main(arguments)
        except SystemExit as misused:
            status = int(misused.code or 0)
    return subprocess.CompletedProcess(arguments, status, out.getvalue(), err.getvalue())


def run_alone(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own."""
    command = [sys.executable, "-m", "central", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
