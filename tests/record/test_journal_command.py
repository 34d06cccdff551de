"""`kiosk journal`: what it verifies and refuses, follows, exports and proves."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import jsonschema_rs
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from exhibit import COSIGNER_NAME, Centre, a_centre, a_visit, anchor_of, bodies
from record_desk import ManualClock, OpenJournal, until

from kiosk import journal_tools
from kiosk.__main__ import main
from kiosk.core import entries
from kiosk.record import checkpoint
from kiosk.record.checkpoint import SignatureType
from kiosk.record.files import signer_from
from kiosk.record.journal import SqliteJournal, current_file
from kiosk.record.schemas import name, schemas
from kiosk.record.syncstate import DealtWith

VISITS = 12
Kiosk = Callable[..., tuple[int, str, str]]


class Desk:
    """An auditor's desk: a journal's folder, its key, and what the centre knows of it."""

    def __init__(self, folder: Path, key: str, centre: Centre, anchor: Path) -> None:
        self.folder, self.key, self.centre, self.anchor = folder, key, centre, anchor
        path = current_file(folder)
        assert path is not None
        self.path = path

    @property
    def trust(self) -> tuple[str, ...]:
        return ("--key", self.key, "--cosigner", str(self.centre.verifier), "--anchor", str(self.anchor))

    def sql(self, *statements: str) -> None:
        db = sqlite3.connect(self.path, isolation_level=None)
        for statement in statements:
            db.execute(statement)
        db.close()


@pytest.fixture
def kiosk(capsys: pytest.CaptureFixture[str]) -> Kiosk:
    def run(*arguments: object) -> tuple[int, str, str]:
        try:
            status = main(["journal", *map(str, arguments)])
        except SystemExit as left:
            status = int(left.code or 0)
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, Centre]:
    """A terminal's state, written once: its key and its journal, of which the centre cosigned two thirds."""
    state, centre = tmp_path_factory.mktemp("template"), a_centre()
    signer = signer_from(state / "log.key")
    with SqliteJournal(
        state / "journal", bank="bank.example", kiosk="0571-3", signer=signer, clock=ManualClock(), boot="boot-1"
    ) as journal:
        for number in range(VISITS):
            a_visit(journal, number)
    path = current_file(state / "journal")
    assert path is not None
    (state / "anchor.note").write_bytes(centre.fold_in(path, 101))
    return state, str(journal.verifier), centre


@pytest.fixture
def desk(template: tuple[Path, str, Centre], tmp_path: Path) -> Desk:
    state, key, centre = template
    shutil.copytree(state, tmp_path, dirs_exist_ok=True)
    return Desk(tmp_path / "journal", key, centre, tmp_path / "anchor.note")


# verify
def test_a_journal_that_holds(kiosk: Kiosk, desk: Desk) -> None:
    status, out, _ = kiosk("verify", "--journal", desk.folder, *desk.trust)
    assert status == 0, out
    assert "records 1 to 146" in out
    assert "cosigned up to 101" in out
    assert "the journal holds" in out


def test_without_a_key_nothing_is_verified(kiosk: Kiosk, desk: Desk) -> None:
    status, out, _ = kiosk("verify", "--journal", desk.folder)
    assert status == 1
    assert "no key was given" in out
    assert desk.key in out
    assert "THE JOURNAL DOES NOT HOLD" in out


def test_without_an_anchor_it_holds_only_if_that_is_asked_for(kiosk: Kiosk, desk: Desk) -> None:
    status, out, _ = kiosk("verify", "--journal", desk.folder, "--key", desk.key)
    assert status == 1
    assert "notAnchored" in out
    assert kiosk("verify", "--journal", desk.folder, "--key", desk.key, "--unanchored")[0] == 0


def test_what_is_wrong_and_where(kiosk: Kiosk, desk: Desk) -> None:
    desk.sql("UPDATE rec SET body=CAST(replace(body, 'A-3', 'A-4') AS BLOB) WHERE seq=40")
    status, out, _ = kiosk("verify", "--journal", desk.folder, *desk.trust, "--json")
    assert status == 1
    told = json.loads(out)
    (epoch,) = told["epochs"]
    assert (told["ok"], epoch["ok"], epoch["epoch"]) == (False, False, desk.path.stem)
    first = epoch["findings"][0]
    assert first["problem"] == "changed"
    assert first["after"] < 40 <= first["upto"]


