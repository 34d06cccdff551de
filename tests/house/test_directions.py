"""Who may import whom, where an import contract (pyproject.toml, [tool.importlinter]) cannot say it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
OF_QT = ("PySide6", "shiboken6")


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every module a file imports, also inside functions, with its line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: say the whole name of the module"
            yield node.lineno, node.module or ""


def sources(folder: str) -> list[Path]:
    return sorted((TOP / folder).rglob("*.py"))


def test_the_core_imports_the_standard_library_alone() -> None:
    strangers = [
        f"{path}:{line} imports {name}"
        for path in sources("kiosk/core")
        for line, name in imports(path)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("kiosk.core")
    ]
    assert not strangers, "kiosk.core is words that every process may load: " + "; ".join(strangers)


@pytest.mark.parametrize("folder", ["kiosk", "drivers", "central", "packaging"])
def test_only_the_user_interface_imports_qt(folder: str) -> None:
    strangers = [
        f"{path}:{line}"
        for path in sources(folder)
        if TOP / "kiosk/ui" not in path.parents
        for line, name in imports(path)
        if name.split(".")[0] in OF_QT
    ]
    assert not strangers, "frames and sound cross as bytes; move this into kiosk/ui: " + "; ".join(strangers)


def test_loading_the_command_line_loads_no_driver_and_no_qt() -> None:
    import subprocess

    program = "import sys, kiosk.__main__; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=TOP).stdout
    assert not {"PySide6", "cv2", "onnxruntime", "drivers", "central"} & set(loaded.split())
