"""The benchmark of the central service answers in the agreed form, and holds what it says was acknowledged."""

from __future__ import annotations

import asyncio
import json
import socket
import threading

import pytest

from kiosk.bench import central
from kiosk.bench.postgres import NoPostgresError


def test_the_answer_has_the_agreed_rows_and_is_json(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoPostgres:
        def __init__(self) -> None:
            raise NoPostgresError("not here")

    monkeypatch.setattr(central, "Postgres", NoPostgres)
    monkeypatch.setattr(central, "_INGEST", (2, 2, 40))
    monkeypatch.setattr(central, "_SMALL", (6, 3, 7))
    monkeypatch.setattr(central, "_CONNECTIONS", (2, 3))

    answer = json.loads(json.dumps(central.run(quick=False)))

    assert (answer["bench"], answer["left_out"]) == ("central", ["postgresql: not here"])
    rows = {row["what"]: row for row in answer["results"]}
    assert list(rows) == [
        "ingest sqlite",
        "ingest sqlite, ten times the records",
        "requests sqlite",
        "requests sqlite, p50",
        "requests sqlite, p99",
    ]
    assert all(row["value"] > 0 for row in rows.values())
    assert rows["requests sqlite"]["peer"] == "GET /healthz of the same service"


def test_a_service_that_answers_otherwise_fails_the_measurement() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def refuse() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(100)
                connection.sendall(b"HTTP/1.1 503 Busy\r\nContent-Length: 2\r\n\r\nno")

        thread = threading.Thread(target=refuse)
        thread.start()
        with pytest.raises(RuntimeError, match="answered"):
            asyncio.run(central._send(server.getsockname(), [[b"GET / HTTP/1.1\r\n\r\n"]], expect=b"200"))
        thread.join()
