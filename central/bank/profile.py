"""How the bank reaches a customer: shown masked, changed by a second factor."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from central import tables
from central.bank.changes import reference
from central.bank.proofs import Proofs
from central.bank.sessions import Bound
from central.bank.vault import Vault
from kiosk.core.banking import ChangeAnswer, ChangeRefusal, Details, Done, Refused, mask
from kiosk.core.secondfactor import Purpose, ToConfirm

_CUSTOMER = tables.customer.c


class Profile:
    """Customers' own data, sealed in the vault."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def name(self, connection: Connection, customer: str) -> str:
        """A customer's whole name."""
        return self._read(connection, customer, "name") or ""

    def phone(self, connection: Connection, customer: str) -> str | None:
        """The phone number (E.164) that one-time codes go to."""
        return self._read(connection, customer, "phone")

    def details(self, connection: Connection, customer: str) -> Details:
        """What the screen may show."""
        phone, address, email = (self._read(connection, customer, name) for name in ("phone", "address", "email"))
        return Details(
            phone=phone and mask(phone),
            address=address and mask_address(address),
            email=email and mask_email(email),
        )

    def change(  # noqa: PLR0917 - each by its name in the call that it answers
        self, connection: Connection, bound: Bound, purpose: Purpose, value: str, proof: str, proofs: Proofs
    ) -> ChangeAnswer:
        """Change the phone number or the address."""
        field = {Purpose.PHONE_CHANGE: "phone", Purpose.ADDRESS_CHANGE: "address"}[purpose]
        if self._read(connection, bound.customer, field) == value:
            return Done(already=True)
        if not proofs.spend(connection, bound, ToConfirm(purpose, ((field, value),)), proof):
            return Refused(ChangeRefusal.PROOF_NEEDED)
        self.write(connection, bound.customer, field, value)
        return Done(reference())

    def write(self, connection: Connection, customer: str, field: str, value: str) -> None:
        """Put a field."""
        sealed = self._vault.seal(connection, f"{customer}\n{field}", value)
        one = _CUSTOMER.id == customer
        connection.execute(update(tables.customer).where(one).values({field: sealed}))

    def _read(self, connection: Connection, customer: str, field: str) -> str | None:
        held = connection.execute(select(_CUSTOMER[field]).where(_CUSTOMER.id == customer)).scalar_one()
        return None if held is None else self._vault.open(connection, f"{customer}\n{field}", bytes(held))


def mask_address(address: str) -> str:
    """The first part of an address, the rest covered."""
    shown = len(address) // 3
    return f"{address[: min(shown, 8)].rstrip()}****"


def mask_email(email: str) -> str:
    """The first letter and the domain."""
    local, _, domain = email.partition("@")
    return f"{local[:1]}***@{domain}"
