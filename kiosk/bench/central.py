"""The central service under load: `kiosk-central serve` as a process, on SQLite and on PostgreSQL in the same run.

Signed zstd batches are made beforehand and sent over keep-alive connections in plain HTTP, as by a TLS proxy (which is
what lets few connections bear many kiosks; a fleet's handshakes are not measured here). Verification is on, every
acknowledgement is checked, and what the service says it holds at the end is compared with what was sent. The client
shares the machine's cores with the service and the database.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from ssl import PEM_cert_to_DER_cert
from typing import Any, Final
from urllib.parse import urlsplit

import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.bench.postgres import NoPostgresError, Postgres
from kiosk.bench.report import Result, alone, higher, report, spread
from kiosk.core import entries
from kiosk.record import checkpoint
from kiosk.record.checkpoint import Checkpoint, Ed25519Signer, SignatureType, VerifierKey
from kiosk.record.tree import Frontier, leaf_hash

_BANK: Final = "demo"
_NOOP: Final = "GET /healthz of the same service"
_INGEST: Final = (40, 5, 500)
"""Kiosks, batches of each, records of each batch."""
_SMALL: Final = (400, 8, 7)
_CONNECTIONS: Final = (8, 32)
_PER_VISIT: Final = 20


@dataclass
class _Kiosk:
    """A kiosk that journals: each batch is made as the request that will send it."""

    name: str
    certificate: bytes
    signer: Ed25519Signer = field(default_factory=lambda: Ed25519Signer(Ed25519PrivateKey.generate()))
    epoch: str = ""
    frontier: Frontier = field(default_factory=Frontier)

    def begin(self) -> None:
        """Begin another journal."""
        self.epoch, self.frontier = secrets.token_hex(8), Frontier()

    def batch(self, records: int) -> bytes:
        """The request for so many further records."""
        origin = f"{_BANK}/kiosk/{self.name}/{self.epoch}"
        bodies = [self._record(self.frontier.size + 1 + number, origin) for number in range(records)]
        for body in bodies:
            self.frontier.add(leaf_hash(body))
        note = checkpoint.sign(Checkpoint(origin, self.frontier.size, self.frontier.root()), self.signer)
        sent = zstandard.compress(b"[" + b",".join(bodies) + b"]")
        return (
            f"POST /v1/kiosks/{self.name}/epochs/{self.epoch}/events HTTP/1.1\r\n"
            "Host: central\r\nContent-Type: application/cloudevents-batch+json\r\nContent-Encoding: zstd\r\n"
            f"Content-Digest: sha-256=:{b64encode(sha256(sent).digest()).decode()}:\r\n"
            f"Checkpoint: {b64encode(note).decode()}\r\n"
            f"Client-Cert: :{b64encode(self.certificate).decode()}:\r\n"
            f"Content-Length: {len(sent)}\r\n\r\n"
        ).encode() + sent

    def _record(self, seq: int, origin: str) -> bytes:
        visit = f"{self.epoch}-{seq // _PER_VISIT}"
        entry: entries.Entry
        match seq % _PER_VISIT if seq > 1 else None:
            case None:
                entry = entries.JournalOpened("boot", 0, True, str(self._key(origin)))
            case 0:
                entry = entries.VisitBegan("zh_CN")
            case 18:
                entry = entries.SurveyAnswered("csat", seq % 5 + 1, "transfer")
            case 19:
                entry = entries.VisitEnded("finished")
            case _:
                entry = entries.ScreenShown(f"screen{seq % 13}", "zh_CN")
        kind, _, version = entry.TYPE.removeprefix(entries.PREFIX).rpartition(".v")
        event = {
            "specversion": "1.0",
            "id": f"{self.name}/{self.epoch}/{seq}",
            "sequence": f"{seq:010}",
            "source": f"/{_BANK}/kiosk/{self.name}",
            "type": entry.TYPE,
            "time": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "dataschema": f"urn:bank:kiosk:{kind}:{version}",
            "boot": secrets.token_hex(8),
            "mono": str(time.monotonic_ns()),
            "visit": visit,
            "data": entry.data(),
        }
        return json.dumps(event, separators=(",", ":")).encode()

    def _key(self, origin: str) -> VerifierKey:
        return VerifierKey(origin, SignatureType.ED25519, self.signer.public)


class _Service:
    """A service process with its kiosks. `records` counts what was acknowledged."""

    def __init__(self, name: str, folder: Path, database: str | None) -> None:
        self.name, self.records = name, 0
        self._given = ["--data", str(folder / "data"), *(["--database", database] if database else [])]
        names = [f"0571-{number}" for number in range(max(_INGEST[0], _SMALL[0]))]
        _central("enrol", *self._given, "--out", str(folder / "out"), "--kiosk", *names)
        self.kiosks = [
            _Kiosk(name, PEM_cert_to_DER_cert((folder / "out" / name / "kiosk.pem").read_text(encoding="ascii")))
            for name in names
        ]
        self._log = (folder / "log").open("wb")
        command = [sys.executable, "-m", "central", "serve", *self._given, "--behind-proxy", "127.0.0.1"]
        self._running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self._log)
        told = self._running.stdout.readline() if self._running.stdout else b""
        url = urlsplit(json.loads(told)["url"])
        self.address = (str(url.hostname), int(url.port or 0))

    def held(self) -> int:
        """How many records the service says it holds."""
        return int(json.loads(_central("report", *self._given, "--json"))["journals"]["records"])

    def close(self) -> None:
        """Stop it."""
        self._running.send_signal(signal.SIGTERM)
        self._running.wait(30)
        if self._running.stdout:
            self._running.stdout.close()
        self._log.close()


def run(quick: bool) -> dict[str, Any]:
    """Measure; `quick` takes one round instead of three, and not ten times the records. The databases take turns.

    Raises RuntimeError where a service answers wrongly, or does not hold at the end what it acknowledged.
    """
    rates: dict[str, list[float]] = {}
    results: list[Result] = []
    with _services() as (services, left_out):
        for _ in range(1 if quick else 3):
            for service in services:
                rates.setdefault(f"ingest {service.name}", []).append(_ingest(service, _INGEST))
                small, waits, noop = _requests(service)
                rates.setdefault(f"requests {service.name}", []).append(small)
                rates.setdefault(f"waits {service.name}", []).extend(waits)
                rates.setdefault(f"noop {service.name}", []).append(noop)
        for service in services:
            results.append(alone(f"ingest {service.name}", rates[f"ingest {service.name}"], unit="records/s"))
            if not quick:
                kiosks, batches, records = _INGEST
                more = _ingest(service, (kiosks, 10 * batches, records))
                usual = spread(rates[f"ingest {service.name}"])[0]
                what = f"ingest {service.name}, ten times the records"
                results.append(higher(what, more, unit="records/s", against=("the usual number", usual)))
            noop = spread(rates[f"noop {service.name}"])[0]
            usual = spread(rates[f"requests {service.name}"])[0]
            results.append(higher(f"requests {service.name}", usual, unit="1/s", against=(_NOOP, noop)))
            waits = sorted(rates[f"waits {service.name}"])
            results.append(alone(f"requests {service.name}, p50", [waits[len(waits) // 2]], unit="ms"))
            results.append(alone(f"requests {service.name}, p99", [waits[len(waits) * 99 // 100]], unit="ms"))
            if service.held() != service.records:
                raise RuntimeError(f"{service.name}: acknowledged {service.records}, held {service.held()}")
    return report("central", results, left_out=left_out)


@contextmanager
def _services() -> Iterator[tuple[list[_Service], list[str]]]:
    left_out = []
    with ExitStack() as stack:
        databases: dict[str, str | None] = {"sqlite": None}
        try:
            databases["postgresql"] = stack.enter_context(Postgres()).url()
        except NoPostgresError as error:
            left_out.append(f"postgresql: {error}")
        services = []
        for name, database in databases.items():
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kiosk-bench-")))
            services.append(_Service(name, folder, database))
            stack.callback(services[-1].close)
        yield services, left_out


def _ingest(service: _Service, load: tuple[int, int, int]) -> float:
    """Records/s of large batches, each kiosk's in their order."""
    kiosks, batches, records = load
    took, _ = _drive(service, load, _CONNECTIONS[0])
    return kiosks * batches * records / took


