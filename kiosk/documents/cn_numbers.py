"""The numbers that a Chinese resident-ID reader meets, and which card carries which.

- GB 11643, 18 characters (`kiosk.documents.cn_id`): the resident card, whose first digit is 1 to 8, and the residence
  permits of Hong Kong, Macau and Taiwan, which have address codes of their own.
- Foreign permanent resident card, edition 2023: 18 characters with the check character and the place of the birthday
  of GB 11643; the first digit is 9 (National Immigration Administration, notice on the edition of 2023-12-01).
- The same, edition 2017: three letters of the nationality (ISO 3166 alpha-3) and twelve digits. Sources contradict
  each other on what the digits mean, and no check character is known, so only the form is proved.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from kiosk.core.identity import DocumentKind
from kiosk.documents import cn_id

_GB_11643: Final = re.compile(r"[1-9][0-9]{16}[0-9Xx]")
_FOREIGN_2017: Final = re.compile(r"[A-Z]{3}[0-9]{12}")


def kind_of(number: str) -> DocumentKind | None:
    """Which kind of card carries a number of this form; None where none does. Proves no check character."""
    if _FOREIGN_2017.fullmatch(number):
        return DocumentKind.CN_FOREIGN_PERMANENT
    if not _GB_11643.fullmatch(number):
        return None
    if number.startswith("9"):
        return DocumentKind.CN_FOREIGN_PERMANENT
    return DocumentKind.CN_RESIDENCE_PERMIT if number.startswith(cn_id.PERMIT_CODES) else DocumentKind.CN_RESIDENT_ID


def holds(number: str, today: date) -> bool:
    """Whether the number is well formed and, where it has a check character, whether that holds."""
    return bool(_FOREIGN_2017.fullmatch(number)) or (kind_of(number) is not None and cn_id.number_holds(number, today))
