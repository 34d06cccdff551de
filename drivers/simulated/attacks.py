"""Presentation attacks (ISO/IEC 30107-3) before the face camera: a printed photograph, and a film on a tablet.

Both show the card's holder, in a hand and before the room. They are worth what their optics are worth: a sheet that is
turned and bent in perspective, and a lit screen whose pixels beat with the camera's. No mask is simulated.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.simulated.attention import REST, Act, Attention
from drivers.simulated.cards import MediaMissingError
from drivers.simulated.faces import HEIGHT, WIDTH, Holder
from drivers.simulated.scene import MOTION, Corners, Picture, clutter, pixels
from drivers.simulated.shine import Colour, Shine, Weight, gains
from drivers.simulated.world import World
from kiosk.core.identity import Challenge

STILL: Final = "single_face.jpg"

_FOCAL: Final = 600.0
"""Focal length in pixels: 56 degrees across. What is held this far away appears in its own size."""
_SKIN: Final = (112.0, 138.0, 196.0)


class Photo:
    """A photograph of the holder, printed, held before the camera, and tilted and bent as if it did what is asked.

    Paper is lit by the screen as a face is. Raises `MediaMissingError`.
    """

    _STEP: Final = 4  # the map is drawn for the middles of squares of so many pixels, as `cv2.resize` counts
    _TILT: Final = 1.7
    """Radians of the sheet for one of a head: an attacker overdoes it, for a sheet shows little parallax."""
    _MARGIN: Final = 14
    _HAND: Final = 90
    _SCALE: Final = 0.66

    def __init__(self, media: Path, seed: int) -> None:
        still = cv2.imread(str(media / STILL))
        if still is None:
            raise MediaMissingError(STILL)
        self._sheet = self._printed(np.asarray(still, dtype=np.uint8))
        self._attention = Attention(seed)
        self._shine = Shine()
        self._room = _room(seed)
        v, u = np.mgrid[0 : HEIGHT : self._STEP, 0 : WIDTH : self._STEP] + (self._STEP - 1) / 2
        self._rays = np.stack([(u - WIDTH / 2) / _FOCAL, (v - HEIGHT / 2) / _FOCAL, np.ones_like(u)], axis=-1)

    def frame(self, at: float, world: World) -> Picture:
        """Implements `Visitor`."""
        self._attention.look(world.asked, at)
        self._shine.look(world.light, at)
        pose = self._attention.pose(at)
        turn = 0.1 * math.sin(1.1 * at) + self._TILT * pose.turn
        lean = 0.08 * math.sin(0.8 * at + 1) + 0.4 * pose.mouth
        bend = 0.0012 * math.sin(0.6 * at) + 0.008 * abs(pose.turn)
        place = np.array([7 * math.sin(1.7 * at), 5 * math.sin(2.3 * at + 2) - 4, _FOCAL + 15 * math.sin(0.9 * at)])
        s, t, facing = self._met(_rotation(turn, lean, 0.04 * math.sin(0.7 * at)), place, bend)
        height, width = self._sheet.shape[:2]
        x = _full(s / self._SCALE + width / 2)
        y = _full(t / self._SCALE + (height - self._HAND) / 2)
        *colours, opaque = cv2.split(cv2.remap(self._sheet, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT))
        shade = _full(0.5 + 0.38 * facing)
        light = cv2.merge([shade * float(gain) for gain in gains(self._shine.level(at))])
        sheet = cv2.multiply(cv2.merge(colours), light, dtype=cv2.CV_8U)
        behind = cv2.multiply(self._room, cv2.cvtColor(255 - opaque, cv2.COLOR_GRAY2BGR), scale=1 / 255)
        return np.asarray(cv2.add(sheet, behind), dtype=np.uint8)

    def _printed(self, still: Picture) -> NDArray[np.uint8]:
        """The sheet and the hand on its lower edge: BGRA, black where nothing is."""
        print_ = cv2.convertScaleAbs(
            still[40:540, 50:522], alpha=0.86, beta=22
        )  # ink is never black, paper never white
        margin = self._MARGIN
        sheet = cv2.copyMakeBorder(
            print_, margin, margin + self._HAND, margin, margin, cv2.BORDER_CONSTANT, value=(226, 230, 232)
        )
        sheet[-self._HAND :] = 0
        height, width = sheet.shape[:2]
        alpha = np.full((height, width), 255, np.uint8)
        alpha[height - self._HAND :] = 0
        for canvas, colour in ((sheet, _SKIN), (alpha, (255.0,))):
            edge = height - self._HAND
            cv2.ellipse(canvas, (width // 2 + 40, edge + 70), (95, 62), 0, 0, 360, colour, -1)
            cv2.ellipse(canvas, (width // 2 - 10, edge + 8), (22, 52), 12, 0, 360, colour, -1)
        return np.asarray(np.dstack([sheet, alpha]), dtype=np.uint8)

    def _met(
        self, rotation: NDArray[np.float64], place: NDArray[np.float64], bend: float
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Where each ray of the camera meets the sheet: across and down it, and how squarely it faces the camera.

        The sheet is a cylinder about its own vertical; `bend` is its curvature per pixel, positive where the middle
        comes forward.
        """
        radius = 1 / bend if abs(bend) > 1e-6 else 1e6
        origin, rays = -place @ rotation, self._rays @ rotation
        a = rays[..., 0] ** 2 + rays[..., 2] ** 2
        b = origin[0] * rays[..., 0] + (origin[2] - radius) * rays[..., 2]
        c = origin[0] ** 2 + (origin[2] - radius) ** 2 - radius**2
        under = b * b - a * c
        far = (-b - math.copysign(1.0, radius) * np.sqrt(np.maximum(under, 0))) / a
        x, z = origin[0] + far * rays[..., 0], origin[2] + far * rays[..., 2]
        angle = np.arctan(x / np.where(np.abs(radius - z) < 1e-9, 1e-9, radius - z))
        across = np.where(under > 0, radius * angle, 1e4)
        facing = np.cos(angle + math.atan2(rotation[2, 0], rotation[2, 2]))
        return across, origin[1] + far * rays[..., 1], np.clip(facing, 0, 1)


