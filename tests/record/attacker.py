"""An attacker's program: what somebody with a terminal's disk in hand can do to its journal, with or without its key.

Each attack works on a copy of a real journal of two epochs, and of one before them whose file the kiosk has deleted
(`Scene`), as thoroughly as it can: whatever the attacker
can recompute is recomputed, so that the file agrees with itself again. docs/journal-verification.md prints for each
attack whether it is found.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from exhibit import COSIGNER_NAME, Centre, a_centre, a_visit, anchor_of
from record_desk import ManualClock, until

from kiosk.core import entries
from kiosk.record import checkpoint
from kiosk.record.checkpoint import Checkpoint, Ed25519Signer, VerifierKey
from kiosk.record.epoch import MOST_UNSEALED, current_file
from kiosk.record.journal import SqliteJournal
from kiosk.record.reader import JournalReader
from kiosk.record.seal import SealingKey
from kiosk.record.syncstate import DealtWith
from kiosk.record.tree import Frontier, leaf_hash


def new_key() -> Ed25519Signer:
    return Ed25519Signer(Ed25519PrivateKey.generate())


@dataclass(frozen=True)
class Scene:
    """A terminal's journal, and all that can be known of it. The second epoch has a new key; the old one leaked."""

    folder: Path
    older: Path
    """A copy of the folder, made in the middle of the second epoch."""
    other: Path
    """Another terminal's journal."""
    deleted: Path
    """The file of the epoch before the first, which the kiosk has deleted; and beside it an older copy of that."""
    first: str
    second: str
    old_key: Ed25519Signer
    key: Ed25519Signer
    centre: Centre
    keys: tuple[VerifierKey, ...]
    anchors: tuple[Checkpoint, ...]
    """What the centre acknowledged of each epoch: of the deleted one, the third, all."""

    @property
    def acked(self) -> int:
        """How much of the second epoch the centre acknowledged, and cosigned."""
        return self.anchors[1].size


def set_the_scene(folder: Path) -> Scene:
    """Write the journals that are attacked, by the kiosk's own code."""
    centre, old_key, key, clock = a_centre(), new_key(), new_key(), ManualClock()
    seals = SealingKey("2026w48", X25519PrivateKey.generate().public_key().public_bytes_raw())
    journal_folder, visits = folder / "journal", iter(range(1000))

    def opened(signer: Ed25519Signer, where: Path = journal_folder, **more: Any) -> SqliteJournal:
        named = {"bank": "bank.example", "kiosk": "0571-3", "boot": "boot-1"} | more
        return SqliteJournal(
            where, signer=signer, clock=clock, sealing_key=lambda: seals, cosigner=centre.verifier, **named
        )

    def serve(journal: SqliteJournal, customers: int) -> None:
        for _ in range(customers):
            a_visit(journal, next(visits))
        journal.append(entries.KioskStarted("1")).result()

    def acknowledge(journal: SqliteJournal, path: Path) -> Checkpoint:
        """The centre cosigns all that there is, and the terminal keeps it."""
        with closing(sqlite3.connect(path)) as db:
            notes = [note for (note,) in db.execute("SELECT note FROM checkpoint WHERE cosigned IS NULL ORDER BY size")]
        for note in notes:
            cosigned = checkpoint.cosign(note, COSIGNER_NAME, centre.signer, int(clock.now().timestamp()))
            assert journal.acknowledge(cosigned).result()
        return anchor_of(notes[-1])

    kept = folder / "deleted"
    kept.mkdir()
    with opened(old_key) as journal:
        serve(journal, 2)
        path = journal_folder / f"{journal.epoch}.db"
        with closing(sqlite3.connect(path)) as now, closing(sqlite3.connect(kept / "older.db")) as copy:
            now.backup(copy)
    shutil.copyfile(path, kept / path.name)
    with JournalReader(path) as reader:
        end = reader.size()
        deleted = Checkpoint(reader.origin, end, reader.root_at(end) or b"")
        ((last,),) = reader.db.execute("SELECT note FROM checkpoint WHERE size=?", (end,))
    clock.pass_by(31 * 86_400)
    signed = checkpoint.cosign(last, COSIGNER_NAME, centre.signer, int(clock.now().timestamp()))
    held = {path.stem: DealtWith(deleted.size, deleted.root, signed)}
    with opened(old_key, renew="asked", anchor=deleted, older=lambda: held) as journal:
        acknowledge(journal, journal_folder / f"{journal.epoch}.db")
        clock.pass_by(3601)
        journal.append(entries.KioskStarted("1")).result()
        until(lambda: not path.exists())
    with opened(old_key) as journal:
        serve(journal, 8)
        first, first_key = journal.epoch, journal.verifier
        first_acked = acknowledge(journal, journal_folder / f"{first}.db")
    with opened(key, renew="asked", anchor=first_acked) as journal:
        serve(journal, 14)
        second, second_key = journal.epoch, journal.verifier
        acknowledge(journal, journal_folder / f"{second}.db")
    shutil.copytree(journal_folder, folder / "older")
    with opened(key) as journal:
        serve(journal, 10)
        second_acked = acknowledge(journal, journal_folder / f"{second}.db")
        serve(journal, 10)
    with opened(new_key(), folder / "other", kiosk="0571-4") as journal:
        serve(journal, 30)
    return Scene(
        journal_folder,
        folder / "older",
        folder / "other",
        kept / path.name,
        first,
        second,
        old_key,
        key,
        centre,
        (first_key, second_key),
        (first_acked, second_acked, deleted),
    )


