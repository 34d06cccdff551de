"""What the centre says of the journal, as sync leaves it: kept, heeded within one look, and never twice."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from terminal_files import SEALING_PRIVATE, TerminalFiles

from kiosk.core import entries, ports
from kiosk.flows.events import Event, KioskBroke
from kiosk.record import checkpoint, seal
from kiosk.record.checkpoint import Ed25519Signer, SignatureType, VerifierKey
from kiosk.record.journal import current_file
from kiosk.record.reader import JournalReader
from kiosk.record.seal import SealedField
from kiosk.record.syncstate import SyncState, SyncTrouble
from kiosk.wiring.house import House, HouseError

_COSIGNER = Ed25519Signer(Ed25519PrivateKey.from_private_bytes(bytes(range(64, 96))))
COSIGNER = VerifierKey("bank/cosigner", SignatureType.COSIGNATURE, _COSIGNER.public)


class NoFace:
    """A face matcher that nobody asks."""

    def forget(self) -> None:
        pass


@pytest.fixture
def house(files: TerminalFiles) -> Iterator[House]:
    house = House(files.settings(central={"cosigner": str(COSIGNER)}))
    yield house
    house.close()


def synced(files: TerminalFiles, house: House) -> SyncState:
    """What sync keeps when the centre has acknowledged all that is sealed."""
    path = current_file(files.layout.journal)
    assert path is not None
    with JournalReader(path) as reader:
        size, _ = reader.sealed(0)
        root = reader.root_at(size)
        ((note,),) = reader.db.execute("SELECT note FROM checkpoint WHERE size=?", (size,))
    assert root is not None
    cosigned = checkpoint.cosign(note, COSIGNER.name, _COSIGNER, int(datetime.now(UTC).timestamp()))
    return SyncState(epoch=house.journal.epoch, acked=size, root=root, cosigned=cosigned)


def cosigned_sizes(files: TerminalFiles) -> list[int]:
    path = current_file(files.layout.journal)
    assert path is not None
    with closing(sqlite3.connect(path)) as db:
        return [size for (size,) in db.execute("SELECT size FROM checkpoint WHERE cosigned IS NOT NULL")]


def test_what_the_centre_cosigned_is_kept(files: TerminalFiles, house: House) -> None:
    house.take_reports()
    assert cosigned_sizes(files) == []
    synced(files, house).save(files.layout.sync)
    house.take_reports()
    house.take_reports()
    assert cosigned_sizes(files) == [1]


def test_a_wrong_cosigner_is_named(files: TerminalFiles) -> None:
    with pytest.raises(HouseError, match="key"):
        House(files.settings(central={"cosigner": "no key at all"}))


@pytest.mark.parametrize("trouble", [SyncTrouble.DIVERGED, SyncTrouble.ROLLED_BACK])
def test_a_history_that_is_not_shared_is_given_up_once(
    files: TerminalFiles, house: House, trouble: SyncTrouble
) -> None:
    before = house.journal.epoch
    state = synced(files, house)
    replace(state, trouble=trouble).save(files.layout.sync)
    house.take_reports()
    after = house.journal.epoch
    assert after != before
    opened = files.journalled()[0]["data"]
    assert (opened["previous"], opened["acked"], opened["why"]) == (before, 1, str(trouble))
    house.take_reports()
    assert house.journal.epoch == after, "sync has not looked yet; its trouble is the old epoch's"
    house.journal.append(entries.VisitBegan("en"), "v-1").result()


def test_other_trouble_is_no_reason(files: TerminalFiles, house: House) -> None:
    before = house.journal.epoch
    for trouble in set(SyncTrouble) - {SyncTrouble.DIVERGED, SyncTrouble.ROLLED_BACK}:
        replace(synced(files, house), trouble=trouble).save(files.layout.sync)
        house.take_reports()
    assert house.journal.epoch == before


def test_a_restored_disk_is_noticed_at_the_next_start(files: TerminalFiles) -> None:
    """The state of sync lies on another disk, or was not restored: it knows more than the journal holds."""
    first = House(files.settings())
    state = synced(files, first)
    first.close()
    replace(state, acked=5000).save(files.layout.sync)
    again = House(files.settings())
    again.close()
    opened = files.journalled()[0]["data"]
    assert (opened["previous"], opened["acked"], opened["why"]) == (state.epoch, 5000, "rolledBack")


def test_a_visit_is_sealed_to_the_key_of_the_desired_state(files: TerminalFiles, house: House) -> None:
    files.bring_desired(1, "Branch")
    accepted = entries.DocumentAccepted("td3", "camera", "print", "print", number="E12345678", name="SPECIMEN")
    seq = house.journal.append(accepted, "v-1").result()
    record: dict[str, Any] = files.journalled()[seq - 1]
    path = current_file(files.layout.journal)
    assert path is not None
    with JournalReader(path) as reader:
        held = reader.key("v-1")
        assert reader.key("v-2") is None
    assert held is not None
    key = seal.open_key(held.sealed, SEALING_PRIVATE, "bank", "0571-3", "v-1")
    fields = [SealedField.from_json(raw) for raw in record["data"]["sealed"]]
    assert {field.field: seal.open_field(key, f"{path.stem}/{seq}", field) for field in fields} == accepted.personal()
    assert "E12345678" not in json.dumps(record)


def test_a_journal_that_fails_is_said_at_once_though_nobody_stands_there(files: TerminalFiles, house: House) -> None:
    told: list[Event] = []
    path = current_file(files.layout.journal)
    assert path is not None
    thief = sqlite3.connect(path, isolation_level=None)
    thief.execute("INSERT INTO rec VALUES(2, x'00')")
    thief.close()
    with pytest.raises(ports.JournalError):
        house.journal.append(entries.VisitBegan("en")).result()
    house.performer(
        face=NoFace(),  # type: ignore[arg-type]
        printer=None,
        submit=lambda job: job(),
        page=lambda job: job(),
        read=lambda job: job(),
        tell=lambda event, _: told.append(event),
    )
    assert told == [KioskBroke("journal")]


def test_a_journal_without_room_does_not_open(files: TerminalFiles) -> None:
    House(files.settings()).close()
    big = files.layout.journal / "0123456789abcdef.db"
    big.write_bytes(bytes(3 * 2**20))
    with pytest.raises(ports.JournalError, match="no room"):
        House(files.settings(terminal={"journal_mb": 3}))
    House(files.settings(terminal={"journal_mb": 30})).close()
