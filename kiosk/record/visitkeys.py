"""Brings sealed visit keys to the centre: `PUT /v1/kiosks/{kiosk}/keys/{visit}`, before the first record under each.

A key is sealed to the centre already: whoever carries it cannot open it. The centre answers 204 where it holds the key
now, 409 where it holds other bytes, and 410 where it has erased the key: in each of them nothing is left to send.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import quote

from kiosk.record.reader import VisitKey
from kiosk.record.syncstate import SyncTrouble
from kiosk.record.wire import Answer, Wire

_LONGEST_ANSWER: Final = 16_384
_MOST_REMEMBERED: Final = 50_000
_SETTLED: Final = (200, 201, 204, 409, 410)


class KeyCourier:
    """Remembers which visits' keys the centre holds; forgetting is harmless, a key may be sent again."""

    def __init__(self) -> None:
        self._held: set[str] = set()

    def send(self, wire: Wire, keys: Iterable[VisitKey]) -> Answer | SyncTrouble | None:
        """Send the keys that the centre is not known to hold; the answer that stopped it, None where all are there."""
        for key in keys:
            if key.visit not in self._held:
                fields = {"kid": key.kid, "sealed": b64encode(key.sealed).decode()}
                if (stopped := self._put(wire, key.visit, fields)) is not None:
                    return stopped
        return None

    def say_lost(self, wire: Wire, visit: str) -> Answer | SyncTrouble | None:
        """Say that this terminal has no key of a visit that the centre asks one for: what was sealed is erased."""
        return self._put(wire, visit, {"lost": True})

    def forget(self, visits: Iterable[str] | None = None) -> None:
        """These visits' keys are not held after all; without an argument, none is."""
        if visits is None:
            self._held.clear()
        else:
            self._held.difference_update(visits)

    def _put(self, wire: Wire, visit: str, fields: Mapping[str, object]) -> Answer | SyncTrouble | None:
        headers = {"Content-Type": "application/json"}
        path = f"/keys/{quote(visit, safe='')}"
        answer = wire.exchange("PUT", path, _LONGEST_ANSWER, headers, json.dumps(fields).encode())
        if isinstance(answer, SyncTrouble) or answer.status not in _SETTLED:
            return answer
        if len(self._held) >= _MOST_REMEMBERED:
            self._held.clear()
        self._held.add(visit)
        return None
