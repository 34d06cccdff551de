"""The simulated resident-ID reader: the published frames, its cards, and nothing left behind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sam_desk import CARD

from drivers.simulated.people import CARDS
from drivers.simulated.sam import SecurityModule, SerialSam, SimulatedResidentIdReader
from drivers.simulated.sam_card import PHOTO, chip_of
from kiosk.core.health import Ready


def said(module: SecurityModule, command: str) -> str:
    return b"".join(module.hear(bytes.fromhex(command))).hex().upper()


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("AAAAAA9669000310FFEC", "AAAAAA9669000400009094"),
        ("AAAAAA9669000311FFED", "AAAAAA9669000400009094"),
        ("AAAAAA96690003200221", "AAAAAA9669000400008185"),
        ("AAAAAA96690003200122", "AAAAAA9669000400008084"),
        ("AAAAAA96690003300132", "AAAAAA9669000400004145"),
        ("AAAAAA96690003200123", "AAAAAA9669000400001014"),
        ("AAAAAA96690004200125", "AAAAAA9669000400001115"),
        ("AAAAAA96690003600063", "AAAAAA9669000400002125"),
    ],
    ids=["reset", "status", "select", "find", "read", "wrong checksum", "wrong length", "unknown command"],
)
def test_without_a_card_it_answers_as_published(command: str, answer: str) -> None:
    assert said(SecurityModule(lambda: None), command) == answer


def test_a_card_is_found_selected_and_read_as_published() -> None:
    module = SecurityModule(lambda: CARD)
    assert said(module, "AAAAAA96690003200122") == "AAAAAA9669000800009F0000000097"
    assert said(module, "AAAAAA96690003200221") == "AAAAAA9669000C00009000000000000000009C"
    record = said(module, "AAAAAA96690003300132")
    assert record.startswith("AAAAAA9669050800009001000400")
    assert len(record) == 2 * 1295
    assert said(module, "AAAAAA96690003200122") == "AAAAAA9669000400008084"


def test_the_number_is_told_in_sixteen_bytes() -> None:
    assert said(SecurityModule(lambda: None), "AAAAAA9669000312FFEE").startswith("AAAAAA96690014000090")


def test_the_device_keeps_its_path_and_is_gone_at_the_end() -> None:
    with SerialSam() as sam:
        device = Path(sam.device)
        assert device.is_char_device()
        sam.unplug()
        sam.unplug()
        assert not device.exists()
        sam.plug()
        sam.plug()
        assert device.is_char_device()
    sam.close()
    assert not device.parent.exists()


def test_the_photo_is_plainly_none() -> None:
    assert len(PHOTO) == 1024
    assert b"NOT A WLT PICTURE" in PHOTO


def test_only_chinese_cards_have_a_chip_for_it() -> None:
    assert chip_of(None) is None
    assert chip_of(CARDS["utopian-id"]) is None
    assert all(chip_of(card) for name, card in CARDS.items() if name.startswith("chinese"))


def test_what_does_not_fit_its_field_is_not_cut() -> None:
    with pytest.raises(ValueError, match="30 bytes"):
        replace(CARD, name="名" * 16).text()


def test_the_reader_without_a_line_is_always_well() -> None:
    assert SimulatedResidentIdReader(lambda: None).health() == Ready()
