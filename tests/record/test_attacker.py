"""The attacker's program against the verifier: what is found, and what cannot be, is what the documentation prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from attacker import ATTACKS, Attacker, Scene, set_the_scene
from record_desk import ManualClock

from kiosk.core import entries
from kiosk.core.ports import JournalError
from kiosk.record.chain import FolderReport, verify_folder
from kiosk.record.epoch import MOST_UNSEALED
from kiosk.record.journal import CHECKPOINT_EVERY, SqliteJournal

PAGE = Path(__file__).parents[2] / "docs" / "journal-verification.md"
FOUND, MISSED = "found", "**not found**"
KNOWLEDGE = ("key", "key, anchor", "key, anchor, cosigner")


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return set_the_scene(tmp_path_factory.mktemp("scene"))


def verified(scene: Scene, folder: Path, knowledge: str) -> FolderReport:
    return verify_folder(
        folder,
        scene.keys,
        anchors=scene.anchors if "anchor" in knowledge else (),
        cosigners=(scene.centre.verifier,) if "cosigner" in knowledge else (),
        unanchored="anchor" not in knowledge,
    )


def table() -> dict[str, tuple[str, ...]]:
    """The page's rows, by attack."""
    section = PAGE.read_text("utf-8").partition("## What is found")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", section, re.MULTILINE)
    return {row[0]: row[1:] for row in rows if set(row[1:]) <= {FOUND, MISSED}}


def test_the_page_lists_every_attack() -> None:
    assert list(table()) == list(ATTACKS)


@pytest.mark.parametrize("knowledge", KNOWLEDGE)
def test_the_journal_itself_holds(scene: Scene, knowledge: str) -> None:
    report = verified(scene, scene.folder, knowledge)
    assert report.ok, report
    assert [epoch.epoch for epoch in report.epochs] == [scene.first, scene.second]


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_found_is_what_the_page_says(scene: Scene, tmp_path: Path, attack: str) -> None:
    by = Attacker(scene, tmp_path / "journal")
    ATTACKS[attack](by)
    found = tuple(FOUND if not verified(scene, by.folder, knowledge).ok else MISSED for knowledge in KNOWLEDGE)
    assert found == table()[attack]


def test_the_writer_leaves_no_more_without_a_checkpoint() -> None:
    assert MOST_UNSEALED == CHECKPOINT_EVERY + 1


def test_the_kiosk_does_not_sign_what_was_appended_while_it_rested(scene: Scene, tmp_path: Path) -> None:
    """But for as many records as a power cut may leave: these it must take, and only the centre could tell."""
    by = Attacker(scene, tmp_path / "journal")
    for _ in range(MOST_UNSEALED + 1):
        by.append(entries.KioskStarted("9"))
    with pytest.raises(JournalError, match="bears no checkpoint"):
        SqliteJournal(by.folder, bank="bank.example", kiosk="0571-3", signer=scene.key, clock=ManualClock())


def test_without_a_key_nothing_holds(scene: Scene) -> None:
    assert not verify_folder(scene.folder, (), anchors=scene.anchors, cosigners=(scene.centre.verifier,)).ok


def test_without_an_anchor_nothing_holds_unless_that_is_asked_for(scene: Scene) -> None:
    assert not verify_folder(scene.folder, scene.keys, cosigners=(scene.centre.verifier,)).ok
