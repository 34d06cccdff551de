"""The resident-ID reader's answers in what a line brings: split, hidden in garbage, cut off, and false ones."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers import card_sam
from drivers.card_sam import PREAMBLE, Answer, AnswerParser
from drivers.simulated import sam

PUBLISHED = {
    "AAAAAA9669000400009094": Answer(0x90, b""),
    "AAAAAA966900080000 9F00000000 97": Answer(0x9F, bytes(4)),
    "AAAAAA9669000400008084": Answer(0x80, b""),
    "AAAAAA9669000C00009000000000000000009C": Answer(0x90, bytes(8)),
    "AAAAAA9669000400008185": Answer(0x81, b""),
}
FRAMES = [sam.answer(0x90, bytes(1284)), sam.answer(0x9F, bytes(4)), sam.answer(0x80), sam.answer(0x90, bytes(2310))]


@pytest.mark.parametrize("frame", PUBLISHED)
def test_published_frames_are_read(frame: str) -> None:
    assert AnswerParser().feed(bytes.fromhex(frame)) == [PUBLISHED[frame]]


def test_the_commands_are_the_published_ones() -> None:
    commands = ("RESET", "STATUS", "NUMBER", "FIND", "SELECT", "READ")
    assert [getattr(card_sam, f"_{name}").frame.hex().upper() for name in commands] == [
        "AAAAAA9669000310FFEC",
        "AAAAAA9669000311FFED",
        "AAAAAA9669000312FFEE",
        "AAAAAA96690003200122",
        "AAAAAA96690003200221",
        "AAAAAA96690003300132",
    ]


def test_the_lengths_of_whole_answers_are_those_of_the_standard() -> None:
    assert [len(sam.answer(0x90, bytes(size))) for size in (1284, 1286, 2310)] == [1295, 1297, 2321]


@pytest.mark.parametrize("frame", FRAMES, ids=len)
def test_an_answer_may_come_byte_by_byte(frame: bytes) -> None:
    parser = AnswerParser()
    answers = [parser.feed(frame[at : at + 1]) for at in range(len(frame))]
    assert not any(answers[:-1])
    assert len(answers[-1]) == 1


@given(
    st.lists(st.tuples(st.binary(max_size=30), st.sampled_from(FRAMES)), max_size=5),
    st.lists(st.integers(1, 400), min_size=1),
)
def test_answers_are_found_behind_garbage_in_any_pieces(parts: list[tuple[bytes, bytes]], pieces: list[int]) -> None:
    parser, found, line = AnswerParser(), [], b"".join(garbage + frame for garbage, frame in parts)
    for number in range(len(line)):
        size = pieces[number % len(pieces)]
        found += parser.feed(line[:size])
        line = line[size:]
    found += parser.feed(line) + parser.give_up()
    assert [len(answer.data) for answer in found] == [len(frame) - 11 for _, frame in parts]


@pytest.mark.parametrize(
    "before",
    [
        PREAMBLE,
        PREAMBLE[:3],
        b"\xaa" * 40,
        PREAMBLE + b"\x00\x03",  # shorter than any
        PREAMBLE + b"\xff\xff",  # longer than any
        PREAMBLE + b"\x09\x0b",
        PREAMBLE + b"\x00\x04\x00\x00\x90\x95",  # wrong checksum
    ],
)
def test_a_false_beginning_does_not_hide_the_answer_behind_it(before: bytes) -> None:
    parser = AnswerParser()
    assert parser.feed(before + sam.answer(0x9F, bytes(4))) + parser.give_up() == [Answer(0x9F, bytes(4))]


def test_an_answer_behind_a_false_length_is_found_when_the_line_falls_silent() -> None:
    parser = AnswerParser()
    assert parser.feed(PREAMBLE + b"\x09\x0a" + sam.answer(0x80)) == []
    assert parser.give_up() == [Answer(0x80, b"")]
    assert parser.give_up() == []


def test_what_was_cleared_is_not_part_of_the_next_answer() -> None:
    parser = AnswerParser()
    parser.feed(FRAMES[0][:700])
    parser.clear()
    assert parser.feed(FRAMES[0][700:] + FRAMES[2]) == [Answer(0x80, b"")]


def test_every_single_flipped_bit_is_found() -> None:
    frame = sam.answer(0x90, bytes(range(16)))
    for place in range(len(frame) * 8):
        bent = bytearray(frame)
        bent[place // 8] ^= 1 << place % 8
        parser = AnswerParser()
        assert parser.feed(bytes(bent)) + parser.give_up() == []


def test_ten_thousand_mangled_lines_give_answers_or_nothing() -> None:
    rng = random.Random(467)
    for _ in range(10_000):
        line = bytearray(rng.choice([*FRAMES, FRAMES[0][:300], sam.answer(0x90, rng.randbytes(40))]) * 2)
        for _ in range(rng.randint(1, 6)):
            at = rng.randrange(len(line))
            match rng.randrange(4):
                case 0:
                    line[at] = rng.randrange(256)
                case 1:
                    del line[at]
                case 2:
                    line[at:at] = rng.choice([PREAMBLE, rng.randbytes(3)])
                case 3:
                    del line[at : at + rng.randint(1, 20)]
            line = line or bytearray(b"\0")
        parser = AnswerParser()
        found = parser.feed(bytes(line)) + parser.give_up() + parser.feed(sam.answer(0x41))
        assert found[-1] == Answer(0x41, b"")
        for answer in found[:-1]:
            assert 0 <= answer.status < 1 << 24
            assert len(answer.data) <= 0x090A - 4


def test_a_line_of_nothing_but_false_beginnings_holds_no_answer() -> None:
    parser = AnswerParser()
    for _ in range(20):
        parser.feed((PREAMBLE + b"\x09\x0a") * 330)
    assert parser.give_up() == []


def test_what_a_card_said_stays_out_of_repr() -> None:
    assert "secret" not in repr(Answer(0x90, b"secret"))
