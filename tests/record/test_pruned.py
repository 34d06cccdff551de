"""A pruned journal: its beginning is gone, as it should be, and the rest of it is worth what it was."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from exhibit import Centre, a_centre, a_visit, anchor_of
from record_desk import OpenJournal, until

from kiosk.record import proof
from kiosk.record.checkpoint import Checkpoint, VerifierKey
from kiosk.record.epoch import current_file
from kiosk.record.proof import ProofError
from kiosk.record.verify import Problem, Report, verify


class Pruned:
    """A journal of which the kiosk has pruned what the centre cosigned long ago."""

    def __init__(self, path: Path, key: VerifierKey, centre: Centre, anchor: Checkpoint) -> None:
        self.path, self.key, self.centre, self.anchor = path, key, centre, anchor

    def report(self, *, anchored: bool = False, cosigned: bool = False) -> Report:
        cosigners = [self.centre.verifier] if cosigned else []
        return verify(self.path, self.key, self.anchor if anchored else None, cosigners=cosigners)

    def problems(self, *, anchored: bool = False, cosigned: bool = False) -> set[Problem]:
        return {finding.problem for finding in self.report(anchored=anchored, cosigned=cosigned).findings}


@pytest.fixture
def pruned(open_journal: OpenJournal, folder: Path) -> Pruned:
    centre = a_centre()
    with open_journal(cosigner=centre.verifier) as journal:
        for number in range(20):
            a_visit(journal, number)
    path = current_file(folder)
    assert path is not None
    anchor = anchor_of(centre.fold_in(path, 201))
    with open_journal(cosigner=centre.verifier, keep=timedelta(0)) as journal:
        until(lambda: first(path) > 1)
        for number in range(20, 22):
            a_visit(journal, number)
    return Pruned(path, journal.verifier, centre, anchor)


def first(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("SELECT min(seq) FROM rec").fetchone()[0])


def test_it_holds_where_the_centre_is_known_to_have_had_the_beginning(pruned: Pruned) -> None:
    for known in ({"cosigned": True}, {"anchored": True}, {"cosigned": True, "anchored": True}):
        report = pruned.report(**known)
        assert report.ok, report
        assert report.first == first(pruned.path) == pruned.anchor.size + 1
        assert report.records > pruned.anchor.size + 24


def test_by_itself_it_does_not_hold(pruned: Pruned) -> None:
    assert pruned.problems() == {Problem.UNPROVEN_START}


def test_a_cosignature_of_somebody_else_proves_nothing(pruned: Pruned) -> None:
    other = a_centre()
    report = verify(pruned.path, pruned.key, cosigners=[other.verifier])
    assert {Problem.FORGED_COSIGNATURE, Problem.UNPROVEN_START} <= {finding.problem for finding in report.findings}


def test_a_frontier_that_is_not_the_signed_one_does_not_hold(pruned: Pruned) -> None:
    with closing(sqlite3.connect(pruned.path, isolation_level=None)) as db:
        db.execute("UPDATE checkpoint SET frontier=zeroblob(length(frontier)) WHERE size=?", (pruned.anchor.size,))
    assert Problem.CHANGED in pruned.problems(cosigned=True, anchored=True)


def test_more_may_not_be_missing_than_was_pruned(pruned: Pruned) -> None:
    with closing(sqlite3.connect(pruned.path, isolation_level=None)) as db:
        (size,) = db.execute("SELECT min(size) FROM checkpoint WHERE size>?", (pruned.anchor.size,)).fetchone()
        db.execute("DELETE FROM rec WHERE seq<=?", (size,))
        db.execute("DELETE FROM checkpoint WHERE size<?", (size,))
    assert Problem.MISSING in pruned.problems(anchored=True)


def test_what_is_kept_is_proved_and_what_is_gone_is_said_to_be(pruned: Pruned) -> None:
    gone = pruned.anchor.size
    for seq in (gone + 1, gone + 20, pruned.report(cosigned=True).records):
        made, body = proof.prove(pruned.path, seq)
        assert proof.check(made, body, [pruned.key]).seq == seq
    with pytest.raises(ProofError, match="ask the centre"):
        proof.prove(pruned.path, gone)
