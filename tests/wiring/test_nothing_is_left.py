"""Nothing of a customer is left when the visit has ended: the real process reads, compares, forgets, and is searched.

The same search before the end finds what it looks for, so it can see.
"""

from __future__ import annotations

import os
import secrets as chance
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from memory_scan import Secrets, found
from overheard_vision import MARK
from searched_visit import Visit, draw

from drivers.simulated.people import Card, resident_number
from kiosk.core import ports
from kiosk.core.identity import DocumentKind, DocumentTrouble, FaceReason, Guidance
from kiosk.vision.process import MEMORY

CUSTOMER: Final = Card(
    kind=DocumentKind.CN_RESIDENT_ID,
    number=resident_number(date(1993, 2, 14), 357),
    name="李样章",
    given="",
    male=True,
    born=date(1993, 2, 14),
    issued=date(2021, 7, 8),
    expires=date(2041, 7, 8),
    issuer="样本市公安局示例分局",
    nation="汉",
    address="虚构省样本市示例路7号",
)
"""A card that the simulated branch does not know: what the process has of it, it has read."""
CODE: Final = "a code that one customer held up"
TEXTS: Final = {"number": CUSTOMER.number, "name": CUSTOMER.name, "code": CODE}
SHARED: Final = Path("/dev/shm")  # noqa: S108 - where POSIX shared memory is seen


