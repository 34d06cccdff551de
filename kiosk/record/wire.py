"""The wire between `kiosk sync` and the centre: one connection, and answers that are bounded in bytes and in time."""

from __future__ import annotations

import io
import json
import logging
import re
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse, HTTPSConnection, IncompleteRead
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import quote, urlsplit

from urllib3.util import wait_for_read

from kiosk.core.ports import Clock
from kiosk.record.syncstate import SyncTrouble

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

    from kiosk.settings import Settings

_TIMES: Final = 3
"""A whole answer may take so many times as long as one wait for the network."""
_LONGEST_RETRY_AFTER_S: Final = 86_400.0

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SyncConfig:
    """What sync must know. Files are PEM; `desired_keys` and `server_cosigner` are C2SP verifier key strings.

    Records that can wait do so for `poll_s` until the centre says otherwise; the journal is looked at every `look_s`,
    so that is how long an urgent one takes to leave. `timeout_s` bounds each wait for the network, and three times it
    a whole answer. The centre hears how the terminal is every `status_s`. `settings` are the terminal's own, which
    those of a desired state are laid over; without them, these are not looked into.
    """

    kiosk: str
    bank: str
    url: str
    ca: Path
    certificate: Path
    key: Path
    state_dir: Path
    desired_keys: tuple[str, ...] = ()
    server_cosigner: str | None = None
    poll_s: float = 5.0
    look_s: float = 1.0
    timeout_s: float = 10.0
    status_s: float = 60.0
    settings: Settings | None = None


Connect: TypeAlias = Callable[[SyncConfig], HTTPConnection]
"""A connection to the centre, not yet made. Raises OSError where it cannot be prepared."""


def mutual_tls(config: SyncConfig) -> HTTPConnection:
    """TLS 1.3 with the terminal's certificate, trusting the pinned CA alone; the environment changes nothing.

    Raises OSError for a certificate or key file that is not there or is none.
    """
    url = urlsplit(config.url)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.hostname_checks_common_name = False
    context.set_alpn_protocols(["http/1.1"])
    context.load_verify_locations(config.ca)
    context.load_cert_chain(config.certificate, config.key)
    return _BoundedConnection(url.hostname or "", url.port or 443, timeout=config.timeout_s, context=context)


@dataclass(frozen=True)
class Answer:
    """What came back, its body as it came, never decompressed."""

    status: int
    headers: HTTPMessage
    body: bytes

    def fields(self) -> dict[str, Any]:
        """The body as a JSON object; an empty one where it is none."""
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return value if isinstance(value, dict) else {}

    def retry_after(self, now: datetime) -> float | None:
        """The seconds that `Retry-After` asks for (RFC 9110, 10.2.3), at most a day; None where it says nothing."""
        told = self.headers.get("Retry-After")
        if told is None:
            return None
        if re.fullmatch("[0-9]{1,9}", told.strip()):
            seconds = float(told)
        else:
            at = _date(told)
            if at is None:
                return None
            seconds = (at - now).total_seconds()
        return min(max(seconds, 0.0), _LONGEST_RETRY_AFTER_S)


