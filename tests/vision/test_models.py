"""A model runs only if it is the file that was reviewed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from kiosk.vision.models import MODELS, ModelError, ModelRecord, open_model, read_manifest

RECORDS = list(read_manifest().values())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the model folder with one small model in it."""
    shutil.copy(MODELS / "manifest.toml", tmp_path)
    shutil.copy(MODELS / "blazeface_short.onnx", tmp_path)
    return tmp_path


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_every_model_is_the_file_in_the_manifest_with_its_licence(record: ModelRecord) -> None:
    assert hashlib.sha256((MODELS / record.file).read_bytes()).hexdigest() == record.sha256
    assert record.licence in {"Apache-2.0", "MIT"}
    assert (MODELS / record.licence_file).read_text().strip()
    assert record.training_data
    assert len(record.source.sha256) == 64


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_every_model_has_the_shapes_in_the_manifest(record: ModelRecord) -> None:
    session = onnxruntime.InferenceSession(MODELS / record.file, providers=["CPUExecutionProvider"])
    assert tuple(session.get_inputs()[0].shape) == record.input
    assert tuple(tuple(output.shape) for output in session.get_outputs()) == record.outputs


def test_every_model_file_stands_in_the_manifest() -> None:
    assert {path.name for path in MODELS.glob("*.onnx")} == {record.file for record in RECORDS}


def test_a_changed_file_is_refused(folder: Path) -> None:
    open_model("blazeface_short", folder)
    path = folder / "blazeface_short.onnx"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(ModelError, match="not the file in the manifest"):
        open_model("blazeface_short", folder)


def test_a_missing_file_is_refused(folder: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        open_model("iris", folder)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ModelError, match="no model is named"):
        open_model("../manifest")


def test_a_file_of_the_right_hash_that_is_no_model_is_refused(folder: Path) -> None:
    junk = b"no model at all"
    (folder / "blazeface_short.onnx").write_bytes(junk)
    manifest = folder / "manifest.toml"
    right = read_manifest()["blazeface_short"].sha256
    manifest.write_text(manifest.read_text("utf-8").replace(right, hashlib.sha256(junk).hexdigest()), "utf-8")
    with pytest.raises(ModelError, match="cannot be opened"):
        open_model("blazeface_short", folder)


@pytest.mark.parametrize("text", ["", "model = 1", "[[model]]\nname = 'x'", "\x00", "[[model"])
def test_a_broken_manifest_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.toml").write_text(text)
    with pytest.raises(ModelError, match="manifest"):
        read_manifest(tmp_path)


def test_a_wrong_input_fails_as_a_model_error() -> None:
    with pytest.raises(ModelError, match="blazeface_short failed"):
        open_model("blazeface_short").run(np.zeros((1, 3, 5, 5), np.float32))


def test_who_opens_a_model_reports_to_nobody_and_leaves_no_file(tmp_path: Path) -> None:
    """The wheel of onnxruntime would write a device id into the home and a session's name into the temporary folder."""
    program = "from kiosk.vision.models import open_model; open_model('blazeface_short')"
    folders = dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME"), str(tmp_path))
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    subprocess.run([sys.executable, "-c", program], env=environment | folders, check=True)
    assert list(tmp_path.rglob("*")) == []
