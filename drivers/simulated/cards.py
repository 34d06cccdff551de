"""Draws specimen identity documents, plainly marked as specimens.

The layout follows what a customer would hold: a Chinese resident ID (its labels and their places), the residence
permit made like it, and of the state Utopia of ICAO Doc 9303 a TD1 card, a TD2 card and a TD3 passport. Ten pixels are
one millimetre of an ID-1 card (ISO/IEC 7810), which is 856 by 540; the larger TD2 and TD3 lie in the same picture on a
cover, six pixels a millimetre. Of the residence permit only the words and the number are known to us, not the places.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
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
_ZEN_HEI: Final = (Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"), "fonts-wqy-zenhei")
_SIMPLIFIED_CHINESE: Final = {"NotoSansCJK-Regular.ttc": 2}
"""The index of the face in a collection; of others the first."""

TYPEFACES: Final = {"noto": _SANS, "zen-hei": _ZEN_HEI}
"""The typefaces that a Chinese card can be drawn in."""

_INK: Final = (20, 20, 24)
_LABEL: Final = (40, 84, 140)
_SPECIMEN: Final = (196, 40, 40)
_PORTRAIT_IN_MEDIA: Final = (0.23, 0.06, 0.79, 0.77)  # left, top, right, bottom of the still, as fractions


class FontMissingError(Exception):
    """A font that specimens are drawn with is not installed; the message names its Debian package."""


class MediaMissingError(Exception):
    """A picture or film of the demo media is not there; the message names it."""


def draw(card: Card, side: Side, media: Path, typeface: str = "noto") -> Picture:
    """One side of a specimen, BGR `(540, 856, 3)`. `media` is the folder that holds `single_face.jpg`.

    `typeface` is one of `TYPEFACES`, for Chinese cards. Raises `FontMissingError`, `MediaMissingError`.
    """
    chinese = card.kind in (DocumentKind.CN_RESIDENT_ID, DocumentKind.CN_RESIDENCE_PERMIT)
    face = Image.new("RGB", (WIDTH, HEIGHT))
    face.paste(Image.fromarray(_background(chinese)))
    pen = _Pen(ImageDraw.Draw(face), TYPEFACES[typeface] if chinese else _SANS)
    match card.kind, side:
        case DocumentKind.CN_RESIDENT_ID | DocumentKind.CN_RESIDENCE_PERMIT, "front":
            _resident_front(pen, card)
            face.paste(portrait(media, 260, 330), (560, 72))
        case DocumentKind.CN_RESIDENT_ID | DocumentKind.CN_RESIDENCE_PERMIT, _:
            _resident_back(pen, card)
        case DocumentKind.TD1, "front":
            _utopian_front(pen, card)
            face.paste(portrait(media, 250, 318), (40, 120))
        case DocumentKind.TD1, _:
            _utopian_back(pen, card)
        case _, "front":
            _utopian_page(pen, card)
            face.paste(portrait(media, 205, 261), (64, 118))
        case _:
            _utopian_cover(pen, card)
    pen.draw.rounded_rectangle((1, 1, WIDTH - 2, HEIGHT - 2), radius=30, outline=(170, 170, 176), width=2)
    return np.asarray(cv2.cvtColor(np.asarray(face), cv2.COLOR_RGB2BGR), dtype=np.uint8)


def mrz_lines(card: Card) -> tuple[str, ...]:
    """The machine-readable zone of a TD1, TD2 or TD3 (ICAO Doc 9303-5, -6 and -4, 4.2). Raises `ValueError` else."""
    expires = f"{card.expires:%y%m%d}" if card.expires else "<<<<<<"
    number = f"{card.number:<<9}" + _digit(f"{card.number:<<9}")
    born = f"{card.born:%y%m%d}"
    birth, dates = born + _digit(born), expires + _digit(expires)
    sex = "M" if card.male else "F"
    holder = f"{card.name}<<{card.given}".replace(" ", "<")
    match card.kind:
        case DocumentKind.TD1:
            upper = f"I<{card.issuer}{number}".ljust(30, "<")
            middle = f"{birth}{sex}{dates}{card.issuer}".ljust(29, "<")
            composite = _digit(upper[5:30] + birth + dates + middle[18:29])
            return upper, middle + composite, holder.ljust(30, "<")[:30]
        case DocumentKind.TD2:
            lower = f"{number}{card.issuer}{birth}{sex}{dates}".ljust(35, "<")
            return f"I<{card.issuer}{holder}".ljust(36, "<")[:36], lower + _digit(number + birth + lower[21:35])
        case DocumentKind.TD3:
            lower = f"{number}{card.issuer}{birth}{sex}{dates}".ljust(42, "<") + "0"
            return f"P<{card.issuer}{holder}".ljust(44, "<")[:44], lower + _digit(number + birth + lower[21:43])
        case _:
            raise ValueError(f"{card.kind} has no machine-readable zone")


def _digit(text: str) -> str:
    values = (0 if c == "<" else int(c, 36) for c in text)
    return str(sum(value * weight for value, weight in zip(values, itertools.cycle((7, 3, 1)), strict=False)) % 10)


@lru_cache
def _font(which: tuple[Path, str], size: int) -> ImageFont.FreeTypeFont:
    path, package = which
    if not path.is_file():
        raise FontMissingError(f"{path.name} is missing: install the Debian package {package}")
    return ImageFont.truetype(path, size, index=_SIMPLIFIED_CHINESE.get(path.name, 0))


@dataclass(frozen=True)
class _Pen:
    """Writes on one side of a document in one typeface."""

    draw: ImageDraw.ImageDraw
    typeface: tuple[Path, str]

    def text(self, x: int, y: int, text: str, size: int, *, ink: tuple[int, int, int] = _INK) -> None:
        self.draw.text((x, y), text, font=_font(self.typeface, size), fill=ink)

    def spaced(self, x: int, y: int, text: str, size: int) -> None:
        """Digits at a fixed pitch, as numbers are printed on the Chinese card."""
        for index, character in enumerate(text):
            self.text(x + round(index * 27.5), y, character, size)

    def zone(self, x: int, y: int, lines: tuple[str, ...], *, pitch: float, leading: int) -> None:
        """A machine-readable zone in OCR-B, `pitch` pixels from character to character."""
        font = _font(_OCR_B, round(pitch * 1.615))
        for row, line in enumerate(lines):
            for column, character in enumerate(line):
                self.draw.text((x + round(column * pitch), y + row * leading), character, font=font, fill=_INK)


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


def _resident_front(pen: _Pen, card: Card) -> None:
    def labelled(y: int, label: str, value: str, size: int = 34) -> None:
        pen.text(64, y + (size - 28) // 2, label, 27, ink=_LABEL)
        pen.text(152, y, value, size)

    labelled(62, "姓 名", card.name, 36)
    labelled(128, "性 别", "男" if card.male else "女", 32)
    if card.nation:
        pen.text(262, 131, "民 族", 27, ink=_LABEL)
        pen.text(350, 128, card.nation, 32)
    labelled(192, "出 生", f"{card.born.year}", 32)
    for x, value, unit in ((232, "", "年"), (276, f"{card.born.month}", "月"), (366, f"{card.born.day}", "日")):
        pen.text(x, 192, value, 32)
        pen.text(x + (46 if value else 0), 195, unit, 27, ink=_LABEL)
    pen.text(64, 261, "住 址", 27, ink=_LABEL)
    for row, start in enumerate(range(0, len(card.address), 11)):
        pen.text(152, 258 + row * 46, card.address[start : start + 11], 32)
    pen.text(64, 432, "公民身份号码", 27, ink=_LABEL)
    pen.spaced(288, 424, card.number, 38)
    pen.text(600, 496, "样本 SPECIMEN", 24, ink=_SPECIMEN)


def _resident_back(pen: _Pen, card: Card) -> None:
    pen.draw.ellipse((64, 52, 196, 184), fill=(206, 60, 56), outline=(176, 36, 36), width=4)
    pen.text(92, 92, "样本", 36, ink=(250, 236, 180))
    pen.text(256, 60, "中华人民共和国", 60)
    if card.kind is DocumentKind.CN_RESIDENCE_PERMIT:
        taiwan = card.number.startswith("83")
        pen.text(256, 146, "台 湾 居 民 居 住 证" if taiwan else "港 澳 居 民 居 住 证", 52)
        pen.text(150, 240, "通行证号码", 29, ink=_LABEL)
        pen.text(320, 236, card.travel_permit, 33)
        pen.text(150, 296, "签发次数", 29, ink=_LABEL)
        pen.text(300, 292, f"{card.times_issued:02d}", 33)
    else:
        pen.text(276, 146, "居 民 身 份 证", 66)
    pen.text(150, 354, "签发机关", 29, ink=_LABEL)
    pen.text(300, 350, card.issuer, 33)
    pen.text(150, 422, "有效期限", 29, ink=_LABEL)
    until = f"{card.expires:%Y.%m.%d}" if card.expires else "长期"
    pen.text(300, 418, f"{card.issued:%Y.%m.%d}-{until}", 33)
    pen.text(600, 496, "样本 SPECIMEN", 24, ink=_SPECIMEN)


def _utopian_front(pen: _Pen, card: Card) -> None:
    pen.text(40, 22, "UTOPIA", 46, ink=(20, 70, 60))
    pen.text(330, 32, "IDENTITY CARD", 32, ink=(20, 70, 60))
    pen.text(620, 34, "SPECIMEN", 28, ink=_SPECIMEN)

    def labelled(x: int, y: int, label: str, value: str) -> None:
        pen.text(x, y, label, 19, ink=_LABEL)
        pen.text(x, y + 22, value, 31)

    labelled(330, 104, "Surname", card.name)
    labelled(330, 178, "Given names", card.given)
    labelled(330, 252, "Sex", "M" if card.male else "F")
    labelled(460, 252, "Nationality", card.issuer)
    labelled(330, 326, "Date of birth", f"{card.born:%d %m %Y}")
    labelled(590, 326, "Date of expiry", f"{card.expires:%d %m %Y}" if card.expires else "-")
    labelled(330, 400, "Document number", card.number)
    pen.text(330, 484, "Not a valid document", 22, ink=_SPECIMEN)


def _utopian_back(pen: _Pen, card: Card) -> None:
    pen.text(44, 34, "Date of issue", 19, ink=_LABEL)
    pen.text(44, 56, f"{card.issued:%d %m %Y}", 28)
    pen.text(320, 34, "Authority", 19, ink=_LABEL)
    pen.text(320, 56, "UTOPIA", 28)
    pen.draw.rectangle((44, 140, 170, 240), fill=(212, 190, 120), outline=(150, 130, 70), width=3)
    for y in (173, 207):
        pen.draw.line((44, y, 170, y), fill=(150, 130, 70), width=3)
    pen.text(560, 180, "SPECIMEN", 40, ink=_SPECIMEN)
    pen.zone(46, 318, mrz_lines(card), pitch=25.4, leading=64)


def _utopian_page(pen: _Pen, card: Card) -> None:
    """The data page of a TD3, or the front of a TD2: 125 or 105 mm wide, on what lies beneath it."""
    passport = card.kind is DocumentKind.TD3
    pen.draw.rectangle((0, 0, 43, HEIGHT), fill=(96, 24, 40))
    pen.draw.rectangle((WIDTH - 44, 0, WIDTH, HEIGHT), fill=(96, 24, 40))
    pen.text(64, 20, "UTOPIA", 40, ink=(20, 70, 60))
    pen.text(300, 28, "PASSPORT" if passport else "OFFICIAL TRAVEL DOCUMENT", 28, ink=(20, 70, 60))
    pen.text(640, 66, "SPECIMEN", 28, ink=_SPECIMEN)

    def labelled(x: int, y: int, label: str, value: str) -> None:
        pen.text(x, y, label, 14, ink=_LABEL)
        pen.text(x, y + 16, value, 24)

    labelled(300, 80, "Document number / Numéro", card.number)
    labelled(300, 136, "Surname / Nom", card.name)
    labelled(300, 192, "Given names / Prénoms", card.given)
    labelled(300, 248, "Nationality / Nationalité", card.issuer)
    labelled(520, 248, "Sex / Sexe", "M" if card.male else "F")
    labelled(300, 304, "Date of birth / Date de naissance", f"{card.born:%d %m %Y}")
    labelled(560, 304, "Date of expiry / Date d'expiration", f"{card.expires:%d %m %Y}" if card.expires else "-")
    lines = mrz_lines(card)
    pitch = 686 / 44 if passport else 662 / 36  # 111.8 of 125 mm, 91.4 of 105 mm
    pen.zone(428 - round(pitch * len(lines[0]) / 2), 410, lines, pitch=pitch, leading=46)


def _utopian_cover(pen: _Pen, card: Card) -> None:
    pen.draw.rectangle((0, 0, WIDTH, HEIGHT), fill=(110, 30, 46))
    pen.text(300, 60, "UTOPIA", 60, ink=(230, 200, 120))
    pen.draw.ellipse((338, 180, 518, 360), outline=(230, 200, 120), width=6)
    pen.text(280, 400, "PASSPORT" if card.kind is DocumentKind.TD3 else "TRAVEL CARD", 50, ink=(230, 200, 120))
    pen.draw.rectangle((300, 480, 560, 520), fill=(244, 244, 240))
    pen.text(340, 482, "SPECIMEN", 28, ink=_SPECIMEN)
