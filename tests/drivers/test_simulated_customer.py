"""The holder before the simulated camera, as the real models see him."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from face_stage import FPS, Seen, Stage, engine, portrait

from drivers.simulated.attention import Pose
from drivers.simulated.faces import Holder
from drivers.simulated.shine import Shine
from kiosk.core.identity import Challenge, Guidance, Light

CLOSED, OPEN = 0.12, 0.25


@pytest.fixture
def stage(media_folder: Path) -> Stage:
    return Stage(media_folder, "holder")


def test_at_rest_he_looks_into_the_camera_and_is_the_man_on_the_card(stage: Stage) -> None:
    for seen in stage.watch(1.5):
        assert seen.observed.guidance is Guidance.LOOKING
        assert abs(seen.mesh.yaw) < 0.1
        assert seen.mesh.mouth < 0.1
        assert seen.embedded.distance(portrait()) < engine().threshold()


def test_his_face_stands_in_the_middle_of_the_picture(stage: Stage) -> None:
    seen = stage.see()
    assert abs(seen.mesh.points[:, 0].mean() - 320) < 12
    assert 150 < seen.mesh.points[:, 1].mean() < 240


@pytest.mark.parametrize(("challenge", "way"), [(Challenge.TURN_LEFT, 1), (Challenge.TURN_RIGHT, -1)])
def test_he_turns_his_head_to_his_own_side_and_back(stage: Stage, challenge: Challenge, way: int) -> None:
    stage.show(asked=challenge)
    course = stage.watch(2.5)
    yaws = [way * seen.mesh.yaw for seen in course]
    assert 0.33 < max(yaws) < 0.5
    assert yaws[-1] < 0.1
    assert all(seen.mesh.confirmed for seen in course)


@pytest.mark.parametrize("challenge", Challenge)
def test_he_stays_the_same_man_while_he_moves(stage: Stage, challenge: Challenge) -> None:
    stage.show(asked=challenge)
    faces = [seen.embedded for seen in stage.watch(2.2)[::2]]
    assert max(one.distance(other) for one, other in pairwise(faces)) < engine().threshold() * 0.7
    assert max(face.distance(faces[0]) for face in faces) < engine().threshold() * 0.8


def test_he_opens_his_mouth_and_closes_it(stage: Stage) -> None:
    stage.show(asked=Challenge.OPEN_MOUTH)
    course = [seen.mesh.mouth for seen in stage.watch(2.4)]
    assert max(course) > 0.3
    assert course[0] < 0.1
    assert course[-1] < 0.1


def test_he_blinks_when_asked(stage: Stage) -> None:
    stage.show(asked=Challenge.BLINK)
    course = [seen.openness for seen in stage.watch(1.5)]
    closed = [number for number, openness in enumerate(course) if openness < CLOSED]
    assert any(0.5 * FPS <= number <= 1.3 * FPS for number in closed)
    assert max(course[closed[-1] :]) > OPEN


def test_a_turned_head_shows_more_of_one_cheek_and_less_of_the_other(media_folder: Path) -> None:
    """A sheet that is turned narrows both halves of a face alike; a head does not."""

    def halves(angle: float) -> float:
        mesh = engine().observe(Holder(media_folder).frame(0.0, Pose(turn=angle))).mesh
        assert mesh is not None
        left, nose, right = (float(mesh.points[point][0]) for point in (234, 1, 454))
        return (nose - left) / (right - nose)

    assert halves(0.37) > 1.8 * halves(0.0)
    assert halves(-0.37) < halves(0.0) / 1.8


def test_the_wall_behind_stands_still_while_the_head_turns(media_folder: Path) -> None:
    man = Holder(media_folder)
    still, turned = (man.frame(0.0, Pose(turn=angle)).astype(int) for angle in (0.0, 0.37))
    assert np.array_equal(still[:, :196], turned[:, :196])
    assert np.array_equal(still[:, 444:], turned[:, 444:])
    assert np.abs(still - turned)[120:300, 250:390].mean() > 10


def lit(stage: Stage, light: Light | None) -> Seen:
    stage.show(light=light)
    stage.pass_by(0.5)
    return stage.see()


def test_his_skin_takes_the_colour_of_the_screen_and_the_wall_does_not(stage: Stage) -> None:
    white, rose, green, blue = (lit(stage, light) for light in (Light.WHITE, Light.ROSE, Light.GREEN, Light.BLUE))

    def against_white(seen: Seen) -> list[float]:
        change = seen.skin / white.skin
        return (change / change.mean()).tolist()

    b, g, r = against_white(rose)
    assert r > 1.03 > g
    assert r > 1.03 > b
    b, g, r = against_white(green)
    assert g > 1.03 > r
    assert g > 1.03 > b
    b, g, r = against_white(blue)
    assert b > 1.02 > g
    assert b > 1.02 > r
    for seen in (rose, green, blue):
        assert seen.wall == pytest.approx(white.wall, rel=0.01)


def test_the_light_is_seen_late_and_not_all_at_once(stage: Stage) -> None:
    def red(seen: Seen) -> float:
        return float(seen.skin[2] / seen.skin[1])

    before = red(lit(stage, Light.GREEN))
    stage.show(light=Light.ROSE)
    first, *others = (red(seen) for seen in stage.watch(0.6))
    after = others[-1]
    assert abs(first - before) < 0.1 * (after - before)
    assert others[2] - before > 0.9 * (after - before)  # 0.27 s later


def test_light_that_changes_back_before_it_was_seen_is_never_seen() -> None:
    shine = Shine()
    shine.look(Light.ROSE, 10.0)
    shine.look(None, 10.05)
    assert not any(shine.level(10.0 + n / 100).any() for n in range(100))


def test_he_does_and_reflects_the_same_again_for_the_same_seed(media_folder: Path) -> None:
    def course(seed: int) -> list[bytes]:
        stage = Stage(media_folder, "holder", seed=seed)
        stage.show(asked=Challenge.TURN_LEFT, light=Light.BLUE)
        return [stage.frame().tobytes() for _ in range(FPS * 2)]

    assert course(4) == course(4)
    assert course(4) != course(5)


def test_drawing_him_costs_less_than_looking_at_him(media_folder: Path) -> None:
    """Or the simulated camera would starve the vision process, in which it runs."""
    stage = Stage(media_folder, "holder")
    stage.show(asked=Challenge.OPEN_MOUTH, light=Light.ROSE)
    drawing, looking = [], []
    for _ in range(20):
        begun = time.perf_counter()
        image = stage.frame()
        drawn = time.perf_counter()
        engine().observe(image)
        drawing.append(drawn - begun)
        looking.append(time.perf_counter() - drawn)
    assert min(drawing) < min(looking)
