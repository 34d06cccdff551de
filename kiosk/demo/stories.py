"""Stories of misfortune: what befalls a terminal or the centre, and what must be true afterwards.

Each is told to the end only where everything it promises holds; what it found stands in the summary. What they need of
the record is imported when one is told: the list of walks needs none of it.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.demo.teller import Teller
    from kiosk.record import Layout
    from kiosk.record.reader import VisitKey

DAYS: Final = 7
RECORDS_A_DAY: Final = 20_000

_NO_CHALLENGE: Final[dict[str, dict[str, Any]]] = {"face": {"liveness": False}}
"""A story of disks and networks does not ask every customer to turn the head: that is another walk's."""
_BACK_OFF_S: Final = 300.0
"""The longest that sync waits between two attempts."""


@dataclass(frozen=True)
class Story:
    """Told by `kiosk.demo.teller`; `outcome` is what the summary says when everything it promises held."""

    name: str
    sentence: str
    outcome: str
    told: Callable[[Teller], None]
    holder: str = "chinese-id"
    settings: dict[str, dict[str, Any]] = field(default_factory=lambda: dict(_NO_CHALLENGE))


def _offline_week(teller: Teller) -> None:
    """The days are written first, by a clock that ends now: so every record bears a time that has been."""
    from kiosk.core.clock import SystemClock
    from kiosk.core.entries import CheckInCompleted, DocumentAccepted
    from kiosk.demo import week
    from kiosk.record import layout
    from kiosk.record.syncstate import SyncState
    from kiosk.settings import load
    from kiosk.wiring.house import House

    files = layout(teller.state)
    teller.branch.network(up=False)
    now = SystemClock().now()
    clock = week.ToldClock(now - timedelta(days=DAYS))
    began = time.monotonic()
    with closing(House(load(teller.branch.settings_path), clock)) as house:
        written = week.live(house.journal, clock, DAYS, teller.records_a_day, now)
    teller.prove("records_written_offline", written, holds=written >= DAYS * teller.records_a_day)
    teller.proof["records_written_a_s"] = round(written / (time.monotonic() - began))
    teller.until(lambda: SyncState.load(files.sync).trouble, "sync is in trouble")
    trouble = str(SyncState.load(files.sync).trouble)
    teller.prove("trouble", trouble, holds=trouble == "unreachable")
    teller.chapter("checks-in")
    offline = teller.evidence()
    ticket = offline.newest(CheckInCompleted)["data"]
    teller.prove("ticket", ticket["ticket"], holds=ticket["offline"] and ticket["ticket"].startswith("K"))
    acked = SyncState.load(files.sync).acked
    teller.prove("acknowledged_offline", acked, holds=acked == 0)

    teller.branch.network(up=True)
    mended = time.monotonic()
    teller.until(lambda: SyncState.load(files.sync).acked, "sync tries again", 1.5 * _BACK_OFF_S)
    drains = time.monotonic()
    drained = teller.acknowledged(600.0)
    teller.proof["tried_again_after_s"] = round(drains - mended, 1)
    teller.proof["drained_in_s"] = round(time.monotonic() - drains, 1)
    teller.prove("records_drained", drained.size, holds=drained.size > written and drained.holds(offline))
    keys = len(_visit_keys(files.journal, drained.epoch))
    sealed = drained.counts[DocumentAccepted.TYPE]
    teller.prove("visit_keys", keys, holds=keys == sealed > 0)
    _check(teller, records=drained.size)


def _power_cut(teller: Teller) -> None:
    from kiosk.core.entries import CheckInCompleted
    from kiosk.demo import disk
    from kiosk.record import layout

    files = layout(teller.state)
    with teller.halted("holds-the-ticket") as chapter:
        before = teller.evidence()
        teller.power_cut(chapter)
    logs = (files.journal / f"{before.epoch}.db-wal", files.spent.with_name(files.spent.name + "-wal"))
    torn = [disk.tear(log) for log in logs]
    teller.prove("torn_bytes", torn, holds=all(torn))
    teller.branch.start_sync()
    teller.chapter("comes-again")
    after = teller.acknowledged()
    teller.prove("records_before", before.size, holds=before.counts[CheckInCompleted.TYPE] == 1)
    teller.prove("every_record_is_there", after.holds(before), holds=after.holds(before))
    opened = [opening["clean"] for opening in after.openings]
    teller.prove("opened_clean", opened, holds=opened == [True, False])
    _check(teller, records=after.size)


