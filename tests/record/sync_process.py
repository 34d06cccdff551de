"""`kiosk sync` without its TLS, as a process that a test may kill: URL and state folder are its arguments."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path

from record_sync import plain

from kiosk.core.clock import SystemClock
from kiosk.record.uplink import SyncConfig, Uplink


def main() -> None:
    url, folder = sys.argv[1], Path(sys.argv[2])
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    unused = folder / "unused"
    config = SyncConfig("0571-3", "bank.example", url, unused, unused, unused, folder, look_s=0.05, poll_s=0.05)
    Uplink(config, plain, SystemClock()).run(stop)


if __name__ == "__main__":
    main()
