"""Files that outlive a power cut: atomic replacement, synced folders, and the key file."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from kiosk.record.checkpoint import Ed25519Signer

_OWNER_ONLY: Final = 0o600


class KeyFileError(Exception):
    """A key file cannot be used: unreadable, open to others, or not an Ed25519 key."""


def sync_folder(folder: Path) -> None:
    """Make the folder's entries durable. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Create a folder, open to its owner only, durably; nothing to do where it exists. Raises OSError."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        sync_folder(folder.parent)


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file so that a reader, or the next start, finds the old bytes or the new ones. Raises OSError.

    One process writes a given path.
    """
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    _create(new, data)
    new.replace(path)
    sync_folder(path.parent)


def signer_from(path: Path) -> Ed25519Signer:
    """The log key of a PKCS #8 PEM file (mode 0600), made and kept on first use. Raises `KeyFileError`."""
    try:
        if not path.exists():
            make_folder(path.parent)
            made = Ed25519PrivateKey.generate()
            write_atomically(path, made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        if path.stat().st_mode & 0o077:
            raise KeyFileError(f"{path} is open to others than its owner")
        key = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise KeyFileError(f"{path}: {type(error).__name__}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(f"{path} holds no Ed25519 key")
    return Ed25519Signer(key)


def _create(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        with contextlib.suppress(OSError):
            path.unlink()
        raise
