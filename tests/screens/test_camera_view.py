"""The live picture: follows the feed while it is seen, shows what was given, and forgets it when it is not."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import cast

import numpy as np
import pytest
from eye import pixels, scene, visible
from pytestqt.qtbot import QtBot
from stagehouse import STILL, House

from kiosk.flows import visit
from kiosk.ui.catalogue import RULES, examples
from kiosk.ui.preview import CameraView, PreviewSource


class Pictures:
    """A picture whose left half is red and right half blue; counts how often it is asked for."""

    def __init__(self, width: int = 640, height: int = 480) -> None:
        self.asked, self.sequence = 0, 1
        rows = np.zeros((height, width, 3), np.uint8)
        rows[:, : width // 2, 0] = 255
        rows[:, width // 2 :, 2] = 255
        self._rows, self._width, self._height = rows.tobytes(), width, height

    def latest(self) -> tuple[int, int, int, bytes] | None:
        self.asked += 1
        return self.sequence, self._width, self._height, self._rows


def watch(house: House, source: PreviewSource | None) -> None:
    house.stage._feed.watch(source)


def sides(house: House) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The colours in the left and the right of the picture, inside the guide."""
    place = scene(visible(house.stage, "CameraView")[0])
    drawn = pixels(house.stage)
    middle = round(place.center().y())
    left, right = (round(place.left() + place.width() * share) for share in (0.35, 0.65))
    return tuple(map(int, drawn[middle, left])), tuple(map(int, drawn[middle, right]))


@pytest.fixture
def pictured(build_house: Callable[..., House]) -> tuple[House, Pictures]:
    house, source = build_house(STILL), Pictures()
    watch(house, source)
    return house, source


def test_the_document_is_shown_as_it_lies(pictured: tuple[House, Pictures], qtbot: QtBot) -> None:
    house, _ = pictured
    house.show(examples()["PresentDocument-noneSeen"])
    qtbot.waitUntil(lambda: sides(house) == ((255, 0, 0), (0, 0, 255)), timeout=3000)


def test_the_face_is_shown_as_a_mirror_shows_it(pictured: tuple[House, Pictures], qtbot: QtBot) -> None:
    house, _ = pictured
    house.show(examples()["LookAtCamera-looking"])
    qtbot.waitUntil(lambda: sides(house) == ((0, 0, 255), (255, 0, 0)), timeout=3000)


def test_nobody_is_asked_for_pictures_that_nobody_sees(pictured: tuple[House, Pictures], qtbot: QtBot) -> None:
    house, source = pictured
    house.show(examples()["FaceConsent"])
    asked = source.asked
    qtbot.wait(250)
    assert source.asked == asked


def test_the_idle_warning_hides_the_picture(pictured: tuple[House, Pictures], qtbot: QtBot) -> None:
    house, source = pictured
    example = examples()["PresentDocument-noneSeen"]
    house.show(example)
    qtbot.waitUntil(lambda: source.asked > 1)
    house.show(visit.Visit(RULES, RULES.defaults, example.task, quiet_s=RULES.idle_s))
    asked = source.asked
    qtbot.wait(250)
    assert source.asked == asked


def test_it_looks_about_fifteen_times_a_second(pictured: tuple[House, Pictures], qtbot: QtBot) -> None:
    house, source = pictured
    house.show(examples()["PresentDocument-noneSeen"])
    asked, began = source.asked, time.monotonic()
    qtbot.wait(1000)
    assert source.asked - asked <= 16 * (time.monotonic() - began) + 1


def test_the_same_picture_is_drawn_once(pictured: tuple[House, Pictures], qtbot: QtBot) -> None:
    house, source = pictured
    house.show(examples()["PresentDocument-noneSeen"])
    view = cast("CameraView", visible(house.stage, "CameraView")[0])
    qtbot.waitUntil(lambda: view._sequence == 1)
    picture = view._picture
    qtbot.waitUntil(lambda: source.asked > 5)
    assert view._picture is picture
    source.sequence = 2
    qtbot.waitUntil(lambda: view._picture is not picture)


@pytest.mark.parametrize("contrast", visit.CONTRASTS)
@pytest.mark.parametrize("name", ["LookAtCamera-noFace", "PresentDocument-noneSeen"])
def test_before_the_first_picture_there_is_a_guide_on_a_calm_ground(
    pictured: tuple[House, Pictures], name: str, contrast: str
) -> None:
    house, _ = pictured
    watch(house, None)
    house.show(examples(visit.Preferences("en", 1, contrast))[name])
    colours = house.stage.theme.palette
    ground, ink = (tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5)) for colour in (colours.tint, colours.on_tint))
    assert sides(house) == (ground, ground)
    view = scene(visible(house.stage, "CameraView")[0])
    row = pixels(house.stage)[round(view.center().y()), round(view.left()) : round(view.right())]
    assert (row == ink).all(axis=1).sum() >= 6, "both sides of the guide"


@pytest.mark.parametrize(("width", "height"), [(640, 480), (640, 360), (480, 640), (4, 2)])
def test_a_picture_of_any_shape_fills_the_frame(
    pictured: tuple[House, Pictures], qtbot: QtBot, width: int, height: int
) -> None:
    house, _ = pictured
    watch(house, Pictures(width, height))
    house.show(examples()["PresentDocument-noneSeen"])
    qtbot.waitUntil(lambda: sides(house)[0][0] > 200 and sides(house)[1][2] > 200, timeout=3000)
