"""What a kiosk should be."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from central.routes.caller import Central, OwnKiosk
from central.routes.problems import problems

router = APIRouter()

_ETAG: Final = {"ETag": {"description": "The version in quotes", "schema": {"type": "string"}}}
_IF_NONE_MATCH: Final = {
    "parameters": [{"name": "If-None-Match", "in": "header", "schema": {"type": "string", "example": '"1795770000"'}}]
}
_TEXT: Final = {"type": "string", "format": "base64"}
_DOCUMENT: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["payload", "signatures"],
    "properties": {
        "payload": {**_TEXT, "description": "The exact bytes of a JSON object"},
        "signatures": {
            "type": "array",
            "items": {"type": "object", "properties": {"keyid": {"type": "string"}, "sig": _TEXT}},
        },
    },
}
_EXAMPLE: Final = {
    "payload": "eyJ2ZXJzaW9uIjogMTc5NTc3MDAwMCwgImtpb3NrIjogIjA1NzEtMyJ9",
    "signatures": [{"keyid": "demo/desired", "sig": "2gk3..."}],
}


@router.get(
    "/v1/kiosks/{kiosk}/desired",
    response_class=JSONResponse,
    responses={
        200: {
            "description": "The signed document",
            "headers": _ETAG,
            "content": {"application/json": {"schema": _DOCUMENT, "examples": {"usual": {"value": _EXAMPLE}}}},
        },
        304: {"description": "The kiosk has this version (If-None-Match)", "headers": _ETAG},
        **problems(400, 401, 403, 503),
    },
    openapi_extra=_IF_NONE_MATCH,
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
