"""The centre, or who pretends to be it, means ill: trouble is said and journalled, nothing lost, memory bounded."""

from __future__ import annotations

import gzip
import json
import socket
import ssl
import threading
import time
import tracemalloc
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from record_authority import Authority
from record_centre import Centre, Misbehaviour, Request
from record_desk import ManualClock, OpenJournal
from record_sync import DESIRED_KEY, OpenUplink, document, says, visits

from kiosk.core.entries import ConfigApplied, SyncTroubled
from kiosk.record import checkpoint, desired, layout
from kiosk.record.checkpoint import Checkpoint, Ed25519Signer
from kiosk.record.desired import LONGEST, DesiredStore
from kiosk.record.journal import SqliteJournal
from kiosk.record.reader import JournalReader
from kiosk.record.syncstate import SyncTrouble, journal_reports
from kiosk.record.troubles import TELLING_S
from kiosk.record.uplink import DESIRED_EVERY_S, SLOW_S, Uplink, mutual_tls
from kiosk.settings import Settings, parse

MOST_MEMORY: Final = 8 * 2**20
TIMEOUT_S: Final = 0.2


@pytest.fixture
def bank(tmp_path: Path) -> Authority:
    return Authority.make(tmp_path / "bank", "Bank CA")


@pytest.fixture
def secure(bank: Authority) -> Iterator[Callable[..., Centre]]:
    """Centres over TLS, each with a certificate of the given authority."""
    running: list[Centre] = []

    def start(of: Authority, ends: timedelta = timedelta(hours=1), name: str = "centre") -> Centre:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*of.issue(name, ends))
        running.append(Centre(context))
        return running[-1]

    yield start
    for centre in running:
        centre.close()


@pytest.fixture
def connect(open_uplink: OpenUplink, bank: Authority) -> Callable[[Centre], Uplink]:
    """An uplink as it is in a terminal."""

    def to(centre: Centre) -> Uplink:
        certificate, key = bank.issue("0571-3")
        files = {"ca": bank.ca, "certificate": certificate, "key": key}
        return open_uplink(url=centre.url, connect=mutual_tls, timeout_s=TIMEOUT_S, **files)

    return to


@pytest.fixture
def journal(open_journal: OpenJournal) -> SqliteJournal:
    opened = open_journal()
    visits(opened)
    return opened


def journalled(journal: SqliteJournal, tmp_path: Path) -> list[dict[str, Any]]:
    """What sync had journalled: type and data."""
    from_record = journal.size
    journal_reports(layout(tmp_path).reports, journal)
    with JournalReader(layout(tmp_path).journal / f"{journal.epoch}.db") as reader:
        rows = reader.db.execute("SELECT body FROM rec WHERE seq>? ORDER BY seq", (from_record,)).fetchall()
    return [json.loads(body) for (body,) in rows]


def outlived(uplink: Uplink, journal: SqliteJournal, centre: Centre, clock: ManualClock) -> None:
    """When the centre is itself again, everything arrives, once."""
    centre.misbehave.clear()
    visits(journal)
    end = clock.monotonic() + 2 * SLOW_S
    while len(centre.bodies) < journal.size or uplink.state.acked != journal.size:
        assert clock.monotonic() < end, uplink.state.trouble
        clock.pass_by(uplink.step() or 0.01)
    numbers = [json.loads(body)["sequence"] for body in centre.bodies]
    assert numbers == [f"{number:010}" for number in range(1, journal.size + 1)]


# Who it is


def test_a_centre_of_another_authority_is_said_and_journalled(
    journal: SqliteJournal, secure: Callable[..., Centre], connect: Callable[[Centre], Uplink], tmp_path: Path
) -> None:
    centre = secure(Authority.make(tmp_path / "stranger", "Bank CA"))
    uplink = connect(centre)
    uplink.step()
    assert (uplink.state.trouble, uplink.state.acked) == (SyncTrouble.CERTIFICATE, 0)
    assert not centre.requests
    (record,) = journalled(journal, tmp_path)
    assert (record["type"], record["data"]) == (SyncTroubled.TYPE, {"trouble": "certificate"})


def test_a_centre_whose_certificate_has_ended_hears_nothing(
    journal: SqliteJournal,
    secure: Callable[..., Centre],
    connect: Callable[[Centre], Uplink],
    bank: Authority,
) -> None:
    centre = secure(bank, ends=-timedelta(days=1))
    uplink = connect(centre)
    uplink.step()
    assert (uplink.state.trouble, uplink.state.acked) == (SyncTrouble.CERTIFICATE, 0)
    assert not centre.requests


# What it answers


def endless_body(_: Centre, request: Request) -> None:
    pour(request, b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65536)