@pytest.mark.parametrize(
    "wrong",
    [
        ("--key", "none"),
        ("--key", "{cosigner}"),
        ("--key", "{key}", "--cosigner", "{key}"),
        ("--key", "{key}", "--anchor", "/nowhere"),
        ("--key", "{key}", "--anchor", "{unsigned}"),
    ],
)
def test_what_cannot_be_examined_is_status_2(kiosk: Kiosk, desk: Desk, tmp_path: Path, wrong: tuple[str, ...]) -> None:
    unsigned = tmp_path / "unsigned"
    unsigned.write_bytes(checkpoint.sign(anchor_of(desk.anchor.read_bytes()), a_centre().signer))
    named = {"key": desk.key, "cosigner": str(desk.centre.verifier), "unsigned": str(unsigned)}
    status, _, err = kiosk("verify", "--journal", desk.folder, *(word.format(**named) for word in wrong))
    assert status == 2
    assert err.startswith("kiosk: ")


def test_no_journal_is_status_2(kiosk: Kiosk, desk: Desk, tmp_path: Path) -> None:
    assert kiosk("verify", "--journal", tmp_path / "none", "--key", desk.key)[0] == 2


def test_on_the_terminal_itself_the_key_is_its_own_word(kiosk: Kiosk, desk: Desk, tmp_path: Path) -> None:
    terminal = '[terminal]\nid = "0571-3"\nbranch = "0571"\nbank = "bank.example"\nstate = "."\n'
    central = '[central]\nurl = "https://127.0.0.1:9"\nca = "ca.pem"\ncertificate = "kiosk.pem"\nkey = "kiosk.key"\n'
    (tmp_path / "kiosk.toml").write_text(terminal + central)
    status, out, _ = kiosk("verify", "--settings", tmp_path / "kiosk.toml", "--unanchored")
    assert status == 0, out
    assert "own word" in out
    assert kiosk("verify", "--settings", tmp_path / "kiosk.toml")[0] == 1, "nothing the centre acknowledged is known"


def test_a_question_without_an_answer_is_told_where_it_is_asked_for(
    kiosk: Kiosk, open_journal: OpenJournal, desk: Desk
) -> None:
    with open_journal() as journal:
        journal.append(entries.ConsentAsked(), "v-9")
        journal.append(entries.VisitEnded("finished"), "v-9")
    arguments = ("verify", "--journal", desk.folder, *desk.trust)
    assert kiosk(*arguments)[0] == 0
    status, out, _ = kiosk(*arguments, "--pairs")
    assert status == 1
    assert "unanswered (record 148): consent.asked.v1 in visit v-9" in out


# tail
def test_the_last_records_one_a_line(kiosk: Kiosk, desk: Desk) -> None:
    status, out, _ = kiosk("tail", "--journal", desk.folder, "-n", 3)
    assert status == 0
    printed, ended, closed = out.splitlines()
    assert "ticket.printed.v1 visit=000000000000000b ticket=B011 ok=true" in printed
    assert "visit.ended.v1 visit=000000000000000b how=finished" in ended
    assert closed.split()[1:3] == ["0000000146", "journal.closed.v1"]


def test_the_last_records_of_a_type(kiosk: Kiosk, desk: Desk) -> None:
    _, out, _ = kiosk("tail", "--journal", desk.folder, "-n", 2, "--type", "visit.ended.v1")
    assert [line.split()[1] for line in out.splitlines()] == ["0000000133", "0000000145"]
    assert kiosk("tail", "--journal", desk.folder, "--type", "visit.vanished.v1")[0] == 2


