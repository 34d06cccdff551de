"""Signed notes: what we write is read back, and a verifier refuses whatever an attacker offers instead."""

from __future__ import annotations

import contextlib
import struct
from base64 import b64encode
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kiosk.record import checkpoint as cp
from kiosk.record.checkpoint import Checkpoint, Ed25519Signer, Note, NoteError, SignatureType, VerifierKey

ORIGIN = "bank.example/kiosk/0571-3/7f3a9c"
WITNESS = "bank.example/central"
LOG = Ed25519Signer(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
CENTRE = Ed25519Signer(Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64))))
STRANGER = Ed25519Signer(Ed25519PrivateKey.from_private_bytes(bytes(32)))
LOG_KEY = VerifierKey(ORIGIN, SignatureType.ED25519, LOG.public)
CENTRE_KEY = VerifierKey(WITNESS, SignatureType.COSIGNATURE, CENTRE.public)
STATE = Checkpoint(ORIGIN, 1042, sha256(b"root").digest())
NOTE = cp.sign(STATE, LOG)
COSIGNED = cp.cosign(NOTE, WITNESS, CENTRE, 1_700_000_000)


def test_the_note_is_written_as_the_standard_says() -> None:
    root = b64encode(STATE.root).decode()
    text = f"{ORIGIN}\n1042\n{root}\n"
    key_id = sha256(ORIGIN.encode() + b"\n\x01" + LOG.public).digest()[:4]
    signature = b64encode(key_id + LOG.sign(text.encode())).decode()
    assert NOTE.decode() == f"{text}\n— {ORIGIN} {signature}\n"


def test_the_cosignature_is_written_as_the_standard_says() -> None:
    text = STATE.text()
    key_id = sha256(WITNESS.encode() + b"\n\x04" + CENTRE.public).digest()[:4]
    signed = CENTRE.sign(b"cosignature/v1\ntime 1700000000\n" + text)
    line = b64encode(key_id + struct.pack(">Q", 1_700_000_000) + signed).decode()
    assert COSIGNED.decode() == NOTE.decode() + f"— {WITNESS} {line}\n"


def test_both_signatures_are_verified() -> None:
    assert cp.verify(NOTE, LOG_KEY) == STATE
    assert cp.verify(COSIGNED, LOG_KEY) == STATE
    assert cp.cosigned_at(COSIGNED, CENTRE_KEY) == (STATE, 1_700_000_000)


def test_a_verifier_key_is_read_back() -> None:
    for key in (LOG_KEY, CENTRE_KEY):
        assert VerifierKey.parse(str(key)) == key


@pytest.mark.parametrize(
    "text",
    [
        "",
        ORIGIN,
        f"{ORIGIN}+00000000",
        str(LOG_KEY)[:-4],
        str(LOG_KEY).replace(ORIGIN, "bank.example/kiosk/other/7f3a9c"),
        str(LOG_KEY).replace(LOG_KEY.key_id.hex(), "deadbeef"),
        f"{ORIGIN}+{LOG_KEY.key_id.hex()}+{b64encode(bytes([7]) + LOG.public).decode()}",
        f"{ORIGIN}+{LOG_KEY.key_id.hex()}+Ü",
    ],
)
def test_a_broken_verifier_key_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        VerifierKey.parse(text)


def test_no_signature_never_passes() -> None:
    bare = NOTE.partition(b"\n\n")[0] + b"\n"
    for raw in (bare, bare + b"\n", b"", b"\n\n", b"\n"):
        with pytest.raises(NoteError):
            cp.verify(raw, LOG_KEY)


def test_a_strangers_signature_never_passes() -> None:
    foreign = VerifierKey(ORIGIN, SignatureType.ED25519, STRANGER.public)
    with pytest.raises(NoteError, match="known key"):
        cp.verify(NOTE, foreign)
    with pytest.raises(NoteError, match="known key"):
        cp.cosigned_at(NOTE, CENTRE_KEY)


def test_a_known_key_with_a_false_signature_spoils_the_whole_note() -> None:
    note = Note.parse(COSIGNED)
    log, centre = note.signatures
    spoiled = Note(note.text, (cp.SignatureLine(log.name, log.key_id, bytes(64)), centre))
    with pytest.raises(NoteError, match="does not hold"):
        spoiled.verified_by((LOG_KEY, CENTRE_KEY))


def test_signatures_of_unknown_keys_are_passed_over() -> None:
    note = Note.parse(COSIGNED)
    unknown = cp.SignatureLine("witness.example", b"abcd", b"x" * 64)
    padded = Note(note.text, (unknown, *note.signatures)).encode()
    assert cp.verify(padded, LOG_KEY) == STATE
    assert cp.cosigned_at(padded, CENTRE_KEY)[0] == STATE


