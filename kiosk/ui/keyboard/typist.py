"""What the keys of the on-screen keyboard do to a text. QML shows it; nothing of it is kept, told or learnt."""

from __future__ import annotations

import logging
from typing import Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtQml import QmlElement

from kiosk.ui.gone import empty_when_gone
from kiosk.ui.keyboard import pinyin

QML_IMPORT_NAME = "BranchKiosk"
QML_IMPORT_MAJOR_VERSION = 1

_LIMIT: Final = 200
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz")

log = logging.getLogger(__name__)


class _Books:
    """The dictionary, opened when it is first needed and shared by every keyboard; None where it cannot be."""

    def __init__(self) -> None:
        self._opened: pinyin.Dictionary | None = None
        self._tried = False

    def __call__(self) -> pinyin.Dictionary | None:
        if not self._tried:
            self._tried = True
            try:
                self._opened = pinyin.Dictionary()
            except (OSError, ValueError) as error:
                log.warning("no Pinyin dictionary: %s", type(error).__name__)
        return self._opened


_books: Final = _Books()


@QmlElement
class Typist(QObject):
    """A text being typed: at its end stand the letters still composed, for which `candidates` are offered.

    `shift` is 0, 1 for one capital letter, 2 for capitals until it is pressed again.
    """

    edited = Signal(str)
    """The text changed by a key."""
    accepted = Signal()
    """Done was pressed."""
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text, self._letters, self._limit = "", "", _LIMIT
        self._chinese, self._signs, self._shift = False, False, 0
        self._found: tuple[pinyin.Candidate, ...] = ()
        self._pages: list[tuple[int, int]] = [(0, 0)]
        self._page = 0
        self._room, self._least, self._pad, self._gap = 0.0, 0.0, 0.0, 0.0
        self._font = QFont()
        empty_when_gone(self)

    # A text is set from outside without being told back.
    def _set_text(self, text: str) -> None:
        if text != self._text:
            self._text, self._letters, self._found = text[: self._limit], "", ()
            self._deal()
            self.changed.emit()

    def _set_limit(self, limit: int) -> None:
        if limit != self._limit:
            self._limit = max(0, limit)
            self.changed.emit()

    def _set_chinese(self, chinese: bool) -> None:
        if chinese != self._chinese:
            self._settle()
            self._chinese, self._shift = chinese, 0
            self.changed.emit()

    @Property(str, fset=_set_text, notify=changed)
    def text(self) -> str:
        return self._text

    @Property(int, fset=_set_limit, notify=changed)
    def limit(self) -> int:
        return self._limit

    @Property(bool, fset=_set_chinese, notify=changed)
    def chinese(self) -> bool:
        return self._chinese

    @Property(str, notify=changed)
    def composing(self) -> str:
        return self._letters

    @Property(int, notify=changed)
    def shift(self) -> int:
        return self._shift

    def _set_signs(self, signs: bool) -> None:
        if signs != self._signs:
            self._settle()
            self._signs = signs
            self.changed.emit()

    @Property(bool, fset=_set_signs, notify=changed)
    def signs(self) -> bool:
        return self._signs

    @Property(bool, notify=changed)
    def full(self) -> bool:
        return len(self._text) >= self._limit

    @Property("QStringList", notify=changed)  # type: ignore[arg-type]
    def candidates(self) -> list[str]:
        first, last = self._pages[self._page]
        return [one.text for one in self._found[first:last]]

    @Property(bool, notify=changed)
    def paged(self) -> bool:
        return len(self._pages) > 1

    @Slot(str, int, bool, bool)
    def begin(self, text: str, limit: int, chinese: bool, signs: bool) -> None:
        """Begin with a text of at most `limit` characters, in one of the languages, with letters or signs."""
        self._limit, self._text = max(0, limit), text[: max(0, limit)]
        self._letters, self._found = "", ()
        self._chinese, self._signs, self._shift = chinese, signs, 0
        self._deal()
        self.changed.emit()

    @Slot(float, float, float, float, QFont)
    def measure(self, room: float, least: float, pad: float, gap: float, font: QFont) -> None:
        """Take over how much room a page of candidates has, in pixels: `least` is the narrowest key, `pad` what lies
        beside its writing, `gap` what lies between keys.
        """
        self._room, self._least, self._pad, self._gap, self._font = room, least, pad, gap, font
        self._deal()
        self.changed.emit()

    @Slot(str)
    def press(self, key: str) -> None:
        """A letter, digit or sign."""
        composes = self._chinese and not self._signs and (key in _LETTERS or (key == "'" and self._letters))
        if composes and _books() is not None:
            again = key == "'" and self._letters.endswith(key)
            if len(self._letters) < pinyin.LONGEST and not self.full and not again:
                self._compose(self._letters + key)
        else:
            before = self._text
            self._settle(tell=False)
            self._write(key.upper() if self._shift else key, tell=False)
            self._shift = 2 if self._shift == 2 else 0
            if self._text != before:
                self.edited.emit(self._text)
        self.changed.emit()

    @Slot()
    def erase(self) -> None:
        """Take back the last letter composed, else the last character of the text."""
        if self._letters:
            self._compose(self._letters[:-1])
        elif self._text:
            self._text = self._text[:-1]
            self.edited.emit(self._text)
        self.changed.emit()

    @Slot()
    def space(self) -> None:
        """Take the first candidate, else write a blank."""
        if self._letters:
            self._settle()
        else:
            self._write(" ")
        self.changed.emit()

    @Slot(int)
    def choose(self, index: int) -> None:
        """Take a candidate of the page shown; what it does not use is composed on."""
        first, last = self._pages[self._page]
        if not 0 <= index < last - first:
            return
        self._take(self._found[first + index])
        self.changed.emit()

    @Slot()
    def more(self) -> None:
        """Show the next candidates; after the last the first again."""
        self._page = (self._page + 1) % len(self._pages)
        self.changed.emit()

    @Slot()
    def capitals(self) -> None:
        """One capital letter, then capitals, then none."""
        self._shift = (self._shift + 1) % 3
        self.changed.emit()

    @Slot()
    def turn(self) -> None:
        """Show the other side: letters, or digits and signs."""
        self._settle()
        self._signs = not self._signs
        self.changed.emit()

    @Slot()
    def switch(self) -> None:
        """Type in the other language."""
        self._settle()
        self._chinese, self._shift, self._signs = not self._chinese, 0, False
        self.changed.emit()

    @Slot()
    def done(self) -> None:
        """The text is ready: what is still composed becomes its likeliest meaning."""
        self._settle()
        self.changed.emit()
        self.accepted.emit()

    def _compose(self, letters: str) -> None:
        books = _books()
        self._letters = letters
        self._found = books.candidates(letters) if books is not None and letters else ()
        self._deal()

    def _take(self, candidate: pinyin.Candidate) -> None:
        rest = self._letters[candidate.used :]
        self._write(candidate.text)
        self._compose("" if self.full else rest)

    def _settle(self, *, tell: bool = True) -> None:
        """Let everything composed become its likeliest meaning; letters that mean nothing stay letters."""
        before = self._text
        while self._letters:
            if not self._found:
                self._write(self._letters, tell=False)
                self._compose("")
                break
            best = self._found[0]
            self._write(best.text, tell=False)
            self._compose("" if self.full else self._letters[best.used :])
        if tell and self._text != before:
            self.edited.emit(self._text)

    def _write(self, added: str, *, tell: bool = True) -> None:
        longer = (self._text + added)[: self._limit]
        if longer != self._text:
            self._text = longer
            if tell:
                self.edited.emit(longer)

    def _deal(self) -> None:
        """Deal the candidates out to pages, as many to each as fit."""
        metrics = QFontMetricsF(self._font)
        pages, first, used = [], 0, 0.0
        for place, one in enumerate(self._found):
            width = max(self._least, metrics.horizontalAdvance(one.text) + self._pad)
            if place > first and used + self._gap + width > self._room:
                pages.append((first, place))
                first, used = place, 0.0
            used += width + (self._gap if place > first else 0.0)
        self._pages, self._page = [*pages, (first, len(self._found))], 0
