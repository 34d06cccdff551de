"""The whole face task before the simulated branch's people: the holder, a photograph, a film, two, a stranger."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import numpy as np
import pytest
from conftest import Media

from drivers.simulated.scene import Noise
from drivers.simulated.visitors import visitor
from drivers.simulated.world import Person, World
from kiosk.core.identity import FaceReason, FaceVerdict, Guidance, Presentation
from kiosk.core.ports import FaceChallenged, FaceLit
from kiosk.places import media_dir
from kiosk.vision.embed import Template
from kiosk.vision.face import FaceEngine
from kiosk.vision.holder import HolderCheck
from kiosk.vision.liveness.detection import LivenessRules

FPS = 15.0


@pytest.fixture(scope="module")
def portrait(engine: FaceEngine, media: Media) -> Template:
    found = engine.portrait(media.picture("single_face.jpg"))
    assert found is not None
    return found


@dataclass(frozen=True)
class Told:
    """How a check ended, after how many seconds, and every guidance on the way."""

    verdict: FaceVerdict
    after_s: float
    guided: frozenset[Guidance]


def walk(
    engine: FaceEngine,
    portrait: Template,
    person: Person,
    seed: int,
    rules: LivenessRules | None = None,
    *,
    fps: float = FPS,
) -> Told:
    """The check of somebody who sees the screen as the kiosk would show it."""
    somebody, world = visitor(person, media_dir(), seed), World(person=person)
    noise = Noise(640, 360, np.random.default_rng(seed))
    check = HolderCheck(engine, portrait, liveness=rules, chance=random.Random(seed))
    said: object = None
    guided = set()
    for number in range(round(130 * fps)):
        at = 100 + number / fps
        step = check.see(noise.upon(somebody.frame(at, world)), at)
        if isinstance(step, FaceVerdict):
            return Told(step, number / fps, frozenset(guided))
        if isinstance(step, Guidance):
            guided.add(step)
        if step != said:
            said = step
            asked = step.challenge if isinstance(step, FaceChallenged) else None
            world = replace(world, asked=asked, light=step.light if isinstance(step, FaceLit) else None)
    raise AssertionError("no verdict")


def test_the_holder_is_accepted_within_a_quarter_of_a_minute(engine: FaceEngine, portrait: Template) -> None:
    told = walk(engine, portrait, "holder", 1)
    assert told.verdict.reason is FaceReason.MATCHED
    assert told.verdict.liveness.presentation is Presentation.BONA_FIDE
    assert told.after_s < 15


def test_a_film_on_a_tablet_does_not_follow_the_light(engine: FaceEngine, portrait: Template) -> None:
    told = walk(engine, portrait, "replay", 1)
    assert told.verdict.reason is FaceReason.ATTACK_SUSPECTED
    assert told.verdict.liveness.reasons == ("lightNotFollowed",)


def test_a_printed_photograph_is_not_accepted(engine: FaceEngine, portrait: Template) -> None:
    told = walk(engine, portrait, "photo", 6)
    assert not told.verdict.accepted
    assert told.verdict.liveness.presentation in {Presentation.ATTACK, Presentation.NON_RESPONSE}


def test_somebody_else_is_asked_nothing(engine: FaceEngine, portrait: Template) -> None:
    told = walk(engine, portrait, "other", 1)
    assert told.verdict.reason is FaceReason.DIFFERENT
    assert not told.verdict.liveness.performed


def test_two_faces_are_not_matched(engine: FaceEngine, portrait: Template) -> None:
    told = walk(engine, portrait, "two", 1, fps=4.0)  # all the time there is passes
    assert told.verdict.reason is FaceReason.NOT_SEEN
    assert Guidance.SEVERAL_FACES in told.guided


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_holders_are_accepted_and_attackers_are_not(engine: FaceEngine, portrait: Template) -> None:
    accepted = [walk(engine, portrait, "holder", seed).verdict.accepted for seed in range(20, 40)]
    assert accepted.count(False) <= 1
    attackers: tuple[Person, ...] = ("photo", "replay")
    for person in attackers:
        for seed in range(20, 40):
            assert not walk(engine, portrait, person, seed).verdict.accepted
    for seed in range(20, 28):
        assert not walk(engine, portrait, "photo", seed, LivenessRules(flash=False)).verdict.accepted
