"""Who asks: every client has shown a certificate, and each may speak for itself only."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Final

from fastapi import Depends, HTTPException, Path, Request
from pydantic import BaseModel, ConfigDict

from central import logs
from central.pki import common_name
from central.service import Service

NAME: Final = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
"""What a kiosk, branch, visit or epoch may be called."""

Name = Annotated[str, Path(pattern=NAME)]


class Peer(BaseModel):
    """The kiosk that asks, by its certificate."""

    model_config = ConfigDict(frozen=True)
    kiosk: str
    branch: str


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


async def _own(kiosk: Name, peer: Annotated[Peer, Depends(_peer)]) -> str:
    if peer.kiosk != kiosk:
        raise HTTPException(403, "The certificate is another kiosk's")
    return kiosk


async def _in_branch(branch: Name, peer: Annotated[Peer, Depends(_peer)]) -> Peer:
    if peer.branch != branch:
        raise HTTPException(403, "The kiosk stands in another branch")
    return peer


Central = Annotated[Service, Depends(_service)]
OwnKiosk = Annotated[str, Depends(_own)]
BranchKiosk = Annotated[Peer, Depends(_in_branch)]
