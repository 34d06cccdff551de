"""Who waits for a record commits it on a thread of his own, and nothing else is different for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_desk import COSIGNER, ManualClock, OpenJournal, current, kinds, records, until

from kiosk.core import entries
from kiosk.core.ports import JournalError
from kiosk.record.files import signer_from
from kiosk.record.journal import CHECKPOINT_EVERY, SqliteJournal
from kiosk.record.reader import JournalReader
from kiosk.record.verify import verify

WRITER = "journal"


@pytest.fixture
def worker() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1, "worker") as executor:
        yield executor


def refused(reason: str = "r") -> entries.TokenRefused:
    return entries.TokenRefused(reason, None)


def recorded(worker: ThreadPoolExecutor, journal: SqliteJournal, reason: str = "r") -> int:
    """The number of a record for which the worker waited."""
    return worker.submit(journal.record, refused(reason), "v-1").result()


def test_who_waits_commits_and_what_waits_already_comes_first(
    open_journal: OpenJournal, worker: ThreadPoolExecutor
) -> None:
    journal = open_journal()
    told: list[tuple[str, int]] = []

    def ride() -> int:
        lazy = journal.append(entries.ScreenShown("Menu", "en"))
        lazy.add_done_callback(lambda done: told.append((threading.current_thread().name, done.result())))
        return journal.record(refused())

    assert worker.submit(ride).result() == 3
    assert told == [("worker_0", 2)]


def test_the_main_thread_leaves_it_to_the_writer(open_journal: OpenJournal) -> None:
    journal = open_journal()
    threads: list[str] = []
    lazy = journal.append(entries.ScreenShown("Menu", "en"))
    lazy.add_done_callback(lambda _: threads.append(threading.current_thread().name))
    assert journal.record(refused()) == 3
    assert threads == [WRITER]


def test_while_the_writer_is_at_it_a_waiting_thread_only_waits(
    open_journal: OpenJournal, worker: ThreadPoolExecutor
) -> None:
    journal = open_journal()
    held, go_on = threading.Event(), threading.Event()

    def hold(_: Future[int]) -> None:
        held.set()
        go_on.wait()

    journal.append(entries.ScreenShown("Menu", "en")).add_done_callback(hold)
    held.wait()
    waits = worker.submit(journal.record, refused())
    last = journal.append(refused())
    time.sleep(0.05)
    assert not waits.done()
    go_on.set()
    assert sorted((waits.result(), last.result())) == [3, 4]


def test_a_full_disk_is_told_to_who_committed_and_closes_the_journal_for_good(
    open_journal: OpenJournal, folder: Path, worker: ThreadPoolExecutor
) -> None:
    told: list[tuple[str, str]] = []
    journal = open_journal(
        largest_pages=40, failed=lambda error: told.append((threading.current_thread().name, str(error)))
    )
    rides: list[Future[int]] = []

    def fill() -> None:
        while True:
            rides.append(journal.append(entries.ScreenShown("x" * 200, "en")))
            journal.record(refused("x" * 200))

    with pytest.raises(JournalError, match="full"):
        worker.submit(fill).result()
    assert told == [("worker_0", "OperationalError: database or disk is full")]
    assert isinstance(rides[-1].exception(), JournalError), "what rode with it is not kept either"
    for again in (lambda: journal.append(refused()).result(), lambda: recorded(worker, journal)):
        with pytest.raises(JournalError, match="full"):
            again()
    with pytest.raises(JournalError, match="full"):
        journal.renew("asked").result()
    journal.close()
    report = verify(current(folder), journal.verifier)
    assert (report.ok, report.records) == (True, 1 + 2 * (len(rides) - 1))
    with open_journal() as reopened:
        assert recorded(worker, reopened) == report.records + 2


def test_the_room_is_measured_as_often_as_ever(
    open_journal: OpenJournal, folder: Path, clock: ManualClock, worker: ThreadPoolExecutor
) -> None:
    used = [0.1]
    asked: list[int] = []

    def room(_: int) -> float:
        asked.append(journal.size if asked else 0)
        return used[0]

    journal = open_journal(room=room)
    recorded(worker, journal)
    used[0], before = 0.72, len(asked)
    clock.pass_by(11)
    for _ in range(2):  # the first is the writer's, which measures before it lets go
        recorded(worker, journal)
    assert len(asked) > before
    assert "journal.filling" in kinds(current(folder))

    def burst() -> None:
        for _ in range(4500):
            journal.record(refused())

    before = len(asked)
    worker.submit(burst).result()
    assert len(asked) > before, "without the clock having moved"
    assert max(later - earlier for earlier, later in pairwise(asked)) < 4096 + 10


def test_a_checkpoint_follows_though_only_waiting_threads_commit(
    open_journal: OpenJournal, folder: Path, worker: ThreadPoolExecutor
) -> None:
    class RunningClock(ManualClock):
        def monotonic(self) -> float:
            return time.monotonic()

    journal = open_journal(clock=RunningClock(), checkpoint_s=0.05)
    with JournalReader(current(folder)) as source:
        for _ in range(3):
            seq = recorded(worker, journal)  # the first after a checkpoint: the writer sleeps without an end
            until(lambda seq=seq: source.sealed(0)[0] >= seq)
        for _ in range(CHECKPOINT_EVERY + 5):
            seq = recorded(worker, journal)
        until(lambda: source.sealed(0)[0] >= seq)


def test_a_waiting_thread_stays_behind_a_change_of_the_epoch(
    open_journal: OpenJournal, folder: Path, worker: ThreadPoolExecutor
) -> None:
    journal = open_journal()
    before = current(folder)

    def renew_and_record() -> tuple[int, int, int]:
        early, renewed = journal.append(refused("before")), journal.renew("asked")
        return journal.record(refused("after")), early.result(), renewed.result()

    assert worker.submit(renew_and_record).result() == (2, 2, 1)
    assert kinds(before) == ["journal.opened", "token.refused", "journal.closed"]
    assert [event["data"].get("reason") for event in records(current(folder))] == [None, "after"]


def test_a_closed_journal_says_so_to_who_would_wait(open_journal: OpenJournal, worker: ThreadPoolExecutor) -> None:
    told: list[JournalError] = []
    journal = open_journal(failed=told.append)
    journal.close()
    with pytest.raises(JournalError, match="closed"):
        recorded(worker, journal)
    assert told == []


WAYS = ("record", "append", "lazy", "renew", "acknowledge")


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(WAYS[:3]) | st.sampled_from(WAYS), max_size=40), min_size=2, max_size=5),
    st.booleans(),
)
def test_waiting_and_other_threads_write_one_order(plans: list[list[str]], closes: bool) -> None:
    """Each thread's entries lie in the order it gave them, every number it was told is that of its entry."""
    with TemporaryDirectory() as name:
        folder, told = Path(name) / "journal", list[JournalError]()
        journal = SqliteJournal(
            folder,
            bank="bank.example",
            kiosk="0571-3",
            signer=signer_from(Path(name) / "log.key"),
            clock=ManualClock(),
            cosigner=COSIGNER,
            failed=told.append,
        )

        def follow(thread: int, plan: list[str]) -> dict[str, int]:
            futures: dict[str, Future[int]] = {}
            numbers: dict[str, int] = {}
            with suppress(*[JournalError] * closes):
                for step, way in enumerate(plan):
                    reason = f"{thread}.{step}"
                    if way == "record":
                        numbers[reason] = journal.record(refused(reason))
                    elif way == "renew":
                        journal.renew("asked").result()
                    elif way == "acknowledge":
                        journal.acknowledge(b"not a note").result()
                    else:
                        futures[reason] = journal.append(refused(reason), durable=way == "append")
            done = {reason: future for reason, future in futures.items() if future.exception() is None}
            return numbers | {reason: future.result() for reason, future in done.items()}

        with ThreadPoolExecutor(len(plans)) as pool:
            running = [pool.submit(follow, number, plan) for number, plan in enumerate(plans)]
            if closes:
                journal.close()
            kept = {reason: seq for each in running for reason, seq in each.result().items()}
        journal.close()
        assert told == []

        found: dict[str, int] = {}
        place: list[str] = []
        epoch: Path | None = current(folder)
        chain: list[Path] = []
        while epoch is not None:
            chain.append(epoch)
            before = records(epoch)[0]["data"]["previous"]
            epoch = None if before is None else folder / f"{before}.db"
        for path in reversed(chain):
            events = records(path)
            assert [int(event["sequence"]) for event in events] == list(range(1, len(events) + 1))
            for event in events:
                if event["type"].endswith("token.refused.v1"):
                    place.append(event["data"]["reason"])
                    found[place[-1]] = int(event["sequence"])
        assert found == kept
        assert len(place) == len(found), "nothing is written twice"
        for thread in range(len(plans)):
            steps = [int(reason.partition(".")[2]) for reason in place if reason.startswith(f"{thread}.")]
            assert steps == sorted(steps)
