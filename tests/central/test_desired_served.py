"""What the bank wants a terminal to be: signed, versioned, and believed by the terminal's own reader."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from central_desk import HOLDER, Bank, Caller, Journal
from sqlalchemy import update

from central import tables
from central.seed import seed
from kiosk.core.appointment import holds
from kiosk.record import desired
from kiosk.record.checkpoint import VerifierKey
from kiosk.token import Verifier, public_keys

PATH = "/v1/kiosks/0571-3/desired"

pytestmark = pytest.mark.usefixtures("cheap_digest")


@pytest.fixture
def keys(bank: Bank, call: Caller) -> list[VerifierKey]:
    told = json.loads((bank.folder / "0571-3" / "provisioning.json").read_text(encoding="utf-8"))
    assert (told["kiosk"], told["bank"], told["branch"]) == ("0571-3", "demo", "0571")
    assert VerifierKey.parse(told["cosigner"]) == bank.service.keys.cosigner_verifier
    return [VerifierKey.parse(key) for key in told["desired_keys"]]


def state(call: Caller, keys: list[VerifierKey], kiosk: str = "0571-3") -> desired.DesiredState:
    read = desired.read(call("GET", f"/v1/kiosks/{kiosk}/desired").content, keys, kiosk)
    assert isinstance(read, desired.DesiredState)
    return read


def test_the_terminal_believes_it(bank: Bank, call: Caller, keys: list[VerifierKey]) -> None:
    seed(bank.service, "0571", HOLDER, bank.clock.now)
    found = state(call, keys)

    assert found.branch.id == "0571"
    assert [service.id for service in found.services] == ["account", "card", "transfer", "cash"]
    assert found.not_after == bank.clock.now + timedelta(days=7)
    notices = {notice.id: notice for notice in found.fraud_notices}
    assert "transfer" in notices["safe-account"].services
    assert "card" not in notices["safe-account"].services
    for notice in notices.values():
        for language, mark in (("zh_CN", "？"), ("en", "?")):
            text = notice.text(language)
            assert text.heading.endswith(mark)
            assert 3 <= len(text.lines) <= 5


def test_the_seeded_code_is_accepted_by_a_terminal_with_these_keys(
    bank: Bank, call: Caller, keys: list[VerifierKey]
) -> None:
    codes = {row["name"]: row["code"] for row in seed(bank.service, "0571", HOLDER, bank.clock.now)["appointments"]}

    class Clock:
        def now(self) -> object:
            return bank.clock.now

        def monotonic(self) -> float:
            return 0.0

    class Nothing:
        def visit_of(self, token_id: str) -> None:
            return None

        def spend(self, *_: object) -> None: ...

    found = public_keys(state(call, keys).token_keys)
    verifier = Verifier(
        issuer="demo",
        branch="0571",
        keys=lambda: found,
        spent=Nothing(),
        clock=Clock(),  # type: ignore[arg-type]
        not_before=bank.clock.now,
    )
    accepted = verifier.verify(codes["valid"], "v1")
    assert holds(accepted, HOLDER)  # type: ignore[arg-type]
    refused = {name: getattr(verifier.verify(code, "v1"), "reason", None) for name, code in codes.items()}
    assert refused == {
        "valid": None,
        "no_warning": None,
        "cash": None,
        "cancelled": None,
        "forged": "forged",
        "unknown_key": "unknownKey",
        "early": "tooEarly",
        "expired": "tooLate",
        "other_branch": "wrongBranch",
    }


def test_it_is_sent_once(call: Caller) -> None:
    first = call("GET", PATH)
    for known in (first.headers["ETag"], f'"1", {first.headers["ETag"]}', f"W/{first.headers['ETag']}", "*"):
        again = call("GET", PATH, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
    assert call("GET", PATH, headers={"If-None-Match": '"1"'}).content == first.content


def test_a_change_gives_a_new_version_and_every_acknowledgement_says_so(
    bank: Bank, call: Caller, keys: list[VerifierKey], journal: Journal
) -> None:
    before = state(call, keys)
    assert journal.send(call).json()["config"] == before.version

    seed(bank.service, "0571", HOLDER, bank.clock.now)

    after = state(call, keys)
    assert after.version > before.version
    assert journal.send(call).json()["config"] == after.version
    seed(bank.service, "0571", HOLDER, bank.clock.now, fresh=True)
    assert state(call, keys).version == after.version


def test_it_is_signed_again_when_half_its_life_is_over(bank: Bank, call: Caller, keys: list[VerifierKey]) -> None:
    first = call("GET", PATH)
    bank.clock.advance(days=3)
    assert call("GET", PATH).content == first.content
    bank.clock.advance(days=1)
    renewed = state(call, keys)
    assert f'"{renewed.version}"' != first.headers["ETag"]
    assert renewed.not_after == bank.clock.now + timedelta(days=7)


def test_versions_rise_though_the_bank_was_restored_from_an_older_copy(
    bank: Bank, call: Caller, keys: list[VerifierKey]
) -> None:
    seed(bank.service, "0571", HOLDER, bank.clock.now)
    newest = state(call, keys).version
    with bank.service.store.write() as connection:
        connection.execute(update(tables.desired).values(version=1, content=b""))
        bank.clock.advance(minutes=1)
        assert bank.service.publisher.refresh(connection, "0571-3", bank.clock.now)
    assert state(call, keys).version > newest


def test_a_new_token_key_is_published_before_it_is_the_only_one(
    bank: Bank, call: Caller, keys: list[VerifierKey], tmp_path: Path
) -> None:
    from central.keys import load_or_make

    old = {row["name"]: row["code"] for row in seed(bank.service, "0571", HOLDER, bank.clock.now)["appointments"]}
    load_or_make(bank.folder / "central" / "keys" / "token-2.key")
    bank.restart()
    call = bank.caller("0571-3")
    told = seed(bank.service, "0571", HOLDER, bank.clock.now, fresh=True)["appointments"]
    new = {row["name"]: row["code"] for row in told}

    assert [key.kid for key in public_keys(state(call, keys).token_keys)] == ["k1", "k2"]
    for visit, code in (("v1", old["valid"]), ("v2", new["valid"])):
        body = {"token": code, "visit": visit, "document": "td1", "face_accepted": True}
        assert call("POST", "/v1/branches/0571/check-ins", json=body).status_code == 200
