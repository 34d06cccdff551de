"""`kiosk-central`: serve, and look after the data folder."""

from __future__ import annotations

import argparse
import fcntl
import json
import re
import resource
import sys
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from central import anchors, citus, maintenance
from central.enrolment import EnrolmentError
from central.seed import seed
from central.service import Service
from central.settings import SettingsError
from kiosk.record.slip import grouped

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class _BusyFolderError(Exception):
    """Another service runs on the data folder."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status is 0 for success, 1 for a finding or a failure, 2 for misuse."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold the master key
    given = _parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except (SettingsError, EnrolmentError, citus.NoCitusError, _BusyFolderError) as error:
        print(f"kiosk-central: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kiosk-central", description="The reference central service.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Any, told: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=told, description=told)
        added.add_argument("--data", type=Path, required=True, metavar="DIR", help="the service's data folder")
        added.add_argument("--database", metavar="URL", help="a PostgreSQL (postgresql+psycopg://...); default SQLite")
        added.set_defaults(run=run)
        return added

    serve = command("serve", _serve, "Serve HTTPS until SIGTERM.")
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    serve.add_argument("--port", type=int, default=0, help="0 takes a free one, told on standard output")
    serve.add_argument(
        "--behind-proxy", nargs="*", metavar="ADDRESS", help="speak plain HTTP to these TLS proxies, or networks"
    )
    serve.add_argument(
        "--metrics-port", type=int, metavar="PORT", help="also serve /metrics, on loopback in plain HTTP"
    )
    serve.add_argument("--metrics-host", default="127.0.0.1", metavar="ADDRESS", help="where to serve them instead")
    code = command("code", _code, "Make a one-time code with which a terminal enrols itself.")
    code.add_argument("--kiosk", type=_name, required=True, metavar="ID")
    code.add_argument("--branch", type=_name, help="the branch of a new kiosk; by default the id up to the last hyphen")
    code.add_argument("--hours", type=float, default=24.0, help="how long the code is good")
    revoke = command("revoke", _revoke, "Take a kiosk's certificates back: it is let in no more.")
    revoke.add_argument("--kiosk", type=_name, required=True, metavar="ID")
    revoke.add_argument("--serial", help="one certificate alone, by its serial number in hexadecimal")
    enrol = command("enrol", _enrol, "Make a kiosk's certificate.")
    enrol.add_argument(
        "--kiosk", type=_name, nargs="+", required=True, metavar="ID", help="of several, each gets a folder in DIR"
    )
    enrol.add_argument("--branch", type=_name, help="the kiosk's branch; by default the id up to the last hyphen")
    enrol.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder for the kiosk's files")
    enrol.add_argument("--days", type=int, default=365, help="how long the certificate lasts")
    seeding = command("seed", _seed, "Furnish a branch for a demonstration; prints its appointments as JSON.")
    seeding.add_argument("--branch", type=_name, required=True)
    seeding.add_argument("--holder", required=True, metavar="NUMBER", help="the ID number the appointments are for")
    seeding.add_argument("--now", type=_instant, help="the time to seed for (ISO 8601 with a zone)")
    seeding.add_argument("--fresh", action="store_true", help="book new appointments even where old ones would do")
    report = command("report", _report, "Count what the bank knows.")
    fsck = command("fsck", _fsck, "Make every journal's tree again from the stored bytes; 1 if one differs.")
    for printing in (report, fsck):
        printing.add_argument("--json", action="store_true", help="print JSON")
    maintenance.add(command, _name, _service)
    distribute = command("distribute", _distribute, "On Citus: spread the tables over its nodes, by kiosk.")
    distribute.add_argument("--print", action="store_true", help="print the statements instead of running them")
    anchor = command("anchor", _anchor, "Write what `kiosk journal verify` needs of the bank, and print its arguments.")
    anchor.add_argument("--kiosk", type=_name, required=True, metavar="ID")
    anchor.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder for the acknowledged notes")
    command("rebuild", _rebuild, "Make the read model again from the stored journals; on SQLite the service must rest.")
    return parser


def _serve(given: argparse.Namespace) -> int:
    from central.serve import serve  # noqa: PLC0415 - the other commands start twice as fast without it

    with _service(given) as service, _alone(service):
        metrics = None if given.metrics_port is None else (given.metrics_host, given.metrics_port)
        serve(service, (given.host, given.port), behind=given.behind_proxy, metrics=metrics)
    return 0


def _code(given: argparse.Namespace) -> int:
    with _service(given) as service:
        branch = given.branch or (None if service.enrolment.known(given.kiosk) else given.kiosk.rpartition("-")[0])
        slip = service.enrolment.code(given.kiosk, branch, timedelta(hours=given.hours))
        until = (service.clock() + timedelta(hours=given.hours)).astimezone(service.zone)
        prints = service.authority.fingerprint
    print(f"terminal     {slip.kiosk}\ncode         {grouped(slip.code)}\nfingerprint  {prints}")
    print(f"all in one   {slip}\ngood until   {until:%Y-%m-%d %H:%M %Z}, once")
    return 0


def _revoke(given: argparse.Namespace) -> int:
    with _service(given) as service:
        if not service.enrolment.known(given.kiosk):
            print("kiosk-central: no such kiosk", file=sys.stderr)
            return 1
        revoked = service.enrolment.revoke(given.kiosk, given.serial and given.serial.lower().lstrip("0"))
    print(f"{revoked} certificates revoked")
    return 0 if revoked or not given.serial else 1


def _enrol(given: argparse.Namespace) -> int:
    branches = {kiosk: given.branch or kiosk.rpartition("-")[0] for kiosk in given.kiosk}
    if not all(branches.values()):
        print("kiosk-central: --branch is missing", file=sys.stderr)
        return 2
    with _service(given) as service:
        for kiosk, branch in branches.items():
            out = given.out if len(branches) == 1 else given.out / kiosk
            service.enrol(kiosk, branch, out, given.days)
    return 0


def _seed(given: argparse.Namespace) -> int:
    with _service(given) as service:
        told = seed(service, given.branch, given.holder, given.now or service.clock(), fresh=given.fresh)
    print(json.dumps(told, indent=2, ensure_ascii=False))
    return 0


def _report(given: argparse.Namespace) -> int:
    with _service(given) as service:
        _print(service.report(), as_json=given.json)
    return 0


def _fsck(given: argparse.Namespace) -> int:
    with _service(given) as service:
        found, aside, flags = service.fsck(), service.quarantine(), service.report()["flags"]
    journals = [
        {
            "kiosk": item.log.kiosk,
            "epoch": item.log.epoch,
            "acked": item.acked,
            "records": item.records,
            "root": b64encode(item.root).decode(),
            "recomputed_root": b64encode(item.recomputed_root).decode(),
            "faults": item.faults,
            "previous": item.previous,
            "link": item.link,
        }
        for item in found
    ]
    ok = not any(item.faults for item in found) and aside.damaged == 0
    told = {"ok": ok, "quarantine": asdict(aside), "flags": flags, "journals": journals}
    _print(told, as_json=given.json)
    return 0 if ok else 1


def _anchor(given: argparse.Namespace) -> int:
    with _service(given) as service, service.store.read() as connection:
        found = anchors.anchors(connection, given.kiosk)
    if not found:
        print(f"kiosk-central: nothing of {given.kiosk} is known", file=sys.stderr)
        return 1
    print(anchors.write(found, str(service.keys.cosigner_verifier), given.out))
    return 0


def _rebuild(given: argparse.Namespace) -> int:
    with _service(given) as service, _alone(service):
        print(f"{service.rebuild()} records read")
    return 0


def _distribute(given: argparse.Namespace) -> int:
    with _service(given) as service:
        if given.print:
            print(*(f"{statement};" for statement in citus.statements()), sep="\n")
        else:
            citus.distribute(service.store)
    return 0


def _print(told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(told, indent=2, ensure_ascii=False))
        return
    for name, value in told.items():
        print(f"{name}: {json.dumps(value, ensure_ascii=False)}")


def _service(given: argparse.Namespace) -> Service:
    return Service(given.data, database=given.database)


@contextmanager
def _alone(service: Service) -> Iterator[None]:
    """Be the one service process of an SQLite file; of a PostgreSQL there may be many. Raises `_BusyFolderError`."""
    if service.store.shared:
        yield
        return
    with (service.data / "serve.lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise _BusyFolderError(f"a service runs on {service.data}") from error
        yield


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise argparse.ArgumentTypeError("letters, digits, '.', '_' and '-', at most 64")
    return text


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise argparse.ArgumentTypeError("a time needs a zone, such as Z or +08:00")
    return instant


if __name__ == "__main__":
    sys.exit(main())
