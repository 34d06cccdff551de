"""The desired state: what the centre wants this terminal to be, signed, and kept with the last good version.

Document: `{"payload": <base64 of the exact bytes>, "signatures": [{"keyid": <name>, "sig": <base64>}]}`. The signature
is Ed25519 over the payload bytes; `keyid` is the name of a pinned verifier key (a C2SP verifier string) that signs
nothing else. Unknown fields are ignored, so that a newer centre can serve an older terminal.

Fraud rules that cannot be read refuse themselves and nothing else: the last good ones stay in force, out of the signed
document that they came in, which is kept beside; where there are none, the cautious ones that are built in.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from kiosk.core.bulletins import Bulletin, BulletinText
from kiosk.core.callback import Window
from kiosk.core.complaint import ComplaintPolicy, read_policy
from kiosk.core.deadlines import DeadlineError
from kiosk.core.faq import Category, Faq, FaqText, Link, LinkKind, Names, address_fault
from kiosk.core.feedback import Survey, SurveyError, read_survey
from kiosk.core.fraud import FraudRules
from kiosk.core.fraud_default import CAUTIOUS
from kiosk.core.notices import FraudNotice
from kiosk.core.ports import Clock
from kiosk.record import fraud_rules
from kiosk.record.checkpoint import Signer, VerifierKey
from kiosk.record.fields import WrongError as _WrongError
from kiosk.record.fields import base64 as _bytes
from kiosk.record.fields import instant as _instant
from kiosk.record.fields import mapping as _object
from kiosk.record.fields import mappings as _objects
from kiosk.record.fields import names as _names
from kiosk.record.fields import parsed as _json
from kiosk.record.fields import text as _text
from kiosk.record.fields import texts as _texts
from kiosk.record.fields import unique as _unique
from kiosk.record.fields import whole as _whole
from kiosk.record.files import make_folder, write_atomically
from kiosk.record.seal import SealError, SealingKey
from kiosk.settings import Settings, SettingsError, overlaid

LONGEST: Final = 2**20
"""Bytes; a longer document is not read at all."""

_LONGEST_DETAIL: Final = 200


@dataclass(frozen=True)
class Branch:
    """The branch this terminal stands in; `names` by language tag."""

    id: str
    names: Names


@dataclass(frozen=True)
class Service:
    """A service that the branch offers; `names` by language tag. `links` open it on a phone."""

    id: str
    names: Names
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Slot:
    """A time for which appointments for a service can be had, `capacity` of them."""

    service: str
    starts: datetime
    ends: datetime
    capacity: int


@dataclass(frozen=True)
class DesiredState:
    """A verified desired state. `token_keys` is a JWK set (RFC 7517) as it came.

    `settings` hold for this terminal (`kiosk.settings.overlaid`); `revoked_tokens` are ids of appointment codes that no
    longer count.
    """

    version: int
    kiosk: str
    not_after: datetime
    branch: Branch
    services: tuple[Service, ...]
    token_keys: Mapping[str, Any]
    fraud_notices: tuple[FraudNotice, ...]
    fraud: FraudRules = CAUTIOUS
    survey: Survey = field(default_factory=Survey)
    complaints: ComplaintPolicy = field(default_factory=ComplaintPolicy)
    sealing_key: SealingKey | None = None
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    faq_categories: tuple[Category, ...] = ()
    faq: tuple[Faq, ...] = ()
    callback_windows: tuple[Window, ...] = ()
    bulletins: tuple[Bulletin, ...] = ()
    slots: tuple[Slot, ...] = ()
    revoked_tokens: frozenset[str] = frozenset()
    fraud_version: int | None = None
    """The version that the fraud rules in force came with; None for those that are built in."""
    fraud_refused: str = ""
    """Why this version's fraud rules cannot be read."""
    payload: bytes = field(repr=False, compare=False, default=b"")


class Refusal(StrEnum):
    """Why a desired state is not taken over."""

    MALFORMED = "malformed"
    UNKNOWN_KEY = "unknownKey"
    FORGED = "forged"
    OTHER_KIOSK = "otherKiosk"
    EXPIRED = "expired"
    OLDER = "older"
    CONFLICTING = "conflicting"
    """The version that is kept already, with another content."""


