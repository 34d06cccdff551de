"""What the uplink's tests share: a centre that may misbehave, and an uplink whose clock the test moves."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from record_centre import Centre, Misbehaviour, Request
from record_desk import ManualClock

from kiosk.core import entries
from kiosk.record import desired
from kiosk.record.checkpoint import Ed25519Signer, SignatureType, VerifierKey
from kiosk.record.journal import SqliteJournal, current_file
from kiosk.record.uplink import SyncConfig, Uplink

DESIRED_NAME = "bank.example/desired"
DESIRED_SIGNER = Ed25519Signer(Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64))))
DESIRED_KEY = VerifierKey(DESIRED_NAME, SignatureType.ED25519, DESIRED_SIGNER.public)

OpenUplink: TypeAlias = Callable[..., Uplink]


def plain(config: SyncConfig) -> HTTPConnection:
    """A connection without TLS."""
    url = urlsplit(config.url)
    return HTTPConnection(url.hostname or "", url.port, timeout=config.timeout_s)


def visits(journal: SqliteJournal, count: int = 1) -> None:
    for number in range(count):
        journal.append(entries.VisitBegan("en"), f"v-{number}")
        journal.append(entries.VisitEnded("finished"), f"v-{number}").result()


def stored(folder: Path) -> list[bytes]:
    path = current_file(folder)
    assert path is not None
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    bodies = [body for (body,) in db.execute("SELECT body FROM rec ORDER BY seq")]
    db.close()
    return bodies


def drain(uplink: Uplink, clock: ManualClock, size: int, steps: int = 400) -> None:
    """Let the uplink work until it has all acknowledged; the time it asks for passes at once."""
    for _ in range(steps):
        if uplink.state.acked == size:
            return
        clock.pass_by(uplink.step())
    pytest.fail(f"only {uplink.state.acked} of {size} acknowledged: {uplink.state.trouble}")


def hang_up(_: Centre, request: Request) -> None:
    request.hang_up()


def process_and_hang_up(centre: Centre, request: Request) -> None:
    if request.method == "POST":
        centre.process(request)
    request.hang_up()


def says(status: int, fields: object = None, **headers: str) -> Misbehaviour:
    return lambda _, request: request.answer(status, fields, **headers)


def endless(_: Centre, request: Request) -> None:
    handler = request.handler
    handler.send_response(200)
    handler.end_headers()
    handler.close_connection = True
    try:
        while True:
            handler.wfile.write(b"x" * 65536)
    except OSError:
        pass


def document(version: int, kiosk: str = "0571-3", **more: Any) -> bytes:
    payload = {
        "version": version,
        "kiosk": kiosk,
        "not_after": "2027-01-01T00:00:00Z",
        "branch": {"id": "0571", "names": {"en": "West Lake"}},
        "services": [],
        "token_keys": {"keys": []},
        "fraud_notices": [],
    }
    return desired.sign(payload | more, DESIRED_NAME, DESIRED_SIGNER)
