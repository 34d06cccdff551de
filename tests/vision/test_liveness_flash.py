"""The skin follows the screen's colours, or it does not: late, drifting, noisy, or not at all."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pytest
from conftest import Media
from hypothesis import given, settings
from hypothesis import strategies as st
from living import Pose, drawn

from kiosk.core.identity import Light
from kiosk.vision.face import FaceEngine
from kiosk.vision.liveness.finding import Finding, Reason
from kiosk.vision.liveness.flash import COLOURS, STEP_S, TAIL_S, Skin, draw, follows, skin

FPS = 15
LINEAR = {light: np.array([int(light.value[i : i + 2], 16) / 255 for i in (1, 3, 5)]) ** 2.2 for light in Light}
LENGTH_S = COLOURS * STEP_S + TAIL_S


def shown(seed: int) -> list[tuple[float, Light]]:
    return [(n * STEP_S, light) for n, light in enumerate([*draw(random.Random(seed)), Light.WHITE])]


def reflected(
    lights: list[tuple[float, Light]],
    share: float,
    *,
    lag: float = 0.12,
    noise: float = 0.003,
    drift: float = 0.0,
    adapts: float = 0.0,
    fps: float = FPS,
    times: Iterable[float] | None = None,
    seed: int = 0,
) -> list[Skin]:
    """The skin of a face with this share of its light from the screen; `adapts`: a white balance's pull a second."""
    chance = np.random.default_rng(seed)
    gain = np.zeros(2)
    seen = []
    for at in np.arange(0, LENGTH_S, 1 / fps) if times is None else times:
        light = next((shown for when, shown in reversed(lights) if when <= at - lag), Light.WHITE)
        red, green, blue = np.log(1 - share + share * LINEAR[light])
        chroma = np.array([red - green, blue - green])
        gain = gain - adapts / fps * (chroma + gain)
        r, b = chroma + gain + drift * at + chance.normal(0, noise, 2)
        seen.append(Skin(float(at), (float(r), float(b))))
    return seen


@pytest.mark.parametrize("lag", [0.0, 0.1, 0.2, 0.3])
def test_a_face_in_the_screens_light_follows_however_late_the_camera_is(lag: float) -> None:
    for seed in range(5):
        lights = shown(seed)
        assert follows(lights, reflected(lights, 0.04, lag=lag, seed=seed)).holds


def test_three_hundredths_of_the_light_are_enough() -> None:
    lights = shown(1)
    assert follows(lights, reflected(lights, 0.03)).holds


def test_daylight_that_drifts_and_a_camera_that_balances_white_do_not_hide_it() -> None:
    lights = shown(2)
    assert follows(lights, reflected(lights, 0.06, drift=0.05, adapts=0.7)).holds


def test_seven_frames_a_second_are_enough() -> None:
    lights = shown(3)
    assert follows(lights, reflected(lights, 0.06, fps=7)).holds


def test_what_reflects_nothing_does_not_follow() -> None:
    for seed in range(60):
        found = follows(shown(seed), reflected(shown(seed), 0.0, drift=0.01, seed=seed))
        assert found.reason is Reason.LIGHT_NOT_FOLLOWED


def test_a_faint_glare_is_not_enough_even_if_it_follows() -> None:
    lights = shown(4)
    assert follows(lights, reflected(lights, 0.005, noise=0.0001)).reason is Reason.LIGHT_NOT_FOLLOWED


def test_a_film_that_reflects_another_time_rarely_follows() -> None:
    passed = sum(follows(shown(seed), reflected(shown(seed + 500), 0.1)).holds for seed in range(300))
    assert passed <= 15


def test_light_that_runs_against_the_screen_does_not_follow() -> None:
    lights = shown(5)
    inverted = [Skin(s.at, (-s.chroma[0], -s.chroma[1])) for s in reflected(lights, 0.1)]
    assert follows(lights, inverted).reason is Reason.LIGHT_NOT_FOLLOWED


def test_colours_that_few_frames_saw_are_not_judged() -> None:
    lights = shown(6)
    seen = [s for s in reflected(lights, 0.1) if not STEP_S <= s.at < 2 * STEP_S]
    assert follows(lights, seen) == Finding(None, Reason.LIGHT_NOT_MEASURED)
    assert follows(lights, []) == Finding(None, Reason.LIGHT_NOT_MEASURED)
    assert follows([], []) == Finding(None, Reason.LIGHT_NOT_MEASURED)


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, LENGTH_S), st.floats(-9, 9), st.floats(-9, 9)), max_size=50), st.integers(0, 9))
def test_whatever_is_measured_there_is_a_finding(samples: list[tuple[float, float, float]], seed: int) -> None:
    found = follows(shown(seed), [Skin(at, (r, b)) for at, r, b in sorted(samples)])
    assert found.score is None or 0 <= found.score <= 1
    assert (found.reason is None) == (found.score is not None and found.score >= 0.5)


