"""Basic Access Control: ICAO 9303-11, 4.3."""

from __future__ import annotations

import hmac
import secrets
from typing import Final

from kiosk.documents.emrtd.access import AccessKey
from kiosk.documents.emrtd.apdu import OK, Channel, Command
from kiosk.documents.emrtd.ciphers import FOR_ENCRYPTION, FOR_MAC, MAC_BYTES, TDES, pad
from kiosk.documents.emrtd.errors import AccessDeniedError, MalformedError, UnsupportedError
from kiosk.documents.emrtd.secure_messaging import SecureMessaging

_GET_CHALLENGE: Final = 0x84
_EXTERNAL_AUTHENTICATE: Final = 0x82
_NONCE: Final = 8
_KEYING: Final = 16
_CRYPTOGRAM: Final = 2 * _NONCE + _KEYING


def open_chip(channel: Channel, key: AccessKey) -> None:
    """Authenticate to the selected eMRTD application and protect the channel.

    Raises `AccessDeniedError` for a wrong key, `UnsupportedError` where the chip does no BAC, `MalformedError`, and
    what the port raises.
    """
    seed = key.seed[:16]
    encryption, mac = TDES.derive(seed, FOR_ENCRYPTION), TDES.derive(seed, FOR_MAC)
    challenge = channel.send(Command(_GET_CHALLENGE, le=_NONCE))
    if challenge.status != OK:
        raise UnsupportedError(f"status {challenge.status:04X} to a challenge: no BAC")
    chip_nonce = challenge.data
    if len(chip_nonce) != _NONCE:
        raise MalformedError("a challenge of another size")
    nonce, keying = secrets.token_bytes(_NONCE), secrets.token_bytes(_KEYING)
    sealed = TDES.encrypt(encryption, nonce + chip_nonce + keying)
    command = sealed + TDES.mac(mac, pad(sealed, TDES.block))
    response = channel.send(Command(_EXTERNAL_AUTHENTICATE, data=command, le=_CRYPTOGRAM + MAC_BYTES))
    if response.status != OK:
        raise AccessDeniedError(f"status {response.status:04X} to BAC")
    answer, code = response.data[:_CRYPTOGRAM], response.data[_CRYPTOGRAM:]
    if len(answer) != _CRYPTOGRAM or not hmac.compare_digest(TDES.mac(mac, pad(answer, TDES.block)), code):
        raise MalformedError("an answer to BAC with a wrong authentication code")
    opened = TDES.decrypt(encryption, answer)
    if not hmac.compare_digest(opened[: 2 * _NONCE], chip_nonce + nonce):
        raise MalformedError("an answer to BAC of another exchange")
    shared = bytes(a ^ b for a, b in zip(keying, opened[2 * _NONCE :], strict=True))
    channel.session = SecureMessaging(TDES, shared, int.from_bytes(chip_nonce[4:] + nonce[4:], "big"))
