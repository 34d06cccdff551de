"""A terminal whose log key lies in a TPM signs by ECDSA: the centre pins and verifies that key like any other."""

from __future__ import annotations

from central_desk import Bank, Journal, cosigned
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.core import entries
from kiosk.record.checkpoint import Checkpoint, SignatureType


class P256Signer:
    """Signs as a TPM's key does."""

    type = SignatureType.ECDSA_P256

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.public = self._key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message, ec.ECDSA(SHA256()))


def test_its_journal_is_taken_and_cosigned(bank: Bank) -> None:
    call, journal = bank.enrol(), Journal(signer=P256Signer())
    journal.append(entries.VisitBegan("en"), visit="v-1")
    answer = journal.send(call)
    assert answer.status_code == 200
    assert cosigned(answer, bank) == Checkpoint(journal.origin, 2, journal.frontier().root())
    bank.restart()
    journal.append(entries.VisitEnded("finished"), visit="v-1")
    assert journal.send(bank.caller("0571-3"), 3).json()["acked"] == 3


def test_another_key_of_that_kind_is_not_the_pinned_one(bank: Bank) -> None:
    call = bank.enrol()
    assert Journal(signer=P256Signer()).send(call).status_code == 200
    for other in (Journal(epoch="8f3a9c", signer=P256Signer()), Journal(epoch="8f3a9c")):
        assert other.send(call).status_code == 422
