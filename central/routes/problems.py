"""Refusals as `application/problem+json` (RFC 9457). They never repeat what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException as StarletteHTTPException

from central import logs
from central.batch import RefusedError
from central.callers import NotLetInError
from central.enrolment import EnrolmentError
from central.ledger import BusyError

SMALL_BODY: Final = 16 * 1024
"""Bytes that a call other than a batch of records may send."""
BASIC: Final = 'Basic realm="enrolment", charset="UTF-8"'
"""How the one-time code is asked for (RFC 7617)."""


class Problem(BaseModel):
    """RFC 9457. `acked` is there where the journal's kiosk is known."""

    model_config = ConfigDict(extra="allow")
    title: str
    status: int


_EXAMPLES: Final[dict[int, dict[str, Any]]] = {
    400: {"title": "Malformed request", "fields": ["body.visit"]},
    401: {"title": "No client certificate"},
    403: {"title": "The certificate is another kiosk's"},
    404: {"title": "No such journal"},
    408: {"title": "The request took too long"},
    413: {"title": "Content Too Large"},
    415: {"title": "Content-Type must be application/cloudevents-batch+json"},
    503: {"title": "Try again"},
}
_OTHER: Final = {"description": "Any other refusal", "example": {"title": "Method Not Allowed", "status": 405}}


def example(**fields: Any) -> ConfigDict:
    """The configuration of a model that has this example."""
    return ConfigDict(json_schema_extra={"examples": [fields]})


def problems(*statuses: int, **examples: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI responses of a call that may be refused with these.

    An example is named by its status and what it shows, `_409_gap={...}`; without one the usual is shown.
    """
    told: dict[int | str, dict[str, Any]] = {"default": _response(_OTHER["description"], {"other": _OTHER["example"]})}
    for status in statuses:
        shown = {
            name.removeprefix(f"_{status}_"): {**example, "status": status}
            for name, example in examples.items()
            if name.startswith(f"_{status}_")
        }
        usual = {"usual": {**_EXAMPLES.get(status, {"title": HTTPStatus(status).phrase}), "status": status}}
        told[status] = _response(HTTPStatus(status).phrase, shown or usual)
    for status, header in ((401, "WWW-Authenticate"), (503, "Retry-After")):
        if status in told:
            told[status]["headers"] = {header: {"schema": {"type": "string"}}}
    return told


def _response(description: object, examples: Mapping[str, object]) -> dict[str, Any]:
    shown = {name: {"value": value} for name, value in examples.items()}
    content = {"application/problem+json": {"schema": Problem.model_json_schema(), "examples": shown}}
    return {"description": description, "content": content}


def handle(app: FastAPI) -> None:
    """Answer every refusal and failure of an application."""

    @app.exception_handler(RefusedError)
    async def refused(request: Request, error: RefusedError) -> JSONResponse:
        return _problem(request, error.status, error.title, error.members)

    @app.exception_handler(NotLetInError)
    async def not_let_in(request: Request, error: NotLetInError) -> JSONResponse:
        headers = {"WWW-Authenticate": "ClientCertificate"} if error.status == 401 else None
        return _problem(request, error.status, error.why, headers=headers)

    @app.exception_handler(EnrolmentError)
    async def not_enrolled(request: Request, error: EnrolmentError) -> JSONResponse:
        headers = {"WWW-Authenticate": BASIC} if error.status == 401 else None
        members = {"reason": error.code.value} if error.code else None
        return _problem(request, error.status, error.why, members, headers)

    @app.exception_handler(StarletteHTTPException)
    async def http(request: Request, error: StarletteHTTPException) -> JSONResponse:
        return _problem(request, error.status_code, str(error.detail), headers=error.headers)

    @app.exception_handler(RequestValidationError)
    async def malformed(request: Request, error: RequestValidationError) -> JSONResponse:
        fields = [".".join(str(part) for part in item["loc"]) for item in error.errors()]
        return _problem(request, 400, "Malformed request", {"fields": fields})

    @app.exception_handler(TimeoutError)
    async def slow(request: Request, __: TimeoutError) -> JSONResponse:
        return _problem(request, 408, "The request took too long", headers={"Connection": "close"})

    @app.exception_handler(BusyError)
    @app.exception_handler(SQLAlchemyError)
    async def busy(request: Request, error: Exception) -> JSONResponse:
        logs.log.error("unavailable", exc_info=error)
        return _problem(request, 503, "Try again", headers={"Retry-After": "5"})


def _problem(
    request: Request,
    status: int,
    title: str,
    members: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """The answer; the request's line in the log says why, too."""
    request.scope[logs.WHY] = title
    content = {"title": title, "status": status, **(members or {})}
    return JSONResponse(content, status, headers, media_type="application/problem+json")
