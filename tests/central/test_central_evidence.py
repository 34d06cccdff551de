"""Whoever changes the stored evidence is found out: every tree is made again from the raw bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import zstandard
from central_desk import Bank, Caller, Journal
from sqlalchemy import Connection, delete, select, update

from central import tables
from kiosk.core import entries
from kiosk.record.tree import Frontier

SEGMENT = tables.segment


@pytest.fixture
def filled(bank: Bank, call: Caller, journal: Journal) -> Journal:
    for _ in range(4):
        journal.append(entries.SurveyAnswered("csat", 5, None), entries.StaffCalled("help", "ticket"))
        sent = len(journal.bodies)
        assert journal.send(call, max(1, sent - 3)).status_code == 200
    return journal


def tamper(bank: Bank, change: Callable[[Connection, Any], None]) -> None:
    """Change the second segment."""
    with bank.service.store.write() as connection:
        row = connection.execute(select(SEGMENT).order_by(SEGMENT.c.first).offset(1).limit(1)).one()
        change(connection, row)


def recode(change: Callable[[bytes], bytes]) -> Callable[[Connection, Any], None]:
    def apply(connection: Connection, row: Any) -> None:
        body = zstandard.compress(change(zstandard.decompress(row.body)))
        connection.execute(update(SEGMENT).where(SEGMENT.c.first == row.first).values(body=body))

    return apply


def drop(connection: Connection, row: Any) -> None:
    connection.execute(delete(SEGMENT).where(SEGMENT.c.first == row.first))


def cut_the_end(connection: Connection, row: Any) -> None:
    connection.execute(delete(SEGMENT).where(SEGMENT.c.first >= row.first))


def spoil_note(connection: Connection, row: Any) -> None:
    note = bytes(row.cosigned).replace(b"demo/kiosk", b"demo/kiosc")
    connection.execute(update(SEGMENT).where(SEGMENT.c.first == row.first).values(cosigned=note))


def strip_cosignature(connection: Connection, row: Any) -> None:
    note = b"\n".join(bytes(row.cosigned).split(b"\n")[:-2]) + b"\n"
    connection.execute(update(SEGMENT).where(SEGMENT.c.first == row.first).values(cosigned=note))


def roll_back(connection: Connection, row: Any) -> None:
    """Cut the evidence and set the watermark back to fit."""
    cut_the_end(connection, row)
    frontier = Frontier()
    values = {"acked": 0, "frontier": frontier.to_bytes()}
    connection.execute(update(tables.epoch).values(**values))


@pytest.mark.parametrize(
    "change",
    [
        recode(lambda raw: raw.replace(b'"value": 5', b'"value": 1')),
        recode(lambda raw: raw.replace(b'"help"', b'"held"')),
        recode(lambda raw: raw.replace(b'", "', b'","')),
        recode(lambda raw: b"[]"),
        recode(lambda raw: raw[:-20]),
        drop,
        cut_the_end,
        spoil_note,
        strip_cosignature,
        roll_back,
    ],
)
def test_a_change_is_found(bank: Bank, filled: Journal, change: Callable[[Connection, Any], None]) -> None:
    sound = bank.service.fsck()[0]
    assert (sound.records, sound.faults) == (9, ())
    assert sound.recomputed_root == filled.frontier().root()

    tamper(bank, change)

    assert bank.service.fsck()[0].faults
