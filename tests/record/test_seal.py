"""Personal data is sealed for the centre alone, at one place of one log, and under a key that is forgotten."""

from __future__ import annotations

import dataclasses
from base64 import b64encode
from hashlib import sha256
from hmac import digest

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from kiosk.record import seal
from kiosk.record.seal import SealedField, SealError, SealingKey, VisitKeys

PRIVATE = bytes(range(32))
CENTRE = SealingKey("2026w48", X25519PrivateKey.from_private_bytes(PRIVATE).public_key().public_bytes_raw())
KEY = bytes(range(100, 132))
WHERE = "7f3a9c0011223344/1042"
WHOSE = ("bank.example", "0571-3", "v-8c1e")

keys = st.binary(min_size=32, max_size=32)
texts = st.text(st.characters(codec="utf-8"))


@given(keys, texts, texts)
def test_a_field_is_read_back_at_its_place(key: bytes, field: str, value: str) -> None:
    sealed = seal.seal_field(key, "2026w48", WHERE, field, value)
    assert SealedField.from_json(sealed.to_json()) == sealed
    assert len(sealed.ct) == len(value.encode()) + 16
    assert seal.open_field(key, WHERE, sealed) == value


@given(keys, texts, texts, texts)
def test_a_visits_key_is_read_back_by_the_centre(key: bytes, bank: str, kiosk: str, visit: str) -> None:
    sealed = seal.seal_key(key, CENTRE, bank, kiosk, visit)
    assert len(sealed) == len(key) + 48 == seal.SEALED_KEY_BYTES
    assert seal.open_key(sealed, PRIVATE, bank, kiosk, visit) == key


def test_a_field_opens_nowhere_else() -> None:
    sealed = seal.seal_field(KEY, "2026w48", WHERE, "number", "330106199003078888")
    for where in ("7f3a9c0011223344/1043", "8f3a9c0011223344/1042"):
        with pytest.raises(SealError):
            seal.open_field(KEY, where, sealed)
    for other in (
        dataclasses.replace(sealed, field="name"),
        dataclasses.replace(sealed, nonce=bytes(12)),
        dataclasses.replace(sealed, nonce=b""),
        dataclasses.replace(sealed, ct=sealed.ct[:-1] + bytes([sealed.ct[-1] ^ 1])),
        dataclasses.replace(sealed, ct=b""),
    ):
        with pytest.raises(SealError):
            seal.open_field(KEY, WHERE, other)


def test_a_field_opens_under_no_other_key() -> None:
    sealed = seal.seal_field(KEY, "2026w48", WHERE, "number", "330106199003078888")
    for key in (bytes(32), KEY[:-1], b""):
        with pytest.raises(SealError):
            seal.open_field(key, WHERE, sealed)


def test_the_same_value_is_sealed_differently_each_time() -> None:
    """An ID number could be guessed from equal ciphertexts."""
    one, two = (seal.seal_field(KEY, "2026w48", WHERE, "number", "330106199003078888") for _ in range(2))
    assert one.nonce != two.nonce
    assert one.ct != two.ct


def test_a_visits_key_opens_for_no_other_centre_terminal_or_visit() -> None:
    sealed = seal.seal_key(KEY, CENTRE, *WHOSE)
    with pytest.raises(SealError):
        seal.open_key(sealed, bytes(32), *WHOSE)
    for bank, kiosk, visit in (
        ("other.example", "0571-3", "v-8c1e"),
        ("bank.example", "0571-4", "v-8c1e"),
        ("bank.example", "0571-3", "v-8c1f"),
    ):
        with pytest.raises(SealError):
            seal.open_key(sealed, PRIVATE, bank, kiosk, visit)
    for cut in (sealed[:-1], b"", bytes(len(sealed))):
        with pytest.raises(SealError):
            seal.open_key(cut, PRIVATE, *WHOSE)


def test_what_is_sealed_to_the_centre_and_is_no_key_is_refused() -> None:
    with pytest.raises(SealError, match="no visit's key"):
        seal.open_key(seal.seal_key(b"short", CENTRE, *WHOSE), PRIVATE, *WHOSE)


@pytest.mark.parametrize("public", [b"", bytes(31), bytes(33)])
def test_a_sealing_key_that_is_none_is_refused(public: bytes) -> None:
    with pytest.raises(SealError):
        SealingKey("2026w48", public)


