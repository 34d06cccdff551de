"""One way to an engine: by its name, or by a bank's description of its own network; anything else is refused."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

import dlib
import numpy as np
import pytest
from conftest import Media
from engine_bench import write_engine, write_network
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.places import models_dir
from kiosk.vision.embed import Calibration, CalibrationError, DlibResNet, OperatingPoint
from kiosk.vision.engines import DLIB, open_engine, read_description
from kiosk.vision.evaluate import written
from kiosk.vision.face import FaceEngine
from kiosk.vision.geometry import Image, planes
from kiosk.vision.mesh import FaceMesh
from kiosk.vision.models import MODELS, ModelError, open_model, read_manifest

RED_LEFT: Image = np.zeros((480, 640, 3), np.uint8)
RED_LEFT[:, :320, 2] = 200
RED_LEFT[:, 320:, 0] = 100
SOMEWHERE = FaceMesh(np.zeros((468, 2), np.float32), 1.0)
# Where the five points must lie for the face's middle to be the picture's.
for point, place in {33: (288, 215), 133: (304, 215), 362: (336, 215), 263: (352, 215)}.items():
    SOMEWHERE.points[point] = place
SOMEWHERE.points[[1, 61, 291]] = [(320, 240), (300, 262), (340, 262)]


@pytest.fixture(scope="module")
def dlib_engine() -> FaceEngine:
    try:
        return open_engine(DLIB)
    except ModelError as error:
        pytest.skip(str(error))


def test_the_default_is_mobilefacenet_at_one_false_accept_in_ten_thousand() -> None:
    engine = open_engine()
    assert (engine.name, engine.threshold()) == ("mobilefacenet", engine.threshold(1e-4))


@pytest.mark.parametrize("name", ["", "arcface", "MobileFaceNet", "/etc/passwd", "dlib.onnx"])
def test_an_unknown_name_is_refused_and_the_known_ones_named(name: str) -> None:
    with pytest.raises(ModelError, match="there are mobilefacenet, dlib and the path"):
        open_engine(name)


# dlib
def test_dlibs_network_gives_dlibs_numbers(dlib_engine: FaceEngine, media: Media) -> None:
    package = importlib.util.find_spec("face_recognition_models")  # importing it warns
    assert package is not None
    assert package.origin is not None
    weights = Path(package.origin).with_name("models") / "dlib_face_recognition_resnet_model_v1.dat"
    theirs = dlib.face_recognition_model_v1(str(weights))
    model = open_model("dlib_resnet", MODELS / DLIB, made=models_dir())
    photograph = media.picture("single_face.jpg")
    chips = [
        np.ascontiguousarray(photograph[top : top + 150, left : left + 150]) for top, left in ((150, 200), (60, 80))
    ]
    chips.append(np.random.default_rng(2).integers(0, 256, (150, 150, 3), np.uint8))
    (ours,) = model.run(planes(chips, scale=1, shift=0))
    expected = [theirs.compute_face_descriptor(np.ascontiguousarray(chip[..., ::-1])) for chip in chips]
    assert np.abs(ours - np.array(expected)).max() < 1e-5


def test_dlibs_engine_knows_the_man_and_refuses_the_woman(dlib_engine: FaceEngine, media: Media) -> None:
    his, film = dlib_engine.portrait(media.picture("single_face.jpg")), next(media.frames("single_face.mp4"))
    her = dlib_engine.portrait(next(media.frames("WolfgangLanger_Pexels.mp4")))
    him = dlib_engine.portrait(film)
    assert his is not None
    assert him is not None
    assert her is not None
    assert his.distance(him) < dlib_engine.threshold(1e-3) < his.distance(her)
    assert np.linalg.norm(his.vector) == pytest.approx(1, abs=1e-5)


def test_the_engine_dlib_is_refused_where_it_was_not_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(ModelError, match=r"packaging/models/dlib_engine\.py makes"):
        open_engine(DLIB)


def test_a_changed_network_of_dlib_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    models_dir().mkdir(parents=True)
    (models_dir() / "dlib_resnet.onnx").write_bytes(b"another")
    with pytest.raises(ModelError, match="not the file in the manifest"):
        open_engine(DLIB)


def test_dlibs_manifest_says_where_it_comes_from_and_what_it_was_trained_on() -> None:
    (record,) = read_manifest(MODELS / DLIB).values()
    assert record.source.package == "face-recognition-models"
    assert "68" not in record.source.path
    assert "300-W" in (MODELS / DLIB / record.licence_file).read_text("utf-8")
    assert "3 million faces" in record.training_data
    assert not (MODELS / DLIB / record.file).exists()  # 22 MB, made and not carried


# A bank's own
def test_a_banks_network_gets_the_colours_in_the_order_it_asks_for(tmp_path: Path) -> None:
    by_order = {}
    for order in ("RGB", "BGR"):
        engine = open_engine(write_engine(tmp_path, colour_order=order, mirrored=False))
        by_order[order] = engine.embedder.embed(RED_LEFT, SOMEWHERE)
    red_left, blue_right = by_order["RGB"][0], by_order["RGB"][5]
    assert red_left > blue_right > 0.3
    assert by_order["RGB"][[0, 1, 4, 5]] == pytest.approx(by_order["BGR"][[4, 5, 0, 1]])


def test_a_mirrored_network_sees_both_sides_alike_unless_it_looks_once(tmp_path: Path) -> None:
    embedder = open_engine(write_engine(tmp_path)).embedder
    both = embedder.embed(RED_LEFT, SOMEWHERE)
    assert both[0] == pytest.approx(both[1], abs=1e-3)
    once = embedder.embed(RED_LEFT, SOMEWHERE, once=True)
    assert once[0] > 10 * once[1]


def test_scale_and_shift_are_applied_to_the_pixels(tmp_path: Path) -> None:
    gray: Image = np.full((480, 640, 3), 51, np.uint8)
    gray[:, :, 2] = 255
    embedder = open_engine(write_engine(tmp_path, scale=1 / 255, shift=-0.2, mirrored=False)).embedder
    vector = embedder.embed(gray, SOMEWHERE)
    assert vector[:2] == pytest.approx([2**-0.5] * 2, abs=1e-3)
    assert vector[2:] == pytest.approx([0] * 4, abs=1e-3)


def test_a_network_that_takes_one_face_at_a_time_gives_the_same(tmp_path: Path) -> None:
    free = open_engine(write_engine(tmp_path)).embedder.embed(RED_LEFT, SOMEWHERE)
    digest = write_network(tmp_path / "single.onnx", batch=1)
    single = open_engine(write_engine(tmp_path, file="single.onnx", sha256=digest)).embedder
    assert single.embed(RED_LEFT, SOMEWHERE) == pytest.approx(free)


def test_a_network_that_gives_no_direction_fails_and_never_compares(tmp_path: Path) -> None:
    black: Image = np.zeros((480, 640, 3), np.uint8)
    with pytest.raises(ModelError, match="no direction"):
        open_engine(write_engine(tmp_path)).embedder.embed(black, SOMEWHERE)


def test_a_banks_engine_works_with_its_own_table_alone(tmp_path: Path, media: Media) -> None:
    engine = open_engine(write_engine(tmp_path))
    assert engine.portrait(media.picture("single_face.jpg")) is not None
    with pytest.raises(CalibrationError, match=r"halves\.toml cannot be read"):
        engine.threshold()
    embedder = engine.embedder
    points = (OperatingPoint(1e-4, 0.5, 0.9),)
    made = Calibration("halves", embedder.model_sha256, embedder.alignment, True, 1e-4, "a test", points)
    (tmp_path / "calibration").mkdir()
    (tmp_path / "calibration" / "halves.toml").write_text(written(made), "utf-8")
    assert open_engine(tmp_path / "halves.toml").threshold() == 0.5
    assert open_engine(tmp_path / "halves.toml", calibrations=tmp_path / "calibration").threshold() == 0.5


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sha256": "0" * 64}, "not the file"),
        ({"file": "elsewhere.onnx"}, "cannot be read"),
        ({"dimension": 7}, "does not give n x 7"),
        ({"dimension": 0}, "dimension cannot be 0"),
        ({"dimension": True}, "dimension cannot be"),
        ({"file": "../halves.onnx"}, "file cannot be"),
        ({"name": "mobilefacenet"}, "name cannot be"),
        ({"name": "../x"}, "name cannot be"),
        ({"colour_order": "GBR"}, "colour_order cannot be"),
        ({"scale": 0}, "scale cannot be"),
        ({"scale": "1"}, "scale cannot be"),
        ({"mirrored": "yes"}, "mirrored cannot be"),
        ({"training_data": ""}, "training_data cannot be"),
        ({"licence": None}, "licence"),
        ({"size": 112}, "unknown key size"),
    ],
    ids=str,
)
def test_a_wrong_description_is_refused_by_what_is_wrong(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    with pytest.raises(ModelError, match=said):
        open_engine(write_engine(tmp_path, **changes))


def test_a_network_for_other_pictures_is_refused(tmp_path: Path) -> None:
    digest = write_network(tmp_path / "large.onnx", size=160)
    with pytest.raises(ModelError, match="does not take n x 3 x 112 x 112"):
        open_engine(write_engine(tmp_path, file="large.onnx", sha256=digest))


def test_what_is_no_network_is_refused(tmp_path: Path) -> None:
    (tmp_path / "junk.onnx").write_bytes(b"junk")
    digest = hashlib.sha256(b"junk").hexdigest()
    with pytest.raises(ModelError, match="cannot be opened"):
        open_engine(write_engine(tmp_path, file="junk.onnx", sha256=digest))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_whatever_stands_in_a_description_is_answered(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.toml"
    path.write_bytes(content)
    with pytest.raises(ModelError):
        read_description(path)


def test_a_missing_description_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        open_engine(str(tmp_path / "nobody.toml"))


def test_dlibs_alignment_is_its_own() -> None:
    assert DlibResNet.alignment != open_engine().embedder.alignment
