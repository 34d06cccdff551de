"""Draws specimen identity documents, plainly marked as specimens.

The layout follows what a customer would hold: a Chinese resident ID (its labels and their places), and a TD1 card
of the state Utopia of ICAO Doc 9303-5. Ten pixels are one millimetre; an ID-1 card (ISO/IEC 7810) is 856 by 540.
"""

from __future__ import annotations

import itertools
from functools import lru_cache
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from drivers.simulated.people import Card
from drivers.simulated.scene import Picture, pixels
from drivers.simulated.world import Side
from kiosk.core.identity import DocumentKind

WIDTH: Final = 856
HEIGHT: Final = 540

_SANS: Final = (Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"), "fonts-noto-cjk")
_OCR_B: Final = (Path("/usr/share/fonts/opentype/ocr-b/OCRB.otf"), "fonts-ocr-b")
_SIMPLIFIED_CHINESE: Final = 2  # index of the face in the Noto collection

_INK: Final = (20, 20, 24)
_LABEL: Final = (40, 84, 140)
_SPECIMEN: Final = (196, 40, 40)
_PORTRAIT_IN_MEDIA: Final = (0.23, 0.06, 0.79, 0.77)  # left, top, right, bottom of the still, as fractions


class FontMissingError(Exception):
    """A font that specimens are drawn with is not installed; the message names its Debian package."""


class MediaMissingError(Exception):
    """A picture or film of the demo media is not there; the message names it."""


def draw(card: Card, side: Side, media: Path) -> Picture:
    """One side of a specimen, BGR `(540, 856, 3)`. `media` is the folder that holds `single_face.jpg`.

    Raises `FontMissingError`, `MediaMissingError`.
    """
    chinese = card.kind is DocumentKind.CN_RESIDENT_ID
    face = Image.new("RGB", (WIDTH, HEIGHT))
    face.paste(Image.fromarray(_background(chinese)))
    pen = ImageDraw.Draw(face)
    match chinese, side:
        case True, "front":
            _resident_front(pen, card)
            face.paste(portrait(media, 260, 330), (560, 72))
        case True, _:
            _resident_back(pen, card)
        case False, "front":
            _utopian_front(pen, card)
            face.paste(portrait(media, 250, 318), (40, 120))
        case _:
            _utopian_back(pen, card)
    pen.rounded_rectangle((1, 1, WIDTH - 2, HEIGHT - 2), radius=30, outline=(170, 170, 176), width=2)
    return np.asarray(cv2.cvtColor(np.asarray(face), cv2.COLOR_RGB2BGR), dtype=np.uint8)


def mrz_lines(card: Card) -> tuple[str, str, str]:
    """The machine-readable zone of a TD1 card (ICAO Doc 9303-5, 4.2)."""
    expires = f"{card.expires:%y%m%d}" if card.expires else "<<<<<<"
    number = f"{card.number:<<9}" + _digit(f"{card.number:<<9}")
    upper = f"I<{card.issuer}{number}".ljust(30, "<")
    born = f"{card.born:%y%m%d}"
    dates = f"{born}{_digit(born)}{'M' if card.male else 'F'}{expires}{_digit(expires)}"
    middle = f"{dates}{card.issuer}".ljust(29, "<")
    composite = _digit(upper[5:30] + middle[:7] + middle[8:15] + middle[18:29])
    lower = f"{card.name}<<{card.given}".replace(" ", "<").ljust(30, "<")[:30]
    return upper, middle + composite, lower


def _digit(text: str) -> str:
    values = (0 if c == "<" else int(c, 36) for c in text)
    return str(sum(value * weight for value, weight in zip(values, itertools.cycle((7, 3, 1)), strict=False)) % 10)


@lru_cache
def _font(which: tuple[Path, str], size: int) -> ImageFont.FreeTypeFont:
    path, package = which
    if not path.is_file():
        raise FontMissingError(f"{path.name} is missing: install the Debian package {package}")
    return ImageFont.truetype(path, size, index=_SIMPLIFIED_CHINESE if path.suffix == ".ttc" else 0)


def _text(pen: ImageDraw.ImageDraw, x: int, y: int, text: str, size: int, *, ink: tuple[int, int, int] = _INK) -> None:
    pen.text((x, y), text, font=_font(_SANS, size), fill=ink)


def _spaced(pen: ImageDraw.ImageDraw, x: int, y: int, text: str, size: int) -> None:
    """Digits at a fixed pitch, as numbers are printed on the Chinese card."""
    for index, character in enumerate(text):
        pen.text((x + round(index * 27.5), y), character, font=_font(_SANS, size), fill=_INK)


@lru_cache
def _background(chinese: bool) -> Picture:
    """A pale guilloche: waves that a reader must not take for text."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    low, high = ((222, 232, 240), (244, 240, 236)) if chinese else ((218, 234, 224), (244, 244, 232))
    blend = (x / WIDTH * 0.7 + y / HEIGHT * 0.3)[..., None]
    plain = np.asarray(low) * (1 - blend) + np.asarray(high) * blend
    waves = np.zeros((HEIGHT, WIDTH), np.float32)
    for period, bend, phase in ((14.0, 60.0, 0.0), (14.0, -60.0, 2.0), (23.0, 35.0, 1.0)):
        lines = np.sin((y + bend * np.sin(x / 140 + phase)) * (2 * np.pi / period))
        waves += np.clip(lines - 0.86, 0, 1) * 5
    return pixels(plain - waves[..., None] * (14, 9, 6))


def portrait(media: Path, width: int, height: int) -> Image.Image:
    """The holder's portrait. Raises `MediaMissingError`."""
    still = cv2.imread(str(media / "single_face.jpg"))
    if still is None:
        raise MediaMissingError("single_face.jpg")
    h, w = still.shape[:2]
    left, top, right, bottom = _PORTRAIT_IN_MEDIA
    cut = still[round(top * h) : round(bottom * h), round(left * w) : round(right * w)]
    return Image.fromarray(
        cv2.cvtColor(cv2.resize(cut, (width, height), interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2RGB)
    )


def _resident_front(pen: ImageDraw.ImageDraw, card: Card) -> None:
    def labelled(y: int, label: str, value: str, size: int = 34) -> None:
        _text(pen, 64, y + (size - 28) // 2, label, 27, ink=_LABEL)
        _text(pen, 152, y, value, size)

    labelled(62, "姓 名", card.name, 36)
    labelled(128, "性 别", "男" if card.male else "女", 32)
    _text(pen, 262, 131, "民 族", 27, ink=_LABEL)
    _text(pen, 350, 128, card.nation, 32)
    labelled(192, "出 生", f"{card.born.year}", 32)
    for x, value, unit in ((232, "", "年"), (276, f"{card.born.month}", "月"), (366, f"{card.born.day}", "日")):
        _text(pen, x, 192, value, 32)
        _text(pen, x + (46 if value else 0), 195, unit, 27, ink=_LABEL)
    _text(pen, 64, 261, "住 址", 27, ink=_LABEL)
    for row, start in enumerate(range(0, len(card.address), 11)):
        _text(pen, 152, 258 + row * 46, card.address[start : start + 11], 32)
    _text(pen, 64, 432, "公民身份号码", 27, ink=_LABEL)
    _spaced(pen, 288, 424, card.number, 38)
    _text(pen, 600, 496, "样本 SPECIMEN", 24, ink=_SPECIMEN)


def _resident_back(pen: ImageDraw.ImageDraw, card: Card) -> None:
    pen.ellipse((64, 52, 196, 184), fill=(206, 60, 56), outline=(176, 36, 36), width=4)
    _text(pen, 92, 92, "样本", 36, ink=(250, 236, 180))
    _text(pen, 256, 60, "中华人民共和国", 60)
    _text(pen, 276, 146, "居 民 身 份 证", 66)
    _text(pen, 150, 354, "签发机关", 29, ink=_LABEL)
    _text(pen, 300, 350, card.issuer, 33)
    _text(pen, 150, 422, "有效期限", 29, ink=_LABEL)
    until = f"{card.expires:%Y.%m.%d}" if card.expires else "长期"
    _text(pen, 300, 418, f"{card.issued:%Y.%m.%d}-{until}", 33)
    _text(pen, 600, 496, "样本 SPECIMEN", 24, ink=_SPECIMEN)


def _utopian_front(pen: ImageDraw.ImageDraw, card: Card) -> None:
    _text(pen, 40, 22, "UTOPIA", 46, ink=(20, 70, 60))
    _text(pen, 330, 32, "IDENTITY CARD", 32, ink=(20, 70, 60))
    _text(pen, 620, 34, "SPECIMEN", 28, ink=_SPECIMEN)

    def labelled(x: int, y: int, label: str, value: str) -> None:
        _text(pen, x, y, label, 19, ink=_LABEL)
        _text(pen, x, y + 22, value, 31)

    labelled(330, 104, "Surname", card.name)
    labelled(330, 178, "Given names", card.given)
    labelled(330, 252, "Sex", "M" if card.male else "F")
    labelled(460, 252, "Nationality", card.issuer)
    labelled(330, 326, "Date of birth", f"{card.born:%d %m %Y}")
    labelled(590, 326, "Date of expiry", f"{card.expires:%d %m %Y}" if card.expires else "-")
    labelled(330, 400, "Document number", card.number)
    _text(pen, 330, 484, "Not a valid document", 22, ink=_SPECIMEN)


def _utopian_back(pen: ImageDraw.ImageDraw, card: Card) -> None:
    _text(pen, 44, 34, "Date of issue", 19, ink=_LABEL)
    _text(pen, 44, 56, f"{card.issued:%d %m %Y}", 28)
    _text(pen, 320, 34, "Authority", 19, ink=_LABEL)
    _text(pen, 320, 56, "UTOPIA", 28)
    pen.rectangle((44, 140, 170, 240), fill=(212, 190, 120), outline=(150, 130, 70), width=3)
    for y in (173, 207):
        pen.line((44, y, 170, y), fill=(150, 130, 70), width=3)
    _text(pen, 560, 180, "SPECIMEN", 40, ink=_SPECIMEN)
    font = _font(_OCR_B, 41)
    for row, line in enumerate(mrz_lines(card)):
        for column, character in enumerate(line):
            pen.text((46 + round(column * 25.4), 318 + row * 64), character, font=font, fill=_INK)
