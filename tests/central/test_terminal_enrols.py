"""A terminal enrols itself at the real service over real TLS, whatever goes wrong in between, and renews in time."""

from __future__ import annotations

import itertools
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from central_process import Process
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select, update

from central import tables
from central.service import Service
from kiosk.core.ports import Clock
from kiosk.enrol import enrol
from kiosk.record import enrolment, identity
from kiosk.record.checkpoint import Ed25519Signer
from kiosk.record.enrolment import EnrolmentError, Renewer, due
from kiosk.record.identity import Identity, IdentityError
from kiosk.record.slip import Slip, SlipError
from kiosk.settings import load

KIOSK = "0571-3"


class PowerCutError(OSError):
    """The power failed."""


class WallClock:
    """The real time, moved."""

    def __init__(self, off: timedelta = timedelta()) -> None:
        self.off = off

    def now(self) -> datetime:
        return datetime.now(UTC) + self.off

    def monotonic(self) -> float:
        raise NotImplementedError


NOW: Clock = WallClock()


@pytest.fixture(scope="module")
def central(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    process = Process(tmp_path_factory.mktemp("bank") / "data")
    yield process
    assert process.stop() == 0


@pytest.fixture
def bank(central: Process) -> Iterator[Service]:
    """The same folder, from the side of who prints slips."""
    with Service(central.data) as opened:
        yield opened


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    return tmp_path / "kiosk" / "kiosk.toml"


def slip(bank: Service, kiosk: str = KIOSK) -> Slip:
    return bank.enrolment.code(kiosk, "0571", timedelta(hours=1))


def asks(url: str, settings: Path) -> int:
    """What the bank answers to the terminal that these settings describe."""
    found = load(settings)
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(found.central.ca)
        session.cert = (str(found.central.certificate), str(found.central.key))
        return session.get(f"{url}/v1/kiosks/{found.terminal.id}/desired", timeout=10).status_code


def test_by_the_commands_alone(central: Process, settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from central.__main__ import main as at_the_bank
    from kiosk.__main__ import main

    data = ("--data", str(central.data))
    assert at_the_bank(["code", *data, "--kiosk", KIOSK]) == 0
    printed = capsys.readouterr().out
    line = next(line for line in printed.splitlines() if line.startswith("all in one"))
    assert main(["enrol", "--code", line.split()[-1], "--out", str(settings.parent), central.url]) == 0
    found = load(settings)
    assert (found.terminal.id, found.terminal.branch, found.terminal.bank) == (KIOSK, "0571", "demo")
    assert found.central.desired_keys
    assert asks(central.url, settings) == 200
    secret = found.central.key
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert sorted(path.name for path in settings.parent.iterdir()) == [
        "ca.pem",
        "identity.pem",
        "kiosk.toml",
        "provisioning.json",
    ]

    assert main(["enrol", "--code", line.split()[-1], "--out", str(settings.parent / "2"), central.url]) == 2
    assert "used already" in capsys.readouterr().err

    assert at_the_bank(["revoke", *data, "--kiosk", KIOSK]) == 0
    assert capsys.readouterr().out == "1 certificates revoked\n"
    assert at_the_bank(["revoke", *data, "--kiosk", "nobody"]) == 1
    assert line.split(":")[1] not in central.log


def test_what_was_typed_wrong_is_said_in_words(central: Process, bank: Service, settings: Path, tmp_path: Path) -> None:
    def says(why: str, url: str = central.url, *, clock: Clock = NOW, **said: str) -> None:
        code = said.pop("code", str(made))
        with pytest.raises((EnrolmentError, SlipError), match=why):
            enrol(url, code, settings, clock=clock, **said)
        assert not settings.exists()

    made = slip(bank)
    other = Slip(made.code[:-4] + ("4444" if made.code[-4:] != "4444" else "3333"), KIOSK, made.authority)
    says("does not know this code", code=str(other))
    says("not the authority on the slip", code=str(Slip(made.code, KIOSK, "4" * 24)))
    says("not the authority on the slip", code=f"{KIOSK}:{made.code}", authority="ab" * 32)
    says("fingerprint is missing", code=f"{KIOSK}:{made.code}")
    says("id is missing", code=made.code, authority=bank.authority.fingerprint)
    says("24 letters and digits", code="4444")
    says("for another terminal", kiosk="0571-9")
    says("must begin with https", central.url.replace("https", "http"))
    says("cannot be reached", "https://127.0.0.1:1")
    says("clock is 60 minutes behind", clock=WallClock(timedelta(hours=-1)))
    says("clock is 60 minutes ahead", clock=WallClock(timedelta(hours=1)))
    with Service(tmp_path / "other") as stranger:
        (tmp_path / "ca.pem").write_bytes(stranger.authority.certificate)
    with pytest.raises(EnrolmentError, match="not of the authority"):
        enrol(central.url, str(made), settings, ca=tmp_path / "ca.pem")

    enrol(central.url, str(made), settings)
    settings.unlink()
    says("used already")
    late = bank.enrolment.code(KIOSK, None, timedelta(seconds=-1))
    says("has expired", code=str(late))
    burnt = slip(bank)
    with bank.store.write() as connection:
        connection.execute(update(tables.enrolment_code).values(tries=10))
    says("tried too often", code=str(burnt))


def test_a_code_with_id_and_fingerprint_beside_it(central: Process, bank: Service, settings: Path) -> None:
    made = slip(bank)
    enrol(central.url, made.code.lower(), settings, KIOSK, authority=bank.authority.fingerprint)
    assert asks(central.url, settings) == 200


def test_the_authoritys_certificate_may_be_carried_there(
    central: Process, bank: Service, settings: Path, tmp_path: Path
) -> None:
    (tmp_path / "ca.pem").write_bytes(bank.authority.certificate)
    enrol(central.url, f"{KIOSK}:{slip(bank).code}", settings, ca=tmp_path / "ca.pem")
    assert asks(central.url, settings) == 200


def test_the_same_code_finishes_what_a_power_cut_interrupted(
    central: Process, bank: Service, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The power fails at each write in turn, the last time after all of them."""
    made = str(slip(bank))
    cuts = _cut_power(monkeypatch, enrolment, identity, __import__("kiosk.enrol").enrol)
    for write in range(1, 20):
        cuts(write)
        try:
            enrol(central.url, made, settings)
        except PowerCutError:
            continue
        break
    assert 4 < write < 10
    assert asks(central.url, settings) == 200


def _cut_power(monkeypatch: pytest.MonkeyPatch, *modules: object) -> Callable[[int], None]:
    """Lets a given write, counted from now, be the first that does not happen."""
    from kiosk.record.files import write_atomically

    left = [10**6]

    def failing(path: Path, data: bytes) -> None:
        left[0] -= 1
        if left[0] <= 0:
            raise PowerCutError
        write_atomically(path, data)

    for module in modules:
        monkeypatch.setattr(module, "write_atomically", failing)

    def after(writes: int) -> None:
        left[0] = writes

    return after


def test_settings_that_are_there_stay_and_name_the_files(central: Process, bank: Service, settings: Path) -> None:
    enrol(central.url, str(slip(bank)), settings)
    changed = settings.read_text(encoding="utf-8").replace('"identity.pem"', '"two.pem"', 1) + "[display]\n"
    settings.write_text(changed, encoding="utf-8")

    assert "differs" not in enrol(central.url, str(slip(bank)), settings)
    assert settings.read_text(encoding="utf-8") == changed
    assert (settings.parent / "two.pem").exists()
    assert asks(central.url, settings) == 200
    settings.write_text(changed.replace('branch = "0571"', 'branch = "0755"'), encoding="utf-8")
    assert "differs" in enrol(central.url, str(slip(bank)), settings)


_NUMBERS = itertools.count(100)


class Terminal:
    """A terminal that was enrolled some days ago, with one file for certificate and key, or two."""

    def __init__(self, bank: Service, url: str, folder: Path, days_ago: float, *, two: bool = False) -> None:
        self.kiosk = f"0571-{next(_NUMBERS)}"
        self.url, self.signer = url, Ed25519Signer(Ed25519PrivateKey.generate())
        self.ca, self.key = folder / "ca.pem", folder / "key.pem"
        self.certificate = folder / "leaf.pem" if two else self.key
        self.ca.write_bytes(bank.authority.certificate)
        then = datetime.now(UTC) - timedelta(days=days_ago)
        key = identity.make_key()
        with Service(bank.data, lambda: then) as past:
            past.enrol(self.kiosk, "0571", folder / "elsewhere", 30)
            with past.store.write() as connection:
                connection.execute(
                    update(tables.kiosk)
                    .where(tables.kiosk.c.kiosk == self.kiosk)
                    .values(log_key=b"\x01" + self.signer.public)
                )
            Identity(key, past.authority.sign(self.kiosk, key.public_key(), 30)).save(self.certificate, self.key)

    @property
    def serial(self) -> str:
        return Identity.load(self.certificate, self.key).serial

    def renews(self, *, refused: bool = False) -> object:
        renewer = Renewer(
            self.kiosk, self.url, self.ca, (self.certificate, self.key), log_signer=lambda: self.signer, clock=NOW
        )
        return renewer(refused)

    def status(self) -> int:
        with requests.Session() as session:
            session.trust_env = False
            session.verify, session.cert = str(self.ca), (str(self.certificate), str(self.key))
            return session.get(f"{self.url}/v1/kiosks/{self.kiosk}/desired", timeout=10).status_code


def test_a_certificate_is_renewed_after_a_third_of_its_life(central: Process, bank: Service, tmp_path: Path) -> None:
    early = Terminal(bank, central.url, tmp_path, 9.9)
    before = early.serial
    assert early.renews() is None
    assert early.serial == before

    timely = Terminal(bank, central.url, tmp_path, 13.1)
    entry = timely.renews()
    assert isinstance(entry, enrolment.CertificateRenewed)
    assert entry.serial == timely.serial
    assert timely.renews() is None
    assert timely.status() == 200
    with bank.store.read() as connection:
        assert entry.serial in connection.execute(select(tables.certificate.c.serial)).scalars().all()


def test_a_fleet_does_not_renew_in_one_hour(bank: Service) -> None:
    certificates = [bank.authority.sign(KIOSK, identity.make_key().public_key(), 30) for _ in range(40)]
    days = [(due(found) - found.not_valid_before_utc) / timedelta(days=1) for found in certificates]
    assert min(days) >= 10
    assert max(days) < 13.1
    assert max(days) - min(days) > 1


def test_an_expired_certificate_is_renewed_with_the_journals_key(
    central: Process, bank: Service, tmp_path: Path
) -> None:
    late = Terminal(bank, central.url, tmp_path, 119)
    assert late.renews() is not None
    assert late.status() == 200

    impostor = Terminal(bank, central.url, tmp_path, 40)
    impostor.signer = Ed25519Signer(Ed25519PrivateKey.generate())
    with pytest.raises(EnrolmentError, match="journal's pinned key"):
        impostor.renews()
    with pytest.raises(EnrolmentError, match="90 days"):
        Terminal(bank, central.url, tmp_path, 121).renews()


def test_a_revoked_terminal_renews_nothing(central: Process, bank: Service, tmp_path: Path) -> None:
    for days_ago in (15, 40):
        revoked = Terminal(bank, central.url, tmp_path, days_ago)
        bank.enrolment.revoke(revoked.kiosk)
        with pytest.raises(EnrolmentError, match="revoked"):
            revoked.renews(refused=True)


def test_sync_renews_with_the_journals_own_key(central: Process, bank: Service, settings: Path) -> None:
    """Asked as after a refusal, which only the journal's key can mend."""
    from kiosk.record import layout
    from kiosk.record.files import signer_from
    from kiosk.wiring.sync import renewal

    enrol(central.url, str(slip(bank)), settings)
    found = load(settings)
    before = found.central.certificate.read_bytes()
    renew = renewal(found)
    assert renew(False) is None
    with pytest.raises(FileNotFoundError, match=r"log\.key"):
        renew(True)
    signer = signer_from(layout(found.terminal.state).log_key)
    with bank.store.write() as connection:
        ours = update(tables.kiosk).where(tables.kiosk.c.kiosk == KIOSK)
        connection.execute(ours.values(log_key=b"\x01" + signer.public))
    assert renew(True) is not None
    assert found.central.certificate.read_bytes() != before
    assert asks(central.url, settings) == 200


@pytest.mark.parametrize("two", [False, True])
def test_a_power_cut_leaves_a_pair_that_works(
    central: Process, bank: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, two: bool
) -> None:
    cuts = _cut_power(monkeypatch, identity)
    for write in range(1, 5):
        terminal = Terminal(bank, central.url, tmp_path, 15, two=two)
        cuts(write)
        with suppress(PowerCutError):
            terminal.renews()
        cuts(10**6)
        identity.settle(terminal.certificate, terminal.key)
        assert terminal.status() == 200


def test_a_broken_pair_is_told(tmp_path: Path, bank: Service) -> None:
    one, other = tmp_path / "one.pem", tmp_path / "other.pem"
    for path in (one, other):
        key = identity.make_key()
        Identity(key, bank.authority.sign(KIOSK, key.public_key(), 1)).save(path, path)
    with pytest.raises(IdentityError, match="not the key"):
        Identity.load(one, other)
    with pytest.raises(IdentityError, match="FileNotFoundError"):
        Identity.load(tmp_path / "none", one)
    assert x509.load_pem_x509_certificate(one.read_bytes())
