"""How the terminal is: a small file that the kiosk's process writes, and `kiosk sync` sends on. No personal data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

READY: Final = "ready"
ABSENT: Final = "absent"
_LONGEST: Final = 16_384


@dataclass(frozen=True)
class KioskStatus:
    """How the kiosk's process found itself at `at`; a value that has grown old says that the process hangs or is gone.

    `screen` is the screen shown last, by its class's name; `screen_at` is when the screen's thread was last at work.
    `devices` says `ready`, `absent` or the trouble's reason (XFS4IoT) of each device. `journal_used` is the share of
    the journal's room in use, from 0 to 1.
    """

    at: datetime
    version: str
    screen: str = ""
    screen_at: datetime | None = None
    visit: bool = False
    devices: Mapping[str, str] = field(default_factory=dict)
    broken: str | None = None
    journal_used: float = 0.0

    @classmethod
    def load(cls, path: Path) -> KioskStatus | None:
        """The status in a file; None where there is none or where it is damaged."""
        try:
            if path.stat().st_size > _LONGEST:
                return None
            raw: dict[str, Any] = json.loads(path.read_bytes())
            at, screen_at, broken = raw["at"], raw["screen_at"], raw["broken"]
            status = cls(
                at=datetime.fromisoformat(at),
                version=str(raw["version"]),
                screen=str(raw["screen"]),
                screen_at=None if screen_at is None else datetime.fromisoformat(screen_at),
                visit=bool(raw["visit"]),
                devices={str(name): str(how) for name, how in raw["devices"].items()},
                broken=None if broken is None else str(broken),
                journal_used=float(raw["journal_used"]),
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None
        times = (status.at, status.screen_at or status.at)
        sound = all(time.tzinfo is not None for time in times) and 0 <= status.journal_used <= 1
        return status if sound else None

    def save(self, path: Path) -> None:
        """Keep the status. Raises OSError."""
        from kiosk.record.files import make_folder, write_atomically  # noqa: PLC0415 - the first frame does not wait

        raw = {
            "at": self.at.isoformat(),
            "version": self.version,
            "screen": self.screen,
            "screen_at": None if self.screen_at is None else self.screen_at.isoformat(),
            "visit": self.visit,
            "devices": dict(self.devices),
            "broken": self.broken,
            "journal_used": self.journal_used,
        }
        make_folder(path.parent)
        write_atomically(path, json.dumps(raw).encode())
