"""Drivers are found by name, and nothing is imported before it is asked for."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint, EntryPoints
from typing import Any

import pytest

import drivers

BUILT_IN = {"camera_v4l", "qr_camera", "simulated_camera", "simulated_printer", "silent_voice"}


def installed(monkeypatch: pytest.MonkeyPatch, *entries: tuple[str, str]) -> None:
    found = EntryPoints(EntryPoint(name, value, drivers.GROUP) for name, value in entries)

    def select(**wanted: Any) -> EntryPoints:
        return found.select(**wanted)

    monkeypatch.setattr("importlib.metadata.entry_points", select)


@pytest.mark.parametrize("name", sorted(BUILT_IN))
def test_the_built_in_drivers_load(name: str) -> None:
    assert name in drivers.names()
    assert callable(drivers.factory(name))


def test_an_unknown_driver_is_named_with_those_that_are_known() -> None:
    with pytest.raises(drivers.DriverError, match=r"'camera_v4l2'.*camera_v4l, .*qr_camera"):
        drivers.factory("camera_v4l2")


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ([], "known: none"),
        ([("x", "drivers.nowhere:Thing")], "does not load"),
        ([("x", "drivers.qr_camera:Nothing")], "does not load"),
        ([("x", "drivers.qr_camera:DEVICE")], "names no factory"),
        ([("x", "drivers.qr_camera:QrCamera"), ("x", "theirs:Scanner")], "several drivers"),
    ],
    ids=["none", "no module", "no attribute", "no factory", "twice"],
)
def test_a_driver_that_cannot_be_used_is_told_by_name(
    entries: list[tuple[str, str]], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(monkeypatch, *entries)
    with pytest.raises(drivers.DriverError, match=says) as raised:
        drivers.factory("x")
    assert "'x'" in str(raised.value)


def test_the_same_driver_listed_twice_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, ("x", "drivers.qr_camera:QrCamera"), ("x", "drivers.qr_camera:QrCamera"))
    assert callable(drivers.factory("x"))


def test_asking_for_names_imports_no_driver() -> None:
    script = (
        "import drivers, sys; drivers.names(); print([m for m in sys.modules if m.startswith(('drivers.', 'cv2'))])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
