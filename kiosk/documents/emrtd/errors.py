"""Why a chip was not read, or not believed. Messages say what happened, never what a document says."""

from __future__ import annotations

from enum import StrEnum


class EmrtdError(Exception):
    """The chip was not read, or is not believed. The port's `CardLostError` and `ReaderLostError` are not of these."""


class AccessDeniedError(EmrtdError):
    """The chip does not open with the key given: MRZ or CAN misread, or of another document."""


class NotEmrtdError(EmrtdError):
    """A chip, but not one with the eMRTD application."""


class MalformedError(EmrtdError):
    """The chip's answer is not what the standard asks for, or not within our limits."""


class UnsupportedError(EmrtdError):
    """The chip asks for what this reader does not do: an algorithm, a curve, a protocol."""


class Forgery(StrEnum):
    """What shows that a document is not genuine."""

    HASH_DIFFERS = "hashDiffers"
    """A data group is not the one that was signed."""
    GROUP_MISSING = "groupMissing"
    """A data group that was signed is not there."""
    SIGNATURE_WRONG = "signatureWrong"
    CLONE = "clone"
    """The chip does not have the private key that the signed data say it has."""
    PRINT_DIFFERS = "printDiffers"
    """The signed zone is not the printed one that opened the chip."""


class NotGenuineError(EmrtdError):
    """An attack, not a read error: the document must not be taken, and staff should know."""

    def __init__(self, forgery: Forgery) -> None:
        super().__init__(forgery.value)
        self.forgery = forgery


class Distrust(StrEnum):
    """Why a signature that may be sound proves nothing to this terminal."""

    ISSUER_UNKNOWN = "issuerUnknown"
    """No authority of the trust store issued the document signer."""
    SIGNER_NOT_VALID = "signerNotValid"
    """Signer or authority were not valid at signing time."""
    SIGNER_REVOKED = "signerRevoked"
    SIGNER_UNFIT = "signerUnfit"
    """The certificate is not one that may sign documents."""


class NotTrustedError(EmrtdError):
    """Passive authentication came to no end that this terminal may rely on."""

    def __init__(self, distrust: Distrust) -> None:
        super().__init__(distrust.value)
        self.distrust = distrust


class TrustStoreError(Exception):
    """A file of the trust store cannot be used; the message names it."""
