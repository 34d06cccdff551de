"""`kiosk vision document`: a line for every file, whatever the file is, and status 0 when each was answered."""

from __future__ import annotations

import json
import os
import struct
import time
import zlib
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from cli_desk import Run

from drivers.simulated import cards
from drivers.simulated.people import CARDS, UNUSUAL


@pytest.fixture
def media(tmp_path: Path) -> Path:
    folder = tmp_path / "media"
    folder.mkdir()
    cv2.imwrite(str(folder / "single_face.jpg"), np.full((562, 572, 3), 140, np.uint8))
    return folder


def png(width: int, height: int, body: bytes = b"") -> bytes:
    """A PNG of one gray channel whose header says whatever the test wants."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def answered(kiosk: Run, *files: Path) -> list[dict[str, Any]]:
    said = kiosk("vision", "document", *files, "--json")
    assert said.status == 0
    answers = [json.loads(line) for line in said.out.splitlines()]
    assert [answer["file"] for answer in answers] == [str(file) for file in files]
    assert all(answer["ms"] >= 0 for answer in answers)
    return answers


def test_each_kind_is_read_from_a_picture(kiosk: Run, tmp_path: Path, media: Path) -> None:
    files = []
    for name, side in (
        ("utopian-passport", "front"),
        ("utopian-td2", "front"),
        ("utopian-id", "back"),
        ("chinese-id-long-term", "front"),
        ("chinese-id-long-term", "back"),
        ("residence-permit", "front"),
        ("residence-permit", "back"),
    ):
        file = tmp_path / f"{name}-{side}.jpg"
        cv2.imwrite(str(file), cards.draw({**CARDS, **UNUSUAL}[name], side, media))  # type: ignore[arg-type]
        files.append(file)
    passport, td2, td1, front, back, permit, behind = answered(kiosk, *files)
    assert all(answer["ok"] and "reason" not in answer for answer in (passport, td2, td1, front, back, permit, behind))
    assert all(all(answer["checks"].values()) for answer in (passport, td1, front, back))
    assert [answer["kind"] for answer in (passport, td2, td1)] == ["td3", "td2", "td1"]
    assert passport["fields"] == {
        "code": "P",
        "issuer": "UTO",
        "surname": "VAN HALDER",
        "given_names": "ELIAS NOAH",
        "name": "ELIAS NOAH VAN HALDER",
        "nationality": "UTO",
        "sex": "M",
        "number": "UT7301946",
        "birth": "1987-09-30",
        "expiry": "2033-06-12",
        "optional": "",
        "mrz": ["P<UTOVAN<HALDER<<ELIAS<NOAH<<<<<<<<<<<<<<<<<", "UT73019467UTO8709309M3306127<<<<<<<<<<<<<<04"],
    }
    assert (passport["expired"], front["expired"], back["expired"]) == (False, None, False)
    assert (front["kind"], front["side"]) == ("cn-resident-id", "front")
    assert front["fields"] == {
        "name": "欧阳样本",
        "sex": "男",
        "nation": "汉",
        "birth": "1961-12-24",
        "address": "虚构省样本市想象区不存在街道示例小区18号楼2单元601室",
        "number": CARDS["chinese-id-long-term"].number,
    }
    assert (back["kind"], back["side"]) == ("cn-resident-id", "back")
    assert back["fields"] == {
        "issuer": "样本市公安局示例分局",
        "valid_from": "2015-08-19",
        "valid_to": "long-term",
    }
    assert permit["kind"] == behind["kind"] == "cn-residence-permit"
    assert (behind["fields"]["travel_permit"], behind["fields"]["times_issued"]) == ("H00000000", "2")


@pytest.mark.parametrize("beside", [False, True], ids=["one above the other", "side by side"])
def test_both_sides_in_one_picture_are_checked_together(kiosk: Run, tmp_path: Path, media: Path, beside: bool) -> None:
    drawn = {
        (name, side): cards.draw(CARDS[name], side, media)  # type: ignore[arg-type]
        for name in ("chinese-id", "chinese-id-long-term")
        for side in ("front", "back")
    }
    files = []
    for back in ("chinese-id", "chinese-id-long-term"):
        file = tmp_path / f"{back}.png"
        together = [drawn["chinese-id", "front"], drawn[back, "back"]]
        cv2.imwrite(str(file), np.hstack(together) if beside else np.vstack(together))
        files.append(file)
    right, wrong = answered(kiosk, *files)
    assert (right["ok"], right["side"], right["checks"]["sidesBelongTogether"]) == (True, "both", True)
    assert {"name", "number", "issuer", "valid_to"} <= right["fields"].keys()
    assert (wrong["ok"], wrong["reason"], wrong["checks"]["sidesBelongTogether"]) == (False, "checkFailed", False)


def test_an_expired_document_is_read_and_said_to_be_expired(kiosk: Run, tmp_path: Path, media: Path) -> None:
    file = tmp_path / "expired.png"
    cv2.imwrite(str(file), cards.draw(CARDS["utopian-id-expired"], "back", media))
    (answer,) = answered(kiosk, file)
    assert (answer["ok"], answer["expired"]) == (True, True)


def test_a_card_upside_down_or_on_its_side_is_read(kiosk: Run, tmp_path: Path, media: Path) -> None:
    card = cards.draw(CARDS["chinese-id"], "front", media)
    files = []
    for turn in (cv2.ROTATE_180, cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_90_COUNTERCLOCKWISE):
        files.append(tmp_path / f"{turn}.png")
        cv2.imwrite(str(files[-1]), cv2.rotate(card, turn))
    assert [answer["ok"] for answer in answered(kiosk, *files)] == [True] * 3


def test_a_field_that_did_not_verify_is_left_out(
    kiosk: Run, tmp_path: Path, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upper, lower = cards.mrz_lines(CARDS["utopian-passport"])
    monkeypatch.setattr(cards, "mrz_lines", lambda card: (upper, lower[:9] + "3" + lower[10:]))
    file = tmp_path / "spoilt.png"
    cv2.imwrite(str(file), cards.draw(CARDS["utopian-passport"], "front", media))
    (answer,) = answered(kiosk, file)
    assert (answer["ok"], answer["reason"]) == (False, "checkFailed")
    assert answer["checks"]["number"] is False
    assert "number" not in answer["fields"]
    assert "mrz" not in answer["fields"]
    assert answer["fields"]["birth"] == "1987-09-30"


def test_a_card_that_is_covered_in_part_is_known_and_unreadable(kiosk: Run, tmp_path: Path, media: Path) -> None:
    card = cards.draw(CARDS["chinese-id"], "front", media)
    card[50:110, 60:400] = 230  # a thumb on the name
    file = tmp_path / "covered.png"
    cv2.imwrite(str(file), card)
    (answer,) = answered(kiosk, file)
    assert (answer["ok"], answer["kind"], answer["reason"]) == (False, "cn-resident-id", "unreadable")
    assert answer["fields"] == {}


def test_hostile_files_are_a_line_each(kiosk: Run, tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    contents = {
        "empty": b"",
        "text": b"dear bank",
        "bomb.png": png(60000, 60000, zlib.compress(bytes(10_000))),
        "flat.png": png(2**31 - 1, 1),
        "torn.png": png(640, 480)[:40],
        "no pixels.png": png(640, 480),
        "bomb.jpg": b"\xff\xd8\xff\xc0\x00\x11\x08\xea\x60\xea\x60\x03\x01\x11\x00\x02\x11\x01\x03\x11\x01\xff\xda",
        "torn.jpg": b"\xff\xd8\xff",
        "bomb.bmp": b"BM" + bytes(16) + struct.pack("<ii", 60000, -60000) + bytes(28),
        "bomb.tif": b"II*\0\x08\0\0\0\x02\0" + struct.pack("<HHIIHHII", 256, 4, 1, 60000, 257, 4, 1, 60000) + bytes(4),
        "bomb.webp": b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0" + bytes(4) + b"\xff\xff\x00" * 2,
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    files = [*(tmp_path / name for name in contents), fifo, tmp_path, tmp_path / "missing", Path("/dev/zero")]
    began = time.monotonic()
    answers = answered(kiosk, *files)
    assert time.monotonic() - began < 30
    reasons = {Path(answer["file"]).name: answer["reason"] for answer in answers}
    assert not any(answer["ok"] for answer in answers)
    assert {name for name, reason in reasons.items() if reason == "tooLarge"} == {
        "bomb.png", "flat.png", "bomb.jpg", "bomb.bmp", "bomb.tif", "bomb.webp",
    }  # fmt: skip
    assert {reasons[name] for name in ("empty", "text", "torn.png", "torn.jpg")} == {"notAPicture"}
    assert reasons["no pixels.png"] in ("notAPicture", "noDocument")
    assert (reasons["fifo"], reasons["zero"], reasons["missing"]) == ("notAFile", "notAFile", "notFound")
    assert reasons[tmp_path.name] == "notAFile"


def test_a_file_of_gigabytes_is_not_read(kiosk: Run, tmp_path: Path) -> None:
    file = tmp_path / "sparse.jpg"
    with file.open("wb") as out:
        out.truncate(8 * 2**30)
    (answer,) = answered(kiosk, file)
    assert answer["reason"] == "tooLarge"


def test_pictures_without_a_document_say_so(kiosk: Run, tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    pictures = {
        "blank.png": np.full((400, 600, 3), 200, np.uint8),
        "noise.png": rng.integers(0, 256, (300, 400, 3)).astype(np.uint8),
        "dot.png": np.zeros((1, 1, 3), np.uint8),
        "hair.png": np.zeros((1, 20000, 3), np.uint8),
        "sixteen.png": np.full((200, 300), 40000, np.uint16),
    }
    for name, picture in pictures.items():
        cv2.imwrite(str(tmp_path / name), picture)
    answers = answered(kiosk, *(tmp_path / name for name in pictures))
    assert {answer["reason"] for answer in answers} <= {"noDocument", "unreadable"}
    assert all(answer["kind"] is None for answer in answers)


def test_people_get_a_table(kiosk: Run, tmp_path: Path, media: Path) -> None:
    file = tmp_path / "card.png"
    cv2.imwrite(str(file), cards.draw(CARDS["utopian-id"], "back", media))
    said = kiosk("vision", "document", file, tmp_path / "missing")
    assert said.status == 0
    assert f"{file}: td1: every check held" in said.out
    assert "number       D23145890" in said.out
    assert f"{tmp_path / 'missing'}: no document: notFound" in said.out


def test_a_picture_must_be_named(kiosk: Run) -> None:
    assert kiosk("vision", "document").status == 2
    assert kiosk("vision").status == 2
