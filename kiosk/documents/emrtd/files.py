"""Reading a chip's files: SELECT and READ BINARY (ICAO 9303-10; ISO/IEC 7816-4)."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Final

from kiosk.documents.emrtd import tlv
from kiosk.documents.emrtd.apdu import FILE_ENDS, NO_FILE, OK, SHORT_LE, Channel, Command
from kiosk.documents.emrtd.errors import MalformedError, NotEmrtdError

APPLICATION: Final = bytes.fromhex("A0000002471001")
LARGEST_FILE: Final = 256 * 1024
"""Ten times an ordinary DG2 (20 to 25 kB); more is a hostile chip."""
SHORT_CHUNK: Final = 223
"""The most that fits a short answer under secure messaging with either cipher."""
_LARGEST_CHUNK: Final = 2048
_SECURING: Final = 48
"""Room for the data objects, padding and status of a secured answer."""
_HEAD: Final = 8
"""Enough for tag and length of any file we take, and no file of an eMRTD is shorter."""

_SELECT: Final = 0xA4
_READ_BINARY: Final = 0xB0
_READ_BINARY_BY_OBJECT: Final = 0xB1
_BEYOND_SHORT_OFFSETS: Final = 0x8000
_OFFSET, _DISCRETIONARY = 0x54, 0x53
_EXTENDED_LENGTH_INFORMATION: Final = 0x7F66


class Ef(IntEnum):
    """The file identifiers of what we read (9303-10). EF.ATR/INFO and EF.CardAccess are of the master file."""

    ATR_INFO = 0x2F01
    CARD_ACCESS = 0x011C
    COM = 0x011E
    SOD = 0x011D
    DG1 = 0x0101
    DG2 = 0x0102
    DG14 = 0x010E
    DG15 = 0x010F


def select_application(channel: Channel) -> None:
    """Select the eMRTD application. Raises `NotEmrtdError` where the chip has none."""
    status = channel.send(Command(_SELECT, 0x04, 0x0C, APPLICATION)).status
    if status != OK:
        raise NotEmrtdError(f"status {status:04X} to the eMRTD application")


def select(channel: Channel, ef: Ef) -> int:
    """Select a file; the status word."""
    return channel.send(Command(_SELECT, 0x02, 0x0C, ef.to_bytes(2, "big"))).status


def read_file(
    channel: Channel, ef: Ef, chunk: int = SHORT_CHUNK, told: Callable[[float], None] = lambda share: None
) -> bytes | None:
    """The one data object that a file is; None where there is no such file.

    `chunk` is the most to ask for at once, in bytes; `told` hears the share read, from 0 to 1.
    Raises `MalformedError`, and what the port raises.
    """
    status = select(channel, ef)
    if status == NO_FILE:
        return None
    if status != OK:
        raise MalformedError(f"status {status:04X} to the choice of {ef.name}")
    data = bytearray(_read(channel, 0, _HEAD, chunk))
    _, length, first = tlv.header(bytes(data))
    size = first + length
    if size > LARGEST_FILE:
        raise MalformedError(f"{ef.name} is too large")
    while len(data) < size:
        data += _read(channel, len(data), size - len(data), chunk)
        told(min(1.0, len(data) / size))
    return bytes(data[:size])


def chunk_of(channel: Channel) -> int:
    """How much to ask for at once: what EF.ATR/INFO of the master file offers (ISO/IEC 7816-4)."""
    if select(channel, Ef.ATR_INFO) != OK:
        return SHORT_CHUNK
    response = channel.send(Command(_READ_BINARY, le=SHORT_CHUNK))
    try:
        found = tlv.items(tlv.first(response.data, _EXTENDED_LENGTH_INFORMATION))
    except MalformedError:
        return SHORT_CHUNK
    largest = int.from_bytes(found[1].value, "big") if len(found) == 2 else 0
    offered = min(largest - _SECURING, _LARGEST_CHUNK)
    return offered if offered > SHORT_LE else SHORT_CHUNK


def _read(channel: Channel, offset: int, wanted: int, chunk: int) -> bytes:
    """Some bytes from `offset`, one at least."""
    if offset < _BEYOND_SHORT_OFFSETS:
        command = Command(_READ_BINARY, offset >> 8, offset & 0xFF, le=min(wanted, chunk))
        got = _answered(channel, command)
    else:
        wanted = min(wanted, chunk - 4)
        place = tlv.encode(_OFFSET, offset.to_bytes(3, "big"))
        room = len(tlv.encode(_DISCRETIONARY, bytes(wanted)))
        got = tlv.only(_answered(channel, Command(_READ_BINARY_BY_OBJECT, data=place, le=room)), _DISCRETIONARY)
    if not got or len(got) > wanted:
        raise MalformedError("a read that gave nothing, or more than was asked for")
    return got


def _answered(channel: Channel, command: Command) -> bytes:
    response = channel.send(command)
    if response.status not in (OK, FILE_ENDS):
        raise MalformedError(f"status {response.status:04X} to a read")
    return response.data
