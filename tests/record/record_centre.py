"""A small centre for the uplink's tests: it keeps the protocol, except where a test has it misbehave."""

from __future__ import annotations

import gzip
import json
import ssl
import threading
from base64 import b64decode, b64encode
from collections import deque
from collections.abc import Callable
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias

import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.record import checkpoint
from kiosk.record.checkpoint import Checkpoint, Ed25519Signer, Note, SignatureType, VerifierKey
from kiosk.record.tree import Frontier, leaf_hash

NAME = "bank.example/cosigner"


class Request:
    """A request as it came, with the means to answer it."""

    def __init__(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        self.handler, self.body = handler, body
        self.method, self.path, self.headers = handler.command, handler.path, handler.headers

    def answer(self, status: int, fields: object = None, **headers: str) -> None:
        body = fields if isinstance(fields, bytes) else json.dumps(fields).encode()
        self.handler.send_response(status)
        for name, value in headers.items():
            self.handler.send_header(name.replace("_", "-"), value)
        bare = status in (204, 304)
        if not bare:
            self.handler.send_header("Content-Length", str(len(body)))
        self.handler.end_headers()
        if not bare:
            self.handler.wfile.write(body)

    def hang_up(self) -> None:
        self.handler.close_connection = True


Misbehaviour: TypeAlias = Callable[["Centre", Request], None]


class Held:
    """An epoch as a centre holds it. One that diverged keeps what it is sent beyond as evidence."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.frontier = Frontier()
        self.diverged = False
        self.evidence: list[bytes] = []

    def lose(self, size: int) -> None:
        self.bodies = self.bodies[:size]
        self.frontier = Frontier.of(map(leaf_hash, self.bodies))


class Centre:
    """Holds what it acknowledged. `misbehave` is done instead of the protocol, one for each request."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.signer = Ed25519Signer(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
        self.cosigner = VerifierKey(NAME, SignatureType.COSIGNATURE, self.signer.public)
        self.misbehave: deque[Misbehaviour] = deque()
        self.requests: list[Request] = []
        self.epochs: dict[str, Held] = {}
        self.keys: dict[str, dict[str, Any]] = {}
        self.erased: set[str] = set()
        self.statuses: list[dict[str, Any]] = []
        self.desired: tuple[int, bytes] | None = None
        self.config = 0
        self.extra: dict[str, Any] = {}
        self.encodings: tuple[str, ...] = ("zstd", "gzip", "identity")

        centre = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _serve(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                request = Request(self, self.rfile.read(length))
                centre.requests.append(request)
                action = centre.misbehave.popleft() if centre.misbehave else Centre.behave
                action(centre, request)

            do_GET = do_POST = do_PUT = _serve  # noqa: N815 - the name that http.server looks for

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = False

            def handle_error(self, *_: object) -> None:
                """A client that hangs up, or a handshake that fails, is what the tests are about."""

        self._server = Server(("127.0.0.1", 0), Handler)
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        scheme = "http" if tls is None else "https"
        self.url = f"{scheme}://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), name="centre")
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def posts(self) -> list[Request]:
        return [request for request in self.requests if request.method == "POST"]

    @property
    def newest(self) -> Held:
        """The epoch that came last."""
        return list(self.epochs.values())[-1] if self.epochs else Held()

    @property
    def bodies(self) -> list[bytes]:
        """The records of the epoch that came last."""
        return self.newest.bodies

    def behave(self, request: Request) -> None:
        """The protocol."""
        match request.method, request.path.split("/")[4:]:
            case "GET", _:
                self._serve_desired(request)
            case "PUT", ["keys"]:
                request.answer(200, self._take_keys(json.loads(request.body)["keys"]))
            case "PUT", ["status"]:
                self.statuses.append(json.loads(request.body))
                request.answer(204)
            case _:
                request.answer(*self.process(request))

    def process(self, request: Request) -> tuple[int, dict[str, Any]]:
        """Take a batch; the status and the fields of the answer."""
        epoch = request.path.split("/")[5]
        held = self.epochs.get(epoch) or Held()
        acked = {"acked": held.frontier.size}
        encoding = request.headers.get("Content-Encoding", "identity")
        if encoding not in self.encodings:
            return 415, acked
        digest = b64encode(sha256(request.body).digest()).decode()
        assert request.headers["Content-Digest"] == f"sha-256=:{digest}:"
        assert request.headers["Content-Type"] == "application/cloudevents-batch+json"
        raw = request.body
        if encoding == "zstd":
            raw = zstandard.decompress(raw)
        elif encoding == "gzip":
            raw = gzip.decompress(raw)
        events = json.loads(raw)
        bodies = [json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode() for event in events]
        assert raw == b"[" + b",".join(bodies) + b"]", "records are sent as stored"
        first = int(events[0]["sequence"])
        state = Checkpoint.parse(Note.parse(b64decode(request.headers["Checkpoint"])).text)
        assert state.origin == f"bank.example/kiosk/0571-3/{epoch}"
        assert state.size == first + len(events) - 1
        missing = {event["visit"] for event in events if "sealed" in event["data"]} - self.keys.keys() - self.erased
        if missing:
            return 409, acked | {"missing_keys": sorted(missing)}
        if first > held.frontier.size + 1:
            return self._keep_evidence(held, bodies) if held.diverged else (409, acked)
        known, new = bodies[: held.frontier.size - first + 1], bodies[held.frontier.size - first + 1 :]
        frontier = Frontier.from_bytes(held.frontier.size, held.frontier.to_bytes())
        for body in new:
            frontier.add(leaf_hash(body))
        differs = known != held.bodies[first - 1 : first - 1 + len(known)]
        if differs or (new and frontier.root() != state.root):
            return self._keep_evidence(held, bodies)
        held.bodies += new
        held.frontier = frontier
        self.epochs[epoch] = held
        return 200, self.acknowledgement(state.origin, held)

    @staticmethod
    def _keep_evidence(held: Held, bodies: list[bytes]) -> tuple[int, dict[str, Any]]:
        held.diverged = True
        held.evidence += [body for body in bodies if body not in held.evidence]
        return 409, {"acked": held.frontier.size, "diverged": True, "quarantined": True}

    def _take_keys(self, entries: list[dict[str, Any]]) -> dict[str, list[str]]:
        assert 0 < len(entries) <= 500
        told: dict[str, list[str]] = {"conflict": [], "erased": []}
        for fields in entries:
            visit = fields.pop("visit")
            if visit in self.erased:
                told["erased"].append(visit)
            elif "lost" not in fields and self.keys.get(visit, fields) != fields:
                told["conflict"].append(visit)
            else:
                self.keys.setdefault(visit, fields)
        return told

    def acknowledgement(self, origin: str, held: Held) -> dict[str, Any]:
        state = Checkpoint(origin, held.frontier.size, held.frontier.root())
        note = checkpoint.sign(state, self.signer)  # any log line will do: the kiosk looks at the cosignature
        cosigned = checkpoint.cosign(note, NAME, self.signer, 1_700_000_000)
        return {
            "acked": state.size,
            "root": b64encode(state.root).decode(),
            "cosigned": b64encode(cosigned).decode(),
            "config": self.config,
            "flush_s": 5,
            "max_batch": 1000,
            **self.extra,
        }

    def lose(self, size: int) -> None:
        """Be restored from an older back-up: of the newest epoch only so much is there, and only the keys for it."""
        self.newest.lose(size)
        events = [json.loads(body) for held in self.epochs.values() for body in (*held.bodies, *held.evidence)]
        visits = {event["visit"] for event in events if "sealed" in event["data"]}
        self.keys = {visit: key for visit, key in self.keys.items() if visit in visits}

    def _serve_desired(self, request: Request) -> None:
        if self.desired is None:
            request.answer(404, {})
        elif request.headers.get("If-None-Match") == f'"{self.desired[0]}"':
            request.answer(304)
        else:
            request.answer(200, self.desired[1], ETag=f'"{self.desired[0]}"')
