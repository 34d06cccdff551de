"""Power cuts, simulated: what a program did to a folder's files is recorded, and any crash state made from it.

The idea is that of ALICE (Pillai et al., OSDI 2014). While a `Disk` records, SQLite files go through an apsw VFS that
notes every write, truncation, deletion and sync, and the `os` functions that make a file durable are noted beside
them: the code under test is the terminal's own, unchanged. A crash state keeps what was synced; of the rest anything
may be missing, in any order, and a write may have reached the disk in some of its 512-byte sectors only. A name lives
in its folder and is synced with it, apart from the bytes it stands for.

What a drive's own cache promises falsely is not modelled.
"""

from __future__ import annotations

import itertools
import os
import random
import sqlite3
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias
from unittest import mock

import apsw

SECTOR: Final = 512
WAYS: Final = ("all", "none", "some", "first")
"""All unsynced steps reached the disk, none, each by the throw of a coin, or those before a random instant."""
_JOURNALS: Final = apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_MAIN_JOURNAL
_serial = itertools.count()


@dataclass(frozen=True)
class Write:
    """Bytes into a file; `data` None cuts the file at `offset` instead."""

    file: int
    offset: int
    data: bytes | None


@dataclass(frozen=True)
class Sync:
    """A file's bytes so far are on the disk."""

    file: int


@dataclass(frozen=True)
class Name:
    """`path` now stands for a file, a folder (`file` None), or when `gone` for nothing; a renamed file was `old`."""

    path: Path
    file: int | None
    old: Path | None = None
    gone: bool = False


@dataclass(frozen=True)
class SyncNames:
    """A folder's names so far are on the disk."""

    folder: Path


@dataclass(frozen=True)
class Promise:
    """From here on the program has told somebody that `value` is kept."""

    what: str
    value: Any


Step: TypeAlias = Write | Sync | Name | SyncNames | Promise


class Disk:
    """What happens to the files below `root` while `recording`. What lies there before is on the disk.

    `pragmas` replaces the values of SQLite's settings as the program sets them, for controls; `lying` lets every
    fsync of a file that is not SQLite's go unheeded.
    """

    def __init__(self, root: Path, pragmas: Mapping[str, str] | None = None, *, lying: bool = False) -> None:
        self.root, self.pragmas, self.lying = root, dict(pragmas or {}), lying
        self.steps: list[Step] = []
        self.replaced: set[str] = set()
        """The settings that were in fact replaced: a control that changes nothing proves nothing."""
        self._files: dict[Path, int] = {}
        self._known: dict[int, bytes] = {}
        self._number = itertools.count()
        for path in sorted(root.rglob("*")):
            if path.is_dir():
                self.steps.append(Name(path, None))
            else:
                self.made(path)
                self.steps.append(Write(self._files[path], 0, path.read_bytes()))
        self.first = len(self.steps)
        """The earliest instant at which the power may fail: before it all is on the disk."""

    def promise(self, what: str, value: Any) -> None:
        """Note what was told to be kept."""
        self.steps.append(Promise(what, value))

    def promises(self, instant: int) -> dict[str, list[Any]]:
        """What had been promised when the power failed."""
        kept: dict[str, list[Any]] = {}
        for step in self.steps[:instant]:
            if isinstance(step, Promise):
                kept.setdefault(step.what, []).append(step.value)
        return kept

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Record what this process does to the files below the root, in the `sqlite3` module and by `os`."""
        vfs = _Vfs(self, f"power-cut-{next(_serial)}")
        patches = {
            "open": self._open,
            "fsync": self._fsync,
            "fdatasync": self._fsync,
            "replace": self._rename,
            "rename": self._rename,
            "unlink": self._unlink,
            "mkdir": self._mkdir,
        }
        originals: dict[str, Callable[..., Any]] = {name: getattr(os, name) for name in patches}

        def patched(name: str) -> Callable[..., Any]:
            return lambda *args, **options: patches[name](originals[name], *args, **options)

        connect = sqlite3.connect

        def connected(path: Any, **options: Any) -> Any:
            if isinstance(path, Path) and path.is_relative_to(self.root):
                assert options.get("isolation_level", "") is None, "apsw begins no transaction by itself"
                return _Connection(self, path, vfs.name)
            return connect(path, **options)

        replaced = mock.patch.multiple(os, **{name: patched(name) for name in patches})
        with replaced, mock.patch.object(sqlite3, "connect", connected):
            yield
        vfs.unregister()

    def crash(self, instant: int, way: str, rng: random.Random, into: Path) -> None:
        """Write the files as they may be when the power fails at this instant (an index into `steps`).

        `way` is one of `WAYS`: which of the steps that were not synced had reached the disk.
        """
        steps = self.steps[:instant]
        synced: dict[int | Path, int] = {}
        for index, step in enumerate(steps):
            if isinstance(step, Sync):
                synced[step.file] = index
            elif isinstance(step, SyncNames):
                synced[step.folder] = index
        last = rng.randint(self.first, instant) if way == "first" else instant

        def survives(index: int, where: int | Path) -> bool:
            if index < self.first or index < synced.get(where, -1) or way == "all":
                return True
            return (way == "some" and rng.random() < 0.5) or (way == "first" and index < last)

        contents: dict[int, bytearray] = {}
        names: dict[Path, int | None] = {}
        for index, step in enumerate(steps):
            if isinstance(step, Write) and survives(index, step.file):
                safe = index < self.first or index < synced.get(step.file, -1) or way == "all"
                _apply(contents.setdefault(step.file, bytearray()), step, None if safe else rng)
            elif isinstance(step, Name) and survives(index, step.path.parent):
                if step.gone:
                    names.pop(step.path, None)
                    continue
                if step.old is not None and names.get(step.old) == step.file:
                    names.pop(step.old, None)
                names[step.path] = step.file
        for path, file in sorted(names.items()):
            target = into / path.relative_to(self.root)
            if file is None:
                target.mkdir(mode=0o700, exist_ok=True)
            elif target.parent.is_dir():
                target.write_bytes(contents.get(file, b""))
                target.chmod(0o600)

    # What is done to files

    def made(self, path: Path) -> int:
        """A file was created."""
        self._files[path] = number = next(self._number)
        self.steps.append(Name(path, number))
        return number

    def number(self, path: Path) -> int | None:
        """The file a path stands for."""
        return self._files.get(path)

    def deleted(self, path: Path) -> None:
        """A file's name was taken away."""
        self._files.pop(path, None)
        self.steps.append(Name(path, None, gone=True))

    def _ours(self, path: Any) -> Path | None:
        if not isinstance(path, str | Path):
            return None
        found = Path(path)
        return found if found.is_relative_to(self.root) else None

    def _open(self, original: Callable[..., int], path: Any, flags: int, *args: Any, **options: Any) -> int:
        ours = self._ours(path)
        new = ours is not None and flags & os.O_CREAT and not ours.exists()
        descriptor = original(path, flags, *args, **options)
        if ours is not None and new:
            self.made(ours)
        return descriptor

    def _fsync(self, original: Callable[[int], None], descriptor: int) -> None:
        original(descriptor)
        path = self._ours(Path(f"/proc/self/fd/{descriptor}").readlink())
        if path is None or not path.exists():  # a deleted one is in no crash state
            return
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            self.steps.append(SyncNames(path))
        else:
            self._seen(path)
            if not self.lying:
                self.steps.append(Sync(self._files[path]))

    def _seen(self, path: Path) -> None:
        """Note what was written into a file that is not SQLite's since it was last looked at."""
        number, data = self._files[path], path.read_bytes()
        if self._known.get(number) != data:
            self._known[number] = data
            self.steps.append(Write(number, 0, data))

    def _rename(self, original: Callable[..., None], old: Any, new: Any, **options: Any) -> None:
        source, target = self._ours(old), self._ours(new)
        if source is not None and target is not None:
            self._seen(source)
            number = self._files.pop(source)
            original(old, new, **options)
            self._files[target] = number
            self.steps.append(Name(target, number, old=source))
        else:
            original(old, new, **options)

    def _unlink(self, original: Callable[..., None], path: Any, **options: Any) -> None:
        original(path, **options)
        ours = self._ours(path)
        if ours is not None:
            self.deleted(ours)

    def _mkdir(self, original: Callable[..., None], path: Any, *args: Any, **options: Any) -> None:
        original(path, *args, **options)
        ours = self._ours(path)
        if ours is not None:
            self.steps.append(Name(ours, None))


