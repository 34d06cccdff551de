"""A statement on A4 sheets, as PDF with its fonts in it: made of what the bank said, in the customer's language.

Qt writes it (`QPdfWriter`): the same typeface as the screen, Chinese characters included as a subset, and no further
library. Drawing needs no window and may be done on any thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, QBuffer, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPageSize, QPainter, QPdfWriter

from kiosk.core.banking import Statement, Transaction
from kiosk.ui.amounts import day, figure, grouped
from kiosk.ui.i18n import Words
from kiosk.ui.theme import FAMILY

_DPI: Final = 300
_MM: Final = _DPI / 25.4
_MARGIN: Final = 18.0
_WIDTH, _HEIGHT = 210.0, 297.0
_FOOT: Final = _HEIGHT - 14.0
_COLUMNS: Final = (0.0, 24.0, 66.0, 118.0, 146.0, 174.0)
"""Where columns begin, in millimetres from the margin: day, other side, text, and the ends of two of figures."""
_INNER: Final = _WIDTH - 2 * _MARGIN
_PLAIN: Final = ("liga", "calt", "clig", "locl")
"""Features of the font that would put drawings without a letter of their own into the file: its text is to be read out,
searched and copied.
"""

_WORDS: Final = {
    "title": QT_TRANSLATE_NOOP("Paper", "Statement of account"),
    "owner": QT_TRANSLATE_NOOP("Paper", "Account holder"),
    "number": QT_TRANSLATE_NOOP("Paper", "Account number"),
    "product": QT_TRANSLATE_NOOP("Paper", "Account type"),
    "currency": QT_TRANSLATE_NOOP("Paper", "Currency"),
    "period": QT_TRANSLATE_NOOP("Paper", "Period"),
    "date": QT_TRANSLATE_NOOP("Paper", "Date"),
    "other": QT_TRANSLATE_NOOP("Paper", "Payee or payer"),
    "text": QT_TRANSLATE_NOOP("Paper", "Details"),
    "amount": QT_TRANSLATE_NOOP("Paper", "Amount"),
    "balance": QT_TRANSLATE_NOOP("Paper", "Balance"),
    "opening": QT_TRANSLATE_NOOP("Paper", "Opening balance"),
    "closing": QT_TRANSLATE_NOOP("Paper", "Closing balance"),
    "in": QT_TRANSLATE_NOOP("Paper", "Money in"),
    "out": QT_TRANSLATE_NOOP("Paper", "Money out"),
    "none": QT_TRANSLATE_NOOP("Paper", "No transactions in this period"),
    "made": QT_TRANSLATE_NOOP("Paper", "Made at a self-service terminal on %1"),
    "page": QT_TRANSLATE_NOOP("Paper", "Page %1 of %2"),
}


class StatementPaper:
    """Implements `kiosk.core.banking.Paper` for a bank of this name; `zone` is the branch's."""

    def __init__(self, bank: str, zone: ZoneInfo) -> None:
        self._bank, self._zone = bank, zone
        self._words = Words("Paper")

    def statement(self, told: Statement, language: str, *, covered: bool, made: datetime) -> bytes:
        """A statement as PDF."""
        words = {name: self._words.word(str(text), language) for name, text in _WORDS.items()}
        when = f"{made.astimezone(self._zone):%Y-%m-%d %H:%M}"
        sheet = _Sheets(told, words, self._bank, language, covered=covered, made=words["made"].replace("%1", when))
        return _introduced(sheet.draw(), language)


