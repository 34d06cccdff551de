"""PBoC 85 of 2019: masked payee, account, amount and "real-time" stand in Chinese on every language's page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.core.fraud import Delay
from kiosk.core.money import Money
from kiosk.flows import events, transfer
from kiosk.ui.catalogue import FACTS
from kiosk.ui.catalogue.transfer import _WHOLE
from kiosk.ui.screens import screen_of

DRAFT = replace(_WHOLE, delay=Delay.REAL_TIME, confirmed=True)
CHINESE = (
    "收款人：**样本",
    "收款账号：6217 0000 0000 0122 423",
    "转账金额：人民币 16,800.50 元",
    "实时到账",
    "不能撤销",
)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_chinese_lines_stay_in_every_language(language: str) -> None:
    screen = screen_of(transfer.RealTimeReview(DRAFT), lambda event: None, FACTS, language)
    said = "\n".join((screen._heading, *screen._lines))
    assert [part for part in CHINESE if part not in said] == []
    assert "欧阳" not in said
    assert screen._heading.startswith("实时转账")
    assert "确认实时转账" in screen.property("yes")


def test_the_customers_language_stands_beside() -> None:
    screen = screen_of(transfer.RealTimeReview(DRAFT), lambda event: None, FACTS, "en")
    said = "\n".join((screen._heading, *screen._lines))
    for part in ("At once: is everything right?", "Amount: ¥16,800.50", "To: **样本", "it cannot be taken back"):
        assert part in said


def test_another_currency_is_named_by_its_code() -> None:
    euro = replace(DRAFT, amount=Money(412_055, "EUR"))
    screen = screen_of(transfer.RealTimeReview(euro), lambda event: None, FACTS, "en")
    assert "转账金额：EUR 4,120.55" in "\n".join(screen._lines)


def test_the_focus_is_on_changing_it_and_the_act_is_deliberate() -> None:
    told: list[events.Event] = []
    screen = screen_of(transfer.RealTimeReview(DRAFT), told.append, FACTS, "en")
    screen.decline()  # type: ignore[attr-defined]
    screen.confirm()  # type: ignore[attr-defined]
    assert told == [events.Declined(), events.Confirmed()]
