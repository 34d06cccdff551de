"""The face engine: from a picture to a template, or to what the customer should do."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from kiosk.core.identity import Guidance
from kiosk.vision.blazeface import BlazeFace, Detection
from kiosk.vision.embed import CALIBRATION, Calibration, Embedder, MobileFaceNet, Template, read_calibration
from kiosk.vision.geometry import Image, is_image
from kiosk.vision.iris import IrisModel
from kiosk.vision.mesh import FaceMesh, MeshModel
from kiosk.vision.models import MODELS, open_model
from kiosk.vision.quality import measure

# The gates. Those of size, light and sharpness stand where, on the demo videos shrunk, darkened, overexposed, lit from
# one side and blurred step by step, the distance of the same man to his portrait began to grow by a tenth, or before.
_SMALLEST_EYE_DISTANCE: Final = 35.0  # px; the embedder's own resolution: a smaller face would be enlarged
_SMALLEST_PORTRAIT: Final = 20.0  # px between the eyes; at 15 the same picture is .29 from itself, at 9 another face
_WIDEST: Final = 0.7  # of the picture's shorter side
_OUTSIDE: Final = 0.05  # of the mesh's points
_WIDEST_YAW: Final = 0.3
_WIDEST_ROLL: Final = math.radians(30)
_DARKEST: Final = 30.0  # mean luma of the face
_MOST_GLARE: Final = 0.6  # of the face as good as white; the distance grows by a tenth at .7
_LEAST_EVENNESS: Final = 0.25  # of 299 frontal news photographs the least even has .38
_SOFTEST: Final = 0.025  # variance of the Laplacian over the variance
# What covers a face, measured on 299 frontal faces of Labeled Faces in the Wild, bare and with drawn masks, hands and
# dark glasses, and on the film of a hand before a mouth. Of the bare ones these gates stop three: one wears dark
# glasses, one holds a hand before the mouth, one has closed eyes.
_LEAST_MOUTH: Final = 0.05  # drawn masks up to .012 (95 %), drawn hands .042, the filmed one .03; bare from .052
_LEAST_EYES: Final = 0.45  # dark glasses up to .40 (98 %); bare from .52
_LEAST_OPENNESS: Final = 0.12  # closed eyes .04 to .12; narrow ones that are open from .14

_BYSTANDER: Final = 0.5  # a face at least this wide, in widths of the largest, stands too near to be ignored
# The width of a face in pixels of the detector's square from which it is found 98 times in 100 or more.
_SEEN_BY_NEAR: Final = 17.0
_SEEN_BY_FAR: Final = 19.0
_NEAR_SIDE: Final = 128
_THERE: Final = 0.7
"""The detector's score from which somebody is there. On the demo films of two people (544 frames, turned and behind a
hand too) it gives .83 or more, on 95 frames of nobody .61 at most, for lettering."""
_FAR_SIDES: Final = (160, 192, 224, 256)  # 1.4, 2.1, 2.9 and 3.8 ms


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
        return BlazeFace(open_model("blazeface_short", self._models), _NEAR_SIDE, BlazeFace.SHORT_LAYERS)

    @cached_property
    def _far(self) -> BlazeFace:
        return BlazeFace(open_model("blazeface_back", self._models), _FAR_SIDES[-1], BlazeFace.BACK_LAYERS)

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
        """The template of a portrait's subject; None when there is none, or too small to be known again.

        The subject is the face that is largest and nearest to the middle.
        """
        mesh = self._subject(image)
        return None if mesh is None else self._template(image, mesh)

    def shows_portrait(self, image: Image) -> bool:
        """Whether `portrait` would find a face; no template is made, so this may come before the consent."""
        return self._subject(image) is not None

    def _subject(self, image: Image) -> FaceMesh | None:
        if not is_image(image):
            return None
        for face in sorted(self._far.detect(image), key=lambda face: -_prominence(face, image)):
            mesh = self._mesh.lay(image, face)
            # Print on a card can deceive the mesh once; laid again on its own outline it then falls apart.
            if mesh.confirmed and self._mesh.lay(image, mesh.outline).confirmed:
                # Where the subject cannot be used, whoever stands beside is not taken instead.
                return mesh if mesh.eye_distance >= _SMALLEST_PORTRAIT else None
        return None

    def sees_somebody(self, image: Image) -> bool:
        """Whether some face is in the picture, by the cheap detector alone: nothing is laid on it or made of it."""
        return is_image(image) and any(face.score >= _THERE for face in self._near.detect(image))

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
        openness = self._iris.openness(image, mesh)
        if self._bystander(image, face, rest) or self._bystander(image, face, self._overlooked(image, face)):
            return Observation(Guidance.SEVERAL_FACES, None, face.box, mesh, openness)
        guidance = judge(image, face, mesh, openness)
        template = self._template(image, mesh, once=True) if guidance is Guidance.LOOKING else None
        return Observation(guidance, template, face.box, mesh, openness)

    def _overlooked(self, image: Image, face: Detection) -> list[Detection]:
        """Faces that the cheap detector may not have seen beside this one; none where it sees all that count.

        The thorough detector looks no closer than the smallest face that counts needs.
        """
        smallest = _BYSTANDER * face.width / max(image.shape[:2])
        if smallest * _NEAR_SIDE >= _SEEN_BY_NEAR:
            return []
        side = next((side for side in _FAR_SIDES if smallest * side >= _SEEN_BY_FAR), _FAR_SIDES[-1])
        return self._far.detect(image, side)

    def _bystander(self, image: Image, face: Detection, candidates: Iterable[Detection]) -> bool:
        return any(
            other.width >= _BYSTANDER * face.width
            and not other.overlaps(face)
            and self._mesh.lay(image, other).confirmed
            for other in candidates
        )

    def _template(self, image: Image, mesh: FaceMesh, *, once: bool = False) -> Template:
        """A portrait is embedded with its mirror image; of live frames there are several, so each is embedded once.

        A frame embedded once, against a portrait with its mirror image, is falsely accepted no more often at the
        thresholds measured with mirror images on both sides: at .964, 13 of 227,530 pairs of two people against 16, and
        as many right people are accepted (Labeled Faces in the Wild, 240 people). The engine `dlib` takes no more wrong
        ones either, and by a single frame 63 instead of 67 in a hundred right ones.
        """
        return Template(self.name, self.embedder.embed(image, mesh, once=once))


def _prominence(face: Detection, image: Image) -> float:
    """The face's width, less towards the picture's edge; nothing in its corners."""
    height, width = image.shape[:2]
    x, y = face.centre
    return face.width * (1 - math.hypot(x - width / 2, y - height / 2) / math.hypot(width / 2, height / 2))


def judge(image: Image, face: Detection, mesh: FaceMesh, openness: float) -> Guidance:
    """What keeps this face from being compared, the first that the customer should mend; LOOKING for nothing."""
    height, width = image.shape[:2]
    inside = ((mesh.points >= 0) & (mesh.points < [width, height])).all(axis=1).mean()
    if face.width > _WIDEST * min(width, height):
        return Guidance.STEP_BACK
    if inside < 1 - _OUTSIDE or abs(mesh.yaw) > _WIDEST_YAW or abs(mesh.roll) > _WIDEST_ROLL:
        return Guidance.FACE_THE_CAMERA
    if mesh.eye_distance < _SMALLEST_EYE_DISTANCE:
        return Guidance.COME_CLOSER
    seen = measure(image, mesh)
    if seen.light < _DARKEST or seen.glare > _MOST_GLARE or seen.evenness < _LEAST_EVENNESS:
        return Guidance.MORE_LIGHT
    if seen.sharpness < _SOFTEST:
        return Guidance.HOLD_STILL
    if seen.mouth < _LEAST_MOUTH or seen.eyes < _LEAST_EYES:
        return Guidance.UNCOVER_FACE
    if openness < _LEAST_OPENNESS:
        return Guidance.OPEN_EYES
    return Guidance.LOOKING
