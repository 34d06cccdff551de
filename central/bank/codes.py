"""One-time codes: sent to the customer's phone, each bound to what is to be done, and the proofs that they give.

A code is six random digits, kept as a keyed digest, and good for one terminal, visit, session, purpose and set of
details. Whatever may be guessed at is counted for the customer, at all terminals together: three wrong codes in a row
lock, for longer each time, and asking for another code gives no try back. Times are compared so that a clock set back
makes a code worthless rather than longer-lived.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from central import tables
from central.bank.codetexts import text_of
from central.bank.messages import Message, NotSentError, SmsProvider
from central.bank.profile import Profile
from central.bank.sessions import Bound
from central.bank.vault import Vault
from central.batch import RefusedError
from central.settings import CodeSettings
from central.store import Store, put
from kiosk.core.banking import mask
from kiosk.core.secondfactor import (
    CODE_DIGITS,
    CheckAnswer,
    CodeAnswer,
    CodeExpired,
    CodeLocked,
    CodeNotSent,
    CodeRefusal,
    CodeSent,
    CodeWrong,
    Proof,
    Purpose,
    ToConfirm,
)

_CODE, _STANDING = tables.one_time_code.c, tables.code_standing.c
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_KEPT: Final = timedelta(days=2)
"""How long a row is kept: as long as a limit may count it."""
_DOUBLED: Final = 11
"""How often a lock is doubled: from a minute, the shortest, to above a day, the longest. No span has 2**40 minutes."""
_JITTER: Final = timedelta(seconds=2)
"""By how much a clock may be corrected backwards without making codes worthless."""

# States of a code. Only one that was sent can be typed; only one that was proved can be spent.
_SENDING, _SENT, _FAILED, _PROVED, _VOID = "sending", "sent", "failed", "proved", "void"


@dataclass(frozen=True)
class _ToSend:
    """A code that is to be handed over to the gateway."""

    challenge: str
    message: Message = field(repr=False)


class Codes:
    """Sends and checks codes, and spends what they prove (`central.bank.proofs.Proofs`)."""

    def __init__(
        self,
        store: Store,
        vault: Vault,
        provider: SmsProvider,
        *,
        clock: Callable[[], datetime],
        limits: CodeSettings,
        bank: str,
    ) -> None:
        self.provider = provider
        self._store, self._vault, self._clock, self._bank = store, vault, clock, bank
        self._profile = Profile(vault)
        self._limits = limits

    # Sending
    def send(self, bound: Bound, confirm: ToConfirm, language: str, key: str) -> CodeAnswer:
        """Send a code. The same key again sends nothing; for something else it is refused (`RefusedError`, 422)."""
        found = self._store.change(lambda on: self._prepare(on, bound, confirm, language, key))
        if not isinstance(found, _ToSend):
            return found
        try:
            self.provider.send(found.message)
        except NotSentError:
            self._store.change(lambda on: self._mark(on, found.challenge, _FAILED))
            return CodeNotSent(CodeRefusal.NOT_SENT)
        self._store.change(lambda on: self._mark(on, found.challenge, _SENT))
        return self._sent(found.challenge, found.message.to, self._limits.lasts_s)

    def _prepare(
        self, connection: Connection, bound: Bound, confirm: ToConfirm, language: str, key: str
    ) -> CodeAnswer | _ToSend:
        now = self._clock()
        connection.execute(delete(tables.one_time_code).where(_CODE.at < now - _KEPT))
        standing = self._standing(connection, bound.customer, now)
        phone = self._phone(connection, bound, confirm)
        mine = (_CODE.kiosk == bound.kiosk, _CODE.key == key)
        if held := connection.execute(select(tables.one_time_code).where(*mine)).one_or_none():
            return self._again(held, bound, confirm, phone)
        if (wait := _wait(standing.locked_until, now, self._limits.longest_lock)) is not None:
            return CodeNotSent(CodeRefusal.LOCKED, wait)
        if phone is None:
            return CodeNotSent(CodeRefusal.NO_PHONE)
        digest = self._vault.mac(connection, "phone", phone)
        if refused := self._too_many(connection, bound, digest, now):
            return refused
        older = (_CODE.customer == bound.customer, _CODE.state.in_((_SENDING, _SENT, _FAILED)))
        connection.execute(update(tables.one_time_code).where(*older).values(state=_VOID))
        challenge = secrets.token_hex(16)
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
        row = {
            "id": challenge,
            "kiosk": bound.kiosk,
            "key": key,
            "customer": bound.customer,
            "visit": bound.visit,
            "session": bound.session,
            "purpose": confirm.purpose.value,
            "about": bytes.fromhex(confirm.digest()),
            "phone": digest,
            "code": self._digest(connection, challenge, code),
            "at": now,
            "state": _SENDING,
        }
        connection.execute(insert(tables.one_time_code).values(**row))
        minutes = max(1, self._limits.lasts_s // 60)
        return _ToSend(challenge, Message(phone, text_of(self._bank, confirm, code, minutes, language)))

    def _again(self, held: Row[Any], bound: Bound, confirm: ToConfirm, phone: str | None) -> CodeAnswer:
        """What is answered to a key that was used before."""
        if not _is_for(held, bound, confirm) or phone is None:
            raise RefusedError(422, "The key belongs to another code")
        if held.state in (_SENDING, _FAILED):
            return CodeNotSent(CodeRefusal.NOT_SENT)
        left = self._limits.lasts_s - int((self._clock() - held.at).total_seconds())
        return self._sent(held.id, phone, max(0, min(left, self._limits.lasts_s)))

    def _sent(self, challenge: str, phone: str, expires_s: int) -> CodeSent:
        return CodeSent(challenge, mask(phone), expires_s, self._limits.resend_s)

    def _phone(self, connection: Connection, bound: Bound, confirm: ToConfirm) -> str | None:
        """Where the code goes: a new phone proves itself, all else is proved by the one on file."""
        if confirm.purpose is Purpose.PHONE_CHANGE:
            return dict(confirm.details)["phone"]
        return self._profile.phone(connection, bound.customer)

    def _too_many(self, connection: Connection, bound: Bound, phone: bytes, now: datetime) -> CodeNotSent | None:
        """Why no code is sent now, if it is for the number of those that were. What a clock set back left counts."""
        waiting = (_CODE.customer == bound.customer, _CODE.state == _SENT)
        last = connection.execute(select(func.max(_CODE.at)).where(*waiting)).scalar()
        if last is not None and (wait := _wait(last + self._limits.resend, now, self._limits.resend)) is not None:
            return CodeNotSent(CodeRefusal.TOO_SOON, wait)
        limits = self._limits
        for who, hour, day in (
            (_CODE.customer == bound.customer, limits.customer_hour, limits.customer_day),
            (_CODE.phone == phone, limits.customer_hour, limits.customer_day),
            (_CODE.kiosk == bound.kiosk, limits.kiosk_hour, limits.kiosk_day),
        ):
            for span, most in ((_HOUR, hour), (_DAY, day)):
                if (wait := self._above(connection, who, span, most, now)) is not None:
                    return CodeNotSent(CodeRefusal.TOO_MANY, wait)
        return None

    def _above(
        self, connection: Connection, who: ColumnElement[bool], span: timedelta, most: int, now: datetime
    ) -> int | None:
        """In how many seconds there are fewer than `most` in a span; None where there are fewer now."""
        newest = select(_CODE.at).where(who, _CODE.state != _FAILED, _CODE.at > now - span).order_by(_CODE.at.desc())
        last = connection.execute(newest.offset(most - 1).limit(1)).scalar()
        return None if last is None else _wait(last + span, now, span) or 1

    def _mark(self, connection: Connection, challenge: str, state: str) -> None:
        still = (_CODE.id == challenge, _CODE.state == _SENDING)
        connection.execute(update(tables.one_time_code).where(*still).values(state=state))

    # Checking
    def check(self, bound: Bound, challenge: str, code: str) -> CheckAnswer:
        """What a typed code is. A right one again, before its proof was spent, gives another proof for the first."""
        return self._store.change(lambda connection: self._check(connection, bound, challenge, code))

    def _check(self, connection: Connection, bound: Bound, challenge: str, code: str) -> CheckAnswer:
        now = self._clock()
        standing = self._standing(connection, bound.customer, now)
        if (wait := _wait(standing.locked_until, now, self._limits.longest_lock)) is not None:
            return CodeLocked(wait)
        held = connection.execute(
            select(tables.one_time_code).where(_CODE.id == challenge).with_for_update()
        ).one_or_none()
        if held is None or not _is_in(held, bound) or held.state not in (_SENT, _PROVED) or held.spent_at is not None:
            return CodeExpired()
        if not held.at - _JITTER <= now < held.at + self._limits.lasts:
            return CodeExpired()
        if not secrets.compare_digest(bytes(held.code), self._digest(connection, challenge, code)):
            return self._wrong(connection, bound.customer, standing.failures + 1, standing.locks, now)
        proof = secrets.token_urlsafe(32)
        proved = {"state": _PROVED, "proof": sha256(proof.encode()).digest(), "proved_at": now}
        connection.execute(update(tables.one_time_code).where(_CODE.id == challenge).values(**proved))
        self._stand(connection, bound.customer, failures=0, last_at=now)
        return Proof(proof)

    def _wrong(self, connection: Connection, customer: str, failures: int, locks: int, now: datetime) -> CheckAnswer:
        if failures < self._limits.tries:
            self._stand(connection, customer, failures=failures, last_at=now)
            return CodeWrong(self._limits.tries - failures)
        lasts = min(self._limits.lock * 2 ** min(locks, _DOUBLED), self._limits.longest_lock)
        self._stand(connection, customer, failures=0, locks=locks + 1, locked_until=now + lasts, last_at=now)
        void = (_CODE.customer == customer, _CODE.state.in_((_SENDING, _SENT)))
        connection.execute(update(tables.one_time_code).where(*void).values(state=_VOID))
        return CodeLocked(int(lasts.total_seconds()))

    # Spending
    def spend(self, connection: Connection, bound: Bound, confirm: ToConfirm, proof: str) -> bool:
        """Whether a proof was given in this session for exactly this and was not spent before; spends it."""
        now = self._clock()
        query = select(tables.one_time_code).where(_CODE.proof == sha256(proof.encode()).digest())
        held = connection.execute(query).one_or_none()
        if held is None or not _is_for(held, bound, confirm):
            return False
        if not held.proved_at - _JITTER <= now < held.proved_at + self._limits.proof_lasts:
            return False
        unspent = (_CODE.id == held.id, _CODE.proof == held.proof, _CODE.spent_at.is_(None))
        spent = update(tables.one_time_code).where(*unspent).values(spent_at=now)
        return connection.execute(spent, execution_options={"preserve_rowcount": True}).rowcount == 1

    # How a customer stands
    def _standing(self, connection: Connection, customer: str, now: datetime) -> Row[Any]:
        """Wrong tries and locks, locked for this transaction; forgotten a day after the last."""
        fresh = {"customer": customer, "failures": 0, "locks": 0, "locked_until": None, "last_at": now}
        put(connection, tables.code_standing, fresh)
        one = select(tables.code_standing).where(_STANDING.customer == customer).with_for_update()
        held = connection.execute(one).one()
        if held.last_at > now - _DAY or (held.locked_until is not None and held.locked_until > now - _DAY):
            return held
        self._stand(connection, customer, failures=0, locks=0, locked_until=None, last_at=now)
        return connection.execute(one).one()

    def _stand(self, connection: Connection, customer: str, **values: Any) -> None:
        connection.execute(update(tables.code_standing).where(_STANDING.customer == customer).values(**values))

    def _digest(self, connection: Connection, challenge: str, code: str) -> bytes:
        return self._vault.mac(connection, "code", f"{challenge}\n{code}")


def _wait(until: datetime | None, now: datetime, most: timedelta) -> int | None:
    """Whole seconds until then, `most` at most (the clock may have been set back); None where it is past."""
    if until is None or until <= now:
        return None
    return max(1, int(min(until - now, most).total_seconds()))


def _is_in(held: Row[Any], bound: Bound) -> bool:
    same = (held.kiosk, held.visit, held.customer) == (bound.kiosk, bound.visit, bound.customer)
    return same and secrets.compare_digest(bytes(held.session), bound.session)


def _is_for(held: Row[Any], bound: Bound, confirm: ToConfirm) -> bool:
    return _is_in(held, bound) and held.purpose == confirm.purpose and bytes(held.about).hex() == confirm.digest()
