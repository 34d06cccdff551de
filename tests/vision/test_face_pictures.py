"""What the face engine says of real pictures: one man, a woman, five people, nobody."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from conftest import Media

from kiosk.core.identity import FaceReason, FaceVerdict, Guidance
from kiosk.vision.blazeface import BlazeFace
from kiosk.vision.embed import Template
from kiosk.vision.face import FaceEngine
from kiosk.vision.geometry import Image
from kiosk.vision.match import FaceMatch
from kiosk.vision.mesh import MeshModel
from kiosk.vision.models import open_model

MAN, HIS_VIDEO, HER_VIDEO = "single_face.jpg", "single_face.mp4", "WolfgangLanger_Pexels.mp4"


@pytest.fixture(scope="module")
def still(media: Media) -> Image:
    return media.picture(MAN)


@pytest.fixture(scope="module")
def frame(media: Media) -> Image:
    """A frame of the man that passes every gate."""
    return next(media.frames(HIS_VIDEO))


@pytest.fixture
def portrait(engine: FaceEngine, still: Image) -> Template:
    found = engine.portrait(still)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def detector() -> BlazeFace:
    return BlazeFace(open_model("blazeface_back"), 256, BlazeFace.BACK_LAYERS)


@pytest.fixture(scope="module")
def mesh() -> MeshModel:
    return MeshModel(open_model("face_mesh"))


def ends_as(engine: FaceEngine, media: Media, video: str, portrait: Template) -> FaceVerdict | None:
    match = FaceMatch(engine, portrait)
    for number, image in enumerate(media.frames(video, every=2)):
        step = match.see(image, number / 15)
        if isinstance(step, FaceVerdict):
            return step
    return None


def test_the_man_matches_his_portrait(engine: FaceEngine, media: Media, portrait: Template) -> None:
    end = ends_as(engine, media, HIS_VIDEO, portrait)
    assert end is not None
    assert (end.accepted, end.reason, end.frames) == (True, FaceReason.MATCHED, 5)


def test_single_frames_lie_where_an_independent_pipeline_put_them(
    engine: FaceEngine, media: Media, portrait: Template
) -> None:
    seen = [engine.observe(image).template for image in media.frames(HIS_VIDEO, every=6)]
    distances = [portrait.distance(template) for template in seen if template is not None]
    assert len(distances) == 12
    assert min(distances) == pytest.approx(0.70, abs=0.03)
    assert max(distances) == pytest.approx(0.84, abs=0.03)


def test_the_woman_does_not_match_his_portrait(engine: FaceEngine, media: Media, portrait: Template) -> None:
    end = ends_as(engine, media, HER_VIDEO, portrait)
    assert end is not None
    assert (end.accepted, end.reason) == (False, FaceReason.DIFFERENT)


def test_she_matches_herself_even_with_the_head_turned(engine: FaceEngine, media: Media) -> None:
    her = engine.portrait(next(media.frames(HER_VIDEO)))
    assert her is not None
    end = ends_as(engine, media, HER_VIDEO, her)
    assert end is not None
    assert end.accepted


def test_nobody_is_seen_where_nobody_is(engine: FaceEngine, media: Media) -> None:
    for image in media.frames("no_face.mp4"):
        assert engine.observe(image).guidance is Guidance.NO_FACE
        assert engine.portrait(image) is None


def test_lettering_that_deceives_the_detector_and_once_the_mesh_is_no_portrait(
    engine: FaceEngine, detector: BlazeFace, mesh: MeshModel, media: Media
) -> None:
    boxes = [(image, face) for image in media.frames("no_face.mp4") for face in detector.detect(image)]
    deceived = [image for image, face in boxes if mesh.lay(image, face).confirmed]
    assert len(boxes) > 10
    assert deceived
    assert [engine.portrait(image) for image in deceived] == [None] * len(deceived)


def test_a_group_is_several_faces(engine: FaceEngine, detector: BlazeFace, media: Media) -> None:
    group = media.picture("multi_face.jpg")
    assert len(detector.detect(group)) == 5
    seen = engine.observe(group)
    assert seen.guidance is Guidance.SEVERAL_FACES
    assert seen.template is None


def test_a_second_face_beside_the_man_is_seen(engine: FaceEngine, frame: Image, media: Media) -> None:
    her = next(media.frames(HER_VIDEO))
    both = np.hstack([frame[:, 160:480], her[:, 160:480]])
    assert engine.observe(both).guidance is Guidance.SEVERAL_FACES


def test_a_second_face_too_small_for_the_cheap_detector_is_seen(engine: FaceEngine, frame: Image, media: Media) -> None:
    her = cv2.resize(next(media.frames(HER_VIDEO))[:, 170:500], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    lobby = np.full((720, 1280, 3), 120, np.uint8)
    lobby[:360, :640] = frame
    assert engine.observe(lobby).guidance is Guidance.LOOKING
    lobby[-her.shape[0] :, -her.shape[1] :] = her
    near = BlazeFace(open_model("blazeface_short"), 128, BlazeFace.SHORT_LAYERS)
    assert len(near.detect(lobby)) == 1
    assert engine.observe(lobby).guidance is Guidance.SEVERAL_FACES


def test_someone_far_behind_does_not_stop_the_man(engine: FaceEngine, frame: Image, media: Media) -> None:
    crowd = frame.copy()
    far = cv2.resize(next(media.frames(HER_VIDEO)), None, fx=0.2, fy=0.2, interpolation=cv2.INTER_AREA)
    crowd[: far.shape[0], : far.shape[1]] = far
    assert engine.observe(crowd).guidance is Guidance.LOOKING


def test_a_good_frame_has_a_template_and_a_box(engine: FaceEngine, frame: Image) -> None:
    seen = engine.observe(frame)
    assert seen.guidance is Guidance.LOOKING
    assert seen.template is not None
    assert np.linalg.norm(seen.template.vector) == pytest.approx(1, abs=1e-5)
    assert seen.box is not None
    left, top, right, bottom = seen.box
    assert 0 < left < right < frame.shape[1]
    assert 0 < top < bottom < frame.shape[0]


def moved(image: Image, angle: float = 0, scale: float = 1, y: float = 0) -> Image:
    """The picture turned and scaled about its centre, and shifted down."""
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, scale) + np.array([[0, 0, 0], [0, 0, y]])
    return cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_AREA).astype(np.uint8, copy=False)


def dimmed(image: Image, gain: float) -> Image:
    return (image * gain).astype(np.uint8)


def blurred(image: Image, sigma: float) -> Image:
    return cv2.GaussianBlur(image, (0, 0), sigma).astype(np.uint8, copy=False)


def test_each_flaw_of_a_frame_gets_its_hint(engine: FaceEngine, frame: Image) -> None:
    flaws = {
        Guidance.COME_CLOSER: moved(frame, scale=0.4),
        Guidance.STEP_BACK: moved(frame, scale=2.5),
        Guidance.FACE_THE_CAMERA: moved(frame, angle=45),
        Guidance.MORE_LIGHT: dimmed(frame, 0.1),
        Guidance.HOLD_STILL: blurred(frame, 7),
    }
    assert {wanted: engine.observe(image).guidance for wanted, image in flaws.items()} == {g: g for g in flaws}
    assert engine.observe(moved(frame, y=-170)).guidance is Guidance.FACE_THE_CAMERA


def test_a_turned_head_is_asked_to_face_the_camera(engine: FaceEngine, mesh: MeshModel, media: Media) -> None:
    near = BlazeFace(open_model("blazeface_short"), 128, BlazeFace.SHORT_LAYERS)
    turned = 0
    for image in media.frames(HER_VIDEO, every=12):
        yaw = mesh.lay(image, near.detect(image)[0]).yaw
        if abs(yaw) > 0.3:
            turned += 1
            assert engine.observe(image).guidance is Guidance.FACE_THE_CAMERA
    assert turned > 3


@pytest.mark.parametrize("angle", [-25, 0, 20])
def test_the_mesh_follows_a_leaning_head(mesh: MeshModel, detector: BlazeFace, frame: Image, angle: float) -> None:
    image = moved(frame, angle)
    upright = mesh.lay(frame, detector.detect(frame)[0]).roll
    assert np.degrees(mesh.lay(image, detector.detect(image)[0]).roll - upright) == pytest.approx(-angle, abs=3)


def test_a_mirrored_picture_mirrors_box_landmarks_and_yaw(
    mesh: MeshModel, detector: BlazeFace, media: Media, still: Image
) -> None:
    for image in [still, *media.frames(HER_VIDEO, every=90)]:
        width = image.shape[1]
        flipped = np.ascontiguousarray(image[:, ::-1])
        face, mirrored = detector.detect(image)[0], detector.detect(flipped)[0]
        assert width - 1 - mirrored.centre[0] == pytest.approx(face.centre[0], abs=0.05 * face.width)
        ours, theirs = mesh.lay(image, face), mesh.lay(flipped, mirrored)
        # Eyes and mouth corners change sides; the nose tip stays.
        back = theirs.five_points[[1, 0, 2, 4, 3]] * [-1, 1] + [width - 1, 0]
        assert np.linalg.norm(back - ours.five_points, axis=1).max() < 0.1 * ours.eye_distance
        assert theirs.yaw == pytest.approx(-ours.yaw, abs=0.1)
        assert theirs.mouth == pytest.approx(ours.mouth, abs=0.08)


def test_the_embedding_hardly_changes_when_the_picture_is_mirrored(engine: FaceEngine, still: Image) -> None:
    portrait, mirrored = engine.portrait(still), engine.portrait(np.ascontiguousarray(still[:, ::-1]))
    assert portrait is not None
    assert mirrored is not None
    assert portrait.distance(mirrored) < 0.16  # .12; .21 if only the picture itself were embedded


def test_a_small_portrait_on_a_card_is_found_and_is_the_man(
    engine: FaceEngine, still: Image, portrait: Template
) -> None:
    card = np.full((720, 1280, 3), 210, np.uint8)
    card[200:380, 900:1080] = cv2.resize(still, (180, 180), interpolation=cv2.INTER_AREA)
    found = engine.portrait(card)
    assert found is not None
    assert found.distance(portrait) < 0.5


def test_a_portrait_too_small_to_be_known_again_is_none(engine: FaceEngine, detector: BlazeFace, still: Image) -> None:
    card = np.full((720, 1280, 3), 210, np.uint8)
    card[200:290, 900:990] = cv2.resize(still, (90, 90), interpolation=cv2.INTER_AREA)
    assert detector.detect(card)
    assert engine.portrait(card) is None


def test_a_tight_crop_of_the_face_is_still_a_portrait(
    engine: FaceEngine, detector: BlazeFace, still: Image, portrait: Template
) -> None:
    left, top, right, bottom = (round(edge) for edge in detector.detect(still)[0].box)
    found = engine.portrait(still[top:bottom, left:right])
    assert found is not None
    assert found.distance(portrait) < 0.5


def test_a_frame_that_cannot_be_written_to_is_looked_at(engine: FaceEngine, frame: Image) -> None:
    shared = np.frombuffer(frame.tobytes(), np.uint8).reshape(frame.shape)
    assert not shared.flags.writeable
    assert engine.observe(shared).guidance is Guidance.LOOKING
