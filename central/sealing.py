"""The keys of personal data: the master key, the weekly sealing keys, and the key of each visit's sealed fields.

A kiosk seals a visit's fields under a random key of that visit, and that key to the week's sealing key (HPKE,
`kiosk.record.seal`). Here the visit's key is opened and kept under the master key. Whoever erases it has erased the
fields, wherever copies of the evidence lie; the evidence itself stays whole and verifies as before.

Private halves and visit keys lie in the database wrapped: AES-256-GCM under a key of each row's own,
HMAC-SHA256(master, row's name), with that name as associated data. So a wrapped key moved to another row does not open,
and no two rows share a nonce space (SP 800-38D, 8.3: at most 2^32 random nonces under one key).
"""

from __future__ import annotations

import binascii
import hmac
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, Row, bindparam, func, insert, select, tuple_, update

from central import projection, tables
from central.batch import Log, decompress, split
from central.keys import write_secret
from central.settings import SettingsError
from central.store import Store, put
from kiosk.core import entries
from kiosk.record import seal
from kiosk.record.seal import SealedField, SealError, SealingKey

MASTER_FILE: Final = "master.key"
WEEK: Final = timedelta(weeks=1)

HELD: Final = "held"
UNREADABLE: Final = "unreadable"
LOST: Final = "lost"
ERASED: Final = "erased"

Kept: TypeAlias = Literal["held", "conflict", "erased"]

_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_LONGEST_UNREADABLE: Final = 4096
"""Bytes of a sealed key that does not open and is kept all the same; a longer one is no key of any suite."""
_NO_DIGEST: Final = bytes(32)
_TOGETHER: Final = 2000
"""Keys that are erased in one transaction: the service's own writes wait for it."""
_PATIENCE_MS: Final = 1000
"""How long readers are waited for: nothing is written meanwhile."""
_APART: Final = timedelta(minutes=5)
"""How far the clocks of processes that share a database may be apart; then a visit's key seems to come after it."""
_SEALING, _VISIT = tables.sealing_key.c, tables.visit_key.c

# Statements of every visit, built once.
_ROW: Final = select(tables.visit_key).where(_VISIT.kiosk == bindparam("kiosk"), _VISIT.visit == bindparam("visit"))
_SEALED_TO: Final = select(tables.sealing_key).where(_SEALING.kid == bindparam("kid"))


class MasterKeyError(SettingsError):
    """The master key is missing, malformed, or another database's."""


class KeyGoneError(Exception):
    """A visit's fields cannot be opened; the message says why."""


@dataclass(frozen=True)
class Opened:
    """A personal field of a stored record; `value` is None where it does not open."""

    epoch: str
    seq: int
    entry: str
    field: str
    value: str | None = attribute(repr=False)
    operation: str | None = None
    """The operation that the record is about, where it is about one."""


@dataclass(frozen=True)
class Act:
    """Who does something with keys, why, and when: kept before it is done."""

    who: str
    reason: str | None
    at: datetime


def kid_of(at: datetime) -> str:
    """The name of a week's sealing key: ISO 8601 year and week in UTC, such as `2026w48`. Names sort by time."""
    year, week, _ = at.astimezone(UTC).isocalendar()
    return f"{year:04}w{week:02}"


def begins(kid: str) -> datetime:
    """When the week of a sealing key begins. Raises ValueError for what is no such name."""
    year, mark, week = kid.partition("w")
    if not (mark and len(year) == 4 and len(week) == 2 and (year + week).isdecimal()):
        raise ValueError("a sealing key is named by year and week, such as 2026w48")
    return datetime.fromisocalendar(int(year), int(week), 1).replace(tzinfo=UTC)


