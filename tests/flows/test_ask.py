"""A customer asks, is answered, goes on by phone, or is called back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flow_walk import DOCUMENT, RULES, Walk
from fuzz_ask import ANSWERS, HOURS, LINKS, LOST, PIN, REFERENCE, SLOTS

from kiosk.core import entries
from kiosk.core.callback import CallBack, NumberTrouble, PhoneNumber
from kiosk.core.faq import Answers, made
from kiosk.flows import ask, events, visit
from kiosk.flows.service import Context, Customer

NUMBER = "13800138000"


def at_topics(walk: Walk | None = None) -> Walk:
    return (walk or Walk()).told(events.Started(), events.Chosen("ask")).sees(ask.AskTopics)


def at_answer() -> Walk:
    return at_topics().told(events.Chosen("card"), events.Chosen("lost")).sees(ask.AskAnswer, faq=LOST)


def at_help() -> Walk:
    return at_answer().told(events.Declined()).sees(ask.AskHelp, unhelped=LOST)


def at_number() -> Walk:
    walk = at_help().told(events.Chosen("callBack")).asks(ask.FindSlots)
    return walk.told(ask.SlotsFound(SLOTS), events.Chosen(SLOTS[1].id)).sees(ask.CallBackNumber, slot=SLOTS[1])


def test_by_category_to_an_answer_that_helps() -> None:
    walk = at_topics().told(events.Chosen("card")).sees(ask.AskList, found=(LOST, PIN))
    walk.told(events.Chosen("pin")).sees(ask.AskAnswer, faq=PIN, links=())
    walk.told(events.Confirmed()).sees(visit.Menu, again=True)
    walk.notes(entries.FaqRated, faq="pin", version=2, language="zh_CN", helpful=True)


def test_by_words_as_they_are_typed() -> None:
    walk = at_topics().told(events.Chosen("search"), events.Typed("卡")).sees(ask.AskSearch, text="卡", found=None)
    assert walk.effect(ask.LookFor).text == "卡"
    walk.told(ask.Found("卡", ("lost", "gone", "pin"))).sees(ask.AskSearch, found=(LOST, PIN), saying="found")
    walk.told(events.Typed("卡丢")).sees(ask.AskSearch, found=(LOST, PIN), saying=None)
    walk.told(ask.Found("卡", ())).sees(ask.AskSearch, found=(LOST, PIN))
    walk.told(ask.Found("卡丢", ("lost",)), events.Chosen("lost")).sees(ask.AskAnswer, faq=LOST)
    walk.told(events.WentBack()).sees(ask.AskSearch, text="卡丢")


def test_what_is_typed_is_in_no_log() -> None:
    walk = at_topics().told(events.Chosen("search"), events.Typed("我叫韦小宝"))
    assert "韦" not in repr(walk.visit)
    assert "韦" not in repr(walk.effects)
    assert "韦" not in repr(ask.Found("韦小宝", ()))


def test_an_empty_field_finds_nothing_and_asks_nothing() -> None:
    walk = at_topics().told(events.Chosen("search"), events.Typed("卡"), ask.Found("卡", ("lost",)), events.Typed(" "))
    walk.asks().sees(ask.AskSearch, text=" ", found=None)
    walk.told(events.Confirmed()).sees(ask.AskSearch, hurried=False)
    nothing = at_topics().told(events.Chosen("search"), events.Typed("x"), ask.Found("x", ()), events.Confirmed())
    nothing.sees(ask.AskSearch, hurried=False)


def test_who_presses_search_sees_all_that_was_found_and_comes_back_to_the_words() -> None:
    walk = at_topics().told(events.Chosen("search"), events.Typed("卡"), ask.Found("卡", ("lost", "pin")))
    walk.told(events.Confirmed()).sees(ask.AskList, category=None, found=(LOST, PIN))
    walk.told(events.WentBack()).sees(ask.AskSearch, text="卡")


def test_who_presses_search_before_the_answer_sees_it_when_it_comes() -> None:
    walk = at_topics().told(events.Chosen("search"), events.Typed("卡"), events.Confirmed()).sees(ask.AskSearch)
    walk.told(ask.Found("卡", ("pin",))).sees(ask.AskList, found=(PIN,))
    walk = at_topics().told(events.Chosen("search"), events.Typed("x"), events.Confirmed(), ask.Found("x", ()))
    walk.sees(ask.AskSearch, saying="nothing").told(events.Chosen("help")).sees(ask.AskHelp, unhelped=None)


def test_an_answer_that_does_not_help_is_told_by_its_version_and_people_help() -> None:
    at_answer().told(events.Declined()).notes(entries.FaqRated, faq="lost", version=2, helpful=False).sees(ask.AskHelp)
    at_help().told(events.Chosen("hotline")).sees(ask.AskHotline).told(events.Confirmed()).sees(visit.Menu, again=True)
    at_help().told(events.StaffAsked()).sees(visit.StaffComing)
    at_help().told(events.Chosen("questions")).sees(ask.AskList)


def test_on_by_phone() -> None:
    walk = at_answer().told(events.Chosen("phone")).sees(ask.HandOver, links=LINKS, at=0)
    walk.notes(entries.HandOverShown, about="lost", kind="site")
    walk.told(events.Chosen("1")).sees(ask.HandOver, at=1).notes(entries.HandOverShown, kind="app")
    walk.told(events.Chosen("2")).sees(ask.HandOver, at=1)
    walk.told(events.WentBack()).sees(ask.AskAnswer)
    at_answer().told(events.Chosen("phone"), events.Confirmed()).sees(visit.Menu, again=True)
    at_topics().told(events.Chosen("card"), events.Chosen("pin"), events.Chosen("phone")).sees(ask.AskAnswer)


def test_called_back() -> None:
    walk = at_number().told(events.Typed(NUMBER)).sees(ask.CallBackSummary, number=PhoneNumber("+86" + NUMBER))
    walk.told(events.Confirmed()).sees(ask.CallBackTaking)
    wish = walk.effect(ask.AskForCall).wish
    slot = SLOTS[1]
    assert wish == CallBack("card", slot.starts, slot.ends, "zh_CN", PhoneNumber("+86" + NUMBER))
    walk.told(ask.CallTaken(REFERENCE)).sees(ask.CallBackTaken, reference=REFERENCE)
    walk.told(events.Confirmed()).sees(visit.Menu, again=True)


def test_back_from_the_number_another_time_can_be_chosen() -> None:
    walk = at_number().told(events.WentBack()).sees(ask.CallBackTime, slots=SLOTS)
    walk.told(events.Chosen(SLOTS[0].id)).sees(ask.CallBackNumber, slot=SLOTS[0])


def test_a_double_tap_asks_for_one_call() -> None:
    walk = at_number().told(events.Typed(NUMBER), events.Confirmed()).asks(ask.AskForCall)
    walk.told(events.Confirmed()).asks().told(events.StartedOver()).sees(ask.CallBackTaking)
    walk.told(ask.CallTaken(REFERENCE), ask.CallTaken("1111111111")).sees(ask.CallBackTaken, reference=REFERENCE)


@pytest.mark.parametrize(("typed", "trouble"), [("", NumberTrouble.EMPTY), ("138", NumberTrouble.TOO_SHORT)])
def test_a_wrong_number_is_said_and_kept_to_be_mended(typed: str, trouble: NumberTrouble) -> None:
    at_number().told(events.Typed(typed)).sees(ask.CallBackNumber, typed=typed, trouble=trouble)


def test_the_number_typed_is_in_no_log() -> None:
    walk = at_number().told(events.Typed(NUMBER))
    assert NUMBER not in repr(walk.visit)
    walk.told(events.Confirmed())
    assert NUMBER not in repr(walk.visit)
    assert NUMBER not in repr(walk.effects)
    assert NUMBER not in repr(walk.told(ask.CallTaken(REFERENCE)).visit)


def test_who_talks_to_somebody_at_once_says_first_what_about() -> None:
    walk = at_topics().told(events.Chosen("help"), events.Chosen("callBack")).sees(ask.CallBackTopic)
    walk.told(events.Chosen("vault")).sees(ask.CallBackTopic)
    known = at_topics().told(events.Chosen("help"), events.Chosen("callBack"), events.Chosen("card"))
    known.asks(ask.FindSlots).sees(ask.CallBackTime, topic="card")
    walk.told(events.Chosen("other")).asks(ask.FindSlots).sees(ask.CallBackTime, topic="other")
    walk.told(ask.SlotsFound(())).sees(ask.CallBackTime, saying="none").told(events.WentBack()).sees(ask.CallBackTopic)
    walk.told(events.WentBack()).sees(ask.AskHelp, unhelped=None)


def test_the_idle_clock_stands_while_the_house_is_asked() -> None:
    walk = at_help().told(events.Chosen("callBack"))
    walk.waits(RULES.idle_s + RULES.countdown_s + 1).is_left_alone().sees(ask.CallBackTime)
    walk.told(ask.SlotsFound(SLOTS)).waits(RULES.idle_s).is_asked_whether_still_here()


def test_what_cannot_be_kept_secret_is_not_taken() -> None:
    walk = at_number().told(events.Typed(NUMBER), events.Confirmed(), ask.CallNotTaken()).sees(ask.CallBackNotTaken)
    assert NUMBER not in repr(walk.visit)
    walk.told(events.WentBack()).sees(ask.AskHelp)


def test_where_nobody_calls_back_it_is_not_begun() -> None:
    quiet = replace(RULES, answers=replace(ANSWERS, calls_back=False))
    walk = at_topics(Walk(quiet)).told(events.Chosen("help"), events.Chosen("callBack")).sees(ask.AskHelp)
    walk.asks()


def test_the_number_on_file_is_for_who_was_identified() -> None:
    at_number().told(events.Chosen("onFile")).sees(ask.CallBackNumber, on_file=False)
    context = Context(RULES, "en", Customer(DOCUMENT, "consent-1"))
    time = ask.CallBackTime("card", ask.AskHelp(ask.AskTopics()), SLOTS)
    number, _ = ask.step(time, events.Chosen(SLOTS[0].id), context)
    assert isinstance(number, ask.CallBackNumber)
    assert number.on_file
    summary, _ = ask.step(number, events.Chosen("onFile"), context)
    assert isinstance(summary, ask.CallBackSummary)
    assert summary.number is None
    _, (effect,) = ask.step(summary, events.Confirmed(), context)
    assert isinstance(effect, ask.AskForCall)
    assert (effect.wish.number, effect.wish.customer) == (None, DOCUMENT.number)
    assert DOCUMENT.number not in repr(effect)


def test_a_lost_camera_does_not_disturb_who_asks() -> None:
    from kiosk.core.ports import DeviceLost

    at_answer().told(DeviceLost("vision", "offline")).sees(ask.AskAnswer)


def test_a_terminal_without_answers_still_offers_people() -> None:
    walk = at_topics(Walk(replace(RULES, answers=Answers()))).told(events.Chosen("card")).sees(ask.AskTopics)
    walk.told(events.Chosen("help")).sees(ask.AskHelp)


def test_an_older_centre_names_no_category_and_empty_ones_are_not_shown() -> None:
    unnamed = made((), (LOST, HOURS), (("card", LINKS), ("branch", LINKS)), ("examplebank",), calls_back=False)
    assert [category.id for category in unnamed.categories] == ["card", "branch"]
    named = made(ANSWERS.categories, (LOST,), (), (), calls_back=True)
    assert [category.id for category in named.categories] == ["card"]
    assert named.entries[0].links == LINKS[:1], "the terminal allows no application"
    assert unnamed.links_of(unnamed.entries[1]) == LINKS
