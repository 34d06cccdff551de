"""Documents that leave by a phone: a terminal leaves a PDF here, and whoever has the link fetches it once.

A phone has no certificate: the link's token is what lets it in. Opening the link shows a page with one button, and the
button fetches the document: what only looks a link over, as messengers do, takes nothing away.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, HTTPException, Path, Request, Response
from fastapi.responses import HTMLResponse

from central.batch import RefusedError
from central.logs import event
from central.routes.caller import Central
from central.routes.documented import OPEN
from central.routes.problems import example, problems
from central.routes.sessions import Served, Told, in_session

router = APIRouter()

LARGEST: Final = 2 * 2**20
"""Bytes of a document."""
EACH_MINUTE: Final = 30
"""Requests for links that one address may make in a minute."""
_MOST: Final = 4096
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
_PDF: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/pdf": {
                "schema": {"type": "string", "format": "binary"},
                "examples": {"usual": {"value": "%PDF-1.4 ..."}},
            }
        },
    }
}
_SHELL: Final = """<!doctype html>
<html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body{{font:1.25rem/1.6 sans-serif;margin:2rem auto;max-width:30rem;padding:0 1rem;color:#111}}
button{{font:inherit;width:100%;padding:1rem;border:0;border-radius:.5rem;background:#0b4f8a;color:#fff}}
</style>
{body}</html>
"""
_PAGE: Final = _SHELL.format(
    title="对账单 · Statement",
    body="""<h1>对账单<br>Statement</h1>
<p>只能下载一次，请在可信的设备上保存。<br>It can be downloaded once. Save it on a device that you trust.</p>
<form method="post"><button>下载 · Download</button></form>
""",
)
_GONE: Final = _SHELL.format(
    title="链接已失效 · Link expired",
    body="""<h1>链接已失效<br>This link is no longer good</h1>
<p>文件只能下载一次，且须在 10 分钟内下载。请在终端上重新获取。<br>
A document can be downloaded once, within 10 minutes. Please ask for it again at the terminal.</p>
""",
)


class Gate:
    """Lets each address ask for links `EACH_MINUTE` times in a minute."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic, self._lock = monotonic, threading.Lock()
        self._asked: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def lets(self, address: str) -> bool:
        """Whether one more may be answered."""
        now = self._monotonic()
        with self._lock:
            began, count = self._asked.pop(address, (now, 0))
            if now - began >= 60:
                began, count = now, 0
            self._asked[address] = began, count + 1
            if len(self._asked) > _MOST:
                self._asked.popitem(last=False)
        return count < EACH_MINUTE


class LinkTold(Told):
    """Where a phone fetches the document, and until when."""

    model_config = example(url="https://bank.example/take-away/3q2-7w...", expires="2026-11-27T12:10:00Z")
    url: str
    expires: datetime


def _gate(request: Request) -> None:
    state = request.app.state
    if not hasattr(state, "take_away_gate"):
        state.take_away_gate = Gate()
    if request.client is not None and not state.take_away_gate.lets(request.client.host):
        raise HTTPException(429, "Too many requests", headers={"Retry-After": "60"})


Token = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{43}$")]
_HTML: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "A page with one button",
        "content": {
            "text/html": {"schema": {"type": "string"}, "examples": {"usual": {"value": "<!doctype html>..."}}}
        },
    },
    **problems(400, 429, 503),
}


@router.post(
    "/v1/branches/{branch}/take-aways",
    status_code=201,
    responses=in_session(413, 415, _415_type={"title": "Content-Type must be application/pdf"}),
    openapi_extra=_PDF,
    max_body_size=LARGEST,
)
def leave(
    served: Served,
    request: Request,
    central: Central,
    body: Annotated[bytes, Body(media_type="application/pdf")],
) -> LinkTold:
    """Leave a PDF, to be fetched by a phone: once, within ten minutes. The link is to be shown and never kept."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/pdf":
        raise RefusedError(415, "Content-Type must be application/pdf")
    if not body.startswith(b"%PDF-"):
        raise RefusedError(400, "Not a PDF")
    left = central.bank.leave(body)
    if left is None:
        raise RefusedError(503, "Try again")
    token, expires = left
    event("documentLeft", kiosk=served.kiosk, bytes=len(body))
    base = central.settings.public_url or str(request.base_url).rstrip("/")
    return LinkTold(url=f"{base}/take-away/{token}", expires=expires)


@router.get("/take-away/{token}", response_class=HTMLResponse, responses=_HTML, openapi_extra=OPEN)
def show(token: Token, request: Request, central: Central) -> Response:
    """The page behind a link. Looking at it takes nothing away."""
    _gate(request)
    return HTMLResponse(_PAGE if central.bank.waits(token) else _GONE, headers=_HEADERS)


@router.post(
    "/take-away/{token}",
    response_class=Response,
    responses={
        200: {
            "description": "The document, which is gone with that; a page, where there is none",
            "content": {
                "application/pdf": {
                    "schema": {"type": "string", "format": "binary"},
                    "examples": {"usual": {"value": "%PDF-1.4 ..."}},
                }
            },
        },
        **problems(400, 413, 429, 503),
    },
    openapi_extra=OPEN,
    max_body_size=1024,
)
def fetch(token: Token, request: Request, central: Central) -> Response:
    """Fetch the document, once."""
    _gate(request)
    document = central.bank.fetch(token)
    if document is None:
        return HTMLResponse(_GONE, headers=_HEADERS)
    event("documentFetched", bytes=len(document))
    headers = {**_HEADERS, "Content-Disposition": 'attachment; filename="statement.pdf"'}
    return Response(document, media_type="application/pdf", headers=headers)
