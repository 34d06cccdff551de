"""Verify an exported journal of a branch kiosk. Needs Python 3.11 and the package `cryptography`, nothing else.

    python verify.py --key VKEY [--cosigner VKEY] [--anchor NOTE] [EXPORT]

EXPORT is the ZIP file or the folder it was unpacked to; without it, the folder this program lies in. VKEY are C2SP
signed-note verifier keys and must come from the bank's central service, never from the export itself. NOTE is a
checkpoint that the bank acknowledged: without one nobody can tell whether the end is missing.

Exit status: 0 every record holds, 1 something does not, 2 it could not be examined.
"""

# An export takes this file along as verify.py: it imports nothing of ours and decides everything anew.

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import struct
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

ED25519, ECDSA, COSIGNATURE = 0x01, 0x02, 0x04
LARGEST = 1 << 33


class NotHeldError(Exception):
    """Something does not hold."""


class Key(NamedTuple):
    name: str
    type: int
    public: bytes

    @property
    def id(self) -> bytes:
        """Four bytes that find the key's signatures in a note."""
        if self.type == ECDSA:
            return hashlib.sha256(self.public).digest()[:4]
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.type]) + self.public).digest()[:4]

    def holds(self, text: bytes, signature: bytes) -> bool:
        """Whether this key signed the text."""
        try:
            if self.type == ECDSA:
                public = load_der_public_key(self.public)
                if not isinstance(public, ec.EllipticCurvePublicKey):
                    return False
                public.verify(signature, text, ec.ECDSA(SHA256()))
            elif self.type == COSIGNATURE:
                (at,) = struct.unpack_from(">Q", signature)
                said = f"cosignature/v1\ntime {at}\n".encode() + text
                Ed25519PublicKey.from_public_bytes(self.public).verify(signature[8:], said)
            else:
                Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        except (InvalidSignature, ValueError, struct.error):
            return False
        return True


class Checkpoint(NamedTuple):
    origin: str
    size: int
    root: bytes


class Tree:
    """RFC 6962 over SHA-256, of which only the roots of whole subtrees are kept."""

    def __init__(self, size: int = 0, nodes: Sequence[bytes] = ()) -> None:
        if len(nodes) != size.bit_count() or any(len(node) != 32 for node in nodes):
            raise NotHeldError("the tree that the export begins with is none")
        self.size, self.nodes = size, list(nodes)

    def add(self, body: bytes) -> None:
        self.nodes.append(hashlib.sha256(b"\x00" + body).digest())
        self.size += 1
        complete = self.size
        while complete % 2 == 0:
            right = self.nodes.pop()
            self.nodes[-1] = hashlib.sha256(b"\x01" + self.nodes[-1] + right).digest()
            complete //= 2

    def root(self) -> bytes:
        if not self.nodes:
            return hashlib.sha256(b"").digest()
        root = self.nodes[-1]
        for node in reversed(self.nodes[:-1]):
            root = hashlib.sha256(b"\x01" + node + root).digest()
        return root


def parse_key(text: str) -> Key:
    """A verifier key `<name>+<id in hex>+<base64>`."""
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    try:
        raw = base64.b64decode(encoded, validate=True)
        key = Key(name, raw[0], raw[1:])
    except (ValueError, IndexError) as error:
        raise ValueError(f"not a verifier key: {text}") from error
    if key.id.hex() != key_id or key.type not in (ED25519, ECDSA, COSIGNATURE):
        raise ValueError(f"not a verifier key: {text}")
    return key


def signed(note: bytes, keys: Sequence[Key]) -> Checkpoint:
    """The checkpoint of a note that one of the keys signed."""
    body, blank, tail = note.rpartition(b"\n\n")
    text = body + b"\n"
    lines = tail.split(b"\n")
    if not blank or lines.pop() != b"" or not 1 <= len(lines) <= 16:
        raise NotHeldError("a checkpoint is no signed note")
    held = False
    for line in lines:
        mark, name, encoded = [*line.split(b" "), b"", b""][:3]
        try:
            raw = base64.b64decode(encoded, validate=True)
        except ValueError as error:
            raise NotHeldError("a checkpoint is no signed note") from error
        for key in keys:
            if mark == "\N{EM DASH}".encode() and name == key.name.encode() and raw[:4] == key.id:
                if not key.holds(text, raw[4:]):
                    raise NotHeldError("a checkpoint's signature does not hold")
                held = True
    if not held:
        raise NotHeldError("a checkpoint is not signed by any of the keys given")
    try:
        origin, size, root, end = text.split(b"\n")
        if end or str(int(size)).encode() != size:
            raise NotHeldError("a checkpoint is no checkpoint")
        return Checkpoint(origin.decode(), int(size), base64.b64decode(root, validate=True))
    except ValueError as error:
        raise NotHeldError("a checkpoint is no checkpoint") from error


