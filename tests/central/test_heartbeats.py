"""How terminals fare: the newest heartbeat of each, many in one transaction; and the figures made of it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from central_desk import Bank, Caller, Journal
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from central import heartbeats, tables
from central.monitoring import create_monitoring
from central.operations import backup

KIOSK = "0571-3"
STATUS: dict[str, Any] = {
    "at": "2026-11-23T04:00:00Z",
    "version": "0.4.0",
    "epoch": "7f3a9c",
    "size": 7,
    "acked": 5,
    "queued": 2,
    "oldest_queued_s": 3.5,
    "config": 1795770000,
    "trouble": None,
    "clock_offset_s": -0.25,
    "certificate_not_after": "2026-12-23T04:00:00Z",
    "disk_used": 0.25,
    "screen": "attract",
    "screen_at": "2026-11-23T03:59:00Z",
    "visit": False,
    "devices": {"scanner": "ready", "printer": "outOfPaper"},
    "broken": None,
}


def put(call: Caller, kiosk: str = KIOSK, **fields: object) -> httpx.Response:
    return call("PUT", f"/v1/kiosks/{kiosk}/status", json={**STATUS, **fields})


def held(bank: Bank) -> dict[str, Any]:
    bank.heartbeats.flush()
    with bank.service.store.read() as connection:
        return {row.kiosk: row for row in connection.execute(select(tables.heartbeat))}


def figures(bank: Bank) -> dict[str, float]:
    text = Caller(create_monitoring(bank.app), None)("GET", "/metrics").text
    lines = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


def test_the_newest_is_kept_with_the_time_it_came(bank: Bank, call: Caller) -> None:
    assert put(call).status_code == 204
    bank.clock.advance(minutes=1)
    assert put(call, trouble="unreachable", of_a_newer_terminal="ignored").status_code == 204

    row = held(bank)[KIOSK]
    assert row.at == bank.clock.now
    assert row.status == {**STATUS, "trouble": "unreachable"}


def test_many_are_written_in_one_transaction(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeats, "EVERY_S", 60.0)
    bank.heartbeats.close()
    writer = heartbeats.Heartbeats(bank.service.store, bank.clock)
    bank.app.state.heartbeats = bank.heartbeats = writer
    commits = []
    monkeypatch.setattr(heartbeats, "_write", _counting(commits))
    for number in range(5):
        put(bank.enrol(f"0571-{number}"), f"0571-{number}")

    assert len(held(bank)) == 5
    assert commits == [5]


def _counting(commits: list[int]) -> Any:
    write = heartbeats._write

    def counting(connection: Any, taken: Any) -> None:
        commits.append(len(taken))
        write(connection, taken)

    return counting


def test_what_a_busy_database_does_not_take_is_kept(bank: Bank, call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    write = heartbeats._write

    def busy(*_: object) -> None:
        raise OperationalError("busy", None, Exception())

    monkeypatch.setattr(heartbeats, "_write", busy)
    put(call)
    with pytest.raises(OperationalError):
        bank.heartbeats.flush()
    monkeypatch.setattr(heartbeats, "_write", write)
    assert set(held(bank)) == {KIOSK}


@pytest.mark.parametrize(
    "fields",
    [
        {"at": "yesterday"},
        {"at": "2026-11-23T04:00:00"},
        {"size": -1},
        {"disk_used": 2},
        {"version": "x" * 65},
        {"devices": {str(number): "ready" for number in range(65)}},
        {"clock_offset_s": 1e300},
    ],
)
def test_nonsense_is_refused(bank: Bank, call: Caller, fields: dict[str, object]) -> None:
    assert put(call, **fields).status_code == 400
    assert held(bank) == {}


def test_it_is_small_and_ones_own(bank: Bank, call: Caller) -> None:
    assert put(call, more="x" * 20_000).status_code == 413
    bank.enrol("0571-4")
    assert put(call, "0571-4").status_code == 403
    assert put(bank.caller(None)).status_code == 401


def test_the_figures_count_and_name_nobody(bank: Bank, call: Caller, journal: Journal) -> None:
    bank.enrol("0571-4")
    bank.enrol("0571-5")
    put(call)
    put(bank.caller("0571-4"), "0571-4")
    held(bank)
    bank.clock.advance(minutes=5)
    put(call)
    held(bank)
    journal.send(call)
    journal.send(call, encoding="br")
    call("GET", "/v1/no/such/path")
    call("BREW", "/healthz")
    told = figures(bank)

    assert told['kiosk_central_kiosks{heard="2m"}'] == 1
    assert told['kiosk_central_kiosks{heard="15m"}'] == 1
    assert told['kiosk_central_kiosks{heard="never"}'] == 1
    assert told["kiosk_central_batches_total"] == told["kiosk_central_records_total"] == 1
    assert told["kiosk_central_group_size_count"] == 1
    assert told["kiosk_central_queue_depth"] == 0
    assert told['kiosk_central_refused_total{status="415"}'] == 1
    assert told['kiosk_central_requests_total{method="none",route="none",status="404"}'] == 1
    route = "/v1/kiosks/{kiosk}/epochs/{epoch}/events"
    assert told[f'kiosk_central_requests_total{{method="POST",route="{route}",status="200"}}'] == 1
    assert not any("0571" in name for name in told)


def test_the_figures_say_when_the_last_backup_was_begun(bank: Bank) -> None:
    assert "kiosk_central_last_backup_timestamp_seconds" not in figures(bank)
    if bank.service.store.shared:
        pytest.skip("pg_dump is not there everywhere")
    backup(bank.service, bank.folder)
    assert figures(bank)["kiosk_central_last_backup_timestamp_seconds"] == bank.clock.now.timestamp()


def test_the_figures_are_not_among_the_kiosks_calls(bank: Bank, call: Caller) -> None:
    assert call("GET", "/metrics").status_code == 404
    assert Caller(create_monitoring(bank.app), None)("GET", "/readyz").status_code == 204
