"""A terminal that speaks to the embedded core over the application, as HttpBank does over the network."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
from central_desk import Bank, Caller
from sqlalchemy import Connection

from central.bank.people import invented, settle
from central.bank.sessions import Bound
from kiosk.core.secondfactor import Purpose, ToConfirm

CHEN = ("cn-resident-id", "100001199003070110", "陈示例")
OUYANG = ("cn-resident-id", "100001196112242336", "欧阳样本")
NORDQVIST = ("td1", "D23145890", "NORDQVIST ERIK JONAS")
WANG = ("cn-resident-id", "100001198806150750", "王他人")
STRANGER = ("td3", "UT7301946", "VAN HALDER ELIAS NOAH")


@dataclass
class Codes:
    """Proofs as whoever sends codes would give them: each good once, in its session, for its purpose."""

    good: set[tuple[Bound, str, str]] = field(default_factory=set)

    def give(self, bound: Bound, purpose: Purpose, **details: str) -> str:
        proof = f"proof-{uuid4()}"
        self.good.add((bound, ToConfirm(purpose, tuple(details.items())).digest(), proof))
        return proof

    def spend(self, connection: Connection, bound: Bound, confirm: ToConfirm, proof: str) -> bool:
        told = (bound, confirm.digest(), proof)
        found = told in self.good
        self.good.discard(told)
        return found


class Customer:
    """A session of a customer at a terminal."""

    def __init__(self, bank: Bank, call: Caller, who: tuple[str, str, str], visit: str = "visit-1") -> None:
        self.bank, self.call, self.visit = bank, call, visit
        answer = open_session(call, who, visit)
        assert answer.status_code == 201, answer.text
        self.consent: str = answer.json()["consentId"]
        self.told = answer.json()

    def __call__(self, method: str, path: str, key: str | None = None, **options: Any) -> httpx.Response:
        headers = {"Consent-ID": self.consent, "Visit-ID": self.visit, **options.pop("headers", {})}
        if key is not None:
            headers["X-Request-ID"] = key
        return self.call(method, f"/v1/branches/0571{path}", headers=headers, **options)

    def get(self, path: str) -> Any:
        answer = self("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    @property
    def bound(self) -> Bound:
        return self.bank.service.bank.bound("0571-3", self.visit, self.consent)


def open_session(call: Caller, who: tuple[str, str, str], visit: str = "visit-1", **changes: Any) -> httpx.Response:
    document, number, name = who
    body = {
        "visit": visit,
        "document": document,
        "number": number,
        "name": name,
        "authenticity": "print",
        "faceAccepted": True,
        **changes,
    }
    return call("POST", "/v1/branches/0571/sessions", json=body)


def settled(bank: Bank, days: int = 3) -> None:
    """The invented customers, with their movements until the bank's now."""
    settle(bank.service.bank, bank.clock.now, days)


def new_key() -> str:
    return str(uuid4())


def names() -> list[str]:
    return [told["id"] for told in invented()["customers"]]
