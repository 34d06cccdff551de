"""This terminal's settings: frozen, validated, from TOML. An unknown key is an error that names it.

Relative paths are taken from the folder of the settings file. `docs/settings.md` lists every key with its default; a
test keeps that page current.
"""

from __future__ import annotations

import dataclasses
import math
import re
import tomllib
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

SIZES: Final = (0, 1, 2, 3)
CONTRASTS: Final = ("standard", "dark", "light")
HANDS: Final = ("left", "right")
REQUIRED: Final = ("vision", "scanner", "reader", "face")
REQUIRABLE: Final = (*REQUIRED, "chip", "residentId")
LOG_KEYS: Final = ("file", "tpm")
CHIPS: Final = ("preferred", "required")
MOST_DAYS: Final = 36_500
MOST_UNSEEN_S: Final = 120
MOST_BETWEEN_STRIKES_S: Final = 2
BAUDS: Final = (115200, 57600, 38400, 19200, 9600)

T = TypeVar("T")


class SettingsError(ValueError):
    """The settings cannot be used; the message names the key and says what is wrong with it."""


@dataclass(frozen=True)
class Terminal:
    """Which terminal this is."""

    id: str
    """The terminal's name, as it was enrolled: a word without blanks or slashes."""
    branch: str
    """The branch it stands in; codes for another branch are refused (`aud`)."""
    bank: str
    """The bank that issues the appointment codes (`iss`), and the first part of the journal's name."""
    bank_name: str = ""
    """The bank's name as the customer reads it; empty means `bank`."""
    timezone: str = "Asia/Shanghai"
    """The IANA time zone of the times shown; with its midnight the terminal's own queue numbers begin anew."""
    series: str = ""
    """What the terminal's own queue numbers begin with, which it gives while the bank cannot be reached: up to six
    capital letters and digits, other ones at each terminal of a branch. Empty means `K` and the last number in `id`:
    `K3-001` at `0571-3`."""
    hotline: str = ""
    """The bank's telephone number on the fraud warning; empty shows that of the police alone."""
    state: Path = Path("state")
    """The folder for the journal and everything else that must outlive a power cut."""
    log_key: str = "file"
    """Where the key lies that signs the journal's checkpoints: `file` (`log.key` in the state folder) or `tpm` (a TPM
    2.0, reached through tpm2-tools)."""
    keep_days: int = 30
    """Days that records stay here after the centre acknowledged them, and the files of earlier epochs of the journal
    after their last record; with no `central.cosigner` they stay for ever."""
    journal_mb: int = 2048
    """The most that the journal may use of the disk, in MiB. From 70 % it warns, from 85 % telemetry is dropped, from
    95 % the terminal is out of service; less where the disk has less room."""

    @property
    def own_series(self) -> str:
        """What its own queue numbers begin with."""
        last = ["", *re.findall(r"[0-9]+", self.id)][-1].lstrip("0")[-4:]
        return f"{self.series or 'K' + last}-"


@dataclass(frozen=True)
class Central:
    """The central service, reached over mutual TLS."""

    url: str
    """Its address; must be https."""
    ca: Path
    """PEM file of the authority that signed its certificate."""
    certificate: Path
    """PEM file of this terminal's certificate."""
    key: Path
    """PEM file of this terminal's private key, readable by its owner alone."""
    desired_keys: tuple[str, ...] = ()
    """The keys that may sign a desired state, as C2SP verifier strings; without one, no desired state is taken over."""
    cosigner: str = ""
    """The key that cosigns checkpoints of the journal, as a C2SP verifier string; empty demands no cosignature."""
    poll_s: float = 5.0
    """Seconds that records which are not urgent wait to be sent, until the centre says otherwise."""


@dataclass(frozen=True)
class Display:
    """The panel."""

    width_px: int = 1080
    """Its width in pixels."""
    height_px: int = 1920
    """Its height in pixels."""
    px_per_mm: float = 4.0
    """Its density: 4.0 for 21.5 inches full HD, 3.2 for 27, 2.7 for 32. Every size on the screen is in mm."""
    fullscreen: bool = True
    """Whether the window takes the whole panel and does not close on request."""
    screen_bottom_mm: float = 800.0
    """The height of its lower edge above the floor in mm; no control lies out of reach above it."""
    hand: str = "right"
    """Which hand the actions lie at in landscape: `left` or `right`."""
    reduced_motion: bool = False
    """Whether nothing moves on the screen."""
    double_strike_s: float = 0.0
    """Seconds for which a key of the keypad is not heard again after it was struck, for hands that tremble, up to 2; 0
    hears every strike."""
    brand: str = ""
    """The absolute path of the bank's brand file (docs/brand.md); empty shows our own colours and mark."""


