"""The screens between identification and a service of the bank."""

from __future__ import annotations

from kiosk.flows import customer
from kiosk.ui.catalogue.checkin import DOCUMENT


def tasks() -> dict[str, object]:
    """Every example by name."""
    return {
        "OpeningSession": customer.OpeningSession("accounts", DOCUMENT),
        "NotServed-unknown": customer.NotServed("accounts", "unknown", DOCUMENT),
        "NotServed-bankLost": customer.NotServed("accounts", "bankLost", DOCUMENT),
    }
