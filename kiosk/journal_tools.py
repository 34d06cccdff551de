"""The journal's tools (`kiosk journal`): verify, follow, export and prove it, without its writer.

Each tool returns or yields lines for the terminal and raises `ToolError` for what it cannot do. What a record says is
shown escaped: it may come from a hostile file.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from kiosk.core.entries import CATALOGUE, PREFIX
from kiosk.record import checkpoint, layout, proof
from kiosk.record import export as writing
from kiosk.record.chain import FolderReport, ForeignError, Verified, log_name, verify_folder
from kiosk.record.checkpoint import Checkpoint, Note, NoteError, SignatureType, VerifierKey
from kiosk.record.epoch import current_file
from kiosk.record.export import ExportError, records
from kiosk.record.proof import ProofError
from kiosk.record.syncstate import SyncState
from kiosk.record.verify import Finding, Problem, open_for_reading
from kiosk.settings import Settings

_POLL_S: Final = 0.3


class ToolError(Exception):
    """What was asked for cannot be done."""


@dataclass(frozen=True)
class Trust:
    """What a verification believes: the log's keys, the centre's and other witnesses' keys, and acknowledged sizes."""

    keys: tuple[VerifierKey, ...] = ()
    cosigners: tuple[VerifierKey, ...] = ()
    anchors: tuple[Checkpoint, ...] = ()
    own: bool = False
    """The key, or the anchor, is this terminal's own word."""


def trust(keys: Iterable[str], cosigners: Iterable[str], anchors: Iterable[Path]) -> Trust:
    """What the command line names. An anchor must be signed by one of the keys. Raises `ToolError`."""
    try:
        logs = tuple(map(VerifierKey.parse, keys))
        witnesses = tuple(map(VerifierKey.parse, cosigners))
        if any(key.type is not SignatureType.COSIGNATURE for key in witnesses):
            raise ToolError("a cosigner's key is of another type")
        if any(key.type is SignatureType.COSIGNATURE for key in logs):
            raise ToolError("a log's key is a cosigner's")
        if logs:
            log_name(logs)
        return Trust(logs, witnesses, tuple(_anchor(path.read_bytes(), logs, witnesses) for path in anchors))
    except (NoteError, ForeignError) as error:
        raise ToolError(str(error)) from error
    except OSError as error:
        raise ToolError(f"{error.filename}: {error.strerror}") from error


def own_trust(settings: Settings, given: Trust) -> Trust:
    """What the terminal itself knows, in the place of what was not given: only as good as the terminal is."""
    state, cosigners = SyncState.load(layout(settings.terminal.state).sync), given.cosigners
    log = f"{settings.terminal.bank}/kiosk/{settings.terminal.id}"
    keys = given.keys or tuple(_own_keys(journal_folder(settings), log))
    try:
        if not cosigners and settings.central.cosigner:
            cosigners = (VerifierKey.parse(settings.central.cosigner),)
    except NoteError as error:
        raise ToolError(f"central.cosigner: {error}") from error
    anchors, known = given.anchors, state.anchor(f"{log}/{state.epoch}")
    if not anchors and known is not None:
        anchors = (known,)
    return Trust(keys, cosigners, anchors, own=(keys, anchors) != (given.keys, given.anchors))


def journal_folder(settings: Settings) -> Path:
    """The terminal's journal."""
    return layout(settings.terminal.state).journal


# verify


def verify(folder: Path, believed: Trust, *, unanchored: bool, pairs: bool) -> FolderReport:
    """Verify every epoch in a folder. Raises `ToolError` where there is no journal at all."""
    if not any(folder.glob("*.db")):
        raise ToolError(f"{folder} holds no journal")
    try:
        report = verify_folder(
            folder, believed.keys, anchors=believed.anchors, cosigners=believed.cosigners, unanchored=unanchored
        )
    except ForeignError as error:
        raise ToolError(str(error)) from error
    return _with_pairs(report) if pairs else report


def told(report: FolderReport, believed: Trust) -> Iterator[str]:
    """A verification in sentences. What a hostile file brought into them is escaped."""
    for sentence in _sentences(report, believed):
        yield sentence if sentence.isprintable() else ascii(sentence)


