"""What a phone may be handed: https pages and the bank's applications, and nothing that acts by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.faq import LONGEST_ADDRESS, Link, LinkKind, address_fault, allowed

NAMES = (("en", "Open it"),)


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        (LinkKind.SITE, "https://bank.example/help/card-lost"),
        (LinkKind.SITE, "https://www.bank.example/a?b=c&d=%20#e"),
        (LinkKind.SOCIAL, "https://wechat.bank.example/safety"),
        (LinkKind.APP, "examplebank://card/report-lost"),
        (LinkKind.APP, "https://app.bank.example/card"),
    ],
)
def test_addresses_that_are_taken(kind: LinkKind, address: str) -> None:
    assert address_fault(kind, address) is None


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        (LinkKind.SITE, "http://bank.example/"),
        (LinkKind.SITE, "examplebank://card"),
        (LinkKind.SITE, "https://bank.example@evil.example/"),
        (LinkKind.SITE, "https://bank.example:8443/"),
        (LinkKind.SITE, "https://192.0.2.1/"),
        (LinkKind.SITE, "https://localhost/"),
        (LinkKind.SITE, "https:///help"),
        (LinkKind.SITE, "https://bänk.example/"),
        (LinkKind.SITE, "https://bank.example/ help"),
        (LinkKind.SITE, "https://BANK.example/"),
        (LinkKind.SITE, "https://bank.example/" + "a" * LONGEST_ADDRESS),
        (LinkKind.APP, "javascript://x"),
        (LinkKind.APP, "intent://x"),
        (LinkKind.APP, "tel:110"),
        (LinkKind.APP, "http://bank.example/"),
        (LinkKind.APP, ""),
    ],
)
def test_addresses_that_are_not(kind: LinkKind, address: str) -> None:
    assert address_fault(kind, address)


def test_only_schemes_that_the_terminal_knows_are_shown() -> None:
    app = Link(LinkKind.APP, "examplebank://card", NAMES)
    site = Link(LinkKind.SITE, "https://bank.example/", NAMES)
    assert allowed([app, site], ()) == (site,)
    assert allowed([app, site], ("examplebank",)) == (app, site)
    assert allowed([app, site], ("otherbank",)) == (site,)


@given(st.sampled_from(LinkKind), st.text(max_size=300))
def test_any_text_is_judged(kind: LinkKind, address: str) -> None:
    if address_fault(kind, address) is None:
        assert address.isascii()
        assert len(address) <= LONGEST_ADDRESS
