"""JSON Schemas (draft 2020-12) of the journal's records, one for each type of the catalogue.

A record is a CloudEvents 1.0 event in JSON. Within a version fields may be added, never changed or taken away: a reader
must take what it does not know, and a field with a default may be absent from older records.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import itertools
import typing
from typing import Any, Final

from kiosk.core.entries import CATALOGUE, PREFIX, Entry

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_JSON: Final[dict[Any, dict[str, Any]]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    tuple[str, ...]: {"type": "array", "items": {"type": "string"}},
}
_ENVELOPE: Final[dict[str, Any]] = {
    "specversion": {"const": "1.0"},
    "id": {
        "type": "string",
        "description": "`<kiosk>/<epoch>/<number>`.",
        "pattern": "^[^/]+/[0-9a-f]{16}/[1-9][0-9]*$",
    },
    "sequence": {"type": "string", "description": "The record's number in its epoch.", "pattern": "^[0-9]{10,}$"},
    "source": {"type": "string", "description": "`/<bank>/kiosk/<kiosk>`.", "pattern": "^/.+/kiosk/.+$"},
    "time": {"type": "string", "format": "date-time", "description": "When it happened, by the terminal's clock, UTC."},
    "boot": {"type": "string", "description": "The boot within which `mono` of two records may be compared."},
    "mono": {"type": "string", "description": "The monotonic clock, in ns.", "pattern": "^-?[0-9]+$"},
}
_BASE64: Final = {"type": "string", "contentEncoding": "base64"}


def name(entry: type[Entry]) -> str:
    """The type without its prefix, such as `visit.began.v1`."""
    return entry.TYPE.removeprefix(PREFIX)


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of every type, under its `name`."""
    return {name(entry): schema(entry) for entry in CATALOGUE.values()}


def schema(entry: type[Entry]) -> dict[str, Any]:
    """The schema of a whole record of this type."""
    kind, _, version = name(entry).rpartition(".v")
    urn = f"urn:bank:kiosk:{kind}:{version}"
    envelope = {**_ENVELOPE, "type": {"const": entry.TYPE}, "dataschema": {"const": urn}}
    visit = {"type": "string", "description": "The visit it belongs to; absent outside one."}
    return {
        "$schema": _DIALECT,
        "$id": urn,
        "title": entry.TYPE,
        "description": entry.SENTENCE,
        "type": "object",
        "properties": {**envelope, "visit": visit, "data": _data(entry)},
        "required": [*envelope, "data"],
        "additionalProperties": True,
    }


def notes(entry: type) -> dict[str, str]:
    """The string written under a dataclass's field, as its documentation."""
    (written,) = ast.parse(inspect.getsource(entry)).body
    found: dict[str, str] = {}
    for field, below in itertools.pairwise(typing.cast("ast.ClassDef", written).body):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(note))):
                found[name] = " ".join(note.split())
    return found


def _data(entry: type[Entry]) -> dict[str, Any]:
    kinds, told = typing.get_type_hints(entry), notes(entry)
    properties: dict[str, Any] = {}
    required, personal = [], []
    for field in dataclasses.fields(entry):
        if field.metadata.get("personal"):
            personal.append(field.name)
            properties[field.name] = False
            continue
        note = {"description": told[field.name]} if field.name in told else {}
        properties[field.name] = _type(kinds[field.name]) | note
        if field.default is dataclasses.MISSING:
            required.append(field.name)
    if personal:
        properties["sealed"] = _sealed(personal)
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": True}


def _type(kind: Any) -> dict[str, Any]:
    if kind in _JSON:
        return dict(_JSON[kind])
    return {"type": [_JSON[one]["type"] for one in typing.get_args(kind)]}


def _sealed(personal: list[str]) -> dict[str, Any]:
    properties = {
        "field": {"enum": personal},
        "kid": {"type": "string", "description": "The centre's key that the visit's key is sealed to."},
        "nonce": _BASE64 | {"description": "12 bytes."},
        "ct": _BASE64
        | {"description": "AES-256-GCM under the visit's key; what it is bound to: `<epoch>/<number>/<field>`."},
    }
    return {
        "description": "Fields that say who the customer is; only the centre can open them. Absent where none is.",
        "type": "array",
        "minItems": 1,
        "items": {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": True},
    }
