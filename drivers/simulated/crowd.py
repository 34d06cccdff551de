"""A crowd of invented residents with their cards, and the photographs that cameras take of such cards.

For proofs of reading: names, addresses and numbers are drawn at random and belong to nobody. The number's address code
is of no place.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

import cv2
import numpy as np

from drivers.simulated import cards
from drivers.simulated.people import Card, resident_number
from drivers.simulated.scene import Noise, Picture, corners, desk, laid, pixels, rounded
from kiosk.core.identity import DocumentKind

SPOILS: Final = ("plain", "perspective", "blurred", "glare", "dim")
"""The ways a card is seen, one after the other."""

_SIZE: Final = (1280, 720)
_SURNAMES: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN: Final = "安博晨丹恩芳国海静凯乐敏宁平琴然诗涛文欣雅泽志思源明远嘉怡建华秀英子涵雨桐浩宇"
_FAR: Final = ("阿依古丽·样本", "巴特尔·示例", "买买提江·虚构", "卓玛央金")
_PLACES: Final = ("虚构省样本市想象区", "虚构省示例县", "乌有自治区样本市", "想象市虚构区", "乌有省样本州示例县")
_STREETS: Final = ("不存在街道", "示例路", "想象大道", "样本镇虚构村", "乌有巷")
_HOMES: Final = ("小区", "花园", "家园", "大院")
_NATIONS: Final = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 "
    "柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 "
    "塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
)
"""Of GB/T 3304; written here anew, so that the reader's list is proved too."""
_TODAY: Final = date(2026, 11, 1)


def printed(card: Card) -> dict[str, str]:
    """What the front of a resident card says, by the names of `kiosk vision document`."""
    return {
        "name": card.name,
        "sex": "男" if card.male else "女",
        "nation": card.nation,
        "birth": card.born.isoformat(),
        "address": card.address,
        "number": card.number,
    }


def residents(count: int, seed: int = 1) -> Iterator[Card]:
    """Cards of people of 17 to 79 years, in force on 1 November 2026; every nation in turn."""
    rng = np.random.default_rng(seed)
    nations = _NATIONS.split()
    for number in range(count):
        born = _TODAY - timedelta(days=int(rng.integers(17 * 366, 79 * 365)))
        issued = _TODAY - timedelta(days=int(rng.integers(30, 300)))
        age = (issued - born).days / 365.25
        years = 5 if age < 16 else 10 if age < 26 else 20 if age < 46 else None
        sequence = int(rng.integers(1000))
        yield Card(
            kind=DocumentKind.CN_RESIDENT_ID,
            number=resident_number(born, sequence),
            name=_name(rng, far=number % 17 == 16),
            given="",
            male=sequence % 2 == 1,
            born=born,
            issued=issued,
            expires=None if years is None else _years_on(issued, years),
            issuer=f"{str(rng.choice(_PLACES))[-3:]}公安局",
            nation=nations[number % len(nations)],
            address=_address(rng),
        )


def photographed(card: Picture, spoil: str, rng: np.random.Generator) -> Picture:
    """A drawn side as a camera sees it on a desk: BGR `(720, 1280, 3)`. `spoil` is one of `SPOILS`."""
    width = _SIZE[0] * float(rng.uniform(0.6, 0.72))
    lean = 0.08 if spoil == "perspective" else 0.01
    where = corners(
        (_SIZE[0] / 2 + float(rng.uniform(-30, 30)), _SIZE[1] / 2 + float(rng.uniform(-20, 20))),
        width,
        width * cards.HEIGHT / cards.WIDTH,
        turn=float(rng.uniform(-5, 5)) if spoil == "perspective" else float(rng.uniform(-1.5, 1.5)),
        tilt=float(rng.uniform(0, lean)),
        sway=float(rng.uniform(0, lean)),
    )
    seen = laid(desk(*_SIZE, rng), card, where, rounded(cards.WIDTH, cards.HEIGHT, 30))
    match spoil:
        case "blurred":
            seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), float(rng.uniform(1.2, 1.6))), dtype=np.uint8)
        case "glare":
            glow = np.zeros(_SIZE[::-1], np.float32)
            at = (int(rng.integers(300, 980)), int(rng.integers(150, 570)))
            cv2.ellipse(glow, at, (150, 70), float(rng.uniform(-40, 40)), 0, 360, 1.0, -1)
            glow = np.asarray(cv2.GaussianBlur(glow, (0, 0), 40), dtype=np.float32)
            seen = pixels(seen + glow[..., None] * 120)
        case "dim":
            seen = pixels(seen * float(rng.uniform(0.25, 0.4)))
    return Noise(*_SIZE, rng, sigma=3.0).upon(seen)


def _name(rng: np.random.Generator, *, far: bool) -> str:
    if far:
        return str(rng.choice(_FAR))
    given = rng.choice(list(_GIVEN), int(rng.integers(1, 3)))
    return str(rng.choice(list(_SURNAMES))) + "".join(given)


def _address(rng: np.random.Generator) -> str:
    place = f"{rng.choice(_PLACES)}{rng.choice(_STREETS)}{rng.integers(1, 999)}号"
    if rng.random() < 0.5:
        return place
    rooms = f"{rng.integers(1, 30)}号楼{rng.integers(1, 6)}单元{rng.integers(101, 2600)}室"
    return f"{place}{''.join(rng.choice(list(_GIVEN), 2))}{rng.choice(_HOMES)}{rooms}"


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
