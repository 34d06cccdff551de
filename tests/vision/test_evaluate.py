"""Error rates are counted, not estimated."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from conftest import Media
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.vision import evaluate
from kiosk.vision.embed import CalibrationError, read_calibration, unit
from kiosk.vision.evaluate import Pairs, calibrate, compare, report, written
from kiosk.vision.face import FaceEngine


def pairs(genuine: list[float], impostor: dict[float, int]) -> Pairs:
    """Pairs with these genuine distances, and so many impostor pairs half a step beyond a distance."""
    counts = np.zeros(20_001, np.int64)
    for distance, number in impostor.items():
        counts[round(distance * 10_000)] += number
    return Pairs(np.array(genuine, np.float32), counts, people=9, unusable=3, ms=1.0)


EVENLY = pairs([0.5, 0.7, 0.9, 1.2], {0.8 + n / 1000: 10 for n in range(1000)})
MANY = pairs([0.5, 0.7, 0.9, 1.2], {0.6: 5, 0.8: 10, 1.0: 100_000, 1.5: 899_985})


def test_rates_are_parts_of_the_pairs_below_the_threshold() -> None:
    assert EVENLY.true_accept_rate(0.9) == 0.5
    assert EVENLY.false_accept_rate(0.9) == pytest.approx(0.1)


def test_a_threshold_accepts_no_more_than_the_rate_asked_for_and_the_next_step_would() -> None:
    threshold = EVENLY.threshold(0.05)
    assert threshold is not None
    assert EVENLY.false_accept_rate(threshold) <= 0.05 < EVENLY.false_accept_rate(threshold + 0.0001)


def test_a_rate_that_rests_on_fewer_than_ten_errors_is_not_measured() -> None:
    assert EVENLY.threshold(1e-3) is not None
    assert EVENLY.threshold(0.9e-3) is None
    assert MANY.threshold(1e-5) == 0.8
    assert pairs([0.5], {1.0: 999_999}).threshold(1e-5) is None


def test_unmeasured_rates_are_null_in_the_report(engine: FaceEngine) -> None:
    found = report(engine, EVENLY)
    assert found["tar"] == {"1e-3": 0.5, "1e-4": None, "1e-5": None}
    assert found["threshold"] == {"1e-3": 0.801, "1e-4": None, "1e-5": None}
    assert found["errors"] == {"1e-3": 10}
    assert (found["genuine"], found["impostor"], found["missed"]) == (4, 10_000, 3)


def test_a_table_is_written_as_it_is_read(engine: FaceEngine, tmp_path: Path) -> None:
    (tmp_path / "mobilefacenet.toml").write_text(written(calibrate(engine, MANY, "a test")), "utf-8")
    table = read_calibration(engine.embedder, tmp_path)
    assert [(p.false_accept_rate, p.threshold) for p in table.points] == [(1e-3, 1.0), (1e-4, 1.0), (1e-5, 0.8)]
    assert table.threshold() == 1.0
    assert FaceEngine(calibrations=tmp_path).threshold(1e-5) == 0.8


def test_too_few_people_make_no_table(engine: FaceEngine) -> None:
    with pytest.raises(CalibrationError, match="too few"):
        calibrate(engine, EVENLY, "a test")


def test_the_curve_falls_from_misses_to_false_accepts() -> None:
    curve = EVENLY.curve()
    assert curve[0][0] == 0
    assert curve[-1] == (1.0, 0.0)
    assert [x for x, _ in curve] == sorted(x for x, _ in curve)
    assert [y for _, y in curve] == sorted((y for _, y in curve), reverse=True)


@settings(deadline=None, max_examples=30)
@given(st.integers(2, 40), st.integers(1, 6), st.integers(1, 50), st.integers(0, 2**32 - 1))
def test_block_by_block_gives_what_the_whole_matrix_gives(pictures: int, people: int, block: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    vectors = np.stack([unit(v) for v in chance.normal(size=(pictures, 8)).astype(np.float32)])
    ids = chance.integers(0, people, pictures)
    patch = pytest.MonkeyPatch()
    patch.setattr(evaluate, "_BLOCK", block)
    try:
        genuine, counts = evaluate._distances(vectors, ids)
    finally:
        patch.undo()
    expected = {True: [], False: []}
    for a in range(pictures):
        for b in range(a + 1, pictures):
            expected[bool(ids[a] == ids[b])].append(float(np.linalg.norm(vectors[a] - vectors[b])))
    assert np.sort(genuine) == pytest.approx(np.sort(expected[True]), abs=1e-3)
    assert counts.sum() == len(expected[False])
    assert np.repeat(np.arange(20_001) * 1e-4, counts) == pytest.approx(np.sort(expected[False]), abs=1e-3)


def test_a_folder_of_people_is_compared_pair_by_pair(engine: FaceEngine, media: Media, tmp_path: Path) -> None:
    for person, video in (("a", "single_face.mp4"), ("b", "WolfgangLanger_Pexels.mp4")):
        (tmp_path / person).mkdir()
        for number, image in enumerate(media.frames(video, every=25)):
            if number < 3:
                cv2.imwrite(str(tmp_path / person / f"{number}.png"), image)
    (tmp_path / "a" / "notes.txt").write_text("no picture")
    (tmp_path / "b" / "empty.jpg").touch()
    found = compare(engine, tmp_path)
    assert (found.people, found.genuine.size, found.impostor, found.unusable) == (2, 6, 9, 2)
    assert found.genuine.max() < 0.964
    assert found.false_accepts(0.964) == 0


def test_a_folder_without_pictures_has_no_pairs(engine: FaceEngine, tmp_path: Path) -> None:
    found = compare(engine, tmp_path)
    assert found.genuine.size == found.impostor == 0