def log_of(name: str) -> str:
    """The part of a key's name that all epochs of a terminal share."""
    log, _, epoch = name.rpartition("/")
    return log if len(epoch) == 16 and not set(epoch) - set("0123456789abcdef") else name


class Export:
    """The files of an export, in its ZIP or unpacked."""

    def __init__(self, path: Path) -> None:
        self.files: dict[str, bytes] = {}
        if path.is_dir():
            for file in path.rglob("*"):
                if file.is_file() and "__pycache__" not in file.parts:
                    self.files[file.relative_to(path).as_posix()] = file.read_bytes()
            return
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > LARGEST:
                raise NotHeldError("the export is too large to be one")
            for name in archive.namelist():
                if name in self.files:
                    raise NotHeldError(f"{name} is in the export twice")
                self.files[name] = archive.read(name)

    def check_sums(self) -> None:
        """Every file is listed in SHA256SUMS, and nothing else is there."""
        listed = {}
        for line in self.files.get("SHA256SUMS", b"").decode().splitlines():
            digest, _, name = line.partition("  ")
            listed[name] = digest
        found = {n: hashlib.sha256(raw).hexdigest() for n, raw in self.files.items() if n != "SHA256SUMS"}
        wrong = sorted(name for name in listed.keys() | found.keys() if listed.get(name) != found.get(name))
        if wrong:
            raise NotHeldError(f"not as SHA256SUMS says: {', '.join(wrong[:5])}")

    def epochs(self) -> list[str]:
        """The epochs that are in it."""
        return sorted({name.split("/")[1] for name in self.files if name.startswith("journal/")})

    def lines(self, name: str) -> list[bytes]:
        """The lines of a file."""
        raw = self.files.get(name, b"")
        if raw and not raw.endswith(b"\n"):
            raise NotHeldError(f"{name} is cut off")
        return raw.split(b"\n")[:-1]


class Epoch(NamedTuple):
    first: int
    size: int
    cosigned: int


def verify_epoch(
    export: Export, name: str, keys: Sequence[Key], cosigners: Sequence[Key], known: Sequence[Checkpoint]
) -> Epoch:
    """Verify one epoch, also against what the bank is known to have acknowledged. Raises `NotHeldError`."""
    log, _, epoch = name.rpartition("/")
    folder = f"journal/{epoch}"
    named = [key for key in keys if key.name == name] or [key._replace(name=name) for key in keys]
    start = json.loads(export.files[f"{folder}/start.json"])
    frontier = base64.b64decode(start["frontier"])
    tree = Tree(start["size"], [frontier[at : at + 32] for at in range(0, len(frontier), 32)])
    first, sealed, cosigned = tree.size + 1, 0, 0
    anchors = {anchor.size: anchor.root for anchor in known if anchor.size >= tree.size}
    checkpoints = [json.loads(line) for line in export.lines(f"{folder}/checkpoints.jsonl")]
    if [row["size"] for row in checkpoints] != sorted({row["size"] for row in checkpoints}):
        raise NotHeldError("the checkpoints are not in order")
    if tree.size and not (checkpoints and checkpoints[0]["size"] == tree.size):
        raise NotHeldError("no checkpoint covers what lies before the export")

    def due() -> None:
        nonlocal sealed, cosigned
        if anchors.pop(tree.size, tree.root()) != tree.root():
            raise NotHeldError(f"the bank acknowledged {tree.size} other records")
        while checkpoints and checkpoints[0]["size"] == tree.size:
            row = checkpoints.pop(0)
            here = Checkpoint(name, tree.size, tree.root())
            if signed(row["note"].encode(), named) != here:
                raise NotHeldError(f"records {max(first, sealed + 1)} to {tree.size} are not those that were signed")
            sealed = tree.size
            if row.get("cosigned") and cosigners:
                if signed(row["cosigned"].encode(), cosigners) != here:
                    raise NotHeldError(f"records up to {tree.size} are not those that were cosigned")
                cosigned = tree.size

    due()
    for body in export.lines(f"{folder}/records.jsonl"):
        seq = tree.size + 1
        event = json.loads(body)
        if event["sequence"] != f"{seq:010}" or event["id"] != f"{log.rpartition('/')[2]}/{epoch}/{seq}":
            raise NotHeldError(f"record {seq} bears another number")
        tree.add(body)
        due()
    if checkpoints:
        raise NotHeldError(f"records {tree.size + 1} to {checkpoints[-1]['size']} are missing")
    if not sealed or sealed < tree.size or tree.size < first:
        raise NotHeldError(f"no checkpoint covers records {max(first, sealed + 1)} to {tree.size}")
    if anchors:
        raise NotHeldError(f"the bank acknowledged {max(anchors)} records, and {tree.size} are here")
    if cosigners and not cosigned:
        raise NotHeldError(f"{epoch}: no checkpoint is cosigned")
    return Epoch(first, tree.size, cosigned)


