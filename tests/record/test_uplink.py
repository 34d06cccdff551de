"""The uplink on good days and bad: what the journal holds arrives, in order, once; nothing is ever given up."""

from __future__ import annotations

import random
import threading
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from record_centre import Centre, Misbehaviour, Request
from record_desk import ManualClock, OpenJournal, until
from record_sync import (
    DESIRED_KEY,
    OpenUplink,
    document,
    drain,
    endless,
    hang_up,
    process_and_hang_up,
    says,
    stored,
    visits,
)

from kiosk.core import entries
from kiosk.record import desired, layout
from kiosk.record.checkpoint import NoteError, SignatureType, VerifierKey
from kiosk.record.journal import current_file
from kiosk.record.syncstate import SyncState, SyncTrouble, journal_reports
from kiosk.record.uplink import DESIRED_EVERY_S, SLOW_S
from kiosk.record.verify import verify


def test_everything_arrives_in_order_and_is_verified(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, folder: Path, clock: ManualClock
) -> None:
    with open_journal() as journal:
        visits(journal, 300)
    uplink = open_uplink()
    drain(uplink, clock, 602)
    assert centre.bodies == stored(folder)
    assert len(centre.posts()) == 2, "500 records at most, and few requests"
    path = current_file(folder)
    assert path is not None
    report = verify(path, journal.verifier, uplink.state.anchor(journal.origin))
    assert report.ok
    assert report.anchored


def test_a_restart_goes_on_where_it_was(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, tmp_path: Path, clock: ManualClock
) -> None:
    journal = open_journal()
    visits(journal)
    drain(open_uplink(), clock, 3)
    kept = SyncState.load(layout(tmp_path).sync)
    assert (kept.epoch, kept.acked, kept.contact) == (journal.epoch, 3, clock.now())
    visits(journal)
    drain(open_uplink(), clock, 5)
    assert len(centre.bodies) == 5
    assert len(centre.posts()) == 2


def test_lost_state_is_harmless(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, tmp_path: Path, clock: ManualClock
) -> None:
    journal = open_journal()
    visits(journal)
    drain(open_uplink(), clock, 3)
    layout(tmp_path).sync.write_text("{torn")
    visits(journal)
    drain(open_uplink(), clock, 5)
    assert len(centre.bodies) == 5


def test_urgent_records_leave_at_once_and_others_wait(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock
) -> None:
    centre.extra = {"flush_s": 30}
    journal = open_journal()
    uplink = open_uplink()
    drain(uplink, clock, 1)
    for number in range(120):
        journal.append(entries.TokenRefused(f"r{number}", None)).result()
    passed = 0.0
    while uplink.state.acked == 1:
        wait = uplink.step()
        clock.pass_by(wait)
        passed += wait
    assert 29 <= passed <= 31
    acked = uplink.state.acked
    journal.append(entries.StaffCalled("asked", "Menu")).result()
    clock.pass_by(uplink.step())
    uplink.step()
    assert uplink.state.acked == 122 > acked


