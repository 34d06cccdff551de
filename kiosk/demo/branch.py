"""Sets up the branch that a demo needs: the central service, this terminal's certificate, seeded appointments, sync."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import requests

BRANCH, KIOSK = "0571", "0571-3"
_MOST_SAID = 500


class Relay(Protocol):
    """The cable between the terminal and the central service, which the demo can cut."""

    port: int

    def down(self) -> None: ...


@dataclass(frozen=True)
class Seeded:
    """What the central service was seeded with: appointment codes by name."""

    codes: Mapping[str, str]


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
        return self._folder / "kiosk" / "kiosk.toml"

    @property
    def sync_pid(self) -> int | None:
        """The id of the sync process while it runs."""
        return self._sync.pid if self._sync is not None else None

    def open(self, holder_number: str, overrides: Mapping[str, Mapping[str, Any]]) -> Seeded:
        """Start and seed the central service, enrol the terminal, write its settings and start its sync."""
        data, ours = self._folder / "central", self._folder / "kiosk"
        ours.mkdir(parents=True, exist_ok=True)
        self._central = self._start("central", "-m", "central", "serve", "--data", str(data), "--port", "0")
        self.url = self._address(self._central)
        self._run("central", "enrol", "--data", str(data), "--kiosk", KIOSK, "--branch", BRANCH, "--out", str(ours))
        seeded = self._run("central", "seed", "--data", str(data), "--branch", BRANCH, "--holder", holder_number)
        address = urlsplit(self.url)
        self._relay = self._cable(str(address.hostname), int(address.port or 443))
        provisioned = json.loads((ours / "provisioning.json").read_text(encoding="utf-8"))
        self._write_settings(provisioned, self._relay.port, overrides)
        self._sync = self._start("sync", "-m", "kiosk", "sync", "--settings", str(self.settings_path))
        return Seeded({a["name"]: a["code"] for a in json.loads(seeded)["appointments"]})

    def acknowledged(self, epoch: str) -> dict[str, Any]:
        """What the central service holds of this terminal's journal, its root recomputed from the stored bytes."""
        ours = self._folder / "kiosk"
        answer = requests.get(
            f"{self.url}/v1/kiosks/{KIOSK}/epochs/{epoch}",
            cert=(str(ours / "kiosk.pem"), str(ours / "kiosk.key")),
            verify=str(ours / "ca.pem"),
            timeout=10,
        )
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def close(self) -> None:
        """End the processes and wait for them."""
        for process in (self._sync, self._central):
            if process is not None:
                process.terminate()
        for process in (self._sync, self._central):
            if process is not None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(10)
                if process.poll() is None:
                    process.kill()
                    process.wait()
                if process.stdout is not None:
                    process.stdout.close()
        if self._relay is not None:
            self._relay.down()

    def _start(self, name: str, *arguments: str) -> subprocess.Popen[str]:
        with (self._folder / f"{name}.log").open("w", encoding="utf-8") as log:
            return subprocess.Popen(
                [sys.executable, *arguments], stdout=subprocess.PIPE, stderr=log, text=True, env=_environment()
            )

    def _address(self, process: subprocess.Popen[str]) -> str:
        line = process.stdout.readline() if process.stdout is not None else ""
        try:
            url = json.loads(line)["url"]
        except (ValueError, KeyError) as error:
            said = (self._folder / "central.log").read_text(encoding="utf-8", errors="replace").strip()
            raise DemoError(f"the central service did not start: {said[-_MOST_SAID:]}") from error
        return str(url)

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", *arguments], capture_output=True, text=True, check=False, env=_environment()
        )
        if done.returncode:
            raise DemoError(f"{' '.join(arguments[:2])} failed: {done.stderr.strip()[-_MOST_SAID:]}")
        return done.stdout

    def _write_settings(
        self, provisioned: Mapping[str, Any], port: int, overrides: Mapping[str, Mapping[str, Any]]
    ) -> None:
        tables: dict[str, dict[str, Any]] = {
            "terminal": {
                "id": provisioned["kiosk"],
                "branch": provisioned["branch"],
                "bank": provisioned["bank"],
            },
            "central": {
                "url": f"https://127.0.0.1:{port}",
                "ca": "ca.pem",
                "certificate": "kiosk.pem",
                "key": "kiosk.key",
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


def _toml(value: Any) -> str:
    """A TOML value: JSON's texts, numbers, booleans and lists of texts are TOML's too."""
    return json.dumps(value, ensure_ascii=False)


def _environment() -> dict[str, str]:
    """The programs run unbuffered, and none of them through a proxy: everything is on loopback."""
    environment = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
    return environment | {"PYTHONUNBUFFERED": "1", "NO_PROXY": "*"}
