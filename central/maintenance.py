"""The commands that look after personal data, content and backups; `central.__main__` adds them to its own."""

from __future__ import annotations

import argparse
import json
import os
import pwd
import sys
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from central import callbacks, content, operations
from central.booking import Asked, Wish, forget_holders
from central.sealing import Act, KeyGoneError, acts, begins, erased, scrub
from central.service import Service, wall_clock
from kiosk.core.banking import ChangeRefusal, Done
from kiosk.core.banking import Refused as Rejected
from kiosk.core.booking import BookingRefusal, Refused, grouped
from kiosk.core.complaint import CaseState, cleaned

Open = Callable[[argparse.Namespace], Service]


def add(command: Callable[..., argparse.ArgumentParser], name: Any, opened: Open) -> None:
    """Add the commands. `name` reads a kiosk's or visit's name; `opened` opens the service that is asked for."""

    def of(run: Callable[[argparse.Namespace, Service], int]) -> Callable[[argparse.Namespace], int]:
        def running(given: argparse.Namespace) -> int:
            with opened(given) as service:
                try:
                    return run(given, service)
                except (KeyGoneError, operations.OperationError, OSError, ValueError) as error:
                    print(f"kiosk-central: {error}", file=sys.stderr)
                    return 1

        return running

    def visit(parser: argparse.ArgumentParser, *, required: bool) -> None:
        parser.add_argument("--kiosk", type=name, required=required, metavar="ID")
        parser.add_argument("--visit", type=name, required=required, metavar="VISIT")
        parser.add_argument("--reason", metavar="TEXT", type=_reason, help="why; kept with who and when")

    unseal = command("unseal", of(_unseal), "Print a visit's personal data; that it was asked for is recorded first.")
    visit(unseal, required=True)
    unseal.add_argument("--json", action="store_true", help="print JSON")
    erase = command("erase", of(_erase), "Erase the key of a visit's personal data for ever, or of those that are due.")
    visit(erase, required=False)
    erase.add_argument("--due", action="store_true", help="every visit whose time is over")
    erase.add_argument("--list", action="store_true", help="print what was erased, one JSON object a line")
    erase.add_argument("--file", type=Path, metavar="FILE", help="erase what --list printed, after a restore")
    uses = command("key-uses", of(_uses), "Print who unsealed, erased or destroyed what, oldest first.")
    uses.add_argument("--json", action="store_true", help="print JSON")
    destroy = command("destroy-sealing-keys", of(_destroy), "Destroy old weekly keys that kiosks sealed visit keys to.")
    destroy.add_argument("--before", type=_kid, required=True, metavar="KID", help="keep this one, such as 2026w48")
    destroy.add_argument("--anyway", action="store_true", help="though kiosks may hold what is sealed to them")
    destroy.add_argument("--reason", metavar="TEXT", type=_reason, help="why; kept with who and when")
    _add_calls(command, name, of)
    setting = command("content", of(_content), "Set what kiosks show and know from a TOML or JSON file.")
    setting.add_argument("--file", type=Path, required=True, metavar="FILE")
    _add_complaints(command("complaints", of(_complaints), "List complaints by due date, show one, or move it on."))
    book = command("book", of(_book), "Book an appointment for whoever asks by telephone or at the desk.")
    book.add_argument("--branch", type=name, required=True, metavar="BRANCH")
    book.add_argument("--service", type=name, required=True, metavar="SERVICE")
    book.add_argument("--starts", type=datetime.fromisoformat, required=True, metavar="TIME", help="with a zone")
    book.add_argument("--holder", metavar="NUMBER", help="the document's number; - reads it from standard input")
    book.add_argument(
        "--until-full", action="store_true", help="for a demonstration: invented customers take every place"
    )
    messages = command("messages", of(_messages), "Print the text messages that a demonstration keeps, oldest first.")
    messages.add_argument("--json", action="store_true", help="print JSON")
    cancel = command("cancel", of(_cancel), "Cancel an appointment; kiosks are told that its code is revoked.")
    cancel.add_argument("--appointment", type=int, required=True, metavar="NUMBER")
    backing = command("backup", of(_backup), "Write a backup while the service runs.")
    backing.add_argument("--out", type=Path, required=True, metavar="PATH", help="a folder, or the file's name")
    backing.add_argument(
        "--without-keys", action="store_true", help="leave out keys/ and pki/, which are kept elsewhere"
    )
    _add_restore(command)


