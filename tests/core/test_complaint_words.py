"""What customers type into a complaint, and the references they are given."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core import complaint as module
from kiosk.core.complaint import (
    LONGEST_TEXT,
    MOVES,
    OPEN,
    CaseState,
    Complaint,
    Contact,
    FiledComplaint,
    Receipt,
    When,
    canonical,
    cleaned,
    cleaned_phone,
    due,
    final_reference,
    promised,
    proof_of,
    provisional_reference,
    read_policy,
)
from kiosk.core.deadlines import Deadline, DeadlineError


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  等了  很久。 ", "等了 很久。"),
        ("a\u202eevil\u202c b", "aevil b"),  # letters that turn the direction of writing
        ("so\u0000 bad\u001b[31m", "so bad[31m"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("😡👍", "😡👍"),
        ("مرحبا שלום", "مرحبا שלום"),
        ("one\n\n\n two\t three\u2028four", "one\ntwo three\nfour"),
        ("e\u0301", "é"),
        ("\ue000 private", "private"),
        (" \n\t ", ""),
    ],
)
def test_words_are_kept_without_what_hides_or_turns_them(typed: str, kept: str) -> None:
    assert cleaned(typed) == kept


@given(st.text(max_size=2000))
def test_whatever_is_typed_is_short_and_clean_and_cleaned_once(typed: str) -> None:
    kept = cleaned(typed)
    assert len(kept) <= LONGEST_TEXT
    assert cleaned(kept) == kept
    assert not [letter for letter in kept if letter != "\n" and unicodedata.category(letter)[0] == "C"]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("138 0013 8000", "13800138000"),
        ("+44 (0)20-7946", "+440207946"),
        ("１３８００１３８０００", "13800138000"),
        ("12", None),
        ("call me", None),
        ("+" * 12, None),
        ("1" * 16, None),
        ("٠١٢٣٤٥", None),
    ],
)
def test_a_telephone_number_is_a_number(typed: str, number: str | None) -> None:
    assert cleaned_phone(typed) == number


NAMES = st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,20}\Z")


@given(NAMES, st.integers(1, 10**7), st.data())
def test_a_mistyped_reference_is_noticed(kiosk: str, count: int, data: st.DataObject) -> None:
    reference = provisional_reference(kiosk, count)
    key = canonical(reference)
    if len("".join(c for c in reference if c.isalnum())) < 8:
        return
    assert key is not None
    assert canonical(reference.lower().replace("-", " ")) == key
    at = data.draw(st.integers(0, len(key) - 1))
    other = data.draw(st.sampled_from([c for c in "0123456789" if c != key[at]]))
    if key[at].isdigit():
        assert canonical(key[:at] + other + key[at + 1 :]) is None, "one digit is another"


def test_references_are_apart_and_final_ones_are_digits() -> None:
    given = {provisional_reference("0571-3", count) for count in range(1, 500)} | {
        final_reference(2026, count) for count in range(1, 500)
    }
    assert len({canonical(one) for one in given}) == 998
    assert final_reference(2026, 42) == "2026-000042-" + final_reference(2026, 42)[-2:]
    assert all(c.isdigit() or c == "-" for c in final_reference(2026, 42))


@pytest.mark.parametrize("typed", ["", "-", "2026-000042-00", "你好", "1" * 200, "abcdefgh"])
def test_what_is_no_reference_is_none(typed: str) -> None:
    assert canonical(typed) is None


def test_a_code_is_checked_by_a_hash_of_its_own_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = provisional_reference("0571-3", 1), provisional_reference("0571-3", 2)
    assert len(proof_of("0412", one)) == 22
    assert proof_of("0412", one) == proof_of("0412", one.lower())
    assert len({proof_of("0412", one), proof_of("0413", one), proof_of("0412", other)}) == 3


def test_nothing_personal_is_in_a_repr() -> None:
    said = Complaint("fees", When.TODAY, "refund", Contact.PHONE, text="a secret", phone="13800138000")
    filed = FiledComplaint("op", "v", "p", "x", None, said)  # type: ignore[arg-type]
    assert "secret" not in repr(filed)
    assert "138" not in repr(filed)


def test_closed_cases_stay_closed_and_every_state_is_reached() -> None:
    assert set(MOVES) == set(CaseState)
    assert not MOVES[CaseState.CLOSED] | MOVES[CaseState.WITHDRAWN]
    assert set().union(*MOVES.values()) | {CaseState.RECEIVED} == set(CaseState)


def test_the_date_that_counts_is_the_next_and_extensions_only_where_extended() -> None:
    dates = (
        Deadline("simple", date(2026, 12, 12), exceptional=False, sure=True),
        Deadline("complex", date(2026, 12, 27), exceptional=True, sure=True),
    )
    assert due(CaseState.RECEIVED, dates, date(2026, 12, 1)) == date(2026, 12, 12)
    assert due(CaseState.RECEIVED, dates, date(2026, 12, 20)) == date(2026, 12, 12), "missed, and still the one"
    assert due(CaseState.EXTENDED, dates, date(2026, 12, 20)) == date(2026, 12, 27)
    assert all(due(state, dates, date(2026, 12, 1)) is None for state in set(CaseState) - OPEN)


def test_who_looks_up_is_told_the_date_of_the_receipt() -> None:
    """UK: by the third business day staff may settle it, by the eighth week it must be."""
    dates = (Deadline("summary", date(2026, 12, 2), False, True), Deadline("final", date(2027, 1, 22), False, True))
    usual, latest = Receipt("r", "0412", datetime(2026, 11, 27, 4, tzinfo=UTC), dates, final=True).dates()
    for today in (date(2026, 11, 28), date(2026, 12, 10), date(2027, 2, 1)):
        assert promised(CaseState.IN_PROGRESS, dates, today) == usual == date(2027, 1, 22), latest
    late = (*dates, Deadline("late", date(2027, 2, 20), True, True))
    assert promised(CaseState.EXTENDED, late, date(2027, 2, 1)) == date(2027, 2, 20)
    assert promised(CaseState.ANSWERED, late, date(2027, 2, 1)) is None


@pytest.mark.parametrize(
    "broken",
    [
        [],
        {"categories": {}},
        {"categories": [{"id": "a", "names": {}}]},
        {"categories": [{"id": "a", "names": {"en": "x" * 65}}]},
        {"categories": [{"id": "a", "names": {"en": "A"}}] * 2},
        {"categories": [{"id": str(n), "names": {"en": "A"}} for n in range(13)]},
        {"wishes": [{"names": {"en": "A"}}]},
    ],
)
def test_a_crooked_policy_is_refused(broken: object) -> None:
    with pytest.raises(DeadlineError):
        read_policy(broken)


def test_the_hash_costs_something() -> None:
    assert module._SCRYPT_N * module._SCRYPT_R * 128 >= 16 * 2**20
