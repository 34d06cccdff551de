"""A terminal comes to its certificate by a one-time code, and to its next ones by the last."""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx
import pytest
from central_desk import Bank, Caller, Journal
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from est_client import SIMPLEENROLL, Key, certificate, csr, enrolment, new_key, pem, reenrol, spend

from central.callers import REMEMBERED_S, NotLetInError
from central.enrolment import EnrolmentError
from central.service import Service
from kiosk.record.slip import Slip

KIOSK = "0571-7"
DAY = timedelta(hours=24)


@pytest.fixture
def stranger(bank: Bank) -> Caller:
    return bank.caller(None)


def code(bank: Bank, kiosk: str = KIOSK) -> str:
    return bank.service.enrolment.code(kiosk, "0571", DAY).code


def enrolled(bank: Bank, key: Key | None = None) -> Caller:
    return Caller(bank.app, pem(certificate(spend(bank.caller(None), KIOSK, code(bank), csr(KIOSK, key)))))


def refused(answer: httpx.Response, status: int, reason: str | None = None) -> str:
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json().get("reason") == reason
    return str(answer.json()["title"])


def test_the_authoritys_certificate_is_for_everybody_and_fits_the_slip(bank: Bank, stranger: Caller) -> None:
    slip = bank.service.enrolment.code(KIOSK, "0571", DAY)
    found = certificate(stranger("GET", "/.well-known/est/cacerts")).public_bytes(Encoding.DER)

    assert slip.fits(found)
    assert not Slip.parse(str(slip).replace("0571-7:", "0571-8:")[:-4] + "4444").fits(found)
    assert Slip.parse(slip.code, authority=bank.service.authority.fingerprint).fits(found)


def test_a_code_buys_a_certificate_for_the_terminals_own_key(bank: Bank, stranger: Caller) -> None:
    for key in (new_key(), ed25519.Ed25519PrivateKey.generate()):
        got = certificate(spend(stranger, KIOSK, code(bank), csr(KIOSK, key)))

        assert got.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value == KIOSK
        assert got.public_key() == key.public_key()
        assert got.not_valid_after_utc == bank.clock.now + timedelta(days=30)
        ours = Caller(bank.app, pem(got))
        told = ours("GET", f"/v1/kiosks/{KIOSK}/provisioning").json()
        assert (told["kiosk"], told["bank"], told["branch"]) == (KIOSK, "demo", "0571")
        assert told["desired_keys"] == [str(bank.service.keys.desired_verifier)]
        assert Journal(kiosk=KIOSK, epoch=f"e{got.serial_number % 997}").send(ours).json()["acked"] == 1


def test_a_code_may_be_typed_in_any_case_and_grouping(bank: Bank, stranger: Caller) -> None:
    slip = bank.service.enrolment.code(KIOSK, "0571", DAY)
    certificate(spend(stranger, KIOSK, str(slip).split(":")[1].lower()))


def test_a_code_counts_once(bank: Bank, stranger: Caller) -> None:
    made = code(bank)
    certificate(spend(stranger, KIOSK, made))

    assert refused(spend(stranger, KIOSK, made), 401, "used") == "The code was used already"


def test_the_same_request_may_be_repeated_for_the_answer_may_have_been_lost(bank: Bank, stranger: Caller) -> None:
    made, request = code(bank), csr(KIOSK)
    first = certificate(spend(stranger, KIOSK, made, request))
    again = certificate(spend(stranger, KIOSK, made, request))

    assert again.public_key() == first.public_key()
    for got in (first, again):  # the first may have arrived after all
        assert Caller(bank.app, pem(got))("GET", f"/v1/kiosks/{KIOSK}/desired").status_code == 200
    for _ in range(8):
        certificate(spend(stranger, KIOSK, made, request))
    refused(spend(stranger, KIOSK, made, request), 401, "burnt")


def test_one_code_used_by_many_at_once_counts_once(bank: Bank, stranger: Caller) -> None:
    made = code(bank)
    answers = stranger.at_once(*[(*SIMPLEENROLL, enrolment(KIOSK, made)) for _ in range(8)])

    assert sorted(answer.status_code for answer in answers) == [200] + [401] * 7


def test_an_expired_code_does_not_count(bank: Bank, stranger: Caller) -> None:
    made = code(bank)
    bank.clock.advance(hours=24)
    refused(spend(stranger, KIOSK, made), 401, "expired")


def test_a_code_that_was_guessed_at_is_burnt(bank: Bank, stranger: Caller) -> None:
    made = code(bank)
    for _ in range(10):
        refused(spend(stranger, KIOSK, "4" * 24), 401, "wrong")
    refused(spend(stranger, KIOSK, made), 401, "burnt")

    certificate(spend(stranger, KIOSK, code(bank)))


