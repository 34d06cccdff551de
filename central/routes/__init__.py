"""The calls, one router for each concern (docs/central.md)."""

from typing import Final

from central.routes import (
    accounts,
    branch,
    cards,
    codes,
    desired,
    enrolment,
    events,
    health,
    keys,
    profile,
    sessions,
    status,
    take_away,
)

ROUTERS: Final = (
    branch.router,
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
    take_away.router,
)
