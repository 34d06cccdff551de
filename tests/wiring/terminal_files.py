"""A terminal's folder on a temporary disk: what enrolment and sync would put there."""

from __future__ import annotations

import json
import sqlite3
from base64 import b64encode
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from kiosk.record import Layout, layout
from kiosk.record.checkpoint import Ed25519Signer, SignatureType, VerifierKey
from kiosk.record.desired import DesiredStore, sign
from kiosk.record.journal import current_file
from kiosk.record.seal import SealingKey
from kiosk.settings import Settings, parse

_CENTRE = "bank.example/desired"
SEALING_PRIVATE = bytes(range(32))
SEALING = SealingKey("2026w48", X25519PrivateKey.from_private_bytes(SEALING_PRIVATE).public_key().public_bytes_raw())


class TerminalFiles:
    """The folder with certificates, and desired states signed by its own centre."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._signer = Ed25519Signer(Ed25519PrivateKey.generate())
        self.desired_key = str(VerifierKey(_CENTRE, SignatureType.ED25519, self._signer.public))
        _write_certificate(folder)

    def raw(self, **tables: dict[str, Any]) -> dict[str, dict[str, Any]]:
        """The settings, as TOML gives them; `tables` are merged into them."""
        raw: dict[str, dict[str, Any]] = {
            "terminal": {"id": "0571-3", "branch": "0571", "bank": "bank", "bank_name": "Specimen Bank"},
            "central": {
                "url": "https://127.0.0.1:9",
                "ca": "ca.pem",
                "certificate": "kiosk.pem",
                "key": "kiosk.key",
                "desired_keys": [self.desired_key],
            },
        }
        return raw | {table: raw.get(table, {}) | values for table, values in tables.items()}

    def settings(self, **tables: dict[str, Any]) -> Settings:
        return parse(self.raw(**tables), self.folder)

    @property
    def layout(self) -> Layout:
        return layout(self.settings().terminal.state)

    def document(self, version: int, branch_name: str, notices: int = 1, **more: Any) -> bytes:
        """A desired state as the centre signs it; `more` are further fields of it."""
        text = {"heading": "Beware", "lines": ["No safe account exists."]}
        payload = {
            "version": version,
            "kiosk": "0571-3",
            "not_after": (datetime.now(UTC) + timedelta(days=7)).isoformat(),
            "branch": {"id": "0571", "names": {"en": branch_name}},
            "services": [{"id": "transfer", "names": {"en": "Transfer"}}],
            "token_keys": {"keys": []},
            "sealing_key": {"kid": "2026w48", "alg": "X25519", "public": b64encode(SEALING.public).decode()},
            "fraud_notices": [
                {"id": f"n{n}", "version": 1, "services": [], "texts": {"en": text}} for n in range(notices)
            ],
        }
        return sign(payload | more, _CENTRE, self._signer)

    def bring_desired(self, version: int, branch_name: str, notices: int = 1, **more: Any) -> None:
        """Bring a desired state down, as sync does."""
        key = VerifierKey.parse(self.desired_key)
        document = self.document(version, branch_name, notices, **more)
        taken = DesiredStore(self.layout.desired, (key,), "0571-3", _Now(), self.settings()).take(document)
        assert getattr(taken, "version", None) == version, taken

    def journalled(self) -> list[dict[str, Any]]:
        """The records of the terminal's journal, the newest too, which no checkpoint covers yet."""
        path = current_file(self.layout.journal)
        if path is None:
            return []
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as journal:
            return [json.loads(body) for (body,) in journal.execute("SELECT body FROM rec ORDER BY seq")]


class _Now:
    """The real clock, as a test needs it."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return 0.0


def _write_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "0571-3")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(Encoding.PEM)
    (folder / "ca.pem").write_bytes(pem)
    (folder / "kiosk.pem").write_bytes(pem)
    (folder / "kiosk.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / "kiosk.key").chmod(0o600)