class Attacker:
    """Hands on a copy of the journal's folder."""

    def __init__(self, scene: Scene, folder: Path) -> None:
        self.scene, self.folder = scene, folder
        shutil.copytree(scene.folder, folder)
        self.path = folder / f"{scene.second}.db"

    @contextmanager
    def db(self, epoch: str | None = None) -> Iterator[sqlite3.Connection]:
        path = self.path if epoch is None else self.folder / f"{epoch}.db"
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute("PRAGMA synchronous=OFF")  # no power is cut here
            db.execute("BEGIN")
            yield db
            db.execute("COMMIT")

    def sql(self, statement: str, *values: Any) -> None:
        with self.db() as db:
            db.execute(statement, values)

    def body(self, seq: int) -> bytes:
        with self.db() as db:
            return bytes(db.execute("SELECT body FROM rec WHERE seq=?", (seq,)).fetchone()[0])

    def seq_of(self, kind: type[entries.Entry], after: int) -> int:
        """The first record of a type past `after`."""
        with self.db() as db:
            for seq, body in db.execute("SELECT seq, body FROM rec WHERE seq>? ORDER BY seq", (after,)):
                if json.loads(body)["type"] == kind.TYPE:
                    return int(seq)
        raise LookupError(kind.TYPE)

    def rewrite(self, seq: int, change: Callable[[dict[str, Any]], None]) -> None:
        """Change what a record says."""
        event = json.loads(self.body(seq))
        change(event)
        self.sql("UPDATE rec SET body=? WHERE seq=?", json.dumps(event, separators=(",", ":")).encode(), seq)

    def append(self, entry: entries.Entry) -> None:
        """Append a record as the kiosk would, but for the checkpoint."""
        with self.db() as db:
            seq, body = db.execute("SELECT seq, body FROM rec ORDER BY seq DESC LIMIT 1").fetchone()
            event = json.loads(body) | {"type": entry.TYPE, "data": entry.data()}
            event |= {"sequence": f"{seq + 1:010}", "id": f"0571-3/{self.scene.second}/{seq + 1}"}
            db.execute("INSERT INTO rec VALUES(?,?)", (seq + 1, json.dumps(event).encode()))
        self.rebuild()

    def deletion(self) -> entries.JournalPruned:
        """The record that the kiosk would write before it deletes the older epoch's file."""
        with JournalReader(self.folder / f"{self.scene.first}.db") as reader:
            size = reader.sealed(0)[0]
            root = b64encode(reader.root_at(size) or b"").decode()
        return entries.JournalPruned(0, self.scene.first, size, root, self.scene.deleted.stem)

    def sign_deletion(self, record: entries.JournalPruned) -> None:
        """Remove the older epoch, and say so, and again of the one before, in records not acknowledged yet."""
        with self.db() as db:
            (last,) = db.execute("SELECT size FROM tree").fetchone()
        with JournalReader(self.folder / f"{self.scene.first}.db") as reader:
            ((said,),) = reader.db.execute("SELECT body FROM rec WHERE instr(body, ?)", (record.TYPE.encode(),))
        before = json.loads(said)["data"]
        self.rewrite(last - 1, lambda event: event.update(type=record.TYPE, data=before))
        self.rewrite(last, lambda event: event.update(type=record.TYPE, data=record.data()))
        self.rebuild(self.scene.key, self.scene.acked)
        (self.folder / f"{self.scene.first}.db").unlink()

    def replace_bodies(self, change: Callable[[list[bytes]], list[bytes]]) -> None:
        """Change the sequence of records; every one gets the number of its new place, as far as that needs no key."""
        with self.db() as db:
            bodies = [body for (body,) in db.execute("SELECT body FROM rec ORDER BY seq")]
            db.execute("DELETE FROM rec")
            for seq, body in enumerate(change(bodies), 1):
                event = json.loads(body)
                if event["sequence"] != f"{seq:010}":
                    event["sequence"], event["id"] = f"{seq:010}", f"0571-3/{self.scene.second}/{seq}"
                    body = json.dumps(event, separators=(",", ":"), ensure_ascii=False).encode()  # noqa: PLW2901
                db.execute("INSERT INTO rec VALUES(?,?)", (seq, body))
        self.rebuild()

    def rebuild(self, signer: Ed25519Signer | None = None, since: int = 0) -> None:
        """Make the file agree with itself: the tree, its frontiers and, with a key, every checkpoint past `since`."""
        with self.db() as db:
            first = db.execute("SELECT min(seq) FROM rec").fetchone()[0] or 1
            frontier = Frontier()
            if first > 1:
                base = db.execute("SELECT size, frontier FROM checkpoint WHERE size=?", (first - 1,)).fetchone()
                frontier = Frontier.from_bytes(*base)
            sizes = {size for (size,) in db.execute("SELECT size FROM checkpoint")}
            for seq, body in db.execute("SELECT seq, body FROM rec ORDER BY seq").fetchall():
                frontier.add(leaf_hash(body))
                if seq in sizes:
                    db.execute("UPDATE checkpoint SET frontier=? WHERE size=?", (frontier.to_bytes(), seq))
                    if signer is not None and seq > since:
                        signed = Checkpoint(self.scene.keys[1].name, seq, frontier.root())
                        note = checkpoint.sign(signed, signer)
                        db.execute("UPDATE checkpoint SET note=?, cosigned=NULL WHERE size=?", (note, seq))
            db.execute("DELETE FROM checkpoint WHERE size>?", (frontier.size,))
            db.execute("UPDATE tree SET size=?, frontier=?", (frontier.size, frontier.to_bytes()))

    def cut(self, size: int) -> None:
        """Take away all past a size, checkpoints too."""
        self.sql("DELETE FROM rec WHERE seq>?", size)
        self.sql("DELETE FROM checkpoint WHERE size>?", size)
        self.rebuild()

    def checkpoint_near(self, size: int) -> int:
        """The size of the last checkpoint up to there."""
        with self.db() as db:
            return int(db.execute("SELECT max(size) FROM checkpoint WHERE size<=?", (size,)).fetchone()[0])


