"""The wire between `kiosk sync` and the centre: one connection, and answers that are bounded in bytes and in time."""

from __future__ import annotations

import io
import json
import re
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPResponse
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import quote

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.hooks import default_hooks
from requests.structures import CaseInsensitiveDict
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool

from kiosk.core.ports import Clock
from kiosk.record.syncstate import SyncTrouble

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

    from kiosk.settings import Settings

_TIMES: Final = 3
"""A whole answer may take so many times as long as one wait for the network."""
_LONGEST_RETRY_AFTER_S: Final = 86_400.0


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


SessionFactory: TypeAlias = Callable[[SyncConfig], requests.Session]


def mutual_tls(config: SyncConfig) -> requests.Session:
    """A session with the terminal's certificate that trusts the pinned CA alone; the environment changes nothing."""
    session = requests.Session()
    session.trust_env = False
    session.verify = str(config.ca)
    session.cert = (str(config.certificate), str(config.key))
    session.mount("https://", _Tls13())
    session.headers["Accept-Encoding"] = "identity"
    return session


@dataclass(frozen=True)
class Answer:
    """What came back: its headers' names as they came, its body as it came, never decompressed."""

    status: int
    headers: Mapping[str, str]
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
    """Requests of one terminal to its centre, over one connection at a time. Not shared between threads."""

    def __init__(self, config: SyncConfig, session: SessionFactory, clock: Clock) -> None:
        self._config, self._make_session, self._clock = config, session, clock
        self._session: requests.Session | None = None
        self._base = f"{config.url.rstrip('/')}/v1/kiosks/{quote(config.kiosk, safe='')}"
        self.offset_s: float | None = None
        """How far this clock is ahead of the centre's, in seconds, from the last answer's `Date`: to about a second and
        half of what the exchange took. None before the first."""

    def exchange(
        self, method: str, path: str, longest: int, headers: Mapping[str, str], body: bytes | None
    ) -> Answer | SyncTrouble:
        """One request; `longest` bounds the answer's body. A redirect is an answer like another: nothing follows it."""
        before = self._clock.now()
        try:
            if self._session is None:
                self._session = self._make_session(self._config)
            request = requests.PreparedRequest()  # by hand: `Session.request` costs as much as sending
            request.prepare_method(method)
            request.url = self._base + path
            request.headers = CaseInsensitiveDict(headers)
            for name, value in self._session.headers.items():
                request.headers.setdefault(name, str(value))
            if body is not None:
                request.headers["Content-Length"] = str(len(body))
            request.prepare_cookies({})
            request.body, request.hooks = body, default_hooks()
            with self._session.send(
                request, timeout=self._config.timeout_s, allow_redirects=False, stream=True, proxies={}
            ) as response:
                content = _read(response, longest)
                status, told = response.status_code, response.headers
        except requests.exceptions.SSLError:
            self.drop()
            return SyncTrouble.CERTIFICATE
        except (requests.RequestException, urllib3.exceptions.HTTPError):
            self.drop()
            return SyncTrouble.UNREACHABLE
        except OSError:  # requests: a certificate or key file that is not there or is none
            self.drop()
            return SyncTrouble.CERTIFICATE
        if content is None:
            return SyncTrouble.BAD_ANSWER
        self._compare_clocks(told.get("Date"), before, self._clock.now())
        return Answer(status, told, content)

    def drop(self) -> None:
        """Begin with a new connection next time, and with the certificate files as they are then. Idempotent."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def _compare_clocks(self, date: str | None, before: datetime, after: datetime) -> None:
        theirs = None if date is None else _date(date)
        if theirs is not None:  # which is cut to the second: half a second ago, on average
            middle = before + (after - before) / 2
            self.offset_s = round((middle - theirs).total_seconds() - 0.5, 1)


def _read(response: requests.Response, longest: int) -> bytes | None:
    """The whole body as it was sent; None where it is too long."""
    content = bytearray()
    while chunk := response.raw.read1(longest, decode_content=False):
        content += chunk
        if len(content) > longest:
            return None
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


class _BoundedPool(HTTPSConnectionPool):
    ConnectionCls = _BoundedConnection


class _Tls13(HTTPAdapter):
    """Refuses anything older than TLS 1.3, and answers that do not end."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_minimum_version=ssl.TLSVersion.TLSv1_3, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"https": _BoundedPool}
