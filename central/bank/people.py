"""The invented customers of a demonstration, from `demo_bank.toml`: the same on every day that it is seeded."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from central import tables
from central.bank.books import Entry, Line, clearing, clearing_of, post
from central.bank.core import Core
from central.store import put
from kiosk.core.banking import LimitKind
from kiosk.core.money import Money

_DAYS: Final = 400


@cache
def invented() -> Mapping[str, Any]:
    """The file."""
    text = resources.files("central").joinpath("demo_bank.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def settle(core: Core, now: datetime, days: int = _DAYS) -> None:
    """See that the invented customers are there, with movements until now. What they changed stays changed.

    The movements of a new account reach back `days`.
    """

    def work(connection: Connection) -> None:
        for told in invented()["customers"]:
            _customer(core, connection, told, now)
            for place, account in enumerate(told.get("accounts", ())):
                _account(connection, told["id"], place, account)
        for number in invented().get("blocked_payees", ()):
            put(connection, tables.blocked_payee, {"number": number})
        for told in invented()["customers"]:
            for account in told.get("accounts", ()):
                post(connection, *_missing(connection, account, core.zone, now, days))

    core.store.change(work)


def _customer(core: Core, connection: Connection, told: Mapping[str, Any], now: datetime) -> None:
    """A customer with documents, cards and limits."""

    def sealed(field: str) -> bytes | None:
        return core.vault.seal(connection, f"{told['id']}\n{field}", told[field]) if field in told else None

    private = {field: sealed(field) for field in ("name", "phone", "address", "email")}
    row = {"id": told["id"], "blocked": told.get("blocked", False), **private}
    is_new = put(connection, tables.customer, row)
    for document in told["documents"]:
        digest = core.vault.of_document(connection, document["kind"], document["number"])
        put(connection, tables.customer_document, {"digest": digest, "customer": told["id"]}, replace=True)
    for place, card in enumerate(told.get("cards", ())):
        put(connection, tables.bank_card, {**card, "customer": told["id"], "place": place, "tries": 0})
    for place, payee in enumerate(told.get("payees", ()) if is_new else ()):  # what was removed stays so
        about = payee["id"], payee["name"], payee["number"]
        core.payment_desk.put_payee(connection, told["id"], place, about, now if payee["paid"] else None)
    limits = told.get("limits", {})
    for kind in LimitKind:
        if kind in limits:
            amount, bound = (Money.parse(text, limits["currency"]) for text in limits[kind])
            row = {"customer": told["id"], "kind": kind.value, "currency": amount.currency}
            put(connection, tables.spending_limit, {**row, "amount": amount.minor, "bound": bound.minor})


def _account(connection: Connection, customer: str, place: int, told: Mapping[str, Any]) -> None:
    own = ("id", "number", "scheme", "currency", "product", "kind")
    row = {name: told[name] for name in own} | {"status": "enabled", "product_names": told.get("product_names")}
    put(connection, tables.account, {**row, "customer": customer, "place": place})
    clearing(connection, told["currency"])


def _missing(
    connection: Connection, told: Mapping[str, Any], zone: ZoneInfo, now: datetime, days: int
) -> Iterator[Entry]:
    """The opening of an account and its movements, as far as they are not booked yet."""
    today = now.astimezone(zone).date()
    opened = f"{told['id']}-opening"
    held = connection.execute(select(tables.bank_entry.c.day).where(tables.bank_entry.c.id == opened)).scalar()
    first = date.fromisoformat(held) if held else today - timedelta(days=days)
    if held is None:
        at = datetime.combine(first, time(9), zone)
        amount = Money.parse(told["opening"], told["currency"]).minor
        lines = (Line(told["id"], amount), Line(clearing_of(told["currency"]), -amount))
        yield Entry(opened, at, first, lines, "开户存入")
    ours = tables.bank_entry.c.id.like(f"{told['id']}-2%")  # the ids of movements bear their day
    last = connection.execute(select(func.max(tables.bank_entry.c.day)).where(ours)).scalar()
    booked = connection.execute(select(tables.bank_entry.c.id).where(ours, tables.bank_entry.c.day == last)).scalars()
    known, day = set(booked), date.fromisoformat(last) if last else first + timedelta(days=1)
    while day <= today:
        for number, rule in enumerate(told.get("movements", ())):
            if day.day in rule["days"] and day.month in rule.get("months", range(1, 13)):
                entry = _entry(told, rule, f"{told['id']}-{day:%Y%m%d}-{number}", day, zone)
                if entry.id not in known and entry.at <= now:
                    yield entry
        day += timedelta(days=1)


def _entry(told: Mapping[str, Any], rule: Mapping[str, Any], name: str, day: date, zone: ZoneInfo) -> Entry:
    """A movement; what of it varies follows from its name."""
    drawn = int.from_bytes(sha256(name.encode()).digest()[:6])
    at = datetime.combine(day, time(9), zone) + timedelta(seconds=drawn % 36_000)
    if "between" in rule:
        low, high = sorted(Money.parse(text, told["currency"]).minor for text in rule["between"])
        amount = low + drawn // 36_000 % (high - low + 1)
    else:
        amount = Money.parse(rule["amount"], told["currency"]).minor
    counter = rule.get("to", clearing_of(told["currency"]))
    lines = (Line(told["id"], amount, rule["other"]), Line(counter, -amount, rule["other"]))
    return Entry(name, at, day, lines, rule["text"])
