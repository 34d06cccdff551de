"""Checking in at the bank: once for a code, in the queue of the day, online or brought later by the journal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest
from central_desk import BANK, HOLDER, NOON, Bank, Caller, Journal
from sqlalchemy import select

from central import tables
from central.seed import SPECIMENS, seed
from kiosk.core import entries
from kiosk.core.appointment import holder_digest

pytestmark = pytest.mark.usefixtures("cheap_digest")


@pytest.fixture
def codes(bank: Bank, call: Caller) -> dict[str, dict[str, str]]:
    return seeded(bank)


def seeded(bank: Bank, **options: Any) -> dict[str, dict[str, str]]:
    told = seed(bank.service, "0571", HOLDER, bank.clock.now, **options)
    return {found["name"]: found for found in told["appointments"]}


def book(bank: Bank, minutes: int = 5, service: str = "transfer") -> dict[str, str]:
    """One more appointment, so many minutes from now."""
    with bank.service.store.write() as connection:
        starts = bank.clock.now + timedelta(minutes=minutes)
        row = bank.service.desk.book(connection, branch="0571", service=service, number=HOLDER, starts=starts)
    return {"code": bank.service.desk.code(row), "id": str(row.id), "token_id": row.token_id}


def ask(call: Caller, code: str, visit: str = "visit-1", branch: str = "0571") -> httpx.Response:
    body = {"token": code, "visit": visit, "document": "cn-resident-id", "face_accepted": True}
    return call("POST", f"/v1/branches/{branch}/check-ins", json=body)


def completed(booked: dict[str, str], ticket: str, *, offline: bool = True) -> entries.CheckInCompleted:
    return entries.CheckInCompleted(booked["id"], booked["token_id"], ticket, "transfer", offline)


def queue(bank: Bank) -> list[tuple[str, str, str | None]]:
    with bank.service.store.read() as connection:
        rows = connection.execute(select(tables.check_in).order_by(tables.check_in.c.at, tables.check_in.c.number))
        return [(row.origin, row.number, row.slip) for row in rows]


def test_the_customer_gets_a_place_in_the_queue(call: Caller, codes: dict[str, dict[str, str]]) -> None:
    answer = ask(call, codes["valid"]["code"])

    assert answer.status_code == 200
    assert answer.json() == {"ticket": {"number": "C001", "service": "transfer", "counter": "3", "waiting": 0}}


def test_the_same_visit_gets_the_same_ticket_and_another_visit_none(
    bank: Bank, call: Caller, codes: dict[str, dict[str, str]]
) -> None:
    first = ask(call, codes["valid"]["code"])
    bank.clock.advance(hours=2)

    assert ask(call, codes["valid"]["code"]).json() == first.json()
    again = ask(call, codes["valid"]["code"], "visit-2")
    assert (again.status_code, again.json()["reason"]) == (409, "alreadyCheckedIn")
    assert len(queue(bank)) == 1


def test_the_same_code_at_once_checks_in_once(bank: Bank, call: Caller, codes: dict[str, dict[str, str]]) -> None:
    body = {"token": codes["valid"]["code"], "document": "td1", "face_accepted": True}
    calls = [
        ("POST", "/v1/branches/0571/check-ins", {"json": {**body, "visit": f"visit-{number % 2}"}})
        for number in range(10)
    ]

    answers = call.at_once(*calls)

    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [409] * 5
    assert len(queue(bank)) == 1


def test_the_same_visit_id_at_another_kiosk_is_another_visit(bank: Bank, codes: dict[str, dict[str, str]]) -> None:
    ask(bank.enrol("0571-4"), codes["valid"]["code"])
    assert ask(bank.caller("0571-3"), codes["valid"]["code"]).json()["reason"] == "alreadyCheckedIn"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("forged", "unknown"),
        ("unknown_key", "unknown"),
        ("other_branch", "unknown"),
        ("early", "unknown"),
        ("expired", "unknown"),
        ("cancelled", "cancelled"),
    ],
)
def test_what_the_bank_does_not_check_in(
    bank: Bank, call: Caller, codes: dict[str, dict[str, str]], name: str, reason: str
) -> None:
    answer = ask(call, codes[name]["code"])

    assert (answer.status_code, answer.json()["reason"]) == (409, reason)
    assert queue(bank) == []


def test_garbage_is_an_unknown_code(call: Caller, codes: dict[str, dict[str, str]]) -> None:
    valid = codes["valid"]["code"]
    for code in ("x", "a.b.c", valid[:-4] + "AAAA", valid.replace(".", ""), "🙂"):
        assert ask(call, code).json()["reason"] == "unknown"


def test_a_good_code_without_an_appointment_is_unknown(bank: Bank, call: Caller) -> None:
    booked = book_nowhere(bank)
    assert ask(call, booked).json()["reason"] == "unknown"


def book_nowhere(bank: Bank) -> str:
    """A code that the bank's key signed, of an appointment that its database has lost."""
    seeded(bank)
    booked = book(bank)
    with bank.service.store.write() as connection:
        connection.execute(tables.appointment.delete().where(tables.appointment.c.id == int(booked["id"])))
    return booked["code"]


