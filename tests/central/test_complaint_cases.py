"""Complaints at the centre: one case however it arrives, clocks, states, look-up that tells a stranger nothing."""

from __future__ import annotations

import io
import json
import logging
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from central_desk import BANK, NOON, Bank, Caller, Journal
from complaint_desk import (  # noqa: F401 - fixtures
    CODE,
    PATH,
    PHONE,
    TEXT,
    act,
    body,
    cheap_proof,
    listed,
    look_up,
    made,
    move,
    policy,
)

from central import content
from central.__main__ import main
from central.complaints import CaseError
from central.sealing import KeyGoneError
from kiosk.core import complaint as words
from kiosk.core import entries
from kiosk.core.complaint import CaseState, provisional_reference
from kiosk.record import seal

DATABASES = ("sqlite",)


def test_a_complaint_gets_its_reference_and_dates(bank: Bank, call: Caller) -> None:
    answer = call("POST", PATH, json=body())
    assert answer.status_code == 200
    told = answer.json()
    assert words.canonical(told["reference"])
    assert [(one["step"], one["on"], one["exceptional"]) for one in told["deadlines"]] == [
        ("simple", "2026-12-08", False),
        ("complex", "2026-12-23", True),
        ("special", "2027-01-22", True),
    ]
    (case,) = listed(bank)
    assert (case["state"], case["due"], case["elsewhere"]) == ("received", "2026-12-08", True)
    assert case["regime"] == "cn-consumer v1"


def test_an_offline_complaint_is_found_by_its_own_reference(bank: Bank, call: Caller, journal: Journal) -> None:
    said = body()
    journal.append(made(said), visit="v1", at=NOON - timedelta(days=3))
    journal.send(call)
    found = look_up(call, said["provisional"]).json()
    assert found["received"] == "2026-11-20", "the clock runs from when the customer complained"
    assert found["due"] == "2026-12-05"
    assert look_up(call, found["reference"].replace("-", "")).json() == found


def test_a_rebuilt_read_model_keeps_the_cases(bank: Bank, call: Caller, journal: Journal) -> None:
    said = body()
    journal.append(made(said), visit="v1")
    journal.send(call)
    before = listed(bank)
    bank.service.rebuild()
    assert listed(bank) == before


@pytest.mark.parametrize("ahead", [timedelta(days=400), timedelta(days=-9000)])
def test_a_terminals_wrong_clock_moves_no_deadline_far(bank: Bank, call: Caller, ahead: timedelta) -> None:
    late = (NOON + ahead).isoformat().replace("+00:00", "Z")
    call("POST", PATH, json=body(received=late))
    (case,) = listed(bank)
    received = datetime.fromisoformat(case["received"]).date()
    assert NOON.date() - timedelta(days=3651) <= received <= NOON.date()


def test_another_kiosk_cannot_take_an_operation_over(bank: Bank, call: Caller, journal: Journal) -> None:
    said = body()
    call("POST", PATH, json=said)
    other = bank.enrol("0571-4")
    assert other("POST", PATH, json=said).status_code == 409
    theirs = Journal(kiosk="0571-4")
    theirs.append(made(said), visit="v9")
    assert theirs.send(other).status_code == 200
    assert [alarm["kind"] for alarm in bank.service.report()["alarms"]] == ["complaintConflict"]
    assert len(listed(bank)) == 1


def test_a_category_without_a_clock_has_a_case_all_the_same(bank: Bank, call: Caller) -> None:
    raw = {"complaints": {"categories": [], "wishes": []}}
    with bank.service.store.write() as connection:
        content.apply(connection, content.read(raw))
    assert call("POST", PATH, json=body()).json()["deadlines"] == []
    assert [case["due"] for case in listed(bank)] == [None]


def test_the_very_day_comes_with_the_call_and_with_the_record(bank: Bank, call: Caller) -> None:
    by_call, by_record = body(day="2026-11-03", when="earlier"), body(count=2, day="2025-12-31", when="earlier")
    assert call("POST", PATH, json=by_call).status_code == 200
    journal = Journal()
    journal.append(made(by_call), visit="v1")
    journal.append(made(by_record), visit="v2")
    assert journal.send(call).status_code == 200
    assert call("POST", PATH, json=body(count=3)).status_code == 200
    assert sorted(case["occurred"] for case in listed(bank)) == ["2025-12-31", "2026-11-03", "today"]


