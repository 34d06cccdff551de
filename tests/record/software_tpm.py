"""A TPM 2.0 in software (swtpm) for the length of a test; skips where its programs are not installed."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from record_desk import until

PROGRAMS = ("swtpm", "tpm2_createprimary", "tpm2_sign")


def free_ports() -> int:
    """A port that is free, and the next one too: what swtpm's TCTI expects."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            try:
                two.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


@contextmanager
def software_tpm(folder: Path) -> Iterator[str]:
    """Run one whose state lies in a folder; its name for tpm2-tools."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)} (apt-get install swtpm tpm2-tools)")
    folder.mkdir(exist_ok=True)
    port = free_ports()
    command = ["swtpm", "socket", "--tpm2", "--tpmstate", f"dir={folder}", "--flags", "not-need-init,startup-clear"]
    command += ["--server", f"type=tcp,port={port}", "--ctrl", f"type=tcp,port={port + 1}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            until(lambda: process.poll() is not None or listens(port + 1))
            yield f"swtpm:host=127.0.0.1,port={port}"
        finally:
            process.terminate()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
