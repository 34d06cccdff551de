"""What kiosks show and know is set from a file, whole or not at all, in two languages, and reaches kiosks signed."""

from __future__ import annotations

import dataclasses
import json
from base64 import b64decode
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from central_desk import HOLDER, NOON, Bank, Caller
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from central import content, tables
from central.__main__ import main
from central.content import ContentError
from central.desired import TooLongError
from central.seed import furnish
from kiosk.record import desired
from kiosk.settings import Language, Visit

FAQ = {
    "id": "open",
    "version": 1,
    "category": "account",
    "texts": {
        "zh_CN": {"question": "几点开门？", "answer": "九点。"},
        "en": {"question": "When do you open?", "answer": "At nine."},
    },
}
SLOT = {
    "branch": "0571",
    "service": "card",
    "starts": "2026-11-24T01:00:00Z",
    "ends": "2026-11-24T02:00:00Z",
    "capacity": 2,
}


@pytest.fixture
def seeded(bank: Bank, call: Caller) -> Caller:
    """A kiosk of the demonstration branch, without its appointments."""
    furnish(bank.service, ("0571", "0572"), bank.clock.now)
    return call


def book(bank: Bank, starts: datetime) -> Any:
    with bank.service.store.write() as connection:
        return bank.service.desk.book(connection, branch="0571", service="card", number=HOLDER, starts=starts)


def payload(call: Caller, kiosk: str = "0571-3") -> dict[str, Any]:
    answer = call("GET", f"/v1/kiosks/{kiosk}/desired")
    told: dict[str, Any] = json.loads(b64decode(answer.json()["payload"]))
    return told


def take(bank: Bank, told: dict[str, Any]) -> int:
    with bank.service.store.write() as connection:
        content.apply(connection, content.read(told))
        return bank.service.publisher.refresh_all(connection, bank.clock.now)


def test_the_demonstration_answers_in_both_languages(seeded: Caller) -> None:
    told = payload(seeded)

    assert 30 <= len(told["faq"]) <= 40
    for entry in told["faq"]:
        for language, mark in (("zh_CN", "？"), ("en", "?")):
            text = entry["texts"][language]
            assert text["question"]
            assert text["answer"].endswith(("。", "."))
            assert mark in text["question"] or language == "en"
    assert told["sealing_key"]["kid"] == "2026w48"
    assert told["sealing_key"]["alg"] == "X25519"
    assert len(b64decode(told["sealing_key"]["public"])) == 32
    assert told["settings"] == {}
    assert told["revoked_tokens"] == []
    assert {slot["service"] for slot in told["slots"]} == {"account", "card", "transfer", "cash"}
    first = told["slots"][0]
    assert (first["starts"], first["ends"], first["capacity"]) == ("2026-11-24T01:30:00Z", "2026-11-24T02:30:00Z", 3)


def test_a_file_replaces_what_it_names_and_nothing_else(bank: Bank, seeded: Caller) -> None:
    before = payload(seeded)
    bank.clock.advance(minutes=1)

    assert take(bank, {"faq": [FAQ], "slots": [SLOT], "settings": {"visit": {"idle_s": 90}}}) == 1

    after = payload(seeded)
    assert after["version"] > before["version"]
    assert after["faq"] == [FAQ]
    assert after["slots"] == [{name: SLOT[name] for name in ("service", "starts", "ends", "capacity")}]
    assert after["settings"] == {"visit": {"idle_s": 90}}
    assert after["fraud_notices"] == before["fraud_notices"]
    assert take(bank, {"faq": [FAQ]}) == 0
    assert take(bank, {"faq": [], "settings": {}}) == 1
    assert (payload(seeded)["faq"], payload(seeded)["settings"]) == ([], {})


