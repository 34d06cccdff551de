"""A client that takes all it can get, time, connections, memory or another's request: the others do not notice."""

from __future__ import annotations

import os
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
import uvicorn
from central_desk import Journal
from central_process import Process

from central import tls
from central.serve import _Aside, _listen
from central.service import Service
from central.tls import LARGEST_HEAD, OF_ANYBODY, OF_ONE, UNREAD, BoundedProtocol

KIOSK, OTHER = "0571-3", "0571-4"
GIB = 2**30


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bank")


@pytest.fixture(scope="module")
def central(folder: Path) -> Iterator[Process]:
    with Service(folder / "data") as bank:
        for kiosk in (KIOSK, OTHER):
            bank.enrol(kiosk, "0571", folder / kiosk, 30)
        long_ago = datetime.now(UTC) - timedelta(days=40)
    with Service(folder / "data", lambda: long_ago) as bank:
        bank.enrol("0571-9", "0571", folder / "0571-9", 30)
    process = Process(folder / "data", "--metrics-port", "0")
    yield process
    assert process.stop() == 0


@pytest.fixture
def other(folder: Path) -> Iterator[requests.Session]:
    """Another kiosk, which only wants to be served."""
    with session(folder, OTHER) as web:
        yield web


def session(folder: Path, kiosk: str) -> requests.Session:
    web = requests.Session()
    web.trust_env = False
    web.verify = str(folder / kiosk / "ca.pem")
    web.cert = (str(folder / kiosk / "kiosk.pem"), str(folder / kiosk / "kiosk.key"))
    return web


def serves(central: Process, web: requests.Session) -> float:
    """Seconds that an answer to another kiosk takes."""
    began = time.monotonic()
    assert web.get(f"{central.url}/v1/kiosks/{OTHER}/desired", timeout=10).status_code == 200
    return time.monotonic() - began


def connect(central: Process, folder: Path, kiosk: str | None = KIOSK) -> ssl.SSLSocket:
    context = ssl.create_default_context(cafile=str(folder / OTHER / "ca.pem"))
    if kiosk:
        context.load_cert_chain(folder / kiosk / "kiosk.pem", folder / kiosk / "kiosk.key")
    plain = socket.create_connection(("127.0.0.1", int(central.url.rpartition(":")[2])), 10)
    return context.wrap_socket(plain, server_hostname="localhost")


def answer(connection: ssl.SSLSocket | socket.socket) -> bytes:
    """All that comes until the other side ends it."""
    told = b""
    try:
        while part := connection.recv(65536):
            told += part
    except OSError:
        pass
    return told


def logged(process: Process, text: str) -> None:
    """Wait for the line: it is written when the answer is out."""
    until = time.monotonic() + 20
    while text not in process.log:
        assert time.monotonic() < until, text
        time.sleep(0.01)


def peak_rss(process: Process) -> int:
    """Bytes that the service held at most."""
    lines = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def test_two_hundred_slow_clients_stop_nobody(central: Process, folder: Path, other: requests.Session) -> None:
    serves(central, other)
    with ExitStack() as held:
        for number in range(200):
            slow = held.enter_context(connect(central, folder, None))
            if number % 2:
                slow.sendall(b"POST /.well-known/est/simpleenroll HTTP/1.1\r\nHost: x\r\nX: ")
        for _ in range(4):  # and some that shake no hands
            held.enter_context(socket.create_connection(("127.0.0.1", int(central.url.rpartition(":")[2])), 10))
        with session(folder, OTHER) as fresh:
            assert max(serves(central, other), serves(central, fresh)) < 5


def test_connections_without_a_certificate_are_bounded(central: Process, folder: Path) -> None:
    with ExitStack() as held:
        first = held.enter_context(connect(central, folder, None))
        for _ in range(OF_ANYBODY):
            held.enter_context(connect(central, folder, None))
        assert answer(first) == b""


