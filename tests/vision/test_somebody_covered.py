"""How often one look of the veil's watch sees a face that is covered; covers are drawn on real faces.

With `-s -n0 -m nightly` the figures of docs/security.md are printed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import cv2
import numpy as np
import pytest
from test_face_gates import JAW

from kiosk.places import measurement_pictures
from kiosk.vision.evaluate import pictures
from kiosk.vision.face import FaceEngine
from kiosk.vision.geometry import Image
from kiosk.vision.mesh import FaceMesh

Cover = Callable[[Image, FaceMesh], Image]
Colour = tuple[int, int, int]

WIDTHS: Final = (120, 180, 280)
"""Of a face from cheek to cheek, in pixels of a frame of 1280 x 720."""
_WHITE, _BLUE, _BLACK = (235, 235, 235), (200, 170, 120), (25, 25, 25)
# Points of MediaPipe's canonical face model.
_MASK: Final = (*JAW, 197)
_EYES: Final = ((33, 133), (362, 263))


def bare(image: Image, _: FaceMesh) -> Image:
    return image


def mask(colour: Colour) -> Cover:
    """From cheek to cheek, nose bridge to chin."""

    def cover(image: Image, mesh: FaceMesh) -> Image:
        edge = cv2.convexHull(mesh.points[list(_MASK)].astype(np.int32))
        return _picture(cv2.fillPoly(image.copy(), [edge], colour))

    return cover


def glasses(image: Image, mesh: FaceMesh) -> Image:
    """Dark ones."""
    worn = image.copy()
    for corners in _EYES:
        left, right = mesh.points[list(corners)]
        width = float(np.linalg.norm(right - left))
        lens = (_point((left + right) / 2), (1.9 * width, 1.4 * width), math.degrees(mesh.roll))
        cv2.ellipse(worn, lens, _BLACK, -1, cv2.LINE_AA)
    return worn


def mask_and_glasses(image: Image, mesh: FaceMesh) -> Image:
    return glasses(mask(_WHITE)(image, mesh), mesh)


def face_veil(image: Image, mesh: FaceMesh) -> Image:
    """All but the eyes."""
    worn = np.zeros(image.shape[:2], np.uint8)
    centre = mesh.points.mean(0)
    cv2.fillPoly(worn, [cv2.convexHull(((mesh.points - centre) * 1.45 + centre).astype(np.int32))], 255)
    slit = (_point(mesh.eyes.mean(0)), (2.1 * mesh.eye_distance, 0.62 * mesh.eye_distance), math.degrees(mesh.roll))
    cv2.fillPoly(worn, [cv2.boxPoints(slit).astype(np.int32)], 0)
    return _picture(np.where(worn[..., None] > 0, np.array(_BLACK, np.uint8), image))


COVERS: Final[dict[str, Cover]] = {
    "bare": bare,
    "dark glasses": glasses,
    "white mask": mask(_WHITE),
    "blue mask": mask(_BLUE),
    "black mask": mask(_BLACK),
    "white mask and dark glasses": mask_and_glasses,
    "veil, eyes free": face_veil,
}


@pytest.mark.nightly
@pytest.mark.timeout(900)
def test_a_covered_face_is_often_seen_and_a_bare_one_always(engine: FaceEngine) -> None:
    folder = measurement_pictures("faces")
    if folder is None:
        pytest.skip("no measurement data: KIOSK_SHARED_DATA")
    seen = {name: np.zeros(len(WIDTHS)) for name in COVERS}
    faces = 0
    for _, image in pictures(folder):
        mesh = None if image is None else engine._subject(image)
        if image is None or mesh is None:
            continue
        faces += 1
        across = float(np.linalg.norm(mesh.points[454] - mesh.points[234]))
        for name, cover in COVERS.items():
            covered = cover(image, mesh)
            seen[name] += [engine.sees_somebody(_framed(covered, width / across)) for width in WIDTHS]
    share = {name: hits / faces for name, hits in seen.items()}
    print(f"\n{faces} faces, {', '.join(map(str, WIDTHS))} px wide: seen in %")
    for name, shares in share.items():
        print(f"{name:28}", *(f"{100 * part:5.0f}" for part in shares))
    assert share["bare"][1:].min() > 0.99
    assert share["dark glasses"][1:].min() > 0.99
    assert min(share[name][1] for name in COVERS if "mask" in name) > 0.35
    assert share["veil, eyes free"][2] > 0.25


def _framed(image: Image, scale: float) -> Image:
    """The picture, scaled, in the middle of a grey frame."""
    sized = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    height, width = min(sized.shape[0], 720), min(sized.shape[1], 1280)
    top, left = (sized.shape[0] - height) // 2, (sized.shape[1] - width) // 2
    frame = np.full((720, 1280, 3), 110, np.uint8)
    y, x = (720 - height) // 2, (1280 - width) // 2
    frame[y : y + height, x : x + width] = sized[top : top + height, left : left + width]
    return frame


def _picture(pixels: object) -> Image:
    return np.asarray(pixels, np.uint8)


def _point(at: np.ndarray[tuple[int], np.dtype[np.floating]]) -> tuple[float, float]:
    return float(at[0]), float(at[1])