def test_a_kiosks_own_settings_go_before_those_of_all(bank: Bank, seeded: Caller) -> None:
    other = bank.enrol("0571-4")
    told = {
        "settings": {"visit": {"idle_s": 90, "farewell_s": 5}, "language": {"languages": ["en", "zh_CN"]}},
        "kiosks": {"0571-4": {"visit": {"idle_s": 120}}},
    }
    assert take(bank, told) == 2
    assert payload(seeded)["settings"] == told["settings"]
    assert payload(other, "0571-4")["settings"] == {
        "visit": {"idle_s": 120, "farewell_s": 5},
        "language": {"languages": ["en", "zh_CN"]},
    }


def test_only_settings_that_terminals_have_may_be_set() -> None:
    """By name and kind: those of kiosk.settings, but for the devices that a terminal needs."""
    for ours, theirs in ((content.VisitSettings, Visit), (content.LanguageSettings, Language)):
        assert set(ours.__struct_fields__) == {item.name for item in dataclasses.fields(theirs)} - {"required"}
        told = {item.name: item.default for item in dataclasses.fields(theirs) if item.name != "required"}
        section = theirs.__name__.lower()
        read = content.read({"settings": {section: json.loads(json.dumps(told))}})
        assert getattr(read.settings, section) == ours(**told)


def without(told: dict[str, Any], *path: str) -> dict[str, Any]:
    copy = json.loads(json.dumps(told))
    at = copy
    for name in path[:-1]:
        at = at[name]
    del at[path[-1]]
    return dict(copy)


WRONG: list[tuple[Any, str]] = [
    ({"faqs": []}, "faqs"),
    ({"faq": [without(FAQ, "texts", "en")]}, "open must be there in zh_CN and en"),
    ({"faq": [without(FAQ, "texts", "zh_CN", "answer")]}, "answer"),
    ({"faq": [{**FAQ, "texts": {**FAQ["texts"], "fr": FAQ["texts"]["en"]}}]}, "no other"),
    ({"faq": [{**FAQ, "version": "1"}]}, "version"),
    ({"faq": [{**FAQ, "id": "a b"}]}, "id"),
    ({"faq": [FAQ, FAQ]}, "twice"),
    ({"slots": [{**SLOT, "ends": SLOT["starts"]}]}, "ends before"),
    ({"slots": [{**SLOT, "starts": "2026-11-24T09:00:00"}]}, "starts"),
    ({"slots": [{**SLOT, "service": "loans"}]}, "loans is not known"),
    ({"slots": [{**SLOT, "branch": "9"}]}, "9 is not known"),
    ({"settings": {"visit": {"required": []}}}, "required"),
    ({"settings": {"visit": {"idle_s": 0}}}, "idle_s"),
    ({"settings": {"visit": {"countdown_s": 19}}}, "countdown_s"),
    ({"kiosks": {"0571-3": {"visit": {"large_countdown_s": 19}}}}, "large_countdown_s"),
    ({"settings": {"face": {}}}, "face"),
    ({"settings": {"language": {"languages": ["fr"]}}}, "languages"),
    ({"kiosks": {"0571-9": {}}}, "0571-9 is not known"),
    ({"notices": [{"id": "n", "version": 1, "services": ["loans"], "texts": {}}]}, "n must be there"),
    ({"services": []}, "there are appointments for card"),
    ([], "object"),
]


def test_a_file_with_an_error_changes_nothing_and_the_error_is_named(bank: Bank, seeded: Caller) -> None:
    book(bank, bank.clock.now)
    before = payload(seeded)
    for wrong, said in WRONG:
        with pytest.raises(ContentError, match=said):
            take(bank, wrong)
    with pytest.raises(ContentError):
        take(bank, {"faq": [FAQ], "slots": [{**SLOT, "service": "loans"}]})
    assert payload(seeded) == before


def test_another_text_needs_another_version(bank: Bank, seeded: Caller) -> None:
    """Journals say which version was shown."""
    take(bank, {"faq": [FAQ]})
    changed = json.loads(json.dumps(FAQ))
    changed["texts"]["en"]["answer"] = "At ten."
    with pytest.raises(ContentError, match="above 1"):
        take(bank, {"faq": [changed]})
    assert take(bank, {"faq": [{**changed, "version": 2}]}) == 1


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*FAQ, "faq", "slots"]), inner),
    max_leaves=8,
)