def _requests(service: _Service) -> tuple[float, list[float], float]:
    """Small requests a second, the ms each took, and how many requests for nothing the same service answers."""
    kiosks, batches, _ = _SMALL
    took, waits = _drive(service, _SMALL, _CONNECTIONS[1])
    nothing = b"GET /healthz HTTP/1.1\r\nHost: central\r\n\r\n"
    lanes = [[nothing] * (kiosks * batches // _CONNECTIONS[1])] * _CONNECTIONS[1]
    began = time.perf_counter()
    asyncio.run(_send(service.address, lanes, expect=b"204"))
    noop = sum(map(len, lanes)) / (time.perf_counter() - began)
    return kiosks * batches / took, waits, noop


def _drive(service: _Service, load: tuple[int, int, int], connections: int) -> tuple[float, list[float]]:
    """Send a load to journals that were begun before; the seconds it took and the ms of each request."""
    kiosks, batches, records = load
    begin: list[list[bytes]] = [[] for _ in range(connections)]
    lanes: list[list[bytes]] = [[] for _ in range(connections)]
    for number, kiosk in enumerate(service.kiosks[:kiosks]):
        kiosk.begin()
        begin[number % connections].append(kiosk.batch(1))
    for _ in range(batches):
        for number, kiosk in enumerate(service.kiosks[:kiosks]):
            lanes[number % connections].append(kiosk.batch(records))
    asyncio.run(_send(service.address, begin, expect=b"200"))
    began = time.perf_counter()
    waits = asyncio.run(_send(service.address, lanes, expect=b"200"))
    took = time.perf_counter() - began
    service.records += kiosks * (1 + batches * records)
    return took, waits


async def _send(address: tuple[str, int], lanes: Sequence[Sequence[bytes]], expect: bytes) -> list[float]:
    """Send each lane's requests one after the other on a connection of its own; how many ms each took."""
    loop = asyncio.get_running_loop()
    clients = []
    for lane in lanes:
        _, client = await loop.create_connection(lambda lane=lane: _Client(lane, expect), *address)  # type: ignore[misc]
        clients.append(client)
    waits = await asyncio.gather(*(client.done for client in clients))
    return [wait * 1e3 for lane in waits for wait in lane]


class _Client(asyncio.Protocol):
    """Sends requests, each when the one before was answered."""

    def __init__(self, requests: Sequence[bytes], expect: bytes) -> None:
        self._left, self._expect = iter(requests), expect
        self._waits: list[float] = []
        self._answer = b""
        self.done: asyncio.Future[list[float]] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport: Any = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        """Take an answer; go on when it is whole."""
        self._answer += data
        head, blank, body = self._answer.partition(b"\r\n\r\n")
        if not blank:
            return
        lowered = head.lower()
        _, told, rest = lowered.partition(b"content-length:")
        if len(body) < (int(rest.split(b"\r\n", 1)[0]) if told else 0):
            return
        self._waits.append(time.perf_counter() - self._began)
        if lowered.split(b" ", 2)[1] != self._expect:
            self.done.set_exception(RuntimeError(f"the service answered {body[:200]!r}"))
            self._transport.close()
            return
        self._answer = b""
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        """The service hung up."""
        if not self.done.done():
            self.done.set_exception(exc or ConnectionResetError())

    def _next(self) -> None:
        request = next(self._left, None)
        if request is None:
            self.done.set_result(self._waits)
            self._transport.close()
            return
        self._began = time.perf_counter()
        self._transport.write(request)


def _central(*arguments: str) -> str:
    command = [sys.executable, "-m", "central", *arguments]
    run: subprocess.CompletedProcess[str] = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        raise RuntimeError(f"kiosk-central {arguments[0]}: {run.stderr[-500:]}")
    return run.stdout
