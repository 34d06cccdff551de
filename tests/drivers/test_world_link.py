"""The demo panel changes the world, and the vision process sees it."""

from __future__ import annotations

import multiprocessing
import pickle
import threading
from multiprocessing.connection import Connection

import pytest

from drivers.simulated.people import CARDS
from drivers.simulated.world import World, WorldLink, WorldReceiver
from kiosk.core.identity import Challenge, Light

SPAWN = multiprocessing.get_context("spawn")


def wait_for(receiver: WorldReceiver, world: World) -> bool:
    pause = threading.Event()
    return any(receiver() == world or pause.wait(0.01) for _ in range(1000))


def echo(receiver: WorldReceiver, answer: Connection) -> None:
    """In the other process: answer with the last world once the sender has hung up."""
    receiver.start()
    receiver.join(60)
    answer.send(receiver())


def test_the_latest_world_wins() -> None:
    sender, receiver = WorldLink.pair(SPAWN)
    assert receiver() == sender() == World()
    last = World(card=CARDS["utopian-id"], side="back", person="other", paper=False)
    for number in range(50):
        sender.show(World(code=str(number)))
    sender.show(last)
    receiver.start()
    assert wait_for(receiver, last)
    assert sender() == last
    sender.close()
    receiver.join(10)
    assert receiver() == last


def test_a_world_crosses_into_another_process() -> None:
    sender, receiver = WorldLink.pair(SPAWN)
    there, here = SPAWN.Pipe()
    process = SPAWN.Process(target=echo, args=(receiver, there))
    process.start()
    world = World(
        code="token",
        card=CARDS["chinese-id"],
        person="replay",
        asked=Challenge.OPEN_MOUTH,
        light=Light.ROSE,
        camera="frozen",
    )
    sender.show(world)
    sender.close()
    assert here.poll(60)
    assert here.recv() == world
    process.join(30)
    assert process.exitcode == 0
    here.close()
    there.close()


def test_a_receiver_that_died_is_no_error_for_the_panel() -> None:
    sender, receiver = WorldLink.pair(SPAWN)
    receiver._connection.close()
    sender.show(World(code="x"))
    assert sender().code == "x"
    sender.close()
    sender.show(World())


def test_nobody_listening_does_not_hold_up_the_panel() -> None:
    sender, receiver = WorldLink.pair(SPAWN)
    for number in range(2000):
        sender.show(World(code=f"{number:0300d}"))
    receiver.start()
    sender.close()
    receiver.join(10)
    code = receiver().code
    assert code is not None
    assert 0 < int(code) < 2000


@pytest.mark.parametrize("name", CARDS)
def test_worlds_are_pickled_and_keep_codes_to_themselves(name: str) -> None:
    world = World(code="secret", card=CARDS[name])
    assert pickle.loads(pickle.dumps(world)) == world  # noqa: S301 - made two words earlier
    assert "secret" not in repr(world)
