"""The tamper matrix: whatever an attacker does to the file, the verifier says so, and where."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from record_desk import OpenJournal

from kiosk.core import entries
from kiosk.record import checkpoint
from kiosk.record.chain import verify_folder
from kiosk.record.checkpoint import Checkpoint, VerifierKey
from kiosk.record.files import signer_from
from kiosk.record.journal import current_file
from kiosk.record.tree import Frontier, leaf_hash
from kiosk.record.verify import Problem, Report, verify

RECORDS = 450


class Exhibit:
    """A closed journal of 450 records, and an attacker's hands on it."""

    def __init__(self, path: Path, key: VerifierKey, acknowledged: Checkpoint) -> None:
        self.path, self.key, self.acknowledged = path, key, acknowledged

    def report(self, *, anchored: bool = True) -> Report:
        return verify(self.path, self.key, self.acknowledged if anchored else None)

    def sql(self, *statements: str) -> None:
        db = sqlite3.connect(self.path, isolation_level=None)
        for statement in statements:
            db.execute(statement)
        db.close()

    def rebuild(self) -> None:
        """Make the file agree with itself again, as an attacker without the key can: tree, frontiers, not the notes."""
        db = sqlite3.connect(self.path, isolation_level=None)
        frontier, sizes = Frontier(), {size for (size,) in db.execute("SELECT size FROM checkpoint")}
        for seq, body in db.execute("SELECT seq, body FROM rec ORDER BY seq").fetchall():
            frontier.add(leaf_hash(body))
            if seq in sizes:
                db.execute("UPDATE checkpoint SET frontier=? WHERE size=?", (frontier.to_bytes(), seq))
        db.execute("DELETE FROM checkpoint WHERE size>?", (frontier.size,))
        db.execute("UPDATE tree SET size=?, frontier=?", (frontier.size, frontier.to_bytes()))
        db.close()


@pytest.fixture
def exhibit(open_journal: OpenJournal, folder: Path) -> Exhibit:
    with open_journal() as journal:
        for number in range(RECORDS - 2):
            journal.append(entries.TokenRefused(f"r{number}", None), durable=False)
    path = current_file(folder)
    assert path is not None
    report = verify(path, journal.verifier)
    return Exhibit(path, journal.verifier, Checkpoint(journal.origin, report.records, report.root))


def problems(report: Report) -> set[Problem]:
    return {finding.problem for finding in report.findings}


def test_an_honest_journal_holds(exhibit: Exhibit) -> None:
    report = exhibit.report()
    assert report.ok
    assert report.anchored
    assert (report.records, report.sealed, report.root) == (RECORDS, RECORDS, exhibit.acknowledged.root)
    assert not exhibit.report(anchored=False).anchored


def test_a_journal_that_is_being_written_holds(open_journal: OpenJournal, folder: Path) -> None:
    journal = open_journal()
    journal.append(entries.VisitBegan("en"), "v-1").result()
    path = current_file(folder)
    assert path is not None
    report = verify(path, journal.verifier)
    assert report.ok
    assert (report.records, report.sealed) == (2, 1)


CHANGES: dict[str, tuple[str, ...]] = {
    "flip": ("UPDATE rec SET body=CAST(replace(body, '\"r218\"', '\"r219\"') AS BLOB) WHERE seq=220",),
    "delete": ("DELETE FROM rec WHERE seq=220", "UPDATE rec SET seq=seq-1 WHERE seq>220"),
    "delete without closing the gap": ("DELETE FROM rec WHERE seq=220",),
    "swap": (
        "UPDATE rec SET seq=-1 WHERE seq=220",
        "UPDATE rec SET seq=220 WHERE seq=221",
        "UPDATE rec SET seq=221 WHERE seq=-1",
    ),
    "duplicate": (
        "UPDATE rec SET seq=-seq WHERE seq>220",
        "UPDATE rec SET seq=1-seq WHERE seq<0",
        "INSERT INTO rec SELECT 221, body FROM rec WHERE seq=220",
    ),
    "drop the first hundred": ("DELETE FROM rec WHERE seq<=100", "UPDATE rec SET seq=seq-100"),
}