Attack: TypeAlias = Callable[[Attacker], None]
ATTACKS: Final[dict[str, Attack]] = {}
"""Every attack, under its name in the table of docs/journal-verification.md."""

MIDDLE: Final = 150
"""Where the attacks strike: far before what the centre acknowledged."""


def attack(name: str) -> Callable[[Attack], Attack]:
    def named(function: Attack) -> Attack:
        ATTACKS[name] = function
        return function

    return named


def _flip(raw: bytes, at: int) -> bytes:
    return raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]


# Without the log's key


@attack("flip a bit of a record")
def _(by: Attacker) -> None:
    by.sql("UPDATE rec SET body=? WHERE seq=?", _flip(by.body(MIDDLE), 200), MIDDLE)


@attack("change a record and rebuild the tree")
def _(by: Attacker) -> None:
    by.rewrite(by.seq_of(entries.WarningAnswered, MIDDLE), lambda event: event["data"].update(answer="callStaff"))
    by.rebuild()


@attack("flip a bit of a checkpoint's root")
def _(by: Attacker) -> None:
    size = by.checkpoint_near(MIDDLE)
    with by.db() as db:
        note = bytes(db.execute("SELECT note FROM checkpoint WHERE size=?", (size,)).fetchone()[0])
    by.sql("UPDATE checkpoint SET note=? WHERE size=?", _flip(note, note.index(b"\n\n") - 5), size)


