"""`kiosk token`: an integrator makes a key, signs a code and takes it apart; whatever is wrong is said in one line."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_desk import Run, runner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NUMBER = "11010519491231002X"
ISSUE = ("--issuer", "bank", "--branch", "0571", "--appointment", "A-7", "--service", "transfer")
AT = ("--at", "2026-11-23T10:00+08:00")


@pytest.fixture(params=["Ed25519", "ES256"])
def key(request: pytest.FixtureRequest, kiosk: Run, tmp_path: Path) -> Path:
    file = tmp_path / "key.json"
    assert kiosk("token", "key", "--kid", "k1", "--algorithm", request.param, file).status == 0
    return file


@pytest.fixture
def code(kiosk: Run, key: Path) -> str:
    said = kiosk("token", "issue", "--key", key, *ISSUE, "--holder", NUMBER, *AT)
    assert (said.status, said.err) == (0, "")
    return said.out.strip()


def public_part(key: Path, kid: str = "k1") -> str:
    """A JWK set with the public part of a key."""
    private = json.loads(key.read_text())
    return json.dumps({"keys": [{name: value for name, value in private.items() if name != "d"} | {"kid": kid}]})


def test_a_key_is_private_in_its_file_and_public_on_the_output(kiosk: Run, tmp_path: Path) -> None:
    file = tmp_path / "key.json"
    said = kiosk("token", "key", "--kid", "k1", file)
    private, public = json.loads(file.read_text()), json.loads(said.out)
    assert file.stat().st_mode & 0o777 == 0o600
    assert private["d"]
    assert "d" not in public
    assert (public["kid"], public["crv"]) == ("k1", "Ed25519")


def test_a_key_file_is_never_overwritten(kiosk: Run, key: Path) -> None:
    before = key.read_bytes()
    said = kiosk("token", "key", "--kid", "k2", key)
    assert (said.status, said.out) == (2, "")
    assert str(key) in said.err
    assert key.read_bytes() == before


def test_a_code_comes_back_as_it_was_signed(kiosk: Run, key: Path, code: str, tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text(public_part(key))
    found = json.loads(kiosk("token", "inspect", code, "--keys", keys).out)
    assert found["signature"] == "held"
    assert found["window"] == ["2026-11-23T01:30:00+00:00", "2026-11-23T02:15:00+00:00"]
    claims = found["claims"]
    assert (claims["iss"], claims["aud"], claims["apt"], claims["svc"]) == ("bank", "0571", "A-7", "transfer")
    assert NUMBER not in json.dumps(found)
    assert found["characters"] == len(code) <= 331
    assert found["qr_version"] <= 13


def test_the_key_as_it_was_printed_verifies_its_code(kiosk: Run, tmp_path: Path) -> None:
    """The commands of docs/appointment-token.md, in its order."""
    key, printed = tmp_path / "key.json", tmp_path / "public.json"
    printed.write_text(kiosk("token", "key", "--kid", "k1", key).out)
    code = kiosk("token", "issue", "--key", key, *ISSUE, "--holder", NUMBER, *AT).out.strip()
    assert json.loads(kiosk("token", "inspect", code, "--keys", printed).out)["signature"] == "held"


def test_a_changed_code_and_an_unknown_key_are_told_apart(kiosk: Run, key: Path, code: str, tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text(public_part(key))
    forged = kiosk("token", "inspect", code[:-4] + ("AAAA" if code[-4:] != "AAAA" else "BBBB"), "--keys", keys)
    assert (forged.status, json.loads(forged.out)["signature"]) == (1, "forged")
    keys.write_text(public_part(key, kid="another"))
    assert json.loads(kiosk("token", "inspect", code, "--keys", keys).out)["signature"] == "unknownKey"
    assert json.loads(kiosk("token", "inspect", code).out)["signature"] == "notVerified"


def test_the_number_and_the_code_may_come_by_standard_input(
    kiosk: Run, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that no ID number stays in a shell's history."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{NUMBER}\n"))
    code = kiosk("token", "issue", "--key", key, *ISSUE, "--holder", "-", *AT).out
    monkeypatch.setattr("sys.stdin", io.StringIO(code))
    assert kiosk("token", "inspect", "-").status == 0


def test_the_code_is_drawn(kiosk: Run, key: Path, tmp_path: Path) -> None:
    picture = tmp_path / "code.svg"
    kiosk("token", "issue", "--key", key, *ISSUE, "--holder", NUMBER, *AT, "--svg", picture)
    assert picture.read_bytes().startswith(b"<svg") or b"<svg" in picture.read_bytes()[:200]


# What is wrong
def one_line(said: str) -> bool:
    return said.startswith("kiosk: ") and said.count("\n") == 1


def missing(key: Path) -> None:
    key.unlink()


def not_json(key: Path) -> None:
    key.write_text("{")


def not_utf8(key: Path) -> None:
    key.write_bytes(b"\xff\xfe")


def a_list(key: Path) -> None:
    key.write_text("[1]")


def a_number(key: Path) -> None:
    key.write_text("7")


def public_only(key: Path) -> None:
    key.write_text(json.dumps(json.loads(public_part(key))["keys"][0]))


@pytest.mark.parametrize("spoil", [missing, not_json, not_utf8, a_list, a_number, public_only])
def test_a_key_that_cannot_sign_is_said(kiosk: Run, key: Path, spoil: Callable[[Path], None]) -> None:
    spoil(key)
    said = kiosk("token", "issue", "--key", key, *ISSUE, "--holder", NUMBER, *AT)
    assert (said.status, said.out) == (2, "")
    assert one_line(said.err), said.err


@pytest.mark.parametrize("at", ["tomorrow", "2026-11-23T10:00", "0001-01-01T00:00+00:00", "9999-12-31T23:59+00:00", ""])
def test_a_time_that_cannot_be_meant_is_said(kiosk: Run, key: Path, at: str) -> None:
    said = kiosk("token", "issue", "--key", key, *ISSUE, "--holder", NUMBER, "--at", at)
    assert (said.status, said.out) == (2, "")
    assert one_line(said.err), said.err


@pytest.mark.parametrize("spoil", [missing, not_json, not_utf8, a_list, a_number])
def test_keys_that_are_no_key_set_are_said(kiosk: Run, key: Path, code: str, spoil: Callable[[Path], None]) -> None:
    spoil(key)
    said = kiosk("token", "inspect", code, "--keys", key)
    assert (said.status, said.out) == (2, "")
    assert one_line(said.err), said.err


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(max_size=80), st.from_regex(r"[\w-]{1,30}\.[\w-]{0,80}\.[\w-]{0,40}", fullmatch=True)))
def test_what_is_no_code_is_said(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = runner(capsys)("token", "inspect", "--", text)
    assert said.status == 2
    assert one_line(said.err) or "usage:" in said.err
