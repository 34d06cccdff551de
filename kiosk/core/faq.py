"""Frequent questions with their answers, and what a customer can take to the phone: data from the centre.

A hand-over address is shown to the public as a code: it may carry nothing of a customer, and it opens nothing but an
https page or an application whose scheme the terminal's settings allow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeAlias
from urllib.parse import urlsplit

LONGEST_ADDRESS: Final = 240
"""Characters: a code of 0.8 mm modules then stays below 60 mm."""

Names: TypeAlias = tuple[tuple[str, str], ...]
"""A name by language tag."""

# RFC 3986: the characters of a URI, less the brackets of an IPv6 host, which no bank prints.
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*://[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+")
_HOST: Final = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?")


class LinkKind(StrEnum):
    """What opens on the phone."""

    APP = "app"
    SITE = "site"
    SOCIAL = "social"
    """The bank's account in a social network, such as a WeChat official account."""


@dataclass(frozen=True)
class Link:
    """An address that a phone can open; `names` say what opens, by language tag."""

    kind: LinkKind
    address: str
    names: Names

    @property
    def scheme(self) -> str:
        """The address's scheme."""
        return self.address.partition(":")[0]


@dataclass(frozen=True)
class Category:
    """A group of questions; `names` by language tag."""

    id: str
    names: Names


@dataclass(frozen=True)
class FaqText:
    """A question and its answer in one language."""

    question: str
    answer: str


@dataclass(frozen=True)
class Faq:
    """A frequent question. `texts` by language tag; `words` are what customers call it, searched and never shown.

    Its version is journalled with what the customer thought of the answer.
    """

    id: str
    version: int
    category: str
    texts: tuple[tuple[str, FaqText], ...]
    words: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()

    def text(self, language: str) -> FaqText:
        """The text in a language, else the first one."""
        return dict(self.texts).get(language) or self.texts[0][1]


@dataclass(frozen=True)
class Answers:
    """All that can be asked at this terminal, in the order it is shown."""

    categories: tuple[Category, ...] = ()
    entries: tuple[Faq, ...] = ()
    links: tuple[tuple[str, tuple[Link, ...]], ...] = ()
    """What opens a service on a phone, by the service's id: for the answers of the category of that name."""
    calls_back: bool = False
    """Whether customers can be called back."""

    def among(self, category: str) -> tuple[Faq, ...]:
        """The questions of a category."""
        return tuple(entry for entry in self.entries if entry.category == category)

    def named(self, ids: Iterable[str]) -> tuple[Faq, ...]:
        """The questions of these ids, in their order; one that is gone is left out."""
        known = {entry.id: entry for entry in self.entries}
        return tuple(known[name] for name in ids if name in known)

    def links_of(self, entry: Faq) -> tuple[Link, ...]:
        """What a phone can open of an answer, else of the service that it is about."""
        return entry.links or dict(self.links).get(entry.category, ())


def made(
    categories: Iterable[Category],
    entries: Iterable[Faq],
    services: Iterable[tuple[str, tuple[Link, ...]]],
    schemes: Iterable[str],
    *,
    calls_back: bool,
) -> Answers:
    """What can be asked, with the links whose schemes may be shown and without categories that have no question.

    Questions of a category that has no name go by its id: an older centre names none.
    """
    kept = tuple(replace(entry, links=allowed(entry.links, schemes)) for entry in entries)
    used = dict.fromkeys(entry.category for entry in kept)
    named = tuple(category for category in categories if category.id in used)
    unnamed = (name for name in used if name not in {category.id for category in named})
    return Answers(
        (*named, *(Category(name, (("en", name),)) for name in unnamed)),
        kept,
        tuple((service, allowed(links, schemes)) for service, links in services),
        calls_back,
    )


def address_fault(kind: LinkKind, address: str) -> str | None:
    """What is wrong with a hand-over address; None where nothing is.

    A page is https, with a plain host name (RFC 3986, 3.2.2), no user, and no port; an application's scheme is not one
    that a phone acts on by itself.
    """
    if len(address) > LONGEST_ADDRESS:
        return f"longer than {LONGEST_ADDRESS} characters"
    if not _ADDRESS.fullmatch(address):
        return "not an address of printable ASCII"
    scheme = address.partition(":")[0]
    if kind is LinkKind.APP and scheme != "https":
        return "a scheme that is no application's" if scheme in _NO_APPS else None
    if scheme != "https":
        return "not https"
    host = urlsplit(address).netloc
    return None if _HOST.fullmatch(host) else "a host that is not a plain name"


def allowed(links: Iterable[Link], schemes: Iterable[str]) -> tuple[Link, ...]:
    """The links that may be shown: to https, and to applications of these schemes."""
    known = {"https", *schemes}
    return tuple(link for link in links if link.scheme in known)


_NO_APPS: Final = frozenset(
    {"http", "ftp", "file", "data", "javascript", "vbscript", "blob", "about", "content", "intent", "tel", "sms", "ws"}
)