@pytest.mark.parametrize(
    "case",
    [
        (hang_up, SyncTrouble.UNREACHABLE),
        (process_and_hang_up, SyncTrouble.UNREACHABLE),
        (endless, SyncTrouble.BAD_ANSWER),
        (says(500, {}), SyncTrouble.BAD_ANSWER),
        (says(502, b"<html>"), SyncTrouble.BAD_ANSWER),
        (says(301, {}, Location="https://elsewhere.example/"), SyncTrouble.BAD_ANSWER),
        (says(307, {}, Location="https://elsewhere.example/"), SyncTrouble.BAD_ANSWER),
        (says(200, b"\xff not json"), SyncTrouble.BAD_ANSWER),
        (says(200, []), SyncTrouble.BAD_ANSWER),
        (says(200, {"acked": "3"}), SyncTrouble.BAD_ANSWER),
        (says(200, {"acked": 1, "root": ""}), SyncTrouble.BAD_ANSWER),
        (says(200, {"acked": 10**30}), SyncTrouble.BAD_ANSWER),
        (says(409, {"acked": 0}), SyncTrouble.BAD_ANSWER),
        (says(409, {}), SyncTrouble.BAD_ANSWER),
        (says(400, {}), SyncTrouble.REJECTED),
        (says(422, {}), SyncTrouble.REJECTED),
        (says(404, {}), SyncTrouble.REJECTED),
        (says(401, {}), SyncTrouble.CERTIFICATE),
        (says(403, {}), SyncTrouble.CERTIFICATE),
        (says(408, {}), SyncTrouble.BUSY),
        (says(429, {}), SyncTrouble.BUSY),
        (says(503, {}), SyncTrouble.BUSY),
        (says(409, {"acked": 3, "diverged": True}), SyncTrouble.DIVERGED),
        (says(409, {"acked": 99}), SyncTrouble.ROLLED_BACK),
        (says(409, {"acked": 99, "diverged": True}), SyncTrouble.ROLLED_BACK),
        (says(200, {"acked": 99, "root": b64encode(bytes(32)).decode()}), SyncTrouble.ROLLED_BACK),
        (says(200, {"acked": 3, "root": b64encode(bytes(32)).decode()}), SyncTrouble.DIVERGED),
    ],
)
def test_a_fault_is_named_kept_and_outlived(
    open_journal: OpenJournal,
    open_uplink: OpenUplink,
    centre: Centre,
    clock: ManualClock,
    case: tuple[Misbehaviour, SyncTrouble],
) -> None:
    fault, trouble = case
    visits(open_journal())
    uplink = open_uplink()
    centre.misbehave.append(fault)
    wait = uplink.step()
    assert (uplink.state.acked, uplink.state.trouble) == (0, trouble)
    assert open_uplink().state.trouble is trouble, "kept for the staff's screen"
    assert wait <= SLOW_S
    drain(uplink, clock, 3)
    uplink.step()
    assert (uplink.state.acked, uplink.state.trouble) == (3, None)
    assert len(centre.bodies) == 3, "once"


def test_an_unpinned_or_absent_cosignature_is_no_acknowledgement(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre
) -> None:
    visits(open_journal())
    stranger = VerifierKey("other.example/cosigner", SignatureType.COSIGNATURE, bytes(32))
    uplink = open_uplink(server_cosigner=str(stranger))
    uplink.step()
    assert (uplink.state.trouble, uplink.state.acked) == (SyncTrouble.NOT_COSIGNED, 0)
    centre.extra = {"cosigned": None}
    uplink = open_uplink()
    uplink.step()
    assert (uplink.state.trouble, uplink.state.acked) == (SyncTrouble.NOT_COSIGNED, 0)
    with pytest.raises(NoteError):
        open_uplink(server_cosigner=str(DESIRED_KEY))


def test_a_failed_batch_is_tried_again_without_waiting_for_more(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock
) -> None:
    centre.extra = {"flush_s": 600}
    journal = open_journal()
    uplink = open_uplink()
    drain(uplink, clock, 1)
    for number in range(100):
        journal.append(entries.TokenRefused(f"r{number}", None)).result()
    clock.pass_by(600)
    centre.misbehave.append(says(500, {}))
    wait = uplink.step()
    assert (uplink.state.acked, uplink.state.trouble) == (1, SyncTrouble.BAD_ANSWER)
    assert wait <= 1
    clock.pass_by(wait)
    uplink.step()
    assert (uplink.state.acked, uplink.state.trouble) == (101, None)


@pytest.mark.parametrize("dated", [False, True], ids=["seconds", "date"])
def test_retry_after_is_obeyed(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock, dated: bool
) -> None:
    visits(open_journal())
    uplink = open_uplink()
    told = format_datetime(clock.now().astimezone(UTC) + timedelta(seconds=77), usegmt=True) if dated else "77"
    centre.misbehave.append(says(503, {}, Retry_After=told))
    assert uplink.step() == 77
    before = len(centre.posts())
    clock.pass_by(76)
    assert uplink.step() == 1
    assert len(centre.posts()) == before
    clock.pass_by(1)
    uplink.step()
    assert uplink.state.acked == 3


@pytest.mark.parametrize("told", ["", "soon", "-5", "9" * 30, "Mon, 99 Foo 2026"])
def test_a_senseless_retry_after_is_passed_over(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, told: str
) -> None:
    visits(open_journal())
    centre.misbehave.append(says(429, {}, Retry_After=told))
    assert open_uplink().step() <= 1