def test_a_cosigned_text_is_not_the_logs_signature() -> None:
    """A cosigner's signature under the log's name and type convinces nobody: the messages differ."""
    note = Note.parse(COSIGNED)
    stolen = cp.SignatureLine(ORIGIN, LOG_KEY.key_id, note.signatures[1].raw[8:])
    with pytest.raises(NoteError, match="does not hold"):
        cp.verify(Note(note.text, (stolen,)).encode(), LOG_KEY)


def test_a_moved_time_does_not_hold() -> None:
    note = Note.parse(COSIGNED)
    line = note.signatures[1]
    moved = cp.SignatureLine(line.name, line.key_id, struct.pack(">Q", 1) + line.raw[8:])
    short = cp.SignatureLine(line.name, line.key_id, b"1234")
    for forged in (moved, short):
        with pytest.raises(NoteError):
            cp.cosigned_at(Note(note.text, (forged,)).encode(), CENTRE_KEY)


def test_another_logs_checkpoint_is_refused() -> None:
    """The log's key signed a text that names another epoch: a restored key must not vouch for it."""
    text = Checkpoint(ORIGIN + "-other", 1042, STATE.root).text()
    raw = Note(text, (cp.SignatureLine(ORIGIN, LOG_KEY.key_id, LOG.sign(text)),)).encode()
    with pytest.raises(NoteError, match="another log"):
        cp.verify(raw, LOG_KEY)


def test_sixteen_signatures_are_read_and_no_more() -> None:
    raw = NOTE
    for number in range(cp.MOST_SIGNATURES - 1):
        raw = cp.cosign(raw, f"witness-{number}.example", CENTRE, number)
    assert cp.verify(raw, LOG_KEY) == STATE
    with pytest.raises(NoteError, match="full"):
        cp.cosign(raw, WITNESS, CENTRE, 0)
    extra = raw + cp.SignatureLine("one.more", b"abcd", bytes(64)).encode()
    with pytest.raises(NoteError, match="signatures"):
        cp.verify(extra, LOG_KEY)


@pytest.mark.parametrize(
    "text",
    [
        f"{ORIGIN}\n1042\n{b64encode(bytes(32)).decode()}",
        f"{ORIGIN}\n1042\n{b64encode(bytes(32)).decode()}\nextension\n",
        f"{ORIGIN}\n01042\n{b64encode(bytes(32)).decode()}\n",
        f"{ORIGIN}\n-1\n{b64encode(bytes(32)).decode()}\n",
        f"{ORIGIN}\n١\n{b64encode(bytes(32)).decode()}\n",
        f"{ORIGIN}\n{2**63}\n{b64encode(bytes(32)).decode()}\n",
        f"{ORIGIN}\n{'9' * 5000}\n{b64encode(bytes(32)).decode()}\n",
        f"{ORIGIN}\n1042\n{b64encode(bytes(31)).decode()}\n",
        f"{ORIGIN}\n1042\n{b64encode(bytes(32)).decode()[:-2]}B=\n",
        f"\n1042\n{b64encode(bytes(32)).decode()}\n",
        f"a b\n1042\n{b64encode(bytes(32)).decode()}\n",
        f"a\r\n1042\n{b64encode(bytes(32)).decode()}\n",
    ],
)
def test_a_text_that_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        Checkpoint.parse(text.encode())


@given(st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_is_read_back(size: int, root: bytes) -> None:
    state = Checkpoint(ORIGIN, size, root)
    assert Checkpoint.parse(state.text()) == state


@given(st.integers(0, len(COSIGNED) - 1), st.integers(1, 255))
def test_no_changed_byte_says_something_else(at: int, by: int) -> None:
    changed = bytearray(COSIGNED)
    changed[at] ^= by
    for key in (LOG_KEY, CENTRE_KEY):
        with contextlib.suppress(NoteError):
            assert cp.verify(bytes(changed), key) == STATE


@given(st.one_of(st.binary(max_size=300), st.binary(max_size=60).map(lambda tail: NOTE[:-20] + tail)))
def test_any_bytes_are_answered(raw: bytes) -> None:
    if raw == NOTE:
        return
    with pytest.raises(NoteError):
        cp.verify(raw, LOG_KEY)


def test_an_endless_note_is_not_read() -> None:
    with pytest.raises(NoteError, match="long"):
        Note.parse(NOTE + b"x" * cp.LONGEST_NOTE)