def _add_restore(command: Callable[..., argparse.ArgumentParser]) -> None:
    restoring = command("restore", _restore, "Make the data folder from a backup and verify it; the service must rest.")
    restoring.add_argument("--from", dest="archive", type=Path, required=True, metavar="FILE")
    restoring.add_argument("--keys", type=Path, metavar="DIR", help="holds keys/ and pki/ where the backup has none")
    restoring.add_argument("--force", action="store_true", help="move a folder that is there aside")


def _add_calls(command: Callable[..., argparse.ArgumentParser], name: Any, of: Callable[..., Any]) -> None:
    calls = command("callbacks", of(_callbacks), "List the call-backs that are due, or say what became of one.")
    calls.add_argument("--branch", type=name, metavar="ID", help="those of one branch")
    calls.add_argument("--all", action="store_true", help="also those whose time has not begun")
    calls.add_argument("--numbers", action="store_true", help="open whom to ring; recorded first, with --reason")
    calls.add_argument("--reason", metavar="TEXT", type=_reason, help="why the numbers are opened")
    calls.add_argument("--done", metavar="REFERENCE", help="one that is over")
    calls.add_argument("--outcome", choices=callbacks.OUTCOMES, default="reached", help="what became of it")
    calls.add_argument("--json", action="store_true", help="print JSON")
    pages = command("pages", of(_pages), "List the calls for staff that nobody answered, the longest waiting first.")
    pages.add_argument("--branch", type=name, metavar="ID", help="those of one branch")
    pages.add_argument("--all", action="store_true", help="also those of more than twelve hours ago")
    pages.add_argument("--json", action="store_true", help="print JSON")
    coming = command("acknowledge", of(_acknowledge), "Say that somebody is on the way; the terminal shows who.")
    coming.add_argument("call", type=int, metavar="ID", help="the call, as `pages` lists it")
    coming.add_argument("--who", required=True, metavar="NAME", help="a first name or a role, for the customer to see")
    releases = command(
        "releases", of(_releases), "List the frozen cards whose customers, at a terminal, want them freed."
    )
    releases.add_argument("--branch", type=name, metavar="ID", help="those of one branch")
    releases.add_argument("--json", action="store_true", help="print JSON")
    release = command(
        "release", of(_release), "Free a frozen card, after a look at customer and document; or refuse it."
    )
    release.add_argument("request", type=int, metavar="ID", help="the request, as `releases` lists it")
    release.add_argument("--refuse", action="store_true", help="the card stays frozen")
    release.add_argument("--reason", metavar="TEXT", type=_reason, help="why; kept with who and when")


def _add_complaints(cases: argparse.ArgumentParser) -> None:
    cases.add_argument("--all", action="store_true", help="closed and withdrawn ones too")
    cases.add_argument("--reference", metavar="REFERENCE", help="one complaint: its history")
    cases.add_argument("--words", action="store_true", help="print what the customer wrote; recorded first")
    cases.add_argument("--take-down", action="store_true", help="read what the customer dictated from standard input")
    cases.add_argument("--state", type=CaseState, choices=list(CaseState), help="what it becomes")
    cases.add_argument("--answer", metavar="TEXT", help="what a terminal shows the customer who looks it up")
    cases.add_argument("--reason", metavar="TEXT", type=_reason, help="why; kept with who and when")
    cases.add_argument("--json", action="store_true", help="print JSON")


def operator() -> str:
    """Who runs this: the user by the kernel's word, and who logged in where that was another (sudo)."""
    user = os.getuid()
    try:
        login = int(Path("/proc/self/loginuid").read_text(encoding="ascii"))
    except (OSError, ValueError):
        login = -1
    if login in (-1, 2**32 - 1, user):
        return _user(user)
    return f"{_user(user)} (login {_user(login)})"


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _act(given: argparse.Namespace, service: Service) -> Act:
    return Act(operator(), given.reason, service.clock())


