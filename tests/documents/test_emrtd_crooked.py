"""Answers that only somebody with the keys could give, and ways that this reader does not go."""

from __future__ import annotations

from pathlib import Path

import pytest
from emrtd_desk import TODAY, ScriptedChip, key_of, portrait, specimen, trust_in

from drivers.simulated.chip_keys import CardSession, ChipCipher, cbc, code_of, der, key_for, padded
from drivers.simulated.issuer import Features, Issuer
from drivers.simulated.passport import VirtualChip
from kiosk.core.identity import Authenticity
from kiosk.documents.emrtd import bac, pace
from kiosk.documents.emrtd.access import AccessKey
from kiosk.documents.emrtd.apdu import Channel, Command, Response
from kiosk.documents.emrtd.ciphers import AES_128
from kiosk.documents.emrtd.errors import MalformedError, UnsupportedError
from kiosk.documents.emrtd.read import Reading, read_document
from kiosk.documents.emrtd.secure_messaging import SecureMessaging
from kiosk.documents.emrtd.security_infos import PaceInfo

CARD = specimen()
KEY = key_of(CARD)
SECRET = bytes(16)
PACE_ECDH_GM_AES_128 = bytes.fromhex("04007F00070202040202")


def sealed(body: bytes) -> Response:
    """An answer with a right authentication code over whatever it holds."""
    card = CardSession.agreed(ChipCipher.AES_128, SECRET, 2)
    code = code_of(card.cipher, card.authentication, padded(card.counter.to_bytes(16, "big") + body, 16))
    return Response(body + der(0x8E, code), 0x9000)


def opened(response: Response) -> Response:
    session = SecureMessaging(AES_128, SECRET)
    session.protect(Command(0xB0, le=8))
    return session.open(response)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "status word"),
        (der(0x99, b"\x90"), "status word"),
        (der(0x87, b"\2" + bytes(16)) + der(0x99, b"\x90\0"), "unknown object"),
        (der(0x53, b"plain") + der(0x99, b"\x90\0"), "unknown object"),
        (der(0x87, b"\1" + bytes(15)) + der(0x99, b"\x90\0"), "padding"),
        (der(0x87, b"\1" + bytes(16)) + der(0x99, b"\x90\0"), "padding"),
        (der(0x87, b"\1") + der(0x99, b"\x90\0"), "padding"),
    ],
)
def test_an_authenticated_answer_of_another_shape_is_malformed(body: bytes, says: str) -> None:
    with pytest.raises(MalformedError, match=says):
        opened(sealed(body))


def test_an_authenticated_status_outranks_the_one_in_clear() -> None:
    answer = sealed(der(0x99, b"\x6a\x82"))
    assert opened(Response(answer.data, 0x9000)).status == 0x6A82


@pytest.mark.parametrize("status", [0x9000, 0x6988, 0x6982])
def test_an_answer_in_clear_is_not_taken_for_a_secured_one(status: int) -> None:
    with pytest.raises(MalformedError, match=f"without authentication, status {status:04X}"):
        opened(Response(b"", status))


def test_an_answer_to_basic_access_of_another_exchange_is_malformed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.documents.emrtd.bac.secrets.token_bytes", bytes)
    encryption, mac = (key_for(ChipCipher.TDES, KEY.seed[:16], purpose) for purpose in (1, 2))
    challenge = bytes(range(8))

    class Mixed:
        def transmit(self, apdu: bytes) -> bytes:
            if apdu[1] == 0x84:
                return challenge + b"\x90\x00"
            answer = cbc(ChipCipher.TDES, encryption, challenge + b"\1" * 8 + bytes(16), encrypt=True)
            return answer + code_of(ChipCipher.TDES, mac, padded(answer, 8)) + b"\x90\x00"

        def close(self) -> None: ...

    channel = Channel(Mixed())
    with pytest.raises(MalformedError, match="another exchange"):
        bac.open_chip(channel, KEY)
    assert channel.session is None


@pytest.mark.parametrize("answer", ["9000", "000000000000009000", "0000000000000000009000"])
def test_a_challenge_of_another_size_is_malformed(answer: str) -> None:
    with pytest.raises(MalformedError, match="size"):
        bac.open_chip(Channel(ScriptedChip([("0084000008", answer)])), KEY)


CHOICE = "0022C1A40F800A04007F00070202040202830101"


@pytest.mark.parametrize("status", ["63C2", "63C0", "9000"])
@pytest.mark.parametrize("nonce", ["7C028000", "7C03800100", "7C118200", "7C428040" + "00" * 64 + "00", "7F00"])
def test_a_warning_goes_on_and_a_nonce_of_another_size_does_not(status: str, nonce: str) -> None:
    chip = ScriptedChip([(CHOICE, status), ("10860000027C0000", nonce + "9000")])
    with pytest.raises(MalformedError):
        pace.open_chip(Channel(chip), KEY, PaceInfo(PACE_ECDH_GM_AES_128, AES_128, 13))
    chip.close()


def test_a_refused_choice_of_pace_is_malformed() -> None:
    with pytest.raises(MalformedError, match="6A80 to the choice"):
        pace.open_chip(Channel(ScriptedChip([(CHOICE, "6A80")])), KEY, PaceInfo(PACE_ECDH_GM_AES_128, AES_128, 13))


@pytest.mark.parametrize("parameters", [None, 0, 2, 99])
def test_domain_parameters_that_are_not_known_are_told(parameters: int | None) -> None:
    with pytest.raises(UnsupportedError, match="domain parameters"):
        pace.open_chip(Channel(ScriptedChip([])), KEY, PaceInfo(PACE_ECDH_GM_AES_128, AES_128, parameters))


def test_a_chip_with_several_parameters_is_told_which() -> None:
    chip = ScriptedChip([("0022C1A412800A04007F0007020204020283010184010D", "6A80")])
    with pytest.raises(MalformedError):
        pace.open_chip(Channel(chip), KEY, PaceInfo(PACE_ECDH_GM_AES_128, AES_128, 13), ambiguous=True)
    chip.close()


# Proofs that we cannot ask for
@pytest.fixture(scope="module")
def issuer() -> Issuer:
    return Issuer(TODAY)


def read(issuer: Issuer, folder: Path, features: Features) -> Reading:
    return read_document(VirtualChip(issuer.issue(CARD, portrait(), features)), KEY, trust_in(folder, issuer), TODAY)


def refuse(*_: object) -> object:
    raise UnsupportedError("a curve that is not known")


def test_a_proof_on_a_curve_we_do_not_know_is_no_fault_and_no_proof(
    issuer: Issuer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.documents.emrtd.active.point", refuse)
    monkeypatch.setattr("kiosk.documents.emrtd.read.public_key", refuse)
    for features in (Features(chip_authentication=ChipCipher.AES_128), Features(active_authentication="ecdsa")):
        reading = read(issuer, tmp_path, features)
        assert reading.ok
        assert reading.authenticity is Authenticity.PASSIVE
        assert "chip" not in dict(reading.checks)


def test_where_chip_authentication_cannot_be_asked_active_authentication_is(
    issuer: Issuer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.documents.emrtd.active.point", refuse)
    features = Features(chip_authentication=ChipCipher.AES_128, active_authentication="rsa")
    assert read(issuer, tmp_path, features).authenticity is Authenticity.CHIP_PROVED


def test_without_any_key_there_is_no_access() -> None:
    with pytest.raises(ValueError, match="MRZ or a CAN"):
        AccessKey()
    with pytest.raises(ValueError, match="no MRZ"):
        _ = AccessKey(can="123456").seed
