"""Serves until SIGTERM: over TLS with certificates on both sides, or in plain HTTP to a TLS proxy."""

from __future__ import annotations

import asyncio
import functools
import gc
import json
import resource
import signal
import socket
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import uvicorn

from central import logs
from central.app import create_app
from central.monitoring import create_monitoring
from central.service import Service
from central.tls import HANDSHAKE_S, BoundedProtocol, MutualTlsProtocol, server_context

_KEEP_ALIVE_S: Final = 90
_GRACE_S: Final = 10
_GARBAGE: Final = 10_000
"""Objects made and kept until it is looked for garbage among them; by default 700, a few requests."""
_SAME: Final[dict[str, Any]] = {
    "ws": "none",
    "log_config": None,
    "access_log": False,
    "server_header": False,
    "proxy_headers": False,
}


class _Server(uvicorn.Server):
    """Says where it listens once it does."""

    def __init__(self, config: uvicorn.Config, announce: Path, told: str) -> None:
        super().__init__(config)
        self._announce, self._told = announce, told

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell standard output and the endpoint file."""
        if self.config.is_ssl:  # uvicorn has no setting for it
            loop: Any = asyncio.get_running_loop()
            loop.create_server = functools.partial(loop.create_server, ssl_handshake_timeout=HANDSHAKE_S)
        await super().startup(sockets)
        # What is there now stays: to look through it for garbage again and again stops every request for 0.1 s.
        gc.collect()
        gc.freeze()
        gc.set_threshold(_GARBAGE)
        beside = self._announce.with_suffix(".new")
        beside.write_text(self._told + "\n", encoding="utf-8")
        beside.replace(self._announce)
        print(self._told, flush=True)


def serve(
    service: Service,
    address: tuple[str, int],
    *,
    behind: Sequence[str] | None = None,
    metrics: tuple[str, int] | None = None,
) -> None:
    """Serve on an address until SIGTERM or SIGINT; port 0 takes a free one.

    When it is ready, `{"url": ..., "metrics": ...}` is one line on standard output and in the data folder's
    `endpoint.json`. `behind` are TLS proxies, which are spoken to in plain HTTP; `metrics` is the address of a second
    listener, for those who run the service. Raises `SettingsError` for what is no address.
    """
    logs.configure()
    # The server raises the signal again when it has stopped; by then there is nothing left to do.
    signal.signal(signal.SIGTERM, lambda *_: None)
    signal.signal(signal.SIGINT, lambda *_: None)
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    host, _ = address
    app = create_app(service)
    options: dict[str, Any]
    if behind is None:
        names = {"localhost", "127.0.0.1", socket.gethostname(), *service.settings.names}
        if host not in ("0.0.0.0", "::"):  # noqa: S104 - these are no names
            names.add(host)
        context = server_context(*service.authority.server(names), service.authority.path)
        options = {"http": MutualTlsProtocol, "ssl_context_factory": lambda *_: context}
    else:
        service.trust(behind)
        options = {"http": BoundedProtocol}
    listening = _listen(address)
    url = _url("http" if behind is not None else "https", listening, host)
    told = {"url": url}
    aside = None
    if metrics is not None:
        seen = _listen(metrics)
        told["metrics"] = _url("http", seen, metrics[0])
        aside = _Aside(uvicorn.Config(create_monitoring(app), http=BoundedProtocol, **_SAME), seen)
    config = uvicorn.Config(
        app, timeout_keep_alive=_KEEP_ALIVE_S, timeout_graceful_shutdown=_GRACE_S, **_SAME, **options
    )
    endpoint = service.data / "endpoint.json"
    try:
        if aside:
            aside.start()
        _Server(config, endpoint, json.dumps(told)).run([listening])
    finally:
        endpoint.unlink(missing_ok=True)
        if aside:
            aside.stop()


class _Aside:
    """A second, smaller server in a thread of its own."""

    def __init__(self, config: uvicorn.Config, listening: socket.socket) -> None:
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([listening],), name="monitoring", daemon=True)

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait for it."""
        self._server.should_exit = True
        self._thread.join()


def _listen(address: tuple[str, int]) -> socket.socket:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    return socket.create_server(address, family=family, backlog=1024)


def _url(scheme: str, listening: socket.socket, host: str) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}:{listening.getsockname()[1]}"
