"""The desired state: only what the pinned key signed, for this terminal, in time and newer, is ever taken over."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kiosk.record import desired
from kiosk.record.checkpoint import Ed25519Signer, SignatureType, VerifierKey
from kiosk.record.desired import DesiredState, DesiredStore, Refusal, Refused
from kiosk.record.seal import SealingKey
from kiosk.settings import Settings, parse

NAME = "bank.example/desired"
CENTRE = Ed25519Signer(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
STRANGER = Ed25519Signer(Ed25519PrivateKey.from_private_bytes(bytes(32)))
KEY = VerifierKey(NAME, SignatureType.ED25519, CENTRE.public)
SEALING = X25519PrivateKey.from_private_bytes(bytes(range(32))).public_key().public_bytes_raw()
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


LINK = {"kind": "site", "address": "https://bank.example/help", "names": {"en": "Read it"}}
WINDOW = {"id": "am", "starts": "09:00", "ends": "12:00", "weekdays": [1, 5], "names": {"en": "Morning"}}
BULLETIN = {"id": "b", "version": 1, "texts": {"en": {"title": "News", "line": "What is new."}}}


class FixedClock:
    """A wall clock that stands where the test puts it."""

    def __init__(self, now: datetime = NOW) -> None:
        self.wall = now

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return 0.0


def payload(**changes: Any) -> dict[str, Any]:
    return {
        "version": 42,
        "kiosk": "0571-3",
        "not_after": "2026-12-01T00:00:00Z",
        "branch": {"id": "0571", "names": {"zh_CN": "西湖支行", "en": "West Lake branch"}},
        "services": [{"id": "account.open", "names": {"zh_CN": "开户", "en": "Open an account"}}],
        "token_keys": {"keys": [{"kty": "OKP", "kid": "2026w47"}]},
        "fraud_notices": [
            {
                "id": "safe-account",
                "version": 3,
                "services": [],
                "texts": {"zh_CN": {"heading": "警惕", "lines": ["没有安全账户"]}, "en": {"heading": "!", "lines": []}},
            }
        ],
        "sealing_key": {"kid": "2026w48", "alg": "X25519", "public": b64encode(SEALING).decode()},
        "settings": {"visit": {"idle_s": 45}, "language": {"size": 2}},
        "faq": [
            {
                "id": "hours",
                "version": 1,
                "category": "branch",
                "texts": {"en": {"question": "When are you open?", "answer": "From nine to five."}},
            }
        ],
        "slots": [
            {
                "service": "account.open",
                "starts": "2026-11-24T09:00:00+08:00",
                "ends": "2026-11-24T09:30:00+08:00",
                "capacity": 2,
            }
        ],
        "revoked_tokens": ["Ic86Nc0h"],
        "from_a_newer_centre": {"ignored": True},
    } | changes


def document(**changes: Any) -> bytes:
    return desired.sign(payload(**changes), NAME, CENTRE)


def store(tmp_path: Path, clock: FixedClock | None = None) -> DesiredStore:
    return DesiredStore(tmp_path / "state" / "desired.json", [KEY], "0571-3", clock or FixedClock())


def test_a_good_state_is_taken_over_and_found_after_a_restart(tmp_path: Path) -> None:
    taken = store(tmp_path).take(document())
    assert isinstance(taken, DesiredState)
    assert taken == store(tmp_path).current()
    assert (taken.version, taken.branch.id, taken.services[0].id) == (42, "0571", "account.open")
    assert dict(taken.branch.names)["zh_CN"] == "西湖支行"
    assert taken.fraud_notices[0].text("zh_CN").lines == ("没有安全账户",)
    assert taken.token_keys == {"keys": [{"kty": "OKP", "kid": "2026w47"}]}


def test_what_a_centre_may_leave_out_means_none(tmp_path: Path) -> None:
    full = desired.read(document(), [KEY], "0571-3")
    assert isinstance(full, DesiredState)
    assert full.sealing_key == SealingKey("2026w48", SEALING)
    assert full.settings == {"visit": {"idle_s": 45}, "language": {"size": 2}}
    assert (full.faq[0].category, dict(full.faq[0].texts)["en"].answer) == ("branch", "From nine to five.")
    assert (full.slots[0].ends - full.slots[0].starts, full.slots[0].capacity) == (timedelta(minutes=30), 2)
    assert full.revoked_tokens == {"Ic86Nc0h"}
    optional = ("sealing_key", "settings", "faq", "slots", "revoked_tokens", "survey")
    least = {name: value for name, value in payload().items() if name not in optional}
    bare = desired.read(desired.sign(least, NAME, CENTRE), [KEY], "0571-3")
    assert isinstance(bare, DesiredState)
    assert (bare.sealing_key, bare.settings, bare.faq, bare.slots, bare.revoked_tokens) == (
        None,
        {},
        (),
        (),
        frozenset(),
    )


def test_what_is_asked_and_said_here_is_read(tmp_path: Path) -> None:
    fax = LINK | {"kind": "fax", "address": "fax:1"}
    faq = payload()["faq"][0] | {"words": {"en": ["hours"], "zh_CN": ["营业"]}, "links": [fax, LINK]}
    told = {
        "faq": [faq],
        "faq_categories": [{"id": "branch", "names": {"en": "This branch"}}],
        "callback_windows": [WINDOW],
        "bulletins": [BULLETIN | {"ends": "2026-12-01T00:00:00Z"}],
    }
    state = desired.read(document(**told), [KEY], "0571-3")
    assert isinstance(state, DesiredState)
    assert state.faq[0].words == ("hours", "营业")
    assert [link.address for link in state.faq[0].links] == ["https://bank.example/help"], "a newer kind is left out"
    assert (state.callback_windows[0].starts.hour, state.callback_windows[0].weekdays) == (9, (1, 5))
    assert (state.bulletins[0].starts, state.bulletins[0].ends) == (None, datetime(2026, 12, 1, tzinfo=UTC))
    assert state.faq_categories[0].id == "branch"


def own_settings(**tables: Any) -> Settings:
    central = {"url": "https://127.0.0.1", "ca": "ca.pem", "certificate": "kiosk.pem", "key": "kiosk.key"}
    raw = {"terminal": {"id": "0571-3", "branch": "0571", "bank": "bank"}, "central": central}
    return parse(raw | tables, Path())


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"terminal": {"id": "0571-4"}}, "terminal is not for the centre to set"),
        ({"central": {}}, "central is not for the centre to set"),
        ({"visit": {"ilde_s": 4}}, "unknown key visit.ilde_s"),
        ({"visit": {"idle_s": "4"}}, "visit.idle_s is a whole number"),
        ({"visit": {"idle_s": 0}}, "visit.idle_s must be above zero"),
        ({"visit": {"required": ["toaster"]}}, "visit.required is one of"),
        ({"visit": {"required": ["chip"]}}, "visit.required asks for a reader"),
        ({"language": {"languages": []}}, "language.languages names no language"),
        ({"language": {"size": 9}}, "language.size is one of"),
    ],
)
def test_a_setting_that_is_no_good_here_refuses_the_whole_state(settings: dict[str, Any], named: str) -> None:
    refused = desired.read(document(settings=settings), [KEY], "0571-3", own_settings())
    assert isinstance(refused, Refused)
    assert (refused.why, refused.version) == (Refusal.MALFORMED, 42)
    assert refused.detail.startswith(f"settings: {named}")
    assert len(refused.detail) <= 200


def test_a_setting_is_judged_with_the_terminals_own() -> None:
    wanted = document(settings={"visit": {"required": ["scanner", "chip"]}})
    with_reader = own_settings(documents={"chip_reader": "card_pcsc"})
    assert isinstance(desired.read(wanted, [KEY], "0571-3", with_reader), DesiredState)


def test_the_version_only_rises(tmp_path: Path) -> None:
    kept = store(tmp_path)
    assert isinstance(kept.take(document(version=42)), DesiredState)
    assert kept.take(document(version=41)) == Refused(Refusal.OLDER, "42 is kept", 41)
    other = document(version=42, services=[])
    assert kept.take(other) == Refused(Refusal.CONFLICTING, version=42)
    assert isinstance(kept.take(document(version=42)), DesiredState)
    assert isinstance(kept.take(document(version=43)), DesiredState)
    current = store(tmp_path).current()
    assert current is not None
    assert current.version == 43


def test_a_replayed_state_is_too_late_but_the_kept_one_stays_in_force(tmp_path: Path) -> None:
    clock = FixedClock()
    assert isinstance(store(tmp_path, clock).take(document()), DesiredState)
    clock.wall = NOW + timedelta(days=30)
    assert store(tmp_path, clock).take(document(version=43)) == Refused(Refusal.EXPIRED, version=43)
    assert isinstance(store(tmp_path, clock).current(), DesiredState)


def test_another_terminals_state_is_refused(tmp_path: Path) -> None:
    assert store(tmp_path).take(document(kiosk="0571-4")) == Refused(Refusal.OTHER_KIOSK, version=42)


def test_a_stranger_signs_in_vain(tmp_path: Path) -> None:
    kept = store(tmp_path)
    assert kept.take(desired.sign(payload(), NAME, STRANGER)) == Refused(Refusal.FORGED)
    assert kept.take(desired.sign(payload(), "other.example/desired", STRANGER)) == Refused(Refusal.UNKNOWN_KEY)
    unsigned = {"payload": b64encode(json.dumps(payload()).encode()).decode(), "signatures": []}
    assert kept.take(json.dumps(unsigned).encode()) == Refused(Refusal.UNKNOWN_KEY)
    assert kept.current() is None


def test_a_changed_payload_is_forged() -> None:
    envelope = json.loads(document())
    envelope["payload"] = b64encode(json.dumps(payload(version=99)).encode()).decode()
    assert desired.read(json.dumps(envelope).encode(), [KEY], "0571-3") == Refused(Refusal.FORGED)


def test_a_damaged_file_counts_as_absent_and_the_next_state_mends_it(tmp_path: Path) -> None:
    kept = store(tmp_path)
    assert isinstance(kept.take(document()), DesiredState)
    path = tmp_path / "state" / "desired.json"
    path.write_bytes(path.read_bytes()[:100])
    assert kept.current() is not None, "what was read before the damage stays in force"
    fresh = store(tmp_path)
    assert fresh.current() is None
    assert isinstance(fresh.take(document()), DesiredState)
    assert isinstance(store(tmp_path).current(), DesiredState)


def test_another_process_sees_the_new_file(tmp_path: Path) -> None:
    writer, reader = store(tmp_path), store(tmp_path)
    writer.take(document(version=42))
    first = reader.current()
    writer.take(document(version=43))
    second = reader.current()
    assert (first and first.version, second and second.version) == (42, 43)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"version": "42"}, "version"),
        ({"version": True}, "version"),
        ({"version": -1}, "version"),
        ({"kiosk": None}, "kiosk"),
        ({"not_after": "tomorrow"}, "not_after"),
        ({"not_after": "2026-12-01T00:00:00"}, "not_after"),
        ({"branch": []}, "branch"),
        ({"branch": {"id": "0571", "names": {}}}, "branch.names"),
        ({"services": {}}, "services"),
        ({"services": [{"id": 1, "names": {"en": "x"}}]}, "services[0].id"),
        ({"services": [{"id": "a", "names": {"en": "x"}}] * 2}, "services names an id twice"),
        ({"token_keys": {"keys": "none"}}, "token_keys.keys"),
        ({"survey": 3}, "survey"),
        ({"sealing_key": []}, "sealing_key"),
        ({"sealing_key": {"kid": "a", "alg": "P-256", "public": "AA=="}}, "sealing_key.alg"),
        ({"sealing_key": {"kid": "a", "alg": "X25519", "public": "AA=="}}, "sealing_key.public"),
        ({"sealing_key": {"kid": "", "alg": "X25519", "public": b64encode(SEALING).decode()}}, "sealing_key.kid"),
        ({"settings": []}, "settings"),
        ({"settings": {"visit": 3}}, "settings.visit"),
        ({"faq": [{"id": "a", "version": 1, "category": "b", "texts": {}}]}, "faq[0].texts"),
        ({"faq": [{"id": "a", "version": 1, "category": "b", "texts": {"en": {"question": "?"}}}]}, "faq[0].texts.en"),
        ({"faq": [payload()["faq"][0]] * 2}, "faq names an id twice"),
        ({"faq_categories": [{"id": "a", "names": {}}]}, "faq_categories[0].names"),
        ({"faq": [payload()["faq"][0] | {"words": {"en": "x"}}]}, "faq[0].words.en"),
        (
            {"faq": [payload()["faq"][0] | {"links": [LINK | {"address": "http://bank.example/"}]}]},
            "faq[0].links[0].add",
        ),
        ({"faq": [payload()["faq"][0] | {"links": [LINK | {"names": {}}]}]}, "faq[0].links[0].names"),
        (
            {"services": [{"id": "a", "names": {"en": "x"}, "links": [LINK | {"address": ""}]}]},
            "services[0].links[0].add",
        ),
        ({"callback_windows": [WINDOW | {"ends": "09:00"}]}, "callback_windows[0].ends"),
        ({"callback_windows": [WINDOW | {"starts": "9"}]}, "callback_windows[0].starts"),
        ({"callback_windows": [WINDOW | {"starts": "09:00Z"}]}, "callback_windows[0].starts"),
        ({"callback_windows": [WINDOW | {"weekdays": [0]}]}, "callback_windows[0].weekdays"),
        ({"callback_windows": [WINDOW, WINDOW]}, "callback_windows names an id twice"),
        ({"bulletins": [BULLETIN | {"texts": {}}]}, "bulletins[0].texts"),
        ({"bulletins": [BULLETIN | {"starts": "today"}]}, "bulletins[0].starts"),
        ({"slots": [payload()["slots"][0] | {"ends": "2026-11-24T09:00:00+08:00"}]}, "slots[0].ends"),
        ({"slots": [payload()["slots"][0] | {"capacity": -1}]}, "slots[0].capacity"),
        ({"slots": [payload()["slots"][0] | {"starts": "2026-11-24T09:00:00"}]}, "slots[0].starts"),
        ({"revoked_tokens": "Ic86Nc0h"}, "revoked_tokens"),
        ({"revoked_tokens": [7]}, "revoked_tokens[0]"),
    ],
)
def test_a_wrong_field_is_named(changes: dict[str, Any], named: str) -> None:
    refused = desired.read(document(**changes), [KEY], "0571-3")
    assert isinstance(refused, Refused)
    assert refused.why is Refusal.MALFORMED
    assert refused.detail.startswith(named)


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"payload":"?"}', b"[" * 100_000, b"\xff", b"x" * (2**20 + 1)])
def test_no_document_at_all(raw: bytes) -> None:
    refused = desired.read(raw, [KEY], "0571-3")
    assert isinstance(refused, Refused)
    assert refused.why is Refusal.MALFORMED


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(payload())), json_values)
def test_any_signed_value_of_any_field_is_answered(name: str, value: Any) -> None:
    answer = desired.read(document(**{name: value}), [KEY], "0571-3", own_settings())
    assert isinstance(answer, DesiredState | Refused)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(raw: bytes) -> None:
    assert isinstance(desired.read(raw, [KEY], "0571-3"), Refused)