def _sentences(report: FolderReport, believed: Trust) -> Iterator[str]:
    if believed.own:
        yield "the key or the anchor is this terminal's own word: verify at the centre, or with --key and --anchor"
    if not believed.keys:
        yield "no key was given: nothing is verified; the files name these for themselves, compare them with the centre"
        yield from (f"  {epoch.own_key}" for epoch in report.epochs)
    for epoch in report.epochs:
        held = epoch.report
        state = "holds" if held.ok else "DOES NOT HOLD"
        anchored = max((a.size for a in believed.anchors if a.origin.endswith(f"/{epoch.epoch}")), default=0)
        yield (
            f"epoch {epoch.epoch} {state}: records {held.first} to {held.records}, {held.checkpoints} checkpoints, "
            f"signed up to {held.sealed}, cosigned up to {held.cosigned}, compared with an anchor of {anchored}"
        )
        if held.sealed < held.records:
            yield f"  not signed yet, so proving nothing: {held.sealed + 1} to {held.records}"
        yield from (f"  {finding}" for finding in held.findings)
    for gone in report.gone:
        yield f"epoch {gone.epoch} was deleted, as a signed record says: the centre has its records 1 to {gone.size}"
    yield from (f"{finding}" for finding in report.findings)
    yield "the journal holds" if report.ok else "THE JOURNAL DOES NOT HOLD"


def as_json(report: FolderReport, believed: Trust) -> dict[str, Any]:
    """A verification for machines."""
    return {
        "ok": report.ok,
        "own_word": believed.own,
        "findings": [*map(_finding, report.findings)],
        "epochs": [_epoch(epoch) for epoch in report.epochs],
        "deleted": [
            {"epoch": gone.epoch, "records": gone.size, "root": b64encode(gone.root).decode()} for gone in report.gone
        ],
    }


# tail


def tail(
    folder: Path,
    lines: int,
    *,
    follow: bool = False,
    kind: str | None = None,
    wait: Callable[[float], object] | None = None,
) -> Iterator[str]:
    """The last records of the current epoch, one line each; with `follow` also what comes, into later epochs.

    `kind` is a type, whole or without its prefix. `wait` waits for that many seconds. Raises `ToolError`.
    """
    path, after = _current(folder), None
    wanted = None if kind is None else PREFIX + kind.removeprefix(PREFIX)
    while True:
        try:
            with contextlib.closing(open_for_reading(path)) as db:
                if after is None:
                    after = _begin_of_tail(db, lines, wanted)
                seen = None
                while True:
                    version = db.execute("PRAGMA data_version").fetchone()
                    if version != seen:
                        seen = version
                        for seq, body in records(db, after, None):
                            after = seq
                            if wanted is None or _type_of(body) == wanted:
                                yield line(seq, body)
                    if not follow:
                        return
                    if _current(folder) != path and db.execute("SELECT coalesce(max(seq), 0) FROM rec").fetchone() == (
                        after,
                    ):
                        break
                    (wait or threading.Event().wait)(_POLL_S)
        except sqlite3.Error as error:
            raise ToolError(f"{path}: {error}") from error
        path, after = _current(folder), 0


def line(seq: int, body: bytes) -> str:
    """A record as one line: time, number, type, visit, its fields; sealed ones as `sealed`."""
    try:
        event = json.loads(body)
        kind, data, sealed = event["type"], dict(event["data"]), {}
        if isinstance(data.get("sealed"), list):
            sealed = {str(one["field"]): "sealed" for one in data.pop("sealed")}
        fields = {**({"visit": event["visit"]} if "visit" in event else {}), **data}
        shown = [f"{_plain(name)}={_shown(value)}" for name, value in fields.items() if value is not None]
        shown += [f"{_plain(name)}={value}" for name, value in sealed.items()]
        return " ".join([_plain(event["time"]), f"{seq:010}", _plain(kind.removeprefix(PREFIX)), *shown])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return f"- {seq:010} not a record"


# export


def export(folder: Path, out: Path, *, epoch: str | None = None, first: int = 1, last: int | None = None) -> list[str]:
    """Export all epochs, or one: `epoch`, or the newest where a range of records is asked for. Raises `ToolError`."""
    if epoch is None and first == 1 and last is None:
        paths = sorted(folder.glob("*.db"))
    else:
        paths = [_current(folder) if epoch is None else folder / f"{epoch}.db"]
    if not paths or not all(path.is_file() for path in paths):
        raise ToolError(f"{folder} holds no such journal")
    try:
        return writing.export(paths, out, first, last)
    except ExportError as error:
        raise ToolError(str(error)) from error


# prove


def prove(folder: Path, seq: int, *, epoch: str | None, out: Path | None) -> tuple[bytes, bytes]:
    """The proof of a record, and the record itself, which `out` (if any) gets. Raises `ToolError`."""
    path = _current(folder) if epoch is None else folder / f"{epoch}.db"
    try:
        made, body = proof.prove(path, seq)
        if out is not None:
            with out.open("xb") as file:
                file.write(body)
    except ProofError as error:
        raise ToolError(str(error)) from error
    except OSError as error:
        raise ToolError(f"{out}: {error.strerror}") from error
    return made, body


