"""What the files of a chip may hold, and what is not taken for it."""

from __future__ import annotations

import struct
from datetime import date

import pytest
from emrtd_desk import portrait

from drivers.simulated.chip_keys import der
from kiosk.documents.emrtd import lds, security_infos
from kiosk.documents.emrtd.ciphers import AES_256, TDES
from kiosk.documents.emrtd.errors import MalformedError

FACE = portrait()
ZONE = b"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10"


def face_record(image: bytes, *, points: int = 0, kind: int = 0, faces: int = 1, short: int = 0) -> bytes:
    body = struct.pack(">BBHHBBHH", 1, kind, 0, 0, 0, 0, 0, 0) + image
    face = struct.pack(">IH14x", 20 + 8 * points + len(body) - short, points) + bytes(8 * points) + body
    return struct.pack(">4s4sIH", b"FAC\0", b"010\0", 14 + faces * len(face), faces) + face * faces


def group(record: bytes, tag: int = 0x5F2E) -> bytes:
    template = der(0x7F60, der(0xA1, der(0x87, b"\1\1")), der(tag, record))
    return der(0x75, der(0x7F61, der(0x02, b"\1"), template))


@pytest.mark.parametrize("points", [0, 1, 30])
@pytest.mark.parametrize("tag", [0x5F2E, 0x7F2E])
def test_the_face_stands_behind_its_feature_points(points: int, tag: int) -> None:
    face = lds.face(group(face_record(FACE, points=points), tag))
    assert face is not None
    assert face.data == FACE


def test_of_several_faces_the_first_is_taken() -> None:
    face = lds.face(group(face_record(FACE, faces=3)))
    assert face is not None
    assert face.data == FACE


def test_the_image_tells_its_format_whatever_the_record_says() -> None:
    face = lds.face(group(face_record(portrait("JPEG2000"), kind=0)))
    assert face is not None
    assert face.format is lds.ImageFormat.JPEG2000
    bare = lds.face(group(face_record(b"\xff\x4f\xff\x51" + bytes(50), kind=1)))
    assert bare is not None
    assert bare.format is lds.ImageFormat.JPEG2000


@pytest.mark.parametrize(
    "record",
    [der(0xA1, der(0xA0, b"\1")), face_record(b"\x89PNG\r\n\x1a\n" + bytes(50))],
    ids=["ISO/IEC 39794-5", "PNG"],
)
def test_a_face_of_another_format_is_none_and_no_error(record: bytes) -> None:
    assert lds.face(group(record, 0x7F2E)) is None


@pytest.mark.parametrize(
    "record",
    [
        face_record(FACE)[:-1],
        face_record(FACE, short=len(FACE)),
        face_record(FACE, short=-1),
        face_record(FACE)[:20],
        b"FAC\0",
        struct.pack(">4s4sIH", b"FAC\0", b"010\0", 34, 0) + bytes(20),
        struct.pack(">4s4sIHIH14x", b"FAC\0", b"010\0", 34, 1, 20, 0xFFFF),
    ],
    ids=["cut", "no image", "beyond", "half", "header", "no face", "points"],
)
def test_a_face_record_that_is_cut_off_has_no_face(record: bytes) -> None:
    assert lds.face(group(record)) is None


@pytest.mark.parametrize("data", [der(0x75), der(0x75, der(0x7F61, der(0x02, b"\0"))), der(0x61), FACE])
def test_a_group_without_a_template_is_malformed(data: bytes) -> None:
    with pytest.raises(MalformedError):
        lds.face(data)


@pytest.mark.parametrize(
    "text", [b"", ZONE[:-1], ZONE + b"<", b"\xff" + ZONE[1:], ZONE.lower(), ZONE[:40] + b"\n" * 48]
)
def test_a_zone_that_is_none_is_malformed(text: bytes) -> None:
    with pytest.raises(MalformedError, match="no zone"):
        lds.zone(der(0x61, der(0x5F1F, text)), date(2026, 1, 1))


def test_what_opens_the_chip_is_cut_from_the_zone() -> None:
    assert lds.mrz_information(der(0x61, der(0x5F1F, ZONE))) == "L898902C3674081221204159"


def test_the_groups_are_listed_by_their_tags() -> None:
    assert lds.groups(der(0x60, der(0x5F01, b"0107"), der(0x5C, b"\x61\x75\x6e\x6f"))) == {1, 2, 14, 15}
    with pytest.raises(MalformedError, match="no data group"):
        lds.groups(der(0x60, der(0x5C, b"\x61\x42")))


# What a chip says it can do
def info(protocol: str, *values: bytes) -> bytes:
    return der(0x30, der(0x06, bytes.fromhex(protocol)), *values)


def number(value: int) -> bytes:
    return der(0x02, bytes((value,)))


KEY = der(0x30, der(0x30, der(0x06, b"*")), der(0x03, b"\0"))


def test_the_strongest_chip_authentication_comes_first_and_each_key_keeps_its_own() -> None:
    data = der(
        0x31,
        info("04007F00070202030201", number(1), number(7)),
        info("04007F00070202030204", number(1), number(7)),
        info("04007F000702020102", KEY, number(7)),
        info("04007F000702020102", KEY, number(9)),
    )
    ways = security_infos.chip_authentications(security_infos.parse(data))
    assert [(way.suite, way.key_id) for way in ways] == [(AES_256, 7), (TDES, 7), (TDES, 9)]
    assert all(way.spki == KEY for way in ways)


def test_a_key_without_an_info_of_its_own_is_for_triple_des() -> None:
    (way,) = security_infos.chip_authentications(security_infos.parse(der(0x31, info("04007F000702020101", KEY))))
    assert (way.suite, way.elliptic, way.key_id) == (TDES, False, None)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        der(0x30),
        der(0x31, der(0x31)),
        der(0x31, der(0x30, der(0x06, b"*"))),
        der(0x31, der(0x30, number(1), number(2))),
        der(0x31, info("2A", number(1), number(1), number(1))),
        der(0x31) + b"\0",
    ],
)
def test_infos_of_another_shape_are_malformed(data: bytes) -> None:
    with pytest.raises(MalformedError):
        security_infos.parse(data)
