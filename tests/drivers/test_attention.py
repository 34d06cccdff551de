"""A customer who reads the screen does what it asks in a human's time, and rests again."""

from __future__ import annotations

from itertools import pairwise
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.simulated.attention import Attention, Pose
from kiosk.core.identity import Challenge

STEP = 1 / 30
Script: TypeAlias = list[tuple[Challenge | None, float]]
ASKED = st.lists(
    st.tuples(st.sampled_from([None, *Challenge]), st.floats(min_value=0, max_value=4)), min_size=1, max_size=8
)
SEEDS = st.integers(min_value=0, max_value=2**32 - 1)


def moved(pose: Pose, challenge: Challenge) -> float:
    """How far the pose does what was asked, from 0 to about 1."""
    return {
        Challenge.TURN_LEFT: pose.turn / 0.36,
        Challenge.TURN_RIGHT: -pose.turn / 0.36,
        Challenge.OPEN_MOUTH: pose.mouth,
        Challenge.BLINK: pose.lids,
    }[challenge]


def played(seed: int, script: Script, begin: float = 50.0) -> list[Pose]:
    attention, at, poses = Attention(seed), begin, []
    for asked, seconds in script:
        for _ in range(round(seconds / STEP)):
            attention.look(asked, at)
            poses.append(attention.pose(at))
            at += STEP
    return poses


@pytest.mark.parametrize("challenge", [Challenge.TURN_LEFT, Challenge.TURN_RIGHT, Challenge.OPEN_MOUTH])
@given(seed=SEEDS)
def test_the_answer_comes_after_a_human_reaction_and_ends_at_rest(challenge: Challenge, seed: int) -> None:
    poses = played(seed, [(None, 1.0), (challenge, 2.4)])
    begun = next(n for n, pose in enumerate(poses) if moved(pose, challenge) > 0.12)
    done = next(n for n, pose in enumerate(poses) if moved(pose, challenge) > 0.85)
    assert 0.5 <= begun * STEP - 1.0 <= 1.0
    assert 0.1 <= (done - begun) * STEP <= 0.5
    assert moved(poses[-1], challenge) < 0.06


@given(seed=SEEDS)
def test_a_meant_blink_is_longer_than_an_involuntary_one(seed: int) -> None:
    poses = played(seed, [(Challenge.BLINK, 1.5)])
    closed = [n * STEP for n, pose in enumerate(poses) if pose.lids > 0.7]
    assert len([at for at in closed if 0.5 <= at <= 1.3]) >= 6  # 0.2 s; an involuntary one has 3 at most


@given(seed=SEEDS)
def test_who_is_not_asked_only_sways_and_blinks(seed: int) -> None:
    poses = played(seed, [(None, 12.0)])
    assert all(abs(pose.turn) < 0.02 and pose.mouth == 0 for pose in poses)
    lids = [pose.lids for pose in poses]
    blinks = sum(before < 0.5 <= now for before, now in pairwise(lids))
    assert 2 <= blinks <= 4


@given(seed=SEEDS, script=ASKED)
def test_no_screen_makes_a_face_jump_or_leave_its_limits(
    seed: int, script: list[tuple[Challenge | None, float]]
) -> None:
    poses = played(seed, script)
    for pose in poses:
        assert abs(pose.turn) <= 0.42
        assert 0 <= pose.mouth <= 1
        assert 0 <= pose.lids <= 1
    for one, other in pairwise(poses):
        assert abs(one.turn - other.turn) < 0.05
        assert abs(one.mouth - other.mouth) < 0.2


@given(seed=SEEDS, script=ASKED)
def test_the_same_seed_and_looks_give_the_same_poses(seed: int, script: Script) -> None:
    assert played(seed, script) == played(seed, script)


def test_who_is_still_asked_tries_again() -> None:
    poses = played(3, [(Challenge.OPEN_MOUTH, 8.0)])
    opened = [pose.mouth > 0.8 for pose in poses]
    assert sum(not before and now for before, now in pairwise(opened)) >= 3


def test_what_is_asked_no_more_before_it_is_begun_is_let_be() -> None:
    poses = played(3, [(Challenge.TURN_LEFT, 0.4), (None, 3.0)])
    assert max(pose.turn for pose in poses) < 0.02


def test_what_is_begun_is_finished_before_the_next_answer() -> None:
    poses = played(3, [(Challenge.TURN_LEFT, 1.1), (Challenge.TURN_RIGHT, 3.0)])
    turns = [pose.turn for pose in poses]
    left, right = turns.index(max(turns)), turns.index(min(turns))
    assert left < right
    assert turns[left] > 0.34
    assert turns[right] < -0.34


def test_a_word_that_replaces_one_not_begun_is_answered_alone() -> None:
    poses = played(3, [(Challenge.TURN_LEFT, 0.3), (Challenge.OPEN_MOUTH, 2.0)])
    assert max(pose.turn for pose in poses) < 0.02
    assert max(pose.mouth for pose in poses) > 0.85
