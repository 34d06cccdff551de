"""Data objects of ISO/IEC 7816-4 (BER-TLV, definite lengths): never deeper than asked, never longer than given."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from kiosk.documents.emrtd.errors import MalformedError

_MULTI_BYTE_TAG: Final = 0x1F
_LONGEST_TAG: Final = 3
_LONGEST_LENGTH: Final = 3
_MOST_OBJECTS: Final = 256


@dataclass(frozen=True)
class Tlv:
    """A data object; `raw` is the whole of it as it came."""

    tag: int
    value: bytes = field(repr=False)
    raw: bytes = field(repr=False)


def header(data: bytes, at: int = 0) -> tuple[int, int, int]:
    """Tag, length and place of the value of the object that begins at `at`; the value need not be there.

    Raises `MalformedError` for a header that is cut off, indefinite, or longer than three bytes of tag or length.
    """
    try:
        end = at + 1
        if data[at] & _MULTI_BYTE_TAG == _MULTI_BYTE_TAG:
            while data[end] & 0x80:
                end += 1
            end += 1
        if end - at > _LONGEST_TAG:
            raise MalformedError("a tag is too long")
        tag = int.from_bytes(data[at:end], "big")
        length = data[end]
    except IndexError as error:
        raise MalformedError("a data object is cut off") from error
    end += 1
    if length >= 0x80:
        count = length & 0x7F
        if not 1 <= count <= _LONGEST_LENGTH or len(data) < end + count:
            raise MalformedError("a length is cut off, indefinite or too long")
        length = int.from_bytes(data[end : end + count], "big")
        end += count
    return tag, length, end


def items(data: bytes) -> tuple[Tlv, ...]:
    """Every object of `data`, of the outermost level. Raises `MalformedError` where they do not fill it exactly."""
    found: list[Tlv] = []
    at = 0
    while at < len(data):
        tag, length, first = header(data, at)
        end = first + length
        if end > len(data) or len(found) == _MOST_OBJECTS:
            raise MalformedError("data objects are cut off or too many")
        found.append(Tlv(tag, data[first:end], data[at:end]))
        at = end
    return tuple(found)


def only(data: bytes, tag: int) -> bytes:
    """The value of the one object `data` consists of. Raises `MalformedError` where it is another, or not one."""
    found = items(data)
    if len(found) != 1 or found[0].tag != tag:
        raise MalformedError(f"not one object {tag:X}")
    return found[0].value


def first(data: bytes, *tags: int) -> bytes:
    """The value of the first object with one of these tags. Raises `MalformedError` where there is none."""
    for item in items(data):
        if item.tag in tags:
            return item.value
    raise MalformedError(f"no object {tags[0]:X}")


def encode(tag: int, value: bytes) -> bytes:
    """One object, in the shortest form (DER)."""
    head = tag.to_bytes((tag.bit_length() + 7) // 8, "big")
    size = len(value)
    if size < 0x80:
        return head + bytes((size,)) + value
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return head + bytes((0x80 | len(length),)) + length + value
