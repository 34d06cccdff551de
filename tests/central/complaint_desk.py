"""Complaints filed at a bank on a desk."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from central_desk import NOON, Bank, Caller

from central import content
from central.sealing import Act
from kiosk.core import complaint as words
from kiosk.core import entries
from kiosk.core.complaint import CaseState, proof_of, provisional_reference

PATH = "/v1/branches/0571/complaints"
TEXT = "昨天在三号窗口等了一个小时"
PHONE = "13800138000"
CODE = "0412"


@pytest.fixture(autouse=True)
def cheap_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    """The code's hash is slow by design; here it is the place that is proved, not the hash."""
    monkeypatch.setattr(words, "_SCRYPT_N", 2)


@pytest.fixture(autouse=True)
def policy(bank: Bank) -> None:
    raw = {
        "complaints": {
            "country": "CN",
            "categories": [{"id": "fees", "names": {"zh_CN": "收费", "en": "Fees"}}],
            "wishes": [{"id": "refund", "names": {"zh_CN": "退还", "en": "Money back"}}],
        }
    }
    with bank.service.store.write() as connection:
        content.apply(connection, content.read(raw))


def body(operation: str | None = None, count: int = 1, **changes: Any) -> dict[str, Any]:
    provisional = provisional_reference("0571-3", count)
    return {
        "operation": operation or str(uuid4()),
        "visit": "v1",
        "provisional": provisional,
        "proof": proof_of(CODE, provisional),
        "received": NOON.isoformat().replace("+00:00", "Z"),
        "category": "fees",
        "when": "today",
        "wish": "refund",
        "contact": "phone",
        "elsewhere": True,
        "dictated": False,
        "text": TEXT,
        "phone": PHONE,
        **changes,
    }


def made(said: dict[str, Any]) -> entries.ComplaintMade:
    open_fields = {name: said[name] for name in ("operation", "provisional", "proof", "category", "when", "wish")}
    more = {name: said[name] for name in ("contact", "elsewhere", "dictated")}
    return entries.ComplaintMade(**open_fields, **more, day=said.get("day"))


def listed(bank: Bank, *, closed: bool = False) -> list[dict[str, Any]]:
    with bank.service.store.read() as connection:
        return bank.service.complaints.listed(connection, bank.clock(), closed=closed)


def look_up(call: Caller, reference: str, code: str = CODE) -> Any:
    return call("POST", f"{PATH}/look-up", json={"reference": reference, "code": code})


def act(bank: Bank, reason: str | None = None) -> Act:
    return Act("tester", reason, bank.clock())


def move(bank: Bank, reference: str, state: CaseState, reason: str | None = None, answer: str | None = None) -> None:
    bank.service.store.change(
        lambda connection: bank.service.complaints.move(connection, reference, state, act(bank, reason), answer)
    )
