"""This terminal's settings: frozen, validated, from TOML. An unknown key is an error that names it.

Relative paths are taken from the folder of the settings file. `docs/settings.md` lists every key with its default; a
test keeps that page current.
"""

from __future__ import annotations

import dataclasses
import tomllib
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

T = TypeVar("T")


class SettingsError(ValueError):
    """The settings cannot be used; the message names the key and says what is wrong with it."""


@dataclass(frozen=True)
class Terminal:
    """Which terminal this is."""

    id: str
    branch: str
    bank: str
    bank_name: str = ""
    timezone: str = "Asia/Shanghai"
    hotline: str = ""
    state: Path = Path("state")
    """The folder for the journal and everything else that must outlive a power cut."""


@dataclass(frozen=True)
class Central:
    """The central service. `ca`, `certificate` and `key` are PEM files; `desired_keys` sign the desired state."""

    url: str
    ca: Path
    certificate: Path
    key: Path
    desired_keys: tuple[str, ...] = ()
    cosigner: str = ""
    poll_s: float = 5.0


@dataclass(frozen=True)
class Display:
    """The panel: size in pixels, its density, and the height of its lower edge above the floor in mm."""

    width_px: int = 1080
    height_px: int = 1920
    px_per_mm: float = 4.0
    fullscreen: bool = True
    screen_bottom_mm: float = 800.0
    hand: str = "right"
    reduced_motion: bool = False


@dataclass(frozen=True)
class Language:
    """What is spoken here; the first is the default."""

    languages: tuple[str, ...] = ("zh_CN", "en")
    size: int = 1
    contrast: str = "standard"


@dataclass(frozen=True)
class Visit:
    """Clocks of a visit, in seconds; the `large_` ones count from text size `large_from` on."""

    idle_s: int = 60
    countdown_s: int = 30
    large_idle_s: int = 120
    large_countdown_s: int = 45
    farewell_s: int = 8
    large_from: int = 2
    required: tuple[str, ...] = ("vision", "scanner", "reader", "face")


@dataclass(frozen=True)
class CameraSettings:
    """One camera: the driver's name, and the device (a path or a number) that it opens."""

    driver: str = "camera_v4l"
    device: str = "/dev/video0"


@dataclass(frozen=True)
class Cameras:
    """What looks at the code held up, at the document and at the face."""

    code: CameraSettings = CameraSettings()
    document: CameraSettings = CameraSettings(device="/dev/video1")
    face: CameraSettings = CameraSettings(device="/dev/video2")


@dataclass(frozen=True)
class Devices:
    """The drivers, by name (`kiosk doctor` lists those installed)."""

    scanner: str = "qr_camera"
    bank: str = "bank_http"
    printer: str = "none"


@dataclass(frozen=True)
class Face:
    """The face match: the engine, and the false-accept rate its threshold is taken for."""

    engine: str = "mobilefacenet"
    false_accept_rate: float = 1e-4


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
    face: Face = field(default_factory=Face)


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
        "central.poll_s": settings.central.poll_s,
    }
    for name, value in positive.items():
        if value <= 0:
            raise SettingsError(f"{name} must be above zero, not {value}")
    if display.hand not in ("left", "right"):
        raise SettingsError(f"display.hand is left or right, not {display.hand!r}")
    if not language.languages:
        raise SettingsError("language.languages names no language")
    if not 0 < settings.face.false_accept_rate < 1:
        raise SettingsError("face.false_accept_rate lies between 0 and 1")
    if not settings.central.url.startswith("https://"):
        raise SettingsError("central.url must be https")
    for name in ("id", "branch", "bank"):
        value = getattr(settings.terminal, name)
        if not value or any(c.isspace() or c == "/" for c in value):
            raise SettingsError(f"terminal.{name} is a word without blanks or slashes, not {value!r}")
    try:
        ZoneInfo(settings.terminal.timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingsError(f"terminal.timezone {settings.terminal.timezone!r} is not known") from error
