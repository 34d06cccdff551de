"""Draining what was written offline: the terminal's sync beside syslog-ng's file tail with its reliable disk buffer.

Both send the same records, 500 in a batch, over plain HTTP into the same sink, which is started when the shipper has
long been waiting. syslog-ng keeps each record at least once; the sync's records are signed, compressed, and numbered so
that the centre takes each exactly once.
"""

from __future__ import annotations

import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import requests

from kiosk.bench.journal import entry, opened
from kiosk.bench.report import alone, in_rounds, report
from kiosk.bench.sink import Sink
from kiosk.core.clock import SystemClock
from kiosk.record import layout
from kiosk.record.journal import current_file
from kiosk.record.uplink import MOST_RECORDS, SyncConfig, Uplink

PEER: Final = "syslog-ng file() with a reliable disk buffer"
_PROGRAM: Final = "from kiosk.bench.sync import drain; drain()"
_PATIENCE_S: Final = 120.0
_CONFIG: Final = """@version: 3.38
options {{ stats-freq(0); log-msg-size(65536); }};
source records {{ file("{lines}" flags(no-parse) follow-freq(0.1)); }};
destination sink {{
    http(url("http://127.0.0.1:{port}/_bulk") method("POST") body("$MSG")
         batch-lines({batch}) batch-timeout(200) retries(1000000) time-reopen(1)
         disk-buffer(reliable(yes) disk-buf-size(536870912) mem-buf-size(67108864) dir("{folder}")));
}};
log {{ source(records); destination(sink); flags(flow-control); }};
"""


def run(quick: bool, folder: Path | None = None) -> dict[str, Any]:
    """Drain 100,000 records three times, or `quick` 10,000 once, on the disk of `folder` (default: this folder)."""
    rounds, records = (1, 10_000) if quick else (3, 100_000)
    left_out = [] if shutil.which("syslog-ng") else ["syslog-ng: peer not installed"]
    ours: list[float] = []
    theirs: list[float] = []
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-", dir=folder or Path.cwd()) as made:
        place = Path(made)
        state, lines = _written(place, records)
        for number in range(rounds):
            for turn in ("kiosk", "peer") if number % 2 else ("peer", "kiosk"):
                if turn == "kiosk":
                    ours.append(_kiosk(state, records))
                elif not left_out:
                    theirs.append(_syslog_ng(place / f"peer-{number}", lines, records))
    row = in_rounds("drain", ours, unit="records/s", against=(PEER, theirs)) if theirs else None
    return report("sync", [row or alone("drain", ours, unit="records/s")], left_out=left_out)


def drain() -> None:
    """The sync as a process: sends to the URL given what lies in the state folder given, until it is terminated."""
    url, state = sys.argv[1], Path(sys.argv[2])
    config = SyncConfig("bench", "bench.example", url, state, state, state, state)
    uplink = Uplink(config, _plain, SystemClock())
    while True:
        time.sleep(uplink.step())


def _written(place: Path, records: int) -> tuple[Path, Path]:
    """A terminal's state folder, and the same records as the lines of a file."""
    state, lines = place / "state", place / "records.log"
    with opened(layout(state).journal) as journal:
        waiting = [journal.append(entry(number), "v1") for number in range(records - 2)]  # opened and closed beside
        waiting[-1].result()
    path = current_file(layout(state).journal)
    if path is None:
        raise FileNotFoundError(state)
    with closing(sqlite3.connect(path)) as db, lines.open("wb") as out:
        for (body,) in db.execute("SELECT body FROM rec ORDER BY seq"):
            out.write(body + b"\n")
    return state, lines


def _kiosk(state: Path, records: int) -> float:
    layout(state).sync.unlink(missing_ok=True)
    sink = Sink()
    try:
        url = f"http://127.0.0.1:{sink.port}"
        with subprocess.Popen([sys.executable, "-c", _PROGRAM, url, str(state)]) as shipper:
            try:
                return _drained(sink, records)
            finally:
                shipper.terminate()
    finally:
        sink.close()


def _syslog_ng(folder: Path, lines: Path, records: int) -> float:
    folder.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config = folder / "syslog-ng.conf"
    config.write_text(_CONFIG.format(lines=lines, port=port, batch=MOST_RECORDS, folder=folder), encoding="utf-8")
    files = [f"--{name}={folder / name}" for name in ("persist-file", "pidfile", "control")]
    command = ["syslog-ng", "-F", "--no-caps", "-f", str(config), *files]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as shipper:
        try:
            _settled(folder, shipper)
            sink = Sink(port)
            try:
                return _drained(sink, records)
            finally:
                sink.close()
        finally:
            shipper.terminate()


def _settled(folder: Path, shipper: subprocess.Popen[bytes]) -> None:
    """Wait until the shipper has taken over into its buffer what it will without a sink."""
    before, since, end = -1, time.monotonic(), time.monotonic() + _PATIENCE_S
    while time.monotonic() - since < 1.5 and time.monotonic() < end:
        if shipper.poll() is not None:
            raise RuntimeError(f"syslog-ng ended: {(folder / 'log').read_text(errors='replace')[-500:]}")
        blocks = sum(path.stat().st_blocks for path in folder.rglob("*") if path.is_file())
        if blocks != before:
            before, since = blocks, time.monotonic()
        time.sleep(0.1)


def _drained(sink: Sink, records: int) -> float:
    """Records/s from the first request to the last answer, every record counted once. Raises `TimeoutError`."""
    end = time.monotonic() + _PATIENCE_S
    while (told := sink.tally())["distinct"] < records:
        if time.monotonic() > end:
            raise TimeoutError(f"{told['distinct']} of {records} records arrived")
        time.sleep(0.1)
    return records / float(told["s"])


def _plain(_: SyncConfig) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    return session
