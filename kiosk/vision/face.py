"""The face engine: from a picture to a template, or to what the customer should do."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import cv2

from kiosk.core.identity import Guidance
from kiosk.vision.blazeface import BlazeFace, Detection
from kiosk.vision.embed import CALIBRATION, Calibration, Embedder, MobileFaceNet, Template, read_calibration
from kiosk.vision.geometry import Image, cut, is_image, upright_square
from kiosk.vision.iris import IrisModel
from kiosk.vision.mesh import FaceMesh, MeshModel
from kiosk.vision.models import MODELS, open_model

# The gates. Each stands where, on the demo videos blurred, darkened and shrunk step by step, the distance of the same
# man to his portrait began to grow by a tenth, or before.
_SMALLEST_EYE_DISTANCE: Final = 35.0  # px; the embedder's own resolution: a smaller face would be enlarged
_SMALLEST_PORTRAIT: Final = 20.0  # px between the eyes; at 15 the same picture is .29 from itself, at 9 another face
_WIDEST: Final = 0.7  # of the picture's shorter side
_OUTSIDE: Final = 0.05  # of the mesh's points
_WIDEST_YAW: Final = 0.3
_WIDEST_ROLL: Final = math.radians(30)
_DARKEST: Final = 30.0  # mean luma of the face
_SOFTEST: Final = 0.025  # variance of the Laplacian over the variance, of the face at `_SAMPLE` px

_BYSTANDER: Final = 0.5  # a face at least this wide, in widths of the largest, stands too near to be ignored
_SAMPLE: Final = 80
_SAMPLE_SIDE: Final = 2.3  # side of the sampled square in eye distances: brows to chin


@dataclass(frozen=True, eq=False)
class Observation:
    """What one frame of the live camera shows. `template` is there exactly when `guidance` is LOOKING.

    `box` is the largest face: left, top, right, bottom in pixels, and `mesh` the one laid on it; None when there is
    none. `openness` is how far its eyes are open (`IrisModel.openness`).
    """

    guidance: Guidance
    template: Template | None = None
    box: tuple[float, float, float, float] | None = None
    mesh: FaceMesh | None = None
    openness: float | None = None


class FaceEngine:
    """Finds, judges and embeds faces. Models are opened when first needed; not for use by two threads at once.

    Every method that looks may raise `ModelError`; `calibration` raises `CalibrationError`.
    """

    def __init__(
        self, embedder: Embedder | None = None, models: Path = MODELS, calibrations: Path = CALIBRATION
    ) -> None:
        self._given = embedder
        self._models = models
        self._calibrations = calibrations

    @property
    def name(self) -> str:
        """The embedder's name."""
        return self.embedder.name

    @cached_property
    def embedder(self) -> Embedder:
        """What turns a face into a template."""
        return self._given or MobileFaceNet(open_model("mobilefacenet", self._models))

    @cached_property
    def calibration(self) -> Calibration:
        """The measured thresholds of this embedder."""
        return read_calibration(self.embedder, self._calibrations)

    @cached_property
    def _near(self) -> BlazeFace:
        return BlazeFace(open_model("blazeface_short", self._models), 128, BlazeFace.SHORT_LAYERS)

    @cached_property
    def _far(self) -> BlazeFace:
        return BlazeFace(open_model("blazeface_back", self._models), 256, BlazeFace.BACK_LAYERS)

    @cached_property
    def _mesh(self) -> MeshModel:
        return MeshModel(open_model("face_mesh", self._models))

    @cached_property
    def _iris(self) -> IrisModel:
        return IrisModel(open_model("iris", self._models))

    def open(self) -> None:
        """Open every model and the calibration now. Raises `ModelError` and `CalibrationError`."""
        _ = self.calibration, self._near, self._far, self._mesh, self._iris

    def threshold(self, false_accept_rate: float | None = None) -> float:
        """The distance below which a face is accepted; None means the calibration's default rate."""
        return self.calibration.threshold(false_accept_rate)

    def portrait(self, image: Image) -> Template | None:
        """The template of the largest face on a document; None when there is none, or too small to be known again."""
        mesh = self._on_document(image)
        return None if mesh is None else self._template(image, mesh)

    def shows_portrait(self, image: Image) -> bool:
        """Whether `portrait` would find a face; no template is made, so this may come before the consent."""
        return self._on_document(image) is not None

    def _on_document(self, image: Image) -> FaceMesh | None:
        if not is_image(image):
            return None
        for face in self._far.detect(image):
            mesh = self._mesh.lay(image, face)
            if mesh.eye_distance < _SMALLEST_PORTRAIT:
                continue
            # Print on a card can deceive the mesh once; laid again on its own outline it then falls apart.
            if mesh.confirmed and self._mesh.lay(image, mesh.outline).confirmed:
                return mesh
        return None

    def observe(self, image: Image) -> Observation:
        """What a frame of the live camera shows. The cheap detector looks first, the thorough one only counts faces."""
        if not is_image(image):
            return Observation(Guidance.NO_FACE)
        near = self._near.detect(image)
        for number, face in enumerate(near):
            mesh = self._mesh.lay(image, face)
            if mesh.confirmed:
                return self._judge(image, face, mesh, near[number + 1 :])
        return Observation(Guidance.NO_FACE)

    def _judge(self, image: Image, face: Detection, mesh: FaceMesh, rest: list[Detection]) -> Observation:
        if self._bystander(image, face, rest):
            return Observation(Guidance.SEVERAL_FACES, box=face.box, mesh=mesh)
        guidance = judge(image, face, mesh)
        if guidance is Guidance.LOOKING and self._bystander(image, face, self._far.detect(image)):
            guidance = Guidance.SEVERAL_FACES
        template = self._template(image, mesh) if guidance is Guidance.LOOKING else None
        return Observation(guidance, template, face.box, mesh, self._iris.openness(image, mesh))

    def _bystander(self, image: Image, face: Detection, candidates: Iterable[Detection]) -> bool:
        return any(
            other.width >= _BYSTANDER * face.width
            and not other.overlaps(face)
            and self._mesh.lay(image, other).confirmed
            for other in candidates
        )

    def _template(self, image: Image, mesh: FaceMesh) -> Template:
        return Template(self.name, self.embedder.embed(image, mesh))


