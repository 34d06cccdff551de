"""Records go when the centre has had them for long, by its clock and ours, and never otherwise."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from record_desk import COSIGNER, SEALING, ManualClock, OpenJournal, cosigned, current, kinds, until

from kiosk.core import entries
from kiosk.core.ports import JournalError
from kiosk.record import checkpoint
from kiosk.record.checkpoint import Checkpoint
from kiosk.record.journal import SqliteJournal
from kiosk.record.reader import JournalReader, ReadError
from kiosk.record.tree import Frontier, leaf_hash
from kiosk.record.verify import verify

DAY = 86_400.0


def visit(journal: SqliteJournal, name: str, *, ends: bool = True) -> None:
    journal.append(entries.VisitBegan("en"), name).result()
    accepted = entries.DocumentAccepted("td3", "camera", "print", "print", number="E1", name="A")
    journal.append(accepted, name).result()
    if ends:
        journal.append(entries.VisitEnded("finished"), name).result()


def first(folder: Path) -> int:
    with JournalReader(current(folder)) as reader:
        return reader.first()


def acknowledge(journal: SqliteJournal, folder: Path, clock: ManualClock) -> int:
    """The centre cosigns what there is, at its own time, which is the clock's unless a test sets that wrong."""
    return journal.acknowledge(cosigned(current(folder), clock.now())).result()


def looks(journal: SqliteJournal, clock: ManualClock) -> None:
    """An hour passes, and the writer looks what may go: it has when the second entry is written."""
    clock.pass_by(3601)
    for _ in range(2):
        journal.append(entries.TokenRefused("r", None)).result()


def settings(**changes: object) -> dict[str, object]:
    return {"cosigner": COSIGNER, "sealing_key": lambda: SEALING, "keep": timedelta(days=30)} | changes


def test_a_month_after_the_centre_had_them_records_go(
    open_journal: OpenJournal, folder: Path, clock: ManualClock
) -> None:
    journal = open_journal(**settings())
    visit(journal, "v-1")
    upto = acknowledge(journal, folder, clock)
    assert upto == 4
    whole = [body for (body,) in JournalReader(current(folder)).db.execute("SELECT body FROM rec ORDER BY seq")]
    clock.pass_by(31 * DAY)
    visit(journal, "v-2")
    acknowledge(journal, folder, clock)
    looks(journal, clock)

    with JournalReader(current(folder)) as reader:
        assert reader.first() == upto + 1
        assert [key.visit for key in reader.keys(1, 10_000)] == ["v-2"]
        oldest, kept = reader.db.execute("SELECT size, cosigned FROM checkpoint ORDER BY size LIMIT 1").fetchone()
        root = Frontier.of(map(leaf_hash, whole)).root()
        assert checkpoint.cosigned_at(kept, COSIGNER)[0] == Checkpoint(journal.origin, upto, root)
        assert (oldest, reader.root_at(upto)) == (upto, root), "the tree goes on from there"
        assert reader.root_at(upto - 1) is None
        batch = reader.batch(upto, 500, 256_000)
        assert batch is not None
        assert batch.first == upto + 1
        with pytest.raises(ReadError):
            reader.batch(0, 500, 256_000)
    assert "journal.pruned" in kinds(current(folder))
    journal.close()

    for _ in range(2):
        with open_journal(**settings()) as again:
            visit(again, "v-3")
            assert again.size == JournalReader(current(folder)).size()
    assert first(folder) == upto + 1
    report = verify(current(folder), again.verifier, cosigners=[COSIGNER])
    assert report.ok, report.findings
    assert report.first == upto + 1


def test_of_a_key_that_went_no_byte_is_left(open_journal: OpenJournal, folder: Path, clock: ManualClock) -> None:
    """Who has the disk and, one day, the centre's private key, opens what is left of it."""
    journal = open_journal(**settings())
    visit(journal, "v-1")
    with JournalReader(current(folder)) as reader:
        (gone,) = reader.keys(1, 10)
    acknowledge(journal, folder, clock)
    clock.pass_by(31 * DAY)
    visit(journal, "v-2")
    acknowledge(journal, folder, clock)
    looks(journal, clock)
    with JournalReader(current(folder)) as reader:
        (kept,) = reader.keys(1, 10_000)
    journal.close()
    left = b"".join(path.read_bytes() for path in folder.iterdir())
    assert kept.sealed in left
    assert gone.sealed[8:] not in left


def test_everything_may_go_but_the_record_that_says_so(
    open_journal: OpenJournal, folder: Path, clock: ManualClock
) -> None:
    journal = open_journal(**settings(keep=timedelta(0)))
    visit(journal, "v-1")
    acknowledge(journal, folder, clock)
    clock.pass_by(3601)
    journal.append(entries.TokenRefused("r", None)).result()
    until(lambda: first(folder) == 5)
    assert kinds(current(folder))[:2] == ["token.refused", "journal.pruned"]


