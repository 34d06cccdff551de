"""What enrolment and renewal say on both sides: the slip with the one-time code, and the proof of an old certificate.

A slip is `KIOSK:CODE:PRINT`. Code and print are 24 symbols each of an alphabet without look-alikes (no 0 O, 1 I, 2 Z,
5 S, 8 B), in groups of four: 112 bits. The code proves the terminal to the bank, the print the bank to the terminal: it
is taken from the SHA-256 of the authority's certificate, so that the first answer need not be trusted blindly.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

ALPHABET: Final = "34679ACDEFGHJKLMNPQRTUVWXY"
SYMBOLS: Final = 24

_GROUP: Final = 4
_HEX: Final = re.compile(r"[0-9a-f]{64}")


class SlipError(ValueError):
    """What was typed is no slip; the message says why, and not what was typed."""


def make_code() -> str:
    """A new one-time code: 24 random symbols, 112 bits, without hyphens."""
    return "".join(secrets.choice(ALPHABET) for _ in range(SYMBOLS))


def digest(code: str) -> bytes:
    """What the bank keeps of a code. It is long and random, so that a plain SHA-256 hides it."""
    return sha256(code.encode()).digest()


def grouped(symbols: str) -> str:
    """In groups of four, as it is printed."""
    return "-".join(symbols[at : at + _GROUP] for at in range(0, len(symbols), _GROUP))


def normalised(typed: str) -> str:
    """The symbols of what was typed: hyphens, blanks and case do not matter. Raises `SlipError`."""
    symbols = "".join(typed.replace("-", "").split()).upper()
    if len(symbols) != SYMBOLS or not set(symbols) <= set(ALPHABET):
        raise SlipError(f"a code is {SYMBOLS} letters and digits in groups of {_GROUP}; please check it")
    return symbols


def fingerprint(certificate: bytes) -> str:
    """The SHA-256 of a DER certificate, in hexadecimal."""
    return sha256(certificate).hexdigest()


def print_of(certificate: bytes) -> str:
    """The fingerprint of a DER certificate as 24 symbols: the lowest digits in base 26, most significant first."""
    number, symbols = int(fingerprint(certificate), 16), ""
    for _ in range(SYMBOLS):
        number, digit = divmod(number, len(ALPHABET))
        symbols = ALPHABET[digit] + symbols
    return symbols


@dataclass(frozen=True)
class Slip:
    """`kiosk` and `authority` (a fingerprint in hexadecimal, or the print) are empty where they were not said."""

    code: str
    kiosk: str = ""
    authority: str = ""

    def __str__(self) -> str:
        """The slip in one line."""
        return f"{self.kiosk}:{grouped(self.code)}:{grouped(self.authority)}"

    @classmethod
    def parse(cls, typed: str, kiosk: str = "", authority: str = "") -> Slip:
        """A code, `KIOSK:CODE` or `KIOSK:CODE:PRINT`, with what was said beside it. Raises `SlipError`."""
        parts = [part.strip() for part in typed.split(":")]
        if len(parts) > 3:
            raise SlipError("a code is written KIOSK:CODE:PRINT")
        named, code, shown = ("", parts[0], "") if len(parts) == 1 else (parts[0], parts[1], *parts[2:], "")[:3]
        if named and kiosk and named != kiosk:
            raise SlipError("the code is for another terminal")
        if shown and authority:
            raise SlipError("the code bears a print of the authority already")
        return cls(normalised(code), named or kiosk, _authority(shown or authority))

    def fits(self, certificate: bytes) -> bool:
        """Whether a DER certificate is the authority that the slip names; never, where it names none."""
        return self.authority in (fingerprint(certificate), print_of(certificate))


def renewal_message(kiosk: str, nonce: str, csr: bytes) -> bytes:
    """What an expired certificate's key and the journal's key sign to renew it; `csr` is DER."""
    return f"branch-kiosk renewal v1\n{kiosk}\n{nonce}\n{sha256(csr).hexdigest()}\n".encode()


def _authority(said: str) -> str:
    plain = said.replace(":", "").replace(" ", "").lower()
    if not plain or _HEX.fullmatch(plain):
        return plain
    try:
        return normalised(said)
    except SlipError as error:
        raise SlipError("a fingerprint is a SHA-256 in hexadecimal, or the last part of a slip") from error
