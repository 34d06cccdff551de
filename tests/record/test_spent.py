"""A code checks one visit in, whatever happens to the terminal in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta, timezone
from pathlib import Path

import pytest
from record_desk import ManualClock

from kiosk.record import spent as module
from kiosk.record.spent import AlreadySpentError, SpentError, SpentTokens

Open = Callable[[], SpentTokens]


@pytest.fixture
def store(tmp_path: Path, clock: ManualClock) -> Iterator[Open]:
    opened: list[SpentTokens] = []

    def make() -> SpentTokens:
        opened.append(SpentTokens(tmp_path / "state" / "spent.db", clock))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


def test_a_spent_code_stays_spent_after_a_restart(store: Open, clock: ManualClock) -> None:
    first = store()
    assert first.visit_of("t-1") is None
    first.spend("t-1", "v-1", "A017", clock.now() + timedelta(minutes=15))
    first.close()
    again = store()
    assert again.visit_of("t-1") == "v-1"
    assert again.visit_of("t-2") is None


def test_the_same_visit_may_spend_again_and_another_may_not(store: Open, clock: ManualClock) -> None:
    spent = store()
    expires = clock.now() + timedelta(minutes=15)
    spent.spend("t-1", "v-1", "A017", expires)
    spent.spend("t-1", "v-1", "A018", expires)
    with pytest.raises(AlreadySpentError):
        spent.spend("t-1", "v-2", "A019", expires)
    assert spent.visit_of("t-1") == "v-1"


def test_of_many_visits_at_once_one_wins(store: Open, clock: ManualClock) -> None:
    spent = store()

    def attempt(visit: str) -> str | None:
        try:
            spent.spend("t-1", visit, visit, clock.now())
        except AlreadySpentError:
            return None
        return visit

    with ThreadPoolExecutor(8) as pool:
        winners = [visit for visit in pool.map(attempt, [f"v-{n}" for n in range(32)]) if visit]
    assert winners == [spent.visit_of("t-1")]


def test_a_code_is_forgotten_a_week_after_it_expired(
    store: Open, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_NEWEST", 1)
    first = store()
    first.spend("t-1", "v-1", "A017", clock.now())
    first.spend("t-2", "v-2", "A018", clock.now())
    clock.pass_by(6 * 86400)
    assert store().visit_of("t-1") == "v-1"
    clock.pass_by(2 * 86400)
    last = store()
    assert (last.visit_of("t-1"), last.visit_of("t-2")) == (None, "v-2")


def test_one_start_with_a_clock_years_ahead_revives_no_code(store: Open, clock: ManualClock) -> None:
    """A dead battery, and the time server answers only after the terminal opened."""
    store().spend("t-1", "v-1", "A017", clock.now() + timedelta(minutes=15))
    clock.step(10 * 365 * 86400)
    store()
    clock.step(-10 * 365 * 86400)
    assert store().visit_of("t-1") == "v-1"


def test_own_numbers_go_on_after_a_restart_and_begin_anew_each_day(store: Open, clock: ManualClock) -> None:
    first = store()
    assert [first.next_ticket(), first.next_ticket()] == ["K001", "K002"]
    first.close()
    assert store().next_ticket() == "K003"
    clock.pass_by(86400)
    assert store().next_ticket() == "K001"
    clock.step(-86400)
    assert store().next_ticket() == "K004", "a clock set back gives no number twice"


def test_a_day_begins_at_the_branchs_midnight(tmp_path: Path, clock: ManualClock) -> None:
    spent = SpentTokens(tmp_path / "spent.db", clock, prefix="S", zone=timezone(timedelta(hours=8)))
    assert spent.next_ticket() == "S001"
    clock.pass_by(7 * 3600 - 1)
    assert spent.next_ticket() == "S002"
    clock.pass_by(1)
    assert spent.next_ticket() == "S001"
    spent.close()


def test_a_damaged_file_is_said(tmp_path: Path, clock: ManualClock) -> None:
    path = tmp_path / "spent.db"
    path.write_bytes(b"not a database, not at all" * 100)
    with pytest.raises(SpentError):
        SpentTokens(path, clock)


def test_a_file_of_another_version_is_left_alone(tmp_path: Path, clock: ManualClock) -> None:
    path = tmp_path / "spent.db"
    SpentTokens(path, clock).close()
    raw = bytearray(path.read_bytes())
    raw[60:64] = (9).to_bytes(4, "big")  # the user version of the file header (SQLite file format, 1.3)
    path.write_bytes(raw)
    with pytest.raises(SpentError, match="another version"):
        SpentTokens(path, clock)