@dataclass
class _Sheets:
    """One document while it is drawn. Lengths are millimetres."""

    told: Statement
    words: dict[str, str]
    bank: str
    language: str
    covered: bool
    made: str
    _fonts: dict[tuple[float, bool], QFont] = field(default_factory=dict)

    def draw(self) -> bytes:
        pages = list(self._dealt())
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setResolution(_DPI)
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        writer.setTitle(self.words["title"])
        writer.setCreator(self.bank)
        painter = QPainter(writer)
        try:
            for number, lines in enumerate(pages, 1):
                if number > 1:
                    writer.newPage()
                self._page(painter, lines, number, len(pages))
        finally:
            painter.end()
        return bytes(buffer.data().data())

    def _dealt(self) -> Iterator[list[Transaction]]:
        """The transactions by page: as many as fit, each with as many lines as its texts need."""
        page: list[Transaction] = []
        first = True
        room = self._room(first=True)
        for item in self.told.booked:
            height = self._row_height(item)
            if page and height > room:
                yield page
                page, first = [], False
                room = self._room(first=first)
            page.append(item)
            room -= height
        yield page

    def _room(self, *, first: bool) -> float:
        return _FOOT - 8.0 - self._table_top(first=first) - 9.0 - 12.0

    def _table_top(self, *, first: bool) -> float:
        return 98.0 if first else 34.0

    def _row_height(self, item: Transaction) -> float:
        texts = ((_other(item), 1), (item.remittance_information_unstructured or "", 2))
        lines = max(len(self._broken(text, column)) for text, column in texts)
        return max(1, lines) * 4.6 + 2.4

    def _broken(self, text: str, column: int) -> list[str]:
        """A text in lines that fit its column; what does not fit six is cut with an ellipsis."""
        width = (_COLUMNS[column + 1] - _COLUMNS[column] - 3.0) * _MM
        metrics = QFontMetricsF(self._font(3.2))
        lines, line = [], ""
        for piece in _pieces(text):
            if line and metrics.horizontalAdvance(line + piece) > width:
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        lines.append(line.rstrip())
        if len(lines) > 6:
            lines = [*lines[:5], metrics.elidedText(" ".join(lines[5:]), Qt.TextElideMode.ElideRight, width)]
        return lines

    def _page(self, painter: QPainter, lines: list[Transaction], number: int, of: int) -> None:
        first = number == 1
        top = self._head(painter) if first else 24.0
        if not first:
            self._write(painter, f"{self.words['title']}  {self._number()}", _MARGIN, 16.0, _INNER, 3.4)
        top = self._table_top(first=first)
        self._columns(painter, top)
        top += 9.0
        for item in lines:
            top = self._row(painter, item, top)
        if first and not lines:
            self._write(painter, self.words["none"], _MARGIN, top + 2.0, _INNER, 3.4)
        if number == of:
            closing = f"{self.words['closing']}  {figure(self.told.closing)} {self.told.closing.currency}"
            self._write(painter, closing, _MARGIN, top + 3.0, _INNER, 3.8, bold=True, right=True)
        page = self.words["page"].replace("%1", str(number)).replace("%2", str(of))
        self._rule(painter, _FOOT - 2.0)
        self._write(painter, self.made, _MARGIN, _FOOT, _INNER * 0.7, 2.9)
        self._write(painter, page, _MARGIN, _FOOT, _INNER, 2.9, right=True)

    def _head(self, painter: QPainter) -> float:
        told, words = self.told, self.words
        self._write(painter, self.bank, _MARGIN, 16.0, _INNER, 3.8)
        self._write(painter, words["title"], _MARGIN, 23.0, _INNER, 6.4, bold=True)
        self._rule(painter, 34.0)
        period = f"{day(told.period.date_from)} \N{EN DASH} {day(told.period.date_to)}"
        product = told.account.product_in(self.language)
        left = (("owner", told.owner_name), ("number", self._number()), ("product", product))
        right = (("period", period), ("currency", told.account.currency))
        for column, pairs in ((0.0, left), (_INNER / 2 + 4.0, right)):
            for row, (name, value) in enumerate(pairs):
                top = 38.0 + row * 12.0
                self._write(painter, words[name], _MARGIN + column, top, _INNER / 2 - 4.0, 2.9)
                self._write(painter, value, _MARGIN + column, top + 4.6, _INNER / 2 - 4.0, 3.8, bold=True)
        came = [it.transaction_amount for it in told.booked if it.transaction_amount.minor > 0]
        went = [it.transaction_amount for it in told.booked if it.transaction_amount.minor < 0]
        zero = told.opening - told.opening
        sums = (
            ("opening", told.opening),
            ("in", sum(came, zero)),
            ("out", sum(went, zero)),
            ("closing", told.closing),
        )
        self._rule(painter, 76.0)
        for place, (name, money) in enumerate(sums):
            at = _MARGIN + place * _INNER / 4
            self._write(painter, words[name], at, 79.0, _INNER / 4 - 2.0, 2.9)
            self._write(painter, figure(money), at, 83.4, _INNER / 4 - 2.0, 3.8, bold=True)
        return 92.0

    def _number(self) -> str:
        account = self.told.account
        return account.masked if self.covered else grouped(account.number)

    def _columns(self, painter: QPainter, top: float) -> None:
        for column, name in enumerate(("date", "other", "text")):
            self._write(painter, self.words[name], _MARGIN + _COLUMNS[column], top, 50.0, 3.0, bold=True)
        for column, name in ((4, "amount"), (5, "balance")):
            self._write(painter, self.words[name], _MARGIN, top, _COLUMNS[column], 3.0, bold=True, right=True)
        self._rule(painter, top + 6.0)

    def _row(self, painter: QPainter, item: Transaction, top: float) -> float:
        self._write(painter, day(item.booking_date), _MARGIN, top, 24.0, 3.2)
        for text, column in ((_other(item), 1), (item.remittance_information_unstructured or "", 2)):
            for number, line in enumerate(self._broken(text, column)):
                self._write(painter, line, _MARGIN + _COLUMNS[column], top + number * 4.6, 60.0, 3.2)
        self._write(painter, figure(item.transaction_amount, signed=True), _MARGIN, top, _COLUMNS[4], 3.2, right=True)
        if item.balance_after_transaction is not None:
            after = figure(item.balance_after_transaction)
            self._write(painter, after, _MARGIN, top, _COLUMNS[5], 3.2, right=True)
        return top + self._row_height(item)

    def _write(  # noqa: PLR0917 - a place and a size
        self,
        painter: QPainter,
        text: str,
        left: float,
        top: float,
        width: float,
        size: float,
        *,
        bold: bool = False,
        right: bool = False,
    ) -> None:
        """A line of text of a size (height of an em)."""
        painter.setFont(self._font(size, bold=bold))
        where = QRectF(left * _MM, top * _MM, width * _MM, size * 1.6 * _MM)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(where, side | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextSingleLine, text)

    def _rule(self, painter: QPainter, top: float) -> None:
        painter.fillRect(QRectF(_MARGIN * _MM, top * _MM, _INNER * _MM, 0.25 * _MM), Qt.GlobalColor.black)

    def _font(self, size: float, *, bold: bool = False) -> QFont:
        if (size, bold) not in self._fonts:
            made = QFont(FAMILY)
            made.setPixelSize(round(size * _MM))
            made.setBold(bold)
            for feature in _PLAIN:
                made.setFeature(QFont.Tag(feature), 0)
            self._fonts[size, bold] = made
        return self._fonts[size, bold]