@attack("flip a bit of a checkpoint's signature")
def _(by: Attacker) -> None:
    size = by.checkpoint_near(MIDDLE)
    with by.db() as db:
        note = bytes(db.execute("SELECT note FROM checkpoint WHERE size=?", (size,)).fetchone()[0])
    by.sql("UPDATE checkpoint SET note=? WHERE size=?", _flip(note, len(note) - 20), size)


@attack("flip a bit of a checkpoint's frontier")
def _(by: Attacker) -> None:
    size = by.checkpoint_near(MIDDLE)
    with by.db() as db:
        frontier = bytes(db.execute("SELECT frontier FROM checkpoint WHERE size=?", (size,)).fetchone()[0])
    by.sql("UPDATE checkpoint SET frontier=? WHERE size=?", _flip(frontier, 9), size)


@attack("flip a bit of the tree's frontier")
def _(by: Attacker) -> None:
    with by.db() as db:
        frontier = bytes(db.execute("SELECT frontier FROM tree").fetchone()[0])
    by.sql("UPDATE tree SET frontier=?", _flip(frontier, 9))


@attack("delete a record")
def _(by: Attacker) -> None:
    by.replace_bodies(lambda bodies: bodies[: MIDDLE - 1] + bodies[MIDDLE:])


@attack("swap two records")
def _(by: Attacker) -> None:
    at = MIDDLE - 1
    by.replace_bodies(lambda bodies: [*bodies[:at], bodies[at + 1], bodies[at], *bodies[at + 2 :]])


@attack("write a record twice")
def _(by: Attacker) -> None:
    by.replace_bodies(lambda bodies: bodies[:MIDDLE] + bodies[MIDDLE - 1 :])


@attack("insert a record")
def _(by: Attacker) -> None:
    made = json.loads(by.body(MIDDLE))
    made["data"] = {"version": "9"}
    made["type"] = entries.KioskStarted.TYPE
    by.replace_bodies(lambda bodies: [*bodies[:MIDDLE], json.dumps(made).encode(), *bodies[MIDDLE:]])


@attack("cut the end off, the checkpoints stay")
def _(by: Attacker) -> None:
    by.sql("DELETE FROM rec WHERE seq>?", by.scene.acked - 20)


@attack("cut off what the centre acknowledged, checkpoints too")
def _(by: Attacker) -> None:
    by.cut(by.checkpoint_near(by.scene.acked - 20))


@attack("cut off only what the centre did not acknowledge")
def _(by: Attacker) -> None:
    by.cut(by.scene.acked)


@attack("drop the beginning and number the rest anew")
def _(by: Attacker) -> None:
    by.replace_bodies(lambda bodies: bodies[MIDDLE:])


@attack("drop the beginning up to a cosigned checkpoint, as if pruned")
def _(by: Attacker) -> None:
    size = by.checkpoint_near(MIDDLE)
    by.sql("DELETE FROM rec WHERE seq<=?", size)
    by.sql("DELETE FROM checkpoint WHERE size<?", size)


@attack("the same, with an unsigned record that it was pruned")
def _(by: Attacker) -> None:
    size = by.checkpoint_near(MIDDLE)
    by.append(entries.JournalPruned(size))
    by.sql("DELETE FROM rec WHERE seq<=?", size)
    by.sql("DELETE FROM checkpoint WHERE size<?", size)
    by.rebuild()


@attack("append records past the last checkpoint")
def _(by: Attacker) -> None:
    by.append(entries.KioskStarted("9"))


@attack("append more records than the writer ever leaves without a checkpoint")
def _(by: Attacker) -> None:
    for _number in range(MOST_UNSEALED + 1):
        by.append(entries.KioskStarted("9"))


@attack("strip the signatures")
def _(by: Attacker) -> None:
    by.sql("UPDATE checkpoint SET note=CAST(substr(note, 1, instr(note, x'0a0a') + 1) AS BLOB)")


@attack("strip the cosignatures")
def _(by: Attacker) -> None:
    by.sql("UPDATE checkpoint SET cosigned=NULL")


@attack("delete every checkpoint")
def _(by: Attacker) -> None:
    by.sql("DELETE FROM checkpoint")


@attack("delete the checkpoints of the last 200 records, change one of these")
def _(by: Attacker) -> None:
    with by.db() as db:
        (size,) = db.execute("SELECT size FROM tree").fetchone()
    by.sql("DELETE FROM checkpoint WHERE size>?", size - 240)
    by.rewrite(by.seq_of(entries.WarningAnswered, size - 200), lambda event: event["data"].update(answer="callStaff"))
    by.rebuild()


