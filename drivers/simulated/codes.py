"""QR codes as a customer holds them up: on a phone, before a cluttered room."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
import qrcode
from numpy.typing import NDArray
from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M

from drivers.simulated.scene import MOTION, Corners, Noise, Picture, clutter, corners, laid, pixels, rounded

_SCREEN: Final = 600
"""The side of the code with its quiet zone on the drawn phone, in its own pixels."""
_PHONE: Final = (720, 1240)
_QUIET: Final = 4


def symbol(text: str, *, level: int = ERROR_CORRECT_M) -> NDArray[np.uint8]:
    """The modules of a QR code, quiet zone included: a square of 0 (dark) and 255, one pixel a module.

    Raises `ValueError` where the text is too long for a code.
    """
    code = qrcode.QRCode(error_correction=level, border=_QUIET)
    code.add_data(text)
    code.make()
    return np.where(np.asarray(code.get_matrix(), dtype=bool), 0, 255).astype(np.uint8)


def phone(text: str, *, level: int = ERROR_CORRECT_M) -> Picture:
    """A phone that shows a code: BGR `(1240, 720, 3)`."""
    width, height = _PHONE
    body = np.full((height, width, 3), (34, 30, 28), np.uint8)
    body[40 : height - 40, 30 : width - 30] = (250, 248, 246)
    body[90:150, 70:420] = (206, 170, 120)
    for y, x_end in ((190, 600), (226, 470), (1010, 560), (1046, 640)):
        body[y : y + 14, 70:x_end] = (190, 186, 182)
    modules = symbol(text, level=level)
    side = _SCREEN // len(modules) * len(modules)
    code = cv2.resize(modules, (side, side), interpolation=cv2.INTER_NEAREST)
    top, left = 300 + (_SCREEN - side) // 2, (width - side) // 2
    body[top : top + side, left : left + side] = code[..., None]
    return body


def held_up(text: str | None, width: int, height: int, rng: np.random.Generator) -> Picture:
    """A phone held up before the camera, or the room alone; `MOTION` larger than the frame on every side."""
    size = (width + 2 * MOTION, height + 2 * MOTION)
    room = clutter(*size, rng)
    if text is None:
        return room
    where = corners(
        (size[0] * 0.5, size[1] * 0.53),
        size[1] * 0.62,
        size[1] * 0.62 * _PHONE[1] / _PHONE[0],
        turn=float(rng.uniform(-8, 8)),
        tilt=float(rng.uniform(0.02, 0.06)),
        sway=float(rng.uniform(0, 0.04)),
    )
    held = laid(room, phone(text), where, rounded(*_PHONE, 70))
    return np.asarray(cv2.GaussianBlur(held, (0, 0), 0.8), dtype=np.uint8)


# The set of the benchmark: fourteen ways a code is seen, three sizes of code, several places.
SCENES: Final = (
    "plain",
    "small",
    "turned 20",
    "turned 70",
    "perspective",
    "blurred",
    "moving",
    "low contrast",
    "dim",
    "overexposed",
    "glare",
    "moire",
    "covered 7 %",
    "noisy",
)
PAYLOADS: Final = ((150, ERROR_CORRECT_M), (300, ERROR_CORRECT_M), (600, ERROR_CORRECT_L))


def scenes(*, repeats: int, width: int = 1280, height: int = 720, seed: int = 7) -> Iterator[tuple[str, str, Picture]]:
    """Frames to measure readers on, as (scene, text of the code, BGR frame): `len(SCENES) * 3 * repeats` of them."""
    rng = np.random.default_rng(seed)
    alphabet = np.array(list("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"))
    for scene in SCENES:
        for length, level in PAYLOADS:
            for _ in range(repeats):
                text = "".join(rng.choice(alphabet, length))
                yield (
                    scene,
                    text,
                    _scene(scene, phone(text, level=level), len(symbol(text, level=level)), (width, height), rng),
                )


def _scene(scene: str, shown: Picture, modules: int, size: tuple[int, int], rng: np.random.Generator) -> Picture:
    width, height = size
    pixels_per_module = 3.0 if scene == "small" else float(rng.uniform(3.8, 5.2))
    phone_width = min(pixels_per_module * modules * _PHONE[0] / _SCREEN, height * 0.95)
    turn = {"turned 20": 20.0, "turned 70": 70.0}.get(scene, float(rng.uniform(-5, 5)))
    lean = 0.3 if scene == "perspective" else float(rng.uniform(0, 0.06))
    drift = rng.uniform(-0.06, 0.06, 2)
    where: Corners = corners(
        (width * (0.5 + float(drift[0])), height * (0.5 + float(drift[1]))),
        phone_width,
        phone_width * _PHONE[1] / _PHONE[0],
        turn=turn,
        tilt=lean,
        sway=lean / 2,
    )
    seen = laid(clutter(width, height, rng), _marked(shown, scene), where, rounded(*_PHONE, 70))
    seen = _degraded(seen, scene, where)
    return Noise(width, height, rng, sigma=14.0 if scene == "noisy" else 3.0).upon(seen)


def _marked(shown: Picture, scene: str) -> Picture:
    """What spoils the screen itself."""
    middle = (_PHONE[0] // 2, 300 + _SCREEN // 2)
    if scene == "covered 7 %":
        cv2.circle(shown, middle, round(_SCREEN * math.sqrt(0.07 / math.pi)), (60, 90, 200), -1)
    if scene == "glare":
        glow = np.zeros(shown.shape[:2], np.float32)
        cv2.ellipse(glow, (middle[0] + 150, middle[1] - 190), (130, 60), -30, 0, 360, 1.0, -1)
        glow = np.asarray(cv2.GaussianBlur(glow, (0, 0), 30), dtype=np.float32)
        shown = pixels(shown + glow[..., None] * 190)
    return shown


def _degraded(seen: Picture, scene: str, where: Corners) -> Picture:
    """What spoils the view."""
    match scene:
        case "blurred":
            return np.asarray(cv2.GaussianBlur(seen, (0, 0), 1.8), dtype=np.uint8)
        case "moving":
            return np.asarray(cv2.blur(seen, (6, 1)), dtype=np.uint8)
        case "low contrast":
            return np.asarray(seen * 0.2 + 100, dtype=np.uint8)
        case "dim":
            return np.asarray(seen * 0.16 + 4, dtype=np.uint8)
        case "overexposed":
            bloom = cv2.GaussianBlur(seen, (0, 0), 9).astype(np.float32)
            return pixels(seen * 0.9 + bloom * 0.45)
        case "moire":
            y, x = np.mgrid[0 : seen.shape[0], 0 : seen.shape[1]].astype(np.float32)
            stripes = 1 + 0.16 * np.sin((x + 0.35 * y) * 0.9) * np.sin(y * 0.7 - float(where[0][0]))
            return pixels(seen * stripes[..., None])
        case _:
            return np.asarray(cv2.GaussianBlur(seen, (0, 0), 0.6), dtype=np.uint8)