def endless_header(_: Centre, request: Request) -> None:
    pour(request, b"HTTP/1.1 200 OK\r\nX-Long: ", b"x" * 65536)


def endless_headers(_: Centre, request: Request) -> None:
    pour(request, b"HTTP/1.1 200 OK\r\n", b"X-More: and more\r\n" * 1000)


def endless_continue(_: Centre, request: Request) -> None:
    pour(request, b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)


def chunks(size: bytes, more: bytes) -> Misbehaviour:
    """A body in chunks, the first of this size in its own word."""
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + size
    return lambda _, request: pour(request, head, more)


def breaks_off(_: Centre, request: Request) -> None:
    request.hang_up()
    request.handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}")


def pour(request: Request, head: bytes, more: bytes) -> None:
    """Send without an end."""
    request.hang_up()
    try:
        request.handler.wfile.write(head)
        while True:
            request.handler.wfile.write(more)
    except OSError:
        pass


def compressed(encoding: str, bomb: bytes) -> Misbehaviour:
    return lambda _, request: request.answer(200, bomb, Content_Encoding=encoding)


def bombs() -> list[Any]:
    """Small bodies that would be large: 64 MiB of zeros."""
    zeros = bytes(2**20)
    squeezed = zstandard.ZstdCompressor(level=3).compressobj()
    as_zstd = b"".join(squeezed.compress(zeros) for _ in range(64)) + squeezed.flush()
    as_gzip = gzip.compress(bytes(2**26), 1)
    return [
        pytest.param((compressed("zstd", as_zstd), SyncTrouble.BAD_ANSWER), id="zstd"),
        pytest.param((compressed("gzip", as_gzip[: 2**19]), SyncTrouble.BAD_ANSWER), id="gzip"),
        pytest.param((compressed("deflate, gzip", as_gzip[:60_000]), SyncTrouble.BAD_ANSWER), id="several"),
    ]


ENDLESS: Final = [
    pytest.param((endless_body, SyncTrouble.BAD_ANSWER), id="body"),
    pytest.param((endless_header, SyncTrouble.UNREACHABLE), id="header"),
    pytest.param((endless_headers, SyncTrouble.UNREACHABLE), id="headers"),
    pytest.param((endless_continue, SyncTrouble.UNREACHABLE), id="continue"),
    pytest.param((chunks(b"-1\r\n", b"x" * 65536), SyncTrouble.BAD_ANSWER), id="chunk of no size"),
    pytest.param((chunks(b"f" * 60_000 + b"\r\n", b"x" * 65536), SyncTrouble.BAD_ANSWER), id="chunk of any size"),
    pytest.param((chunks(b"", b"f" * 65536), SyncTrouble.UNREACHABLE), id="size of a chunk"),
    pytest.param((chunks(b"2\r\n{}\r\n0\r\n", b"X-More: more\r\n" * 1000), SyncTrouble.UNREACHABLE), id="trailers"),
    pytest.param((breaks_off, SyncTrouble.UNREACHABLE), id="breaks off"),
]
DEEP: Final = [
    pytest.param((says(200, b"[" * 60_000), SyncTrouble.BAD_ANSWER), id="deep"),
    pytest.param((says(200, b'{"acked":' + b"9" * 60_000 + b"}"), SyncTrouble.BAD_ANSWER), id="long number"),
    pytest.param((says(200, b'{"acked":1e400,"root":NaN}'), SyncTrouble.BAD_ANSWER), id="no number"),
]


@pytest.mark.parametrize("case", [*ENDLESS, *bombs(), *DEEP])
def test_an_answer_without_end_or_measure_costs_little_and_is_outlived(
    journal: SqliteJournal,
    secure: Callable[..., Centre],
    connect: Callable[[Centre], Uplink],
    bank: Authority,
    case: tuple[Misbehaviour, SyncTrouble],
) -> None:
    fault, trouble = case
    centre = secure(bank)
    uplink = connect(centre)
    centre.misbehave.append(fault)
    tracemalloc.start()
    try:
        began = time.monotonic()
        uplink._guard(uplink._events, uplink._send_current)
        took_s = time.monotonic() - began
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (uplink.state.acked, uplink._events.trouble) == (0, trouble)
    assert most < MOST_MEMORY
    assert took_s < 20 * TIMEOUT_S