def test_nothing_is_sealed_to_a_point_that_hides_nothing() -> None:
    """With a public key of low order everybody knows the shared secret (RFC 7748, 6.1)."""
    for public in (bytes(32), b"\x01" + bytes(31)):
        with pytest.raises(SealError):
            seal.seal_key(KEY, SealingKey("2026w48", public), *WHOSE)


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"field": "number", "kid": "k", "nonce": "", "ct": b64encode(bytes(16)).decode()},
        {"field": "number", "kid": "k", "nonce": b64encode(bytes(12)).decode(), "ct": "AAAA"},
        {"field": "number", "kid": "k", "nonce": b64encode(bytes(12)).decode(), "ct": "not base64!"},
        {"field": "number", "kid": "k", "nonce": b64encode(bytes(12)).decode(), "ct": "Ü"},
        {"field": "number", "kid": "k", "nonce": 12, "ct": b64encode(bytes(16)).decode()},
        {"field": 1, "kid": "k", "nonce": b64encode(bytes(12)).decode(), "ct": b64encode(bytes(16)).decode()},
        {"field": "number", "kid": None, "nonce": b64encode(bytes(12)).decode(), "ct": b64encode(bytes(16)).decode()},
    ],
)
def test_what_is_no_sealed_field_is_refused(raw: dict[str, object]) -> None:
    with pytest.raises(SealError):
        SealedField.from_json(raw)


def test_a_visits_key_is_overwritten_when_the_visit_ends() -> None:
    keys = VisitKeys("bank.example", "0571-3")
    held = keys.make("v-8c1e", CENTRE)
    other = keys.make("v-2", CENTRE)
    assert held is not None
    assert other is not None
    assert keys.get("v-8c1e") is held
    assert held.key != other.key
    assert seal.open_key(held.sealed, PRIVATE, *WHOSE) == held.key
    assert bytes(held.key).hex() not in repr(held)
    keys.forget("v-8c1e")
    assert held.key == bytes(32)
    assert keys.get("v-8c1e") is None
    keys.forget("v-8c1e")
    assert keys.make("v-8c1e", CENTRE) is None, "what comes late gets no new key"
    keys.clear()
    assert other.key == bytes(32)


def test_a_field_is_sealed_as_the_format_says() -> None:
    """Opened with nothing of ours: AES-256-GCM over `<epoch>/<seq>/<field>`."""
    sealed = seal.seal_field(KEY, "2026w48", WHERE, "name", "李雪")
    assert AESGCM(KEY).decrypt(sealed.nonce, sealed.ct, f"{WHERE}/name".encode()) == "李雪".encode()


def test_a_visits_key_is_sealed_as_the_standard_says() -> None:
    """Opened by RFC 9180 written out by hand, which the RFC's own example proves."""
    sealed = seal.seal_key(KEY, CENTRE, *WHOSE)
    info = b"branch-kiosk visit key v1\nbank.example\n0571-3\nv-8c1e"
    key, nonce = _base_setup(sealed[:32], PRIVATE, info, aead=2, key_bytes=32)
    assert AESGCM(key).decrypt(nonce, sealed[32:], b"") == KEY


def test_the_hand_written_standard_is_the_standard() -> None:
    """RFC 9180, appendix A.1.1 (its suite has AES-128-GCM)."""
    key, nonce = _base_setup(
        bytes.fromhex("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"),
        bytes.fromhex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8"),
        bytes.fromhex("4f6465206f6e2061204772656369616e2055726e"),
        aead=1,
        key_bytes=16,
    )
    assert key.hex() == "4531685d41d65f03dc48f6b8302c05b0"
    assert nonce.hex() == "56d890e5accaaf011cff4b7d"


def _base_setup(encapsulated: bytes, private: bytes, info: bytes, *, aead: int, key_bytes: int) -> tuple[bytes, bytes]:
    """Key and nonce of the first message (RFC 9180, 4.1 and 5.1) for X25519 and HKDF-SHA256."""
    own = X25519PrivateKey.from_private_bytes(private)
    kem = b"KEM" + (0x20).to_bytes(2, "big")
    suite = b"HPKE" + b"".join(number.to_bytes(2, "big") for number in (0x20, 1, aead))
    secret = _extract(kem, b"", b"eae_prk", own.exchange(X25519PublicKey.from_public_bytes(encapsulated)))
    shared = _expand(kem, secret, b"shared_secret", encapsulated + own.public_key().public_bytes_raw(), 32)
    context = b"\x00" + _extract(suite, b"", b"psk_id_hash", b"") + _extract(suite, b"", b"info_hash", info)
    secret = _extract(suite, shared, b"secret", b"")
    return _expand(suite, secret, b"key", context, key_bytes), _expand(suite, secret, b"base_nonce", context, 12)


def _extract(suite: bytes, salt: bytes, label: bytes, secret: bytes) -> bytes:
    return digest(salt or bytes(32), b"HPKE-v1" + suite + label + secret, "sha256")


def _expand(suite: bytes, secret: bytes, label: bytes, info: bytes, length: int) -> bytes:
    labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return digest(secret, labelled + b"\x01", sha256)[:length]