CROOKED: tuple[dict[str, Any], ...] = (
    {"operation": "1"},
    {"when": "never"},
    {"day": "yesterday"},
    {"text": "x" * 501},
    {"text": "a\x00b"},
    {"phone": "call me"},
    {"proof": "short"},
    {"received": "2026-11-23T04:00:00"},
    {"elsewhere": "yes"},
    {"name": "Zhang"},
)


def test_a_crooked_complaint_is_refused_and_not_repeated(bank: Bank, call: Caller) -> None:
    for changes in CROOKED:
        answer = call("POST", PATH, json=body(**changes))
        assert answer.status_code == 400, changes
        assert TEXT not in answer.text
        assert PHONE not in answer.text
    assert not listed(bank)


# Look-up
def test_a_guesser_learns_nothing_and_is_stopped(bank: Bank, call: Caller) -> None:
    reference = call("POST", PATH, json=body()).json()["reference"]
    unknown = look_up(call, provisional_reference("0571-3", 99))
    wrong = look_up(call, reference, "9999")
    assert (unknown.status_code, unknown.json()) == (wrong.status_code, wrong.json())
    codes = [look_up(call, reference, f"{number:04}").status_code for number in range(10)]
    assert codes == [404] * 4 + [429] * 6
    assert look_up(call, reference).status_code == 429, "the right code too, for a while"
    bank.clock.advance(hours=1, seconds=1)
    assert look_up(call, reference).status_code == 200


def test_a_terminal_that_guesses_many_references_is_stopped(bank: Bank, call: Caller) -> None:
    reference = call("POST", PATH, json=body()).json()["reference"]
    codes = [look_up(call, provisional_reference("0571-3", number)).status_code for number in range(100, 132)]
    assert codes == [404] * 30 + [429] * 2
    assert look_up(call, reference).status_code == 429
    assert look_up(bank.enrol("0571-4"), reference).status_code == 200


def test_a_mistyped_reference_is_unknown_and_counts_for_nobody(bank: Bank, call: Caller) -> None:
    for reference in ("2026-000001-00", "x", "你好", "' OR 1=1 --"):
        assert {look_up(call, reference).status_code for _ in range(8)} == {404}


# The bank's people
def test_a_case_is_extended_with_a_reason_and_answered(bank: Bank, call: Caller) -> None:
    reference = call("POST", PATH, json=body()).json()["reference"]
    move(bank, reference, CaseState.IN_PROGRESS)
    with pytest.raises(CaseError, match="reason"):
        move(bank, reference, CaseState.EXTENDED)
    bank.clock.advance(days=20)
    assert listed(bank)[0]["overdue"]
    assert look_up(call, reference).json()["overdue"]
    move(bank, reference, CaseState.EXTENDED, "waits for another bank")
    (case,) = listed(bank)
    assert (case["due"], case["overdue"]) == ("2026-12-23", False)
    move(bank, reference, CaseState.ANSWERED, answer="We have given the fee back.")
    told = look_up(call, reference).json()
    assert (told["state"], told["due"], told["answer"]) == ("answered", None, "We have given the fee back.")
    move(bank, reference, CaseState.CLOSED)
    assert not listed(bank)
    assert len(listed(bank, closed=True)) == 1
    with pytest.raises(CaseError, match="does not become"):
        move(bank, reference, CaseState.IN_PROGRESS)
    with pytest.raises(CaseError, match="no such"):
        move(bank, "2026-000001-00", CaseState.CLOSED)


def test_the_most_urgent_comes_first(bank: Bank, call: Caller) -> None:
    for count in range(3):
        call("POST", PATH, json=body(count=count + 1, received=(NOON - timedelta(days=count)).isoformat()))
    assert [case["due"] for case in listed(bank)] == ["2026-12-06", "2026-12-07", "2026-12-08"]


