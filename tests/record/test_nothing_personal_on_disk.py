"""A day's customers pass through journal and sync: nothing that says who they were is readable in any file."""

from __future__ import annotations

import gzip
import json
import random
import sqlite3
import subprocess
import sys
import zlib
from base64 import b64encode
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import zstandard
from leak_search import Leak, forms, search, search_folder
from record_desk import SEALING, SEALING_PRIVATE, OpenJournal, current, until

from kiosk.bench.sink import Sink
from kiosk.core import entries
from kiosk.record import layout
from kiosk.record.seal import SealedField, open_field, open_key
from kiosk.record.syncstate import SyncState, leave_report

SYNC = """
import logging
logging.basicConfig(level=logging.DEBUG)
from kiosk.bench.sync import drain
drain()
"""


def customers(count: int) -> list[tuple[str, str]]:
    """Names and numbers: of resident cards, of passports, of bank cards."""
    rng = random.Random(count)
    family, given = "欧阳司马诸葛赵钱孙李周吴郑王冯陈", "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂"
    numbers: list[Callable[[], str]] = [
        lambda: f"11010519{rng.randrange(10**10):010}",
        lambda: f"E{rng.randrange(10**8):08}",
        lambda: f"622202{rng.randrange(10**13):013}",
    ]
    return [(rng.choice(family) + "".join(rng.sample(given, 3)), numbers[number % 3]()) for number in range(count)]


@pytest.mark.parametrize("text", ["欧阳秀英", "11010519491231002X"])
def test_the_search_finds_every_form(text: str) -> None:
    for form, raw in forms(text):
        assert search(b"before " + raw + b" behind", "file", {"canary": text}), form
    for shift in range(3):
        assert search(b64encode(b"?" * shift + text.encode() + b"~~~"), "file", {"canary": text})
    plain = f"x {text} y".encode() * 20
    for packed in (gzip.compress(plain), zlib.compress(plain), zstandard.compress(plain)):
        assert search(b"\x00header" + packed + b"trailer", "file", {"canary": text})
        assert search(gzip.compress(packed), "file", {"canary": text})
    assert search(plain.replace(text.encode(), b"*"), "file", {"canary": text}) == set()


def test_the_search_finds_what_an_open_field_says(open_journal: OpenJournal, tmp_path: Path) -> None:
    with open_journal() as journal:
        journal.append(entries.DocumentRefused("of 欧阳秀英", "passport"), "v1").result()
        leaks = search_folder(tmp_path, {"name": "欧阳秀英"})
    assert {Path(leak.where).suffix for leak in leaks} == {".db-wal"}
    assert {Path(leak.where).suffix for leak in search_folder(tmp_path, {"name": "欧阳秀英"})} == {".db"}


def serve(open_journal: OpenJournal, tmp_path: Path, count: int) -> set[Leak]:
    """Serve so many customers, send all, and search at three moments: in mid visit, when all is sent, afterwards."""
    people = customers(count)
    texts = {f"name {n}": name for n, (name, _) in enumerate(people)}
    texts |= {f"number {n}": number for n, (_, number) in enumerate(people)}
    files, sink = layout(tmp_path), Sink()
    log = tmp_path / "sync.log"
    with log.open("wb") as output:
        command = [sys.executable, "-c", SYNC, f"http://127.0.0.1:{sink.port}", str(tmp_path)]
        sync = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        with open_journal(sealing_key=lambda: SEALING) as journal:
            for n, (name, number) in enumerate(people):
                journal.append(entries.VisitBegan("zh_CN"), f"v{n}")
                kind = ("cn-resident-id", "passport", "card")[n % 3]
                accepted = entries.DocumentAccepted(kind, "chip", "passiveAuthentication", "chip", number, name)
                journal.append(accepted, f"v{n}").result()
                if n == count // 2:
                    leaks = search_folder(tmp_path, texts)
                journal.append(entries.VisitEnded("finished"), f"v{n}").result()
            leave_report(files.reports, entries.ConfigApplied(7, False, "notForUs"), journal._clock)
            until(lambda: SyncState.load(files.sync).acked >= journal.size - 1)
            leaks |= search_folder(tmp_path, texts)
    finally:
        sync.terminate()
        sync.wait()
        sink.close()
    assert b"kiosk.record.wire" in log.read_bytes(), "the sync said what it did"
    assert opened(current(files.journal)) == people
    return leaks | search_folder(tmp_path, texts)


def opened(path: Path) -> list[tuple[str, str]]:
    """What the centre reads of the sealed fields: without this, the search would be of nothing."""
    read = []
    with closing(sqlite3.connect(path)) as db:
        keys = dict(db.execute("SELECT visit, sealed FROM dek").fetchall())
        bodies = db.execute("SELECT seq, body FROM rec ORDER BY seq").fetchall()
    for seq, body in bodies:
        event = json.loads(body)
        fields = [SealedField.from_json(raw) for raw in event["data"].get("sealed", [])]
        if fields:
            key = open_key(keys[event["visit"]], SEALING_PRIVATE, "bank.example", "0571-3", event["visit"])
            values = {field.field: open_field(key, f"{path.stem}/{seq}", field) for field in fields}
            read.append((values["name"], values["number"]))
    return read


def test_nothing_personal_is_readable_after_some_visits(open_journal: OpenJournal, tmp_path: Path) -> None:
    assert serve(open_journal, tmp_path, 9) == set()


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_nothing_personal_is_readable_after_a_day(open_journal: OpenJournal, tmp_path: Path) -> None:
    assert serve(open_journal, tmp_path, 200) == set()