@dataclass(frozen=True)
class Language:
    """How things are shown before a customer chooses otherwise, and after every visit."""

    languages: tuple[str, ...] = ("zh_CN", "en")
    """The languages to choose from; the first is the default."""
    size: int = 1
    """The text size, 0 to 3."""
    contrast: str = "standard"
    """The contrast: `standard`, `dark` or `light`."""
    large_and_slow: bool = False
    """Whether it begins with large text, fewer choices a page, slower clocks, and read aloud where there is a voice."""


@dataclass(frozen=True)
class Visit:
    """The clocks of a visit."""

    idle_s: int = 60
    """Seconds without a touch until the customer is asked whether they are still here."""
    countdown_s: int = 30
    """Seconds that this question stands until the visit is wiped; fewer than 20 are too few for some people (WCAG 2.2,
    2.2.1): the centre cannot set them, and `kiosk doctor` finds them."""
    large_idle_s: int = 120
    """The same as `idle_s`, for large text."""
    large_countdown_s: int = 45
    """The same as `countdown_s`, for large text."""
    farewell_s: int = 8
    """Seconds that the farewell stands."""
    staff_reminder_s: int = 60
    """Seconds until staff who do not answer a call are called once more, and the customer is told."""
    large_from: int = 2
    """The text size from which the slower clocks count, 0 to 3; 4 never."""
    required: tuple[str, ...] = REQUIRED
    """Without these devices nobody is served: `vision` (the process of all cameras), `scanner`, `reader`, `face`,
    `chip` (the chip reader), `residentId` (the reader of resident cards)."""


@dataclass(frozen=True)
class CameraSettings:
    """One camera."""

    driver: str = "camera_v4l"
    """The driver's name (`kiosk doctor` lists those installed)."""
    device: str = "/dev/video0"
    """What the driver opens: a path, best a stable one below `/dev/v4l/by-id`."""


@dataclass(frozen=True)
class Cameras:
    """What looks at the customer's things and face. One device may be named for several."""

    code: CameraSettings = CameraSettings()
    """The camera that sees the code held up."""
    document: CameraSettings = CameraSettings(device="/dev/video1")
    """The camera above the document reader's surface."""
    face: CameraSettings = CameraSettings(device="/dev/video2")
    """The camera that sees the customer's face."""


@dataclass(frozen=True)
class Devices:
    """The other drivers, by name (`kiosk doctor` lists those installed)."""

    bank: str = "bank_http"
    """The driver that asks the bank to check a customer in, and pages staff."""
    printer: str = "none"
    """The printer's driver; with `none` the customer is asked to remember the number, and no receipt is printed."""
    voice: str = "none"
    """What reads the screen aloud: `voice_speechd`, `voice_espeak`, or `none` (docs/accessibility.md)."""
    headset: str = "none"
    """What tells that a headset is plugged in: `headset_evdev`, or `none`. Only where sound then goes to the headset
    alone (docs/accessibility.md)."""
    headset_device: str = ""
    """The input device of its jack, best a stable one below `/dev/input/by-path`."""


@dataclass(frozen=True)
class Documents:
    """What reads identity documents beside the camera, and what is asked of them."""

    chip: str = "preferred"
    """A document's chip, where a chip reader is named: `preferred` takes the print alone when the chip stays silent;
    `required` sends the customer to staff."""
    chip_reader: str = "none"
    """The chip reader's driver: `card_pcsc`, or `none`."""
    chip_reader_name: str = ""
    """The reader's name as PC/SC lists it; empty takes the first."""
    csca: Path = Path("csca")
    """The folder of the states' signing certificates (CSCA) and master lists; without one, no chip is believed."""
    resident_id_reader: str = "none"
    """The driver of the reader for Chinese resident cards: `card_sam`, or `none`."""
    resident_id_device: str = "/dev/ttyUSB0"
    """Its serial line, or the `socket://address:port` of a bridge to one."""
    resident_id_baud: int = 115200
    """The speed of that line."""
    photo_decoder: tuple[str, ...] = ()
    """The program that decodes its photographs, and its arguments (docs/resident-id-reader.md); empty has the printed
    portrait shown."""


@dataclass(frozen=True)
class Face:
    """The face match."""

    engine: str = "mobilefacenet"
    """The engine: `mobilefacenet`, `dlib`, or the absolute path of a description of another (docs/engines.md)."""
    calibration: str = ""
    """The absolute path of a folder with the bank's own calibration tables; empty takes those that come with the
    engine."""
    false_accept_rate: float = 1e-4
    """How often a stranger may be taken for the holder, between 0 and 1; the engine's threshold is taken for it."""
    liveness: bool = True
    """Whether the customer is asked to move and is lit, so that a photograph or film is noticed (docs/liveness.md)."""