@given(_JSON)
def test_arbitrary_content_is_refused_and_nothing_else(told: object) -> None:
    try:
        content.read(told)
    except ContentError:
        return
    assert isinstance(told, dict)


def test_a_cancelled_appointments_code_is_revoked_until_its_window_is_over(bank: Bank, seeded: Caller) -> None:
    booked = book(bank, bank.clock.now + timedelta(minutes=5))
    before = payload(seeded)["version"]
    with bank.service.store.write() as connection:
        assert bank.service.desk.cancel(connection, booked.id, bank.clock.now) == "0571"
        assert bank.service.publisher.refresh_branch(connection, "0571", bank.clock.now) == 1
        assert bank.service.desk.cancel(connection, 10**9, bank.clock.now) is None
        token_id = connection.execute(
            select(tables.appointment.c.token_id).where(tables.appointment.c.id == booked.id)
        ).scalar_one()
    told = payload(seeded)
    assert told["revoked_tokens"] == [token_id]
    assert told["version"] > before

    bank.clock.advance(hours=1)
    take(bank, {})
    assert payload(seeded)["revoked_tokens"] == []


def test_a_new_week_brings_a_new_sealing_key_though_nobody_asks_for_one(bank: Bank, call: Caller) -> None:
    first = payload(call)
    bank.clock.advance(days=6, hours=19, minutes=59)  # Sunday, 23:59 UTC
    bank.clock.now = NOON.replace(day=29, hour=23, minute=59)
    last = payload(call)
    assert last["sealing_key"] == first["sealing_key"]
    bank.clock.advance(minutes=2)
    monday = payload(call)
    assert monday["sealing_key"]["kid"] == "2026w49"
    assert monday["version"] > last["version"]
    assert payload(call) == monday


