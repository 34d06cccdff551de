"""A kiosk that is broken, or in the wrong hands: it harms nobody but its own journal, and leaves a trace."""

from __future__ import annotations

import gzip
import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from pathlib import Path

import httpx
import pytest
import zstandard
from central_desk import BANK, Bank, Caller, Journal
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from central import batch, tables
from central.batch import LARGEST_BODY, LARGEST_RAW, Batch, Log, RefusedError
from central.ledger import Acknowledgement, Recomputed, Verified
from kiosk.core import entries
from kiosk.record import checkpoint
from kiosk.record.checkpoint import Checkpoint, Ed25519Signer

DATABASES = ("sqlite",)  # what is refused is refused before a database is asked


@pytest.fixture(autouse=True)
def nothing_else_is_harmed(bank: Bank, call: Caller) -> Iterator[None]:
    """Whatever a test does, the journal of another kiosk goes on and every stored tree is sound."""
    other = Journal(kiosk="0571-9")
    of_other = bank.enrol("0571-9")
    other.send(of_other)
    yield
    other.append(entries.KioskStarted("1"))
    assert other.send(of_other, 2).json()["acked"] == 2
    assert not any(found.faults for found in bank.service.fsck())


def problem(answer: httpx.Response, status: int) -> dict[str, object]:
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    told: dict[str, object] = answer.json()
    return told


def alarms(bank: Bank) -> set[str]:
    return {alarm["kind"] for alarm in bank.service.report()["alarms"]}


def kept(bank: Bank) -> int:
    with bank.service.store.read() as connection:
        return len(connection.execute(select(tables.quarantine)).all())


def test_no_kiosk_speaks_for_another(call: Caller) -> None:
    journal = Journal(kiosk="0571-9")

    assert problem(journal.send(call), 403)["title"] == "The certificate is another kiosk's"
    assert problem(call("GET", "/v1/kiosks/0571-9/desired"), 403)
    assert problem(call("GET", "/v1/kiosks/0571-9/epochs/7f3a9c"), 403)


def test_a_certificate_of_nobody_enrolled_or_none_at_all_is_refused(bank: Bank, journal: Journal) -> None:
    stranger = bank.service.authority.client("0571-77", days=1).certificate

    assert problem(journal.send(Caller(bank.app, stranger)), 403)
    assert problem(journal.send(bank.caller(None)), 401)


def test_a_certificate_for_a_server_is_no_kiosks(bank: Bank) -> None:
    """Whoever reads the service's own key must not speak for a terminal of its name."""
    key = ec.generate_private_key(ec.SECP256R1())
    usage = ExtendedKeyUsageOID.SERVER_AUTH
    served = bank.service.authority._issue("0571-3", key.public_key(), 30, usage, set())
    stranger = Caller(bank.app, served.public_bytes(Encoding.PEM))
    assert "Not a client certificate" in str(problem(stranger("GET", "/v1/kiosks/0571-3/desired"), 403)["title"])


def test_a_checkpoint_signed_by_another_key_is_quarantined(bank: Bank, call: Caller, journal: Journal) -> None:
    frontier = journal.frontier()
    forged = checkpoint.sign(
        Checkpoint(journal.origin, 1, frontier.root()), Ed25519Signer(Ed25519PrivateKey.generate())
    )

    assert problem(journal.send(call, note=forged), 422)["acked"] == 0
    assert (alarms(bank), kept(bank)) == ({"unverified"}, 1)


def test_a_checkpoint_written_in_another_way_is_malformed(call: Caller, journal: Journal) -> None:
    note = journal.note().replace(b"\n1\n", b"\n01\n")
    assert problem(journal.send(call, note=note), 422)["title"] == "The checkpoint is malformed"


def test_a_later_journal_under_another_key_is_refused_until_the_kiosk_is_enrolled_again(
    bank: Bank, call: Caller, journal: Journal
) -> None:
    journal.send(call)
    usurper = Journal(epoch="beef")
    assert problem(usurper.send(call), 422)["title"] == "The journal's key is not the kiosk's pinned one"

    assert usurper.send(bank.enrol()).json()["acked"] == 1


