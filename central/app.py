"""The network interface (docs/central.md). Every client has shown a certificate; each may speak for itself only."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import lru_cache
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import Depends, FastAPI, HTTPException, Path, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException as StarletteHTTPException

from central import batch, logs
from central.appointments import CheckIn
from central.batch import MOST_RECORDS, Log, RefusedError
from central.ledger import Acknowledgement, BusyError, Ledger, Verified
from central.logs import RequestLog, event
from central.pki import common_name
from central.service import Page, Service
from kiosk.core.ports import BankRefusal
from kiosk.token import LONGEST

_BODY_S: Final = 30.0
_ATTEMPTS: Final = 3
_SMALL_BODY: Final = 16 * 1024
_WORD: Final = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"

Word = Annotated[str, Path(pattern=_WORD)]


class _Body(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True)


class CheckInBody(_Body):
    """What a terminal says of the customer it checked: the code is the proof."""

    token: str = Field(min_length=1, max_length=LONGEST, repr=False, description="The appointment code as it was read")
    visit: str = Field(pattern=_WORD, description="The visit's random id; repeats with it get the same answer")
    document: str = Field(pattern=_WORD, description="The kind of identity document that was read")
    face_accepted: bool = Field(description="Whether the face comparison accepted the customer")


class TicketBody(BaseModel):
    """A place in the queue."""

    number: str
    service: str
    counter: str | None
    waiting: int = Field(description="Customers before this one")


class CheckInAnswerBody(BaseModel):
    """The customer is checked in."""

    ticket: TicketBody


class CallBody(_Body):
    """A call for a member of staff."""

    visit: str | None = Field(pattern=_WORD)
    why: str = Field(pattern=_WORD)
    screen: str = Field(pattern=_WORD)


class AcknowledgementBody(BaseModel):
    """A journal is held up to `acked`."""

    acked: int
    root: str = Field(description="base64")
    cosigned: str = Field(description="base64 of the checkpoint with the bank's cosignature")
    config: int = Field(description="The version of the desired state")
    flush_s: int = Field(description="How long a batch without urgent records may wait")
    max_batch: int


class JournalBody(BaseModel):
    """A journal as the bank holds it; `recomputed_root` is made from the stored bytes."""

    acked: int
    root: str
    recomputed_root: str
    records: int


class Problem(BaseModel):
    """RFC 9457. `acked` is there where the journal's kiosk is known."""

    model_config = ConfigDict(extra="allow")
    title: str
    status: int


class Peer(BaseModel):
    """The kiosk that asks, by its certificate."""

    model_config = ConfigDict(frozen=True)
    kiosk: str
    branch: str


