"""The OpenAPI document: who may call what, beside what FastAPI knows by itself."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

OPEN: Final[dict[str, Any]] = {"security": []}
"""Of a call that needs no certificate."""
BY_CODE: Final[dict[str, Any]] = {"security": [{"oneTimeCode": []}]}

_ABOUT: Final = """\
What a kiosk asks its bank. TLS 1.3; a kiosk's client certificate bears its id as common name, and a kiosk speaks for
itself and its branch alone. Refusals are `application/problem+json` (RFC 9457) and never repeat what was sent.
"""


def document(app: FastAPI) -> dict[str, Any]:
    """The document of an application."""
    if app.openapi_schema is None:
        made = get_openapi(title=app.title, version=app.version, description=_ABOUT, routes=app.routes)
        made.setdefault("components", {})["securitySchemes"] = {
            "clientCertificate": {"type": "mutualTLS", "description": "Of the service's authority (docs/enrolment.md)"},
            "oneTimeCode": {"type": "http", "scheme": "basic", "description": "The kiosk's id and its one-time code"},
        }
        made["security"] = [{"clientCertificate": []}]
        app.openapi_schema = made
    return app.openapi_schema
