"""The holder's face in motion: real frames of the demo film, moved as a head moves.

The film (`single_face.mp4`) shows a man almost still. The places below were measured once in its frames 5 to 15, where
his face is at rest and stays within a pixel. Each output frame is one of these, seen through a map: the head turns as a
solid body with a nose, the jaw drops, and the lids are those of the film's one real blink.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.simulated import film
from drivers.simulated.attention import Pose
from drivers.simulated.cards import MediaMissingError
from drivers.simulated.scene import Picture, pixels
from drivers.simulated.shine import rounded_face

_Plane: TypeAlias = NDArray[np.float32]

FILM: Final = "single_face.mp4"
WIDTH, HEIGHT = 640, 360

_SHOWN: Final = 584
"""How much of the film's width is shown, from its left edge: so the face stands in the middle, where the oval is."""
_AT_REST: Final = range(5, 16)
_LIDS_DOWN: Final = (25, 26, 27)
"""The frames of the real blink while the eyes close: openness .25, .10, .06, where .35 is at rest."""
_LIDS_FROM: Final = (0.15, 0.4, 0.7)
"""How far closed the lids are from which each of these frames is seen."""
_NEEDED: Final = max(_LIDS_DOWN) + 1
_SPEED: Final = 15.0  # frames a second: half the film's, or so short a piece of it would tremble

# Places in the shown picture, in pixels.
_HEAD: Final = (317.0, 175.0)
_HEAD_WIDTH: Final = 84.0  # half; a head is about as deep as it is wide
_CROWN: Final = 150.0  # from the middle up
_CHEEKS: Final = 190.0  # down to here a head is equally wide
_CHIN: Final = 315.0
_JAW_TAPER: Final = 0.36
_COLLAR: Final = 368.0
_NOSE: Final = (323.0, 226.0)
_NOSE_HEIGHT: Final = 28.0
_NOSE_SPREAD: Final = (15.0, 24.0)
_EYES: Final = ((280.2, 180.8), (355.8, 178.3))
_LIDS_DOWN_AT: Final = ((280.6, 179.6), (360.6, 176.1))
_LIDS_LOWER: Final = (2, 6, 7)
"""How much lower the lids of each frame of the blink are laid: there laughing cheeks push the eyes up."""
_LIPS: Final = (324.5, 267.3)
_LIPS_SLOPE: Final = -0.04
_LIPS_WIDTH: Final = 29.0  # half
_LIFT: Final = 0.3  # of the upper lip, in drops of the lower
_JAW_DROP: Final = 38.0
_JAW_WIDTH: Final = 50.0
_TONGUE: Final = np.array([100, 100, 175], np.float32)

_FACE_MIDDLE: Final = 205.0
_NECK: Final = (60.0, 310.0)  # half its width, and where the shoulders begin
_BODY_LIGHT: Final = 0.5

_EDGE: Final = 16.0  # px beyond the head within which the background gives way
_STEP: Final = 2
"""Maps are smooth, so they are drawn for the middles of squares of so many pixels, as `cv2.resize` counts."""
_LEFT, _TOP, _RIGHT, _BOTTOM = 196, 0, 444, 360
"""The part of the picture in which anything moves."""