class Wire:
    """Requests of one terminal to its centre, one at a time over one connection. Not shared between threads."""

    def __init__(self, config: SyncConfig, connect: Connect, clock: Clock) -> None:
        self._config, self._connect, self._clock = config, connect, clock
        self._connection: HTTPConnection | None = None
        self._asked: datetime | None = None
        """When the request left that is under way."""
        self._base = f"{urlsplit(config.url).path.rstrip('/')}/v1/kiosks/{quote(config.kiosk, safe='')}"
        self.offset_s: float | None = None
        """How far this clock is ahead of the centre's, in seconds, from the last answer's `Date`: to about a second and
        half of what the exchange took. None before the first."""

    def exchange(
        self, method: str, path: str, longest: int, headers: Mapping[str, str], body: bytes | None
    ) -> Answer | SyncTrouble:
        """One request; `longest` bounds the answer's body. A redirect is an answer like another: nothing follows it."""
        return self.send(method, path, headers, body) or self.receive(longest)

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> SyncTrouble | None:
        """Send a request; the trouble that kept it from leaving. Its answer is to be received next."""
        if self._asked is not None:
            self.drop()
        self._asked = self._clock.now()
        try:
            connection = self._connection = self._connection or self._connect(self._config)
        except OSError:  # a certificate or key file is not there, or is none
            return self._lost(SyncTrouble.CERTIFICATE)
        try:
            if connection.sock is not None:
                if wait_for_read(connection.sock, 0.0):  # the centre has ended it
                    connection.close()
                else:
                    connection.sock.settimeout(self._config.timeout_s)
            connection.request(method, self._base + path, body, dict(headers))
        except BrokenPipeError:
            return None  # it may have answered before it had read all
        except ssl.SSLError:
            return self._lost(SyncTrouble.CERTIFICATE)
        except (OSError, HTTPException, UnicodeError):  # the last from a host that has no name
            return self._lost(SyncTrouble.UNREACHABLE)
        return None

    def receive(self, longest: int) -> Answer | SyncTrouble:
        """The answer to what was sent."""
        asked, connection = self._asked, self._connection
        if asked is None or connection is None:
            return self._lost(SyncTrouble.UNREACHABLE)
        try:
            response = connection.getresponse()
            content = _read(response, longest)
            response.close()
        except ssl.SSLError:
            return self._lost(SyncTrouble.CERTIFICATE)
        except (OSError, HTTPException):
            return self._lost(SyncTrouble.UNREACHABLE)
        if content is None:
            return self._lost(SyncTrouble.BAD_ANSWER)
        self._asked = None
        log.debug("answered by %d", response.status)
        self._compare_clocks(response.headers.get("Date"), asked, self._clock.now())
        return Answer(response.status, response.headers, content)

    def _lost(self, trouble: SyncTrouble) -> SyncTrouble:
        self.drop()
        return trouble

    def drop(self) -> None:
        """Begin with a new connection next time, and with the certificate files as they are then. Idempotent."""
        self._asked = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _compare_clocks(self, date: str | None, before: datetime, after: datetime) -> None:
        theirs = None if date is None else _date(date)
        if theirs is not None:  # which is cut to the second: half a second ago, on average
            middle = before + (after - before) / 2
            self.offset_s = round((middle - theirs).total_seconds() - 0.5, 1)


def _read(response: HTTPResponse, longest: int) -> bytes | None:
    """The whole body as it was sent; None where it is too long. Raises `HTTPException` where it breaks off."""
    content = bytearray()
    while chunk := response.read1(longest):
        content += chunk
        if len(content) > longest:
            return None
    if response.length:
        raise IncompleteRead(b"", response.length)
    return bytes(content)


def _date(text: str) -> datetime | None:
    """An HTTP date (RFC 9110, 5.6.7); None for what is none."""
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return date.replace(tzinfo=UTC) if date.tzinfo is None else date


class _Until(io.RawIOBase):
    """What a socket receives until a moment (monotonic seconds). Raises TimeoutError after it."""

    def __init__(self, raw: io.RawIOBase, sock: Any, end: float) -> None:
        super().__init__()
        self._raw, self._socket, self._end = raw, sock, end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int | None:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("the answer takes too long")
        self._socket.settimeout(min(left, self._socket.gettimeout() or left))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _BoundedResponse(HTTPResponse):
    """An answer that must have come, headers and body, within `_TIMES` the time-out of its socket.

    Who sends a byte now and then would otherwise hold the terminal for as long as it likes.
    """

    def __init__(self, sock: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        timeout_s = sock.gettimeout()
        if timeout_s is not None:
            self.fp = io.BufferedReader(_Until(self.fp.detach(), sock, time.monotonic() + _TIMES * timeout_s))


class _BoundedConnection(HTTPSConnection):
    response_class = _BoundedResponse
