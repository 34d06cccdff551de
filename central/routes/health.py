"""Whether the process lives, and whether it can serve."""

from __future__ import annotations

from fastapi import APIRouter

from central.routes.caller import Central
from central.routes.documented import OPEN
from central.routes.problems import problems

router = APIRouter()


@router.get("/healthz", status_code=204, responses=problems(), openapi_extra=OPEN)
async def healthz() -> None:
    """The process answers."""


@router.get("/readyz", status_code=204, responses=problems(503), openapi_extra=OPEN)
def readyz(central: Central) -> None:
    """The database answers."""
    with central.store.read() as connection:
        connection.exec_driver_sql("SELECT 1")