@attack("leave the epoch empty")
def _(by: Attacker) -> None:
    by.sql("DELETE FROM rec")
    by.sql("DELETE FROM checkpoint")
    by.sql("UPDATE tree SET size=0, frontier=x''")


@attack("restore an older copy of the file")
def _(by: Attacker) -> None:
    shutil.copyfile(by.scene.older / f"{by.scene.second}.db", by.path)


@attack("restore an older copy of the whole folder")
def _(by: Attacker) -> None:
    shutil.rmtree(by.folder)
    shutil.copytree(by.scene.older, by.folder)


@attack("unseal: a sealed field replaced by an open one")
def _(by: Attacker) -> None:
    def unseal(event: dict[str, Any]) -> None:
        del event["data"]["sealed"]
        event["data"]["number"] = "110101199003078515"

    by.rewrite(by.seq_of(entries.DocumentAccepted, MIDDLE), unseal)
    by.rebuild()


@attack("unseal: a sealed field replaced by another record's")
def _(by: Attacker) -> None:
    one = by.seq_of(entries.DocumentAccepted, MIDDLE)
    other = json.loads(by.body(by.seq_of(entries.DocumentAccepted, one)))
    by.rewrite(one, lambda event: event["data"].update(sealed=other["data"]["sealed"]))
    by.rebuild()


@attack("delete a visit's sealed key")
def _(by: Attacker) -> None:
    by.sql("DELETE FROM dek WHERE seq=?", by.seq_of(entries.DocumentAccepted, MIDDLE))


@attack("put another visit's sealed key in its place")
def _(by: Attacker) -> None:
    other = by.seq_of(entries.DocumentAccepted, MIDDLE)
    by.sql("UPDATE dek SET sealed=(SELECT sealed FROM dek ORDER BY seq LIMIT 1) WHERE seq=?", other)


@attack("put another terminal's file in its place")
def _(by: Attacker) -> None:
    path = current_file(by.scene.other)
    assert path is not None
    shutil.copyfile(path, by.path)


@attack("put another terminal's folder in its place")
def _(by: Attacker) -> None:
    shutil.rmtree(by.folder)
    shutil.copytree(by.scene.other, by.folder)


@attack("put the older epoch's file in the newer one's place")
def _(by: Attacker) -> None:
    shutil.copyfile(by.folder / f"{by.scene.first}.db", by.path)


@attack("remove the older epoch")
def _(by: Attacker) -> None:
    (by.folder / f"{by.scene.first}.db").unlink()


@attack("remove the older epoch, with an unsigned record that it was deleted")
def _(by: Attacker) -> None:
    by.append(by.deletion())
    (by.folder / f"{by.scene.first}.db").unlink()


@attack("the same, and the record takes the place of a signed one")
def _(by: Attacker) -> None:
    with by.db(by.scene.first) as db:
        (raw,) = db.execute("SELECT body FROM rec WHERE instr(body, ?)", (by.scene.deleted.stem.encode(),)).fetchall()[
            -1
        ]
    made = json.loads(raw)
    made["data"] = by.deletion().data()
    by.replace_bodies(lambda bodies: [*bodies[:MIDDLE], json.dumps(made).encode(), *bodies[MIDDLE:]])
    (by.folder / f"{by.scene.first}.db").unlink()


@attack("put an older copy of a deleted epoch's file in its place")
def _(by: Attacker) -> None:
    shutil.copyfile(by.scene.deleted.with_name("older.db"), by.folder / by.scene.deleted.name)


@attack("remove the newer epoch")
def _(by: Attacker) -> None:
    by.path.unlink()


@attack("remove the newer epoch, and name the older one as current")
def _(by: Attacker) -> None:
    by.path.unlink()
    (by.folder / "current").write_text(by.scene.first)


@attack("re-sign a changed history with a key of one's own")
def _(by: Attacker) -> None:
    mine = new_key()
    verifier = str(VerifierKey(by.scene.keys[1].name, by.scene.keys[1].type, mine.public))
    by.rewrite(1, lambda event: event["data"].update(verifier=verifier))
    by.sql("UPDATE log SET verifier=?", verifier)
    by.rewrite(by.seq_of(entries.WarningAnswered, MIDDLE), lambda event: event["data"].update(answer="callStaff"))
    by.rebuild(mine)


