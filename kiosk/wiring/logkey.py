"""The key that signs the journal's checkpoints, from where the settings say that it lies."""

from __future__ import annotations

from typing import cast

import drivers
from kiosk.record import layout
from kiosk.record.checkpoint import Signer
from kiosk.record.files import KeyFileError, signer_from
from kiosk.settings import Settings


def log_signer(settings: Settings) -> Signer:
    """The log's signer, made at first use. Raises `KeyFileError`, or OSError for a TPM out of reach."""
    if settings.terminal.log_key == "tpm":
        try:
            return cast("Signer", drivers.factory("key_tpm")())
        except drivers.DriverError as error:
            raise KeyFileError(str(error)) from error
    return signer_from(layout(settings.terminal.state).log_key)
