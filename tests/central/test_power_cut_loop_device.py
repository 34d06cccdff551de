"""The power fails under a whole terminal at work: journal and sync as processes, their files on an ext4 of its own.

The cut is `EXT4_IOC_SHUTDOWN` without a flush of the log, by which file systems are tested: from that instant nothing
more reaches the disk, and ext4 recovers from its own journal at the next mount. As the power takes the processor with
it, the processes are stopped first: a commit that waits for the disk at that instant must not come back, for ext4 may
tell it success (seen on Linux 6.18). What they had said by then is a promise. Needs root and loop devices.
"""

from __future__ import annotations

import fcntl
import json
import os
import random
import selectors
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from drain_desk import KIOSK, Desk, held
from lossy_relay import LossyRelay

from central.service import Service
from kiosk.core.clock import SystemClock
from kiosk.record import layout
from kiosk.record.files import signer_from
from kiosk.record.journal import SqliteJournal, current_file
from kiosk.record.spent import SpentTokens
from kiosk.record.syncstate import SyncState
from kiosk.record.verify import verify

pytestmark = [pytest.mark.nightly, pytest.mark.timeout(1800)]

CUTS = 24
_SHUTDOWN = 2 << 30 | 4 << 16 | ord("X") << 8 | 125  # EXT4_IOC_SHUTDOWN
_NO_LOG_FLUSH = 2

WRITER = """
import random, sys
from datetime import timedelta
from pathlib import Path
from kiosk.core import entries
from kiosk.core.clock import SystemClock
from kiosk.record import layout
from kiosk.record.files import signer_from
from kiosk.record.journal import SqliteJournal
from kiosk.record.spent import SpentTokens

state, bank, kiosk, seed = Path(sys.argv[1]), *sys.argv[2:]
files, clock, rng = layout(state), SystemClock(), random.Random(int(seed))
journal = SqliteJournal(files.journal, bank=bank, kiosk=kiosk, signer=signer_from(files.log_key), clock=clock)
spent = SpentTokens(files.spent, clock)
while True:
    visit = f"v{rng.randrange(10**9)}"
    waiting = [journal.append(entries.VisitBegan("zh_CN"), visit)]
    waiting += [journal.append(entries.DocumentRefused(f"r{n}", "passport"), visit) for n in range(rng.randint(0, 6))]
    for future in waiting:
        print("record", future.result(), flush=True)
    spent.spend(f"t-{visit}", visit, "K1", clock.now() + timedelta(hours=1))
    print("spent", visit, flush=True)
    print("record", journal.append(entries.VisitEnded("finished"), visit).result(), flush=True)
"""


@dataclass
class Image:
    """An ext4 in a file, mounted on a folder."""

    file: Path
    at: Path

    def make(self) -> None:
        with self.file.open("wb") as file:
            file.truncate(200 * 2**20)
        _run("mkfs.ext4", "-q", "-F", str(self.file))
        self.at.mkdir()

    def mount(self) -> None:
        _run("mount", "-o", "loop", str(self.file), str(self.at))

    def cut(self) -> None:
        """The power fails; raises OSError where the kernel cannot do that."""
        folder = os.open(self.at, os.O_RDONLY)
        try:
            fcntl.ioctl(folder, _SHUTDOWN, struct.pack("I", _NO_LOG_FLUSH))
        finally:
            os.close(folder)

    def unmount(self) -> None:
        if os.path.ismount(self.at):
            _run("umount", str(self.at))


@dataclass
class Told:
    """What the writer said it keeps."""

    records: int = 0
    spent: list[str] = field(default_factory=list)

    def hear(self, what: str, value: str) -> None:
        if what == "record":
            self.records = max(self.records, int(value))
        else:
            self.spent.append(value)


