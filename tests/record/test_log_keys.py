"""The key that signs the log, in a file or in a TPM: one contract, and a journal on each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from record_desk import OpenJournal, current
from software_tpm import software_tpm

from drivers.key_tpm import TpmError, TpmKey
from kiosk.core import entries
from kiosk.core.ports import JournalError
from kiosk.record import checkpoint as cp
from kiosk.record.checkpoint import Checkpoint, Note, NoteError, SignatureLine, SignatureType, Signer, VerifierKey
from kiosk.record.files import signer_from
from kiosk.record.verify import verify

ORIGIN = "bank.example/kiosk/0571-3/7f3a9c"
STATE = Checkpoint(ORIGIN, 1042, sha256(b"root").digest())


@pytest.fixture(scope="module")
def tpm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with software_tpm(tmp_path_factory.mktemp("tpm")) as name:
        yield name


@pytest.fixture(params=["file", "tpm"])
def signer(request: pytest.FixtureRequest, tmp_path: Path) -> Signer:
    if request.param == "file":
        return signer_from(tmp_path / "log.key")
    return TpmKey(tcti=request.getfixturevalue("tpm"))


def test_a_note_is_signed_and_verified(signer: Signer) -> None:
    key, note = cp.key_of(ORIGIN, signer), cp.sign(STATE, signer)
    assert cp.verify(note, key) == STATE
    assert VerifierKey.parse(str(key)) == key
    text, line = Note.parse(note).text, Note.parse(note).signatures[0]
    assert key.holds(text, line.raw)
    for other in (line.raw[:-1], line.raw[:-1] + bytes([line.raw[-1] ^ 1]), b"", bytes(64)):
        assert not key.holds(text, other)
    assert not key.holds(text + b"x", line.raw)
    moved = Checkpoint(ORIGIN + "-other", 1042, STATE.root).text()
    raw = Note(moved, (SignatureLine(ORIGIN, key.key_id, signer.sign(moved)),)).encode()
    with pytest.raises(NoteError, match="another log"):
        cp.verify(raw, key)


def test_a_journal_is_written_continued_and_verified(signer: Signer, open_journal: OpenJournal, folder: Path) -> None:
    for _ in range(2):
        with open_journal(signer=signer) as journal:
            journal.append(entries.VisitBegan("en"), "v-1").result()
            journal.append(entries.VisitEnded("finished"), "v-1").result()
    report = verify(current(folder), journal.verifier)
    assert report.ok
    assert report.sealed == report.records == 8


def test_the_same_tpm_has_the_same_key(tpm: str) -> None:
    one, again, other = TpmKey(tcti=tpm), TpmKey(tcti=tpm), TpmKey(0x81424B02, tcti=tpm)
    assert one.public == again.public
    public = load_der_public_key(one.public)
    assert isinstance(public, ec.EllipticCurvePublicKey)
    public.verify(again.sign(b"text"), b"text", ec.ECDSA(SHA256()))
    assert other.public == one.public, "a primary key follows from the seed: a lost handle is made again"


def test_another_tpm_does_not_continue_the_journal(
    open_journal: OpenJournal, tpm: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    open_journal(signer=TpmKey(tcti=tpm)).close()
    with (
        software_tpm(tmp_path_factory.mktemp("other")) as stranger,
        pytest.raises(JournalError, match="key is another"),
    ):
        open_journal(signer=TpmKey(tcti=stranger))


def test_a_tpm_that_goes_away_ends_service(
    open_journal: OpenJournal, tmp_path_factory: pytest.TempPathFactory, folder: Path
) -> None:
    with software_tpm(tmp_path_factory.mktemp("leaving")) as name:
        signer = TpmKey(tcti=name)
        journal = open_journal(signer=signer)
    with pytest.raises(JournalError, match="tpm2_sign"):
        journal.append(entries.StaffCalled("asked", "Menu"), "v-1").result()
    journal.close()
    assert verify(current(folder), journal.verifier).ok, "what was taken before is whole"


def test_a_tpm_that_is_not_there_is_said() -> None:
    with pytest.raises(TpmError, match="tpm2_"):
        TpmKey(tcti="swtpm:host=127.0.0.1,port=1")


def test_programs_that_are_missing_or_hang_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drivers.key_tpm._PATH", str(tmp_path))
    with pytest.raises(TpmError, match="tpm2_createprimary: No such file"):
        TpmKey()
    for program in ("tpm2_readpublic", "tpm2_createprimary"):
        path = tmp_path / program
        path.write_text("#!/bin/sh\nexec /bin/sleep 60\n")
        path.chmod(0o755)
    with pytest.raises(TpmError, match=r"did not end in 0\.2 s"):
        TpmKey(timeout_s=0.2)
    assert os.environ["PATH"] != str(tmp_path)


def p256() -> bytes:
    key = ec.derive_private_key(7, ec.SECP256R1()).public_key()
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def test_an_ecdsa_key_is_named_as_the_standard_says() -> None:
    key = VerifierKey(ORIGIN, SignatureType.ECDSA_P256, p256())
    assert key.key_id == sha256(p256()).digest()[:4]
    assert VerifierKey.parse(str(key)) == key


@pytest.mark.parametrize(
    "public",
    [
        b"",
        bytes(32),
        p256()[:-1],
        p256() + b"\x00",
        ec.derive_private_key(7, ec.SECP384R1())
        .public_key()
        .public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        ec.derive_private_key(7, ec.SECP256R1()).public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint),
    ],
)
def test_what_is_no_p256_key_is_refused(public: bytes) -> None:
    with pytest.raises(NoteError):
        VerifierKey(ORIGIN, SignatureType.ECDSA_P256, public)
