"""Whether a record is what its type says, by the project's own catalogue.

Nothing is refused by this: a record of another version, or of a terminal with a fault, is kept as it came and flagged.
Further fields are welcome: within a version changes are additive.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import MISSING, dataclass, fields
from typing import Annotated, Any, Final, cast, get_type_hints

import msgspec

from central.batch import Record
from kiosk.core.entries import CATALOGUE, Entry

UNKNOWN: Final = "unknownSchema"
BAD: Final = "badSchema"
_YEARS: Final = range(2000, 9000)


@dataclass(frozen=True)
class Flag:
    """A record that is not what its type says (`badSchema`), or whose type nobody knows (`unknownSchema`)."""

    kind: str
    type: str
    seq: int


@dataclass(frozen=True)
class Examined:
    """What stood out in some records. `sealed` are the visits whose key their sealed fields need."""

    flags: tuple[Flag, ...]
    sealed: frozenset[str]


class _Sealed(msgspec.Struct, frozen=True):
    field: Annotated[str, msgspec.Meta(max_length=64)]
    kid: Annotated[str, msgspec.Meta(max_length=32)]
    nonce: Annotated[str, msgspec.Meta(max_length=24)]
    ct: str


class _Data(msgspec.Struct, frozen=True, kw_only=True):
    sealed: tuple[_Sealed, ...] = ()


def _decoder(entry: type[Entry]) -> msgspec.json.Decoder[_Data]:
    """A decoder of an entry's open fields, and of `sealed` in place of its personal ones."""
    hints = get_type_hints(entry)
    members: list[Any] = []
    for item in fields(entry):
        if item.metadata.get("personal"):
            continue
        default = () if item.default is MISSING else (item.default,)
        members.append((item.name, hints[item.name], *default))
    made = msgspec.defstruct(entry.__name__, members, bases=(_Data,), frozen=True, kw_only=True)
    return msgspec.json.Decoder(cast("type[_Data]", made))


_DECODERS: Final = {kind: _decoder(entry) for kind, entry in CATALOGUE.items()}
_ANY: Final = msgspec.json.Decoder(_Data)


def examine(records: Iterable[Record]) -> Examined:
    """Read every record by its type."""
    flags: dict[tuple[str, str], Flag] = {}
    sealed: set[str] = set()

    def flag(kind: str, record: Record) -> None:
        named = record.type.replace("\x00", "\N{REPLACEMENT CHARACTER}")
        flags.setdefault((kind, named), Flag(kind, named, record.seq))

    for record in records:
        decoder = _DECODERS.get(record.type)
        if decoder is None:
            flag(UNKNOWN, record)
            decoder = _ANY
        if not fits(record):
            flag(BAD, record)
        try:
            data = decoder.decode(record.data)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            flag(BAD, record)
            continue
        if data.sealed:
            if record.visit and fits(record):
                sealed.add(record.visit)
            else:
                flag(BAD, record)
    return Examined(tuple(flags.values()), frozenset(sealed))


def flags(examined: Examined, unfit: Iterable[Record]) -> tuple[Flag, ...]:
    """The flags of some records, with those that the read model has no use for."""
    found = {(flag.kind, flag.type): flag for flag in examined.flags}
    for record in unfit:
        found.setdefault((BAD, record.type), Flag(BAD, record.type, record.seq))
    return tuple(found.values())


def fits(record: Record) -> bool:
    """Whether a record's visit and time are such that the tables take them: PostgreSQL has no NUL in a text."""
    visit = record.visit
    return (visit is None or (len(visit) <= 64 and "\x00" not in visit)) and record.time.year in _YEARS
