"""The settings file: what is taken, and how a mistake in it is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kiosk.flows import visit
from kiosk.settings import CONTRASTS, SIZES, SettingsError, load, parse

LEAST: dict[str, dict[str, Any]] = {
    "terminal": {"id": "0571-3", "branch": "0571", "bank": "bank"},
    "central": {"url": "https://central", "ca": "ca.pem", "certificate": "/etc/kiosk/kiosk.pem", "key": "kiosk.key"},
}


def with_(table: str, **values: Any) -> dict[str, Any]:
    return LEAST | {table: LEAST.get(table, {}) | values}


def test_the_least_settings_have_every_default() -> None:
    settings = parse(LEAST, Path("/etc/kiosk"))
    assert settings.visit.idle_s == 60
    assert settings.language.languages == ("zh_CN", "en")
    assert settings.central.ca == Path("/etc/kiosk/ca.pem")
    assert settings.central.certificate == Path("/etc/kiosk/kiosk.pem")
    assert settings.terminal.state == Path("/etc/kiosk/state")


def test_each_terminal_of_a_branch_has_queue_numbers_of_its_own() -> None:
    def series(**said: str) -> str:
        return parse(with_("terminal", **said), Path("/")).terminal.own_series

    named = {"0571-3": "K3-", "0571-kiosk-12": "K12-", "0571-kiosk-04": "K4-", "hall": "K-", "000": "K-"}
    assert {name: series(id=name) for name in named} == named
    assert series(id="0571-left", series="L") == "L-"


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        (with_("terminal", series="k1"), "terminal.series is up to six capital letters"),
        (with_("visit", idle=5), "unknown key visit.idle "),
        (LEAST | {"vist": {}}, "unknown key vist "),
        (with_("cameras", face={"drivr": "x"}), "unknown key cameras.face.drivr "),
        ({"terminal": LEAST["terminal"]}, "missing key central"),
        (with_("terminal", id=3), "terminal.id is a text"),
        (with_("visit", idle_s="60"), "visit.idle_s is a whole number"),
        (with_("visit", idle_s=True), "visit.idle_s is a whole number"),
        (with_("visit", idle_s=0), "visit.idle_s must be above zero"),
        (with_("visit", required="vision"), "visit.required is a list of texts"),
        (with_("language", languages=[]), "language.languages"),
        (with_("display", hand="both"), "display.hand is one of left, right"),
        (with_("display", px_per_mm=float("nan")), "display.px_per_mm must be above zero"),
        (with_("display", px_per_mm=float("inf")), "display.px_per_mm must be above zero"),
        (with_("display", screen_bottom_mm=float("nan")), "display.screen_bottom_mm"),
        (with_("display", double_strike_s=2.1), "display.double_strike_s lies between 0 and 2"),
        (with_("display", double_strike_s=float("nan")), "display.double_strike_s lies between 0 and 2"),
        (with_("language", size=4), "language.size is one of 0, 1, 2, 3, not 4"),
        (with_("language", contrast="pink"), "language.contrast is one of standard, dark, light"),
        (with_("visit", large_from=-1), "visit.large_from"),
        (
            with_("visit", required=["vision", "lamp"]),
            "visit.required is one of vision, scanner, reader, face, chip, residentId, not 'lamp'",
        ),
        (with_("documents", chip="always"), "documents.chip is one of preferred, required, not 'always'"),
        (with_("documents", chip="required"), "documents.chip asks for a reader, and documents.chip_reader names none"),
        (with_("visit", required=["chip"]), "visit.required asks for a reader, and documents.chip_reader names none"),
        (with_("visit", required=["residentId"]), "documents.resident_id_reader names none"),
        (with_("documents", resident_id_baud=1200), "documents.resident_id_baud is one of 115200"),
        (with_("documents", resident_id_device="spy:///dev/ttyUSB0?file=x"), "documents.resident_id_device is a path"),
        (with_("documents", photo_decoder="wlt2bmp"), "documents.photo_decoder is a list of texts"),
        (with_("veil", after_s=2), "veil.after_s is 0, or lies between 3 and 120"),
        (with_("veil", after_s=121), "veil.after_s is 0, or lies between 3 and 120"),
        (with_("devices", headset="headset_evdev"), "devices.headset asks for devices.voice"),
        (with_("devices", headset="headset_evdev", voice="voice_espeak"), "and devices.headset_device"),
        (with_("speech", always=True), "speech.always asks for a voice, and devices.voice names none"),
        (with_("face", engine="bank.toml"), "face.engine is an absolute path, not 'bank.toml'"),
        (with_("face", calibration="ours"), "face.calibration is an absolute path, not 'ours'"),
        (with_("face", false_accept_rate=1), "face.false_accept_rate"),
        (with_("central", url="http://central"), "central.url must be https"),
        (with_("central", url="https:///v1"), "central.url must be https"),
        (with_("central", url="https://[central"), "central.url must be https"),
        (with_("central", url="https://central:999999"), "central.url must be https"),
        (with_("terminal", timezone="Mars/Olympus"), "terminal.timezone"),
        (with_("terminal", id="0571/3"), "terminal.id"),
        (LEAST | {"visit": 3}, "visit is a table"),
    ],
)
def test_a_mistake_is_named(raw: dict[str, Any], named: str) -> None:
    with pytest.raises(SettingsError, match=named.replace(".", r"\.")):
        parse(raw, Path())


def test_the_words_are_those_of_the_flows() -> None:
    assert tuple(visit.SIZES) == SIZES
    assert visit.CONTRASTS == CONTRASTS


def test_a_file_that_is_not_there_or_not_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.toml"):
        load(tmp_path / "none.toml")
    torn = tmp_path / "torn.toml"
    torn.write_text("[terminal\n")
    with pytest.raises(SettingsError, match=r"torn\.toml"):
        load(torn)