@dataclass(frozen=True)
class Refused:
    """A desired state that is not taken over. `version` is None where the signature did not hold."""

    why: Refusal
    detail: str = ""
    version: int | None = None

    def __str__(self) -> str:
        return f"{self.why}: {self.detail}" if self.detail else str(self.why)


def sign(payload: Mapping[str, Any], name: str, signer: Signer) -> bytes:
    """The signed document of a payload: what the centre serves."""
    raw = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    signature = {"keyid": name, "sig": b64encode(signer.sign(raw)).decode()}
    return json.dumps({"payload": b64encode(raw).decode(), "signatures": [signature]}).encode()


def read(
    document: bytes, keys: Sequence[VerifierKey], kiosk: str, settings: Settings | None = None
) -> DesiredState | Refused:
    """Verify a document and read it. At least one pinned key must have signed; a false signature of one spoils it.

    Its settings must be good ones when laid over the terminal's own `settings`; without these they are not looked into.
    """
    try:
        if len(document) > LONGEST:
            raise _WrongError("too long")
        envelope = _object(_json(document), "the document")
        payload = _bytes(envelope.get("payload"), "payload")
        signatures = [
            (_text(item.get("keyid"), f"{where}.keyid"), _bytes(item.get("sig"), f"{where}.sig"))
            for item, where in _objects(envelope.get("signatures"), "signatures")
        ]
    except _WrongError as error:
        return Refused(Refusal.MALFORMED, str(error))

    found = [key.holds(payload, signature) for name, signature in signatures for key in keys if key.name == name]
    if not found:
        return Refused(Refusal.UNKNOWN_KEY)
    if not all(found):
        return Refused(Refusal.FORGED)

    version = None
    try:
        fields = _object(_json(payload), "the payload")
        version = _whole(fields.get("version"), "version")
        state = _state(fields, version, payload)
    except _WrongError as error:
        return Refused(Refusal.MALFORMED, str(error), version)
    if state.kiosk != kiosk:
        return Refused(Refusal.OTHER_KIOSK, version=version)
    try:
        if settings is not None:
            overlaid(settings, state.settings)
    except SettingsError as error:
        return Refused(Refusal.MALFORMED, f"settings: {error}"[:_LONGEST_DETAIL], version)
    return state


class DesiredStore:
    """The file that keeps the last good document. `kiosk sync` takes documents over; every process may read."""

    def __init__(
        self,
        path: Path,
        keys: Sequence[VerifierKey],
        kiosk: str,
        clock: Clock,
        settings: Settings | None = None,
    ) -> None:
        """`settings` are the terminal's own, over which those of a state must be good ones."""
        self._path, self._keys, self._kiosk, self._clock = path, tuple(keys), kiosk, clock
        self._rules = path.with_name(f"{path.stem}-fraud{path.suffix}")
        """The last document whose fraud rules could be read, where the one in force is another."""
        self._settings = settings
        self._seen: tuple[int, int, int] | None = None
        self._state: DesiredState | None = None

    def current(self) -> DesiredState | None:
        """The last good state; None before the first. Reads the file again only where it was replaced.

        A state stays in force after its `not_after`: that bounds when it may arrive, not how long a terminal that is
        offline goes on. A file that no longer verifies counts as absent, except for what was read of it before.
        """
        try:
            stat = self._path.stat()
            seen = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
            if seen == self._seen:
                return self._state
            document = self._path.read_bytes()
        except OSError:
            return self._state
        kept = read(document, self._keys, self._kiosk, self._settings)
        self._seen = seen
        if isinstance(kept, DesiredState):
            self._state = self._with_rules(kept)
        return self._state

    def take(self, document: bytes) -> DesiredState | Refused:
        """Take a document over if it is good, in time and newer; a repeat of the kept one changes nothing.

        Raises OSError where the file cannot be written.
        """
        state = read(document, self._keys, self._kiosk, self._settings)
        if isinstance(state, Refused):
            return state
        if self._clock.now() >= state.not_after:
            return Refused(Refusal.EXPIRED, version=state.version)
        kept = self.current()
        if kept is not None and state.version < kept.version:
            return Refused(Refusal.OLDER, f"{kept.version} is kept", state.version)
        if kept is not None and state.version == kept.version:
            return kept if state.payload == kept.payload else Refused(Refusal.CONFLICTING, version=state.version)
        make_folder(self._path.parent)
        if state.fraud_refused and kept is not None and not kept.fraud_refused:
            write_atomically(self._rules, self._path.read_bytes())  # first: a power cut loses no rules
        write_atomically(self._path, document)
        self._seen, self._state = None, self._with_rules(state)
        return self._state

    def _with_rules(self, state: DesiredState) -> DesiredState:
        """A state with the last good fraud rules, where its own cannot be read."""
        if not state.fraud_refused:
            return state
        try:
            held = read(self._rules.read_bytes(), self._keys, self._kiosk)
        except OSError:
            return state
        if isinstance(held, Refused) or held.fraud_refused or held.version > state.version:
            return state
        rules = {"fraud": held.fraud, "fraud_notices": held.fraud_notices, "fraud_version": held.version}
        return replace(state, **rules)  # type: ignore[arg-type]


