"""The virtual passport answers as a card would: status words, what it guards, and any bytes at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from drivers.simulated.chip_keys import ChipCipher
from drivers.simulated.issuer import Fault, Features, Issuer, Passport
from drivers.simulated.passport import SimulatedChipReader, VirtualChip
from drivers.simulated.people import CARDS
from kiosk.core.ports import CardLostError

SELECT = bytes.fromhex("00A4040C07A0000002471001")
SELECT_DG1 = bytes.fromhex("00A4020C020101")
CHALLENGE = bytes.fromhex("0084000008")
AUTHENTICATE = bytes.fromhex("0082000028") + bytes(40) + b"\x28"


@pytest.fixture(scope="module")
def issuer() -> Issuer:
    return Issuer(date(2026, 11, 27))


@pytest.fixture(scope="module")
def passport(issuer: Issuer) -> Passport:
    features = Features(chip_authentication=ChipCipher.TDES, active_authentication="ecdsa", can="123456")
    return issuer.issue(CARDS["utopian-id"], b"\xff\xd8\xff" + bytes(300), features)


@pytest.mark.parametrize(
    ("commands", "status"),
    [
        ([SELECT], "9000"),
        ([bytes.fromhex("00A4040C07A0000002472001")], "6A82"),
        ([SELECT, SELECT_DG1], "6982"),
        ([SELECT, bytes.fromhex("00B0000000")], "6982"),
        ([SELECT_DG1], "6A82"),
        ([bytes.fromhex("00A4020C02011C"), bytes.fromhex("00B0100000")], "6B00"),
        ([bytes.fromhex("00C0000000")], "6D00"),
        ([CHALLENGE], "6D00"),
        ([SELECT, CHALLENGE, AUTHENTICATE], "6300"),
        ([SELECT, AUTHENTICATE], "6300"),
        ([SELECT, bytes.fromhex("0088000008") + bytes(8) + b"\0"], "6A88"),
        ([bytes.fromhex("0022C1A40F800A04007F00070202040202830103")], "6A88"),
        ([bytes.fromhex("0022C1A40F800A04007F00070202040204830101")], "6A80"),
        ([bytes.fromhex("10860000027C0000")], "6A80"),
        ([b"\0\xa4"], "6700"),
        ([bytes.fromhex("00A4020C050101")], "6700"),
    ],
)
def test_it_says_in_status_words_what_is_wrong(commands: list[bytes], status: str, passport: Passport) -> None:
    chip = VirtualChip(passport)
    answers = [chip.transmit(command) for command in commands]
    assert answers[-1][-2:].hex().upper() == status


def test_a_challenge_serves_once(passport: Passport) -> None:
    chip = VirtualChip(passport)
    chip.transmit(SELECT)
    first, second = chip.transmit(CHALLENGE), chip.transmit(CHALLENGE)
    assert len(first) == len(second) == 10
    assert first != second


commands = st.one_of(
    st.binary(max_size=300),
    st.builds(
        lambda ins, p1, p2, data: bytes((0, ins, p1, p2, len(data))) + data,
        st.sampled_from((0x22, 0x82, 0x84, 0x86, 0x88, 0xA4, 0xB0, 0xB1)),
        st.sampled_from((0x00, 0x02, 0x04, 0x41, 0xC1)),
        st.sampled_from((0x00, 0x0C, 0xA4, 0xA6)),
        st.binary(max_size=80),
    ),
    st.sampled_from((SELECT, CHALLENGE, AUTHENTICATE, bytes.fromhex("0022C1A40F800A04007F00070202040202830101"))),
    st.builds(lambda data: b"\x10\x86\0\0" + bytes((len(data) + 2, 0x7C, len(data))) + data, st.binary(max_size=80)),
)


@given(st.lists(commands, max_size=8))
def test_any_commands_get_an_answer_and_open_nothing(passport: Passport, sent: list[bytes]) -> None:
    chip = VirtualChip(passport)
    for command in sent:
        assert len(chip.transmit(command)) >= 2
    chip.transmit(SELECT)
    assert chip.transmit(SELECT_DG1) == b"\x69\x82"


def test_the_authority_is_published_by_itself_and_can_be_read(issuer: Issuer, tmp_path: Path) -> None:
    written = x509.load_pem_x509_certificate(issuer.publish(tmp_path).read_bytes())
    assert written == issuer.authority
    issuer.signer.verify_directly_issued_by(written)
    crl = x509.load_der_x509_crl(issuer.revoke(tmp_path).read_bytes())
    assert crl.is_signature_valid(written.public_key())  # type: ignore[arg-type]
    assert crl.get_revoked_certificate_by_serial_number(issuer.signer.serial_number) is not None


def test_another_passport_laid_in_its_place_is_another_card(issuer: Issuer, passport: Passport) -> None:
    lying = [passport]
    reader = SimulatedChipReader(lambda: lying[0])
    chip = reader.connect(0)
    assert chip is not None
    lying[0] = issuer.issue(CARDS["utopian-id"], b"\xff\xd8\xff", fault=Fault.CLONE)
    with pytest.raises(CardLostError):
        chip.transmit(SELECT)
