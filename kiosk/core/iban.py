"""International bank account numbers (ISO 13616-1): what one looks like, and whether its check digits fit.

The check is MOD 97-10 of ISO/IEC 7064: the first four characters go to the end, letters count as 10 to 35, and the
whole leaves the remainder 1. It finds every wrong digit and any two neighbouring digits exchanged. Whether there is
such an account it does not say.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

LONGEST: Final = 34
_REGISTRY: Final = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 "
    "EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 "
    "IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 "
    "NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 "
    "TR26 UA29 VA22 VG24 XK20"
)
LENGTHS: Final = {entry[:2]: int(entry[2:]) for entry in _REGISTRY.split()}
"""How long the numbers of a country are (IBAN registry); of one that is not here any length within bounds will do."""

_FORM: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_CHECKS: Final = range(2, 99)
"""What 98 less a remainder can be; 00, 01 and 99 are never given out."""


class Fault(StrEnum):
    """What is wrong with a number."""

    FORM = "form"
    """It does not begin with two letters and two digits, or is too short, too long, or has other signs."""
    LENGTH = "length"
    """The numbers of this country have another length."""
    CHECK = "check"
    """The check digits do not fit."""


def normalised(text: str) -> str:
    """A number as it is sent: without blanks and hyphens, in capitals."""
    return "".join(letter for letter in text if not letter.isspace() and letter != "-").upper()


def fault(number: str) -> Fault | None:
    """What is wrong with a normalised number; None for one that can be."""
    if not _FORM.fullmatch(number):
        return Fault.FORM
    if LENGTHS.get(number[:2], len(number)) != len(number):
        return Fault.LENGTH
    if int(number[2:4]) not in _CHECKS:
        return Fault.CHECK
    moved = number[4:] + number[:4]
    return None if int("".join(str(int(sign, 36)) for sign in moved)) % 97 == 1 else Fault.CHECK


def is_iban(number: str) -> bool:
    """Whether a number is an IBAN."""
    return fault(number) is None
