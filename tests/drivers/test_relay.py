"""The network goes down and comes back."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from drivers.simulated.network import Relay


@pytest.fixture
def upper() -> Iterator[int]:
    """A service that answers each line in capitals; gives its port."""
    server = socket.create_server(("127.0.0.1", 0))
    workers: list[threading.Thread] = []

    def serve(client: socket.socket) -> None:
        with client:
            try:
                while data := client.recv(65536):
                    client.sendall(data.upper())
            except OSError:
                return

    def accept() -> None:
        while True:
            try:
                client, _ = server.accept()
            except OSError:
                return
            workers.append(threading.Thread(target=serve, args=(client,)))
            workers[-1].start()

    accepting = threading.Thread(target=accept)
    accepting.start()
    yield server.getsockname()[1]
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    accepting.join(10)
    for worker in workers:
        worker.join(10)


def ask(client: socket.socket, question: bytes) -> bytes:
    client.settimeout(10)
    client.sendall(question)
    answer = b""
    while len(answer) < len(question):
        got = client.recv(65536)
        if not got:
            break
        answer += got
    return answer


def connect(relay: Relay) -> socket.socket:
    return socket.create_connection(("127.0.0.1", relay.port), 10)


def ended(client: socket.socket) -> bool:
    """Whether the other side has gone, however it said so."""
    client.settimeout(10)
    try:
        return client.recv(10) == b""
    except ConnectionError:
        return True


def test_bytes_pass_both_ways(upper: int) -> None:
    with Relay("127.0.0.1", upper) as relay, connect(relay) as one, connect(relay) as other:
        assert relay.is_up
        assert ask(one, b"one") == b"ONE"
        assert ask(other, b"x" * 300_000) == b"X" * 300_000
        one.shutdown(socket.SHUT_WR)
        assert one.recv(10) == b""


def test_down_cuts_what_is_open_and_refuses_what_is_new(upper: int) -> None:
    with Relay("127.0.0.1", upper) as relay, connect(relay) as client:
        assert ask(client, b"hello") == b"HELLO"
        relay.down()
        relay.down()
        assert not relay.is_up
        assert ended(client)
        with pytest.raises(ConnectionRefusedError):
            connect(relay)


def test_up_again_on_the_same_port(upper: int) -> None:
    with Relay("127.0.0.1", upper) as relay:
        port = relay.port
        for _ in range(3):
            relay.down()
            relay.up()
            relay.up()
            assert relay.port == port
            with connect(relay) as client:
                assert ask(client, b"back") == b"BACK"


def test_a_target_that_is_not_there_closes_the_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = reserved.getsockname()[1]
    with Relay("127.0.0.1", port) as relay, connect(relay) as client:
        client.settimeout(10)
        assert client.recv(10) == b""
