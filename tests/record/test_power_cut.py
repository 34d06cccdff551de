"""The process is killed in mid write: what was acknowledged is there, and the tree goes on."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from record_desk import OpenJournal

from kiosk.record.journal import current_file
from kiosk.record.verify import verify

VICTIM = """
import sys
from pathlib import Path
from kiosk.core import entries
from kiosk.core.clock import SystemClock
from kiosk.record.files import signer_from
from kiosk.record.journal import SqliteJournal

state = Path(sys.argv[1])
journal = SqliteJournal(state / "journal", bank="bank.example", kiosk="0571-3",
                        signer=signer_from(state / "log.key"), clock=SystemClock())
while True:
    waiting = [journal.append(entries.TokenRefused(f"r{n}", None)) for n in range(7)]
    for future in waiting:
        print(future.result(), flush=True)
"""


@pytest.mark.parametrize("after", [1, 60, 400])
def test_no_acknowledged_record_is_lost(open_journal: OpenJournal, tmp_path: Path, after: int) -> None:
    victim = subprocess.Popen([sys.executable, "-c", VICTIM, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert victim.stdout is not None
    acknowledged = 0
    for line in victim.stdout:
        acknowledged = int(line)
        if acknowledged > after:
            break
    victim.send_signal(signal.SIGKILL)
    acknowledged = max([acknowledged, *(int(line) for line in victim.stdout if line.endswith("\n"))])
    victim.wait()
    victim.stdout.close()

    path = current_file(tmp_path / "journal")
    assert path is not None
    with open_journal() as journal:
        pass
    report = verify(path, journal.verifier)
    assert report.ok, report.findings
    assert report.records >= acknowledged + 2

    db = sqlite3.connect(path)
    events = [json.loads(body) for (body,) in db.execute("SELECT body FROM rec ORDER BY seq")]
    db.close()
    opened = [event["data"] for event in events if event["type"] == "bank.kiosk.journal.opened.v1"]
    assert [data["clean"] for data in opened] == [True, False]
    assert opened[1]["size"] >= acknowledged