@pytest.fixture(scope="module")
def frames(media_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The customer's card under a camera."""
    folder = tmp_path_factory.mktemp("frames")
    draw(CUSTOMER, ("front", "back"), media_folder, folder)
    return folder


@dataclass(frozen=True)
class Ended:
    """A visit that ended, and what was found of it; `before` by what the customer had just done."""

    before: dict[str, frozenset[str]]
    after: frozenset[str]
    tensors: int
    templates: int
    preview: bytes
    open_files: dict[Path, set[str]]
    files: list[Path]
    shared: set[Path]
    bytes_to_disk: int


@pytest.fixture(scope="module")
def ended(media_folder: Path, frames: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ended]:
    """One visit, from the code to the next customer's."""
    folder = tmp_path_factory.mktemp("own")
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
            patch.setenv(variable, str(folder))
        patch.setenv("PYTHONDONTWRITEBYTECODE", "1")
        visit = Visit(media_folder, frames, TEXTS)
        try:
            before = gone_through(visit)
            visit.vision.face.forget()
            until(lambda: not any(visit.preview()))
            preview = visit.preview()
            visit.reads("the next customer's code")  # and so the end is over
            yield Ended(
                before,
                visit.found(),
                len(visit.secrets.pieces),
                visit.templates,
                preview,
                {path: visit.secrets.exactly_in(path.read_bytes()) for path in open_files(visit.pid)},
                list(folder.rglob("*")),
                shared_files(visit.pid) - {SHARED / visit.vision._memory.name},
                to_disk(visit.pid) - visit.to_disk_before,
            )
        finally:
            visit.close()


def gone_through(visit: Visit) -> dict[str, frozenset[str]]:
    """Go through a visit until the face was compared; what could be found on the way."""
    vision, world, found = visit.vision, visit.world, {}
    visit.reads(CODE)
    visit.to_disk_before = to_disk(visit.pid)
    try:
        found["code held up"] = searched(visit, "code")
    except PermissionError:
        pytest.skip("the memory of another process may not be read here")
    vision.scanner.stop()

    vision.reader.start(visit.tell)
    visit.until(lambda event: event == ports.DocumentNotRead(DocumentTrouble.TURN_OVER))
    found["front read"] = searched(visit, "number", "name", "document")
    world.lay(None, "back")
    read = visit.until(lambda event: isinstance(event, ports.DocumentRead))
    assert isinstance(read, ports.DocumentRead)
    assert (read.document.number, read.document.name) == (CUSTOMER.number, CUSTOMER.name)
    vision.reader.stop()

    vision.face.start(visit.tell)
    visit.until(lambda event: event == ports.FaceGuided(Guidance.NO_FACE))
    found["face awaited"] = searched(visit, "document", "face", "template")
    world.stand("holder")
    compared = visit.until(lambda event: isinstance(event, ports.FaceCompared))
    assert isinstance(compared, ports.FaceCompared)
    assert compared.verdict.reason is FaceReason.MATCHED
    vision.face.stop()

    vision.watch.start(visit.tell)
    visit.until(lambda event: event == ports.FaceSeen(seen=True))  # its picture is there for some ms of each look
    world.stand(None)
    visit.until(lambda event: event == ports.FaceSeen(seen=False))
    shown = any(visit.preview())
    vision.watch.stop()
    assert not shown, "nothing of the watch is shown"
    return found


def searched(visit: Visit, *wanted: str) -> frozenset[str]:
    """What is found in a process at work: a picture may change hands during a search, so it is searched again."""
    found = visit.found()
    deadline = time.monotonic() + 10
    while not found.issuperset(wanted) and time.monotonic() < deadline:
        found |= visit.found()
    return found


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"
        time.sleep(0.01)


def open_files(pid: int) -> list[Path]:
    """The files that a process has open, pipes and devices aside."""
    return [path for path in Path(f"/proc/{pid}/fd").iterdir() if path.is_file()]


def shared_files(pid: int) -> set[Path]:
    """The files, and so the shared memory, that a process has mapped to write to."""
    lines = [line.split(maxsplit=5) for line in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8").splitlines()]
    return {Path(line[5]) for line in lines if "w" in line[1] and line[1].endswith("s")}


def to_disk(pid: int) -> int:
    """The bytes that a process has had written to a disk (proc(5), /proc/pid/io)."""
    lines = Path(f"/proc/{pid}/io").read_text(encoding="ascii").splitlines()
    return int(dict(line.split(": ") for line in lines)["write_bytes"])


def test_the_search_finds_what_is_there_before_the_end(ended: Ended) -> None:
    assert ended.before["code held up"] == {"code"}
    assert ended.before["front read"] >= {"number", "name", "document"}
    assert ended.before["face awaited"] >= {"document", "face", "template"}  # the document's mark is in its portrait


def test_nothing_of_the_customer_is_left_in_memory(ended: Ended) -> None:
    assert ended.tensors > 100
    assert ended.templates > 5  # the portrait's, and those of the frames that a match needs
    assert ended.after == frozenset()


def test_no_picture_of_the_customer_is_left_in_the_preview(ended: Ended) -> None:
    assert not any(ended.preview)


def test_nothing_of_the_customer_was_written_to_any_file(ended: Ended) -> None:
    assert not any(ended.open_files.values())
    assert ended.files == []
    assert ended.shared == set()
    assert ended.bytes_to_disk < 32 * 1024  # reading a file may have its inode written; no picture is so small


# What is freed, and the search itself
LEAVER: Final = """
import sys
import numpy as np
from kiosk.vision.rinse import rinse
face = np.random.default_rng({seed}).standard_normal(192).astype(np.float32)
text = str({seed})[::-1]
{then}
print(flush=True)
sys.stdin.read()
"""
"""A process that has a template and a text, and does something with them."""


@pytest.mark.parametrize(
    ("then", "left"),
    [
        ("", {"text", "tensor", "template"}),
        ("del text", {"tensor", "template"}),
        ("text = text.encode('utf-32'); face *= 3", {"text", "template"}),
        ("del text; near = face * 1; near[::7] *= 1.1; face.fill(0)", {"template"}),
        ("del text, face", {"tensor", "template"}),
        ("del text, face; rinse()", set()),
        ("del text; face = np.tile(face, 2); rinse(); del face", set()),
        ("del text; face.fill(0)", set()),
    ],
    ids=[
        "nothing freed",
        "the text freed",
        "other forms",
        "another picture of the face",
        "the template freed into the cache of numpy",
        "and rinsed",
        "an array too large for the cache freed",
        "the template zeroed",
    ],
)
def test_what_is_left_in_whatever_form_is_found_and_what_is_freed_is_gone(then: str, left: set[str]) -> None:
    seed = chance.randbits(128)
    command = [sys.executable, "-c", LEAVER.format(seed=seed, then=then)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, env=os.environ | MEMORY) as process:
        assert process.stdout is not None
        process.stdout.readline()
        face = np.random.default_rng(seed).standard_normal(192).astype(np.float32)
        piece = face.tobytes()[MARK : 2 * MARK]
        wanted = Secrets({"text": str(seed)[::-1]}, {}, frozenset({piece}), [face])
        try:
            there = found(process.pid, wanted)
        except PermissionError:
            pytest.skip("the memory of another process may not be read here")
    assert there == left
