"""Whom the uplink talks to: the pinned authority's centre, over TLS 1.3, with the terminal's own certificate."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from record_authority import Authority
from record_centre import Centre
from record_desk import ManualClock, OpenJournal

from kiosk.record.syncstate import SyncTrouble
from kiosk.record.uplink import SyncConfig, Uplink, mutual_tls

Serve = Callable[..., Centre]


@pytest.fixture
def bank(tmp_path: Path) -> Authority:
    return Authority.make(tmp_path / "bank", "Bank CA")


@pytest.fixture
def stranger(tmp_path: Path) -> Authority:
    return Authority.make(tmp_path / "stranger", "Stranger CA")


@pytest.fixture
def serve(bank: Authority) -> Iterator[Serve]:
    running: list[Centre] = []

    def start(of: Authority, *, version: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> Centre:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.maximum_version = version
        context.load_cert_chain(*of.issue("centre"))
        context.load_verify_locations(bank.ca)
        context.verify_mode = ssl.CERT_REQUIRED
        running.append(Centre(context))
        return running[-1]

    yield start
    for centre in running:
        centre.close()


Connect = Callable[[Centre, Path, tuple[Path, Path]], Uplink]


@pytest.fixture
def connect(serve: Serve, tmp_path: Path, clock: ManualClock) -> Iterator[Connect]:
    """An uplink to this centre that trusts this authority and shows this certificate; closed before the centre."""
    opened: list[Uplink] = []

    def make(centre: Centre, ca: Path, identity: tuple[Path, Path]) -> Uplink:
        config = SyncConfig(
            kiosk="0571-3",
            bank="bank.example",
            url=centre.url,
            ca=ca,
            certificate=identity[0],
            key=identity[1],
            state_dir=tmp_path,
            server_cosigner=str(centre.cosigner),
            timeout_s=2.0,
            status_s=float("inf"),
        )
        opened.append(Uplink(config, mutual_tls, clock))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


@pytest.fixture
def journalled(open_journal: OpenJournal) -> None:
    """A journal with one record, and a checkpoint."""
    open_journal()


@pytest.mark.usefixtures("journalled")
def test_both_sides_show_their_certificates(bank: Authority, serve: Serve, connect: Connect) -> None:
    centre = serve(bank)
    sync = connect(centre, bank.ca, bank.issue("0571-3"))
    sync.step()
    assert (sync.state.trouble, sync.state.acked) == (None, 1)
    ports = {request.handler.client_address for request in centre.requests}
    assert len(centre.requests) == 2
    assert len(ports) == 1, "one connection for all requests"


@pytest.mark.usefixtures("journalled")
def test_a_centre_of_another_authority_hears_nothing(
    bank: Authority, stranger: Authority, serve: Serve, connect: Connect
) -> None:
    centre = serve(stranger)
    sync = connect(centre, bank.ca, bank.issue("0571-3"))
    sync.step()
    assert (sync.state.trouble, sync.state.acked) == (SyncTrouble.CERTIFICATE, 0)
    assert not centre.requests


@pytest.mark.usefixtures("journalled")
def test_the_environment_cannot_widen_the_trust(
    bank: Authority, stranger: Authority, serve: Serve, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, str(stranger.ca))
    centre = serve(stranger)
    sync = connect(centre, bank.ca, bank.issue("0571-3"))
    sync.step()
    assert sync.state.trouble is SyncTrouble.CERTIFICATE
    assert not centre.requests


@pytest.mark.usefixtures("journalled")
def test_an_older_tls_is_not_spoken(bank: Authority, serve: Serve, connect: Connect) -> None:
    centre = serve(bank, version=ssl.TLSVersion.TLSv1_2)
    sync = connect(centre, bank.ca, bank.issue("0571-3"))
    sync.step()
    assert sync.state.trouble is SyncTrouble.CERTIFICATE
    assert not centre.requests


@pytest.mark.usefixtures("journalled")
def test_a_terminal_of_another_authority_is_turned_away(
    bank: Authority, stranger: Authority, serve: Serve, connect: Connect
) -> None:
    centre = serve(bank)
    sync = connect(centre, bank.ca, stranger.issue("0571-3"))
    sync.step()
    assert sync.state.trouble in (SyncTrouble.CERTIFICATE, SyncTrouble.UNREACHABLE)  # TLS 1.3 tells it late
    assert not centre.requests


@pytest.mark.usefixtures("journalled")
def test_a_renewed_certificate_is_taken_up(bank: Authority, serve: Serve, connect: Connect, clock: ManualClock) -> None:
    centre = serve(bank)
    certificate, key = bank.issue("0571-3")
    kept = certificate.read_bytes()
    certificate.unlink()
    sync = connect(centre, bank.ca, (certificate, key))
    sync.step()
    assert (sync.state.acked, sync.state.trouble) == (0, SyncTrouble.CERTIFICATE)
    certificate.write_bytes(kept)
    clock.pass_by(600)
    sync.step()
    assert (sync.state.acked, sync.state.trouble) == (1, None)