def _problem(
    status: int, title: str, members: Mapping[str, object] | None = None, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    content = {"title": title, "status": status, **(members or {})}
    return JSONResponse(content, status, headers, media_type="application/problem+json")


_TOO_LARGE: Final[dict[int | str, dict[str, Any]]] = {413: {"description": f"More than {_SMALL_BODY} bytes"}}


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    content = {"application/problem+json": {"schema": Problem.model_json_schema()}}
    return {status: {"description": HTTPStatus(status).phrase, "content": content} for status in statuses}


@lru_cache(maxsize=4096)
def _common_name(pem: str) -> str | None:
    return common_name(pem)


async def _service(request: Request) -> Service:
    """The service; not awaited in a thread of the pool, as a plain function would be."""
    service: Service = request.app.state.service
    return service


def _peer(request: Request, service: Annotated[Service, Depends(_service)]) -> Peer:
    """The kiosk of the client certificate. Raises 403 for a certificate of nobody enrolled."""
    chain = request.scope.get("extensions", {}).get("tls", {}).get("client_cert_chain", ())
    kiosk = _common_name(chain[0]) if chain else None
    branch = service.branch_of(kiosk) if kiosk else None
    if kiosk is None or branch is None:
        raise HTTPException(403, "No enrolled kiosk's certificate")
    request.scope[logs.KIOSK] = kiosk
    return Peer(kiosk=kiosk, branch=branch)


async def _own(kiosk: Word, peer: Annotated[Peer, Depends(_peer)]) -> str:
    if peer.kiosk != kiosk:
        raise HTTPException(403, "The certificate is another kiosk's")
    return kiosk


async def _in_branch(branch: Word, peer: Annotated[Peer, Depends(_peer)]) -> Peer:
    if peer.branch != branch:
        raise HTTPException(403, "The kiosk stands in another branch")
    return peer


Central = Annotated[Service, Depends(_service)]
OwnKiosk = Annotated[str, Depends(_own)]
BranchKiosk = Annotated[Peer, Depends(_in_branch)]


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
    _routes(app)
    _errors(app)
    return app


def _routes(app: FastAPI) -> None:
    @app.post(
        "/v1/branches/{branch}/check-ins",
        responses=_problems(400, 403, 409, 503) | _TOO_LARGE,
        max_body_size=_SMALL_BODY,
    )
    def check_in(peer: BranchKiosk, body: CheckInBody, central: Central) -> CheckInAnswerBody:
        """Check a customer in by an appointment code.

        Idempotent for the same code and visit. 409 says why not in `reason`: `alreadyCheckedIn`, `cancelled`, or
        `unknown` for a code that the bank has no open appointment for.
        """
        answer = central.check_in(CheckIn(peer.kiosk, peer.branch, body.visit, body.token))
        if isinstance(answer, BankRefusal):
            raise RefusedError(409, "The bank does not check this appointment in", reason=answer.value)
        ticket = TicketBody(
            number=answer.number, service=answer.service, counter=answer.counter, waiting=answer.waiting or 0
        )
        event("checkedIn", kiosk=peer.kiosk, branch=peer.branch, ticket=ticket.number)
        return CheckInAnswerBody(ticket=ticket)

    @app.post(
        "/v1/branches/{branch}/calls",
        status_code=202,
        responses=_problems(400, 403, 503) | _TOO_LARGE,
        max_body_size=_SMALL_BODY,
    )
    def call_staff(peer: BranchKiosk, body: CallBody, central: Central) -> None:
        """Call a member of staff to a terminal."""
        central.call(Page(peer.kiosk, peer.branch, body.visit, body.why, body.screen))
        event("staffCalled", kiosk=peer.kiosk, branch=peer.branch, why=body.why)

    @app.get(
        "/v1/kiosks/{kiosk}/desired",
        response_class=JSONResponse,
        responses={
            200: {"description": "The signed document; ETag is its version", "content": {"application/json": {}}},
            304: {"description": "The kiosk has this version (If-None-Match)"},
            **_problems(403, 503),
        },
    )
    def desired(kiosk: OwnKiosk, request: Request, central: Central) -> Response:
        """The kiosk's desired state: `{"payload": <base64>, "signatures": [{"keyid", "sig"}]}`."""
        version, document = central.desired(kiosk)
        etag = f'"{version}"'
        headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
        known = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
        if etag in known or "*" in known:
            return Response(status_code=304, headers=headers)
        return Response(document, media_type="application/json", headers=headers)

    @app.post(
        "/v1/kiosks/{kiosk}/epochs/{epoch}/events",
        response_model=AcknowledgementBody,
        responses=_problems(400, 403, 408, 409, 413, 415, 422, 503),
        openapi_extra=_EVENTS_REQUEST,
    )
    async def events(kiosk: OwnKiosk, epoch: Word, request: Request, central: Central) -> JSONResponse:
        """Take the next records of a kiosk's journal, exactly once and in order.

        200: everything up to `acked` is stored and cosigned. 409: `acked` says where to go on; with `diverged` the
        journal differs from the one held. 422: the checkpoint or its signature does not hold. 413: send `max_batch`.
        """
        log_ = Log(kiosk, epoch)
        ledger: Ledger = request.app.state.ledger
        try:
            answer = await _take(central, ledger, log_, request)
        except RefusedError as refused:
            refused.members.setdefault("acked", await run_in_threadpool(ledger.acked, log_))
            raise
        content = {
            "acked": answer.acked,
            "root": b64encode(answer.root).decode(),
            "cosigned": b64encode(answer.cosigned).decode(),
            "config": answer.config,
            "flush_s": central.settings.flush_s,
            "max_batch": MOST_RECORDS,
        }
        return JSONResponse(content)

    @app.get("/v1/kiosks/{kiosk}/epochs/{epoch}", responses=_problems(403, 404, 503))
    def journal(kiosk: OwnKiosk, epoch: Word, central: Central) -> JournalBody:
        """A journal's size and root as acknowledged, and as made again from every stored byte."""
        found = central.recompute(Log(kiosk, epoch))
        if found is None:
            raise HTTPException(404, "No such journal")
        return JournalBody(
            acked=found.acked,
            root=b64encode(found.root).decode(),
            recomputed_root=b64encode(found.recomputed_root).decode(),
            records=found.records,
        )

    @app.get("/healthz", status_code=204)
    async def healthz() -> None:
        """The process answers."""

    @app.get("/readyz", status_code=204, responses=_problems(503))
    def readyz(central: Central) -> None:
        """The database answers."""
        with central.store.read() as connection:
            connection.exec_driver_sql("SELECT 1")


async def _take(central: Service, ledger: Ledger, log_: Log, request: Request) -> Acknowledgement:
    headers = request.headers
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/cloudevents-batch+json":
        raise RefusedError(415, "Content-Type must be application/cloudevents-batch+json")
    async with asyncio.timeout(_BODY_S):
        body = await _body(request)

    def examine() -> tuple[batch.Batch, Acknowledgement | Verified]:
        received = batch.read(
            log_,
            origin=central.origin(log_),
            body=body,
            encoding=headers.get("content-encoding", "identity").strip().lower(),
            content_digest=headers.get("content-digest"),
            note=headers.get("checkpoint"),
        )
        return received, ledger.judge(received)

    received, judged = await run_in_threadpool(examine)
    for _ in range(_ATTEMPTS):
        if isinstance(judged, Acknowledgement):
            return judged
        answer = await asyncio.wrap_future(ledger.submit(judged))
        if answer is not None:
            return answer
        judged = await run_in_threadpool(ledger.judge, received)
    raise BusyError


async def _body(request: Request) -> bytes:
    """The body, never more than `LARGEST_BODY` bytes of it. Raises `RefusedError` (413)."""
    declared = request.headers.get("content-length", "")
    too_large = declared.isdigit() and int(declared) > batch.LARGEST_BODY
    body = bytearray()
    if not too_large:
        async for part in request.stream():
            body += part
            if too_large := len(body) > batch.LARGEST_BODY:
                break
    if too_large:
        raise batch.too_large()
    return bytes(body)


def _errors(app: FastAPI) -> None:
    @app.exception_handler(RefusedError)
    async def refused(_: Request, error: RefusedError) -> JSONResponse:
        return _problem(error.status, error.title, error.members)

    @app.exception_handler(StarletteHTTPException)
    async def http(_: Request, error: StarletteHTTPException) -> JSONResponse:
        return _problem(error.status_code, str(error.detail), headers=error.headers)

    @app.exception_handler(RequestValidationError)
    async def malformed(_: Request, error: RequestValidationError) -> JSONResponse:
        fields = [".".join(str(part) for part in item["loc"]) for item in error.errors()]
        return _problem(400, "Malformed request", {"fields": fields})

    @app.exception_handler(TimeoutError)
    async def slow(_: Request, __: TimeoutError) -> JSONResponse:
        return _problem(408, "The request took too long", headers={"Connection": "close"})

    @app.exception_handler(BusyError)
    @app.exception_handler(SQLAlchemyError)
    async def busy(_: Request, error: Exception) -> JSONResponse:
        logs.log.error("unavailable", exc_info=error)
        return _problem(503, "Try again", headers={"Retry-After": "5"})


_EVENTS_REQUEST: Final[dict[str, Any]] = {
    "parameters": [
        {
            "name": "Content-Digest",
            "in": "header",
            "required": True,
            "schema": {"type": "string"},
            "description": "RFC 9530, sha-256 over the body as it is sent",
        },
        {
            "name": "Checkpoint",
            "in": "header",
            "required": True,
            "schema": {"type": "string"},
            "description": "base64 of the C2SP tlog-checkpoint whose size is the batch's last sequence",
        },
        {
            "name": "Content-Encoding",
            "in": "header",
            "required": False,
            "schema": {"enum": ["zstd", "gzip", "identity"]},
        },
    ],
    "requestBody": {
        "required": True,
        "content": {
            "application/cloudevents-batch+json": {
                "schema": {"type": "array", "items": {"type": "object"}, "minItems": 1, "maxItems": MOST_RECORDS}
            }
        },
    },
}