def test_every_sequence_changes_all_the_time_and_each_colour_comes_as_often() -> None:
    count: Counter[Light] = Counter()
    sequences = {draw(random.Random(seed)) for seed in range(3000)}
    assert len(sequences) > 500
    for sequence in sequences:
        assert len(sequence) == COLOURS
        assert all(a is not b for a, b in pairwise(sequence))
        assert Light.WHITE not in (sequence[0], sequence[-1])
        count.update(sequence)
    coloured = [count[light] for light in Light if light is not Light.WHITE]
    assert max(coloured) < 1.1 * min(coloured)


def test_no_colour_is_a_saturated_red() -> None:
    # WCAG 2.3.1 names red of which R / (R + G + B) reaches .8; of linear light, as there.
    for rgb in LINEAR.values():
        assert rgb[0] / rgb.sum() < 0.8


@pytest.mark.parametrize("light", list(Light))
def test_the_skins_chroma_moves_towards_the_light(light: Light) -> None:
    image, seen = drawn(Pose(), light)
    plain, _ = drawn(Pose(), Light.WHITE)
    assert seen.mesh is not None
    lit, white = skin(image, seen.mesh, 0.0), skin(plain, seen.mesh, 0.0)
    assert lit is not None
    assert white is not None
    rgb = LINEAR[light]
    expected = np.log((1 + 0.2 * rgb) / 1.2)
    assert lit.chroma[0] - white.chroma[0] == pytest.approx(expected[0] - expected[1], abs=0.02)
    assert lit.chroma[1] - white.chroma[1] == pytest.approx(expected[2] - expected[1], abs=0.02)


@pytest.mark.parametrize("brightness", [0, 5, 255])
def test_a_face_too_dark_or_glaring_has_no_chroma(brightness: int) -> None:
    image, seen = drawn(Pose())
    assert seen.mesh is not None
    assert skin(np.full_like(image, brightness), seen.mesh, 0.0) is None


def test_a_face_out_of_the_picture_has_no_chroma() -> None:
    image, seen = drawn(Pose())
    assert seen.mesh is not None
    assert skin(image[:3, :3], seen.mesh, 0.0) is None


@pytest.fixture(scope="module")
def womans_skin(engine: FaceEngine, media: Media) -> list[Skin]:
    """The light of a real face over a film, at 8 frames a second."""
    fps = 24 / 3
    samples = []
    for number, image in enumerate(media.frames("WolfgangLanger_Pexels.mp4", every=3)):
        mesh = engine.observe(image).mesh
        assert mesh is not None
        found = skin(image, mesh, number / fps)
        assert found is not None
        samples.append(found)
    return samples


def somewhere(film: list[Skin], chance: random.Random) -> list[Skin]:
    start = chance.uniform(0, film[-1].at - LENGTH_S)
    return [Skin(s.at - start, s.chroma) for s in film if start <= s.at < start + LENGTH_S]


def lit(film: list[Skin], lights: list[tuple[float, Light]], share: float, lag: float) -> list[Skin]:
    """The film, had the screen given this share of the light."""
    added = reflected(lights, share, lag=lag, noise=0, times=[s.at for s in film])
    return [
        Skin(s.at, (s.chroma[0] + light.chroma[0], s.chroma[1] + light.chroma[1]))
        for s, light in zip(film, added, strict=True)
    ]


def test_the_womans_real_film_follows_no_sequence(womans_skin: list[Skin]) -> None:
    chance = random.Random(0)
    for seed in range(400):
        assert follows(shown(seed), somewhere(womans_skin, chance)).reason is Reason.LIGHT_NOT_FOLLOWED


def test_her_film_in_the_screens_light_follows_and_in_that_of_another_time_rarely(womans_skin: list[Skin]) -> None:
    chance = random.Random(1)
    followed = misled = 0
    for seed in range(200):
        piece, lag = somewhere(womans_skin, chance), chance.uniform(0.03, 0.3)
        followed += follows(shown(seed), lit(piece, shown(seed), 0.05, lag)).holds
        misled += follows(shown(seed), lit(piece, shown(seed + 500), 0.1, lag)).holds
    assert followed >= 198
    assert misled <= 12