def _state(fields: Mapping[str, Any], version: int, payload: bytes) -> DesiredState:
    branch = _object(fields.get("branch"), "branch")
    token_keys = _object(fields.get("token_keys"), "token_keys")
    _objects(token_keys.get("keys"), "token_keys.keys")
    survey, complaints = fields.get("survey"), fields.get("complaints")
    try:
        asked = Survey() if survey is None else read_survey(survey)
        policy = ComplaintPolicy() if complaints is None else read_policy(complaints)
    except (SurveyError, DeadlineError) as error:
        raise _WrongError(str(error)) from error
    notices, rules, refused = _fraud(fields)
    return DesiredState(
        version=version,
        kiosk=_text(fields.get("kiosk"), "kiosk"),
        not_after=_instant(fields.get("not_after"), "not_after"),
        branch=Branch(_text(branch.get("id"), "branch.id"), _names(branch.get("names"), "branch.names")),
        services=_unique(
            [
                Service(
                    _text(item.get("id"), f"{where}.id"),
                    _names(item.get("names"), f"{where}.names"),
                    _links(item.get("links"), f"{where}.links"),
                )
                for item, where in _objects(fields.get("services"), "services")
            ],
            lambda service: service.id,
            "services",
        ),
        token_keys=token_keys,
        fraud_notices=notices,
        fraud=rules,
        fraud_version=None if refused else version,
        fraud_refused=refused,
        survey=asked,
        complaints=policy,
        sealing_key=_sealing_key(fields.get("sealing_key")),
        settings={
            name: _object(table, f"settings.{name}")
            for name, table in _object(fields.get("settings", {}), "settings").items()
        },
        faq_categories=_unique(
            [
                Category(_text(item.get("id"), f"{where}.id"), _names(item.get("names"), f"{where}.names"))
                for item, where in _objects(fields.get("faq_categories", []), "faq_categories")
            ],
            lambda category: category.id,
            "faq_categories",
        ),
        faq=_unique(
            [_faq(item, where) for item, where in _objects(fields.get("faq", []), "faq")], lambda faq: faq.id, "faq"
        ),
        callback_windows=_unique(
            [_window(item, where) for item, where in _objects(fields.get("callback_windows", []), "callback_windows")],
            lambda window: window.id,
            "callback_windows",
        ),
        bulletins=_unique(
            [_bulletin(item, where) for item, where in _objects(fields.get("bulletins", []), "bulletins")],
            lambda bulletin: bulletin.id,
            "bulletins",
        ),
        slots=tuple(_slot(item, where) for item, where in _objects(fields.get("slots", []), "slots")),
        revoked_tokens=frozenset(_texts(fields.get("revoked_tokens", []), "revoked_tokens")),
        payload=payload,
    )


def _fraud(fields: Mapping[str, Any]) -> tuple[tuple[FraudNotice, ...], FraudRules, str]:
    """Notices and fraud rules, the cautious ones where they cannot be read; and why not."""
    try:
        notices = _unique(
            [fraud_rules.notice(item, where) for item, where in _objects(fields.get("fraud_notices"), "fraud_notices")],
            lambda notice: notice.id,
            "fraud_notices",
        )
        return notices, fraud_rules.read(fields.get("fraud"), notices), ""
    except _WrongError as error:
        return (), CAUTIOUS, str(error)[:_LONGEST_DETAIL]


