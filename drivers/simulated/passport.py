"""A virtual eMRTD, and a reader that it can be laid upon (ICAO 9303-10 and 9303-11, the card's side)."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from drivers.simulated.chip_keys import (
    OAKLEY_2,
    BadMessageError,
    CardSession,
    ChipCipher,
    Piece,
    cbc,
    code_of,
    der,
    key_for,
    numbers_of,
    packed,
    padded,
    plus,
    random_scalar,
    times,
    unpacked,
    walk,
)
from drivers.simulated.issuer import CURVES, Fault, Passport
from kiosk.core.health import Health, Ready
from kiosk.core.ports import CardLostError, Chip

OK, WARNING_END = 0x9000, 0x6282
NOT_AUTHENTICATED, WRONG_KEYS, BAD_SECURING = 0x6982, 0x6300, 0x6988
NO_FILE, NO_COMMAND, WRONG_DATA, NO_REFERENCE, WRONG_OFFSET = 0x6A82, 0x6D00, 0x6A80, 0x6A88, 0x6B00
_APPLICATION: Final = bytes.fromhex("A0000002471001")
_PACE_ECDH_GM: Final = bytes.fromhex("04007F000702020402")
_CHIP_AUTHENTICATION: Final = bytes.fromhex("04007F0007020203")
_SHORT: Final = 256
_LOOK_S: Final = 0.02


class StatusError(Exception):
    """A command ends with this status word."""

    def __init__(self, status: int) -> None:
        super().__init__(f"{status:04X}")
        self.status = status


@dataclass(frozen=True, repr=False)
class _Request:
    header: bytes
    data: bytes
    wanted: int
    """How much is asked for; 0 where nothing is."""

    @property
    def ins(self) -> int:
        return self.header[1]

    @property
    def parameters(self) -> tuple[int, int]:
        return self.header[2], self.header[3]


@dataclass(repr=False)
class _Pace:
    """PACE as far as it went; the keys are ephemeral."""

    cipher: ChipCipher
    protocol: bytes
    password: bytes
    nonce: int = 0
    generator: tuple[int, int] = (0, 0)
    secret: bytes = b""
    own: bytes = b""
    theirs: bytes = b""


class VirtualChip:
    """The chip of a virtual passport, powered; implements `kiosk.core.ports.Chip`. One thread at a time."""

    def __init__(self, passport: Passport) -> None:
        self._passport = passport
        self.reset()

    def reset(self) -> None:
        """As after power on: nothing selected, nobody authenticated."""
        self._session: CardSession | None = None
        self._next: CardSession | None = None
        self._in_application = False
        self._file: bytes | None = None
        self._challenge = b""
        self._pace: _Pace | None = None
        self._agreeing: ChipCipher | None = None

    def close(self) -> None:
        """Let the card go."""
        self.reset()

    def transmit(self, apdu: bytes) -> bytes:
        """One command and its answer. Raises `CardLostError` where the chip is one that falls silent."""
        if self._session is not None:
            if self._passport.fault is Fault.SILENT:
                raise CardLostError("the chip fell silent")
            if self._passport.fault is Fault.GARBAGE:
                return secrets.token_bytes(2 + secrets.randbelow(64))
        try:
            request = _parsed(apdu)
        except (IndexError, ValueError):
            return b"\x67\x00"
        if self._session is None or not request.header[0] & 0x0C:
            self._session = None  # an unsecured command ends the session (9303-11, 9.8)
            data, status = self._answered(request)
            return data + status.to_bytes(2, "big")
        session = self._session
        try:
            plain, wanted = session.unwrap(request.header, request.data)
        except (BadMessageError, ValueError, IndexError):
            self._session = None
            return BAD_SECURING.to_bytes(2, "big")
        data, status = self._answered(_Request(request.header, plain, wanted))
        answer = session.wrap(data, status, odd=bool(request.ins & 1))
        if self._next is not None:
            self._session, self._next = self._next, None
        return answer

    def _answered(self, request: _Request) -> tuple[bytes, int]:
        commands: Mapping[int, Callable[[_Request], tuple[bytes, int]]] = {
            0xA4: self._select,
            0xB0: self._read,
            0xB1: self._read_by_object,
            0x84: self._get_challenge,
            0x82: self._mutual_authenticate,
            0x22: self._manage_environment,
            0x86: self._general_authenticate,
            0x88: self._internal_authenticate,
        }
        command = commands.get(request.ins)
        if command is None:
            return b"", NO_COMMAND
        try:
            return command(request)
        except StatusError as error:
            return b"", error.status
        except (IndexError, ValueError, KeyError):
            return b"", WRONG_DATA

    # Files
    def _select(self, request: _Request) -> tuple[bytes, int]:
        if request.parameters[0] == 0x04:
            if request.data != _APPLICATION:
                return b"", NO_FILE
            self._in_application, self._file = True, None
            return b"", OK
        name = int.from_bytes(request.data, "big")
        if not self._in_application:
            self._file = self._passport.master.get(name)
        elif self._session is None:
            return b"", NOT_AUTHENTICATED
        else:
            self._file = self._passport.files.get(name)
        return b"", OK if self._file is not None else NO_FILE

    def _read(self, request: _Request) -> tuple[bytes, int]:
        high, low = request.parameters
        return self._slice(high << 8 | low, request.wanted)

    def _read_by_object(self, request: _Request) -> tuple[bytes, int]:
        offset = int.from_bytes({piece.tag: piece.value for piece in walk(request.data)}[0x54], "big")
        rest = len(self._chosen) - offset
        size = min(rest, request.wanted)
        while len(der(0x53, bytes(size))) > request.wanted:
            size -= 1
        data, status = self._slice(offset, size)
        return der(0x53, data), status

    def _slice(self, offset: int, wanted: int) -> tuple[bytes, int]:
        if offset >= len(self._chosen):
            raise StatusError(WRONG_OFFSET)
        limit = _SHORT if self._passport.features.extended is None else self._passport.features.extended
        data = self._chosen[offset : offset + min(wanted, limit)]
        return data, OK if len(data) == wanted else WARNING_END

    @property
    def _chosen(self) -> bytes:
        if self._file is None or (self._in_application and self._session is None):
            raise StatusError(NOT_AUTHENTICATED)
        return self._file

    # Basic access control
    def _get_challenge(self, request: _Request) -> tuple[bytes, int]:
        if not (self._passport.features.bac and self._in_application):
            return b"", NO_COMMAND
        self._challenge = secrets.token_bytes(8)
        return self._challenge, OK

    def _mutual_authenticate(self, request: _Request) -> tuple[bytes, int]:
        challenge, self._challenge = self._challenge, b""
        seed = hashlib.sha1(self._passport.mrz_information.encode(), usedforsecurity=False).digest()[:16]
        encryption, authentication = (key_for(ChipCipher.TDES, seed, purpose) for purpose in (1, 2))
        sealed, code = request.data[:32], request.data[32:]
        if not challenge or code_of(ChipCipher.TDES, authentication, padded(sealed, 8)) != code:
            return b"", WRONG_KEYS
        opened = cbc(ChipCipher.TDES, encryption, sealed, encrypt=False)
        if opened[8:16] != challenge:
            return b"", WRONG_KEYS
        keying = secrets.token_bytes(16)
        answer = cbc(ChipCipher.TDES, encryption, challenge + opened[:8] + keying, encrypt=True)
        shared = (int.from_bytes(keying, "big") ^ int.from_bytes(opened[16:], "big")).to_bytes(16, "big")
        counter = int.from_bytes(challenge[4:] + opened[4:8], "big")
        self._session = CardSession.agreed(ChipCipher.TDES, shared, counter)
        return answer + code_of(ChipCipher.TDES, authentication, padded(answer, 8)), OK

    # PACE and chip authentication
    def _manage_environment(self, request: _Request) -> tuple[bytes, int]:
        pieces = {piece.tag: piece.value for piece in walk(request.data)}
        match request.parameters:
            case (0xC1, 0xA4):
                return self._set_pace(pieces)
            case (0x41, 0xA4) if self._session and pieces[0x80][:-2] == _CHIP_AUTHENTICATION:
                cipher = ChipCipher(pieces[0x80][-1])
                if cipher is not self._passport.features.chip_authentication:
                    return b"", WRONG_DATA
                self._agreeing = cipher
                return b"", OK
            case (0x41, 0xA6) if self._session and self._passport.features.chip_authentication is ChipCipher.TDES:
                self._next = CardSession.agreed(ChipCipher.TDES, self._static_agreement(pieces[0x91]))
                return b"", OK
        return b"", NO_REFERENCE

    def _set_pace(self, pieces: Mapping[int, bytes]) -> tuple[bytes, int]:
        features, protocol = self._passport.features, pieces[0x80]
        if features.pace is None or protocol != _PACE_ECDH_GM + bytes([features.pace]):
            return b"", WRONG_DATA
        if pieces[0x83] == b"\x01":
            password = hashlib.sha1(self._passport.mrz_information.encode(), usedforsecurity=False).digest()
        elif pieces[0x83] == b"\x02" and features.can is not None:
            password = features.can.encode()
        else:
            return b"", NO_REFERENCE
        self._pace = _Pace(features.pace, protocol, password)
        return b"", OK

    def _general_authenticate(self, request: _Request) -> tuple[bytes, int]:
        (template,) = walk(request.data)
        pieces = walk(template.value)
        if self._agreeing is not None and self._session is not None:
            cipher, self._agreeing = self._agreeing, None
            self._next = CardSession.agreed(cipher, self._static_agreement(pieces[0].value))
            return der(0x7C), OK
        pace = self._pace
        if template.tag != 0x7C or pace is None:
            return b"", WRONG_DATA
        answer = self._pace_step(pace, pieces[0] if pieces else None)
        return der(0x7C, answer), OK

    def _pace_step(self, pace: _Pace, asked: Piece | None) -> bytes:
        library = CURVES[self._passport.features.parameters]
        curve = numbers_of(library)
        if asked is None:
            nonce = secrets.token_bytes(16)
            pace.nonce = int.from_bytes(nonce, "big")
            return der(0x80, cbc(pace.cipher, key_for(pace.cipher, pace.password, 3), nonce, encrypt=True))
        if asked.tag == 0x81:
            private = random_scalar(curve)
            agreed = times(curve, private, unpacked(curve, asked.value))
            pace.generator = plus(curve, times(curve, pace.nonce, curve.generator), agreed)
            return der(0x82, packed(curve, times(curve, private, curve.generator)))
        if asked.tag == 0x83:
            private = random_scalar(curve)
            pace.theirs, pace.own = asked.value, packed(curve, times(curve, private, pace.generator))
            x, _ = times(curve, private, unpacked(curve, asked.value))
            pace.secret = x.to_bytes(curve.size, "big")
            return der(0x84, pace.own)
        self._pace = None
        key = key_for(pace.cipher, pace.secret, 2)
        if asked.tag != 0x85 or asked.value != self._token(pace, key, pace.own):
            raise StatusError(WRONG_KEYS)
        self._session = CardSession.agreed(pace.cipher, pace.secret)
        return der(0x86, self._token(pace, key, pace.theirs))

    @staticmethod
    def _token(pace: _Pace, key: bytes, public: bytes) -> bytes:
        data = der(0x7F49, der(0x06, pace.protocol), der(0x86, public))
        return code_of(pace.cipher, key, padded(data, 8) if pace.cipher is ChipCipher.TDES else data)

    def _static_agreement(self, public: bytes) -> bytes:
        features, key = self._passport.features, self._passport.agreement_key
        if key is None:
            raise StatusError(NO_REFERENCE)
        if features.agreement == "dh":
            return pow(int.from_bytes(public, "big"), key, OAKLEY_2).to_bytes(128, "big")
        private = ec.derive_private_key(key, CURVES[features.parameters]())
        return private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(private.curve, public))

    # Active authentication
    def _internal_authenticate(self, request: _Request) -> tuple[bytes, int]:
        key = self._passport.signing_key
        if key is None or self._session is None:
            return b"", NO_REFERENCE
        if isinstance(key, ec.EllipticCurvePrivateKey):
            size = (key.key_size + 7) // 8
            numbers = decode_dss_signature(key.sign(request.data, ec.ECDSA(hashes.SHA256())))
            return b"".join(number.to_bytes(size, "big") for number in numbers), OK
        return _recoverable(key, request.data), OK


def _recoverable(key: rsa.RSAPrivateKey, message: bytes) -> bytes:
    """A signature with partial message recovery (ISO/IEC 9796-2, scheme 1): SHA-1 for short keys, else SHA-256."""
    name, trailer = ("sha1", b"\xbc") if key.key_size < 2048 else ("sha256", b"\x34\xcc")
    size = key.key_size // 8
    recoverable = secrets.token_bytes(size - 1 - hashlib.new(name).digest_size - len(trailer))
    digest = hashlib.new(name, recoverable + message).digest()
    block = int.from_bytes(b"\x6a" + recoverable + digest + trailer, "big")
    numbers = key.private_numbers()
    signature = pow(block, numbers.d, numbers.public_numbers.n)
    return min(signature, numbers.public_numbers.n - signature).to_bytes(size, "big")


def _parsed(apdu: bytes) -> _Request:
    """A command APDU (ISO/IEC 7816-3, 12.1.3). Raises `ValueError`, `IndexError`."""
    header, body = bytes(apdu[:4]), bytes(apdu[4:])
    if len(header) < 4:
        raise ValueError("no header")
    if not body:
        return _Request(header, b"", 0)
    if len(body) == 1:
        return _Request(header, b"", body[0] or 256)
    if body[0]:
        size, first, width = body[0], 1, 1
    elif len(body) == 3:
        return _Request(header, b"", int.from_bytes(body[1:], "big") or 65536)
    else:
        size, first, width = int.from_bytes(body[1:3], "big"), 3, 2
    data, rest = body[first : first + size], body[first + size :]
    if len(data) != size or len(rest) not in (0, width):
        raise ValueError("lengths that do not agree")
    return _Request(header, data, (int.from_bytes(rest, "big") or 256**width) if rest else 0)


class _Lying:
    """The chip of the passport that lies on the reader, for as long as it lies there."""

    def __init__(self, passport: Passport, lying: Callable[[], Passport | None]) -> None:
        self._passport = passport
        self._lying = lying
        self._chip: VirtualChip | None = VirtualChip(passport)

    def transmit(self, apdu: bytes) -> bytes:
        """Exchange. Raises `CardLostError` when the passport was taken away, or the chip let go."""
        if self._chip is None or self._lying() is not self._passport:
            self._chip = None
            raise CardLostError("the passport was taken away")
        return self._chip.transmit(apdu)

    def close(self) -> None:
        """Let the card go."""
        self._chip = None


class SimulatedChipReader:
    """A reader on which the passport lies that `lying` gives; implements `kiosk.core.ports.ChipReader`."""

    def __init__(self, lying: Callable[[], Passport | None]) -> None:
        self._lying = lying
        self._closed = threading.Event()

    def connect(self, within_s: float) -> Chip | None:
        """The chip of the passport on the reader, powered anew; None where none comes within the time."""
        self._closed.clear()
        until = time.monotonic() + within_s
        while (passport := self._lying()) is None:
            if self._closed.wait(min(_LOOK_S, max(0.0, until - time.monotonic()))) or time.monotonic() >= until:
                return None
        return _Lying(passport, self._lying)

    def health(self) -> Health:
        """Always ready."""
        return Ready()

    def close(self) -> None:
        """Let the reader go; a `connect` that waits ends."""
        self._closed.set()
