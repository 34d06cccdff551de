"""A journey is kept in motion: shown first, performed after, one event at a time."""

from kiosk.flows.journey import Journey


def step(state: int, event: int) -> tuple[int, tuple[str, ...]]:
    return state + event, (f"did {event}",) if event else ()


def test_a_changed_state_is_shown_before_its_effects_are_performed() -> None:
    seen: list[object] = []
    journey: Journey[int, int, str] = Journey(step, 1, seen.append, seen.append)
    journey.tell(2)
    assert seen == [3, "did 2"]
    assert journey.state == 3


def test_an_unchanged_state_is_not_shown_again() -> None:
    seen: list[object] = []
    Journey(step, 1, seen.append, seen.append).tell(0)
    assert seen == []


def test_an_effect_that_answers_at_once_waits_for_its_turn() -> None:
    seen: list[object] = []

    def perform(effect: str) -> None:
        seen.append(effect)
        if effect == "did 1":
            journey.tell(10)
            seen.append("told")

    journey: Journey[int, int, str] = Journey(step, 0, seen.append, perform)
    journey.tell(1)
    assert seen == [1, "did 1", "told", 11, "did 10"]


def test_a_failing_effect_does_not_block_the_next_event() -> None:
    failed = False

    def perform(effect: str) -> None:
        nonlocal failed
        if effect == "did 1":
            failed = True
            raise RuntimeError("a bug")

    journey: Journey[int, int, str] = Journey(step, 0, lambda _: None, perform)
    try:
        journey.tell(1)
    except RuntimeError:
        journey.tell(2)
    assert failed
    assert journey.state == 3
