"""What the screen shows and the demo panel chooses comes before the simulated devices."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from drivers.simulated.people import CARDS
from drivers.simulated.world import World
from kiosk.core.identity import Challenge, Light
from kiosk.wiring.simulated import SimulatedWorld


@pytest.fixture
def branch() -> Iterator[SimulatedWorld]:
    world = SimulatedWorld()
    world.receiver.start()
    yield world
    world.close()
    world.receiver.join(10)


def arrives(branch: SimulatedWorld, world: World) -> bool:
    pause = threading.Event()
    return any(branch.receiver() == world or pause.wait(0.01) for _ in range(500))


def test_each_word_changes_its_own_part_of_the_world(branch: SimulatedWorld) -> None:
    branch.stand("holder")
    branch.lay("chinese-id")
    branch.tap("chinese-id-other")
    branch.screen_shows(Challenge.TURN_LEFT, Light.GREEN)
    branch.camera("frozen")
    card = CARDS["chinese-id"]
    seen = World(card=card, held=CARDS["chinese-id-other"], person="holder", camera="frozen")
    assert arrives(branch, replace(seen, asked=Challenge.TURN_LEFT, light=Light.GREEN))
    branch.tap(None)
    branch.screen_shows(None, None)
    branch.camera("ok")
    assert arrives(branch, World(card=card, person="holder"))
    branch.stand("photo")
    assert arrives(branch, World(card=card, person="photo"))
