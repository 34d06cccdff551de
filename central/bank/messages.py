"""Messages to customers' phones: the seam to a text-message gateway, and the reference that keeps them for the console.

`StoredMessages` sends nothing. `kiosk-central messages` shows what it keeps, as a phone would: for a demonstration and
for tests, never with customers. Number and text are sealed; a message is deleted a day after it was sent.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol

from sqlalchemy import delete, insert, select

from central import tables
from central.bank.vault import Vault
from central.store import Store

_KEPT: Final = timedelta(days=1)
_MESSAGE = tables.message.c


@dataclass(frozen=True)
class Message:
    """A text for a phone (E.164)."""

    to: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True)
class Sent:
    """A message that was sent."""

    at: datetime
    message: Message


class NotSentError(Exception):
    """The gateway did not take the message. The text of the error quotes nothing of it."""


class SmsProvider(Protocol):
    """A gateway. Called outside of any transaction, for it may take seconds."""

    def send(self, message: Message) -> None:
        """Hand a message over. Raises `NotSentError`."""


class StoredMessages:
    """Keeps messages in the database, sealed, instead of sending them."""

    def __init__(self, store: Store, vault: Vault, clock: Callable[[], datetime]) -> None:
        self._store, self._vault, self._clock = store, vault, clock

    def send(self, message: Message) -> None:
        """Keep it, and forget what is older than a day."""
        name, now = secrets.token_hex(16), self._clock()
        with self._store.write() as connection:
            row = {
                "name": name,
                "at": now,
                "phone": self._vault.seal(connection, f"message\n{name}\nphone", message.to),
                "text": self._vault.seal(connection, f"message\n{name}\ntext", message.text),
            }
            connection.execute(delete(tables.message).where(_MESSAGE.at < now - _KEPT))
            connection.execute(insert(tables.message).values(**row))

    def sent(self) -> list[Sent]:
        """Those of the last day, oldest first. Raises `VaultError`."""
        query = select(tables.message).where(_MESSAGE.at >= self._clock() - _KEPT).order_by(_MESSAGE.at, _MESSAGE.id)
        with self._store.read() as connection:
            return [
                Sent(
                    row.at,
                    Message(
                        self._vault.open(connection, f"message\n{row.name}\nphone", bytes(row.phone)),
                        self._vault.open(connection, f"message\n{row.name}\ntext", bytes(row.text)),
                    ),
                )
                for row in connection.execute(query)
            ]
