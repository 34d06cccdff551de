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

from kiosk.bench.report import alone, in_rounds, report
from kiosk.bench.sink import Sink
from kiosk.bench.visits import VISIT, opened, plain, sync_config, visit_entry
from kiosk.core.clock import SystemClock
from kiosk.record import layout
from kiosk.record.journal import current_file
from kiosk.record.uplink import MOST_RECORDS, Uplink

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
    """Drain 100,000 records five times, or `quick` 10,000 once, on the disk of `folder` (default: this folder)."""
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-", dir=folder or Path.cwd()) as made:
        return measured(Path(made), *((1, 10_000) if quick else (5, 100_000)))


def measured(place: Path, rounds: int, records: int) -> dict[str, Any]:
    """Drain so many records in turns with the peer.

    "with keys" are the same visits with sealed fields, so that a key goes to the centre for every 25 records, 500 of
    them in a call; the peer's figure there is that of the first row.
    """
    left_out = [] if shutil.which("syslog-ng") else ["syslog-ng: peer not installed"]
    rates: dict[str, list[float]] = {"drain": [], "drain with keys": []}
    theirs: list[float] = []
    states = {what: _written(place / what.replace(" ", "-"), records, what != "drain") for what in rates}
    lines = place / "records.log"
    _exported(states["drain"], lines)
    for number in range(rounds):
        for turn in [*rates, PEER] if number % 2 else [PEER, *reversed(rates)]:
            if turn in rates:
                rates[turn].append(_kiosk(states[turn], records))
            elif not left_out:
                theirs.append(_syslog_ng(place / f"peer-{number}", lines, records))
    results = [
        in_rounds(what, ours, unit="records/s", against=(PEER, theirs))
        if theirs
        else alone(what, ours, unit="records/s")
        for what, ours in rates.items()
    ]
    return report("sync", results, left_out=left_out)


def drain() -> None:
    """The sync as a process: sends to the URL given what lies in the state folder given, until it is terminated."""
    url, state = sys.argv[1], Path(sys.argv[2])
    uplink = Uplink(sync_config(url, state), plain, SystemClock())
    while True:
        time.sleep(uplink.step())


def _written(state: Path, records: int, sealing: bool) -> Path:
    """A terminal's state folder with so many records."""
    with opened(layout(state).journal, sealing=sealing) as journal:
        for number in range(records - 2):  # the opening and the closing beside
            waiting = journal.append(visit_entry(number % VISIT), f"v{number // VISIT}")
        waiting.result()
    return state


def _exported(state: Path, lines: Path) -> None:
    """The same records as the lines of a file."""
    path = current_file(layout(state).journal)
    if path is None:
        raise FileNotFoundError(state)
    with closing(sqlite3.connect(path)) as db, lines.open("wb") as out:
        for (body,) in db.execute("SELECT body FROM rec ORDER BY seq"):
            out.write(body + b"\n")


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
