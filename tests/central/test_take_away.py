"""A document leaves by a phone: once, soon, and nobody without the link."""

from __future__ import annotations

import pytest
from bank_desk import CHEN, Customer, settled
from central_desk import Bank, Caller
from sqlalchemy import func, select

from central import tables
from central.routes.take_away import EACH_MINUTE, Gate
from central.settings import SettingsError, load

PDF = b"%PDF-1.4\n" + b"6217000000000030711 " * 20

DATABASES = ("sqlite",)


@pytest.fixture
def chen(bank: Bank, call: Caller) -> Customer:
    settled(bank)
    return Customer(bank, call, CHEN)


@pytest.fixture
def phone(bank: Bank, chen: Customer) -> Caller:
    return bank.caller(None)


def leave(customer: Customer, document: bytes = PDF, kind: str = "application/pdf") -> str:
    answer = customer("POST", "/take-aways", content=document, headers={"Content-Type": kind})
    assert answer.status_code == 201, answer.text
    url: str = answer.json()["url"]
    return url.removeprefix("https://central")


def waiting(bank: Bank) -> int:
    with bank.service.store.read() as connection:
        return int(connection.execute(select(func.count()).select_from(tables.take_away)).scalar_one())


def test_looking_at_the_link_takes_nothing_and_the_button_takes_all(bank: Bank, chen: Customer, phone: Caller) -> None:
    """Messengers look links over before their owner does."""
    link = leave(chen)
    for _ in range(3):
        page = phone("GET", link)
        assert "下载" in page.text
        assert "no-store" in page.headers["cache-control"]
    fetched = phone("POST", link)
    assert (fetched.content, fetched.headers["content-type"]) == (PDF, "application/pdf")
    assert "attachment" in fetched.headers["content-disposition"]

    assert waiting(bank) == 0
    for method in ("GET", "POST"):
        gone = phone(method, link)
        assert "失效" in gone.text
        assert PDF not in gone.content


def test_it_is_gone_after_ten_minutes(bank: Bank, chen: Customer, phone: Caller) -> None:
    link = leave(chen)
    bank.clock.advance(minutes=10)
    assert "失效" in phone("GET", link).text
    assert phone("POST", link).content != PDF
    leave(chen)
    assert waiting(bank) == 1, "what is over is deleted when the next is left"


def test_what_is_kept_does_not_open_without_the_link(bank: Bank, chen: Customer, phone: Caller) -> None:
    link = leave(chen)
    with bank.service.store.read() as connection:
        (row,) = connection.execute(select(tables.take_away)).all()
    token = link.rpartition("/")[2]
    assert b"PDF" not in bytes(row.sealed)
    assert token.encode() not in bytes(row.digest) + bytes(row.sealed)


def test_the_link_is_in_no_log(chen: Customer, phone: Caller, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    link = leave(chen)
    phone("GET", link)
    phone("POST", link)
    assert link.rpartition("/")[2] not in "".join(
        str(record.__dict__) for record in caplog.records if record.name == "central"
    )


def test_only_a_customers_terminal_leaves_and_only_a_pdf(chen: Customer, phone: Caller) -> None:
    pdf = {"Content-Type": "application/pdf"}
    assert phone("POST", "/v1/branches/0571/take-aways", content=PDF, headers=pdf).status_code in (400, 401)
    assert chen("POST", "/take-aways", content=b"<html>", headers=pdf).status_code == 400
    assert chen("POST", "/take-aways", content=PDF, headers={"Content-Type": "text/html"}).status_code == 415
    assert chen("POST", "/take-aways", content=b"%PDF-" + bytes(2 * 2**20), headers=pdf).status_code == 413
    chen("DELETE", "/sessions")
    assert chen("POST", "/take-aways", content=PDF, headers=pdf).status_code == 401


def test_a_link_that_was_never_given(phone: Caller) -> None:
    for token in ("x", "A" * 43, "A" * 42 + "!", "A" * 44):
        for method in ("GET", "POST"):
            answer = phone(method, f"/take-away/{token}")
            assert answer.status_code == (200 if len(token) == 43 and token.isalnum() else 400)
            assert b"%PDF" not in answer.content


def test_who_asks_for_too_many_links_waits(phone: Caller) -> None:
    answers = [phone("GET", f"/take-away/{'A' * 43}").status_code for _ in range(EACH_MINUTE + 3)]
    assert answers == [200] * EACH_MINUTE + [429] * 3


def test_the_gate_opens_again_and_is_of_each_address() -> None:
    now = [0.0]
    gate = Gate(lambda: now[0])
    assert [gate.lets("a") for _ in range(EACH_MINUTE + 1)] == [True] * EACH_MINUTE + [False]
    assert gate.lets("b")
    now[0] = 60.0
    assert gate.lets("a")
    for number in range(10_000):
        gate.lets(f"host-{number}")
    assert len(gate._asked) <= 4096


def test_phones_reach_the_public_address(bank: Bank, chen: Customer) -> None:
    bank.stop()
    (bank.folder / "central" / "central.toml").write_text(
        'public_url = "https://bank.example/kiosk"\n', encoding="utf-8"
    )
    bank.start()
    again = Customer(bank, bank.caller("0571-3"), CHEN)
    assert leave(again).startswith("https://bank.example/kiosk/take-away/")
    for wrong in ("http://bank.example", "https://bank.example/?x", "https://b/ ", ""):
        (bank.folder / "central" / "central.toml").write_text(f'public_url = "{wrong}"\n', encoding="utf-8")
        with pytest.raises(SettingsError):
            load(bank.folder / "central")
