"""Journals come in: batches of records, and what is held of them."""

from __future__ import annotations

import asyncio
import threading
from base64 import b64encode
from typing import Any, Final

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from central import batch
from central.batch import MOST_RECORDS, Log, RefusedError
from central.ledger import Acknowledgement, BusyError, Ledger, Verified
from central.metrics import Metrics
from central.routes.caller import NAME, Central, Name, OwnKiosk, own_journal
from central.routes.problems import example, problems
from central.service import Service

_BODY_S: Final = 30.0
_ATTEMPTS: Final = 3
_RECOMPUTING: Final = threading.Lock()

_ROOT: Final = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
_RECORD: Final = {
    "specversion": "1.0",
    "id": "0571-3/7f3a9c/1042",
    "sequence": "0000001042",
    "source": "/demo/kiosk/0571-3",
    "type": "bank.kiosk.visit.started.v1",
    "time": "2026-11-23T09:00:01.123Z",
    "visit": "v-8c1e64f0",
    "data": {"language": "zh_CN"},
}

router = APIRouter()


class AcknowledgementBody(BaseModel):
    """A journal is held up to `acked`."""

    model_config = example(acked=1042, root=_ROOT, cosigned="ZGVtby9r...", config=1795770000, flush_s=5, max_batch=1000)
    acked: int
    root: str = Field(description="base64")
    cosigned: str = Field(description="base64 of the checkpoint with the bank's cosignature")
    config: int = Field(description="The version of the desired state")
    flush_s: int = Field(description="How long a batch without urgent records may wait")
    max_batch: int


class JournalBody(BaseModel):
    """A journal as the bank holds it; `recomputed_root` is made from the stored bytes."""

    model_config = example(acked=1042, root=_ROOT, recomputed_root=_ROOT, records=1042)
    acked: int
    root: str
    recomputed_root: str
    records: int


_EVENTS_REQUEST: Final[dict[str, Any]] = {
    "parameters": [
        *(
            {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": NAME}}
            for name in ("kiosk", "epoch")
        ),
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
                "schema": {"type": "array", "items": {"type": "object"}, "minItems": 1, "maxItems": MOST_RECORDS},
                "examples": {"usual": {"value": [_RECORD]}},
            }
        },
    },
}


class _PlainRoute(APIRoute):
    """A route whose endpoint takes the request as it is; the OpenAPI document shows it like any other.

    To resolve and validate by the framework costs as much as to store a small batch.
    """

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer by the endpoint."""
        if scope["method"] not in (self.methods or ()):
            await super().handle(scope, receive, send)
            return
        response = await self.endpoint(Request(scope, receive, send))
        await response(scope, receive, send)


async def events(request: Request) -> JSONResponse:
    """Take the next records of a kiosk's journal, exactly once and in order.

    200: everything up to `acked` is stored and cosigned. 409: `acked` says where to go on; with `diverged` the
    journal differs from the one held. 422: the checkpoint or its signature does not hold. 413: send `max_batch`.
    """
    central: Service = request.app.state.service
    ledger: Ledger = request.app.state.ledger
    log_ = Log(*await own_journal(request, central))
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


EVENTS: Final = _PlainRoute(
    "/v1/kiosks/{kiosk}/epochs/{epoch}/events",
    events,
    methods=["POST"],
    response_model=AcknowledgementBody,
    responses=problems(
        *(400, 401, 403, 408, 409, 413, 415, 422, 503),
        _400_digest={"title": "Content-Digest does not fit the body", "acked": 1030},
        _409_gap={"title": "Records are missing before this batch", "acked": 1030},
        _409_diverged={
            "title": "A record differs from the one held",
            "acked": 1042,
            "diverged": True,
            "quarantined": True,
        },
        _409_keys={"title": "Keys of sealed fields are missing", "acked": 1030, "missing_keys": ["v-8c1e64f0"]},
        _413_large={"title": "The batch is too large", "acked": 1030, "max_batch": 200},
        _422_signature={"title": "The checkpoint's signature does not hold", "acked": 1030},
    ),
    openapi_extra=_EVENTS_REQUEST,
)


@router.get("/v1/kiosks/{kiosk}/epochs/{epoch}", responses=problems(400, 401, 403, 404, 503))
def journal(kiosk: OwnKiosk, epoch: Name, central: Central) -> JournalBody:
    """A journal's size and root as acknowledged, and as made again from every stored byte."""
    if not _RECOMPUTING.acquire(blocking=False):  # all that a kiosk ever sent is read: no two at once
        raise BusyError
    try:
        found = central.recompute(Log(kiosk, epoch))
    finally:
        _RECOMPUTING.release()
    if found is None:
        raise HTTPException(404, "No such journal")
    return JournalBody(
        acked=found.acked,
        root=b64encode(found.root).decode(),
        recomputed_root=b64encode(found.recomputed_root).decode(),
        records=found.records,
    )


async def _take(central: Service, ledger: Ledger, log_: Log, request: Request) -> Acknowledgement:
    headers = request.headers
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/cloudevents-batch+json":
        raise RefusedError(415, "Content-Type must be application/cloudevents-batch+json")
    async with asyncio.timeout(_BODY_S):
        body = await _body(request)

    encoding = headers.get("content-encoding", "identity").strip().lower()

    def examine() -> tuple[batch.Batch, Acknowledgement | Verified | None]:
        received = batch.read(
            log_,
            origin=central.origin(log_),
            body=body,
            encoding=encoding,
            content_digest=headers.get("content-digest"),
            note=headers.get("checkpoint"),
        )
        return received, ledger.foresee(received)

    metrics: Metrics = request.app.state.metrics
    try:
        # A small batch is read sooner than a thread of the pool is found for it.
        received, judged = examine() if batch.is_small(body, encoding) else await run_in_threadpool(examine)
    except RefusedError as refused:
        if refused.evidence:
            note = headers.get("checkpoint")
            await run_in_threadpool(ledger.remember, log_, body, encoding, note, refused)
        raise
    for _ in range(_ATTEMPTS):
        if judged is None:
            judged = await run_in_threadpool(ledger.judge, received)
        answer = judged if isinstance(judged, Acknowledgement) else await ledger.append(judged)
        if answer is not None:
            metrics.batches.inc()
            metrics.records.inc(len(received.records))
            return answer
        judged = None
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
