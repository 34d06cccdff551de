"""A call for staff waits, is acknowledged by somebody of the branch, and its terminal is told who comes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from booking_desk import Line
from central_desk import Bank, Caller, Journal

from central.__main__ import main
from central.pager import PageError
from drivers.bank_http.pager import HttpPager
from kiosk.core import entries
from kiosk.core.ports import BankUnreachableError

CALLS = "/v1/branches/0571/calls"


@pytest.fixture
def bank(bank: Bank) -> Bank:
    """A bank whose branch 0571 has a pager system."""
    (bank.folder / "central" / "central.toml").write_text('pager_systems = ["0571-staff", "0572-staff"]\n')
    bank.restart()
    return bank


@pytest.fixture
def terminal(bank: Bank) -> HttpPager:
    return HttpPager(Line(bank.enrol("0571-3")), "0571")  # type: ignore[arg-type]


@pytest.fixture
def console(bank: Bank) -> Caller:
    return bank.enrol("0571-staff")


def called(terminal: HttpPager) -> str:
    given = terminal.call("v1", "customer", "PresentDocument")
    assert given is not None
    return given


def acknowledged(caller: Caller, call: str, who: str = "Lin", branch: str = "0571") -> int:
    path = f"/v1/branches/{branch}/calls/{call}/acknowledgement"
    return caller("POST", path, json={"who": who}).status_code


def test_the_terminal_hears_who_comes(terminal: HttpPager, console: Caller) -> None:
    call = called(terminal)
    assert terminal.coming(call) is None
    assert acknowledged(console, call) == 200
    assert terminal.coming(call) == "Lin"


def test_who_said_so_first_comes(terminal: HttpPager, console: Caller) -> None:
    call = called(terminal)
    assert acknowledged(console, call) == acknowledged(console, call, "Wang") == 200
    assert terminal.coming(call) == "Lin"


def test_the_longest_waiting_is_listed_first_until_somebody_comes(
    bank: Bank, terminal: HttpPager, console: Caller
) -> None:
    first, second = called(terminal), called(terminal)
    bank.clock.advance(minutes=2)
    terminal.remind(first)
    at = bank.clock.now
    bank.clock.advance(minutes=1)
    terminal.remind(first)
    listed = console("GET", CALLS).json()["calls"]
    assert [(call["call"], call["reminded"]) for call in listed] == [(first, True), (second, False)]
    assert bank.service.open_calls()[0].reminded_at == at
    acknowledged(console, first)
    assert [call["call"] for call in console("GET", CALLS).json()["calls"]] == [second]


def test_whose_customer_has_left_is_marked(
    bank: Bank, terminal: HttpPager, console: Caller, journal: Journal, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.call("v1", "customer", "Menu")
    terminal.call("v2", "customer", "Menu")
    for visit in ("v1", "v2"):
        journal.append(entries.VisitBegan("en"), visit=visit)
    journal.append(entries.VisitEnded("startedOver"), visit="v1")
    assert journal.send(bank.caller("0571-3")).status_code == 200
    assert [call["left"] for call in console("GET", CALLS).json()["calls"]] == [True, False]
    where = ["--data", str(bank.folder / "central"), *(["--database", bank.database] if bank.database else [])]
    assert main(["pages", *where, "--all"]) == 0
    assert [line.endswith("customer left") for line in capsys.readouterr().out.splitlines()] == [True, False]


def test_of_yesterday_nobody_waits(bank: Bank, terminal: HttpPager, console: Caller) -> None:
    called(terminal)
    bank.clock.advance(hours=13)
    assert console("GET", CALLS).json() == {"calls": []}
    assert len(bank.service.open_calls(ever=True)) == 1


def test_another_terminal_is_told_nothing(bank: Bank, terminal: HttpPager) -> None:
    call = called(terminal)
    for kiosk, branch in (("0571-4", "0571"), ("0572-1", "0572")):
        other = HttpPager(Line(bank.enrol(kiosk, branch)), branch)  # type: ignore[arg-type]
        for ask in (other.coming, other.remind):
            with pytest.raises(BankUnreachableError, match="404"):
                ask(call)
    assert bank.service.open_calls()[0].reminded_at is None


def test_only_a_pager_system_of_the_branch_lists_and_acknowledges(bank: Bank, terminal: HttpPager) -> None:
    call = called(terminal)
    assert acknowledged(bank.caller("0571-3"), call) == 403
    assert bank.caller("0571-3")("GET", CALLS).status_code == 403
    elsewhere = bank.enrol("0572-staff", "0572")
    assert acknowledged(elsewhere, call) == 403
    assert acknowledged(elsewhere, call, branch="0572") == 404
    assert elsewhere("GET", "/v1/branches/0572/calls").json() == {"calls": []}
    assert terminal.coming(call) is None


@pytest.mark.parametrize("who", ["", " ", "1234", "a" * 33, "Lin\n", "<b>Lin</b>", "Lin\u202e", "_"])
def test_what_cannot_be_shown_is_no_name(bank: Bank, terminal: HttpPager, console: Caller, who: str) -> None:
    call = called(terminal)
    assert acknowledged(console, call, who) == 400
    with pytest.raises(PageError):
        bank.service.acknowledge(int(call), who, by="somebody")
    assert terminal.coming(call) is None


@pytest.mark.parametrize("who", ["Lin", "林", "值班经理", "Mary-Jane O'Neil", "duty manager"])
def test_a_first_name_or_a_role_is_shown_in_every_writing(terminal: HttpPager, console: Caller, who: str) -> None:
    call = called(terminal)
    assert acknowledged(console, call, who) == 200
    assert terminal.coming(call) == who


@pytest.mark.parametrize("call", ["0", "x", "9" * 10, "-1", "1e3"])
def test_what_is_no_call_is_refused(bank: Bank, console: Caller, call: str) -> None:
    assert acknowledged(console, call) == 400
    assert console("GET", f"{CALLS}/{call}").status_code == 400


def test_a_call_that_is_not_there(terminal: HttpPager, console: Caller) -> None:
    assert acknowledged(console, "999999999") == 404
    with pytest.raises(BankUnreachableError):
        terminal.coming("999999999")


def test_staff_answer_on_the_command_line(bank: Bank, terminal: HttpPager, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--data", str(bank.folder / "central"), *(["--database", bank.database] if bank.database else [])]

    def said(*command: str) -> str:
        assert main([command[0], *where, *command[1:]]) == 0
        return capsys.readouterr().out

    call = called(terminal)
    told: list[dict[str, Any]] = json.loads(said("pages", "--all", "--json"))
    assert [(row["call"], row["kiosk"], row["why"], row["reminded"]) for row in told] == [
        (int(call), "0571-3", "customer", False)
    ]
    assert said("pages", "--all", "--branch", "0571").split()[0] == call
    assert said("pages", "--all", "--branch", "0572") == ""
    assert "Lin" in said("acknowledge", call, "--who", "Lin")
    assert said("pages", "--all") == ""
    assert terminal.coming(call) == "Lin"
    assert main(["acknowledge", *where, "999", "--who", "Lin"]) == 1
    assert main(["acknowledge", *where, call, "--who", "13800138000"]) == 1
    assert main(["acknowledge", *where, "9" * 30, "--who", "Lin"]) == 1
    with bank.service.store.read() as connection:
        (by,) = connection.exec_driver_sql("SELECT acknowledged_by FROM page").scalars()
    assert by
