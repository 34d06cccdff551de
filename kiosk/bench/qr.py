"""Reading QR codes from 720p frames: the kiosk's reader, pyzbar and OpenCV's two detectors on the same frames."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias

import cv2
import numpy as np

from kiosk.bench.report import Result, alone, faster, higher, report
from kiosk.core.ports import CodeRead
from kiosk.vision.geometry import Image
from kiosk.vision.qr import CodeReader

Scenes: TypeAlias = Callable[[int], Iterable[tuple[str, str, Image]]]
"""Given how often to repeat, frames of known codes as (scene, text, BGR picture)."""
_Decode: TypeAlias = Callable[[Image], str | None]

OURS: Final = "kiosk"


def run(quick: bool, scenes: Scenes) -> dict[str, Any]:
    """Measure; `quick` takes each scene once instead of four times. The order of the readers turns with each frame.

    The kiosk's reader is given the camera's BGR frame, as it works; the peers are given the gray plane ready made.
    """
    peers, left_out = _peers()
    reader = CodeReader()
    times: dict[str, list[float]] = {name: [] for name in (OURS, *peers)}
    right: dict[str, int] = dict.fromkeys(times, 0)
    names, frames = list(times), 0
    for _, text, picture in scenes(1 if quick else 4):
        gray = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
        for name in names:
            began = time.perf_counter()
            read = _ours(reader, picture) if name == OURS else peers[name](gray)
            times[name].append((time.perf_counter() - began) * 1e3)
            right[name] += read == text
        names = [*names[1:], names[0]]
        frames += 1
    if not frames:
        raise ValueError("no scenes were given")
    rate = {name: 100 * count / frames for name, count in right.items()}
    results: list[Result] = []
    for peer in peers:
        results.append(faster("one 1280x720 frame", times[OURS], against=(peer, times[peer])))
        results.append(higher("codes decoded", rate[OURS], unit="%", against=(peer, rate[peer])))
    if not peers:
        results.append(alone("one 1280x720 frame", times[OURS], unit="ms"))
        results.append(alone("codes decoded", [rate[OURS]], unit="%"))
    return report("qr", results, left_out=left_out)


def _ours(reader: CodeReader, picture: Image) -> str | None:
    seen = reader.read(picture)
    return seen.text if isinstance(seen, CodeRead) else None


def _peers() -> tuple[dict[str, _Decode], list[str]]:
    """The peers that this machine has, and those it has not."""
    plain, aruco = cv2.QRCodeDetector(), cv2.QRCodeDetectorAruco()
    peers: dict[str, _Decode] = {
        "cv2.QRCodeDetector": lambda gray: _opencv(plain, gray),
        "cv2.QRCodeDetectorAruco": lambda gray: _opencv(aruco, gray),
    }
    try:
        from pyzbar import pyzbar  # noqa: PLC0415 - a peer that a terminal need not have
    except ImportError as error:
        return peers, [f"pyzbar: {error}"]

    def zbar(gray: Image) -> str | None:
        found = pyzbar.decode(gray, symbols=[pyzbar.ZBarSymbol.QRCODE])
        return found[0].data.decode(errors="replace") if found else None

    return {"pyzbar": zbar, **peers}, []


def _opencv(detector: Any, gray: Image) -> str | None:
    try:
        text, *_ = detector.detectAndDecode(gray)
    except cv2.error:
        return None
    return text or None
