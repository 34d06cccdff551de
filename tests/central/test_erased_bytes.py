"""What is erased is in no byte of the SQLite file, and what is sealed in no byte of the folder."""

from __future__ import annotations

import os
from pathlib import Path

from central_desk import Bank, Journal
from sqlalchemy import select
from test_personal_data import ACT, KIOSK, NAME, NUMBER, VISIT, current, sealed_key
from test_personal_data import told as told  # noqa: PLC0414 - a fixture

from central import tables
from central.sealing import Act, scrub

DATABASES = ("sqlite",)


def files(bank: Bank) -> bytes:
    return b"".join(path.read_bytes() for path in sorted((bank.folder / "central").glob("central.db*")))


def test_an_erased_key_is_in_no_byte_of_the_database(bank: Bank) -> None:
    """Also where rows of many sizes were moved about: SQLite leaves what it frees in place unless it is told."""
    to, store = current(bank), bank.service.store
    visits = [os.urandom(8).hex() for _ in range(600)]
    with store.write() as connection:
        for at, visit in enumerate(visits):
            sealed = os.urandom(900) if at % 7 == 0 else sealed_key(to, visit)
            bank.service.sealing.put(connection, KIOSK, visit, to.kid, sealed, bank.clock.now)
    with store.read() as connection:
        wrapped = {item.visit: item.wrapped for item in connection.execute(select(tables.visit_key))}
        private = connection.execute(select(tables.sealing_key.c.wrapped)).scalars().all()
    before = files(bank)
    assert all(secret in before for secret in (*wrapped.values(), *private))

    gone, kept = visits[::10], [visit for at, visit in enumerate(visits) if at % 10]
    for visit in gone:
        bank.service.sealing.erase(store, KIOSK, visit, ACT)
    bank.clock.advance(weeks=5)
    bank.service.sealing.destroy(store, "2026w52", Act("officer", None, bank.clock.now))
    assert scrub(store)

    after = files(bank)
    for secret in (*(wrapped[visit] for visit in gone), *private):
        assert secret[:16] not in after
        assert secret[-16:] not in after
    assert all(wrapped[visit] in after for visit in kept)


def test_bytes_that_a_reader_still_holds_are_said_to_be_there(bank: Bank, told: Journal) -> None:
    with bank.service.store.read() as connection:
        connection.execute(select(tables.visit_key)).all()
        bank.service.sealing.erase(bank.service.store, KIOSK, VISIT, ACT)
        assert not scrub(bank.service.store)
    assert scrub(bank.service.store)


def test_nothing_personal_is_in_the_services_folder_before_it_is_asked_for(bank: Bank, told: Journal) -> None:
    bank.service.sealing.unseal(bank.service.store, KIOSK, VISIT, ACT)
    bank.service.rebuild()
    held: dict[Path, bytes] = {path: path.read_bytes() for path in bank.folder.rglob("*") if path.is_file()}
    assert not [path for path, content in held.items() if NUMBER.encode() in content or NAME.encode() in content]
