"""Whatever stands where the bank should be, a call ends in time with a typed answer or `BankUnreachableError`."""

from __future__ import annotations

import gzip
import json
import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import TypeAlias

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drivers import factory
from drivers.bank_http import HttpBank, line
from kiosk.core.appointment import QueueTicket
from kiosk.core.ports import BankRefusal, BankUnreachableError, CheckInAnswer, CheckInRequest

Behaviour: TypeAlias = Callable[[ssl.SSLSocket, threading.Event], None]
REQUEST = CheckInRequest("the secret code", "visit-1", "td1", True)
TICKET = {"ticket": {"number": "A001", "service": "transfer", "counter": "3", "waiting": 2}}


def certificate(folder: Path, name: str, address: str = "127.0.0.1") -> tuple[Path, Path]:
    """A self-signed certificate for an address, and its key; the certificate is its own authority.

    A bare machine has no /etc/hosts: no test may need the name localhost.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / f"{name}.pem", folder / f"{name}.key"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return pem, secret


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pki")
    for name in ("server", "kiosk", "stranger"):
        certificate(folder, name)
    certificate(folder, "elsewhere", "127.0.0.2")
    return folder


class Stand:
    """A TLS server that behaves as it is told, one connection after the other."""

    def __init__(self, pki: Path, name: str = "server") -> None:
        self.behave: Behaviour = lambda *_: None
        self.requests: list[bytes] = []
        self.connections = 0
        self._ended = threading.Event()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(pki / f"{name}.pem", pki / f"{name}.key")
        self._context.load_verify_locations(pki / "kiosk.pem")
        self._context.verify_mode = ssl.CERT_REQUIRED
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, name="stand")
        self._thread.start()

    def _serve(self) -> None:
        while not self._ended.is_set():
            with suppress(OSError):
                plain, _ = self._listening.accept()
                with plain, self._context.wrap_socket(plain, server_side=True) as connection:
                    self.connections += 1
                    while request := self._request(connection):
                        self.requests.append(request)
                        self.behave(connection, self._ended)

    def _request(self, connection: ssl.SSLSocket) -> bytes:
        received = b""
        while b"\r\n\r\n" not in received:
            part = connection.recv(65536)
            if not part:
                return b""
            received += part
        head, _, body = received.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        while len(body) < length:
            body += connection.recv(65536)
        return head + b"\r\n\r\n" + body

    def stop(self) -> None:
        self._ended.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()


@pytest.fixture
def stand(pki: Path) -> Iterator[Stand]:
    opened = Stand(pki)
    yield opened
    opened.stop()


@pytest.fixture
def make(pki: Path, stand: Stand) -> Iterator[Callable[..., HttpBank]]:
    opened: list[HttpBank] = []

    def bank(*, ca: str = "server", client: str = "kiosk", host: str = "127.0.0.1", port: int = 0) -> HttpBank:
        key = pki / f"{client}.key"
        url = f"https://{host}:{port or stand.port}"
        opened.append(HttpBank(url, "0571", ca=pki / f"{ca}.pem", certificate=pki / f"{client}.pem", key=key))
        return opened[-1]

    yield bank
    for made in opened:
        made.close()


@pytest.fixture
def bank(make: Callable[..., HttpBank]) -> HttpBank:
    return make()


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same clocks, ten times as fast."""
    monkeypatch.setattr(line, "CONNECT_S", 0.3)
    monkeypatch.setattr(line, "READ_S", 0.3)
    monkeypatch.setattr(line, "TOTAL_S", 0.6)


def answering(status: str, body: object = None, *headers: str, raw: bytes | None = None) -> Behaviour:
    content = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(content)}", *headers, "", ""])

    def behave(connection: ssl.SSLSocket, _: threading.Event) -> None:
        connection.sendall(head.encode() + content)

    return behave


def endlessly(head: bytes, part: bytes, pause: float = 0.0) -> Behaviour:
    def behave(connection: ssl.SSLSocket, ended: threading.Event) -> None:
        connection.sendall(head)
        while not ended.wait(pause):
            connection.sendall(part)

    return behave


def told(bank: HttpBank) -> CheckInAnswer | None:
    try:
        return bank.check_in(REQUEST)
    except BankUnreachableError:
        return None


