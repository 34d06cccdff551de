"""Work off the Qt thread runs in order, survives a broken job, and ends when told."""

from __future__ import annotations

import sys
import threading
from typing import Any

import pytest

from kiosk.ui.offthread import HandExecutor, ThreadExecutor


def test_jobs_run_in_order_on_a_thread_of_its_name() -> None:
    executor, ran = ThreadExecutor("bank"), []
    for number in range(20):
        executor.submit(lambda number=number: ran.append((number, threading.current_thread().name)))  # type: ignore[misc]
    assert executor.close()
    assert ran == [(number, "bank") for number in range(20)]


def test_a_broken_job_is_told_and_the_next_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: told.append(kind))
    executor, ran = ThreadExecutor("bank"), threading.Event()
    executor.submit(lambda: 1 / 0)  # type: ignore[arg-type]
    executor.submit(ran.set)
    assert executor.close()
    assert told == [ZeroDivisionError]
    assert ran.is_set()


def test_a_job_that_hangs_is_said() -> None:
    executor, go = ThreadExecutor("bank"), threading.Event()

    def hang() -> None:
        go.wait(5)

    executor.submit(hang)
    assert not executor.close(timeout_s=0.01)
    go.set()
    assert executor.close()


def test_by_hand_nothing_runs_until_it_is_drained() -> None:
    executor, ran = HandExecutor(), []

    def first() -> None:
        ran.append("first")
        executor.submit(lambda: ran.append("third"))

    executor.submit(first)
    executor.submit(lambda: ran.append("second"))
    assert not ran
    assert executor.drain() == 3
    assert ran == ["first", "second", "third"]
    assert executor.drain() == 0
