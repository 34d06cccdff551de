"""What chance may tell of questions, answers and call-backs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.core.callback import Window, slots
from kiosk.core.faq import Answers, Category, Faq, FaqText, Link, LinkKind
from kiosk.flows import ask, events

ZONE = ZoneInfo("Asia/Shanghai")
LINKS = (
    Link(LinkKind.SITE, "https://bank.example/card", (("zh_CN", "阅读"), ("en", "Read it"))),
    Link(LinkKind.APP, "examplebank://card", (("zh_CN", "打开"), ("en", "Open it"))),
)


def _faq(name: str, category: str, zh: str, en: str, links: tuple[Link, ...] = ()) -> Faq:
    texts = (("zh_CN", FaqText(zh, "请到柜台。")), ("en", FaqText(en, "At a counter.")))
    return Faq(name, 2, category, texts, links=links)


LOST = _faq("lost", "card", "卡丢了怎么办？", "I lost my card. What now?", LINKS)
PIN = _faq("pin", "card", "忘记密码怎么办？", "I forgot my PIN. What now?")
HOURS = _faq("hours", "branch", "几点营业？", "When are you open?")
ANSWERS = Answers(
    (
        Category("card", (("zh_CN", "银行卡"), ("en", "Cards"))),
        Category("branch", (("zh_CN", "网点"), ("en", "Branch"))),
    ),
    (LOST, PIN, HOURS),
    calls_back=True,
)
WINDOWS = (
    Window("am", time(9), time(12), (1, 2, 3, 4, 5, 6, 7), (("zh_CN", "上午"), ("en", "Morning"))),
    Window("pm", time(13), time(17), (1, 2, 3, 4, 5, 6, 7), (("zh_CN", "下午"), ("en", "Afternoon"))),
)
SLOTS = slots(WINDOWS, datetime(2026, 3, 2, 0, tzinfo=UTC), ZONE)
REFERENCE = "0794123456"


def answered(rules: Any) -> Any:
    """Rules with something to ask."""
    return replace(rules, answers=ANSWERS)


POOL: tuple[Any, ...] = (
    *(
        events.Chosen(name)
        for name in (
            "ask",
            "search",
            "help",
            "hotline",
            "callBack",
            "questions",
            "phone",
            "card",
            "lost",
            "0",
            "1",
            "7",
            "²",
        )
    ),
    *(events.Chosen(slot.id) for slot in SLOTS[:2]),
    events.Typed("13800138000"),
    events.Typed("卡"),
    events.Typed(" "),
    ask.Found("卡", ("lost", "pin", "gone")),
    ask.Found("卡", ()),
    ask.Found("late", ("pin",)),
    ask.SlotsFound(SLOTS),
    ask.SlotsFound(()),
    ask.CallTaken(REFERENCE),
    ask.CallNotTaken(),
)

USUAL: dict[type, tuple[Any, ...]] = {
    ask.AskTopics: tuple(map(events.Chosen, ("search", "help", "card", "branch"))),
    ask.AskSearch: (events.Typed("卡"), ask.Found("卡", ("lost", "pin")), events.Chosen("lost"), events.Confirmed()),
    ask.AskList: (events.Chosen("lost"), events.Chosen("pin"), events.WentBack()),
    ask.AskAnswer: (events.Confirmed(), events.Declined(), events.Chosen("phone")),
    ask.AskHelp: tuple(map(events.Chosen, ("hotline", "callBack", "callBack", "questions"))),
    ask.AskHotline: (events.Confirmed(), events.WentBack()),
    ask.HandOver: (events.Chosen("1"), events.Confirmed(), events.WentBack()),
    ask.CallBackTopic: (events.Chosen("card"), events.Chosen("other")),
    ask.CallBackTime: (ask.SlotsFound(SLOTS), events.Chosen(SLOTS[0].id)),
    ask.CallBackNumber: (events.Typed("13800138000"), events.Typed("1"), events.Chosen("onFile")),
    ask.CallBackSummary: (events.Confirmed(), events.TriedAgain()),
    ask.CallBackTaking: (ask.CallTaken(REFERENCE), ask.CallNotTaken()),
    ask.CallBackTaken: (events.Confirmed(),),
    ask.CallBackNotTaken: (events.WentBack(),),
}
