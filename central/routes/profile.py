"""How the bank reaches the customer, and the customer's limits."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from pydantic import Field

from central.batch import RefusedError
from central.routes.accounts import AmountTold, told_amount
from central.routes.caller import Central, Name
from central.routes.problems import SMALL_BODY, example
from central.routes.sessions import Asking, ChangeTold, Key, Served, Told, changed, changing, in_session
from kiosk.core.banking import ChangeRefusal
from kiosk.core.money import Money, MoneyError
from kiosk.core.secondfactor import Purpose

router = APIRouter()

_LIMIT: Final = {
    "limitId": "transferDaily",
    "kind": "transferDaily",
    "amount": {"currency": "CNY", "amount": "50000.00"},
    "bound": {"currency": "CNY", "amount": "100000.00"},
}


class DetailsTold(Told):
    """How the bank reaches the customer, masked; null where it has nothing."""

    model_config = example(phone="**** 0011", address="虚构省****", email="c***@example.com")
    phone: str | None
    address: str | None
    email: str | None


class PhoneAsked(Asking):
    """A new phone number, with what the second factor gave."""

    model_config = example(phone="+8613800000012", proof="p-5be0cd19...")
    phone: str = Field(pattern=r"^\+[1-9][0-9]{6,14}$", repr=False, description="E.164")
    proof: str = Field(max_length=512, repr=False)


class AddressAsked(Asking):
    """A new address, with what the second factor gave."""

    model_config = example(address="虚构省样本市示例路2号", proof="p-5be0cd19...")
    address: str = Field(
        min_length=4, max_length=200, pattern=r"^[^\x00-\x09\x0b-\x1f\x7f]*\S[^\x00-\x09\x0b-\x1f\x7f]*$"
    )
    proof: str = Field(max_length=512, repr=False)


class AmountAsked(Asking):
    """An amount: decimal, with a dot."""

    currency: str = Field(pattern=r"^[A-Z]{3}$")
    amount: str = Field(max_length=24, pattern=r"^[0-9]{1,15}(\.[0-9]{1,4})?$")


class LimitAsked(Asking):
    """A limit's new amount; to raise it needs what the second factor gave."""

    model_config = example(amount={"currency": "CNY", "amount": "60000.00"}, proof="p-5be0cd19...")
    amount: AmountAsked
    proof: str | None = Field(default=None, max_length=512, repr=False)


class LimitTold(Told):
    """A limit, and up to where the customer may raise it at a terminal."""

    model_config = example(**_LIMIT)
    limit_id: str
    kind: str
    amount: AmountTold
    bound: AmountTold


class LimitsTold(Told):
    """The customer's limits."""

    model_config = example(limits=[_LIMIT])
    limits: list[LimitTold]


@router.get("/v1/branches/{branch}/profile", responses=in_session())
def details(served: Served, central: Central) -> DetailsTold:
    """The customer's phone, address and e-mail, masked."""
    found = central.bank.details(served)
    return DetailsTold(phone=found.phone, address=found.address, email=found.email)


@router.put(
    "/v1/branches/{branch}/profile/phone",
    responses=changing(ChangeRefusal.PROOF_NEEDED),
    max_body_size=SMALL_BODY,
)
def change_phone(served: Served, key: Key, body: PhoneAsked, central: Central) -> ChangeTold:
    """Change the phone number that codes are sent to."""
    return changed(central.bank.change_details(served, key, Purpose.PHONE_CHANGE, body.phone, body.proof))


@router.put(
    "/v1/branches/{branch}/profile/address",
    responses=changing(ChangeRefusal.PROOF_NEEDED),
    max_body_size=SMALL_BODY,
)
def change_address(served: Served, key: Key, body: AddressAsked, central: Central) -> ChangeTold:
    """Change the address."""
    return changed(central.bank.change_details(served, key, Purpose.ADDRESS_CHANGE, body.address.strip(), body.proof))


@router.get("/v1/branches/{branch}/limits", responses=in_session())
def limits(served: Served, central: Central) -> LimitsTold:
    """The customer's limits."""
    return LimitsTold(
        limits=[
            LimitTold(
                limit_id=limit.limit_id,
                kind=limit.kind.value,
                amount=told_amount(limit.amount),
                bound=told_amount(limit.bound),
            )
            for limit in central.bank.limits(served)
        ]
    )


@router.put(
    "/v1/branches/{branch}/limits/{limit}",
    responses=changing(ChangeRefusal.ABOVE_BOUND, ChangeRefusal.PROOF_NEEDED, ChangeRefusal.NOT_POSSIBLE),
    max_body_size=SMALL_BODY,
)
def change_limit(served: Served, key: Key, limit: Name, body: LimitAsked, central: Central) -> ChangeTold:
    """Lower a limit, at once, or raise it to its bound at most."""
    try:
        amount = Money.parse(body.amount.amount, body.amount.currency)
    except MoneyError:
        raise RefusedError(400, "Malformed request", fields=["body.amount"]) from None
    return changed(central.bank.change_limit(served, key, limit, amount, body.proof))
