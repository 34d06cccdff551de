"""The bank's disk is lost: what a backup brings back, what the kiosks send again, and what stays erased."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import tarfile
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from central_desk import BANK, NOON, Bank, Caller, Journal
from central_process import Process, run
from est_client import spend
from sqlalchemy import delete, select

from central import operations, tables
from central.__main__ import main
from central.operations import OperationError
from central.sealing import Act, KeyGoneError, acts
from central.service import BACKED_UP
from kiosk.core import entries
from kiosk.record import seal

DATABASES = ("sqlite",)
KIOSK, VISIT = "0571-3", "v-8c1e"
ACT = Act("officer", None, NOON)


@pytest.fixture
def filled(bank: Bank, call: Caller, journal: Journal) -> Journal:
    journal.append(entries.StaffCalled("help", "ticket"), entries.KioskStarted("1"))
    assert journal.send(call).status_code == 200
    put(bank, VISIT)
    return journal


def put(bank: Bank, visit: str) -> None:
    with bank.service.store.write() as connection:
        to = bank.service.sealing.current(connection, bank.clock.now)
        sealed = seal.seal_key(os.urandom(32), to, BANK, KIOSK, visit)
        assert bank.service.sealing.put(connection, KIOSK, visit, to.kid, sealed, bank.clock.now) == "held"


def backup(bank: Bank, tmp_path: Path, *, with_keys: bool = True) -> Path:
    (tmp_path / "backups").mkdir(exist_ok=True)
    return operations.backup(bank.service, tmp_path / "backups", with_keys=with_keys)


def restore(bank: Bank, archive: Path, *, force: bool = False, keys: Path | None = None) -> operations.Restored:
    return operations.restore(archive, bank.folder / "central", ACT, force=force, keys=keys)


def test_what_came_after_the_backup_is_sent_again_and_counted_once(
    bank: Bank, call: Caller, filled: Journal, tmp_path: Path
) -> None:
    archive = backup(bank, tmp_path)
    filled.append(*[entries.SurveyAnswered("csat", 5, "card")] * 10)
    assert filled.send(call, 4).json()["acked"] == 13
    newest = call("GET", f"/v1/kiosks/{KIOSK}/desired").headers["ETag"]
    bank.stop()

    bank.clock.advance(hours=1)
    restored = restore(bank, archive, force=True)

    assert [(item.log.epoch, item.acked, item.faults) for item in restored.journals] == [(filled.epoch, 3, ())]
    bank.start()
    call = bank.caller(KIOSK)
    filled.append(entries.KioskStarted("2"))
    told = filled.send(call, 14)
    assert (told.status_code, told.json()["acked"]) == (409, 3)
    for first in (4, 4, 2):
        assert filled.send(call, first).json()["acked"] == 14
    found = bank.service.fsck()[0]
    assert (found.records, found.faults, found.recomputed_root) == (14, (), filled.frontier().root())
    report = bank.service.report()
    assert (report["survey"]["answers"], report["calls"]["journalled"], report["alarms"]) == (10, 1, [])
    with bank.service.store.write() as connection:
        bank.service.publisher.refresh_all(connection, bank.clock.now)
        connection.execute(tables.branch.update().values(names={"zh_CN": "新", "en": "new"}))
        bank.service.publisher.refresh_all(connection, bank.clock.now)
    assert int(call("GET", f"/v1/kiosks/{KIOSK}/desired").headers["ETag"].strip('"')) > int(newest.strip('"'))


def test_keys_come_back_with_the_database_they_belong_to(bank: Bank, filled: Journal, tmp_path: Path) -> None:
    def known() -> tuple[str, str, object, bytes]:
        keys = bank.service.keys
        pem = (bank.folder / "central" / "pki" / "ca.pem").read_bytes()
        return str(keys.desired_verifier), str(keys.cosigner_verifier), keys.token_jwks, pem

    before = known()
    archive = backup(bank, tmp_path)
    bank.stop()
    (bank.folder / "central").rename(tmp_path / "lost")

    restored = restore(bank, archive)

    assert restored.aside is None
    bank.start()
    assert known() == before
    assert bank.service.sealing.unseal(bank.service.store, KIOSK, VISIT, ACT) == []
    private = [*(bank.folder / "central").rglob("*.key"), bank.folder / "central" / "central.db"]
    assert len(private) >= 6
    assert all(path.stat().st_mode & 0o077 == 0 for path in private)
    assert (bank.folder / "central").stat().st_mode & 0o077 == 0


def test_a_backup_is_its_owners_alone_and_never_over_another_file(bank: Bank, filled: Journal, tmp_path: Path) -> None:
    archive = backup(bank, tmp_path)

    assert archive.name == "kiosk-central-20261123T040000Z.tar"
    assert (bank.folder / "central" / BACKED_UP).stat().st_mtime == NOON.timestamp()
    assert archive.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in archive.parent.iterdir()] == [archive.name]
    with tarfile.open(archive) as tar:
        names = tar.getnames()
        assert {(member.uid, member.uname, member.mode) for member in tar} == {(0, "", 0o600)}
    assert names[:2] == ["backup.json", "central.db"]
    assert {"keys/master.key", "keys/cosigner.key", "pki/ca.key"} <= set(names)
    for out in (archive.parent, archive, tmp_path / "nowhere" / "x.tar"):
        with pytest.raises(OperationError):
            operations.backup(bank.service, out)


def test_a_backup_without_keys_is_restored_with_them_or_not_at_all(bank: Bank, filled: Journal, tmp_path: Path) -> None:
    archive = backup(bank, tmp_path, with_keys=False)
    with tarfile.open(archive) as tar:
        assert tar.getnames() == ["backup.json", "central.db"]
    bank.stop()
    (bank.folder / "central").rename(tmp_path / "escrow")

    with pytest.raises(OperationError, match="no keys"):
        restore(bank, archive)
    with pytest.raises(OperationError, match="missing"):
        restore(bank, archive, keys=tmp_path)
    assert not (bank.folder / "central").exists()
    restore(bank, archive, keys=tmp_path / "escrow")
    bank.start()
    assert bank.service.fsck()[0].faults == ()


def test_a_folder_in_use_is_left_alone(bank: Bank, filled: Journal, tmp_path: Path) -> None:
    archive = backup(bank, tmp_path)
    with pytest.raises(OperationError, match="not empty"):
        restore(bank, archive)
    import fcntl

    with (bank.folder / "central" / "serve.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(OperationError, match="a service runs"):
            restore(bank, archive, force=True)
    assert bank.service.fsck()[0].records == 3


def test_what_was_erased_since_stays_erased(bank: Bank, filled: Journal, tmp_path: Path) -> None:
    """A backup brings every key back that it was taken with."""
    put(bank, "v-kept")
    bank.service.sealing.unseal(bank.service.store, KIOSK, "v-kept", ACT)
    archive = backup(bank, tmp_path)
    bank.service.sealing.erase(bank.service.store, KIOSK, VISIT, Act("officer", "asked for", NOON))
    bank.stop()

    restored = restore(bank, archive, force=True)

    assert restored.erased_again == 1
    bank.start()
    with pytest.raises(KeyGoneError, match="erased"):
        bank.service.sealing.unseal(bank.service.store, KIOSK, VISIT, ACT)
    bank.service.sealing.unseal(bank.service.store, KIOSK, "v-kept", ACT)
    with bank.service.store.read() as connection:
        done = [(row.what, row.about, row.reason) for row in acts(connection)]
    assert done[:3] == [("unsealed", "v-kept", None), ("erased", VISIT, "asked for"), ("erased", VISIT, None)]


def test_a_terminal_that_was_revoked_since_stays_out(bank: Bank, filled: Journal, tmp_path: Path) -> None:
    """A backup knows its certificate as good, and the code of its slip as not used."""
    bank.enrol("0571-7")
    code = bank.service.enrolment.code("0571-7", "0571", timedelta(days=1)).code
    archive = backup(bank, tmp_path)
    bank.service.enrolment.revoke(KIOSK)
    bank.enrol("0571-9")
    bank.service.enrolment.revoke("0571-9")
    bank.stop()

    restore(bank, archive, force=True)

    bank.start()
    stolen, other = bank.caller(KIOSK), bank.caller("0571-7")
    assert stolen("GET", f"/v1/kiosks/{KIOSK}/desired").status_code == 403
    assert other("GET", "/v1/kiosks/0571-7/desired").status_code == 200
    assert spend(bank.caller(None), "0571-7", code).json()["reason"] == "burnt"


def test_a_broken_database_is_replaced_all_the_same(bank: Bank, filled: Journal, tmp_path: Path) -> None:
    archive = backup(bank, tmp_path)
    bank.stop()
    (bank.folder / "central" / "central.db").write_bytes(b"\x00" * 8192)
    restored = restore(bank, archive, force=True)
    assert restored.erased_again == 0
    assert restored.aside is not None
    assert (restored.aside / "central.db").read_bytes() == b"\x00" * 8192
    bank.start()
    assert bank.service.fsck()[0].records == 3


def rewritten(archive: Path, change: dict[str, bytes | None]) -> Path:
    """The archive with files replaced, left out or added."""
    other = archive.with_name("other.tar")
    with tarfile.open(archive) as source:
        files = {member.name: source.extractfile(member).read() for member in source}  # type: ignore[union-attr]
    with tarfile.open(other, "w") as target:
        for name, content in {**files, **change}.items():
            if content is not None:
                member = tarfile.TarInfo(name)
                member.size = len(content)
                target.addfile(member, io.BytesIO(content))
    return other


def test_a_backup_that_is_not_whole_or_not_ours_is_refused(bank: Bank, filled: Journal, tmp_path: Path) -> None:
    archive = backup(bank, tmp_path)
    bank.stop()
    changes: list[dict[str, bytes | None]] = [
        {"central.db": b"x"},
        {"central.db": None},
        {"backup.json": None},
        {"backup.json": b"{}"},
        {"keys/more.key": b"x"},
        {"../outside": b"x"},
        {"/outside": b"x"},
        {"keys/../../outside": b"x"},
        {"keys/.hidden": b"x"},
    ]
    for change in changes:
        with pytest.raises(OperationError, match=r"backup|incomplete"):
            restore(bank, rewritten(archive, change), force=True)
    link = tarfile.TarInfo("keys/link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with tarfile.open(archive, "a") as tar:
        tar.addfile(link)
    with pytest.raises(OperationError, match="no backup"):
        restore(bank, archive, force=True)
    archive.write_bytes(archive.read_bytes()[:100_000])
    for path in (archive, tmp_path / "absent.tar", bank.folder / "central" / "central.db"):
        with pytest.raises(OperationError, match="backup"):
            restore(bank, path, force=True)
    assert not list(bank.folder.glob(".central-restoring-*"))
    bank.start()
    assert bank.service.fsck()[0].records == 3


def test_evidence_that_does_not_verify_takes_nobodys_place(bank: Bank, filled: Journal, tmp_path: Path) -> None:
    with bank.service.store.write() as connection:
        held = connection.execute(select(tables.segment)).one()
        connection.execute(delete(tables.segment))
    archive = backup(bank, tmp_path)
    with bank.service.store.write() as connection:
        connection.execute(tables.segment.insert().values(**held._mapping))
    bank.stop()
    with pytest.raises(OperationError, match=f"does not verify: {KIOSK}/{filled.epoch}"):
        restore(bank, archive, force=True)
    bank.start()
    assert bank.service.fsck()[0].faults == ()


def test_a_gap_that_no_kiosk_can_fill_raises_the_alarm(bank: Bank, filled: Journal) -> None:
    """A kiosk's heartbeat says that it has pruned what this restored service lacks."""
    with bank.service.store.write() as connection:
        for status in ({"trouble": None}, {"trouble": "incomplete"}, {"trouble": "incomplete", "epoch": 3}):
            assert not operations.note_gap(connection, KIOSK, status, NOON)
        for _ in range(2):
            told = {"trouble": "incomplete", "epoch": filled.epoch, "acked": 3}
            assert operations.note_gap(connection, KIOSK, told, NOON)
        rows = connection.execute(select(tables.alarm)).all()
    assert [(row.kind, row.epoch, row.about) for row in rows] == [("restoredGap", filled.epoch, "4")]


