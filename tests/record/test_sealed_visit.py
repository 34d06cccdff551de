"""What says who a customer is leaves the terminal sealed or not at all, and the key is gone with the customer."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from types import FunctionType, ModuleType

import pytest
from record_desk import SEALING, SEALING_PRIVATE, OpenJournal, current, records

from kiosk.core import entries
from kiosk.record import seal
from kiosk.record.journal import SqliteJournal
from kiosk.record.reader import JournalReader, VisitKey
from kiosk.record.seal import SealedField, SealingKey

NUMBER, NAME = "330106199302143577", "李样章"


def accepted(number: str | None = NUMBER, name: str | None = NAME) -> entries.DocumentAccepted:
    return entries.DocumentAccepted("cn-resident-id", "camera", "print", "print", number=number, name=name)


def always() -> SealingKey:
    return SEALING


def never() -> SealingKey | None:
    return None


def keys(folder: Path, first: int = 1, last: int = 10_000) -> tuple[VisitKey, ...]:
    with JournalReader(current(folder)) as reader:
        return reader.keys(first, last)


def opened(folder: Path, seq: int) -> dict[str, str]:
    """What the centre reads in a record's sealed fields."""
    record = records(current(folder))[seq - 1]
    with JournalReader(current(folder)) as reader:
        held = reader.key(record["visit"])
    assert held is not None
    key = seal.open_key(held.sealed, SEALING_PRIVATE, "bank.example", "0571-3", held.visit)
    found = [SealedField.from_json(raw) for raw in record["data"]["sealed"]]
    assert {field.kid for field in found} == {held.kid}
    return {field.field: seal.open_field(key, f"{current(folder).stem}/{seq}", field) for field in found}


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def reachable(root: object, wanted: Callable[[object], bool]) -> list[object]:
    """What a journal still holds, directly or through anything it holds, that is wanted."""
    found, seen, todo = [], {id(root)}, [root]
    while todo:
        item = todo.pop()
        if wanted(item):
            found.append(item)
        for inner in gc.get_referents(item):
            if id(inner) not in seen and not isinstance(inner, type | ModuleType | FunctionType):
                seen.add(id(inner))
                todo.append(inner)
    return found


def says_who(item: object) -> bool:
    text = item.decode("utf-8", "replace") if isinstance(item, bytes | bytearray) else item
    return isinstance(text, str) and (NUMBER in text or NAME in text)


def test_only_the_centre_reads_who_it_was(open_journal: OpenJournal, folder: Path) -> None:
    journal = open_journal(sealing_key=always)
    seq = journal.append(accepted(), "v-1").result()
    record = records(current(folder))[seq - 1]
    assert record["data"] | {"sealed": []} == {
        "kind": "cn-resident-id",
        "source": "camera",
        "authenticity": "print",
        "portrait_from": "print",
        "sealed": [],
    }
    assert record["visit"] == "v-1"
    assert opened(folder, seq) == {"number": NUMBER, "name": NAME}
    raw = everything_in(folder)
    assert NUMBER.encode() not in raw
    assert NAME.encode() not in raw
    assert b"cn-resident-id" in raw, "the search sees what is there"


def test_a_field_without_a_value_is_not_sealed(open_journal: OpenJournal, folder: Path) -> None:
    journal = open_journal(sealing_key=always)
    seq = journal.append(accepted(name=None), "v-1").result()
    assert opened(folder, seq) == {"number": NUMBER}
    seq = journal.append(accepted(None, None), "v-2").result()
    assert "sealed" not in records(current(folder))[seq - 1]["data"]
    assert [key.visit for key in keys(folder)] == ["v-1"]


def test_a_visit_has_one_key_and_every_visit_another(open_journal: OpenJournal, folder: Path) -> None:
    journal = open_journal(sealing_key=always)
    first = journal.append(accepted(), "v-1").result()
    journal.append(entries.ConsentAnswered(agreed=True), "v-1").result()
    second = journal.append(accepted("E12345678"), "v-1").result()
    journal.append(entries.VisitEnded("finished"), "v-1").result()
    third = journal.append(accepted(), "v-2").result()
    assert [opened(folder, seq)["number"] for seq in (first, second, third)] == [NUMBER, "E12345678", NUMBER]
    assert [key.visit for key in keys(folder)] == ["v-1", "v-2"]
    assert keys(folder, second, second) == (), "only with the first record under it"


