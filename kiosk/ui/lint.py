"""Checks the QML against the Python types it uses. A tool for developers and for the house tests."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import PySide6

_HERE: Final = Path(__file__).resolve().parent
_QT: Final = Path(PySide6.__file__).resolve().parent
MODULE: Final = "BranchKiosk"


class LintError(Exception):
    """The check itself could not be made; the message is what the tool said."""


def describe(folder: Path) -> None:
    """Write the QML module of our Python types, as qmllint and editors read it, below `folder`."""
    module = folder / MODULE
    module.mkdir(parents=True, exist_ok=True)
    # A class must be described before those made of it.
    paths = sorted(_HERE.rglob("*.py"), key=lambda path: (path.name != "base.py", path))
    sources = [str(path) for path in paths if "QML_IMPORT_NAME =" in path.read_text("utf-8")]
    types = folder / "types.json"
    _run(sys.executable, str(_QT / "scripts" / "metaobjectdump.py"), "-c", "-o", str(types), *sources)
    _declare_constants(types)
    _run(
        *(str(_tool("qmltyperegistrar")), "--generate-qmltypes", str(module / "types.qmltypes")),
        *("-o", str(folder / "unused.cpp"), str(types), "--import-name", MODULE),
        *("--major-version", "1", "--minor-version", "0"),
        *("--foreign-types", ",".join(str(path) for path in _foreign())),
    )
    (module / "qmldir").write_text(f"module {MODULE}\ntypeinfo types.qmltypes\ndepends QtQuick\n", encoding="utf-8")


def qml_problems() -> str:
    """Everything qmllint has to say of our QML; empty where all is well. Raises `LintError`."""
    sources = [str(path) for path in sorted(_HERE.rglob("*.qml"))]
    with tempfile.TemporaryDirectory() as folder:
        describe(Path(folder))
        said = subprocess.run(
            [str(_tool("qmllint")), "-W", "0", "-I", folder, *sources], capture_output=True, text=True, check=False
        )
    return "" if said.returncode == 0 else said.stdout + said.stderr


def _declare_constants(types: Path) -> None:
    """Say of properties without a signal that they are constant, which metaobjectdump leaves out."""
    files = json.loads(types.read_text("utf-8"))
    for described in (cls for file in files for cls in file["classes"]):
        for entry in described.get("properties", ()):
            entry.setdefault("constant", "notify" not in entry)
    types.write_text(json.dumps(files), encoding="utf-8")


def _tool(name: str) -> Path:
    places = (_QT / name, _QT / "Qt" / "libexec" / name)
    return next((place for place in places if place.is_file()), Path(name))


def _foreign() -> list[Path]:
    return sorted((_QT / "Qt" / "metatypes").glob("qt6*_metatypes.json"))


def _run(*command: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    except subprocess.CalledProcessError as error:
        raise LintError(error.stdout + error.stderr) from error
    except (OSError, subprocess.SubprocessError) as error:
        raise LintError(str(error)) from error


if __name__ == "__main__":
    sys.exit(qml_problems() or 0)
