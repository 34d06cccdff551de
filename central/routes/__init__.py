"""The calls, one router for each concern (docs/central.md)."""

from typing import Final

from central.routes import booking, branch, complaints, desired, enrolment, events, health, keys, status

ROUTERS: Final = (
    branch.router,
    booking.router,
    complaints.router,
    desired.router,
    events.router,
    keys.router,
    status.router,
    enrolment.router,
    health.router,
)
