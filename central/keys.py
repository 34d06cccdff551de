"""The bank's signing keys: Ed25519, each in a PEM file that only the service's user may read."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc.jwk import OKPKey

from kiosk.record.checkpoint import Ed25519Signer, SignatureType, VerifierKey
from kiosk.token import SigningKey, public_keys


def write_secret(path: Path, content: bytes) -> None:
    """Create a file of mode 0600 with its content, whole and durably. Raises FileExistsError where it is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(dir=path.parent)  # of mode 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(beside)
    finally:
        Path(beside).unlink()


def private_pem(key: Ed25519PrivateKey) -> bytes:
    """A private key as unencrypted PKCS #8 PEM."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def load_or_make(path: Path) -> Ed25519PrivateKey:
    """The Ed25519 key in a PEM file; made on first use. Raises TypeError for a key of another kind."""
    try:
        write_secret(path, private_pem(made := Ed25519PrivateKey.generate()))
    except FileExistsError:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise TypeError(f"{path} holds no Ed25519 key") from None
        return key
    return made


class BankKeys:
    """The keys of a data folder, made on first use.

    `desired` signs desired states, `cosigner` cosigns checkpoints and nothing else (C2SP tlog-cosignature), and the
    token keys sign appointment codes: key `k<n>` in `token-<n>.key`. All public token keys are handed out and the
    highest number signs.
    """

    def __init__(self, folder: Path, bank: str) -> None:
        self.desired = Ed25519Signer(load_or_make(folder / "desired.key"))
        self.cosigner = Ed25519Signer(load_or_make(folder / "cosigner.key"))
        self.desired_name, self.cosigner_name = f"{bank}/desired", f"{bank}/cosigner"
        numbers = sorted(int(path.stem.removeprefix("token-")) for path in folder.glob("token-*.key")) or [1]
        self._tokens = [_token_key(load_or_make(folder / f"token-{n}.key"), f"k{n}") for n in numbers]

    @property
    def desired_verifier(self) -> VerifierKey:
        """What kiosks verify desired states with."""
        return VerifierKey(self.desired_name, SignatureType.ED25519, self.desired.public)

    @property
    def cosigner_verifier(self) -> VerifierKey:
        """What kiosks verify cosignatures with."""
        return VerifierKey(self.cosigner_name, SignatureType.COSIGNATURE, self.cosigner.public)

    def signing(self, key_id: str | None = None) -> OKPKey:
        """The private token key with this id, or the one that signs new codes. Raises KeyError for an unknown id."""
        if key_id is None:
            return self._tokens[-1]
        found = {key.kid: key for key in self._tokens}
        return found[key_id]

    @property
    def token_jwks(self) -> Mapping[str, Any]:
        """The public token keys (RFC 7517)."""
        return {"keys": [key.as_dict(private=False) for key in self._tokens]}

    @property
    def token_keys(self) -> tuple[SigningKey, ...]:
        """The public token keys, ready to verify."""
        return public_keys(self.token_jwks)


def _token_key(private: Ed25519PrivateKey, key_id: str) -> OKPKey:
    return OKPKey.import_key(private_pem(private), {"kid": key_id, "use": "sig"})
