"""What the tests of chips share: specimens, keys, a trust store, and chips that do as a test says."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from PIL import Image

from drivers.simulated.issuer import Issuer
from drivers.simulated.people import Card
from kiosk.core.identity import DocumentKind
from kiosk.core.ports import Chip
from kiosk.documents.emrtd.access import AccessKey
from kiosk.documents.emrtd.trust import TrustStore

TODAY = date(2026, 11, 27)
CAN = "123456"


def specimen(kind: DocumentKind = DocumentKind.TD3, number: str = "L898902C3") -> Card:
    return Card(
        kind=kind,
        number=number,
        name="SPECIMEN",
        given="ALEX UTOPIA",
        male=True,
        born=date(1991, 4, 16),
        issued=date(2024, 2, 1),
        expires=date(2034, 2, 1),
        issuer="UTO",
    )


def key_of(card: Card, can: str | None = None) -> AccessKey:
    assert card.expires is not None
    return AccessKey.from_fields(card.number, f"{card.born:%y%m%d}", f"{card.expires:%y%m%d}", can)


def portrait(kind: str = "JPEG", width: int = 120, height: int = 160) -> bytes:
    """A picture of nobody: a gradient, so that decoded pixels can be told."""
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    written = io.BytesIO()
    picture.save(written, kind)
    return written.getvalue()


def trust_in(folder: Path, *issuers: Issuer) -> TrustStore:
    for issuer in issuers:
        issuer.publish(folder)
    return TrustStore.load(folder)


class ScriptedChip:
    """Answers the commands it was told to expect, and fails the test over any other."""

    def __init__(self, exchanges: Iterable[tuple[str, str]]) -> None:
        self._exchanges = list(exchanges)

    def transmit(self, apdu: bytes) -> bytes:
        assert self._exchanges, f"an unexpected command {apdu.hex()}"
        expected, answer = self._exchanges.pop(0)
        assert apdu.hex().upper() == expected.replace(" ", "")
        return bytes.fromhex(answer)

    def close(self) -> None:
        assert not self._exchanges


class ChangedChip:
    """A chip on the way to which something happens: `change` makes of each answer, by its number, what arrives."""

    def __init__(self, chip: Chip, change: Callable[[int, bytes], bytes]) -> None:
        self._chip = chip
        self._change = change
        self.exchanged = 0

    def transmit(self, apdu: bytes) -> bytes:
        answer = self._change(self.exchanged, self._chip.transmit(apdu))
        self.exchanged += 1
        return answer

    def close(self) -> None:
        self._chip.close()