def _sealing_key(value: Any) -> SealingKey | None:
    if value is None:
        return None
    item = _object(value, "sealing_key")
    if item.get("alg") != "X25519":
        raise _WrongError("sealing_key.alg is not X25519")
    try:
        return SealingKey(_text(item.get("kid"), "sealing_key.kid"), _bytes(item.get("public"), "sealing_key.public"))
    except SealError as error:
        raise _WrongError("sealing_key.public is no key") from error


def _faq(item: Mapping[str, Any], where: str) -> Faq:
    texts = []
    for language, value in _object(item.get("texts"), f"{where}.texts").items():
        at = f"{where}.texts.{language}"
        text = _object(value, at)
        texts.append(
            (
                language,
                FaqText(_text(text.get("question"), f"{at}.question"), _text(text.get("answer"), f"{at}.answer")),
            )
        )
    if not texts:
        raise _WrongError(f"{where}.texts is empty")
    return Faq(
        id=_text(item.get("id"), f"{where}.id"),
        version=_whole(item.get("version"), f"{where}.version"),
        category=_text(item.get("category"), f"{where}.category"),
        texts=tuple(texts),
        words=tuple(
            word
            for language, words in _object(item.get("words") or {}, f"{where}.words").items()
            for word in _texts(words, f"{where}.words.{language}")
        ),
        links=_links(item.get("links"), f"{where}.links"),
    )


def _links(value: Any, where: str) -> tuple[Link, ...]:
    """Hand-over addresses; a kind that a newer centre knows is left out."""
    links = []
    for item, at in _objects(value or [], where):
        kind, address = _text(item.get("kind"), f"{at}.kind"), _text(item.get("address"), f"{at}.address")
        names = _names(item.get("names"), f"{at}.names")
        if kind in LinkKind.__members__.values():
            if fault := address_fault(LinkKind(kind), address):
                raise _WrongError(f"{at}.address is {fault}")
            links.append(Link(LinkKind(kind), address, names))
    return tuple(links)


def _window(item: Mapping[str, Any], where: str) -> Window:
    weekdays = item.get("weekdays")
    if not isinstance(weekdays, list) or not all(type(day) is int and 1 <= day <= 7 for day in weekdays):
        raise _WrongError(f"{where}.weekdays is not a list of days from 1 to 7")
    window = Window(
        id=_text(item.get("id"), f"{where}.id"),
        starts=_hour(item.get("starts"), f"{where}.starts"),
        ends=_hour(item.get("ends"), f"{where}.ends"),
        weekdays=tuple(weekdays),
        names=_names(item.get("names"), f"{where}.names"),
    )
    if window.ends <= window.starts:
        raise _WrongError(f"{where}.ends is not after its start")
    return window


def _bulletin(item: Mapping[str, Any], where: str) -> Bulletin:
    texts = []
    for language, value in _object(item.get("texts"), f"{where}.texts").items():
        at = f"{where}.texts.{language}"
        text = _object(value, at)
        line = _text(text.get("line"), f"{at}.line")
        texts.append((language, BulletinText(_text(text.get("title"), f"{at}.title"), line)))
    if not texts:
        raise _WrongError(f"{where}.texts is empty")
    starts, ends = (
        None if item.get(name) is None else _instant(item[name], f"{where}.{name}") for name in ("starts", "ends")
    )
    return Bulletin(
        _text(item.get("id"), f"{where}.id"),
        _whole(item.get("version"), f"{where}.version"),
        tuple(texts),
        starts,
        ends,
    )


def _slot(item: Mapping[str, Any], where: str) -> Slot:
    slot = Slot(
        service=_text(item.get("service"), f"{where}.service"),
        starts=_instant(item.get("starts"), f"{where}.starts"),
        ends=_instant(item.get("ends"), f"{where}.ends"),
        capacity=_whole(item.get("capacity"), f"{where}.capacity"),
    )
    if slot.ends <= slot.starts:
        raise _WrongError(f"{where}.ends is not after its start")
    return slot


def _hour(value: Any, where: str) -> time:
    try:
        hour = time.fromisoformat(_text(value, where))
    except ValueError as error:
        raise _WrongError(f"{where} is not a time of day") from error
    if hour.tzinfo is not None:
        raise _WrongError(f"{where} has a time zone")
    return hour
