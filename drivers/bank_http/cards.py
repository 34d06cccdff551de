"""Cards over the line."""

from __future__ import annotations

from typing import Any

from drivers.bank_http import answers
from drivers.bank_http.answers import NotAnAnswerError
from drivers.bank_http.sessions import Asker, understood
from kiosk.core.banking import MOST_CARDS, Card, CardKind, CardStatus, ChangeAnswer, Session, UnderWay


class Cards(Asker):
    """Implements `kiosk.core.banking.Cards`."""

    def cards(self, session: Session) -> tuple[Card, ...]:
        """The customer's cards."""
        status, told = self._get(session, "/cards")

        def read() -> tuple[Card, ...]:
            if status != 200:
                raise NotAnAnswerError(f"status {status} is no answer")
            found = answers.items(told, "cards", MOST_CARDS, _card)
            if len({card.card_id for card in found}) < len(found):
                raise NotAnAnswerError("the same card twice")
            return found

        return understood(self._line, read)

    def freeze(self, session: Session, card_id: str, key: str) -> ChangeAnswer:
        """Stop a card for now."""
        return self._change(session, "POST", f"/cards/{card_id}/freeze", key)

    def report_lost(self, session: Session, card_id: str, key: str) -> ChangeAnswer:
        """Stop a card for ever."""
        return self._change(session, "POST", f"/cards/{card_id}/loss", key)

    def release(self, session: Session, card_id: str, key: str) -> ChangeAnswer | UnderWay:
        """Ask that a frozen card may be used again."""
        return self._request(session, "POST", f"/cards/{card_id}/release", key)

    def activate(self, session: Session, card_id: str, expiry: str, key: str) -> ChangeAnswer:
        """Activate a card by its expiry date."""
        return self._change(session, "POST", f"/cards/{card_id}/activation", key, {"expiry": expiry})


def _card(told: Any) -> Card:
    return Card(
        card_id=answers.identifier(told, "cardId"),
        masked_pan=answers.masked_pan(told, "maskedPan"),
        kind=answers.word(told, "kind", CardKind),
        product=answers.text_or_none(told, "product") or "",
        status=answers.word(told, "status", CardStatus),
        product_names=answers.names(told, "productNames"),
    )
