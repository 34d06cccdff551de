"""Customers' sessions over the line, and what calls within one have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from drivers.bank_http import answers
from drivers.bank_http.answers import NotAnAnswerError
from drivers.bank_http.line import LARGEST_ANSWER, Line
from kiosk.core.banking import (
    ChangeAnswer,
    ChangeRefusal,
    Done,
    Identified,
    NeverCame,
    Outcome,
    Refused,
    Session,
    SessionEndedError,
    SessionRefusal,
    UnderWay,
)
from kiosk.core.fraud import Kind

_ENDED: Final = frozenset({"CONSENT_INVALID", "CONSENT_EXPIRED", "CONSENT_UNKNOWN"})
_MOST_USED: Final = 64
_READ = TypeVar("_READ")


class Sessions:
    """Opens and closes customers' sessions; implements `kiosk.core.banking.Sessions` and `Outcomes`."""

    def __init__(self, line: Line, branch: str) -> None:
        self._line, self._branch = line, f"/v1/branches/{branch}"

    def open(self, identified: Identified) -> Session | SessionRefusal:
        """Open a session for an identified customer."""
        status, told = self._line.ask(
            "POST",
            f"{self._branch}/sessions",
            {
                "visit": identified.visit,
                "document": identified.document.value,
                "number": identified.number,
                "name": identified.name,
                "authenticity": identified.authenticity.value,
                "faceAccepted": identified.face_accepted,
            },
        )

        def read() -> Session | SessionRefusal:
            if status == 409:
                return answers.word(told, "reason", SessionRefusal)
            if status != 201:
                raise NotAnAnswerError(f"status {status} is no answer")
            return Session(
                consent_id=answers.printable(told, "consentId", 128),
                visit=identified.visit,
                name=answers.text(told, "name"),
                valid_until=answers.instant(told, "validUntil"),
                used=_used(told),
            )

        return understood(self._line, read)

    def close(self, session: Session) -> None:
        """Close a session."""
        headers = {"Consent-ID": session.consent_id}
        status, _ = self._line.ask("DELETE", f"{self._branch}/sessions", headers=headers)
        if status != 204:
            raise self._line.lost(f"status {status} is no answer")
        self._line.answered()

    def outcome(self, key: str) -> Outcome:
        """What became of a change."""
        status, told = self._line.ask("POST", f"{self._branch}/changes/{key}")

        def read() -> Outcome:
            match status, answers.member(told, "outcome"):
                case 200, "done":
                    return _done(told)
                case 200, "refused":
                    return Refused(answers.word(told, "reason", ChangeRefusal))
                case 200, "underWay":
                    return UnderWay()
                case 200, "neverCame":
                    return NeverCame()
            raise NotAnAnswerError(f"status {status} is no outcome")

        return understood(self._line, read)


class Asker:
    """Asks within a session."""

    def __init__(self, line: Line, branch: str) -> None:
        self._line, self._branch = line, f"/v1/branches/{branch}"

    def _get(self, session: Session, path: str, largest: int = LARGEST_ANSWER) -> tuple[int, Any]:
        """Status and value of what is there. Raises `SessionEndedError`."""
        return self._asked(session, "GET", path, largest=largest)

    def _asked(self, session: Session, method: str, path: str, **options: Any) -> tuple[int, Any]:
        headers = {
            "Consent-ID": session.consent_id,
            "Visit-ID": session.visit,
            **options.pop("headers", {}),
        }
        status, told = self._line.ask(
            method, self._branch + path, options.pop("body", None), headers=headers, **options
        )
        if status == 401 and isinstance(told, dict) and told.get("code") in _ENDED:
            self._line.answered()
            raise SessionEndedError
        return status, told

    def _change(
        self, session: Session, method: str, path: str, key: str, body: Mapping[str, Any] | None = None
    ) -> ChangeAnswer:
        """Ask for a change that the bank decides at once."""
        answer = self._request(session, method, path, key, body)
        if isinstance(answer, UnderWay):
            raise self._line.lost("under way is no answer")
        return answer

    def _request(
        self, session: Session, method: str, path: str, key: str, body: Mapping[str, Any] | None = None
    ) -> ChangeAnswer | UnderWay:
        """Ask for a change."""
        status, told = self._asked(session, method, path, body=body, headers={"X-Request-ID": key})

        def read() -> ChangeAnswer | UnderWay:
            if status == 409:
                return Refused(answers.word(told, "reason", ChangeRefusal))
            match status, answers.member(told, "outcome"):
                case 200, "done":
                    return _done(told)
                case 202, "underWay":
                    return UnderWay()
            raise NotAnAnswerError(f"status {status} is no answer")

        return understood(self._line, read)


def understood(line: Line, read: Callable[[], _READ]) -> _READ:
    """What `read` makes of an answer. Raises `BankUnreachableError` for what is none."""
    try:
        answer = read()
    except NotAnAnswerError as error:
        raise line.lost(str(error)) from error
    line.answered()
    return answer


def _used(told: Any) -> frozenset[Kind] | None:
    """What was done before. A word that a terminal does not know says nothing of what it does."""
    said = answers.member(told, "usedBefore")
    if said is None:
        return None
    if not isinstance(said, list) or len(said) > _MOST_USED or not all(isinstance(word, str) for word in said):
        raise NotAnAnswerError("usedBefore is no list of words")
    return frozenset(kind for kind in Kind if kind.value in said)


def _done(told: Any) -> Done:
    already = answers.member(told, "already")
    if not isinstance(already, bool):
        raise NotAnAnswerError("already is no yes or no")
    return Done(answers.text_or_none(told, "reference"), already)
