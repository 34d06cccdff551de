"""Sends what the centre has not acknowledged, and brings its desired state down: the body of `kiosk sync`.

`POST /v1/kiosks/{kiosk}/epochs/{epoch}/events` with a batch of CloudEvents that ends at a signed checkpoint, until the
centre acknowledges it; `GET /v1/kiosks/{kiosk}/desired` with an ETag. TLS 1.3 with a client certificate and the pinned
CA. Exactly once is the centre's work, by position: every batch may be sent again, and no answer makes the terminal
discard a record.
"""

from __future__ import annotations

import gzip
import json
import logging
import random
import re
import ssl
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, TypeAlias
from urllib.parse import quote

import requests
import urllib3
import zstandard
from requests.adapters import HTTPAdapter

from kiosk.core.entries import ConfigApplied
from kiosk.core.ports import Clock
from kiosk.record import checkpoint, layout
from kiosk.record.checkpoint import Checkpoint, NoteError, SignatureType, VerifierKey
from kiosk.record.desired import LONGEST as LONGEST_DESIRED
from kiosk.record.desired import DesiredStore, Refused
from kiosk.record.journal import CHECKPOINT_EVERY, current_file
from kiosk.record.reader import Batch, JournalReader, ReadError
from kiosk.record.syncstate import SyncState, SyncTrouble, leave_report
from kiosk.record.tree import EMPTY_ROOT

MOST_RECORDS: Final = 500
MOST_BYTES: Final = 256_000
"""Raw bytes of a batch."""
SLOW_S: Final = 300.0
"""Between two attempts that only a person's work can make succeed, and the most that back-off waits."""
DESIRED_EVERY_S: Final = 900.0

_LONGEST_ACK: Final = 65_536
_LONGEST_FLUSH_S: Final = 3600.0
_LONGEST_RETRY_AFTER_S: Final = 86_400.0
_LAST_FLUSH_S: Final = 5.0
_ENCODINGS: Final = ("zstd", "gzip", "identity")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SyncConfig:
    """What sync must know. Files are PEM; `desired_keys` and `server_cosigner` are C2SP verifier key strings.

    Records that can wait do so for `poll_s` until the centre says otherwise; the journal is looked at every `look_s`,
    so that is how long an urgent one takes to leave. `timeout_s` bounds each wait for the network, and three times it
    a whole answer.
    """

    kiosk: str
    bank: str
    url: str
    ca: Path
    certificate: Path
    key: Path
    state_dir: Path
    desired_keys: tuple[str, ...] = ()
    server_cosigner: str | None = None
    poll_s: float = 5.0
    look_s: float = 1.0
    timeout_s: float = 10.0


class _Tls13(HTTPAdapter):
    """Refuses anything older than TLS 1.3."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_minimum_version=ssl.TLSVersion.TLSv1_3, **kwargs)


def mutual_tls(config: SyncConfig) -> requests.Session:
    """A session with the terminal's certificate that trusts the pinned CA alone; the environment changes nothing."""
    session = requests.Session()
    session.trust_env = False
    session.verify = str(config.ca)
    session.cert = (str(config.certificate), str(config.key))
    session.mount("https://", _Tls13())
    session.headers["Accept-Encoding"] = "identity"
    return session


SessionFactory: TypeAlias = Callable[[SyncConfig], requests.Session]