def test_nobody_learns_which_terminals_there_are(bank: Bank, stranger: Caller) -> None:
    code(bank)
    titles = {refused(spend(stranger, kiosk, "4" * 24), 401, "wrong") for kiosk in (KIOSK, "0571-404")}
    assert len(titles) == 1


@pytest.mark.parametrize("name", ["a\x00b", "0571 7", "\u0660", "-"])
def test_what_no_terminal_is_called_is_nobody(bank: Bank, stranger: Caller, name: str) -> None:
    """A NUL is in no text of PostgreSQL."""
    code(bank)
    assert spend(stranger, name, "4" * 24, csr(name)).status_code == 401


def test_a_code_is_for_one_terminal(bank: Bank, stranger: Caller) -> None:
    code(bank, "0571-8")
    refused(spend(stranger, KIOSK, code(bank, "0571-8")), 401, "wrong")
    assert "another name" in refused(spend(stranger, KIOSK, code(bank), csr("0571-8")), 400)


def test_a_request_that_cannot_be_signed_spends_no_code(bank: Bank, stranger: Caller) -> None:
    made = code(bank)
    forged = bytearray(csr(KIOSK))
    forged[-3] ^= 1
    strangers: list[bytes] = [
        b"",
        b"\x30",
        csr(KIOSK)[:-9],
        bytes(forged),
        csr(KIOSK, ec.generate_private_key(ec.SECP384R1())),
        csr(KIOSK, rsa.generate_private_key(65537, 2048)),
        b"\x00" * 9000,
    ]
    for request in strangers:
        refused(spend(stranger, KIOSK, made, request), 400)
    told = enrolment(KIOSK, made)
    refused(stranger(*SIMPLEENROLL, **{**told, "content": b"!" * 99}), 400)
    assert stranger(*SIMPLEENROLL, **{**told, "content": b"A" * 20_000}).status_code == 413
    told["headers"]["Content-Type"] = "text/plain"
    refused(stranger(*SIMPLEENROLL, **told), 415)

    certificate(spend(stranger, KIOSK, made))


