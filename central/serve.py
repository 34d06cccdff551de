"""Serves until SIGTERM, over TLS with certificates on both sides."""

from __future__ import annotations

import json
import signal
import socket
from pathlib import Path
from typing import Final

import uvicorn

from central import logs
from central.app import create_app
from central.service import Service
from central.tls import MutualTlsProtocol, server_context

_KEEP_ALIVE_S: Final = 90
_GRACE_S: Final = 10


class _Server(uvicorn.Server):
    """Says where it listens once it does."""

    def __init__(self, config: uvicorn.Config, announce: Path, url: str) -> None:
        super().__init__(config)
        self._announce, self._url = announce, url

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell standard output and the endpoint file."""
        await super().startup(sockets)
        told = json.dumps({"url": self._url})
        beside = self._announce.with_suffix(".new")
        beside.write_text(told + "\n", encoding="utf-8")
        beside.replace(self._announce)
        print(told, flush=True)


def serve(service: Service, host: str, port: int) -> None:
    """Serve on an address until SIGTERM or SIGINT; port 0 takes a free one.

    When it is ready, `{"url": ...}` is one line on standard output and in `endpoint.json` of the data folder.
    """
    logs.configure()
    # The server raises the signal again when it has stopped; by then there is nothing left to do.
    signal.signal(signal.SIGTERM, lambda *_: None)
    signal.signal(signal.SIGINT, lambda *_: None)
    names = {"localhost", "127.0.0.1", socket.gethostname(), *service.settings.names}
    if host not in ("0.0.0.0", "::"):  # noqa: S104 - these are no names
        names.add(host)
    authority = service.authority
    context = server_context(*authority.server(names), authority.path)
    v6 = ":" in host
    listening = socket.create_server((host, port), family=socket.AF_INET6 if v6 else socket.AF_INET, backlog=1024)
    shown = f"[{host}]" if v6 else host
    config = uvicorn.Config(
        create_app(service),
        http=MutualTlsProtocol,
        ws="none",
        ssl_context_factory=lambda *_: context,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=_GRACE_S,
    )
    endpoint = service.data / "endpoint.json"
    try:
        _Server(config, endpoint, f"https://{shown}:{listening.getsockname()[1]}").run([listening])
    finally:
        endpoint.unlink(missing_ok=True)
