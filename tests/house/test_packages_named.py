"""A package of many modules says in its docstring what each is for: a newcomer opens that first."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]


@pytest.mark.parametrize("package", ["kiosk/record", "kiosk/demo", "kiosk/bench", "central"])
def test_every_module_is_named(package: str) -> None:
    told = ast.get_docstring(ast.parse((TOP / package / "__init__.py").read_text(encoding="utf-8"))) or ""
    modules = {path.stem for path in (TOP / package).glob("*.py")} - {"__init__"}
    assert not [name for name in sorted(modules) if f"`{name}`" not in told]
