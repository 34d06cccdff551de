"""The DET curve is drawn where ISO/IEC 19795-1 puts it."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET
from statistics import NormalDist

import pytest

from kiosk.vision.tools.det import det_svg

SVG = "{http://www.w3.org/2000/svg}"


def drawn(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    picture = ET.fromstring(det_svg([("one <engine>", points)]))  # noqa: S314 - our own
    line = picture.find(f"{SVG}polyline")
    assert line is not None
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in (line.get("points") or "").split())]


def test_equal_steps_are_equal_deviates() -> None:
    deviates = [-3.5, -2.5, -1.5, -0.5]
    rates = [NormalDist().cdf(deviate) for deviate in deviates]
    xs, ys = zip(*drawn([(rate, rate) for rate in rates]), strict=True)
    for places in (xs, ys):
        steps = [b - a for a, b in itertools.pairwise(places)]
        assert steps == pytest.approx([steps[0]] * 3, abs=0.2)
    assert xs[0] < xs[-1]
    assert ys[0] > ys[-1]  # the lower rate stands lower


def test_rates_that_no_deviate_has_are_left_out() -> None:
    assert len(drawn([(0, 1), (0, 0.1), (0.01, 0.1), (0.01, 0), (1, 0)])) == 1


def test_the_title_is_written_as_it_is() -> None:
    assert "one &lt;engine&gt;" in det_svg([("one <engine>", [])])