@pytest.fixture
def image(tmp_path: Path) -> Iterator[Image]:
    if os.geteuid() != 0 or shutil.which("mkfs.ext4") is None:
        pytest.skip("needs root and mkfs.ext4")
    made = Image(tmp_path / "disk.img", tmp_path / "disk")
    try:
        made.make()
        made.mount()
        for name in ("synced", "not-synced"):
            with (made.at / name).open("wb") as file:
                file.write(b"x" * 5000)
                file.flush()
                if name == "synced":
                    os.fsync(file.fileno())
        made.cut()
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no loop device, or no EXT4_IOC_SHUTDOWN: {error}")
    finally:
        made.unmount()
    made.mount()
    assert (made.at / "synced").read_bytes() == b"x" * 5000
    assert not (made.at / "not-synced").exists(), "this cut takes nothing away: what it proves is worth nothing"
    made.unmount()
    yield made
    made.unmount()


def test_nothing_acknowledged_is_lost_when_the_power_fails(image: Image, tmp_path: Path) -> None:
    rng = random.Random(11)
    desk = Desk(tmp_path, LossyRelay(0.1, rng), image.at / "state")
    told, known, synced = Told(), [], []
    try:
        desk.enrol()
        desk.start_centre()
        for number in range(CUTS):
            image.mount()
            _live_until_the_power_fails(desk, image, told, rng, number)
            image.mount()
            known = _examine(desk, told, known)
            synced.append(SyncState.load(layout(desk.state).sync).acked)
            image.unmount()
        image.mount()
        desk.relay.share = 0.0
        desk.start_sync()
        tick = threading.Event()
        while desk.acked < len(known):
            tick.wait(0.01)
        desk.end_sync()
    finally:
        desk.close()
    assert known
    with Service(tmp_path / "data") as service:
        epoch = SyncState.load(layout(desk.state).sync).epoch
        assert held(service.store, epoch) == known
        assert service.report()["alarms"] == []
    print(f"{CUTS} cuts, {told.records} records and {len(told.spent)} codes promised, {max(synced)} synced by the last")
    assert max(synced) > 0


def _live_until_the_power_fails(desk: Desk, image: Image, told: Told, rng: random.Random, number: int) -> None:
    bank = json.loads((desk.folder / "provisioning.json").read_text(encoding="utf-8"))["bank"]
    command = [sys.executable, "-c", WRITER, str(desk.state), bank, KIOSK, str(number)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert writer.stdout is not None
    desk.start_sync()
    heard = writer.stdout.readline()
    end = time.monotonic() + rng.uniform(0.0, 2.5)
    with selectors.DefaultSelector() as ready:
        ready.register(writer.stdout, selectors.EVENT_READ)
        while (left := end - time.monotonic()) > 0:
            if ready.select(left):
                heard += os.read(writer.stdout.fileno(), 65536)
        assert desk.sync is not None
        assert desk.sync.poll() is None
        desk.sync.send_signal(signal.SIGSTOP)
        writer.send_signal(signal.SIGSTOP)
        image.cut()
        while ready.select(0):  # what it had said before
            heard += os.read(writer.stdout.fileno(), 65536)
    writer.kill()
    writer.wait()
    writer.stdout.close()
    desk.kill_sync()
    image.unmount()
    for line in heard[: heard.rfind(b"\n")].decode().splitlines():
        told.hear(*line.split())


def _examine(desk: Desk, told: Told, known: list[bytes]) -> list[bytes]:
    """Hold the disk against what was told, and open it as the kiosk does; the records now."""
    files, clock = layout(desk.state), SystemClock()
    path = current_file(files.journal)
    assert path is not None
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        found = [body for (body,) in db.execute("SELECT body FROM rec ORDER BY seq")]
    assert len(found) >= told.records, "acknowledged records are lost"
    assert found[: len(known)] == known
    with closing(SpentTokens(files.spent, clock)) as spent:
        assert [spent.visit_of(f"t-{visit}") for visit in told.spent] == told.spent
    if files.sync.exists():
        assert json.loads(files.sync.read_bytes())["acked"] <= len(found)
    bank = json.loads((desk.folder / "provisioning.json").read_text(encoding="utf-8"))["bank"]
    key = signer_from(files.log_key)
    with SqliteJournal(files.journal, bank=bank, kiosk=KIOSK, signer=key, clock=clock) as journal:
        pass
    report = verify(path, journal.verifier)
    assert report.ok, report.findings
    with closing(sqlite3.connect(path)) as db:
        return [body for (body,) in db.execute("SELECT body FROM rec ORDER BY seq")]


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
