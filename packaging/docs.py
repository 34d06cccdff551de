"""Write the reference pages that the code itself is the source of: docs/journal.md.

    python packaging/docs.py

Needs the project to be installed. A test keeps the page current.
"""

from __future__ import annotations

import dataclasses
import inspect
from pathlib import Path
from typing import Final

from kiosk.core.entries import CATALOGUE, Entry

JOURNAL_PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "journal.md"

_HEAD: Final = """\
# The journal's entries

Written by `python packaging/docs.py` from `kiosk/core/entries.py`; change the catalogue, not this page.

Every entry says one fact. No entry has a field for a name, an ID number or a picture. **Urgent** entries are sent to
the centre at once; **telemetry** may be dropped, counted, when the disk is nearly full; every other entry waits for the
next transmission and is never dropped.
"""


def journal_page() -> str:
    """The page of all journal entries, in the order of the catalogue."""
    return "\n".join([_HEAD, *(_section(kind, entry) for kind, entry in CATALOGUE.items())])


def _section(kind: str, entry: type[Entry]) -> str:
    mark = " (urgent)" if entry.URGENT else " (telemetry)" if entry.TELEMETRY else ""
    lines = [f"## {kind}{mark}", "", entry.SENTENCE, ""]
    fields = dataclasses.fields(entry)
    if fields:
        notes = _notes(entry)
        lines += ["| field | type | |", "|---|---|---|"]
        lines += [f"| `{field.name}` | {_type(field)} | {notes.get(field.name, '')} |" for field in fields]
        lines.append("")
    return "\n".join(lines)


def _type(field: dataclasses.Field[object]) -> str:
    return str(field.type).replace(" | None", ", or null")


def _notes(entry: type[Entry]) -> dict[str, str]:
    """The string written under a field, as its documentation."""
    notes, field = {}, ""
    for line in inspect.getsource(entry).splitlines():
        stripped = line.strip()
        if stripped.startswith('"""'):
            notes[field] = stripped.strip('"')
        else:
            field = stripped.partition(":")[0]
    return notes


if __name__ == "__main__":
    JOURNAL_PAGE.write_text(journal_page(), encoding="utf-8")
