"""The journal of an ordinary day."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_desk import ManualClock, OpenJournal, until

from kiosk.core import entries
from kiosk.core.ports import JournalError
from kiosk.record import checkpoint
from kiosk.record.checkpoint import Checkpoint
from kiosk.record.event import data_to_json, to_json
from kiosk.record.files import KeyFileError, signer_from
from kiosk.record.journal import CHECKPOINT_EVERY, SqliteJournal, current_file
from kiosk.record.reader import JournalReader
from kiosk.record.syncstate import SyncTrouble


def reader(folder: Path) -> JournalReader:
    path = current_file(folder)
    assert path is not None
    return JournalReader(path)


def events(folder: Path) -> list[dict[str, Any]]:
    with reader(folder) as source:
        return [json.loads(body) for (body,) in source.db.execute("SELECT body FROM rec ORDER BY seq")]


def kinds(folder: Path) -> list[str]:
    return [event["type"].removeprefix("bank.kiosk.").removesuffix(".v1") for event in events(folder)]


def sealed(folder: Path) -> list[int]:
    with reader(folder) as source:
        return [size for (size,) in source.db.execute("SELECT size FROM checkpoint ORDER BY size")]


def shown(journal: SqliteJournal, count: int = 1) -> list[int]:
    waiting = [journal.append(entries.TokenRefused(f"r{n}", None), "v-1") for n in range(count)]
    return [future.result() for future in waiting]


def test_an_entry_becomes_a_cloud_event(open_journal: OpenJournal, folder: Path) -> None:
    journal = open_journal()
    seq = journal.append(entries.VisitBegan("zh_CN"), "v-8c1e").result()
    event = events(folder)[-1]
    assert event == {
        "specversion": "1.0",
        "id": f"0571-3/{journal.epoch}/2",
        "sequence": "0000000002",
        "source": "/bank.example/kiosk/0571-3",
        "type": "bank.kiosk.visit.began.v1",
        "time": "2026-11-23T09:00:00.000Z",
        "dataschema": "urn:bank:kiosk:visit.began:1",
        "boot": "boot-1",
        "mono": "1000000000000",
        "visit": "v-8c1e",
        "data": {"language": "zh_CN"},
    }
    assert seq == 2


def test_a_day_is_opened_and_closed(open_journal: OpenJournal, folder: Path) -> None:
    with open_journal() as first:
        shown(first)
    with open_journal() as second:
        assert second.epoch == first.epoch
        assert second.last_at is not None
    assert kinds(folder) == [
        *("journal.opened", "token.refused", "journal.closed"),
        *("journal.opened", "journal.closed"),
    ]
    opened = [event["data"] for event in events(folder) if event["type"].endswith("opened.v1")]
    assert [(data["size"], data["clean"]) for data in opened] == [(0, True), (3, True)]
    assert {data["verifier"] for data in opened} == {str(second.verifier)}


def test_checkpoints_are_signed_over_the_tree(open_journal: OpenJournal, folder: Path) -> None:
    with open_journal() as journal:
        shown(journal, 5)
    with reader(folder) as source:
        for size, note in source.db.execute("SELECT size, note FROM checkpoint"):
            root = source.root_at(size)
            assert root is not None
            assert checkpoint.verify(note, journal.verifier) == Checkpoint(journal.origin, size, root)
        assert source.sealed(0)[0] == source.size() == 7


def test_a_checkpoint_follows_each_visit_and_each_urgent_entry(open_journal: OpenJournal, folder: Path) -> None:
    journal = open_journal()
    shown(journal)
    assert sealed(folder) == [1]
    journal.append(entries.VisitEnded("finished"), "v-1").result()
    assert sealed(folder) == [1, 3]
    with reader(folder) as source:
        assert source.sealed(0) == (3, True)
        journal.append(entries.StaffCalled("asked", "Menu"), "v-2").result()
        assert source.sealed(3) == (4, True)
        assert source.sealed(4) == (0, False)


def test_a_checkpoint_comes_after_a_hundred_records(open_journal: OpenJournal, folder: Path) -> None:
    journal = open_journal()
    shown(journal, 2 * CHECKPOINT_EVERY + 50)
    assert sealed(folder) == [1, CHECKPOINT_EVERY + 1, 2 * CHECKPOINT_EVERY + 1]
    with reader(folder) as source:
        assert source.sealed(1) == (2 * CHECKPOINT_EVERY + 1, False)


def test_a_checkpoint_comes_after_a_while(open_journal: OpenJournal, folder: Path) -> None:
    class RunningClock(ManualClock):
        def monotonic(self) -> float:
            return time.monotonic()

    journal = open_journal(clock=RunningClock(), checkpoint_s=0.05)
    shown(journal)
    with reader(folder) as source:
        until(lambda: source.sealed(1)[0] >= 2)


def test_telemetry_rides_with_the_next_commit(open_journal: OpenJournal, folder: Path) -> None:
    journal = open_journal()
    lazy = journal.append(entries.ScreenShown("Menu", "en"), "v-1")
    urgent = journal.append(entries.StaffCalled("asked", "Menu"), "v-1")
    assert (lazy.result(), urgent.result()) == (2, 3)
    alone = journal.append(entries.ScreenShown("Ticket", "en"), "v-1")
    assert alone.result() == 4


def test_many_threads_write_one_order(open_journal: OpenJournal, folder: Path) -> None:
    journal = open_journal()
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.extend(shown(journal, 60))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == list(range(2, 242))
    assert [event["sequence"] for event in events(folder)] == [f"{n:010}" for n in range(1, 242)]


def test_what_waits_at_the_end_is_written(open_journal: OpenJournal, folder: Path) -> None:
    journal = open_journal()
    waiting = [journal.append(entries.ScreenShown(f"s{n}", "en")) for n in range(300)]
    journal.close()
    assert [future.result() for future in waiting] == list(range(2, 302))
    with pytest.raises(JournalError, match="closed"):
        journal.append(entries.VisitBegan("en")).result()
    assert kinds(folder)[-1] == "journal.closed"


def test_an_entry_that_json_cannot_say_is_its_callers_error(open_journal: OpenJournal) -> None:
    journal = open_journal()
    with pytest.raises(ValueError, match="JSON"):
        journal.append(entries.ClockStepped(float("nan")))
    assert shown(journal) == [2]


def test_a_cancelled_entry_is_not_written(open_journal: OpenJournal, folder: Path) -> None:
    journal = open_journal()
    lazy = journal.append(entries.ScreenShown("Menu", "en"))
    cancelled = lazy.cancel()
    shown(journal)
    assert ("screen.shown" in kinds(folder)) is not cancelled


def test_a_second_writer_is_refused(open_journal: OpenJournal) -> None:
    open_journal()
    with pytest.raises(JournalError, match="another process"):
        open_journal()


def test_the_log_key_is_the_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "log.key"
    signer = signer_from(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert signer_from(path).public == signer.public
    path.chmod(0o640)
    with pytest.raises(KeyFileError, match="open to others"):
        signer_from(path)
    path.write_text("no key")
    path.chmod(0o600)
    with pytest.raises(KeyFileError):
        signer_from(path)


def test_another_key_does_not_continue_the_epoch(open_journal: OpenJournal, tmp_path: Path) -> None:
    open_journal().close()
    with pytest.raises(JournalError, match="key is another"):
        open_journal(signer=signer_from(tmp_path / "other.key"))


@given(
    st.text(),
    st.none() | st.text() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    st.lists(st.text()),
)
def test_an_entrys_fields_are_the_json_that_the_library_writes(text: str, value: object, texts: list[str]) -> None:
    values = {"text": text, "value": value, "texts": tuple(texts), "reason": SyncTrouble.BUSY}
    assert data_to_json(values) == to_json(values)