def test_back_off_grows_and_is_bounded(open_journal: OpenJournal, open_uplink: OpenUplink, clock: ManualClock) -> None:
    visits(open_journal())

    class Unlucky(random.Random):
        def uniform(self, a: float, b: float) -> float:
            return b

    uplink = open_uplink(url="http://127.0.0.1:9", rng=Unlucky())
    waits = []
    for _ in range(12):
        waits.append(uplink.step())
        clock.pass_by(waits[-1])
    assert waits[:4] == [1, 2, 4, 8]
    assert max(waits) == SLOW_S


def test_a_gap_sends_it_back(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock
) -> None:
    journal = open_journal()
    visits(journal, 5)
    uplink = open_uplink()
    drain(uplink, clock, 11)
    centre.lose(4)
    visits(journal, 1)
    drain(uplink, clock, 13)
    assert len(centre.bodies) == 13


def test_too_large_makes_smaller_batches(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock
) -> None:
    with open_journal() as journal:
        visits(journal, 200)
    uplink = open_uplink()
    centre.misbehave.append(says(413, {"max_batch": 150}))
    clock.pass_by(uplink.step())
    assert uplink.step() == 0 or uplink.state.acked > 0
    assert 100 <= uplink.state.acked <= 150
    drain(uplink, clock, 402)


def test_an_encoding_the_centre_does_not_know_is_changed(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock
) -> None:
    visits(open_journal())
    centre.encodings = ("identity",)
    drain(open_uplink(), clock, 3)
    assert [post.headers.get("Content-Encoding") for post in centre.posts()] == ["zstd", "gzip", None]


def test_records_never_follow_a_redirect(open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre) -> None:
    visits(open_journal())
    other = Centre()
    centre.misbehave.append(says(308, {}, Location=f"{other.url}/v1/steal"))
    open_uplink().step()
    assert not other.requests
    other.close()


def test_before_the_first_journal_there_is_nothing_to_send(open_uplink: OpenUplink, centre: Centre) -> None:
    uplink = open_uplink()
    uplink.step()
    assert uplink.state.trouble is None
    assert not centre.posts()


def test_a_journal_that_cannot_be_read_is_named(open_uplink: OpenUplink, folder: Path) -> None:
    folder.mkdir()
    (folder / "current").write_text("0123456789abcdef")
    uplink = open_uplink()
    uplink.step()
    assert uplink.state.trouble is SyncTrouble.JOURNAL


def test_a_disk_from_yesterday_is_not_hidden(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, folder: Path, clock: ManualClock
) -> None:
    with open_journal() as journal:
        visits(journal)
    path = current_file(folder)
    assert path is not None
    yesterday = path.read_bytes()
    with open_journal() as journal:
        visits(journal, 5)
    drain(open_uplink(), clock, 16)
    path.write_bytes(yesterday)
    uplink = open_uplink()
    uplink.step()
    assert uplink.state.trouble is SyncTrouble.ROLLED_BACK
    assert uplink.state.given_up(path.stem) == "rolledBack"
    assert uplink.state.acked == 16, "what the next epoch names as its anchor"
    with open_journal() as journal:
        visits(journal, 9)
    clock.pass_by(SLOW_S)
    uplink.step()
    assert uplink.state.trouble is SyncTrouble.DIVERGED, "another history of the same epoch is no continuation"
    assert len(centre.bodies) == 16


# Desired state


def gets(centre: Centre) -> int:
    return sum(1 for request in centre.requests if request.method == "GET")


def kept_version(tmp_path: Path, clock: ManualClock) -> int | None:
    state = desired.DesiredStore(layout(tmp_path).desired, [DESIRED_KEY], "0571-3", clock).current()
    return None if state is None else state.version


