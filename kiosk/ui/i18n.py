"""The kiosk's languages: English is the source, every other language is a translation file."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path
from typing import Final

import PySide6
from PySide6.QtCore import QCoreApplication, QTranslator

from kiosk.places import ASSETS

FOLDER: Final = ASSETS / "i18n"
SOURCE_LANGUAGE: Final = "en"
OWN_NAMES: Final = {"en": "English", "zh_CN": "中文", "zh_TW": "繁體中文"}
"""Each language as its speakers write it."""


class TranslationError(Exception):
    """A translation is missing or cannot be compiled; the message names the file."""


def compile_translations(folder: Path = FOLDER) -> tuple[Path, ...]:
    """Compile every `.ts` that is newer than its `.qm`; returns all `.qm` files. Raises `TranslationError`."""
    compiled = []
    for source in sorted(folder.glob("*.ts")):
        target = source.with_suffix(".qm")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            _tool("lrelease", str(source), "-qm", str(target))
        compiled.append(target)
    return tuple(compiled)


class Words:
    """Texts of one context in any language, whatever is before the customer. Any thread may ask."""

    def __init__(self, context: str, folder: Path = FOLDER) -> None:
        self._context, self._folder = context, folder
        self._known: dict[str, QTranslator | None] = {}
        self._lock = threading.Lock()

    def word(self, text: str, language: str) -> str:
        """A text in a language; as it is written in the source where it has no translation."""
        with self._lock:
            if language not in self._known:
                translator = QTranslator()
                loaded = translator.load(str(self._folder / f"kiosk_{language}.qm"))
                self._known[language] = translator if loaded else None
            found = self._known[language]
            return (found.translate(self._context, text) if found else "") or text


class Translator:
    """Puts a language before the customer; the caller has QML translate itself anew."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._known: dict[str, QTranslator] = {}
        self._installed: QTranslator | None = None

    def use(self, language: str) -> None:
        """Switch. Raises `TranslationError` for a language without a compiled translation."""
        wanted = None if language == SOURCE_LANGUAGE else self._load(language)
        if wanted is self._installed:
            return
        if self._installed is not None:
            QCoreApplication.removeTranslator(self._installed)
        if wanted is not None:
            QCoreApplication.installTranslator(wanted)
        self._installed = wanted

    def _load(self, language: str) -> QTranslator:
        if language not in self._known:
            translator, path = QTranslator(), self._folder / f"kiosk_{language}.qm"
            if not translator.load(str(path)):
                raise TranslationError(f"{path} cannot be read: compile the translations first")
            self._known[language] = translator
        return self._known[language]


def update_sources(folder: Path = FOLDER) -> None:
    """Bring every `.ts` up to date with the texts in the code, for developers. Raises `TranslationError`."""
    here = Path(__file__).resolve().parent
    sources = [str(path) for kind in ("*.py", "*.qml") for path in sorted(here.rglob(kind))]
    options = ["-no-obsolete", "-locations", "none", "-source-language", SOURCE_LANGUAGE, "-warnings-are-errors"]
    for target in sorted(folder.glob("*.ts")):
        _tool("lupdate", *options, *sources, "-ts", str(target))


def _tool(name: str, *arguments: str) -> None:
    command = [str(Path(PySide6.__file__).parent / name), *arguments]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    except subprocess.CalledProcessError as error:
        raise TranslationError(f"{name}: {error.stderr}") from error
    except (OSError, subprocess.SubprocessError) as error:
        raise TranslationError(f"{name} cannot be run: {error}") from error
