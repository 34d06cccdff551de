"""The chips of the passports that lie on the simulated reader, issued when they are first laid there."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from drivers.simulated import cards
from drivers.simulated.chip_keys import ChipCipher
from drivers.simulated.issuer import Features, Issuer, Passport
from drivers.simulated.passport import SimulatedChipReader
from drivers.simulated.people import Card
from drivers.simulated.world import World
from kiosk.core.clock import civil_today
from kiosk.core.health import Health
from kiosk.core.identity import DocumentKind
from kiosk.core.ports import Chip
from kiosk.core.ports import ChipReader as ChipReaderPort

_EXCHANGE_S: Final = 0.012
"""How long one exchange takes over the air: 223 bytes at 212 kbit/s, and the chip's own time."""
_PORTRAIT: Final = (413, 531)
"""35 x 45 mm at 300 dpi, as states store it."""
_COMPRESSION: Final = 40
"""Which makes it 16 kB: data group 2 has 20 kB or so in the field."""


class ChipReader:
    """A chip reader below the document camera; implements `kiosk.core.ports.ChipReader`.

    The passports are of a state that begins to exist with it; its authority's certificate goes into the folder `csca`.
    """

    def __init__(self, world: Callable[[], World], media: Path, csca: Path) -> None:
        self._world, self._media = world, media
        self._issuer = Issuer(civil_today())
        csca.mkdir(parents=True, exist_ok=True)
        self._issuer.publish(csca)
        self._issued: dict[Card, Passport] = {}
        self._reader: ChipReaderPort = SimulatedChipReader(self._lying)

    def connect(self, within_s: float) -> Chip | None:
        """The chip of what lies on the reader; None where none comes within the time."""
        chip = self._reader.connect(within_s)
        return None if chip is None else _OverTheAir(chip)

    def health(self) -> Health:
        return self._reader.health()

    def close(self) -> None:
        """Let the reader go."""
        self._reader.close()

    def _lying(self) -> Passport | None:
        card = self._world().card
        if card is None or card.kind is not DocumentKind.TD3:
            return None
        if card not in self._issued:
            features = Features(chip_authentication=ChipCipher.AES_128)
            self._issued[card] = self._issuer.issue(card, _portrait_file(self._media), features)
        return self._issued[card]


def _portrait_file(media: Path) -> bytes:
    """The holder's portrait as JPEG 2000, the usual format of states."""
    file = io.BytesIO()
    cards.portrait(media, *_PORTRAIT).save(file, "JPEG2000", quality_mode="rates", quality_layers=[_COMPRESSION])
    return file.getvalue()


class _OverTheAir:
    """A chip as slow as a real one."""

    def __init__(self, chip: Chip) -> None:
        self._chip = chip

    def transmit(self, apdu: bytes) -> bytes:
        time.sleep(_EXCHANGE_S)
        return self._chip.transmit(apdu)

    def close(self) -> None:
        self._chip.close()
