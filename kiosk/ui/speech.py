"""Reads the screen aloud: written sentences, one entry a screen, spoken once when it comes.

A sentence is written in `assets/speech/LANGUAGE.toml`. In it `{name}` is a property of the screen object or else of its
page; what is in square brackets is left out where a property in it is empty; `[name? ...]` is said where the property
holds, `[!name? ...]` where it does not. Nothing that was said is logged. What is secret is said only to who listens by
a headset (`headset?` in a sentence). `{typed}` is what the customer has typed so far, where others may hear it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtQuick import QQuickItem

from kiosk.core.ports import Voice
from kiosk.flows.rules import Preferences
from kiosk.places import ASSETS
from kiosk.ui.app import Stage
from kiosk.ui.screens import Screen

FOLDER: Final = ASSETS / "speech"
VOLUMES: Final = (0.3, 0.5, 0.75, 1.0)
RATES: Final = (0.75, 1.0, 1.35)
"""What the customer's levels of volume and speed are to a voice."""
SOURCE_LANGUAGE: Final = "en"
_OPTION: Final = re.compile(r"\[(?:(!?)(\w+)\?\s*)?([^\[\]]*)\]")
_NAME: Final = re.compile(r"\{(\w+)\}")
_ENDS: Final = ".?!。？！：:；;，,、"
_DOUBLED: Final = re.compile(r"([?!。？！：:；;，,、.])\s*[.。]+")
_COVERED: Final = re.compile("[•●*]+")
"""What stands for a covered amount or number."""
_SAID_OF: Final = ("other", "text", "hint", "amount")
"""What is said of a choice or of a row."""
_SECRET_SCREENS: Final = frozenset({"OneTimeCode", "StandingCode", "DocumentTail"})
"""What is typed there is said by a headset only."""

Book = Mapping[str, Mapping[str, str]]
"""What is written for one language, table by table."""
Read = Callable[[str], object]
"""A property by its name; None where there is none."""


class SpeechError(ValueError):
    """A file of sentences cannot be used; the message names it."""


@cache
def book(language: str, folder: Path = FOLDER) -> Book:
    """What is written for a language, else for English. Raises `SpeechError`."""
    path = folder / f"{language}.toml"
    if not path.exists():
        path = folder / f"{SOURCE_LANGUAGE}.toml"
    try:
        written = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SpeechError(f"{path}: {error}") from error
    for name, table in written.items():
        if not isinstance(table, dict) or not all(isinstance(text, str) for text in table.values()):
            raise SpeechError(f"{path}: {name} is a table of texts")
    return written


def filled(written: str, read: Read) -> str:
    """A written sentence with what it says of the screen."""

    def value(found: re.Match[str]) -> str:
        return said(read(found[1]))

    def option(found: re.Match[str]) -> str:
        negated, condition, text = found.groups()
        if condition and bool(read(condition)) is bool(negated):
            return ""
        return text if all(said(read(name)) for name in _NAME.findall(text)) else ""

    whole = _NAME.sub(value, _OPTION.sub(option, written))
    return " ".join(_DOUBLED.sub(r"\1", " ".join(whole.split())).split())


def said(value: object) -> str:
    """How a property is said."""
    match value:
        case None | bool():
            return ""
        case dict():
            return ", ".join(filter(None, (said(value.get(key)) for key in _SAID_OF)))
        case str():
            return " ".join(_COVERED.sub("", value).split())
        case list() | tuple():
            return " ".join(_ended(said(part)) for part in value if said(part))
        case int() | float():
            return str(value)
        case _:
            return ""


def _ended(text: str) -> str:
    if text[-1] in _ENDS:
        return text
    return text + ("。" if any("\u4e00" <= sign <= "\u9fff" for sign in text) else ".")


