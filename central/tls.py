"""TLS 1.3 with the client's certificate, told to the application by the ASGI TLS extension (0.2).

A terminal without a certificate must be able to ask for one, so that none is demanded; one that is shown must be of the
authority and in time, or the handshake fails. Who needs one is the application's to judge.
"""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_CLOSE_S: Final = 0.5


def server_context(certificate: Path, key: Path, ca: Path) -> ssl.SSLContext:
    """A context that accepts no certificate but the authority's."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.verify_mode = ssl.CERT_OPTIONAL
    context.load_verify_locations(ca)
    context.load_cert_chain(certificate, key)
    return context


class MutualTlsProtocol(HttpToolsProtocol):
    """Puts the client's certificate into each request's scope: `extensions.tls.client_cert_chain`, one PEM."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the certificate of the finished handshake."""
        super().connection_made(transport)
        connection = transport.get_extra_info("ssl_object")
        der = connection.getpeercert(binary_form=True) if connection else None
        self._chain = [ssl.DER_cert_to_PEM_cert(der)] if der else []

    def on_message_begin(self) -> None:
        """Begin a request's scope."""
        super().on_message_begin()
        self.scope["extensions"] = {"tls": {"client_cert_chain": self._chain}}

    def shutdown(self) -> None:
        """Begin a graceful stop. An idle client that does not answer the close is not waited for (RFC 8446, 6.1)."""
        idle = self.cycle is None or self.cycle.response_complete
        super().shutdown()
        if idle:
            self.loop.call_later(_CLOSE_S, self.transport.abort)