class Replay:
    """A film on a tablet: the holder gives right answers, always the same, whatever the screen asks.

    The tablet shines by itself: of the kiosk's light there is but a faint glare on its glass. Raises
    `MediaMissingError`.
    """

    ANSWERS: Final = (
        Act(Challenge.TURN_LEFT, 1.5, 0.37),
        Act(Challenge.BLINK, 4.5, 1.0),
        Act(Challenge.OPEN_MOUTH, 6.5, 1.0),
        Act(Challenge.TURN_RIGHT, 9.0, 0.37),
    )
    LENGTH_S: Final = 12.0
    _BEZEL: Final = 26
    _PITCH: Final = 3
    """Every third column of the grid is one colour's: red, green and blue stripes, as most panels have."""
    _GRID_WIDTH: Final = 1690
    """Stripes across the panel: near three to a pixel of the camera, where they beat slowly enough to be seen."""
    _GRID: Final = 0.04  # what the lens and the sensor leave of the stripes' contrast
    _GLARE: Final = 16.0

    def __init__(self, media: Path, seed: int) -> None:
        self._film = Holder(media)
        self._shine = Shine()
        self._room = _room(seed)
        self._began: float | None = None
        self._grid = self._stripes()
        v, u = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
        self._spot: Weight = np.exp(-(((u - 400) / 70) ** 2) - ((v - 90) / 40) ** 2).astype(np.float32)
        bezel = self._BEZEL
        self._case = np.full((HEIGHT + 2 * bezel, WIDTH + 2 * bezel, 3), 24, np.uint8)
        for x in (6, WIDTH + 2 * bezel - 6):
            cv2.ellipse(self._case, (x, HEIGHT // 2 + 60), (30, 16), 0, 0, 360, _SKIN, -1)

    def frame(self, at: float, world: World) -> Picture:
        """Implements `Visitor`."""
        self._shine.look(world.light, at)
        self._began = at if self._began is None else self._began
        since = (at - self._began) % self.LENGTH_S
        pose = next((act.pose(since) for act in self.ANSWERS if act.start <= since < act.end), REST)
        shown = cv2.convertScaleAbs(self._film.frame(at, pose), alpha=0.9, beta=14)  # black glows through
        return self._photographed(np.asarray(shown, dtype=np.uint8), at, self._shine.level(at))

    def _photographed(self, shown: Picture, at: float, level: Colour) -> Picture:
        where = _held(at)
        case, bezel = self._case.copy(), self._BEZEL
        case[bezel : bezel + HEIGHT, bezel : bezel + WIDTH] = shown
        size = (WIDTH, HEIGHT)
        height, width = case.shape[:2]
        view = cv2.getPerspectiveTransform(_rectangle(0, 0, width, height), where)
        seen = self._room.copy()
        cv2.warpPerspective(case, view, size, dst=seen, borderMode=cv2.BORDER_TRANSPARENT)
        grid_height, grid_width = self._grid.shape[:2]
        panel = cv2.perspectiveTransform(_rectangle(bezel, bezel, WIDTH, HEIGHT)[None], view)[0]
        beat = cv2.getPerspectiveTransform(_rectangle(0, 0, grid_width, grid_height), panel)
        grid = cv2.warpPerspective(self._grid, beat, size, borderMode=cv2.BORDER_CONSTANT, borderValue=(128, 128, 128))
        glare = cv2.merge([self._spot * float(channel * self._GLARE) for channel in level])
        return np.asarray(cv2.add(cv2.multiply(seen, grid, scale=1 / 128), glare, dtype=cv2.CV_8U), dtype=np.uint8)

    def _stripes(self) -> Picture:
        """The panel's pixels: 128 is the mean; each colour's stripe is brighter, each row's gap darker."""
        rows, columns = self._GRID_WIDTH * HEIGHT // WIDTH, self._GRID_WIDTH
        grid = np.full((rows, columns, 3), 128 * (1 - self._GRID / 2), np.float32)
        for channel in range(3):
            grid[:, 2 - channel :: self._PITCH, channel] *= 1 + 1.5 * self._GRID
        grid[:: self._PITCH] *= 1 - self._GRID
        return pixels(grid * (128 / grid.mean()))


def _rotation(turn: float, lean: float, roll: float) -> NDArray[np.float64]:
    """Turned about the vertical (positive: the left edge comes nearer), leaned back, and rolled; in radians."""
    c, s = math.cos(turn), math.sin(turn)
    about_vertical = np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]])
    c, s = math.cos(lean), math.sin(lean)
    about_level = np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
    c, s = math.cos(roll), math.sin(roll)
    about_view = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
    return np.asarray(about_view @ about_level @ about_vertical, dtype=np.float64)


