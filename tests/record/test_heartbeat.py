"""The centre hears how the terminal is: every minute, soon after something changed, also when the screen is dead."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_authority import Authority
from record_centre import Centre, Request
from record_desk import ManualClock, OpenJournal
from record_sync import OpenUplink, drain, hang_up, says, visits

import kiosk
from kiosk.core import entries
from kiosk.record import layout
from kiosk.record.status import KioskStatus
from kiosk.record.syncstate import SyncTrouble
from kiosk.record.uplink import STATUS_AGAIN_S, Uplink

Minutes = Callable[[Uplink, float], None]


@pytest.fixture
def go_by(clock: ManualClock) -> Callable[[Uplink, float], None]:
    """Let the uplink work for so many seconds."""

    def work(uplink: Uplink, seconds: float) -> None:
        end = clock.monotonic() + seconds
        while clock.monotonic() < end:
            clock.pass_by(min(uplink.step(), end - clock.monotonic()))

    return work


def well(clock: ManualClock, **changes: Any) -> KioskStatus:
    devices = {"scanner": "ready", "printer": "absent"}
    fields = {"screen": "Attract", "screen_at": clock.now(), "devices": devices, "journal_used": 0.25}
    return KioskStatus(clock.now(), "1.2", **(fields | changes))


def test_every_minute_the_centre_hears_how_the_terminal_is(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock, tmp_path: Path
) -> None:
    journal = open_journal()
    visits(journal)
    authority = Authority.make(tmp_path / "bank", "Bank CA")
    certificate, _ = authority.issue("0571-3", timedelta(days=10))
    shutil.copy(certificate, tmp_path / "kiosk.pem")
    well(clock, visit=True, broken="journal").save(layout(tmp_path).status)
    uplink = open_uplink(status_s=60)
    drain(uplink, clock, journal.size)
    for _ in range(100):
        journal.append(entries.TokenRefused("forged", None)).result()
    centre.misbehave.extend([says(503, {}, Retry_After="90")] * 3)  # to the urgent batch
    journal.append(entries.StaffCalled("asked", "Menu")).result()
    centre.misbehave.clear()
    while not centre.statuses:
        clock.pass_by(uplink.step())
    told = centre.statuses[-1]
    assert told["version"] == kiosk.__version__
    assert (told["epoch"], told["size"]) == (journal.epoch, journal.size)
    assert told["acked"] + told["queued"] == told["size"]
    assert told["trouble"] is None
    assert told["config"] == 0
    assert 0 < told["disk_used"] < 1
    ends = datetime.fromisoformat(told["certificate_not_after"])
    assert timedelta(days=9) < ends - datetime.now(UTC) < timedelta(days=11)
    assert (told["screen"], told["visit"], told["broken"]) == ("Attract", True, "journal")
    assert told["screen_at"] == "2026-11-23T09:00:00.000Z"
    assert told["devices"] == {"scanner": "ready", "printer": "absent"}
    assert told["journal_used"] == 0.25
    before = len(centre.statuses)
    for _ in range(200):
        clock.pass_by(uplink.step())
    assert len(centre.statuses) - before in (3, 4), "about 200 s later"


def test_what_waits_is_counted_with_its_age(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock, go_by: Minutes
) -> None:
    journal = open_journal()
    uplink = open_uplink(status_s=60)
    drain(uplink, clock, journal.size)

    def away(centre: Centre, request: Request) -> None:
        if request.method == "PUT":
            centre.behave(request)
        else:
            request.answer(503, {}, Retry_After="3600")

    centre.misbehave.extend([away] * 20)
    visits(journal)
    go_by(uplink, 120)
    told = centre.statuses[-1]
    assert (told["queued"], told["trouble"]) == (2, "busy")
    assert 50 <= told["oldest_queued_s"] <= 120
    assert told["acked"] == 1


def test_a_lost_device_is_told_within_seconds_and_a_flapping_one_floods_nobody(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock, tmp_path: Path
) -> None:
    journal = open_journal()
    path = layout(tmp_path).status
    well(clock).save(path)
    uplink = open_uplink(status_s=60)
    drain(uplink, clock, journal.size)
    while not centre.statuses:
        clock.pass_by(uplink.step())
    clock.pass_by(STATUS_AGAIN_S)
    uplink.step()
    before = len(centre.statuses)
    passed = 0.0
    for number in range(60):
        well(clock, devices={"scanner": "offline" if number % 2 else "ready"}).save(path)
        passed += (wait := uplink.step())
        clock.pass_by(wait)
        if number == 1:
            clock.pass_by(1)
            uplink.step()
            assert centre.statuses[-1]["devices"]["scanner"] == "offline"
    assert len(centre.statuses) - before <= passed / STATUS_AGAIN_S + 2


def test_a_terminal_whose_screen_is_dead_still_reports_and_shows_it(
    open_journal: OpenJournal,
    open_uplink: OpenUplink,
    centre: Centre,
    clock: ManualClock,
    tmp_path: Path,
) -> None:
    open_journal()
    well(clock).save(layout(tmp_path).status)
    uplink = open_uplink(status_s=60)
    for _ in range(600):
        clock.pass_by(uplink.step())
    told = centre.statuses[-1]
    silent = datetime.fromisoformat(told["at"]) - datetime.fromisoformat(told["screen_at"])
    assert silent > timedelta(minutes=5)


def test_before_the_kiosk_ran_there_is_a_heartbeat_too(
    open_uplink: OpenUplink, centre: Centre, clock: ManualClock
) -> None:
    uplink = open_uplink(status_s=60)
    for _ in range(20):
        clock.pass_by(uplink.step())
    told = centre.statuses[-1]
    assert (told["epoch"], told["size"], told["screen"], told["devices"]) == (None, 0, None, {})
    assert told["certificate_not_after"] is None


@pytest.mark.parametrize("ahead_s", [-7200, 0, 90])
def test_the_clocks_difference_is_told(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock, ahead_s: int
) -> None:
    open_journal()

    def dated(centre: Centre, request: Request) -> None:
        at = clock.now().astimezone(UTC) - timedelta(seconds=ahead_s)
        request.handler.send_response_only(200 if request.method == "POST" else 404)
        request.handler.send_header("Date", format_datetime(at, usegmt=True))
        request.handler.send_header("Content-Length", "0")
        request.handler.end_headers()

    centre.misbehave.extend([dated] * 2)
    uplink = open_uplink(status_s=60)
    while not centre.statuses:
        clock.pass_by(uplink.step())
    assert abs(centre.statuses[0]["clock_offset_s"] - ahead_s) <= 1


@pytest.mark.parametrize("fault", [hang_up, says(404, {}), says(500, {}), says(429, {}, Retry_After="40")])
def test_a_heartbeat_that_fails_is_no_trouble_and_comes_again(
    open_uplink: OpenUplink, centre: Centre, clock: ManualClock, fault: Callable[[Centre, Request], None]
) -> None:
    uplink = open_uplink(status_s=60)
    uplink.step()

    def only_heartbeats(centre: Centre, request: Request) -> None:
        if request.method == "PUT":
            fault(centre, request)
        else:
            centre.behave(request)

    centre.misbehave.extend([only_heartbeats] * 2)
    for _ in range(400):
        clock.pass_by(uplink.step())
    assert uplink.state.trouble is None
    assert centre.statuses


def test_trouble_is_told_when_the_way_is_free_again(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock, go_by: Minutes
) -> None:
    journal = open_journal()
    uplink = open_uplink(status_s=60)
    drain(uplink, clock, journal.size)
    go_by(uplink, 15)

    def rejects(centre: Centre, request: Request) -> None:
        if request.method == "POST":
            request.answer(422, {})
        else:
            centre.behave(request)

    centre.misbehave.extend([rejects] * 5)
    visits(journal)
    go_by(uplink, STATUS_AGAIN_S + 2)
    assert centre.statuses[-1]["trouble"] == SyncTrouble.REJECTED


times = st.datetimes(timezones=st.just(UTC))
words = st.text(max_size=20)
statuses = st.builds(
    KioskStatus,
    at=times,
    version=words,
    screen=words,
    screen_at=st.none() | times,
    visit=st.booleans(),
    devices=st.dictionaries(words, words, max_size=5),
    broken=st.none() | words,
    journal_used=st.floats(0, 1),
)


@given(statuses)
def test_a_status_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, status: KioskStatus) -> None:
    path = tmp_path_factory.getbasetemp() / "status.json"
    status.save(path)
    assert KioskStatus.load(path) == status


@given(st.binary(max_size=300) | st.sampled_from([b"[]", b"{}", b'{"at":3}', b"[" * 9000, b" " * 20_000]))
def test_a_damaged_status_counts_as_none(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.json"
    path.write_bytes(raw)
    assert KioskStatus.load(path) is None
