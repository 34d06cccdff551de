"""What stands in a field of a signed document: read, or refused with the name of the field and never with its value."""

from __future__ import annotations

import binascii
import json
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

T = TypeVar("T")


class WrongError(Exception):
    """A field is not what it must be; the message names it."""


def parsed(raw: bytes) -> Any:
    """A JSON document. This and all that follow raise `WrongError`."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise WrongError("not JSON") from error


def mapping(value: Any, where: str) -> Mapping[str, Any]:
    """A JSON object."""
    if not isinstance(value, dict):
        raise WrongError(f"{where} is not an object")
    return value


def mappings(value: Any, where: str) -> list[tuple[Mapping[str, Any], str]]:
    """The objects of a list, each with where it lies."""
    if not isinstance(value, list):
        raise WrongError(f"{where} is not a list")
    return [(mapping(item, f"{where}[{index}]"), f"{where}[{index}]") for index, item in enumerate(value)]


def text(value: Any, where: str) -> str:
    """A text that is not empty."""
    if not isinstance(value, str) or not value:
        raise WrongError(f"{where} is not a text")
    return value


def texts(value: Any, where: str) -> tuple[str, ...]:
    """A list of texts."""
    if not isinstance(value, list):
        raise WrongError(f"{where} is not a list")
    return tuple(text(item, f"{where}[{index}]") for index, item in enumerate(value))


def whole(value: Any, where: str) -> int:
    """A whole number of at most 63 bits, not negative."""
    if type(value) is not int or not 0 <= value < 2**63:
        raise WrongError(f"{where} is not a whole number")
    return value


def base64(value: Any, where: str) -> bytes:
    """Bytes in base64."""
    try:
        return b64decode(text(value, where).encode(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise WrongError(f"{where} is not base64") from error


def instant(value: Any, where: str) -> datetime:
    """A time with its zone."""
    try:
        at = datetime.fromisoformat(text(value, where))
    except ValueError as error:
        raise WrongError(f"{where} is not a time (RFC 3339)") from error
    if at.tzinfo is None:
        raise WrongError(f"{where} has no time zone")
    return at


def names(value: Any, where: str) -> tuple[tuple[str, str], ...]:
    """Names by language tag."""
    found = tuple((language, text(name, f"{where}.{language}")) for language, name in mapping(value, where).items())
    if not found:
        raise WrongError(f"{where} is empty")
    return found


def unique(items: Sequence[T], key: Callable[[T], str], where: str) -> tuple[T, ...]:
    """Items of which no two have the same key."""
    if len({key(item) for item in items}) < len(items):
        raise WrongError(f"{where} names an id twice")
    return tuple(items)
