"""Every setting has a sentence, and docs/settings.md is what kiosk/settings.py says."""

from __future__ import annotations

import dataclasses
import importlib.util
import re
import tomllib
import typing
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from kiosk.settings import Settings, parse

DOCS = Path(__file__).parents[2] / "packaging" / "docs.py"


@pytest.fixture(scope="module")
def docs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("packaging_docs", DOCS)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def page(docs: ModuleType) -> str:
    made: str = docs.settings_page()
    return made


def keys(cls: type, table: str = "") -> Iterator[tuple[str, str]]:
    """Every table and key of the settings."""
    for name, kind in typing.get_type_hints(cls).items():
        if dataclasses.is_dataclass(kind) and isinstance(kind, type):
            yield from keys(kind, f"{table}.{name}".strip("."))
        else:
            yield table, name


def test_the_page_is_current(docs: ModuleType, page: str) -> None:
    assert docs.SETTINGS_PAGE.read_text(encoding="utf-8") == page, "run: python packaging/docs.py"


@pytest.mark.parametrize(("table", "key"), list(keys(Settings)), ids=".".join)
def test_a_setting_is_described(table: str, key: str, page: str) -> None:
    section = page.partition(f"## [{table}]\n")[2].partition("\n## ")[0]
    (row,) = (line for line in section.splitlines() if line.startswith(f"| `{key}` |"))
    assert row.split("|")[-2].strip().endswith("."), "a sentence under the field"


def test_the_defaults_on_the_page_are_toml_that_the_kiosk_takes(page: str) -> None:
    lines = []
    for line in page.splitlines():
        if table := re.fullmatch(r"## (\[.+\])", line):
            lines.append(table[1])
        elif row := re.match(r"\| `(\w+)` \| [^|]+ \| (?:`(.+?)`)? \|", line):
            needed = {"url": '"https://central"'}.get(row[1], '"x"')
            lines.append(f"{row[1]} = {row[2] or needed}")
    written = parse(tomllib.loads("\n".join(lines)), Path("/etc/kiosk"))
    least = parse({table: vars_of(written, table) for table in ("terminal", "central")}, Path("/etc/kiosk"))
    assert written == least


def vars_of(settings: Settings, table: str) -> dict[str, str]:
    """What must be there of a table, as TOML gives it."""
    values = getattr(settings, table)
    needed = {"terminal": ("id", "branch", "bank"), "central": ("url", "ca", "certificate", "key")}[table]
    return {name: str(getattr(values, name)) for name in needed}