def test_the_settings_find_it_by_name() -> None:
    assert factory("bank_http") is HttpBank


def test_a_ticket(stand: Stand, bank: HttpBank) -> None:
    stand.behave = answering("200 OK", TICKET)
    assert told(bank) == QueueTicket("A001", "transfer", "3", 2)

    head, _, body = stand.requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /v1/branches/0571/check-ins HTTP/1.1\r\n")
    assert json.loads(body) == {
        "token": "the secret code",
        "visit": "visit-1",
        "document": "td1",
        "face_accepted": True,
    }


def test_a_ticket_without_counter_and_queue(stand: Stand, bank: HttpBank) -> None:
    ticket = {"number": "A001", "service": "转账", "counter": None, "waiting": None, "more": 1}
    stand.behave = answering("200 OK", {"ticket": ticket, "also": []})
    assert told(bank) == QueueTicket("A001", "转账", None, None)


@pytest.mark.parametrize("refusal", list(BankRefusal))
def test_a_refusal(stand: Stand, bank: HttpBank, refusal: BankRefusal) -> None:
    stand.behave = answering("409 Conflict", {"reason": refusal.value, "status": 409})
    assert told(bank) is refusal


def test_a_connection_is_used_again(stand: Stand, bank: HttpBank) -> None:
    stand.behave = answering("200 OK", TICKET)
    assert [told(bank) for _ in range(3)] == [QueueTicket("A001", "transfer", "3", 2)] * 3
    assert stand.connections == 1


def test_a_call_for_staff(stand: Stand, bank: HttpBank) -> None:
    stand.behave = answering("202 Accepted", None)
    assert bank.pager.call(None, "help", "attract") is None
    assert stand.requests[0].endswith(b'{"visit": null, "why": "help", "screen": "attract"}')
    stand.behave = answering("200 OK", {})
    with pytest.raises(BankUnreachableError):
        bank.pager.call("v", "help", "attract")


def ticket(**changes: object) -> dict[str, object]:
    return {"ticket": {**TICKET["ticket"], **changes}}


