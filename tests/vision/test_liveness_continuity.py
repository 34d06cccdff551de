"""The face that answers is the face that was matched, or it is noticed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from living import THRESHOLD, Pose, drawn, template

from kiosk.core.identity import Guidance
from kiosk.vision.face import Observation
from kiosk.vision.liveness.continuity import SameFace
from kiosk.vision.liveness.finding import Reason

HERS, STRANGER = 0.2, 2.5


def seen(who: float = HERS, **changes: object) -> Observation:
    return drawn(replace(Pose(), who=who, **changes))[1]  # type: ignore[arg-type]


@pytest.fixture
def same() -> SameFace:
    return SameFace(template(0.1), THRESHOLD)


def test_a_face_is_known_after_three_frames_that_are_near(same: SameFace) -> None:
    assert [same.see(seen(), n / 15) and same.known for n in range(4)] == [False, False, True, True]
    assert same.finding is not None
    assert same.finding.holds


def test_a_stranger_is_found_after_three_frames(same: SameFace) -> None:
    for number in range(3):
        same.see(seen(STRANGER), number / 15)
    assert same.finding is not None
    assert same.finding.reason is Reason.FACE_SWAPPED
    assert not same.known


def test_doubt_asks_for_three_new_frames(same: SameFace) -> None:
    for number in range(5):
        same.see(seen(), number / 15)
    same.doubt()
    assert [same.see(seen(), 1 + n / 15) and same.known for n in range(3)] == [False, False, True]


@pytest.mark.parametrize(
    "after",
    [
        lambda box: (box[0] + 80, box[1], box[2] + 80, box[3]),
        lambda box: (box[0] - 40, box[1] - 40, box[2] + 40, box[3] + 40),
    ],
)
def test_a_face_that_jumps_or_swells_is_broken_and_in_doubt(same: SameFace, after: object) -> None:
    for number in range(3):
        same.see(seen(), number / 15)
    assert same.known
    assert callable(after)
    face = seen()
    assert not same.see(replace(face, box=after(face.box)), 3 / 15)
    assert not same.known


def test_a_face_that_walks_is_not_broken(same: SameFace) -> None:
    assert all(same.see(seen(shift=8.0 * n), n / 15) for n in range(30))


@pytest.mark.parametrize(("gap", "unbroken"), [(0.4, True), (0.6, False)])
def test_a_face_that_was_away_for_half_a_second_may_be_another(same: SameFace, gap: float, unbroken: bool) -> None:
    for number in range(3):
        same.see(seen(), number / 15)
    same.see(Observation(Guidance.NO_FACE), 2 / 15 + gap / 2)
    assert same.see(seen(), 2 / 15 + gap) is unbroken


def test_turned_frames_without_a_template_keep_a_known_face_known(same: SameFace) -> None:
    for number in range(3):
        same.see(seen(), number / 15)
    assert all(same.see(seen(yaw=0.4), 3 / 15 + n / 15) for n in range(9))
    assert same.known


def test_wiping_zeroes_and_leaves_the_owners_template() -> None:
    own = template(0.1)
    same = SameFace(own, THRESHOLD)
    same.see(seen(), 0)
    held = [same._matched, *same._fresh]
    same.wipe()
    assert len(held) == 2
    assert all(t.wiped for t in held)
    assert not own.wiped
    assert not same.known
