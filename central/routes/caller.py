"""Who asks: each call but enrolment and health needs a client certificate, and each kiosk speaks for itself only."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import ip_address
from typing import Annotated, Final

from fastapi import Depends, HTTPException, Path, Request
from starlette.concurrency import run_in_threadpool

from central import logs
from central.callers import Peer, forwarded
from central.service import Service
from central.settings import Network

NAME: Final = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
"""What a kiosk, branch, visit or epoch may be called."""

Name = Annotated[str, Path(pattern=NAME)]
_NAME: Final = re.compile(NAME.strip("^$"))


async def _service(request: Request) -> Service:
    """The service; not awaited in a thread of the pool, as a plain function would be."""
    service: Service = request.app.state.service
    return service


def _certificate(request: Request, service: Service) -> str | None:
    """The client's certificate: of the handshake; without TLS, of the header that a trusted proxy sets."""
    tls = request.scope.get("extensions", {}).get("tls")
    if tls is not None:
        chain = tls.get("client_cert_chain", ())
        return str(chain[0]) if chain else None
    headers = request.headers.getlist("client-cert")
    if len(headers) != 1 or request.client is None:
        return None
    return forwarded(headers[0]) if _is_among(request.client.host, service.trusted_proxies) else None


@lru_cache(maxsize=256)
def _is_among(host: str, networks: tuple[Network, ...]) -> bool:
    """Whether a host's address is in one of the networks."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return any(address in network for network in networks)


async def _peer(request: Request, service: Annotated[Service, Depends(_service)]) -> Peer:
    """The kiosk of the client certificate. Raises `NotLetInError`."""
    certificate = _certificate(request, service)
    peer = service.callers.remembered(certificate)
    if peer is None:
        peer = await run_in_threadpool(service.callers.look_up, certificate)
    request.scope[logs.KIOSK] = peer.kiosk
    return peer


async def _own(kiosk: Name, peer: Annotated[Peer, Depends(_peer)]) -> str:
    if peer.kiosk != kiosk:
        raise HTTPException(403, "The certificate is another kiosk's")
    return kiosk


async def _in_branch(branch: Name, peer: Annotated[Peer, Depends(_peer)]) -> Peer:
    if peer.branch != branch:
        raise HTTPException(403, "The kiosk stands in another branch")
    return peer


async def own_journal(request: Request, service: Service) -> tuple[str, str]:
    """The kiosk and epoch of a path, where they are names and the kiosk is the caller.

    What `OwnKiosk` and `Name` say, without the framework's resolving, which costs as much as to store a small batch.
    Raises `NotLetInError`, 400 and 403.
    """
    peer = await _peer(request, service)
    kiosk, epoch = request.path_params["kiosk"], request.path_params["epoch"]
    if not (_NAME.fullmatch(kiosk) and _NAME.fullmatch(epoch)):
        raise HTTPException(400, "Malformed request")
    return await _own(kiosk, peer), epoch


Central = Annotated[Service, Depends(_service)]
OwnKiosk = Annotated[str, Depends(_own)]
BranchKiosk = Annotated[Peer, Depends(_in_branch)]
AnyKiosk = Annotated[Peer, Depends(_peer)]
