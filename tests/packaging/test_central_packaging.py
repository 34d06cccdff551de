"""What runs the central service names only what there is: commands, options, settings, metrics, files."""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from central import tables
from central.__main__ import _parser
from central.service import Service

TOP = Path(__file__).parents[2]
HERE = TOP / "packaging" / "central"
PAGES = (HERE / "README.md", TOP / "docs" / "central.md", TOP / "docs" / "scale.md")


def options() -> dict[str, set[str]]:
    """Every command's options."""
    commands = next(action for action in _parser()._actions if isinstance(action, argparse._SubParsersAction))
    return {
        name: {option for action in parser._actions for option in action.option_strings}
        for name, parser in commands.choices.items()
    }


def compose() -> Any:
    return yaml.safe_load((HERE / "compose.yaml").read_text(encoding="utf-8"))


def calls() -> list[tuple[str, list[str]]]:
    """Every `kiosk-central COMMAND ...` of the files, and where it stands."""
    found: list[tuple[str, list[str]]] = []
    for path in (*HERE.glob("*.service"), *PAGES):
        text = path.read_text(encoding="utf-8").replace("\\\n", " ")
        program = "bin/kiosk-central" if path.suffix == ".service" else "kiosk-central"
        said = re.findall(rf"(?<!lib/){program} +([a-z][a-z-]*\b[^\n`|]*)", text)
        found += [(path.name, [word.strip("[]().,;") for word in words.split()]) for words in said]
    lines = (HERE / "Containerfile").read_text(encoding="utf-8").splitlines()
    found += [("Containerfile", yaml.safe_load(line[4:])) for line in lines if line.startswith("CMD ")]
    found += [(name, service["command"]) for name, service in compose()["services"].items() if "command" in service]
    return found


def test_every_command_and_option_is_there() -> None:
    known, seen = options(), set()
    for where, (command, *arguments) in calls():
        if where.endswith(".md") and command not in known and not any(word.startswith("--") for word in arguments):
            continue  # a sentence that begins with the program's name
        assert command in known, f"{where}: kiosk-central {command}"
        seen.add(command)
        for word in arguments:
            if word.startswith("--"):
                assert word in known[command], f"{where}: kiosk-central {command} {word}"
    assert {"serve", "backup", "restore", "erase", "unseal", "content"} <= seen


def test_every_metric_of_an_alert_is_there(tmp_path: Path) -> None:
    metrics = pytest.importorskip("central.metrics")
    rules = [
        rule
        for group in yaml.safe_load((HERE / "alerts.yaml").read_text(encoding="utf-8"))["groups"]
        for rule in group["rules"]
    ]
    with Service(tmp_path) as service:
        families = {
            sample
            for family in metrics.Metrics(service).registry.collect()
            for sample in (family.name, *(family.name + end for end in ("_total", "_bucket", "_count", "_sum")))
        } | {"kiosk_central_alarms"}
    named = {name for rule in rules for name in re.findall(r"\bkiosk_central_[a-z_]+", rule["expr"])}
    assert len(named) >= 5
    assert named <= families
    for rule in rules:
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert rule["annotations"]["summary"]
        assert rule["annotations"]["action"]
    code = "".join(path.read_text(encoding="utf-8") for path in (TOP / "central").rglob("*.py"))
    for rule in rules:
        for kinds in re.findall(r'kind=~"([^"]+)"', rule["expr"]):
            assert all(f'"{kind}"' in code for kind in kinds.split("|")), kinds


def test_the_composition_is_whole() -> None:
    told = compose()
    services = told["services"]
    for service in services.values():
        for name in service.get("depends_on", ()):
            assert name in services
        assert set(service.get("networks", ())) <= set(told["networks"])
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert source in told["volumes"] or source == "./front" or (HERE / source).is_file()
    for name in ("central", "central-behind-proxy"):
        service = services[name]
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert "KIOSK_CENTRAL_DATABASE" in service["environment"]
    believed = services["central-behind-proxy"]["command"]
    front = services["front"]["networks"]["inside"]["ipv4_address"]
    assert believed[believed.index("--behind-proxy") + 1] == front
    nginx = (HERE / "nginx.conf").read_text(encoding="utf-8")
    assert f"central-behind-proxy:{believed[believed.index('--port') + 1]};" in nginx


def test_the_container_copies_what_the_build_needs() -> None:
    text = (HERE / "Containerfile").read_text(encoding="utf-8")
    for line in re.findall(r"^COPY (?!--from)(.*)$", text, re.MULTILINE):
        for name in line.split()[:-1]:
            assert (TOP / name).exists()
    lock = (TOP / "uv.lock").read_text(encoding="utf-8")
    for package in re.findall(r"--no-install-package (\S+)", text):
        assert f'name = "{package}"' in lock


_WITHOUT = """
import sys
class Block:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {names}:
            raise ImportError(name)
sys.meta_path.insert(0, Block())
import central.__main__, central.serve
"""


def test_the_service_needs_nothing_that_draws_or_sees() -> None:
    names = {"PySide6", "shiboken6", "cv2", "numpy", "onnxruntime", "rapidocr", "zxingcpp"}
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT.format(names=names)], capture_output=True, text=True, check=False, cwd=TOP
    )
    assert done.returncode == 0, done.stderr


def test_systemd_finds_no_fault(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("no systemd-analyze on this machine")
    units = []
    for path in (*HERE.glob("*.service"), *HERE.glob("*.timer")):
        text = path.read_text(encoding="utf-8").replace("/opt/branch-kiosk/bin/kiosk-central", "/bin/true")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
        units.append(str(tmp_path / path.name))
    done = subprocess.run(
        [analyze, "verify", "--man=no", "--recursive-errors=no", *units], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    for timer in HERE.glob("*.timer"):
        assert timer.with_suffix(".service").is_file()


def test_every_unit_is_confined() -> None:
    for path in HERE.glob("*.service"):
        text = path.read_text(encoding="utf-8")
        for line in ("User=kiosk-central", "ProtectSystem=strict", "NoNewPrivileges=true", "CapabilityBoundingSet=\n"):
            assert line in text, path.name
        assert "StateDirectory=kiosk-central" in text


def test_tables_of_personal_data_are_known_to_the_documents() -> None:
    page = (TOP / "docs" / "central.md").read_text(encoding="utf-8")
    for table in (tables.visit_key, tables.sealing_key, tables.key_use):
        assert f"`{table.name}`" in page
