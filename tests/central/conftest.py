from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from central_desk import Bank, Caller, Journal, SetClock


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    opened = Bank(tmp_path, SetClock())
    yield opened
    opened.stop()


@pytest.fixture
def call(bank: Bank) -> Caller:
    return bank.enrol()


@pytest.fixture
def journal() -> Journal:
    return Journal()
