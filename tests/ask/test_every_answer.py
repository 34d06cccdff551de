"""Every answer of the demonstration branch can be reached: by its category, and by the words of its own question."""

from __future__ import annotations

import pytest
from demo_answers import categories, entries

from kiosk.core.faq import Faq, made
from kiosk.faq import FaqIndex
from kiosk.flows import ask, events
from kiosk.flows.rules import Preferences, Rules
from kiosk.flows.service import Context

ANSWERS = made(categories(), entries(), (), (), calls_back=True)
INDEX = FaqIndex(entries())


def context(language: str) -> Context:
    return Context(Rules(Preferences(language), ("zh_CN", "en"), answers=ANSWERS), language)


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_by_category(entry: Faq, language: str) -> None:
    here = context(language)
    assert entry.category in {category.id for category in here.rules.answers.categories}
    listed, _ = ask.step(ask.AskTopics(), events.Chosen(entry.category), here)
    assert isinstance(listed, ask.AskList)
    answer, _ = ask.step(listed, events.Chosen(entry.id), here)
    assert isinstance(answer, ask.AskAnswer)
    assert answer.faq.text(language).answer


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_by_its_own_words(entry: Faq, language: str) -> None:
    here, typed = context(language), entry.text(language).question
    state, (look,) = ask.step(ask.AskSearch(), events.Typed(typed), here)
    assert isinstance(state, ask.AskSearch)
    assert isinstance(look, ask.LookFor)
    found, _ = ask.step(state, ask.Found(typed, INDEX.search(look.text)), here)
    assert isinstance(found, ask.AskSearch)
    answer, _ = ask.step(found, events.Chosen(entry.id), here)
    assert isinstance(answer, ask.AskAnswer)
    assert (found.found or ())[0].id == entry.id


def test_every_entry_has_words_of_customers_and_both_languages() -> None:
    for entry in entries():
        assert len(entry.words) >= 4, entry.id
        assert [language for language, _ in entry.texts] == ["zh_CN", "en"]
    assert 30 <= len(entries()) <= 40
