"""From an aligned face to a template, and how far apart two templates may be."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from kiosk.vision.geometry import Image, Points, cut, planes, similarity
from kiosk.vision.mesh import FaceMesh
from kiosk.vision.models import MODELS, Floats, Model, ModelError

CALIBRATION: Final[Path] = MODELS / "calibration"


class Embedder(Protocol):
    """Turns a face into numbers that lie close together for one person and far apart for two.

    Another engine (a bank's own network) joins by keeping this; its thresholds come from its own `Calibration`.
    """

    @property
    def name(self) -> str:
        """The engine, for the journal and the calibration."""

    @property
    def model_sha256(self) -> str:
        """Exactly which network."""

    @property
    def dimension(self) -> int:
        """How many numbers a template has."""

    @property
    def alignment(self) -> str:
        """How the face is cut out; a threshold holds for one alignment only."""

    @property
    def mirrored(self) -> bool:
        """Whether the mirrored face is embedded too and added, but where the face is embedded once."""

    def embed(self, image: Image, mesh: FaceMesh, *, once: bool = False) -> Floats:
        """The unit vector of a face, float32, `dimension` long. Raises `ModelError`.

        `once` leaves the mirrored face out: for one of several frames, which are averaged anyway.
        """


# InsightFace's ArcFace template for 112 x 112, in pixels (J. Deng et al., "ArcFace", CVPR 2019).
_ARCFACE_112: Final[Points] = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]], np.float32
)


class ArcFaceNetwork:
    """Any network for 112 x 112 faces placed as ArcFace places them: NCHW, float32, pixels times scale plus shift.

    The face and its mirror image, where that is wanted, are embedded, brought to length one, added and brought to
    length one again.
    """

    SIZE: Final = 112

    # 2: since the face is shrunk by whole numbers before it is cut out.
    alignment: Final = "arcface112-mesh5-2"

    def __init__(
        self,
        model: Model,
        name: str,
        dimension: int,
        *,
        scale: float,
        shift: float,
        bgr: bool = False,
        mirrored: bool = True,
    ) -> None:
        self.name: Final = name
        self.dimension: Final = dimension
        self.mirrored: Final = mirrored
        self.model_sha256: Final = model.sha256
        self._model = model
        self._one_by_one: Final = model.input_shape[0] == 1
        self._scale, self._shift, self._bgr = scale, shift, bgr

    def embed(self, image: Image, mesh: FaceMesh, *, once: bool = False) -> Floats:
        chip = cut(image, similarity(_ARCFACE_112, mesh.five_points), self.SIZE)
        views = [chip, chip[:, ::-1]] if self.mirrored and not once else [chip]
        batch = planes(views, scale=self._scale, shift=self._shift)
        if self._bgr:
            batch = np.ascontiguousarray(batch[:, ::-1])
        parts = [batch[n : n + 1] for n in range(len(views))] if self._one_by_one else [batch]
        vectors = np.concatenate([self._model.run(part)[0] for part in parts])
        return direction([unit(vector) for vector in vectors], self.name)


class MobileFaceNet(ArcFaceNetwork):
    """S. Chen et al., "MobileFaceNets: efficient CNNs for accurate real-time face verification", CCBR 2018."""

    def __init__(self, model: Model) -> None:
        super().__init__(model, "mobilefacenet", 192, scale=1 / 128, shift=-127.5 / 128)


# dlib's mean places of four eye corners and the point below the nose, in parts of the face; a quarter is added around
# (`get_face_chip_details` for five points).
_DLIB_PADDING: Final = 0.25
_DLIB_150: Final[Points] = (
    (
        np.array(
            [
                [0.8595674595992, 0.2134981538014],
                [0.6460604764104, 0.2289674387677],
                [0.1205750620789, 0.2137274526848],
                [0.3340850613712, 0.2290642403242],
                [0.4901123135679, 0.6277975316475],
            ],
            np.float32,
        )
        + np.float32(_DLIB_PADDING)
    )
    / np.float32(1 + 2 * _DLIB_PADDING)
    * np.float32(150)
)
_DLIB_POINTS: Final = [263, 362, 33, 133, 2]


class DlibResNet:
    """D. King's face recognition network of dlib 19 (2017): what the Python package `face_recognition` compares with.

    Its vectors are brought to length one here, which dlib does not do. On 240 people that accepted 66 % of the right
    ones at one false accept in 10,000, and 55 % without.
    """

    SIZE: Final = 150

    name: Final = "dlib"
    dimension: Final = 128
    alignment: Final = "dlib150-mesh5"
    mirrored: Final = True

    def __init__(self, model: Model) -> None:
        self._model = model
        self.model_sha256: Final = model.sha256

    def embed(self, image: Image, mesh: FaceMesh, *, once: bool = False) -> Floats:
        chip = cut(image, similarity(_DLIB_150, mesh.points[_DLIB_POINTS]), self.SIZE)
        (vectors,) = self._model.run(planes([chip] if once else [chip, chip[:, ::-1]], scale=1, shift=0))
        return direction(vectors, self.name)


def direction(vectors: Sequence[Floats] | Floats, name: str) -> Floats:
    """The mean direction of several vectors at length one. Raises `ModelError` where there is none."""
    mean = np.sum(vectors, axis=0)
    if not np.isfinite(mean).all() or not mean.any():
        raise ModelError(f"{name} gave no direction")
    return unit(mean)


def unit(vector: Floats) -> Floats:
    """The vector at length one; a zero vector stays zero."""
    length: Floats = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return length


@dataclass(frozen=True, eq=False)
class Template:
    """A face as a unit vector of one engine: biometric data. Never printed, never stored, wiped after the visit."""

    engine: str
    vector: Floats = field(repr=False)

    def distance(self, other: Template) -> float:
        """The Euclidean distance, 0 to 2. Raises `ValueError` for templates of two engines or a wiped one."""
        if self.engine != other.engine:
            raise ValueError(f"templates of {self.engine} and {other.engine} cannot be compared")
        if self.wiped or other.wiped:
            raise ValueError("a wiped template cannot be compared")
        return float(np.linalg.norm(self.vector - other.vector))

    @property
    def wiped(self) -> bool:
        """Whether nothing is left in it."""
        return not self.vector.any()

    def copy(self) -> Template:
        """The same face in numbers of its own, to be wiped on its own."""
        return Template(self.engine, self.vector.copy())

    def wipe(self) -> None:
        """Overwrite the numbers with zeros, in place."""
        self.vector.fill(0)


def fused(templates: Sequence[Template]) -> Template:
    """One template of several of the same face: the mean direction. Raises `ValueError` for none or mixed engines."""
    if len({template.engine for template in templates}) != 1:
        raise ValueError("templates of exactly one engine are needed")
    return Template(templates[0].engine, unit(np.sum([template.vector for template in templates], axis=0)))


class CalibrationError(Exception):
    """There is no calibration for this engine as it stands here, or none for the rate asked for."""


@dataclass(frozen=True)
class OperatingPoint:
    """Below `threshold`, this part of impostors was accepted, and this part of the right people."""

    false_accept_rate: float
    threshold: float
    true_accept_rate: float


@dataclass(frozen=True)
class Calibration:
    """The measured operating points of one network with one alignment, mirrored or not."""

    engine: str
    model_sha256: str
    alignment: str
    mirrored: bool
    default_false_accept_rate: float
    measured_on: str
    points: tuple[OperatingPoint, ...]

    def threshold(self, false_accept_rate: float | None = None) -> float:
        """The distance below which a face is accepted at a false-accept rate; None means the default.

        Nothing is interpolated: an unmeasured rate gets the measured one next below it. Raises `CalibrationError` where
        none is so strict.
        """
        wanted = self.default_false_accept_rate if false_accept_rate is None else false_accept_rate
        strict = [point for point in self.points if point.false_accept_rate <= wanted]
        if not strict:
            raise CalibrationError(f"{self.engine} was not measured at a false-accept rate of {wanted:g}")
        return max(strict, key=lambda point: point.false_accept_rate).threshold


def read_calibration(embedder: Embedder, folder: Path = CALIBRATION) -> Calibration:
    """The calibration `<engine>.toml`, if it was measured with exactly this embedder. Raises `CalibrationError`."""
    path = folder / f"{embedder.name}.toml"
    try:
        content = tomllib.loads(path.read_text("utf-8"))
        points = tuple(OperatingPoint(**point) for point in content.pop("point"))
        calibration = Calibration(**content, points=points)
        sane = all(0 < p.false_accept_rate < 1 and 0 < p.threshold < 2 and 0 <= p.true_accept_rate <= 1 for p in points)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CalibrationError(f"the table {path} cannot be read: {type(error).__name__}") from error
    if not sane:
        raise CalibrationError(f"{path.name} holds numbers that cannot be")
    for what in ("engine", "model_sha256", "alignment", "mirrored"):
        actual = embedder.name if what == "engine" else getattr(embedder, what)
        if getattr(calibration, what) != actual:
            raise CalibrationError(f"{path.name} was measured with another {what}")
    return calibration
