"""Turns, open mouths and blinks are told from a face's own rest; noise, tipping and closed eyes are none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import Media
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.identity import Challenge, Guidance
from kiosk.vision.face import FaceEngine, Observation
from kiosk.vision.liveness.actions import ActionWatch, RestWatch, Signs, signs

HIS_VIDEO, HER_VIDEO = "single_face.mp4", "WolfgangLanger_Pexels.mp4"
REST = Signs(0.0, 0.0, 0.05, 0.33, 2.4)
FPS = 15


def series(**changes: list[float]) -> list[Signs]:
    """Signs at 15 frames a second; what is not given stays at rest."""
    count = max(len(values) for values in changes.values())
    return [
        replace(REST, at=1 + n / FPS, **{name: values[min(n, len(values) - 1)] for name, values in changes.items()})
        for n in range(count)
    ]


def done(asked: Challenge, what: list[Signs], rest: Signs = REST) -> list[Challenge]:
    watch = ActionWatch(rest, asked)
    return [action for now in what if (action := watch.see(now)) is not None]


@pytest.mark.parametrize(("yaw", "to"), [(0.3, Challenge.TURN_LEFT), (-0.3, Challenge.TURN_RIGHT)])
def test_a_nose_that_goes_right_in_the_picture_is_a_turn_to_the_customers_own_left(yaw: float, to: Challenge) -> None:
    assert done(to, series(yaw=[0, yaw / 2, yaw, yaw, yaw]))[0] is to


def test_a_turn_counts_from_the_faces_own_rest() -> None:
    rest = replace(REST, yaw=0.2)
    assert not done(Challenge.TURN_LEFT, series(yaw=[0.4] * 9), rest)
    assert done(Challenge.TURN_LEFT, series(yaw=[0.46] * 9), rest)


def test_two_frames_are_no_turn() -> None:
    assert not done(Challenge.TURN_LEFT, series(yaw=[0, 0.4, 0.4, 0, 0.4, 0.4, 0]))


def test_what_was_not_asked_counts_only_when_overdone() -> None:
    glance, turn = series(yaw=[-0.3] * 6), series(yaw=[-0.4] * 6)
    assert not done(Challenge.TURN_LEFT, glance)
    assert done(Challenge.TURN_LEFT, turn)[0] is Challenge.TURN_RIGHT
    smile, gape = series(mouth=[0.28] * 6), series(mouth=[0.4] * 6)
    assert not done(Challenge.BLINK, smile)
    assert done(Challenge.BLINK, gape)[0] is Challenge.OPEN_MOUTH
    assert done(Challenge.OPEN_MOUTH, smile)[0] is Challenge.OPEN_MOUTH


def test_eyes_that_close_and_open_within_a_second_blink() -> None:
    assert done(Challenge.BLINK, series(openness=[0.33, 0.1, 0.06, 0.2, 0.3])) == [Challenge.BLINK]
    assert done(Challenge.BLINK, series(openness=[0.33, 0.06, 0.33])) == [Challenge.BLINK]


def test_eyes_that_stay_closed_do_not_blink() -> None:
    assert not done(Challenge.BLINK, series(openness=[0.33, *[0.06] * 17, 0.33, 0.33]))


def test_eyes_that_never_open_again_do_not_blink() -> None:
    assert not done(Challenge.BLINK, series(openness=[0.33, 0.06, 0.15, 0.2, 0.2]))


def test_a_photograph_tipped_back_does_not_blink() -> None:
    tipped = series(openness=[0.33, 0.2, 0.12, 0.2, 0.33], length=[2.4, 1.6, 0.9, 1.6, 2.4])
    assert not done(Challenge.BLINK, tipped)


def test_eyes_that_are_lost_in_a_turn_do_not_blink() -> None:
    assert not done(Challenge.BLINK, series(openness=[0.33, 0.1, 0.1, 0.33], yaw=[0, 0.2, 0.2, 0]))


@given(st.lists(st.tuples(st.floats(-0.12, 0.12), st.floats(-0.1, 0.1), st.floats(-0.1, 0.1)), max_size=60))
def test_noise_does_nothing(noise: list[tuple[float, float, float]]) -> None:
    noisy = [
        replace(REST, at=n / FPS, yaw=yaw, mouth=0.05 + mouth, openness=0.33 + eyes)
        for n, (yaw, mouth, eyes) in enumerate(noise)
    ]
    for asked in Challenge:
        assert not done(asked, noisy)


def rests(what: list[Signs]) -> list[bool]:
    watch = RestWatch()
    return [watch.see(now) is not None for now in what]


def test_a_quarter_of_a_second_of_nothing_is_rest() -> None:
    assert rests(series(yaw=[0.0] * 6)) == [False, False, False, False, True, True]


def test_rest_is_the_median_and_not_the_last() -> None:
    watch = RestWatch()
    rest = [watch.see(now) for now in series(mouth=[0.05, 0.06, 0.05, 0.05, 0.09])][-1]
    assert rest is not None
    assert rest.mouth == 0.05


@pytest.mark.parametrize(
    "moving",
    [
        series(yaw=[0.3] * 9),
        series(yaw=[0.1 * n for n in range(-4, 5)]),
        series(mouth=[0.05, 0.2] * 5),
        series(openness=[0.33, 0.33, 0.06] * 4),
    ],
)
def test_a_turned_moving_speaking_or_blinking_face_is_not_at_rest(moving: list[Signs]) -> None:
    assert not any(rests(moving))


@pytest.mark.parametrize("shut", range(1, 5))
def test_a_blink_just_before_is_no_rest_however_many_frames_it_takes(shut: int) -> None:
    """Where most of the last quarter of a second is shut, the median is: against that no eyes would ever close."""
    assert not any(rests(series(openness=[0.36] * (5 - shut) + [0.09, 0.07, 0.095, 0.08][:shut]))[4:])


def test_slow_frames_can_show_rest_too() -> None:
    assert rests([replace(REST, at=float(n)) for n in range(5)])[-1]


def test_a_face_without_a_mesh_has_no_signs() -> None:
    assert signs(Observation(Guidance.NO_FACE), 0.0) is None


def watched(engine: FaceEngine, media: Media, video: str, frames: range) -> list[Signs]:
    pictures = [image for number, image in enumerate(media.frames(video)) if number in frames]
    seen = [signs(engine.observe(image), number / 24) for number, image in zip(frames, pictures, strict=True)]
    return [now for now in seen if now is not None]


def test_the_mans_real_blink_is_one_and_his_opening_mouth_is_seen(engine: FaceEngine, media: Media) -> None:
    his = watched(engine, media, HIS_VIDEO, range(2, 36))
    rest = RestWatch()
    at_rest = next(found for now in his if (found := rest.see(now)) is not None)
    assert done(Challenge.BLINK, his, at_rest).count(Challenge.BLINK) == 1
    assert Challenge.OPEN_MOUTH in done(Challenge.OPEN_MOUTH, his, at_rest)
    assert not set(done(Challenge.TURN_LEFT, his, at_rest)) & {Challenge.TURN_LEFT, Challenge.TURN_RIGHT}


def test_the_womans_turn_is_to_her_own_left(engine: FaceEngine, media: Media) -> None:
    hers = watched(engine, media, HER_VIDEO, range(264, 376, 3))
    rest = RestWatch()
    at_rest = next(found for now in hers if (found := rest.see(now)) is not None)
    told = done(Challenge.TURN_LEFT, hers, at_rest)
    assert Challenge.TURN_LEFT in told
    assert Challenge.TURN_RIGHT not in told
