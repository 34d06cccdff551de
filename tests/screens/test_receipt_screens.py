"""What a receipt says in both languages, what a phone reads from the screen, and that it is gone with its customer."""

from __future__ import annotations

import gc
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import pytest
import zxingcpp
from eye import pixels, spoken
from PySide6.QtCore import QObject
from stagehouse import House

from kiosk.core.banking import LimitKind
from kiosk.core.feedback import Question
from kiosk.core.money import Money
from kiosk.core.receipt import About, Item, Line, Receipt, Value
from kiosk.flows import changing, events, receipt, survey, visit
from kiosk.flows.receipt import PaperReady, PrintReceipt, WriteReceipt
from kiosk.flows.rules import Preferences
from kiosk.ui.catalogue.accounts import CHANGES
from kiosk.ui.catalogue.facts import RULES
from kiosk.ui.slip import SlipWriter

AT: Final = datetime(2031, 7, 12, 6, 40, tzinfo=UTC)
VALUES: Final[Mapping[Item, Value]] = {
    Item.AMOUNT: Money(1_680_050, "CNY"),
    Item.SOURCE: "**** 0711",
    Item.PAYEE: "**样本",
    Item.ACCOUNT: "**** 2423",
    Item.DUE: AT,
    Item.CARD: "**** 0711",
    Item.PHONE: "**** 0012",
    Item.LIMIT: LimitKind.CARD_DAILY,
    Item.TIME: (AT, AT.replace(hour=7)),
    Item.OPENS: AT,
    Item.SERVICE: "account",
    Item.NUMBER: "482 915 309",
    Item.RECEIVED: AT,
    Item.ANSWER_BY: date(2031, 7, 27),
    Item.LATEST: date(2031, 9, 10),
    Item.REFERENCE: "K7Q2-9F4M",
    Item.CODE: "0412",
}
DONE: Final = changing.ChangeDone(CHANGES["freeze"], "K7Q2-9F4M")


class Clock:
    def now(self) -> datetime:
        return AT

    def monotonic(self) -> float:
        return 0.0


@pytest.fixture
def writer() -> SlipWriter:
    return SlipWriter(
        bank={"en": "Specimen Bank", "zh_CN": "样本银行"},
        branch=lambda: {"en": "Lakeside", "zh_CN": "湖滨支行"},
        service=lambda name: {"account": {"en": "Open an account", "zh_CN": "开户"}}.get(name, {}),
        terminal="kiosk-12",
        zone=ZoneInfo("Asia/Shanghai"),
        clock=Clock(),
    )


def lines(writer: SlipWriter, language: str, about: About, *items: Item) -> tuple[str, ...]:
    return writer.written(Receipt(about, tuple(Line(item, VALUES[item]) for item in items)), language)


@pytest.mark.parametrize("about", About)
def test_every_receipt_says_what_where_and_when_in_both_languages(writer: SlipWriter, about: About) -> None:
    chinese, english = lines(writer, "zh_CN", about, *Item), lines(writer, "en", about, *Item)
    assert len(chinese) == len(english) > len(Item)
    assert chinese[-4:] == ("样本银行", "湖滨支行", "终端编号：kiosk-12", "出具时间：2031-07-12 14:40")
    assert english[-4:] == ("Specimen Bank", "Lakeside", "Terminal: kiosk-12", "Made: 2031-07-12 14:40")
    assert not re.search(r"[a-z]{3}", " ".join(chinese).replace("kiosk-12", "")), chinese
    assert not re.search("[\u4e00-\u9fff]", " ".join(english).replace("样本", "")), english
    assert "%" not in " ".join((*chinese, *english))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("about", About)
def test_its_lines_follow_the_title_in_their_order(writer: SlipWriter, about: About, language: str) -> None:
    """By which the line with the code is found, that others must not hear."""
    whole = lines(writer, language, about, *Item)
    for place, item in enumerate(Item):
        assert whole[1 + place] == lines(writer, language, about, item)[1]


