"""Documents that are not believed, keys that do not open, and chips that are none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from emrtd_desk import CAN, TODAY, ChangedChip, key_of, portrait, specimen, trust_in

from drivers.simulated.chip_keys import ChipCipher, der
from drivers.simulated.issuer import COM, DG1, DG14, DG15, SOD, Fault, Features, Issuer, Passport
from drivers.simulated.passport import VirtualChip
from drivers.simulated.people import Card
from kiosk.core.ports import CardLostError
from kiosk.documents.emrtd.access import AccessKey
from kiosk.documents.emrtd.errors import (
    AccessDeniedError,
    Distrust,
    Forgery,
    MalformedError,
    NotEmrtdError,
    NotGenuineError,
    NotTrustedError,
)
from kiosk.documents.emrtd.read import Reading, read_document
from kiosk.documents.emrtd.trust import TrustStore

CARD = specimen()
OTHER = replace(CARD, number="XK4793012")
KEY = key_of(CARD)
FACE = portrait()
PROVING = [
    Features(chip_authentication=ChipCipher.TDES),
    Features(chip_authentication=ChipCipher.AES_256),
    Features(chip_authentication=ChipCipher.AES_128, agreement="dh"),
    Features(active_authentication="rsa"),
    Features(active_authentication="ecdsa"),
]
WAYS_IN = [Features(pace=None), Features(pace=ChipCipher.TDES), Features(pace=ChipCipher.AES_128, can=CAN)]


def read(passport: Passport, trust: TrustStore, key: AccessKey = KEY) -> Reading:
    return read_document(VirtualChip(passport), key, trust, TODAY)


def with_files(passport: Passport, changed: Mapping[int, bytes | None]) -> Passport:
    files = {name: data for name, data in {**passport.files, **changed}.items() if data is not None}
    return replace(passport, files=files)


# The key
@pytest.mark.parametrize("features", WAYS_IN)
@pytest.mark.parametrize("other", [OTHER, replace(CARD, born=CARD.born + timedelta(days=1))], ids=["number", "birth"])
def test_a_misread_zone_does_not_open_it(features: Features, other: Card, issuer: Issuer, trust: TrustStore) -> None:
    with pytest.raises(AccessDeniedError):
        read(issuer.issue(CARD, FACE, features), trust, key_of(other))


@pytest.mark.parametrize("cipher", ChipCipher)
def test_a_wrong_card_access_number_does_not_open_it(cipher: ChipCipher, issuer: Issuer, trust: TrustStore) -> None:
    with pytest.raises(AccessDeniedError, match="6300"):
        read(issuer.issue(CARD, FACE, Features(pace=cipher, can=CAN)), trust, AccessKey(can="654321"))


def test_a_chip_without_the_application_is_no_travel_document(trust: TrustStore) -> None:
    class Purse:
        def transmit(self, apdu: bytes) -> bytes:
            return b"\x6a\x82"

        def close(self) -> None: ...

    with pytest.raises(NotEmrtdError):
        read_document(Purse(), KEY, trust, TODAY)


# Attacks
@pytest.mark.parametrize("name", [DG1, DG14, DG15])
def test_a_group_that_was_changed_is_an_attack(name: int, issuer: Issuer, trust: TrustStore) -> None:
    passport = issuer.issue(CARD, FACE, Features(active_authentication="ecdsa"))
    data = passport.files[name]
    changed = data[:-1] + bytes([data[-1] ^ 1])
    with pytest.raises(NotGenuineError) as raised:
        read(with_files(passport, {name: changed}), trust)
    assert raised.value.forgery is Forgery.HASH_DIFFERS


def test_a_face_that_was_exchanged_is_an_attack(issuer: Issuer, trust: TrustStore) -> None:
    with pytest.raises(NotGenuineError) as raised:
        read(issuer.issue(CARD, FACE, fault=Fault.WRONG_HASH), trust)
    assert raised.value.forgery is Forgery.HASH_DIFFERS


def test_a_wrong_signature_is_an_attack(issuer: Issuer, trust: TrustStore) -> None:
    with pytest.raises(NotGenuineError) as raised:
        read(issuer.issue(CARD, FACE, fault=Fault.WRONG_SIGNATURE), trust)
    assert raised.value.forgery is Forgery.SIGNATURE_WRONG


@pytest.mark.parametrize("name", [DG1, DG15, SOD])
def test_a_signed_group_that_is_not_there_is_an_attack(name: int, issuer: Issuer, trust: TrustStore) -> None:
    passport = issuer.issue(CARD, FACE, Features(active_authentication="rsa"))
    with pytest.raises(NotGenuineError) as raised:
        read(with_files(passport, {name: None}), trust)
    assert raised.value.forgery is Forgery.GROUP_MISSING


@pytest.mark.parametrize("features", PROVING, ids=str)
@pytest.mark.parametrize("way_in", [None, ChipCipher.AES_128], ids=["BAC", "PACE"])
def test_a_copied_chip_is_found_out(
    features: Features, way_in: ChipCipher | None, issuer: Issuer, trust: TrustStore
) -> None:
    with pytest.raises(NotGenuineError) as raised:
        read(issuer.issue(CARD, FACE, replace(features, pace=way_in), Fault.CLONE), trust)
    assert raised.value.forgery is Forgery.CLONE


@pytest.mark.parametrize("features", PROVING, ids=str)
def test_a_copy_that_says_it_cannot_prove_itself_is_found_out(
    features: Features, issuer: Issuer, trust: TrustStore
) -> None:
    passport = issuer.issue(CARD, FACE, features)
    with pytest.raises(NotGenuineError) as raised:
        read(replace(passport, agreement_key=None, signing_key=None), trust)
    assert raised.value.forgery is Forgery.CLONE


def test_the_data_of_another_genuine_document_do_not_pass_for_the_printed_one(
    issuer: Issuer, trust: TrustStore
) -> None:
    printed, copied = issuer.issue(CARD, FACE), issuer.issue(OTHER, FACE)
    with pytest.raises(NotGenuineError) as raised:
        read(replace(copied, mrz_information=printed.mrz_information), trust)
    assert raised.value.forgery is Forgery.PRINT_DIFFERS


def test_an_offer_of_pace_that_was_taken_away_is_told(issuer: Issuer, trust: TrustStore) -> None:
    passport = issuer.issue(CARD, FACE, Features(bac=True, pace=ChipCipher.AES_128))
    reading = read(replace(passport, master={}), trust)
    assert ("cardAccess", False) in reading.checks
    assert not reading.ok


def test_a_list_of_groups_that_is_not_the_signed_one_is_told(issuer: Issuer, trust: TrustStore) -> None:
    passport = issuer.issue(CARD, FACE, Features(active_authentication="rsa"))
    shorter = der(0x60, der(0x5F01, b"0107"), der(0x5F36, b"040000"), der(0x5C, b"\x61\x75"))
    reading = read(with_files(passport, {COM: shorter}), trust)
    assert ("groupList", False) in reading.checks
    assert ("chip", True) in reading.checks, "the signed list decides what is asked"


# Trust
def test_an_unknown_authority_proves_nothing(issuer: Issuer, trust: TrustStore) -> None:
    with pytest.raises(NotTrustedError) as raised:
        read(Issuer(TODAY).issue(CARD, FACE), trust)
    assert raised.value.distrust is Distrust.ISSUER_UNKNOWN


def test_an_empty_trust_store_believes_nobody(issuer: Issuer) -> None:
    with pytest.raises(NotTrustedError) as raised:
        read(issuer.issue(CARD, FACE), TrustStore())
    assert raised.value.distrust is Distrust.ISSUER_UNKNOWN


def test_a_signer_that_had_expired_proves_nothing(tmp_path: Path) -> None:
    late = Issuer(TODAY, expired=True)
    with pytest.raises(NotTrustedError) as raised:
        read(late.issue(CARD, FACE), trust_in(tmp_path, late))
    assert raised.value.distrust is Distrust.SIGNER_NOT_VALID


def test_a_signature_of_the_future_proves_nothing(tmp_path: Path) -> None:
    ahead = Issuer(TODAY + timedelta(days=3))
    with pytest.raises(NotTrustedError) as raised:
        read(ahead.issue(CARD, FACE), trust_in(tmp_path, ahead))
    assert raised.value.distrust is Distrust.SIGNER_NOT_VALID


def test_a_signer_that_was_taken_back_proves_nothing(tmp_path: Path) -> None:
    issuer = Issuer(TODAY)
    issuer.publish(tmp_path)
    issuer.revoke(tmp_path)
    with pytest.raises(NotTrustedError) as raised:
        read(issuer.issue(CARD, FACE), TrustStore.load(tmp_path))
    assert raised.value.distrust is Distrust.SIGNER_REVOKED


# The way to the chip
def test_a_chip_that_falls_silent_is_a_lost_card(issuer: Issuer, trust: TrustStore) -> None:
    with pytest.raises(CardLostError):
        read(issuer.issue(CARD, FACE, fault=Fault.SILENT), trust)


def test_a_chip_that_babbles_is_malformed(issuer: Issuer, trust: TrustStore) -> None:
    with pytest.raises(MalformedError):
        read(issuer.issue(CARD, FACE, fault=Fault.GARBAGE), trust)


@pytest.mark.parametrize("features", [Features(pace=None), Features(active_authentication="rsa")], ids=["BAC", "PACE"])
def test_a_card_pulled_at_any_step_is_a_lost_card(features: Features, issuer: Issuer, trust: TrustStore) -> None:
    passport = issuer.issue(CARD, FACE, features)
    whole = ChangedChip(VirtualChip(passport), lambda _, answer: answer)
    read_document(whole, KEY, trust, TODAY)
    assert whole.exchanged > 15
    for place in range(whole.exchanged):

        def pull(number: int, answer: bytes, place: int = place) -> bytes:
            if number == place:
                raise CardLostError("pulled")
            return answer

        chip = ChangedChip(VirtualChip(passport), pull)
        with pytest.raises(CardLostError):
            read_document(chip, KEY, trust, TODAY)
        assert chip.exchanged == place
