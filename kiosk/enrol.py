"""`kiosk enrol`: the terminal's certificate, what it must pin, and its first settings file."""

from __future__ import annotations

import json
from pathlib import Path

from kiosk.core.clock import SystemClock
from kiosk.core.ports import Clock
from kiosk.record import enrolment
from kiosk.record.enrolment import Places, Provisioned
from kiosk.record.files import write_atomically
from kiosk.record.slip import Slip
from kiosk.settings import Settings, load


def enrol(
    url: str,
    code: str,
    settings: Path,
    kiosk: str = "",
    *,
    authority: str = "",
    ca: Path | None = None,
    clock: Clock | None = None,
) -> str:
    """Enrol this terminal at `url`; returns what to tell who did it.

    The files lie where the settings say, or beside a settings file that is new. Raises `SlipError`, `EnrolmentError`,
    `SettingsError` or OSError, each with a message for that person.
    """
    slip = Slip.parse(code, kiosk, authority)
    held = load(settings) if settings.exists() else None
    places = _places(settings, held)
    told = enrolment.enrol(url, slip, places, clock or SystemClock(), ca)
    wanted = _toml(url, told)
    if held is None:
        write_atomically(settings, wanted.encode())
    enrolment.finish(places)
    done = f"{told.kiosk} is enrolled in branch {told.branch} of {told.bank}; its certificate is {places.certificate}"
    if held is None:
        return f"{done}\n{settings} is written; docs/settings.md has more"
    if _agree(url, held, told):
        return done
    return f"{done}\n{settings} stays as it is, and differs from what the bank says:\n\n{wanted}"


def _places(settings: Path, held: Settings | None) -> Places:
    folder = settings.parent
    provisioning = folder / "provisioning.json"
    if held is None:
        return Places(folder / "ca.pem", folder / "identity.pem", folder / "identity.pem", provisioning)
    return Places(held.central.ca, held.central.certificate, held.central.key, provisioning)


def _agree(url: str, held: Settings, told: Provisioned) -> bool:
    terminal, central = held.terminal, held.central
    ours = (terminal.id, terminal.branch, terminal.bank, central.url, central.desired_keys, central.cosigner)
    return ours == (told.kiosk, told.branch, told.bank, url, told.desired_keys, told.cosigner)


def _toml(url: str, told: Provisioned) -> str:
    """The least that a terminal's settings need. JSON's texts and lists are TOML's, too."""
    values = {name: json.dumps(value) for name, value in (("url", url), ("desired_keys", told.desired_keys))}
    return f"""\
[terminal]
id = {json.dumps(told.kiosk)}
branch = {json.dumps(told.branch)}
bank = {json.dumps(told.bank)}

[central]
url = {values["url"]}
ca = "ca.pem"
certificate = "identity.pem"
key = "identity.pem"
desired_keys = {values["desired_keys"]}
cosigner = {json.dumps(told.cosigner)}
"""
