"""docs/appointment-token.md: its example is what the code mints, and its tables are what the code does."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import OKPKey
from qrcode.base import rs_blocks
from qrcode.constants import ERROR_CORRECT_M

from kiosk import token, token_tools
from kiosk.core.appointment import TokenRefusal, holder_digest

PAGE = (Path(__file__).parents[2] / "docs" / "appointment-token.md").read_text(encoding="utf-8")


def block(name: str) -> str:
    """The fenced block after a marker of the page."""
    found = re.search(rf"<!-- example:{name} -->\n```\w*\n(.*?)\n```", PAGE, re.DOTALL)
    assert found, name
    return found[1]


@pytest.fixture(scope="module")
def key() -> OKPKey:
    return OKPKey.import_key(json.loads(block("key")))


@pytest.fixture(scope="module")
def claims() -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(block("claims"))
    return parsed


def test_the_example_is_what_the_code_mints(key: OKPKey, claims: dict[str, Any]) -> None:
    minted = token.issue(
        key,
        issuer=claims["iss"],
        branch=claims["aud"],
        token_id=claims["jti"],
        appointment=claims["apt"],
        service=claims["svc"],
        holder=claims["hld"],
        opens=datetime.fromtimestamp(claims["nbf"], UTC),
        closes=datetime.fromtimestamp(claims["exp"], UTC),
    )
    assert minted == block("code")


def test_its_digest_is_of_the_number_it_names(claims: dict[str, Any]) -> None:
    number = re.search(r"ID number is `(\w+)`", PAGE)
    assert number
    assert holder_digest(number[1], claims["jti"], claims["iss"]) == claims["hld"]


def test_it_is_as_large_as_the_page_says(key: OKPKey, claims: dict[str, Any]) -> None:
    seen = token_tools.inspect(block("code"), {"keys": [key.as_dict(private=False)]})
    assert (seen["signature"], seen["claims"]) == ("held", claims)
    assert f"**{seen['characters']}**, version {seen['qr_version']}" in PAGE
    header, payload, signature = block("code").split(".")
    assert f"as {len(header)} characters" in PAGE
    assert f"as {len(payload)}, signature 64 bytes as {len(signature)}" in PAGE


def test_the_sizes_are_those_of_the_standard() -> None:
    rows = re.findall(r"^\| (\d+) \| (\d+) \| (\d+) \|$", PAGE.partition("<!-- sizes -->")[2], re.MULTILINE)
    assert len(rows) == 4
    for version, side, characters in (map(int, row) for row in rows):
        bits = 8 * sum(found.data_count for found in rs_blocks(version, ERROR_CORRECT_M))
        mode_and_count = 4 + 16  # byte mode, ISO/IEC 18004 table 3, versions 10 to 26
        assert characters == (bits - mode_and_count) // 8
        assert side == 17 + 4 * version


def test_every_refusal_is_on_the_page() -> None:
    assert {found for found in TokenRefusal if f"| `{found}` |" in PAGE} == set(TokenRefusal)
