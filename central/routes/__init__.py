"""The calls, one router for each concern (docs/central.md)."""

from typing import Final

from central.routes import booking, branch, desired, enrolment, events, health, keys, pager, status

ROUTERS: Final = (
    branch.router,
    pager.router,
    booking.router,
    desired.router,
    events.router,
    keys.router,
    status.router,
    enrolment.router,
    health.router,
)
