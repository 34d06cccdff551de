"""A threshold is used only with the network, alignment and mirroring it was measured with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kiosk.vision.embed import CALIBRATION, CalibrationError, MobileFaceNet, Template, fused, read_calibration
from kiosk.vision.models import open_model

SHIPPED = (CALIBRATION / "mobilefacenet.toml").read_text("utf-8")


@pytest.fixture(scope="module")
def embedder() -> MobileFaceNet:
    return MobileFaceNet(open_model("mobilefacenet"))


def test_the_shipped_operating_point_is_one_false_accept_in_ten_thousand(embedder: MobileFaceNet) -> None:
    calibration = read_calibration(embedder)
    assert calibration.default_false_accept_rate == 1e-4
    assert calibration.threshold() == calibration.threshold(1e-4) == 0.964
    assert calibration.threshold(1e-5) < calibration.threshold(1e-4) < calibration.threshold(1e-3)


def test_a_rate_nobody_measured_gets_the_stricter_measured_one(embedder: MobileFaceNet) -> None:
    calibration = read_calibration(embedder)
    assert calibration.threshold(9e-4) == calibration.threshold(1e-4)
    assert calibration.threshold(0.5) == calibration.threshold(1e-3)


@pytest.mark.parametrize("rate", [9e-6, 0, -1, float("nan")])
def test_a_rate_below_every_measured_one_is_refused(embedder: MobileFaceNet, rate: float) -> None:
    with pytest.raises(CalibrationError, match="not measured at"):
        read_calibration(embedder).threshold(rate)


@pytest.mark.parametrize(
    ("what", "old", "new"),
    [
        ("engine", 'engine = "mobilefacenet"', 'engine = "dlib"'),
        ("model_sha256", 'model_sha256 = "', 'model_sha256 = "0'),
        ("alignment", "arcface112-mesh5-2", "arcface112-mesh5"),
        ("mirrored", "mirrored = true", "mirrored = false"),
    ],
)
def test_thresholds_of_something_else_are_refused(
    embedder: MobileFaceNet, tmp_path: Path, what: str, old: str, new: str
) -> None:
    assert old in SHIPPED
    (tmp_path / "mobilefacenet.toml").write_text(SHIPPED.replace(old, new), "utf-8")
    with pytest.raises(CalibrationError, match=f"another {what}"):
        read_calibration(embedder, tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not toml",
        SHIPPED.replace("[[point]]", "[point]", 1),
        SHIPPED.replace("threshold = 0.964", "threshold = -1"),
        SHIPPED.replace("threshold = 0.964", 'threshold = "low"'),
        SHIPPED.replace("threshold = 0.964", "threshold = nan"),
        SHIPPED + "surprise = 1",
    ],
)
def test_a_broken_table_is_refused(embedder: MobileFaceNet, tmp_path: Path, text: str) -> None:
    (tmp_path / "mobilefacenet.toml").write_text(text, "utf-8")
    with pytest.raises(CalibrationError):
        read_calibration(embedder, tmp_path)


def test_a_missing_table_is_refused(embedder: MobileFaceNet, tmp_path: Path) -> None:
    with pytest.raises(CalibrationError, match="cannot be read"):
        read_calibration(embedder, tmp_path)


def test_templates_of_two_engines_are_never_compared_or_mixed() -> None:
    a = Template("one", np.array([1, 0], np.float32))
    b = Template("two", np.array([1, 0], np.float32))
    with pytest.raises(ValueError, match="cannot be compared"):
        a.distance(b)
    with pytest.raises(ValueError, match="exactly one engine"):
        fused([a, b])
    with pytest.raises(ValueError, match="exactly one engine"):
        fused([])


def test_a_wiped_template_is_zero_in_place_and_compares_with_nothing() -> None:
    vector = np.array([0.6, 0.8], np.float32)
    template, other = Template("one", vector), Template("one", np.array([0, 1], np.float32))
    template.wipe()
    assert not vector.any()
    assert template.wiped
    with pytest.raises(ValueError, match="wiped"):
        other.distance(template)


def test_a_template_never_prints_its_numbers() -> None:
    assert "0.123" not in repr(Template("one", np.array([0.123], np.float32)))
