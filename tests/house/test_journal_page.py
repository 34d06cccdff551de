"""Every journal entry has a sentence, and docs/journal.md is what the catalogue says."""

from __future__ import annotations

import dataclasses
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from kiosk.core.entries import CATALOGUE, PREFIX, Entry

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
    made: str = docs.journal_page()
    return made


def test_the_page_is_current(docs: ModuleType, page: str) -> None:
    assert docs.JOURNAL_PAGE.read_text(encoding="utf-8") == page, "run: python packaging/docs.py"


def test_the_schemas_are_current(docs: ModuleType) -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in docs.SCHEMAS.iterdir()}
    assert kept == docs.schema_files(), "run: python packaging/docs.py"


def test_every_entry_class_is_in_the_catalogue() -> None:
    assert {entry.__name__ for entry in CATALOGUE.values()} == {entry.__name__ for entry in Entry.__subclasses__()}


@pytest.mark.parametrize("kind", CATALOGUE)
def test_an_entry_is_described(kind: str, page: str) -> None:
    entry = CATALOGUE[kind]
    assert kind.startswith(PREFIX)
    assert kind.rpartition(".")[2].startswith("v")
    assert entry.SENTENCE.endswith(".")
    assert not (entry.URGENT and entry.TELEMETRY)
    assert entry.SENTENCE in page
    for field in dataclasses.fields(entry):
        assert f"| `{field.name}` |" in page


@pytest.mark.parametrize("kind", CATALOGUE)
def test_an_entry_has_no_open_field_for_personal_data(kind: str) -> None:
    personal = {"name", "number", "born", "birth", "address", "portrait", "photo", "code", "text", "holder"}
    open_fields = {field.name for field in dataclasses.fields(CATALOGUE[kind]) if not field.metadata.get("personal")}
    assert not personal & open_fields