def test_what_comes_is_followed(open_journal: OpenJournal, folder: Path) -> None:
    journal = open_journal()
    arrivals = iter([entries.KioskStarted("1"), entries.StaffCalled("customer", "Menu"), None])

    class EnoughError(Exception):
        pass

    def wait(seconds: float) -> None:
        entry = next(arrivals)
        if entry is None:
            raise EnoughError
        assert seconds > 0
        journal.append(entry).result()

    seen: list[str] = []
    lines = journal_tools.tail(folder, 1, follow=True, wait=wait)
    with pytest.raises(EnoughError):
        seen.extend(line.split()[2] for line in lines)
    assert seen == ["journal.opened.v1", "kiosk.started.v1", "staff.called.v1"]


def test_a_hostile_record_writes_nothing_else_on_the_terminal() -> None:
    event = {"type": "bank.kiosk.x\x1b[2J", "time": "\x9b31m", "data": {"a": "b\n\x1b]0;c\x07", "\u202ed": ["\x00"]}}
    line = journal_tools.line(7, json.dumps(event).encode())
    assert line.isprintable()
    assert journal_tools.line(8, b"\xff\n") == "- 0000000008 not a record"


def test_sealed_fields_are_said_to_be() -> None:
    sealed = [{"field": "number", "kid": "2026w48", "nonce": "AAAA", "ct": "AAAA"}]
    event = {"type": "bank.kiosk.document.accepted.v1", "time": "t", "data": {"kind": "cnResidentId", "sealed": sealed}}
    assert journal_tools.line(7, json.dumps(event).encode()).endswith("kind=cnResidentId number=sealed")


