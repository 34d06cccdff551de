"""A kiosk's records arrive exactly once and in order, whatever the network does to the requests."""

from __future__ import annotations

import gzip
import itertools
import json
from base64 import b64decode

import pytest
from central_desk import Bank, Caller, Journal, cosigned
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.core import entries


def shown(count: int) -> list[entries.Entry]:
    return [entries.ScreenShown(f"screen{at}", "zh_CN") for at in range(count)]


def test_a_batch_is_stored_cosigned_and_made_again_from_its_bytes(bank: Bank, call: Caller, journal: Journal) -> None:
    journal.append(*shown(6))

    answer = journal.send(call)

    assert answer.status_code == 200
    told = answer.json()
    assert told["acked"] == 7
    assert b64decode(told["root"]) == journal.frontier().root()
    assert cosigned(answer, bank).root == journal.frontier().root()
    assert told["config"] == int(call("GET", "/v1/kiosks/0571-3/desired").headers["ETag"].strip('"'))

    held = call("GET", "/v1/kiosks/0571-3/epochs/7f3a9c").json()
    assert held == {"acked": 7, "records": 7, "root": told["root"], "recomputed_root": told["root"]}


@pytest.mark.parametrize("encoding", ["zstd", "gzip", "identity"])
def test_every_encoding_keeps_the_bytes(call: Caller, journal: Journal, encoding: str) -> None:
    journal.append(*shown(2))
    raw = b"[ " + b" ,\n".join(journal.bodies) + b" ]"
    body = {"gzip": gzip.compress(raw), "identity": raw, "zstd": None}[encoding]

    assert journal.send(call, raw=raw, body=body, encoding=encoding).json()["acked"] == 3
    held = call("GET", "/v1/kiosks/0571-3/epochs/7f3a9c").json()
    assert held["recomputed_root"] == held["root"]


def test_white_space_inside_a_record_is_part_of_it(call: Caller, journal: Journal) -> None:
    event = json.loads(journal.bodies[0])
    journal.bodies[0] = json.dumps(event, indent=2).encode()

    assert journal.send(call).status_code == 200


def test_a_repeat_is_acknowledged_again_and_stored_once(call: Caller, journal: Journal) -> None:
    journal.append(*shown(4))
    first = journal.send(call)

    assert journal.send(call).json() == first.json()
    assert call("GET", "/v1/kiosks/0571-3/epochs/7f3a9c").json()["records"] == 5


def test_the_same_request_twice_at_once_is_stored_once(bank: Bank, call: Caller, journal: Journal) -> None:
    journal.append(*shown(4))

    answers = call.at_once(*[journal.request()] * 8)

    assert [answer.status_code for answer in answers] == [200] * 8
    assert {answer.json()["acked"] for answer in answers} == {5}
    assert bank.service.report()["journals"] == {"epochs": 1, "records": 5}
    assert not any(found.faults for found in bank.service.fsck())


def test_an_overlap_is_taken_from_where_the_bank_stands(bank: Bank, call: Caller, journal: Journal) -> None:
    journal.append(*shown(3))
    journal.send(call)
    journal.append(*shown(5))

    assert journal.send(call, 3).json()["acked"] == 9
    assert not bank.service.fsck()[0].faults
    assert bank.service.fsck()[0].records == 9


def test_an_old_part_of_a_batch_is_acknowledged_with_all_that_is_held(call: Caller, journal: Journal) -> None:
    journal.append(*shown(9))
    journal.send(call)

    assert journal.send(call, 3, 5).json()["acked"] == 10


def test_a_gap_says_where_to_go_on(call: Caller, journal: Journal) -> None:
    journal.append(*shown(9))
    assert journal.send(call, 2).json() == {
        "title": "Records are missing before this batch",
        "status": 409,
        "acked": 0,
    }
    journal.send(call, 1, 4)

    answer = journal.send(call, 6)
    assert (answer.status_code, answer.json()["acked"]) == (409, 4)
    assert journal.send(call, 5).json()["acked"] == 10


def test_the_journal_goes_on_after_a_restart_of_the_bank(bank: Bank, call: Caller, journal: Journal) -> None:
    journal.append(*shown(3))
    journal.send(call, 1, 2)
    bank.restart()
    call = bank.caller("0571-3")

    assert journal.send(call, 2, 2).json()["acked"] == 2
    assert journal.send(call, 3).json()["acked"] == 4


def test_many_kiosks_share_a_commit(bank: Bank) -> None:
    journals = [Journal(kiosk=f"0571-{number}") for number in range(12)]
    callers = [bank.enrol(journal.kiosk) for journal in journals]

    for journal, call in zip(journals, callers, strict=True):
        journal.append(*shown(2))
        assert journal.send(call).json()["acked"] == 3
    assert len(bank.service.fsck()) == 12


def test_a_new_epoch_of_the_same_key_is_taken_and_alarms(bank: Bank, call: Caller, journal: Journal) -> None:
    journal.send(call)
    restored = Journal(epoch="b0b0", signer=journal.signer)

    assert restored.send(call).json()["acked"] == 1
    assert bank.service.report()["alarms"] == [
        {"kiosk": "0571-3", "epoch": "b0b0", "kind": "newEpoch", "about": "", "count": 1}
    ]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30)), max_size=12))
def test_any_order_of_any_parts_ends_in_the_journal(bank: Bank, cuts: list[tuple[int, int]]) -> None:
    """Parts come torn, repeated and out of order; the bank takes what continues and says where it stands."""
    call = bank.caller("0571-3") if "0571-3" in bank._certificates else bank.enrol()
    journal = Journal(epoch=f"e{next(_EPOCHS)}", signer=_SIGNER)
    journal.append(*shown(29))
    acked = 0
    for first, last in [*map(sorted, cuts), (1, 30)]:
        answer = journal.send(call, first, last)
        if first > acked + 1:
            assert answer.status_code == 409
        else:
            assert answer.status_code == 200
            acked = max(acked, last)
        assert answer.json()["acked"] == acked
    assert bank.service.recompute(journal.log).recomputed_root == journal.frontier().root()


_SIGNER = Journal().signer
_EPOCHS = itertools.count()
