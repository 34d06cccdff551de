"""Sends what the centre has not acknowledged, and brings its desired state down: the body of `kiosk sync`.

`POST /v1/kiosks/{kiosk}/epochs/{epoch}/events` with a batch of CloudEvents that ends at a signed checkpoint, until the
centre acknowledges it, the keys of its visits before it (`visitkeys`); `GET /v1/kiosks/{kiosk}/desired` with an ETag;
`PUT /v1/kiosks/{kiosk}/status`, the heartbeat. TLS 1.3 with a client certificate and the pinned CA. Exactly once is the
centre's work, by position: every batch may be sent again, and no answer makes the terminal discard a record.

Earlier epochs' files are sent to their ends beside the current one, a batch of each in turn, so that an urgent record
never waits behind an old disk's rest.
"""

from __future__ import annotations

import json
import logging
import random
import threading
from base64 import b64decode
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC
from email.utils import format_datetime
from functools import partial
from typing import Any, Final, TypeAlias

from kiosk.core.entries import CertificateRenewed, ConfigApplied
from kiosk.core.ports import Clock
from kiosk.record import checkpoint, heartbeat, layout
from kiosk.record.checkpoint import Checkpoint, NoteError, SignatureType, VerifierKey
from kiosk.record.desired import LONGEST as LONGEST_DESIRED
from kiosk.record.desired import DesiredStore, Refused
from kiosk.record.enrolment import CentreUnreachableError, EnrolmentError
from kiosk.record.journal import CHECKPOINT_EVERY, current_file
from kiosk.record.parcel import ENCODINGS, Parcel, pack
from kiosk.record.reader import Batch, JournalReader, ReadError
from kiosk.record.syncstate import DealtWith, SyncState, SyncTrouble, is_epoch, leave_report
from kiosk.record.tree import EMPTY_ROOT
from kiosk.record.troubles import TroubleTeller
from kiosk.record.visitkeys import MOST_KEYS, KeyCourier
from kiosk.record.wire import Answer, Connect, SyncConfig, Wire, mutual_tls

__all__ = ["DESIRED_EVERY_S", "SLOW_S", "Connect", "Renew", "SyncConfig", "Uplink", "mutual_tls"]

MOST_RECORDS: Final = 500
MOST_BYTES: Final = 256_000
"""Raw bytes of a batch."""
SLOW_S: Final = 300.0
"""Between two attempts that only a person's work can make succeed, and the most that back-off waits."""
DESIRED_EVERY_S: Final = 900.0
RENEWAL_EVERY_S: Final = 3600.0
GIVEN_UP_EVERY_S: Final = 3600.0
"""At most so often an epoch is given up."""
STATUS_AGAIN_S: Final = 10.0
"""The least between two heartbeats."""

_LONGEST_ACK: Final = 65_536
_LONGEST_FLUSH_S: Final = 3600.0
_LAST_FLUSH_S: Final = 5.0
_SAVED_EVERY_S: Final = 1.0
"""How often the state is kept while much is being sent: what it lacks after a power cut is asked for in one request."""
_GIVEN_UP: Final = (SyncTrouble.DIVERGED, SyncTrouble.ROLLED_BACK)

log = logging.getLogger(__name__)

Renew: TypeAlias = Callable[[bool], CertificateRenewed | None]
"""Renew the terminal's certificate where that is due; the argument says that the centre did not accept it just now.

Returns the entry to be journalled where there is a new one. Raises OSError.
"""


class _Task:
    """One of the things sync does: when it is due (monotonic seconds), and how often in a row it failed."""

    def __init__(self, due: float = 0.0) -> None:
        self.due = due
        self.failures = 0
        self.trouble: SyncTrouble | None = None


class _Log:
    """An epoch's file on its way to the centre: the records up to `position` are dealt with."""

    def __init__(self, reader: JournalReader, position: int, task: _Task) -> None:
        self.reader, self.position, self.task = reader, position, task
        self.back_at = -float("inf")
        """When it was last told to go back: a centre that says so again and again is not stormed."""
        self.ahead: Parcel | None = None
        """What follows, made while the last parcel was under way."""