def test_identification_may_take_its_time(bank: Bank, call: Caller, codes: dict[str, dict[str, str]]) -> None:
    bank.clock.advance(minutes=5 + 15 + 14)
    assert ask(call, codes["valid"]["code"]).status_code == 200
    bank.clock.advance(minutes=2)
    assert ask(call, codes["no_warning"]["code"]).json()["reason"] == "unknown"


def test_a_kiosk_checks_in_for_its_own_branch_only(bank: Bank, codes: dict[str, dict[str, str]]) -> None:
    elsewhere = bank.enrol("0572-1", "0572")

    assert ask(elsewhere, codes["valid"]["code"]).status_code == 403
    assert ask(elsewhere, codes["valid"]["code"], branch="0572").json()["reason"] == "unknown"
    assert ask(elsewhere, codes["other_branch"]["code"], branch="0572").status_code == 200


def test_numbers_count_for_each_service_and_day(bank: Bank, call: Caller, codes: dict[str, dict[str, str]]) -> None:
    def number(code: str, visit: str) -> tuple[str, int]:
        ticket = ask(call, code, visit).json()["ticket"]
        return ticket["number"], ticket["waiting"]

    assert number(codes["valid"]["code"], "v1") == ("C001", 0)
    assert number(codes["no_warning"]["code"], "v2") == ("B001", 0)
    bank.clock.advance(minutes=1)
    assert number(book(bank)["code"], "v3") == ("C002", 1)
    bank.clock.advance(minutes=40)  # both slots are over
    assert number(book(bank)["code"], "v4") == ("C003", 0)
    bank.clock.advance(hours=24)
    assert number(book(bank)["code"], "v5") == ("C001", 0)


def test_the_day_is_the_branchs_own(bank: Bank, call: Caller) -> None:
    """Midnight in Shanghai is 16:00 UTC."""
    seeded(bank)
    bank.clock.now = NOON.replace(hour=15, minute=59)
    assert ask(call, book(bank)["code"], "v1").json()["ticket"]["number"] == "C001"
    bank.clock.advance(minutes=2)
    assert ask(call, book(bank)["code"], "v2").json()["ticket"]["number"] == "C001"


def test_the_queue_survives_a_restart(bank: Bank, call: Caller, codes: dict[str, dict[str, str]]) -> None:
    first = ask(call, codes["valid"]["code"])
    bank.restart()

    call = bank.caller("0571-3")
    assert ask(call, codes["valid"]["code"]).json() == first.json()
    assert ask(call, book(bank)["code"], "v2").json()["ticket"]["number"] == "C002"


def test_the_id_number_is_nowhere_in_the_data_folder(
    bank: Bank, call: Caller, codes: dict[str, dict[str, str]]
) -> None:
    ask(call, codes["valid"]["code"])
    files = [path for path in (bank.folder / "central").rglob("*") if path.is_file()]
    assert bank.database or any(path.name == "central.db-wal" and path.stat().st_size for path in files)
    for path in files:
        content = path.read_bytes()
        assert HOLDER.encode() not in content
        assert codes["valid"]["code"].encode() not in content


# Journals
def test_a_customer_checked_in_offline_joins_the_queue(bank: Bank, call: Caller, journal: Journal) -> None:
    seeded(bank)
    booked = book(bank)
    journal.append(completed(booked, "K301"), visit="v1")
    journal.send(call)

    assert queue(bank) == [("journal", "K301", None)]
    assert ask(call, booked["code"], "v2").json()["reason"] == "alreadyCheckedIn"
    assert ask(call, booked["code"], "v1").json()["ticket"]["number"] == "K301"
    bank.clock.advance(minutes=1)
    assert ask(call, book(bank)["code"], "v3").json()["ticket"] == {
        "number": "C001",
        "service": "transfer",
        "counter": "3",
        "waiting": 1,
    }


def test_the_number_on_the_slip_counts_where_the_terminal_missed_the_answer(
    bank: Bank, call: Caller, journal: Journal
) -> None:
    seeded(bank)
    booked = book(bank)
    ask(call, booked["code"], "v1")
    journal.append(completed(booked, "K301"), visit="v1")
    journal.send(call)

    assert queue(bank) == [("bank", "C001", "K301")]
    assert bank.service.report()["alarms"] == []


def test_what_the_bank_answered_is_not_counted_twice(bank: Bank, call: Caller, journal: Journal) -> None:
    seeded(bank)
    booked = book(bank)
    ask(call, booked["code"], "v1")
    journal.append(completed(booked, "C001", offline=False), visit="v1")
    journal.send(call)

    assert queue(bank) == [("bank", "C001", None)]
    assert bank.service.report()["check_ins"] == {"by_bank": 1, "by_terminal": 0}


def test_two_terminals_offline_with_one_code_raise_the_alarm(bank: Bank, call: Caller, journal: Journal) -> None:
    seeded(bank)
    booked = book(bank)
    journal.append(completed(booked, "K301"), visit="v1")
    journal.send(call)
    other = Journal(kiosk="0571-4")
    other.append(completed(booked, "K401"), visit="v9")
    other.send(bank.enrol("0571-4"))

    assert queue(bank) == [("journal", "K301", None)]
    assert [alarm["kind"] for alarm in bank.service.report()["alarms"]] == ["secondCheckIn"]


