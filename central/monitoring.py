"""The second application: figures and health, for those who run the service.

It is served by a listener of its own, in plain HTTP on loopback unless told otherwise: a monitoring system has no
kiosk's certificate.
"""

from __future__ import annotations

from fastapi import FastAPI, Response
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from central.metrics import Metrics
from central.routes import health, problems


def create_monitoring(app: FastAPI) -> FastAPI:
    """The second application: the figures and the health of the first."""
    metrics: Metrics = app.state.metrics
    application = FastAPI(title="Branch Kiosk central service: monitoring", openapi_url=None, docs_url=None)
    application.state.service = app.state.service
    application.include_router(health.router)
    problems.handle(application)

    @application.get("/metrics")
    def figures() -> Response:
        """The figures in Prometheus' text format."""
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    return application
