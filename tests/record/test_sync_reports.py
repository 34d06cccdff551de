"""What sync has journalled: trouble once when it begins and once when it is over, and a renewed certificate."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_centre import Centre, Misbehaviour, Request
from record_desk import ManualClock, OpenJournal
from record_sync import OpenUplink, drain, hang_up, says, stored, visits

from kiosk.core import entries
from kiosk.core.entries import CertificateRenewed, ConfigApplied, Entry, SyncRecovered, SyncTroubled
from kiosk.record import layout
from kiosk.record.syncstate import SyncTrouble, _report, journal_reports, leave_report
from kiosk.record.troubles import TELLING_S
from kiosk.record.uplink import SLOW_S

Waiting = Callable[[], list[Entry]]


@pytest.fixture
def waiting(tmp_path: Path) -> Waiting:
    """The reports that wait to be journalled."""

    def read() -> list[Entry]:
        found = [_report(path.read_bytes()) for path in sorted(layout(tmp_path).reports.glob("*.json"))]
        return [entry for entry in found if entry is not None]

    return read


def test_a_long_outage_is_journalled_once_however_long(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock, waiting: Waiting
) -> None:
    journal = open_journal()
    uplink = open_uplink()
    drain(uplink, clock, journal.size)
    centre.misbehave.extend([hang_up] * 40)
    visits(journal)
    began = clock.monotonic()
    while centre.misbehave:
        wait = uplink.step()
        assert not waiting() or clock.monotonic() - began >= TELLING_S
        clock.pass_by(wait)
    assert waiting() == [SyncTroubled("unreachable")]
    while uplink.state.trouble is not None:
        clock.pass_by(uplink.step())
    assert waiting() == [SyncTroubled("unreachable"), SyncRecovered()]


def test_a_hiccup_is_not_worth_a_record(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock, waiting: Waiting
) -> None:
    journal = open_journal()
    visits(journal)
    uplink = open_uplink()
    centre.misbehave.extend([says(503, {}), hang_up])
    drain(uplink, clock, journal.size)
    uplink.step()
    assert waiting() == []


def test_what_a_person_must_mend_is_journalled_at_once_and_each_kind_once(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock, waiting: Waiting
) -> None:
    journal = open_journal()
    visits(journal)
    uplink = open_uplink()

    def refuses(status: int) -> Misbehaviour:
        def answer(centre: Centre, request: Request) -> None:
            if request.method == "POST":
                request.answer(status, {})
            else:
                centre.behave(request)

        return answer

    centre.misbehave.extend([refuses(422), refuses(422)])
    uplink.step()
    assert waiting() == [SyncTroubled("rejected")]
    for status in (403, 422, 403):
        centre.misbehave.append(refuses(status))
        clock.pass_by(SLOW_S)
        uplink.step()
    assert waiting() == [SyncTroubled("rejected"), SyncTroubled("certificate")]
    clock.pass_by(SLOW_S)
    drain(uplink, clock, journal.size)
    uplink.step()
    assert waiting()[2:] == [SyncRecovered()]


def test_a_restart_in_trouble_does_not_say_it_again_and_the_end_is_said(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock, waiting: Waiting
) -> None:
    journal = open_journal()
    visits(journal)
    centre.misbehave.extend([says(422, {})] * 2)
    open_uplink().step()
    uplink = open_uplink()
    centre.misbehave.clear()
    centre.misbehave.append(says(422, {}))
    uplink.step()
    assert waiting() == [SyncTroubled("rejected")]
    clock.pass_by(SLOW_S)
    drain(uplink, clock, journal.size)
    uplink.step()
    assert waiting() == [SyncTroubled("rejected"), SyncRecovered()]


def test_the_owner_journals_every_kind_in_the_order_they_came(
    open_journal: OpenJournal, tmp_path: Path, clock: ManualClock
) -> None:
    files = layout(tmp_path)
    left = [
        SyncTroubled(SyncTrouble.UNREACHABLE),
        ConfigApplied(7, ok=False, reason="forged"),
        CertificateRenewed("a1b2", "2026-12-30T00:00:00Z"),
        SyncRecovered(),
    ]
    for entry in left:
        leave_report(files.reports, entry, clock)  # in the same instant
    journal = open_journal()
    assert journal_reports(files.reports, journal) == 4
    found = [json.loads(body) for body in stored(files.journal)[1:]]
    assert [(record["type"], record["data"]) for record in found] == [(entry.TYPE, entry.data()) for entry in left]
    assert not list(files.reports.iterdir())


def test_nothing_else_is_reported(tmp_path: Path, clock: ManualClock) -> None:
    with pytest.raises(ValueError, match=r"visit\.began"):
        leave_report(tmp_path / "reports", entries.VisitBegan("en"), clock)


def test_reports_that_nobody_takes_do_not_fill_the_disk(tmp_path: Path, clock: ManualClock) -> None:
    for _ in range(150):
        leave_report(tmp_path / "reports", SyncRecovered(), clock)
    assert len(list((tmp_path / "reports").iterdir())) == 100


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
kinds = st.sampled_from(sorted(entries.CATALOGUE)) | json_values
fields = st.dictionaries(st.sampled_from(["version", "ok", "reason", "trouble", "serial", "not_after"]), json_values)


@given(st.binary(max_size=100) | st.builds(lambda k, d: json.dumps({"type": k, "data": d}).encode(), kinds, fields))
def test_whatever_lies_among_the_reports_is_one_of_them_or_nothing(raw: bytes) -> None:
    entry = _report(raw)
    assert entry is None or isinstance(entry, ConfigApplied | SyncTroubled | SyncRecovered | CertificateRenewed)
    if isinstance(entry, ConfigApplied):
        assert type(entry.version) is int
        assert type(entry.ok) is bool


# The certificate


class Renewal:
    """Stands for the renewal of the certificate."""

    def __init__(self, *answers: CertificateRenewed | OSError | None) -> None:
        self.answers, self.asked = list(answers), list[bool]()

    def __call__(self, refused: bool) -> CertificateRenewed | None:
        self.asked.append(refused)
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, OSError):
            raise answer
        return answer


RENEWED = CertificateRenewed("0a", "2026-12-30T00:00:00Z")


def test_a_renewal_is_looked_for_once_an_hour(open_uplink: OpenUplink, clock: ManualClock, waiting: Waiting) -> None:
    renew = Renewal(None, RENEWED)
    uplink = open_uplink(renew=renew)
    end = clock.monotonic() + 3 * 3600 - 1
    while clock.monotonic() < end:
        clock.pass_by(uplink.step())
    assert renew.asked == [False] * 3
    assert waiting() == [RENEWED]


def test_a_certificate_that_is_turned_away_is_renewed_and_the_records_leave_at_once(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock, waiting: Waiting
) -> None:
    journal = open_journal()
    visits(journal)
    renew = Renewal(RENEWED)
    uplink = open_uplink(renew=renew)
    centre.misbehave.append(says(401, {}))
    assert uplink.step() == 0
    assert renew.asked == [True]
    uplink.step()
    assert (uplink.state.acked, uplink.state.trouble) == (journal.size, None)
    assert RENEWED in waiting()


def test_a_renewal_that_cannot_be_had_is_not_asked_for_at_every_refusal(
    open_journal: OpenJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock
) -> None:
    visits(open_journal())
    renew = Renewal(*[OSError("no network")] * 100)
    uplink = open_uplink(renew=renew)
    centre.misbehave.extend([says(403, {})] * 100)
    end = clock.monotonic() + 7200
    while clock.monotonic() < end:
        clock.pass_by(uplink.step())
    assert 3 <= len(renew.asked) <= 12
    assert uplink.state.trouble is SyncTrouble.CERTIFICATE
