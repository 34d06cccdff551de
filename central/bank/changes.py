"""Changes that happen once: by the key that the terminal gave each, the same again is answered as before."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, select, update

from central import tables
from central.bank.sessions import Bound
from central.bank.vault import Vault
from central.batch import RefusedError
from central.store import put
from kiosk.core.banking import ChangeAnswer, ChangeRefusal, Done, NeverCame, Outcome, Refused, UnderWay
from kiosk.core.fraud import Kind

_CHANGE = tables.bank_change.c
VOID: Final = "void"
"""`what` of a key whose outcome was asked for before anything came with it: nothing is done by it any more."""
VOIDED: Final = "The key is void: nothing is done by it"
_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Asked:
    """A change that a terminal asks for in a customer's session: `what` by its name, `about` all that it says.

    A proof is not part of `about`: it is spent by the first answer. `kind` is what it is to the fraud rules, where they
    judge it.
    """

    bound: Bound
    key: str
    what: str
    about: Mapping[str, Any]
    kind: Kind | None = None


class Changes:
    """Makes each change once."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def once(
        self, connection: Connection, asked: Asked, now: datetime, work: Callable[[], ChangeAnswer | UnderWay]
    ) -> ChangeAnswer | UnderWay:
        """What `work` answers, done once for the key, in this transaction. `RefusedError` 422: another's key, or void.

        What is under way stays so until `settle`.

        Two that come at once with a key: the second waits at the row until the first is committed.
        """
        told = json.dumps([asked.what, asked.bound.customer, asked.about], sort_keys=True, ensure_ascii=False)
        digest = self._vault.mac(connection, "change", told)
        row = {
            "kiosk": asked.bound.kiosk,
            "key": asked.key,
            "what": asked.what,
            "digest": digest,
            "customer": asked.bound.customer,
            "visit": asked.bound.visit,
            "at": now,
            "answer": None,
            "kind": asked.kind and asked.kind.value,
        }
        one = (_CHANGE.kiosk == asked.bound.kiosk, _CHANGE.key == asked.key)
        if not put(connection, tables.bank_change, row):
            held = connection.execute(select(tables.bank_change).where(*one)).one()
            if held.what == VOID:
                raise RefusedError(422, VOIDED)
            if bytes(held.digest) != digest:
                raise RefusedError(422, "The key belongs to another change")
            return _read(held.answer)
        answer = work()
        if not isinstance(answer, UnderWay):
            settle(connection, asked.bound.kiosk, asked.key, answer)
        return answer

    def outcome(self, connection: Connection, kiosk: str, key: str, now: datetime) -> Outcome:
        """What became of a terminal's change. A key that never came is void from now on, should the change still come.

        A change with this key that is on its way comes before or after this transaction: at the row one waits for the
        other.
        """
        put(connection, tables.bank_change, {"kiosk": kiosk, "key": key, "what": VOID, "digest": b"", "at": now})
        one = (_CHANGE.kiosk == kiosk, _CHANGE.key == key)
        held = connection.execute(select(_CHANGE.what, _CHANGE.answer).where(*one)).one()
        return NeverCame() if held.what == VOID else _read(held.answer)


def settle(connection: Connection, kiosk: str, key: str, answer: ChangeAnswer) -> None:
    """Say what came of a change."""
    one = (_CHANGE.kiosk == kiosk, _CHANGE.key == key)
    connection.execute(update(tables.bank_change).where(*one).values(answer=told_of(answer)))


def reference() -> str:
    """A reference that a person can read out: eight letters and digits that are not mistaken for each other."""
    text = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{text[:4]}-{text[4:]}"


def told_of(answer: ChangeAnswer) -> dict[str, Any]:
    """An answer as JSON."""
    if isinstance(answer, Done):
        return {"outcome": "done", "reference": answer.reference, "already": answer.already}
    return {"outcome": "refused", "reason": answer.reason.value}


def _read(told: Any) -> Done | Refused | UnderWay:
    if told is None:
        return UnderWay()
    if told["outcome"] == "done":
        return Done(told["reference"], told["already"])
    return Refused(ChangeRefusal(told["reason"]))