@dataclass(frozen=True)
class Veil:
    """What is shown of the customer is covered when nobody stands before the screen (docs/security.md)."""

    after_s: int = 0
    """Seconds without a face before the face camera after which a screen with the customer's details is covered, 3 to
    120. It means that this camera looks, a few times a second, also while no face is compared; the welcome screen says
    so. 0 has no veil, and the camera looks during a face match only."""


@dataclass(frozen=True)
class Speech:
    """Reading the screen aloud, where `devices.voice` names a voice."""

    always: bool = False
    """Whether every visit begins with it. Everything shown is then heard by whoever stands near: for terminals with a
    handset or a headset only."""


@dataclass(frozen=True)
class HandOver:
    """What a customer can go on with by phone: codes with addresses that the centre names."""

    app_schemes: tuple[str, ...] = ()
    """The schemes of the bank's own applications, such as `examplebank`; a code with any other than these and https is
    not shown."""


@dataclass(frozen=True)
class Settings:
    """All of a terminal's settings."""

    terminal: Terminal
    central: Central
    display: Display = field(default_factory=Display)
    language: Language = field(default_factory=Language)
    visit: Visit = field(default_factory=Visit)
    cameras: Cameras = field(default_factory=Cameras)
    devices: Devices = field(default_factory=Devices)
    documents: Documents = field(default_factory=Documents)
    face: Face = field(default_factory=Face)
    veil: Veil = field(default_factory=Veil)
    speech: Speech = field(default_factory=Speech)
    hand_over: HandOver = field(default_factory=HandOver)


