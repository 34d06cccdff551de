"""Many findings become one: the weakest decides, and what was not measured passes nobody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.identity import Liveness, Presentation
from kiosk.vision.liveness.finding import Finding, Reason, fuse, graded

GOOD = Finding(0.9)
HINT = Finding(0.0, Reason.SCREEN_PATTERN)

hard = [reason for reason in Reason if reason is not Reason.SCREEN_PATTERN]
findings = st.one_of(
    st.floats(0.5, 1).map(Finding),
    st.builds(Finding, st.floats(0, 0.49), st.sampled_from(hard)),
    st.builds(Finding, st.none(), st.sampled_from(hard)),
)


def test_the_weakest_finding_is_the_score() -> None:
    assert fuse([GOOD, Finding(0.6), Finding(1.0)]) == Liveness(Presentation.BONA_FIDE, 0.6)


def test_one_finding_against_is_an_attack_however_good_the_others() -> None:
    against = Finding(0.4, Reason.FLAT_UNDER_TURN)
    assert fuse([GOOD] * 9 + [against]) == Liveness(Presentation.ATTACK, 0.4, ("flatUnderTurn",))


def test_every_reason_is_named_once() -> None:
    twice = [Finding(0.1, Reason.WRONG_ANSWER), Finding(0.0, Reason.WRONG_ANSWER), Finding(0.2, Reason.FACE_SWAPPED)]
    assert fuse(twice).reasons == ("wrongAnswer", "faceSwapped")


def test_what_was_not_measured_is_no_pass() -> None:
    assert fuse([GOOD, Finding(None, Reason.LIGHT_NOT_MEASURED)]) == Liveness(
        Presentation.NON_RESPONSE, None, ("lightNotMeasured",)
    )
    assert fuse([]).presentation is Presentation.NON_RESPONSE


def test_a_hint_alone_refuses_nobody_and_tips_who_is_near_a_threshold() -> None:
    assert fuse([GOOD], HINT) == Liveness(Presentation.BONA_FIDE, pytest.approx(0.72), ("screenPattern",))
    assert fuse([Finding(0.6)], HINT).presentation is Presentation.ATTACK
    assert fuse([GOOD], Finding(1.0)) == fuse([GOOD], None) == Liveness(Presentation.BONA_FIDE, 0.9)


@given(st.lists(findings, max_size=6), st.none() | findings)
def test_bona_fide_means_that_every_finding_held(all_: list[Finding], hint: Finding | None) -> None:
    found = fuse(all_, hint)
    assert found.performed
    if found.presentation is Presentation.BONA_FIDE:
        assert all_
        assert all(finding.holds for finding in all_)
        assert found.score is not None
        assert found.score >= 0.5
    if any(finding.score is not None and finding.score < 0.5 for finding in all_):
        assert found.presentation is Presentation.ATTACK


@given(st.floats(-10, 10), st.floats(0.01, 5))
def test_a_grade_is_half_at_its_threshold(value: float, threshold: float) -> None:
    found = graded(value, threshold, Reason.WRONG_ANSWER)
    assert found.score is not None
    assert 0 <= found.score <= 1
    assert found.holds == (found.score >= 0.5)
    assert graded(threshold, threshold, Reason.WRONG_ANSWER) == Finding(0.5)
