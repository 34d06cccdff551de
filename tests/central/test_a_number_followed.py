"""A customer's number and name from the terminal's journal to an officer's screen, and what is left when they are
erased: the terminal's own journal and sync, the real service, its commands."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from central_process import Process, run

from central.__main__ import main
from kiosk.core import entries
from kiosk.record.checkpoint import VerifierKey
from kiosk.record.desired import DesiredStore
from kiosk.record.files import signer_from
from kiosk.record.journal import SqliteJournal
from kiosk.record.seal import SealingKey
from kiosk.record.uplink import SyncConfig, Uplink, mutual_tls

NUMBER, NAME = "11010519491231002X", "王小明"


class SystemClock:
    """The real time: the service runs on it too."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


class Terminal:
    """A terminal without screens: its journal, its sync, its desired state."""

    def __init__(self, folder: Path, url: str) -> None:
        told = json.loads((folder / "provisioning.json").read_text(encoding="utf-8"))
        state = folder / "state"
        clock = SystemClock()
        self.config = SyncConfig(
            kiosk=told["kiosk"],
            bank=told["bank"],
            url=url,
            ca=folder / "ca.pem",
            certificate=folder / "kiosk.pem",
            key=folder / "kiosk.key",
            state_dir=state,
            desired_keys=tuple(told["desired_keys"]),
            server_cosigner=told["cosigner"],
        )
        keys = [VerifierKey.parse(key) for key in told["desired_keys"]]
        self.desired = DesiredStore(state / "desired.json", keys, told["kiosk"], clock)
        self.journal = SqliteJournal(
            state / "journal",
            bank=told["bank"],
            kiosk=told["kiosk"],
            signer=signer_from(state / "log.key"),
            clock=clock,
            sealing_key=self.sealing_key,
        )
        self.clock = clock
        self._pause = threading.Event()

    def sealing_key(self) -> SealingKey | None:
        held = self.desired.current()
        return held.sealing_key if held else None

    def sync(self) -> int:
        """Send everything there is to the centre; how far it acknowledged."""
        uplink = Uplink(self.config, mutual_tls, self.clock, random.Random(1))
        until = time.monotonic() + 60
        while self.desired.current() is None or uplink.state.acked < self.journal.size:
            assert time.monotonic() < until, uplink.state
            self._pause.wait(min(uplink.step(), 0.05))
            uplink.flush()
        acked = uplink.state.acked
        uplink.close()
        return acked

    def visit(self, visit: str) -> None:
        accepted = entries.DocumentAccepted("cnResidentId", "camera", "print", "print", NUMBER, NAME)
        self.journal.append(entries.VisitBegan("zh_CN"), visit)
        self.journal.append(accepted, visit)
        self.journal.append(entries.VisitEnded("finished"), visit).result()


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Process]:
    process = Process(tmp_path / "data")
    assert run("enrol", "--data", str(process.data), "--kiosk", "0571-3", "--out", str(tmp_path)).returncode == 0
    yield process
    process.stop()


class Officer:
    """Runs the service's commands on its folder, in this process."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._data, self._capsys = data, capsys

    def __call__(self, command: str, *arguments: str) -> tuple[int, Any]:
        """The exit status, and what was printed: JSON, a line, or nothing."""
        self._capsys.readouterr()
        code = main([command, "--data", str(self._data), *arguments])
        out = self._capsys.readouterr().out
        return code, json.loads(out) if out.startswith(("[", "{")) else out.strip()

    def unseal(self, visit: str) -> tuple[int, list[str]]:
        code, found = self("unseal", "--kiosk", "0571-3", "--visit", visit, "--json")
        return code, [item["value"] for item in found] if found else []


def personal(folder: Path) -> list[Path]:
    """The files with something of the customer in them."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if any(word.encode() in path.read_bytes() for word in (NUMBER, NAME))]


def test_an_officer_reads_it_by_name_and_the_customer_may_have_it_erased(
    central: Process, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    officer = Officer(central.data, capsys)
    terminal = Terminal(tmp_path, central.url)
    terminal.sync()  # which brings the sealing key
    for visit in ("v1", "v2"):
        terminal.visit(visit)
    before = terminal.sync()
    assert personal(tmp_path) == []

    assert officer.unseal("v1") == (0, [NUMBER, NAME])
    archive = tmp_path / "backup.tar"
    assert officer("backup", "--out", str(archive))[0] == 0
    assert officer("erase", "--kiosk", "0571-3", "--visit", "v1")[0] == 0
    assert officer.unseal("v1") == (1, [])
    assert officer.unseal("v2") == (0, [NUMBER, NAME])
    terminal.visit("v3")
    after = terminal.sync()
    assert after > before
    assert officer.unseal("v3") == (0, [NUMBER, NAME])

    # The disk is lost; the backup is older than v3 and than the erasure.
    assert central.stop() == 0
    code, told = officer("restore", "--from", str(archive), "--force")
    assert (code, told["erased_again"]) == (0, 1)
    assert [item["acked"] for item in told["journals"]] == [before]
    assert officer.unseal("v3") == (1, [])
    restored = Process(central.data)
    terminal.config = replace(terminal.config, url=restored.url)
    terminal.visit("v4")
    assert terminal.sync() > after
    for visit in ("v2", "v3", "v4"):
        assert officer.unseal(visit) == (0, [NUMBER, NAME])
    assert officer.unseal("v1") == (1, [])
    code, checked = officer("fsck", "--json")
    assert (code, checked["ok"]) == (0, True)
    report = officer("report", "--json")[1]
    assert (report["alarms"], report["visit_keys"]) == ([], {"erased": 1, "held": 3})
    assert restored.stop() == 0
    terminal.journal.close()
    assert personal(tmp_path) == []