def _held(at: float) -> Corners:
    """Where a hand holds the tablet's corners, clockwise from its top left, in pixels."""
    half_w, half_h = 296.0, 176.0
    flat = np.array([[-half_w, -half_h, 0], [half_w, -half_h, 0], [half_w, half_h, 0], [-half_w, half_h, 0]])
    rotation = _rotation(0.05 * math.sin(0.9 * at), 0.04 * math.sin(0.7 * at + 1), 0.012 * math.sin(1.3 * at))
    place = np.array([5 * math.sin(1.9 * at), 4 * math.sin(1.4 * at + 1), _FOCAL + 12 * math.sin(0.8 * at)])
    x, y, z = (flat @ rotation.T + place).T
    return np.stack([WIDTH / 2 + _FOCAL * x / z, HEIGHT / 2 + _FOCAL * y / z], axis=-1).astype(np.float32)


def _rectangle(left: float, top: float, width: float, height: float) -> Corners:
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) + np.array([left, top], np.float32)


def _room(seed: int) -> Picture:
    """The room as the camera sees it when nobody is there."""
    room = clutter(WIDTH + 2 * MOTION, HEIGHT + 2 * MOTION, np.random.default_rng(seed))
    return room[MOTION:-MOTION, MOTION:-MOTION]


def _full(plane: NDArray[np.float64]) -> NDArray[np.float32]:
    return np.asarray(cv2.resize(plane.astype(np.float32), (WIDTH, HEIGHT)), dtype=np.float32)
