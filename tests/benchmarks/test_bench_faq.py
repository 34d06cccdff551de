"""The search's benchmark answers in the agreed form, on invented questions that are the same each time."""

from __future__ import annotations

import json

import pytest

from kiosk.bench import faq
from kiosk.faq import FaqIndex


def test_the_answer_is_json_beside_its_peer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faq, "ENTRIES", 200)
    answer = json.loads(json.dumps(faq.run(quick=True)))
    assert answer["bench"] == "faq"
    assert {row["peer"] for row in answer["results"]} == {faq.PEER, None}
    for row in answer["results"]:
        assert row["value"] > 0


def test_what_is_searched_is_there_and_the_same_each_time() -> None:
    assert faq.invented(50) == faq.invented(50)
    typed = faq.typing(20)
    assert typed == faq.typing(20)
    index = FaqIndex(faq.invented(300))
    whole = [text for text, after in zip(typed, [*typed[1:], ""], strict=True) if not after.startswith(text)]
    assert sum(bool(index.search(text)) for text in whole) >= 0.95 * len(whole)
    index.close()