def test_words_are_sealed_read_on_record_and_erased_with_the_visit(
    bank: Bank, call: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    reference = call("POST", PATH, json=body()).json()["reference"]
    move(bank, reference, CaseState.ANSWERED, answer="To Mr Zhang")
    with bank.service.store.read() as connection:
        stored = str(connection.exec_driver_sql("SELECT * FROM complaint").all())
    for secret in (TEXT, PHONE, CODE, "Zhang"):
        assert secret not in stored
        assert secret not in caplog.text
    if bank.database is None:
        assert TEXT.encode() not in (bank.folder / "central" / "central.db").read_bytes()
    assert bank.service.complaints.reveal(bank.service.store, reference, act(bank, "my case")).text == TEXT
    with bank.service.store.read() as connection:
        uses = connection.exec_driver_sql("SELECT what, kiosk, about, who, reason FROM key_use").all()
    assert [tuple(use) for use in uses] == [("unsealed", "0571-3", "v1", "tester", "my case")]
    bank.service.sealing.erase(bank.service.store, "0571-3", "v1", act(bank))
    with pytest.raises(Exception, match="erased"):
        bank.service.complaints.reveal(bank.service.store, reference, act(bank))
    assert look_up(call, reference).json()["answer"] == ""


def test_what_was_dictated_is_taken_down_once_and_beside_the_number(
    bank: Bank, call: Caller, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = call("POST", PATH, json=body(dictated=True, text="")).json()["reference"]
    common = ["complaints", "--data", str(bank.folder / "central")]
    assert main(common) == 0
    assert capsys.readouterr().out.rstrip().endswith(" elsewhere dictated")
    for told, end in (("  \n", 1), (TEXT, 0), ("other words", 1)):
        monkeypatch.setattr("sys.stdin", io.StringIO(told))
        assert main([*common, "--reference", reference, "--take-down"]) == end
    found = bank.service.complaints.reveal(bank.service.store, reference, act(bank))
    assert (found.text, found.phone) == (TEXT, PHONE)
    with bank.service.store.read() as connection:
        history = bank.service.complaints.history(connection, reference)
    assert [(row.state, row.reason) for row in history] == [("received", None), ("received", "words taken down")]
    other = call("POST", PATH, json=body(count=2)).json()["reference"]
    with pytest.raises(CaseError, match="not dictated"):
        bank.service.complaints.take_down(bank.service.store, other, TEXT, act(bank))


def test_nothing_is_kept_of_a_visit_that_was_erased(bank: Bank, call: Caller) -> None:
    bank.service.sealing.erase(bank.service.store, "0571-3", "v1", act(bank))
    reference = call("POST", PATH, json=body(dictated=True, contact="none", phone=None)).json()["reference"]
    with pytest.raises(KeyGoneError):
        bank.service.complaints.take_down(bank.service.store, reference, TEXT, act(bank))
    with bank.service.store.read() as connection:
        assert [row[0] for row in connection.exec_driver_sql("SELECT words FROM complaint")] == [None]


def test_of_two_complaints_of_a_visit_each_has_its_own_words(bank: Bank, call: Caller, journal: Journal) -> None:
    """Both were made while the bank was away: their words are in the journal alone. The first one bears no number."""
    key, said = os.urandom(32), (body(count=1, contact="none", phone=None), body(count=2))
    with bank.service.store.write() as connection:
        to = bank.service.sealing.current(connection, bank.clock.now)
        sealed_key = seal.seal_key(key, to, BANK, "0571-3", "v1")
        bank.service.sealing.put(connection, "0571-3", "v1", to.kid, sealed_key, bank.clock.now)
    for at, one in enumerate(said):
        journal.append(made(one), visit="v1")
        place, event = f"{journal.epoch}/{len(journal.bodies)}", json.loads(journal.bodies[-1])
        told = {"text": f"words {at}"} | ({"phone": PHONE} if one["phone"] else {})
        event["data"]["sealed"] = [
            seal.seal_field(key, to.kid, place, name, value).to_json() for name, value in told.items()
        ]
        journal.bodies[-1] = json.dumps(event).encode()
    assert journal.send(call).status_code == 200
    first, second = (
        bank.service.complaints.reveal(bank.service.store, one["provisional"], act(bank, "my case")) for one in said
    )
    assert (first.text, first.phone) == ("words 0", None)
    assert (second.text, second.phone) == ("words 1", PHONE)


def test_words_go_when_their_time_is_over(bank: Bank, call: Caller) -> None:
    call("POST", PATH, json=body())
    bank.clock.advance(days=bank.service.settings.visit_key_days + 1)
    bank.service.sealing.erase_due(bank.service.store, act(bank))
    with bank.service.store.read() as connection:
        assert [row[0] for row in connection.exec_driver_sql("SELECT words FROM complaint")] == [None]


def test_the_command_lists_moves_and_reveals(bank: Bank, call: Caller, capsys: pytest.CaptureFixture[str]) -> None:
    reference = call("POST", PATH, json=body(text="hidden \u001b[31m words")).json()["reference"]
    common = ["complaints", "--data", str(bank.folder / "central")]
    if bank.database is not None:
        common += ["--database", bank.database]
    assert main([*common, "--json"]) == 0
    assert [case["reference"] for case in json.loads(capsys.readouterr().out)] == [reference]
    assert main(common) == 0
    assert "hidden" not in capsys.readouterr().out
    assert main([*common, "--reference", reference, "--state", "extended"]) == 1
    assert "reason" in capsys.readouterr().err
    assert main([*common, "--reference", reference, "--state", "inProgress", "--words"]) == 0
    printed = capsys.readouterr().out
    assert "inProgress" in printed
    assert "hidden [31m words" in printed, "no control characters reach the operator's terminal"
    assert main([*common, "--words"]) == 2
    assert main([*common, "--reference", reference, "--answer", "x"]) == 2


# Content
_FEES = {"id": "fees", "names": {"zh_CN": "收费", "en": "Fees"}}


def test_a_crooked_policy_is_not_taken() -> None:
    for broken in (
        {"categories": [], "wishes": [], "regimes": [{"id": "x"}]},
        {"categories": [{"id": "a", "names": {"en": "A"}}], "wishes": []},
        {"categories": [], "wishes": [], "country": "china"},
        {"categories": [_FEES], "wishes": []},  # nobody could go on
        {"categories": [_FEES], "wishes": [_FEES], "country": "FR"},  # no clock would run
        {"categories": [{**_FEES, "id": "收费"}], "wishes": [_FEES]},  # the centre's own interface takes no such word
        {"categories": [{**_FEES, "id": "lookUp"}], "wishes": [_FEES]},
    ):
        with pytest.raises(content.ContentError):
            content.read({"complaints": broken})
    with pytest.raises(content.ContentError, match="own"):
        content.read({"faq_categories": [{**_FEES, "id": "help"}]})
    assert content.read({"complaints": {"categories": [_FEES], "wishes": [_FEES], "country": "GB"}})
    with pytest.raises(content.ContentError, match="survey"):
        content.read({"survey": {"plans": [{"questions": 1}]}})


def test_the_demonstration_branch_is_good_content(bank: Bank) -> None:
    from central.seed import furnish

    furnish(bank.service, ("0571", "0572"), bank.clock())
    bank.enrol()
    _, document = bank.service.desired("0571-3")
    from kiosk.record.desired import DesiredState, read

    state = read(document, [bank.service.keys.desired_verifier], "0571-3")
    assert isinstance(state, DesiredState)
    assert len(state.complaints.categories) == 8
    assert [regime.id for regime in state.complaints.regimes] == ["cn-consumer"]
    assert state.survey.plan("complain").line


def test_the_report_has_figures_with_their_answers(bank: Bank, call: Caller, journal: Journal) -> None:
    for value in (5, 4, 1):
        journal.append(entries.SurveyAnswered("csat", value, "transfer"), visit="v")
    journal.append(entries.SurveyAnswered("nps", 10, None), visit="v")
    journal.send(call)
    report = bank.service.report()
    assert report["survey"] == {
        "answers": 4,
        "csat": {"value": pytest.approx(66.67, abs=0.01), "answers": 3},
        "nps": {"value": 100.0, "answers": 1},
        "ces": {"value": None, "answers": 0},
    }
    assert report["complaints"] == {}


def test_a_folder_of_content_is_read(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text('[complaints]\ncountry = "GB"\ncategories = []\nwishes = []\n', encoding="utf-8")
    told = content.load(tmp_path / "c.toml").complaints
    assert told is not None
    assert [regime["id"] for regime in content.complaints_document(told)["regimes"]] == ["uk-disp", "uk-payments"]
