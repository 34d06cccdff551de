"""The face benchmark answers in the agreed form, says what it left out, and measures whole frames."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kiosk.bench import face
from kiosk.places import measurement_pictures

PLAIN, WHOLE = "found, aligned, embedded", "and counted, judged, eyes looked at"
PEERS = tuple(f"one frame {size}: {what}" for size in ("640x480", "1280x720") for what in (PLAIN, WHOLE))


def rows(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["what"]: row for row in json.loads(json.dumps(answer))["results"]}


@pytest.mark.parametrize("extent", [(300, 500), (900, 300), (480, 640), (40, 40)])
@pytest.mark.parametrize("size", face.SIZES)
def test_a_photograph_is_fitted_whole_into_the_frame(extent: tuple[int, int], size: tuple[int, int]) -> None:
    frame = face.fitted(np.zeros((*extent, 3), np.uint8), size)
    assert frame.shape == (size[1], size[0], 3)
    black = np.argwhere((frame == 0).all(axis=2))
    height, width = black.max(0) - black.min(0) + 1
    assert width / height == pytest.approx(extent[1] / extent[0], rel=0.02)
    assert height == size[1] or width == size[0]


def test_measurement_data_are_where_they_are_said_to_be(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KIOSK_SHARED_DATA", str(tmp_path))
    assert measurement_pictures("faces") is None
    (tmp_path / "faces").mkdir()
    assert measurement_pictures("faces") == tmp_path / "faces"


def test_without_peer_and_data_the_kiosk_is_measured_alone(
    monkeypatch: pytest.MonkeyPatch, media_folder: Path, tmp_path: Path
) -> None:
    monkeypatch.setenv("KIOSK_SHARED_DATA", str(tmp_path))
    for name in ("face_recognition", "dlib"):
        monkeypatch.setitem(__import__("sys").modules, name, None)
    answer = face.run(quick=True)
    found = rows(answer)
    assert [found[what]["peer"] for what in PEERS] == [None] * 4
    assert all(0 < found[what]["low"] <= found[what]["value"] <= found[what]["high"] for what in PEERS)
    assert 0 < found["watching for the veil, 1280x720 as Motion JPEG: share of one core"]["value"] < 50
    assert 50 < found["memory of a process with every face model"]["value"] < 1000
    said = " | ".join(answer["left_out"])
    for what in ("face_recognition", "dlib's network", "error rates"):
        assert what in said


@pytest.mark.nightly
def test_beside_its_peers_it_is_many_times_faster(media_folder: Path) -> None:
    found = rows(face.run(quick=False))
    assert [found[what]["ratio"] > least for what, least in zip(PEERS, (15, 10, 30, 18), strict=True)] == [True] * 4
    assert found["dlib's network on one chip"]["ratio"] > 10