class Uplink:
    """Not shared between threads. Raises `NoteError` for a pinned key that is none."""

    def __init__(
        self,
        config: SyncConfig,
        connect: Connect,
        clock: Clock,
        rng: random.Random | None = None,
        renew: Renew | None = None,
    ) -> None:
        self._config, self._clock = config, clock
        self._rng = rng or random.SystemRandom()
        self._files = layout(config.state_dir)
        self._cosigner = VerifierKey.parse(config.server_cosigner) if config.server_cosigner else None
        if self._cosigner is not None and self._cosigner.type is not SignatureType.COSIGNATURE:
            raise NoteError("the cosigner's key is of another type")
        keys = tuple(map(VerifierKey.parse, config.desired_keys))
        self._store = DesiredStore(self._files.desired, keys, config.kiosk, clock, config.settings)
        self._wire, self._beside = Wire(config, connect, clock), Wire(config, connect, clock)
        self._courier = KeyCourier()
        self._current: _Log | None = None
        self._older: dict[str, _Log] = {}
        self._unread: dict[str, _Task] = {}
        self._inode = 0
        self._elsewhere = True
        """Whether another file than that in hand is to be followed."""
        self._renew = renew
        self._certificate = heartbeat.CertificateFile(config.certificate)
        self._kiosk = heartbeat.StatusFile(self._files.status)
        now = clock.monotonic()
        self._events, self._desired = _Task(), _Task()
        self._status = _Task(now + self._rng.uniform(0, config.status_s / 6))  # after a power cut not all come at once
        self._renewal = _Task(now if renew else float("inf"))
        self._sent_at = self._saved_at = self._told_at = -float("inf")
        self._given_up, self._given_up_at = "", -float("inf")
        self._unsaved, self._unwritable = False, False
        self._flush_s = config.poll_s
        self._most = MOST_RECORDS
        self._encoding = 0
        self._asked_for = -1
        self._refused: Refused | None = None
        self._not_accepted = False
        self.state = SyncState.load(self._files.sync)
        self._teller = TroubleTeller(self._files.reports, clock, self.state.trouble, told=self.state.told)
        self._told_of = self._worth_telling()

    def run(self, stop: threading.Event) -> None:
        """Sync until told to stop; then send what is left, for at most a few seconds, and close."""
        try:
            while not stop.wait(self.step()):
                pass
            self.flush()
        finally:
            self.close()

    def step(self) -> float:
        """Do what is due; the seconds until something is due again."""
        self._elsewhere = self._epoch_changed()
        if self._elsewhere:
            self._later(self._events, 0.0)
        for task, work in self._due():
            if self._clock.monotonic() >= task.due:  # which an answer before it may just have brought forward
                self._guard(task, work)
        self._note_trouble()
        wait_s = max(0.0, min(task.due for task, _ in self._due()) - self._clock.monotonic())
        self._save(wait_s > 0)
        if self._events.trouble in _GIVEN_UP:
            return min(wait_s, self._config.look_s)  # for the epoch that takes its place
        return wait_s

    def flush(self) -> None:
        """Send all that is sealed now, as long as the centre takes it; not where sending fails already."""
        log_ = self._current
        if log_ is None or self._events.failures:
            return
        end = self._clock.monotonic() + _LAST_FLUSH_S
        before = -1
        while before < log_.position and self._clock.monotonic() < end:
            before = log_.position
            self._guard(self._events, partial(self._send, log_, at_once=True))
        self._note_trouble()
        self._save(True)

    def close(self) -> None:
        """Close the connection and the files. Idempotent."""
        self._save(True)
        self._wire.drop()
        self._beside.drop()
        self._close_logs()

    def _due(self) -> list[tuple[_Task, Callable[[], None]]]:
        """All there is to do, the most important first."""
        return [
            (self._events, self._send_current),
            *((log_.task, partial(self._send_older, log_)) for log_ in self._older.values()),
            *((task, partial(self._open_older, epoch)) for epoch, task in self._unread.items()),
            (self._desired, self._fetch),
            (self._status, self._tell_status),
            (self._renewal, self._renew_certificate),
        ]

    # Which files

    def _epoch_changed(self) -> bool:
        """Whether another file is to be followed: another epoch's, or one put in the place of that in hand."""
        try:
            path = current_file(self._files.journal)
            if path is None or self._current is None or self._current.reader.epoch != path.stem:
                return path is not None
            return path.stat().st_ino != self._inode
        except (OSError, ValueError):
            return False  # said when it is read

    def _follow(self) -> None:
        """Take up the epoch that the journal writes, and those it wrote before. Raises `ReadError`."""
        if not self._elsewhere:
            return
        try:
            path = current_file(self._files.journal)
        except (OSError, ValueError) as error:
            raise ReadError(str(error)) from error
        if path is None:
            return
        reader = JournalReader(path)
        try:
            self._inode = path.stat().st_ino
            self._take_up(reader)
            self._elsewhere = False
        except (ReadError, OSError):
            reader.close()
            raise

    def _take_up(self, reader: JournalReader) -> None:
        state, first = self.state, reader.first()
        known = state.epoch == reader.epoch and state.acked >= first - 1 and reader.root_at(state.acked) == state.root
        if state.epoch != reader.epoch:
            older = {**state.older, state.epoch: DealtWith(state.acked, state.root, state.cosigned)}
            kept = {epoch: count for epoch, count in older.items() if is_epoch(epoch) and epoch != reader.epoch}
            # What the epoch before was given up for is not said of this one: the kiosk would begin another.
            trouble = None if state.trouble in _GIVEN_UP else state.trouble
            self._keep(epoch=reader.epoch, acked=0, root=EMPTY_ROOT, cosigned=b"", older=kept, trouble=trouble)
        self._close_logs()
        self._courier.forget()
        self._events.failures, self._events.trouble = 0, None
        # Where it is not known, it is another disk: ask the centre anew, from the first record on.
        self._current = _Log(reader, state.acked if known else first - 1, self._events)
        self._look_for_older()

    def _look_for_older(self) -> None:
        """Have every earlier epoch's file taken up that is not in hand."""
        names = {path.stem for path in self._files.journal.glob("*.db") if is_epoch(path.stem)}
        in_hand = {*self._older, *(() if self._current is None else (self._current.reader.epoch,))}
        self._unread = {name: self._unread.get(name) or _Task() for name in sorted(names - in_hand)}

    def _close_logs(self) -> None:
        for log_ in (*self._older.values(), *filter(None, (self._current,))):
            log_.reader.close()
        self._current, self._older = None, {}

    def _open_older(self, epoch: str) -> None:
        """Take up an earlier epoch's file, a little before what is dealt with: the centre may have been restored since.

        Raises `ReadError`.
        """
        if not self._is_there(epoch):
            del self._unread[epoch]
            return
        reader = JournalReader(self._files.journal / f"{epoch}.db")
        try:
            dealt = self.state.older.get(epoch)
            # Another file of the same epoch, from a disk that was put back, is sent from its first record on.
            same = dealt is not None and reader.root_at(dealt.size) == dealt.root
            position = reader.before(dealt.size if dealt is not None and same else 0)
        except ReadError:
            reader.close()
            raise
        del self._unread[epoch]
        log_ = self._older[epoch] = _Log(reader, position, _Task())
        self._guard(log_.task, partial(self._send_older, log_))

    def _is_there(self, epoch: str) -> bool:
        """Whether an earlier epoch's file is still there: the kiosk deletes what the centre has had for long."""
        return (self._files.journal / f"{epoch}.db").exists()

    # Events

    def _send_current(self) -> None:
        self._follow()
        if self._current is None:
            self._well(self._events, self._config.look_s)
        else:
            self._send(self._current, at_once=False)

    def _send_older(self, log_: _Log) -> None:
        """Send a batch of an earlier epoch; let go of its file when it is at its end, or was deleted."""
        there = self._is_there(log_.reader.epoch)
        if there:
            self._send(log_, at_once=True)
        if not there or (log_.task.trouble is None and log_.reader.sealed(log_.position)[0] == 0):
            del self._older[log_.reader.epoch]
            log_.reader.close()

    def _send(self, log_: _Log, *, at_once: bool) -> None:
        """Send one batch if it is time."""
        now = self._clock.monotonic()
        reader, task = log_.reader, log_.task
        sealed, prompt = reader.sealed(log_.position)
        hurried = at_once or prompt or now - self._sent_at >= self._flush_s or task.failures > 0
        if not sealed or not (hurried or sealed - log_.position >= self._most):
            self._well(task, self._config.look_s)
            return
        parcel, log_.ahead = log_.ahead, None
        if parcel is None or parcel.batch.first != log_.position + 1:
            parcel = self._parcel(reader, log_.position)
        if parcel is None or not self._send_keys(log_, parcel):
            return
        if log_ is self._current:
            self._sent_at = now
        more = sealed > parcel.batch.last and (hurried or sealed - parcel.batch.last >= self._most)
        answer = self._post(log_, parcel, prepare=more)
        if isinstance(answer, SyncTrouble):
            self._retry(task, answer)
        elif answer.status == 200:
            self._acknowledged(log_, parcel.batch, answer.fields())
        else:
            self._not_acknowledged(log_, parcel.batch, answer)
        if task.failures:
            log_.ahead = None

    def _post(self, log_: _Log, parcel: Parcel, *, prepare: bool) -> Answer | SyncTrouble:
        """Send a parcel; where it is wanted, make the next one, and send its keys, while this one is under way."""
        kept = self._store.current()
        headers = {
            **parcel.headers,
            "X-Config": str(kept.version if kept else 0),
            "Date": format_datetime(self._clock.now().astimezone(UTC), usegmt=True),
        }
        stopped = self._wire.send("POST", f"/epochs/{log_.reader.epoch}/events", headers, parcel.body)
        if stopped is not None:
            return stopped
        if not prepare:
            self._beside.drop()
        else:
            with suppress(ReadError):  # said when it is its turn
                log_.ahead = self._parcel(log_.reader, parcel.batch.last)
                if log_.ahead is not None:
                    self._bring_keys(self._beside, log_.reader, log_.ahead)
        return self._wire.receive(_LONGEST_ACK)

    def _parcel(self, reader: JournalReader, after: int) -> Parcel | None:
        batch = reader.batch(after, self._most, MOST_BYTES)
        return None if batch is None else pack(batch, reader.keys(batch.first, batch.last), ENCODINGS[self._encoding])

    def _send_keys(self, log_: _Log, parcel: Parcel) -> bool:
        """Bring the keys of a parcel to the centre; whether it holds them all."""
        stopped = self._bring_keys(self._wire, log_.reader, parcel)
        if stopped is not None:
            self._stopped(log_.task, stopped)
        return stopped is None

    def _bring_keys(self, wire: Wire, reader: JournalReader, parcel: Parcel) -> Answer | SyncTrouble | None:
        """Send the keys of a parcel, where any are wanting, and with them as many of what comes after it as fit."""
        if not self._courier.lacks(parcel.keys):
            return None
        room = max(0, MOST_KEYS - len(parcel.keys))
        return self._courier.send(wire, [*parcel.keys, *reader.keys(parcel.batch.last + 1, 2**63 - 1, room)])

    def _acknowledged(self, log_: _Log, batch: Batch, fields: Mapping[str, Any]) -> None:
        """The centre says it has committed: believe what our own tree, and its cosignature, confirm."""
        reader = log_.reader
        acked, root = _whole(fields.get("acked")), _bytes(fields.get("root"))
        if acked is None or acked < batch.last or root is None:
            self._retry(log_.task, SyncTrouble.BAD_ANSWER)
            return
        ours = batch.root if acked == batch.last else reader.root_at(acked)
        cosigned = b""
        if self._cosigner is not None:
            cosigned = _bytes(fields.get("cosigned")) or b""
            try:
                held, _ = checkpoint.cosigned_at(cosigned, self._cosigner)
            except NoteError:
                held = None
            if held != Checkpoint(reader.origin, acked, root):
                # What nobody vouches for is no acknowledgement; but that it is another history is said all the same.
                if log_ is self._current and ours != root:
                    self._astray(log_, acked)
                else:
                    self._slowly(log_.task, SyncTrouble.NOT_COSIGNED)
                return
        if log_ is not self._current:
            # The centre has compared the batch with what it holds; past it, only what our own tree confirms.
            if ours is not None and ours == root:
                self._dealt_with(log_, acked, ours, cosigned)
            else:
                self._dealt_with(log_, batch.last, batch.root)
        elif ours != root:
            if ours is None and self._cosigner is not None:  # the anchor of the epoch to come
                self._keep(acked=acked, root=root, cosigned=cosigned)
            self._astray(log_, acked)
            return
        else:
            log_.position = acked
            self._keep(acked=acked, root=root, cosigned=cosigned)
        self._keep(contact=self._clock.now())
        self._most = self._bounded_batch(fields.get("max_batch"), MOST_RECORDS)
        flush_s = fields.get("flush_s")
        if isinstance(flush_s, int | float) and 0 <= flush_s <= _LONGEST_FLUSH_S:
            self._flush_s = float(flush_s)
        self._hear_of(_whole(fields.get("config")))
        self._well(log_.task, 0.0)

    def _astray(self, log_: _Log, acked: int) -> None:
        """The centre, which acknowledged so much, holds another history of this epoch: it cannot go on.

        The kiosk begins another one; but a centre that says so of every epoch gets no new one each second.
        """
        trouble = SyncTrouble.ROLLED_BACK if acked > log_.reader.size() else SyncTrouble.DIVERGED
        too_soon = self._clock.monotonic() - self._given_up_at < GIVEN_UP_EVERY_S
        if too_soon and log_.reader.epoch != self._given_up:
            trouble = SyncTrouble.REJECTED
        elif not too_soon:
            self._given_up_at, self._given_up = self._clock.monotonic(), log_.reader.epoch
        self._slowly(log_.task, trouble)

    def _dealt_with(self, log_: _Log, position: int, root: bytes, cosigned: bytes = b"") -> None:
        """The centre holds an earlier epoch's records up to here, acknowledged or as evidence."""
        log_.position = position
        self._keep(older={**self.state.older, log_.reader.epoch: DealtWith(position, root, cosigned)})

    def _not_acknowledged(self, log_: _Log, batch: Batch, answer: Answer) -> None:
        task, fields = log_.task, answer.fields()
        match answer.status:
            case 409:
                self._conflict(log_, batch, fields)
            case 413:
                smaller = self._bounded_batch(fields.get("max_batch"), len(batch.bodies) // 2)
                shrank, self._most = smaller < len(batch.bodies), smaller
                self._again(task, SyncTrouble.REJECTED, at_once=shrank)
            case 415 if self._encoding + 1 < len(ENCODINGS):
                self._encoding += 1
                self._again(task, SyncTrouble.REJECTED, at_once=True)
            case _:
                self._stopped(task, answer)

    def _conflict(self, log_: _Log, batch: Batch, fields: Mapping[str, Any]) -> None:
        reader, task = log_.reader, log_.task
        acked, missing = _whole(fields.get("acked")), fields.get("missing_keys")
        if isinstance(missing, list) and missing:
            self._send_missing(log_, batch, missing)
        elif fields.get("diverged") is True or (acked is not None and acked > reader.size()):
            if log_ is self._current:
                self._astray(log_, acked or 0)
            elif fields.get("quarantined") is True:
                self._dealt_with(log_, batch.last, batch.root)
                self._well(task, 0.0)
            else:
                self._slowly(task, SyncTrouble.REJECTED)
        elif acked is None or acked >= batch.first - 1:
            self._retry(task, SyncTrouble.BAD_ANSWER)
        elif acked < reader.first() - 1:
            # Pruned here, and lost there: a person must restore the centre. What comes goes into another epoch.
            if log_ is self._current:
                self._astray(log_, acked)
            else:
                self._slowly(task, SyncTrouble.INCOMPLETE)
        else:  # the centre knows less than it once did: go back to where it stands
            self._courier.forget()
            self._look_for_older()
            log_.position = acked
            if log_ is self._current:
                self._keep(acked=acked, root=reader.root_at(acked) or b"")
            before, log_.back_at = log_.back_at, self._clock.monotonic()
            self._again(task, SyncTrouble.BAD_ANSWER, at_once=log_.back_at - before >= SLOW_S)

    def _send_missing(self, log_: _Log, batch: Batch, missing: list[Any]) -> None:
        """The centre lacks keys of the batch: send them, or say that they are lost; then the batch again."""
        visits = {visit for visit in missing[: len(batch.bodies)] if isinstance(visit, str) and 0 < len(visit) <= 64}
        self._courier.forget(visits)
        kept = {visit: log_.reader.key(visit) for visit in sorted(visits)}
        lost = [visit for visit, key in kept.items() if key is None]
        stopped = self._courier.send(self._wire, filter(None, kept.values()), lost)
        if stopped is not None:
            self._stopped(log_.task, stopped)
        else:
            self._again(log_.task, SyncTrouble.BAD_ANSWER, at_once=True)

    def _stopped(self, task: _Task, answer: Answer | SyncTrouble) -> None:
        """No answer, or one that says no."""
        if isinstance(answer, SyncTrouble):
            self._retry(task, answer)
            return
        match answer.status:
            case 408 | 429 | 503:
                self._retry(task, SyncTrouble.BUSY, answer)
            case 401 | 403:
                self._turned_away()
                self._slowly(task, SyncTrouble.CERTIFICATE)
            case status if 400 <= status < 500:
                self._slowly(task, SyncTrouble.REJECTED)
            case _:  # also every redirect: records go nowhere else
                self._retry(task, SyncTrouble.BAD_ANSWER, answer)

    @staticmethod
    def _bounded_batch(told: object, otherwise: int) -> int:
        """How many records a batch may have; checkpoints lie up to `CHECKPOINT_EVERY` apart, so never fewer."""
        most = _whole(told)
        return max(CHECKPOINT_EVERY, min(MOST_RECORDS, otherwise if most is None else most))

    # Desired state

    def _hear_of(self, version: int | None) -> None:
        """The centre has this version: fetch it, once, if it is newer."""
        kept = self._store.current()
        if version is not None and version > max(kept.version if kept else -1, self._asked_for):
            self._asked_for = version
            self._desired.due = self._clock.monotonic()

    def _fetch(self) -> None:
        kept = self._store.current()
        headers = {} if kept is None else {"If-None-Match": f'"{kept.version}"'}
        answer = self._wire.exchange("GET", "/desired", LONGEST_DESIRED, headers, None)
        if isinstance(answer, SyncTrouble):
            self._retry(self._desired, answer)
            return
        match answer.status:
            case 200:
                taken = self._store.take(answer.body)
                if isinstance(taken, Refused):
                    self._refuse(taken)
                else:
                    self._refused = None
                    if taken.fraud_refused:
                        log.warning("fraud rules were refused: %s", taken.fraud_refused)
                self._contacted()
            case 304 | 404:
                self._contacted()
            case 401 | 403 | 429 | 503:
                self._stopped(self._desired, answer)
            case _:
                self._retry(self._desired, SyncTrouble.BAD_ANSWER, answer)

    def _contacted(self) -> None:
        self._keep(contact=self._clock.now())
        self._well(self._desired, DESIRED_EVERY_S)

    def _refuse(self, refused: Refused) -> None:
        """Have a refusal journalled, once."""
        if refused != self._refused:
            log.warning("a desired state was refused: %s", refused)
            leave_report(self._files.reports, ConfigApplied(refused.version or 0, False, str(refused)), self._clock)
            self._refused = refused

    # How the terminal is

    def _tell_status(self) -> None:
        """Send the heartbeat. That it fails is no trouble of its own: what is wrong fails elsewhere, too."""
        now, log_ = self._clock.now(), self._current
        logs = [] if log_ is None else [log_, *self._older.values()]
        queued, oldest_s = heartbeat.queue([(each.reader, each.position) for each in logs], now)
        kept, kiosk = self._store.current(), self._kiosk.current()
        fields = heartbeat.report(
            now,
            kiosk,
            folder=self._config.state_dir,
            certificate_not_after=self._certificate.not_after(),
            clock_offset_s=self._wire.offset_s,
            epoch=None if log_ is None else log_.reader.epoch,
            size=heartbeat.size(None if log_ is None else log_.reader),
            acked=self.state.acked,
            queued=queued,
            oldest_queued_s=oldest_s,
            config=kept.version if kept else 0,
            fraud_config=kept.fraud_version if kept else None,
            trouble=self._trouble(),
        )
        self._told_at, self._told_of = self._clock.monotonic(), self._worth_telling()
        headers = {"Content-Type": "application/json"}
        answer = self._wire.exchange("PUT", "/status", _LONGEST_ACK, headers, json.dumps(fields).encode())
        if isinstance(answer, SyncTrouble):
            self._retry(self._status, answer)
        elif answer.status in (401, 403, 429, 503):
            self._stopped(self._status, answer)
        else:
            self._well(self._status, self._config.status_s)
        self._status.trouble = None
        self._status.due = max(self._status.due, self._clock.monotonic() + STATUS_AGAIN_S)

    def _worth_telling(self) -> object:
        """What is told at once where it changes."""
        kiosk = self._kiosk.current()
        return self._trouble(), None if kiosk is None else (kiosk.devices, kiosk.broken)

    # The certificate

    def _turned_away(self) -> None:
        """The centre does not accept our certificate: read it anew, and see whether there can be another."""
        self._wire.drop()
        self._beside.drop()
        self._not_accepted = True
        if self._renew is not None and self._renewal.failures == 0:
            self._renewal.due = self._clock.monotonic()

    def _renew_certificate(self) -> None:
        """Have the certificate renewed where that is due. Raises OSError where its report cannot be left."""
        if self._renew is None:
            self._later(self._renewal, RENEWAL_EVERY_S)
            return
        refused, self._not_accepted = self._not_accepted, False
        try:
            renewed = self._renew(refused)
        except OSError as error:
            if not self._renewal.failures:
                log.warning("the certificate cannot be renewed: %s", error)
            self._renewal.failures += 1
            longest_s = min(RENEWAL_EVERY_S, SLOW_S * 2.0 ** min(self._renewal.failures, 8))
            self._later(self._renewal, self._rng.uniform(longest_s / 2, longest_s))
            return
        self._renewal.failures = 0
        self._later(self._renewal, RENEWAL_EVERY_S)
        if renewed is None:
            self._renewal.failures = int(refused)  # not again for every answer that turns us away
            return
        self._wire.drop()
        self._beside.drop()
        for task in (self._events, self._desired, self._status, *(log_.task for log_ in self._older.values())):
            if task.trouble is SyncTrouble.CERTIFICATE or task is self._status:
                self._later(task, 0.0)
        leave_report(self._files.reports, renewed, self._clock)

    # Trouble

    def _guard(self, task: _Task, work: Callable[[], None]) -> None:
        """Run a task; what our own disk does wrong is trouble, too."""
        try:
            work()
        except ReadError:
            self._retry(task, SyncTrouble.JOURNAL)
        except CentreUnreachableError:
            self._retry(task, SyncTrouble.UNREACHABLE)
        except EnrolmentError:
            self._retry(task, SyncTrouble.CERTIFICATE)
        except OSError:
            self._retry(task, SyncTrouble.STORE)

    def _well(self, task: _Task, wait_s: float) -> None:
        task.failures, task.trouble = 0, None
        self._later(task, wait_s)

    def _later(self, task: _Task, wait_s: float) -> None:
        task.due = self._clock.monotonic() + wait_s

    def _again(self, task: _Task, trouble: SyncTrouble, *, at_once: bool) -> None:
        """Try again, the first few times at once where something was changed that may help."""
        if at_once and task.failures < len(ENCODINGS):
            task.failures += 1
            self._later(task, 0.0)
        else:
            self._slowly(task, trouble)

    def _retry(self, task: _Task, trouble: SyncTrouble, answer: Answer | None = None) -> None:
        """Back off with full jitter (after an outage not all terminals come at once); `Retry-After` wins."""
        wait_s = self._rng.uniform(0, min(SLOW_S, 2.0 ** min(task.failures, 16)))
        told = None if answer is None else answer.retry_after(self._clock.now())
        task.failures, task.trouble = task.failures + 1, trouble
        self._later(task, wait_s if told is None else told)
        if trouble is SyncTrouble.CERTIFICATE:
            self._turned_away()

    def _slowly(self, task: _Task, trouble: SyncTrouble) -> None:
        """Only a person can mend it; look again now and then."""
        task.failures, task.trouble = task.failures + 1, trouble
        self._later(task, SLOW_S)

    def _trouble(self) -> SyncTrouble | None:
        """The trouble there is, the gravest first."""
        older = (log_.task for log_ in self._older.values())
        tasks = (self._events, *older, *self._unread.values(), self._desired)
        found = next((task.trouble for task in tasks if task.trouble is not None), None)
        return found or (SyncTrouble.STORE if self._unwritable else None)

    def _note_trouble(self) -> None:
        """Keep the trouble for the staff's screen, and say it where it is new."""
        trouble, now = self._trouble(), self._clock.monotonic()
        if trouble is not None or not self._unread:  # else it is too early to say that all is well
            self._teller.note(trouble)
            self._keep(trouble=trouble, told=self._teller.told)
        if self._told_of != self._worth_telling() and self._config.status_s < float("inf"):
            self._status.due = min(self._status.due, max(now, self._told_at + STATUS_AGAIN_S))

    def _keep(self, **changes: Any) -> None:
        """Change the state; it is saved at the end of the step."""
        changed = replace(self.state, **changes)
        if changed != self.state:
            self.state, self._unsaved = changed, True

    def _save(self, at_once: bool) -> None:
        """Save what changed; that it cannot be saved stops nothing, since the centre can be asked."""
        now = self._clock.monotonic()
        if not self._unsaved or (not at_once and now - self._saved_at < _SAVED_EVERY_S):
            return
        self._saved_at = now
        try:
            self.state.save(self._files.sync)
        except OSError:
            if not self._unwritable:
                log.warning("the state of sync cannot be kept")
            self._unwritable = True
        else:
            self._unsaved = self._unwritable = False


def _whole(value: object) -> int | None:
    return value if type(value) is int and 0 <= value < 2**63 else None


def _bytes(value: object) -> bytes | None:
    if not isinstance(value, str):
        return None
    try:
        return b64decode(value, validate=True)
    except ValueError:
        return None