class Sealing:
    """Keeps the keys of a database. Methods with a connection work in the caller's transaction."""

    def __init__(self, folder: Path, bank: str, keep_days: int) -> None:
        self._path, self._bank, self._keep = folder / MASTER_FILE, bank, timedelta(days=keep_days)
        self._master: bytes | None = None

    def check(self, connection: Connection) -> None:
        """See that the master key is this database's. Raises `MasterKeyError`."""
        held = select(tables.sealing_key).where(_SEALING.wrapped.is_not(None)).order_by(_SEALING.kid.desc()).limit(1)
        newest = connection.execute(held).one_or_none()
        if newest:
            self._private(connection, newest)

    # The weekly sealing keys
    def current(self, connection: Connection, now: datetime) -> SealingKey:
        """The public key that kiosks are to seal to this week.

        Made when first asked for, and next week's with it: so a backup that is not older than a week holds every
        private key that a kiosk may have sealed to.
        """
        kids = kid_of(now), kid_of(now + WEEK)
        query = select(_SEALING.kid, _SEALING.public).where(_SEALING.kid.in_(kids))
        known = {row.kid: bytes(row.public) for row in connection.execute(query)}
        for kid in kids:
            if kid not in known:
                known[kid] = self._make(connection, kid, now)
        return SealingKey(kids[0], known[kids[0]])

    def _make(self, connection: Connection, kid: str, now: datetime) -> bytes:
        private = X25519PrivateKey.generate()
        wrapped = self._wrap(connection, _sealing_name(kid), private.private_bytes_raw())
        row = {"kid": kid, "public": private.public_key().public_bytes_raw(), "wrapped": wrapped, "made_at": now}
        put(connection, tables.sealing_key, row)
        # Another process on the database may have been first.
        return bytes(connection.execute(select(_SEALING.public).where(_SEALING.kid == kid)).scalar_one())

    def behind(self, connection: Connection, before: str) -> list[str]:
        """The kiosks that may still hold visit keys sealed to a key older than `before`.

        Not among them is a kiosk whose newest visit key came under a later one, for it sends in order; nor one that
        said, in that week or later, that it has the later key and that nothing waits.
        """
        newest = select(_VISIT.kiosk, func.max(_VISIT.kid)).group_by(_VISIT.kiosk)
        past = {kiosk for kiosk, kid in connection.execute(newest) if kid is not None and kid >= before}
        begun = begins(before)
        for row in connection.execute(select(tables.heartbeat)):
            told = row.status if isinstance(row.status, dict) else {}
            config, queued = told.get("config"), told.get("queued")
            # A desired state's version is the time it was made: this one bears a key of that week or a later one.
            if row.at >= begun and queued == 0 and isinstance(config, int) and config >= begun.timestamp():
                past.add(row.kiosk)
        return sorted(set(connection.execute(select(tables.kiosk.c.kiosk)).scalars()) - past)

    def destroy(self, store: Store, before: str, act: Act) -> list[str]:
        """Destroy the private sealing keys older than `before`; returns their names.

        Raises ValueError where `before` is later than this week: kiosks seal to that key.
        """
        if before > kid_of(act.at) or begins(before) > act.at:
            raise ValueError(f"the key of this week, {kid_of(act.at)}, is in use")
        old = (_SEALING.kid < before, _SEALING.wrapped.is_not(None))
        with store.write() as connection:
            destroyed = list(connection.execute(select(_SEALING.kid).where(*old).order_by(_SEALING.kid)).scalars())
            connection.execute(update(tables.sealing_key).where(*old).values(wrapped=None))
            for kid in destroyed:
                _record(connection, "destroyed", "", kid, act)
        return destroyed

    # The keys of visits
    def put(  # noqa: PLR0917 - each by its name in the call that it answers
        self, connection: Connection, kiosk: str, visit: str, kid: str, sealed: bytes, now: datetime
    ) -> Kept:
        """Keep a visit's key as a kiosk sealed it; repeats are harmless.

        `conflict`: another key is held for the visit. `erased`: it was erased and never comes back. A key that does not
        open is kept as it came, unreadable, and raises the alarm: a kiosk can do nothing about it. Raises
        `MasterKeyError`.
        """
        digest = sha256(sealed).digest()
        held = self._row(connection, kiosk, visit)
        if held is None or held.state == LOST:
            state, wrapped = self._taken(connection, kiosk, visit, kid, sealed)
            values = {"digest": digest, "state": state, "kid": kid, "wrapped": wrapped}
            if held:
                lost = (_VISIT.kiosk == kiosk, _VISIT.visit == visit, _VISIT.state == LOST)
                written = connection.execute(update(tables.visit_key).where(*lost).values(**values)).rowcount > 0
            else:
                written = self._add(connection, kiosk, visit, values, now)
            if written:
                if state == UNREADABLE:
                    projection.alarm(connection, Log(kiosk, ""), "keyUnreadable", visit, now)
                return "held"
            held = self._row(connection, kiosk, visit)
        if held is None or held.state == ERASED:
            return "erased"
        return "held" if bytes(held.digest) == digest else "conflict"

    def lost(self, connection: Connection, kiosk: str, visit: str, now: datetime) -> None:
        """Note that a kiosk has a visit's key no more, where none is held; raises the alarm."""
        values = {"digest": _NO_DIGEST, "state": LOST, "kid": None, "wrapped": None}
        if self._add(connection, kiosk, visit, values, now):
            projection.alarm(connection, Log(kiosk, ""), "keyLost", visit, now)

    def unseal(self, store: Store, kiosk: str, visit: str, act: Act) -> list[Opened]:
        """A visit's personal fields from the stored records, in the order they were received.

        That it was asked for is committed before anything is opened. Raises `KeyGoneError` where there is no key, and
        `MasterKeyError`.
        """
        with store.write() as connection:
            held = self._row(connection, kiosk, visit)
            _record(connection, "unsealed", kiosk, visit, act)
        if held is None:
            raise KeyGoneError("no key of this visit ever came")
        with store.read() as connection:
            key = self._key(connection, held)
            found: list[Opened] = []
            for epoch, seq, entry, operation, sealed in _sealed(connection, kiosk, visit, held.received_at):
                try:
                    value = seal.open_field(key, f"{epoch}/{seq}", sealed)
                except SealError:
                    value = None
                found.append(Opened(epoch, seq, entry, sealed.field, value, operation))
        return found

    def erase(self, store: Store, kiosk: str, visit: str, act: Act) -> bool:
        """Erase a visit's key for ever; one that has not come yet will be refused. Returns whether one was held."""
        with store.write() as connection:
            held = self._row(connection, kiosk, visit)
            if held is None:
                gone = {"digest": _NO_DIGEST, "state": ERASED, "kid": None, "wrapped": None}
                self._add(connection, kiosk, visit, gone, act.at)
            one = (_VISIT.kiosk == kiosk, _VISIT.visit == visit)
            connection.execute(update(tables.visit_key).where(*one).values(state=ERASED, wrapped=None))
            words = (tables.complaint.c.kiosk == kiosk, tables.complaint.c.visit == visit)
            connection.execute(update(tables.complaint).where(*words).values(words=None, answer=None))
            if held is None or held.state != ERASED:
                _record(connection, "erased", kiosk, visit, act)
        return held is not None and held.wrapped is not None

    def erase_due(self, store: Store, act: Act) -> int:
        """Erase the keys whose time is over; returns how many."""
        key = tuple_(_VISIT.kiosk, _VISIT.visit)
        due = select(_VISIT.kiosk, _VISIT.visit).where(_VISIT.delete_after <= act.at, _VISIT.state != ERASED)
        erased = 0
        while True:
            with store.write() as connection:
                some = update(tables.visit_key).where(key.in_(due.limit(_TOGETHER)))
                count = connection.execute(some.values(state=ERASED, wrapped=None)).rowcount
                if count:
                    _record(connection, "erasedDue", "", str(count), act)
            erased += count
            if count < _TOGETHER:
                break
        with store.write() as connection:
            old = tables.complaint.c.arrived_at <= act.at - self._keep
            connection.execute(update(tables.complaint).where(old).values(words=None, answer=None))
        return erased

    def is_erased(self, connection: Connection, kiosk: str, visit: str) -> bool:
        """Whether a visit was erased: nothing personal of it may be kept any more."""
        held = self._row(connection, kiosk, visit)
        return held is not None and held.state == ERASED

    # What is kept beside the journals
    def wrap(self, connection: Connection, name: str, secret: bytes) -> bytes:
        """Personal data of a row, under a key of that row's own. `name` is the row's, and no other's."""
        return self._wrap(connection, name, secret)

    def unwrap(self, connection: Connection, name: str, wrapped: bytes) -> bytes:
        """What was wrapped. Raises `MasterKeyError`."""
        return self._unwrap(connection, name, wrapped)

    def used(self, connection: Connection, what: str, kiosk: str, about: str, act: Act) -> None:
        """Record what somebody does with personal data, in the transaction before it is done."""
        _record(connection, what, kiosk, about, act)

    def _add(self, connection: Connection, kiosk: str, visit: str, values: dict[str, Any], now: datetime) -> bool:
        row = {"kiosk": kiosk, "visit": visit, **values, "received_at": now, "delete_after": now + self._keep}
        return put(connection, tables.visit_key, row)

    def _row(self, connection: Connection, kiosk: str, visit: str) -> Row[Any] | None:
        return connection.execute(_ROW, {"kiosk": kiosk, "visit": visit}).one_or_none()

    def _taken(
        self, connection: Connection, kiosk: str, visit: str, kid: str, sealed: bytes
    ) -> tuple[str, bytes | None]:
        """The state of a visit's key that came, and what is kept of it."""
        try:
            key = self._unsealed(connection, kiosk, visit, kid, sealed)
        except SealError:
            return UNREADABLE, sealed if len(sealed) <= _LONGEST_UNREADABLE else None
        return HELD, self._wrap(connection, _visit_name(kiosk, visit), key)

    def _unsealed(self, connection: Connection, kiosk: str, visit: str, kid: str, sealed: bytes) -> bytes:
        """A visit's key as its kiosk sealed it. Raises `SealError`."""
        row = connection.execute(_SEALED_TO, {"kid": kid}).one_or_none()
        if row is None or row.wrapped is None:
            raise SealError("the sealing key is unknown or destroyed")
        return seal.open_key(sealed, self._private(connection, row), self._bank, kiosk, visit)

    def _key(self, connection: Connection, held: Row[Any]) -> bytes:
        """The key of a row of `visit_key`. Raises `KeyGoneError`."""
        if held.state == ERASED:
            raise KeyGoneError("the key was erased")
        if held.state == LOST:
            raise KeyGoneError("the kiosk lost the key before it was sent")
        if held.state == UNREADABLE:
            try:  # the sealing key may have come back meanwhile
                return self._unsealed(connection, held.kiosk, held.visit, held.kid, bytes(held.wrapped or b""))
            except SealError as error:
                raise KeyGoneError("the key is sealed to a sealing key that is gone") from error
        return self._unwrap(connection, _visit_name(held.kiosk, held.visit), bytes(held.wrapped))

    # The master key
    def _private(self, connection: Connection, row: Row[Any]) -> bytes:
        return self._unwrap(connection, _sealing_name(row.kid), bytes(row.wrapped))

    def _wrap(self, connection: Connection, name: str, secret: bytes) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher(connection, name).encrypt(nonce, secret, name.encode())

    def _unwrap(self, connection: Connection, name: str, wrapped: bytes) -> bytes:
        nonce, ct = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
        try:
            return self._cipher(connection, name).decrypt(nonce, ct, name.encode())
        except (InvalidTag, ValueError) as error:
            raise MasterKeyError(f"{self._path} is not the key of this database") from error

    def derived(self, connection: Connection, name: str) -> bytes:
        """A key of 256 bits for another use of this database, by its name (which is no row's)."""
        if self._master is None:
            self._master = self._load(connection)
        return hmac.digest(self._master, name.encode(), "sha256")

    def _cipher(self, connection: Connection, name: str) -> AESGCM:
        return AESGCM(self.derived(connection, name))

    def _load(self, connection: Connection) -> bytes:
        """The master key; made on first use, but never beside keys that are wrapped already."""
        if not self._path.exists():
            wrapped = select(_SEALING.kid).where(_SEALING.wrapped.is_not(None)).limit(1)
            if connection.execute(wrapped).one_or_none():
                raise MasterKeyError(f"{self._path} is missing, and the database holds keys under it")
            with suppress(FileExistsError):  # another process was first
                write_secret(self._path, b64encode(os.urandom(_KEY_BYTES)) + b"\n")
        try:
            key = b64decode(self._path.read_bytes().strip(), validate=True)
        except (OSError, binascii.Error) as error:
            raise MasterKeyError(f"{self._path} cannot be read") from error
        if len(key) != _KEY_BYTES:
            raise MasterKeyError(f"{self._path} is not {_KEY_BYTES} bytes in base64")
        return key


