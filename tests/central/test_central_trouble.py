"""The bank's own troubles: nothing is acknowledged that is not stored, and what recovers goes on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from central_desk import Bank, Caller, Journal
from sqlalchemy import Connection, update
from sqlalchemy.exc import OperationalError

from central import projection, tables
from central.batch import Log
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

    def sometimes(connection: Connection, log: Log, *rest: Any) -> None:
        if log.kiosk == "0571-2":
            raise RuntimeError
        apply(connection, log, *rest)

    monkeypatch.setattr(projection, "apply", sometimes)
    judged = [bank.ledger.judge(_batch(bank, journal)) for journal in journals]
    for job in judged:
        job.future.set_running_or_notify_cancel()
    bank.ledger._commit(judged)

    assert isinstance(judged[2].future.exception(), RuntimeError)
    assert [job.future.result().acked for job in judged if job is not judged[2]] == [1, 1, 1]
    assert [found.log.kiosk for found in bank.service.fsck()] == ["0571-0", "0571-1", "0571-3"]


def test_a_journal_that_moved_meanwhile_is_judged_again(bank: Bank, call: Caller, journal: Journal) -> None:
    opening = bank.ledger.judge(_batch(bank, journal))
    journal.send(call)
    assert bank.ledger.submit(opening).result(10) is None

    journal.append(entries.KioskStarted("1"))
    going_on = bank.ledger.judge(_batch(bank, journal))
    journal.send(call)
    assert bank.ledger.submit(going_on).result(10) is None
    assert not bank.service.fsck()[0].faults


def test_what_waits_is_committed_before_the_service_stops(bank: Bank, call: Caller, journal: Journal) -> None:
    with bank.service.store.alone():
        future = bank.ledger.submit(bank.ledger.judge(_batch(bank, journal)))
        assert not future.done()
    bank.restart()
    assert future.result(0).acked == 1


def test_a_kiosk_that_moved_to_another_branch_is_heard_there(bank: Bank, call: Caller) -> None:
    body = {"visit": None, "why": "help", "screen": "attract"}
    bank.enrol("0572-1", "0572")
    with bank.service.store.write() as connection:
        connection.execute(update(tables.kiosk).where(tables.kiosk.c.kiosk == "0571-3").values(branch="0572"))
    assert call("POST", "/v1/branches/0571/calls", json=body).status_code == 403
    assert call("POST", "/v1/branches/0572/calls", json=body).status_code == 202


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