# export
def run_alone(export: Path, *arguments: str) -> tuple[int, str]:
    """The export's own program, in an interpreter that cannot see ours."""
    with zipfile.ZipFile(export) as archive:
        program = export.with_suffix(".verify.py")
        program.write_bytes(archive.read("verify.py"))
    done = subprocess.run(
        [sys.executable, "-I", program, *arguments, export], capture_output=True, text=True, cwd="/", check=False
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.fixture
def exported(kiosk: Kiosk, desk: Desk, tmp_path: Path) -> Path:
    out = tmp_path / "export.zip"
    status, said, _ = kiosk("export", "--journal", desk.folder, "--out", out)
    assert status == 0
    assert "records 1 to 146" in said
    return out


def test_an_export_verifies_itself_without_our_software(desk: Desk, exported: Path) -> None:
    status, out = run_alone(exported, *desk.trust)
    assert status == 0, out
    assert "records 1 to 146 hold" in out
    assert "cosigned up to record 101" in out


def test_an_export_without_a_key_is_not_verified(exported: Path) -> None:
    status, out = run_alone(exported)
    assert status == 1
    assert "no key was given" in out


def test_an_export_says_what_it_is_and_is_what_its_sums_say(exported: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(exported) as archive:
        archive.extractall(tmp_path / "unpacked")
        names = archive.namelist()
    assert {"README.txt", "SHA256SUMS", "verify.py", "schemas/visit.began.v1.json"} <= set(names)
    done = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=tmp_path / "unpacked", check=False)
    assert done.returncode == 0


def test_a_part_is_exported_between_two_checkpoints(kiosk: Kiosk, desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "part.zip"
    status, said, _ = kiosk("export", "--journal", desk.folder, "--out", out, "--from", 60, "--to", 70)
    assert status == 0
    first, last = (int(word) for word in said.split("records ")[1].split(" to "))
    assert first <= 60
    assert 70 <= last < 146
    status, held = run_alone(out, "--key", desk.key, "--cosigner", str(desk.centre.verifier))
    assert status == 0, held
    assert f"records {first} to {last} hold" in held
    assert run_alone(out, *desk.trust)[0] == (0 if last >= 101 else 1), (
        "an anchor past the end says that more was there"
    )


TAMPERED: dict[str, Callable[[dict[str, bytes], str], None]] = {}


def tampers(function: Callable[[dict[str, bytes], str], None]) -> Callable[[dict[str, bytes], str], None]:
    TAMPERED[function.__name__] = function
    return function


@tampers
def changes_a_record(files: dict[str, bytes], at: str) -> None:
    files[f"{at}/records.jsonl"] = files[f"{at}/records.jsonl"].replace(b'"A-3"', b'"A-4"', 1)


@tampers
def takes_a_record_out(files: dict[str, bytes], at: str) -> None:
    lines = files[f"{at}/records.jsonl"].splitlines(keepends=True)
    files[f"{at}/records.jsonl"] = b"".join(lines[:50] + lines[51:])


@tampers
def cuts_the_end(files: dict[str, bytes], at: str) -> None:
    checkpoints = [json.loads(line) for line in files[f"{at}/checkpoints.jsonl"].splitlines()]
    kept = [row for row in checkpoints if row["size"] < 90]
    lines = files[f"{at}/records.jsonl"].splitlines(keepends=True)
    files[f"{at}/records.jsonl"] = b"".join(lines[: kept[-1]["size"]])
    files[f"{at}/checkpoints.jsonl"] = b"".join(json.dumps(row).encode() + b"\n" for row in kept)


@tampers
def strips_the_signatures(files: dict[str, bytes], at: str) -> None:
    rows = [json.loads(line) for line in files[f"{at}/checkpoints.jsonl"].splitlines()]
    for row in rows:
        row["note"] = row["note"].partition("\n\n")[0] + "\n\n"
    files[f"{at}/checkpoints.jsonl"] = b"".join(json.dumps(row).encode() + b"\n" for row in rows)


@tampers
def takes_the_cosignatures_out(files: dict[str, bytes], at: str) -> None:
    rows = [json.loads(line) | {"cosigned": None} for line in files[f"{at}/checkpoints.jsonl"].splitlines()]
    files[f"{at}/checkpoints.jsonl"] = b"".join(json.dumps(row).encode() + b"\n" for row in rows)


@tampers
def takes_the_checkpoints_out(files: dict[str, bytes], at: str) -> None:
    files[f"{at}/checkpoints.jsonl"] = b""


@tampers
def pretends_a_later_beginning(files: dict[str, bytes], at: str) -> None:
    lines = files[f"{at}/records.jsonl"].splitlines(keepends=True)
    files[f"{at}/records.jsonl"] = b"".join(lines[64:])
    files[f"{at}/start.json"] = json.dumps({"size": 64, "frontier": "A" * 43 + "="}).encode()


@tampers
def takes_the_journal_out(files: dict[str, bytes], at: str) -> None:
    for name_ in [name_ for name_ in files if name_.startswith("journal/")]:
        del files[name_]


@tampers
def writes_no_json(files: dict[str, bytes], at: str) -> None:
    files[f"{at}/start.json"] = b"["


@pytest.mark.parametrize("how", TAMPERED)
def test_a_tampered_export_does_not_hold_even_with_new_sums(desk: Desk, exported: Path, how: str) -> None:
    import hashlib

    with zipfile.ZipFile(exported) as archive:
        files = {name_: archive.read(name_) for name_ in archive.namelist()}
    TAMPERED[how](files, f"journal/{desk.path.stem}")
    del files["SHA256SUMS"]
    sums = "".join(f"{hashlib.sha256(raw).hexdigest()}  {name_}\n" for name_, raw in files.items())
    exported.unlink()
    with zipfile.ZipFile(exported, "w") as archive:
        for name_, raw in {**files, "SHA256SUMS": sums.encode()}.items():
            archive.writestr(name_, raw)
    status, out = run_alone(exported, *desk.trust)
    assert status == 1
    assert out.startswith("DOES NOT HOLD")


def test_sums_that_do_not_fit_are_said(desk: Desk, exported: Path) -> None:
    with zipfile.ZipFile(exported, "a") as archive:
        archive.writestr("extra.txt", "x")
    status, out = run_alone(exported, *desk.trust)
    assert (status, "extra.txt" in out) == (1, True)


def test_an_export_never_replaces_a_file_and_leaves_none_half_written(kiosk: Kiosk, desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "export.zip"
    out.write_text("mine")
    assert kiosk("export", "--journal", desk.folder, "--out", out)[0] == 2
    assert out.read_text() == "mine"
    desk.sql("DELETE FROM checkpoint")
    assert kiosk("export", "--journal", desk.folder, "--out", tmp_path / "other.zip")[0] == 2
    assert not (tmp_path / "other.zip").exists()


class P256Signer:
    """A log key as a TPM has it."""

    type = SignatureType.ECDSA_P256

    def __init__(self) -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())
        self.public = self._private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message, ec.ECDSA(SHA256()))


def test_all_epochs_and_an_ecdsa_key(kiosk: Kiosk, desk: Desk, open_journal: OpenJournal, tmp_path: Path) -> None:
    acked = anchor_of(desk.anchor.read_bytes())
    with open_journal(renew="asked", anchor=acked, signer=P256Signer()) as journal:
        a_visit(journal, 99)
    keys = ("--key", desk.key, "--key", journal.verifier)
    status, out, _ = kiosk("verify", "--journal", desk.folder, *keys, "--unanchored")
    assert status == 0, out
    zipped = tmp_path / "all.zip"
    assert kiosk("export", "--journal", desk.folder, "--out", zipped)[0] == 0
    status, held = run_alone(zipped, *map(str, keys), "--anchor", str(desk.anchor))
    assert status == 0, held
    assert f"{desk.path.stem}: records 1 to 146 hold" in held
    assert f"{journal.epoch}: records 1 to 14 hold" in held
    assert run_alone(zipped, "--key", desk.key)[0] == 1, "the newer epoch has another key"
    other = kiosk("prove", 3, "--journal", desk.folder, "--epoch", desk.path.stem)
    assert (other[0], "index 2\n" in other[1]) == (0, True)

    only_older = tmp_path / "older.zip"
    assert kiosk("export", "--journal", desk.folder, "--out", only_older, "--epoch", desk.path.stem)[0] == 0
    assert run_alone(only_older, *desk.trust)[0] == 0


def test_an_epoch_that_the_kiosk_deleted_is_asked_of_neither_folder_nor_export(
    kiosk: Kiosk, desk: Desk, open_journal: OpenJournal, clock: ManualClock, tmp_path: Path
) -> None:
    centre, newest = desk.centre, desk.folder.parent / "newest.note"
    acked = anchor_of(centre.fold_in(desk.path, 1000))
    gone = {desk.path.stem: DealtWith(acked.size, acked.root)}
    clock.pass_by(31 * 86_400)
    with open_journal(renew="asked", anchor=acked, cosigner=centre.verifier, older=lambda: gone) as journal:
        path = desk.folder / f"{journal.epoch}.db"
        note = checkpoint.sign(acked, signer_from(tmp_path / "log.key"))
        (desk.folder.parent / "gone.note").write_bytes(note)
        with closing(sqlite3.connect(path)) as db:
            ((opened,),) = db.execute("SELECT note FROM checkpoint").fetchall()
        at = int(clock.now().timestamp())
        journal.acknowledge(checkpoint.cosign(opened, COSIGNER_NAME, centre.signer, at)).result()
        newest.write_bytes(opened)
        clock.pass_by(3601)
        journal.append(entries.KioskStarted("1")).result()
        until(lambda: not desk.path.exists())
    trust = ("--key", desk.key, "--cosigner", str(centre.verifier), "--anchor", str(newest))
    zipped = tmp_path / "export.zip"
    assert kiosk("export", "--journal", desk.folder, "--out", zipped)[0] == 0
    for anchor, status, says in (
        (tmp_path / "gone.note", 0, "deleted"),
        (desk.anchor, 1, "acknowledged"),  # which was taken before the end
    ):
        verified = kiosk("verify", "--journal", desk.folder, *trust, "--anchor", anchor)
        assert (verified[0], says in verified[1]) == (status, True), verified
        alone = run_alone(zipped, *trust, "--anchor", str(anchor))
        assert (alone[0], says in alone[1]) == (status, True), alone


# prove
@pytest.mark.parametrize("seq", [1, 40, 101, 146])
def test_a_record_is_proved(kiosk: Kiosk, desk: Desk, tmp_path: Path, seq: int) -> None:
    record, proof = tmp_path / "record", tmp_path / "record.tlog-proof"
    status, out, _ = kiosk("prove", seq, "--journal", desk.folder, "--record", record)
    assert status == 0
    assert out.splitlines()[:2] == ["c2sp.org/tlog-proof@v1", f"index {seq - 1}"]
    proof.write_text(out)
    assert record.read_bytes() == bodies(desk.path)[seq - 1]
    checked = ("prove", "--check", proof, "--record", record, "--key", desk.key)
    status, said, _ = kiosk(*checked)
    assert status == 0
    assert said.startswith(f"record {seq} is in bank.example/kiosk/0571-3/")
    cosigned = kiosk(*checked, "--cosigner", desk.centre.verifier)
    assert (cosigned[0], "cosigned by" in cosigned[1]) == ((0, True) if seq <= 101 else (1, False))

    record.write_bytes(record.read_bytes() + b" ")
    assert kiosk(*checked)[:2] == (1, "does not hold: the proof is not this record's\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("index 39", "index 38"),
        ("index 39", "index 039"),
        ("v1", "v2"),
        ("\n\n", "\n"),
        ("index 39\n", "index 39\nAA==\n"),
    ],
)
def test_a_changed_proof_does_not_hold(kiosk: Kiosk, desk: Desk, tmp_path: Path, old: str, new: str) -> None:
    record, proof = tmp_path / "record", tmp_path / "proof"
    _, out, _ = kiosk("prove", 40, "--journal", desk.folder, "--record", record)
    proof.write_text(out.replace(old, new, 1))
    assert kiosk("prove", "--check", proof, "--record", record, "--key", desk.key)[0] == 1