def erased(connection: Connection) -> Iterator[tuple[str, str]]:
    """The visits whose keys were erased: what must be erased again where an older copy of the database is restored."""
    query = select(_VISIT.kiosk, _VISIT.visit).where(_VISIT.state == ERASED).order_by(_VISIT.kiosk, _VISIT.visit)
    with connection.execute(query.execution_options(yield_per=1000)) as visits:
        for row in visits:
            yield row.kiosk, row.visit


def acts(connection: Connection) -> Sequence[Row[Any]]:
    """What was done with keys, oldest first."""
    return connection.execute(select(tables.key_use).order_by(tables.key_use.c.id)).all()


def scrub(store: Store) -> bool:
    """See that what was erased is gone from the database's files as well; whether it is.

    On SQLite every connection overwrites what it frees (`secure_delete`), so the pages are clean once the write-ahead
    log, which still has their older copies, is written back and emptied. That waits for readers and may fail. On
    PostgreSQL a plain VACUUM takes the old rows away; their bytes stay in free space until they are overwritten, in the
    write-ahead log until it is recycled, and in backups: there it is the wrapping that must be trusted.
    """
    if not store.shared:
        with store.alone(), closing(store.engine.raw_connection()) as raw:
            cursor = raw.cursor()  # in no transaction, which `connect` would begin
            patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
            cursor.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            cursor.execute(f"PRAGMA busy_timeout={patience}")
        return not busy
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in (tables.visit_key, tables.sealing_key):
            connection.exec_driver_sql(f"VACUUM {table.name}")
    return True


