"""How the vision process is made. Light: the kiosk's own process imports it too."""

from __future__ import annotations

from dataclasses import dataclass
from multiprocessing import shared_memory
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.settings import Settings

if TYPE_CHECKING:
    from drivers.simulated.world import WorldReceiver
    from kiosk.wiring.workshop import Workshop


@dataclass(frozen=True)
class VisionBuild:
    """Makes the workshop inside the vision process. Picklable: that process imports this module anew.

    `media` and `world` are those of the simulated cameras.
    """

    settings: Settings
    media: Path
    world: WorldReceiver | None = None

    def __call__(self, memory: shared_memory.SharedMemory) -> Workshop:
        from kiosk.wiring.workshop import Workshop  # noqa: PLC0415 - numpy, OpenCV and drivers load in that process alone

        return Workshop(self, memory)
