"""Fraud warnings and what follows them, as every service shows them."""

from __future__ import annotations

from typing import Final

from kiosk.core import fraud
from kiosk.core.fraud import Kind, Operation, Outcome
from kiosk.flows import warned
from kiosk.ui.catalogue.facts import FORM, FRAUD


def _warning(kind: Kind) -> warned.FraudWarning:
    assessment = fraud.assess(FRAUD, Operation(kind))
    if assessment.caution is None:
        raise LookupError(kind)
    return warned.FraudWarning(assessment, assessment.caution)


_TRANSFER: Final = _warning(Kind.TRANSFER)
_QUESTION: Final = warned.FraudQuestion(_TRANSFER.assessment, _TRANSFER.caution, FORM, 0, Outcome.GO_ON)

WARNINGS: Final[dict[str, warned.State]] = {
    "FraudWarning": _warning(Kind.CHECK_IN),
    "FraudWarning-transfer": _TRANSFER,
    "FraudWarning-staffOnly": _warning(Kind.LIMIT_RAISE),
    "FraudQuestion": _QUESTION,
    "FraudQuestion-last": warned.FraudQuestion(_TRANSFER.assessment, _TRANSFER.caution, FORM, 1, Outcome.GO_ON),
    "DelayChoice": warned.DelayChoice(_TRANSFER.assessment, Outcome.GO_ON),
    "DelayChoice-later": warned.DelayChoice(_TRANSFER.assessment, Outcome.NEXT_DAY),
    "FraudStopped": warned.FraudStopped(_TRANSFER.assessment),
}
"""Every example by name."""
