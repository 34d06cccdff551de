"""Fraud rules that cannot be read refuse themselves alone: the last good ones stay, through restarts and power cuts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_desired import KEY, NAME, STRANGER, FixedClock, document, payload, store
from test_fraud_rules_read import TOLD, changed

from kiosk.core import fraud
from kiosk.core.fraud_default import CAUTIOUS
from kiosk.record import desired
from kiosk.record.desired import DesiredState, DesiredStore, Refusal, Refused

BAD = changed("none", "rules", 0, "notice")
RULES_FILE = "desired-fraud.json"
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**6) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def taken(kept: DesiredStore, version: int, told: Any = None, **changes: Any) -> DesiredState:
    state = kept.take(document(version=version, fraud=told, **changes))
    assert isinstance(state, DesiredState), state
    return state


def ids(state: DesiredState | None) -> list[str]:
    assert state is not None
    return [rule.id for rule in state.fraud.rules]


def test_bad_rules_one_after_another_keep_the_last_good_ones(tmp_path: Path) -> None:
    kept = store(tmp_path)
    taken(kept, 42, TOLD)
    for version in (43, 44, 45):
        state = taken(kept, version, BAD)
        assert (ids(state), state.fraud_version) == (["large"], 42)
    assert ids(store(tmp_path).current()) == ["large"]


def test_good_rules_come_into_force_again_and_are_the_next_last_ones(tmp_path: Path) -> None:
    kept = store(tmp_path)
    taken(kept, 42, TOLD)
    taken(kept, 43, BAD)
    better = changed("larger", "rules", 0, "id")
    state = taken(kept, 44, better)
    assert (ids(state), state.fraud_version, state.fraud_refused) == (["larger"], 44, "")
    assert (ids(taken(kept, 45, BAD)), kept.current().fraud_version) == (["larger"], 44)  # type: ignore[union-attr]


def test_without_any_that_were_good_the_built_in_ones_hold(tmp_path: Path) -> None:
    state = taken(store(tmp_path), 42, BAD)
    assert (state.fraud, state.fraud_version) == (CAUTIOUS, None)


NOTICE = {"id": "a", "version": 1, "services": []}


@pytest.mark.parametrize(
    ("notices", "said"),
    [
        ([{"id": "x"}], "fraud_notices[0].texts"),
        ([NOTICE | {"texts": {}}], "fraud_notices[0].texts is empty"),
        ([NOTICE | {"texts": {"en": {"heading": "x"}}}], "fraud_notices[0].texts.en.lines"),
        (None, "fraud_notices"),
    ],
)
def test_notices_that_cannot_be_read_refuse_the_rules_alone(tmp_path: Path, notices: Any, said: str) -> None:
    kept = store(tmp_path)
    taken(kept, 42, TOLD)
    state = taken(kept, 43, TOLD, fraud_notices=notices)
    assert state.fraud_refused.startswith(said)
    assert ids(state) == ["large"]


def test_the_same_document_again_changes_nothing_and_an_older_one_is_refused(tmp_path: Path) -> None:
    kept = store(tmp_path)
    taken(kept, 42, TOLD)
    first = taken(kept, 43, BAD)
    assert taken(kept, 43, BAD) == first
    older = kept.take(document(version=42, fraud=TOLD))
    assert isinstance(older, Refused)
    assert older.why is Refusal.OLDER


def test_a_power_cut_between_the_two_files_loses_no_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = store(tmp_path)
    taken(kept, 42, TOLD)
    write, left = desired.write_atomically, [1]

    def cut(path: Path, data: bytes) -> None:
        if not left:
            raise OSError("the power fails")
        left.pop()
        write(path, data)

    monkeypatch.setattr(desired, "write_atomically", cut)
    with pytest.raises(OSError, match="power"):
        kept.take(document(version=43, fraud=BAD))
    monkeypatch.undo()
    again = store(tmp_path)
    assert ids(again.current()) == ["large"]
    assert ids(taken(again, 43, BAD)) == ["large"]


@pytest.mark.parametrize(
    "planted",
    [
        b"",
        b"{",
        desired.sign(payload(version=41, fraud=TOLD), NAME, STRANGER),
        document(version=41, kiosk="0571-4", fraud=TOLD),
        document(version=44, fraud=TOLD),
        document(version=41, fraud=BAD),
    ],
    ids=["empty", "broken", "forged", "another's", "newer", "bad too"],
)
def test_who_writes_the_file_of_rules_brings_no_rules_in(tmp_path: Path, planted: bytes) -> None:
    kept = store(tmp_path)
    taken(kept, 43, BAD)
    (tmp_path / "state" / RULES_FILE).write_bytes(planted)
    found = store(tmp_path).current()
    assert found is not None
    assert (found.version, found.fraud, found.fraud_version) == (43, CAUTIOUS, None)


@given(json_values, st.sampled_from([(), ("rules",), ("rules", 0), ("notices",), ("questionnaires", 0), ("contacts",)]))
def test_whatever_the_rules_are_the_state_is_taken(told: Any, path: tuple[Any, ...]) -> None:
    whole = changed(told, *path) if path else told
    found = desired.read(document(version=43, fraud=whole), [KEY], "0571-3")
    assert isinstance(found, DesiredState)
    assert (found.version, found.revoked_tokens) == (43, {"Ic86Nc0h"})
    assert not list(fraud.problems(found.fraud))
    assert bool(found.fraud_refused) == (found.fraud_version is None)
    assert len(found.fraud_refused) <= 200
    assert json.dumps(found.fraud_refused)


def test_what_else_is_wrong_refuses_all(tmp_path: Path) -> None:
    kept = DesiredStore(tmp_path / "desired.json", [KEY], "0571-3", FixedClock())
    refused = kept.take(document(version=43, fraud=BAD, slots="none"))
    assert isinstance(refused, Refused)
    assert kept.current() is None
