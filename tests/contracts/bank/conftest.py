"""The contract of a bank: by default the reference's, with `--bank MODULE:FACTORY` somebody's own (docs/bank.md)."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import pytest
from bank_desk_contract import Desk

from kiosk.core.banking import Session


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--bank", metavar="MODULE:FACTORY", help="a context manager that gives a Desk; default: the reference"
    )


@pytest.fixture(scope="session")
def opened_desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    """The bank under test, opened once."""
    module, _, name = (request.config.getoption("--bank", None) or "reference_bank:reference").partition(":")
    with getattr(import_module(module), name)() as found:
        yield found


@pytest.fixture
def desk(opened_desk: Desk) -> Desk:
    """The bank under test, its customers at the beginning."""
    opened_desk.fresh()
    return opened_desk


@pytest.fixture
def session(desk: Desk) -> Session:
    """A session of the customer."""
    found = desk.bank.sessions.open(desk.customer("visit-1"))
    assert isinstance(found, Session)
    return found