def test_each_kind_of_line_is_put_into_words(writer: SlipWriter) -> None:
    assert lines(writer, "en", About.TRANSFER_WAITS, *Item)[1:18] == (
        "Amount: ¥16,800.50",
        "From account: **** 0711",
        "To: **样本",
        "Account: **** 2423",
        "To be sent: 2031-07-12 14:40",
        "Card: **** 0711",
        "New number: **** 0012",
        "Limit: for card payments in a day",
        "Time: 2031-07-12 14:40–15:40",
        "Check in from: 2031-07-12 14:40",
        "For: Open an account",
        "Booking number: 482 915 309",
        "Received: 2031-07-12 14:40",
        "We answer by: 2031-07-27",
        "At the latest by: 2031-09-10",
        "Reference: K7Q2-9F4M",
        "Code: 0412",
    )


def test_a_language_nobody_translated_is_written_in_english(writer: SlipWriter) -> None:
    assert lines(writer, "fr", About.SUGGESTION)[0] == "Suggestion"
    unnamed = writer.written(Receipt(About.BOOKED, (Line(Item.SERVICE, "unheard-of"),)), "zh_CN")
    assert unnamed[1] == "业务：unheard-of"


def shown(house: House, at: receipt.State, preferences: Preferences = RULES.defaults) -> House:
    house.show(visit.Visit(RULES, preferences, changing.ChangeReceipt(DONE, at)))
    return house


def offer() -> receipt.ReceiptOffer:
    told = changing.receipt_of(DONE)
    assert told is not None
    return receipt.ReceiptOffer(receipt.Slip(told), ("print", "phone"))


@pytest.mark.parametrize("contrast", visit.CONTRASTS)
def test_a_phone_reads_the_receipt_itself(house: House, writer: SlipWriter, contrast: str) -> None:
    text = "\n".join(lines(writer, "zh_CN", About.TRANSFER_WAITS, *Item))
    shown(house, receipt.ReceiptOnPhone(offer(), text), Preferences("zh_CN", 3, contrast))
    (found,) = zxingcpp.read_barcodes(pixels(house.stage))
    assert found.text == text


def test_two_quick_taps_print_once(house: House) -> None:
    shown(house, offer())
    house.forget()
    assert house.puppet.tap("choose-print")
    house.puppet.tap("choose-print")
    house.settle()
    assert sum(isinstance(effect, PrintReceipt) for effect in house.effects) == 1
    assert house.puppet.screen() == "ReceiptWorking"


def test_the_language_changed_on_the_offer_and_beside_the_code(house: House) -> None:
    shown(house, offer(), Preferences("zh_CN"))
    house.tap("language")
    assert any("Would you like a receipt?" in text for text in spoken(house.stage))
    house.tap("choose-phone")
    (asked,) = (effect for effect in house.effects if isinstance(effect, WriteReceipt))
    assert asked.language == "en"
    house.tell(PaperReady("in English"))
    house.tap("language")
    assert [effect.language for effect in house.effects if isinstance(effect, WriteReceipt)] == ["en", "zh_CN"]
    house.tell(PaperReady("用中文"))
    (found,) = zxingcpp.read_barcodes(pixels(house.stage))
    assert found.text == "用中文"


def test_of_who_walked_away_nothing_is_left(house: House) -> None:
    shown(house, receipt.ReceiptOnPhone(offer(), "xyzzy K7Q2-9F4M"))
    house.tell(events.Waited(RULES.idle_s), events.Waited(RULES.countdown_s))
    assert house.puppet.screen() == "Wiped"
    gc.collect()
    assert "K7Q2" not in str(house.session.state)
    assert not zxingcpp.read_barcodes(pixels(house.stage))
    left = house.stage.window.findChildren(QObject)
    assert not [child for child in left if "xyzzy" in f"{child.property('text')}{child.property('content')}"]


@pytest.mark.parametrize("language", RULES.languages[:2])
@pytest.mark.parametrize("question", Question)
def test_the_survey_names_what_it_asks_about(house: House, language: str, question: Question) -> None:
    named = set()
    for service in visit.SERVICES:
        house.session.rehearse(visit.Visit(RULES, Preferences(language), survey.Survey(question, service.name)))
        screen = house.session.shown_screen
        assert screen is not None
        about, _ = screen.lines
        named.add(about)
    assert len(named) == len(visit.SERVICES), named
