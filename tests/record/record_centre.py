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
        if status != 304:
            self.handler.send_header("Content-Length", str(len(body)))
        self.handler.end_headers()
        if status != 304:
            self.handler.wfile.write(body)

    def hang_up(self) -> None:
        self.handler.close_connection = True


Misbehaviour: TypeAlias = Callable[["Centre", Request], None]


class Centre:
    """Holds what it acknowledged. `misbehave` is done instead of the protocol, one for each request."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.signer = Ed25519Signer(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
        self.cosigner = VerifierKey(NAME, SignatureType.COSIGNATURE, self.signer.public)
        self.misbehave: deque[Misbehaviour] = deque()
        self.requests: list[Request] = []
        self.bodies: list[bytes] = []
        self.frontier = Frontier()
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

    def behave(self, request: Request) -> None:
        """The protocol."""
        if request.method == "GET":
            self._serve_desired(request)
        else:
            request.answer(*self.process(request))

    def process(self, request: Request) -> tuple[int, dict[str, Any]]:
        """Take a batch; the status and the fields of the answer."""
        encoding = request.headers.get("Content-Encoding", "identity")
        if encoding not in self.encodings:
            return 415, {"acked": self.frontier.size}
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
        if first > self.frontier.size + 1:
            return 409, {"acked": self.frontier.size}
        for body, event in zip(bodies, events, strict=True):
            seq = int(event["sequence"])
            if seq <= self.frontier.size:
                if body != self.bodies[seq - 1]:
                    return 409, {"acked": self.frontier.size, "diverged": True}
                continue
            assert seq == self.frontier.size + 1
            self.frontier.add(leaf_hash(body))
            self.bodies.append(body)
        note = b64decode(request.headers["Checkpoint"])
        state = Checkpoint.parse(Note.parse(note).text)
        assert state.origin.startswith("bank.example/kiosk/0571-3/")
        assert state.size == first + len(events) - 1
        if state.size == self.frontier.size:
            assert state.root == self.frontier.root()
        return 200, self.acknowledgement(state.origin)

    def acknowledgement(self, origin: str) -> dict[str, Any]:
        state = Checkpoint(origin, self.frontier.size, self.frontier.root())
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
        """Be restored from an older back-up."""
        self.bodies = self.bodies[:size]
        self.frontier = Frontier.of(map(leaf_hash, self.bodies))

    def _serve_desired(self, request: Request) -> None:
        if self.desired is None:
            request.answer(404, {})
        elif request.headers.get("If-None-Match") == f'"{self.desired[0]}"':
            request.answer(304)
        else:
            request.answer(200, self.desired[1], ETag=f'"{self.desired[0]}"')
