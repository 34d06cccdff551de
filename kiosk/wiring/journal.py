"""This terminal's journal, opened as its settings and what sync has left say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from kiosk.core.ports import Clock, JournalError
from kiosk.record import layout
from kiosk.record.checkpoint import VerifierKey
from kiosk.record.journal import SqliteJournal, current_file
from kiosk.record.seal import SealingKey
from kiosk.record.syncstate import SyncState
from kiosk.record.upkeep import room_in
from kiosk.settings import Settings
from kiosk.wiring.logkey import log_signer

_MIB: Final = 2**20


def open_journal(
    settings: Settings,
    clock: Clock,
    *,
    failed: Callable[[JournalError], None] | None = None,
    sealing_key: Callable[[], SealingKey | None] | None = None,
    renew: str | None = None,
) -> SqliteJournal:
    """Open it; the arguments are those of `SqliteJournal`.

    Raises `JournalError`, `NoteError` for a cosigner that is no key, or what `log_signer` raises.
    """
    terminal, files = settings.terminal, layout(settings.terminal.state)
    cosigner = VerifierKey.parse(settings.central.cosigner) if settings.central.cosigner else None
    synced, current = SyncState.load(files.sync), current_file(files.journal)
    return SqliteJournal(
        files.journal,
        bank=terminal.bank,
        kiosk=terminal.id,
        signer=log_signer(settings),
        clock=clock,
        failed=failed,
        sealing_key=sealing_key,
        anchor=synced.anchor(f"{terminal.bank}/kiosk/{terminal.id}/{synced.epoch}"),
        given_up=None if current is None else synced.given_up(current.stem),
        renew=renew,
        cosigned=synced.cosigned,
        cosigner=cosigner,
        keep=timedelta(days=terminal.keep_days),
        older=lambda: SyncState.load(files.sync).older,
        room=room_in(files.journal, terminal.journal_mb * _MIB),
    )
