"""The signed desired state of each kiosk: branch, services, keys, notices, answers, slots, settings, revocations.

Documents are made and signed when their content changes, half of their life is over, or a new week has its sealing
key, and then kept: a version is one document. A version is the POSIX time at which it was made, or one more than the
last: it rises even where the service was restored from an older copy.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, func, select, update

from central import fraud_content, tables
from central.keys import BankKeys
from central.sealing import Sealing, kid_of
from central.store import Store, put
from kiosk.record import desired

_TOGETHER: Final = 500
"""Kiosks that are signed together: about a tenth of a second."""
_RENEW: Final = (
    update(tables.desired)
    .where(tables.desired.c.kiosk == bindparam("of"))
    .values({name: bindparam(name) for name in ("version", "content", "not_after", "document")})
)


@dataclass(frozen=True)
class Publisher:
    """Signs desired states that are valid for `days`."""

    keys: BankKeys
    sealing: Sealing
    days: int

    def refresh(self, connection: Connection, kiosk: str, now: datetime) -> bool:
        """Make a new version where one is due. Returns whether it was."""
        return self._refresh(connection, (kiosk,), now) == 1

    def refresh_all(self, connection: Connection, now: datetime) -> int:
        """`refresh` for every kiosk, to be called where something of the content was changed; how many were due."""
        kiosks = connection.execute(select(tables.kiosk.c.kiosk).order_by("kiosk")).scalars().all()
        return sum(self._refresh(connection, part, now) for part in _parts(kiosks))

    def refresh_branch(self, connection: Connection, branch: str, now: datetime) -> int:
        """`refresh` for the kiosks of a branch; how many were due."""
        of_branch = select(tables.kiosk.c.kiosk).where(tables.kiosk.c.branch == branch).order_by("kiosk")
        kiosks = connection.execute(of_branch).scalars().all()
        return sum(self._refresh(connection, part, now) for part in _parts(kiosks))

    def publish(self, store: Store, change: Callable[[Connection], None], now: datetime) -> int:
        """Change the content, then sign it for every kiosk; how many were due.

        The kiosks follow in short transactions, so that a large fleet's records are taken meanwhile; what an
        interruption leaves is done by the same again. With the change itself one kiosk of each branch is signed: a
        content that fits into no document is not taken. Raises `TooLongError`.
        """
        place = tables.kiosk.c
        with store.write() as connection:
            change(connection)
            one_of_each = select(func.min(place.kiosk)).group_by(place.branch)
            kiosks = connection.execute(one_of_each).scalars().all()
            due = sum(self._refresh(connection, part, now) for part in _parts(kiosks))
            others = select(place.kiosk).where(place.kiosk.not_in(one_of_each)).order_by(place.kiosk)
            rest = connection.execute(others).scalars().all()
        for part in _parts(rest):
            with store.write() as connection:
                due += self._refresh(connection, part, now)
        return due

    def current(self, store: Store, kiosk: str, now: datetime) -> tuple[int, bytes]:
        """The version and the document that a kiosk is to have."""
        query = select(tables.desired).where(tables.desired.c.kiosk == kiosk)
        with store.read() as connection:
            held = connection.execute(query).one_or_none()
        if held is None or self._worn(held.not_after, now):
            store.change(lambda connection: self.refresh(connection, kiosk, now))
            with store.read() as connection:
                held = connection.execute(query).one()
        return held.version, bytes(held.document)

    def _refresh(self, connection: Connection, kiosks: Sequence[str], now: datetime) -> int:
        # A version is one document: who else makes one of these kiosks waits.
        places = select(tables.kiosk.c.kiosk, tables.kiosk.c.branch).where(tables.kiosk.c.kiosk.in_(kiosks))
        locked = places.order_by(tables.kiosk.c.kiosk).with_for_update(key_share=True)
        branches = {row.kiosk: row.branch for row in connection.execute(locked)}
        column = tables.desired.c
        states = select(column.kiosk, column.version, column.content, column.not_after).where(column.kiosk.in_(kiosks))
        held = {row.kiosk: row for row in connection.execute(states)}
        content = _Content(connection, self.keys, self.sealing, now)

        not_after = now + timedelta(days=self.days)
        until = _instant(not_after)
        due = 0
        renewed: list[dict[str, Any]] = []
        for kiosk in kiosks:
            fields, digest = content.of(kiosk, branches[kiosk])
            old = held.get(kiosk)
            if old and bytes(old.content) == digest and not self._worn(old.not_after, now):
                continue
            version = max(int(now.timestamp()), old.version + 1 if old else 0)
            payload = {"version": version, "kiosk": kiosk, "not_after": until, **fields}
            document = desired.sign(payload, self.keys.desired_name, self.keys.desired)
            if len(document) > desired.LONGEST:
                raise TooLongError(f"the desired state of {kiosk} would be longer than kiosks read")
            row = {"version": version, "content": digest, "not_after": not_after, "document": document}
            due += 1
            if old:
                renewed.append({"of": kiosk, **row})
            else:
                put(connection, tables.desired, {"kiosk": kiosk, **row}, replace=True)
        if renewed:
            connection.execute(_RENEW, renewed)
        return due

    def _worn(self, not_after: datetime, now: datetime) -> bool:
        """Whether half of a document's life is over, or it was made in another week and names its sealing key."""
        life = timedelta(days=self.days)
        return not_after - now < life / 2 or kid_of(not_after - life) != kid_of(now)


