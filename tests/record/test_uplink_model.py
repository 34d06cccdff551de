"""Whatever happens between terminal and centre, in any order: applied = journalled, in order, once."""

from __future__ import annotations

import random
import shutil
import tempfile
from pathlib import Path

import requests
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from record_centre import Centre, Misbehaviour, Request
from record_desk import ManualClock

from kiosk.core import entries
from kiosk.record import layout
from kiosk.record.files import signer_from
from kiosk.record.journal import SqliteJournal
from kiosk.record.reader import JournalReader
from kiosk.record.uplink import SyncConfig, Uplink


def hang_up(_: Centre, request: Request) -> None:
    request.hang_up()


def process_and_hang_up(centre: Centre, request: Request) -> None:
    if request.method == "POST":
        centre.process(request)
    request.hang_up()


def process_twice(centre: Centre, request: Request) -> None:
    if request.method == "POST":
        centre.process(request)
    centre.behave(request)


def says(status: int, fields: object, **headers: str) -> Misbehaviour:
    return lambda _, request: request.answer(status, fields, **headers)


FAULTS: dict[str, Misbehaviour] = {
    "hang up": hang_up,
    "process and hang up": process_and_hang_up,
    "process twice": process_twice,
    "429": says(429, {}, Retry_After="7"),
    "503": says(503, {}),
    "500": says(500, {}),
    "413": says(413, {"max_batch": 120}),
    "redirect": says(302, {}, Location="/elsewhere"),
    "nonsense": says(200, b"\x00"),
    "early ack": says(200, {"acked": 0, "root": ""}),
    "gap": says(409, {"acked": 0}),
}


class UplinkModel(RuleBasedStateMachine):
    """A terminal and a centre; either may stop, forget or lie at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.state = Path(tempfile.mkdtemp())
        self.clock = ManualClock()
        self.centre = Centre()
        self.journalled = 0
        self.journal = self._open_journal()
        self.uplink = self._open_uplink()

    def _open_journal(self) -> SqliteJournal:
        files = layout(self.state)
        self.journalled += 1
        return SqliteJournal(
            files.journal, bank="bank.example", kiosk="0571-3", signer=signer_from(files.log_key), clock=self.clock
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
            status_s=float("inf"),
        )
        return Uplink(config, lambda _: requests.Session(), self.clock, random.Random(7))

    @rule(count=st.integers(1, 130), urgent=st.booleans())
    def append(self, count: int, urgent: bool) -> None:
        waiting = [self.journal.append(entries.TokenRefused(f"r{n}", None)) for n in range(count)]
        if urgent:
            waiting.append(self.journal.append(entries.StaffCalled("asked", "Menu")))
        self.journalled = waiting[-1].result()

    @rule(fault=st.sampled_from(sorted(FAULTS)))
    def misbehave_next(self, fault: str) -> None:
        self.centre.misbehave.append(FAULTS[fault])

    @rule()
    def work(self) -> None:
        self.clock.pass_by(self.uplink.step())

    @rule()
    def restart_uplink(self) -> None:
        self.uplink.close()
        self.uplink = self._open_uplink()

    @rule()
    def lose_the_uplinks_state(self) -> None:
        self.uplink.close()
        layout(self.state).sync.unlink(missing_ok=True)
        self.uplink = self._open_uplink()

    @rule()
    def restart_kiosk(self) -> None:
        self.journal.close()
        self.journalled += 1
        self.journal = self._open_journal()

    @rule(seconds=st.floats(-1e6, 1e6))
    def step_the_clock(self, seconds: float) -> None:
        self.clock.step(seconds)

    @precondition(lambda self: self.centre.bodies)
    @rule(data=st.data())
    def restore_the_centre_from_a_backup(self, data: st.DataObject) -> None:
        self.centre.lose(data.draw(st.integers(0, len(self.centre.bodies) - 1)))

    @invariant()
    def what_arrived_is_a_prefix_of_the_journal(self) -> None:
        numbers = [int(body.split(b'"sequence":"')[1][:10]) for body in self.centre.bodies]
        assert numbers == list(range(1, len(numbers) + 1))

    def teardown(self) -> None:
        try:
            self.journal.close()
            self.centre.misbehave.clear()
            for _ in range(60):
                self.clock.pass_by(self.uplink.step())
            path = next(layout(self.state).journal.glob("*.db"))
            with JournalReader(path) as reader:
                batch = [body for (body,) in reader.db.execute("SELECT body FROM rec ORDER BY seq")]
            assert self.centre.bodies == batch
            assert self.uplink.state.acked == len(batch) >= self.journalled
        finally:
            self.uplink.close()
            self.centre.close()
            shutil.rmtree(self.state)


TestUplinkModel = UplinkModel.TestCase
TestUplinkModel.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