def _unseal(given: argparse.Namespace, service: Service) -> int:
    found = service.sealing.unseal(service.store, given.kiosk, given.visit, _act(given, service))
    if given.json:
        fields = [
            {"record": f"{item.epoch}/{item.seq}", "entry": item.entry, "field": item.field, "value": item.value}
            for item in found
        ]
        print(json.dumps(fields, indent=2, ensure_ascii=False))
    else:
        for item in found:
            value = "(does not open)" if item.value is None else item.value
            print(f"{item.epoch}/{item.seq} {item.entry} {item.field}: {value}")
    return 1 if any(item.value is None for item in found) else 0


def _erase(given: argparse.Namespace, service: Service) -> int:
    one = given.kiosk is not None and given.visit is not None
    half = (given.kiosk is None) != (given.visit is None)
    if half or [one, given.due, given.list, given.file is not None].count(True) != 1:
        print("kiosk-central: erase takes --kiosk and --visit, or --due, or --list, or --file", file=sys.stderr)
        return 2
    if given.list:
        with service.store.read() as connection:
            for kiosk, visit in erased(connection):
                print(json.dumps({"kiosk": kiosk, "visit": visit}))
        return 0
    act, sealing, store = _act(given, service), service.sealing, service.store
    if given.due:
        print(f"{sealing.erase_due(store, act)} erased")
        over = act.at - timedelta(days=service.settings.holder_days)
        print(f"{store.change(lambda made: forget_holders(made, over))} appointments forgot their holders")
    elif given.file:
        visits = [_listed(line) for line in given.file.read_text(encoding="utf-8").splitlines()]
        print(f"{sum(sealing.erase(store, *visit, act) for visit in visits)} of {len(visits)} were held and are erased")
    else:
        held = sealing.erase(store, given.kiosk, given.visit, act)
        print("erased" if held else "no key was held; one that comes will be refused")
    return _scrubbed(service)


def _listed(line: str) -> tuple[str, str]:
    told = json.loads(line)
    if not (isinstance(told, dict) and isinstance(told.get("kiosk"), str) and isinstance(told.get("visit"), str)):
        raise ValueError("a line of the file is not what --list prints")  # noqa: TRY004 - of a file, not of a caller
    return told["kiosk"], told["visit"]


def _scrubbed(service: Service) -> int:
    if scrub(service.store):
        return 0
    print(
        "kiosk-central: the write-ahead log still has the old bytes, for someone is reading: again later",
        file=sys.stderr,
    )
    return 1


def _uses(given: argparse.Namespace, service: Service) -> int:
    with service.store.read() as connection:
        rows = acts(connection)
    if given.json:
        fields = ("what", "kiosk", "about", "who", "reason")
        told = [{"at": row.at.isoformat(), **{name: getattr(row, name) for name in fields}} for row in rows]
        print(json.dumps(told, indent=2, ensure_ascii=False))
        return 0
    for row in rows:
        print(f"{row.at.isoformat()} {row.who} {row.what} {row.kiosk} {row.about} {row.reason or ''}".rstrip())
    return 0


def _destroy(given: argparse.Namespace, service: Service) -> int:
    with service.store.read() as connection:
        behind = service.sealing.behind(connection, given.before)
    if behind:
        print(
            f"kiosk-central: may still hold visits sealed to older keys, whose personal data would be lost: "
            f"{', '.join(behind)}",
            file=sys.stderr,
        )
        if not given.anyway:
            print("kiosk-central: nothing was destroyed; --anyway does it all the same", file=sys.stderr)
            return 1
    destroyed = service.sealing.destroy(service.store, given.before, _act(given, service))
    print(f"destroyed: {', '.join(destroyed) or 'none'}")
    return _scrubbed(service)


