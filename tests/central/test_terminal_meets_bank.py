"""A terminal's own record and sync against the real service: what one writes, the other reads the same."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from central_process import Process, run

from kiosk.__main__ import main as kiosk
from kiosk.core import entries
from kiosk.record.checkpoint import VerifierKey
from kiosk.record.desired import DesiredStore
from kiosk.record.files import signer_from
from kiosk.record.journal import SqliteJournal
from kiosk.record.uplink import SyncConfig, Uplink, mutual_tls
from kiosk.record.verify import verify


class SystemClock:
    """The real time: the service runs on it too."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Process]:
    process = Process(tmp_path / "data")
    assert run("enrol", "--data", str(process.data), "--kiosk", "0571-3", "--out", str(tmp_path)).returncode == 0
    yield process
    process.stop()


def test_a_whole_journal_arrives_and_both_sides_agree(central: Process, tmp_path: Path) -> None:
    told = json.loads((tmp_path / "provisioning.json").read_text(encoding="utf-8"))
    config = SyncConfig(
        kiosk=told["kiosk"],
        bank=told["bank"],
        url=central.url,
        ca=tmp_path / "ca.pem",
        certificate=tmp_path / "kiosk.pem",
        key=tmp_path / "kiosk.key",
        state_dir=tmp_path / "state",
        desired_keys=tuple(told["desired_keys"]),
        server_cosigner=told["cosigner"],
    )
    clock = SystemClock()
    journal = SqliteJournal(
        tmp_path / "state" / "journal",
        bank=told["bank"],
        kiosk=told["kiosk"],
        signer=signer_from(tmp_path / "state" / "log.key"),
        clock=clock,
    )
    for visit in range(5):
        journal.append(entries.VisitBegan("zh_CN"), f"v{visit}")
        for number in range(150):
            journal.append(entries.ScreenShown(f"screen{number}", "zh_CN"), f"v{visit}", durable=False)
        journal.append(entries.SurveyAnswered("csat", visit % 5 + 1, "transfer"), f"v{visit}")
        journal.append(entries.VisitEnded("finished"), f"v{visit}").result()
    epoch, key = journal.epoch, journal.verifier
    journal.close()

    uplink = Uplink(config, mutual_tls, clock, random.Random(1))
    keys = [VerifierKey.parse(key) for key in told["desired_keys"]]
    desired = DesiredStore(tmp_path / "state" / "desired.json", keys, told["kiosk"], clock)
    while uplink.state.acked == 0 or desired.current() is None:
        uplink.step()
    uplink.flush()
    uplink.close()

    own = verify(tmp_path / "state" / "journal" / f"{epoch}.db", key)
    assert own.ok
    assert uplink.state.acked == own.records > 750
    checked = json.loads(run("fsck", "--data", str(central.data), "--json").stdout)["journals"]
    assert [(found["records"], found["faults"]) for found in checked] == [(own.records, [])]
    report = json.loads(run("report", "--data", str(central.data), "--json").stdout)
    assert (report["visits"], report["survey"]["csat"]) == (5, {"value": 40.0, "answers": 5})
    assert report["alarms"] == []
    state = desired.current()
    assert state is not None
    assert state.branch.id == "0571"
    cosigner = VerifierKey.parse(told["cosigner"])
    signer = signer_from(tmp_path / "state" / "log.key")
    SqliteJournal(
        tmp_path / "state" / "journal",
        bank=told["bank"],
        kiosk=told["kiosk"],
        signer=signer,
        clock=clock,
        cosigned=uplink.state.cosigned,
        cosigner=cosigner,
    ).close()
    auditor_verifies(central, tmp_path)


def auditor_verifies(central: Process, folder: Path) -> None:
    """With what the bank says, and nothing that the terminal says of itself."""
    told = run("anchor", "--data", str(central.data), "--kiosk", "0571-3", "--out", str(folder / "audit"))
    assert told.returncode == 0
    verifying = ["journal", "verify", "--journal", str(folder / "state" / "journal")]
    assert kiosk([*verifying, *told.stdout.split()]) == 0
    assert kiosk(verifying) == 1, "without them nothing is verified"
    assert run("anchor", "--data", str(central.data), "--kiosk", "0571-4", "--out", str(folder)).returncode == 1
