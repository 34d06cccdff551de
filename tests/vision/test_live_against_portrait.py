"""A threshold measured with mirror images on both sides holds for a live frame, which is embedded once."""

from __future__ import annotations

import numpy as np
import pytest

from kiosk.places import measurement_pictures
from kiosk.vision.engines import BUILT_IN, open_engine
from kiosk.vision.evaluate import pictures
from kiosk.vision.mesh import FaceMesh
from kiosk.vision.models import Floats, ModelError


@pytest.mark.nightly
@pytest.mark.parametrize("name", BUILT_IN)
def test_a_frame_embedded_once_errs_no_more_than_a_portrait(name: str) -> None:
    try:
        engine = open_engine(name)
    except ModelError as error:
        pytest.skip(str(error))
    folder = measurement_pictures("faces")
    if folder is None:
        pytest.skip("no measurement data: KIOSK_SHARED_DATA")
    people, portraits, frames = [], [], []
    meshes: list[FaceMesh] = []
    embed = engine.embedder.embed
    patch = pytest.MonkeyPatch()
    patch.setattr(
        engine.embedder, "embed", lambda image, mesh, *, once=False: meshes.append(mesh) or embed(image, mesh)
    )
    try:
        for person, image in pictures(folder):
            template = None if image is None else engine.portrait(image)
            if image is not None and template is not None:
                people.append(person)
                portraits.append(template.vector)
                frames.append(embed(image, meshes[-1], once=True))
    finally:
        patch.undo()
    names = np.array(people)
    same = names[:, None] == names[None, :]
    apart = ~np.eye(len(names), dtype=bool)

    def rates(a: list[Floats], b: list[Floats]) -> tuple[int, int, float]:
        distances = np.sqrt(np.maximum(0, 2 - 2 * np.array(a) @ np.array(b).T))
        impostors = distances[~same]
        wrong = int((impostors < engine.threshold()).sum())
        return wrong, impostors.size, float((distances[same & apart] < engine.threshold()).mean())

    (live_wrong, pairs, live_right), (wrong, _, right) = rates(portraits, frames), rates(portraits, portraits)
    assert live_wrong <= wrong
    assert live_wrong / pairs <= 1e-4
    assert live_right >= right - 0.04  # one frame; the kiosk takes five
