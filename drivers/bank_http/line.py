"""The line to the bank: JSON over mutual TLS, bounded in time and in bytes.

Whatever a bank may answer, a call ends within seconds, reads a bounded number of bytes, and either has an answer or
raises `BankUnreachableError`. Nothing a customer said is ever logged.
"""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from kiosk.core.ports import BankUnreachableError

CONNECT_S: Final = 2.0
"""The longest time for a connection with its TLS handshake."""
READ_S: Final = 4.0
"""The longest silence of a bank that is answering, and the longest time for the head of its answer."""
TOTAL_S: Final = 8.0
"""The longest time for a whole answer."""
LARGEST_ANSWER: Final = 16 * 1024
"""Bytes of an answer that may be read, where a call does not say otherwise."""

_log = logging.getLogger(__package__)


class Line:
    """Asks the bank at `url`. `ca`, `certificate` and `key` are PEM files.

    Only a server with a certificate of this authority is believed, and the client certificate says which terminal asks.
    Connections are kept and shared by threads.
    """

    def __init__(self, url: str, *, ca: Path, certificate: Path, key: Path) -> None:
        self._url = url.rstrip("/")
        session = requests.Session()
        session.trust_env = False  # no proxy, no .netrc, no other authority of the environment
        session.verify, session.cert = str(ca), (str(certificate), str(key))
        session.headers.update({"Accept": "application/json", "Accept-Encoding": "identity"})
        session.mount("https://", _Adapter())
        self._session = session
        self._reachable = True

    def ask(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        largest: int = LARGEST_ANSWER,
        document: bytes | None = None,
    ) -> tuple[int, Any]:
        """The status and the JSON value of an answer; None for an empty one. `path` begins with a slash.

        `document` is sent as it is, in place of a JSON body; its type is in `headers`.

        Raises `BankUnreachableError`. Who asked says whether what came is an answer: `answered`, or else raises `lost`.
        """
        deadline = time.monotonic() + TOTAL_S
        try:
            with self._session.request(
                method,
                self._url + path,
                json=body,
                data=document,
                headers=None if headers is None else dict(headers),
                timeout=(CONNECT_S, READ_S),
                allow_redirects=False,
                stream=True,
            ) as response:
                raw = _read(response.raw, deadline, largest)
                status = response.status_code
        except (OSError, HTTPError) as error:
            raise self.lost(type(error).__name__) from error
        try:
            return status, json.loads(raw) if raw else None
        except (ValueError, RecursionError) as error:
            raise self.lost("not JSON") from error

    def answered(self) -> None:
        """The bank gave an answer that is one; a recovery is logged once."""
        if not self._reachable:
            self._reachable = True
            _log.info("the bank can be reached again")

    def lost(self, why: str) -> BankUnreachableError:
        """The error to raise where the bank gave no answer that is one; a loss is logged once."""
        if self._reachable:
            self._reachable = False
            _log.warning("the bank cannot be reached: %s", why)
        return BankUnreachableError(why)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()


def _read(raw: BaseHTTPResponse, deadline: float, largest: int) -> bytes:
    """The body as it comes, at most `largest` bytes until the deadline. Raises TimeoutError and OSError."""
    body = bytearray()
    while part := raw.read1(LARGEST_ANSWER, decode_content=False):
        body += part
        if len(body) > largest:
            raise OSError("the answer is too long")
        if time.monotonic() > deadline:
            raise TimeoutError
    return bytes(body)


class _Connection(HTTPSConnection):
    """A connection that opens and begins to answer in time: a socket's own time-out starts again with every byte."""

    _line: socket.socket | None = None
    """A second handle of the socket, which still ends the connection while TLS holds the first."""

    def connect(self) -> None:
        """Connect and shake hands, `CONNECT_S` in all."""
        with self._within(CONNECT_S):
            super().connect()

    def getresponse(self) -> Any:
        """Wait for the head of the answer, `READ_S` in all."""
        with self._within(READ_S):
            return super().getresponse()

    def close(self) -> None:
        """Close both handles."""
        super().close()
        if self._line is not None:
            self._line.close()
            self._line = None

    def _new_conn(self) -> socket.socket:
        opened = super()._new_conn()
        self._line = opened.dup()
        return opened

    @contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        watch = threading.Timer(seconds, self._cut)
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()

    def _cut(self) -> None:
        line = self._line
        if line is not None:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


class _Pool(HTTPSConnectionPool):
    ConnectionCls = _Connection


class _Adapter(HTTPAdapter):
    """`requests` over `_Connection`; never tries twice."""

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:
        """Make the connection pools."""
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **options)
        self.poolmanager.pool_classes_by_scheme = {"https": _Pool}