def judge(image: Image, face: Detection, mesh: FaceMesh) -> Guidance:
    """What keeps this face from being compared, the first that the customer should mend; LOOKING for nothing."""
    height, width = image.shape[:2]
    inside = ((mesh.points >= 0) & (mesh.points < [width, height])).all(axis=1).mean()
    if face.width > _WIDEST * min(width, height):
        return Guidance.STEP_BACK
    if inside < 1 - _OUTSIDE or abs(mesh.yaw) > _WIDEST_YAW or abs(mesh.roll) > _WIDEST_ROLL:
        return Guidance.FACE_THE_CAMERA
    if mesh.eye_distance < _SMALLEST_EYE_DISTANCE:
        return Guidance.COME_CLOSER
    light, sharpness = light_and_sharpness(image, mesh)
    if light < _DARKEST:
        return Guidance.MORE_LIGHT
    if sharpness < _SOFTEST:
        return Guidance.HOLD_STILL
    return Guidance.LOOKING


def light_and_sharpness(image: Image, mesh: FaceMesh) -> tuple[float, float]:
    """The face's mean luma (0 to 255), and the variance of its Laplacian over its variance.

    Both are taken from the face brought to one size and set upright, and the second does not depend on contrast.
    """
    x, y = mesh.points[:, 0].mean(), mesh.points[:, 1].mean()
    side = _SAMPLE_SIDE * max(mesh.eye_distance, 1.0)
    piece = cut(image, upright_square((float(x), float(y)), side, mesh.roll, _SAMPLE), _SAMPLE)
    luma = cv2.cvtColor(piece, cv2.COLOR_BGR2GRAY)
    detail = cv2.Laplacian(luma, cv2.CV_32F)
    return float(luma.mean()), float(detail.var()) / max(float(luma.var()), 1.0)
