"""A bank on a desk: the service on a temporary folder under a set clock, called in process, and kiosks that journal."""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI

from central.app import create_app
from central.batch import Log
from central.heartbeats import Heartbeats
from central.service import Service
from kiosk.core import entries
from kiosk.record import checkpoint
from kiosk.record.checkpoint import Checkpoint, Ed25519Signer, Signer, VerifierKey
from kiosk.record.tree import Frontier, leaf_hash

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai
HOLDER = "11010519491231002X"
BANK = "demo"


@dataclass
class SetClock:
    """A clock that stands where it is put."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)


class Caller:
    """Calls the application in process as the holder of a certificate."""

    def __init__(self, app: FastAPI, certificate: bytes | None) -> None:
        self._app = app
        self._chain = [certificate.decode()] if certificate else []

    def __call__(self, method: str, path: str, **options: Any) -> httpx.Response:
        return asyncio.run(self._call([(method, path, options)]))[0]

    def at_once(self, *calls: tuple[str, str, dict[str, Any]]) -> list[httpx.Response]:
        """Several calls at the same time."""
        return asyncio.run(self._call(list(calls)))

    async def _call(self, calls: list[tuple[str, str, dict[str, Any]]]) -> list[httpx.Response]:
        async def app(scope: Any, receive: Any, send: Any) -> None:
            await self._app({**scope, "extensions": {"tls": {"client_cert_chain": self._chain}}}, receive, send)

        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://central") as client:
            return list(await asyncio.gather(*(client.request(*call[:2], **call[2]) for call in calls)))


class Bank:
    """A running service: `call[kiosk]` asks as that kiosk."""

    def __init__(self, folder: Path, clock: SetClock, database: str | None = None) -> None:
        self.folder, self.clock, self.database = folder, clock, database
        self._certificates: dict[str, bytes] = {}
        self.start()

    def start(self) -> None:
        self.service = Service(self.folder / "central", self.clock, self.database)
        self.app = create_app(self.service)
        self.app.state.ledger = self.ledger = self.service.ledger()
        self.app.state.metrics.watch(self.ledger)
        self.app.state.heartbeats = self.heartbeats = Heartbeats(self.service.store, self.clock)

    def stop(self) -> None:
        self.heartbeats.close()
        self.ledger.close()
        self.service.close()

    def restart(self) -> None:
        self.stop()
        self.start()

    def enrol(self, kiosk: str = "0571-3", branch: str = "0571") -> Caller:
        out = self.folder / kiosk
        self.service.enrol(kiosk, branch, out, days=30)
        self._certificates[kiosk] = (out / "kiosk.pem").read_bytes()
        return self.caller(kiosk)

    def certificate(self, kiosk: str) -> bytes:
        """The certificate of a kiosk that was enrolled here (PEM)."""
        return self._certificates[kiosk]

    def caller(self, kiosk: str | None) -> Caller:
        return Caller(self.app, self._certificates[kiosk] if kiosk else None)


@dataclass
class Journal:
    """A kiosk's journal, made with the project's own tree and notes, that can be sent rightly and wrongly."""

    kiosk: str = "0571-3"
    epoch: str = "7f3a9c"
    signer: Signer = field(default_factory=lambda: Ed25519Signer(Ed25519PrivateKey.generate()))
    bodies: list[bytes] = field(default_factory=list)
    after: Mapping[str, Any] = field(default_factory=dict)
    """What the first record says of the journal before."""

    def __post_init__(self) -> None:
        self.append(entries.JournalOpened("boot", 0, True, str(self.key), **self.after))

    @property
    def origin(self) -> str:
        return f"{BANK}/kiosk/{self.kiosk}/{self.epoch}"

    @property
    def key(self) -> VerifierKey:
        return checkpoint.key_of(self.origin, self.signer)

    @property
    def path(self) -> str:
        return f"/v1/kiosks/{self.kiosk}/epochs/{self.epoch}/events"

    @property
    def log(self) -> Log:
        return Log(self.kiosk, self.epoch)

    def append(self, *added: entries.Entry, visit: str | None = None, at: datetime = NOON) -> None:
        for entry in added:
            seq = len(self.bodies) + 1
            event: dict[str, Any] = {
                "specversion": "1.0",
                "id": f"{self.kiosk}/{self.epoch}/{seq}",
                "sequence": f"{seq:010}",
                "source": f"/{BANK}/kiosk/{self.kiosk}",
                "type": entry.TYPE,
                "time": at.isoformat().replace("+00:00", "Z"),
                "data": entry.data(),
            }
            if visit is not None:
                event["visit"] = visit
            self.bodies.append(json.dumps(event, ensure_ascii=False).encode())

    def frontier(self, size: int | None = None) -> Frontier:
        return Frontier.of(map(leaf_hash, self.bodies[:size]))

    def note(self, size: int | None = None) -> bytes:
        frontier = self.frontier(size)
        return checkpoint.sign(Checkpoint(self.origin, frontier.size, frontier.root()), self.signer)

    def request(
        self,
        first: int = 1,
        last: int | None = None,
        *,
        raw: bytes | None = None,
        body: bytes | None = None,
        note: bytes | None = None,
        encoding: str = "zstd",
        headers: Mapping[str, str] | None = None,
    ) -> tuple[str, str, dict[str, Any]]:
        """The request for records `first` to `last`; each part may be replaced by a wrong one."""
        last = len(self.bodies) if last is None else last
        raw = b"[" + b",".join(self.bodies[first - 1 : last]) + b"]" if raw is None else raw
        if body is None:
            body = zstandard.compress(raw) if encoding == "zstd" else raw
        told = {
            "Content-Type": "application/cloudevents-batch+json",
            "Content-Encoding": encoding,
            "Content-Digest": f"sha-256=:{b64encode(sha256(body).digest()).decode()}:",
            "Checkpoint": b64encode(note or self.note(last)).decode(),
            **(headers or {}),
        }
        return "POST", self.path, {"content": body, "headers": told}

    def send(self, call: Caller, *args: Any, **options: Any) -> httpx.Response:
        method, path, told = self.request(*args, **options)
        return call(method, path, **told)


def cosigned(answer: httpx.Response, bank: Bank) -> Checkpoint:
    """The checkpoint an acknowledgement bears, its cosignature verified."""
    return checkpoint.cosigned_at(b64decode(answer.json()["cosigned"]), bank.service.keys.cosigner_verifier)[0]
