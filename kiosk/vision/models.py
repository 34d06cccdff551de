"""The model files: what each is, where it came from, and opening one only if it is the file that was reviewed."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from kiosk.places import ASSETS

MODELS: Final[Path] = ASSETS / "models"

Floats: TypeAlias = NDArray[np.float32]
Shape: TypeAlias = tuple[int | str, ...]


class ModelError(Exception):
    """A model cannot be used: not in the manifest, not there, not the reviewed file, or it fails on its input."""


@dataclass(frozen=True)
class Source:
    """The public package a model was converted from; `sha256` is that of the file `path` inside it."""

    registry: str
    package: str
    version: str
    path: str
    sha256: str


@dataclass(frozen=True)
class ModelRecord:
    """A model's entry in the manifest. `licence` is an SPDX identifier; a named dimension in a shape is free."""

    name: str
    file: str
    sha256: str
    licence: str
    licence_file: str
    training_data: str
    input: Shape
    outputs: tuple[Shape, ...]
    source: Source


def read_manifest(folder: Path = MODELS) -> dict[str, ModelRecord]:
    """Every model of `manifest.toml`, by name. Raises `ModelError` when the manifest is missing or malformed."""
    try:
        entries = tomllib.loads((folder / "manifest.toml").read_text("utf-8"))["model"]
        return {entry["name"]: _record(entry) for entry in entries}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"the model manifest cannot be read: {error!r}") from error


def _record(entry: dict[str, Any]) -> ModelRecord:
    fields = entry | {
        "input": tuple(entry["input"]),
        "outputs": tuple(tuple(shape) for shape in entry["outputs"]),
        "source": Source(**entry["source"]),
    }
    return ModelRecord(**fields)


class Model:
    """An opened model. `sha256` names exactly which one; shapes are those of the first input and output."""

    def __init__(self, name: str, sha256: str, session: ort.InferenceSession) -> None:
        self.name: Final = name
        self.sha256: Final = sha256
        self._session = session
        self._input: str = session.get_inputs()[0].name

    @property
    def input_shape(self) -> Shape:
        """What it takes; a named extent is free."""
        return tuple(self._session.get_inputs()[0].shape)

    @property
    def output_shape(self) -> Shape:
        """What it gives first."""
        return tuple(self._session.get_outputs()[0].shape)

    def run(self, batch: Floats) -> Sequence[Floats]:
        """The outputs for a batch in the shape of the manifest. Raises `ModelError`."""
        try:
            outputs: Sequence[Floats] = self._session.run(None, {self._input: batch})
        except Exception as error:  # onnxruntime's exceptions share no narrower base
            raise ModelError(f"{self.name} failed: {type(error).__name__}") from error
        return outputs


def open_model(name: str, folder: Path = MODELS, made: Path | None = None) -> Model:
    """The named model of the folder's manifest, if its file is the one described there. Raises `ModelError`.

    The file lies beside the manifest, or in the folder `made` where it was made on this machine.
    """
    record = read_manifest(folder).get(name)
    if record is None:
        raise ModelError(f"no model is named {name!r}")
    path = folder / record.file
    if made is not None and not path.is_file():
        path = made / record.file
    return open_file(path, record.name, record.sha256)


def open_file(path: Path, name: str, sha256: str) -> Model:
    """The model in a file, if that has the SHA-256. Raises `ModelError`.

    One thread, because the vision process shares its cores with the screen. No memory pattern: it costs 17 MB for the
    face models and saves no time. No arena: it would keep the last pictures and templates as they were, where the C
    library overwrites them. That costs a frame of the live camera 3 % more time (28.1 ms against 27.3) and saves 46 MB.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path.name} cannot be read") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ModelError(f"{path.name} is not the file in the manifest")
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_mem_pattern = False
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    try:
        session = ort.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's exceptions share no narrower base
        raise ModelError(f"{path.name} cannot be opened: {type(error).__name__}") from error
    return Model(name, sha256, session)