def test_so_are_those_of_one_kiosk_and_no_others(central: Process, folder: Path, other: requests.Session) -> None:
    serves(central, other)
    with ExitStack() as held:
        first = held.enter_context(connect(central, folder))
        for _ in range(OF_ONE):
            held.enter_context(connect(central, folder))
        assert answer(first) == b""
        serves(central, other)


@pytest.mark.parametrize("declared", [True, False])
def test_a_gigabyte_is_refused_and_not_held(central: Process, folder: Path, declared: bool) -> None:
    before = peak_rss(central)
    length = f"Content-Length: {GIB}" if declared else "Transfer-Encoding: chunked"
    head = f"POST {Journal(kiosk=KIOSK).path} HTTP/1.1\r\nHost: x\r\n{length}\r\n"
    head += "Content-Type: application/cloudevents-batch+json\r\n\r\n"
    part = os.urandom(2**16)
    sent = 0
    with connect(central, folder) as connection:
        connection.sendall(head.encode())
        try:
            while sent < GIB:
                connection.sendall(part if declared else b"10000\r\n" + part + b"\r\n")
                sent += len(part)
        except OSError:
            pass
        answer(connection)
    assert sent < 10 * UNREAD
    assert peak_rss(central) - before < 48 * 2**20
    logged(central, '"status": 413')


def test_who_declares_a_gigabyte_is_told_at_once(central: Process, folder: Path) -> None:
    with connect(central, folder) as connection:
        head = f"POST {Journal(kiosk=KIOSK).path} HTTP/1.1\r\nHost: x\r\nContent-Length: {GIB}\r\n"
        connection.sendall(f"{head}Content-Type: application/cloudevents-batch+json\r\n\r\n".encode())
        assert connection.recv(4096).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        b"Content-Length: 4\r\nContent-Length: 5\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
        b"Transfer-Encoding : chunked\r\n",
        b"Content-Length: +4\r\n",
        b"Content-Length: 4, 5\r\n",
        b"X: a\r\n folded: b\r\nTransfer-Encoding: \x0bchunked\r\n",
    ],
)
def test_a_request_hides_no_other(central: Process, folder: Path, head: bytes) -> None:
    smuggled = f"GET /v1/kiosks/{KIOSK}/desired HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    with connect(central, folder) as connection:
        connection.sendall(b"POST /v1/branches/0571/calls HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n0\r\n\r\n" + smuggled)
        connection.settimeout(3)
        told = answer(connection)
    assert told.startswith(b"HTTP/1.1 400")
    assert b"payload" not in told
    assert told.count(b"HTTP/1.1") == 1


def test_deep_json_is_malformed(central: Process, folder: Path) -> None:
    journal = Journal(kiosk=KIOSK)
    with session(folder, KIOSK) as web:
        for raw in (b"[" * 200_000, b'[{"a":' * 100_000, b"[" + b"[" * 100_000 + b"]" * 100_000 + b"]"):
            method, path, told = journal.request(raw=raw)
            got = web.request(method, central.url + path, data=told["content"], headers=told["headers"], timeout=20)
            assert got.status_code == 400
        deep = b'{"visit":' + b"[" * 8000 + b"]" * 8000 + b"}"
        told = {"Content-Type": "application/json"}
        assert web.post(f"{central.url}/v1/branches/0571/calls", data=deep, headers=told, timeout=20).status_code == 400
        assert (
            web.put(f"{central.url}/v1/kiosks/{KIOSK}/status", data=deep, headers=told, timeout=20).status_code == 400
        )


def test_expired_ends_in_the_handshake_and_revoked_in_403(central: Process, folder: Path) -> None:
    with session(folder, "0571-9") as web, pytest.raises(requests.ConnectionError):
        web.get(f"{central.url}/v1/kiosks/0571-9/desired", timeout=10)
    with Service(folder / "data") as bank:
        bank.enrol("0571-8", "0571", folder / "0571-8", 30)
        bank.enrolment.revoke("0571-8")
    with session(folder, "0571-8") as web:
        assert web.get(f"{central.url}/v1/kiosks/0571-8/desired", timeout=10).status_code == 403
    logged(central, '"why": "The certificate is revoked"')


