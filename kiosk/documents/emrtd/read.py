"""One reading of a document by its chip, from the first command to what may be believed."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kiosk.core.identity import Authenticity
from kiosk.core.ports import Chip
from kiosk.documents.emrtd import bac, lds, pace, security_infos
from kiosk.documents.emrtd.access import AccessKey
from kiosk.documents.emrtd.active import authenticate_actively, authenticate_chip
from kiosk.documents.emrtd.apdu import OK, Channel
from kiosk.documents.emrtd.errors import (
    Forgery,
    NotGenuineError,
    UnsupportedError,
)
from kiosk.documents.emrtd.files import SHORT_CHUNK, Ef, chunk_of, read_file, select, select_application
from kiosk.documents.emrtd.lds import FaceImage
from kiosk.documents.emrtd.passive import SecurityObject, authenticate
from kiosk.documents.emrtd.pki import public_key
from kiosk.documents.emrtd.security_infos import SecurityInfo
from kiosk.documents.emrtd.trust import TrustStore
from kiosk.documents.mrz import Mrz

_OPENED, _BELIEVED, _PROVED, _ZONE_READ = 0.1, 0.2, 0.25, 0.3
"""How much of the whole is done at each step; the face, nearly all of the bytes, is the rest."""


@dataclass(frozen=True)
class Reading:
    """A document whose signature and hashes held; what did not hold was raised.

    `face` is None where the chip's is of a format that is not taken. `checks` names every check and whether it held:
    those of the zone (`kiosk.documents.mrz.Mrz.checks`), `signature`, `dataGroups`, `groupList` (EF.COM lists what is
    signed), `cardAccess` (the offer of PACE is the signed one) and, where the chip proved itself, `chip`.
    """

    zone: Mrz
    face: FaceImage | None
    authenticity: Authenticity
    checks: tuple[tuple[str, bool], ...]

    @property
    def ok(self) -> bool:
        """Whether every check held. Whether the document has expired is the caller's to ask."""
        return all(held for _, held in self.checks)


def read_document(
    chip: Chip, key: AccessKey, trust: TrustStore, today: date, told: Callable[[float], None] = lambda share: None
) -> Reading:
    """Open a chip that was powered anew, believe or refuse it, and read zone and face. `told` hears the share, 0 to 1.

    PACE where the chip offers a way that we do, else BAC. Raises `EmrtdError` (see its kinds in `errors`), and
    `CardLostError` and `ReaderLostError` of the port; nothing else, whatever the chip answers.
    """
    told(0.0)
    channel = Channel(chip)
    chunk = chunk_of(channel)
    offered = _open(channel, key)
    told(_OPENED)
    listed = read_file(channel, Ef.COM, chunk)
    sod = read_file(channel, Ef.SOD, chunk)
    if sod is None:
        raise NotGenuineError(Forgery.GROUP_MISSING)
    signed = authenticate(sod, trust, today)
    told(_BELIEVED)
    infos: tuple[SecurityInfo, ...] = ()
    if 14 in signed.hashes:
        infos = lds.infos(signed.check(14, read_file(channel, Ef.DG14, chunk)))
    proved = _prove(channel, signed, infos, chunk)
    told(_PROVED)
    dg1 = signed.check(1, read_file(channel, Ef.DG1, chunk))
    zone = lds.zone(dg1, today)
    if key.mrz_information is not None and not _same_holder(dg1, key.mrz_information):
        raise NotGenuineError(Forgery.PRINT_DIFFERS)
    told(_ZONE_READ)
    dg2 = signed.check(2, read_file(channel, Ef.DG2, chunk, lambda share: told(_ZONE_READ + (1 - _ZONE_READ) * share)))
    checks = [
        *zone.checks,
        ("signature", True),
        ("dataGroups", True),
        ("groupList", listed is None or lds.groups(listed) == frozenset(signed.hashes)),
        ("cardAccess", _offer_signed(offered, infos)),
    ]
    if proved:
        checks.append(("chip", True))
    return Reading(
        zone=zone,
        face=lds.face(dg2),
        authenticity=Authenticity.CHIP_PROVED if proved else Authenticity.PASSIVE,
        checks=tuple(checks),
    )


def _open(channel: Channel, key: AccessKey) -> tuple[SecurityInfo, ...]:
    """Open the chip and select its application; what EF.CardAccess offered."""
    offered = _card_access(channel)
    way = pace.choose(offered)
    if way is not None:
        pace.open_chip(channel, key, way, ambiguous=len(security_infos.paces(offered)) > 1)
        select_application(channel)
        return offered
    select_application(channel)
    if key.mrz_information is None:
        raise UnsupportedError("the chip opens with the MRZ only, and no MRZ is known")
    bac.open_chip(channel, key)
    return offered


def _card_access(channel: Channel) -> tuple[SecurityInfo, ...]:
    """EF.CardAccess; nothing where the chip has none, for which older chips have many a status word."""
    if select(channel, Ef.CARD_ACCESS) != OK:
        return ()
    data = read_file(channel, Ef.CARD_ACCESS, SHORT_CHUNK)
    return security_infos.parse(data or b"")


def _prove(channel: Channel, signed: SecurityObject, infos: tuple[SecurityInfo, ...], chunk: int) -> bool:
    """Let the chip prove that it is no copy, in a way that its signed data offer; whether it could be asked.

    A way that we do not do proves nothing and is no fault of the document. One that fails is an attack.
    """
    for way in security_infos.chip_authentications(infos):
        try:
            authenticate_chip(channel, way)
        except UnsupportedError:
            continue
        return True
    if 15 not in signed.hashes:
        return False
    spki = lds.active_authentication_key(signed.check(15, read_file(channel, Ef.DG15, chunk)))
    try:
        authenticate_actively(channel, public_key(spki), security_infos.active_authentication_signature(infos))
    except UnsupportedError:
        return False
    return True


def _same_holder(dg1: bytes, mrz_information: str) -> bool:
    """Whether the signed zone is the one that opened the chip: a copied chip may carry another's data."""
    own = lds.mrz_information(dg1)
    return hmac.compare_digest(own.encode(), mrz_information.encode())


def _offer_signed(offered: tuple[SecurityInfo, ...], infos: tuple[SecurityInfo, ...]) -> bool:
    """Whether EF.CardAccess, which nothing signs, offers the PACE that DG14 signs (9303-11, 9.2).

    A chip with PACE has DG14; where an attacker took the offer away, DG14 still has it.
    """
    return {info.raw for info in security_infos.paces(offered)} == {info.raw for info in security_infos.paces(infos)}
