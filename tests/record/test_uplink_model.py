"""Whatever happens between terminal and centre, in any order: applied = journalled, in order, once; nothing is lost."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from record_centre import Centre, Held, Misbehaviour, Request
from record_desk import ManualClock
from record_sync import hang_up, plain, process_and_hang_up, says

from kiosk.core import entries
from kiosk.record import layout
from kiosk.record.files import signer_from
from kiosk.record.journal import SqliteJournal, current_file
from kiosk.record.seal import SealingKey
from kiosk.record.syncstate import SyncState
from kiosk.record.uplink import SyncConfig, Uplink

SEALING_KEY = SealingKey("2026w48", X25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw())


def process_twice(centre: Centre, request: Request) -> None:
    if request.method == "POST":
        centre.process(request)
    centre.behave(request)


FAULTS: dict[str, Misbehaviour] = {
    "hang up": hang_up,
    "process and hang up": process_and_hang_up,
    "process twice": process_twice,
    "429": says(429, {}, Retry_After="7"),
    "503": says(503, {}),
    "500": says(500, {}),
    "401": says(401, {}),
    "413": says(413, {"max_batch": 120}),
    "redirect": says(302, {}, Location="/elsewhere"),
    "nonsense": says(200, b"\x00"),
    "early ack": says(200, {"acked": 0, "root": ""}),
    "gap": says(409, {"acked": 0}),
    "another history": says(409, {"acked": 0, "diverged": True, "quarantined": False}),
    "more than there is": says(409, {"acked": 10**9}),
    "keys": says(409, {"acked": 0, "missing_keys": ["v-1", "nobody"]}),
}


class UplinkModel(RuleBasedStateMachine):
    """A terminal and a centre; either may stop, forget, be restored or lie at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.state = Path(tempfile.mkdtemp())
        self.files = layout(self.state)
        self.backup = self.state / "backup"
        self.clock = ManualClock()
        self.centre = Centre()
        self.visits = 0
        self.journal = self._open_journal()
        self.uplink = self._open_uplink()

    def _open_journal(self) -> SqliteJournal:
        """As the house does."""
        synced, current = SyncState.load(self.files.sync), current_file(self.files.journal)
        return SqliteJournal(
            self.files.journal,
            bank="bank.example",
            kiosk="0571-3",
            signer=signer_from(self.files.log_key),
            clock=self.clock,
            sealing_key=lambda: SEALING_KEY,
            anchor=synced.anchor(f"bank.example/kiosk/0571-3/{synced.epoch}"),
            given_up=None if current is None else synced.given_up(current.stem),
        )

    def _open_uplink(self) -> Uplink:
        unused = self.state / "unused"
        config = SyncConfig(
            kiosk="0571-3",
            bank="bank.example",
            url=self.centre.url,
            ca=unused,
            certificate=unused,
            key=unused,
            state_dir=self.state,
            server_cosigner=str(self.centre.cosigner),
            timeout_s=2.0,
            status_s=60.0,
        )
        return Uplink(config, plain, self.clock, random.Random(7))

    # The terminal

    @rule(count=st.integers(1, 130), urgent=st.booleans())
    def append(self, count: int, urgent: bool) -> None:
        waiting = [self.journal.append(entries.TokenRefused(f"r{n}", None)) for n in range(count)]
        if urgent:
            waiting.append(self.journal.append(entries.StaffCalled("asked", "Menu")))
        waiting[-1].result()

    @rule(ends=st.booleans())
    def serve_somebody(self, ends: bool) -> None:
        self.visits += 1
        visit = f"v-{self.visits}"
        seen = entries.DocumentAccepted("passport", "camera", "print", "print", "E12345678", "ZHANG SAN")
        self.journal.append(seen, visit).result()
        if ends:
            self.journal.append(entries.VisitEnded("finished"), visit).result()

    @rule()
    def heed_the_centre(self) -> None:
        """What the house does every few seconds."""
        synced = SyncState.load(self.files.sync)
        why = synced.given_up(self.journal.epoch)
        if why is not None:
            self.journal.renew(why, synced.anchor(self.journal.origin)).result()

    @rule()
    def renew_by_hand(self) -> None:
        self.journal.renew("asked").result()

    @rule()
    def restart_kiosk(self) -> None:
        self.journal.close()
        self.journal = self._open_journal()

    @rule()
    def copy_the_disk(self) -> None:
        self.journal.close()
        shutil.rmtree(self.backup, ignore_errors=True)
        shutil.copytree(self.files.journal, self.backup)
        self.journal = self._open_journal()

    @precondition(lambda self: self.backup.exists())
    @rule(uplink_too=st.booleans())
    def restore_the_disk(self, uplink_too: bool) -> None:
        """The records made since are gone from the terminal; the centre may hold them."""
        self.journal.close()
        self.uplink.close()
        shutil.rmtree(self.files.journal)
        shutil.copytree(self.backup, self.files.journal)
        if uplink_too:
            self.files.sync.unlink(missing_ok=True)
        self.clock.pass_by(1)
        self.journal = self._open_journal()
        self.uplink = self._open_uplink()

    @rule(seconds=st.floats(-1e6, 1e6))
    def step_the_clock(self, seconds: float) -> None:
        self.clock.step(seconds)

    # Its uplink

    @rule()
    def work(self) -> None:
        self.clock.pass_by(self.uplink.step())

    @rule()
    def restart_uplink(self) -> None:
        self.uplink.close()
        self.uplink = self._open_uplink()

    @rule()
    def kill_uplink(self) -> None:
        self.uplink._unsaved = False  # what it had not saved yet is gone with it
        self.restart_uplink()

    @rule()
    def lose_the_uplinks_state(self) -> None:
        self.uplink.close()
        self.files.sync.unlink(missing_ok=True)
        self.uplink = self._open_uplink()

    # The centre

    @rule(fault=st.sampled_from(sorted(FAULTS)))
    def misbehave_next(self, fault: str) -> None:
        self.centre.misbehave.append(FAULTS[fault])

    @rule(share=st.floats(0, 1, exclude_max=True))
    def restore_the_centre_from_a_backup(self, share: float) -> None:
        """Of what it holds: how much that is depends on threads, and what is drawn may not."""
        if self.centre.bodies:
            self.centre.lose(int(share * len(self.centre.bodies)))

    @invariant()
    def what_arrived_is_in_order_and_once(self) -> None:
        for epoch, held in self.centre.epochs.items():
            ids = [json.loads(body)["id"] for body in held.bodies[-200:]]
            last = len(held.bodies)
            assert ids == [f"0571-3/{epoch}/{n}" for n in range(last - len(ids) + 1, last + 1)]

    def teardown(self) -> None:
        try:
            self.centre.misbehave.clear()
            self.restart_uplink()
            for _ in range(600):
                self.heed_the_centre()
                self.clock.pass_by(max(self.uplink.step(), 1.0))
                if self._settled():
                    break
            self.journal.close()
            self.restart_uplink()  # once more from the start: the centre may have been restored since
            for _ in range(60):
                self.clock.pass_by(max(self.uplink.step(), 1.0))
            assert self.uplink.state.trouble is None
            for path in self.files.journal.glob("*.db"):
                self._all_there(path, self.centre.epochs.get(path.stem) or Held())
            current = self.centre.epochs[self.journal.epoch]
            assert len(current.bodies) == self.journal.size == self.uplink.state.acked
        finally:
            self.journal.close()
            self.uplink.close()
            self.centre.close()
            shutil.rmtree(self.state)

    def _settled(self) -> bool:
        current = self.centre.epochs.get(self.journal.epoch)
        return self.uplink.state.trouble is None and current is not None and len(current.bodies) > 0

    def _all_there(self, path: Path, held: Held) -> None:
        """Every signed record of a file is applied or evidence, and the keys of those applied are there."""
        db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        signed = "SELECT body FROM rec WHERE seq<=(SELECT max(size) FROM checkpoint) ORDER BY seq"
        bodies = [body for (body,) in db.execute(signed)]
        db.close()
        applied, evidence = set(held.bodies), set(held.evidence)
        assert not [body for body in bodies if body not in applied and body not in evidence], path.stem
        if not held.diverged:  # of a disk that was restored, the centre may hold more
            assert held.bodies[: len(bodies)] == bodies, "applied = journalled"
        sealed = {json.loads(body)["visit"] for body in bodies if b'"sealed":[' in body and body in applied}
        assert sealed <= self.centre.keys.keys()


_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # to shrink a life with a server takes minutes
_MEASURE = settings(
    phases=_PHASES, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)


def test_whatever_happens_every_record_arrives_once() -> None:
    run_state_machine_as_test(UplinkModel, settings=settings(_MEASURE, max_examples=12))


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_whatever_happens_in_many_lives_every_record_arrives_once() -> None:
    run_state_machine_as_test(UplinkModel, settings=settings(_MEASURE, max_examples=150, stateful_step_count=50))