def test_a_proof_under_another_key_does_not_hold(kiosk: Kiosk, desk: Desk, tmp_path: Path, clock: ManualClock) -> None:
    other = SqliteJournal(
        tmp_path / "other", bank="bank.example", kiosk="0571-3", signer=signer_from(tmp_path / "o.key"), clock=clock
    )
    other.close()
    record, proof = tmp_path / "record", tmp_path / "proof"
    proof.write_text(kiosk("prove", 40, "--journal", desk.folder, "--record", record)[1])
    assert kiosk("prove", "--check", proof, "--record", record, "--key", other.verifier)[0] == 1
    assert kiosk("prove", "--check", proof, "--record", record)[0] == 2, "without a key nothing is verified"


def test_what_cannot_be_proved_says_why(kiosk: Kiosk, desk: Desk) -> None:
    assert "no record 147" in kiosk("prove", 147, "--journal", desk.folder)[2]
    desk.sql("DELETE FROM checkpoint WHERE size>140")
    assert "no checkpoint covers record 146 yet" in kiosk("prove", 146, "--journal", desk.folder)[2]
    desk.sql("UPDATE rec SET body=CAST(body||x'20' AS BLOB) WHERE seq=7")
    assert "verify this journal" in kiosk("prove", 8, "--journal", desk.folder)[2]


