"""The log's signing key in a TPM 2.0: an ECDSA key on P-256 that never leaves it, through the programs of tpm2-tools.

The key is a primary key of the owner's hierarchy (which must have no password), made at first use and kept at a
persistent handle; the same TPM makes the same key again until its owner's seed is cleared. Which TPM: the environment
variable `TPM2TOOLS_TCTI`, else what tpm2-tools find (`/dev/tpmrm0`, for which the user needs the group `tss`). The key
is not bound to measured boot (PCRs).
"""

from __future__ import annotations

import contextlib
import errno
import os
import subprocess
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Final

HANDLE: Final = 0x81424B01
"""A persistent handle of the owner's (TCG Registry of Reserved TPM 2.0 Handles: 0x81000000 to 0x817FFFFF)."""

_ATTRIBUTES: Final = "fixedtpm|fixedparent|sensitivedataorigin|userwithauth|noda|sign"
_LONGEST: Final = 4096
_PATH: Final = "/usr/local/bin:/usr/bin:/bin"


class TpmError(OSError):
    """The TPM, or the programs that speak to it, cannot be used, or took too long."""


class TpmKey:
    """Signs for the journal; implements `kiosk.record.checkpoint.Signer`.

    Each call of a program may take `timeout_s` seconds. `tcti` names the TPM as tpm2-tools do. Raises `TpmError`.
    """

    type: Final = 0x02
    """C2SP signed-note: ECDSA on P-256 with SHA-256."""

    def __init__(self, handle: int = HANDLE, *, tcti: str | None = None, timeout_s: float = 20.0) -> None:
        self._handle, self._timeout_s = f"0x{handle:08x}", timeout_s
        tpm = tcti or os.environ.get("TPM2TOOLS_TCTI")
        self._environment = {"PATH": _PATH, "LANG": "C", **({"TPM2TOOLS_TCTI": tpm} if tpm else {})}
        try:
            self.public: bytes = self._read()
        except TpmError:
            self._make()
            self.public = self._read()
        """The public key: SubjectPublicKeyInfo in DER."""

    def sign(self, message: bytes) -> bytes:
        """The signature in ASN.1 DER; takes a TPM tens to hundreds of ms. Raises `TpmError`."""
        signing = ("tpm2_sign", "-Q", "-c", self._handle, "-g", "sha256", "-s", "ecdsa", "-f", "plain", "-d")
        return self._run(*signing, "-o", "/dev/stdout", given=sha256(message).digest())

    def _read(self) -> bytes:
        return self._run("tpm2_readpublic", "-Q", "-c", self._handle, "-f", "der", "-o", "/dev/stdout")

    def _make(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            context = str(Path(folder) / "key.ctx")
            kind = ("-C", "o", "-G", "ecc256:ecdsa-sha256", "-a", _ATTRIBUTES)
            self._run("tpm2_createprimary", "-Q", *kind, "-c", context)
            self._run("tpm2_evictcontrol", "-Q", "-C", "o", "-c", context, self._handle)
        with contextlib.suppress(TpmError):  # without a resource manager it stays loaded, and a TPM has few places
            self._run("tpm2_flushcontext", "-Q", "-t")

    def _run(self, program: str, *arguments: str, given: bytes = b"") -> bytes:
        """What the program wrote. Raises `TpmError`."""
        try:
            done = subprocess.run(
                (program, *arguments),
                input=given,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=self._environment,
                timeout=self._timeout_s,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise TpmError(errno.ETIMEDOUT, f"{program} did not end in {self._timeout_s:g} s") from error
        except OSError as error:
            raise TpmError(error.errno, f"{program}: {error.strerror}") from error
        if done.returncode or len(done.stdout) > _LONGEST:
            raise TpmError(errno.EIO, f"{program} ended with status {done.returncode}")
        return done.stdout
