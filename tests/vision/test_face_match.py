"""Several good frames decide whether a face is the one on the document. The engine is scripted, the arithmetic real."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.identity import FaceReason, FaceVerdict, Guidance, Liveness
from kiosk.vision.embed import Template, unit
from kiosk.vision.face import Observation
from kiosk.vision.geometry import Image
from kiosk.vision.match import FaceMatch, MatchRules
from kiosk.vision.models import ModelError

THRESHOLD = 1.0
FRAME_S = 1 / 15
NO_PIXELS = np.zeros((2, 2, 3), np.uint8)


def face(angle: float) -> Template:
    """A template at an angle on the unit circle: two of them lie 2 sin(half the difference) apart."""
    return Template("scripted", np.array([np.cos(angle), np.sin(angle)], np.float32))


CUSTOMER, PORTRAIT, STRANGER = 0.3, 0.0, 2.0  # radians: .30 from the portrait, and 1.68


class Scripted:
    """An engine that sees what the script says."""

    name = "scripted"

    def __init__(self, script: Sequence[Guidance | float | ModelError]) -> None:
        self._script = list(script)
        self.templates: list[Template] = []

    def threshold(self, false_accept_rate: float | None = None) -> float:
        return THRESHOLD

    def observe(self, image: Image) -> Observation:
        seen = self._script.pop(0)
        if isinstance(seen, ModelError):
            raise seen
        if isinstance(seen, Guidance):
            return Observation(seen)
        self.templates.append(face(seen))
        return Observation(Guidance.LOOKING, self.templates[-1], (0, 0, 1, 1))


def walk(
    script: Sequence[Guidance | float | ModelError], rules: MatchRules | None = None, frame_s: float = FRAME_S
) -> list[Guidance | FaceVerdict]:
    """What each frame of the script says, up to the verdict."""
    match = FaceMatch(Scripted(script), face(PORTRAIT), rules)
    said: list[Guidance | FaceVerdict] = []
    for number in range(len(script)):
        said.append(match.see(NO_PIXELS, 1000 + number * frame_s))
        if isinstance(said[-1], FaceVerdict):
            break
    return said


def verdict(said: list[Guidance | FaceVerdict]) -> FaceVerdict:
    assert isinstance(said[-1], FaceVerdict)
    return said[-1]


def test_the_right_person_is_accepted_at_the_fifth_good_frame() -> None:
    said = walk([CUSTOMER] * 20)
    assert said[:4] == [Guidance.LOOKING] * 4
    end = verdict(said)
    assert (end.accepted, end.reason, end.frames) == (True, FaceReason.MATCHED, 5)
    assert end.score == pytest.approx(2 * np.sin(CUSTOMER / 2), abs=1e-5)
    assert (end.threshold, end.engine, end.liveness) == (THRESHOLD, "scripted", Liveness())


def test_another_person_is_refused_only_after_fifteen_good_frames() -> None:
    said = walk([STRANGER] * 30)
    end = verdict(said)
    assert (len(said), end.accepted, end.reason, end.frames) == (15, False, FaceReason.DIFFERENT, 15)
    assert end.score is not None
    assert end.score >= THRESHOLD


def test_a_face_exactly_at_the_threshold_is_not_accepted() -> None:
    at_threshold = 2 * np.arcsin(THRESHOLD / 2) + 1e-4
    assert verdict(walk([at_threshold] * 15)).reason is FaceReason.DIFFERENT


def test_frames_that_scatter_around_the_customer_are_averaged() -> None:
    apart = 1.06  # alone some frames lie at 1.01, above the threshold; together they point at the customer
    end = verdict(walk([apart, apart - 0.9, apart, apart - 0.9, apart]))
    assert end.accepted


def test_frames_that_fail_a_gate_only_guide() -> None:
    hints = [Guidance.NO_FACE, Guidance.COME_CLOSER, Guidance.FACE_THE_CAMERA, Guidance.HOLD_STILL, Guidance.MORE_LIGHT]
    said = walk([x for hint in hints for x in (hint, CUSTOMER)])
    assert said[:9:2] == hints
    assert verdict(said).frames == 5


def test_two_faces_in_view_stop_the_count() -> None:
    said = walk([CUSTOMER] * 4 + [Guidance.SEVERAL_FACES] * 50 + [CUSTOMER])
    assert set(said[4:54]) == {Guidance.SEVERAL_FACES}
    assert verdict(said).frames == 5


def test_a_person_who_takes_the_customers_place_starts_from_nothing() -> None:
    engine = Scripted([CUSTOMER] * 4 + [STRANGER] * 15)
    match = FaceMatch(engine, face(PORTRAIT))
    said = [match.see(NO_PIXELS, n * FRAME_S) for n in range(19)]
    assert said[:18] == [Guidance.LOOKING] * 18
    end = verdict(said)
    assert (end.reason, end.frames) == (FaceReason.DIFFERENT, 15)
    assert all(template.wiped for template in engine.templates[:4])


def test_the_customers_frames_never_carry_a_stranger_over_the_threshold() -> None:
    assert not any(isinstance(step, FaceVerdict) for step in walk(([CUSTOMER] * 4 + [STRANGER] * 4) * 10))


def test_nobody_before_the_camera_ends_as_not_seen_after_the_patience() -> None:
    said = walk([Guidance.NO_FACE] * 400)
    end = verdict(said)
    assert (end.accepted, end.reason, end.score, end.frames) == (False, FaceReason.NOT_SEEN, None, 0)
    assert (len(said) - 1) * FRAME_S == pytest.approx(20, abs=FRAME_S)


def test_each_good_frame_renews_the_patience_but_not_the_limit() -> None:
    rules = MatchRules(frames_to_accept=1000, frames_to_refuse=1000)
    said = walk([CUSTOMER, Guidance.NO_FACE] * 100, rules, frame_s=0.4)
    assert verdict(said).reason is FaceReason.NOT_SEEN
    assert len(said) - 1 == 60 / 0.4


def test_the_time_without_frames_is_nobodys_fault() -> None:
    """A camera that was unplugged for minutes, or a machine that had no time."""
    assert not any(isinstance(step, FaceVerdict) for step in walk([Guidance.NO_FACE] * 30, frame_s=300))


def test_a_verdict_stays() -> None:
    match = FaceMatch(Scripted([CUSTOMER] * 5), face(PORTRAIT))
    for number in range(5):
        end = match.see(NO_PIXELS, number)
    assert match.see(NO_PIXELS, 99) is end


def test_a_failing_engine_is_a_verdict_and_no_exception() -> None:
    end = verdict(walk([CUSTOMER, ModelError("native code failed")]))
    assert (end.accepted, end.reason, end.frames) == (False, FaceReason.ENGINE_FAILED, 1)


def test_wiping_zeroes_every_template_of_the_match_and_leaves_the_portrait_to_its_owner() -> None:
    engine = Scripted([STRANGER] * 8)
    portrait = face(PORTRAIT)
    match = FaceMatch(engine, portrait)
    for number in range(8):
        match.see(NO_PIXELS, number)
    own = match._portrait
    match.wipe()
    assert own.wiped
    assert len(engine.templates) == 8
    assert all(template.wiped for template in engine.templates)
    assert not portrait.wiped
    end = match.see(NO_PIXELS, 9)
    assert isinstance(end, FaceVerdict)
    assert not end.accepted


def test_a_wiped_portrait_matches_nobody() -> None:
    portrait = face(PORTRAIT)
    portrait.wipe()
    end = FaceMatch(Scripted([CUSTOMER]), portrait).see(NO_PIXELS, 0)
    assert isinstance(end, FaceVerdict)
    assert (end.accepted, end.reason) == (False, FaceReason.ENGINE_FAILED)


frames = st.lists(st.sampled_from(list(Guidance)[1:]) | st.floats(0, 6.2), max_size=80)


@given(frames, st.floats(0.01, 5))
def test_whatever_is_seen_only_frames_near_the_portrait_are_accepted(
    script: list[Guidance | float], frame_s: float
) -> None:
    said = walk(script, frame_s=frame_s)
    assert all(isinstance(step, Guidance) for step in said[:-1])
    if said and isinstance(said[-1], FaceVerdict) and said[-1].accepted:
        end = said[-1]
        vectors = [face(seen).vector for seen in script[: len(said)] if isinstance(seen, float)][-end.frames :]
        mean = unit(np.sum(vectors, axis=0))
        assert end.frames >= 5
        assert np.linalg.norm(mean - face(PORTRAIT).vector) == pytest.approx(end.score, abs=1e-4)
        assert end.score is not None
        assert end.score < THRESHOLD