def test_a_document_that_kiosks_would_not_read_is_not_made(
    bank: Bank, seeded: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = payload(seeded)
    assert len(json.dumps(before)) < desired.LONGEST / 10
    monkeypatch.setattr(desired, "LONGEST", 60_000)
    many = [
        {**SLOT, "starts": (NOON + timedelta(minutes=n)).isoformat(), "ends": (NOON + timedelta(days=99)).isoformat()}
        for n in range(500)
    ]
    with pytest.raises(TooLongError):
        take(bank, {"slots": many})
    assert payload(seeded) == before


def test_by_command(bank: Bank, seeded: Caller, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bank.enrol("0571-4")
    where = ["--data", str(bank.folder / "central"), *(["--database", bank.database] if bank.database else [])]
    good, wrong, long = tmp_path / "good.json", tmp_path / "wrong.toml", tmp_path / "long.toml"
    good.write_text(json.dumps({"faq": [FAQ]}), encoding="utf-8")
    wrong.write_text("[[faq]\n", encoding="utf-8")
    long.write_bytes(b"#" * (2**20 + 1))

    assert main(["content", *where, "--file", str(good)]) == 0
    assert capsys.readouterr().out == "2 kiosks have a new desired state\n"
    assert payload(seeded)["faq"] == [FAQ]
    for file in (wrong, long, tmp_path / "absent.toml"):
        assert main(["content", *where, "--file", str(file)]) == 1
        told = capsys.readouterr()
        assert told.out == ""
        assert file.name in told.err
    booked = book(bank, bank.clock.now)
    assert main(["cancel", *where, "--appointment", str(booked.id)]) == 0
    assert main(["cancel", *where, "--appointment", "999"]) == 1
    with bank.service.store.read() as connection:
        row = tables.appointment.c
        assert connection.execute(select(row.cancelled).where(row.id == booked.id)).scalar_one() is True


CATEGORY = {"id": "account", "names": {"zh_CN": "账户", "en": "Accounts"}}
LINK = {"kind": "site", "address": "https://bank.example/help", "names": {"zh_CN": "阅读", "en": "Read it"}}
WINDOW = {"id": "am", "starts": "09:00", "ends": "12:00", "weekdays": [1, 5], "names": {"zh_CN": "上午", "en": "AM"}}
BULLETIN = {
    "id": "news",
    "version": 1,
    "texts": {"zh_CN": {"title": "公告", "line": "内容。"}, "en": {"title": "News", "line": "What is new."}},
    "starts": "2026-11-23T00:00:00Z",
    "ends": "2026-12-01T00:00:00Z",
}


def test_links_categories_times_of_call_backs_and_bulletins_reach_kiosks(bank: Bank, seeded: Caller) -> None:
    words = {"zh_CN": ["营业"], "en": ["hours"]}
    told = {
        "faq_categories": [CATEGORY],
        "faq": [FAQ | {"words": words, "links": [LINK]}],
        "callback_windows": [WINDOW],
        "bulletins": [BULLETIN],
    }
    bank.clock.advance(minutes=1)
    assert take(bank, told) == 1
    served = payload(seeded)
    assert {name: served[name] for name in told} == told
    bank.clock.advance(days=9)
    take(bank, {"faq_categories": [CATEGORY | {"names": {"zh_CN": "户", "en": "Account"}}]})
    assert payload(seeded)["bulletins"] == [], "its time is over"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"faq_categories": [CATEGORY], "faq": [FAQ | {"category": "cards"}]}, "faq: cards is not known"),
        ({"faq_categories": []}, "faq: "),
        (
            {"faq": [FAQ | {"links": [LINK | {"address": "http://bank.example/"}]}]},
            "faq: open: an address is not https",
        ),
        ({"faq": [FAQ | {"links": [LINK | {"kind": "fax"}]}]}, "fax"),
        ({"faq": [FAQ | {"links": [LINK | {"names": {"en": "Read"}}]}]}, "faq: open: links must be there in"),
        ({"callback_windows": [WINDOW | {"ends": "08:00"}]}, "callback_windows: am ends before it starts"),
        ({"callback_windows": [WINDOW | {"weekdays": [0]}]}, "weekdays"),
        ({"callback_windows": [WINDOW, WINDOW]}, "callback_windows has the same one twice"),
        ({"bulletins": [BULLETIN | {"ends": "2026-11-22T00:00:00Z"}]}, "bulletins: news ends before it starts"),
        ({"bulletins": [BULLETIN | {"texts": {"en": BULLETIN["texts"]["en"]}}]}, "bulletins: news must be there in"),
    ],
)
def test_nothing_is_taken_that_a_terminal_could_not_show(
    bank: Bank, seeded: Caller, told: dict[str, Any], said: str
) -> None:
    before = payload(seeded)
    with pytest.raises(ContentError, match=said):
        take(bank, told)
    assert payload(seeded) == before


@pytest.mark.nightly
def test_a_fleet_is_signed_anew_in_seconds(bank: Bank, seeded: Caller, capsys: pytest.CaptureFixture[str]) -> None:
    """10,000 kiosks; the figure is quoted in docs/scale.md."""
    import time

    with bank.service.store.write() as connection:
        rows = [
            {"kiosk": f"k{n:05}", "branch": "0571", "enrolled_at": bank.clock.now, "log_key": None}
            for n in range(9_999)
        ]
        connection.execute(insert(tables.kiosk), rows)
    took = []
    for _ in range(2):  # the first inserts, the second replaces
        bank.clock.advance(minutes=1)
        began = time.perf_counter()
        with bank.service.store.write() as connection:
            connection.execute(tables.branch.update().values(names={"zh_CN": str(_), "en": str(_)}))
            assert bank.service.publisher.refresh_all(connection, bank.clock.now) == 10_000
        took.append(time.perf_counter() - began)
    with capsys.disabled():
        print(f"\nrefresh_all at 10,000 kiosks: {took[0]:.1f} s new, {took[1]:.1f} s again")
    assert took[1] < 60