@pytest.mark.parametrize(
    "behave",
    [
        answering("200 OK", raw=b"<html>Log in to the Wi-Fi</html>"),
        answering("200 OK", raw=b"\xff\xfe\x00"),
        answering("200 OK", raw=b"[" * 10_000),
        answering("200 OK", None),
        answering("200 OK", []),
        answering("200 OK", {"ticket": None}),
        answering("200 OK", {"ticket": {"number": "A1"}}),
        answering("200 OK", ticket(number="")),
        answering("200 OK", ticket(number=1)),
        answering("200 OK", ticket(number="A" * 65)),
        answering("200 OK", ticket(number="A\n1")),
        answering("200 OK", ticket(counter=["3"])),
        answering("200 OK", ticket(waiting=-1)),
        answering("200 OK", ticket(waiting=True)),
        answering("200 OK", ticket(waiting=1.5)),
        answering("200 OK", ticket(waiting=10**40)),
        answering("200 OK", {"reason": "cancelled"}),
        answering("201 Created", TICKET),
        answering("204 No Content", None),
        answering("301 Moved Permanently", None, "Location: https://127.0.0.1:1/"),
        answering("307 Temporary Redirect", TICKET, "Location: /v1/branches/0571/check-ins"),
        answering("401 Unauthorized", TICKET, 'WWW-Authenticate: Basic realm="bank"'),
        answering("403 Forbidden", {"reason": "cancelled"}),
        answering("409 Conflict", {"reason": "becauseISaySo"}),
        answering("409 Conflict", {"reason": ["cancelled"]}),
        answering("409 Conflict", TICKET),
        answering("500 Internal Server Error", TICKET),
        answering("503 Service Unavailable", TICKET, "Retry-After: 99999"),
        answering("200 OK", None, "Content-Encoding: gzip", raw=gzip.compress(json.dumps(TICKET).encode())),
        endlessly(b"HTTP/1.1 200 OK\r\n\r\n", b" " * 4096),
        endlessly(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b" " * 4096 + b"\r\n"),
        endlessly(b"HTTP/1.1 200 OK\r\n", b"X-More: and more\r\n"),
        lambda connection, _: connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
        lambda connection, _: connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{"),
        lambda connection, _: connection.unwrap(),
    ],
)
def test_what_is_no_answer(stand: Stand, bank: HttpBank, behave: Behaviour) -> None:
    def once(connection: ssl.SSLSocket, ended: threading.Event) -> None:
        behave(connection, ended)
        connection.close()

    stand.behave = once
    with pytest.raises(BankUnreachableError) as caught:
        bank.check_in(REQUEST)
    assert "secret" not in str(caught.value)
    assert len(stand.requests) == 1


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(
    "behave",
    [
        lambda _, ended: ended.wait(),
        endlessly(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n", b"X", 0.05),
        endlessly(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", b" ", 0.05),
        endlessly(b"", b"H", 0.05),
    ],
    ids=["silent", "headSlowly", "bodySlowly", "statusSlowly"],
)
def test_a_bank_that_never_gets_done(stand: Stand, bank: HttpBank, behave: Behaviour) -> None:
    stand.behave = behave
    began = time.monotonic()
    assert told(bank) is None
    assert time.monotonic() - began < 4 * line.TOTAL_S


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("dripped", [b"", b"\x16\x03\x03\x40\x00"], ids=["silent", "slowly"])
def test_a_handshake_that_never_ends(make: Callable[..., HttpBank], dripped: bytes) -> None:
    """Anybody on the network can do this, without any certificate."""
    ended = threading.Event()

    def drip() -> None:
        with suppress(OSError):
            plain, _ = listening.accept()
            with plain:
                plain.sendall(dripped)
                while not ended.wait(0.05):
                    plain.sendall(b"\x02" if dripped else b"")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=drip)
        thread.start()
        began = time.monotonic()
        assert told(make(port=listening.getsockname()[1])) is None
        assert time.monotonic() - began < 4 * line.TOTAL_S
        ended.set()
        thread.join()


def test_a_server_of_another_authority_hears_nothing(stand: Stand, make: Callable[..., HttpBank]) -> None:
    assert told(make(ca="stranger")) is None
    assert stand.requests == []


def test_a_server_of_another_name_hears_nothing(pki: Path, make: Callable[..., HttpBank]) -> None:
    elsewhere = Stand(pki, "elsewhere")
    try:
        assert told(make(ca="elsewhere", port=elsewhere.port)) is None
        assert elsewhere.requests == []
    finally:
        elsewhere.stop()


def test_a_kiosk_that_the_bank_does_not_know(stand: Stand, make: Callable[..., HttpBank]) -> None:
    stand.behave = answering("200 OK", TICKET)
    assert told(make(client="stranger")) is None
    assert stand.requests == []


def test_nobody_there(make: Callable[..., HttpBank]) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        assert told(make(port=reserved.getsockname()[1])) is None


def test_lost_certificate_files(make: Callable[..., HttpBank]) -> None:
    assert told(make(client="gone")) is None
    assert told(make(ca="gone")) is None


def test_the_environment_changes_nothing(
    stand: Stand, bank: HttpBank, monkeypatch: pytest.MonkeyPatch, pki: Path
) -> None:
    """Neither a proxy nor another authority comes between the terminal and its bank."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(pki / "stranger.pem"))
    stand.behave = answering("200 OK", TICKET)
    assert told(bank) is not None


def test_a_bank_that_comes_back_and_the_log_of_it(
    stand: Stand, bank: HttpBank, caplog: pytest.LogCaptureFixture
) -> None:
    """Lost once, back once; what the customer held up is in neither."""
    caplog.set_level(logging.INFO)
    for behave in [answering("500 X", None)] * 3 + [answering("200 OK", TICKET)] * 2:
        stand.behave = behave
        told(bank)
    assert [record.levelname for record in caplog.records if record.name == "drivers.bank_http"] == ["WARNING", "INFO"]
    assert "secret" not in caplog.text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    raw=st.binary(max_size=200), status=st.sampled_from(["200 OK", "409 Conflict", "202 Accepted", "102 Processing"])
)
def test_arbitrary_bytes_are_no_answer(stand: Stand, bank: HttpBank, raw: bytes, status: str) -> None:
    def behave(connection: ssl.SSLSocket, _: threading.Event) -> None:
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(raw)}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode() + raw)
        connection.close()

    stand.behave = behave
    assert told(bank) is None
