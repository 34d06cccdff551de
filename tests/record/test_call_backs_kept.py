"""A call-back is kept in the journal before the customer is told so: sealed, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from record_desk import SEALING, SEALING_PRIVATE, ManualClock, OpenJournal, current, records

from kiosk.core import entries
from kiosk.core.callback import CallBack, CannotSealError, PhoneNumber, Window, is_reference
from kiosk.core.ports import JournalError
from kiosk.record import seal
from kiosk.record.callbacks import JournalledCallBacks
from kiosk.record.reader import JournalReader
from kiosk.record.seal import SealedField, SealingKey

ZONE = ZoneInfo("Asia/Shanghai")
NUMBER, DOCUMENT = "+8613800138000", "330106199302143577"
STARTS = datetime(2026, 11, 24, 9, 30, tzinfo=ZONE)
WISH = CallBack("card", STARTS, STARTS + timedelta(hours=2), "zh_CN", PhoneNumber(NUMBER))
WINDOWS = (Window("am", time(9), time(12), (1, 2, 3, 4, 5, 6, 7), (("en", "Morning"),)),)


def opened(folder: Path, seq: int) -> dict[str, str]:
    """What the centre reads in a record's sealed fields."""
    record = records(current(folder))[seq - 1]
    with JournalReader(current(folder)) as reader:
        held = reader.key(record["visit"])
    assert held is not None
    key = seal.open_key(held.sealed, SEALING_PRIVATE, "bank.example", "0571-3", held.visit)
    found = [SealedField.from_json(raw) for raw in record["data"]["sealed"]]
    return {field.field: seal.open_field(key, f"{current(folder).stem}/{seq}", field) for field in found}


def desk(journal: object, clock: ManualClock, key: SealingKey | None = SEALING) -> JournalledCallBacks:
    return JournalledCallBacks(
        journal,
        windows=lambda: WINDOWS,
        sealing_key=lambda: key,
        clock=clock,
        zone=ZONE,
        holidays=frozenset,
    )  # type: ignore[arg-type]


def test_the_number_is_on_disk_sealed_before_the_reference_is_given(
    open_journal: OpenJournal, folder: Path, clock: ManualClock
) -> None:
    given = desk(open_journal(sealing_key=lambda: SEALING), clock).take(WISH, "v-1")
    seq, record = next(
        (seq, record)
        for seq, record in enumerate(records(current(folder)), 1)
        if record["type"] == entries.CallBackRequested.TYPE
    )
    assert is_reference(given)
    assert record["visit"] == "v-1"
    data = {name: value for name, value in record["data"].items() if name != "sealed"}
    assert data == {
        "reference": given,
        "topic": "card",
        "starts": "2026-11-24T09:30:00+08:00",
        "ends": "2026-11-24T11:30:00+08:00",
        "language": "zh_CN",
        "on_file": False,
    }
    assert opened(folder, seq) == {"number": NUMBER}
    raw = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"13800138000" not in raw
    assert given.encode() in raw, "the search sees what is there"


def test_the_number_on_file_is_found_by_the_customer_s_document(
    open_journal: OpenJournal, folder: Path, clock: ManualClock
) -> None:
    wish = CallBack("card", WISH.starts, WISH.ends, "en", None, DOCUMENT)
    desk(open_journal(sealing_key=lambda: SEALING), clock).take(wish, "v-1")
    assert opened(folder, len(records(current(folder)))) == {"customer": DOCUMENT}
    assert records(current(folder))[-1]["data"]["on_file"] is True


def test_without_a_key_of_the_centre_nothing_is_kept(
    open_journal: OpenJournal, folder: Path, clock: ManualClock
) -> None:
    journal = open_journal(sealing_key=lambda: None)
    before = len(records(current(folder)))
    with pytest.raises(CannotSealError):
        desk(journal, clock, None).take(WISH, "v-1")
    assert len(records(current(folder))) == before


def test_a_journal_that_is_shut_takes_none(open_journal: OpenJournal, clock: ManualClock) -> None:
    journal = open_journal(sealing_key=lambda: SEALING)
    journal.close()
    with pytest.raises(JournalError):
        desk(journal, clock).take(WISH, "v-1")


def test_references_differ(open_journal: OpenJournal, clock: ManualClock) -> None:
    taken = desk(open_journal(sealing_key=lambda: SEALING), clock)
    assert len({taken.take(WISH, f"v-{n}") for n in range(20)}) == 20


def test_the_times_are_those_of_the_terminal_s_clock(open_journal: OpenJournal, clock: ManualClock) -> None:
    (first, *_) = desk(open_journal(), clock).slots()
    assert first.ends.astimezone(UTC) > clock.now()
    assert first.window is WINDOWS[0]