def test_a_power_cut_right_after_everything_went_is_survived(
    open_journal: OpenJournal, folder: Path, clock: ManualClock
) -> None:
    journal = open_journal(**settings(keep=timedelta(0)))
    visit(journal, "v-1")
    assert acknowledge(journal, folder, clock) == 4
    clock.pass_by(3601)
    journal.acknowledge(b"").result()  # something for the writer to wake for
    until(lambda: first(folder) == 5)
    cut = folder.parent / "cut"
    shutil.copytree(folder, cut)
    key = journal.verifier
    journal.close()
    shutil.rmtree(folder)
    cut.rename(folder)
    assert kinds(current(folder)) == ["journal.pruned"], "which no checkpoint covers yet"
    open_journal(**settings()).close()
    report = verify(current(folder), key, cosigners=[COSIGNER])
    assert report.ok, report.findings


@pytest.mark.parametrize(
    "wrong", ["no cosigner", "another cosigner", "too young", "never acknowledged", "our clock runs ahead", "set back"]
)
def test_nothing_goes_early(open_journal: OpenJournal, folder: Path, clock: ManualClock, wrong: str) -> None:
    stranger = checkpoint.VerifierKey("other.example/cosigner", COSIGNER.type, COSIGNER.public)
    cosigner = {"no cosigner": None, "another cosigner": stranger}.get(wrong, COSIGNER)
    journal = open_journal(**settings(cosigner=cosigner))
    visit(journal, "v-1")
    if wrong != "never acknowledged":
        acknowledge(journal, folder, clock)
    clock.pass_by((29 if wrong == "too young" else 31) * DAY)
    centre = clock.now()
    if wrong == "our clock runs ahead":
        clock.pass_by(-30 * DAY)
        centre = clock.now()
        clock.step(400 * DAY)
    if wrong == "set back":
        clock.step(-31 * DAY)
    visit(journal, "v-2")
    if wrong != "never acknowledged":
        journal.acknowledge(cosigned(current(folder), centre)).result()
    looks(journal, clock)
    assert first(folder) == 1


def test_a_cosignature_of_another_tree_is_not_kept(
    open_journal: OpenJournal, folder: Path, tmp_path: Path, clock: ManualClock
) -> None:
    journal = open_journal(**settings())
    visit(journal, "v-1")
    good = cosigned(current(folder), clock.now())
    note = checkpoint.Note.parse(good)
    (log, centre) = note.signatures
    forged = checkpoint.Note(note.text, (log, checkpoint.SignatureLine(centre.name, centre.key_id, bytes(72)))).encode()
    for bad in (b"", good[:-1], forged, checkpoint.Note(note.text, (log,)).encode()):
        assert journal.acknowledge(bad).result() == 0
    before = current(folder)
    journal.renew("asked").result()
    assert journal.acknowledge(good).result() == 0, "an older epoch's"
    with JournalReader(before) as reader:
        assert reader.db.execute("SELECT count(cosigned) FROM checkpoint").fetchone() == (0,)


def test_the_key_of_a_visit_that_lasts_on_stays(open_journal: OpenJournal, folder: Path, clock: ManualClock) -> None:
    journal = open_journal(**settings(keep=timedelta(0)))
    visit(journal, "v-1", ends=False)
    journal.append(entries.StaffCalled("asked", "Menu"), "v-1").result()  # a checkpoint within the visit
    middle = acknowledge(journal, folder, clock)
    visit(journal, "v-1")
    looks(journal, clock)
    until(lambda: first(folder) == middle + 1)
    with JournalReader(current(folder)) as reader:
        assert [key.visit for key in reader.keys(1, 10_000)] == ["v-1"], "its later record still needs it"


def test_long_years_go_in_slices_at_the_next_start(open_journal: OpenJournal, folder: Path, clock: ManualClock) -> None:
    with open_journal(**settings()) as journal:
        for _ in range(3):
            for _ in range(3000):
                journal.append(entries.ScreenShown("Menu", "en"))
            journal.append(entries.VisitEnded("finished")).result()
            upto = acknowledge(journal, folder, clock)
    clock.pass_by(40 * DAY)
    note = cosigned(current(folder), clock.now())
    with open_journal(**settings(cosigned=note)) as journal:
        until(lambda: first(folder) == upto + 1)
    assert kinds(current(folder)).count("journal.pruned") == 3
    db = sqlite3.connect(current(folder))
    pages, free = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count"))
    db.close()
    assert free > pages / 2, "what went makes room for what comes"


def test_a_beginning_that_somebody_deleted_is_not_taken_for_pruned(
    open_journal: OpenJournal, folder: Path, clock: ManualClock
) -> None:
    with open_journal(**settings()) as journal:
        for number in range(3):
            visit(journal, f"v-{number}")
    db = sqlite3.connect(current(folder), isolation_level=None)
    db.execute("DELETE FROM rec WHERE seq<=5")
    with pytest.raises(JournalError, match="missing"):
        open_journal(**settings())
    db.execute("DELETE FROM checkpoint WHERE size<5")
    with pytest.raises(JournalError, match="missing"):
        open_journal(**settings())
    db.close()
