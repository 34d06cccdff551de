"""For integrators: keys, codes as pictures, and codes taken apart (`kiosk token`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import qrcode
import qrcode.constants
from joserfc.jwk import ECKey, KeyParameters, OKPKey
from qrcode.image.svg import SvgPathImage

from kiosk import token


def generate(signing: str, kid: str) -> token.SigningKey:
    """A new signing key with a key id, for `Ed25519` or `ES256`."""
    parameters: KeyParameters = {"kid": kid}
    if signing == "ES256":
        return ECKey.generate_key("P-256", parameters)
    return OKPKey.generate_key("Ed25519", parameters)


def private_key(jwk: Mapping[str, Any]) -> token.SigningKey:
    """A signing key from its private JWK. Raises ValueError."""
    found = token.public_keys({"keys": [jwk]})
    if not found or not found[0].is_private:
        raise ValueError("not a private Ed25519 or P-256 JWK with a kid")
    return found[0]


def svg(code: str) -> bytes:
    """The code as a QR symbol, level M, in an SVG picture."""
    symbol = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M)
    symbol.add_data(code)
    return bytes(symbol.make_image(image_factory=SvgPathImage).to_string())


def inspect(text: str, jwks: object) -> dict[str, Any]:
    """Take a code apart for an integrator. Raises `NotAToken`, and ValueError for what is neither JWK set nor JWK.

    `signature` is `held`, `forged`, `unknownKey`, or `notVerified` where no keys were given.
    """
    unpacked = token.unpack(text)
    signature = "notVerified"
    if jwks is not None:
        if isinstance(jwks, Mapping) and "kty" in jwks:  # as `kiosk token key` prints it
            jwks = {"keys": [jwks]}
        if not isinstance(jwks, Mapping) or not isinstance(jwks.get("keys"), list):
            raise ValueError("neither a JWK set (an object with a list of keys) nor a JWK (RFC 7517)")
        held = token.signed_by(text, unpacked.header, token.public_keys(jwks))
        signature = {True: "held", False: "forged", None: "unknownKey"}[held]
    symbol = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M)
    symbol.add_data(text)
    symbol.make(fit=True)
    window = [datetime.fromtimestamp(unpacked.claims[name], UTC).isoformat() for name in ("nbf", "exp")]
    return {
        "header": dict(unpacked.header),
        "claims": dict(unpacked.claims),
        "window": window,
        "signature": signature,
        "characters": len(text),
        "qr_version": symbol.version,
    }
