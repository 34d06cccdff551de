"""TLS 1.3 with the client's certificate, told to the application by the ASGI TLS extension (0.2); and what a slow or
greedy client may take of the service.

A terminal without a certificate must be able to ask for one, so that none is demanded; one that is shown must be of the
authority and in time, or the handshake fails. Who needs one is the application's to judge.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import OrderedDict
from hashlib import sha256
from pathlib import Path
from typing import ClassVar, Final
from weakref import WeakValueDictionary

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from central.logs import event

HEAD_S: Final = 10.0
"""How long a client may take for the head of a request, the first one's counted from the handshake."""
BODY_S: Final = 40.0
"""How long for a body: a little longer than the application waits, which then can still say 408."""
HANDSHAKE_S: Final = 10.0
OF_ONE: Final = 32
"""Connections that one certificate may have; one more cuts its oldest."""
OF_ANYBODY: Final = 256
"""Connections without a certificate, together; one more cuts the oldest of them."""
LARGEST_HEAD: Final = 32 * 1024
UNREAD: Final = 4 * 2**20
"""Bytes of a body that are let pass after the answer, so that the client can read it."""

_CLOSE_S: Final = 0.5


def server_context(certificate: Path, key: Path, ca: Path) -> ssl.SSLContext:
    """A context that accepts no certificate but the authority's."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.verify_mode = ssl.CERT_OPTIONAL
    context.load_verify_locations(ca)
    context.load_cert_chain(certificate, key)
    return context


class BoundedProtocol(HttpToolsProtocol):
    """HTTP/1.1 within bounds of time and size: a slow client holds its own connection, and not long."""

    _deadline: asyncio.TimerHandle | None = None
    _in_head = True
    _head = 0
    _unread = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Expect a request."""
        super().connection_made(transport)
        self._within(HEAD_S)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is expected any more."""
        self._within(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what comes."""
        if self._deadline is None:  # idle until now
            self._within(HEAD_S)
        self._head += len(data)
        super().data_received(data)
        if self._head > LARGEST_HEAD and self._in_head:
            self._cut("head")

    def on_message_begin(self) -> None:
        """Begin a request's head."""
        self._in_head, self._head, self._unread = True, 0, 0
        if self._deadline is None:
            self._within(HEAD_S)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Expect the body."""
        self._in_head = False
        self._within(BODY_S)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a part of the body; let little of it pass once nobody reads it."""
        super().on_body(body)
        if self.cycle.response_complete:
            self._unread += len(body)
            if self._unread > UNREAD:
                self._cut("body")

    def on_message_complete(self) -> None:
        """All of the request is there."""
        self._within(None)
        super().on_message_complete()

    def shutdown(self) -> None:
        """Begin a graceful stop. An idle client that does not answer the close is not waited for (RFC 8446, 6.1)."""
        idle = self.cycle is None or self.cycle.response_complete
        super().shutdown()
        if idle:
            self.loop.call_later(_CLOSE_S, self.transport.abort)

    def _within(self, seconds: float | None) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = None if seconds is None else self.loop.call_later(seconds, self._cut, "slow")

    def _cut(self, why: str) -> None:
        event("cut", why=why)
        self.transport.abort()


class MutualTlsProtocol(BoundedProtocol):
    """Puts the client's certificate into each request's scope: `extensions.tls.client_cert_chain`, one PEM.

    Each certificate may have a few connections, and all without one together some more.
    """

    _open: ClassVar[WeakValueDictionary[bytes, _Few]] = WeakValueDictionary()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the certificate of the finished handshake."""
        super().connection_made(transport)
        connection = transport.get_extra_info("ssl_object")
        der = connection.getpeercert(binary_form=True) if connection else None
        self._chain = [ssl.DER_cert_to_PEM_cert(der)] if der else []
        name = sha256(der).digest() if der else b""
        self._few = self._open.setdefault(name, _Few(OF_ONE if der else OF_ANYBODY))
        oldest = self._few.add(self)
        if oldest is not None:
            oldest._cut("many")

    def connection_lost(self, exc: Exception | None) -> None:
        """Make room for another."""
        self._few.remove(self)
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Begin a request's scope."""
        super().on_message_begin()
        self.scope["extensions"] = {"tls": {"client_cert_chain": self._chain}}


class _Few:
    """The connections of one client, oldest first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: OrderedDict[MutualTlsProtocol, None] = OrderedDict()

    def add(self, connection: MutualTlsProtocol) -> MutualTlsProtocol | None:
        """Add one; returns the one that must go."""
        self._open[connection] = None
        return self._open.popitem(last=False)[0] if len(self._open) > self._most else None

    def remove(self, connection: MutualTlsProtocol) -> None:
        """Remove one, if it is still there."""
        self._open.pop(connection, None)
