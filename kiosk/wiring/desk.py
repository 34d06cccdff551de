"""The simulated devices of the vision process: what stands on the desk of the demo instead of a branch's hardware."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import cast

import drivers
from drivers.simulated.camera import SimulatedCamera, View
from drivers.simulated.chips import ChipReader
from drivers.simulated.sam import SerialSam
from drivers.simulated.sam_card import chip_of
from drivers.simulated.world import WorldReceiver
from kiosk.core import ports


class Desk:
    """Makes the devices that look at one simulated world; `media` are the demo media."""

    def __init__(self, world: WorldReceiver, media: Path) -> None:
        self._world, self._media = world, media
        world.start()

    def camera(self, view: View) -> ports.Camera:
        """A camera of one view."""
        return SimulatedCamera(view, self._world, self._media)

    def chip_reader(self, csca: Path) -> ports.ChipReader:
        """A chip reader; the authority of its passports is published in the folder."""
        return ChipReader(self._world, self._media, csca)

    def resident_id_reader(self) -> ports.ResidentIdReader:
        """The real driver on the serial line of a simulated security module."""
        return cast("ports.ResidentIdReader", drivers.factory("card_sam")(self._sam.device))

    def close(self) -> None:
        """Take the devices down."""
        if "_sam" in self.__dict__:
            self._sam.close()

    @cached_property
    def _sam(self) -> SerialSam:
        return SerialSam(lambda: chip_of(self._world().held))
