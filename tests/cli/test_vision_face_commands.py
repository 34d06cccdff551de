"""`kiosk vision face`, `evaluate` and `calibrate` answer every file they are given, and a mistake in one line."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import cv2
import pytest
from cli_desk import Run

from kiosk.places import measurement_pictures
from kiosk.vision.embed import CalibrationError
from kiosk.vision.engines import open_engine


def test_two_pictures_of_one_man_are_the_same(kiosk: Run, media_folder: Path, tmp_path: Path) -> None:
    still = media_folder / "single_face.jpg"
    film = cv2.VideoCapture(str(media_folder / "single_face.mp4"))
    frame = film.read()[1]
    film.release()
    cv2.imwrite(str(tmp_path / "frame.png"), frame)
    said = kiosk("vision", "face", still, tmp_path / "frame.png", "--json")
    answer = json.loads(said.out)
    assert said.status == 0
    assert answer.keys() == {"same", "distance", "threshold", "engine", "ms", "a", "b"}
    assert answer["same"] is True
    assert answer["distance"] < answer["threshold"] == 0.964
    assert (answer["a"], answer["b"], answer["engine"]) == ({"face": True}, {"face": True}, "mobilefacenet")
    assert "the same person" in kiosk("vision", "face", still, tmp_path / "frame.png").out


def test_a_stranger_is_another(kiosk: Run, media_folder: Path) -> None:
    stranger = media_folder / "0-f1-su-ph.jpg"
    if not stranger.is_file():
        pytest.skip("demo media missing: python packaging/media.py")
    answer = json.loads(kiosk("vision", "face", media_folder / "single_face.jpg", stranger, "--json").out)
    assert answer["same"] is False
    assert answer["distance"] > answer["threshold"]


def test_pictures_that_show_no_face_are_answered(kiosk: Run, media_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "corrupt.jpg").write_bytes((media_folder / "single_face.jpg").read_bytes()[:50])
    with (tmp_path / "huge.png").open("wb") as huge:
        huge.truncate(2**28)
    cv2.imwrite(str(tmp_path / "wall.png"), cv2.imread(str(media_folder / "single_face.jpg"))[:40, :40])
    for name, reason in (
        ("corrupt.jpg", "notAPicture"),
        ("huge.png", "tooLarge"),
        ("wall.png", "noFace"),
        ("none.png", "notFound"),
    ):
        said = kiosk("vision", "face", media_folder / "single_face.jpg", tmp_path / name, "--json")
        answer = json.loads(said.out)
        assert said.status == 0
        assert (answer["same"], answer["distance"]) == (False, None)
        assert (answer["a"], answer["b"]) == ({"face": True}, {"face": False, "reason": reason})
        assert f"b: {reason}" in kiosk("vision", "face", media_folder / "single_face.jpg", tmp_path / name).out


@pytest.mark.parametrize(
    "arguments", [["face", "a", "b"], ["evaluate", "--pairs", "."], ["calibrate", ".", "--out", "x.toml"]], ids=str
)
def test_an_unknown_engine_is_said(kiosk: Run, arguments: list[str]) -> None:
    said = kiosk("vision", *arguments, "--engine", "crystal-ball")
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("kiosk: no face engine is named crystal-ball")
    assert said.err.count("\n") == 1


@pytest.fixture
def people(media_folder: Path, tmp_path: Path) -> Path:
    """Two people of three pictures each, and what lies about."""
    for person, video in (("him", "single_face.mp4"), ("her", "WolfgangLanger_Pexels.mp4")):
        (tmp_path / "people" / person).mkdir(parents=True)
        film = cv2.VideoCapture(str(media_folder / video))
        for number in range(3):
            film.set(cv2.CAP_PROP_POS_FRAMES, 20 * number + 5)
            cv2.imwrite(str(tmp_path / "people" / person / f"{number}.jpg"), film.read()[1])
        film.release()
    (tmp_path / "people" / "him" / "notes.txt").write_text("no picture")
    return tmp_path / "people"


def test_few_people_are_counted_and_no_rate_is_made_up(kiosk: Run, people: Path, tmp_path: Path) -> None:
    said = kiosk("vision", "evaluate", "--pairs", people, "--json", "--det", tmp_path / "det.svg")
    found = json.loads(said.out)
    assert said.status == 0
    assert (found["people"], found["genuine"], found["impostor"], found["missed"]) == (2, 6, 9, 1)
    assert found["tar"] == found["threshold"] == {"1e-3": None, "1e-4": None, "1e-5": None}
    assert found["in_use"][1]["far"] == 0
    assert found["ms"] > 0
    assert ET.fromstring((tmp_path / "det.svg").read_text("utf-8")).tag.endswith("svg")  # noqa: S314 - our own
    assert "too few impostor pairs" in kiosk("vision", "evaluate", "--pairs", people).out


def test_few_people_make_no_table(kiosk: Run, people: Path, tmp_path: Path) -> None:
    said = kiosk("vision", "calibrate", people, "--out", tmp_path / "mobilefacenet.toml")
    assert said.status == 2
    assert "9 pairs of two people are too few: 100,000 are needed for 1e-4" in said.err
    assert not (tmp_path / "mobilefacenet.toml").exists()


def test_a_folder_with_nothing_to_measure_is_said(kiosk: Run, tmp_path: Path) -> None:
    for folder, named in ((tmp_path, "holds no two people"), (tmp_path / "none", "is no folder")):
        said = kiosk("vision", "evaluate", "--pairs", folder, "--json")
        assert said.status == 2
        assert named in said.err


@pytest.mark.nightly
def test_the_measurement_data_make_a_table_that_the_engine_takes(
    kiosk: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = measurement_pictures("faces")
    if people is None:
        pytest.skip("no measurement data: KIOSK_SHARED_DATA")
    monkeypatch.chdir(tmp_path)
    assert kiosk("vision", "calibrate", people).status == 0  # ./mobilefacenet.toml
    engine = open_engine(calibrations=tmp_path)
    assert 0.95 < engine.threshold(1e-4) < 1.01
    with pytest.raises(CalibrationError, match="not measured"):
        engine.threshold(1e-5)
    found = json.loads(kiosk("vision", "evaluate", "--pairs", people, "--json").out)
    assert found["tar"]["1e-4"] >= 0.96
    assert found["in_use"][1]["far"] <= 1e-4
