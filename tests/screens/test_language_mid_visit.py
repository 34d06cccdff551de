"""Language and preferences can be changed on every screen, mid-visit; afterwards they are the terminal's own."""

from __future__ import annotations

from eye import spoken, texts_in, words
from stagehouse import House

from kiosk.core.ports import PrintOutcome
from kiosk.flows import accounts, changing, checkin, events, transfer, visit
from kiosk.ui.catalogue import NOTICE, RULES, examples
from kiosk.ui.i18n import OWN_NAMES

CARET = "▏"
BANK = (accounts.__name__, changing.__name__, transfer.__name__)
"""Flows that show what the bank and others wrote: products, names, what a payment is for."""


def texts(house: House) -> set[str]:
    return {item.property("text") for item in words(house.stage)}


def test_the_page_speaks_the_other_language_and_stays(house: House) -> None:
    for name, state in examples().items():
        house.show(state)
        page, task, before = house.stage.page, house.session.state.task, texts(house)
        house.tap("language")
        assert house.stage.page is page, name
        assert house.session.state.task == task, name
        assert "Call staff" in texts(house), name
        # What the customer wrote stays, and each language is named in its own.
        kept = {text for text in before & texts(house) - set(OWN_NAMES.values()) if not text.endswith(CARET)}
        if type(task).__module__ in BANK:
            told = [text for text in texts_in(task) if text]
            kept = {text for text in kept if not any(one in text for one in told)}
        assert not {text for text in kept if any("\u4e00" <= c <= "\u9fff" for c in text)}, name
        assert "Call staff" in spoken(house.stage), name


def test_there_and_back_again(house: House) -> None:
    house.show(examples()["FraudWarning"])
    before = texts(house)
    house.tap("language")
    assert texts(house) != before
    house.tap("language")
    assert texts(house) == before


def test_what_the_bank_sells_is_called_by_its_name_in_the_customers_language(house: House) -> None:
    for name in ("StatementAccount", "CardList"):
        house.show(examples(visit.Preferences("en"))[name])
        assert not {text for text in texts(house) if any("\u4e00" <= c <= "\u9fff" for c in text)} - {"中文"}, name
        house.tap("language")
        assert {"活期一本通", "示例借记卡"} & texts(house), name


def test_the_warning_is_told_in_the_customers_language(house: House) -> None:
    house.show(examples()["FraudWarning"])
    assert NOTICE.text("zh_CN").heading in texts(house)
    house.tap("language")
    assert NOTICE.text("en").heading in texts(house)


def test_the_branch_time_is_written_as_the_language_writes_it(house: House) -> None:
    house.show(examples()["CodeRefused-tooEarly"])
    assert "您可于7月12日 14:30起签到。" in texts(house)
    house.tap("language")
    assert "You can check in from 14:30 on 12 July." in texts(house)


def test_every_size_can_be_chosen_and_the_page_stays(house: House) -> None:
    house.show(examples()["FaceConsent"])
    page = house.stage.page
    house.tap("adjust")
    for size in (2, 3, 0, 1):
        house.tap(f"size-{size}")
        assert house.session.preferences.size == size
        assert house.stage.page is page
    house.tap("adjusted")
    assert "confirm" in house.puppet.visible_targets()


def test_every_contrast_can_be_chosen(house: House) -> None:
    seen = []
    house.tap("adjust")
    for contrast in visit.CONTRASTS:
        house.tap(f"contrast-{contrast}")
        seen.append(house.stage.theme.palette.page)
    house.tap("adjusted")
    assert len(set(seen)) == 3


def test_nothing_of_the_customers_ways_outlives_the_visit(house: House) -> None:
    house.tap("start")
    house.tap("language")
    house.tap("adjust")
    house.tap("size-2")
    house.tap("contrast-dark")
    assert "startOver" in house.puppet.visible_targets(), "the bar stays free"
    house.tap("startOver")
    assert not house.session.is_adjusting
    assert house.puppet.screen() == "Attract"
    assert house.session.preferences == RULES.defaults
    assert "人工协助" in texts(house)


def test_the_farewell_still_speaks_the_customers_language(house: House) -> None:
    house.show(examples(visit.Preferences("en"))["Survey"])
    house.tap("skip")
    assert "Thank you for your visit" in texts(house)
    house.tap("done")
    assert "欢迎光临" in texts(house)


def test_news_of_the_printer_keeps_the_page(house: House) -> None:
    house.show(examples()["Ticket-printing"])
    page = house.stage.page
    house.tell(events.TicketPrinted(PrintOutcome.PAPER_JAMMED))
    assert house.stage.page is page
    assert isinstance(house.session.state.task, checkin.Ticket)
    assert "暂时无法打印号单，请您记住此号码或拍照留存。" in texts(house)