class Speaker(QObject):
    """Says what the stage shows, on another thread, while the customer wants it read aloud."""

    def __init__(self, stage: Stage, voice: Voice, submit: Callable[[Callable[[], None]], None]) -> None:
        super().__init__()
        self._stage, self._session, self._voice, self._submit = stage, stage.session, voice, submit
        self._request = 0
        self._heard = ""
        self._wanted = self._session.preferences
        self._warned = False
        session = self._session
        session.screenChanged.connect(self._screen)
        session.preferencesChanged.connect(self._preferences)
        session.idleChanged.connect(self._idle)
        session.adjustingChanged.connect(self._overlaid)
        session.veilChanged.connect(self._veiled)
        session.againAsked.connect(self._once_more)
        stage.keys.touched.connect(self.hush)
        stage.keys.focusMoved.connect(self._focus)
        stage.keys.typed.connect(self._typed)
        stage.keys.declined.connect(self._declined)
        self._tune()
        self._screen()

    def close(self) -> None:
        """Fall silent and listen no more."""
        session, stage = self._session, self._stage
        for signal, slot in (
            (session.screenChanged, self._screen),
            (session.preferencesChanged, self._preferences),
            (session.idleChanged, self._idle),
            (session.adjustingChanged, self._overlaid),
            (session.veilChanged, self._veiled),
            (session.againAsked, self._once_more),
            (stage.keys.touched, self.hush),
            (stage.keys.focusMoved, self._focus),
            (stage.keys.typed, self._typed),
            (stage.keys.declined, self._declined),
        ):
            signal.disconnect(slot)
        self.hush()

    def hush(self) -> None:
        """Fall silent; what was being said is not begun again."""
        self._request += 1
        self._submit(self._voice.hush)

    # What happens
    def _screen(self) -> None:
        """A screen came, or says something new."""
        if self._session.is_adjusting or self._session.is_veiled or self._session.idle_warning is not None:
            return
        sentence = self._sentence()
        if sentence != self._heard:
            self._heard = sentence
            self._say(self._sentence(typed=True))

    def _overlaid(self) -> None:
        if self._session.idle_warning is None:
            self._again()

    def _veiled(self) -> None:
        """What the veil covers is not said either."""
        if not self._session.is_adjusting and self._session.idle_warning is None:
            self.hush()
            self._again()

    def _once_more(self) -> None:
        self._warned = False
        self._begin()

    def _again(self) -> None:
        """What lies on top now, from its beginning."""
        self._heard = ""
        if self._session.is_adjusting:
            self._say(self._with_how("adjust", self._book["screens"].get("Adjust", "")))
        elif self._session.is_veiled:
            self._say(self._with_how("veil", self._book["screens"].get("Veil", "")))
        else:
            self._screen()

    def _idle(self) -> None:
        warning = self._session.idle_warning
        if warning is None:
            if self._warned:
                self._warned = False
                self._again()
            return
        if not self._warned or warning.left_s * 2 == warning.of_s:
            self._warned = True
            seconds = {"seconds": warning.left_s}
            self._say(filled(self._book["screens"].get("IdleWarning", ""), seconds.get))

    def _preferences(self) -> None:
        before, self._wanted = self._wanted, self._session.preferences
        if (before.volume, before.speed) != (self._wanted.volume, self._wanted.speed):
            self._tune()
        if before.aloud and not self._wanted.aloud:
            self.hush()
        elif self._wanted.aloud and not before.aloud:
            self._heard = ""
            self._begin()
        elif self._session.is_adjusting and before.language == self._wanted.language:
            self._focus(self._stage.keys.focused)  # what the control says of itself changed
        elif before.volume != self._wanted.volume:
            self._say(filled(self._book["how"].get("volume", ""), {"volume": self._wanted.volume + 1}.get))

    def _begin(self) -> None:
        if self._session.idle_warning is not None:
            self._idle()
        else:
            self._again()

    def _focus(self, item: QQuickItem | None) -> None:
        """The customer moved to a control by keys."""
        if item is not None:
            self._say(self.control(item))

    def _typed(self, sign: str) -> None:
        """A key wrote this, or took a sign away: where it is secret, others only hear that it did."""
        words = self._book["focus"]
        if not sign:
            self._say(words.get("erased", ""))
        else:
            self._say(words.get("masked", "") if self._overheard() else sign)

    def _declined(self) -> None:
        self._say(self._book["focus"].get("declined", ""))

    # What is said
    @property
    def _book(self) -> Book:
        return book(self._session.preferences.language)

    def _sentence(self, *, typed: bool = False) -> str:
        """What is said of the screen; `typed`: also of what the customer has typed there."""
        screen = self._session.shown_screen
        if screen is None:
            return ""
        written = self._book["screens"].get(self._session.screen_name)
        if written is None:
            written = self._book["screens"].get("Unknown", "{heading}. {lines}")
        return self._with_how(self._session.screen_name, filled(written, self._reader(screen, typed=typed)))

    def _with_how(self, name: str, sentence: str) -> str:
        """The sentence and, by how many controls there are, how to act."""
        controls = self._stage.keys.controls()
        how = self._book["how"]
        if name == "Attract" or not controls:
            return sentence
        first = controls[0]
        focused = self._stage.keys.focused
        if focused in controls:
            first = focused
        facts = {"count": len(controls), "first": _read(first)[0]}
        return f"{sentence} {filled(how['one' if len(controls) == 1 else 'several'], facts.get)}".strip()

    def _reader(self, screen: Screen, *, typed: bool) -> Read:
        page, pad = self._stage.page, self._stage.keys.pad()
        session: dict[str, object] = {name: self._session.property(name) for name in ("bank", "branch")}
        session["headset"] = self._session.state.headset

        def read(name: str) -> object:
            if name == "typed":
                return "" if pad is None or not typed or self._overheard() else _spelt(str(pad.property("text")))
            if name == "notes":
                return [str(item.property("text")) for item in self._stage.keys.notes()]
            for source in (screen, page):
                found = _property(source, name)
                if found not in (None, "", []):
                    return found
            return session.get(name)

        return read

    def control(self, item: QQuickItem) -> str:
        """What is said of a control: its name, what it is, and its hint."""
        words = self._book["focus"]
        if self._overheard() and item.property("sign") is not None:
            return words.get("maskedKey", "")
        name, hint, kind = _read(item)
        return filled(words.get(kind, "{name}"), {"name": name, "hint": hint}.get)

    def _overheard(self) -> bool:
        """Whether what is typed now is secret, and others would hear it."""
        return self._session.screen_name in _SECRET_SCREENS and not self._session.state.headset

    # How it is said
    def _say(self, sentence: str) -> None:
        if not (self._session.preferences.aloud and sentence):
            return
        self._request += 1
        request, language = self._request, self._session.preferences.language

        def speak() -> None:
            if request == self._request:  # nothing newer was asked for meanwhile
                self._voice.say(sentence, language)

        self._submit(speak)

    def _tune(self) -> None:
        volume, rate = tuning(self._session.preferences)
        self._submit(lambda: self._voice.tune(volume, rate))


