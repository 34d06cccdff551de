"""A terminal's files, its sync and the centre's service as processes, and a cable between them that loses answers."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import msgspec
from central_process import Process
from lossy_relay import LossyRelay
from sqlalchemy import select

from central import tables
from central.batch import decompress
from central.service import Service
from central.store import Store
from kiosk.core import entries
from kiosk.core.clock import SystemClock
from kiosk.record import layout
from kiosk.record.files import signer_from
from kiosk.record.journal import SqliteJournal
from kiosk.record.syncstate import SyncState

KIOSK = "0571-3"
VISIT = 100
"""Records of a visit."""


@dataclass
class Desk:
    """A terminal's files, its sync and the centre's service as processes, and the cable between them."""

    folder: Path
    relay: LossyRelay
    state: Path
    sync: subprocess.Popen[bytes] | None = None
    centre: Process | None = None

    @property
    def acked(self) -> int:
        return SyncState.load(layout(self.state).sync).acked

    def enrol(self) -> None:
        with Service(self.folder / "data") as service:
            service.enrol(KIOSK, "0571", self.folder, days=1)
        told = json.loads((self.folder / "provisioning.json").read_text(encoding="utf-8"))
        url = f"https://127.0.0.1:{self.relay.port}"
        (self.folder / "kiosk.toml").write_text(
            f"""
            [terminal]
            id = "{KIOSK}"
            branch = "0571"
            bank = "{told["bank"]}"
            state = "{self.state}"
            [central]
            url = "{url}"
            ca = "ca.pem"
            certificate = "kiosk.pem"
            key = "kiosk.key"
            desired_keys = {json.dumps(told["desired_keys"])}
            cosigner = "{told["cosigner"]}"
            """,
            encoding="utf-8",
        )

    def write(self, records: int) -> SqliteJournal:
        """A journal of so many records, written while there is no centre; it is closed."""
        told = json.loads((self.folder / "provisioning.json").read_text(encoding="utf-8"))
        key = signer_from(layout(self.state).log_key)
        folder = layout(self.state).journal
        with SqliteJournal(folder, bank=told["bank"], kiosk=KIOSK, signer=key, clock=SystemClock()) as journal:
            for visit in range(records // VISIT):
                journal.append(entries.VisitBegan("zh_CN"), f"v{visit}")
                for number in range(VISIT - 3):
                    journal.append(entries.DocumentRefused(f"reason {number}", "cn-resident-id"), f"v{visit}")
                journal.append(entries.SurveyAnswered("csat", visit % 5 + 1, "transfer"), f"v{visit}")
                journal.append(entries.VisitEnded("finished"), f"v{visit}").result()
        return journal

    def start_centre(self) -> None:
        self.centre = Process(self.folder / "data")
        self.relay.target = ("127.0.0.1", int(self.centre.url.rpartition(":")[2]))

    def start_sync(self) -> None:
        command = [sys.executable, "-m", "kiosk", "sync", "--settings", str(self.folder / "kiosk.toml")]
        with (self.folder / "sync.log").open("ab") as log:
            self.sync = subprocess.Popen(command, stderr=log)

    def kill_sync(self) -> None:
        assert self.sync is not None
        self.sync.kill()
        self.sync.wait()

    def kill(self, what: str) -> None:
        """Kill the sync, the centre, or both, and start them again."""
        if what in ("centre", "both"):
            assert self.centre is not None
            self.centre.kill()
        if what in ("sync", "both"):
            self.kill_sync()
        if what in ("centre", "both"):
            self.start_centre()
        if what in ("sync", "both"):
            self.start_sync()

    def end_sync(self) -> None:
        """As a supervisor does."""
        if self.sync is not None and self.sync.poll() is None:
            self.sync.send_signal(signal.SIGTERM)
            self.sync.wait(20)

    def close(self) -> None:
        self.end_sync()
        if self.centre is not None:
            self.centre.stop()
        self.relay.close()


def held(store: Store, epoch: str) -> list[bytes]:
    """Every record that the centre has applied, in the order in which it did, from the bytes it received."""
    bodies: list[bytes] = []
    segment = tables.segment.c
    query = select(segment.first, segment.last, segment.encoding, segment.body)
    with store.read() as connection:
        for row in connection.execute(query.where(segment.epoch == epoch).order_by(segment.first)):
            raws = msgspec.json.decode(decompress(row.body, row.encoding), type=list[msgspec.Raw])
            new = [bytes(raw) for raw in raws][-(row.last - row.first + 1) :]
            assert f'"sequence":"{row.first:010}"'.encode() in new[0]
            bodies += new
    return bodies
