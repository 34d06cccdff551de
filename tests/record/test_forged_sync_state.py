"""Who writes `sync.json` of a resting terminal has no file of its journal deleted: only the centre's signature does."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from record_desk import _COSIGNER, COSIGNER, ManualClock, OpenJournal, cosigned, current, records

from kiosk.core import entries
from kiosk.record import checkpoint
from kiosk.record.chain import verify_folder
from kiosk.record.checkpoint import Ed25519Signer
from kiosk.record.journal import SqliteJournal
from kiosk.record.reader import JournalReader
from kiosk.record.syncstate import DealtWith, SyncState

STRANGER = Ed25519Signer(Ed25519PrivateKey.generate())
MONTH_S = 31 * 86_400.0


@dataclass
class Scene:
    """A terminal that rests, with an epoch of which the centre has one half and has never seen the other."""

    open_journal: OpenJournal
    folder: Path
    sync: Path
    clock: ManualClock
    path: Path
    half: DealtWith
    """As the centre signed it."""
    whole: DealtWith
    """With the log's own note, which nobody else signed."""

    def stranger(self) -> bytes:
        """The whole tree, signed by another key under the centre's name."""
        at = int(self.clock.now().timestamp())
        return checkpoint.cosign(self.whole.cosigned, COSIGNER.name, STRANGER, at)

    def a_month_later(self, claimed: DealtWith) -> SqliteJournal:
        """It is written into `sync.json`; a new epoch begins, the centre acknowledges it, and the writer looks."""
        SyncState(older={self.path.stem: claimed}).save(self.sync)
        self.clock.pass_by(MONTH_S)
        older = lambda: SyncState.load(self.sync).older  # noqa: E731
        journal = self.open_journal(renew="asked", cosigner=COSIGNER, older=older)
        journal.acknowledge(cosigned(current(self.folder), self.clock.now())).result()
        self.clock.pass_by(3601)
        for _ in range(8):  # each of which is written after a step of it
            journal.append(entries.TokenRefused("r", None)).result()
        return journal


def tree(path: Path) -> DealtWith:
    """All that is signed of a file, with the log's own note."""
    with JournalReader(path) as reader:
        size = reader.sealed(0)[0]
        ((note,),) = reader.db.execute("SELECT note FROM checkpoint WHERE size=?", (size,))
        return DealtWith(size, reader.root_at(size) or b"", note)


@pytest.fixture
def scene(open_journal: OpenJournal, folder: Path, clock: ManualClock, tmp_path: Path) -> Scene:
    with open_journal(cosigner=COSIGNER) as journal:
        journal.append(entries.VisitBegan("en"), "v-1").result()
        journal.append(entries.VisitEnded("finished"), "v-1").result()
        path = current(folder)
        first = tree(path)
        half = first._replace(cosigned=cosigned(path, clock.now(), first.size))
        journal.append(entries.VisitBegan("en"), "v-2").result()
        journal.append(entries.VisitEnded("finished"), "v-2").result()
    whole = tree(path)
    assert half.size < whole.size
    return Scene(open_journal, folder, tmp_path / "sync.json", clock, path, half, whole)


def gone(scene: Scene) -> list[object]:
    told = [one["data"] for one in records(current(scene.folder)) if one["type"] == entries.JournalPruned.TYPE]
    return [data for data in told if data["epoch"]]


FORGED = {
    "no note": lambda scene: scene.whole._replace(cosigned=b""),
    "nonsense": lambda scene: scene.whole._replace(cosigned=b"\x00note"),
    "the log's own note": lambda scene: scene.whole,
    "a stranger's note under the centre's name": lambda scene: scene.whole._replace(cosigned=scene.stranger()),
    "the centre's note of less": lambda scene: scene.whole._replace(cosigned=scene.half.cosigned),
    "less, as the centre signed it": lambda scene: scene.half,
    "another root for what the centre signed": lambda scene: scene.half._replace(root=scene.whole.root),
}


@pytest.mark.parametrize("forged", FORGED)
def test_a_file_that_the_centre_lacks_stays(scene: Scene, forged: str) -> None:
    journal = scene.a_month_later(FORGED[forged](scene))
    assert scene.path.exists()
    assert gone(scene) == []
    found = verify_folder(scene.folder, [journal.verifier], unanchored=True)
    assert scene.path.stem in {epoch.epoch for epoch in found.epochs}


@pytest.mark.parametrize("origin", ["bank.example/kiosk/0571-3/{0:016}", "bank.example/kiosk/9999-9/{1}"])
def test_what_the_centre_signed_of_another_log_is_no_word_about_this_one(scene: Scene, origin: str) -> None:
    log = Ed25519Signer(Ed25519PrivateKey.generate())
    other = checkpoint.Checkpoint(origin.format(0, scene.path.stem), scene.whole.size, scene.whole.root)
    signed = checkpoint.cosign(
        checkpoint.sign(other, log), COSIGNER.name, _COSIGNER, int(scene.clock.now().timestamp())
    )
    scene.a_month_later(scene.whole._replace(cosigned=signed))
    assert scene.path.exists()


def test_a_false_note_in_the_file_itself_does_no_better(scene: Scene) -> None:
    with closing(sqlite3.connect(scene.path, isolation_level=None)) as db:
        db.execute("UPDATE checkpoint SET cosigned=? WHERE size=?", (scene.stranger(), scene.whole.size))
    scene.a_month_later(scene.whole._replace(cosigned=b""))
    assert scene.path.exists()


@pytest.mark.parametrize("where", ["sync.json", "the file"])
def test_with_the_centres_signature_it_goes(scene: Scene, where: str) -> None:
    note = cosigned(scene.path, scene.clock.now(), scene.whole.size)
    if where == "the file":
        with closing(sqlite3.connect(scene.path, isolation_level=None)) as db:
            db.execute("UPDATE checkpoint SET cosigned=? WHERE size=?", (note, scene.whole.size))
        note = b""
    scene.a_month_later(scene.whole._replace(cosigned=note))
    assert not scene.path.exists()
    assert len(gone(scene)) == 1


def test_without_a_key_of_the_centre_nothing_goes(scene: Scene) -> None:
    scene.open_journal, opened = (lambda **more: opened(**(more | {"cosigner": None}))), scene.open_journal
    scene.a_month_later(scene.whole._replace(cosigned=cosigned(scene.path, scene.clock.now(), scene.whole.size)))
    assert scene.path.exists()


def test_a_file_of_before_there_were_notes_is_read_and_a_state_goes_round(tmp_path: Path) -> None:
    path = tmp_path / "sync.json"
    state = SyncState("0" * 16, 3, bytes(32), older={"1" * 16: DealtWith(7, bytes(32), b"note")})
    state.save(path)
    assert SyncState.load(path) == state
    path.write_text(path.read_text().replace(', "bm90ZQ=="', ""))
    assert SyncState.load(path).older == {"1" * 16: DealtWith(7, bytes(32))}
