"""What a kiosk should be."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from central.routes.caller import Central, OwnKiosk
from central.routes.problems import problems

router = APIRouter()


@router.get(
    "/v1/kiosks/{kiosk}/desired",
    response_class=JSONResponse,
    responses={
        200: {"description": "The signed document; ETag is its version", "content": {"application/json": {}}},
        304: {"description": "The kiosk has this version (If-None-Match)"},
        **problems(400, 401, 403, 503),
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