def tuning(preferences: Preferences) -> tuple[float, float]:
    """Volume and rate of a voice."""
    return VOLUMES[preferences.volume], RATES[preferences.speed]


def _spelt(text: str) -> str:
    """A number digit by digit, other texts as they are."""
    return " ".join(text) if text.replace(".", "").isdigit() else text


def _property(source: QObject | None, name: str) -> object:
    """A property as Python has it; None where there is none, or none that can be said."""
    try:
        value = None if source is None else source.property(name)
    except RuntimeError:  # a type that only QML knows
        return None
    to_variant = getattr(value, "toVariant", None)  # QML gives lists and maps as values of its own
    return value if to_variant is None else to_variant()


def _read(item: QQuickItem) -> tuple[str, str, str]:
    """A control's name and hint as assistive technology is told them, and what it is: an entry of the table `focus`."""
    found: QAccessibleInterface | None = QAccessible.queryAccessibleInterface(item)
    if found is None:
        return str(item.property("text") or ""), "", "button"
    state: Any = found.state()
    radio = found.role() == QAccessible.Role.RadioButton
    kind = "chosen" if radio and state.checked else "notChosen" if radio else "button"
    return found.text(QAccessible.Text.Name), found.text(QAccessible.Text.Description), kind


def known_screens(languages: Iterable[str]) -> dict[str, frozenset[str]]:
    """The screens that have a written sentence, by language."""
    return {language: frozenset(book(language)["screens"]) for language in languages}
