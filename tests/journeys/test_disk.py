"""What befalls a disk in a story is what it says: a torn write tears nothing committed, and a thief is not blind."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from base64 import b64encode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from kiosk.demo import disk

NUMBER, NAME = "100001199003070117", "陈示例"


# A torn write
def crashed(folder: Path, rows: int) -> Path:
    """A database as a crash leaves it: `rows` committed, then more written that never were."""
    live = sqlite3.connect(folder / "live.db", isolation_level=None)
    live.execute("PRAGMA journal_mode=WAL")
    live.execute("PRAGMA cache_size=2")  # an open transaction spills into the log
    live.execute("CREATE TABLE rec(seq INTEGER PRIMARY KEY, body BLOB)")
    for _ in range(rows):
        live.execute("INSERT INTO rec(body) VALUES(?)", (os.urandom(900),))
    live.execute("BEGIN")
    for _ in range(40):
        live.execute("INSERT INTO rec(body) VALUES(?)", (os.urandom(900),))
    for end in ("", "-wal"):
        shutil.copyfile(folder / f"live.db{end}", folder / f"crashed.db{end}")
    live.close()
    return folder / "crashed.db"


@pytest.mark.parametrize("rows", [0, 1, 25])
def test_a_torn_write_takes_nothing_that_was_committed(tmp_path: Path, rows: int) -> None:
    path = crashed(tmp_path, rows)
    log = path.with_name("crashed.db-wal")
    before = log.stat().st_size
    assert 0 < disk.tear(log) < 4096 + 24
    assert log.stat().st_size < before  # what was never committed is gone, but for the torn beginning of a page
    db = sqlite3.connect(path, isolation_level=None)
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert db.execute("SELECT count(*) FROM rec").fetchone() == (rows,)
    db.execute("INSERT INTO rec(body) VALUES(x'00')")
    db.close()
    db = sqlite3.connect(path)
    assert db.execute("SELECT count(*) FROM rec").fetchone() == (rows + 1,)
    db.close()


def test_what_is_no_log_is_not_torn(tmp_path: Path) -> None:
    (tmp_path / "a.db-wal").write_bytes(b"")
    with pytest.raises(ValueError, match="no WAL"):
        disk.tear(tmp_path / "a.db-wal")


# A thief
@pytest.mark.parametrize("secret", [NUMBER, NAME])
@pytest.mark.parametrize("before", [b"", b"x", b"xy", b"xyz"])
def test_a_text_is_found_in_every_usual_encoding(secret: str, before: bytes) -> None:
    for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        raw = before + secret.encode(code) + b"and more"
        for lies in (raw, b64encode(raw), raw.hex().encode(), raw.hex().upper().encode(), json.dumps(secret).encode()):
            assert disk.readable([(Path("f"), b"\0{" + lies + b"}")], [secret]) == [Path("f")], (code, lies)


def test_another_text_is_not_found() -> None:
    files = [(Path("f"), os.urandom(200_000)), (Path("g"), b64encode(os.urandom(200_000))), (Path("h"), b"10000119900")]
    assert disk.readable(files, [NUMBER, NAME]) == []


def test_a_key_is_found_wherever_it_may_lie(tmp_path: Path) -> None:
    keys = {name: X25519PrivateKey.generate().private_bytes_raw() for name in ("raw", "base64", "hex", "signed", "db")}
    (tmp_path / "raw").write_bytes(keys["raw"])
    (tmp_path / "a.json").write_text(json.dumps({"key": b64encode(keys["base64"]).decode()}))
    (tmp_path / "a.toml").write_text(f'key = "{keys["hex"].hex()}"\n')
    payload = b64encode(json.dumps({"key": b64encode(keys["signed"]).decode()}).encode()).decode()
    (tmp_path / "desired.json").write_text(json.dumps({"payload": payload}))
    db = sqlite3.connect(tmp_path / "a.db")
    db.execute("CREATE TABLE t(k BLOB)")
    db.execute("INSERT INTO t VALUES(?)", (keys["db"],))
    db.commit()
    db.close()
    log_key, own = Ed25519PrivateKey.generate(), generate_private_key(SECP256R1())
    pem = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "log.key").write_bytes(log_key.private_bytes(*pem))
    (tmp_path / "identity.pem").write_bytes(b"a certificate\n" + own.private_bytes(*pem))
    keys |= {"log": log_key.private_bytes_raw(), "own": own.private_numbers().private_value.to_bytes(32, "big")}
    found = disk.keys_on(tmp_path)
    assert [name for name, key in keys.items() if key not in found] == []


def test_an_image_put_back_is_the_disk_of_before(tmp_path: Path) -> None:
    here, image = tmp_path / "disk", tmp_path / "image"
    here.mkdir()
    (here / "old").write_text("old")
    disk.image(here, image)
    (here / "old").write_text("new")
    (here / "later").write_text("new")
    disk.put_back(image, here)
    assert {path.name: path.read_text() for path in here.iterdir()} == {"old": "old"}
