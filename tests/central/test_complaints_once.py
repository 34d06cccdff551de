"""One complaint is one case, on both databases: double taps, and the journal beside the call."""

from __future__ import annotations

from central_desk import Bank, Caller, Journal
from complaint_desk import PATH, PHONE, TEXT, act, body, cheap_proof, listed, made, policy  # noqa: F401 - fixtures


def test_a_double_tap_makes_one_case(bank: Bank, call: Caller) -> None:
    said = body()
    first, second = call.at_once(("POST", PATH, {"json": said}), ("POST", PATH, {"json": said}))
    assert first.json() == second.json()
    assert len(listed(bank)) == 1


def test_who_guesses_at_once_and_by_both_references_has_no_more_tries(bank: Bank, call: Caller) -> None:
    said = body()
    final = call("POST", PATH, json=said).json()["reference"]
    names = [said["provisional"], final] * 6
    guesses = [
        ("POST", f"{PATH}/look-up", {"json": {"reference": name, "code": f"{code:04}"}})
        for code, name in enumerate(names)
    ]
    answers = [answer.status_code for answer in call.at_once(*guesses)]
    assert (answers.count(404), answers.count(429)) == (5, 7)


def test_call_and_journal_make_one_case_whichever_comes_first(bank: Bank, call: Caller) -> None:
    for count, first in enumerate(("call", "journal"), 1):
        said, journal = body(count=count), Journal(epoch=f"e{count}")
        if count > 1:
            bank.service.enrol("0571-3", "0571", bank.folder / "again", days=1)  # its journal may have another key
        journal.append(made(said), visit="v1")
        if first == "journal":
            assert journal.send(call).status_code == 200
        answer = call("POST", PATH, json=said)
        if first == "call":
            assert journal.send(call).status_code == 200
        assert len(listed(bank)) == count
        reference = answer.json()["reference"]
        with bank.service.store.read() as connection:
            history = bank.service.complaints.history(connection, reference)
        assert [row.state for row in history] == ["received"]
        revealed = bank.service.complaints.reveal(bank.service.store, reference, act(bank))
        assert (revealed.text, revealed.phone) == (TEXT, PHONE)
