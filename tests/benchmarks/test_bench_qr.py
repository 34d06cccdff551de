"""The QR benchmark answers in the agreed form, and counts only codes read right."""

from __future__ import annotations

import json
from collections.abc import Iterator

import numpy as np
import pytest

from drivers.simulated import codes
from kiosk.bench import qr
from kiosk.bench.report import alone, faster, higher, report, spread
from kiosk.vision.geometry import Image


def two_scenes(repeats: int) -> Iterator[tuple[str, str, Image]]:
    frame = codes.held_up("A" * 120, 1280, 720, np.random.default_rng(3))
    yield "right", "A" * 120, frame
    yield "wrong", "another text", frame


def test_the_answer_has_a_row_for_each_peer_and_is_json() -> None:
    answer = json.loads(json.dumps(qr.run(quick=True, scenes=two_scenes)))
    assert answer["bench"] == "qr"
    assert answer["machine"]["cores"] >= 1
    assert {row["peer"] for row in answer["results"]} >= {"cv2.QRCodeDetector", "cv2.QRCodeDetectorAruco"}
    for row in answer["results"]:
        assert set(row) == {"what", "value", "unit", "low", "high", "peer", "peer_value", "ratio"}
        assert row["low"] <= row["value"] <= row["high"]
    assert {row["value"] for row in answer["results"] if row["unit"] == "%"} == {50.0}


def test_a_peer_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyzbar", None)
    answer = qr.run(quick=True, scenes=two_scenes)
    assert [left.split(":")[0] for left in answer["left_out"]] == ["pyzbar"]
    assert "pyzbar" not in {row["peer"] for row in answer["results"]}


def test_no_scenes_is_an_error_and_not_a_figure() -> None:
    with pytest.raises(ValueError, match="no scenes"):
        qr.run(quick=True, scenes=lambda repeats: [])
    with pytest.raises(ValueError, match="measured"):
        spread([])


def test_ratios_say_how_many_times_better() -> None:
    assert faster("t", [1.0, 2.0, 3.0], against=("peer", [20.0])).ratio == 10
    assert higher("rate", 90.0, unit="%", against=("peer", 45.0)).ratio == 2
    assert higher("rate", 90.0, unit="%", against=("peer", 0.0)).ratio is None
    assert spread(list(range(101))) == (50, 5, 95)
    assert report("b", [alone("x", [2.0], unit="s")])["results"][0]["peer"] is None
