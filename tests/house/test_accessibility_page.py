"""docs/accessibility.md names tests: each of them is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "accessibility.md").read_text("utf-8")
NAMED = re.findall(r"`((?:tests/\w+/)?test_\w+\.py)?(?:::(test_\w+))?`", PAGE)


def named() -> list[tuple[str, str]]:
    """Files and tests; a test without a file is of the file named last before it."""
    found, file = [], ""
    for path, test in NAMED:
        file = path or file
        if path or test:
            found.append((file if "/" in file else f"tests/screens/{file}", test))
    return sorted(set(found))


@pytest.mark.parametrize(("file", "test"), named(), ids=lambda value: value.rpartition("/")[2])
def test_a_named_test_is_there(file: str, test: str) -> None:
    text = (ROOT / file).read_text("utf-8")
    assert not test or f"def {test}(" in text


def test_the_page_names_tests_and_the_walk() -> None:
    assert len(named()) > 20
    assert "without-the-screen" in PAGE


def test_every_verdict_is_one_that_the_page_explains() -> None:
    rows = [line.split("|") for line in PAGE.splitlines() if line.startswith("| ") and line.count("|") == 4]
    verdicts = {row[2].strip() for row in rows} - {"", "needs (Debian)"}
    known = {"met", "partly", "not met", "housing", "no case", "not examined"}
    drivers = {"`espeak-ng`", "`speech-dispatcher` and one of its engines"}
    assert verdicts - drivers <= known