@dataclass(frozen=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def fields(self) -> dict[str, Any]:
        """The body as a JSON object; an empty one where it is none."""
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return value if isinstance(value, dict) else {}


class _Task:
    """One of the two things sync does: when it is due (monotonic seconds), and how often in a row it failed."""

    def __init__(self) -> None:
        self.due = 0.0
        self.failures = 0
        self.trouble: SyncTrouble | None = None


class Uplink:
    """Not shared between threads. Raises `NoteError` for a pinned key that is none."""

    def __init__(
        self, config: SyncConfig, session: SessionFactory, clock: Clock, rng: random.Random | None = None
    ) -> None:
        self._config, self._make_session, self._clock = config, session, clock
        self._rng = rng or random.SystemRandom()
        self._files = layout(config.state_dir)
        self._cosigner = VerifierKey.parse(config.server_cosigner) if config.server_cosigner else None
        if self._cosigner is not None and self._cosigner.type is not SignatureType.COSIGNATURE:
            raise NoteError("the cosigner's key is of another type")
        keys = tuple(map(VerifierKey.parse, config.desired_keys))
        self._store = DesiredStore(self._files.desired, keys, config.kiosk, clock)
        self._session: requests.Session | None = None
        self._reader: JournalReader | None = None
        self._base = f"{config.url.rstrip('/')}/v1/kiosks/{quote(config.kiosk, safe='')}"
        self._events, self._desired = _Task(), _Task()
        self._sent_at = -float("inf")
        self._flush_s = config.poll_s
        self._most = MOST_RECORDS
        self._encoding = 0
        self._asked_for = -1
        self._refused: Refused | None = None
        self.state = SyncState.load(self._files.sync)

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
        if self._clock.monotonic() >= self._events.due:
            self._guard(self._events, lambda: self._send(at_once=False))
        if self._clock.monotonic() >= self._desired.due:  # which the acknowledgement may just have brought forward
            self._guard(self._desired, self._fetch)
        self._note_trouble()
        return max(0.0, min(self._events.due, self._desired.due) - self._clock.monotonic())

    def flush(self) -> None:
        """Send all that is sealed now, as long as the centre takes it; not where sending fails already."""
        if self._events.failures:
            return
        end = self._clock.monotonic() + _LAST_FLUSH_S
        before = -1
        while before < self.state.acked and self._clock.monotonic() < end:
            before = self.state.acked
            self._guard(self._events, lambda: self._send(at_once=True))
        self._note_trouble()

    def close(self) -> None:
        """Close the connection and the journal. Idempotent."""
        self._drop_session()
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    # Events

    def _send(self, *, at_once: bool) -> None:
        """Send one batch if it is time."""
        now = self._clock.monotonic()
        reader = self._open()
        if reader is None:
            self._later(self._events, self._config.look_s)
            return
        sealed, prompt = reader.sealed(self.state.acked)
        waited = now - self._sent_at >= self._flush_s or self._events.failures > 0
        batch = None
        if sealed and (at_once or prompt or waited or sealed - self.state.acked >= self._most):
            batch = reader.batch(self.state.acked, self._most, MOST_BYTES)
        if batch is None:
            self._well(self._events, self._config.look_s)
            return
        self._sent_at = now
        answer = self._exchange("POST", f"/epochs/{reader.epoch}/events", _LONGEST_ACK, *self._request(batch))
        if isinstance(answer, SyncTrouble):
            self._retry(self._events, answer)
        elif answer.status == 200:
            self._acknowledged(reader, batch, answer.fields())
        else:
            self._not_acknowledged(reader, batch, answer)

    def _request(self, batch: Batch) -> tuple[dict[str, str], bytes]:
        raw = b"[" + b",".join(batch.bodies) + b"]"
        encoding = _ENCODINGS[self._encoding]
        if encoding == "zstd":
            raw = zstandard.ZstdCompressor(level=3).compress(raw)
        elif encoding == "gzip":
            raw = gzip.compress(raw, 6)
        kept = self._store.current()
        headers = {
            "Content-Type": "application/cloudevents-batch+json",
            "Content-Digest": f"sha-256=:{b64encode(sha256(raw).digest()).decode()}:",
            "Checkpoint": b64encode(batch.note).decode(),
            "X-Config": str(kept.version if kept else 0),
            "Date": format_datetime(self._clock.now().astimezone(UTC), usegmt=True),
        }
        if encoding != "identity":
            headers["Content-Encoding"] = encoding
        return headers, raw

    def _acknowledged(self, reader: JournalReader, batch: Batch, fields: Mapping[str, Any]) -> None:
        """The centre says it has committed: believe what our own tree, and its cosignature, confirm."""
        acked, root = _whole(fields.get("acked")), _bytes(fields.get("root"))
        if acked is None or acked < batch.last or root is None:
            self._retry(self._events, SyncTrouble.BAD_ANSWER)
            return
        ours = reader.root_at(acked)
        if ours is None or ours != root:
            self._slowly(self._events, SyncTrouble.DIVERGED)
            return
        cosigned = self.state.cosigned
        if self._cosigner is not None:
            cosigned = _bytes(fields.get("cosigned")) or b""
            try:
                held, _ = checkpoint.cosigned_at(cosigned, self._cosigner)
            except NoteError:
                held = None
            if held != Checkpoint(reader.origin, acked, ours):
                self._slowly(self._events, SyncTrouble.NOT_COSIGNED)
                return
        self._keep(epoch=reader.epoch, acked=acked, root=ours, cosigned=cosigned, contact=self._clock.now())
        self._most = self._bounded_batch(fields.get("max_batch"), MOST_RECORDS)
        flush_s = fields.get("flush_s")
        if isinstance(flush_s, int | float) and 0 <= flush_s <= _LONGEST_FLUSH_S:
            self._flush_s = float(flush_s)
        self._hear_of(_whole(fields.get("config")))
        self._well(self._events, 0.0)

    def _not_acknowledged(self, reader: JournalReader, batch: Batch, answer: _Answer) -> None:
        fields = answer.fields()
        match answer.status:
            case 409:
                self._conflict(reader, batch, fields)
            case 413:
                smaller = self._bounded_batch(fields.get("max_batch"), len(batch.bodies) // 2)
                shrank, self._most = smaller < len(batch.bodies), smaller
                self._again(self._events, SyncTrouble.REJECTED, at_once=shrank)
            case 415 if self._encoding + 1 < len(_ENCODINGS):
                self._encoding += 1
                self._again(self._events, SyncTrouble.REJECTED, at_once=True)
            case 429 | 503:
                self._retry(self._events, SyncTrouble.BUSY, answer)
            case 401 | 403:
                self._drop_session()
                self._slowly(self._events, SyncTrouble.CERTIFICATE)
            case status if 400 <= status < 500:
                self._slowly(self._events, SyncTrouble.REJECTED)
            case _:  # also every redirect: records go nowhere else
                self._retry(self._events, SyncTrouble.BAD_ANSWER, answer)

    def _conflict(self, reader: JournalReader, batch: Batch, fields: Mapping[str, Any]) -> None:
        acked = _whole(fields.get("acked"))
        if fields.get("diverged") is True or (acked is not None and acked > reader.size()):
            self._slowly(self._events, SyncTrouble.DIVERGED)
        elif acked is None or acked >= batch.first - 1:
            self._retry(self._events, SyncTrouble.BAD_ANSWER)
        else:  # the centre knows less than it once did: go back to where it stands
            self._keep(acked=acked, root=reader.root_at(acked) or b"")
            self._again(self._events, SyncTrouble.BAD_ANSWER, at_once=True)

    @staticmethod
    def _bounded_batch(told: object, otherwise: int) -> int:
        """How many records a batch may have; checkpoints lie up to `CHECKPOINT_EVERY` apart, so never fewer."""
        most = _whole(told)
        return max(CHECKPOINT_EVERY, min(MOST_RECORDS, otherwise if most is None else most))

    def _open(self) -> JournalReader | None:
        """The current epoch; None before the first. Raises `ReadError`."""
        try:
            path = current_file(self._files.journal)
        except (OSError, ValueError) as error:
            raise ReadError(str(error)) from error
        if path is None:
            return None
        if self._reader is None or self._reader.epoch != path.stem:
            if self._reader is not None:
                self._reader.close()
                self._reader = None
            self._reader = JournalReader(path)
            known = self.state.epoch == self._reader.epoch and self._reader.root_at(self.state.acked) == self.state.root
            if not known:  # another epoch, or another disk: ask the centre anew, from the first record on
                self.state = replace(self.state, epoch=self._reader.epoch, acked=0, root=EMPTY_ROOT, cosigned=b"")
        return self._reader

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
        answer = self._exchange("GET", "/desired", LONGEST_DESIRED, headers, None)
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
                self._contacted()
            case 304 | 404:
                self._contacted()
            case 429 | 503:
                self._retry(self._desired, SyncTrouble.BUSY, answer)
            case 401 | 403:
                self._drop_session()
                self._slowly(self._desired, SyncTrouble.CERTIFICATE)
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

    # Trouble

    def _guard(self, task: _Task, work: Callable[[], None]) -> None:
        """Run a task; what our own disk does wrong is trouble, too."""
        try:
            work()
        except ReadError:
            self._retry(task, SyncTrouble.JOURNAL)
        except OSError:
            self._retry(task, SyncTrouble.STORE)

    def _well(self, task: _Task, wait_s: float) -> None:
        task.failures, task.trouble = 0, None
        self._later(task, wait_s)

    def _later(self, task: _Task, wait_s: float) -> None:
        task.due = self._clock.monotonic() + wait_s

    def _again(self, task: _Task, trouble: SyncTrouble, *, at_once: bool) -> None:
        """Try again, the first few times at once where something was changed that may help."""
        if at_once and task.failures < len(_ENCODINGS):
            task.failures += 1
            self._later(task, 0.0)
        else:
            self._slowly(task, trouble)

    def _retry(self, task: _Task, trouble: SyncTrouble, answer: _Answer | None = None) -> None:
        """Back off with full jitter (after an outage not all terminals come at once); `Retry-After` wins."""
        wait_s = self._rng.uniform(0, min(SLOW_S, 2.0 ** min(task.failures, 16)))
        told = None if answer is None else _retry_after(answer.headers.get("Retry-After"), self._clock.now())
        task.failures, task.trouble = task.failures + 1, trouble
        self._later(task, wait_s if told is None else told)

    def _slowly(self, task: _Task, trouble: SyncTrouble) -> None:
        """Only a person can mend it; look again now and then."""
        task.failures, task.trouble = task.failures + 1, trouble
        self._later(task, SLOW_S)

    def _note_trouble(self) -> None:
        """Keep the trouble for the staff's screen; log it once when it begins and once when it is over."""
        trouble = self._events.trouble or self._desired.trouble
        if trouble is self.state.trouble:
            return
        if trouble is None:
            log.info("sync works again")
        else:
            log.warning("sync is in trouble: %s", trouble)
        self.state = replace(self.state, trouble=trouble)
        try:
            self.state.save(self._files.sync)
        except OSError:
            log.warning("the state of sync cannot be kept")

    def _keep(self, **changes: Any) -> None:
        """Raises OSError."""
        changed = replace(self.state, **changes)
        changed.save(self._files.sync)
        self.state = changed

    # The wire

    def _exchange(
        self, method: str, path: str, longest: int, headers: Mapping[str, str], body: bytes | None
    ) -> _Answer | SyncTrouble:
        """One request with a bounded answer."""
        timeout_s = self._config.timeout_s
        try:
            if self._session is None:
                self._session = self._make_session(self._config)
            with self._session.request(
                method,
                self._base + path,
                data=body,
                headers=dict(headers),
                timeout=timeout_s,
                allow_redirects=False,
                stream=True,
            ) as response:
                content = self._read(response, longest)
                status, told = response.status_code, dict(response.headers)
        except requests.exceptions.SSLError:
            self._drop_session()
            return SyncTrouble.CERTIFICATE
        except (requests.RequestException, urllib3.exceptions.HTTPError):
            self._drop_session()
            return SyncTrouble.UNREACHABLE
        except OSError:  # requests: a certificate or key file that is not there or is none
            self._drop_session()
            return SyncTrouble.CERTIFICATE
        return SyncTrouble.BAD_ANSWER if content is None else _Answer(status, told, content)

    def _read(self, response: requests.Response, longest: int) -> bytes | None:
        """The whole body; None where it is too long or takes too long."""
        end = self._clock.monotonic() + 3 * self._config.timeout_s
        content = bytearray()
        while chunk := response.raw.read1(longest, decode_content=False):
            content += chunk
            if len(content) > longest or self._clock.monotonic() > end:
                return None
        return bytes(content)

    def _drop_session(self) -> None:
        """Begin with a new connection, and with the certificate files as they are then."""
        if self._session is not None:
            self._session.close()
            self._session = None


def _whole(value: object) -> int | None:
    return value if type(value) is int and 0 <= value < 2**63 else None


def _bytes(value: object) -> bytes | None:
    if not isinstance(value, str):
        return None
    try:
        return b64decode(value, validate=True)
    except ValueError:
        return None


def _retry_after(told: str | None, now: datetime) -> float | None:
    """The seconds that `Retry-After` asks for (RFC 9110, 10.2.3), at most a day; None where it says nothing."""
    if told is None:
        return None
    if re.fullmatch("[0-9]{1,9}", told.strip()):
        seconds = float(told)
    else:
        try:
            seconds = (parsedate_to_datetime(told) - now).total_seconds()
        except (ValueError, TypeError):
            return None
    return min(max(seconds, 0.0), _LONGEST_RETRY_AFTER_S)