def load(path: Path) -> Settings:
    """Read settings. Raises `SettingsError` for a file that cannot be read, an unknown key or a bad value."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error
    return parse(raw, path.parent)


def parse(raw: Mapping[str, Any], folder: Path) -> Settings:
    """Settings from a mapping as TOML gives it. Raises `SettingsError`."""
    settings = _table(Settings, raw, "", folder)
    _check(settings)
    return settings


FROM_CENTRE: Final = ("language", "visit")
"""The tables of which a desired state may say keys."""


def overlaid(settings: Settings, tables: Mapping[str, Any]) -> Settings:
    """The settings with what a desired state says laid over them. Raises `SettingsError`.

    Only the tables `FROM_CENTRE` may be named, by the rules of the file.
    """
    changed: dict[str, Any] = {}
    for name, table in tables.items():
        if name not in FROM_CENTRE:
            raise SettingsError(f"{name} is not for the centre to set (it may: {', '.join(FROM_CENTRE)})")
        if not isinstance(table, dict):
            raise SettingsError(f"{name} is a table, not {table!r}")
        kept = getattr(settings, name)
        whole = {entry.name: getattr(kept, entry.name) for entry in dataclasses.fields(kept)}
        whole = {key: list(value) if isinstance(value, tuple) else value for key, value in whole.items()}
        changed[name] = _table(type(kept), {**whole, **table}, name + ".", Path())
    laid = dataclasses.replace(settings, **changed)
    _check(laid)
    return laid


def _table(cls: type[T], raw: Mapping[str, Any], where: str, folder: Path) -> T:
    kinds = typing.get_type_hints(cls)
    for name in raw:
        if name not in kinds:
            raise SettingsError(f"unknown key {where}{name} (known here: {', '.join(sorted(kinds))})")
    values: dict[str, Any] = {}
    for entry in dataclasses.fields(cls):  # type: ignore[arg-type]
        if entry.name in raw:
            values[entry.name] = _value(kinds[entry.name], raw[entry.name], where + entry.name, folder)
        elif entry.default is dataclasses.MISSING and entry.default_factory is dataclasses.MISSING:
            raise SettingsError(f"missing key {where}{entry.name}")
        elif kinds[entry.name] is Path:
            values[entry.name] = folder / typing.cast("Path", entry.default)
        elif dataclasses.is_dataclass(kinds[entry.name]) and entry.default is dataclasses.MISSING:
            values[entry.name] = _table(kinds[entry.name], {}, where + entry.name + ".", folder)
    return cls(**values)


def _value(kind: Any, value: Any, name: str, folder: Path) -> Any:
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        if not isinstance(value, dict):
            raise SettingsError(f"{name} is a table, not {value!r}")
        return _table(kind, value, name + ".", folder)
    if typing.get_origin(kind) is tuple:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise SettingsError(f"{name} is a list of texts, not {value!r}")
        return tuple(value)
    if kind is Path and isinstance(value, str):
        return folder / value
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise SettingsError(f"{name} is {_word(kind)}, not {value!r}")
    return value


def _word(kind: Any) -> str:
    return {str: "a text", int: "a whole number", float: "a number", bool: "true or false", Path: "a path"}[kind]


def _is_https(text: str) -> bool:
    try:
        url = urlsplit(text)
        return url.scheme == "https" and bool(url.hostname) and url.port != 0
    except ValueError:
        return False


def _check(settings: Settings) -> None:
    """The rules that types cannot say."""
    display, visit, language = settings.display, settings.visit, settings.language
    positive = {
        "display.width_px": display.width_px,
        "display.height_px": display.height_px,
        "display.px_per_mm": display.px_per_mm,
        "visit.idle_s": visit.idle_s,
        "visit.countdown_s": visit.countdown_s,
        "visit.large_idle_s": visit.large_idle_s,
        "visit.large_countdown_s": visit.large_countdown_s,
        "visit.farewell_s": visit.farewell_s,
        "visit.staff_reminder_s": visit.staff_reminder_s,
        "central.poll_s": settings.central.poll_s,
        "terminal.journal_mb": settings.terminal.journal_mb,
    }
    for name, value in positive.items():
        if not 0 < value < math.inf:
            raise SettingsError(f"{name} must be above zero, not {value}")
    if not 0 <= settings.terminal.keep_days <= MOST_DAYS:
        raise SettingsError(f"terminal.keep_days lies between 0 and {MOST_DAYS}")
    if not 0 <= display.double_strike_s <= MOST_BETWEEN_STRIKES_S:
        raise SettingsError(f"display.double_strike_s lies between 0 and {MOST_BETWEEN_STRIKES_S}")
    if not math.isfinite(display.screen_bottom_mm):
        raise SettingsError("display.screen_bottom_mm is a height")
    if settings.veil.after_s != 0 and not 3 <= settings.veil.after_s <= MOST_UNSEEN_S:
        raise SettingsError(f"veil.after_s is 0, or lies between 3 and {MOST_UNSEEN_S}")
    for name, chosen, known in (
        ("terminal.log_key", settings.terminal.log_key, LOG_KEYS),
        ("display.hand", display.hand, HANDS),
        ("language.size", language.size, SIZES),
        ("language.contrast", language.contrast, CONTRASTS),
        ("documents.chip", settings.documents.chip, CHIPS),
        ("documents.resident_id_baud", settings.documents.resident_id_baud, BAUDS),
        ("visit.large_from", visit.large_from, (*SIZES, len(SIZES))),
        *(("visit.required", device, REQUIRABLE) for device in visit.required),
    ):
        if chosen not in known:
            raise SettingsError(f"{name} is one of {', '.join(map(str, known))}, not {chosen!r}")
    face = settings.face
    for name, path in (
        ("engine", face.engine if face.engine.endswith(".toml") else ""),
        ("calibration", face.calibration),
    ):
        if path and not Path(path).is_absolute():
            raise SettingsError(f"face.{name} is an absolute path, not {path!r}")
    if display.brand and not Path(display.brand).is_absolute():
        raise SettingsError(f"display.brand is an absolute path, not {display.brand!r}")
    documents = settings.documents
    for name, asked, key in (
        ("documents.chip", documents.chip == "required", "chip_reader"),
        ("visit.required", "chip" in visit.required, "chip_reader"),
        ("visit.required", "residentId" in visit.required, "resident_id_reader"),
    ):
        if asked and getattr(documents, key) == "none":
            raise SettingsError(f"{name} asks for a reader, and documents.{key} names none")
    line = documents.resident_id_device
    if "://" in line and not line.startswith("socket://"):
        raise SettingsError(f"documents.resident_id_device is a path or a socket:// URL, not {line!r}")
    devices = settings.devices
    if devices.headset != "none" and (devices.voice == "none" or not devices.headset_device):
        raise SettingsError("devices.headset asks for devices.voice and devices.headset_device")
    if settings.speech.always and settings.devices.voice == "none":
        raise SettingsError("speech.always asks for a voice, and devices.voice names none")
    for scheme in settings.hand_over.app_schemes:
        if not re.fullmatch(r"[a-z][a-z0-9+.-]*", scheme):
            raise SettingsError(f"hand_over.app_schemes are schemes in small letters (RFC 3986), not {scheme!r}")
    if not language.languages:
        raise SettingsError("language.languages names no language")
    if not re.fullmatch(r"[A-Z0-9]{0,6}", settings.terminal.series):
        raise SettingsError(
            f"terminal.series is up to six capital letters and digits, not {settings.terminal.series!r}"
        )
    if not 0 < settings.face.false_accept_rate < 1:
        raise SettingsError("face.false_accept_rate lies between 0 and 1")
    if not _is_https(settings.central.url):
        raise SettingsError("central.url must be https, with a host")
    for name in ("id", "branch", "bank"):
        value = getattr(settings.terminal, name)
        if not value or any(c.isspace() or c == "/" for c in value):
            raise SettingsError(f"terminal.{name} is a word without blanks or slashes, not {value!r}")
    try:
        ZoneInfo(settings.terminal.timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingsError(f"terminal.timezone {settings.terminal.timezone!r} is not known") from error
