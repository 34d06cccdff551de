"""The face engines by their names in the settings: `mobilefacenet`, `dlib`, or the path of a bank's own description.

docs/engines.md tells how to supply one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from kiosk.places import models_dir
from kiosk.vision.embed import CALIBRATION, ArcFaceNetwork, DlibResNet
from kiosk.vision.face import FaceEngine
from kiosk.vision.models import MODELS, ModelError, open_file, open_model

DEFAULT: Final = "mobilefacenet"
DLIB: Final = "dlib"
BUILT_IN: Final = (DEFAULT, DLIB)

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_LARGEST_DIMENSION: Final = 4096


@dataclass(frozen=True)
class Description:
    """A bank's own network, as its TOML describes it. All but `shift` and `mirrored` must stand there.

    `file` lies beside the description; a pixel from 0 to 255 is given to the network as `pixel * scale + shift`.
    """

    name: str
    file: str
    sha256: str
    licence: str
    training_data: str
    dimension: int
    colour_order: str
    scale: float
    shift: float = 0.0
    mirrored: bool = True


def open_engine(engine: str | Path = DEFAULT, *, calibrations: Path | None = None, models: Path = MODELS) -> FaceEngine:
    """The engine of this name, or the one that the TOML at this path describes. Raises `ModelError`.

    `calibrations` is the folder of a bank's own tables, `<engine>.toml` each; without it they are the shipped ones, and
    those in the folder `calibration` beside a description.
    """
    if engine == DEFAULT:
        return FaceEngine(models=models, calibrations=calibrations or CALIBRATION)
    if engine == DLIB:
        try:
            model = open_model("dlib_resnet", models / DLIB, made=models_dir())
        except ModelError as error:
            raise ModelError(f"{error}; packaging/models/dlib_engine.py makes the engine {DLIB}") from error
        return FaceEngine(DlibResNet(model), models, calibrations or CALIBRATION)
    path = Path(engine)
    if path.suffix != ".toml":
        raise ModelError(f"no face engine is named {engine}; there are {', '.join(BUILT_IN)} and the path of a .toml")
    embedder = _described(path)
    return FaceEngine(embedder, models, calibrations or path.parent / "calibration")


def read_description(path: Path) -> Description:
    """The description of a network. Raises `ModelError`, naming the key that is wrong."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{path.name} cannot be read: {type(error).__name__}") from error
    known = {field.name: field for field in fields(Description)}
    for key in content:
        if key not in known:
            raise ModelError(f"{path.name}: unknown key {key}")
    try:
        description = Description(**content)
    except TypeError as error:
        raise ModelError(f"{path.name}: {str(error).partition(' ')[2]}") from error
    for key, sound in _SOUND.items():
        if not sound(getattr(description, key)):
            raise ModelError(f"{path.name}: {key} cannot be {getattr(description, key)!r}")
    return description


def _described(path: Path) -> ArcFaceNetwork:
    description = read_description(path)
    model = open_file(path.parent / description.file, description.name, description.sha256)
    size = ArcFaceNetwork.SIZE
    if len(model.input_shape) != 4 or model.input_shape[1:] != (3, size, size):
        raise ModelError(f"{description.file} does not take n x 3 x {size} x {size}")
    if len(model.output_shape) != 2 or model.output_shape[1] != description.dimension:
        raise ModelError(f"{description.file} does not give n x {description.dimension}")
    return ArcFaceNetwork(
        model,
        description.name,
        description.dimension,
        scale=description.scale,
        shift=description.shift,
        bgr=description.colour_order == "BGR",
        mirrored=description.mirrored,
    )


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e6


_SOUND: Final[dict[str, Callable[[Any], Any]]] = {
    "name": lambda value: _is_text(value) and _NAME.fullmatch(value) and value not in BUILT_IN,
    "file": lambda value: _is_text(value) and Path(value).name == value,
    "sha256": lambda value: _is_text(value) and re.fullmatch("[0-9a-f]{64}", value),
    "licence": _is_text,
    "training_data": _is_text,
    "dimension": lambda value: type(value) is int and 0 < value <= _LARGEST_DIMENSION,
    "colour_order": lambda value: value in ("RGB", "BGR"),
    "scale": lambda value: _is_number(value) and value != 0,
    "shift": _is_number,
    "mirrored": lambda value: isinstance(value, bool),
}
