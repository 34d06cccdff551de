"""A terminal's complaints against the real centre: online, offline, and both references afterwards."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from central_process import Process, run

from drivers.bank_http import HttpBank
from drivers.simulated.network import Relay
from kiosk.core import entries
from kiosk.core.complaint import CaseState, Complaint, Contact, LookupRefusal, Receipt, Standing, When
from kiosk.flows import complain
from kiosk.perform.complain import ComplaintRoom
from kiosk.record.checkpoint import VerifierKey
from kiosk.record.counter import Counter
from kiosk.record.desired import DesiredStore
from kiosk.record.files import signer_from
from kiosk.record.journal import SqliteJournal
from kiosk.record.uplink import SyncConfig, Uplink, mutual_tls

ZONE = ZoneInfo("Asia/Shanghai")
SAID = Complaint("fees", When.TODAY, "refund", Contact.PHONE, text="手续费扣了两次", phone="13800138000")


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Process]:
    data = tmp_path / "data"
    assert run("enrol", "--data", str(data), "--kiosk", "0571-3", "--out", str(tmp_path)).returncode == 0
    assert run("seed", "--data", str(data), "--branch", "0571", "--holder", "11010519491231002X").returncode == 0
    process = Process(data)
    yield process
    process.stop()


def unsealed(*folders: Path) -> list[Path]:
    """The files that have what the customer wrote."""
    secrets = [secret.encode() for secret in (SAID.text, "13800138000")]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if any(secret in path.read_bytes() for secret in secrets)]


@pytest.mark.nightly
def test_one_complaint_is_one_case_online_and_offline(central: Process, tmp_path: Path) -> None:
    told = json.loads((tmp_path / "provisioning.json").read_text(encoding="utf-8"))
    clock, state = SystemClock(), tmp_path / "state"
    relay = Relay("127.0.0.1", int(central.url.rpartition(":")[2]))
    url = f"https://127.0.0.1:{relay.port}"
    files = {"ca": tmp_path / "ca.pem", "certificate": tmp_path / "kiosk.pem", "key": tmp_path / "kiosk.key"}
    config = SyncConfig(
        kiosk=told["kiosk"],
        bank=told["bank"],
        url=url,
        state_dir=state,
        desired_keys=tuple(told["desired_keys"]),
        server_cosigner=told["cosigner"],
        **files,
    )
    desired = DesiredStore(
        state / "desired.json", [VerifierKey.parse(key) for key in told["desired_keys"]], told["kiosk"], clock
    )
    uplink = Uplink(config, mutual_tls, clock, random.Random(1))
    while desired.current() is None:
        uplink.step()
    sealing = desired.current()
    assert sealing is not None
    journal = SqliteJournal(
        state / "journal",
        bank=told["bank"],
        kiosk=told["kiosk"],
        signer=signer_from(state / "log.key"),
        clock=clock,
        sealing_key=lambda: sealing.sealing_key,
    )
    bank = HttpBank(url, "0571", **files)
    room = ComplaintRoom(
        kiosk="0571-3",
        zone=ZONE,
        desk=bank.complaints,
        journal=journal,
        counts=Counter(state / "complaints.count"),
        clock=clock,
        policy=lambda: sealing.complaints,
    ).handlers()

    def file(visit: str) -> Receipt:
        answer = room[complain.FileComplaint](complain.FileComplaint(SAID), visit)
        assert isinstance(answer, complain.ComplaintFiled)
        return answer.receipt

    def look_up(reference: str, code: str) -> Standing | LookupRefusal | None:
        answer = room[complain.LookUpComplaint](complain.LookUpComplaint(reference, code), "v")
        assert isinstance(answer, complain.StandingTold)
        return answer.answer

    online = file("v1")
    assert (online.final, bool(online.deadlines)) == (True, True)
    assert getattr(look_up(online.reference, online.code), "state", None) is CaseState.RECEIVED

    relay.down()
    offline = file("v2")
    assert not offline.final
    assert offline.deadlines == online.deadlines, "the terminal reckons as the centre does"
    assert look_up(offline.reference, offline.code) is None

    relay.up()
    assert look_up(offline.reference, offline.code) is LookupRefusal.UNKNOWN, "its record has not come yet"
    last = journal.append(entries.VisitEnded("finished"), "v2").result()
    while uplink.state.acked < last:
        uplink.step()
    journal.close()
    found = look_up(offline.reference, offline.code)
    assert isinstance(found, Standing)
    assert found.reference != offline.reference
    assert look_up(found.reference, offline.code) == found
    assert look_up(found.reference, "0000" if offline.code != "0000" else "1111") is LookupRefusal.UNKNOWN
    listed = json.loads(run("complaints", "--data", str(central.data), "--json").stdout)
    assert {case["reference"] for case in listed} == {online.reference, found.reference}
    for reference in (online.reference, offline.reference):
        revealed = run("complaints", "--data", str(central.data), "--reference", reference, "--words")
        assert SAID.text in revealed.stdout
        assert "13800138000" in revealed.stdout
    assert SAID.text not in central.log
    assert not unsealed(state, central.data)
    uplink.close()
    bank.close()
    relay.down()