def _record(connection: Connection, what: str, kiosk: str, about: str, act: Act) -> None:
    row = {"at": act.at, "what": what, "kiosk": kiosk, "about": about, "who": act.who, "reason": act.reason}
    connection.execute(insert(tables.key_use).values(**row))


def _sealing_name(kid: str) -> str:
    return f"sealing_key\n{kid}"


def _visit_name(kiosk: str, visit: str) -> str:
    return f"visit_key\n{kiosk}\n{visit}"


def _sealed(
    connection: Connection, kiosk: str, visit: str, since: datetime
) -> Iterator[tuple[str, int, str, str | None, SealedField]]:
    """The sealed fields of a visit: epoch, record, type, operation, field. None was stored before the key came.

    Ends with what was received with the visit's end, by whichever process under whichever clock.
    """
    column = tables.segment.c
    stored = (
        select(column.epoch, column.first, column.received_at)
        .where(column.kiosk == kiosk, column.received_at >= since - _APART)
        .order_by(column.received_at, column.epoch, column.first)
    )
    mark, ended = visit.encode(), datetime.max.replace(tzinfo=UTC) - _APART
    with connection.execute(stored.execution_options(yield_per=1000)) as places:
        for epoch, first, received_at in places:
            if received_at > ended + _APART:
                return
            one = (column.kiosk == kiosk, column.epoch == epoch, column.first == first)
            row = connection.execute(select(column.body, column.encoding).where(*one)).one()
            raw = decompress(bytes(row.body), row.encoding)
            if mark not in raw:
                continue
            for record in split(raw)[0]:
                if record.visit != visit or record.seq < first:
                    continue
                if record.type == entries.VisitEnded.TYPE:
                    ended = min(ended, received_at)
                for operation, sealed in _fields(bytes(record.data)):
                    yield epoch, record.seq, record.type, operation, sealed


def _fields(data: bytes) -> Iterator[tuple[str | None, SealedField]]:
    """The sealed fields of a record's data, with the operation that it names; what is none is passed over, for a kiosk
    may send anything.
    """
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return
    if not isinstance(told, dict):
        return
    operation, sealed = told.get("operation"), told.get("sealed")
    for item in sealed if isinstance(sealed, list) else []:
        try:
            yield operation if isinstance(operation, str) else None, SealedField.from_json(item)
        except SealError:
            continue
