"""Whose an appointment is, without the document's number: keyed hashes that only this service can make.

The signed code bears a slow hash of the number, salted by the code (`kiosk.core.appointment.holder_digest`), which
nobody can search by. To find a customer's appointments by the document alone, the choice is to try that hash on each of
the day's (50-100 ms each, so a busy branch's day takes seconds of a core, for every customer and every guess), or to
index them by a keyed one. This is the keyed one: HMAC-SHA-256 under a key derived from the master key, cut to 128 bits.
Without the key it says nothing and cannot be guessed at, however few unknown bits a number has; with the key and the
database a number can be tried fast, but who has both has the sealed names and numbers already.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from central.sealing import Sealing
from kiosk.core.appointment import normalised
from kiosk.core.booking import tail_of

_KEY: Final = "appointment holders v1"
_BYTES: Final = 16


@dataclass(frozen=True)
class Holders:
    """Makes the hashes; `sealing` has the master key."""

    sealing: Sealing

    def person(self, connection: Connection, document: str) -> bytes:
        """Of a document's number."""
        return self._digest(connection, f"person\n{normalised(document)}")

    def tail(self, connection: Connection, number: str, tail: str) -> bytes:
        """Of a document's last digits, for one booking number: so two appointments of a customer do not match."""
        return self._digest(connection, f"tail\n{number}\n{tail}")

    def tail_of(self, connection: Connection, number: str, document: str) -> bytes | None:
        """The same of a whole document number; None where it has too few digits."""
        tail = tail_of(document)
        return None if tail is None else self.tail(connection, number, tail)

    def asked(self, connection: Connection, what: str, body: Mapping[str, Any]) -> bytes:
        """Of what was asked, by which a repeat is told from another thing under the same key."""
        return self._digest(connection, f"asked\n{what}\n{json.dumps(body, sort_keys=True, default=str)}")

    def _digest(self, connection: Connection, said: str) -> bytes:
        key = self.sealing.derived(connection, _KEY)
        return hmac.digest(key, said.encode(), "sha256")[:_BYTES]
