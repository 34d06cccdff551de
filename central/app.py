"""The network interface (docs/central.md). Each kiosk speaks for itself only."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from central.heartbeats import Heartbeats
from central.logs import RequestLog, log
from central.metrics import Metrics
from central.routes import ROUTERS, problems
from central.routes.documented import document
from central.routes.events import EVENTS
from central.service import Service

_DUE_EVERY_S: Final = 30.0


def create_app(service: Service) -> FastAPI:
    """The application of a service. Its lifespan starts and stops the service's ledger."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        ledger, heartbeats = service.ledger(), Heartbeats(service.store, service.clock)
        app.state.ledger, app.state.heartbeats = ledger, heartbeats
        app.state.metrics.watch(ledger)
        executing = asyncio.create_task(_execute_due(service))
        try:
            yield
        finally:
            executing.cancel()
            await run_in_threadpool(heartbeats.close)
            await run_in_threadpool(ledger.close)

    app = FastAPI(
        title="Branch Kiosk central service",
        version="1",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.service, app.state.metrics = service, Metrics(service)
    app.state.enrolment = service.enrolment  # opened here, in one thread
    app.add_middleware(RequestLog, answered=app.state.metrics.answered)
    app.router.routes.append(EVENTS)  # before the routers, which are asked in turn
    for router in ROUTERS:
        app.include_router(router)
    problems.handle(app)
    app.openapi = functools.partial(document, app)  # type: ignore[method-assign]
    return app


async def _execute_due(service: Service) -> None:
    """Execute payments when they are due, though nobody asks for them."""
    while True:
        try:
            await run_in_threadpool(service.bank.execute_due)
        except SQLAlchemyError as error:
            log.error("payments that are due wait", exc_info=error)
        await asyncio.sleep(_DUE_EVERY_S)
