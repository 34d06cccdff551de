"""Bulletins of the first screen: data from the centre, each shown in its time alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class BulletinText:
    """A bulletin in one language."""

    title: str
    line: str


@dataclass(frozen=True)
class Bulletin:
    """What the first screen says from `starts` until `ends`, where there are such. `texts` by language tag."""

    id: str
    version: int
    texts: tuple[tuple[str, BulletinText], ...]
    starts: datetime | None = None
    ends: datetime | None = None

    def text(self, language: str) -> BulletinText:
        """The text in a language, else the first one."""
        return dict(self.texts).get(language) or self.texts[0][1]

    def holds(self, now: datetime) -> bool:
        """Whether it is its time."""
        return (self.starts is None or self.starts <= now) and (self.ends is None or now < self.ends)


def current(bulletins: Iterable[Bulletin], now: datetime) -> tuple[Bulletin, ...]:
    """Those whose time it is, in their order."""
    return tuple(bulletin for bulletin in bulletins if bulletin.holds(now))
