"""The sync process: `kiosk sync`."""

from __future__ import annotations

import logging
import signal
import threading

from kiosk.core.clock import SystemClock
from kiosk.record.uplink import Renew, SyncConfig, Uplink, mutual_tls
from kiosk.settings import Settings


def sync(settings: Settings) -> int:
    """Send the journal and bring the desired state down until told to end (SIGTERM)."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    Uplink(config_of(settings), mutual_tls, SystemClock(), renew=renewal(settings)).run(stop)
    return 0


def config_of(settings: Settings) -> SyncConfig:
    """What a terminal's settings say to sync."""
    terminal, central = settings.terminal, settings.central
    return SyncConfig(
        kiosk=terminal.id,
        bank=terminal.bank,
        url=central.url,
        ca=central.ca,
        certificate=central.certificate,
        key=central.key,
        state_dir=terminal.state,
        desired_keys=central.desired_keys,
        server_cosigner=central.cosigner or None,
        poll_s=central.poll_s,
        settings=settings,
    )


def renewal(settings: Settings) -> Renew | None:
    """What renews this terminal's certificate: asked once an hour, and when the centre does not accept it."""
    return None
