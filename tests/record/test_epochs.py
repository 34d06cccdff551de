"""A history that the centre does not share is given up, never continued; and nobody who stands there notices."""

from __future__ import annotations

import shutil
import sqlite3
from base64 import b64encode
from collections import defaultdict
from pathlib import Path

import pytest
from record_desk import SEALING, OpenJournal, current, kinds, records

from kiosk.core import entries
from kiosk.core.ports import JournalError
from kiosk.record import checkpoint as cp
from kiosk.record import journal as module
from kiosk.record.chain import verify_folder
from kiosk.record.checkpoint import Checkpoint, Signer
from kiosk.record.epoch import MOST_UNSEALED
from kiosk.record.files import signer_from
from kiosk.record.journal import SqliteJournal
from kiosk.record.reader import JournalReader
from kiosk.record.verify import verify


class Notary:
    """Signs for the log and remembers what it signed; a log that contradicts itself is found out."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer
        self.type, self.public = signer.type, signer.public
        self.signed: dict[str, list[Checkpoint]] = defaultdict(list)

    def sign(self, message: bytes) -> bytes:
        state = Checkpoint.parse(message)
        self.signed[state.origin].append(state)
        return self._signer.sign(message)


def refused(journal: SqliteJournal, count: int = 1) -> None:
    for future in [journal.append(entries.TokenRefused(f"r{n}", None), "v-1") for n in range(count)]:
        future.result()


def state_of(journal: SqliteJournal, folder: Path, size: int | None = None) -> Checkpoint:
    """What the centre acknowledges of an epoch."""
    with JournalReader(current(folder)) as reader:
        size = size or reader.sealed(0)[0]
        root = reader.root_at(size)
    assert root is not None
    return Checkpoint(journal.origin, size, root)


def test_an_epoch_is_given_up_while_a_customer_stands_there(open_journal: OpenJournal, folder: Path) -> None:
    journal = open_journal(sealing_key=lambda: SEALING)
    journal.append(entries.VisitBegan("en"), "v-1").result()
    accepted = entries.DocumentAccepted("td3", "camera", "print", "print", number="E1", name="A")
    journal.append(accepted, "v-1").result()
    before, acked = current(folder), state_of(journal, folder)
    renewed = journal.renew("diverged", acked)
    after = journal.append(accepted, "v-1")
    assert renewed.result() == 1
    assert after.result() == 4
    assert current(folder) != before
    assert current(folder).stem == journal.epoch

    first = records(current(folder))[0]["data"]
    root = b64encode(acked.root).decode()
    assert (first["previous"], first["acked"], first["root"], first["why"]) == (before.stem, 1, root, "diverged")
    assert (first["size"], first["clean"], first["verifier"]) == (0, True, str(journal.verifier))
    assert kinds(before) == ["journal.opened", "visit.began", "document.accepted", "journal.closed"]
    assert kinds(current(folder)) == ["journal.opened", "visit.began", *["document.accepted"] * 2]
    with JournalReader(before) as old, JournalReader(current(folder)) as new:
        assert old.sealed(0)[0] == 1, "nothing more is signed in the old epoch's name"
        assert new.keys(1, 10) == old.keys(1, 10), "the visit's key is the same, to the byte"
    journal.close()
    assert verify(current(folder), journal.verifier).ok


def test_an_epoch_given_up_on_request_is_closed_properly(open_journal: OpenJournal, folder: Path) -> None:
    journal = open_journal()
    key, before = journal.verifier, current(folder)
    refused(journal, 3)
    journal.renew("asked").result()
    report = verify(before, key)
    assert (report.ok, report.sealed) == (True, report.records)
    assert kinds(before)[-1] == "journal.closed"
    first = records(current(folder))[0]["data"]
    assert (first["previous"], first["acked"], first["root"], first["why"]) == (before.stem, 0, None, "asked")
    assert kinds(current(folder)) == ["journal.opened"]


def test_entries_in_flight_lie_in_one_epoch_or_the_other(open_journal: OpenJournal, folder: Path) -> None:
    journal = open_journal()
    before = current(folder)
    waiting = [journal.append(entries.TokenRefused(f"a{n}", None)) for n in range(300)]
    renewed = journal.renew("asked")
    waiting += [journal.append(entries.TokenRefused(f"b{n}", None)) for n in range(300)]
    assert [future.result() for future in waiting] == [*range(2, 302), *range(2, 302)]
    renewed.result()
    journal.close()
    for path, letter in ((before, "a"), (current(folder), "b")):
        found = [event["data"]["reason"] for event in records(path) if event["type"].endswith("refused.v1")]
        assert found == [f"{letter}{n}" for n in range(300)]


@pytest.mark.parametrize("begin_again", ["while it runs", "at start"])
def test_a_restored_disk_never_has_the_log_contradict_itself(
    open_journal: OpenJournal, folder: Path, tmp_path: Path, begin_again: str
) -> None:
    """The disk is copied, the day goes on and is acknowledged, then the copy is put back."""
    notary = Notary(signer_from(tmp_path / "log.key"))
    with open_journal(signer=notary) as journal:
        refused(journal, 20)
    shutil.copytree(folder, tmp_path / "copy")
    with open_journal(signer=notary) as journal:
        refused(journal, 20)
    acked = state_of(journal, folder)
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "copy", folder)
    before, signed = current(folder), len(notary.signed[acked.origin])
    if begin_again == "at start":
        journal = open_journal(signer=notary, anchor=acked)
    else:
        journal = open_journal(signer=notary)
        signed = len(notary.signed[acked.origin])
        refused(journal, 150)  # 100 of them under the checkpoint that comes by count, the rest under none
        signed += 1
        journal.renew("rolledBack", acked).result()
    refused(journal, 2)
    journal.close()
    assert len(notary.signed[acked.origin]) == signed
    first = records(current(folder))[0]["data"]
    assert (first["previous"], first["acked"], first["why"]) == (before.stem, acked.size, "rolledBack")
    assert kinds(before)[-1] == "journal.closed"
    carried = kinds(current(folder)).count("token.refused") - 2
    assert carried == (0 if begin_again == "at start" else 50)
    assert verify(current(folder), journal.verifier).ok


def test_a_history_that_is_anothers_is_not_continued(open_journal: OpenJournal, folder: Path) -> None:
    with open_journal() as journal:
        refused(journal, 20)
    before = current(folder)
    other = Checkpoint(journal.origin, 5, bytes(32))
    with open_journal(anchor=other) as journal:
        assert journal.last_at is not None
    first = records(current(folder))[0]["data"]
    assert (first["previous"], first["acked"], first["why"]) == (before.stem, 5, "diverged")


def test_what_the_centre_acknowledged_of_this_history_is_no_reason(open_journal: OpenJournal, folder: Path) -> None:
    with open_journal() as journal:
        refused(journal, 20)
    before = current(folder)
    strangers = Checkpoint("bank.example/kiosk/0571-3/0123456789abcdef", 5000, bytes(32))
    for anchor in (state_of(journal, folder), state_of(journal, folder, 7), strangers, None):
        open_journal(anchor=anchor).close()
        assert current(folder) == before


def test_an_epoch_that_the_centre_refuses_is_given_up_before_anything_is_signed(
    open_journal: OpenJournal, folder: Path, tmp_path: Path
) -> None:
    notary = Notary(signer_from(tmp_path / "log.key"))
    with open_journal(signer=notary) as journal:
        refused(journal, 3)
    signed = len(notary.signed[journal.origin])
    with open_journal(signer=notary, given_up="diverged") as again:
        assert again.epoch != journal.epoch
    assert len(notary.signed[journal.origin]) == signed


def test_a_damaged_file_waits_for_a_person_and_stays(open_journal: OpenJournal, folder: Path) -> None:
    with open_journal() as journal:
        refused(journal, 20)
    before = current(folder)
    before.write_bytes(before.read_bytes()[:9000])
    ruin = before.read_bytes()
    for given_up in (None, "diverged"):
        with pytest.raises(JournalError):
            open_journal(given_up=given_up)
    with open_journal(renew="asked") as renewed:
        refused(renewed)
    assert before.read_bytes() == ruin
    first = records(current(folder))[0]["data"]
    assert (first["previous"], first["why"]) == (before.stem, "damaged")
    open_journal().close()
    assert verify(current(folder), renewed.verifier).ok


def test_a_key_that_changed_begins_an_epoch_when_a_person_says_so(
    open_journal: OpenJournal, folder: Path, tmp_path: Path
) -> None:
    open_journal().close()
    other = signer_from(tmp_path / "other.key")
    with pytest.raises(JournalError, match="key is another"):
        open_journal(signer=other)
    with open_journal(signer=other, renew="asked") as journal:
        pass
    assert verify(current(folder), journal.verifier).ok


def test_a_new_epoch_that_cannot_be_written_ends_service(
    open_journal: OpenJournal, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The power, or the disk, goes between the new file and the pointer to it: the next start goes on with the new."""
    told: list[JournalError] = []
    journal = open_journal(failed=told.append)
    refused(journal, 3)
    before = current(folder)

    def no_room(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(module, "write_atomically", no_room)
        with pytest.raises(JournalError, match="No space"):
            journal.renew("asked").result()
    with pytest.raises(JournalError, match="No space"):
        journal.append(entries.VisitBegan("en")).result()
    journal.close()
    assert len(told) == 1
    assert current(folder) == before
    with open_journal() as again:
        assert records(current(folder))[0]["data"]["previous"] == before.stem
    keys = [cp.key_of(again.origin.replace(again.epoch, epoch), again._signer) for epoch in (before.stem, again.epoch)]
    assert verify_folder(folder, keys, unanchored=True).ok


def test_a_new_epoch_that_cannot_be_made_for_long_is_made_at_last(
    open_journal: OpenJournal, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk: the supervisor starts the kiosk again and again, and the old file must not grow with each start."""
    with open_journal() as journal:
        refused(journal, 3)
    acked, before = state_of(journal, folder), current(folder)
    with monkeypatch.context() as patch:
        patch.setattr(module, "SCHEMA", "no room")
        for _ in range(MOST_UNSEALED + 1):
            with pytest.raises(JournalError, match="syntax"):
                open_journal(given_up="diverged", anchor=acked)
    with open_journal(given_up="diverged", anchor=acked):
        assert records(current(folder))[0]["data"]["previous"] == before.stem
    assert verify(before, journal.verifier).ok


@pytest.mark.parametrize("damaged", [False, True])
def test_what_the_centre_acknowledged_of_one_epoch_is_not_said_of_another(
    open_journal: OpenJournal, folder: Path, damaged: bool
) -> None:
    """Two epochs begin before sync, which remembers what was acknowledged, follows the first of them."""
    with open_journal() as first:
        refused(first, 3)
    acked = state_of(first, folder)
    with open_journal(renew="asked", anchor=acked) as second:
        refused(second, 9)
    if damaged:
        current(folder).write_bytes(b"")
    with open_journal(renew="asked", anchor=acked) as third:
        opened = records(current(folder))[0]["data"]
    assert (opened["previous"], opened["acked"], opened["root"]) == (second.epoch, 0, None)
    if not damaged:
        assert verify_folder(folder, [third.verifier], unanchored=True).ok


def test_a_person_may_begin_anew_from_a_whole_file(open_journal: OpenJournal, folder: Path) -> None:
    with open_journal() as first:
        refused(first)
    with open_journal(renew="asked", anchor=state_of(first, folder)) as second:
        refused(second)
    keys = [first.verifier, second.verifier]
    assert verify_folder(folder, keys, unanchored=True).ok
    assert records(current(folder))[0]["data"]["why"] == "asked"


def test_a_first_epoch_that_a_power_cut_left_without_a_pointer_is_found(
    open_journal: OpenJournal, folder: Path
) -> None:
    with open_journal() as journal:
        refused(journal)
    (folder / "current").unlink()
    with open_journal() as again:
        assert again.epoch == journal.epoch


def test_a_file_that_a_power_cut_left_empty_is_cleared_away(open_journal: OpenJournal, folder: Path) -> None:
    folder.mkdir()
    for name in ("0" * 16, "1" * 16):
        sqlite3.connect(folder / f"{name}.db").execute("PRAGMA journal_mode=WAL").connection.close()
    open_journal().close()
    assert list(folder.glob("*.db")) == [current(folder)]


def test_without_the_pointer_nobody_guesses_among_several(open_journal: OpenJournal, folder: Path) -> None:
    with open_journal() as first:
        first.renew("asked").result()
        newest = first.epoch
    (folder / "current").unlink()
    with open_journal() as journal:
        assert journal.epoch == newest, "each names the one before it"
    (folder / "current").rename(folder.parent / "away")
    for path in folder.glob("*.db"):
        path.rename(folder.parent / path.name)
    open_journal().close()
    (folder / "current").unlink()
    for path in folder.parent.glob("*.db"):
        path.rename(folder / path.name)
    with pytest.raises(JournalError, match="cannot be told"):
        open_journal()
    open_journal(renew="asked").close()