def test_the_alarm_comes_with_the_kiosks_own_heartbeat(bank: Bank, call: Caller, filled: Journal) -> None:
    told = {"at": "2026-11-23T04:00:00Z", "version": "1", "epoch": filled.epoch, "trouble": "incomplete"}
    assert call("PUT", f"/v1/kiosks/{KIOSK}/status", json=told).status_code == 204
    bank.heartbeats.flush()
    alarms = bank.service.report()["alarms"]
    assert [(alarm["kind"], alarm["about"]) for alarm in alarms] == [("restoredGap", "4")]


def test_by_command(bank: Bank, filled: Journal, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = str(bank.folder / "central")

    def run_here(*arguments: str) -> tuple[int, str, str]:
        code = main([arguments[0], "--data", data, *arguments[1:]])
        told = capsys.readouterr()
        return code, told.out, told.err

    archive = tmp_path / "b.tar"
    assert run_here("backup", "--out", str(archive))[:2] == (0, f"{archive}\n")
    assert run_here("backup", "--out", str(archive))[0] == 1
    assert run_here("unseal", "--kiosk", KIOSK, "--visit", VISIT, "--json", "--reason", "complaint 7")[:2] == (
        0,
        "[]\n",
    )
    assert run_here("unseal", "--kiosk", KIOSK, "--visit", "v-none")[0] == 1
    assert run_here("erase", "--kiosk", KIOSK, "--visit", VISIT)[:2] == (0, "erased\n")
    assert run_here("erase", "--due")[:2] == (
        0,
        "0 erased\n0 appointments forgot their holders\n",
    )
    for misuse in ((), ("--kiosk", KIOSK), ("--due", "--list"), ("--due", "--kiosk", KIOSK, "--visit", VISIT)):
        assert run_here("erase", *misuse)[0] == 2
    listed = run_here("erase", "--list")[1]
    assert json.loads(listed) == {"kiosk": KIOSK, "visit": VISIT}
    (tmp_path / "list").write_text(listed, encoding="utf-8")
    (tmp_path / "wrong").write_text("[1]\n", encoding="utf-8")
    assert run_here("destroy-sealing-keys", "--before", "2020w01")[:2] == (0, "destroyed: none\n")
    bank.enrol("0571-7")
    code, told, warned = run_here("destroy-sealing-keys", "--before", "2020w01")
    assert (code, told) == (1, "")
    assert "0571-7" in warned
    assert KIOSK not in warned
    assert run_here("destroy-sealing-keys", "--before", "2020w01", "--anyway")[:2] == (0, "destroyed: none\n")
    bank.stop()

    assert run_here("restore", "--from", str(archive))[0] == 1
    code, told, _ = run_here("restore", "--from", str(archive), "--force")
    assert (code, json.loads(told)["erased_again"]) == (0, 1)
    assert json.loads(told)["journals"] == [{"kiosk": KIOSK, "epoch": filled.epoch, "acked": 3}]
    assert run_here("erase", "--file", str(tmp_path / "list"))[:2] == (0, "0 of 1 were held and are erased\n")
    assert run_here("erase", "--file", str(tmp_path / "wrong"))[0] == 1
    uses = json.loads(run_here("key-uses", "--json")[1])
    assert [use["what"] for use in uses] == ["unsealed", "unsealed", "erased", "erased"]
    assert uses[0]["reason"] == "complaint 7"
    assert uses[0]["who"]
    assert len(run_here("key-uses")[1].splitlines()) == 4
    bank.start()


def test_the_copied_database_is_one_whole_file(bank: Bank, filled: Journal, tmp_path: Path) -> None:
    archive = backup(bank, tmp_path)
    with tarfile.open(archive) as tar:
        member = tar.extractfile("central.db")
        assert member is not None
        (tmp_path / "central.db").write_bytes(member.read())
    with closing(sqlite3.connect(tmp_path / "central.db")) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)