def claimed(export: Export, log: str) -> Iterator[Checkpoint]:
    """What the first records of later epochs say that the bank had acknowledged of earlier ones."""
    for epoch in export.epochs():
        first = json.loads(export.lines(f"journal/{epoch}/records.jsonl")[0])
        opened = first["data"]
        if first["id"].endswith("/1") and opened.get("previous") and opened.get("acked"):
            yield Checkpoint(f"{log}/{opened['previous']}", opened["acked"], base64.b64decode(opened["root"]))


def deleted(export: Export) -> Iterator[tuple[str, int, bytes]]:
    """The earlier epochs that records say were deleted from the terminal: size and root of what the bank then held."""
    for epoch in export.epochs():
        for line in export.lines(f"journal/{epoch}/records.jsonl"):
            if b"bank.kiosk.journal.pruned.v1" not in line:
                continue
            event = json.loads(line)
            if event["type"] == "bank.kiosk.journal.pruned.v1" and event["data"].get("epoch") is not None:
                yield event["data"]["epoch"], event["data"]["size"], base64.b64decode(event["data"]["root"])


def judge(export: Export, keys: Sequence[Key], cosigners: Sequence[Key], anchors: Sequence[bytes]) -> list[str]:
    """Verify the whole export; what holds, in sentences. Raises `NotHeldError`."""
    export.check_sums()
    if not keys:
        raise NotHeldError("no key was given: nothing is verified")
    (log,) = {log_of(key.name) for key in keys}
    if not export.epochs():
        raise NotHeldError("the export is empty")
    gone: dict[str, Checkpoint] = {}
    for epoch, size, root in deleted(export):
        said = Checkpoint(f"{log}/{epoch}", size, root)
        if gone.setdefault(said.origin, said) != said:
            raise NotHeldError(f"{epoch} was deleted, and what it held is told in two ways")
    here = {f"{log}/{epoch}" for epoch in export.epochs()}
    # What the bank itself says comes last: of two words on one size the last is taken.
    known = [said for said in gone.values() if said.origin in here]  # put back, or not gone yet
    known += [claim for claim in claimed(export, log) if claim.origin in here | gone.keys()]
    acknowledged: dict[str, Checkpoint] = {}
    for note in anchors:
        origin = note.split(b"\n", 1)[0].decode()
        anchor = signed(note, [*cosigners, *(key._replace(name=origin) for key in keys)])
        if anchor.origin not in here | gone.keys():
            raise NotHeldError(f"the bank acknowledged records of {anchor.origin}, which is not here")
        known.append(anchor)
        acknowledged[origin] = max(anchor, acknowledged.get(origin, anchor), key=lambda one: one.size)
    for said in gone.values():
        others = [one for one in known if one.origin == said.origin and one.size >= said.size and one != said]
        if said.origin not in here and (others or acknowledged.get(said.origin, said) != said):
            raise NotHeldError(f"{said.origin} was deleted, and is not what the bank acknowledged of it")
    told = []
    for epoch in export.epochs():
        name = f"{log}/{epoch}"
        held = verify_epoch(export, name, keys, cosigners, [anchor for anchor in known if anchor.origin == name])
        told.append(f"{epoch}: records {held.first} to {held.size} hold")
        if cosigners:
            told.append(f"{epoch}: cosigned up to record {held.cosigned}")
    told += [f"{origin.rpartition('/')[2]}: deleted from the terminal" for origin in sorted(gone.keys() - here)]
    if not anchors:
        told.append("no anchor was given: whether later records are missing cannot be told")
    return told


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--key", action="append", default=[], metavar="VKEY")
    parser.add_argument("--cosigner", action="append", default=[], metavar="VKEY")
    parser.add_argument("--anchor", action="append", default=[], type=Path, metavar="NOTE")
    parser.add_argument("export", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    asked = parser.parse_args()
    out = sys.stdout
    try:
        keys, cosigners = [*map(parse_key, asked.key)], [*map(parse_key, asked.cosigner)]
        if len({log_of(key.name) for key in keys}) > 1 or any(key.type != COSIGNATURE for key in cosigners):
            raise ValueError("the keys are not of one terminal and its cosigners")
        anchors = [path.read_bytes() for path in asked.anchor]
    except (OSError, ValueError) as error:
        out.write(f"cannot be examined: {error}\n")
        return 2
    try:
        told = judge(Export(asked.export), keys, cosigners, anchors)
    except NotHeldError as error:
        out.write(f"DOES NOT HOLD: {error}\n")
        return 1
    except OSError as error:
        out.write(f"cannot be examined: {error}\n")
        return 2
    except Exception as error:  # whatever a hostile export provokes: what could not be verified does not hold
        out.write(f"DOES NOT HOLD: {type(error).__name__}\n")
        return 1
    out.write("\n".join([*told, "holds", ""]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