def test_of_two_first_journals_at_once_one_pins_its_key(
    bank: Bank, call: Caller, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both were judged while no key was pinned, as two processes would."""
    other, judge, both = Journal(epoch="beef"), bank.ledger.judge, threading.Barrier(2)
    unpinned = [journal.epoch, other.epoch]

    def together(batch: Batch) -> Acknowledgement | Verified:
        judged = judge(batch)
        if batch.log.epoch in unpinned:
            unpinned.remove(batch.log.epoch)
            both.wait(30)
        return judged

    monkeypatch.setattr(bank.ledger, "judge", together)
    answers = call.at_once(journal.request(), other.request())
    assert sorted(answer.status_code for answer in answers) == [200, 422]


def test_a_journal_that_names_no_key_is_refused(call: Caller, journal: Journal) -> None:
    journal.bodies.clear()
    journal.append(entries.KioskStarted("1"))
    assert problem(journal.send(call), 422)["title"] == "A journal's first record names its key"


def test_a_journal_that_names_the_key_of_another_log_is_refused(call: Caller, journal: Journal) -> None:
    journal.bodies.clear()
    journal.append(entries.JournalOpened("boot", 0, True, str(Journal(epoch="other").key)))
    assert problem(journal.send(call), 422)["title"] == "The journal's key is another log's"


def test_a_checkpoint_of_another_log_or_another_size_is_refused(call: Caller, journal: Journal) -> None:
    journal.append(entries.KioskStarted("1"))
    root = journal.frontier().root()
    elsewhere = checkpoint.sign(Checkpoint(f"{BANK}/kiosk/0571-9/7f3a9c", 2, root), journal.signer)

    assert problem(journal.send(call, note=elsewhere), 422)["title"] == "The checkpoint is another log's"
    problem(journal.send(call, note=journal.note(1)), 422)


def test_a_root_that_is_not_that_of_the_records_is_divergence(bank: Bank, call: Caller, journal: Journal) -> None:
    note = checkpoint.sign(Checkpoint(journal.origin, 1, b"\x00" * 32), journal.signer)

    told = problem(journal.send(call, note=note), 409)
    assert (told["acked"], told["diverged"]) == (0, True)
    assert alarms(bank) == {"diverged"}


def test_a_rewritten_past_is_divergence_even_under_a_valid_signature(
    bank: Bank, call: Caller, journal: Journal
) -> None:
    journal.append(entries.StaffCalled("help", "attract"), entries.KioskStarted("1"))
    journal.send(call)
    rewritten = Journal(signer=journal.signer)
    rewritten.append(entries.KioskStarted("1"), entries.KioskStarted("1"))

    for first, last in [(1, 3), (2, 2), (1, 2)]:
        assert problem(rewritten.send(call, first, last), 409)["diverged"] is True
    rewritten.append(entries.KioskStarted("2"))
    for first in (2, 4):
        told = problem(rewritten.send(call, first, 4), 409)
        assert (told["acked"], told["diverged"]) == (3, True)
    assert alarms(bank) == {"diverged"}


def test_another_past_is_no_part_of_evidence_though_the_checkpoint_is_right(call: Caller, journal: Journal) -> None:
    journal.append(entries.KioskStarted("1"))
    journal.send(call)
    journal.append(entries.KioskStarted("2"))
    true, false = journal.bodies[1], journal.bodies[1].replace(b'"1"', b'"9"')
    raw = b"[" + b",".join(journal.bodies).replace(true, false) + b"]"

    assert problem(journal.send(call, raw=raw), 409)["diverged"] is True
    assert journal.send(call).json()["acked"] == 3


def test_a_second_checkpoint_of_one_size_is_divergence(call: Caller, journal: Journal) -> None:
    journal.append(entries.KioskStarted("1"))
    journal.send(call)
    other = checkpoint.sign(Checkpoint(journal.origin, 2, b"\x07" * 32), journal.signer)

    assert problem(journal.send(call, note=other), 409)["diverged"] is True


@pytest.mark.parametrize("jump", [[1, 3], [1, 1], [2, 1], [0, 1]])
def test_numbers_that_do_not_follow_each_other_are_malformed(call: Caller, journal: Journal, jump: list[int]) -> None:
    event = json.loads(journal.bodies[0])
    raw = json.dumps([{**event, "sequence": f"{seq:010}"} for seq in jump]).encode()

    problem(journal.send(call, raw=raw), 400)


def test_a_number_has_ten_digits_and_nothing_after_them(call: Caller, journal: Journal) -> None:
    for sequence in ("0000000001\n", "1", "+000000001"):
        event = {**json.loads(journal.bodies[0]), "sequence": sequence}
        problem(journal.send(call, raw=json.dumps([event]).encode()), 400)


def test_a_digest_must_be_there_and_fit(call: Caller, journal: Journal) -> None:
    other = b64encode(b"\x00" * 32).decode()
    for digest in ("", f"sha-256=:{other}:", "sha-256=:!!:", "md5=:AAAA:"):
        problem(journal.send(call, headers={"Content-Digest": digest}), 400)


def test_unknown_encodings_and_types_are_named(call: Caller, journal: Journal) -> None:
    assert problem(journal.send(call, encoding="br"), 415)
    assert problem(journal.send(call, headers={"Content-Type": "application/json"}), 415)


def test_a_body_is_small_by_what_it_unpacks_to() -> None:
    usual, bomb = b'[{"sequence":"0000000001"}]' * 200, b" " * batch.LARGEST_RAW
    pack = zstandard.ZstdCompressor(level=3).compress
    assert batch.is_small(usual[:2000], "identity")
    assert batch.is_small(pack(usual), "zstd")
    assert len(pack(bomb)) < batch.SMALL_BODY
    assert not batch.is_small(pack(bomb), "zstd")
    unsaid = zstandard.ZstdCompressor(level=3, write_content_size=False).compress(bomb)
    assert not batch.is_small(unsaid, "zstd")
    assert not batch.is_small(b" " * (batch.SMALL_BODY + 1), "identity")
    assert not batch.is_small(gzip.compress(bomb)[:2000], "gzip")


def test_a_large_body_is_not_read(call: Caller, journal: Journal) -> None:
    told = problem(journal.send(call, body=b"\x00" * (LARGEST_BODY + 1)), 413)
    assert (told["max_batch"], told["acked"]) == (200, 0)


def test_an_endless_body_is_cut_off(call: Caller, journal: Journal) -> None:
    sent = 0

    async def endless() -> object:
        nonlocal sent
        while True:
            sent += 1 << 16
            yield b"\x00" * (1 << 16)

    method, path, told = journal.request()
    problem(call(method, path, headers=told["headers"], content=endless()), 413)
    assert sent <= LARGEST_BODY + (1 << 17)


def bombs() -> list[tuple[str, bytes]]:
    nothing = b" " * (64 << 20)
    streamed = zstandard.ZstdCompressor(write_content_size=False).compress(nothing)
    return [
        ("zstd", zstandard.compress(nothing)),
        ("zstd", streamed),
        ("gzip", gzip.compress(nothing)),
    ]


def test_a_decompression_bomb_does_not_go_off(call: Caller, journal: Journal) -> None:
    for encoding, body in bombs():
        assert len(body) < LARGEST_BODY
        problem(journal.send(call, body=body, encoding=encoding), 413)


def test_a_frame_that_asks_for_a_large_window_is_not_read(call: Caller, journal: Journal) -> None:
    """128 MiB of memory, for a few bytes."""
    wide = zstandard.ZstdCompressionParameters(window_log=27, write_content_size=False)
    packer = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    body = packer.compress(b"[" + journal.bodies[0] + b"]") + packer.flush()
    assert zstandard.get_frame_parameters(body).window_size == 2**27
    problem(journal.send(call, body=body), 400)


def test_a_batch_of_too_many_records_is_refused(call: Caller, journal: Journal) -> None:
    problem(journal.send(call, raw=b"[" + b",".join([b"1"] * 1001) + b"]"), 413)


def test_a_bomb_costs_no_memory() -> None:
    import tracemalloc

    made = bombs()
    tracemalloc.start()
    for encoding, body in made:
        with pytest.raises(RefusedError):
            batch.decompress(body, encoding)
    assert tracemalloc.get_traced_memory()[1] < 4 * LARGEST_RAW
    tracemalloc.stop()


def test_wrong_data_in_a_record_stays_evidence(bank: Bank, call: Caller, journal: Journal) -> None:
    journal.append(entries.SurveyAnswered("csat", 5, None), entries.SurveyAnswered("csat", 5, None))
    event = json.loads(journal.bodies[1])
    for data in ({"question": "csat", "value": 10**30, "service": None}, ["x"], None, {"value": "5"}):
        journal.bodies[1] = json.dumps({**event, "data": data}).encode()
        other = Journal(epoch=f"e{abs(hash(str(data)))}", signer=journal.signer, bodies=[])
        other.bodies += journal.bodies[1:]
        assert other.send(call).status_code == 200
    assert bank.service.report()["survey"]["answers"] == 4


def test_malformed_calls_are_told_the_field_and_not_the_value(call: Caller) -> None:
    answer = call("POST", "/v1/branches/0571/check-ins", json={"token": "very secret", "visit": 5, "more": "secret"})
    assert problem(answer, 400)["fields"] == ["body.visit", "body.document", "body.face_accepted", "body.more"]
    assert "secret" not in answer.text
    problem(call("POST", "/v1/branches/0571/calls", content=b"[" * 9000, headers={"Content-Type": "x/json"}), 400)
    assert call("POST", "/v1/branches/0571/calls", content=b"[" * 20000).status_code == 413


def test_names_in_paths_are_names(call: Caller) -> None:
    for epoch in ("..", "a b", "x" * 65, "%00", "ü"):
        assert call("GET", f"/v1/kiosks/0571-3/epochs/{epoch}").status_code in (400, 404)


def test_a_whole_journal_is_made_again_for_one_kiosk_at_a_time(
    bank: Bank, call: Caller, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It reads all that a kiosk ever sent: who asks for it again and again must not take every thread."""
    journal.send(call)
    begun, enough, real = threading.Event(), threading.Event(), bank.service.recompute

    def recompute(log: Log) -> Recomputed | None:
        begun.set()
        assert enough.wait(30)
        return real(log)

    monkeypatch.setattr(bank.service, "recompute", recompute)
    path = f"/v1/kiosks/0571-3/epochs/{journal.epoch}"
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(call, "GET", path)
        assert begun.wait(30)
        with ThreadPoolExecutor(1) as other:
            second = other.submit(call, "GET", path)
            wait([first, second], 5, FIRST_COMPLETED)
            enough.set()
        problem(second.result(), 503)
    assert first.result().json()["records"] == 1
    assert call("GET", path).status_code == 200


LOG = Log("0571-3", "7f3a9c")


def read(body: bytes, encoding: str, digest: str | None, note: str | None) -> None:
    origin = f"{BANK}/kiosk/0571-3/7f3a9c"
    batch.read(LOG, origin=origin, body=body, encoding=encoding, content_digest=digest, note=note)


@given(st.binary(max_size=300), st.sampled_from(["zstd", "gzip", "identity", "x"]), st.text(max_size=60))
def test_arbitrary_bytes_are_refused_and_nothing_else(body: bytes, encoding: str, digest: str) -> None:
    with pytest.raises(RefusedError):
        read(body, encoding, digest, None)


_EVENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
)


