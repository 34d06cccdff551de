"""The detection error trade-off (DET) curve as SVG.

ISO/IEC 19795-1: the false match rate to the right, the false non-match rate upwards, both axes by the normal deviate
(A. Martin et al., "The DET curve in assessment of detection task performance", Eurospeech 1997).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from statistics import NormalDist
from typing import Final

_TICKS: Final = (1e-5, 1e-4, 1e-3, 1e-2, 0.05, 0.1, 0.2, 0.4)
_LOWEST, _HIGHEST = 1e-5, 0.4
_LEFT, _TOP, _SIDE, _RIGHT, _BOTTOM = 76, 40, 520, 20, 60
_COLOURS: Final = ("#0b5cad", "#b3261e", "#2e7d32")
_deviate = NormalDist().inv_cdf


def det_svg(curves: Sequence[tuple[str, Iterable[tuple[float, float]]]]) -> str:
    """One curve for each (title, points of (false match rate, false non-match rate)).

    Drawn from 0.001 % to 40 %: what lies outside these is left out.
    """
    width, height = _LEFT + _SIDE + _RIGHT, _TOP + _SIDE + _BOTTOM
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"',
        'font-family="sans-serif" font-size="13">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for tick in _TICKS:
        x, y, label = _x(tick), _y(tick), f"{100 * tick:g} %"
        parts += [
            f'<path d="M{x} {_TOP}V{_TOP + _SIDE}M{_LEFT} {y}H{_LEFT + _SIDE}" stroke="#ddd"/>',
            f'<text x="{x}" y="{_TOP + _SIDE + 20}" text-anchor="middle">{label}</text>',
            f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{label}</text>',
        ]
    parts.append(f'<rect x="{_LEFT}" y="{_TOP}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#333"/>')
    for number, (title, points) in enumerate(curves):
        colour = _COLOURS[number % len(_COLOURS)]
        drawn = [(x, y) for x, y in points if _LOWEST <= x <= _HIGHEST and _LOWEST <= y <= _HIGHEST]
        line = " ".join(f"{_x(x)},{_y(y)}" for x, y in drawn)
        parts += [
            f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>',
            f'<text x="{_LEFT + 8}" y="{_TOP - 12 - 16 * number}" fill="{colour}">{escape(title)}</text>',
        ]
    across, up = _LEFT + _SIDE / 2, _TOP + _SIDE / 2
    parts += [
        f'<text x="{across}" y="{height - 16}" text-anchor="middle">false match rate</text>',
        f'<text x="16" y="{up}" text-anchor="middle" transform="rotate(-90 16 {up})">false non-match rate</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _part(rate: float) -> float:
    return (_deviate(rate) - _deviate(_LOWEST)) / (_deviate(_HIGHEST) - _deviate(_LOWEST))


def _x(rate: float) -> float:
    return round(_LEFT + _SIDE * _part(rate), 1)


def _y(rate: float) -> float:
    return round(_TOP + _SIDE * (1 - _part(rate)), 1)
