"""Examines this machine and, with settings, this terminal: what is ready, what is missing, and how to mend it."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event
from time import sleep
from typing import Any

from kiosk.places import ASSETS, media_dir
from kiosk.settings import Settings, SettingsError, load

_WAL_RESET_BUG = ((3, 7, 0), (3, 51, 2))
"""The first and the last version of SQLite with the bug (sqlite.org/wal.html), but for those that it was mended in."""
_MENDED = ((3, 44, 6), (3, 50, 7))
_PACKAGES = "packaging/bootstrap setup, or: apt-get install fonts-noto-cjk"
_JOURNAL = "copy the folder away, tell head office; docs/operators.md has the next step"
LEAST_WARNING_S = 20
_VOICE_WITHIN_S = 0.5
"""A voice that has no engine, or no loudspeaker, fails sooner."""
_HEADSET_WITHIN_S = 0.5
"""A jack that is well tells nothing while nothing is plugged in."""
_EXTRAS = "card_pcsc comes with branch-kiosk[chip], card_sam with branch-kiosk[resident-id-reader]"
_SOON = timedelta(days=5)
"""A certificate of 30 days is renewed from the tenth day on: with so little left, something keeps it from being so."""


@dataclass(frozen=True)
class Finding:
    """One thing examined. `mend` says what to do where it is not ready; a thing that is only advised is still ok."""

    what: str
    ok: bool
    says: str
    mend: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The finding as JSON."""
        return asdict(self)

    def __str__(self) -> str:
        line = f"{'ready  ' if self.ok else 'MISSING'}  {self.what}: {self.says}"
        return f"{line}\n         -> {self.mend}" if self.mend else line


def examine(settings_path: Path | None) -> list[Finding]:
    """Examine the machine, and the terminal of these settings where they are given. Never raises."""
    findings = [_guarded(name, check) for name, check in _MACHINE.items()]
    if settings_path is None:
        return findings
    try:
        settings = load(settings_path)
    except SettingsError as error:
        return [*findings, Finding("settings", False, str(error), "correct the file; docs/settings.md lists every key")]
    return [*findings, Finding("settings", True, str(settings_path)), *examine_terminal(settings)]


def examine_terminal(settings: Settings) -> list[Finding]:
    """Examine the terminal of these settings. Never raises."""
    return [_guarded(name, partial(check, settings)) for name, check in _TERMINAL.items()]


