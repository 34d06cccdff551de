"""The command line. Each command imports what it needs when it is called, so that every one starts quickly."""

from __future__ import annotations

import argparse
import json
import resource
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import kiosk


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit status is 0 when it did what it was asked."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold customers' data, and keys
    arguments = _parser().parse_args(argv)
    status: int = arguments.run(arguments)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kiosk", description=kiosk.__doc__)
    parser.add_argument("--version", action="version", version=f"kiosk {kiosk.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="run this terminal")
    run.add_argument("--settings", type=Path, default=Path("/etc/kiosk/kiosk.toml"))
    run.add_argument("--windowed", action="store_true", help="in a window, whatever the settings say")
    run.set_defaults(run=_run)

    demo = commands.add_parser("demo", help="a whole branch on a desk: kiosk, central service, simulated world")
    demo.add_argument("--list", action="store_true", help="name the walks, one a line")
    demo.add_argument("--headless", action="store_true", help="walk by itself, offscreen, and picture every screen")
    demo.add_argument("--walk", default="check-in", metavar="NAME")
    demo.add_argument("--out", type=Path, default=Path("out"), metavar="DIR")
    demo.add_argument("--lang", choices=("zh_CN", "en"), default="zh_CN")
    demo.add_argument("--size", type=int, choices=range(4), default=1)
    demo.add_argument("--contrast", choices=("standard", "dark", "light"), default="standard")
    demo.add_argument("--large-and-slow", action="store_true", help="for whom it is to be large, slow and read aloud")
    demo.add_argument("--landscape", action="store_true", help="1920x1080 instead of 1080x1920")
    demo.add_argument("--fullscreen", action="store_true")
    demo.add_argument("--data", type=Path, metavar="DIR", help="keep the branch's files in this new or empty folder")
    demo.add_argument("--records-a-day", type=int, metavar="N", help="of the offline week; 20,000")
    demo.add_argument("--attach", type=Path, metavar="SETTINGS", help=argparse.SUPPRESS)  # a chapter of a story
    demo.set_defaults(run=_demo)

    sync = commands.add_parser("sync", help="send the journal to the central service, and bring its desired state down")
    sync.add_argument("--settings", type=Path, default=Path("/etc/kiosk/kiosk.toml"))
    sync.set_defaults(run=_sync)

    enrol = commands.add_parser(
        "enrol", help="get this terminal's certificate with a one-time code (docs/enrolment.md)"
    )
    enrol.add_argument("url", metavar="URL", help="the central service: https://...")
    enrol.add_argument("--code", required=True, help="CODE, KIOSK:CODE or KIOSK:CODE:PRINT; - reads standard input")
    enrol.add_argument("--kiosk", default="", metavar="ID", help="the terminal's id, where the code does not bear it")
    enrol.add_argument(
        "--fingerprint", default="", metavar="SHA256", help="of the authority, where the code has no print"
    )
    enrol.add_argument("--ca", type=Path, metavar="FILE", help="the authority's certificate, where it was carried here")
    where = enrol.add_mutually_exclusive_group()
    where.add_argument(
        "--settings", type=Path, default=Path("/etc/kiosk/kiosk.toml"), help="written where there is none"
    )
    where.add_argument("--out", type=Path, metavar="DIR", help="the same as --settings DIR/kiosk.toml")
    enrol.set_defaults(run=_enrol)

    doctor = commands.add_parser("doctor", help="say what is ready, what is missing and how to mend it")
    doctor.add_argument("--settings", type=Path, help="also examine the terminal that these settings describe")
    doctor.add_argument("--json", action="store_true")
    doctor.set_defaults(run=_doctor)

    bench = commands.add_parser("bench", help="measure, beside peers in the same run")
    names = ("central", "document", "face", "faq", "journal", "qr", "startup", "sync", "ui")
    bench.add_argument("name", metavar="NAME", choices=names)
    bench.add_argument("--json", action="store_true")
    bench.add_argument("--quick", action="store_true", help="fewer rounds; for a look, not for a record")
    bench.add_argument(
        "--data", type=Path, metavar="DIR", help="the folder of pictures to read, or the disk to write on"
    )
    bench.set_defaults(run=_bench)

    _vision_parser(commands.add_parser("vision", help="what the kiosk sees, on files instead of cameras"))
    _token_parser(commands.add_parser("token", help="appointment codes, for integrators (docs/appointment-token.md)"))
    _journal_parser(commands.add_parser("journal", help="verify, read, export and prove a journal"))
    return parser


def _journal_parser(journal: argparse.ArgumentParser) -> None:
    actions = journal.add_subparsers(required=True, metavar="ACTION")

    def action(name: str, run: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
        made = actions.add_parser(name, help=about)
        made.set_defaults(run=run)
        return made

    def where(of: argparse.ArgumentParser) -> None:
        place = of.add_mutually_exclusive_group(required=True)
        place.add_argument("--settings", type=Path, metavar="FILE", help="the journal of the terminal they describe")
        place.add_argument("--journal", type=Path, metavar="DIR", help="a journal's folder, or a copy of one")

    def keys(of: argparse.ArgumentParser) -> None:
        of.add_argument(
            "--key", action="append", default=[], metavar="VKEY", help="the log's key, as the centre has it"
        )
        of.add_argument(
            "--cosigner", action="append", default=[], metavar="VKEY", help="the centre's key, or a witness's"
        )

    verify = action("verify", _journal_verify, "does every record hold? (docs/journal-verification.md)")
    where(verify)
    keys(verify)
    anchor_help = "a checkpoint that the centre acknowledged"
    verify.add_argument("--anchor", action="append", default=[], type=Path, metavar="NOTE", help=anchor_help)
    verify.add_argument("--unanchored", action="store_true", help="let it hold although its end may be missing")
    verify.add_argument("--pairs", action="store_true", help="also name what visits asked and nobody answered")
    verify.add_argument("--json", action="store_true")

    tail = action("tail", _journal_tail, "print the last records, one a line")
    where(tail)
    tail.add_argument("-n", dest="lines", type=int, default=10, metavar="N")
    tail.add_argument("--follow", "-f", action="store_true", help="and what comes")
    tail.add_argument("--type", metavar="TYPE", help="of one type only, such as visit.began.v1")

    export = action("export", _journal_export, "write a ZIP that verifies itself without this software")
    where(export)
    export.add_argument("--out", type=Path, required=True, metavar="ZIP")
    export.add_argument("--epoch", help="one epoch; without it and without a range all of them")
    export.add_argument(
        "--from", dest="first", type=int, default=1, metavar="SEQ", help="of the newest epoch, or --epoch"
    )
    export.add_argument("--to", dest="last", type=int, metavar="SEQ")

    renew = action("renew", _journal_renew, "begin a new epoch in the place of a damaged one, while the kiosk rests")
    renew.add_argument("--settings", type=Path, required=True, metavar="FILE")

    prove = action(
        "prove", _journal_prove, "prove that one record is in the log, or check such a proof (C2SP tlog-proof)"
    )
    place = prove.add_mutually_exclusive_group(required=True)
    place.add_argument("--settings", type=Path, metavar="FILE")
    place.add_argument("--journal", type=Path, metavar="DIR")
    place.add_argument("--check", type=Path, metavar="PROOF", help="check this proof of --record")
    keys(prove)
    prove.add_argument("--epoch", help="default: the newest")
    prove.add_argument("--record", type=Path, metavar="FILE", help="the record's bytes: written, or with --check read")
    prove.add_argument("seq", type=int, nargs="?", metavar="SEQ")


def _vision_parser(vision: argparse.ArgumentParser) -> None:
    actions = vision.add_subparsers(required=True, metavar="ACTION")
    document = actions.add_parser("document", help="read identity documents, and say which checks held")
    document.add_argument("images", type=Path, nargs="+", metavar="IMAGE")
    document.add_argument("--json", action="store_true", help="one JSON object a line and picture")
    document.set_defaults(run=_vision_document)

    engine_help = "mobilefacenet, dlib, or the path of a description (docs/engines.md)"
    face = actions.add_parser("face", help="are the faces on two pictures one person's?")
    face.add_argument("a", type=Path, metavar="A")
    face.add_argument("b", type=Path, metavar="B")
    face.add_argument("--engine", default="mobilefacenet", help=engine_help)
    face.add_argument("--json", action="store_true")
    face.set_defaults(run=_vision_face)

    evaluate = actions.add_parser("evaluate", help="error rates on your own pictures: one folder per person")
    evaluate.add_argument("--pairs", type=Path, required=True, metavar="DIR")
    evaluate.add_argument("--engine", default="mobilefacenet", help=engine_help)
    evaluate.add_argument("--json", action="store_true")
    evaluate.add_argument("--det", type=Path, metavar="FILE", help="also draw the DET curve (ISO/IEC 19795-1) as SVG")
    evaluate.set_defaults(run=_vision_evaluate)

    calibrate = actions.add_parser("calibrate", help="write an engine's thresholds as measured on your own pictures")
    calibrate.add_argument(
        "pairs", type=Path, metavar="DIR", help="one folder per person, two or more pictures in each"
    )
    calibrate.add_argument("--engine", default="mobilefacenet", help=engine_help)
    calibrate.add_argument("--out", type=Path, metavar="FILE", help="default: ENGINE.toml in this folder")
    calibrate.set_defaults(run=_vision_calibrate)


def _token_parser(token: argparse.ArgumentParser) -> None:
    actions = token.add_subparsers(required=True, metavar="ACTION")
    key = actions.add_parser("key", help="make a signing key: a private JWK in FILE, its public part on the output")
    key.add_argument("--kid", required=True)
    key.add_argument("--algorithm", choices=("Ed25519", "ES256"), default="Ed25519")
    key.add_argument("file", type=Path, metavar="FILE")
    key.set_defaults(run=_token_key)

    issue = actions.add_parser("issue", help="sign an appointment code")
    issue.add_argument("--key", type=Path, required=True, help="private JWK with a kid")
    issue.add_argument("--issuer", required=True)
    issue.add_argument("--branch", required=True)
    issue.add_argument("--appointment", required=True)
    issue.add_argument("--service", required=True)
    issue.add_argument("--holder", required=True, help="the customer's ID number; - reads it from standard input")
    issue.add_argument("--at", required=True, help="when the appointment begins: ISO 8601 with its offset")
    issue.add_argument("--opens-before-min", type=int, default=30)
    issue.add_argument("--closes-after-min", type=int, default=15)
    issue.add_argument("--svg", type=Path, help="also write the QR code, level M, as SVG")
    issue.set_defaults(run=_token_issue)

    inspect = actions.add_parser("inspect", help="take a code apart and say whether it would hold")
    inspect.add_argument("code", help="the code's text; - reads it from standard input")
    inspect.add_argument("--keys", type=Path, help="a JWK set to verify the signature with")
    inspect.set_defaults(run=_token_inspect)


def _run(arguments: argparse.Namespace) -> int:
    from kiosk.settings import SettingsError, load
    from kiosk.ui.app import StageError
    from kiosk.ui.brand import BrandError
    from kiosk.wiring import terminal

    try:
        return terminal.run(load(arguments.settings), windowed=arguments.windowed)
    except (SettingsError, StageError, BrandError) as error:
        return _failed(error)


def _demo(arguments: argparse.Namespace) -> int:
    from kiosk.demo.stories import RECORDS_A_DAY, STORIES
    from kiosk.demo.walks import BY_NAME, CHAPTERS, WALKS

    named = {walk.name: walk.sentence for walk in WALKS} | {name: told.sentence for name, told in STORIES.items()}
    if arguments.list:
        width = max(map(len, named))
        print("\n".join(f"{name:{width}}  {sentence}" for name, sentence in named.items()))
        return 0
    chapters = CHAPTERS | BY_NAME
    if arguments.walk not in (chapters if arguments.attach else named):
        return _failed(f"no walk is named {arguments.walk}; `kiosk demo --list` names them")
    from kiosk.demo.wish import Wish
    from kiosk.settings import SettingsError
    from kiosk.ui.app import StageError
    from kiosk.ui.brand import BrandError

    wish = Wish(
        out=arguments.out,
        headless=arguments.headless or not _has_display(),
        language=arguments.lang,
        size=arguments.size,
        contrast=arguments.contrast,
        large_and_slow=arguments.large_and_slow,
        landscape=arguments.landscape,
        fullscreen=arguments.fullscreen,
        data=arguments.data,
    )
    try:
        if arguments.attach:
            from kiosk.demo import chapter

            return chapter.attend(arguments.attach, chapters[arguments.walk], wish.out)
        if arguments.walk in STORIES:
            if not wish.headless:
                return _failed(f"{arguments.walk} is a story: it is told with --headless")
            from kiosk.demo import teller

            return teller.tell(STORIES[arguments.walk], wish, arguments.records_a_day or RECORDS_A_DAY)
        from kiosk.demo import show

        return show.show(BY_NAME[arguments.walk], wish)
    except (OSError, SettingsError, StageError, BrandError) as error:
        return _failed(error)


def _has_display() -> bool:
    import os

    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _sync(arguments: argparse.Namespace) -> int:
    from kiosk.settings import SettingsError, load
    from kiosk.wiring.sync import sync

    try:
        settings = load(arguments.settings)
    except SettingsError as error:
        return _failed(error)
    return sync(settings)


def _enrol(arguments: argparse.Namespace) -> int:
    from kiosk.enrol import enrol

    settings = arguments.settings if arguments.out is None else arguments.out / "kiosk.toml"
    code = sys.stdin.readline() if arguments.code == "-" else arguments.code
    try:
        print(enrol(arguments.url, code, settings, arguments.kiosk, authority=arguments.fingerprint, ca=arguments.ca))
    except (OSError, ValueError) as error:
        return _failed(error)
    return 0


def _doctor(arguments: argparse.Namespace) -> int:
    from kiosk import doctor

    findings = doctor.examine(arguments.settings)
    if arguments.json:
        print(json.dumps([finding.as_dict() for finding in findings], ensure_ascii=False, indent=2))
    else:
        print("\n".join(str(finding) for finding in findings))
    return 0 if all(finding.ok for finding in findings) else 1


def _bench(arguments: argparse.Namespace) -> int:
    match arguments.name:
        case "central":
            from kiosk.bench import central

            report = central.run(arguments.quick)
        case "document":
            from kiosk.wiring import bench

            report = bench.document(arguments.quick, arguments.data)
        case "face":
            from kiosk.bench import face

            report = face.run(arguments.quick)
        case "faq":
            from kiosk.bench import faq

            report = faq.run(arguments.quick)
        case "journal":
            from kiosk.bench import journal

            report = journal.run(arguments.quick, arguments.data)
        case "sync":
            from kiosk.bench import sync

            report = sync.run(arguments.quick, arguments.data)
        case "qr":
            from kiosk.wiring import bench

            report = bench.qr(arguments.quick)
        case "startup":
            from kiosk.bench import startup

            report = startup.run(arguments.quick)
        case _:
            from kiosk.wiring import bench

            report = bench.ui(arguments.quick)
    print(json.dumps(report, ensure_ascii=False, indent=None if arguments.json else 2))
    return 0


def _vision_document(arguments: argparse.Namespace) -> int:
    from kiosk.core.clock import civil_today
    from kiosk.vision.tools import document

    told = document.as_json if arguments.json else document.as_text
    for answer in document.answers(arguments.images, civil_today()):
        print(told(answer), flush=True)
    return 0


def _vision_face(arguments: argparse.Namespace) -> int:
    from kiosk.vision.embed import CalibrationError
    from kiosk.vision.engines import open_engine
    from kiosk.vision.models import ModelError
    from kiosk.vision.tools import face

    try:
        answer = face.same(open_engine(arguments.engine), arguments.a, arguments.b)
    except (CalibrationError, ModelError) as error:
        return _failed(error)
    print(json.dumps(answer) if arguments.json else face.sentence(answer))
    return 0


def _vision_evaluate(arguments: argparse.Namespace) -> int:
    from kiosk.vision.engines import open_engine
    from kiosk.vision.models import ModelError
    from kiosk.vision.tools import measure

    try:
        found = measure.evaluate(open_engine(arguments.engine), arguments.pairs, arguments.det)
    except (ModelError, OSError, measure.NothingToMeasureError) as error:
        return _failed(error)
    print(json.dumps(found) if arguments.json else measure.sentences(found))
    return 0


def _vision_calibrate(arguments: argparse.Namespace) -> int:
    from kiosk.vision.embed import CalibrationError
    from kiosk.vision.engines import open_engine
    from kiosk.vision.models import ModelError
    from kiosk.vision.tools import measure

    try:
        engine = open_engine(arguments.engine)
        found = measure.write_calibration(engine, arguments.pairs, arguments.out or Path(f"{engine.name}.toml"))
    except (CalibrationError, ModelError, OSError, measure.NothingToMeasureError) as error:
        return _failed(error)
    print(measure.sentences(found))
    return 0


def _token_key(arguments: argparse.Namespace) -> int:
    from kiosk import token_tools

    key = token_tools.generate(arguments.algorithm, arguments.kid)
    try:
        with open(arguments.file, "x", opener=_private, encoding="utf-8") as out:
            json.dump(key.as_dict(private=True), out)
    except OSError as error:
        return _failed(error)
    print(json.dumps(key.as_dict(private=False)))
    return 0


def _token_issue(arguments: argparse.Namespace) -> int:
    import secrets
    from datetime import datetime, timedelta

    from kiosk import token, token_tools
    from kiosk.core.appointment import holder_digest

    try:
        key = token_tools.private_key(json.loads(arguments.key.read_text(encoding="utf-8")))
        at = datetime.fromisoformat(arguments.at)
        if at.tzinfo is None:
            return _failed("--at needs an offset, such as 2026-11-23T10:00+08:00")
        number = sys.stdin.readline().strip() if arguments.holder == "-" else arguments.holder
        token_id = secrets.token_urlsafe(6)
        code = token.issue(
            key,
            issuer=arguments.issuer,
            branch=arguments.branch,
            token_id=token_id,
            appointment=arguments.appointment,
            service=arguments.service,
            holder=holder_digest(number, token_id, arguments.issuer),
            opens=at - timedelta(minutes=arguments.opens_before_min),
            closes=at + timedelta(minutes=arguments.closes_after_min),
        )
        if arguments.svg:
            arguments.svg.write_bytes(token_tools.svg(code))
    except OverflowError:
        return _failed(f"--at {arguments.at} with its window is beyond the calendar")
    except (OSError, ValueError) as error:
        return _failed(error)
    print(code)
    return 0


def _token_inspect(arguments: argparse.Namespace) -> int:
    from kiosk import token_tools

    text = sys.stdin.readline().strip() if arguments.code == "-" else arguments.code
    try:
        keys = None if arguments.keys is None else json.loads(arguments.keys.read_text(encoding="utf-8"))
        found = token_tools.inspect(text, keys)
    except (OSError, ValueError) as error:
        return _failed(error)
    print(json.dumps(found, ensure_ascii=False, indent=2))
    return 0 if found["signature"] != "forged" else 1


def _journal_verify(arguments: argparse.Namespace) -> int:
    from kiosk import journal_tools
    from kiosk.settings import SettingsError, load

    try:
        believed = journal_tools.trust(arguments.key, arguments.cosigner, arguments.anchor)
        folder = arguments.journal
        if arguments.settings is not None:
            settings = load(arguments.settings)
            believed, folder = journal_tools.own_trust(settings, believed), journal_tools.journal_folder(settings)
        report = journal_tools.verify(folder, believed, unanchored=arguments.unanchored, pairs=arguments.pairs)
    except (journal_tools.ToolError, SettingsError) as error:
        return _failed(error)
    if arguments.json:
        print(json.dumps(journal_tools.as_json(report, believed), indent=2))
    else:
        print("\n".join(journal_tools.told(report, believed)))
    return 0 if report.ok else 1


def _journal_folder(arguments: argparse.Namespace) -> Path:
    """Raises `SettingsError`."""
    from kiosk.journal_tools import journal_folder
    from kiosk.settings import load

    folder: Path | None = arguments.journal
    return folder or journal_folder(load(arguments.settings))


def _journal_tail(arguments: argparse.Namespace) -> int:
    from kiosk import journal_tools
    from kiosk.settings import SettingsError

    if arguments.type is not None and not journal_tools.known_type(arguments.type):
        return _failed(f"no record is of type {arguments.type} (docs/journal.md)")
    try:
        folder = _journal_folder(arguments)
        for line in journal_tools.tail(folder, arguments.lines, follow=arguments.follow, kind=arguments.type):
            print(line, flush=True)
    except (journal_tools.ToolError, SettingsError) as error:
        return _failed(error)
    except (KeyboardInterrupt, BrokenPipeError):
        return 0
    return 0


def _journal_export(arguments: argparse.Namespace) -> int:
    from kiosk import journal_tools
    from kiosk.settings import SettingsError

    try:
        wish = {"epoch": arguments.epoch, "first": arguments.first, "last": arguments.last}
        said = journal_tools.export(_journal_folder(arguments), arguments.out, **wish)
    except (journal_tools.ToolError, SettingsError) as error:
        return _failed(error)
    print("\n".join(said))
    return 0


def _journal_renew(arguments: argparse.Namespace) -> int:
    from kiosk.core.clock import SystemClock
    from kiosk.core.ports import JournalError
    from kiosk.record.files import KeyFileError
    from kiosk.settings import load
    from kiosk.wiring.journal import open_journal

    try:
        with open_journal(load(arguments.settings), SystemClock(), renew="asked") as journal:
            print(f"epoch {journal.epoch} begins; the file of the one before stays where it is")
    except (JournalError, KeyFileError, OSError, ValueError) as error:
        return _failed(error)
    return 0


def _journal_prove(arguments: argparse.Namespace) -> int:
    from kiosk import journal_tools
    from kiosk.record.proof import ProofError
    from kiosk.settings import SettingsError

    try:
        if arguments.check is not None:
            if arguments.record is None:
                return _failed("--check needs the record's bytes: --record FILE")
            believed = journal_tools.trust(arguments.key, arguments.cosigner, ())
            print(journal_tools.check(arguments.check, arguments.record, believed))
            return 0
        if arguments.seq is None:
            return _failed("which record? SEQ")
        folder = _journal_folder(arguments)
        made, _ = journal_tools.prove(folder, arguments.seq, epoch=arguments.epoch, out=arguments.record)
    except ProofError as error:
        print(f"does not hold: {error}")
        return 1
    except (journal_tools.ToolError, SettingsError) as error:
        return _failed(error)
    print(made.decode(), end="")
    return 0


def _private(path: str, flags: int) -> int:
    import os

    return os.open(path, flags, 0o600)


def _failed(why: object) -> int:
    print(f"kiosk: {why}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