# The schemas
def test_every_record_of_a_journal_is_as_its_schema_says(desk: Desk) -> None:
    validators = {kind: jsonschema_rs.Draft202012Validator(schema) for kind, schema in schemas().items()}
    types = set()
    for body in bodies(desk.path):
        event = json.loads(body)
        kind = event["type"].removeprefix(entries.PREFIX)
        validators[kind].validate(event)
        types.add(kind)
    assert len(types) == 14


def test_a_schema_refuses_what_is_no_such_record(desk: Desk) -> None:
    validators = {kind: jsonschema_rs.Draft202012Validator(schema) for kind, schema in schemas().items()}
    event = json.loads(bodies(desk.path)[4])
    accepted = validators[name(entries.DocumentAccepted)]
    assert accepted.is_valid(event)
    assert accepted.is_valid(event | {"later": 1}), "fields may be added within a version"
    assert not accepted.is_valid(event | {"data": event["data"] | {"number": "11010519491231002X"}}), "it stands open"
    assert not accepted.is_valid(event | {"data": {"kind": "cnResidentId"}})
    assert not accepted.is_valid(event | {"type": "bank.kiosk.visit.began.v1"})
    assert not accepted.is_valid({key: value for key, value in event.items() if key != "sequence"})


def test_a_journal_on_a_medium_that_cannot_be_written_is_verified(kiosk: Kiosk, desk: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(desk.folder, copy)
    assert kiosk("verify", "--journal", copy, *desk.trust)[0] == 0