def _introduced(document: bytes, language: str) -> bytes:
    """The document with what a screen reader asks first: its language, and to name it by its title.

    Qt's writer has no word for these: the catalogue is written once more, behind all (ISO 32000-1, 7.5.6 and 7.7.2). A
    document that another Qt writes in another form stays as it is.
    """
    catalogue = re.search(rb"(\d+) 0 obj\n<<\n(/Type /Catalog\n.*?)>>\nendobj\n", document, re.DOTALL)
    trailer = re.search(rb"trailer\n<<\n(.*?)>>\nstartxref\n(\d+) \n%%EOF\n\Z", document, re.DOTALL)
    if catalogue is None or trailer is None:
        return document
    number, said = catalogue.groups()
    dictionary, before = trailer.groups()
    told = b"/Lang (%s)\n/ViewerPreferences << /DisplayDocTitle true >>\n" % language.replace("_", "-").encode()
    again = b"%s 0 obj\n<<\n%s%s>>\nendobj\n" % (number, said, told)
    table = b"xref\n0 1\n0000000000 65535 f \n%s 1\n%010d 00000 n \n" % (number, len(document))
    place = len(document) + len(again)
    end = b"trailer\n<<\n%s/Prev %s\n>>\nstartxref\n%d\n%%%%EOF\n" % (dictionary, before, place)
    return document + again + table + end


def _other(item: Transaction) -> str:
    return item.creditor_name or item.debtor_name or ""


def _pieces(text: str) -> Iterator[str]:
    """Where a line may be broken: after a blank, and around every character that is written without blanks."""
    word = ""
    for letter in text:
        if letter == " ":
            yield word + letter
            word = ""
        elif letter >= "\u2e80":
            if word:
                yield word
                word = ""
            yield letter
        else:
            word += letter
    if word:
        yield word
