"""The resident-ID reader's driver: how it asks, and what becomes of every refusal, silence and withdrawal."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from contextlib import closing

import pytest
from sam_desk import CARD, OTHER, Clock, RunningClock, bridged

from drivers.card_sam import POLL_S, SamReader, Sw3
from drivers.simulated import sam
from drivers.simulated.sam import FIND, NUMBER, READ, RESET, SELECT, STATUS, Misfortune, SecurityModule, SerialSam
from kiosk.core.health import Ready, Trouble, Troubled
from kiosk.core.ports import CardLostError, CardNotTakenError, ReaderLostError

STEPS = {"find": FIND, "select": SELECT, "read": READ}
NOT_TAKEN = {Sw3.READER_NOT_TRUSTED, Sw3.CARD_NOT_TRUSTED, Sw3.INFORMATION_NOT_VERIFIED}
BROKEN = {Sw3.SELF_TEST_FAILED, Sw3.NOT_AUTHORISED}
CARD_AGAIN = {Sw3.READ_FAILED, Sw3.SELECT_FAILED, Sw3.RANDOM_FAILED, Sw3.NO_SUCH_ITEM}
NOISE = {Sw3.CHECKSUM_WRONG, Sw3.LENGTH_WRONG, Sw3.COMMAND_WRONG, Sw3.UNKNOWN_ERROR, 0x77}


class Desk:
    """The driver before a simulated reader."""

    def __init__(self, module: SerialSam) -> None:
        self.sam = module
        self.clock = RunningClock()
        self.reader = self.waiting(3.0)

    def waiting(self, answer_s: float) -> SamReader:
        """The driver, that waits so long for an answer."""
        return SamReader(self.sam.device, answer_s=answer_s, monotonic=self.clock.monotonic, pause=self.clock.pause)

    def misfortune(self, misfortune: Misfortune) -> None:
        self.sam.module.misfortune = misfortune


@pytest.fixture
def desk() -> Iterator[Desk]:
    with SerialSam(forgets=True) as module:
        module.card = CARD
        desk = Desk(module)
        yield desk
        desk.reader.close()


@pytest.fixture
def hasty(desk: Desk) -> Desk:
    """Before a reader that will say nothing that holds."""
    desk.reader = desk.waiting(0.15)
    return desk


def reads_again_after_lifting(desk: Desk) -> bool:
    """Whether the card is left alone while it lies, and read when it was lifted and laid down again."""
    desk.misfortune(sam.none)
    desk.sam.card = CARD
    left_alone = desk.reader.read(0.5) is None
    desk.sam.card = None
    gone = desk.reader.read(0.5) is None
    desk.sam.card = CARD
    return left_alone and gone and desk.reader.read(1) is not None


# How it asks
def test_the_module_tests_itself_before_the_first_card_is_looked_for(desk: Desk) -> None:
    assert desk.reader.read(1) is not None
    assert desk.sam.module.heard == [STATUS, FIND, SELECT, READ]


def test_cards_are_looked_for_no_faster_than_every_300_ms_whatever_the_caller_does() -> None:
    clock, asked = Clock(), []

    def timed(command: bytes, honest: bytes) -> Iterable[bytes]:
        if command == FIND:
            asked.append(clock.now)
        return (honest,)

    with SerialSam(misfortune=timed) as module:
        reader = SamReader(module.device, monotonic=clock.monotonic, pause=clock.pause)
        with closing(reader):
            for within in (0.0, 0.0, 0.1, 0.1, 2.0, 0.3):
                assert reader.read(within) is None
    assert len(asked) > 5
    assert all(later - earlier >= POLL_S - 1e-9 for earlier, later in itertools.pairwise(asked))


def test_the_module_gives_its_number_as_readers_print_it(desk: Desk) -> None:
    assert desk.reader.examine() == "05-03-20261127-0000004711-0000000042"
    assert desk.sam.module.heard == [STATUS, RESET, STATUS, NUMBER]


def test_a_speed_that_no_reader_has_is_an_error_of_the_settings() -> None:
    with pytest.raises(ValueError, match="115200"):
        SamReader("/dev/ttyUSB0", baud=0)


@pytest.mark.parametrize("device", ["spy:///dev/ttyUSB0?file=/tmp/spied", "loop://", "nonsense://x"])
def test_a_line_that_could_be_listened_to_is_an_error_of_the_settings(device: str) -> None:
    with pytest.raises(ValueError, match="socket://"):
        SamReader(device)


# Refusals
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("status", NOT_TAKEN)
def test_a_card_that_is_not_taken_for_genuine_is_told_once(desk: Desk, step: str, status: Sw3) -> None:
    desk.misfortune(sam.answering(STEPS[step], status))
    with pytest.raises(CardNotTakenError, match=f"{status:02X}"):
        desk.reader.read(1)
    assert desk.reader.read(1) is None
    assert desk.reader.health() == Ready()
    assert reads_again_after_lifting(desk)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("status", CARD_AGAIN)
def test_a_card_that_reads_badly_is_to_be_laid_down_again(desk: Desk, step: str, status: Sw3) -> None:
    desk.misfortune(sam.answering(STEPS[step], status))
    with pytest.raises(CardLostError, match=f"{status:02X}"):
        desk.reader.read(1)
    assert desk.reader.read(1) is None
    assert reads_again_after_lifting(desk)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("status", BROKEN)
def test_a_module_that_is_broken_is_a_lost_reader(desk: Desk, step: str, status: Sw3) -> None:
    desk.misfortune(sam.answering(STEPS[step], status))
    with pytest.raises(ReaderLostError, match=f"{status:02X}"):
        desk.reader.read(1)
    assert desk.reader.health() == Troubled(Trouble.HARDWARE_ERROR)


@pytest.mark.parametrize("status", BROKEN)
def test_a_module_that_fails_its_own_test_reads_nothing(desk: Desk, status: Sw3) -> None:
    desk.misfortune(sam.answering(STATUS, status))
    for _ in range(2):
        with pytest.raises(ReaderLostError, match=f"{status:02X}"):
            desk.reader.read(1)
    assert set(desk.sam.module.heard) == {STATUS}


@pytest.mark.parametrize("status", NOISE)
def test_an_answer_to_nothing_asked_costs_the_card_in_a_step_and_the_reader_in_the_search(
    desk: Desk, status: int
) -> None:
    for step in (SELECT, READ):
        desk.misfortune(sam.answering(step, status))
        with pytest.raises(CardLostError, match=f"{status:02X}"):
            desk.reader.read(1)
        assert reads_again_after_lifting(desk)
        desk.sam.card = None
        assert desk.reader.read(0.5) is None
        desk.sam.card = CARD
    desk.misfortune(sam.answering(FIND, status))
    with pytest.raises(ReaderLostError, match=f"{status:02X}"):
        desk.reader.read(1)


def test_a_command_bent_on_its_way_is_said_again(desk: Desk) -> None:
    answers = iter([Sw3.CHECKSUM_WRONG])

    def once(command: bytes, honest: bytes) -> Iterable[bytes]:
        return (
            (sam.answer(next(answers, 0x9F), b"" if command != FIND else bytes(4)),) if command == FIND else (honest,)
        )

    desk.misfortune(once)
    assert desk.reader.read(1) is not None


def test_no_status_is_more_than_an_error_of_the_port(hasty: Desk) -> None:
    for status in range(256):
        hasty.misfortune(sam.answering(READ, status))
        hasty.sam.card = CARD
        with pytest.raises((CardLostError, CardNotTakenError, ReaderLostError)):
            hasty.reader.read(1)
        hasty.sam.card = None
        assert hasty.reader.read(0.5) is None


# Withdrawn
def withdrawing(desk: Desk, after: bytes) -> Misfortune:
    def withdraw(command: bytes, honest: bytes) -> Iterable[bytes]:
        if command == after:
            desk.sam.card = None
        return (honest,)

    return withdraw


@pytest.mark.parametrize("step", ["find", "select"])
def test_a_card_withdrawn_between_two_steps_is_lost_and_can_come_again(desk: Desk, step: str) -> None:
    desk.misfortune(withdrawing(desk, STEPS[step]))
    with pytest.raises(CardLostError):
        desk.reader.read(1)
    assert desk.reader.read(0.5) is None
    desk.misfortune(sam.none)
    desk.sam.card = CARD
    assert desk.reader.read(1) is not None


def test_a_card_withdrawn_after_it_was_read_was_read(desk: Desk) -> None:
    desk.misfortune(withdrawing(desk, READ))
    assert desk.reader.read(1) is not None


def test_a_card_changed_for_another_between_two_steps_is_lost(desk: Desk) -> None:
    def change(command: bytes, honest: bytes) -> Iterable[bytes]:
        if command == SELECT:
            desk.sam.card = OTHER
        return (honest,)

    desk.misfortune(change)
    with pytest.raises(CardLostError):
        desk.reader.read(1)


@pytest.mark.parametrize("step", ["select", "read"])
def test_a_step_that_finds_no_card_needs_no_lifting(desk: Desk, step: str) -> None:
    desk.misfortune(sam.answering(STEPS[step], Sw3.NO_CARD))
    with pytest.raises(CardLostError):
        desk.reader.read(1)
    desk.misfortune(sam.none)
    assert desk.reader.read(1) is not None


# Silence and a bad line
def test_a_reader_that_never_speaks_is_lost_and_comes_back(hasty: Desk) -> None:
    hasty.misfortune(sam.silent(STATUS))
    for _ in range(2):
        with pytest.raises(ReaderLostError, match="does not answer"):
            hasty.reader.read(1)
    assert hasty.reader.health() == Troubled(Trouble.OFFLINE)
    hasty.misfortune(sam.none)
    assert hasty.reader.read(1) is not None
    assert hasty.reader.health() == Ready()


def test_a_reader_that_falls_silent_in_the_search_is_lost(hasty: Desk) -> None:
    hasty.misfortune(sam.silent(FIND))
    with pytest.raises(ReaderLostError, match="does not answer"):
        hasty.reader.read(1)


@pytest.mark.parametrize("step", ["select", "read"])
def test_silence_in_a_step_loses_the_card_first(hasty: Desk, step: str) -> None:
    hasty.misfortune(sam.silent(STEPS[step]))
    with pytest.raises(CardLostError):
        hasty.reader.read(1)
    assert reads_again_after_lifting(hasty)


def spoiling(step: bytes, spoil: bytes, at: int) -> Misfortune:
    """Part of an answer overwritten."""
    return lambda command, honest: (honest if command != step else honest[:at] + spoil + honest[at + len(spoil) :],)


@pytest.mark.parametrize(
    "misfortune",
    [
        spoiling(READ, b"\x00", 1294),
        spoiling(READ, b"\x55", 300),
        spoiling(READ, b"\x09\x0a", 5),
        spoiling(READ, b"\x00\x05", 5),
        spoiling(READ, b"\x01\x01", 10),
        lambda command, honest: (honest[:700] if command == READ else honest,),
    ],
    ids=["checksum", "photo", "length too long", "length too short", "length of the text", "cut off"],
)
def test_a_record_that_does_not_hold_is_not_handed_over(hasty: Desk, misfortune: Misfortune) -> None:
    hasty.misfortune(misfortune)
    with pytest.raises(CardLostError):
        hasty.reader.read(1)
    assert reads_again_after_lifting(hasty)


def test_lengths_that_do_not_add_up_are_refused_though_the_checksum_holds(hasty: Desk) -> None:
    hasty.misfortune(
        lambda command, honest: (sam.answer(0x90, b"\x01\x01\x03\xff" + bytes(1280)) if command == READ else honest,)
    )
    with pytest.raises(CardLostError, match="lengths"):
        hasty.reader.read(1)


@pytest.mark.parametrize(
    "misfortune",
    [
        sam.behind(b"\xff\xfe\xaa" * 50),
        sam.behind(b"\xaa\xaa\xaa\x96\x69"),
        sam.behind(sam.answer(0x90)),  # late, of another command
        sam.behind(sam.answer(0x9F, bytes(4))[:-1]),
        sam.in_pieces(1),
    ],
    ids=["noise", "false beginning", "late answer", "cut off", "byte by byte"],
)
def test_a_bad_line_is_read_all_the_same(desk: Desk, misfortune: Misfortune) -> None:
    desk.reader.read(0)
    desk.sam.card = None
    desk.reader.read(0.5)
    desk.sam.card = CARD
    desk.misfortune(misfortune)
    record = desk.reader.read(1)
    assert record is not None
    assert record.text == CARD.text()


def test_a_slow_line_has_the_time_it_needs() -> None:
    with SerialSam(baud=38400) as module:
        module.card = CARD
        with closing(SamReader(module.device, baud=38400, answer_s=0.15)) as reader:
            assert reader.read(1) is not None


def test_a_reader_that_never_stops_talking_is_lost(hasty: Desk) -> None:
    hasty.misfortune(lambda command, honest: (b"\xaa" * 4096 for _ in range(1000)))
    with pytest.raises(ReaderLostError, match="does not answer"):
        hasty.reader.read(1)


# Unplugged
@pytest.mark.parametrize("step", ["find", "select", "read"])
def test_a_reader_unplugged_in_any_step_is_lost_once_and_opened_again(desk: Desk, step: str) -> None:
    assert desk.reader.read(1) is not None
    desk.sam.card = None
    assert desk.reader.read(0.5) is None
    desk.sam.card = CARD

    def pulled(command: bytes, honest: bytes) -> Iterator[bytes]:
        if command == STEPS[step]:
            yield honest[:5]
            desk.sam.unplug()
        yield honest

    desk.misfortune(pulled)
    with pytest.raises(ReaderLostError, match="is gone"):
        desk.reader.read(1)
    assert desk.reader.health() == Troubled(Trouble.OFFLINE)
    with pytest.raises(ReaderLostError, match="does not open"):
        desk.reader.read(1)
    desk.misfortune(sam.none)
    desk.sam.plug()
    desk.sam.card = None
    assert desk.reader.read(0.5) is None
    assert desk.reader.health() == Ready()
    desk.sam.card = CARD
    assert desk.reader.read(1) is not None


def test_a_card_that_was_read_is_not_read_again_because_the_reader_was_unplugged(desk: Desk) -> None:
    assert desk.reader.read(1) is not None
    desk.sam.unplug()
    with pytest.raises(ReaderLostError):
        desk.reader.read(1)
    desk.sam.plug()
    assert desk.reader.read(1) is None


@pytest.mark.parametrize(
    "device", ["/nowhere/ttyUSB0", "/dev/null", "/", "socket://127.0.0.1:99999", "socket://127.0.0.1:1"]
)
def test_a_device_that_is_no_reader_is_a_lost_reader(device: str) -> None:
    reader = SamReader(device, answer_s=0.02)
    for use in (lambda: reader.read(0), reader.examine):
        with pytest.raises(ReaderLostError, match="does not open"):
            use()
    assert reader.health() == Troubled(Trouble.OFFLINE)
    reader.close()


def test_a_line_that_another_program_holds_is_a_lost_reader(desk: Desk) -> None:
    assert desk.reader.read(1) is not None
    second = SamReader(desk.sam.device)
    with pytest.raises(ReaderLostError, match="does not open"):
        second.read(0)


def test_a_bridge_that_hangs_up_is_a_lost_reader() -> None:
    def hang_up(command: bytes, honest: bytes) -> Iterator[bytes]:
        if command == READ:
            raise ConnectionError
        yield honest

    clock, lying = Clock(), [CARD]
    module = SecurityModule(lambda: lying[0] if lying else None, misfortune=hang_up)
    with bridged(module) as url, closing(SamReader(url, monotonic=clock.monotonic, pause=clock.pause)) as reader:
        with pytest.raises(ReaderLostError, match="is gone"):
            reader.read(1)
        module.misfortune = sam.none
        assert reader.read(0.5) is None  # it lies on
        lying.clear()
        assert reader.read(0.5) is None
        lying.append(CARD)
        assert reader.read(1) is not None