@pytest.mark.parametrize("repaired", [False, True], ids=["raw", "rebuilt"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_found_and_where(exhibit: Exhibit, change: str, repaired: bool) -> None:
    exhibit.sql(*CHANGES[change])
    if repaired:
        exhibit.rebuild()
    report = exhibit.report(anchored=False)
    assert not report.ok
    first = report.findings[0]
    expected = 0 if change.startswith("drop") else 220
    assert first.after <= expected <= first.upto + 1, str(first)
    assert first.upto - first.after <= 100, "located to a checkpoint's distance"


def test_the_end_cut_off_is_found_by_what_the_centre_acknowledged(exhibit: Exhibit) -> None:
    exhibit.sql("DELETE FROM rec WHERE seq>300", "DELETE FROM checkpoint WHERE size>300")
    assert problems(exhibit.report(anchored=False)) == {Problem.TREE_DIFFERS}
    exhibit.rebuild()
    assert exhibit.report(anchored=False).ok, "no local scheme can tell: that is why the centre cosigns"
    assert problems(exhibit.report()) == {Problem.ROLLED_BACK}


def test_an_older_copy_is_found_by_what_the_centre_acknowledged(open_journal: OpenJournal, folder: Path) -> None:
    open_journal().close()
    path = current_file(folder)
    assert path is not None
    copy = path.with_suffix(".copy")
    shutil.copyfile(path, copy)
    with open_journal() as journal:
        journal.append(entries.StaffCalled("asked", "Menu"))
    newest = verify(path, journal.verifier)
    acknowledged = Checkpoint(journal.origin, newest.records, newest.root)
    assert verify(path, journal.verifier, acknowledged).ok
    assert problems(verify(copy, journal.verifier, acknowledged)) == {Problem.ROLLED_BACK}


def test_a_branch_in_history_is_found(exhibit: Exhibit) -> None:
    """The log's own key signed another history: only the centre's memory tells."""
    other = Checkpoint(exhibit.acknowledged.origin, 300, bytes(32))
    assert problems(verify(exhibit.path, exhibit.key, other)) == {Problem.DIVERGED}


def test_stripped_signatures_never_pass(exhibit: Exhibit) -> None:
    exhibit.sql("UPDATE checkpoint SET note=substr(note, 1, instr(note, x'0a0a'))")
    report = exhibit.report()
    assert problems(report) == {Problem.FORGED_CHECKPOINT, Problem.NO_CHECKPOINT}
    assert report.sealed == 0


def test_no_checkpoint_never_passes(exhibit: Exhibit) -> None:
    exhibit.sql("DELETE FROM checkpoint")
    assert problems(exhibit.report()) == {Problem.NO_CHECKPOINT}


def test_a_long_unsealed_end_never_passes(exhibit: Exhibit) -> None:
    exhibit.sql("DELETE FROM checkpoint WHERE size>100")
    assert problems(exhibit.report()) == {Problem.UNSEALED}


def test_no_key_never_passes(exhibit: Exhibit) -> None:
    report = verify(exhibit.path, None, exhibit.acknowledged)
    assert Problem.NO_KEY in problems(report)
    assert not report.ok


def test_a_history_signed_by_an_attackers_key_never_passes(exhibit: Exhibit, tmp_path: Path) -> None:
    attacker = signer_from(tmp_path / "attacker.key")
    exhibit.sql(*CHANGES["flip"])
    exhibit.rebuild()
    db = sqlite3.connect(exhibit.path, isolation_level=None)
    for size, frontier in db.execute("SELECT size, frontier FROM checkpoint").fetchall():
        root = Frontier.from_bytes(size, frontier).root()
        note = checkpoint.sign(Checkpoint(exhibit.key.name, size, root), attacker)
        db.execute("UPDATE checkpoint SET note=? WHERE size=?", (note, size))
    db.close()
    assert Problem.FORGED_CHECKPOINT in problems(exhibit.report(anchored=False))


def test_another_epochs_file_is_not_this_one(exhibit: Exhibit) -> None:
    other = VerifierKey(exhibit.key.name + "0", exhibit.key.type, exhibit.key.public)
    assert {Problem.OTHER_KEY, Problem.FORGED_CHECKPOINT} <= problems(verify(exhibit.path, other))


def test_a_checkpoint_moved_to_another_size_never_passes(exhibit: Exhibit) -> None:
    exhibit.sql("UPDATE checkpoint SET size=120 WHERE size=101")
    assert not exhibit.report(anchored=False).ok


def test_a_record_that_is_none_is_named(exhibit: Exhibit) -> None:
    exhibit.sql("UPDATE rec SET body=x'7b' WHERE seq=7")
    found = {(finding.problem, finding.upto) for finding in exhibit.report().findings}
    assert (Problem.NOT_A_RECORD, 7) in found


@pytest.mark.parametrize(
    "ruin",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"no database at all" * 300),
        lambda path: path.write_bytes(path.read_bytes()[:9000]),
    ],
    ids=["gone", "empty", "other", "torn"],
)
def test_a_file_that_cannot_be_read_is_said(exhibit: Exhibit, ruin: Callable[[Path], object]) -> None:
    ruin(exhibit.path)
    report = exhibit.report()
    assert not report.ok
    assert report.sealed == 0


