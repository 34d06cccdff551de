"""What the core keeps of its customers' own data: sealed, and found again by a keyed digest.

The key lies in `keys/customers.key`. Each field is AES-256-GCM under a key of its own, HMAC-SHA256(key, its name), with
the name as associated data: a value moved to another customer or column does not open.
"""

from __future__ import annotations

import binascii
import hmac
import os
from base64 import b64decode, b64encode
from contextlib import suppress
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, select

from central import tables
from central.keys import write_secret
from central.settings import SettingsError
from kiosk.core.appointment import normalised

KEY_FILE: Final = "customers.key"
_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12


class VaultError(SettingsError):
    """The key of the customers' data is missing, malformed, or another database's."""


class Vault:
    """Seals fields and makes digests; the key is made on first use, but never beside customers that are there."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / KEY_FILE
        self._loaded: bytes | None = None

    def check(self, connection: Connection) -> None:
        """See that the key is this database's. Raises `VaultError`."""
        column = tables.customer.c
        some = connection.execute(select(column.id, column.name).limit(1)).one_or_none()
        if some:
            self.open(connection, f"{some.id}\nname", bytes(some.name))

    def seal(self, connection: Connection, name: str, value: str) -> bytes:
        """A value under its name (`customer\\nphone`, say)."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher(connection, name).encrypt(nonce, value.encode(), name.encode())

    def open(self, connection: Connection, name: str, sealed: bytes) -> str:
        """The value that was sealed under this name. Raises `VaultError`."""
        nonce, ct = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._cipher(connection, name).decrypt(nonce, ct, name.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise VaultError(f"{self._path} is not the key of this database") from error

    def of_document(self, connection: Connection, kind: str, number: str) -> bytes:
        """The digest by which the holder of a document is found: an ID number has few unknown bits, the key has all."""
        return self.mac(connection, "document", f"{kind}\n{normalised(number)}")

    def mac(self, connection: Connection, purpose: str, text: str) -> bytes:
        """A keyed digest of a text, another for each purpose."""
        return hmac.digest(self._key(connection), f"{purpose}\0{text}".encode(), "sha256")

    def _cipher(self, connection: Connection, name: str) -> AESGCM:
        return AESGCM(hmac.digest(self._key(connection), b"field\0" + name.encode(), "sha256"))

    def _key(self, connection: Connection) -> bytes:
        if self._loaded is None:
            self._loaded = self._load(connection)
        return self._loaded

    def _load(self, connection: Connection) -> bytes:
        if not self._path.exists():
            if connection.execute(select(tables.customer.c.id).limit(1)).one_or_none():
                raise VaultError(f"{self._path} is missing, and the database holds customers under it")
            with suppress(FileExistsError):  # another process was first
                write_secret(self._path, b64encode(os.urandom(_KEY_BYTES)) + b"\n")
        try:
            key = b64decode(self._path.read_bytes().strip(), validate=True)
        except (OSError, binascii.Error) as error:
            raise VaultError(f"{self._path} cannot be read") from error
        if len(key) != _KEY_BYTES:
            raise VaultError(f"{self._path} is not {_KEY_BYTES} bytes in base64")
        return key
