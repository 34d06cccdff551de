"""Error rates are counted, not estimated."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from conftest import Media

from kiosk.vision.evaluate import Pairs, compare, report
from kiosk.vision.face import FaceEngine

PAIRS = Pairs(np.array([0.5, 0.7, 0.9, 1.2], np.float32), np.linspace(0.8, 1.79, 100, dtype=np.float32), unusable=3)


def test_rates_are_parts_of_the_pairs_below_the_threshold() -> None:
    assert PAIRS.true_accept_rate(0.9) == 0.5
    assert PAIRS.false_accept_rate(0.895) == pytest.approx(0.1)


def test_a_threshold_accepts_no_more_than_the_rate_asked_for() -> None:
    threshold = PAIRS.threshold(0.05)
    assert threshold is not None
    assert PAIRS.false_accept_rate(threshold) == pytest.approx(0.05)


def test_too_few_impostors_give_no_threshold_and_the_report_says_so(engine: FaceEngine) -> None:
    assert PAIRS.threshold(1e-3) is None
    assert "false accepts 0.001: too few impostor pairs" in list(report(engine, PAIRS))


def test_a_folder_of_people_is_compared_pair_by_pair(engine: FaceEngine, media: Media, tmp_path: Path) -> None:
    for person, video in (("a", "single_face.mp4"), ("b", "WolfgangLanger_Pexels.mp4")):
        (tmp_path / person).mkdir()
        for number, image in enumerate(media.frames(video, every=25)):
            if number < 3:
                cv2.imwrite(str(tmp_path / person / f"{number}.png"), image)
    (tmp_path / "a" / "notes.txt").write_text("no picture")
    (tmp_path / "b" / "empty.jpg").touch()
    pairs = compare(engine, tmp_path)
    assert (pairs.genuine.size, pairs.impostor.size, pairs.unusable) == (6, 9, 2)
    assert pairs.genuine.max() < 0.964 < pairs.impostor.min()


def test_a_folder_without_pictures_has_no_pairs(engine: FaceEngine, tmp_path: Path) -> None:
    pairs = compare(engine, tmp_path)
    assert pairs.genuine.size == pairs.impostor.size == 0
