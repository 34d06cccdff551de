"""Secure messaging: ICAO 9303-11, 9.8. Every command and answer is authenticated, every data field encrypted."""

from __future__ import annotations

import hmac
from typing import Final

from kiosk.documents.emrtd import tlv
from kiosk.documents.emrtd.apdu import Command, Response
from kiosk.documents.emrtd.ciphers import FOR_ENCRYPTION, FOR_MAC, Suite, pad, unpad
from kiosk.documents.emrtd.errors import MalformedError

_ENCRYPTED_TLV: Final = 0x85
"""Data of commands with odd INS, which are data objects themselves: no padding indicator."""
_ENCRYPTED: Final = 0x87
_LE: Final = 0x97
_STATUS: Final = 0x99
_MAC: Final = 0x8E
_PADDED: Final = b"\x01"


class SecureMessaging:
    """One session: its keys, and the send sequence counter that orders its messages. Not thread-safe.

    `counter` is where the counter stands after the keys were agreed: of the two nonces after BAC, 0 after PACE and
    chip authentication.
    """

    def __init__(self, suite: Suite, secret: bytes, counter: int = 0) -> None:
        self._suite = suite
        self._encryption = suite.derive(secret, FOR_ENCRYPTION)
        self._mac = suite.derive(secret, FOR_MAC)
        self._counter = counter

    def protect(self, command: Command) -> Command:
        """The command as it goes through the air."""
        counter = self._count()
        body = b""
        if command.data:
            iv = self._suite.initial_vector(self._encryption, counter)
            sealed = self._suite.encrypt(self._encryption, pad(command.data, self._suite.block), iv)
            odd = command.ins & 1
            body = tlv.encode(_ENCRYPTED_TLV, sealed) if odd else tlv.encode(_ENCRYPTED, _PADDED + sealed)
        if command.le is not None:
            body += tlv.encode(_LE, _expected(command))
        header = command.protected(b"").header
        mac = self._authenticate(counter + pad(header, self._suite.block) + body)
        return command.protected(body + tlv.encode(_MAC, mac))

    def open(self, response: Response) -> Response:
        """The answer as the chip meant it. Raises `MalformedError` where its authentication code does not hold."""
        counter = self._count()
        found = tlv.items(response.data)
        if not found or found[-1].tag != _MAC:
            raise MalformedError(f"an answer without authentication, status {response.status:04X}")
        *objects, mac = found
        if not hmac.compare_digest(self._authenticate(counter + b"".join(item.raw for item in objects)), mac.value):
            raise MalformedError("an answer with a wrong authentication code")
        data, status = b"", b""
        for item in objects:
            if item.tag == _ENCRYPTED and item.value[:1] == _PADDED:
                data = self._decrypt(item.value[1:], counter)
            elif item.tag == _ENCRYPTED_TLV:
                data = self._decrypt(item.value, counter)
            elif item.tag == _STATUS:
                status = item.value
            else:
                raise MalformedError("an unknown object in an answer")
        if len(status) != 2:
            raise MalformedError("an answer without an authenticated status word")
        return Response(data, int.from_bytes(status, "big"))

    def _count(self) -> bytes:
        self._counter += 1
        return (self._counter % (1 << 8 * self._suite.block)).to_bytes(self._suite.block, "big")

    def _authenticate(self, data: bytes) -> bytes:
        return self._suite.mac(self._mac, pad(data, self._suite.block))

    def _decrypt(self, data: bytes, counter: bytes) -> bytes:
        iv = self._suite.initial_vector(self._encryption, counter)
        try:
            return unpad(self._suite.decrypt(self._encryption, data, iv))
        except ValueError as error:
            raise MalformedError("an answer with a wrong padding") from error


def _expected(command: Command) -> bytes:
    size = 2 if command.extended else 1
    return ((command.le or 0) % (1 << 8 * size)).to_bytes(size, "big")
