"""A record's body: a CloudEvents 1.0 event in JSON, written once; its exact bytes are what the tree is made of."""

from __future__ import annotations

import functools
import json
from datetime import UTC, datetime
from json.encoder import encode_basestring
from typing import Any, Final

from kiosk.core.entries import PREFIX

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class Envelope:
    """Writes the events of one terminal in one boot."""

    def __init__(self, bank: str, kiosk: str, boot: str) -> None:
        self._id = to_json(kiosk)[:-1]
        self._source, self._boot = to_json(f"/{bank}/kiosk/{kiosk}"), to_json(boot)

    def body(
        self, epoch: str, seq: int, kind: str, *, wall: datetime, mono: float, visit: str | None, data: str
    ) -> bytes:
        """The event of record `seq`, of type `kind`; `mono` in seconds, `data` a JSON object."""
        whose = "" if visit is None else f'"visit":{to_json(visit)},'
        return (
            f'{{"specversion":"1.0","id":{self._id}/{epoch}/{seq}","sequence":"{seq:010}","source":{self._source},'
            f'{_kind(kind)},"time":"{rfc3339(wall)}","boot":{self._boot},"mono":"{round(mono * 1e9)}",'
            f'{whose}"data":{data}}}'
        ).encode()


def to_json(value: Any) -> str:
    """One line of JSON. Raises ValueError or TypeError for what JSON cannot say."""
    return _ENCODER.encode(value)


def data_to_json(values: dict[str, Any]) -> str:
    """An entry's fields as `to_json` writes them, whose names need no escape: half of what a record costs its caller.

    Raises ValueError or TypeError for what JSON cannot say.
    """
    fields = [
        f'"{name}":{encode_basestring(value) if type(value) is str else _ENCODER.encode(value)}'
        for name, value in values.items()
    ]
    return f"{{{','.join(fields)}}}"


def rfc3339(at: datetime) -> str:
    """The time in UTC, to the millisecond."""
    return (at if at.tzinfo is UTC else at.astimezone(UTC)).isoformat(timespec="milliseconds")[:-6] + "Z"


@functools.cache
def _kind(kind: str) -> str:
    """What an event says of its type."""
    name, _, version = kind.removeprefix(PREFIX).rpartition(".v")
    return f'"type":{to_json(kind)},"dataschema":{to_json(f"urn:bank:kiosk:{name}:{version}")}'