def _guarded(name: str, check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except Exception as error:
        return Finding(name, False, f"{type(error).__name__}: {error}", "see the message")


# The machine


def _fonts() -> Finding:
    from kiosk.ui.app import fonts_ready, make_app

    app = make_app(["kiosk"], headless=True)
    missing = fonts_ready()
    del app
    return Finding("fonts", missing is None, missing or "the screens' font is installed", _PACKAGES if missing else "")


def _translations() -> Finding:
    folder = ASSETS / "i18n"
    missing = [source.stem for source in folder.glob("*.ts") if not source.with_suffix(".qm").is_file()]
    says = f"not compiled: {', '.join(missing)}" if missing else "compiled"
    return Finding("translations", not missing, says, "packaging/bootstrap setup" if missing else "")


def _models() -> Finding:
    from kiosk.vision.models import ModelError, open_model, read_manifest

    try:
        names = sorted(read_manifest())
        for name in names:
            open_model(name)
    except ModelError as error:
        return Finding("face models", False, str(error), "restore assets/models from the release")
    return Finding("face models", True, f"{', '.join(names)}, each by its SHA-256")


def _ocr() -> Finding:
    from kiosk.vision.ocr import RapidOcr

    RapidOcr()
    return Finding("document reader", True, "the OCR models load")


def _media() -> Finding:
    found = sorted(path.name for path in media_dir().glob("*") if path.is_file())
    says = f"{len(found)} files in {media_dir()}" if found else f"none in {media_dir()}; only the demo needs them"
    return Finding("demo media", True, says, "" if found else "packaging/bootstrap setup, before a demo")


def _shared_memory() -> Finding:
    from multiprocessing import shared_memory

    memory = shared_memory.SharedMemory(create=True, size=2**20)
    memory.close()
    memory.unlink()
    return Finding("shared memory", True, "the vision process can show its preview")


def _sqlite() -> Finding:
    says = sqlite3.sqlite_version
    if has_wal_reset_bug(sqlite3.sqlite_version_info):
        says += (
            " has the WAL-reset bug (sqlite.org/wal.html); the journal keeps to one writing connection, which it spares"
        )
    return Finding("SQLite", True, says)


def has_wal_reset_bug(version: tuple[int, int, int]) -> bool:
    """Whether two connections that write or checkpoint at once can damage a file in WAL mode."""
    first, last = _WAL_RESET_BUG
    mended = any(version[:2] == fix[:2] and version >= fix for fix in _MENDED)
    return first <= version <= last and not mended


def _drivers() -> Finding:
    import drivers

    names = drivers.names()
    return Finding(
        "drivers", bool(names), ", ".join(names) or "none is installed", "" if names else "install the package"
    )


# The terminal


def _state(settings: Settings) -> Finding:
    folder = settings.terminal.state
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryFile(dir=folder) as probe:
        probe.write(b"x")
        os.fsync(probe.fileno())
    free = os.statvfs(folder)
    free_mb = free.f_bavail * free.f_frsize // 2**20
    return Finding(
        "state folder", free_mb > 500, f"{folder}, {free_mb} MB free", "" if free_mb > 500 else "free some space"
    )


def _journal(settings: Settings) -> Finding:
    from kiosk.record import layout
    from kiosk.record.checkpoint import key_of
    from kiosk.record.journal import DAMAGED, current_file
    from kiosk.record.reader import JournalReader
    from kiosk.record.syncstate import SyncState
    from kiosk.record.verify import verify
    from kiosk.wiring.logkey import log_signer

    files = layout(settings.terminal.state)
    path = current_file(files.journal)
    if path is None:
        begun = any(files.journal.glob("*.db"))
        says = "`current` names none of its files" if begun else "not begun yet"
        return Finding("journal", not begun, says, _JOURNAL if begun else "")
    damaged = files.journal / DAMAGED
    if damaged.exists() and damaged.read_text().strip() == path.stem:
        return Finding("journal", False, "an old record was found damaged", _JOURNAL)
    with JournalReader(path) as reader:
        key = key_of(reader.origin, log_signer(settings))
    state = SyncState.load(files.sync)
    report = verify(path, key, state.anchor(key.name) if state.epoch == path.stem else None)
    says = f"{report.records} records verified" if report.ok else "; ".join(map(str, report.findings))
    return Finding("journal", report.ok, says, "" if report.ok else _JOURNAL)


def _room(settings: Settings) -> Finding:
    from kiosk.record import layout
    from kiosk.record.journal import current_file
    from kiosk.record.upkeep import DROPPING, FILLING, room_in, spare
    from kiosk.record.verify import open_for_reading

    folder = layout(settings.terminal.state).journal
    path = current_file(folder)
    if path is None:
        return Finding("journal's room", True, "nothing is used yet")
    with closing(open_for_reading(path)) as db:
        used = room_in(folder, settings.terminal.journal_mb * 2**20)(spare(db))
    says = f"{used:.0%} of {settings.terminal.journal_mb} MiB, or of what the disk has, is used"
    if not settings.central.cosigner:
        return Finding("journal's room", used < DROPPING, says, "without central.cosigner nothing is ever deleted")
    mend = "does sync reach the centre? Free the disk, or raise terminal.journal_mb"
    return Finding("journal's room", used < DROPPING, says, mend if used >= FILLING else "")


def _certificate(settings: Settings) -> Finding:
    from kiosk.record.identity import Identity

    central = settings.central
    if central.key.stat().st_mode & 0o077:
        return Finding("certificate", False, f"{central.key} is open to others", "chmod 600 the key")
    certificate = Identity.load(central.certificate, central.key).certificate
    until = certificate.not_valid_after_utc
    left = until - datetime.now(UTC)
    if left <= timedelta(0):
        mend = "run `kiosk sync`, which renews it up to 90 days after its end, or enrol this terminal again"
        return Finding("certificate", False, f"ended on {until:%Y-%m-%d}", mend)
    due = left < min(_SOON, (until - certificate.not_valid_before_utc) / 3)
    says = f"valid until {until:%Y-%m-%d}, {left.days} days"
    mend = f"does `kiosk sync` run, and may it write {central.key.parent}? It should have renewed it"
    return Finding("certificate", not due, says, mend if due else "")


def _desired(settings: Settings) -> Finding:
    from kiosk.core.clock import SystemClock
    from kiosk.record import layout
    from kiosk.record.checkpoint import VerifierKey
    from kiosk.record.desired import DesiredStore

    keys = tuple(VerifierKey.parse(key) for key in settings.central.desired_keys)
    path = layout(settings.terminal.state).desired
    state = DesiredStore(path, keys, settings.terminal.id, SystemClock(), settings).current()
    if state is None:
        return Finding("desired state", False, "none has come yet: no code can be verified", "run `kiosk sync`")
    if state.fraud_refused:
        held = "built-in ones" if state.fraud_version is None else f"those of version {state.fraud_version}"
        says = f"version {state.version}, but its fraud rules cannot be read ({state.fraud_refused}): {held} hold"
        return Finding("desired state", False, says, "have the centre publish rules that can be read")
    return Finding("desired state", True, f"version {state.version}, good until {state.not_after:%Y-%m-%d}")


def _central(settings: Settings) -> Finding:
    import requests

    central = settings.central
    try:
        answer = requests.get(
            f"{central.url}/healthz",
            cert=(str(central.certificate), str(central.key)),
            verify=str(central.ca),
            timeout=5,
            allow_redirects=False,
        )
    except requests.RequestException as error:
        return Finding("central service", False, f"{central.url}: {type(error).__name__}", "is the network up?")
    return Finding("central service", answer.ok, f"{central.url} answers {answer.status_code}")


def _named_drivers(settings: Settings) -> Finding:
    import drivers

    cameras, devices, documents = settings.cameras, settings.devices, settings.documents
    wanted = {
        cameras.code.driver,
        cameras.document.driver,
        cameras.face.driver,
        devices.bank,
        devices.printer,
        devices.voice,
        devices.headset,
    }
    wanted |= {documents.chip_reader, documents.resident_id_reader}
    failed = []
    for name in sorted(wanted - {"none"}):
        try:
            drivers.factory(name)
        except drivers.DriverError as error:
            failed.append(str(error))
    return Finding(
        "drivers named", not failed, "; ".join(failed) or "every driver named loads", _EXTRAS if failed else ""
    )


def _cameras(settings: Settings) -> Finding:
    named = {view: getattr(settings.cameras, view) for view in ("code", "document", "face")}
    missing = [f"{view} ({c.device})" for view, c in named.items() if _absent(c.driver, c.device)]
    says = f"not there: {', '.join(missing)}" if missing else "every camera is there"
    return Finding("cameras", not missing, says, "plug them in, or name others" if missing else "")


def _brand(settings: Settings) -> Finding:
    from kiosk.ui.brand import BrandError, load

    if not settings.display.brand:
        return Finding("brand", True, "our own")
    try:
        load(Path(settings.display.brand))
    except BrandError as error:
        return Finding("brand", False, str(error), "docs/brand.md says what a brand may be")
    return Finding("brand", True, "everybody can read it")


def _face_engine(settings: Settings) -> Finding:
    from kiosk.vision.embed import CalibrationError
    from kiosk.vision.engines import open_engine
    from kiosk.vision.models import ModelError

    face = settings.face
    try:
        engine = open_engine(face.engine, calibrations=Path(face.calibration) if face.calibration else None)
        threshold = engine.threshold(face.false_accept_rate)
    except (ModelError, CalibrationError) as error:
        return Finding("face engine", False, str(error), "docs/engines.md says how an engine is set up and calibrated")
    return Finding("face engine", True, f"{engine.name} accepts below {threshold:.3f}")


def _chip_reader(settings: Settings) -> Finding:
    import drivers
    from kiosk.documents.emrtd.errors import TrustStoreError
    from kiosk.documents.emrtd.trust import TrustStore

    documents = settings.documents
    if documents.chip_reader == "none":
        return Finding("chip reader", True, "none")
    reader = drivers.factory(documents.chip_reader)(documents.chip_reader_name)
    try:
        reader.connect(0.0)
        reader.close()
    except Exception as error:
        return Finding("chip reader", False, f"{type(error).__name__}: {error}", "plug it in; is pcscd running?")
    try:
        known = len(TrustStore.load(documents.csca).authorities)
    except (TrustStoreError, OSError) as error:
        return Finding("chip reader", False, f"the trust store: {error}", f"put the states' CSCA into {documents.csca}")
    says = f"ready; {known} signing authorities are believed"
    return Finding("chip reader", known > 0, says, "" if known else f"put the states' CSCA into {documents.csca}")


def _resident_id_reader(settings: Settings) -> Finding:
    import drivers

    documents = settings.documents
    if documents.resident_id_reader == "none":
        return Finding("resident-ID reader", True, "none")
    reader = drivers.factory(documents.resident_id_reader)(
        documents.resident_id_device, baud=documents.resident_id_baud
    )
    try:
        reader.read(0.0)
    except Exception as error:
        return Finding("resident-ID reader", False, f"{type(error).__name__}: {error}", "plug it in, or name its line")
    finally:
        reader.close()
    photo = "its photographs are decoded" if documents.photo_decoder else "the printed portrait is shown"
    return Finding("resident-ID reader", True, f"answers on {documents.resident_id_device}; {photo}")


def _clocks(settings: Settings) -> Finding:
    visit = settings.visit
    least = min(visit.countdown_s, visit.large_countdown_s)
    says = f"who does not answer has {least} s or more before the visit is wiped"
    mend = f"{LEAST_WARNING_S} s are the least that WCAG 2.2 (2.2.1) asks for: raise visit.countdown_s"
    return Finding("clocks", least >= LEAST_WARNING_S, says, mend if least < LEAST_WARNING_S else "")


def _voice(settings: Settings) -> Finding:
    import drivers
    from kiosk.core.health import Ready

    name = settings.devices.voice
    if name == "none":
        return Finding("voice", True, "none: nothing is read aloud")
    voice = drivers.factory(name)()
    try:
        voice.tune(0.0, 1.0)
        voice.say("1", "en")
        sleep(_VOICE_WITHIN_S)
        ready = voice.health() == Ready()
    finally:
        voice.close()
    says = f"{name} speaks" if ready else f"{name} does not speak"
    return Finding("voice", ready, says, "" if ready else "docs/accessibility.md says what a voice needs")


def _headset(settings: Settings) -> Finding:
    import drivers
    from kiosk.core.health import Ready

    devices = settings.devices
    if devices.headset == "none":
        return Finding("headset", True, "none: what is secret is never said")
    headset = drivers.factory(devices.headset)(devices.headset_device)
    try:
        answered = Event()
        headset.start(lambda _: answered.set())
        answered.wait(_HEADSET_WITHIN_S)
        ready = headset.health() == Ready()
    finally:
        headset.close()
    says = f"its jack is heard on {devices.headset_device}" if ready else f"{devices.headset_device} tells of no jack"
    return Finding("headset", ready, says, "" if ready else "name its input device; the kiosk's user is in group input")


def _absent(driver: str, device: str) -> bool:
    return driver == "camera_v4l" and device.startswith("/dev/") and not Path(device).exists()


_MACHINE: dict[str, Callable[[], Finding]] = {
    "fonts": _fonts,
    "translations": _translations,
    "face models": _models,
    "document reader": _ocr,
    "demo media": _media,
    "shared memory": _shared_memory,
    "SQLite": _sqlite,
    "drivers": _drivers,
}
_TERMINAL: dict[str, Callable[[Settings], Finding]] = {
    "state folder": _state,
    "journal": _journal,
    "journal's room": _room,
    "certificate": _certificate,
    "desired state": _desired,
    "central service": _central,
    "drivers named": _named_drivers,
    "cameras": _cameras,
    "brand": _brand,
    "face engine": _face_engine,
    "chip reader": _chip_reader,
    "resident-ID reader": _resident_id_reader,
    "clocks": _clocks,
    "voice": _voice,
    "headset": _headset,
}
