"""Fraud rules of a content file: notices for operations, questions, rules, delays, numbers (docs/fraud-warnings.md).

They are taken together or not at all, and only if a terminal would take them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final, Literal

import msgspec
from sqlalchemy import Connection, delete, insert, select

from central import tables
from central.settings import Name
from kiosk.core import fraud
from kiosk.core.fraud import FraudRules
from kiosk.record import fraud_rules
from kiosk.record.fields import WrongError

Line = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
_Version = Annotated[int, msgspec.Meta(ge=1, lt=2**31)]
_Age = Annotated[int, msgspec.Meta(ge=1, le=150)]
_Kinds = Annotated[tuple[fraud.Kind, ...], msgspec.Meta(min_length=1)]
_Decimal = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,13}(\.[0-9]{1,4})?$")]
_Currency = Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")]
_Hour = Annotated[int, msgspec.Meta(ge=0, le=24)]
_Number = Annotated[str, msgspec.Meta(pattern=r"^[0-9+][0-9 -]{1,23}$")]

KINDS: Final = ("rules", "questionnaires", "delays", "contacts")
_VERSIONED: Final = ("rules", "questionnaires")


class FraudContentError(ValueError):
    """The fraud rules cannot be taken; the message says where and why."""


class QuestionRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A question and what at least follows from each answer."""

    id: Name
    texts: dict[str, Line]
    yes: fraud.Outcome | None = None
    no: fraud.Outcome | None = None


class QuestionnaireRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Questions; another one or another text needs another version."""

    id: Name
    version: _Version
    questions: Annotated[tuple[QuestionRow, ...], msgspec.Meta(min_length=1, max_length=8)]


class WhenRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`kiosk.core.fraud.When`, with amounts as decimal texts by currency."""

    amounts: dict[_Currency, _Decimal] = {}
    new_payee: Literal[True] | None = None
    other_owner: Literal[True] | None = None
    payee_check: fraud.PayeeCheck | None = None
    first_use: Literal[True] | None = None
    age_from: _Age | None = None
    age_below: _Age | None = None
    hours: tuple[_Hour, _Hour] | None = None
    count_from: Annotated[int, msgspec.Meta(ge=1, le=10_000)] | None = None
    share_from: Annotated[int, msgspec.Meta(ge=1, le=100)] | None = None
    known: tuple[fraud.Fact, ...] = ()


class RuleRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`kiosk.core.fraud.Rule`; another meaning needs another version."""

    id: Name
    version: _Version
    kinds: _Kinds
    notice: Name
    services: tuple[Name, ...] = ()
    when: WhenRow = WhenRow()
    questionnaire: Name | None = None
    least: fraud.Outcome = fraud.Outcome.GO_ON
    priority: Annotated[int, msgspec.Meta(ge=0, le=1000)] = 0


class DelayRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`kiosk.core.fraud.DelayPolicy`."""

    kinds: _Kinds
    offered: Annotated[tuple[fraud.Delay, ...], msgspec.Meta(min_length=1)]
    default: fraud.Delay
    confirmed: tuple[fraud.Delay, ...] = ()
    own_at_once: bool = False


class ContactRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A number that is shown with every warning."""

    id: Name
    number: _Number
    names: dict[str, Line]


class FraudRows(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """All of it."""

    rules: tuple[RuleRow, ...] = ()
    questionnaires: tuple[QuestionnaireRow, ...] = ()
    delays: tuple[DelayRow, ...] = ()
    contacts: Annotated[tuple[ContactRow, ...], msgspec.Meta(max_length=3)] = ()


def texts(rows: FraudRows) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Every text with its place."""
    for form in rows.questionnaires:
        for question in form.questions:
            yield f"fraud.questionnaires: {form.id}.{question.id}", question.texts
    for contact in rows.contacts:
        yield f"fraud.contacts: {contact.id}", contact.names


def put(connection: Connection, rows: FraudRows) -> None:
    """Put rules in the place of those there were. Raises `FraudContentError`."""
    held = {(row.kind, row.id): row for row in connection.execute(select(tables.fraud))}
    made: list[dict[str, Any]] = []
    for kind, items in json.loads(msgspec.json.encode(rows)).items():
        for place, told in enumerate(items):
            known = str(told.get("id", place))
            old = held.get((kind, known))
            if kind in _VERSIONED and old and old.told != told and told["version"] <= old.told["version"]:
                why = f"is another one: its version must be above {old.told['version']}"
                raise FraudContentError(f"fraud.{kind}: {known} {why}")  # journals say which version was answered
            made.append({"kind": kind, "id": known, "place": place, "told": told})
    if len({(row["kind"], row["id"]) for row in made}) < len(made):
        raise FraudContentError("fraud has the same one twice")
    connection.execute(delete(tables.fraud))
    if made:
        connection.execute(insert(tables.fraud), made)


def published(connection: Connection) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """What a desired state says: `fraud_notices` and `fraud`.

    A notice for no service that a rule names is in the second, for a terminal that knows no rules shows those of the
    first to everybody who checks in. Without rules the second is None.
    """
    rows = connection.execute(select(tables.notice).order_by(tables.notice.c.id)).all()
    notices = [{"id": row.id, "version": row.version, "services": row.services, "texts": row.texts} for row in rows]
    told: dict[str, list[Any]] = {kind: [] for kind in KINDS}
    for row in connection.execute(select(tables.fraud).order_by(tables.fraud.c.place)):
        told[row.kind].append(row.told)
    if not any(told.values()):
        return notices, None
    named = {rule["notice"] for rule in told["rules"]}
    hidden = [notice for notice in notices if notice["id"] in named and not notice["services"]]
    return [notice for notice in notices if notice not in hidden], {"notices": hidden, **told}


def check(connection: Connection, services: set[str]) -> None:
    """See that terminals would take what is there, and that every notice can be shown. Raises `FraudContentError`."""
    notices, told = published(connection)
    try:
        known = tuple(fraud_rules.notice(row, f"notices: {row['id']}") for row in notices)
        rules: FraudRules = fraud_rules.read(told, known)
    except WrongError as error:
        raise FraudContentError(str(error)) from error
    for where, why in fraud.hidden(rules):
        raise FraudContentError(f"fraud.{where} {why}")
    for rule in rules.rules if told else ():
        for service in sorted(rule.services - services):
            raise FraudContentError(f"fraud.rules: {rule.id}: {service} is not known")
