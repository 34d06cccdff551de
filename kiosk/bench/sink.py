"""A neutral HTTP sink: takes batches from any shipper, counts their records by number, and says how it went.

`POST` anything, plain, gzip or zstd, by length or in chunks; a `PUT` is answered as keys are, nothing else is found. A
terminal's sync is answered as the centre would without a cosigner (`acked` and `root`, which it only reads from the
checkpoint's text), others as Elasticsearch's `_bulk` is. It verifies nothing and stores nothing: what is measured is
the shipper.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import subprocess
import sys
import time
from base64 import b64decode
from dataclasses import dataclass, field
from typing import Any, Final

import zstandard

_SEQUENCE: Final = re.compile(rb'"sequence":"([0-9]{10})"')
_NOT_FOUND: Final = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
_KEYS_TAKEN: Final = b'{"conflict": [], "erased": []}'
_PROGRAM: Final = "from kiosk.bench.sink import main; main()"


@dataclass
class Tally:
    """What has arrived. Times are monotonic seconds: the first request's beginning, the last answer."""

    requests: int = 0
    records: int = 0
    began: float | None = None
    ended: float | None = None
    seen: set[int] = field(default_factory=set)

    def take(self, headers: dict[str, str], body: bytes) -> bytes:
        """Count a request's records; the answer's body."""
        match headers.get("content-encoding"):
            case "zstd":
                body = zstandard.decompress(body)
            case "gzip":
                body = gzip.decompress(body)
        numbers = [int(number) for number in _SEQUENCE.findall(body)]
        self.requests += 1
        self.records += len(numbers)
        self.seen.update(numbers)
        if "checkpoint" not in headers:
            items = [{"index": {"status": 201}}] * len(numbers)
            return json.dumps({"took": 0, "errors": False, "items": items}).encode()
        _, size, root = b64decode(headers["checkpoint"]).split(b"\n")[:3]
        return json.dumps({"acked": int(size), "root": root.decode(), "config": 0, "flush_s": 30}).encode()

    def told(self) -> dict[str, Any]:
        """The tally as JSON values."""
        began, ended = self.began or 0.0, self.ended or 0.0
        return {"requests": self.requests, "records": self.records, "distinct": len(self.seen), "s": ended - began}


class Sink:
    """The sink as a process of its own, so that its work is not the shipper's; `port` 0 takes a free one."""

    def __init__(self, port: int = 0) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.port = int(self._line())

    def tally(self) -> dict[str, Any]:
        """What has arrived: `requests`, `records`, `distinct` ones, and the seconds `s` from the first to the last."""
        if self._process.stdin is None:
            raise RuntimeError("the sink has no input")
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        told: dict[str, Any] = json.loads(self._line())
        return told

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

    def _line(self) -> str:
        return self._process.stdout.readline() if self._process.stdout is not None else ""


def main() -> None:
    """Serve on the port given; a line on standard input is answered with the tally, its end ends the sink."""
    asyncio.run(_main(int(sys.argv[1])))


async def _main(port: int) -> None:
    tally = Tally()
    server = await asyncio.start_server(lambda reader, writer: _serve(tally, reader, writer), "127.0.0.1", port)
    print(server.sockets[0].getsockname()[1], flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps(tally.told()), flush=True)
    server.close()


async def _serve(tally: Tally, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            if tally.began is None and head.startswith(b"POST "):
                tally.began = time.monotonic()
            lines = head.decode("latin-1").split("\r\n")[1:-2]
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            if headers.get("expect", "").lower() == "100-continue":
                writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            body = await _body(reader, headers)
            if not head.startswith(b"POST "):
                writer.write(_ok(_KEYS_TAKEN) if head.startswith(b"PUT ") else _NOT_FOUND)
                continue
            writer.write(_ok(tally.take(headers, body)))
            await writer.drain()
            tally.ended = time.monotonic()
    except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
        pass  # the shipper went away, or the sink is to end
    finally:
        writer.close()


def _ok(answer: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(answer), answer)


async def _body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() != "chunked":
        return await reader.readexactly(int(headers.get("content-length", "0")))
    parts: list[bytes] = []
    while size := int((await reader.readline()).split(b";")[0], 16):
        parts.append((await reader.readexactly(size + 2))[:-2])
    while (await reader.readline()).strip():
        pass
    return b"".join(parts)
