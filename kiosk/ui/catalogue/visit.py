"""The screens of the visit itself."""

from __future__ import annotations

from kiosk.core.feedback import Question
from kiosk.flows import checkin, survey, visit, warned
from kiosk.ui.catalogue.checkin import warned_at
from kiosk.ui.catalogue.warned import WARNINGS


def tasks() -> dict[str, object]:
    """Every example by name."""
    return {
        "Attract": visit.Attract(),
        "Menu": visit.Menu(),
        "Menu-again": visit.Menu(again=True),
        "Survey": survey.Survey(Question.CSAT, "account"),
        "Farewell": visit.Farewell(),
        "Wiped": visit.Wiped(),
        "StaffComing-calling": visit.StaffComing("customer", checkin.Scanning()),
        "StaffComing-fraudSuspected": visit.StaffComing(warned.SUSPECTED, None, delivered=True),
        "StaffComing-coming": visit.StaffComing("customer", warned_at(WARNINGS["FraudWarning"]), delivered=True),
        "StaffComing-undelivered": visit.StaffComing("customer", checkin.Scanning(), delivered=False),
        "StaffComing-acknowledged": visit.StaffComing("customer", checkin.Scanning(), delivered=True, who="林"),
        "StaffComing-manager": visit.StaffComing("customer", None, delivered=True, who="Duty manager Elizabeth"),
        "StaffComing-late": visit.StaffComing("customer", checkin.Scanning(), delivered=True, late=True),
        "StaffComing-only": visit.StaffComing("consentRefused", None, delivered=True),
    }
