"""One-time codes over the line."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from drivers.bank_http import answers
from drivers.bank_http.answers import NotAnAnswerError
from drivers.bank_http.sessions import Asker, understood
from kiosk.core.banking import Session
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
    ToConfirm,
)

_LONGEST_S: Final = 24 * 3600
"""No span that a customer is told is longer."""
_MOST_TRIES: Final = 10


class Codes(Asker):
    """Implements `kiosk.core.secondfactor.OneTimeCodes`."""

    def send(self, session: str, visit: str, confirm: ToConfirm, language: str, key: str) -> CodeAnswer:
        """Have a code sent."""
        status, told = self._asked(
            _session(session, visit),
            "POST",
            "/codes",
            body={"purpose": confirm.purpose.value, "details": dict(confirm.details), "language": language},
            headers={"X-Request-ID": key},
        )

        def read() -> CodeAnswer:
            if status == 409:
                return CodeNotSent(answers.word(told, "reason", CodeRefusal), _span_or_none(told, "waitIn"))
            if status != 201 or answers.member(told, "scaStatus") != "started":
                raise NotAnAnswerError(f"status {status} is no answer")
            if answers.member(answers.member(told, "challengeData"), "otpMaxLength") != CODE_DIGITS:
                raise NotAnAnswerError("a code of another length")
            return CodeSent(
                challenge=answers.identifier(told, "authorisationId"),
                phone=answers.text(answers.member(told, "chosenScaMethod"), "name"),
                expires_s=_span(told, "expiresIn"),
                resend_s=_span(told, "resendIn"),
            )

        return understood(self._line, read)

    def check(self, session: str, visit: str, challenge: str, code: str) -> CheckAnswer:
        """Have a code checked."""
        body = {"scaAuthenticationData": code}
        status, told = self._asked(_session(session, visit), "PUT", f"/codes/{challenge}", body=body)

        def read() -> CheckAnswer:
            match status, answers.member(told, "reason"):
                case 409, "wrong":
                    return CodeWrong(_number(told, "triesLeft", _MOST_TRIES))
                case 409, "expired":
                    return CodeExpired()
                case 409, "locked":
                    return CodeLocked(_span(told, "waitIn"))
            if status != 200 or answers.member(told, "scaStatus") != "finalised":
                raise NotAnAnswerError(f"status {status} is no answer")
            return Proof(answers.printable(told, "proof", 512))

        return understood(self._line, read)


def _session(consent: str, visit: str) -> Session:
    """The session as calls bear it: of what else one is, nothing is sent."""
    return Session(consent, visit, "", datetime.max.replace(tzinfo=UTC))


def _number(told: Any, name: str, most: int) -> int:
    found = answers.member(told, name)
    if type(found) is not int or not 0 <= found <= most:
        raise NotAnAnswerError(f"{name} is no such number")
    return found


def _span(told: Any, name: str) -> int:
    return _number(told, name, _LONGEST_S)


def _span_or_none(told: Any, name: str) -> int | None:
    return None if answers.member(told, name) is None else _span(told, name)
