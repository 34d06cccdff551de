"""Write the reference that the code itself is the source of: docs/journal.md, docs/schemas/ and docs/settings.md.

    python packaging/docs.py

Needs the project to be installed. Tests keep the pages current.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
import typing
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from kiosk.core.entries import CATALOGUE, Entry
from kiosk.core.pairs import AGAIN, ASKED, EXPLAINING
from kiosk.record.schemas import notes, schemas
from kiosk.settings import Settings

_DOCS: Final = Path(__file__).resolve().parents[1] / "docs"
JOURNAL_PAGE: Final = _DOCS / "journal.md"
SCHEMAS: Final = _DOCS / "schemas"
SETTINGS_PAGE: Final = _DOCS / "settings.md"

_JOURNAL_HEAD: Final = """\
# The journal's entries

Written by `python packaging/docs.py` from `kiosk/core/entries.py`; change the catalogue, not this page.

Every entry says one fact. What says who the customer is stands in a **sealed** field, which the centre alone can open;
no other field holds a name, an ID number or a picture. **Urgent** entries are sent to the centre at once; **telemetry**
may be dropped, counted, when the disk is nearly full; every other entry waits for the next transmission and is never
dropped.

[schemas/](schemas/) has a JSON Schema of each type's records, [journal-verification.md](journal-verification.md) says
how a journal is verified, exported and proved.
"""

_PAIRS_HEAD: Final = """\
## Asked and answered

In every visit each question has one answer of the same values in the fields both have, or the visit's end explains why
not: {explaining}. An answer may come after the visit's end. What is
shown again before it is answered is one question: {again}.
`kiosk journal verify --pairs` names the questions of ended visits for which this does not hold.

| asked | answered |
|---|---|
"""

_SETTINGS_HEAD: Final = """\
# A terminal's settings

Written by `python packaging/docs.py` from `kiosk/settings.py`; change the docstrings there, not this page.

One TOML file, `/etc/kiosk/kiosk.toml` unless `--settings` names another. A key that is not listed here is an error that
names it; so is a value of another type. Relative paths are taken from the folder of the file. Keys without a default
must be there. `kiosk doctor --settings FILE` examines the terminal that a file describes.
"""
_WORDS: Final = {str: "text", int: "whole number", float: "number", bool: "true or false", Path: "path"}


def journal_page() -> str:
    """The page of all journal entries, in the order of the catalogue."""
    return "\n".join([_JOURNAL_HEAD, _pairs(), *(_section(kind, entry) for kind, entry in CATALOGUE.items())])


def schema_files() -> dict[str, str]:
    """The text of every file of docs/schemas."""
    return {f"{name}.json": json.dumps(schema, indent=2) + "\n" for name, schema in schemas().items()}


def _pairs() -> str:
    explaining = ", ".join(f"`{how}`" for how in sorted(EXPLAINING))
    head = _PAIRS_HEAD.format(explaining=explaining, again=_or(AGAIN).replace(" or ", " and "))
    return head + "".join(f"| `{asked}` | {_or(kinds)} |\n" for asked, kinds in ASKED.items())


def _or(kinds: Iterable[str]) -> str:
    return " or ".join(f"`{kind}`" for kind in sorted(kinds))


def _section(kind: str, entry: type[Entry]) -> str:
    mark = " (urgent)" if entry.URGENT else " (telemetry)" if entry.TELEMETRY else ""
    lines = [f"## {kind}{mark}", "", entry.SENTENCE, ""]
    if entry.ANSWERS:
        lines[2] += f" Answers `{entry.ANSWERS}`."
    fields = dataclasses.fields(entry)
    if fields:
        told = notes(entry)
        lines += ["| field | type | |", "|---|---|---|"]
        lines += [f"| `{field.name}` | {_type(field)} | {told.get(field.name, '')} |" for field in fields]
        lines.append("")
    return "\n".join(lines)


def _type(field: dataclasses.Field[object]) -> str:
    absent = ", sealed" if field.metadata.get("personal") else ", or null"
    return str(field.type).replace(" | None", absent)


def settings_page() -> str:
    """The page of all settings, table by table as TOML has them."""
    return "\n".join([_SETTINGS_HEAD, *_tables(Settings, "", None)])


def _tables(cls: type, name: str, values: Any) -> Iterator[str]:
    """The section of a table and of the tables in it; `values` is the table as it is by default, None without one."""
    kinds, told, rows, inner = typing.get_type_hints(cls), notes(cls), [], []
    for field in dataclasses.fields(cls):
        default = field.default if values is None else getattr(values, field.name)
        if dataclasses.is_dataclass(kinds[field.name]):
            where = f"{name}.{field.name}" if name else field.name
            sentence = told.get(field.name) or inspect.getdoc(kinds[field.name]) or ""
            inner.append((kinds[field.name], where, default, sentence))
        else:
            shown = "" if default is dataclasses.MISSING else f"`{_toml(default)}`"
            rows.append(f"| `{field.name}` | {_word(kinds[field.name])} | {shown} | {told.get(field.name, '')} |")
    if rows:
        yield from ("| key | type | default | |", "|---|---|---|---|", *rows, "")
    for kind, where, default, sentence in inner:
        yield from (f"## [{where}]", "", sentence, "")
        yield from _tables(kind, where, None if default is dataclasses.MISSING else default)


def _toml(value: object) -> str:
    """A value as TOML writes it."""
    match value:
        case tuple():
            return f"[{', '.join(map(_toml, value))}]"
        case str() | bool():
            return json.dumps(value, ensure_ascii=False)
        case Path():
            return json.dumps(str(value))
        case _:
            return str(value)


def _word(kind: Any) -> str:
    return "list of texts" if typing.get_origin(kind) is tuple else _WORDS[kind]


if __name__ == "__main__":
    JOURNAL_PAGE.write_text(journal_page(), encoding="utf-8")
    SCHEMAS.mkdir(exist_ok=True)
    for path in SCHEMAS.glob("*.json"):
        path.unlink()
    for file, text in schema_files().items():
        (SCHEMAS / file).write_text(text, encoding="utf-8")
    SETTINGS_PAGE.write_text(settings_page(), encoding="utf-8")
