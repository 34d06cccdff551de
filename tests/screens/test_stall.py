"""The stall meter finds what holds the Qt thread up, and leaves out what it is told to."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from kiosk.ui.stall import StallMeter


@pytest.fixture
def meter(qtbot: QtBot) -> Iterator[StallMeter]:
    meter = StallMeter()
    meter.start()
    qtbot.wait(30)
    yield meter
    meter.pause()


def test_a_stall_is_found(meter: StallMeter, qtbot: QtBot) -> None:
    began = time.perf_counter()
    time.sleep(0.12)
    qtbot.waitUntil(lambda: meter.longest_ms > 110)
    assert meter.longest_ms < (time.perf_counter() - began) * 1000
    assert 120 < meter.longest_at_ms < (time.perf_counter() - began) * 1000 + 5000


def test_a_stall_still_going_on_is_found_by_pausing(meter: StallMeter) -> None:
    time.sleep(0.12)
    meter.pause()
    assert meter.longest_ms > 110


def test_what_happens_while_paused_does_not_count(meter: StallMeter, qtbot: QtBot) -> None:
    before = meter.longest_ms
    meter.pause()
    time.sleep(0.5)
    meter.resume()
    qtbot.wait(20)
    assert meter.longest_ms < max(before, 400)


def test_starting_again_forgets(meter: StallMeter, qtbot: QtBot) -> None:
    time.sleep(0.3)
    qtbot.wait(10)
    meter.start()
    assert meter.longest_ms == 0
