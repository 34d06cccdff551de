"""Questions, answers, codes for the phone, and call-backs."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from kiosk.core.callback import CallSlot, NumberTrouble, PhoneNumber, Window, slots
from kiosk.flows import ask
from kiosk.ui.catalogue.answers import ENTRIES, LINKS

_ZONE: Final = ZoneInfo("Asia/Shanghai")
_DAYS: Final = (1, 2, 3, 4, 5, 6)
_WINDOWS: Final = (
    Window("am", time(9, 30), time(12), _DAYS, (("zh_CN", "上午"), ("en", "in the morning"))),
    Window("pm", time(13, 30), time(17), _DAYS, (("zh_CN", "下午"), ("en", "in the afternoon"))),
)
NUMBER: Final = PhoneNumber("+8613800138000")


def _offered(at: datetime) -> tuple[CallSlot, ...]:
    return slots(_WINDOWS, at, _ZONE)


def tasks() -> dict[str, object]:
    """Every example by name."""
    friday = datetime(2031, 7, 11, 8, 0, tzinfo=_ZONE)
    sunday = friday + timedelta(days=2)
    topics, cards = ask.AskTopics(), ask.AskList("card", ENTRIES)
    helped = ask.AskHelp(cards, ENTRIES[0])
    answer = ask.AskAnswer(ENTRIES[0], LINKS, cards)
    days, later = ask.CallBackTime("card", helped, _offered(friday)), ask.CallBackTime("card", helped, _offered(sunday))
    number = ask.CallBackNumber(days, _offered(friday)[0])
    summary = ask.CallBackSummary(number, NUMBER)
    return {
        "AskTopics": topics,
        "AskSearch": ask.AskSearch(),
        "AskSearch-found": ask.AskSearch("card", "card", ENTRIES),
        "AskSearch-one": ask.AskSearch("PIN", "PIN", ENTRIES[1:2]),
        "AskSearch-nothing": ask.AskSearch("weather", "weather", ()),
        "AskList": cards,
        "AskList-found": ask.AskList(None, ENTRIES[:3], ask.AskSearch("card", "card", ENTRIES[:3])),
        "AskAnswer": answer,
        "AskAnswer-plain": ask.AskAnswer(ENTRIES[1], (), cards),
        "AskHelp": ask.AskHelp(topics),
        "AskHelp-unhelped": helped,
        "AskHotline": ask.AskHotline(helped),
        **{f"HandOver-{link.kind}": ask.HandOver(ENTRIES[0].id, LINKS, at, answer) for at, link in enumerate(LINKS)},
        "HandOver-only": ask.HandOver(ENTRIES[0].id, LINKS[1:2], 0, answer),
        "CallBackTopic": ask.CallBackTopic(ask.AskHelp(topics)),
        "CallBackTime-waiting": ask.CallBackTime("card", helped),
        "CallBackTime-offered": days,
        "CallBackTime-later": later,
        "CallBackTime-none": ask.CallBackTime("card", helped, ()),
        "CallBackNumber": number,
        "CallBackNumber-known": ask.CallBackNumber(days, _offered(friday)[0], on_file=True),
        **{
            f"CallBackNumber-{trouble}": ask.CallBackNumber(days, _offered(friday)[0], "057187", trouble)
            for trouble in NumberTrouble
        },
        "CallBackSummary": summary,
        "CallBackSummary-onFile": ask.CallBackSummary(ask.CallBackNumber(later, _offered(sunday)[1]), None),
        "CallBackTaking": ask.CallBackTaking(summary),
        "CallBackTaken": ask.CallBackTaken(_offered(friday)[1], "0794123456", NUMBER),
        "CallBackTaken-onFile": ask.CallBackTaken(_offered(sunday)[0], "0794123456", None),
        "CallBackNotTaken": ask.CallBackNotTaken(helped),
    }
