"""The journal's file is damaged and the kiosk out of service: a person has it begin anew (`kiosk journal renew`)."""

from __future__ import annotations

from pathlib import Path

import pytest
from terminal_files import TerminalFiles

from kiosk.__main__ import main
from kiosk.core.ports import JournalError
from kiosk.record.journal import current_file
from kiosk.wiring.house import House


@pytest.fixture
def settings_file(files: TerminalFiles) -> Path:
    path = files.folder / "kiosk.toml"
    path.write_text(
        '[terminal]\nid = "0571-3"\nbranch = "0571"\nbank = "bank"\n[central]\nurl = "https://127.0.0.1:9"\n'
        'ca = "ca.pem"\ncertificate = "kiosk.pem"\nkey = "kiosk.key"\n'
    )
    return path


def test_a_person_begins_anew_after_damage(
    files: TerminalFiles, settings_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    House(files.settings()).close()
    damaged = current_file(files.layout.journal)
    assert damaged is not None
    damaged.write_bytes(damaged.read_bytes()[:5000])
    ruin = damaged.read_bytes()
    with pytest.raises(JournalError):
        House(files.settings())

    assert main(["journal", "renew", "--settings", str(settings_file)]) == 0
    said = capsys.readouterr().out
    assert damaged.read_bytes() == ruin
    House(files.settings()).close()
    first = files.journalled()[0]
    assert (first["data"]["previous"], first["data"]["why"]) == (damaged.stem, "damaged")
    assert f"epoch {first['id'].split('/')[1]} begins" in said


def test_not_while_the_kiosk_runs(
    files: TerminalFiles, settings_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house = House(files.settings())
    assert main(["journal", "renew", "--settings", str(settings_file)]) == 2
    assert "another process writes this journal" in capsys.readouterr().err
    house.close()


def test_a_key_in_a_tpm_that_is_not_there_is_said(
    files: TerminalFiles, settings_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TPM2TOOLS_TCTI", "swtpm:host=127.0.0.1,port=1")
    settings_file.write_text(settings_file.read_text().replace("[central]", 'log_key = "tpm"\n[central]'))
    assert main(["journal", "renew", "--settings", str(settings_file)]) == 2
    assert "tpm" in capsys.readouterr().err
    assert current_file(files.layout.journal) is None