def _stolen_disk(teller: Teller) -> None:
    from kiosk.core.entries import CheckInCompleted
    from kiosk.demo import disk
    from kiosk.record import layout

    teller.chapter("checks-in")
    held = teller.acknowledged()
    visit = held.newest(CheckInCompleted)["visit"]
    read = teller.unsealed(visit)
    teller.prove("the_centre_reads", len(read), holds=set(read) == {"number", "name"})

    stolen = teller.folder / "stolen"
    disk.image(teller.branch.terminal, stolen)
    found = list(disk.contents(stolen))
    teller.prove("files_stolen", len(found), holds=any(path.suffix == ".db" for path, _ in found))
    readable = [str(path.relative_to(stolen)) for path in disk.readable(found, teller.secrets())]
    teller.prove("readable_in", readable, holds=not readable)
    journal = stolen / layout(teller.state).journal.relative_to(teller.branch.terminal)
    sealed = _visit_keys(journal, held.epoch)
    keys = disk.keys_on(stolen)
    teller.prove("sealed_keys", len(sealed), holds=len(sealed) == 1)
    teller.prove("keys_tried", len(keys), holds=len(keys) > 1)
    opened = [key for key in keys if _opens(key, sealed, journal / f"{held.epoch}.db")]
    teller.prove("keys_that_open", len(opened), holds=not opened)

    answered = teller.branch.ask("desired", stolen).status_code
    teller.prove("certificate_before", answered, holds=answered == 200)
    teller.branch.revoke()
    teller.until(lambda: teller.branch.ask("desired", stolen).status_code != 200, "the thief is refused")
    answered = teller.branch.ask("desired", stolen).status_code
    teller.prove("certificate_after", answered, holds=answered == 403)


def _rolled_back_disk(teller: Teller) -> None:
    from kiosk.demo import disk
    from kiosk.record import layout

    files, image = layout(teller.state), teller.folder / "image"
    teller.chapter("comes-early")
    imaged = teller.acknowledged()
    teller.branch.end_sync()
    disk.image(teller.branch.terminal, image)
    teller.branch.start_sync()
    teller.chapter("checks-in")
    lost = teller.acknowledged()
    teller.prove("records_rolled_back", lost.size - imaged.size, holds=lost.size > imaged.size)
    teller.branch.end_sync()
    disk.put_back(image, teller.branch.terminal)
    teller.branch.start_sync()
    teller.chapter("comes-late")
    teller.until(lambda: _is_given_up(files, lost.epoch), "the centre and the terminal have found each other apart")
    teller.chapter("is-known-to-the-bank")
    after = teller.acknowledged()
    opening = after.openings[0]
    teller.prove("new_epoch", opening["why"], holds=after.epoch != lost.epoch and opening["why"] == "rolledBack")
    teller.prove("in_place_of", opening["previous"], holds=opening["previous"] == lost.epoch)
    kept = sum(path.stem in (lost.epoch, after.epoch) for path in files.journal.glob("*.db"))
    teller.prove("epochs_on_the_disk", kept, holds=kept == 2)
    teller.prove("anchored_at", opening["acked"], holds=opening["acked"] == imaged.size)
    told = _check(teller, records=lost.size + after.size)
    teller.prove("epochs_at_the_centre", len(told["journals"]), holds=len(told["journals"]) == 2)
    apart = told["quarantine"]["bodies"]
    teller.prove("bodies_kept_apart", apart, holds=apart > 0 and not told["quarantine"]["missed"])
    alarms = sorted({alarm["kind"] for alarm in json.loads(teller.branch.command("report", "--json"))["alarms"]})
    teller.prove("alarms", alarms, holds={"diverged", "newEpoch"} <= set(alarms))


def _is_given_up(files: Layout, epoch: str) -> bool:
    from kiosk.record.journal import current_file
    from kiosk.record.syncstate import SyncState

    current = current_file(files.journal)
    return current is None or current.stem != epoch or SyncState.load(files.sync).given_up(epoch) is not None