class Holder:
    """The man of the film. Raises `MediaMissingError` where the film is absent, or is another."""

    def __init__(self, media: Path) -> None:
        pictures = list(film.frames(media / FILM, _NEEDED))
        if len(pictures) < _NEEDED:
            raise MediaMissingError(FILM)
        self._rest = [_shown(pictures[number]) for number in _AT_REST]
        self._lids = [
            _Lids(_shown(pictures[number]), lower) for number, lower in zip(_LIDS_DOWN, _LIDS_LOWER, strict=True)
        ]
        v, u = np.mgrid[_TOP:_BOTTOM:_STEP, _LEFT:_RIGHT:_STEP].astype(np.float32) + (_STEP - 1) / 2
        self._v = v
        self._head = _Head(u, v)
        self.near: _Plane = _nearness()
        """How much of the screen's light falls on each pixel: none on the wall behind."""

    def frame(self, at: float, pose: Pose) -> Picture:
        """The man at `at` seconds, his face held so: BGR, `HEIGHT` x `WIDTH`."""
        picture = self._rest[film.back_and_forth(at, _SPEED, len(self._rest))].copy()
        closed = [lids for lids, least in zip(self._lids, _LIDS_FROM, strict=True) if pose.lids >= least]
        if closed:
            closed[-1].close(picture)
        x, y = self._head.turned(pose.turn), self._v
        opened = None
        if pose.mouth > 0:
            y, opened = _jaw_dropped(x, y, pose.mouth)
        moved = cv2.remap(picture, _full(x), _full(y), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        if opened is not None:
            inside, light = (_full(plane)[..., None] for plane in opened)
            moved = pixels(moved * (1 - inside) + inside * light * _TONGUE)
        picture[_TOP:_BOTTOM, _LEFT:_RIGHT] = moved
        return picture


class _Lids:
    """Both eyes of a frame in which they close, to be laid upon another frame."""

    _HALF: Final = (36, 24)

    def __init__(self, picture: Picture, lower: float) -> None:
        self._eyes = []
        half_w, half_h = self._HALF
        y, x = np.mgrid[-half_h : half_h + 1, -half_w : half_w + 1].astype(np.float32)
        away = np.hypot(x / half_w, y / half_h)
        self._weight = np.clip((1 - away) / 0.35, 0, 1)[..., None]
        for x_, y_ in _LIDS_DOWN_AT:
            size = (2 * half_w + 1, 2 * half_h + 1)
            self._eyes.append(cv2.getRectSubPix(picture, size, (x_, y_ - lower)).astype(np.float32))

    def close(self, picture: Picture) -> None:
        """Lay the lids upon a picture of the eyes at rest."""
        half_w, half_h = self._HALF
        for (x, y), lids in zip(_EYES, self._eyes, strict=True):
            left, top = round(x) - half_w, round(y) - half_h
            place = picture[top : top + 2 * half_h + 1, left : left + 2 * half_w + 1]
            place[:] = pixels(place + self._weight * (lids - place))


class _Head:
    """A head as a solid body: round from side to side, with a nose that stands out before it."""

    def __init__(self, u: _Plane, v: _Plane) -> None:
        self._u = u
        up = np.clip((_HEAD[1] - v) / _CROWN, 0, 1)
        jaw = np.clip((v - _CHEEKS) / (_CHIN - _CHEEKS), 0, 1)
        neck = np.clip((v - _CHIN) / (_COLLAR - _CHIN), 0, 1)
        reach = (1 - up**2.5) ** 0.4 * (1 - _JAW_TAPER * jaw * jaw) * (1 - neck * neck * (3 - 2 * neck))
        self._radius = np.maximum(_HEAD_WIDTH * reach, 1e-3).astype(np.float32)
        self._nose_row = (_NOSE_HEIGHT * np.exp(-(((v - _NOSE[1]) / _NOSE_SPREAD[1]) ** 2))).astype(np.float32)

    def turned(self, angle: float) -> _Plane:
        """For each pixel of the turned head, where across the resting one it is seen."""
        x = self._turned_ball(self._u, angle)
        for _ in range(3):  # the nose moves further than the cheeks; converges, for its slope times the sine is below 1
            height = self._nose_row * np.exp(-(((x - _NOSE[0]) / _NOSE_SPREAD[0]) ** 2))
            x = self._turned_ball(self._u - height * math.sin(angle), angle)
        return x

    def _turned_ball(self, u: _Plane, angle: float) -> _Plane:
        across = (u - _HEAD[0]) / self._radius
        inside = np.clip(across, -1, 1)
        longitude = np.arcsin(inside)
        # What comes round on the near side was not filmed: the last eighth of a turn is drawn out over it.
        near = -longitude if angle > 0 else longitude
        turn = angle * np.clip((math.pi / 2 - near) / (math.pi / 4), 0, 1)
        moved = (np.sin(longitude - turn) - inside) * self._radius
        beyond = (np.abs(across) - 1) * self._radius
        return np.asarray(u + moved * np.clip(1 - beyond / _EDGE, 0, 1), dtype=np.float32)


def _jaw_dropped(x: _Plane, y: _Plane, share: float) -> tuple[_Plane, tuple[_Plane, _Plane]]:
    """For each pixel of the open mouth, where down the closed one it is seen.

    And how much of the pixel shows the inside, 0 to 1, with the light there.
    """
    drop = _JAW_DROP * share
    across = (x - _LIPS[0]) / _LIPS_WIDTH
    gap = drop * np.sqrt(np.clip(1 - across * across, 0, 1))
    jaw = drop * np.exp(-(((x - _LIPS[0]) / _JAW_WIDTH) ** 2))
    line = _LIPS[1] + _LIPS_SLOPE * (x - _LIPS[0])
    top, bottom = line - _LIFT * gap, line + gap
    source = y
    for _ in range(4):  # converges: the neck, drawn together below the jaw, moves by less than a pixel a pixel
        below = np.clip((source - line) / (_CHIN - line), 0, 1)
        fall = np.clip((_COLLAR - source) / (_COLLAR - _CHIN), 0, 1)
        source = np.maximum(line, y - (gap + (jaw - gap) * below) * fall)
    above = np.minimum(line, y + (line - top) * np.clip(1 - (line - y) / 30, 0, 1))
    seen = np.where(y < (top + bottom) / 2, above, source)
    inside = np.clip(np.minimum(y - top, bottom - y) / 2, 0, 1)
    light = 0.15 + 0.85 * np.clip((y - top) / np.maximum(bottom - top, 1), 0, 1)
    return seen.astype(np.float32), (inside.astype(np.float32), light.astype(np.float32))


def _nearness() -> _Plane:
    """The face is nearest and turned towards the screen; sides and body get less of its light."""
    v, u = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    face = rounded_face((_HEAD[0], _FACE_MIDDLE), (_HEAD_WIDTH, _CHIN - _FACE_MIDDLE), (WIDTH, HEIGHT))
    below_shoulders = v - _NECK[1] - 0.4 * np.clip(np.abs(u - _HEAD[0]) - _NECK[0], 0, None)
    body = _BODY_LIGHT * np.clip(below_shoulders / 20, 0, 1)
    return np.asarray(cv2.GaussianBlur(np.maximum(face, body), (0, 0), 5), dtype=np.float32)


def _full(plane: _Plane) -> _Plane:
    size = (_RIGHT - _LEFT, _BOTTOM - _TOP)
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR), dtype=np.float32)


def _shown(picture: Picture) -> Picture:
    shown = picture[: round(_SHOWN * HEIGHT / WIDTH), :_SHOWN]
    return np.asarray(cv2.resize(shown, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
