"""The calls, one router for each concern (docs/central.md)."""

from typing import Final

from central.routes import branch, desired, events, health

ROUTERS: Final = (branch.router, desired.router, events.router, health.router)
