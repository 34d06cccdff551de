"""pyproject.toml names what is there."""

from __future__ import annotations

import importlib.metadata
import tomllib
from pathlib import Path

TOP = Path(__file__).parents[2]
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_entry_point_of_the_project_can_be_loaded() -> None:
    distribution = importlib.metadata.distribution("branch-kiosk")
    points = list(distribution.entry_points)
    assert {point.name for point in points} >= set(PROJECT["project"]["scripts"])
    for point in points:
        assert callable(point.load()), point


def test_what_the_project_file_names_is_there() -> None:
    project = PROJECT["project"]
    assert (TOP / project["readme"]).stat().st_size > 500
    for pattern in project["license-files"]:
        assert list(TOP.glob(pattern)), pattern
    for package in PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]:
        assert (TOP / package / "__init__.py").is_file()


def test_the_licence_is_the_one_named() -> None:
    assert PROJECT["project"]["license"] == "Apache-2.0"
    assert "Apache License" in (TOP / "LICENSE").read_text(encoding="utf-8")[:200]


def test_the_version_is_the_installed_one() -> None:
    import kiosk

    assert importlib.metadata.version("branch-kiosk") == kiosk.__version__


def test_changes_are_kept_in_the_changelog() -> None:
    assert "## [Unreleased]" in (TOP / "CHANGELOG.md").read_text(encoding="utf-8")
