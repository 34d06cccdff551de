"""Logs: one JSON object a line on standard error; no tokens, no query strings, no bodies, no exception messages."""

from __future__ import annotations

import json
import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

KIOSK: Final = "branch_kiosk.kiosk"
"""Where a request's scope bears the kiosk of the client certificate."""

WHY: Final = "branch_kiosk.why"
"""Where a request's scope says why it was refused."""

GATHER_S: Final = 0.1
"""How long the line of a request may wait for more."""

_FIELDS: Final = "fields"
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, default=str)
log = logging.getLogger("central")


def event(name: str, level: int = logging.INFO, /, **fields: object) -> None:
    """Log an event with its fields."""
    log.log(level, name, extra={_FIELDS: fields})


class JsonFormatter(logging.Formatter):
    """A record as one line. Of an exception only its type and place are said: its message may quote a customer."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {"at": at, "level": record.levelname.lower(), "event": record.msg}
        line.update(getattr(record, _FIELDS, {}))
        if record.exc_info and record.exc_info[0]:
            last = traceback.extract_tb(record.exc_info[2])[-1:]
            line["error"] = record.exc_info[0].__name__
            line["at_line"] = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in last]
        return _ENCODER.encode(line)


class GatheringHandler(logging.Handler):
    """Writes lines to standard error, those below a warning a moment later together.

    A write of its own for each request costs a good part of what the request costs.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] = []
        self._some, self._ended = threading.Event(), threading.Event()
        threading.Thread(target=self._write_soon, name="logs", daemon=True).start()

    def emit(self, record: logging.LogRecord) -> None:
        """Take a record's line. A record that cannot be formatted raises nothing."""
        try:
            self._lines.append(self.format(record) + "\n")
        except Exception:
            self.handleError(record)
        if record.levelno >= logging.WARNING:
            self.flush()
        elif len(self._lines) == 1:
            self._some.set()

    def flush(self) -> None:
        """Write what was taken."""
        self.acquire()
        try:
            lines, self._lines = self._lines, []
            if lines:
                sys.stderr.write("".join(lines))
                sys.stderr.flush()
        finally:
            self.release()

    def close(self) -> None:
        """Write what was taken; the thread ends soon. It is not waited for: `logging` closes with the lock held."""
        self.flush()
        self._ended.set()
        self._some.set()
        super().close()

    def _write_soon(self) -> None:
        while self._some.wait():
            closed = self._ended.wait(GATHER_S)
            self._some.clear()
            self.flush()
            if closed:
                return


def configure() -> None:
    """Send this program's logs, and warnings of its libraries, to standard error."""
    # What no line shows is not looked up.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    handler = GatheringHandler()
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    log.setLevel(logging.INFO)


class RequestLog:
    """ASGI middleware: one line for each request, with the route's template instead of the path.

    `answered` is told of each as well: method, route, status, seconds.
    """

    def __init__(self, app: ASGIApp, answered: Callable[[str, str | None, int, float], None]) -> None:
        self._app, self._answered = app, answered

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and log and tell how it ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            route = getattr(scope.get("route"), "path", None)
            took = time.perf_counter() - began
            self._answered(scope["method"], route, status, took)
            told = {"method": scope["method"], "route": route, "kiosk": scope.get(KIOSK), "status": status}
            told["ms"] = round(took * 1000, 1)
            if status >= 400:
                told["why"] = scope.get(WHY)
            event("request", **told)