def test_a_foreign_schema_is_said(exhibit: Exhibit) -> None:
    exhibit.sql("DROP TABLE rec", "CREATE TABLE rec(seq, body)", "INSERT INTO rec VALUES('x', 3.5)")
    assert not exhibit.report().ok


def test_an_empty_epoch_never_passes(exhibit: Exhibit) -> None:
    exhibit.sql("DELETE FROM rec", "DELETE FROM checkpoint", "UPDATE tree SET size=0, frontier=x''")
    assert Problem.EMPTY in problems(exhibit.report(anchored=False))


def rows(path: Path) -> list[list[tuple[object, ...]]]:
    """What a journal's file says that is signed: not whether a checkpoint was in a hurry, nor sealed keys."""
    with closing(sqlite3.connect(path)) as db:
        queries = (
            "SELECT seq, body FROM rec ORDER BY seq",
            "SELECT size, note, frontier FROM checkpoint ORDER BY size",
            "SELECT size, frontier FROM tree",
            "SELECT epoch, origin, verifier FROM log",
        )
        return [db.execute(query).fetchall() for query in queries]


changes = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=40), st.sampled_from(("write", "insert"))
    ),
    min_size=1,
    max_size=4,
)


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes, st.none() | st.floats(0, 1))
def test_no_changed_bytes_pass_and_none_raise(
    exhibit: Exhibit, changed: list[tuple[float, bytes, str]], end: float | None
) -> None:
    """Any bytes of the file, and any length: it is found, or what the file says under its key is the same."""
    raw = bytearray(exhibit.path.read_bytes())
    for at, new, how in changed:
        begin = int(at * len(raw))
        raw[begin : begin + (len(new) if how == "write" else 0)] = new
    folder = exhibit.path.parent / "changed"
    folder.mkdir(exist_ok=True)
    (folder / "current").write_text(exhibit.path.stem)
    copy = folder / exhibit.path.name
    copy.write_bytes(raw if end is None else raw[: int(end * len(raw))])
    held = verify(copy, exhibit.key).ok
    anchored = verify_folder(folder, [exhibit.key], anchors=[exhibit.acknowledged]).ok
    if held or anchored:
        assert rows(copy) == rows(exhibit.path)


def test_a_finding_reads_as_a_sentence(exhibit: Exhibit) -> None:
    exhibit.sql("UPDATE rec SET body=x'7b' WHERE seq=7")
    assert "notARecord (record 7)" in [str(finding) for finding in exhibit.report().findings]


def test_the_first_record_names_the_key(exhibit: Exhibit) -> None:
    db = sqlite3.connect(exhibit.path)
    ((body,),) = db.execute("SELECT body FROM rec WHERE seq=1")
    db.close()
    assert json.loads(body)["data"]["verifier"] == str(exhibit.key)
