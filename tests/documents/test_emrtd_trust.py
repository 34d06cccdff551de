"""Whom the trust store believes, and signatures that OpenSSL makes and checks: another hand than ours."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from emrtd_desk import TODAY, portrait, specimen

from drivers.simulated.chip_keys import der
from drivers.simulated.issuer import SOD, Issuer, SigningKind
from kiosk.documents.emrtd import passive, pki
from kiosk.documents.emrtd.curves import STANDARD
from kiosk.documents.emrtd.errors import (
    Distrust,
    Forgery,
    MalformedError,
    NotGenuineError,
    NotTrustedError,
    TrustStoreError,
    UnsupportedError,
)
from kiosk.documents.emrtd.trust import TrustStore

SECURITY_OBJECT = "2.23.136.1.1.1"
MASTER_LIST = "2.23.136.1.1.2"
GROUP = b"\x61\x03abc"
NOW = date.today()  # noqa: DTZ011 - OpenSSL dates what it signs by the machine's clock

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl on this machine")


def openssl(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True, text=True, timeout=60)
    return done.stdout + done.stderr


class State:
    """An authority and its signers, as OpenSSL makes them; `key` are the arguments of `genpkey`."""

    def __init__(self, folder: Path, *key: str, digest: str = "sha256") -> None:
        self.folder = folder
        self._key = key
        self._digest = digest
        openssl(folder, "genpkey", *key, "-out", "csca.key")
        openssl(
            folder, "req", "-new", "-x509", "-key", "csca.key", "-out", "csca.pem", "-days", "3650", f"-{digest}",
            "-subj", "/C=UT/O=Utopia/CN=CSCA", "-addext", "keyUsage=critical,keyCertSign,cRLSign",
            "-addext", "basicConstraints=critical,CA:TRUE,pathlen:0",
        )  # fmt: skip

    def signer(self, name: str = "ds", extensions: str = "keyUsage=critical,digitalSignature", days: int = 365) -> str:
        openssl(self.folder, "genpkey", *self._key, "-out", f"{name}.key")
        openssl(self.folder, "req", "-new", "-key", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/C=UT/CN={name}")
        (self.folder / f"{name}.ext").write_text(extensions + "\n")
        openssl(
            self.folder, "x509", "-req", "-in", f"{name}.csr", "-CA", "csca.pem", "-CAkey", "csca.key",
            "-CAcreateserial", "-days", str(days), f"-{self._digest}", "-extfile", f"{name}.ext", "-out", f"{name}.pem",
        )  # fmt: skip
        return name

    def sign(self, content: bytes, kind: str, name: str, *options: str) -> bytes:
        (self.folder / "content").write_bytes(content)
        openssl(
            self.folder, "cms", "-sign", "-binary", "-nodetach", "-nosmimecap", "-md", self._digest, "-in", "content",
            "-econtent_type", kind, "-signer", f"{name}.pem", "-inkey", f"{name}.key", "-outform", "DER",
            "-out", "signed.der", *options,
        )  # fmt: skip
        return (self.folder / "signed.der").read_bytes()

    def trust(self) -> TrustStore:
        shop = self.folder / "trust"
        shop.mkdir(exist_ok=True)
        shutil.copy(self.folder / "csca.pem", shop)
        return TrustStore.load(shop)


def security_object(group: bytes = GROUP, name: str = "sha256") -> bytes:
    algorithm = der(0x30, der(0x06, bytes.fromhex("6086480165030402") + {"sha256": b"\1", "sha512": b"\3"}[name]))
    entry = der(0x30, der(0x02, b"\1"), der(0x04, hashlib.new(name, group).digest()))
    return der(0x30, der(0x02, b"\0"), algorithm, der(0x30, entry))


def authenticate(state: State, signed: bytes, today: date = NOW) -> passive.SecurityObject:
    return passive.authenticate(der(0x77, signed), state.trust(), today)


EXPLICIT = ("-pkeyopt", "ec_param_enc:explicit")


@pytest.mark.parametrize(
    ("key", "options"),
    [
        (("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"), ()),
        (("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"), ("-keyopt", "rsa_padding_mode:pss")),
        (("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"), ()),
        (("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", *EXPLICIT), ()),
        (("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521", *EXPLICIT), ()),
        (("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:brainpoolP256r1", *EXPLICIT), ()),
        (("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:brainpoolP384r1", *EXPLICIT), ()),
        (("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:brainpoolP512r1"), ()),
    ],
    ids=lambda value: "-".join(part.split(":")[-1] for part in value if ":" in part) or "plain",
)
def test_what_openssl_signs_is_believed_and_a_changed_bit_is_not(
    key: tuple[str, ...], options: tuple[str, ...], tmp_path: Path
) -> None:
    state = State(tmp_path, *key)
    signed = state.sign(security_object(), SECURITY_OBJECT, state.signer(), *options)
    found = authenticate(state, signed)
    assert found.check(1, GROUP) == GROUP
    with pytest.raises(NotGenuineError):
        found.check(1, GROUP + b"\0")
    with pytest.raises(NotGenuineError) as raised:
        authenticate(state, signed[:-1] + bytes([signed[-1] ^ 1]))
    assert raised.value.forgery is Forgery.SIGNATURE_WRONG
    digest = hashlib.sha256(GROUP).digest()
    with pytest.raises(NotGenuineError):
        authenticate(state, signed.replace(digest, hashlib.sha256(b"other").digest()))


@pytest.mark.parametrize("kind", ["ecdsa", "rsa", "rsa-pss"])
def test_openssl_believes_what_the_virtual_state_signs(kind: SigningKind, tmp_path: Path) -> None:
    issuer = Issuer(TODAY, kind=kind)
    authority = issuer.publish(tmp_path)
    sod = issuer.issue(specimen(), portrait()).files[SOD]
    (tmp_path / "sod.der").write_bytes(sod[4:])
    said = openssl(
        tmp_path, "cms", "-verify", "-inform", "DER", "-in", "sod.der", "-CAfile", authority.name, "-purpose", "any",
        "-attime", f"{TODAY:%s}", "-out", "content",
    )  # fmt: skip
    assert "successful" in said
    listed = issuer.revoke(tmp_path)
    assert "verify OK" in openssl(
        tmp_path, "crl", "-inform", "DER", "-in", listed.name, "-CAfile", authority.name, "-noout"
    )


P256 = ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")


@pytest.mark.parametrize(
    ("extensions", "why"),
    [
        ("keyUsage=critical,keyEncipherment", "it may not sign"),
        ("basicConstraints=critical,CA:TRUE\nkeyUsage=critical,digitalSignature", "it is an authority"),
        ("extendedKeyUsage=critical,2.23.136.1.1.3", "it signs master lists"),
        ("1.2.3.4=critical,ASN1:NULL", "it has a critical extension that nobody knows"),
    ],
    ids=["usage", "authority", "purpose", "critical"],
)
def test_a_certificate_for_something_else_may_not_sign_documents(extensions: str, why: str, tmp_path: Path) -> None:
    state = State(tmp_path, *P256)
    signed = state.sign(security_object(), SECURITY_OBJECT, state.signer(extensions=extensions))
    with pytest.raises(NotTrustedError) as raised:
        authenticate(state, signed)
    assert raised.value.distrust is Distrust.SIGNER_UNFIT, why


def test_a_signature_over_sha1_is_not_taken(tmp_path: Path) -> None:
    state = State(tmp_path, *P256, digest="sha1")
    with pytest.raises(UnsupportedError, match="sha1"):
        authenticate(state, state.sign(security_object(), SECURITY_OBJECT, state.signer()))


def test_a_signed_message_of_another_kind_is_no_security_object(tmp_path: Path) -> None:
    state = State(tmp_path, *P256)
    with pytest.raises(MalformedError):
        authenticate(state, state.sign(security_object(), MASTER_LIST, state.signer()))


def test_a_group_listed_twice_is_malformed(tmp_path: Path) -> None:
    state = State(tmp_path, *P256)
    content = security_object()
    algorithm = content[content.index(b"\x30\x0b") :][:13]
    entry = der(0x30, der(0x02, b"\1"), der(0x04, bytes(32)))
    twice = der(0x30, der(0x02, b"\0"), algorithm, der(0x30, entry, entry))
    with pytest.raises(MalformedError, match="twice"):
        authenticate(state, state.sign(twice, SECURITY_OBJECT, state.signer()))


# Keys
@pytest.mark.parametrize("name", ["secp224r1", "brainpoolP224r1", "brainpoolP320r1", "prime192v1", "secp384r1"])
@pytest.mark.parametrize("how", ["named_curve", "explicit"])
def test_a_key_is_found_on_its_curve_however_that_is_told(name: str, how: str, tmp_path: Path) -> None:
    openssl(tmp_path, "ecparam", "-name", name, "-param_enc", how, "-genkey", "-noout", "-out", "key.pem")
    openssl(tmp_path, "pkey", "-in", "key.pem", "-pubout", "-outform", "DER", "-out", "key.der")
    curve, found = pki.point((tmp_path / "key.der").read_bytes())
    assert curve.holds(found)
    assert curve in STANDARD.values()


def test_a_curve_of_ones_own_is_not_taken(tmp_path: Path) -> None:
    openssl(
        tmp_path, "ecparam", "-name", "prime256v1", "-param_enc", "explicit", "-genkey", "-noout", "-out", "key.pem"
    )
    openssl(tmp_path, "pkey", "-in", "key.pem", "-pubout", "-outform", "DER", "-out", "key.der")
    key = (tmp_path / "key.der").read_bytes()
    order = STANDARD[12].n.to_bytes(32, "big")
    with pytest.raises(UnsupportedError, match="curve"):
        pki.point(key.replace(order, (STANDARD[12].n - 2).to_bytes(32, "big")))


@pytest.mark.parametrize("bits", [512, 16384])
def test_rsa_keys_too_small_or_too_large_to_compute_with_are_not_taken(bits: int) -> None:
    modulus = der(0x02, b"\0" + ((1 << bits) - 1).to_bytes(bits // 8, "big"))
    algorithm = der(0x30, der(0x06, bytes.fromhex("2A864886F70D010101")), der(0x05))
    with pytest.raises(UnsupportedError, match="size"):
        pki.public_key(der(0x30, algorithm, der(0x03, b"\0", der(0x30, modulus, der(0x02, b"\1\0\1")))))


# The folder
def master_list(state: State, name: str, *others: Path) -> bytes:
    ders = []
    for path in others:
        openssl(state.folder, "x509", "-in", str(path), "-outform", "DER", "-out", "one.der")
        ders.append((state.folder / "one.der").read_bytes())
    content = der(0x30, der(0x02, b"\0"), der(0x31, *sorted(ders)))
    return state.sign(content, MASTER_LIST, name)


@pytest.fixture
def list_signer(tmp_path: Path) -> tuple[State, str]:
    folder = tmp_path / "state"
    folder.mkdir()
    state = State(folder, *P256)
    return state, state.signer("mls", "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,2.23.136.1.1.3")


def test_the_authorities_of_a_master_list_are_believed(list_signer: tuple[State, str], tmp_path: Path) -> None:
    state, name = list_signer
    issuer = Issuer(TODAY)
    theirs = issuer.publish(tmp_path)
    shop = tmp_path / "trust"
    shop.mkdir()
    (shop / "states.ml").write_bytes(master_list(state, name, theirs, state.folder / "csca.pem"))
    trust = TrustStore.load(shop)
    assert len(trust.authorities) == 2
    passive.authenticate(issuer.issue(specimen(), portrait()).files[SOD], trust, TODAY)


def test_a_master_list_that_was_changed_is_named(list_signer: tuple[State, str], tmp_path: Path) -> None:
    state, name = list_signer
    written = master_list(state, name, state.folder / "csca.pem")
    (tmp_path / "states.ml").write_bytes(written.replace(b"Utopia", b"Utopie"))
    with pytest.raises(TrustStoreError, match=r"states\.ml"):
        TrustStore.load(tmp_path)


def test_a_signer_of_documents_may_not_sign_a_master_list(list_signer: tuple[State, str], tmp_path: Path) -> None:
    state, _ = list_signer
    (tmp_path / "states.ml").write_bytes(master_list(state, state.signer(), state.folder / "csca.pem"))
    with pytest.raises(TrustStoreError, match="signer of master lists"):
        TrustStore.load(tmp_path)


def test_a_master_list_of_strangers_is_named(list_signer: tuple[State, str], tmp_path: Path) -> None:
    state, name = list_signer
    (tmp_path / "states.ml").write_bytes(master_list(state, name, Issuer(TODAY).publish(tmp_path)))
    with pytest.raises(TrustStoreError, match=r"states\.ml"):
        TrustStore.load(tmp_path)


def test_a_certificate_that_is_no_authority_is_named(tmp_path: Path) -> None:
    state = State(tmp_path, *P256)
    shop = tmp_path / "shop"
    shop.mkdir()
    shutil.copy(tmp_path / f"{state.signer()}.pem", shop)
    with pytest.raises(TrustStoreError, match=r"ds\.pem is not of an authority"):
        TrustStore.load(shop)


@pytest.mark.parametrize("name", ["a.pem", "a.der", "a.cer", "a.ml", "a.crl"])
@pytest.mark.parametrize("data", [b"", b"hello", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_a_broken_file_is_named(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(TrustStoreError, match=name):
        TrustStore.load(tmp_path)


def test_a_revocation_list_of_a_stranger_is_named(tmp_path: Path) -> None:
    Issuer(TODAY).publish(tmp_path)
    Issuer(TODAY).revoke(tmp_path)
    with pytest.raises(TrustStoreError, match=r"\.crl is not signed"):
        TrustStore.load(tmp_path)


def test_a_revocation_list_without_entries_revokes_nothing(tmp_path: Path) -> None:
    state = State(tmp_path, *P256)
    (tmp_path / "index.txt").touch()
    (tmp_path / "ca.cnf").write_text("[ca]\ndefault_ca=own\n[own]\ndatabase=index.txt\ndefault_md=sha256\n")
    shop = tmp_path / "trust"
    shop.mkdir()
    openssl(
        tmp_path, "ca", "-config", "ca.cnf", "-gencrl", "-crldays", "30", "-keyfile", "csca.key", "-cert", "csca.pem",
        "-out", "trust/csca.crl",
    )  # fmt: skip
    assert state.trust().revoked == frozenset()


def test_an_authority_whose_key_is_not_taken_hides_no_other_of_its_name(tmp_path: Path) -> None:
    weak, sound = tmp_path / "weak", tmp_path / "sound"
    weak.mkdir()
    sound.mkdir()
    State(weak, "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:brainpoolP320r1")
    state = State(sound, *P256)
    signed = state.sign(security_object(), SECURITY_OBJECT, state.signer())
    shop = tmp_path / "trust"
    shop.mkdir()
    shutil.copy(weak / "csca.pem", shop / "a.pem")
    shutil.copy(sound / "csca.pem", shop / "b.pem")
    trust = TrustStore.load(shop)
    assert len(trust.authorities) == 2
    passive.authenticate(der(0x77, signed), trust, NOW)


def test_other_files_are_left_alone_and_an_authority_counts_once(tmp_path: Path) -> None:
    issuer = Issuer(TODAY)
    path = issuer.publish(tmp_path)
    shutil.copy(path, tmp_path / "again.crt")
    (tmp_path / "README.txt").write_text("whose these are")
    (tmp_path / "more.pem").mkdir()
    assert len(TrustStore.load(tmp_path).authorities) == 1


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrustStoreError, match="nowhere"):
        TrustStore.load(tmp_path / "nowhere")