@pytest.mark.parametrize("piece", [b"H", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"], ids=["header", "body"])
def test_an_answer_that_drips_does_not_hold_the_terminal(
    journal: SqliteJournal,
    secure: Callable[..., Centre],
    connect: Callable[[Centre], Uplink],
    bank: Authority,
    piece: bytes,
) -> None:
    """A byte now and then would reset every time-out of a single wait."""
    enough = threading.Event()

    def drips(_: Centre, request: Request) -> None:
        request.hang_up()
        try:
            request.handler.wfile.write(piece)
            while not enough.wait(TIMEOUT_S / 4):
                request.handler.wfile.write(b"x")
        except OSError:
            pass

    centre = secure(bank)
    uplink = connect(centre)
    centre.misbehave.extend([drips])
    began = time.monotonic()
    uplink._guard(uplink._events, uplink._send_current)
    took_s = time.monotonic() - began
    enough.set()
    assert uplink._events.trouble is SyncTrouble.UNREACHABLE
    assert took_s < 12 * TIMEOUT_S


def test_who_never_speaks_is_given_up(
    journal: SqliteJournal, open_uplink: OpenUplink, bank: Authority, clock: ManualClock
) -> None:
    """A port that takes connections and says nothing: no handshake."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        certificate, key = bank.issue("0571-3")
        url = f"https://127.0.0.1:{silent.getsockname()[1]}"
        files = {"ca": bank.ca, "certificate": certificate, "key": key}
        uplink = open_uplink(url=url, connect=mutual_tls, timeout_s=TIMEOUT_S, **files)
        uplink.step()
    assert uplink.state.trouble in (SyncTrouble.UNREACHABLE, SyncTrouble.CERTIFICATE)
    assert uplink.state.acked == 0


def test_a_redirect_takes_no_record_elsewhere_and_is_journalled_when_it_stays(
    journal: SqliteJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock, tmp_path: Path
) -> None:
    elsewhere = Centre()
    centre.misbehave.extend([says(307, {}, Location=f"{elsewhere.url}/v1/steal")] * 400)
    uplink = open_uplink()
    began = clock.monotonic()
    while clock.monotonic() < began + TELLING_S + SLOW_S:
        clock.pass_by(uplink.step() or 0.01)
    assert not elsewhere.requests
    elsewhere.close()
    (record,) = journalled(journal, tmp_path)
    assert record["data"] == {"trouble": "badAnswer"}
    outlived(uplink, journal, centre, clock)


# What it vouches for


def cosigned_by(signer: Ed25519Signer, name: str, **changes: Any) -> Misbehaviour:
    """An acknowledgement of everything, cosigned by somebody."""

    def answer(_: Centre, request: Request) -> None:
        if request.method != "POST":
            request.answer(404, {})
            return
        note = checkpoint.Note.parse(b64decode(request.headers["Checkpoint"]))
        said = Checkpoint.parse(note.text)
        state = Checkpoint(changes.get("origin", said.origin), changes.get("acked", said.size), said.root)
        signed = checkpoint.cosign(checkpoint.sign(state, signer), name, signer, 1_700_000_000)
        root = b64encode(state.root).decode()
        request.answer(200, {"acked": state.size, "root": root, "cosigned": b64encode(signed).decode()})

    return answer


STRANGER: Final = Ed25519Signer(Ed25519PrivateKey.from_private_bytes(bytes(32)))


@pytest.mark.parametrize(
    "who",
    [
        lambda centre: cosigned_by(STRANGER, centre.cosigner.name),
        lambda centre: cosigned_by(STRANGER, "other.example/cosigner"),
        lambda centre: cosigned_by(centre.signer, centre.cosigner.name, origin="bank.example/kiosk/0571-4/7f3a"),
    ],
    ids=["a stranger in its name", "another's name", "another terminal's"],
)
def test_another_s_cosignature_acknowledges_nothing(
    journal: SqliteJournal,
    open_uplink: OpenUplink,
    centre: Centre,
    clock: ManualClock,
    who: Callable[[Centre], Misbehaviour],
) -> None:
    uplink = open_uplink()
    centre.misbehave.extend([who(centre)] * 2)
    uplink.step()
    assert (uplink.state.trouble, uplink.state.acked) == (SyncTrouble.NOT_COSIGNED, 0)
    outlived(uplink, journal, centre, clock)


def test_more_acknowledged_than_there_is_is_said_and_nothing_is_let_go(
    journal: SqliteJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock, tmp_path: Path
) -> None:
    uplink = open_uplink()
    centre.misbehave.extend([cosigned_by(centre.signer, centre.cosigner.name, acked=2**62)] * 2)
    uplink.step()
    assert uplink.state.trouble is SyncTrouble.ROLLED_BACK
    (record,) = journalled(journal, tmp_path)
    assert record["data"] == {"trouble": "rolledBack"}
    outlived(uplink, journal, centre, clock)


@pytest.mark.parametrize(
    "extra",
    [
        {"flush_s": 1e308, "max_batch": 10**30, "config": 2**62},
        {"flush_s": -1, "max_batch": 0, "config": -1},
        {"flush_s": float("nan"), "max_batch": 1, "config": "42"},
        {"flush_s": "soon", "max_batch": True, "config": None},
        {"flush_s": [], "max_batch": {}, "config": [[]]},
    ],
)
def test_absurd_wishes_are_bounded(
    journal: SqliteJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock, extra: dict[str, Any]
) -> None:
    centre.extra = extra
    uplink = open_uplink()
    for _ in range(3):
        visits(journal, 60)
        outlived(uplink, journal, centre, clock)
    assert len(centre.posts()) < 30
    assert all(request.method == "POST" for request in centre.requests[3:]), "asked for the state once"


# What it wants the terminal to be


def refusals(journal: SqliteJournal, tmp_path: Path) -> list[Any]:
    return [record["data"] for record in journalled(journal, tmp_path) if record["type"] == ConfigApplied.TYPE]


def test_an_old_desired_state_replayed_is_refused_and_journalled(
    journal: SqliteJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock, tmp_path: Path
) -> None:
    centre.desired = (42, document(42))
    uplink = open_uplink()
    uplink.step()
    centre.desired = (41, document(41))  # genuine once: a notice or a revocation would be taken back
    clock.pass_by(DESIRED_EVERY_S)
    uplink.step()
    kept = DesiredStore(layout(tmp_path).desired, [DESIRED_KEY], "0571-3", clock).current()
    assert kept is not None
    assert kept.version == 42
    (refused,) = refusals(journal, tmp_path)
    assert refused == {"version": 41, "ok": False, "reason": "older: 42 is kept"}


def own_settings(folder: Path) -> Settings:
    central = {"url": "https://127.0.0.1", "ca": "ca.pem", "certificate": "kiosk.pem", "key": "kiosk.key"}
    return parse({"terminal": {"id": "0571-3", "branch": "0571", "bank": "bank.example"}, "central": central}, folder)


@pytest.mark.parametrize(
    "case",
    [
        (desired.sign({"version": 43}, DESIRED_KEY.name, STRANGER), "forged"),
        (desired.sign({"version": 43}, "other.example/desired", STRANGER), "unknownKey"),
        (b"[" * LONGEST, "malformed: not JSON"),
        (document(43, settings={"central": {"url": "https://evil.example"}}), "malformed: settings: central is not"),
        (document(43, settings={"visit": {"idle_s": -1}}), "malformed: settings: visit.idle_s must be"),
    ],
    ids=["signature", "key", "nonsense", "settings it may not set", "settings that are none"],
)
def test_a_desired_state_that_is_not_the_banks_or_no_good_changes_nothing_and_is_journalled(
    journal: SqliteJournal, open_uplink: OpenUplink, centre: Centre, tmp_path: Path, case: tuple[bytes, str]
) -> None:
    foul, reason = case
    centre.desired = (43, foul)
    open_uplink(settings=own_settings(tmp_path)).step()
    assert not layout(tmp_path).desired.exists()
    (refused,) = refusals(journal, tmp_path)
    assert refused["ok"] is False
    assert refused["reason"].startswith(reason)


def test_fraud_rules_that_are_refused_are_not_fetched_again_and_the_heartbeat_says_so(
    journal: SqliteJournal, open_uplink: OpenUplink, centre: Centre, clock: ManualClock, tmp_path: Path
) -> None:
    centre.desired = (42, document(42))
    uplink = open_uplink(status_s=60)
    uplink.step()
    centre.desired = (43, document(43, fraud={"rules": "none"}))
    for _ in range(4):
        clock.pass_by(DESIRED_EVERY_S)
        uplink.step()
    while not centre.statuses:
        clock.pass_by(uplink.step())
    asked = [
        one.headers.get("If-None-Match")
        for one in centre.requests
        if one.path.endswith("/desired") and one.method == "GET"
    ]
    assert asked[:2] == [None, '"42"']
    assert len(asked) >= 4
    assert set(asked[2:]) == {'"43"'}, "it has that version"
    kept = DesiredStore(layout(tmp_path).desired, [DESIRED_KEY], "0571-3", clock).current()
    assert kept is not None
    assert (kept.version, kept.fraud_version) == (43, 42)
    assert (centre.statuses[-1]["config"], centre.statuses[-1]["fraud_config"]) == (43, 42)


def test_a_desired_state_too_long_to_be_read_is_not_read(
    journal: SqliteJournal, open_uplink: OpenUplink, centre: Centre, tmp_path: Path
) -> None:
    centre.desired = (43, document(43) + b" " * 2**24)
    uplink = open_uplink()
    tracemalloc.start()
    try:
        uplink.step()
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert uplink.state.trouble is SyncTrouble.BAD_ANSWER
    assert most < MOST_MEMORY + 2**24, "the centre of the test is in this process, too"
    assert not layout(tmp_path).desired.exists()