def test_the_figures_say_so_on_a_port_of_their_own(central: Process) -> None:
    url = central.told["metrics"]
    assert url.startswith("http://127.0.0.1:")
    with requests.Session() as web:
        web.trust_env = False
        figures = web.get(f"{url}/metrics", timeout=10).text
        assert web.get(f"{url}/healthz", timeout=10).status_code == 204
        assert web.get(f"{url}/readyz", timeout=10).status_code == 204
    assert 'kiosk_central_refused_total{status="413"}' in figures
    assert "kiosk_central_kiosks" in figures
    assert KIOSK not in figures


# The same bounds, made short


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    """A server that has less patience; answers whatever it reads, and reads nothing of /unread."""
    monkeypatch.setattr(tls, "HEAD_S", 0.3)
    monkeypatch.setattr(tls, "BODY_S", 0.3)

    async def app(scope: dict[str, object], receive: object, send: object) -> None:
        if scope["path"] != "/unread":
            while (await receive()).get("more_body"):  # type: ignore[operator]
                pass
        await send({"type": "http.response.start", "status": 204, "headers": []})  # type: ignore[operator]
        await send({"type": "http.response.body"})  # type: ignore[operator]

    listening = _listen(("127.0.0.1", 0))
    address = listening.getsockname()
    config = uvicorn.Config(app, http=BoundedProtocol, ws="none", lifespan="off", log_config=None)  # type: ignore[arg-type]
    server = _Aside(config, listening)
    server.start()
    yield address
    server.stop()


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\r\n",
        b"GET / HTTP/1.1\r\nHost:",
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /again HT",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1234",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n",
    ],
)
def test_who_dawdles_is_cut(brief: tuple[str, int], sent: bytes) -> None:
    with socket.create_connection(brief, 10) as connection:
        connection.sendall(sent)
        told = answer(connection)
    assert told.count(b"HTTP/1.1") == sent.count(b"\r\n\r\nGET")


def test_who_keeps_still_between_requests_is_not(brief: tuple[str, int]) -> None:
    with socket.create_connection(brief, 10) as connection:
        for wait in (0.6, 0.0):
            connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert connection.recv(4096).startswith(b"HTTP/1.1 204")
            connection.settimeout(wait or 10)
            if wait:
                with pytest.raises(TimeoutError):
                    connection.recv(1)


def test_who_drips_bytes_gains_no_time(brief: tuple[str, int]) -> None:
    with socket.create_connection(brief, 10) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nX: ")
        connection.settimeout(0.05)
        assert drips(connection) < 200


def drips(connection: socket.socket) -> int:
    """Bytes sent, one at a time, until the other side ends it."""
    for sent in range(200):
        try:
            connection.sendall(b"a")
            if connection.recv(1) == b"":
                return sent
        except TimeoutError:
            continue
        except OSError:
            return sent
    return 200


def test_a_head_without_end_is_cut(brief: tuple[str, int]) -> None:
    sent = 0
    with socket.create_connection(brief, 10) as connection, suppress(OSError):
        connection.sendall(b"GET / HTTP/1.1\r\n")
        while sent < 2**26:
            connection.sendall(b"X: " + b"a" * 1000 + b"\r\n")
            sent += 1005
    assert LARGEST_HEAD < sent < 2**26


def test_a_body_that_nobody_reads_is_let_pass_only_so_far(brief: tuple[str, int]) -> None:
    sent = 0
    with socket.create_connection(brief, 10) as connection, suppress(OSError):
        connection.sendall(f"POST /unread HTTP/1.1\r\nHost: x\r\nContent-Length: {GIB}\r\n\r\n".encode())
        assert connection.recv(4096).startswith(b"HTTP/1.1 204")
        while sent < GIB:
            connection.sendall(b"\x00" * 2**16)
            sent += 2**16
    assert UNREAD < sent < 10 * UNREAD
