"""Every refusal is in the log with its reason, and with nothing that was sent."""

from __future__ import annotations

import json
import logging
import time
from contextlib import nullcontext

import pytest
from central_desk import Bank, Caller, Journal
from est_client import csr, spend

from central.logs import GatheringHandler, JsonFormatter

DATABASES = ("sqlite",)


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [json.loads(JsonFormatter().format(record)) for record in caplog.records if record.name == "central"]


def test_why_and_who(bank: Bank, call: Caller, journal: Journal, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "central")
    journal.send(bank.caller(None))
    journal.send(call, encoding="br")
    call("GET", "/v1/kiosks/0571-9/desired")
    call("POST", "/v1/branches/0571/calls", json={"visit": "secret-one", "why": "secret two", "screen": "s"})
    call("POST", "/v1/branches/0571/calls", content=b"secret" * 9000)
    call("GET", "/secret/path?secret=query")
    spend(bank.caller(None), "0571-3", "secret-code", csr("0571-3"))
    refused = [line for line in lines(caplog) if line["event"] == "request"]

    assert [line["status"] for line in refused] == [401, 415, 403, 400, 413, 404, 401]
    assert all(line["why"] for line in refused)
    assert [line["kiosk"] for line in refused[:4]] == [None, "0571-3", "0571-3", "0571-3"]
    assert "secret" not in caplog.text + json.dumps(lines(caplog))


def test_lines_wait_for_more_but_no_warning_does(capsys: pytest.CaptureFixture[str]) -> None:
    handler = GatheringHandler()
    handler.setFormatter(JsonFormatter())

    def say(level: int, name: str) -> None:
        handler.handle(logging.LogRecord("central", level, "here", 1, name, (), None))

    def told() -> list[str]:
        return [json.loads(line)["event"] for line in capsys.readouterr().err.splitlines()]

    with handler.lock or nullcontext():  # the writing thread cannot begin
        say(logging.INFO, "one")
        say(logging.INFO, "two")
        assert told() == []
        say(logging.WARNING, "three")
        assert told() == ["one", "two", "three"]
    say(logging.INFO, "four")
    found: list[str] = []
    limit = time.monotonic() + 10
    while not found and time.monotonic() < limit:
        time.sleep(0.01)
        found += told()
    assert found == ["four"]
    say(logging.INFO, "last")
    handler.close()  # as at the end of the program
    assert told() == ["last"]
