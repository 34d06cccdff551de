"""A day of random customers before the real stage: nothing breaks, QML has nothing to complain of, memory stays flat.

The clock of the day is `Waited`; what is random is the monkey. With `-s -n0 -m nightly` the figures are printed.
`SOAK_VISITS` and `SOAK_WARM` make it shorter, for a look.
"""

from __future__ import annotations

import gc
import os
import time
from pathlib import Path

import pytest
from stagehouse import House
from test_monkey import Monkey

from kiosk.flows import events

VISITS = int(os.environ.get("SOAK_VISITS", "5000"))
WARM = int(os.environ.get("SOAK_WARM", "500"))
DAY_S = 24 * 3600
MOST_GROWTH_MB = 20.0
_TOLD_EVERY = 250
_MOST_ACTS = 2000
"""No visit is longer: it would be a dead end."""


@pytest.mark.nightly
@pytest.mark.timeout(4 * 3600)
def test_a_day_of_customers_leaves_nothing_behind(house: House) -> None:
    seed, began = time.time_ns(), time.monotonic()
    monkey = Monkey(house, seed)
    visits, acts, day_s, first = 0, 0, 0, 0.0
    while visits < VISITS:
        acts += _visit(monkey, house, visits)
        visits += 1
        day_s = visits * DAY_S // VISITS
        if visits == WARM:
            first = own_mb()
        if visits % _TOLD_EVERY == 0 or visits == WARM:
            at = f"{day_s // 3600:02}:{day_s % 3600 // 60:02}"
            print(f"{at}  {visits} visits, {acts} acts, {own_mb():.1f} MB", flush=True)
    last = own_mb()
    took = time.monotonic() - began
    print(f"{visits} visits, {acts} acts in {took:.0f} s; after {WARM} {first:.1f} MB, at the end {last:.1f} MB")
    assert house.stage.complaints == ()
    assert last - first < MOST_GROWTH_MB, f"memory grew by {last - first:.1f} MB (seed {seed})"


def _visit(monkey: Monkey, house: House, number: int) -> int:
    """One customer from the first act to the visit's end, then quiet until the next one comes; the number of acts."""
    slot_s = DAY_S * (number + 1) // VISITS - DAY_S * number // VISITS
    before = monkey.visits
    while monkey.visits == before:
        assert len(monkey.done) < _MOST_ACTS, f"no way out of {house.puppet.screen()}: {monkey.done[-12:]}"
        monkey.acts()
        house.session.tell(events.Waited(1))
    acts = len(monkey.done)
    for _ in range(max(0, slot_s - acts)):
        house.session.tell(events.Waited(1))
    monkey.done.clear()
    house.forget()
    return acts


def own_mb() -> float:
    """What this process has in memory that is its own.

    Of the files mapped (20 MB for each face of the fonts) more is in memory with every rare character that was drawn:
    that is the page cache's, and goes where memory is wanted.
    """
    gc.collect()
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
    return sum(int(status[kind].split()[0]) for kind in ("RssAnon", "RssShmem")) / 1024
