"""A terminal that was switched off too long renews its expired certificate by the keys of that and of its journal."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from central_desk import Bank, Caller, Journal
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from est_client import certificate, csr, new_key, pem, spend
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from central import pki, tables
from central.enrolment import EnrolmentError, Nonces, Request
from central.pki import Authority
from kiosk.core import entries
from kiosk.record.checkpoint import Ed25519Signer, SignatureType
from kiosk.record.slip import renewal_message

DATABASES = ("sqlite",)

KIOSK = "0571-7"
PATH = f"/v1/kiosks/{KIOSK}/renewal"


class Old:
    """A terminal whose certificate and journal are known to the bank."""

    def __init__(self, bank: Bank, journal: Journal | None = None, *, sends: bool = True) -> None:
        self.bank, self.key, self.journal = bank, new_key(), journal or Journal(kiosk=KIOSK)
        code = bank.service.enrolment.code(KIOSK, "0571", timedelta(hours=1)).code
        self.certificate = certificate(spend(bank.caller(None), KIOSK, code, csr(KIOSK, self.key)))
        self.call = Caller(bank.app, pem(self.certificate))
        if journal:
            journal.append(entries.KioskStarted("2"))
            bank.clock.advance(seconds=1)
        if sends:
            assert self.journal.send(self.call).status_code == 200

    def nonce(self) -> str:
        return str(self.bank.caller(None)("GET", PATH).json()["nonce"])

    def asks(
        self,
        *,
        request: bytes | None = None,
        key: ec.EllipticCurvePrivateKey | None = None,
        log: Ed25519Signer | None = None,
        **other: str,
    ) -> httpx.Response:
        request = csr(KIOSK) if request is None else request
        nonce = other.get("nonce") or self.nonce()
        message = renewal_message(KIOSK, nonce, request)
        body: dict[str, Any] = {
            "nonce": nonce,
            "certificate": pem(self.certificate).decode(),
            "csr": b64encode(request).decode(),
            "signature": b64encode((key or self.key).sign(message, ec.ECDSA(hashes.SHA256()))).decode(),
            "log_signature": b64encode((log or self.journal.signer).sign(message)).decode(),
            **other,
        }
        return self.bank.caller(None)("POST", PATH, json=body)


@pytest.fixture
def old(bank: Bank) -> Old:
    return Old(bank)


def refused(answer: httpx.Response, status: int = 403) -> str:
    assert answer.status_code == status, answer.text
    return str(answer.json()["title"])


def test_up_to_ninety_days_after_its_end(bank: Bank, old: Old) -> None:
    key = new_key()
    bank.clock.advance(days=119)
    assert old.call("GET", f"/v1/kiosks/{KIOSK}/desired").status_code == 401
    got = certificate(old.asks(request=csr(KIOSK, key)))

    assert got.public_key() == key.public_key()
    ours = Caller(bank.app, pem(got))
    assert ours("GET", f"/v1/kiosks/{KIOSK}/desired").status_code == 200
    old.journal.bodies.append(old.journal.bodies[0].replace(b"0000000001", b"0000000002"))
    assert old.journal.send(ours, 2).json()["acked"] == 2


def test_no_longer(bank: Bank, old: Old) -> None:
    bank.clock.advance(days=121)
    assert "90 days" in refused(old.asks())


def test_where_it_was_enrolled_again_and_its_journal_went_on(bank: Bank, old: Old) -> None:
    """No journal began since, of which the key could be pinned; but the one that goes on was signed since."""
    bank.clock.advance(days=1)
    again = Old(bank, old.journal)
    bank.clock.advance(days=40)
    refused(again.asks(log=Ed25519Signer(Ed25519PrivateKey.generate())))
    refused(again.asks(key=old.key))
    certificate(again.asks())


def test_not_by_a_journal_that_did_not_go_on(bank: Bank, old: Old) -> None:
    bank.clock.advance(days=1)
    replaced = Old(bank, old.journal, sends=False)
    bank.clock.advance(days=40)
    refused(replaced.asks())


def test_not_where_it_was_revoked(bank: Bank, old: Old) -> None:
    bank.clock.advance(days=40)
    bank.service.enrolment.revoke(KIOSK)
    assert refused(old.asks()) == "The certificate is revoked"


def test_what_anybody_sends_as_a_certificate_is_not_remembered(old: Old) -> None:
    remembered = pki._shown.cache_info().currsize
    foreign = Authority(old.bank.folder / "foreign", "other", old.bank.clock).client(KIOSK, 30).certificate.decode()
    for number in range(5):
        refused(old.asks(certificate=f"-----BEGIN CERTIFICATE-----\n{number}"))
        refused(old.asks(certificate=f"{foreign}{number}"))
    assert pki._shown.cache_info().currsize == remembered


def test_with_both_keys_and_no_others(bank: Bank, old: Old) -> None:
    bank.clock.advance(days=40)
    assert "certificate's key" in refused(old.asks(key=new_key()))
    assert "journal's pinned key" in refused(old.asks(log=Ed25519Signer(Ed25519PrivateKey.generate())))
    refused(old.asks(log_signature=""))
    refused(old.asks(signature="!"), 400)
    refused(old.asks(request=csr(KIOSK, old.key)), 400)
    refused(old.asks(request=b"\x30"), 400)
    refused(old.asks(request=csr("0571-8")))
    refused(old.asks(more="x"), 400)


def test_a_journals_key_in_a_tpm_is_another_kind(bank: Bank, old: Old) -> None:
    log = new_key()
    spki = log.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    with bank.service.store.write() as connection:
        connection.execute(update(tables.kiosk).values(log_key=bytes([SignatureType.ECDSA_P256]) + spki))
    assert "journal's pinned key" in refused(old.asks())

    request, nonce = csr(KIOSK), old.nonce()
    made = log.sign(renewal_message(KIOSK, nonce, request), ec.ECDSA(hashes.SHA256()))
    certificate(old.asks(request=request, nonce=nonce, log_signature=b64encode(made).decode()))


def test_with_this_terminals_certificate_of_this_bank(bank: Bank, old: Old) -> None:
    other = bank.service.authority.client("0571-8", 1).certificate.decode()
    assert "another name" in refused(old.asks(certificate=other))
    assert "authority" in refused(old.asks(certificate=bank.service.authority.certificate.decode()))
    assert "authority" in refused(old.asks(certificate="x"))


def test_not_before_its_journal_was_ever_heard(bank: Bank) -> None:
    old = Old(bank)
    bank.enrol(KIOSK)  # forgets the journal's key
    assert "journal" in refused(old.asks())


def test_a_nonce_is_for_one_terminal_and_ten_minutes(bank: Bank, old: Old) -> None:
    elsewhere = str(bank.caller(None)("GET", "/v1/kiosks/0571-8/renewal").json()["nonce"])
    assert "nonce" in refused(old.asks(nonce=elsewhere))
    stale = old.nonce()
    bank.clock.advance(minutes=10, seconds=1)
    assert "nonce" in refused(old.asks(nonce=stale))
    bank.restart()
    old.bank = bank
    certificate(old.asks())


def test_arbitrary_nonces_are_stale(tmp_path: Path) -> None:
    nonces, now = Nonces(tmp_path / "nonce.key"), datetime(2026, 11, 23, tzinfo=UTC)

    @given(st.text(max_size=90))
    def stale(nonce: str) -> None:
        assert not nonces.fresh(nonce, KIOSK, now)

    stale()


@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_no_request(body: bytes) -> None:
    for sent in (body, b64encode(body)):
        with pytest.raises(EnrolmentError) as refused_:
            Request.read(sent)
        assert refused_.value.status == 400