def test_a_kiosk_cannot_check_in_what_is_not_its_branchs(bank: Bank, call: Caller, journal: Journal) -> None:
    codes = seeded(bank)
    with bank.service.store.read() as connection:
        rows = {str(row.id): row.token_id for row in connection.execute(select(tables.appointment))}
    elsewhere = {"id": codes["other_branch"]["id"], "token_id": rows[codes["other_branch"]["id"]]}
    own = book(bank)
    journal.append(completed(elsewhere, "K1"), visit="v1")
    journal.append(completed({"id": own["id"], "token_id": "invented"}, "K2"), visit="v2")
    journal.append(completed({"id": "invented", "token_id": own["token_id"]}, "K3"), visit="v3")
    journal.send(call)

    assert queue(bank) == []
    assert {alarm["kind"] for alarm in bank.service.report()["alarms"]} == {"unknownCheckIn"}


def test_the_read_model_can_be_made_again_from_the_evidence(bank: Bank, call: Caller, journal: Journal) -> None:
    seeded(bank)
    online, offline, missed = book(bank), book(bank), book(bank)
    ask(call, online["code"], "v1")
    ask(call, missed["code"], "v3")
    journal.append(entries.VisitBegan("zh_CN"), completed(online, "C001", offline=False), visit="v1")
    journal.append(entries.SurveyAnswered("csat", 4, "transfer"), entries.VisitEnded("finished"), visit="v1")
    journal.send(call)
    bank.clock.advance(minutes=1)
    journal.append(entries.VisitBegan("en"), completed(offline, "K301"), visit="v2", at=bank.clock.now)
    journal.append(entries.StaffCalled("help", "ticket"), visit="v2")
    journal.append(completed(missed, "K302"), visit="v3")
    journal.send(call, 3)

    def model() -> dict[str, list[Any]]:
        read = (tables.visit, tables.survey_answer, tables.staff_call, tables.check_in)
        with bank.service.store.read() as connection:
            return {table.name: sorted(map(str, connection.execute(select(table)))) for table in read}

    before = model()
    assert [len(rows) for rows in before.values()] == [2, 1, 1, 3]

    assert bank.service.rebuild() == len(journal.bodies)
    assert model() == before

    report = bank.service.report()
    assert report["visits"] == 2
    assert report["survey"]["csat"] == {"value": 100.0, "answers": 1}
    assert report["calls"] == {"journalled": 1, "paged": 0}
    assert report["check_ins"] == {"by_bank": 2, "by_terminal": 1}


def test_a_call_for_staff_is_recorded(bank: Bank, call: Caller) -> None:
    assert (
        call("POST", "/v1/branches/0571/calls", json={"visit": None, "why": "help", "screen": "x"}).status_code == 202
    )
    assert (
        call("POST", "/v1/branches/0571/calls", json={"visit": "v1", "why": "help", "screen": "x"}).status_code == 202
    )
    assert (
        call("POST", "/v1/branches/0572/calls", json={"visit": "v1", "why": "help", "screen": "x"}).status_code == 403
    )
    assert bank.service.report()["calls"]["paged"] == 2


# Seeding
def test_seeding_again_gives_the_same_codes(bank: Bank) -> None:
    assert seeded(bank) == seeded(bank)
    assert bank.service.report()["appointments"] == len(SPECIMENS)


def test_seeding_gives_new_codes_where_the_old_ones_no_longer_do(bank: Bank, call: Caller) -> None:
    first = seeded(bank)
    ask(call, first["valid"]["code"])
    second = seeded(bank)
    assert second["valid"] != first["valid"]
    assert second["early"] == first["early"]

    bank.clock.advance(hours=3)
    third = seeded(bank)
    assert all(third[name] != second[name] for name in ("valid", "early", "cancelled"))
    assert third["expired"] == second["expired"]
    assert seeded(bank, fresh=True)["valid"] != third["valid"]


def test_seeding_for_another_holder_gives_new_codes(bank: Bank) -> None:
    first = seeded(bank)
    other = seed(bank.service, "0571", "D23145890", bank.clock.now)["appointments"][0]
    assert other["name"] == "valid"
    assert other["code"] != first["valid"]["code"]


def test_the_holders_hash_is_the_cores(bank: Bank) -> None:
    codes = seeded(bank)
    with bank.service.store.read() as connection:
        rows = connection.execute(
            select(tables.appointment).where(tables.appointment.c.id == int(codes["valid"]["id"]))
        )
        row = rows.one()
    assert row.holder == holder_digest(HOLDER, row.token_id, BANK)


def test_a_code_fits_the_qr_code_it_is_for(bank: Bank) -> None:
    """Version 13 at level M holds 331 bytes (ISO/IEC 18004, table 7)."""
    assert max(len(found["code"]) for found in seeded(bank).values()) <= 331