@pytest.mark.nightly
def test_a_service_that_takes_batches_is_backed_up_and_restored(tmp_path: Path) -> None:
    """The real program, over real HTTPS: backups are taken while a kiosk sends, the folder is lost, the kiosk sends the
    rest again."""
    data = tmp_path / "data"
    process = Process(data)
    assert run("enrol", "--data", str(data), "--kiosk", KIOSK, "--out", str(tmp_path)).returncode == 0
    journal, archives = Journal(), []
    journal.append(*[entries.SurveyAnswered("csat", 5, "card")] * 2000)
    permitted = threading.Semaphore(0)

    def send(first: int, last: int) -> int:
        _, path, told = journal.request(first, last)
        with requests.Session() as web:
            web.trust_env = False
            web.verify = str(tmp_path / "ca.pem")
            web.cert = (str(tmp_path / "kiosk.pem"), str(tmp_path / "kiosk.key"))
            answer = web.post(process.url + path, data=told["content"], headers=told["headers"], timeout=30)
        return int(answer.json()["acked"])

    def all_day() -> int:
        sent = 0
        for _ in range(300):
            permitted.acquire()
            sent = send(sent + 1, sent + 4)
        return sent

    with ThreadPoolExecutor(1) as kiosk:
        sending = kiosk.submit(all_day)
        for number in range(3):
            permitted.release(100)
            made = run("backup", "--data", str(data), "--out", str(tmp_path / f"{number}.tar"))
            assert made.returncode == 0, made.stderr
            archives.append(Path(made.stdout.strip()))
        assert sending.result() == 1200
    assert process.stop() == 0

    acked = []
    for archive in archives:
        done = run("restore", "--data", str(data), "--from", str(archive), "--force")
        assert done.returncode == 0, done.stderr
        acked.append(sum(item["acked"] for item in json.loads(done.stdout)["journals"]))
    assert acked == sorted(acked)
    assert run("restore", "--data", str(data), "--from", str(archives[1]), "--force").returncode == 0
    process = Process(data)
    held = send(1998, 2001)
    assert held == acked[1] <= 1200
    while held < 2001:
        held = send(held + 1, min(held + 300, 2001))
    assert process.stop() == 0
    checked = json.loads(run("fsck", "--data", str(data), "--json").stdout)
    assert (checked["ok"], checked["journals"][0]["records"]) == (True, 2001)
    assert json.loads(run("report", "--data", str(data), "--json").stdout)["survey"]["answers"] == 2000
