"""A head has a nose that stands out when it turns; a sheet, flat or bent, has none."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import Media
from hypothesis import given, settings
from hypothesis import strategies as st
from living import Pose, drawn
from numpy.typing import NDArray
from sheets import bent

from kiosk.vision.face import FaceEngine
from kiosk.vision.geometry import Image
from kiosk.vision.liveness.actions import TURNED
from kiosk.vision.liveness.finding import Finding, Reason
from kiosk.vision.liveness.relief import STANDS_OUT, ReliefTracker, runs_ahead, stands_out

HER_VIDEO = "WolfgangLanger_Pexels.mp4"


def turned(poses: list[Pose]) -> ReliefTracker:
    tracker = None
    for pose in poses:
        image, seen = drawn(pose)
        assert seen.mesh is not None
        if tracker is None:
            tracker = ReliefTracker(image, seen.mesh)
        tracker.follow(image, seen.mesh)
    assert tracker is not None
    return tracker


@pytest.mark.parametrize("yaw", [0.35, -0.35])
def test_a_drawn_head_stands_out_and_a_drawn_sheet_does_not(yaw: float) -> None:
    way = np.linspace(0, yaw, 8).tolist()
    head = turned([Pose(yaw=y) for y in way]).relief()
    sheet = turned([Pose(yaw=y, flat=True) for y in way]).relief()
    assert head is not None
    assert head > 2 * STANDS_OUT
    assert sheet is not None
    assert abs(sheet) < STANDS_OUT / 3


def test_a_cut_from_rest_to_another_picture_is_not_measured() -> None:
    image, seen = drawn(Pose())
    assert seen.mesh is not None
    tracker = ReliefTracker(image, seen.mesh)
    other, turned_ = drawn(Pose(yaw=0.35))
    assert turned_.mesh is not None
    tracker.follow(np.random.default_rng(0).permutation(other), turned_.mesh)
    assert tracker.relief() is None


def test_a_blank_picture_is_not_measured() -> None:
    image, seen = drawn(Pose())
    assert seen.mesh is not None
    tracker = ReliefTracker(np.zeros_like(image), seen.mesh)
    tracker.follow(np.zeros_like(image), seen.mesh)
    assert tracker.relief() is None


def test_wiping_zeroes_the_picture() -> None:
    tracker = turned([Pose(), Pose(yaw=0.1)])
    chip = tracker._chip
    assert chip.any()
    tracker.wipe()
    assert not chip.any()
    assert not tracker._place.any()


def grid() -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Places on a face in eye distances, and which are the nose's."""
    x, y = np.meshgrid(np.linspace(-1, 1, 13), np.linspace(-1, 1.4, 13))
    points = np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float32)
    return points, np.hypot(points[:, 0] / 0.35, (points[:, 1] - 0.3) / 0.4) < 1


small = st.floats(-0.25, 0.25)


@settings(deadline=None)
@given(
    st.lists(st.floats(-0.5, 0.5), min_size=6, max_size=6),
    st.tuples(small, small),
    st.tuples(st.floats(-0.1, 0.1), st.floats(-0.1, 0.1)),
    st.sampled_from(np.linspace(0, np.pi, 12, endpoint=False).tolist()),
)
def test_no_sheet_bent_about_any_direction_has_a_nose(
    affine: list[float], square: tuple[float, float], cube: tuple[float, float], direction: float
) -> None:
    points, nose = grid()
    u = points @ [np.cos(direction), np.sin(direction)]
    bend = np.outer(u**2, square) + np.outer(u**3, cube)
    seen = points @ (np.eye(2) + np.reshape(affine[:4], (2, 2)) * 0.6) + affine[4:] + bend
    assert abs(runs_ahead(points, seen.astype(np.float32), nose)) < 1e-3


@settings(deadline=None)
@given(st.floats(0.03, 0.3), st.sampled_from([-1, 1]))
def test_a_nose_that_runs_ahead_is_measured(ahead: float, side: int) -> None:
    points, nose = grid()
    seen = points.copy()
    seen[nose, 0] += side * ahead
    assert runs_ahead(points, seen, nose) == pytest.approx(side * ahead, rel=0.1)


def test_the_widest_measured_turn_counts() -> None:
    assert stands_out([(0.26, 0.0), (0.4, 0.2), (0.3, 0.0)]).holds
    assert stands_out([(0.26, 0.2), (0.4, 0.0), (0.3, 0.2)]).reason is Reason.FLAT_UNDER_TURN


@pytest.mark.parametrize("reliefs", [[], [(0.3, None)], [(0.3, 0.2), (0.3, None)]])
def test_a_turn_that_was_half_hidden_is_not_judged(reliefs: list[tuple[float, float | None]]) -> None:
    assert stands_out(reliefs) == Finding(None, Reason.TURN_NOT_MEASURED)


def measured(engine: FaceEngine, pictures: list[Image]) -> tuple[float, float | None]:
    """The turn and the relief over a series of pictures."""
    meshes = [engine.observe(picture).mesh for picture in pictures]
    first = meshes[0]
    assert first is not None
    tracker = ReliefTracker(pictures[0], first)
    turn = 0.0
    for picture, mesh in zip(pictures[1:], meshes[1:], strict=True):
        assert mesh is not None
        tracker.follow(picture, mesh)
        turn = mesh.yaw - first.yaw
    return turn, tracker.relief()


@pytest.mark.parametrize(("start", "end", "every"), [(258, 312, 1), (285, 384, 3), (57, 18, 3)])
def test_the_womans_real_turns_stand_out(engine: FaceEngine, media: Media, start: int, end: int, every: int) -> None:
    wanted = range(start, end, every if end > start else -every)
    frames = {n: image for n, image in enumerate(media.frames(HER_VIDEO)) if n in wanted}
    turn, relief = measured(engine, [frames[n] for n in wanted])
    assert abs(turn) > 0.17
    assert relief is not None
    assert relief > 2 * STANDS_OUT


@pytest.mark.parametrize("bend", [0.0, 2.5, 3.0])
@pytest.mark.parametrize("turn", [0.9, -0.8])
def test_the_mans_photograph_does_not(engine: FaceEngine, media: Media, bend: float, turn: float) -> None:
    photograph = media.picture("single_face.jpg")
    way = np.linspace(0, 1, 8)
    seen, relief = measured(engine, [bent(photograph, turn=turn * s, bend=bend * s) for s in way])
    assert relief is not None
    assert abs(seen) < TURNED or abs(relief) < STANDS_OUT