def _parts(kiosks: Sequence[str]) -> Iterator[Sequence[str]]:
    return (kiosks[at : at + _TOGETHER] for at in range(0, len(kiosks), _TOGETHER))


class TooLongError(ValueError):
    """A desired state would be longer than kiosks read."""


@dataclass
class _Content:
    """What desired states say at one time. Read once, however many kiosks are served from it."""

    connection: Connection
    keys: BankKeys
    sealing: Sealing
    now: datetime
    _branches: dict[str, tuple[dict[str, Any], bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._fleet = self._of_fleet()
        self._fleet_digest = _digest(self._fleet)
        self._settings: dict[str, dict[str, dict[str, Any]]] = {}
        for row in self.connection.execute(select(tables.setting)):
            self._settings.setdefault(row.kiosk, {}).setdefault(row.section, {})[row.key] = row.value

    def of(self, kiosk: str, branch: str) -> tuple[Mapping[str, Any], bytes]:
        """A kiosk's content, and a digest of it."""
        if branch not in self._branches:
            told = self._of_branch(branch)
            self._branches[branch] = told, _digest(told)
        of_branch, branch_digest = self._branches[branch]
        settings: dict[str, dict[str, Any]] = {}
        for whose in ("", kiosk):
            for section, values in self._settings.get(whose, {}).items():
                settings[section] = {**settings.get(section, {}), **values}
        digest = sha256(self._fleet_digest + branch_digest + _digest(settings)).digest()
        return {**of_branch, **self._fleet, "settings": settings}, digest

    def _of_fleet(self) -> dict[str, Any]:
        def rows(table: Any, *order: Any) -> Any:
            return self.connection.execute(select(table).order_by(*order)).all()

        key = self.sealing.current(self.connection, self.now)
        policies = {row.id: row.document for row in rows(tables.policy, tables.policy.c.id)}
        notices, rules = fraud_content.published(self.connection)
        return {
            **policies,
            "services": [
                {"id": row.id, "names": row.names, **_told(row, "links")}
                for row in rows(tables.service, tables.service.c.prefix)
            ],
            "token_keys": self.keys.token_jwks,
            "fraud_notices": notices,
            **({} if rules is None else {"fraud": rules}),
            "sealing_key": {"kid": key.kid, "alg": "X25519", "public": b64encode(key.public).decode()},
            "faq": [
                {
                    "id": row.id,
                    "version": row.version,
                    "category": row.category,
                    "texts": row.texts,
                    **_told(row, "words", "links"),
                }
                for row in rows(tables.faq, tables.faq.c.place, tables.faq.c.id)
            ],
            "faq_categories": [
                {"id": row.id, "names": row.names}
                for row in rows(tables.faq_category, tables.faq_category.c.place, tables.faq_category.c.id)
            ],
            "callback_windows": [
                {
                    "id": row.id,
                    "starts": row.starts,
                    "ends": row.ends,
                    "weekdays": row.weekdays,
                    "names": row.names,
                }
                for row in rows(tables.callback_window, tables.callback_window.c.place, tables.callback_window.c.id)
            ],
            "bulletins": [
                {
                    "id": row.id,
                    "version": row.version,
                    "texts": row.texts,
                    **{name: _instant(at) for name in ("starts", "ends") if (at := getattr(row, name)) is not None},
                }
                for row in rows(tables.bulletin, tables.bulletin.c.place, tables.bulletin.c.id)
                if row.ends is None or row.ends > self.now
            ],
        }

    def _of_branch(self, branch: str) -> dict[str, Any]:
        names = self.connection.execute(select(tables.branch.c.names).where(tables.branch.c.id == branch)).scalar_one()
        slot, revoked = tables.slot.c, tables.revoked_token.c
        today = self.now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        slots = select(tables.slot).where(slot.branch == branch, slot.ends > today)
        tokens = select(revoked.token_id).where(revoked.branch == branch, revoked.until > self.now)
        return {
            "branch": {"id": branch, "names": names},
            "slots": [
                {
                    "service": row.service,
                    "starts": _instant(row.starts),
                    "ends": _instant(row.ends),
                    "capacity": row.capacity,
                }
                for row in self.connection.execute(slots.order_by(slot.starts, slot.service))
            ],
            "revoked_tokens": list(self.connection.execute(tokens.order_by(revoked.token_id)).scalars()),
        }


def _told(row: Row[Any], *names: str) -> dict[str, Any]:
    """The columns that have a value."""
    return {name: value for name in names if (value := getattr(row, name)) is not None}


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _digest(content: Mapping[str, Any]) -> bytes:
    return sha256(json.dumps(content, sort_keys=True).encode()).digest()
