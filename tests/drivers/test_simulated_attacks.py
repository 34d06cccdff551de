"""Attackers before the simulated camera: faces to the detector, matches to the embedder, and yet nobody there."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from face_stage import FPS, Seen, Stage, engine, portrait

from drivers.simulated.attacks import Replay
from drivers.simulated.attention import Act
from drivers.simulated.world import Person
from kiosk.core.identity import Challenge, Guidance, Light


@pytest.fixture(params=["photo", "replay"])
def attacker(request: pytest.FixtureRequest, media_folder: Path) -> Stage:
    return Stage(media_folder, request.param)


def tint(stage: Stage, light: Light) -> Seen:
    stage.show(light=light)
    stage.pass_by(0.5)
    return stage.see()


def chroma(seen: Seen) -> float:
    return float(seen.skin[2] / seen.skin[1])


def test_an_attack_is_a_face_and_the_holders_or_it_would_be_no_danger(attacker: Stage) -> None:
    for seen in attacker.watch(0.6):
        assert seen.mesh.confirmed
        assert seen.observed.guidance is Guidance.LOOKING
        assert seen.embedded.distance(portrait()) < engine().threshold()


@pytest.mark.parametrize("challenge", [Challenge.OPEN_MOUTH, Challenge.BLINK])
def test_a_photograph_neither_opens_its_mouth_nor_blinks(media_folder: Path, challenge: Challenge) -> None:
    stage = Stage(media_folder, "photo")
    before = stage.see()
    stage.show(asked=challenge)
    course = stage.watch(2)
    assert max(seen.mesh.mouth for seen in course) < before.mesh.mouth + 0.1
    assert min(seen.openness for seen in course) > 0.15


def test_a_photograph_is_tilted_when_a_turn_is_asked_and_hardly_turns(media_folder: Path) -> None:
    """Even bent it shows less turn than a head: what a check of planarity has to work with."""
    turned = {}
    for person in ("photo", "holder"):
        stage = Stage(media_folder, person)  # type: ignore[arg-type]
        before = np.mean([seen.mesh.yaw for seen in stage.watch(0.5)])
        stage.show(asked=Challenge.TURN_RIGHT)
        course = stage.watch(2.2)
        turned[person] = before - min(seen.mesh.yaw for seen in course)
        if person == "photo":
            widths = [float(np.ptp(seen.mesh.points[:, 0])) for seen in course]
            assert min(widths) < 0.85 * max(widths)
    assert turned["photo"] < 0.6 * turned["holder"]


def test_paper_reflects_the_screen_as_skin_does(media_folder: Path) -> None:
    stage = Stage(media_folder, "photo")
    rose, green = tint(stage, Light.ROSE), tint(stage, Light.GREEN)
    assert chroma(rose) > 1.1 * chroma(green)
    assert rose.wall == pytest.approx(green.wall, rel=0.01)


def test_somebody_else_is_lit_too_for_she_is_there(media_folder: Path) -> None:
    stage = Stage(media_folder, "other")
    assert chroma(tint(stage, Light.ROSE)) > 1.08 * chroma(tint(stage, Light.GREEN))


def test_a_tablet_reflects_almost_nothing_of_it(media_folder: Path) -> None:
    stage, man = (Stage(media_folder, person) for person in ("replay", "holder"))

    def change(seen: Stage) -> float:
        return abs(chroma(tint(seen, Light.ROSE)) / chroma(tint(seen, Light.GREEN)) - 1)

    assert change(stage) < 0.35 * change(man)


def test_a_film_answers_in_its_own_order_whatever_is_asked(media_folder: Path) -> None:
    unasked, asked = (Stage(media_folder, "replay") for _ in range(2))
    asked.show(asked=Challenge.TURN_RIGHT)
    for _ in range(3 * FPS):
        assert np.array_equal(unasked.frame(), asked.frame())
    turned = Stage(media_folder, "replay")
    turned.pass_by(Replay.ANSWERS[0].start + 0.7)
    assert turned.see().mesh.yaw > 0.3


def test_a_screen_beats_with_the_camera_and_a_wall_does_not(media_folder: Path) -> None:
    """Moire: colours that change across a plain wall, and from frame to frame."""

    def beating(person: Person) -> float:
        stage = Stage(media_folder, person)
        walls = [cv2.blur(stage.frame()[150:190, 440:500], (5, 5)).astype(float) for _ in range(8)]
        return float(np.std([wall[..., 2] - wall[..., 1] for wall in walls], axis=0).mean())

    assert beating("replay") > 3 * beating("holder")


def test_two_people_are_several_faces(media_folder: Path) -> None:
    stage = Stage(media_folder, "two")
    assert {seen.observed.guidance for seen in stage.watch(0.5)} == {Guidance.SEVERAL_FACES}


def test_the_film_of_a_replay_plays_no_two_answers_at_once() -> None:
    acts: tuple[Act, ...] = Replay.ANSWERS
    assert {act.asked for act in acts} == set(Challenge)
    assert all(one.end < other.start for one, other in pairwise(acts))
    assert acts[-1].end < Replay.LENGTH_S
