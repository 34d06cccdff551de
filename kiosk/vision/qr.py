"""QR codes (ISO/IEC 18004) from frames, by zxing-cpp."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from kiosk.core.ports import CodeRead, SeveralCodesSeen

_QR_ONLY: Final = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_THOROUGH_EVERY: Final = 4
"""Every fourth frame is also searched for dark-mode (inverted), turned and oversized codes, at about 1.4x the cost."""


class CodeReader:
    """Reads the one QR code before a camera. Keeps only a frame counter; not thread-safe."""

    def __init__(self) -> None:
        self._frames = 0

    def read(self, frame: NDArray[np.uint8]) -> CodeRead | SeveralCodesSeen | None:
        """The code in a frame, told apart from several different ones; None where there is none.

        `frame` is BGR `(height, width, 3)` or gray `(height, width)`, uint8. A code that is no text is read as the
        characters its bytes stand for, so that the customer can be told that it is not ours. An array of another
        shape or type holds no code.
        """
        gray = _gray(frame)
        if gray is None:
            return None
        thorough = self._frames % _THOROUGH_EVERY == _THOROUGH_EVERY - 1
        self._frames += 1
        found = zxingcpp.read_barcodes(
            gray,
            formats=_QR_ONLY,
            text_mode=zxingcpp.TextMode.Plain,
            try_rotate=thorough,
            try_downscale=thorough,
            try_invert=thorough,
        )
        texts = {text for barcode in found if (text := barcode.text)}
        if len(texts) > 1:
            return SeveralCodesSeen()
        return CodeRead(texts.pop()) if texts else None


def _gray(frame: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    if frame.dtype != np.uint8 or not frame.size:
        return None
    match frame.shape:
        case (_, _):
            return np.ascontiguousarray(frame)
        case (_, _, 3):
            return np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
        case _:
            return None
