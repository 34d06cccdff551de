"""An integrator's decoder of portraits, in a process of its own: what it may answer, and what it may not do to us."""

from __future__ import annotations

import os
import select
import time
from pathlib import Path

import pytest
from decoder_programs import GOOD, answering, bitmap, command
from hypothesis import given
from hypothesis import strategies as st

from drivers.photo_decoder import WLT_BYTES, IsolatedDecoder, _bitmap

WLT = b"\x57" * WLT_BYTES
TINY = bitmap(2, 2, b"abcdef\0\0ghijkl\0\0")


def children() -> set[str]:
    return set(Path("/proc/self/task").joinpath(str(os.getpid()), "children").read_text(encoding="ascii").split())


def test_the_programs_bitmap_is_the_portrait_top_row_first() -> None:
    photo = IsolatedDecoder(command(GOOD), timeout_s=30).decode(WLT)
    assert photo is not None
    assert (photo.width, photo.height, len(photo.pixels)) == (102, 126, 38_556)
    for x, y in ((0, 0), (101, 0), (0, 125), (50, 60)):
        at = (y * 102 + x) * 3
        assert photo.pixels[at : at + 3] == bytes((x, y, 0x57))


def test_a_bitmap_may_be_told_from_the_top() -> None:
    photo = _bitmap(bitmap(2, -2, b"abcdef\0\0ghijkl\0\0"))
    assert photo is not None
    assert (photo.width, photo.height, photo.pixels) == (2, 2, b"abcdefghijkl")
    upright = _bitmap(TINY)
    assert upright is not None
    assert upright.pixels == b"ghijklabcdef"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"BM",
        TINY[:-1],
        TINY + b"\0",
        b"XX" + TINY[2:],
        bitmap(2, 2, bytes(16), bits=32),
        bitmap(2, 2, bytes(16), compression=1),
        bitmap(2, 2, bytes(16), header=124),
        bitmap(2, 2, bytes(16), pixels_at=53),
        bitmap(2, 2, bytes(16), pixels_at=71),
        bitmap(0, 2, b""),
        bitmap(2, 0, b""),
        bitmap(-2, 2, bytes(16)),
        bitmap(2**31 - 1, 2**31 - 1, bytes(16)),
        bitmap(1, -(2**31), bytes(16)),
    ],
)
def test_an_answer_that_is_no_bitmap_of_its_own_size_is_none(answer: bytes) -> None:
    assert _bitmap(answer) is None


@given(st.binary(max_size=120), st.integers(0, 60), st.binary(max_size=8))
def test_no_answer_breaks_us(answer: bytes, at: int, change: bytes) -> None:
    _bitmap(answer)
    photo = _bitmap(TINY[:at] + change + TINY[at + len(change) :])
    assert photo is None or len(photo.pixels) == photo.width * photo.height * 3


@pytest.mark.parametrize(
    "program",
    [
        answering(TINY, code=1),
        answering(b"no picture"),
        command("import os; os.abort()"),
        command("raise SystemExit"),
        command("import os; os.close(0); os.close(1)"),
        ("/nowhere/decoder",),
        ("/etc/passwd",),
        ("\0",),
    ],
    ids=["fails", "garbage", "crashes", "says nothing", "hangs up", "missing", "no program", "wild name"],
)
def test_a_program_that_fails_gives_no_portrait(program: tuple[str, ...]) -> None:
    before = children()
    assert IsolatedDecoder(program, timeout_s=30).decode(WLT) is None
    assert children() == before


def test_a_program_that_hangs_is_killed() -> None:
    before = children()
    began = time.monotonic()
    assert IsolatedDecoder(command("import time; time.sleep(600)"), timeout_s=0.2).decode(WLT) is None
    assert time.monotonic() - began < 20
    assert children() == before


def test_a_program_that_answers_and_hangs_is_killed_and_not_believed() -> None:
    program = command(f"import sys, time; sys.stdout.buffer.write({TINY!r}); sys.stdout.flush(); time.sleep(600)")
    assert IsolatedDecoder(program, timeout_s=0.5).decode(WLT) is None


def test_a_gigabyte_is_cut_off_at_its_beginning() -> None:
    program = command("import sys\nfor _ in range(1 << 14): sys.stdout.buffer.write(bytes(1 << 16))")
    began = time.monotonic()
    assert IsolatedDecoder(program, timeout_s=60).decode(WLT) is None
    assert time.monotonic() - began < 30


def test_what_a_program_left_running_is_killed_with_it(tmp_path: Path) -> None:
    held = tmp_path / "held"
    os.mkfifo(held)
    program = command(
        "import os, sys, time\n"
        f"pipe = open({str(held)!r}, 'wb', buffering=0); pipe.write(b'!')\n"
        "if os.fork() == 0:\n"
        "    os.close(1); time.sleep(600)\n"
        f"sys.stdout.buffer.write({TINY!r})"
    )
    end = os.open(held, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert IsolatedDecoder(program, timeout_s=30).decode(WLT) is not None
        assert os.read(end, 1) == b"!"
        assert select.select([end], [], [], 30)[0], "its child lives on"
        assert os.read(end, 1) == b""
    finally:
        os.close(end)


def test_the_example_of_the_page_keeps_the_contract(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "resident-id-reader.md").read_text(encoding="utf-8")
    example = tmp_path / "wlt.py"
    example.write_text(next(block for block in page.split("```") if "GetBmp" in block).removeprefix("python\n"))
    library = (
        "import ctypes, pathlib, runpy, sys, types\n"
        "def get_bmp(coded, interface):\n"
        "    coded = pathlib.Path(coded.decode())\n"
        f"    coded.with_suffix('.bmp').write_bytes({TINY!r})\n"
        "    return int(coded.read_bytes() == b'W' * 1024)\n"
        "ctypes.CDLL = lambda path: types.SimpleNamespace(GetBmp=get_bmp)\n"
        f"sys.argv = ['wlt.py', 'libwlt.so']; runpy.run_path({str(example)!r}, run_name='__main__')"
    )
    photo = IsolatedDecoder(command(library), timeout_s=30).decode(WLT)
    assert photo is not None
    assert photo.pixels == b"ghijklabcdef"


def test_no_program_at_all_is_an_error_of_the_settings() -> None:
    with pytest.raises(ValueError, match="program"):
        IsolatedDecoder(())


def test_it_gets_the_portrait_and_nothing_else_of_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_SECRET", "secret")
    program = command(
        "import os, resource, sys\n"
        "told = sys.stdin.buffer.read()\n"
        "ours = [name for name in os.listdir('/proc/self/fd') if int(name) > 3]\n"
        "well = told == b'W' * 1024 and set(os.environ) <= {'PATH', 'LANG', 'LC_CTYPE'} and not ours\n"
        "well = well and os.getcwd() == '/' and resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)\n"
        f"sys.stdout.buffer.write({TINY!r} if well else b'')"
    )
    assert IsolatedDecoder(program, timeout_s=30).decode(WLT) is not None


@pytest.mark.parametrize("size", [0, 1023, 1025])
def test_what_is_no_coded_portrait_starts_no_program(size: int, tmp_path: Path) -> None:
    started = tmp_path / "started"
    decoder = IsolatedDecoder(("/usr/bin/touch", str(started)))
    assert decoder.decode(bytes(size)) is None
    assert not started.exists()
