"""The ways to take along what was done, at the end of a service."""

from __future__ import annotations

from kiosk.demo.walks.steps import Expect, Step, Tap

NONE: tuple[Step, ...] = (Expect("ReceiptOffer"), Tap("done"))
PRINTED: tuple[Step, ...] = (Expect("ReceiptOffer"), Tap("choose-print"), Expect("ReceiptPrinted"), Tap("done"))
ON_PHONE: tuple[Step, ...] = (Expect("ReceiptOffer"), Tap("choose-phone"), Expect("ReceiptOnPhone"), Tap("done"))