@pytest.mark.parametrize("authorization", ["", "Basic", "Basic !", "Bearer x", "Basic " + b64encode(b"x").decode()])
def test_the_code_is_asked_for(stranger: Caller, authorization: str) -> None:
    told = enrolment(KIOSK, "")
    told["headers"]["Authorization"] = authorization
    answer = stranger(*SIMPLEENROLL, **told)
    refused(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Basic realm=")


def test_enrolling_again_pins_a_new_journal_key_and_ends_the_old_certificate(bank: Bank) -> None:
    first = enrolled(bank)
    Journal(kiosk=KIOSK).send(first)
    other = Journal(kiosk=KIOSK, epoch="beef")
    refused_ = other.send(first)
    assert refused_.status_code == 422

    again = enrolled(bank)
    assert other.send(again).json()["acked"] == 1
    assert refused(first("GET", f"/v1/kiosks/{KIOSK}/desired"), 403) == "The certificate is revoked"


def test_a_terminal_with_a_certificate_gets_the_next_for_a_new_key(bank: Bank) -> None:
    key, later = new_key(), new_key()
    first = enrolled(bank, key)
    bank.clock.advance(days=10)
    got = certificate(reenrol(first, csr(KIOSK, later)))

    assert got.not_valid_after_utc == bank.clock.now + timedelta(days=30)
    assert got.public_key() == later.public_key()
    for caller in (first, Caller(bank.app, pem(got))):  # the first until it ends: the answer may be lost
        assert caller("GET", f"/v1/kiosks/{KIOSK}/desired").status_code == 200
    refused(reenrol(first, csr(KIOSK, key)), 400)
    refused(reenrol(first, csr("0571-8", later)), 400)
    refused(reenrol(bank.caller(None), csr(KIOSK)), 401)


def test_a_certificate_that_ended_is_none(bank: Bank) -> None:
    call = enrolled(bank)
    bank.clock.advance(days=30)
    assert refused(call("GET", f"/v1/kiosks/{KIOSK}/desired"), 401) == "The certificate is not in time"
    refused(reenrol(call, csr(KIOSK)), 401)


def test_a_revoked_terminal_is_let_in_nowhere_until_it_is_enrolled_again(bank: Bank) -> None:
    call, made = enrolled(bank), code(bank)
    assert call("GET", f"/v1/kiosks/{KIOSK}/desired").status_code == 200
    assert bank.service.enrolment.revoke(KIOSK) == 1

    for answer in (
        call("GET", f"/v1/kiosks/{KIOSK}/desired"),
        Journal(kiosk=KIOSK).send(call),
        reenrol(call, csr(KIOSK)),
    ):
        assert refused(answer, 403) == "The certificate is revoked"
    refused(spend(bank.caller(None), KIOSK, made), 401, "burnt")

    bank.clock.advance(seconds=1)
    assert enrolled(bank)("GET", f"/v1/kiosks/{KIOSK}/desired").status_code == 200


def test_one_certificate_can_be_revoked_alone(bank: Bank) -> None:
    first = enrolled(bank)
    got = certificate(reenrol(first, csr(KIOSK)))
    assert bank.service.enrolment.revoke(KIOSK, f"{got.serial_number:x}") == 1
    assert bank.service.enrolment.revoke(KIOSK, "beef") == 0
    assert bank.service.enrolment.revoke("nobody") == 0

    refused(Caller(bank.app, pem(got))("GET", f"/v1/kiosks/{KIOSK}/desired"), 403)
    assert first("GET", f"/v1/kiosks/{KIOSK}/desired").status_code == 200


def test_another_process_notices_a_revocation_within_seconds(bank: Bank) -> None:
    now = [0.0]
    bank.service.callers._monotonic = lambda: now[0]
    call = enrolled(bank)
    assert call("GET", f"/v1/kiosks/{KIOSK}/desired").status_code == 200
    with Service(bank.service.data, bank.clock, bank.database) as elsewhere:
        elsewhere.enrolment.revoke(KIOSK)

    now[0] += REMEMBERED_S + 0.1
    refused(call("GET", f"/v1/kiosks/{KIOSK}/desired"), 403)


def test_terminals_that_ask_at_once_are_looked_up_together(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    callers, names = bank.service.callers, [f"0571-{number}" for number in range(3, 9)]
    for name in names:
        bank.enrol(name)
    shown = [bank.certificate(name).decode() for name in names]
    foreign = bank.service.authority.client("nobody", 30).certificate.decode()
    bank.service.enrolment.revoke(names[0])
    asked: list[int] = []
    ask = callers._ask

    def counted(questions: Sequence[Any]) -> None:
        asked.append(len(questions))
        ask(questions)

    monkeypatch.setattr(callers, "_ask", counted)

    with ThreadPoolExecutor(len(shown) + 1) as threads:
        with callers._asking:  # a query is under way
            answers = [threads.submit(callers.look_up, pem) for pem in (*shown, foreign)]
            limit = time.monotonic() + 10
            while len(callers._questions) < len(answers) and time.monotonic() < limit:
                time.sleep(0.005)
        for refused_ in (answers[0], answers[-1]):
            with pytest.raises(NotLetInError):
                refused_.result()
        assert [answer.result().kiosk for answer in answers[1:-1]] == names[1:]
    assert asked == [len(answers)]


def test_a_revoked_terminal_buys_no_time_where_that_is_not_noticed_yet(bank: Bank) -> None:
    """What another process still remembers may let a call in, but never gives a certificate that outlives it."""
    call = enrolled(bank)
    assert call("GET", f"/v1/kiosks/{KIOSK}/desired").status_code == 200
    with Service(bank.service.data, bank.clock, bank.database) as elsewhere:
        elsewhere.enrolment.revoke(KIOSK)

    assert call("GET", f"/v1/kiosks/{KIOSK}/desired").status_code == 200
    assert refused(reenrol(call, csr(KIOSK)), 403) == "The certificate is revoked"


def test_a_renewal_and_a_revocation_at_once_leave_no_certificate(bank: Bank) -> None:
    for _ in range(5):
        call = enrolled(bank)
        with ThreadPoolExecutor(2) as pool:
            renewing = pool.submit(reenrol, call, csr(KIOSK))
            pool.submit(bank.service.enrolment.revoke, KIOSK).result()
        if renewing.result().status_code == 200:
            late = Caller(bank.app, pem(certificate(renewing.result())))
            refused(late("GET", f"/v1/kiosks/{KIOSK}/desired"), 403)
        bank.clock.advance(seconds=1)


def test_a_certificate_that_a_restored_bank_does_not_know_counts_unless_all_were_revoked_since(bank: Bank) -> None:
    bank.enrol(KIOSK)
    unknown = Caller(bank.app, bank.service.authority.client(KIOSK, 30).certificate)
    assert unknown("GET", f"/v1/kiosks/{KIOSK}/desired").status_code == 200

    bank.clock.advance(seconds=1)
    bank.service.enrolment.revoke(KIOSK)
    refused(unknown("GET", f"/v1/kiosks/{KIOSK}/desired"), 403)
    bank.clock.advance(seconds=2)
    later = Caller(bank.app, bank.service.authority.client(KIOSK, 30).certificate)
    assert later("GET", f"/v1/kiosks/{KIOSK}/desired").status_code == 200


def test_a_terminal_does_not_change_its_branch_unnoticed(bank: Bank) -> None:
    enrolled(bank)
    with pytest.raises(EnrolmentError, match="stands in branch 0571"):
        bank.service.enrolment.code(KIOSK, "0755", DAY)
    bank.service.enrolment.revoke(KIOSK)
    bank.service.enrolment.code(KIOSK, "0755", DAY)
    with pytest.raises(EnrolmentError, match="--branch"):
        bank.service.enrolment.code("lonely", None, DAY)
