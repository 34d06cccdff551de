"""The session: events come from any thread, states go to the screen, devices follow what the flow needs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QThread, QTimer
from pytestqt.qtbot import QtBot
from stagehouse import Clock, House

from kiosk.core import ports
from kiosk.core.identity import DocumentTrouble
from kiosk.flows import checkin, effects, events, visit
from kiosk.ui.catalogue import FACTS, RULES, examples
from kiosk.ui.session import Session


class Heard:
    """Everything a session asked for, and the thread it asked on."""

    def __init__(self) -> None:
        self.effects: list[effects.Effect] = []
        self.switched: list[str | None] = []
        self.shown: list[tuple[str, str]] = []
        self.threads: set[QThread] = set()

    def perform(self, effect: effects.Effect) -> None:
        self.threads.add(QThread.currentThread())
        self.effects.append(effect)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session(qtbot: QtBot, heard: Heard, clock: Clock) -> Iterator[Session]:
    session = Session(
        RULES,
        perform=heard.perform,
        switch=heard.switched.append,
        shown=lambda name, language: heard.shown.append((name, language)),
        facts=FACTS,
        clock=clock,
    )
    session.open()
    yield session
    session.close()


def test_the_first_screen_is_shown_and_its_device_runs(session: Session, heard: Heard) -> None:
    assert session.screen_name == "Attract"
    assert heard.shown == [("Attract", "zh_CN")]
    assert heard.switched == ["scanner"]


def test_opening_twice_shows_once(session: Session, heard: Heard) -> None:
    session.open()
    assert heard.shown == [("Attract", "zh_CN")]


def test_what_other_threads_tell_is_done_on_this_one(session: Session, heard: Heard, qtbot: QtBot) -> None:
    tellers = [threading.Thread(target=session.tell, args=(events.Started(),)) for _ in range(8)]
    for teller in tellers:
        teller.start()
    for teller in tellers:
        teller.join()
    assert session.screen_name == "Attract", "telling never waits for the journey"
    qtbot.waitUntil(lambda: session.screen_name == "Menu")
    assert heard.threads == {QThread.currentThread()}
    assert [type(effect.entry).__name__ for effect in heard.effects if isinstance(effect, effects.Note)] == [
        "VisitBegan"
    ]


def test_events_of_one_thread_keep_their_order(session: Session, qtbot: QtBot) -> None:
    def device() -> None:
        session.tell(events.Started())
        session.tell(ports.CodeRead("one"))
        session.tell(ports.CodeRead("two"))

    teller = threading.Thread(target=device)
    teller.start()
    teller.join()
    qtbot.waitUntil(lambda: session.state.task == checkin.CheckingCode("one"))


def test_a_device_is_switched_when_another_is_needed(session: Session, heard: Heard, qtbot: QtBot) -> None:
    session.rehearse(examples()["PresentDocument-noneSeen"])
    session.rehearse(examples()["PresentDocument-turnOver"])
    session.rehearse(examples()["LookAtCamera-looking"])
    session.rehearse(examples()["FraudWarning"])
    session.rehearse(examples()["Attract"])
    assert heard.switched == ["scanner", "reader", "face", None, "scanner"]


def test_a_screen_is_told_of_when_it_comes_not_when_it_changes(session: Session, heard: Heard) -> None:
    session.rehearse(examples()["PresentDocument-noneSeen"])
    session.rehearse(examples()["PresentDocument-turnOver"])
    session.rehearse(examples(visit.Preferences("en"))["PresentDocument-turnOver"])
    session.rehearse(examples(visit.Preferences("en"))["FaceConsent"])
    assert heard.shown == [("Attract", "zh_CN"), ("PresentDocument", "zh_CN"), ("FaceConsent", "en")]


def test_a_hint_gives_the_page_new_constants(session: Session) -> None:
    session.rehearse(examples()["PresentDocument-noneSeen"])
    before = session.shown_screen
    session.rehearse(examples()["PresentDocument-turnOver"])
    assert session.shown_screen is not before


def test_seconds_pass_by_the_clock_not_by_the_timer(session: Session, clock: Clock, qtbot: QtBot) -> None:
    session.rehearse(visit.Visit(RULES, RULES.defaults, checkin.Scanning()))
    clock.now += 3.7
    fire(session)
    assert session.state.quiet_s == 3
    clock.now += 0.2
    fire(session)
    assert session.state.quiet_s == 3
    clock.now += 0.2
    fire(session)
    assert session.state.quiet_s == 4


def test_a_machine_that_slept_catches_up(session: Session, clock: Clock) -> None:
    session.rehearse(visit.Visit(RULES, RULES.defaults, checkin.Scanning()))
    clock.now += 8 * 3600
    fire(session)
    assert session.screen_name == "Wiped"


def test_the_clock_ticks_by_itself(session: Session, clock: Clock, qtbot: QtBot) -> None:
    session.rehearse(visit.Visit(RULES, RULES.defaults, checkin.Scanning()))
    clock.now += 5
    qtbot.waitUntil(lambda: session.state.quiet_s == 5, timeout=3000)


def test_after_closing_nothing_is_heard_and_no_device_runs(
    qtbot: QtBot, heard: Heard, clock: Clock, session: Session
) -> None:
    other = Session(
        RULES,
        perform=heard.perform,
        switch=heard.switched.append,
        shown=lambda name, language: None,
        facts=FACTS,
        clock=clock,
    )
    other.open()
    other.close()
    other.tell(events.Started())
    qtbot.wait(0)
    assert other.screen_name == "Attract"
    assert heard.switched[-1] is None


def test_a_dropped_event_is_asked_about_when_it_arrives(session: Session, qtbot: QtBot) -> None:
    """A device switched off in the meantime may have told something before."""
    session.tell(events.Started(), lambda: False)
    session.tell(events.LanguageChosen("en"), lambda: True)
    qtbot.waitUntil(lambda: session.preferences.language == "en")
    assert session.screen_name == "Attract"


def test_new_facts_come_to_the_screen(house: House) -> None:
    house.session.set_facts(replace(FACTS, hotline="95588"))
    house.show(examples()["FraudWarning"])
    screen = house.session.shown_screen
    assert screen is not None
    assert "95588" in screen.property("numbers")
    house.session.set_facts(FACTS)
    house.settle()


def test_new_rules_from_the_centre_keep_the_visit(session: Session, qtbot: QtBot) -> None:
    session.rehearse(visit.Visit(RULES, RULES.defaults, checkin.Scanning()))
    session.tell(visit.RulesChanged(replace(RULES, idle_s=5)))
    qtbot.waitUntil(lambda: session.state.rules.idle_s == 5)
    assert session.screen_name == "Scanning"


@pytest.mark.parametrize(
    ("delivered", "said"),
    [(True, "工作人员马上就来"), (False, "未能联系上工作人员，请您前往服务台")],
)
def test_a_call_on_a_screen_that_stays_is_answered_there(house: House, delivered: bool, said: str) -> None:
    house.show(examples()["CheckingIn"])
    assert house.session.property("staffNote") == ""
    house.tap("callStaff")
    assert house.puppet.screen() == "CheckingIn"
    house.tell(events.StaffPaged(delivered))
    assert house.session.property("staffNote") == said
    house.show(examples()["Ticket-printed"])
    assert house.session.property("staffNote") == ""


def test_who_comes_is_said_on_a_screen_that_stays(house: House) -> None:
    house.show(examples()["CheckingIn"])
    house.tell(events.StaffPaged(delivered=True, call="17"), events.Waited(RULES.staff_reminder_s))
    assert house.session.property("staffNote") == "还没有工作人员回应，请您前往服务台"
    house.tell(events.StaffAcknowledged("17", "林"))
    assert house.session.property("staffNote") == "林正在赶来"
    house.show(examples()["Ticket-printed"])
    assert house.session.property("staffNote") == ""


@pytest.mark.parametrize("name", ["StaffComing-coming", "ChangeWithStaff"])
def test_the_screen_of_the_call_says_it_itself(house: House, name: str) -> None:
    house.show(examples()[name])
    house.tell(events.StaffPaged(delivered=True, call="17"), events.StaffAcknowledged("17", "林"))
    assert house.session.property("staffNote") == ""
    assert house.session.shown_screen is not None
    assert house.session.shown_screen.property("heading") == "林正在赶来"
    house.tell(events.WentBack())
    assert house.session.property("staffNote") == ""


def test_a_page_that_waits_for_staff_stays_while_time_passes(house: House) -> None:
    house.show(examples()["ChangeWithStaff-delivered"])
    before = house.session.shown_screen
    house.tell(*[events.Waited(1)] * 5)
    assert house.session.shown_screen is before


def test_who_went_on_alone_reads_who_comes(house: House) -> None:
    house.show(examples()["StaffComing-coming"])
    house.tell(events.StaffPaged(delivered=True, call="17"), events.WentBack())
    assert house.session.property("staffNote") == ""
    house.tell(events.StaffAcknowledged("17", "林"))
    assert house.session.property("staffNote") == "林正在赶来"


def test_nothing_of_an_unverified_code_is_shown(house: House) -> None:
    from eye import spoken

    for name in ("CodeRefused-forged", "CodeRefused-unknownKey", "CodeRefused-notOurs"):
        house.show(examples()[name])
        said = " ".join(spoken(house.stage))
        assert "14:30" not in said
        assert "城北" not in said
        assert "t1" not in said


def test_another_branch_without_a_name_is_called_by_its_id(house: House) -> None:
    from eye import spoken

    house.session.set_facts(replace(FACTS, branches={}))
    house.settle()
    house.show(examples()["CodeRefused-wrongBranch"])
    assert "预约网点：north" in spoken(house.stage)
    house.session.set_facts(FACTS)
    house.settle()
    assert "预约网点：城北经济技术开发区第二支行" in spoken(house.stage)


def test_hints_of_the_reader_are_shown(house: House) -> None:
    house.show(examples()["PresentDocument-noneSeen"])
    page = house.stage.page
    house.tell(ports.DocumentNotRead(DocumentTrouble.UNREADABLE))
    assert house.stage.page is page
    house.tell(ports.DocumentNotRead(DocumentTrouble.EXPIRED))
    assert house.puppet.screen() == "DocumentRefused"


def fire(session: Session) -> None:
    """Let the session's timer run out, now."""
    timer = session.findChild(QTimer)
    assert timer is not None
    timer.timeout.emit()
