"""The demonstration branch's answers, as a terminal has them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from kiosk.core.faq import Category, Faq, FaqText

FILE = Path(__file__).parents[2] / "central" / "demo_branch.toml"


@cache
def entries() -> tuple[Faq, ...]:
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        Faq(
            row["id"],
            row["version"],
            row["category"],
            tuple((language, FaqText(**text)) for language, text in row["texts"].items()),
            tuple(word for words in row["words"].values() for word in words),
        )
        for row in told["faq"]
    )


@cache
def categories() -> tuple[Category, ...]:
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(Category(row["id"], tuple(row["names"].items())) for row in told["faq_categories"])
