"""Sets up the branch that a demo needs: the central service, this terminal's certificate, seeded appointments, sync."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import requests

BRANCH, KIOSK = "0571", "0571-3"
_MOST_SAID = 500
_ENDS_WITHIN_S = 10
_CODE = re.compile(r"\b[0-9]{6}\b")
_SLIP = "all in one"
"""What `kiosk-central code` begins the line with that holds everything."""


class Relay(Protocol):
    """The cable between the terminal and the central service, which the demo can cut."""

    port: int

    def up(self) -> None: ...

    def down(self) -> None: ...


@dataclass(frozen=True)
class Seeded:
    """What the central service was seeded with: appointment codes and booking numbers by name."""

    codes: Mapping[str, str]
    numbers: Mapping[str, str]


class DemoError(Exception):
    """The demo's branch cannot be set up; the message says what failed."""


class Branch:
    """A running central service and the terminal's sync, in processes of their own, with their data in one folder."""

    def __init__(self, folder: Path, cable: Callable[[str, int], Relay]) -> None:
        self._folder = folder
        self._cable = cable
        self._central: subprocess.Popen[str] | None = None
        self._sync: subprocess.Popen[str] | None = None
        self._relay: Relay | None = None
        self.url = ""
        """The central service's own address; the terminal knows only the relay's."""

    @property
    def settings_path(self) -> Path:
        """The terminal's settings file."""
        return self.terminal / "kiosk.toml"

    @property
    def terminal(self) -> Path:
        """The terminal's disk: settings, certificate, and the state folder."""
        return self._folder / "kiosk"

    @property
    def central(self) -> Path:
        """The central service's disk."""
        return self._folder / "central"

    @property
    def sync_pid(self) -> int | None:
        """The id of the sync process while it runs."""
        return self._sync.pid if self._sync is not None else None

    def open(self, holder_number: str, overrides: Mapping[str, Mapping[str, Any]]) -> Seeded:
        """Start and seed the central service, enrol the terminal by a slip, write its settings and start its sync."""
        ours = self.terminal
        ours.mkdir(parents=True, exist_ok=True)
        self.start_central()
        address = urlsplit(self.url)
        self._relay = self._cable(str(address.hostname), int(address.port or 443))
        url = f"https://127.0.0.1:{self._relay.port}"
        with ThreadPoolExecutor(1, "seed") as beside:  # while the terminal is enrolled
            seeding = beside.submit(self.command, "seed", "--branch", BRANCH, "--holder", holder_number)
            self._run("kiosk", "enrol", "--code", "-", "--out", str(ours), url, said=self._slip())
            provisioned = json.loads((ours / "provisioning.json").read_text(encoding="utf-8"))
            self._write_settings(provisioned, url, overrides)
            seeded = seeding.result()
        self.start_sync()
        appointments = json.loads(seeded)["appointments"]
        return Seeded({a["name"]: a["code"] for a in appointments}, {a["name"]: a["number"] for a in appointments})

    def start_central(self) -> None:
        """Start the central service; after the first time at the address it had."""
        port = urlsplit(self.url).port or 0
        self._central = self._start(
            "central", "-m", "central", "serve", "--data", str(self.central), "--port", f"{port}"
        )
        self.url = self._address(self._central)

    def end_central(self, *, kill: bool = False) -> None:
        """End the central service, as an administrator does or as a power cut does."""
        _end(self._central, kill=kill)
        self._central = None

    def start_sync(self) -> None:
        """Start the terminal's sync."""
        self._sync = self._start("sync", "-m", "kiosk", "sync", "--settings", str(self.settings_path))

    def end_sync(self, *, kill: bool = False) -> None:
        """End the terminal's sync, as the system does or as a power cut does."""
        _end(self._sync, kill=kill)
        self._sync = None

    def network(self, *, up: bool) -> None:
        """Mend or cut the cable between the terminal and the central service."""
        if self._relay is not None:
            (self._relay.up if up else self._relay.down)()

    def command(self, name: str, *arguments: str, data: Path | None = None) -> str:
        """Run a command of `kiosk-central` on its data folder; what it printed. Raises `DemoError`."""
        return self._run("central", name, "--data", str(data or self.central), *arguments)

    def taken(self, service: str, starts: datetime) -> None:
        """Other customers take every place of a time by telephone. Raises `DemoError`."""
        given = ["--branch", BRANCH, "--service", service, "--starts", starts.isoformat()]
        self.command("book", *given, "--until-full")

    def acknowledge(self, who: str) -> None:
        """A member of staff answers every call that waits. Raises `DemoError`."""
        for call in json.loads(self.command("pages", "--branch", BRANCH, "--json")):
            self.command("acknowledge", str(call["call"]), "--who", who)

    def release(self) -> None:
        """A member of staff releases every card that waits for it. Raises `DemoError`."""
        for request in json.loads(self.command("releases", "--branch", BRANCH, "--json")):
            self.command("release", str(request["request"]))

    def newest_code(self) -> str:
        """The newest one-time code that the centre's console shows; empty where there is none. Raises `DemoError`."""
        told = json.loads(self.command("messages", "--json"))
        found = _CODE.search(told[-1]["text"]) if told else None
        return found[0] if found else ""

    def revoke(self) -> None:
        """Take the terminal's certificates back, as after a theft."""
        self.command("revoke", "--kiosk", KIOSK)

    def acknowledged(self, epoch: str) -> dict[str, Any]:
        """What the central service holds of this terminal's journal, its root recomputed from the stored bytes."""
        answer = self.ask(f"epochs/{epoch}", self.terminal)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def ask(self, path: str, disk: Path) -> requests.Response:
        """Ask the central service for something of this terminal's, with the certificate on a disk."""
        return requests.get(
            f"{self.url}/v1/kiosks/{KIOSK}/{path}",
            cert=str(disk / "identity.pem"),
            verify=str(disk / "ca.pem"),
            timeout=10,
        )

    def close(self) -> None:
        """End the processes and wait for them."""
        for process in (self._sync, self._central):
            if process is not None:
                process.terminate()
        self.end_sync()
        self.end_central()
        if self._relay is not None:
            self._relay.down()

    def _start(self, name: str, *arguments: str) -> subprocess.Popen[str]:
        with (self._folder / f"{name}.log").open("a", encoding="utf-8") as log:
            return subprocess.Popen(
                [sys.executable, *arguments], stdout=subprocess.PIPE, stderr=log, text=True, env=environment()
            )

    def _address(self, process: subprocess.Popen[str]) -> str:
        line = process.stdout.readline() if process.stdout is not None else ""
        try:
            url = json.loads(line)["url"]
        except (ValueError, KeyError) as error:
            said = (self._folder / "central.log").read_text(encoding="utf-8", errors="replace").strip()
            raise DemoError(f"the central service did not start: {said[-_MOST_SAID:]}") from error
        return str(url)

    def _slip(self) -> str:
        """What whoever sets the terminal up is handed: its id, a one-time code, and whom to believe."""
        told = self.command("code", "--kiosk", KIOSK, "--branch", BRANCH)
        return next(line.split()[-1] for line in told.splitlines() if line.startswith(_SLIP))

    def _run(self, *arguments: str, said: str = "") -> str:
        command = [sys.executable, "-m", *arguments]
        done = subprocess.run(command, input=said, capture_output=True, text=True, check=False, env=environment())
        if done.returncode:
            raise DemoError(f"{' '.join(arguments[:2])} failed: {done.stderr.strip()[-_MOST_SAID:]}")
        return done.stdout

    def _write_settings(
        self, provisioned: Mapping[str, Any], url: str, overrides: Mapping[str, Mapping[str, Any]]
    ) -> None:
        tables: dict[str, dict[str, Any]] = {
            "terminal": {
                "id": provisioned["kiosk"],
                "branch": provisioned["branch"],
                "bank": provisioned["bank"],
            },
            "central": {
                "url": url,
                "ca": "ca.pem",
                "certificate": "identity.pem",
                "key": "identity.pem",
                "desired_keys": provisioned["desired_keys"],
                "cosigner": provisioned["cosigner"],
                "poll_s": 1.0,
            },
            "devices": {"printer": "simulated"},
            "cameras": {},
        }
        for table, values in overrides.items():
            tables.setdefault(table, {}).update(values)
        lines: list[str] = []
        for table, values in tables.items():
            lines.append(f"[{table}]")
            lines += [f"{key} = {_toml(value)}" for key, value in values.items()]
        for view in ("code", "document", "face"):
            lines += [f"[cameras.{view}]", 'driver = "simulated"']
        self.settings_path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _end(process: subprocess.Popen[str] | None, *, kill: bool = False) -> None:
    """End a process and wait for it."""
    if process is None:
        return
    if not kill:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_ENDS_WITHIN_S)
    if process.poll() is None:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _toml(value: Any) -> str:
    """A TOML value: JSON's texts, numbers, booleans and lists of texts are TOML's too."""
    return json.dumps(value, ensure_ascii=False)


def environment() -> dict[str, str]:
    """The programs run unbuffered, and none of them through a proxy: everything is on loopback."""
    environment = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
    return environment | {"PYTHONUNBUFFERED": "1", "NO_PROXY": "*"}
