"""Chips that answer anything at all: each reading ends, in our own words, within bounds."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from emrtd_desk import TODAY, ChangedChip, key_of, portrait, specimen
from hypothesis import given
from hypothesis import strategies as st

from drivers.simulated.chip_keys import ChipCipher
from drivers.simulated.issuer import CARD_ACCESS, COM, DG1, DG2, DG14, DG15, SOD, Features, Issuer, Passport
from drivers.simulated.passport import VirtualChip
from kiosk.documents.emrtd import lds, passive, pki, security_infos, tlv
from kiosk.documents.emrtd.active import authenticate_chip
from kiosk.documents.emrtd.apdu import Channel
from kiosk.documents.emrtd.errors import EmrtdError, MalformedError
from kiosk.documents.emrtd.files import LARGEST_FILE, Ef, read_file
from kiosk.documents.emrtd.read import read_document
from kiosk.documents.emrtd.trust import TrustStore

SEED = 9303
CARD = specimen()
KEY = key_of(CARD)
FACE = portrait(width=16, height=16)
FEATURES = Features(chip_authentication=ChipCipher.AES_128, active_authentication="ecdsa", parameters=12)


def mutated(rng: random.Random, answer: bytes) -> bytes:
    """What a hostile chip may make of an answer."""
    data = bytearray(answer)
    match rng.randrange(8):
        case 0 if data:
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        case 1 if data:
            data[rng.randrange(len(data))] = rng.choice((0x00, 0x7F, 0x80, 0x84, 0xFF))
        case 2:
            del data[rng.randrange(len(data) + 1) :]
        case 3:
            del data[: rng.randrange(len(data) + 1)]
        case 4:
            data += rng.randbytes(rng.choice((1, 2, 300)))
        case 5:
            return rng.randbytes(rng.randrange(300))
        case 6 if len(data) > 2:
            at = rng.randrange(len(data) - 1)
            data[at : at + rng.randrange(1, 20)] = rng.randbytes(rng.randrange(20))
        case _:
            data[-2:] = rng.choice((b"\x90\x00", b"\x62\x82", b"\x69\x82", b"\x6a\x82", b"\x63\xc1", b"\x6c\x10"))
    return bytes(data)


class ClearChip:
    """One file in clear, each answer of which may be mutated."""

    def __init__(self, content: bytes, rng: random.Random, *, one_in: int) -> None:
        self._content = content
        self._rng = rng
        self._one_in = one_in
        self.mutated = 0

    def transmit(self, apdu: bytes) -> bytes:
        if apdu[1] == 0xA4:
            return b"\x90\x00"
        offset = apdu[2] << 8 | apdu[3]
        answer = self._content[offset : offset + (apdu[4] or 256)] + b"\x90\x00"
        if self._rng.randrange(self._one_in):
            return answer
        self.mutated += 1
        return mutated(self._rng, answer)

    def close(self) -> None: ...


def ended(read: Callable[[], object]) -> str:
    """How something ended: only in a value or in an error of ours."""
    try:
        read()
    except EmrtdError as error:
        return type(error).__name__
    return "read"


def test_ten_thousand_mutated_answers_to_reads_end_in_our_words(issuer: Issuer, trust: TrustStore) -> None:
    """Files as they come through the air, each by the parser of its kind."""
    passport = issuer.issue(CARD, FACE, FEATURES)
    parsers: dict[int, Callable[[bytes], object]] = {
        COM: lds.groups,
        DG1: lambda data: (lds.zone(data, TODAY), lds.mrz_information(data)),
        DG2: lds.face,
        DG14: lambda data: [pki.point(way.spki) for way in security_infos.chip_authentications(lds.infos(data))],
        DG15: lambda data: pki.public_key(lds.active_authentication_key(data)),
        CARD_ACCESS: security_infos.parse,
        SOD: lambda data: passive.authenticate(data, trust, TODAY),
    }
    rng = random.Random(SEED)
    ends: Counter[str] = Counter()
    answers = 0
    while answers < 10_000:
        for name, parse in parsers.items():
            chip = ClearChip({**passport.files, **passport.master}[name], rng, one_in=4)
            ends[ended(lambda chip=chip, parse=parse: parse(read_file(Channel(chip), Ef.DG1) or b""))] += 1
            answers += chip.mutated
    assert set(ends) <= {"read", "MalformedError", "UnsupportedError", "NotGenuineError", "NotTrustedError"}
    assert ends["MalformedError"] > 1000
    assert ends["NotGenuineError"] > 10


class MutatingChip(VirtualChip):
    """A hostile chip that has the keys: what it says behind secure messaging is mutated, now and then."""

    def __init__(self, passport: Passport, rng: random.Random) -> None:
        super().__init__(passport)
        self._rng = rng

    def _answered(self, request: object) -> tuple[bytes, int]:
        data, status = super()._answered(request)  # type: ignore[arg-type]
        if self._rng.randrange(12):
            return data, status
        changed = mutated(self._rng, data + status.to_bytes(2, "big"))
        return changed[:-2], int.from_bytes(changed[-2:], "big")


def whole_readings(passport: Passport, trust: TrustStore, times: int, rng: random.Random) -> Counter[str]:
    ends: Counter[str] = Counter()
    for number in range(times):
        if number % 2:
            chip = MutatingChip(passport, rng)
        else:
            at = rng.randrange(40)
            chip = ChangedChip(VirtualChip(passport), lambda n, a, at=at: mutated(rng, a) if n == at else a)  # type: ignore[assignment,misc]
        ends[ended(lambda chip=chip: read_document(chip, KEY, trust, TODAY))] += 1
    return ends


def check(ends: Counter[str]) -> None:
    assert ends["MalformedError"] > ends.total() / 20
    assert ends["read"] > ends.total() / 50
    assert ends["NotGenuineError"]


def test_whole_readings_of_hostile_chips_end_in_our_words(issuer: Issuer, trust: TrustStore) -> None:
    passport = issuer.issue(CARD, FACE, Features(pace=None, active_authentication="ecdsa"))
    check(whole_readings(passport, trust, 300, random.Random(SEED)))


@pytest.mark.nightly
@pytest.mark.timeout(900)
@pytest.mark.parametrize("features", [Features(pace=None, active_authentication="rsa"), FEATURES], ids=["BAC", "PACE"])
def test_ten_thousand_whole_readings_end_in_our_words(features: Features, issuer: Issuer, trust: TrustStore) -> None:
    check(whole_readings(issuer.issue(CARD, FACE, features), trust, 5000, random.Random(SEED)))


# Bounds
class EndlessChip:
    """Opens nothing, and answers every read with one byte of a file that says it is as large as we take."""

    def __init__(self, size: int) -> None:
        self._head = b"\x75\x83" + size.to_bytes(3, "big") + bytes(3)
        self.exchanged = 0

    def transmit(self, apdu: bytes) -> bytes:
        self.exchanged += 1
        if apdu[1] == 0xA4:
            return b"\x90\x00"
        if apdu[1] == 0xB1:
            return b"\x53\x01\x00\x90\x00"
        return (self._head if not apdu[3] else b"\0") + b"\x90\x00"

    def close(self) -> None: ...


def test_a_chip_that_draws_out_the_reading_is_given_up() -> None:
    chip = EndlessChip(LARGEST_FILE - 8)
    with pytest.raises(MalformedError, match="draws out"):
        read_file(Channel(chip), Ef.DG2)
    assert chip.exchanged == 4096


def test_a_file_that_says_it_is_huge_is_refused_at_once() -> None:
    chip = EndlessChip(LARGEST_FILE + 1)
    with pytest.raises(MalformedError, match="too large"):
        read_file(Channel(chip), Ef.DG2)
    assert chip.exchanged == 2


def test_a_chip_that_gives_nothing_is_refused() -> None:
    with pytest.raises(MalformedError, match="gave nothing"):
        read_file(Channel(ClearChip(b"", random.Random(0), one_in=10**9)), Ef.DG1)


def test_a_static_key_in_a_weak_group_is_not_used() -> None:
    from drivers.simulated.chip_keys import der

    key = der(
        0x30, der(0x30, der(0x06, b"*"), der(0x30, der(2, b"\x0b"), der(2, b"\x02"))), der(3, b"\0", der(2, b"\x03"))
    )
    way = security_infos.ChipAuthenticationInfo(b"", security_infos.SUITES[1], elliptic=False, key_id=None, spki=key)
    with pytest.raises(EmrtdError, match="group that is not taken"):
        authenticate_chip(Channel(ClearChip(b"", random.Random(0), one_in=10**9)), way)


# Properties
tags = st.sampled_from((0x02, 0x30, 0x61, 0x5F1F, 0x7F49, 0x7F61, 0x8E))


@given(st.lists(st.tuples(tags, st.binary(max_size=300)), max_size=6))
def test_objects_come_back_as_they_were_written(written: list[tuple[int, bytes]]) -> None:
    data = b"".join(tlv.encode(tag, value) for tag, value in written)
    assert [(item.tag, item.value) for item in tlv.items(data)] == written
    assert b"".join(item.raw for item in tlv.items(data)) == data


@given(st.binary(max_size=400))
def test_no_bytes_break_the_parsers(data: bytes) -> None:
    parsers: tuple[Callable[[bytes], object], ...] = (
        tlv.items,
        tlv.header,
        lds.groups,
        lds.face,
        lds.infos,
        lambda given_: lds.zone(given_, date(2026, 1, 1)),
        security_infos.parse,
        pki.Certificate.of,
        pki.public_key,
        pki.point,
    )
    for parse in parsers:
        ended(lambda parse=parse: parse(data))


@given(st.binary(min_size=8, max_size=70_000), st.sampled_from((64, 223, 1000, 2048)), st.integers(1, 300))
def test_a_file_is_read_whole_whatever_the_steps(body: bytes, chunk: int, least: int) -> None:
    content = tlv.encode(0x75, body)

    class Shorter:
        """Gives fewer bytes than asked for, as a chip may."""

        def transmit(self, apdu: bytes) -> bytes:
            if apdu[1] == 0xA4:
                return b"\x90\x00"
            if apdu[1] == 0xB0:
                offset, wanted = apdu[2] << 8 | apdu[3], self._le(apdu[4:])
                return content[offset : offset + max(8, min(wanted, least + chunk // 2))][:wanted] + b"\x90\x00"
            offset = self._offset(apdu)
            wanted = min(self._le(apdu[-2:] if apdu[4] == 0 else apdu[-1:]) - 4, least + chunk // 2)
            return tlv.encode(0x53, content[offset : offset + wanted]) + b"\x90\x00"

        @staticmethod
        def _le(field: bytes) -> int:
            return int.from_bytes(field, "big") or 256 ** len(field)

        @staticmethod
        def _offset(apdu: bytes) -> int:
            at = apdu.index(b"\x54\x03", 4)
            return int.from_bytes(apdu[at + 2 : at + 5], "big")

        def close(self) -> None: ...

    shares: list[float] = []
    assert read_file(Channel(Shorter()), Ef.DG2, chunk, shares.append) == content
    assert shares == sorted(shares)
    assert not shares or shares[-1] == 1.0
