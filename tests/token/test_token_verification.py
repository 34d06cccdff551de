"""An appointment code is held up: which are taken, and what is said of the others."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, OctKey, OKPKey

from kiosk import token
from kiosk.core.appointment import Appointment, QueueTicket, TokenRefusal, holder_digest, holds
from kiosk.core.ports import TokenTurnedDown

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BANK_KEY = OKPKey.generate_key("Ed25519", {"kid": "a1"})
OTHER_KEY = OKPKey.generate_key("Ed25519", {"kid": "a1"})
P256_KEY = ECKey.generate_key("P-256", {"kid": "e1"})


@dataclass
class SetClock:
    at: datetime = NOON

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()


@dataclass
class Remembered:
    visits: dict[str, str] = field(default_factory=dict)

    def visit_of(self, token_id: str) -> str | None:
        return self.visits.get(token_id)

    def spend(self, token_id: str, visit: str, ticket: str, expires: datetime) -> None:
        self.visits[token_id] = visit


def code(key: token.SigningKey = BANK_KEY, **changes: Any) -> str:
    said: dict[str, Any] = {
        "issuer": "bank",
        "branch": "0571",
        "token_id": "Ic86Nc0h",
        "appointment": "A7K2M9",
        "service": "remit",
        "holder": "ObteC7qTDlvT",
        "opens": NOON - timedelta(minutes=30),
        "closes": NOON + timedelta(minutes=15),
    }
    return token.issue(key, **(said | changes))


def verifier(
    *keys: token.SigningKey,
    clock: SetClock | None = None,
    spent: Remembered | None = None,
    revoked: frozenset[str] = frozenset(),
) -> token.Verifier:
    public = token.public_keys({"keys": [k.as_dict(private=False) for k in keys or (BANK_KEY, P256_KEY)]})
    return token.Verifier(
        issuer="bank",
        branch="0571",
        keys=lambda: public,
        spent=spent or Remembered(),
        clock=clock or SetClock(),
        not_before=NOON - timedelta(days=1),
        revoked=lambda: revoked,
    )


def refusal(text: str, **world: Any) -> TokenRefusal:
    answer = verifier(**world).verify(text, "visit-1")
    assert isinstance(answer, TokenTurnedDown)
    return answer.reason


def test_a_code_of_this_branch_in_its_window_is_taken() -> None:
    answer = verifier().verify(code(), "visit-1")
    assert isinstance(answer, Appointment)
    assert (answer.id, answer.branch, answer.service) == ("A7K2M9", "0571", "remit")
    assert answer.opens == NOON - timedelta(minutes=30)


@pytest.mark.parametrize("key", [BANK_KEY, P256_KEY], ids=["Ed25519", "ES256"])
def test_both_signatures_are_taken(key: token.SigningKey) -> None:
    assert isinstance(verifier().verify(code(key), "visit-1"), Appointment)


def test_a_code_minted_with_the_older_algorithm_name_is_taken() -> None:
    claims = token.unpack(code()).claims
    with pytest.warns(SecurityWarning):
        older = jws.serialize_compact(
            {"alg": "EdDSA", "typ": token.TYPE, "kid": "a1"}, json.dumps(claims), BANK_KEY, algorithms=["EdDSA"]
        )
    assert isinstance(verifier().verify(older, "visit-1"), Appointment)


def test_the_code_fits_a_version_13_symbol() -> None:
    assert len(code()) <= 331


def test_a_code_signed_by_another_key_of_the_same_id_is_forged() -> None:
    assert refusal(code(OTHER_KEY)) is TokenRefusal.FORGED


def test_all_keys_that_share_an_id_are_tried() -> None:
    public = token.public_keys({"keys": [k.as_dict(private=False) for k in (OTHER_KEY, BANK_KEY)]})
    assert token.signed_by(code(), token.unpack(code()).header, public)


def test_a_key_that_sync_did_not_bring_is_unknown() -> None:
    stranger = OKPKey.generate_key("Ed25519", {"kid": "z9"})
    assert refusal(code(stranger)) is TokenRefusal.UNKNOWN_KEY


def test_another_branch_is_named_and_another_bank_is_not_ours() -> None:
    answer = verifier().verify(code(branch="0755"), "visit-1")
    assert isinstance(answer, TokenTurnedDown)
    assert (answer.reason, answer.branch) == (TokenRefusal.WRONG_BRANCH, "0755")
    assert refusal(code(issuer="other")) is TokenRefusal.NOT_OURS


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(-31, TokenRefusal.TOO_EARLY), (-30, None), (14, None), (15, TokenRefusal.TOO_LATE), (600, TokenRefusal.TOO_LATE)],
)
def test_the_window_opens_with_nbf_and_closes_with_exp(minutes: int, expected: TokenRefusal | None) -> None:
    answer = verifier(clock=SetClock(NOON + timedelta(minutes=minutes))).verify(code(), "visit-1")
    assert (answer.reason if isinstance(answer, TokenTurnedDown) else None) is expected


def test_a_clock_set_back_revives_no_code() -> None:
    assert refusal(code(), clock=SetClock(NOON - timedelta(days=2))) is TokenRefusal.CLOCK_UNSURE


def test_a_used_code_is_taken_again_in_its_own_visit_and_refused_in_a_later_one() -> None:
    spent = Remembered()
    ours = verifier(spent=spent)
    appointment = ours.verify(code(), "visit-1")
    assert isinstance(appointment, Appointment)
    ours.spend(appointment, "visit-1", QueueTicket("A001", "transfer"))
    assert isinstance(ours.verify(code(), "visit-1"), Appointment)
    later = ours.verify(code(), "visit-2")
    assert isinstance(later, TokenTurnedDown)
    assert later.reason is TokenRefusal.ALREADY_USED


def _with_header(text: str, **changes: Any) -> str:
    head, payload, signature = text.split(".")
    header = json.loads(urlsafe_b64decode(head + "=="))
    said = json.dumps(header | changes).encode()
    return f"{urlsafe_b64encode(said).decode().rstrip('=')}.{payload}.{signature}"


def test_no_algorithm_is_no_signature() -> None:
    head, payload, _ = code().split(".")
    unsigned = _with_header(f"{head}.{payload}.", alg="none")
    assert refusal(unsigned) in (TokenRefusal.FORGED, TokenRefusal.NOT_OURS)


def test_a_code_that_the_bank_took_back_is_refused_even_in_its_window() -> None:
    token_id = token.unpack(code()).claims["jti"]
    assert refusal(code(), revoked=frozenset({token_id})) is TokenRefusal.REVOKED
    assert isinstance(verifier(revoked=frozenset({"another"})).verify(code(), "visit-1"), Appointment)


def test_the_public_key_cannot_be_used_as_a_shared_secret() -> None:
    secret = OctKey.import_key(BANK_KEY.as_dict(private=False)["x"], {"kid": "a1"})
    claims = json.dumps(token.unpack(code()).claims)
    confused = jws.serialize_compact(
        {"alg": "HS256", "typ": token.TYPE, "kid": "a1"}, claims, secret, algorithms=["HS256"]
    )
    assert refusal(confused) is TokenRefusal.FORGED


@pytest.mark.parametrize("changes", [{"typ": "JWT"}, {"typ": None}, {"crit": ["b64"], "b64": False}])
def test_a_token_made_for_something_else_is_not_ours(changes: dict[str, Any]) -> None:
    assert refusal(_with_header(code(), **changes)) is TokenRefusal.NOT_OURS


@given(st.text() | st.binary().map(lambda b: b.decode("latin1")) | st.from_regex(r"[\w-]*\.[\w-]*\.[\w-]*"))
def test_whatever_is_held_up_gets_an_answer(text: str) -> None:
    assert isinstance(verifier().verify(text, "visit-1"), TokenTurnedDown)


@given(st.data())
def test_a_torn_code_never_holds(data: st.DataObject) -> None:
    whole = code()
    at = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.sampled_from("ABCabc019-_."))
    torn = data.draw(st.sampled_from([whole[:at], whole[at:], whole[:at] + other + whole[at + 1 :]]))
    answer = verifier().verify(torn, "visit-1")
    if isinstance(answer, Appointment):
        # The last character of a signature carries two unused bits; a strict decoder refuses them or they are equal.
        assert token.unpack(torn).claims == token.unpack(whole).claims


def test_the_holder_is_known_by_the_number_and_by_nothing_else() -> None:
    digest = holder_digest("11010519491231002X", "Ic86Nc0h", "bank")
    made = verifier().verify(code(holder=digest), "visit-1")
    assert isinstance(made, Appointment)
    assert holds(made, "11010519491231002x")
    assert holds(made, "110105 19491231 002X")
    assert not holds(made, "110105194912310038")
    assert digest != holder_digest("11010519491231002X", "another0", "bank")
