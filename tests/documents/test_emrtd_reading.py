"""A document is read by its chip, whatever that chip can do; the other side is the virtual passport of the drivers."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from emrtd_desk import CAN, TODAY, ChangedChip, key_of, portrait, specimen, trust_in
from PIL import Image

from drivers.simulated.chip_keys import ChipCipher, der
from drivers.simulated.issuer import CARD_ACCESS, CURVES, Features, Issuer, SigningKind
from drivers.simulated.passport import VirtualChip
from kiosk.core.identity import Authenticity, DocumentKind
from kiosk.documents.emrtd.access import AccessKey
from kiosk.documents.emrtd.errors import UnsupportedError
from kiosk.documents.emrtd.lds import ImageFormat
from kiosk.documents.emrtd.read import Reading, read_document
from kiosk.documents.emrtd.trust import TrustStore

CARD = specimen()
KEY = key_of(CARD)
FACE = portrait()


def read(issuer: Issuer, trust: TrustStore, features: Features, key: AccessKey = KEY) -> tuple[Reading, list[bytes]]:
    """A reading, and the answers in clear or sealed as they came."""
    answers: list[bytes] = []

    def keep(_: int, answer: bytes) -> bytes:
        answers.append(answer)
        return answer

    chip = ChangedChip(VirtualChip(issuer.issue(CARD, FACE, features)), keep)
    return read_document(chip, key, trust, TODAY), answers


@pytest.mark.parametrize("cipher", [None, *ChipCipher])
def test_it_is_read_by_every_way_in(cipher: ChipCipher | None, issuer: Issuer, trust: TrustStore) -> None:
    reading, answers = read(issuer, trust, Features(bac=cipher is None, pace=cipher))
    assert reading.ok
    assert reading.authenticity is Authenticity.PASSIVE
    assert (reading.zone.number, reading.zone.surname) == (CARD.number, CARD.name)
    assert reading.face is not None
    assert reading.face.data == FACE
    assert not any(FACE[:16] in answer or b"SPECIMEN" in answer for answer in answers), "sealed on the air"


@pytest.mark.parametrize("cipher", ChipCipher)
def test_the_card_access_number_opens_it_as_well(cipher: ChipCipher, issuer: Issuer, trust: TrustStore) -> None:
    reading, _ = read(issuer, trust, Features(bac=False, pace=cipher, can=CAN), AccessKey(can=CAN))
    assert reading.ok
    assert reading.zone.number == CARD.number


@pytest.mark.parametrize("parameters", CURVES)
def test_it_is_read_over_every_curve(parameters: int, issuer: Issuer, trust: TrustStore) -> None:
    features = Features(bac=False, parameters=parameters, chip_authentication=ChipCipher.AES_256)
    reading, _ = read(issuer, trust, features)
    assert reading.ok
    assert reading.authenticity is Authenticity.CHIP_PROVED


@pytest.mark.parametrize("way_in", [None, ChipCipher.AES_192], ids=["BAC", "PACE"])
@pytest.mark.parametrize(
    "features",
    [
        *(Features(chip_authentication=cipher) for cipher in ChipCipher),
        Features(chip_authentication=ChipCipher.TDES, agreement="dh"),
        Features(chip_authentication=ChipCipher.AES_128, agreement="dh"),
        Features(active_authentication="rsa"),
        Features(active_authentication="rsa-2048", extended=2000),
        Features(active_authentication="ecdsa"),
        Features(chip_authentication=ChipCipher.AES_128, active_authentication="rsa"),
    ],
    ids=lambda features: f"{features.chip_authentication}-{features.agreement}-{features.active_authentication}",
)
def test_a_chip_that_can_prove_itself_does(
    features: Features, way_in: ChipCipher | None, issuer: Issuer, trust: TrustStore
) -> None:
    reading, _ = read(issuer, trust, replace(features, pace=way_in))
    assert reading.authenticity is Authenticity.CHIP_PROVED
    assert ("chip", True) in reading.checks
    assert reading.ok


@pytest.mark.parametrize("kind", ["ecdsa", "rsa", "rsa-pss"])
def test_it_is_believed_however_the_state_signs(kind: SigningKind, tmp_path: Path) -> None:
    issuer = Issuer(TODAY, kind=kind)
    reading, _ = read(issuer, trust_in(tmp_path, issuer), Features())
    assert ("signature", True) in reading.checks


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (DocumentKind.TD3, "L898902C3"),
        (DocumentKind.TD1, "D23145890"),
        (DocumentKind.TD1, "D23145890734"),
        (DocumentKind.TD1, "UT123"),
    ],
)
def test_passports_and_cards_are_read(kind: DocumentKind, number: str, issuer: Issuer, trust: TrustStore) -> None:
    card = specimen(kind, number)
    reading = read_document(VirtualChip(issuer.issue(card, FACE)), key_of(card), trust, TODAY)
    assert reading.ok
    assert (reading.zone.number, reading.zone.layout.name) == (number, kind.name)
    assert (reading.zone.born, reading.zone.expires) == (card.born, card.expires)


@pytest.mark.parametrize("kind", ["JPEG", "JPEG2000"])
def test_the_face_arrives_as_pixels_that_vision_can_decode(kind: str, issuer: Issuer, trust: TrustStore) -> None:
    picture = portrait(kind)
    reading = read_document(VirtualChip(issuer.issue(CARD, picture)), KEY, trust, TODAY)
    assert reading.face is not None
    assert reading.face.format is (ImageFormat.JPEG if kind == "JPEG" else ImageFormat.JPEG2000)
    by_opencv = cv2.imdecode(np.frombuffer(reading.face.data, np.uint8), cv2.IMREAD_COLOR)
    by_pillow = np.asarray(Image.open(io.BytesIO(reading.face.data)).convert("RGB"))
    assert by_opencv is not None
    assert by_opencv.shape == by_pillow.shape == (160, 120, 3)
    assert by_opencv[-1].mean() - by_opencv[0].mean() > 200
    assert np.abs(by_opencv[..., ::-1].astype(int) - by_pillow).max() <= 4


def test_the_stronger_way_is_taken_and_told(issuer: Issuer, trust: TrustStore) -> None:
    passport = issuer.issue(CARD, FACE, Features(bac=True, pace=ChipCipher.AES_256))
    commands: list[int] = []

    class Heard(VirtualChip):
        def transmit(self, apdu: bytes) -> bytes:
            commands.append(apdu[1])
            return super().transmit(apdu)

    shares: list[float] = []
    read_document(Heard(passport), KEY, trust, TODAY, shares.append)
    assert 0x84 not in commands, "no challenge of basic access"
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


@pytest.mark.parametrize("mapping", [1, 3, 4, 6], ids=["DH-GM", "DH-IM", "ECDH-IM", "ECDH-CAM"])
def test_a_mapping_we_do_not_do_is_passed_by(mapping: int, issuer: Issuer, trust: TrustStore) -> None:
    protocol = bytes.fromhex(f"04007F0007020204{mapping:02X}02")
    other = der(0x31, der(0x30, der(0x06, protocol), der(0x02, b"\x02"), der(0x02, b"\x0d")))
    passport = issuer.issue(CARD, FACE, Features(pace=None))
    reading = read_document(VirtualChip(replace(passport, master={CARD_ACCESS: other})), KEY, trust, TODAY)
    assert reading.zone.ok
    assert ("cardAccess", False) in reading.checks, "and told, as nothing signed offers it"


def test_a_chip_with_none_of_our_ways_in_is_told(issuer: Issuer, trust: TrustStore) -> None:
    with pytest.raises(UnsupportedError, match="no BAC"):
        read(issuer, trust, Features(bac=False, pace=None))


def test_a_card_access_number_alone_does_not_open_basic_access(issuer: Issuer, trust: TrustStore) -> None:
    with pytest.raises(UnsupportedError, match="MRZ"):
        read(issuer, trust, Features(pace=None), AccessKey(can=CAN))


@pytest.mark.parametrize("extended", [None, 2000, 65535])
@pytest.mark.parametrize("cipher", [None, ChipCipher.AES_128])
def test_a_face_of_more_than_32_kib_is_read_whole(
    extended: int | None, cipher: ChipCipher | None, issuer: Issuer, trust: TrustStore
) -> None:
    large = FACE + np.random.default_rng(1).bytes(90_000)
    passport = issuer.issue(CARD, large, Features(pace=cipher, extended=extended))
    chip = ChangedChip(VirtualChip(passport), lambda _, answer: answer)
    reading = read_document(chip, KEY, trust, TODAY)
    assert reading.face is not None
    assert reading.face.data == large
    assert chip.exchanged < (80 if extended else 450)


def test_nothing_of_the_holder_is_in_any_repr(issuer: Issuer, trust: TrustStore) -> None:
    passport = issuer.issue(CARD, FACE, Features(can=CAN))
    reading = read_document(VirtualChip(passport), KEY, trust, TODAY)
    for shown in (repr(reading), repr(passport), repr(KEY)):
        assert not any(secret in shown for secret in (CARD.number, CARD.name, CAN, "910416", "1991, 4, 16"))
        assert len(shown) < 2000
