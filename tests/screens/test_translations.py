"""Every text of the code is translated, and every translation keeps what the code puts into it."""

from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from kiosk.ui.i18n import FOLDER, OWN_NAMES, TranslationError, Translator, compile_translations, update_sources

FILES = sorted(FOLDER.glob("*.ts"))


def messages(path: Path) -> list[tuple[str, str, str, str | None]]:
    """Context, source, translation and state of every message."""
    root = ET.parse(path).getroot()  # noqa: S314
    return [
        (
            context.findtext("name", ""),
            message.findtext("source", ""),
            message.findtext("translation", ""),
            message.find("translation").get("type"),  # type: ignore[union-attr]
        )
        for context in root.iter("context")
        for message in context.iter("message")
    ]


def test_simplified_chinese_is_there() -> None:
    assert [path.name for path in FILES] == ["kiosk_zh_CN.ts"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_everything_is_translated(path: Path) -> None:
    open_ones = [source for _, source, text, state in messages(path) if state is not None or not text.strip()]
    assert not open_ones


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_file_holds_the_texts_of_the_code(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    shutil.copy(path, copy)
    update_sources(tmp_path)
    now, then = ({entry[:2] for entry in messages(file)} for file in (copy, path))
    assert now == then, "run kiosk.ui.i18n.update_sources and translate what is new"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_places_to_fill_are_kept(path: Path) -> None:
    wrong = [
        source
        for _, source, text, _ in messages(path)
        if sorted(re.findall(r"%\d", source)) != sorted(re.findall(r"%\d", text))
    ]
    assert not wrong


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_same_words_are_translated_the_same_way(path: Path) -> None:
    found: dict[str, set[str]] = {}
    for _, source, text, _ in messages(path):
        found.setdefault(source, set()).add(text)
    assert not {source: texts for source, texts in found.items() if len(texts) > 1}


def test_the_chinese_is_polite_and_whole() -> None:
    texts = [text for _, _, text, _ in messages(FOLDER / "kiosk_zh_CN.ts")]
    assert not [text for text in texts if "你" in text]
    assert not [text for text in texts if re.search(r"[a-z]{3,}", text.replace("yyyy年", "")) and "M月d日" not in text]
    assert not [text for text in texts if re.search(r"[一-鿿][,;:?!]", text)], "Chinese punctuation"


def test_every_language_has_its_own_name() -> None:
    assert {"en", *(path.stem.removeprefix("kiosk_") for path in FILES)} <= set(OWN_NAMES)


def test_compiling_again_does_nothing(tmp_path: Path) -> None:
    shutil.copy(FILES[0], tmp_path)
    (compiled,) = compile_translations(tmp_path)
    first = compiled.stat().st_mtime_ns
    assert compile_translations(tmp_path) == (compiled,)
    assert compiled.stat().st_mtime_ns == first


def test_a_broken_translation_is_said(tmp_path: Path) -> None:
    (tmp_path / "kiosk_zh_TW.ts").write_text("<TS>", encoding="utf-8")
    with pytest.raises(TranslationError, match="lrelease"):
        compile_translations(tmp_path)


def test_a_language_nobody_translated_is_said(tmp_path: Path, qapp: QGuiApplication) -> None:
    with pytest.raises(TranslationError, match=r"kiosk_nl\.qm"):
        Translator(tmp_path).use("nl")
