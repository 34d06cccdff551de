"""What kiosks show and know, set from a TOML or JSON file: services, notices, fraud rules, answers, bulletins, slots,
settings.

Each list that the file has replaces what was there; what it does not name stays. Nothing is taken of a file with an
error. Every text must be there in both languages.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, time
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeVar

import msgspec
from sqlalchemy import Connection, Table, delete, insert, select

from central import fraud_content, tables
from central.fraud_content import FraudContentError, FraudRows
from central.settings import Name
from central.store import put
from kiosk.core.complaint import read_policy
from kiosk.core.deadlines import DeadlineError
from kiosk.core.faq import LONGEST_ADDRESS, LinkKind, address_fault
from kiosk.core.feedback import SurveyError, read_survey

T = TypeVar("T")

LANGUAGES: Final = ("zh_CN", "en")
_LARGEST_FILE: Final = 2**20

_Line = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
_Long = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
_Version = Annotated[int, msgspec.Meta(ge=1, lt=2**31)]
_Instant = Annotated[datetime, msgspec.Meta(tz=True)]
_Seconds = Annotated[int, msgspec.Meta(ge=1, le=3600)]
_Warning = Annotated[int, msgspec.Meta(ge=20, le=3600)]
"""As long as a warning stands at least (WCAG 2.2, 2.2.1)."""
_Title = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
_Hour = Annotated[str, msgspec.Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]
_MOST_LINKS: Final = 3
_ASKED: Final = frozenset({"search", "help"})
_COMPLAINED: Final = frozenset({"lookUp"})
"""The choices of the terminal's own beside the categories of questions, and those of complaints."""


class ContentError(ValueError):
    """The content cannot be taken; the message says where and why."""


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A question and its answer in one language."""

    question: _Line
    answer: _Long


class Caution(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A fraud notice in one language."""

    heading: _Line
    lines: Annotated[tuple[_Line, ...], msgspec.Meta(min_length=1, max_length=8)]


