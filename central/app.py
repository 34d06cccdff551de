"""The network interface (docs/central.md). Every client has shown a certificate; each may speak for itself only."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from central.logs import RequestLog
from central.routes import ROUTERS, problems
from central.service import Service


def create_app(service: Service) -> FastAPI:
    """The application of a service. Its lifespan starts and stops the service's ledger."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        ledger = service.ledger()
        app.state.ledger = ledger
        try:
            yield
        finally:
            await run_in_threadpool(ledger.close)

    app = FastAPI(
        title="Branch Kiosk central service",
        version="1",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.service = service
    app.add_middleware(RequestLog)
    for router in ROUTERS:
        app.include_router(router)
    problems.handle(app)
    return app
