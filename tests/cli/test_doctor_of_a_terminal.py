"""What `kiosk doctor` says of a terminal's certificate and journal, and of the SQLite under it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import NameOID

import drivers
from drivers.simulated.voice import SilentVoice
from drivers.voice_espeak import EspeakVoice
from kiosk import doctor
from kiosk.core.clock import SystemClock
from kiosk.core.entries import VisitBegan
from kiosk.doctor import Finding, examine_terminal, has_wal_reset_bug
from kiosk.record import layout
from kiosk.record.identity import Identity, make_key
from kiosk.record.journal import current_file
from kiosk.settings import Settings, parse
from kiosk.wiring.journal import open_journal


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return terminal(tmp_path)


@pytest.fixture(autouse=True)
def only_what_is_examined_here(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("journal", "journal's room", "certificate", "clocks", "voice")
    examined = {name: doctor._TERMINAL[name] for name in names}
    monkeypatch.setattr(doctor, "_TERMINAL", examined)


def terminal(folder: Path, tables: dict[str, Any] | None = None, **keys: Any) -> Settings:
    pair = {"certificate": "identity.pem", "key": "identity.pem"}
    tables = {
        "terminal": {"id": "0571-3", "branch": "0571", "bank": "bank", **keys},
        "central": {"url": "https://127.0.0.1:9", "ca": "ca.pem", **pair},
        **(tables or {}),
    }
    return parse(tables, folder)


def found(settings: Settings) -> dict[str, Finding]:
    return {finding.what: finding for finding in examine_terminal(settings)}


def certify(settings: Settings, *, begun: timedelta, ends: timedelta) -> None:
    """A certificate that began so long ago, and ends in so long."""
    key, now = make_key(), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "0571-3")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now - begun).not_valid_after(now + ends)
    identity = Identity(key, builder.sign(key, hashes.SHA256()))
    identity.save(settings.central.certificate, settings.central.key)


def journal(settings: Settings, records: int = 20) -> Path:
    with closing(open_journal(settings, SystemClock())) as opened:
        for number in range(records):
            opened.append(VisitBegan("en"), visit=f"v{number}")
        opened.append(VisitBegan("en"), visit="last").result(10)
    path = current_file(layout(settings.terminal.state).journal)
    assert path is not None
    return path


def test_a_certificate_with_time_left_is_ready_and_its_end_is_said(settings: Settings) -> None:
    certify(settings, begun=timedelta(days=20), ends=timedelta(days=10, minutes=1))
    said = found(settings)["certificate"]
    assert (said.ok, said.mend) == (True, "")
    assert f"{datetime.now(UTC) + timedelta(days=10):%Y-%m-%d}, 10 days" in said.says


def test_a_certificate_that_should_have_been_renewed_is_a_finding(settings: Settings) -> None:
    certify(settings, begun=timedelta(days=25, minutes=1), ends=timedelta(days=5, minutes=-1))
    said = found(settings)["certificate"]
    assert not said.ok
    assert "kiosk sync" in said.mend


def test_a_certificate_of_a_week_is_not_late_on_its_third_day(settings: Settings) -> None:
    certify(settings, begun=timedelta(days=3), ends=timedelta(days=4))
    assert found(settings)["certificate"].ok


def test_a_certificate_that_ended_is_a_finding(settings: Settings) -> None:
    certify(settings, begun=timedelta(days=31), ends=timedelta(minutes=-1))
    said = found(settings)["certificate"]
    assert not said.ok
    assert said.says.startswith("ended on")


def test_a_key_that_others_read_or_that_is_not_the_certificates_is_a_finding(settings: Settings) -> None:
    certify(settings, begun=timedelta(), ends=timedelta(days=30))
    settings.central.key.chmod(0o644)
    assert "open to others" in found(settings)["certificate"].says
    settings.central.key.chmod(0o600)
    certificate = settings.central.certificate.read_bytes().partition(b"-----BEGIN CERTIFICATE-----")
    certify(settings, begun=timedelta(), ends=timedelta(days=30))
    another = settings.central.key.read_bytes().partition(b"-----BEGIN CERTIFICATE-----")[0]
    settings.central.key.write_bytes(another + certificate[1] + certificate[2])
    assert "is not the key of" in found(settings)["certificate"].says


def test_a_whole_journal_is_verified(settings: Settings) -> None:
    journal(settings)
    said = found(settings)["journal"]
    assert said.ok, said
    assert said.says == "23 records verified"  # opened, 21 visits, closed


def test_a_changed_record_is_a_finding(settings: Settings) -> None:
    with closing(sqlite3.connect(journal(settings))) as file, file:
        file.execute("UPDATE rec SET body=CAST(replace(body, 'v7', 'v8') AS BLOB) WHERE seq=9")
    said = found(settings)["journal"]
    assert not said.ok
    assert said.mend


def test_a_journal_that_was_found_damaged_is_a_finding_though_it_may_verify(settings: Settings) -> None:
    path = journal(settings)
    path.with_name("damaged").write_text(path.stem)
    assert found(settings)["journal"].says == "an old record was found damaged"
    path.with_name("damaged").write_text("0123456789abcdef")  # another epoch, long given up
    assert found(settings)["journal"].ok


def test_files_of_which_none_is_named_are_no_journal_not_begun(settings: Settings) -> None:
    path = journal(settings)
    path.with_name("current").unlink()
    assert not found(settings)["journal"].ok


def test_the_room_in_use_is_said_and_much_of_it_is_a_finding(tmp_path: Path, settings: Settings) -> None:
    assert found(settings)["journal's room"].says == "nothing is used yet"
    journal(settings)
    said = found(settings)["journal's room"]
    assert said.ok
    assert "0% of 2048 MiB" in said.says
    assert "central.cosigner" in said.mend  # of which there is none here
    layout(settings.terminal.state).journal.joinpath("older.db").write_bytes(b"\0" * 2**20 * 9)
    said = found(terminal(tmp_path, journal_mb=10))["journal's room"]
    assert not said.ok
    assert said.says.startswith("91% of 10 MiB") or said.says.startswith("92% of 10 MiB")


def test_a_warning_that_leaves_less_time_than_wcag_asks_for_is_a_finding(tmp_path: Path, settings: Settings) -> None:
    assert found(settings)["clocks"].ok
    for key in ("countdown_s", "large_countdown_s"):
        said = found(terminal(tmp_path, {"visit": {key: 19}}))["clocks"]
        assert not said.ok
        assert "20 s" in said.mend
        assert found(terminal(tmp_path, {"visit": {key: 20}}))["clocks"].ok


def test_a_voice_whose_engine_is_missing_is_a_finding(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(settings)["voice"].says == "none: nothing is read aloud"
    named = terminal(tmp_path, {"devices": {"voice": "voice_espeak"}})
    monkeypatch.setattr(drivers, "factory", lambda name: lambda: EspeakVoice(("/no/such/espeak",)))
    said = found(named)["voice"]
    assert not said.ok
    assert "accessibility.md" in said.mend
    monkeypatch.setattr(drivers, "factory", lambda name: SilentVoice)
    assert found(named)["voice"].ok


@pytest.mark.parametrize(
    ("version", "has"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 0), True),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
    ],
)
def test_the_versions_of_sqlite_that_have_the_bug(version: tuple[int, int, int], has: bool) -> None:
    assert has_wal_reset_bug(version) is has