def _callbacks(given: argparse.Namespace, service: Service) -> int:
    act = _act(given, service)
    if given.done is not None:
        with service.store.write() as connection:
            if not callbacks.done(connection, given.done, given.outcome, act):
                raise ValueError("there is no open call-back of this reference")
        print(given.outcome)
        return 0
    if given.numbers and given.reason is None:
        print("kiosk-central: --numbers needs --reason", file=sys.stderr)
        return 2
    with service.store.read() as connection:
        due = callbacks.open_ones(connection, given.branch, None if given.all else act.at)
    shut = 0
    told = []
    for row in due:
        moments = {name: getattr(row, name).astimezone(service.zone).isoformat() for name in ("starts", "ends")}
        fields = ("reference", "topic", "language", "branch", "kiosk", "on_file")
        item = {**{name: getattr(row, name) for name in fields}, **moments}
        if given.numbers:
            try:
                found = callbacks.whom(service.store, service.sealing, row, act)
                item |= {"number": found.number, "customer": found.customer}
            except KeyGoneError as error:
                item["trouble"], shut = str(error), 1
        told.append(item)
    if given.json:
        print(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        for item in told:
            whom = item.get("number") or item.get("customer") or item.get("trouble") or ""
            print(
                f"{item['starts'][:16]} - {item['ends'][11:16]}  {item['reference']}  {item['branch']}  {item['topic']}"
                f"  {item['language']}  {whom}".rstrip()
            )
    return shut


def _pages(given: argparse.Namespace, service: Service) -> int:
    calls = service.open_calls(given.branch, ever=given.all)
    if given.json:
        fields = ("branch", "kiosk", "why", "screen")
        told = [
            {
                "call": row.id,
                "at": row.at.isoformat(),
                **{name: getattr(row, name) for name in fields},
                "reminded": row.reminded_at is not None,
                "left": row.left,
            }
            for row in calls
        ]
        print(json.dumps(told, indent=2))
        return 0
    for row in calls:
        more = ("  called again" if row.reminded_at else "") + ("  customer left" if row.left else "")
        print(f"{row.id}  {row.at.astimezone(service.zone):%H:%M:%S}  {row.kiosk}  {row.why}  {row.screen}{more}")
    return 0


def _acknowledge(given: argparse.Namespace, service: Service) -> int:
    print(f"{service.acknowledge(given.call, given.who, by=operator())} is on the way")
    return 0


def _releases(given: argparse.Namespace, service: Service) -> int:
    waiting = service.bank.open_releases(given.branch)
    if given.json:
        told = [
            {
                "request": item.number,
                "at": item.at.isoformat(),
                "expires": item.expires.isoformat(),
                "kiosk": item.kiosk,
                "visit": item.visit,
                "customer": item.name,
                "card": item.card,
            }
            for item in waiting
        ]
        print(json.dumps(told, indent=2, ensure_ascii=False))
        return 0
    for item in waiting:
        until = f"{item.expires.astimezone(service.zone):%H:%M:%S}"
        print(f"{item.number}  until {until}  {item.kiosk}  {item.name}  {item.card}")
    return 0


def _release(given: argparse.Namespace, service: Service) -> int:
    answer = service.bank.decide_release(given.request, _act(given, service), release=not given.refuse)
    match answer:
        case Done(already=True):
            print("the card could be used already")
        case Done():
            print("the card can be used again")
        case Rejected(ChangeRefusal.STAFF_REFUSED):
            print("the card stays frozen")
        case Rejected(ChangeRefusal.CARD_LOST):
            print("kiosk-central: the card was reported lost: it can only be replaced", file=sys.stderr)
        case Rejected():
            print("kiosk-central: the card cannot be freed", file=sys.stderr)
    return 0 if isinstance(answer, Done) or given.refuse else 1


def _messages(given: argparse.Namespace, service: Service) -> int:
    told = [
        {"at": sent.at.astimezone(service.zone).isoformat(), "to": sent.message.to, "text": sent.message.text}
        for sent in service.messages.sent()
    ]
    if given.json:
        print(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        print("\n".join(f"{row['at']}  {row['to']}  {row['text']}" for row in told))
    return 0


def _content(given: argparse.Namespace, service: Service) -> int:
    read = content.load(given.file)
    changed = service.publisher.publish(service.store, lambda made: content.apply(made, read), service.clock())
    print(f"{changed} kiosks have a new desired state")
    return 0


def _complaints(given: argparse.Namespace, service: Service) -> int:
    if given.reference is None:
        if given.words or given.state or given.answer or given.take_down:
            print("kiosk-central: which complaint? --reference is missing", file=sys.stderr)
            return 2
        return _list_complaints(given, service)
    act = _act(given, service)
    if given.answer and not given.state:
        print("kiosk-central: --answer goes with --state", file=sys.stderr)
        return 2
    if given.state:
        service.store.change(
            lambda connection: service.complaints.move(connection, given.reference, given.state, act, given.answer)
        )
    if given.take_down:
        service.complaints.take_down(service.store, given.reference, sys.stdin.read(), act)
    words = service.complaints.reveal(service.store, given.reference, act) if given.words else None
    with service.store.read() as connection:
        history = service.complaints.history(connection, given.reference)
    fields = ("state", "who", "reason")
    became = [{"at": row.at.isoformat(), **{name: getattr(row, name) for name in fields}} for row in history]
    told: dict[str, Any] = {"history": became}
    if words is not None:
        told |= {"text": words.text, "phone": words.phone}
    if given.json:
        print(json.dumps(told, indent=2, ensure_ascii=False))
        return 0
    for row in history:
        print(f"{row.at.isoformat()} {row.state} {row.who} {row.reason or ''}".rstrip())
    if words is not None:
        print(f"text: {cleaned(words.text or '(none)')}\nphone: {words.phone or '(none)'}")
    return 0


def _list_complaints(given: argparse.Namespace, service: Service) -> int:
    with service.store.read() as connection:
        listed = service.complaints.listed(connection, service.clock(), closed=given.all)
    if given.json:
        print(json.dumps(listed, indent=2, ensure_ascii=False))
        return 0
    for case in listed:
        when = f"{case['due'] or '-':10}{' OVERDUE' if case['overdue'] else ''}{'' if case['sure'] else ' (unsure)'}"
        flags = "".join(f" {flag}" for flag in ("elsewhere", "dictated") if case[flag])
        print(f"{when} {case['reference']} {case['state']} {case['category']} {case['branch']} {case['wish']}{flags}")
    return 0


def _book(given: argparse.Namespace, service: Service) -> int:
    if given.starts.tzinfo is None or (given.holder is None) is not given.until_full:
        print("kiosk-central: book takes a time with a zone, and --holder or --until-full", file=sys.stderr)
        return 2
    wish, taken = Wish(given.service, given.starts), 0
    while True:
        number = str(uuid.uuid4()) if given.until_full else given.holder
        asked = Asked("", given.branch, str(uuid.uuid4()), "book", {"service": given.service})
        answer = service.book(asked, sys.stdin.readline().strip() if number == "-" else number, wish)
        if isinstance(answer, Refused):
            if taken and answer.why is BookingRefusal.SLOT_TAKEN:
                print(f"{taken} places taken")
                return 0
            raise ValueError(f"not booked: {answer.why}")
        taken += 1
        if not given.until_full:
            print(f"booking number  {grouped(answer.number)}\ncode            {answer.code}")
            return 0


def _cancel(given: argparse.Namespace, service: Service) -> int:
    now = service.clock()

    def cancel(connection: Connection) -> str | None:
        branch = service.desk.cancel(connection, given.appointment, now)
        if branch is not None:
            service.publisher.refresh_branch(connection, branch, now)
        return branch

    branch = service.store.change(cancel)
    if branch is None:
        raise ValueError("there is no such appointment")
    print("cancelled")
    return 0


def _backup(given: argparse.Namespace, service: Service) -> int:
    print(operations.backup(service, given.out, with_keys=not given.without_keys))
    return 0


def _restore(given: argparse.Namespace) -> int:
    act = Act(operator(), "erased before the restore", wall_clock())
    try:
        done = operations.restore(
            given.archive, given.data, act, keys=given.keys, force=given.force, database=given.database
        )
    except (operations.OperationError, OSError) as error:
        print(f"kiosk-central: {error}", file=sys.stderr)
        return 1
    print(json.dumps(operations.told(done), indent=2))
    return 0


def _kid(text: str) -> str:
    try:
        begins(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("a sealing key is named by year and week, such as 2026w48") from error
    return text


def _reason(text: str) -> str:
    if not 0 < len(text) <= 512:
        raise argparse.ArgumentTypeError("at most 512 characters")
    return text