def check(file: Path, record: Path, believed: Trust) -> str:
    """Check a proof; what it shows. Raises `ProofError` where it does not hold, and `ToolError`."""
    try:
        raw, body = file.read_bytes(), record.read_bytes()
    except OSError as error:
        raise ToolError(f"{error.filename}: {error.strerror}") from error
    if not believed.keys:
        raise ToolError("no key was given: nothing is verified")
    origin = raw.partition(b"\n\n")[2].partition(b"\n")[0].decode(errors="replace")
    shown = proof.check(raw, body, _named_after(origin, believed.keys), believed.cosigners)
    where = f"record {shown.seq} is in {shown.checkpoint.origin}, signed at {shown.checkpoint.size} records"
    return "; ".join([where, *(f"cosigned by {name} at {at} (POSIX time)" for name, at in shown.cosigned)])


# Small parts


def _with_pairs(report: FolderReport) -> FolderReport:
    """Visits' open questions among the findings."""

    def judged(epoch: Verified) -> Verified:
        held = epoch.report
        asked = tuple(
            Finding(Problem.UNANSWERED, one.seq - 1, one.seq, f"{one.type.removeprefix(PREFIX)} in visit {one.visit}")
            for one in held.questions
        )
        return replace(epoch, report=replace(held, findings=held.findings + asked))

    return replace(report, epochs=tuple(map(judged, report.epochs)))


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "problem": finding.problem,
        "after": finding.after,
        "upto": finding.upto,
        "detail": finding.detail,
        "says": str(finding),
    }


def _epoch(epoch: Verified) -> dict[str, Any]:
    held = epoch.report
    return {
        "epoch": epoch.epoch,
        "ok": held.ok,
        "first": held.first,
        "records": held.records,
        "checkpoints": held.checkpoints,
        "signed_upto": held.sealed,
        "cosigned_upto": held.cosigned,
        "anchored": held.anchored,
        "root": b64encode(held.root).decode(),
        "findings": [*map(_finding, held.findings)],
    }


def _anchor(raw: bytes, keys: Sequence[VerifierKey], cosigners: Sequence[VerifierKey]) -> Checkpoint:
    """The checkpoint of an anchor, which a cosigner signed, or the log itself."""
    note = Note.parse(raw)
    stated = Checkpoint.parse(note.text)
    for key in (*cosigners, *_named_after(stated.origin, keys)):
        with contextlib.suppress(NoteError):
            return checkpoint.verify(raw, key)
    raise ToolError("an anchor is not signed by any of the keys given")


def _named_after(origin: str, keys: Sequence[VerifierKey]) -> tuple[VerifierKey, ...]:
    """The keys under the name of this epoch of the log, if they are that log's."""
    log = origin.rpartition("/")[0]
    named = tuple(key for key in keys if key.name == origin)
    return named or tuple(replace(key, name=origin) for key in keys if log_name([key]) == log)


def _own_keys(folder: Path, log: str) -> Iterator[VerifierKey]:
    for path in sorted(folder.glob("*.db")):
        with contextlib.suppress(sqlite3.Error, NoteError, TypeError), contextlib.closing(open_for_reading(path)) as db:
            key = VerifierKey.parse(db.execute("SELECT verifier FROM log").fetchone()[0])
            yield replace(key, name=f"{log}/{path.stem}")


def _current(folder: Path) -> Path:
    try:
        path = current_file(folder)
    except (OSError, ValueError) as error:
        raise ToolError(f"{folder}: {error}") from error
    if path is None:
        raise ToolError(f"{folder} holds no journal")
    return path


def _begin_of_tail(db: sqlite3.Connection, lines: int, wanted: str | None) -> int:
    """The number after which the last `lines` records of a kind begin."""
    found, begin = 0, db.execute("SELECT coalesce(max(seq), 0) FROM rec").fetchone()[0]
    if lines <= 0:
        return int(begin)
    for seq, body in db.execute("SELECT seq, body FROM rec ORDER BY seq DESC"):
        if wanted is None or _type_of(body) == wanted:
            found += 1
            begin = seq - 1
            if found == lines:
                break
    return int(begin)


def _type_of(body: bytes) -> str | None:
    try:
        return str(json.loads(body)["type"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _plain(value: str) -> str:
    """The text, or where it could do something to a terminal, the text escaped."""
    return value if value.isprintable() and " " not in value else json.dumps(value)


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    plain = text.isprintable() and (not isinstance(value, str) or (text and " " not in text))
    return text if plain else json.dumps(value)


def known_type(kind: str) -> bool:
    """Whether the catalogue has this type, with or without its prefix."""
    return PREFIX + kind.removeprefix(PREFIX) in CATALOGUE
