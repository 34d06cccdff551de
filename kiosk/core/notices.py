"""Fraud notices: data from the centre, evaluated offline."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FraudNotice:
    """A fraud warning: its version is journalled with the customer's answer, so what was shown can be proved.

    `services` are those that call for it; empty means every service. `texts` maps a language tag to the heading and
    the lines shown.
    """

    id: str
    version: int
    services: tuple[str, ...]
    texts: tuple[tuple[str, NoticeText], ...]

    def text(self, language: str) -> NoticeText:
        """The text in a language, else the first one."""
        found = dict(self.texts)
        return found.get(language) or self.texts[0][1]


@dataclass(frozen=True)
class NoticeText:
    """A notice in one language."""

    heading: str
    lines: tuple[str, ...]
