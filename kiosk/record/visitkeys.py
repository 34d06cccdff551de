"""Brings sealed visit keys to the centre: `PUT /v1/kiosks/{kiosk}/keys`, before the first record under each.

A key is sealed to the centre already: whoever carries it cannot open it. The centre holds now what came in a call that
it answers by 200, but those visits' keys of which it holds other bytes (`conflict`) or which it has erased (`erased`):
in each case nothing is left to send.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable
from typing import Any, Final

from kiosk.record.reader import VisitKey
from kiosk.record.syncstate import SyncTrouble
from kiosk.record.wire import Answer, Wire

MOST_KEYS: Final = 500
"""In one call."""
_LONGEST_ANSWER: Final = 131_072
_MOST_REMEMBERED: Final = 50_000


class KeyCourier:
    """Remembers which visits' keys the centre holds; forgetting is harmless, a key may be sent again."""

    def __init__(self) -> None:
        self._held: set[str] = set()

    def lacks(self, keys: Iterable[VisitKey]) -> bool:
        """Whether the centre is not known to hold them all."""
        return not self._held.issuperset(key.visit for key in keys)

    def send(self, wire: Wire, keys: Iterable[VisitKey], lost: Iterable[str] = ()) -> Answer | SyncTrouble | None:
        """Send the keys that the centre is not known to hold; the answer that stopped it, None where all are there.

        Of the visits `lost` this terminal has no key, though the centre asks for one: what was sealed is erased.
        """
        entries: list[dict[str, Any]] = [
            {"visit": key.visit, "kid": key.kid, "sealed": b64encode(key.sealed).decode()}
            for key in keys
            if key.visit not in self._held
        ]
        entries += [{"visit": visit, "lost": True} for visit in lost]
        for start in range(0, len(entries), MOST_KEYS):
            if (stopped := self._put(wire, entries[start : start + MOST_KEYS])) is not None:
                return stopped
        return None

    def forget(self, visits: Iterable[str] | None = None) -> None:
        """These visits' keys are not held after all; without an argument, none is."""
        if visits is None:
            self._held.clear()
        else:
            self._held.difference_update(visits)

    def _put(self, wire: Wire, entries: list[dict[str, Any]]) -> Answer | SyncTrouble | None:
        body = json.dumps({"keys": entries}, separators=(",", ":")).encode()
        answer = wire.exchange("PUT", "/keys", _LONGEST_ANSWER, {"Content-Type": "application/json"}, body)
        if isinstance(answer, SyncTrouble) or answer.status != 200:
            return answer
        fields = answer.fields()
        if not all(isinstance(fields.get(name), list) for name in ("conflict", "erased")):
            return SyncTrouble.BAD_ANSWER
        if len(self._held) >= _MOST_REMEMBERED:
            self._held.clear()
        self._held.update(entry["visit"] for entry in entries)
        return None
