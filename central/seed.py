"""A branch to demonstrate with: what it offers and says, and appointments that each show one way a check-in can go."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from importlib import resources
from typing import Any, Final
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc.jwk import OKPKey
from sqlalchemy import Connection, Row, delete, select, update

from central import content, fraud_content, tables
from central.bank.people import settle
from central.fraud_content import FraudRows
from central.keys import private_pem
from central.queue import QueueState
from central.service import Service
from central.store import put
from kiosk.core.appointment import holder_digest


@dataclass(frozen=True)
class Specimen:
    """An appointment: `starts` after now, in the branch asked for or another."""

    starts: timedelta
    service: str = "transfer"
    elsewhere: bool = False
    cancelled: bool = False


SPECIMENS: Final[Mapping[str, Specimen]] = {
    "valid": Specimen(timedelta(minutes=5)),
    "no_warning": Specimen(timedelta(minutes=5), service="card"),
    "cash": Specimen(timedelta(minutes=5), service="cash"),
    "early": Specimen(timedelta(hours=3)),
    "expired": Specimen(timedelta(hours=-2)),
    "other_branch": Specimen(timedelta(minutes=5), elsewhere=True),
    "cancelled": Specimen(timedelta(minutes=5), cancelled=True),
}
"""`forged` and `unknown_key` are made from `valid`: the same claims, signed by a key that is not the bank's."""

_LASTS: Final = timedelta(minutes=5)
_QUEUE: Final = (QueueState("transfer", 2, 12), QueueState("card", 1, 9), QueueState("cash", 1, 8))
"""What the branch's queue system says, once; of opening accounts it says nothing."""


def seed(service: Service, branch: str, number: str, now: datetime, *, fresh: bool = False) -> dict[str, Any]:
    """Make sure there is an appointment of each name, for the holder of an ID number, that still shows what it is for.

    An appointment seeded before is used again, unless `fresh`, another holder, a check-in or the time forbids it. Works
    while the service runs. Returns `{"branch", "appointments": [{"name", "code", "id", "service", "starts", ...}]}`.
    """
    elsewhere = "0572" if branch != "0572" else "0571"
    furnish(service, (branch, elsewhere), now)
    service.report_queue(branch, _QUEUE)
    settle(service.bank, now)
    seeding = _Seeding(service, number, now)
    told: list[dict[str, str]] = []
    for name, specimen in SPECIMENS.items():
        where = elsewhere if specimen.elsewhere else branch
        with service.store.write() as connection:
            booked = None if fresh else seeding.booked(connection, name, specimen, where)
            if booked is None:
                booked = seeding.book(connection, name, specimen, where)
        told.append(_told(name, booked, service.desk.code(booked)))
        if name == "valid":
            told += [
                _told(forged, booked, service.desk.code(booked, key)) for forged, key in _forgers(booked.key_id).items()
            ]
    return {"branch": branch, "appointments": told}


@dataclass(frozen=True)
class _Seeding:
    service: Service
    number: str
    now: datetime

    def booked(self, connection: Connection, name: str, specimen: Specimen, branch: str) -> Row[Any] | None:
        """The appointment that goes by this name and still shows what it is for."""
        column = tables.appointment.c
        row = connection.execute(
            select(tables.appointment)
            .outerjoin(tables.check_in, tables.check_in.c.token_id == column.token_id)
            .where(column.label == name, column.branch == branch, column.service == specimen.service)
            .where(tables.check_in.c.token_id.is_(None))
        ).one_or_none()
        if row is None or self._when(row.opens, row.closes) != self._when(*self._window(specimen)):
            return None
        issuer = self.service.settings.bank
        return row if row.holder == holder_digest(self.number, row.token_id, issuer) else None

    def book(self, connection: Connection, name: str, specimen: Specimen, branch: str) -> Row[Any]:
        """Book an appointment in a predecessor's place; that one stays booked but loses the name."""
        column = tables.appointment.c
        predecessor = (column.label == name, column.branch == branch)
        connection.execute(update(tables.appointment).where(*predecessor).values(label=None))
        return self.service.desk.book(
            connection,
            branch=branch,
            service=specimen.service,
            number=self.number,
            starts=self.now.replace(microsecond=0) + specimen.starts,
            label=name,
            cancelled=specimen.cancelled,
        )

    def _window(self, specimen: Specimen) -> tuple[datetime, datetime]:
        return self.service.desk.window(self.now + specimen.starts)

    def _when(self, opens: datetime, closes: datetime) -> str:
        if self.now < opens:
            return "early"
        return "open" if self.now < closes - _LASTS else "late"


def furnish(service: Service, branches: tuple[str, str], now: datetime) -> None:
    """Bring services, notices, answers, slots and branch names to what the file says, and publish them."""
    told = tomllib.loads(resources.files("central").joinpath("demo_branch.toml").read_text(encoding="utf-8"))
    names = told.pop("branch")["names"]
    slots = [row for branch in branches for row in _slots(told["slots"], branch, told["services"], service.zone, now)]
    checked = content.read({**told, "slots": slots})
    with service.store.write() as connection:
        for branch in branches:
            put(connection, tables.branch, {"id": branch, "names": names}, replace=True)
        for row in told["services"]:
            put(connection, tables.service, {"links": None, **row}, replace=True)
        for row in told["notices"]:
            put(connection, tables.notice, row, replace=True)
        for table in (tables.faq, tables.bulletin, tables.fraud):  # whatever versions they had
            connection.execute(delete(table))
        fraud_content.put(connection, checked.fraud or FraudRows())
        fraud_content.check(connection, {row["id"] for row in told["services"]})
        content.apply_answers(connection, checked)
        content.apply_policies(connection, checked)
        content.apply_slots(connection, checked.slots or (), branches)
        service.publisher.refresh_all(connection, now)


def _slots(
    told: Mapping[str, Any], branch: str, services: list[dict[str, Any]], zone: ZoneInfo, now: datetime
) -> Iterator[dict[str, Any]]:
    """The free times of the days after `now`'s, by the bank's clock."""
    lasts = timedelta(minutes=told["minutes"])
    for day in range(1, told["days"] + 1):
        date = now.astimezone(zone).date() + timedelta(days=day)
        for at in told["starts"]:
            starts = datetime.combine(date, time.fromisoformat(at), zone).astimezone(UTC)
            for row in services:
                times = {"starts": starts, "ends": starts + lasts}
                yield {"branch": branch, "service": row["id"], **times, "capacity": told["capacity"]}


def _told(name: str, booked: Row[Any], code: str) -> dict[str, str]:
    times = {column: getattr(booked, column).isoformat() for column in ("starts", "opens", "closes")}
    return {
        "name": name,
        "code": code,
        "id": str(booked.id),
        "service": booked.service,
        "branch": booked.branch,
        "number": booked.number,
        **times,
    }


def _forgers(key_id: str) -> dict[str, OKPKey]:
    """Keys that are not the bank's: one goes by the name of a key that is, one by a name of its own."""
    private = Ed25519PrivateKey.from_private_bytes(sha256(b"a forger's key, known to everybody").digest())
    pem = private_pem(private)
    return {
        "forged": OKPKey.import_key(pem, {"kid": key_id}),
        "unknown_key": OKPKey.import_key(pem, {"kid": "forger"}),
    }
