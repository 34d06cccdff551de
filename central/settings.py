"""The service's settings: `central.toml` in the data folder, every key optional; an unknown key is an error."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

Name = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
"""What a bank, branch, kiosk, visit or service may be called: it becomes part of paths, certificates and key names."""

Network: TypeAlias = IPv4Network | IPv6Network

Minutes = Annotated[int, msgspec.Meta(ge=0, le=24 * 60)]


class SettingsError(ValueError):
    """The settings cannot be used; the message says why."""


class CodeSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One-time codes: how long a code and its proof are good, when another may be asked for, and how many there are.

    `customer_hour` and `customer_day` bound those to a customer, and those to a phone; after `tries` wrong ones in a
    row none is taken for `lock_min`, twice as long each time, at most `longest_lock_min`.
    """

    lasts_s: Annotated[int, msgspec.Meta(ge=60, le=900)] = 300
    proof_lasts_s: Annotated[int, msgspec.Meta(ge=30, le=900)] = 300
    resend_s: Annotated[int, msgspec.Meta(ge=10, le=600)] = 60
    tries: Annotated[int, msgspec.Meta(ge=1, le=5)] = 3
    lock_min: Annotated[int, msgspec.Meta(ge=1, le=24 * 60)] = 15
    longest_lock_min: Annotated[int, msgspec.Meta(ge=1, le=24 * 60)] = 24 * 60
    customer_hour: Annotated[int, msgspec.Meta(ge=1, le=100)] = 5
    customer_day: Annotated[int, msgspec.Meta(ge=1, le=100)] = 10
    kiosk_hour: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 30
    kiosk_day: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 200

    @property
    def lasts(self) -> timedelta:
        """How long a code is good."""
        return timedelta(seconds=self.lasts_s)

    @property
    def proof_lasts(self) -> timedelta:
        """How long a proof is good."""
        return timedelta(seconds=self.proof_lasts_s)

    @property
    def resend(self) -> timedelta:
        """How long until another may be asked for."""
        return timedelta(seconds=self.resend_s)

    @property
    def lock(self) -> timedelta:
        """How long the first lock lasts."""
        return timedelta(minutes=self.lock_min)

    @property
    def longest_lock(self) -> timedelta:
        """How long a lock lasts at most."""
        return timedelta(minutes=self.longest_lock_min)


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`bank` issues codes and names keys: keep it short, for every code bears it. `names` are further host names or
    addresses of the server certificate.

    A check-in window reaches from `opens_before_min` before the appointment to `closes_after_min` after it; the
    terminal judges it when the code is read, so the bank allows `grace_min` more for identification.

    The key of a visit's personal data is erased by `kiosk-central erase --due` after `visit_key_days`.

    Records that are not urgent may wait `flush_s` at the kiosk; a large fleet saves requests by a longer wait.

    A customer may have `most_appointments` that are not over; `holder_days` after one is over, `erase --due` forgets
    whose it was. `queue_systems` are those of the enrolled certificates that may say how a branch's queue stands, and
    `pager_systems` those that may list its calls for staff and acknowledge them.

    `database` is the URL of a PostgreSQL; without one the data folder holds an SQLite file. Of each kiosk at most
    `quarantine_mib` of bodies that do not verify or contradict what is held are kept.
    Kiosks' certificates last `certificate_days`. `trusted_proxies` are the addresses or networks of the TLS
    proxies whose word about a client's certificate counts.

    A customer's session ends after `session_min` at the latest. Documents for phones are fetched below `public_url`,
    which phones must reach and believe; without it, at the address by which the terminal asked. `codes` bounds one-time
    codes.
    """

    bank: Name = "demo"
    timezone: str = "Asia/Shanghai"
    names: tuple[str, ...] = ()
    opens_before_min: Minutes = 30
    closes_after_min: Minutes = 15
    grace_min: Minutes = 15
    most_appointments: Annotated[int, msgspec.Meta(ge=1, le=100)] = 8
    holder_days: Annotated[int, msgspec.Meta(ge=1, le=3650)] = 30
    queue_systems: tuple[Name, ...] = ()
    pager_systems: tuple[Name, ...] = ()
    flush_s: Annotated[int, msgspec.Meta(ge=1, le=3600)] = 5
    desired_days: Annotated[int, msgspec.Meta(ge=1, le=90)] = 7
    visit_key_days: Annotated[int, msgspec.Meta(ge=1, le=36500)] = 1825
    database: str | None = None
    quarantine_mib: Annotated[int, msgspec.Meta(ge=1, le=2**20)] = 256
    certificate_days: Annotated[int, msgspec.Meta(ge=1, le=397)] = 30
    trusted_proxies: tuple[str, ...] = ()
    session_min: Annotated[int, msgspec.Meta(ge=1, le=120)] = 30
    public_url: Annotated[str, msgspec.Meta(pattern=r"^https://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._-]+)*$")] | None = None
    codes: CodeSettings = CodeSettings()


def load(data: Path) -> Settings:
    """Read the settings of a data folder. Raises `SettingsError`."""
    path = data / "central.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        settings = msgspec.convert(raw, Settings)
        ZoneInfo(settings.timezone)
        networks(settings.trusted_proxies)
    except (OSError, ValueError, ZoneInfoNotFoundError, msgspec.ValidationError) as error:
        raise SettingsError(f"{path}: {error}") from error
    return settings


def networks(addresses: Iterable[str]) -> tuple[Network, ...]:
    """Addresses and networks (`10.1.0.0/16`) as such. Raises ValueError."""
    return tuple(ip_network(address) for address in addresses)