@given(_EVENTS, st.binary(max_size=200))
def test_arbitrary_json_and_notes_are_refused_and_nothing_else(value: object, note: bytes) -> None:
    from hashlib import sha256

    body = json.dumps(value).encode()
    digest = f"sha-256=:{b64encode(sha256(body).digest()).decode()}:"
    with pytest.raises(RefusedError):
        read(body, "identity", digest, b64encode(note).decode())


@given(st.data())
def test_a_bit_flipped_anywhere_never_verifies(data: st.DataObject) -> None:
    journal = _JOURNAL
    raw = b"[" + b",".join(journal.bodies) + b"]"
    note = journal.note()
    at = data.draw(st.integers(0, len(raw) * 8 - 1))
    flipped = bytearray(raw)
    flipped[at // 8] ^= 1 << at % 8
    try:
        records, leaves = batch.split(bytes(flipped))
    except RefusedError:
        return
    from kiosk.record.tree import Frontier

    assert Frontier.of(leaves).root() != Checkpoint.parse(checkpoint.Note.parse(note).text).root or not records


_JOURNAL = Journal()
_JOURNAL.append(entries.KioskStarted("1"), entries.SurveyAnswered("csat", 4, "transfer"))


def test_files_with_secrets_are_the_services_own(bank: Bank) -> None:
    secrets: list[Path] = [*(bank.folder / "central").rglob("*.key"), bank.folder / "0571-3" / "kiosk.key"]
    assert len(secrets) >= 5
    assert all(path.stat().st_mode & 0o077 == 0 for path in secrets)
    assert (bank.folder / "central").stat().st_mode & 0o077 == 0
