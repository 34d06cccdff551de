"""The customer's details and limits over the line."""

from __future__ import annotations

from typing import Any

from drivers.bank_http import answers
from drivers.bank_http.answers import NotAnAnswerError
from drivers.bank_http.sessions import Asker, understood
from kiosk.core.banking import MOST_LIMITS, ChangeAnswer, Details, Limit, LimitKind, Session
from kiosk.core.money import Money


class Profile(Asker):
    """Implements `kiosk.core.banking.Profile`."""

    def details(self, session: Session) -> Details:
        """Phone, address and e-mail, masked."""
        status, told = self._get(session, "/profile")

        def read() -> Details:
            if status != 200:
                raise NotAnAnswerError(f"status {status} is no answer")
            phone, address, email = (answers.text_or_none(told, name) for name in ("phone", "address", "email"))
            return Details(phone, address, email)

        return understood(self._line, read)

    def change_phone(self, session: Session, phone: str, proof: str, key: str) -> ChangeAnswer:
        """Change the phone number."""
        return self._change(session, "PUT", "/profile/phone", key, {"phone": phone, "proof": proof})

    def change_address(self, session: Session, address: str, proof: str, key: str) -> ChangeAnswer:
        """Change the address."""
        return self._change(session, "PUT", "/profile/address", key, {"address": address, "proof": proof})


class Limits(Asker):
    """Implements `kiosk.core.banking.Limits`."""

    def limits(self, session: Session) -> tuple[Limit, ...]:
        """The customer's limits. One of a kind that the terminal has no words for is left out."""
        status, told = self._get(session, "/limits")

        def read() -> tuple[Limit, ...]:
            if status != 200:
                raise NotAnAnswerError(f"status {status} is no answer")
            known = [kind.value for kind in LimitKind]
            every = answers.items(told, "limits", MOST_LIMITS, lambda item: item)
            found = tuple(_limit(item) for item in every if answers.member(item, "kind") in known)
            if len({limit.limit_id for limit in found}) < len(found):
                raise NotAnAnswerError("the same limit twice")
            return found

        return understood(self._line, read)

    def change(self, session: Session, limit_id: str, amount: Money, proof: str | None, key: str) -> ChangeAnswer:
        """Lower or raise a limit."""
        body = {"amount": {"currency": amount.currency, "amount": amount.decimal()}, "proof": proof}
        return self._change(session, "PUT", f"/limits/{limit_id}", key, body)


def _limit(told: Any) -> Limit:
    found = Limit(
        limit_id=answers.identifier(told, "limitId"),
        kind=answers.word(told, "kind", LimitKind),
        amount=answers.money(told, "amount"),
        bound=answers.money(told, "bound"),
    )
    answers.alike((found.amount, found.bound))
    if min(found.amount.minor, found.bound.minor) < 0:
        raise NotAnAnswerError("a limit below nothing")
    return found
