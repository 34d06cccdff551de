"""Where a model looks: mapping between a picture and the upright piece of it that a model takes.

Points are (x, y) in pixels with pixel centres at whole numbers, as OpenCV counts. A map is a 2x3 float64 matrix that
takes a point of the piece to its place in the picture.
"""

from __future__ import annotations

import math
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Image: TypeAlias = NDArray[np.uint8]
"""Height x width x 3, BGR."""
Points: TypeAlias = NDArray[np.float32]
Map: TypeAlias = NDArray[np.float64]

_SHRINKS_VISIBLY: Final = 1.6  # picture pixels per pixel of the piece from which bilinear sampling aliases
_LARGE_BLOCK: Final = 6  # from here every second row and column is enough to average, and takes half the time
_MARGIN: Final = 2


def is_image(image: object) -> bool:
    """Whether this is a BGR picture with something to look at."""
    return (
        isinstance(image, np.ndarray)
        and image.dtype == np.uint8
        and image.ndim == 3
        and (image.shape[2] == 3 and min(image.shape[:2]) > 1)
    )


def similarity(source: Points, target: Points) -> Map:
    """The turn, scale and shift that takes `source` to `target` with the least squared error.

    Both are n x 2, n at least 2. S. Umeyama, "Least-squares estimation of transformation parameters between two point
    patterns", IEEE TPAMI 13(4), 1991, without reflection.
    """
    a, b = source.astype(np.float64), target.astype(np.float64)
    a_mean, b_mean = a.mean(0), b.mean(0)
    a, b = a - a_mean, b - b_mean
    # In the plane the best rotation has a closed form: the angle of the sum of conj(a) * b as complex numbers.
    along, across = float((a * b).sum()), float((a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum())
    spread = float((a * a).sum()) or 1.0
    cosine, sine = along / spread, across / spread
    linear = np.array([[cosine, -sine], [sine, cosine]])
    return np.column_stack([linear, b_mean - linear @ a_mean])


def upright_square(centre: tuple[float, float], side: float, roll: float, size: int) -> Map:
    """The map of a `size` x `size` piece that shows the square around `centre`, turned by `roll` radians."""
    scale = side / size
    cosine, sine = math.cos(roll) * scale, math.sin(roll) * scale
    half = (size - 1) / 2
    return np.array(
        [
            [cosine, -sine, centre[0] - cosine * half + sine * half],
            [sine, cosine, centre[1] - sine * half - cosine * half],
        ]
    )


def scale_of(piece_to_image: Map) -> float:
    """Picture pixels per pixel of the piece."""
    return math.sqrt(abs(float(np.linalg.det(piece_to_image[:, :2]))))


def apply(points: Points, piece_to_image: Map) -> Points:
    """The n x 2 points of the piece, in the picture."""
    moved: Points = (points @ piece_to_image[:, :2].T + piece_to_image[:, 2]).astype(np.float32)
    return moved


def inverse(piece_to_image: Map) -> Map:
    """The map the other way: a place in the picture to the point of the piece."""
    return np.linalg.inv(np.vstack([piece_to_image, [0, 0, 1]]))[:2]


def cut(image: Image, piece_to_image: Map, size: int) -> Image:
    """The `size` x `size` piece, bilinear; black outside the picture.

    Where the piece is much coarser than the picture, the region is first averaged down, or fine detail would alias.
    """
    scale = scale_of(piece_to_image)
    if scale > _SHRINKS_VISIBLY:
        image, piece_to_image = _averaged_down(image, piece_to_image, size, scale)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    piece: Image = cv2.warpAffine(image, piece_to_image, (size, size), flags=flags).astype(np.uint8, copy=False)
    return piece


def _averaged_down(image: Image, piece_to_image: Map, size: int, scale: float) -> tuple[Image, Map]:
    """The region of the piece, shrunk by a whole number, and the map to it."""
    factor = round(scale)
    corners = apply(np.array([[0, 0], [size, 0], [0, size], [size, size]], np.float32), piece_to_image)
    height, width = image.shape[:2]
    left, top = np.clip(np.floor(corners.min(0)) - _MARGIN, 0, [width - 1, height - 1]).astype(int)
    right, bottom = np.clip(np.ceil(corners.max(0)) + _MARGIN, [left + 1, top + 1], [width, height]).astype(int)
    # The last block may reach beyond the region; beyond the picture's edge the edge goes on.
    rows, columns = (-(-extent // factor) * factor for extent in (bottom - top, right - left))
    region = image[top : top + rows, left : left + columns]
    below, beside = rows - region.shape[0], columns - region.shape[1]
    if below or beside:
        region = cv2.copyMakeBorder(region, 0, below, 0, beside, cv2.BORDER_REPLICATE).astype(np.uint8, copy=False)
    shift = (0.5 - np.array([left, top])) / factor - 0.5
    to_small = np.array([[1 / factor, 0, shift[0]], [0, 1 / factor, shift[1]], [0, 0, 1]])
    return _in_blocks(region, factor), (to_small @ np.vstack([piece_to_image, [0, 0, 1]]))[:2]


def letterbox(image: Image, size: int) -> tuple[Image, Map]:
    """The whole picture in the middle of a black `size` x `size` square, and the map back."""
    height, width = image.shape[:2]
    scale = max(height, width) / size
    columns, rows = max(1, round(width / scale)), max(1, round(height / scale))
    whole = next((factor for factor in range(int(scale), 1, -1) if width % factor == height % factor == 0), 1)
    if whole > 1:
        image = _in_blocks(image, whole)
    interpolation = cv2.INTER_AREA if scale / whole > _SHRINKS_VISIBLY else cv2.INTER_LINEAR
    left, top = (size - columns) // 2, (size - rows) // 2
    square = np.zeros((size, size, 3), np.uint8)
    square[top : top + rows, left : left + columns] = cv2.resize(image, (columns, rows), interpolation=interpolation)
    fx, fy = width / columns, height / rows
    back = np.array([[fx, 0, fx * (0.5 - left) - 0.5], [0, fy, fy * (0.5 - top) - 0.5]])
    return square, back


def _in_blocks(image: Image, factor: int) -> Image:
    """The picture averaged over blocks of `factor` x `factor` pixels, which divides its sides.

    Whole blocks, because OpenCV averages those several times faster.
    """
    rows, columns = image.shape[0] // factor, image.shape[1] // factor
    if factor >= _LARGE_BLOCK and factor % 2 == 0:
        halves = (columns * factor // 2, rows * factor // 2)
        image = cv2.resize(image, halves, interpolation=cv2.INTER_NEAREST).astype(np.uint8, copy=False)
    return cv2.resize(image, (columns, rows), interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def planes(pieces: list[Image], *, scale: float, shift: float) -> NDArray[np.float32]:
    """The pieces as a model takes them: n x 3 x height x width, RGB, `value * scale + shift`."""
    height, width = pieces[0].shape[:2]
    batch = np.empty((len(pieces), 3, height, width), np.float32)
    for planes_of_piece, piece in zip(batch, pieces, strict=True):
        for number, plane in enumerate(planes_of_piece):
            np.multiply(piece[..., 2 - number], np.float32(scale), out=plane)
    batch += np.float32(shift)
    return batch
