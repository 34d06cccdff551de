"""The bank's own troubles: nothing is acknowledged that is not stored, and what recovers goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from central_desk import Bank, Caller, Journal
from sqlalchemy import Connection, update
from sqlalchemy.exc import OperationalError

from central import projection, tables
from central.batch import Log
from central.ledger import Acknowledgement, Verified, _Job
from kiosk.core import entries


def test_a_full_disk_is_a_try_again_and_nothing_is_lost(
    bank: Bank, call: Caller, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def full() -> Iterator[Connection]:
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))
        yield

    with monkeypatch.context() as patch:
        patch.setattr(bank.service.store, "write", full)
        answer = journal.send(call)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert (
            call("POST", "/v1/branches/0571/calls", json={"visit": None, "why": "x", "screen": "x"}).status_code == 503
        )
    assert journal.send(call).json()["acked"] == 1
    assert not bank.service.fsck()[0].faults


def test_a_bad_batch_fails_alone_in_its_group(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    journals = [Journal(kiosk=f"0571-{number}") for number in range(4)]
    for journal in journals:
        bank.enrol(journal.kiosk)
    apply = projection.apply

    def sometimes(connection: Connection, seen: Sequence[tuple[Log, Any]], *rest: Any) -> None:
        if any(log.kiosk == "0571-2" for log, _ in seen):
            raise RuntimeError
        apply(connection, seen, *rest)

    monkeypatch.setattr(projection, "apply", sometimes)
    judged = [_judged(bank, journal) for journal in journals]

    async def committed() -> list[Any]:
        jobs = [_Job(verified, asyncio.get_running_loop().create_future()) for verified in judged]
        bank.ledger._commit(jobs)
        return await asyncio.gather(*(job.answer for job in jobs), return_exceptions=True)

    outcomes = asyncio.run(committed())
    assert isinstance(outcomes.pop(2), RuntimeError)
    assert [outcome.acked for outcome in outcomes] == [1, 1, 1]
    assert [found.log.kiosk for found in bank.service.fsck()] == ["0571-0", "0571-1", "0571-3"]


def test_a_journal_that_moved_meanwhile_is_judged_again(bank: Bank, call: Caller, journal: Journal) -> None:
    opening = _judged(bank, journal)
    journal.send(call)
    assert asyncio.run(bank.ledger.append(opening)) is None

    journal.append(entries.KioskStarted("1"))
    going_on = _judged(bank, journal)
    journal.send(call)
    assert asyncio.run(bank.ledger.append(going_on)) is None
    assert not bank.service.fsck()[0].faults


def test_what_waits_is_committed_before_the_service_stops(bank: Bank, call: Caller, journal: Journal) -> None:
    judged = _judged(bank, journal)

    async def stopped() -> Acknowledgement | None:
        with bank.service.store.alone():
            answer = asyncio.ensure_future(bank.ledger.append(judged))
            await asyncio.sleep(0)
            assert not answer.done()
        bank.restart()
        async with asyncio.timeout(10):
            return await answer

    outcome = asyncio.run(stopped())
    assert outcome is not None
    assert outcome.acked == 1


def test_a_kiosk_that_moved_to_another_branch_is_heard_there(bank: Bank, call: Caller) -> None:
    body = {"visit": None, "why": "help", "screen": "attract"}
    bank.enrol("0572-1", "0572")
    with bank.service.store.write() as connection:
        connection.execute(update(tables.kiosk).where(tables.kiosk.c.kiosk == "0571-3").values(branch="0572"))
    assert call("POST", "/v1/branches/0571/calls", json=body).status_code == 403
    assert call("POST", "/v1/branches/0572/calls", json=body).status_code == 202


def _judged(bank: Bank, journal: Journal) -> Verified:
    judged = bank.ledger.judge(_batch(bank, journal))
    assert isinstance(judged, Verified)
    return judged


def _batch(bank: Bank, journal: Journal) -> Any:
    from central import batch

    _, _, told = journal.request()
    headers = told["headers"]
    return batch.read(
        journal.log,
        origin=bank.service.origin(journal.log),
        body=told["content"],
        encoding="zstd",
        content_digest=headers["Content-Digest"],
        note=headers["Checkpoint"],
    )