def _apply(content: bytearray, write: Write, rng: random.Random | None) -> None:
    """Write into a file; with `rng` 3 in 10 writes are torn."""
    if write.data is None:
        content[write.offset :] = bytes(max(0, write.offset - len(content)))
        return
    parts = [(write.offset, write.data)]
    if rng is not None and rng.random() < 0.3:
        parts = [(at, part) for at, part in _sectors(write) if rng.random() < 0.5]
    for offset, data in parts:
        if len(content) < offset:
            content.extend(bytes(offset - len(content)))
        content[offset : offset + len(data)] = data


def _sectors(write: Write) -> Iterator[tuple[int, bytes]]:
    """A write, cut where the disk's sectors end."""
    assert write.data is not None
    at, end = write.offset, write.offset + len(write.data)
    while at < end:
        until = min(end, (at // SECTOR + 1) * SECTOR)
        yield at, write.data[at - write.offset : until - write.offset]
        at = until


class _Vfs(apsw.VFS):
    def __init__(self, disk: Disk, name: str) -> None:
        self.disk, self.name = disk, name
        super().__init__(name, "unix")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        return _File(self.disk, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        super().xDelete(filename, syncdir)
        path = Path(filename)
        self.disk.deleted(path)
        if syncdir:
            self.disk.steps.append(SyncNames(path.parent))


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:
        path = Path(name.filename() if isinstance(name, apsw.URIFilename) else name)
        existed = path.exists()
        super().__init__("unix", name, flags)
        number = disk.number(path) if existed else None
        self.disk, self.folder = disk, path.parent
        self.file = disk.made(path) if number is None else number
        # os_unix.c: the first sync of a journal that was opened to be created syncs its folder, too.
        self.syncs_folder = bool(flags[0] & _JOURNALS and flags[0] & apsw.SQLITE_OPEN_CREATE)

    def xWrite(self, data: Any, offset: int) -> None:  # noqa: N802
        self.disk.steps.append(Write(self.file, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        self.disk.steps.append(Write(self.file, newsize, None))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802
        super().xSync(flags)
        self.disk.steps.append(Sync(self.file))
        if self.syncs_folder:
            self.disk.steps.append(SyncNames(self.folder))
            self.syncs_folder = False


class _Connection(apsw.Connection):
    """As much of `sqlite3.Connection` as the terminal's writers use."""

    def __init__(self, disk: Disk, path: Path, vfs: str) -> None:
        super().__init__(str(path), vfs=vfs)
        self.disk = disk

    def execute(self, statements: str, *args: Any, **options: Any) -> Any:
        name, _, _ = statements.removeprefix("PRAGMA ").partition("=")
        if statements.startswith("PRAGMA ") and "=" in statements and name in self.disk.pragmas:
            self.disk.replaced.add(name)
            statements = f"PRAGMA {name}={self.disk.pragmas[name]}"
        return super().execute(statements, *args, **options)

    executescript = execute
