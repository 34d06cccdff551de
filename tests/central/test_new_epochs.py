"""A kiosk begins another journal: what it says of the one before is compared with what the bank holds."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest
from central_desk import Bank, Caller, Journal
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from central.ledger import pinned_key
from kiosk.core import entries
from kiosk.record.checkpoint import SignatureType


@pytest.fixture
def old(call: Caller, journal: Journal) -> Journal:
    """A journal of which the bank holds five records, in batches of three and two."""
    journal.append(*[entries.KioskStarted("1")] * 4)
    assert journal.send(call, 1, 3).json()["acked"] == 3
    assert journal.send(call, 4).json()["acked"] == 5
    return journal


def after(old: Journal, acked: int, root: bytes | None = None, why: str | None = "diverged") -> Journal:
    told = old.frontier(acked).root() if root is None else root
    link: dict[str, Any] = {"previous": old.epoch, "acked": acked, "root": b64encode(told).decode(), "why": why}
    return Journal(epoch="b0b0", signer=old.signer, after=link)


def alarms(bank: Bank) -> set[tuple[str, str]]:
    return {(alarm["kind"], alarm["about"]) for alarm in bank.service.report()["alarms"]}


def link(bank: Bank) -> str | None:
    (found,) = [item for item in bank.service.fsck() if item.log.epoch == "b0b0"]
    assert not found.faults
    return found.link


@pytest.mark.parametrize(
    ("acked", "root", "result"),
    [
        (5, None, (None, "continues")),
        (3, None, ("rolledBack", "rolledBack")),
        (2, None, ("rolledBack", "rolledBack")),
        (5, b"\x07" * 32, ("forkedEpoch", "forked")),
        (3, b"\x07" * 32, ("forkedEpoch", "forked")),
        (2, b"\x07" * 32, ("forkedEpoch", "forked")),
        (9, b"\x07" * 32, ("centreBehind", "behind")),
    ],
)
def test_what_it_says_of_the_journal_before_is_compared(
    bank: Bank, old: Journal, acked: int, root: bytes | None, result: tuple[str | None, str]
) -> None:
    raised, fit = result
    call = bank.caller(old.kiosk)
    assert after(old, acked, root).send(call).json()["acked"] == 1

    expected = {("newEpoch", "diverged")} | ({(raised, old.epoch)} if raised else set())
    assert (alarms(bank), link(bank)) == (expected, fit)


def test_one_that_names_nothing_or_nothing_known_is_taken_and_alarms(bank: Bank, call: Caller, old: Journal) -> None:
    assert Journal(epoch="a0a0", signer=old.signer).send(call).status_code == 200
    stray = {"previous": "ffff", "acked": 7, "root": "no base64", "why": "asked"}
    assert Journal(epoch="b0b0", signer=old.signer, after=stray).send(call).status_code == 200

    assert alarms(bank) == {("newEpoch", ""), ("newEpoch", "asked")}
    assert link(bank) == "unknown"


def test_one_that_speaks_nonsense_of_the_journal_before_is_kept_and_flagged(
    bank: Bank, call: Caller, old: Journal
) -> None:
    nonsense = Journal(epoch="b0b0", signer=old.signer, after={"previous": "../x", "acked": -3, "why": ["\x00"]})

    assert nonsense.send(call).status_code == 200
    assert link(bank) is None
    assert [(flag["kind"], flag["seq"]) for flag in bank.service.report()["flags"]] == [("badSchema", 1)]


def test_the_rest_of_a_diverged_journal_is_kept_batch_by_batch(bank: Bank, call: Caller, old: Journal) -> None:
    """What the old disk holds beyond what was acknowledged is evidence, also after its first batch."""
    other = Journal(signer=old.signer)
    other.append(*[entries.KioskStarted("2")] * 11)

    told = [other.send(call, first, first + 2) for first in (6, 9, 10)]

    assert [answer.status_code for answer in told] == [409, 409, 409]
    assert all(answer.json()["diverged"] and answer.json()["quarantined"] for answer in told)
    assert bank.service.quarantine().bodies == 3
    (alarm,) = bank.service.report()["alarms"]
    assert (alarm["kind"], alarm["epoch"], alarm["count"]) == ("diverged", old.epoch, 3)
    forged = Journal()
    forged.append(*[entries.KioskStarted("2")] * 11)
    assert forged.send(call, 9, 11).status_code == 422, "a gap is only forgiven to whoever has the key"


def test_the_true_journal_goes_on_though_another_history_was_shown(bank: Bank, call: Caller, old: Journal) -> None:
    other = Journal(signer=old.signer)
    other.append(*[entries.KioskStarted("2")] * 6)
    assert other.send(call, 6).status_code == 409

    old.append(entries.KioskStarted("3"))
    assert old.send(call, 6).json()["acked"] == 6
    assert not bank.service.fsck()[0].faults


class P256Signer:
    """As the key of a TPM."""

    type = SignatureType.ECDSA_P256

    def __init__(self) -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())
        self.public = self._private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message, ec.ECDSA(SHA256()))


def test_a_key_of_another_type_is_pinned_with_its_type(bank: Bank, call: Caller) -> None:
    signer = P256Signer()
    first = Journal(signer=signer)
    first.append(entries.KioskStarted("1"))
    assert first.send(call).json()["acked"] == 2
    with bank.service.store.read() as connection:
        assert pinned_key(connection, "0571-3") == b"\x02" + signer.public
    assert Journal(epoch="b0b0").send(call).json()["title"] == "The journal's key is not the kiosk's pinned one"
    assert Journal(epoch="b0b0", signer=signer).send(call).json()["acked"] == 1
    assert not any(found.faults for found in bank.service.fsck())
