"""Active authentication with RSA: the block of ICAO 9303-11 appendix F, and a test vector of Bouncy Castle."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from kiosk.documents.emrtd.active import authenticate_actively
from kiosk.documents.emrtd.apdu import Channel
from kiosk.documents.emrtd.errors import NotGenuineError, UnsupportedError
from kiosk.documents.emrtd.pki import PublicKey

BLOCK = int(
    "6A9D2784A67F8E7C659973EA1AEA25D95B6C8F91E5002F369F0FBDCE8A3CEC1991B543F1696546C5524CF23A5303CD6C98599F40B79F377B"
    "5F3A1406B3B4D8F96784D23AA88DB7E1032A405E69325FA91A6E86F5C71AEA978264C4A207446DAD4E7292E2DCDA3024B47DA8C063AA1E6D"
    "22FBD976AB0FE73D94D2D9C6D88127BC",
    16,
)
NONCE = "F173589974BF40C6"
PLAIN_ECDSA_SHA256 = bytes.fromhex("04007F00070101040103")

BOUNCY_CASTLE_MODULUS = int(
    "CDCBDABBF93BE8E8294E32B055256BBD0397735189BF75816341BB0D488D05D627991221DF7D59835C76A4BB4808ADEEB779E7794504E956"
    "ADC2A661B46904CDC71337DD29DDDD454124EF79CFDD7BC2C21952573CEFBA485CC38C6BD2428809B5A31A898A6B5648CAA4ED678D9743B5"
    "89134B7187478996300EDBA16271A861",
    16,
)
BOUNCY_CASTLE_SIGNATURE = bytes.fromhex(
    "482E20D1EDDED34359C38F5E7C01203F9D6B2641CDCA5C404D49ADAEDE034C7481D781D043722587761C90468DE69C6585A1E8B9C322F90E"
    "1B580EEDAB3F6007D0C366CF92B4DB8B41C8314929DCE2BE889C0129123484D2FD3D12763D2EBFD12AC8E51D7061AFCA1A53DEDEC7B9A617"
    "472A78C952CCC72467AE008E5F132994"
)


class Signing:
    """A chip that answers INTERNAL AUTHENTICATE with this."""

    def __init__(self, signature: bytes) -> None:
        self._signature = signature

    def transmit(self, apdu: bytes) -> bytes:
        assert apdu[:5] == bytes.fromhex("0088000008")
        return self._signature + b"\x90\x00"

    def close(self) -> None: ...


def proved(
    monkeypatch: pytest.MonkeyPatch, key: PublicKey, signature: bytes, nonce: str, algorithm: bytes | None = None
) -> bool:
    monkeypatch.setattr("kiosk.documents.emrtd.active.secrets.token_bytes", lambda size: bytes.fromhex(nonce))
    try:
        authenticate_actively(Channel(Signing(signature)), key, algorithm)
    except NotGenuineError:
        return False
    return True


@pytest.fixture(scope="module")
def own() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 1024)  # noqa: S505 - the size of the example


def signed(key: rsa.RSAPrivateKey, block: int) -> bytes:
    numbers = key.private_numbers()
    return pow(block, numbers.d, numbers.public_numbers.n).to_bytes(128, "big")


def test_the_block_of_the_standard_proves_its_nonce_and_no_other(
    own: rsa.RSAPrivateKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Signed with a key of ours: that of the example is not needed to tell its block."""
    assert proved(monkeypatch, own.public_key(), signed(own, BLOCK), NONCE)
    assert not proved(monkeypatch, own.public_key(), signed(own, BLOCK), "F173589974BF40C7")


def test_the_smaller_of_the_two_signatures_is_taken_too(
    own: rsa.RSAPrivateKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    modulus = own.public_key().public_numbers().n
    other = modulus - int.from_bytes(signed(own, BLOCK), "big")
    assert proved(monkeypatch, own.public_key(), other.to_bytes(128, "big"), NONCE)


@pytest.mark.parametrize("bit", [0, 1, 7, 8, 400, 1015, 1017, 1022])
def test_a_block_of_which_a_bit_is_wrong_proves_nothing(
    bit: int, own: rsa.RSAPrivateKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not proved(monkeypatch, own.public_key(), signed(own, BLOCK ^ 1 << bit), NONCE)


@pytest.mark.parametrize("signature", [b"", bytes(127), bytes(128), b"\1" * 129, b"\xff" * 128])
def test_what_is_no_signature_proves_nothing(
    signature: bytes, own: rsa.RSAPrivateKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not proved(monkeypatch, own.public_key(), signature, NONCE)


def test_a_signature_that_bouncy_castle_made_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    key = rsa.RSAPublicNumbers(65537, BOUNCY_CASTLE_MODULUS).public_key()
    assert proved(monkeypatch, key, BOUNCY_CASTLE_SIGNATURE, "00" * 8)
    assert not proved(monkeypatch, key, BOUNCY_CASTLE_SIGNATURE, "00" * 7 + "01")


@pytest.mark.parametrize("signature", [b"", bytes(64), b"\1" * 64, b"\xff" * 64, b"\x30\x06\x02\x01\x01\x02\x01\x01"])
def test_what_is_no_ecdsa_signature_proves_nothing(signature: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    assert not proved(monkeypatch, key.public_key(), signature, NONCE, PLAIN_ECDSA_SHA256)


def test_an_ecdsa_signature_in_der_holds_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    from cryptography.hazmat.primitives.hashes import SHA256

    key = ec.generate_private_key(ec.SECP256R1())
    signature = key.sign(bytes.fromhex(NONCE), ec.ECDSA(SHA256()))
    assert proved(monkeypatch, key.public_key(), signature, NONCE, PLAIN_ECDSA_SHA256)


def test_ecdsa_without_a_named_hash_is_not_done(monkeypatch: pytest.MonkeyPatch) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    with pytest.raises(UnsupportedError, match="hash"):
        proved(monkeypatch, key.public_key(), bytes(64), NONCE)
