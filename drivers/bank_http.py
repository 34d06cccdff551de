"""The bank's back office over HTTPS: `kiosk.core.ports.Bank` (the calls are described in docs/central.md).

Whatever a bank may answer, a call ends within seconds, reads a bounded number of bytes, and either has one of the
typed answers or raises `BankUnreachableError`. Nothing a customer said is ever logged.
"""

from __future__ import annotations

import json
import logging
import re
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

from kiosk.core.appointment import QueueTicket
from kiosk.core.ports import BankRefusal, BankUnreachableError, CheckInAnswer, CheckInRequest

CONNECT_S: Final = 2.0
"""The longest time for a connection with its TLS handshake."""
READ_S: Final = 4.0
"""The longest silence of a bank that is answering, and the longest time for the head of its answer."""
TOTAL_S: Final = 8.0
"""The longest time for a whole answer."""
LARGEST_ANSWER: Final = 16 * 1024

_SHOWN: Final = re.compile(r"[\w .-]{1,64}")
"""What of an answer the customer is shown, or a slip bears."""

_log = logging.getLogger(__name__)


class HttpBank:
    """Asks the bank at `url` for the terminals of `branch`.

    `ca`, `certificate` and `key` are PEM files: only a server with a certificate of this authority is believed, and
    the client certificate says which terminal asks. Connections are kept and shared by threads.
    """

    def __init__(self, url: str, branch: str, *, ca: Path, certificate: Path, key: Path) -> None:
        self._calls = f"{url.rstrip('/')}/v1/branches/{branch}"
        session = requests.Session()
        session.trust_env = False  # no proxy, no .netrc, no other authority of the environment
        session.verify, session.cert = str(ca), (str(certificate), str(key))
        session.headers.update({"Accept": "application/json", "Accept-Encoding": "identity"})
        session.mount("https://", _Adapter())
        self._session = session
        self._reachable = True

    def check_in(self, request: CheckInRequest) -> CheckInAnswer:
        """Check a customer in; the bank answers the same for the same code and visit."""
        status, answer = self._post(
            "check-ins",
            {
                "token": request.token,
                "visit": request.visit,
                "document": request.document,
                "face_accepted": request.face_accepted,
            },
        )
        understood = _check_in_answer(status, answer)
        if understood is None:
            raise self._lost(f"status {status} is no answer")
        self._answered()
        return understood

    def call_staff(self, visit: str | None, why: str, screen: str) -> None:
        """Page a member of staff."""
        status, _ = self._post("calls", {"visit": visit, "why": why, "screen": screen})
        if status != 202:
            raise self._lost(f"status {status} is no answer")
        self._answered()

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _post(self, call: str, body: Mapping[str, Any]) -> tuple[int, Any]:
        """The status and the JSON value of an answer; None for an empty one."""
        deadline = time.monotonic() + TOTAL_S
        try:
            with self._session.post(
                f"{self._calls}/{call}",
                json=body,
                timeout=(CONNECT_S, READ_S),
                allow_redirects=False,
                stream=True,
            ) as response:
                raw = _read(response.raw, deadline)
                status = response.status_code
        except (OSError, HTTPError) as error:
            raise self._lost(type(error).__name__) from error
        try:
            return status, json.loads(raw) if raw else None
        except (ValueError, RecursionError) as error:
            raise self._lost("not JSON") from error

    def _answered(self) -> None:
        """Log the recovery once."""
        if not self._reachable:
            self._reachable = True
            _log.info("the bank can be reached again")

    def _lost(self, why: str) -> BankUnreachableError:
        """Log the loss once."""
        if self._reachable:
            self._reachable = False
            _log.warning("the bank cannot be reached: %s", why)
        return BankUnreachableError(why)


def _check_in_answer(status: int, answer: Any) -> CheckInAnswer | None:
    """The typed answer; None for what is none."""
    match status, answer:
        case 200, {"ticket": {"number": str(number), "service": str(service), "counter": counter, "waiting": waiting}}:
            shown = (number, service) if counter is None else (number, service, counter)
            if all(isinstance(text, str) and _SHOWN.fullmatch(text) for text in shown) and _counts(waiting):
                return QueueTicket(number, service, counter, waiting)
        case 409, {"reason": str(reason)} if reason in set(BankRefusal):
            return BankRefusal(reason)
    return None


def _counts(waiting: object) -> bool:
    return waiting is None or (type(waiting) is int and 0 <= waiting < 10_000)


def _read(raw: BaseHTTPResponse, deadline: float) -> bytes:
    """The body as it comes, at most `LARGEST_ANSWER` bytes until the deadline. Raises TimeoutError and OSError."""
    body = bytearray()
    while part := raw.read1(LARGEST_ANSWER, decode_content=False):
        body += part
        if len(body) > LARGEST_ANSWER:
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