class Link(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a phone can open: nothing of a customer may stand in the address."""

    kind: LinkKind
    address: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_ADDRESS)]
    names: dict[str, _Title]


_Links = Annotated[tuple[Link, ...], msgspec.Meta(max_length=_MOST_LINKS)]


class Category(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A group of the questions and answers, or what a complaint is about or wishes, in the order they are shown."""

    id: Name
    names: dict[str, _Title]


class Faq(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An entry of the questions and answers; another text needs another version.

    `words` are what customers call it, by language: searched, not shown.
    """

    id: Name
    version: _Version
    category: Name
    texts: dict[str, Answer]
    words: dict[str, Annotated[tuple[_Title, ...], msgspec.Meta(max_length=40)]] | None = None
    links: _Links | None = None


class Window(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of the day in which staff call back, by the branch's clock; `weekdays` as in ISO 8601 (Monday is 1)."""

    id: Name
    starts: _Hour
    ends: _Hour
    weekdays: Annotated[tuple[Annotated[int, msgspec.Meta(ge=1, le=7)], ...], msgspec.Meta(min_length=1, max_length=7)]
    names: dict[str, _Title]


class BulletinText(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A bulletin in one language."""

    title: _Title
    line: _Line


class Bulletin(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the first screen says between two times; another text needs another version."""

    id: Name
    version: _Version
    texts: dict[str, BulletinText]
    starts: _Instant | None = None
    ends: _Instant | None = None


class Notice(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A fraud notice for services; another text needs another version."""

    id: Name
    version: _Version
    services: tuple[Name, ...]
    texts: dict[str, Caution]


class ServiceRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A service of the branches."""

    id: Name
    prefix: Annotated[str, msgspec.Meta(pattern="^[A-Z]{1,4}$")]
    minutes: Annotated[int, msgspec.Meta(ge=1, le=600)]
    names: dict[str, _Line]
    counter: Annotated[str, msgspec.Meta(min_length=1, max_length=16)] | None = None
    links: _Links | None = None


class Slot(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Time for `capacity` walk-in or booked customers of a service."""

    branch: Name
    service: Name
    starts: _Instant
    ends: _Instant
    capacity: Annotated[int, msgspec.Meta(ge=0, le=1000)]


class Complaints(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What can be complained of, and by which clocks (docs/complaints.md).

    `country` takes the regimes and holidays of `central/regimes.toml`; `regimes` and `calendars` take their place.
    """

    categories: tuple[Category, ...]
    wishes: tuple[Category, ...]
    country: Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")] | None = None
    regimes: tuple[dict[str, Any], ...] | None = None
    calendars: tuple[dict[str, Any], ...] | None = None


class VisitSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`[visit]` of a terminal's settings (docs/settings.md), apart from the devices it needs."""

    idle_s: _Seconds | None = None
    countdown_s: _Warning | None = None
    large_idle_s: _Seconds | None = None
    large_countdown_s: _Warning | None = None
    farewell_s: _Seconds | None = None
    staff_reminder_s: _Seconds | None = None
    large_from: Annotated[int, msgspec.Meta(ge=0, le=4)] | None = None


class LanguageSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`[language]` of a terminal's settings."""

    languages: Annotated[tuple[Literal["zh_CN", "en"], ...], msgspec.Meta(min_length=1, max_length=2)] | None = None
    size: Annotated[int, msgspec.Meta(ge=0, le=3)] | None = None
    contrast: Literal["standard", "dark", "light"] | None = None
    large_and_slow: bool | None = None


class SettingTables(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The tables of a terminal's settings that the centre may set."""

    visit: VisitSettings | None = None
    language: LanguageSettings | None = None


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A content file. `settings` are for every kiosk, `kiosks` names those that differ."""

    services: tuple[ServiceRow, ...] | None = None
    notices: tuple[Notice, ...] | None = None
    faq_categories: tuple[Category, ...] | None = None
    fraud: FraudRows | None = None
    faq: tuple[Faq, ...] | None = None
    callback_windows: tuple[Window, ...] | None = None
    bulletins: tuple[Bulletin, ...] | None = None
    slots: tuple[Slot, ...] | None = None
    branches: dict[Name, dict[str, _Line]] | None = None
    complaints: Complaints | None = None
    survey: dict[str, Any] | None = None
    settings: SettingTables | None = None
    kiosks: dict[Name, SettingTables] | None = None


def load(path: Path) -> Content:
    """Read a content file; JSON where it is named so, else TOML. Raises `ContentError`."""
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST_FILE + 1)
        if len(raw) > _LARGEST_FILE:
            raise ContentError(f"{path}: more than {_LARGEST_FILE} bytes")
        told = json.loads(raw) if path.suffix == ".json" else tomllib.loads(raw.decode())
        return read(told)
    except ContentError as error:
        raise ContentError(f"{path}: {error}") from error
    except (OSError, ValueError, RecursionError) as error:
        raise ContentError(f"{path}: {error}") from error


def read(told: object) -> Content:
    """Validate content. Raises `ContentError`."""
    try:
        content = msgspec.convert(told, Content)
    except msgspec.ValidationError as error:
        raise ContentError(str(error)) from error
    for where, items, key in (
        ("services", content.services, lambda row: row.id),
        ("notices", content.notices, lambda row: row.id),
        ("faq_categories", content.faq_categories, lambda row: row.id),
        ("faq", content.faq, lambda row: row.id),
        ("callback_windows", content.callback_windows, lambda row: row.id),
        ("bulletins", content.bulletins, lambda row: row.id),
        ("slots", content.slots, lambda row: (row.branch, row.service, row.starts)),
    ):
        keys = [key(row) for row in items or ()]
        if len(set(keys)) < len(keys):
            raise ContentError(f"{where} has the same one twice")
    try:
        if content.complaints is not None:
            policy = read_policy(complaints_document(content.complaints))
            if content.complaints.country and not policy.regimes:
                raise ContentError(f"complaints: there is no clock for {content.complaints.country}")
        if content.survey is not None:
            read_survey(content.survey)
    except (DeadlineError, SurveyError) as error:
        raise ContentError(str(error)) from error
    if content.complaints is not None and content.complaints.categories and not content.complaints.wishes:
        raise ContentError("complaints.wishes is empty: nobody could go on from there")
    for where, rows, own in (
        ("faq_categories", content.faq_categories, _ASKED),
        ("complaints.categories", content.complaints and content.complaints.categories, _COMPLAINED),
    ):
        if taken := own.intersection(row.id for row in rows or ()):
            raise ContentError(f"{where}: {', '.join(sorted(taken))} is what the page calls a choice of its own")
    for where, texts in _texts(content):
        missing = [language for language in LANGUAGES if language not in texts]
        further = sorted(set(texts) - set(LANGUAGES))
        if missing or further:
            raise ContentError(f"{where} must be there in {' and '.join(LANGUAGES)}, and in no other language")
    for about, link in _links(content):
        if fault := address_fault(link.kind, link.address):
            raise ContentError(f"{about}: an address is {fault}")
    for window in content.callback_windows or ():
        if time.fromisoformat(window.ends) <= time.fromisoformat(window.starts):
            raise ContentError(f"callback_windows: {window.id} ends before it starts")
    for bulletin in content.bulletins or ():
        if bulletin.starts and bulletin.ends and bulletin.ends <= bulletin.starts:
            raise ContentError(f"bulletins: {bulletin.id} ends before it starts")
    for slot in content.slots or ():
        if slot.ends <= slot.starts:
            raise ContentError(f"a slot of {slot.branch} for {slot.service} ends before it starts")
    return content


def complaints_document(told: Complaints) -> dict[str, Any]:
    """The complaints' policy as terminals get it: with the country's table where the bank has none of its own."""
    table = tomllib.loads(resources.files("central").joinpath("regimes.toml").read_text(encoding="utf-8"))

    def of(name: str, own: tuple[dict[str, Any], ...] | None) -> list[dict[str, Any]]:
        return list(own) if own is not None else [row for row in table[name] if row["country"] == told.country]

    return {
        "categories": msgspec.to_builtins(told.categories),
        "wishes": msgspec.to_builtins(told.wishes),
        "regimes": of("regimes", told.regimes),
        "calendars": of("calendars", told.calendars),
    }


def apply_policies(connection: Connection, content: Content) -> None:
    """Put the policies that the content has in the place of what was there."""
    if content.complaints is not None:
        document = complaints_document(content.complaints)
        put(connection, tables.policy, {"id": "complaints", "document": document}, replace=True)
    if content.survey is not None:
        put(connection, tables.policy, {"id": "survey", "document": content.survey}, replace=True)


def apply(connection: Connection, content: Content) -> None:
    """Put content in the place of what was there. Raises `ContentError`; the transaction is then to be given up."""
    known = set(connection.execute(select(tables.service.c.id)).scalars())
    if content.services is not None:
        named = {row.id for row in content.services}
        in_use = set(connection.execute(select(tables.appointment.c.service).distinct()).scalars()) - named
        if in_use:
            raise ContentError(f"there are appointments for {', '.join(sorted(in_use))}")
        for row in content.services:
            put(connection, tables.service, {"counter": None, "links": None, **msgspec.to_builtins(row)}, replace=True)
        connection.execute(delete(tables.service).where(tables.service.c.id.not_in(named)))
        known = named
    for branch, names in (content.branches or {}).items():
        put(connection, tables.branch, {"id": branch, "names": names}, replace=True)
    if content.notices is not None:
        _known("notices", known, (service for row in content.notices for service in row.services))
        _replace(connection, tables.notice, content.notices)
    if content.fraud is not None:
        _whole(fraud_content.put, connection, content.fraud)
    _whole(fraud_content.check, connection, known)
    apply_answers(connection, content)
    if content.slots is not None:
        _known("slots", known, (row.service for row in content.slots))
        branches = set(connection.execute(select(tables.branch.c.id)).scalars())
        _known("slots", branches, (row.branch for row in content.slots))
        apply_slots(connection, content.slots, branches)
    apply_policies(connection, content)
    if content.settings is not None:
        _set(connection, "", content.settings)
    kiosks = set(connection.execute(select(tables.kiosk.c.kiosk)).scalars())
    _known("kiosks", kiosks, content.kiosks or ())
    for kiosk, told in (content.kiosks or {}).items():
        _set(connection, kiosk, told)


def apply_answers(connection: Connection, content: Content) -> None:
    """Put questions and answers, their categories, the times of call-backs and bulletins in the place of the old."""
    if content.faq_categories is not None:
        _place(connection, tables.faq_category, content.faq_categories)
    if content.faq is not None:
        categories = set(connection.execute(select(tables.faq_category.c.id)).scalars())
        _known("faq", categories, (row.category for row in content.faq))
        _replace(connection, tables.faq, content.faq, placed=True)
    elif content.faq_categories is not None:
        used = connection.execute(select(tables.faq.c.category).distinct()).scalars()
        _known("faq", {row.id for row in content.faq_categories}, used)
    if content.callback_windows is not None:
        _place(connection, tables.callback_window, content.callback_windows)
    if content.bulletins is not None:
        _replace(connection, tables.bulletin, content.bulletins, placed=True)


def apply_slots(connection: Connection, slots: Iterable[Slot], branches: Iterable[str]) -> None:
    """Put slots in the place of those of these branches."""
    connection.execute(delete(tables.slot).where(tables.slot.c.branch.in_(tuple(branches))))
    rows = [{name: getattr(row, name) for name in row.__struct_fields__} for row in slots]
    if rows:
        connection.execute(insert(tables.slot), rows)


def _texts(content: Content) -> Iterable[tuple[str, Mapping[str, object]]]:
    for row in content.services or ():
        yield f"services: {row.id}", row.names
    for notice in content.notices or ():
        yield f"notices: {notice.id}", notice.texts
    if content.fraud:
        yield from fraud_content.texts(content.fraud)
    for entry in content.faq or ():
        yield f"faq: {entry.id}", entry.texts
        if entry.words is not None:
            yield f"faq: {entry.id}: words", entry.words
    for category in content.faq_categories or ():
        yield f"faq_categories: {category.id}", category.names
    for window in content.callback_windows or ():
        yield f"callback_windows: {window.id}", window.names
    for bulletin in content.bulletins or ():
        yield f"bulletins: {bulletin.id}", bulletin.texts
    for about, link in _links(content):
        yield f"{about}: links", link.names
    for branch, names in (content.branches or {}).items():
        yield f"branches: {branch}", names
    if content.complaints is not None:
        for option in (*content.complaints.categories, *content.complaints.wishes):
            yield f"complaints: {option.id}", option.names


def _links(content: Content) -> Iterable[tuple[str, Link]]:
    for row in content.services or ():
        yield from ((f"services: {row.id}", link) for link in row.links or ())
    for entry in content.faq or ():
        yield from ((f"faq: {entry.id}", link) for link in entry.links or ())


def _place(connection: Connection, table: Table, rows: Iterable[Category | Window]) -> None:
    """Put rows of a table in the order they are shown."""
    connection.execute(delete(table))
    made = [{**msgspec.to_builtins(row), "place": place} for place, row in enumerate(rows)]
    if made:
        connection.execute(insert(table), made)


def _replace(
    connection: Connection, table: Table, rows: Iterable[Faq | Notice | Bulletin], *, placed: bool = False
) -> None:
    held = {row.id: row for row in connection.execute(select(table))}
    made: list[dict[str, Any]] = []
    for place, row in enumerate(rows):
        told = {**dict.fromkeys(row.__struct_fields__), **msgspec.to_builtins(row, builtin_types=(datetime,))}
        old = held.get(row.id)
        # Journals say which version a customer was shown: it must stay one text.
        if old and old.texts != json.loads(msgspec.json.encode(row.texts)) and row.version <= old.version:
            raise ContentError(f"{table.name}: {row.id} has another text: its version must be above {old.version}")
        made.append({**told, "place": place} if placed else told)
    connection.execute(delete(table))
    if made:
        connection.execute(insert(table), made)


def _set(connection: Connection, kiosk: str, told: SettingTables) -> None:
    connection.execute(delete(tables.setting).where(tables.setting.c.kiosk == kiosk))
    rows = [
        {"kiosk": kiosk, "section": section, "key": key, "value": value}
        for section, values in msgspec.to_builtins(told).items()
        for key, value in values.items()
    ]
    if rows:
        connection.execute(insert(tables.setting), rows)


def _whole(done: Callable[[Connection, T], None], connection: Connection, told: T) -> None:
    try:
        done(connection, told)
    except FraudContentError as error:
        raise ContentError(str(error)) from error


def _known(where: str, known: set[str], named: Iterable[str]) -> None:
    for name in named:
        if name not in known:
            raise ContentError(f"{where}: {name} is not known")