@attack("re-sign a changed history with the older epoch's key")
def _(by: Attacker) -> None:
    by.rewrite(by.seq_of(entries.WarningAnswered, MIDDLE), lambda event: event["data"].update(answer="callStaff"))
    by.rebuild(by.scene.old_key)


@attack("hide a view in the place of the records")
def _(by: Attacker) -> None:
    by.sql("ALTER TABLE rec RENAME TO real")
    by.sql("CREATE VIEW rec AS SELECT seq, body FROM real")


# With the log's key


@attack("stolen key: change an acknowledged record, re-sign all since")
def _(by: Attacker) -> None:
    by.rewrite(by.seq_of(entries.WarningAnswered, MIDDLE), lambda event: event["data"].update(answer="callStaff"))
    by.rebuild(by.scene.key, MIDDLE)


@attack("stolen key: the same, and keep the cosignatures")
def _(by: Attacker) -> None:
    with by.db() as db:
        held = db.execute("SELECT cosigned, size FROM checkpoint").fetchall()
    by.rewrite(by.seq_of(entries.WarningAnswered, MIDDLE), lambda event: event["data"].update(answer="callStaff"))
    by.rebuild(by.scene.key, MIDDLE)
    with by.db() as db:
        db.executemany("UPDATE checkpoint SET cosigned=? WHERE size=?", held)


@attack("stolen key: delete an acknowledged record, re-sign all since")
def _(by: Attacker) -> None:
    by.replace_bodies(lambda bodies: bodies[: MIDDLE - 1] + bodies[MIDDLE:])
    by.rebuild(by.scene.key, MIDDLE - 2)


@attack("stolen key: write a sealed field openly, re-sign all since")
def _(by: Attacker) -> None:
    seq = by.seq_of(entries.DocumentAccepted, by.scene.acked)
    by.rewrite(seq, lambda event: event["data"].update(number="110101199003078515"))
    by.rebuild(by.scene.key, seq - 1)


@attack("stolen key: have a record name another terminal, re-sign all since")
def _(by: Attacker) -> None:
    seq = by.seq_of(entries.WarningAnswered, by.scene.acked)
    by.rewrite(seq, lambda event: event.update(id=event["id"].replace("0571-3", "0571-4")))
    by.rebuild(by.scene.key, by.scene.acked)


@attack("stolen key: change a record that the centre did not acknowledge, re-sign all since")
def _(by: Attacker) -> None:
    seq = by.seq_of(entries.WarningAnswered, by.scene.acked)
    by.rewrite(seq, lambda event: event["data"].update(answer="callStaff"))
    by.rebuild(by.scene.key, by.scene.acked)


@attack("stolen key: drop the beginning that the centre acknowledged, with a record that it was pruned")
def _(by: Attacker) -> None:
    size = by.checkpoint_near(MIDDLE)
    with by.db() as db:
        (last,) = db.execute("SELECT size FROM tree").fetchone()
    made = json.loads(by.body(last))
    made["type"], made["data"] = entries.JournalPruned.TYPE, {"upto": size}
    by.sql("UPDATE rec SET body=? WHERE seq=?", json.dumps(made).encode(), last)
    by.sql("DELETE FROM rec WHERE seq<=?", size)
    by.sql("DELETE FROM checkpoint WHERE size<?", size)
    by.rebuild(by.scene.key, by.scene.acked)


@attack("stolen key: remove the older epoch, with a record that it was deleted")
def _(by: Attacker) -> None:
    by.sign_deletion(by.deletion())


@attack("stolen key: the same, and the record names no more than the centre acknowledged")
def _(by: Attacker) -> None:
    acked = by.scene.anchors[0]
    root = b64encode(acked.root).decode()
    by.sign_deletion(entries.JournalPruned(0, by.scene.first, acked.size, root, by.scene.deleted.stem))


@attack("stolen key: the same, and the record names less than the next epoch does")
def _(by: Attacker) -> None:
    by.sign_deletion(entries.JournalPruned(0, by.scene.first, 1, b64encode(bytes(32)).decode()))


@attack("stolen key: begin a third epoch that denies the second one")
def _(by: Attacker) -> None:
    by.path.unlink()
    (by.folder / "current").write_text(by.scene.first)
    scene = by.scene
    SqliteJournal(
        by.folder,
        bank="bank.example",
        kiosk="0571-3",
        signer=scene.key,
        clock=ManualClock(),
        renew="damaged",
        anchor=scene.anchors[0],
    ).close()
