"""The demo media, where `packaging/media.py` has fetched them; the engines, and a desk that documents are laid on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from document_desk import Desk, drawn_portrait

from kiosk.places import media_dir
from kiosk.vision.face import FaceEngine
from kiosk.vision.geometry import Image
from kiosk.vision.ocr import RapidOcr


class Media:
    """Pictures and frames of the demo media. A test that asks for one is skipped where it is absent."""

    def picture(self, name: str) -> Image:
        image = cv2.imread(self._path(name))
        assert image is not None
        return image.astype(np.uint8, copy=False)

    def frames(self, name: str, every: int = 1) -> Iterator[Image]:
        capture = cv2.VideoCapture(self._path(name))
        number = 0
        while capture.grab():
            if number % every == 0:
                yield capture.retrieve()[1].astype(np.uint8, copy=False)
            number += 1
        capture.release()
        assert number, f"{name} cannot be decoded"

    @staticmethod
    def _path(name: str) -> str:
        path = media_dir() / name
        if not path.is_file():
            pytest.skip("the demo media are absent: python packaging/media.py")
        return str(path)


@pytest.fixture(scope="session")
def media() -> Media:
    return Media()


@pytest.fixture(scope="session")
def engine() -> FaceEngine:
    """One engine for all tests: it keeps nothing between pictures."""
    return FaceEngine()


@pytest.fixture(scope="session")
def ocr() -> RapidOcr:
    return RapidOcr(2)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(drawn_portrait(tmp_path))
