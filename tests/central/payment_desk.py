"""Transfers as a terminal orders them over the application."""

from __future__ import annotations

from typing import Any

from bank_desk import CHEN, Customer, new_key
from central_desk import Bank, Caller

from central.bank.sessions import Bound
from kiosk.core.secondfactor import ToConfirm

OUYANG_NUMBER, NORDQVIST_NUMBER = "6217000000000122423", "6217000000000041690"


class AnyProof:
    """A second factor that takes `proof`, as often as it comes."""

    def spend(self, connection: Any, bound: Bound, confirm: ToConfirm, proof: str) -> bool:
        return proof == "proof"


class Payer:
    """A customer who pays."""

    def __init__(self, bank: Bank, call: Caller, who: tuple[str, str, str] = CHEN, visit: str = "visit-1") -> None:
        bank.service.bank.proofs = AnyProof()
        self.bank, self.customer = bank, Customer(bank, call, who, visit)

    def balance(self, account: str = "chen-current") -> float:
        told = self.customer.get(f"/accounts/{account}/balances")["balances"][0]
        return float(told["balanceAmount"]["amount"])

    def order(self, amount: str = "100.00", delay: str = "afterDay", **changes: Any) -> dict[str, Any]:
        return {
            "debtorAccount": {"resourceId": "chen-current"},
            "creditorAccount": {"bban": OUYANG_NUMBER},
            "creditorName": "欧阳样本",
            "payeeCheck": "match",
            "instructedAmount": {"currency": "CNY", "amount": amount},
            "requestedExecution": delay,
            "proof": "proof",
            **changes,
        }

    def pay(self, key: str | None = None, **order: Any) -> Any:
        return self.customer("POST", "/payments", key or new_key(), json=self.order(**order))

    def paid(self, **order: Any) -> dict[str, Any]:
        answer = self.pay(**order)
        assert answer.status_code == 201, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def refused(self, **order: Any) -> str:
        answer = self.pay(**order)
        assert answer.status_code == 409, answer.text
        reason: str = answer.json()["reason"]
        return reason

    def cancel(self, payment: dict[str, Any], key: str | None = None) -> Any:
        return self.customer("DELETE", f"/payments/{payment['paymentId']}", key or new_key())

    def pending(self) -> list[dict[str, Any]]:
        told: list[dict[str, Any]] = self.customer.get("/payments")["payments"]
        return told

    def outcome(self, key: str) -> dict[str, Any]:
        told: dict[str, Any] = self.customer.call("POST", f"/v1/branches/0571/payment-requests/{key}").json()
        return told
