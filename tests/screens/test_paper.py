"""A statement on paper: whole, in both languages, with its fonts in it, and covered where that is asked for."""

from __future__ import annotations

import re
import threading
import unicodedata
import zlib
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiosk.core.banking import Account, AccountStatus, CashAccountType, Period, Statement, Transaction
from kiosk.core.money import Money
from kiosk.ui.amounts import amount, figure, grouped
from kiosk.ui.app import make_app
from kiosk.ui.paper import StatementPaper

MADE = datetime(2026, 11, 27, 20, 30, tzinfo=UTC)
ACCOUNT = Account("a1", "CNY", "活期一本通", CashAccountType.CURRENT, AccountStatus.ENABLED, bban="6217000000000030711")


@pytest.fixture(autouse=True)
def app() -> None:
    """Fonts need an application."""
    make_app(["test"], headless=True)


def statement(count: int) -> Statement:
    first, opening = date(2026, 11, 1), Money(1_000_000, "CNY")
    booked, total = [], opening
    for number in range(count):
        money = Money(-(number + 1) * 101 if number % 2 else 12_345_67, "CNY")
        total += money
        named = (f"示例超市{number:03}号店", None) if money.minor < 0 else (None, f"Utopia Trading {number:03}")
        text = (
            f"消费{number:03}"
            if number % 3
            else f"Rent for July, flat {number:03}, 8 Imaginary Street, Sample City " * 2
        )
        booked.append(Transaction(f"t{number}", first + timedelta(days=number // 40), money, *named, text, total))
    period = Period("a1", first, date(2026, 11, 30))
    return Statement(ACCOUNT, "陈示例", period, opening, total, tuple(booked))


def made(told: Statement, language: str = "zh_CN", *, covered: bool = True) -> bytes:
    return StatementPaper("海港银行", ZoneInfo("Asia/Shanghai")).statement(told, language, covered=covered, made=MADE)


def pages(document: bytes) -> list[str]:
    """The text of each page, by the fonts' own tables of what their glyphs mean (ISO 32000-1, 9.10)."""
    objects = {int(m[1]): m[2] for m in re.finditer(rb"(\d+) 0 obj\n(.*?)endobj", document, re.S)}

    def stream(number: int) -> bytes:
        raw = objects[number].split(b"stream\n", 1)[1].rsplit(b"\nendstream", 1)[0]
        return zlib.decompress(raw) if b"FlateDecode" in objects[number].split(b"stream")[0] else raw

    def letters(font: int) -> dict[int, str]:
        (table,) = re.findall(rb"/ToUnicode (\d+) 0 R", objects[font])
        found: dict[int, str] = {}
        told = stream(int(table))
        for first, several in re.findall(rb"<(\w+)> <\w+> \[(.*?)\]", told, re.S):
            for place, to in enumerate(re.findall(rb"<(\w+)>", several)):
                found[int(first, 16) + place] = bytes.fromhex(to.decode()).decode("utf-16-be")
        for first, last, to in re.findall(rb"<(\w+)> <(\w+)> <(\w+)>", re.sub(rb"\[.*?\]", b"", told, flags=re.S)):
            for glyph in range(int(first, 16), int(last, 16) + 1):
                found[glyph] = chr(int(to, 16) + glyph - int(first, 16))
        return found

    told = []
    known: dict[int, dict[int, str]] = {}
    for body in objects.values():
        if b"/Type /Page\n" not in body:
            continue
        (contents,) = re.findall(rb"/Contents (\d+) 0 R", body)
        text, font = "", 0
        for name, glyphs, end in re.findall(rb"/F(\d+) [\d.]+ Tf|<(\w+)> Tj|(ET)", stream(int(contents))):
            if name:
                font = int(name)
                known.setdefault(font, letters(font))
            text += (
                "\n"
                if end
                else "".join(known[font].get(int(glyphs[at : at + 4], 16), "?") for at in range(0, len(glyphs), 4))
            )
        told.append(text)
    return told


_ALIKE = str.maketrans("戶⻚", "户页")
"""A font has one drawing for a character and for the radical that looks the same, and the file names the radical."""


def bare(text: str) -> str:
    """Without blanks, and one character for all that look the same."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_ALIKE).split())


@pytest.mark.parametrize(("language", "title"), [("zh_CN", "账户对账单"), ("en", "Statement of account")])
def test_everything_of_the_statement_is_on_it(language: str, title: str) -> None:
    told = statement(100)
    document = made(told, language)
    found = pages(document)
    whole = bare("".join(found))
    assert document.startswith(b"%PDF-")
    assert len(found) > 2
    assert bare(title) in bare(found[0])
    for said in ("海港银行", "陈示例", "活期一本通", "2026-11-01", "2026-11-30", "2026-11-2804:30"):
        assert bare(said) in whole, said
    for item in told.booked:
        other = item.creditor_name or item.debtor_name or ""
        for said in (other, figure(item.transaction_amount, signed=True), figure(item.balance_after_transaction)):  # type: ignore[arg-type]
            assert bare(said) in whole, said
    assert bare(figure(told.closing)) in bare(found[-1])


@pytest.mark.parametrize(("language", "tag"), [("zh_CN", b"zh-CN"), ("en", b"en")])
def test_it_says_its_language_and_names_itself_by_its_title(language: str, tag: bytes) -> None:
    """The newest cross-reference table is what a reader believes (ISO 32000-1, 7.5.6): found as it finds it."""
    document = made(statement(3), language)
    found = re.search(rb"startxref\n(\d+)\n%%EOF\n\Z", document)
    assert found
    table = document[int(found[1]) :]
    rows = rb"xref\n0 1\n0{10} 65535 f \n(\d+) 1\n(\d{10}) 00000 n \n"
    place = re.match(rows + rb"trailer\n<<\n.*?/Root \1 0 R.*?/Prev (\d+)", table, re.DOTALL)
    assert place, table
    assert document[int(place[3]) :].startswith(b"xref\n0 "), "and what it does not name, the older one does"
    catalogue = document[int(place[2]) : int(found[1])]
    assert catalogue.startswith(place[1] + b" 0 obj\n<<\n/Type /Catalog\n/Pages ")
    assert b"/Lang (" + tag + b")\n" in catalogue
    assert b"/DisplayDocTitle true" in catalogue


def test_its_text_lies_in_the_order_of_reading() -> None:
    """It has no tags: whatever reads it aloud goes by the order in which it was written."""
    told = statement(60)
    first, *_, last = pages(made(told))
    expected = ["海港银行", "账户对账单", "户名", "陈示例", "起止日期", "期初余额", "期末余额", "对方户名"]
    for item in told.booked[:8]:
        expected += [item.creditor_name or item.debtor_name or "", figure(item.balance_after_transaction)]  # type: ignore[arg-type]
    places = [bare(first).find(bare(text)) for text in expected]
    assert -1 not in places
    assert places == sorted(places)
    assert bare(last).endswith(bare(f"第{len(pages(made(told)))}页，共{len(pages(made(told)))}页"))


def test_pages_are_numbered() -> None:
    found = pages(made(statement(100), "en"))
    for number, page in enumerate(found, 1):
        assert f"Page{number}of{len(found)}" in bare(page)


def test_the_account_number_is_covered_or_in_full_and_nowhere_else() -> None:
    covered, full = made(statement(60)), made(statement(60), covered=False)
    number = ACCOUNT.number
    assert number not in bare("".join(pages(covered)))
    assert "****0711" in bare("".join(pages(covered)))
    assert number in bare("".join(pages(full)))
    assert number.encode() not in covered
    assert "陈示例".encode("utf-16-be") not in covered, "the file's own description names nobody"


def test_the_fonts_are_in_it() -> None:
    document = made(statement(3))
    assert document.count(b"/FontFile2") + document.count(b"/FontFile3") >= 2
    assert len(document) < 200_000


def test_a_statement_without_transactions_says_so() -> None:
    (page,) = pages(made(statement(0)))
    assert "本期无交易记录" in bare(page)
    assert page.count(figure(Money(1_000_000, "CNY"))) >= 2


def test_it_may_be_made_on_any_thread() -> None:
    documents: list[bytes] = []
    made(statement(1))
    threads = [threading.Thread(target=lambda: documents.append(made(statement(5), "en"))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({tuple(pages(document)) for document in documents}) == 1


def test_amounts_are_written_with_a_true_minus_and_their_currency() -> None:
    assert figure(Money(1_234_567_89, "CNY")) == "1,234,567.89"
    assert figure(Money(-5, "CNY")) == "\N{MINUS SIGN}0.05"
    assert figure(Money(1000, "JPY"), signed=True) == "+1,000"
    assert amount(Money(-500, "CNY")) == "\N{MINUS SIGN}¥5.00"
    assert amount(Money(500, "KWD"), signed=True) == "+KWD\N{NO-BREAK SPACE}0.500"
    assert amount(Money(0, "EUR"), signed=True) == "€0.00"
    assert grouped("6217000000000030711") == "6217 0000 0000 0030 711"
