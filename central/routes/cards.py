"""The customer's cards."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Response
from pydantic import Field

from central.logs import event
from central.routes.caller import Central, Name
from central.routes.problems import SMALL_BODY, example
from central.routes.sessions import (
    Asking,
    ChangeTold,
    Key,
    OutcomeTold,
    Served,
    Told,
    changed,
    changing,
    in_session,
)
from kiosk.core.banking import ChangeRefusal, UnderWay

router = APIRouter()

_CARD: Final = {
    "cardId": "chen-debit",
    "maskedPan": "621700******0711",
    "kind": "debit",
    "product": "示例借记卡",
    "productNames": {"en": "Example debit card"},
    "status": "active",
}


class CardTold(Told):
    """A card: `status` is `active`, `inactive`, `frozen`, `lost` or `expired`."""

    model_config = example(**_CARD)
    card_id: str
    masked_pan: str
    kind: str
    product: str
    product_names: dict[str, str]
    status: str


class CardsTold(Told):
    """The customer's cards."""

    model_config = example(cards=[_CARD])
    cards: list[CardTold]


class ActivationAsked(Asking):
    """What shows that the card is in the customer's hands."""

    model_config = example(expiry="1131")
    expiry: str = Field(pattern=r"^(0[1-9]|1[0-2])[0-9]{2}$", repr=False, description="MMYY, as the card bears it")


@router.get("/v1/branches/{branch}/cards", responses=in_session())
def cards(served: Served, central: Central) -> CardsTold:
    """The customer's cards."""
    return CardsTold(
        cards=[
            CardTold(
                card_id=card.card_id,
                masked_pan=card.masked_pan,
                kind=card.kind.value,
                product=card.product,
                product_names=dict(card.product_names),
                status=card.status.value,
            )
            for card in central.bank.cards(served)
        ]
    )


@router.post("/v1/branches/{branch}/cards/{card}/freeze", responses=changing(ChangeRefusal.NOT_POSSIBLE))
def freeze(served: Served, key: Key, card: Name, central: Central) -> ChangeTold:
    """Stop a card for now, at once."""
    answer = central.bank.freeze(served, key, card)
    event("cardFrozen", kiosk=served.kiosk, outcome=type(answer).__name__)
    return changed(answer)


@router.post("/v1/branches/{branch}/cards/{card}/loss", responses=changing(ChangeRefusal.NOT_POSSIBLE))
def report_lost(served: Served, key: Key, card: Name, central: Central) -> ChangeTold:
    """Stop a card for ever: it was lost or stolen."""
    answer = central.bank.report_lost(served, key, card)
    event("cardLost", kiosk=served.kiosk, outcome=type(answer).__name__)
    return changed(answer)


@router.post(
    "/v1/branches/{branch}/cards/{card}/release",
    responses={
        202: {"description": "A member of staff is to decide", "model": OutcomeTold},
        **changing(ChangeRefusal.CARD_LOST, ChangeRefusal.NOT_POSSIBLE),
    },
)
def release(served: Served, key: Key, card: Name, central: Central, response: Response) -> OutcomeTold:
    """Ask that a frozen card may be used again.

    202 `underWay` until a member of staff decides, which `POST .../changes/{key}` tells; after ten minutes `expired`.
    """
    answer = central.bank.release(served, key, card)
    event("cardReleaseAsked", kiosk=served.kiosk, outcome=type(answer).__name__)
    if isinstance(answer, UnderWay):
        response.status_code = 202
        return OutcomeTold(outcome="underWay")
    told = changed(answer)
    return OutcomeTold(outcome=told.outcome, reference=told.reference, already=told.already)


@router.post(
    "/v1/branches/{branch}/cards/{card}/activation",
    responses=changing(ChangeRefusal.WRONG_DETAILS, ChangeRefusal.TOO_MANY_TRIES, ChangeRefusal.NOT_POSSIBLE),
    max_body_size=SMALL_BODY,
)
def activate(served: Served, key: Key, card: Name, body: ActivationAsked, central: Central) -> ChangeTold:
    """Activate a card by its expiry date. After three wrong ones only staff can."""
    return changed(central.bank.activate(served, key, card, body.expiry))
