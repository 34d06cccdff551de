"""The calls, one router for each concern (docs/central.md)."""

from typing import Final

from central.routes import (
    accounts,
    booking,
    branch,
    cards,
    codes,
    complaints,
    desired,
    enrolment,
    events,
    health,
    keys,
    pager,
    payments,
    profile,
    sessions,
    status,
    take_away,
)

ROUTERS: Final = (
    branch.router,
    pager.router,
    booking.router,
    complaints.router,
    desired.router,
    events.router,
    keys.router,
    status.router,
    enrolment.router,
    health.router,
    sessions.router,
    accounts.router,
    cards.router,
    codes.router,
    profile.router,
    payments.router,
    take_away.router,
)
