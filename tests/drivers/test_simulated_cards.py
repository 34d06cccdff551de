"""The specimens: plainly invented, and right where a reader checks them."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from stdnum.cn import ric

from drivers.simulated import cards, crowd
from drivers.simulated.people import CARDS, UNUSUAL
from kiosk.core.identity import DocumentKind


@pytest.mark.parametrize("name", [*CARDS, *UNUSUAL])
def test_every_side_is_drawn_and_marked_as_a_specimen(name: str, tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "single_face.jpg"), np.full((562, 572, 3), 140, np.uint8))
    for side in ("front", "back"):
        picture = cards.draw((dict(CARDS) | dict(UNUSUAL))[name], side, tmp_path)
        assert picture.shape == (cards.HEIGHT, cards.WIDTH, 3)
        blue, green, red = (picture[..., channel].astype(int) for channel in range(3))
        assert ((red > 150) & (green < 90) & (blue < 90)).sum() > 400  # the red word SPECIMEN


@pytest.mark.parametrize("name", [name for name, card in CARDS.items() if card.kind is DocumentKind.CN_RESIDENT_ID])
def test_numbers_are_well_formed_and_of_no_place(name: str) -> None:
    number = CARDS[name].number
    assert number[-1] == ric.calc_check_digit(number)
    with pytest.raises(ric.InvalidComponent):
        ric.get_birth_place(number)


@pytest.mark.parametrize("name", [name for name, card in CARDS.items() if card.kind is DocumentKind.TD1])
def test_zones_are_three_lines_of_thirty_of_the_state_utopia(name: str) -> None:
    lines = cards.mrz_lines(CARDS[name])
    assert [len(line) for line in lines] == [30, 30, 30]
    assert lines[0].startswith("I<UTO")


@pytest.mark.parametrize(
    ("name", "lengths", "head"), [("utopian-passport", [44, 44], "P<UTO"), ("utopian-td2", [36, 36], "I<UTO")]
)
def test_larger_documents_have_two_lines(name: str, lengths: list[int], head: str) -> None:
    lines = cards.mrz_lines((dict(CARDS) | dict(UNUSUAL))[name])
    assert [len(line) for line in lines] == lengths
    assert lines[0].startswith(head)


def test_a_chinese_card_has_no_zone() -> None:
    with pytest.raises(ValueError, match="no machine-readable zone"):
        cards.mrz_lines(CARDS["chinese-id"])


def test_a_typeface_that_is_not_installed_is_named_with_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(cards.TYPEFACES, "zen-hei", (tmp_path / "wqy-zenhei.ttc", "fonts-wqy-zenhei"))
    cv2.imwrite(str(tmp_path / "single_face.jpg"), np.full((562, 572, 3), 140, np.uint8))
    with pytest.raises(cards.FontMissingError, match="fonts-wqy-zenhei"):
        cards.draw(CARDS["chinese-id"], "back", tmp_path, "zen-hei")


def test_a_crowd_is_of_every_nation_and_of_no_place() -> None:
    crowded = list(crowd.residents(56, seed=9))
    assert len({card.nation for card in crowded}) == 56
    for card in crowded:
        assert card.number[-1] == ric.calc_check_digit(card.number)
        assert card.number[6:14] == f"{card.born:%Y%m%d}"
        assert (int(card.number[16]) % 2 == 1) == card.male
        with pytest.raises(ric.InvalidComponent):
            ric.get_birth_place(card.number)
    assert crowded == list(crowd.residents(56, seed=9))


def test_personal_fields_stay_out_of_repr() -> None:
    for card in CARDS.values():
        assert card.number not in repr(card)
        assert card.name not in repr(card)
