"""The service on a data folder: everything that the network interface and the command line call."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, func, select

from central import callbacks, ledger, pager, tables
from central.appointments import CheckIn, Desk
from central.bank.codes import Codes
from central.bank.core import Core
from central.bank.messages import StoredMessages
from central.batch import Log
from central.booking import Answer, Asked, Book, Change, Proof, Wish
from central.callers import Callers
from central.complaints import Complaints
from central.desired import Publisher
from central.enrolment import Enrolment, Nonces
from central.holders import Holders
from central.keys import BankKeys, write_secret
from central.ledger import Ledger, Quarantine, Recomputed
from central.logs import event
from central.pager import Page
from central.pki import Authority
from central.queue import Line, QueueState, WalkIn
from central.sealing import Act, Kept, Sealing
from central.settings import Settings, SettingsError, load, networks
from central.store import Store
from kiosk.core.appointment import QueueTicket
from kiosk.core.booking import Booking, FreeSlot, Refused
from kiosk.core.feedback import FORMULAS
from kiosk.core.ports import CheckInAnswer
from kiosk.record.reader import VisitKey

DATABASE_VARIABLE: Final = "KIOSK_CENTRAL_DATABASE"


def wall_clock() -> datetime:
    """Now, aware UTC."""
    return datetime.now(UTC)


BACKED_UP = "backed-up"
"""The file in the data folder whose time is that of the last backup."""


class Service:
    """Opens a data folder; its tables are brought to the newest schema. Close it, or use it as a context manager.

    `database` goes before the environment (`KIOSK_CENTRAL_DATABASE`), and that before the settings.
    """

    def __init__(self, data: Path, clock: Callable[[], datetime] = wall_clock, database: str | None = None) -> None:
        self.data, self.clock = data, clock
        self.settings: Settings = load(data)
        self.store = Store(data, database or os.environ.get(DATABASE_VARIABLE) or self.settings.database)
        self.keys = BankKeys(data / "keys", self.settings.bank)
        self.zone = ZoneInfo(self.settings.timezone)
        self.sealing = Sealing(data / "keys", self.settings.bank, self.settings.visit_key_days)
        self.holders = Holders(self.sealing)
        self.desk = Desk(self.keys, self.settings, self.holders)
        self.bank = Core(self.store, data / "keys", self.zone, clock, self.settings.session_min)
        self.messages = StoredMessages(self.store, self.bank.vault, clock)
        self.codes = self.bank.proofs = Codes(
            self.store, self.bank.vault, self.messages, clock=clock, limits=self.settings.codes, bank=self.settings.bank
        )
        try:
            with self.store.read() as connection:
                self.sealing.check(connection)
                self.bank.vault.check(connection)
        except SettingsError:
            self.store.close()
            raise
        self.complaints = Complaints(self.sealing, self.zone)
        self.publisher = Publisher(self.keys, self.sealing, self.settings.desired_days)
        self.appointments = Book(self.desk, self.holders, self.publisher, self.settings)
        self.queue = Line(self.zone)
        self.trusted_proxies = networks(self.settings.trusted_proxies)

    def __enter__(self) -> Service:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self.store.close()

    def ledger(self) -> Ledger:
        """The ledger of this folder; only a process that serves may have one."""
        if not self.store.durable():
            event("databaseNotDurable", logging.ERROR)
        room = self.settings.quarantine_mib * 2**20
        return Ledger(self.store, self.keys.cosigner_name, self.keys.cosigner, self.zone, self.clock, room=room)

    def trust(self, proxies: Sequence[str]) -> None:
        """Believe these TLS proxies, beside those of the settings. Raises `SettingsError` for a wrong one or none."""
        try:
            self.trusted_proxies += networks(proxies)
        except ValueError as error:
            raise SettingsError(f"--behind-proxy: {error}") from error
        if not self.trusted_proxies:
            raise SettingsError("--behind-proxy: whose word counts? Name the proxy, or set trusted_proxies")

    @cached_property
    def authority(self) -> Authority:
        """The certificate authority of this folder."""
        with self.store.alone():
            return Authority(self.data / "pki", self.settings.bank, self.clock)

    @cached_property
    def callers(self) -> Callers:
        """Who may ask."""
        return Callers(self.store, self.authority, self.clock)

    @cached_property
    def enrolment(self) -> Enrolment:
        """How terminals come to their certificates."""
        nonces = Nonces(self.data / "keys" / "nonce.key")
        days = self.settings.certificate_days
        changed = self.callers.forget
        return Enrolment(self.store, self.authority, nonces, clock=self.clock, days=days, changed=changed)

    def origin(self, log: Log) -> str:
        """The name of a journal in checkpoints."""
        return f"{self.settings.bank}/kiosk/{log.kiosk}/{log.epoch}"

    def check_in(self, asked: CheckIn) -> CheckInAnswer:
        """`Desk.check_in` in a transaction of its own."""
        return self.store.change(lambda connection: self.desk.check_in(connection, asked, self.clock()))

    def free(self, branch: str, service: str) -> tuple[FreeSlot, ...]:
        """`Book.free`."""
        with self.store.read() as connection:
            return self.appointments.free(connection, branch, service, self.clock())

    def book(self, asked: Asked, document: str, wish: Wish) -> Answer:
        """`Book.book` in a transaction of its own; so are the next ones."""
        return self.store.change(
            lambda connection: self.appointments.book(connection, asked, document, wish, self.clock())
        )

    def appointments_of(self, kiosk: str, branch: str, proof: Proof) -> tuple[Booking, ...] | Refused:
        """`Book.mine`."""
        return self.store.change(
            lambda connection: self.appointments.mine(connection, kiosk, branch, proof, self.clock())
        )

    def move(self, asked: Asked, document: str, change: Change) -> Answer:
        """`Book.move`."""
        return self.store.change(
            lambda connection: self.appointments.move(connection, asked, document, change, self.clock())
        )

    def cancel(self, asked: Asked, proof: Proof, number: str) -> Answer:
        """`Book.cancel`."""
        return self.store.change(
            lambda connection: self.appointments.cancel(connection, asked, proof, number, self.clock())
        )

    def settle(self, kiosk: str, branch: str, key: str) -> Answer | None:
        """`Book.settle`."""
        return self.store.change(
            lambda connection: self.appointments.settle(connection, kiosk, branch, key, self.clock())
        )

    def walk_in(self, asked: WalkIn) -> QueueTicket | None:
        """`Line.join`."""
        return self.store.change(lambda connection: self.queue.join(connection, asked, self.clock()))

    def report_queue(self, branch: str, states: Sequence[QueueState]) -> None:
        """`Line.report`."""
        self.store.change(lambda connection: self.queue.report(connection, branch, states, self.clock()))

    def call(self, page: Page) -> int:
        """`pager.call` in a transaction of its own; so are the next ones."""
        return self.store.change(lambda connection: pager.call(connection, page, self.clock()))

    def remind(self, kiosk: str, number: int) -> bool:
        """`pager.remind`."""
        return self.store.change(lambda connection: pager.remind(connection, kiosk, number, self.clock()))

    def acknowledge(self, number: int, who: str, *, by: str, branch: str | None = None) -> str:
        """`pager.acknowledge`. Raises `PageError`."""
        act = Act(by, None, self.clock())
        return self.store.change(lambda connection: pager.acknowledge(connection, number, who, act, branch))

    def open_calls(self, branch: str | None = None, *, ever: bool = False) -> Sequence[Row[Any]]:
        """`pager.open_ones`: those of the last hours, or of ever."""
        since = None if ever else self.clock() - pager.RECENT
        with self.store.read() as connection:
            return pager.open_ones(connection, since, branch)

    def desired(self, kiosk: str) -> tuple[int, bytes]:
        """The version and the signed document of a kiosk's desired state."""
        return self.publisher.current(self.store, kiosk, self.clock())

    def put_keys(self, kiosk: str, keys: Sequence[VisitKey], lost: Sequence[str]) -> dict[str, Kept]:
        """`Sealing.put` for each of these keys and `Sealing.lost` for each of these visits, in one transaction.

        What became of each key, by its visit.
        """
        now = self.clock()

        def work(connection: Connection) -> dict[str, Kept]:
            for visit in lost:
                self.sealing.lost(connection, kiosk, visit, now)
            return {key.visit: self.sealing.put(connection, kiosk, key.visit, key.kid, key.sealed, now) for key in keys}

        return self.store.change(work)

    def recompute(self, log: Log) -> Recomputed | None:
        """`ledger.recompute` of one journal."""
        with self.store.read() as connection:
            return ledger.recompute(connection, log, self.keys.cosigner_verifier)

    def fsck(self) -> list[Recomputed]:
        """`ledger.recompute` of every journal."""
        with self.store.read() as connection:
            logs = [Log(*row) for row in connection.execute(select(tables.epoch.c.kiosk, tables.epoch.c.epoch))]
        return [found for log in logs if (found := self.recompute(log))]

    def quarantine(self) -> Quarantine:
        """`ledger.quarantined`."""
        with self.store.read() as connection:
            return ledger.quarantined(connection)

    def rebuild(self) -> int:
        """`ledger.rebuild`."""
        return ledger.rebuild(self.store, self.zone, self.clock())

    def enrol(self, kiosk: str, branch: str, out: Path, days: int) -> None:
        """Write a kiosk's certificate and what it must know (`ca.pem`, `kiosk.pem`, `kiosk.key`, `provisioning.json`).

        A kiosk enrolled again gets a new certificate, and its next journal may have a new key.
        """
        issued = self.authority.client(kiosk, days)
        with self.store.write() as connection:
            self.enrolment.provision(connection, kiosk, branch, issued.certificate)
            self.publisher.refresh(connection, kiosk, self.clock())
        self.callers.forget()
        out.mkdir(parents=True, exist_ok=True)
        (out / "kiosk.key").unlink(missing_ok=True)
        write_secret(out / "kiosk.key", issued.key)
        (out / "kiosk.pem").write_bytes(issued.certificate)
        (out / "ca.pem").write_bytes(self.authority.certificate)
        told = json.dumps(self.provisioning(kiosk, branch), indent=2)
        (out / "provisioning.json").write_text(told + "\n", encoding="utf-8")

    def provisioning(self, kiosk: str, branch: str) -> dict[str, Any]:
        """What a kiosk must know and pin."""
        return {
            "kiosk": kiosk,
            "bank": self.settings.bank,
            "branch": branch,
            "desired_keys": [str(self.keys.desired_verifier)],
            "cosigner": str(self.keys.cosigner_verifier),
        }

    def report(self) -> dict[str, Any]:
        """Counts of what the bank knows: appointments, check-ins, answers and calls, journals, keys, alarms."""
        check_in, survey = tables.check_in, tables.survey_answer
        with self.store.read() as connection:

            def count(query: Any) -> int:
                return int(connection.execute(query).scalar_one())

            def rows(table: Any) -> int:
                return count(select(func.count()).select_from(table))

            by_origin = select(check_in.c.origin, func.count()).group_by(check_in.c.origin)
            origins = {str(origin): int(number) for origin, number in connection.execute(by_origin)}
            states = select(tables.visit_key.c.state, func.count()).group_by(tables.visit_key.c.state)
            return {
                "appointments": rows(tables.appointment),
                "check_ins": {"by_bank": origins.get("bank", 0), "by_terminal": origins.get("journal", 0)},
                "visits": rows(tables.visit),
                "survey": {"answers": rows(survey), **_figures(connection)},
                "complaints": _cases(connection),
                "calls": {"journalled": rows(tables.staff_call), "paged": rows(tables.page)},
                "answers": {
                    "rated": rows(tables.faq_rating),
                    "helpful": count(select(func.count()).where(tables.faq_rating.c.helpful)),
                },
                "call_backs": {"requested": rows(tables.callback), "open": len(callbacks.open_ones(connection))},
                "journals": {
                    "epochs": rows(tables.epoch),
                    "records": count(select(func.coalesce(func.sum(tables.epoch.c.acked), 0))),
                },
                "visit_keys": {str(state): int(number) for state, number in connection.execute(states)},
                "alarms": [
                    {"kiosk": row.kiosk, "epoch": row.epoch, "kind": row.kind, "about": row.about, "count": row.count}
                    for row in connection.execute(select(tables.alarm).order_by(tables.alarm.c.at))
                ],
                "flags": [
                    {"kiosk": row.kiosk, "kind": row.kind, "type": row.type, "epoch": row.epoch, "seq": row.seq}
                    for row in connection.execute(select(tables.flag).order_by(tables.flag.c.at))
                ],
            }


def _figures(connection: Connection) -> dict[str, dict[str, float | int | None]]:
    """Each question's figure and the number of answers it is made of (practice: a mean of ratings is no CSAT)."""
    column = tables.survey_answer.c
    found: dict[str, dict[str, float | int | None]] = {}
    for question, formula in FORMULAS.items():
        values = connection.execute(select(column.value).where(column.question == question)).scalars()
        figure = formula(values)
        found[question] = {"value": figure.value, "answers": figure.answers}
    return found


def _cases(connection: Connection) -> dict[str, int]:
    """How many complaints are in each state."""
    column = tables.complaint.c
    counted = select(column.state, func.count()).group_by(column.state).order_by(column.state)
    return {str(state): int(number) for state, number in connection.execute(counted)}