def test_the_desired_state_comes_at_the_start_and_every_quarter_of_an_hour(
    open_uplink: OpenUplink, centre: Centre, tmp_path: Path, clock: ManualClock
) -> None:
    centre.desired = (41, document(41))
    uplink = open_uplink()
    uplink.step()
    assert kept_version(tmp_path, clock) == 41
    clock.pass_by(DESIRED_EVERY_S - 1)
    uplink.step()
    assert gets(centre) == 1
    clock.pass_by(1)
    uplink.step()
    assert gets(centre) == 2
    assert centre.requests[-1].headers["If-None-Match"] == '"41"'


def test_an_acknowledgement_that_names_a_newer_state_fetches_it_once(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, tmp_path: Path, clock: ManualClock
) -> None:
    centre.desired, centre.config = (41, document(41)), 41
    journal = open_journal()
    uplink = open_uplink()
    uplink.step()
    centre.config = 42  # announced, and not served yet
    visits(journal)
    for _ in range(5):
        clock.pass_by(1)
        uplink.step()
    assert gets(centre) == 2
    centre.desired = (43, document(43))
    centre.config = 43
    visits(journal)
    for _ in range(3):
        clock.pass_by(1)
        uplink.step()
    assert kept_version(tmp_path, clock) == 43
    assert centre.posts()[-1].headers["X-Config"] == "41"


def test_a_newer_state_is_fetched_in_the_same_step(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, tmp_path: Path, clock: ManualClock
) -> None:
    """Time passes while the acknowledgement is on its way, as it does outside of tests."""

    def slow(centre: Centre, request: Request) -> None:
        clock.pass_by(0.2)
        centre.behave(request)

    centre.desired, centre.config = (41, document(41)), 41
    open_journal()
    centre.misbehave.append(slow)
    open_uplink().step()
    assert kept_version(tmp_path, clock) == 41


def test_a_refused_state_is_reported_once_and_journalled_by_the_owner(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, tmp_path: Path, clock: ManualClock
) -> None:
    centre.desired = (42, document(42, kiosk="0571-4"))
    uplink = open_uplink()
    uplink.step()
    clock.pass_by(DESIRED_EVERY_S)
    uplink.step()
    assert kept_version(tmp_path, clock) is None
    journal = open_journal()
    (layout(tmp_path).reports / "broken.json").write_text("[1")
    assert journal_reports(layout(tmp_path).reports, journal) == 1
    assert journal_reports(layout(tmp_path).reports, journal) == 0
    assert b'"data":{"version":42,"ok":false,"reason":"otherKiosk"}' in stored(layout(tmp_path).journal)[-1]


@pytest.mark.parametrize("fault", [hang_up, endless, says(500, {}), says(200, b"nonsense"), says(302, {})])
def test_a_bad_answer_leaves_the_kept_state(
    open_uplink: OpenUplink, centre: Centre, tmp_path: Path, clock: ManualClock, fault: Misbehaviour
) -> None:
    centre.desired = (41, document(41))
    uplink = open_uplink()
    uplink.step()
    centre.misbehave.append(fault)
    clock.pass_by(DESIRED_EVERY_S)
    uplink.step()
    assert kept_version(tmp_path, clock) == 41


# Its life as a process


def test_told_to_stop_it_sends_what_is_left(open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre) -> None:
    centre.extra = {"flush_s": 3600}
    journal = open_journal()
    uplink = open_uplink()
    stop = threading.Event()
    thread = threading.Thread(target=uplink.run, args=(stop,))
    thread.start()
    until(lambda: len(centre.bodies) == 1)
    for number in range(150):
        journal.append(entries.TokenRefused(f"r{number}", None)).result()
    stop.set()
    thread.join()
    assert len(centre.bodies) == 101, "up to the last checkpoint"


def test_a_damaged_state_counts_as_none(tmp_path: Path) -> None:
    path = tmp_path / "sync.json"
    good = SyncState("7f3a", 3, bytes(32), b"note", datetime(2026, 11, 23, tzinfo=UTC), SyncTrouble.BUSY)
    good.save(path)
    assert SyncState.load(path) == good
    negative = path.read_bytes().replace(b'"acked": 3', b'"acked": -3')
    endless = path.read_bytes().replace(b'"acked": 3', b'"acked": Infinity')
    for broken in (b"", b"[]", b"{}", negative, endless, b"[" * 100_000):
        path.write_bytes(broken)
        assert SyncState.load(path) == SyncState()
