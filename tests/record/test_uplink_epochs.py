"""Another epoch begins: nothing of the file before it is lost; the centre has each record or keeps it as evidence."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
import zstandard
from record_centre import Centre, Request
from record_desk import ManualClock, OpenJournal
from record_sync import OpenUplink, drain, hang_up, visits

from kiosk.core import entries
from kiosk.record import Layout, layout
from kiosk.record.checkpoint import Checkpoint, cosigned_at
from kiosk.record.journal import SqliteJournal, current_file
from kiosk.record.syncstate import SyncState, SyncTrouble
from kiosk.record.uplink import GIVEN_UP_EVERY_S, SLOW_S, Uplink


def signed_records(path: Path) -> list[bytes]:
    """The records under a checkpoint; what is past the last one of an epoch given up stands in the next one, too."""
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    query = "SELECT body FROM rec WHERE seq<=(SELECT max(size) FROM checkpoint) ORDER BY seq"
    bodies = [body for (body,) in db.execute(query)]
    db.close()
    return bodies


@pytest.fixture
def files(tmp_path: Path) -> Layout:
    return layout(tmp_path)


def settle(uplink: Uplink, clock: ManualClock, steps: int = 60) -> None:
    for _ in range(steps):
        clock.pass_by(max(uplink.step(), 0.01))


def a_first_day(open_journal: OpenJournal, files: Layout) -> tuple[Path, bytes]:
    """The file of a journal that was written and closed, and its bytes, to put back later."""
    with open_journal() as journal:
        visits(journal)
    path = current_file(files.journal)
    assert path is not None
    return path, path.read_bytes()


def everything_is_there(centre: Centre, files: Layout) -> None:
    """Every record of every file is acknowledged or kept as evidence."""
    for path in files.journal.glob("*.db"):
        held = centre.epochs[path.stem]
        missed = [body for body in signed_records(path) if body not in held.bodies and body not in held.evidence]
        assert not missed, path.stem


def test_what_an_older_file_holds_still_arrives(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, files: Layout, clock: ManualClock
) -> None:
    journal = open_journal()
    visits(journal)
    uplink = open_uplink()
    drain(uplink, clock, journal.size)
    visits(journal, 300)  # made while the centre was away
    before, origin = journal.epoch, journal.origin
    journal.renew("asked", uplink.state.anchor(journal.origin)).result()
    visits(journal)
    settle(uplink, clock)
    assert len(centre.epochs[before].bodies) == 1 + 2 * 301 + 1
    assert {epoch: dealt.size for epoch, dealt in uplink.state.older.items()} == {before: 1 + 2 * 301 + 1}
    size, root, note = SyncState.load(files.sync).older[before]
    assert cosigned_at(note, centre.cosigner)[0] == Checkpoint(origin, size, root), "without it the file would stay"
    assert uplink.state.acked == journal.size
    everything_is_there(centre, files)


def test_a_centre_that_lost_the_end_of_an_older_epoch_gets_it_again_when_sync_starts(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, files: Layout, clock: ManualClock
) -> None:
    """Nothing of it waits to be sent any more: only asking again tells that the centre was restored."""
    journal = open_journal()
    visits(journal, 150)
    before = journal.epoch
    journal.renew("asked").result()
    visits(journal)
    uplink = open_uplink()
    settle(uplink, clock)
    everything_is_there(centre, files)
    uplink.close()
    centre.epochs[before].lose(1)
    settle(open_uplink(), clock)
    everything_is_there(centre, files)


def test_an_urgent_record_does_not_wait_behind_an_old_files_rest(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock
) -> None:
    journal = open_journal()
    visits(journal, 400)
    before = journal.epoch
    journal.renew("asked").result()
    journal.append(entries.StaffCalled("asked", "Menu")).result()
    uplink = open_uplink()
    uplink.step()
    assert uplink.state.acked == journal.size
    settle(uplink, clock, 30)
    assert len(centre.epochs[before].bodies) == 802


def test_a_disk_restored_while_the_terminal_was_off_begins_an_epoch_and_leaves_evidence(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, files: Layout, clock: ManualClock
) -> None:
    path, yesterday = a_first_day(open_journal, files)
    with open_journal() as journal:
        visits(journal, 5)
    drain(open_uplink(), clock, journal.size)
    path.write_bytes(yesterday)
    clock.pass_by(3600)
    with open_journal() as journal:  # which has not heard yet what the centre acknowledged
        visits(journal, 2)
        uplink = open_uplink()
        uplink.step()
        kept = SyncState.load(files.sync)
        assert kept.given_up(journal.epoch) == "rolledBack"
        journal.renew("rolledBack", kept.anchor(journal.origin)).result()
        visits(journal)
    settle(uplink, clock)
    assert uplink.state.trouble is None, "the epoch that took its place is taken"
    assert uplink.state.given_up(journal.epoch) is None
    assert uplink.state.acked == journal.size
    held = centre.epochs[path.stem]
    assert len(held.bodies) == 16
    assert held.evidence, "what the restored disk went on with"
    everything_is_there(centre, files)


def test_an_epoch_that_was_written_twice_is_evidence_though_it_is_an_older_one_already(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, files: Layout, clock: ManualClock
) -> None:
    path, yesterday = a_first_day(open_journal, files)
    with open_journal() as journal:
        visits(journal, 5)
        uplink = open_uplink()
        drain(uplink, clock, journal.size)
        journal.renew("asked").result()
        settle(uplink, clock)
    uplink.close()
    for since in files.journal.glob("*.db*"):  # yesterday's disk, and others came before sync took a step
        since.unlink()
    path.write_bytes(yesterday)
    (files.journal / "current").write_text(path.stem, encoding="ascii")
    journal = open_journal()
    visits(journal, 9)
    journal.renew("asked").result()
    settle(open_uplink(), clock)
    assert centre.epochs[path.stem].evidence
    everything_is_there(centre, files)


def test_a_disk_restored_under_a_running_sync_is_seen(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, files: Layout, clock: ManualClock
) -> None:
    path, yesterday = a_first_day(open_journal, files)
    with open_journal() as journal:
        visits(journal, 5)
    uplink = open_uplink()
    drain(uplink, clock, journal.size)
    path.unlink()
    path.write_bytes(yesterday)
    clock.pass_by(3600)
    journal = open_journal()
    visits(journal, 2)
    while uplink.state.trouble is None:
        clock.pass_by(uplink.step())
    assert uplink.state.given_up(journal.epoch) == "rolledBack"


def test_an_anchor_found_at_the_start_leaves_the_same_evidence(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, files: Layout, clock: ManualClock
) -> None:
    path, yesterday = a_first_day(open_journal, files)
    with open_journal() as journal:
        visits(journal, 5)
    drain(open_uplink(), clock, journal.size)
    path.write_bytes(yesterday)
    clock.pass_by(3600)
    anchor = SyncState.load(files.sync).anchor(journal.origin)
    with open_journal(anchor=anchor) as journal:
        assert journal.epoch != path.stem
    uplink = open_uplink()
    settle(uplink, clock)
    assert (uplink.state.acked, uplink.state.trouble) == (journal.size, None)
    everything_is_there(centre, files)


def test_another_history_is_kept_in_quarantine_to_its_end(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, files: Layout, clock: ManualClock
) -> None:
    path, yesterday = a_first_day(open_journal, files)
    with open_journal() as journal:
        visits(journal, 5)
    drain(open_uplink(), clock, journal.size)
    path.write_bytes(yesterday)
    clock.pass_by(3600)
    journal = open_journal()
    visits(journal, 300)
    uplink = open_uplink()
    uplink.step()
    assert uplink.state.given_up(journal.epoch) == "diverged"
    before = len(centre.posts())
    for _ in range(30):
        clock.pass_by(uplink.step())
    assert len(centre.posts()) == before, "asked again now and then only, while the journal is watched"
    journal.renew("diverged", uplink.state.anchor(journal.origin)).result()
    uplink.step()
    assert SyncState.load(files.sync).given_up(journal.epoch) is None, "or the kiosk would begin epochs without end"
    settle(uplink, clock)
    assert uplink.state.trouble is None
    assert len(centre.epochs[path.stem].evidence) > 500
    everything_is_there(centre, files)


def test_a_centre_without_room_for_evidence_is_asked_until_it_has(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, files: Layout, clock: ManualClock
) -> None:
    journal = open_journal()
    visits(journal)
    before = journal.epoch
    journal.renew("asked").result()
    uplink = open_uplink()

    def full(centre: Centre, request: Request) -> None:
        if f"/{before}/" in request.path:
            request.answer(409, {"acked": 0, "diverged": True, "quarantined": False})
        else:
            centre.behave(request)

    centre.misbehave.extend([full] * 6)
    while uplink.state.trouble is None:
        clock.pass_by(uplink.step())
    assert uplink.state.trouble is SyncTrouble.REJECTED
    assert uplink.state.given_up(journal.epoch) is None, "it is not this epoch's"
    centre.misbehave.clear()
    assert uplink.state.acked == 1, "the current epoch goes on"
    clock.pass_by(SLOW_S)
    settle(uplink, clock)
    assert uplink.state.trouble is None
    everything_is_there(centre, files)


def test_a_centre_that_wants_the_same_again_and_again_is_not_stormed(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock
) -> None:
    """A damaged file of which the centre never took a record: it keeps the first batch aside, and then asks for it."""
    journal = open_journal()
    visits(journal, 400)
    before = journal.epoch
    journal.renew("damaged").result()

    def never(centre: Centre, request: Request) -> None:
        if f"/{before}/" not in request.path:
            centre.behave(request)
        elif b'"0000000001"' in zstandard.decompress(request.body):
            request.answer(409, {"acked": 0, "diverged": True, "quarantined": True})
        else:
            request.answer(409, {"acked": 0})

    centre.misbehave.extend([never] * 500)
    uplink = open_uplink()
    end = clock.monotonic() + 600
    while clock.monotonic() < end:
        clock.pass_by(max(uplink.step(), 0.01))
    assert sum(f"/{before}/" in request.path for request in centre.requests) < 30
    assert uplink.state.acked == journal.size
    assert uplink.state.trouble is not None


def test_two_centres_that_know_nothing_of_each_other_are_not_stormed(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock
) -> None:
    """Behind one name: what the one acknowledges the other lacks, with every batch anew."""
    journal = open_journal()
    visits(journal, 400)

    def forgets(centre: Centre, request: Request) -> None:
        first = request.method == "POST" and b'"0000000001"' in zstandard.decompress(request.body)
        if first or request.method != "POST":
            centre.behave(request)
        else:
            request.answer(409, {"acked": 0})

    centre.misbehave.extend([forgets] * 500)
    uplink = open_uplink()
    end = clock.monotonic() + 600
    while clock.monotonic() < end:
        clock.pass_by(max(uplink.step(), 0.01))
    assert sum(request.method == "POST" for request in centre.requests) < 30
    assert uplink.state.trouble is SyncTrouble.BAD_ANSWER
    centre.misbehave.clear()
    drain(uplink, clock, journal.size)


def test_sync_finds_the_rest_of_older_files_again_without_its_state(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, files: Layout, clock: ManualClock
) -> None:
    journal = open_journal()
    for _ in range(3):
        visits(journal, 3)
        journal.renew("asked").result()
    uplink = open_uplink()
    settle(uplink, clock, 3)
    uplink.close()
    files.sync.unlink()
    settle(open_uplink(), clock)
    assert len(centre.epochs) == 4
    everything_is_there(centre, files)


def test_a_damaged_older_file_is_said_and_holds_up_nothing(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, files: Layout, clock: ManualClock
) -> None:
    journal = open_journal()
    visits(journal)
    damaged = files.journal / f"{journal.epoch}.db"
    journal.renew("asked").result()
    kept = damaged.read_bytes()
    damaged.write_bytes(b"no database at all, and long enough to be looked at" * 100)
    uplink = open_uplink()
    settle(uplink, clock)
    assert uplink.state.trouble is SyncTrouble.JOURNAL
    assert uplink.state.acked == journal.size
    uplink.close()
    uplink = open_uplink()
    settle(uplink, clock)
    reports = sorted(path.read_text() for path in files.reports.iterdir())
    assert len(reports) == 1, "a restart says neither that it is over nor that it began again"
    damaged.write_bytes(kept)  # an engineer brings it back
    clock.pass_by(SLOW_S)
    settle(uplink, clock)
    assert uplink.state.trouble is None
    everything_is_there(centre, files)


@pytest.mark.parametrize("when", ["before sync starts", "before it is opened", "while it is sent"])
def test_an_older_file_that_the_kiosk_deleted_is_neither_missed_nor_sent(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock, when: str
) -> None:
    journal = open_journal()
    visits(journal, 10)
    path = journal._folder / f"{journal.epoch}.db"
    journal.renew("asked").result()
    settle(open_uplink(), clock, 20)
    assert len(centre.epochs[path.stem].bodies) == 22
    uplink = open_uplink()
    if when == "before sync starts":
        path.unlink()
    centre.misbehave.extend([hang_up] * (2 if when == "while it is sent" else 1))
    uplink.step()
    path.unlink(missing_ok=True)
    centre.misbehave.clear()
    before = len(centre.posts())
    visits(journal)
    settle(uplink, clock, 20)
    assert (uplink.state.trouble, uplink.state.acked) == (None, journal.size)
    assert all(f"/{path.stem}/" not in request.path for request in centre.posts()[before:])


def pruned(journal: SqliteJournal, folder: Path, upto: int) -> None:
    """Have records of the current file deleted, as its writer does long after they were acknowledged."""
    db = sqlite3.connect(folder / f"{journal.epoch}.db")
    db.execute("DELETE FROM rec WHERE seq<=?", (upto,))
    db.execute("DELETE FROM checkpoint WHERE size<?", (upto,))
    db.commit()
    db.close()


def test_a_centre_that_lost_what_was_pruned_here_gets_a_new_epoch_and_says_so(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, files: Layout, clock: ManualClock
) -> None:
    journal = open_journal()
    visits(journal, 10)
    uplink = open_uplink()
    drain(uplink, clock, journal.size)
    pruned(journal, files.journal, 11)
    centre.lose(4)
    visits(journal)
    for _ in range(20):
        clock.pass_by(uplink.step())
    assert uplink.state.given_up(journal.epoch) == "diverged"
    journal.renew("diverged", uplink.state.anchor(journal.origin)).result()
    settle(uplink, clock)
    assert uplink.state.acked == journal.size
    assert uplink.state.trouble is SyncTrouble.INCOMPLETE, "a person must restore the centre"


def test_a_pruned_file_is_sent_from_what_is_there(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, files: Layout, clock: ManualClock
) -> None:
    journal = open_journal()
    visits(journal, 10)
    drain(open_uplink(), clock, journal.size)
    pruned(journal, files.journal, 11)
    files.sync.unlink()
    visits(journal)
    drain(open_uplink(), clock, journal.size)
    assert len(centre.bodies) == journal.size


def test_a_new_journal_folder_begins_anew(
    open_journal: OpenJournal,
    open_uplink: OpenUplink,
    centre: Centre,
    files: Layout,
    clock: ManualClock,
) -> None:
    with open_journal() as journal:
        visits(journal)
        drain(open_uplink(), clock, journal.size)
    shutil.rmtree(files.journal)
    journal = open_journal()
    visits(journal)
    uplink = open_uplink()
    drain(uplink, clock, journal.size)
    uplink.step()
    assert uplink.state.trouble is None


def test_a_centre_that_takes_no_history_at_all_gets_no_epoch_each_second(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock
) -> None:
    """The journal's owner heeds what sync says at once; the centre says it of every epoch."""
    journal = open_journal()
    uplink = open_uplink()

    def diverged(centre: Centre, request: Request) -> None:
        if request.method == "POST":
            request.answer(409, {"acked": 7, "diverged": True, "quarantined": True})
        else:
            centre.behave(request)

    centre.misbehave.extend([diverged] * 500)
    epochs = {journal.epoch}
    end = clock.monotonic() + 2 * GIVEN_UP_EVERY_S
    while clock.monotonic() < end:
        clock.pass_by(uplink.step() or 0.01)
        why = uplink.state.given_up(journal.epoch)
        if why is not None:
            journal.renew(why, uplink.state.anchor(journal.origin)).result()
            epochs.add(journal.epoch)
    assert len(epochs) <= 4
    centre.misbehave.clear()
    while uplink.state.acked < journal.size or uplink.state.trouble is not None:
        clock.pass_by(uplink.step() or 0.01)
    assert centre.epochs.keys() >= {journal.epoch}