def _centre_restored(teller: Teller) -> None:
    import shutil

    from kiosk.core.entries import CheckInCompleted

    teller.chapter("comes-early")
    backed_up = teller.acknowledged()
    archive = teller.branch.command("backup", "--out", str(teller.folder / "centre.tar")).strip()
    teller.chapter("checks-in")
    held = teller.acknowledged()
    teller.prove("records_lost", held.size - backed_up.size, holds=held.size > backed_up.size)
    visit = held.newest(CheckInCompleted)["visit"]
    teller.branch.end_central(kill=True)
    shutil.rmtree(teller.branch.central)
    teller.branch.command("restore", "--from", archive)
    left = _check(teller, records=backed_up.size)
    teller.prove("records_restored", left["journals"][0]["records"], holds=True)
    teller.branch.start_central()
    teller.chapter("comes-late")
    after = teller.acknowledged()
    teller.prove("every_record_is_there", after.holds(held), holds=after.holds(held))
    read = teller.unsealed(visit)
    teller.prove("visit_key_sent_again", sorted(read), holds=set(read) == {"number", "name"})
    _check(teller, records=after.size)


def _check(teller: Teller, records: int) -> dict[str, Any]:
    """Let the centre make every tree again from the bytes it keeps; what it found."""
    told: dict[str, Any] = json.loads(teller.branch.command("fsck", "--json"))
    found = sum(journal["records"] for journal in told["journals"])
    teller.prove("fsck", {"ok": told["ok"], "records": found}, holds=told["ok"] and found == records)
    return told


def _visit_keys(journal: Path, epoch: str) -> tuple[VisitKey, ...]:
    from kiosk.record.reader import JournalReader

    with JournalReader(journal / f"{epoch}.db") as reader:
        return reader.keys(1, reader.size())


def _opens(key: bytes, sealed: tuple[VisitKey, ...], path: Path) -> bool:
    """Whether a key opens a visit's key, or a sealed field itself."""
    from kiosk.demo.branch import KIOSK
    from kiosk.record.seal import SealedField, SealError, open_field, open_key

    bank = _bank(path)
    attempts: list[Callable[[], object]] = [
        partial(open_key, one.sealed, key, bank, KIOSK, one.visit) for one in sealed
    ]
    attempts += [partial(open_field, key, where, SealedField.from_json(raw)) for where, raw in _sealed_fields(path)]
    for attempt in attempts:
        with suppress(SealError, ValueError):
            attempt()
            return True
    return False


def _bank(path: Path) -> str:
    from kiosk.record.reader import JournalReader

    with JournalReader(path) as reader:
        return reader.origin.partition("/")[0]


def _sealed_fields(path: Path) -> Iterator[tuple[str, Any]]:
    """Every sealed field of a journal, and the place it is bound to."""
    from kiosk.record.reader import JournalReader

    with JournalReader(path) as reader:
        at = 0
        while batch := reader.batch(at, 1000, 2**24):
            for seq, body in enumerate(batch.bodies, batch.first):
                yield from ((f"{reader.epoch}/{seq}", raw) for raw in json.loads(body)["data"].get("sealed", ()))
            at = batch.last


STORIES: Final = {
    story.name: story
    for story in (
        Story(
            "offline-week",
            "A week without a network: everybody is served, and when it is back everything drains, in order and once.",
            "drained",
            _offline_week,
        ),
        Story(
            "power-cut",
            "The power fails while the customer takes the ticket: all that was acknowledged is there, and it goes on.",
            "goesOn",
            _power_cut,
        ),
        Story(
            "stolen-disk",
            "A thief has the terminal's disk: nothing of a customer can be read, and its certificate is taken back.",
            "nothingReadable",
            _stolen_disk,
        ),
        Story(
            "rolled-back-disk",
            "An old image of the disk is restored: a new epoch opens, the centre raises the alarm and keeps both.",
            "newEpoch",
            _rolled_back_disk,
        ),
        Story(
            "centre-restored-from-backup",
            "The centre is lost and restored from a backup: the terminal sends again what is missing, and its keys.",
            "sentAgain",
            _centre_restored,
        ),
    )
}