def test_the_key_is_gone_when_the_customer_is(open_journal: OpenJournal, folder: Path) -> None:
    journal = open_journal(sealing_key=always)
    journal.append(entries.VisitBegan("zh_CN"), "v-1").result()
    seq = journal.append(accepted(), "v-1").result()
    (sealed,) = keys(folder, seq, seq)
    key = seal.open_key(sealed.sealed, SEALING_PRIVATE, "bank.example", "0571-3", "v-1")
    held = journal._keys.get("v-1")
    assert held is not None
    assert held.key == key

    def is_key(item: object) -> bool:
        return isinstance(item, bytes | bytearray) and key in bytes(item)

    assert reachable(journal, is_key), "while the visit lasts, the search sees it"
    assert reachable(journal, says_who), "and what no checkpoint covers yet"
    journal.append(entries.VisitEnded("finished"), "v-1").result()
    journal.append(entries.VisitBegan("zh_CN"), "v-2").result()  # by then nothing is left of the commit before
    assert held.key == bytes(32)
    assert reachable(journal, is_key) == []
    assert reachable(journal, says_who) == []
    assert opened(folder, seq)["name"] == NAME, "the sealed key stays"


def test_closing_overwrites_the_key_of_whoever_stands_there(open_journal: OpenJournal) -> None:
    journal = open_journal(sealing_key=always)
    journal.append(accepted(), "v-1").result()
    held = journal._keys.get("v-1")
    assert held is not None
    journal.close()
    assert held.key == bytes(32)
    assert reachable(journal, says_who) == []


@pytest.mark.parametrize("sealing_key", [None, never, lambda: SealingKey("weak", bytes(32))])
def test_without_a_key_to_seal_to_nothing_personal_is_recorded(
    open_journal: OpenJournal, folder: Path, sealing_key: Callable[[], SealingKey | None] | None
) -> None:
    journal = open_journal(sealing_key=sealing_key)
    seq = journal.append(accepted(), "v-1").result()
    assert "sealed" not in records(current(folder))[seq - 1]["data"]
    assert keys(folder) == ()
    assert NUMBER.encode() not in everything_in(folder)


def test_outside_a_visit_nothing_personal_is_recorded(open_journal: OpenJournal, folder: Path) -> None:
    journal = open_journal(sealing_key=always)
    seq = journal.append(accepted()).result()
    assert "sealed" not in records(current(folder))[seq - 1]["data"]


def test_what_comes_after_the_visit_gets_no_key(open_journal: OpenJournal, folder: Path) -> None:
    journal = open_journal(sealing_key=always)
    for visit in ("v-1", "v-2"):
        if visit == "v-1":
            journal.append(accepted(), visit).result()
        journal.append(entries.VisitEnded("startedOver"), visit).result()
        seq = journal.append(accepted("late"), visit).result()
        assert "sealed" not in records(current(folder))[seq - 1]["data"]
    assert [key.visit for key in keys(folder)] == ["v-1"]


def test_a_visit_that_a_power_cut_ended_gets_no_second_key(open_journal: OpenJournal, folder: Path) -> None:
    with open_journal(sealing_key=always) as journal:
        first = journal.append(accepted(), "v-1").result()
    again = open_journal(sealing_key=always)
    seq = again.append(accepted(), "v-1").result()
    assert "sealed" not in records(current(folder))[seq - 1]["data"]
    assert opened(folder, first) == {"number": NUMBER, "name": NAME}


def test_a_new_sealing_key_is_for_the_next_visit(open_journal: OpenJournal, folder: Path) -> None:
    now = [SEALING]
    journal = open_journal(sealing_key=lambda: now[0])
    journal.append(accepted(), "v-1").result()
    now[0] = SealingKey("2026w49", SEALING.public)
    seq = journal.append(accepted(), "v-1").result()
    assert records(current(folder))[seq - 1]["data"]["sealed"][0]["kid"] == "2026w48"
    journal.append(accepted(), "v-2").result()
    assert [(key.visit, key.kid) for key in keys(folder)] == [("v-1", "2026w48"), ("v-2", "2026w49")]


def test_a_name_that_utf8_cannot_say_is_its_callers_error(open_journal: OpenJournal) -> None:
    journal: SqliteJournal = open_journal(sealing_key=always)
    with pytest.raises(ValueError, match="surrogates"):
        journal.append(accepted(name="\ud800"), "v-1")
    assert journal.append(accepted(), "v-1").result() == 2
