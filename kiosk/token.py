"""The appointment code: a signed token that checks a customer in without a network (docs/appointment-token.md).

JWS compact serialisation (RFC 7515) with `typ` `appointment+jwt` and the registered claims of RFC 7519. Signatures:
Ed25519 (RFC 8037; `alg` `Ed25519` of RFC 9864, and the older `EdDSA`) and ES256 (RFC 7518). A denser format (COSE)
would join as a second `unpack` chosen by the text's prefix.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeAlias

from joserfc import jws
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import ECKey, KeySet, OKPKey

from kiosk.core.appointment import Appointment, QueueTicket, TokenRefusal
from kiosk.core.ports import Clock, TokenTurnedDown

TYPE = "appointment+jwt"
LONGEST = 1024
"""Characters; a code longer than this is not read at all (a version 13 QR code, our largest, holds 331)."""

_CLOCK_SLACK = timedelta(minutes=5)
_TEXT_CLAIMS = ("iss", "aud", "jti", "apt", "svc", "hld")
_TIME_CLAIMS = ("nbf", "exp")

SigningKey: TypeAlias = OKPKey | ECKey


class NotAToken(ValueError):  # noqa: N818 - the outcome's name, not a programming error
    """The text is not an appointment code."""


def algorithm(key: SigningKey) -> str:
    """The `alg` a key signs with. Raises ValueError for a curve that the format does not know."""
    curve = str(key.curve_name)
    if curve == "Ed25519":
        return "Ed25519"
    if curve == "P-256":
        return "ES256"
    raise ValueError(f"an appointment code is signed by Ed25519 or P-256, not by {curve}")


def issue(
    key: SigningKey,
    *,
    issuer: str,
    branch: str,
    token_id: str,
    appointment: str,
    service: str,
    holder: str,
    opens: datetime,
    closes: datetime,
) -> str:
    """Sign an appointment code with a private key that has a `kid`.

    `holder` comes from `kiosk.core.appointment.holder_digest`; `opens` and `closes` are aware and bound the check-in
    window. Returns about 320 characters: keep `kid`, `iss` and ids short.
    """
    if not key.kid:
        raise ValueError("a signing key needs a key id (kid)")
    signing = algorithm(key)
    header = {"alg": signing, "typ": TYPE, "kid": key.kid}
    claims = {
        "iss": issuer,
        "aud": branch,
        "jti": token_id,
        "nbf": int(opens.timestamp()),
        "exp": int(closes.timestamp()),
        "apt": appointment,
        "svc": service,
        "hld": holder,
    }
    payload = json.dumps(claims, separators=(",", ":"), ensure_ascii=False).encode()
    return jws.serialize_compact(header, payload, key, algorithms=[signing])


@dataclass(frozen=True)
class Unpacked:
    """A code taken apart, its signature not verified: for `kiosk token inspect`, never for a decision."""

    header: Mapping[str, Any]
    claims: Mapping[str, Any]


def unpack(text: str) -> Unpacked:
    """Take a code apart without verifying it. Raises `NotAToken`."""
    if len(text) > LONGEST or not text.isascii():
        raise NotAToken("too long, or not ASCII")
    try:
        parts = jws.extract_compact(text.encode())
        claims = json.loads(parts.payload)
    except (JoseError, ValueError, RecursionError) as error:
        raise NotAToken("not a JWS in compact serialisation") from error
    header = parts.headers()
    if not isinstance(claims, dict) or header.get("typ") != TYPE or "crit" in header:
        raise NotAToken(f"not of type {TYPE}")
    if any(not isinstance(claims.get(name), str) or not claims[name] for name in _TEXT_CLAIMS):
        raise NotAToken("a text claim is missing")
    if any(type(claims.get(name)) is not int or not 0 <= claims[name] < 2**33 for name in _TIME_CLAIMS):
        raise NotAToken("a time claim is missing")
    return Unpacked(header, claims)


def signed_by(text: str, header: Mapping[str, Any], keys: Iterable[SigningKey]) -> bool | None:
    """Whether one of the keys that share the code's `kid` signed it; None where no key has that `kid`.

    All keys with the id are tried (as eu-dcc-hcert-spec demands): key ids are names, not proofs. The algorithm comes
    from the key, so a header cannot choose a weaker one (RFC 8725, 3.1).
    """
    candidates = [key for key in keys if key.kid == header.get("kid")]
    if not candidates:
        return None
    for key in candidates:
        allowed = [algorithm(key)] + (["EdDSA"] if algorithm(key) == "Ed25519" else [])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SecurityWarning)  # back ends older than RFC 9864 still mint `EdDSA`
            try:
                jws.deserialize_compact(text, key, algorithms=allowed)
            except (JoseError, ValueError):
                continue
        return True
    return False


def public_keys(jwks: Mapping[str, Any]) -> tuple[SigningKey, ...]:
    """The verification keys of a JWK set (RFC 7517), without those of a kind this format does not use."""
    found: list[SigningKey] = []
    for jwk in jwks.get("keys", ()):
        try:
            key = KeySet.import_key_set({"keys": [jwk]}).keys[0]
        except (JoseError, ValueError, KeyError, TypeError, IndexError):
            continue
        if isinstance(key, OKPKey | ECKey) and key.curve_name in ("Ed25519", "P-256") and key.kid:
            found.append(key)
    return tuple(found)


class Spent(Protocol):
    """Where used codes are remembered, durably."""

    def visit_of(self, token_id: str) -> str | None: ...

    def spend(self, token_id: str, visit: str, ticket: str, expires: datetime) -> None: ...


class Verifier:
    """Verifies codes offline, with the keys that sync brought. Implements `kiosk.core.ports.TokenVerifier`.

    `keys` and `revoked` (ids of codes that the bank took back) are asked at every code, so that neither a key rotation
    nor a revocation needs a restart. `not_before` is a time the clock cannot honestly
    be earlier than (the last journal entry): a clock set back would revive expired codes.
    """

    def __init__(
        self,
        *,
        issuer: str,
        branch: str,
        keys: Callable[[], Iterable[SigningKey]],
        spent: Spent,
        clock: Clock,
        not_before: datetime,
        revoked: Callable[[], Collection[str]] = frozenset,
    ) -> None:
        self._issuer, self._branch, self._keys = issuer, branch, keys
        self._spent, self._clock, self._not_before = spent, clock, not_before
        self._revoked = revoked

    def verify(self, text: str, visit: str) -> Appointment | TokenTurnedDown:
        """Verify in this order: form, key, signature, issuer and branch, revocation, clock, window, replay."""
        try:
            unpacked = unpack(text)
        except NotAToken:
            return TokenTurnedDown(TokenRefusal.NOT_OURS)
        held = signed_by(text, unpacked.header, self._keys())
        if held is None:
            return TokenTurnedDown(TokenRefusal.UNKNOWN_KEY)
        if not held:
            return TokenTurnedDown(TokenRefusal.FORGED)

        claims = unpacked.claims
        token_id = claims["jti"]
        opens, closes = (datetime.fromtimestamp(claims[name], UTC) for name in _TIME_CLAIMS)
        if claims["iss"] != self._issuer:
            return TokenTurnedDown(TokenRefusal.NOT_OURS, token_id)
        if claims["aud"] != self._branch:
            return TokenTurnedDown(TokenRefusal.WRONG_BRANCH, token_id, branch=claims["aud"])
        if token_id in self._revoked():
            return TokenTurnedDown(TokenRefusal.REVOKED, token_id, opens, closes)
        now = self._clock.now()
        if now < self._not_before - _CLOCK_SLACK:
            return TokenTurnedDown(TokenRefusal.CLOCK_UNSURE, token_id)
        if now < opens:
            return TokenTurnedDown(TokenRefusal.TOO_EARLY, token_id, opens, closes)
        if now >= closes:
            return TokenTurnedDown(TokenRefusal.TOO_LATE, token_id, opens, closes)
        if self._spent.visit_of(token_id) not in (None, visit):
            return TokenTurnedDown(TokenRefusal.ALREADY_USED, token_id, opens, closes)
        return Appointment(
            id=claims["apt"],
            token_id=token_id,
            issuer=claims["iss"],
            branch=claims["aud"],
            service=claims["svc"],
            opens=opens,
            closes=closes,
            holder=claims["hld"],
        )

    def spend(self, appointment: Appointment, visit: str, ticket: QueueTicket) -> None:
        """Remember that the code has checked a customer in; a later visit with it is refused."""
        self._spent.spend(appointment.token_id, visit, ticket.number, appointment.closes)
