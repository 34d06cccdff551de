"""The calls, one router for each concern (docs/central.md)."""

from typing import Final

from central.routes import branch, complaints, desired, enrolment, events, health, keys, status

ROUTERS: Final = (
    branch.router,
    complaints.router,
    desired.router,
    events.router,
    keys.router,
    status.router,
    enrolment.router,
    health.router,
)
