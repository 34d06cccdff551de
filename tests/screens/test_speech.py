"""Reading aloud: every screen once when it comes, interruptible; focus, warnings and typing as they must be said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from eye import texts_in
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from stagehouse import House

from drivers.simulated.voice import SilentVoice
from kiosk.core.clock import SystemClock
from kiosk.core.ports import HeadsetPlugged
from kiosk.core.receipt import About, Item, Line, Receipt
from kiosk.flows import changing, events, receipt, visit
from kiosk.ui.catalogue import LANGUAGES, NOTICE, RULES, examples
from kiosk.ui.catalogue.accounts import CHANGES
from kiosk.ui.offthread import HandExecutor
from kiosk.ui.screens import NAMES, screen_class
from kiosk.ui.slip import SlipWriter
from kiosk.ui.speech import RATES, VOLUMES, Speaker, SpeechError, book, filled, known_screens, said, tuning

ALOUD = visit.Preferences("en", aloud=True)
SPEAKING = replace(RULES, voice=True)
ALL = {
    (language, size): examples(replace(ALOUD, language=language, size=size))
    for language in LANGUAGES
    for size in (0, 1, 3)
}


class Heard:
    """A house with a voice, and an ear."""

    def __init__(self, house: House) -> None:
        self.house, self.voice, self.jobs = house, SilentVoice(), HandExecutor()
        self.speaker = Speaker(house.stage, self.voice, self.jobs.submit)

    def show(self, name: str, preferences: visit.Preferences = ALOUD, *, drawn: bool = True) -> str:
        """Show an example as a screen that was not there before; what was said of it."""
        rehearse, silent = self.house.session.rehearse, replace(preferences, aloud=False)
        rehearse(replace(visit.opening(SPEAKING), task=visit.Wiped(), preferences=silent))
        self.jobs.drain()
        self.voice.said.clear()
        rehearse(replace(ALL[preferences.language, preferences.size][name], rules=SPEAKING, preferences=preferences))
        if drawn:
            self.house.settle()
        return self.news()

    def news(self) -> str:
        """What was said since."""
        self.jobs.drain()
        told = " | ".join(self.voice.said)
        self.voice.said.clear()
        return told

    def key(self, key: Qt.Key) -> str:
        QTest.keyClick(self.house.stage.window, key)
        self.house.settle()
        return self.news()


@pytest.fixture
def heard(house: House) -> Iterator[Heard]:
    ear = Heard(house)
    yield ear
    ear.speaker.close()


@pytest.fixture
def writer() -> SlipWriter:
    names = {"en": "Specimen Bank", "zh_CN": "样本银行"}
    return SlipWriter(
        bank=names, branch=lambda: names, service=lambda _: {}, terminal="7", zone=ZoneInfo("UTC"), clock=SystemClock()
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_has_its_sentence(language: str) -> None:
    """A screen without one falls back to its words: that is for who writes a new one, and not for customers."""
    unknown = set(NAMES) - known_screens(LANGUAGES)[language]
    assert not unknown, f"write what is said of {', '.join(sorted(unknown))} in assets/speech/{language}.toml"


def test_both_languages_say_the_same_things() -> None:
    """The same entries, and the same properties in each."""
    chinese, english = (book(language) for language in LANGUAGES)
    assert {table: set(texts) for table, texts in chinese.items()} == {t: set(texts) for t, texts in english.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_speaks_of_what_its_screen_has(language: str) -> None:
    wrong = []
    for name in NAMES:
        known = screen_class(name).staticMetaObject
        for spoken in re.findall(r"\{(\w+)\}|\[!?(\w+)\?", book(language)["screens"][name]):
            word = "".join(spoken)
            if known.indexOfProperty(word) < 0 and word not in {"notes", "typed", "bank", "branch", "headset"}:
                wrong.append(f"{name}: {word}")
    assert not wrong


FIRST = [max((name for name in examples() if name.partition("-")[0] == screen), key=len) for screen in NAMES]
"""Of each screen its example with the longest name."""


@pytest.mark.parametrize(
    ("language", "names"),
    [
        *((language, FIRST) for language in LANGUAGES),
        *(pytest.param(language, list(examples()), marks=pytest.mark.nightly) for language in LANGUAGES),
    ],
    ids=["first-zh_CN", "first-en", "all-zh_CN", "all-en"],
)
def test_everything_of_every_screen_can_be_said(heard: Heard, language: str, names: list[str]) -> None:
    for name in names:
        sentence = heard.show(name, replace(ALOUD, language=language), drawn=False)
        assert len(sentence) > 4, name
        assert not set("{}[]") & set(sentence), f"{name}: {sentence}"
        assert ".." not in sentence, f"{name}: {sentence}"
        assert "。。" not in sentence, f"{name}: {sentence}"
        if language == "en":  # an address, a receipt: what the customer wrote, or what was written then, stays as it is
            for own in texts_in(ALL[language, 1][name].task):
                for line in filter(None, own.splitlines()):
                    sentence = sentence if line.isascii() else sentence.replace(said(line), "")
        chinese = sum("\u4e00" <= sign <= "\u9fff" for sign in sentence)
        assert (chinese > len(sentence) / 5) is (language == "zh_CN"), f"{name}: {sentence}"


def test_nothing_is_said_to_who_does_not_want_it(heard: Heard) -> None:
    assert heard.show("Ticket-printed", visit.Preferences("en")) == ""
    assert heard.key(Qt.Key.Key_Down) == ""


def test_a_screen_is_said_once(heard: Heard) -> None:
    first = heard.show("Ticket-printing")
    assert "Your number is A017." in first
    assert "counter 3" in first
    heard.house.tell(events.Waited(1))
    assert heard.news() == ""


def test_news_on_the_same_screen_is_said(heard: Heard) -> None:
    heard.show("StaffComing-calling")
    heard.house.tell(events.StaffPaged(delivered=True))
    assert "A member of staff is coming" in heard.news()


def test_a_fraud_warning_is_said_wholly_and_the_safe_answer_first(heard: Heard) -> None:
    """Though the screen shows it in parts."""
    for language in LANGUAGES:
        sentence = heard.show("FraudWarning", replace(ALOUD, language=language, size=3)).replace(" ", "")
        text = NOTICE.text(language)
        assert all(part.replace(" ", "") in sentence for part in (text.heading, *text.lines))
        assert "96110" in sentence
    assert "first: Call staff" in heard.show("FraudWarning")


def test_the_idle_warning_is_said_wholly_and_the_screen_again_after_it(heard: Heard) -> None:
    heard.show("Scanning")
    heard.house.tell(events.Waited(SPEAKING.large_idle_s))
    assert f"within {SPEAKING.large_countdown_s} seconds" in heard.news()
    heard.house.tell(events.Waited(1))
    assert heard.news() == "", "not every second"
    heard.house.tap("stillHere")
    assert "hold up your code" in heard.news()


def test_the_other_language_speaks_anew(heard: Heard) -> None:
    heard.show("FaceConsent")
    heard.house.tap("language")
    assert "面容" in heard.news()


def test_a_touch_interrupts(heard: Heard) -> None:
    heard.show("FaceConsent")
    assert heard.voice.speaking is not None
    heard.house.puppet.touch(heard.house.stage.window.contentItem().childrenRect().topLeft().toPoint())
    heard.house.settle()
    heard.jobs.drain()
    assert heard.voice.speaking is None


def test_only_the_newest_is_said_when_the_voice_is_slow(heard: Heard) -> None:
    heard.show("Scanning")
    heard.house.show(replace(examples(ALOUD)["CheckingCode"], rules=SPEAKING))
    heard.house.show(replace(examples(ALOUD)["FaceConsent"], rules=SPEAKING))
    assert "being checked" not in heard.news()


def test_moving_by_keys_says_the_control_and_what_it_is(heard: Heard) -> None:
    heard.show("FaceConsent", replace(ALOUD, size=0))
    assert heard.key(Qt.Key.Key_Up) == "I agree. Button."
    assert heard.key(Qt.Key.Key_Down) == "Ask staff instead. Button."
    assert heard.key(Qt.Key.Key_Down) == "Start over. Button."


def test_the_repeat_key_says_the_screen_again_from_its_beginning(heard: Heard) -> None:
    first = heard.show("StatementSpan")
    heard.key(Qt.Key.Key_Down)
    assert heard.key(Qt.Key.Key_F2).split(". ")[0] == first.split(". ")[0]
    assert heard.key(Qt.Key.Key_MediaPlay) != ""


def test_the_repeat_key_begins_the_reading(heard: Heard) -> None:
    heard.show("StatementSpan", visit.Preferences("en"))
    assert "Which days" in heard.key(Qt.Key.Key_F2)
    assert heard.house.session.preferences.aloud


def test_the_repeat_key_says_what_lies_on_top(heard: Heard) -> None:
    heard.show("StatementSpan")
    heard.house.session.setAdjusting(True)
    heard.house.settle()
    heard.news()
    assert "View and sound" in heard.key(Qt.Key.Key_F2)
    heard.house.session.setAdjusting(False)
    heard.show("Scanning")
    heard.house.tell(events.Waited(heard.house.session.state.idle_s))
    heard.news()
    assert "Are you still there?" in heard.key(Qt.Key.Key_F2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_preferences_can_have_it_said_again(heard: Heard, language: str) -> None:
    first = heard.show("StatementSpan", replace(ALOUD, language=language))
    heard.house.session.setAdjusting(True)
    heard.house.settle()
    heard.news()
    heard.house.tap("sayAgain")
    assert heard.news().startswith(first[:12])
    assert not heard.house.session.is_adjusting
    heard.show("StatementSpan", visit.Preferences(language))
    heard.house.session.setAdjusting(True)
    heard.house.settle()
    assert "sayAgain" not in heard.house.puppet.visible_targets()
    heard.house.session.setAdjusting(False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_welcome_names_the_repeat_key(language: str) -> None:
    assert {"en": "repeat key", "zh_CN": "重听键"}[language] in book(language)["screens"]["Attract"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_welcome_says_its_bulletins(heard: Heard, language: str) -> None:
    told = heard.show("Attract", replace(ALOUD, language=language))
    welcome = heard.house.session.shown_screen
    assert welcome is not None
    news = welcome.property("news")
    assert news
    assert all(said(text) in told for text in news)


def test_a_headset_begins_the_reading_and_its_loss_ends_it(heard: Heard) -> None:
    heard.show("Ticket-printed", visit.Preferences("en"))
    heard.house.tell(HeadsetPlugged(plugged=True))
    assert "A017" in heard.news()
    heard.house.tell(HeadsetPlugged(plugged=False))
    heard.jobs.drain()
    assert heard.voice.speaking is None


def test_volume_and_speed_are_tuned_said_and_gone_with_the_visit(heard: Heard) -> None:
    heard.show("Scanning")
    assert "Volume 4" in heard.key(Qt.Key.Key_VolumeUp)
    assert heard.voice.tuned == (VOLUMES[3], RATES[1])
    heard.house.tell(events.SpeedChosen(0))
    heard.jobs.drain()
    assert heard.voice.tuned == (VOLUMES[3], RATES[0])
    heard.house.tap("startOver")
    heard.jobs.drain()
    assert heard.voice.tuned == tuning(RULES.defaults)
    assert heard.voice.speaking is None


def test_the_page_of_preferences_is_said_and_each_choice(heard: Heard) -> None:
    heard.show("Scanning")
    heard.house.tap("adjust")
    assert "View and sound" in heard.news()
    told = heard.key(Qt.Key.Key_Down)
    assert told == "Text size: Medium, chosen."
    heard.key(Qt.Key.Key_Down)
    assert heard.key(Qt.Key.Key_Return) == "Text size: Large, chosen."
    heard.house.tap("adjusted")
    assert "hold up your code" in heard.news()


SECRET = ("OneTimeCode", "StandingCode", "DocumentTail")


def example(screen: str) -> str:
    return next(name for name in ALL["en", 1] if name.partition("-")[0] == screen)


def test_what_is_typed_is_said_sign_by_sign_and_so_is_what_goes(heard: Heard) -> None:
    heard.show(example("CheckInNumber"))
    assert heard.key(Qt.Key.Key_4) == "4"
    assert heard.key(Qt.Key.Key_0) == "0"
    assert heard.key(Qt.Key.Key_Backspace) == "Deleted."
    assert "So far: 4." in heard.key(Qt.Key.Key_F2)
    assert heard.key(Qt.Key.Key_X) == "Not taken.", "there is no such sign on this keypad"
    for _ in range(8):
        assert heard.key(Qt.Key.Key_7) == "7"
    assert heard.key(Qt.Key.Key_7) == "Not taken.", "nine digits are all there is room for"
    assert "So far: 4 7 7 7 7 7 7 7 7." in heard.key(Qt.Key.Key_F2)


def test_a_key_of_the_screen_that_the_keypad_takes_says_what_it_wrote(heard: Heard) -> None:
    heard.show(example("CheckInNumber"))
    while heard.key(Qt.Key.Key_Down) != "5. Button.":
        pass
    assert heard.key(Qt.Key.Key_Return) == "5"


def test_the_screen_is_not_said_anew_while_its_number_is_typed(heard: Heard) -> None:
    heard.show(example("TransferAmount"))
    assert [heard.key(digit) for digit in (Qt.Key.Key_1, Qt.Key.Key_2)] == ["1", "2"]
    heard.house.tell(events.Waited(1))
    assert heard.news() == ""


@pytest.mark.parametrize("screen", SECRET)
def test_a_secret_that_is_typed_is_not_said(heard: Heard, screen: str) -> None:
    heard.show(example(screen))
    while heard.key(Qt.Key.Key_Backspace) == "Deleted.":
        pass
    assert heard.key(Qt.Key.Key_7) == "Entered."
    assert "7" not in heard.key(Qt.Key.Key_F2)
    assert heard.key(Qt.Key.Key_Backspace) == "Deleted."


@pytest.mark.parametrize("screen", SECRET)
def test_by_a_headset_a_secret_that_is_typed_is_said(heard: Heard, screen: str) -> None:
    heard.show(example(screen))
    heard.house.tell(HeadsetPlugged(plugged=True))
    while heard.key(Qt.Key.Key_Backspace) == "Deleted.":
        pass
    assert heard.key(Qt.Key.Key_7) == "7"
    assert "So far: 7." in heard.key(Qt.Key.Key_F2)
    heard.house.tell(HeadsetPlugged(plugged=False))
    heard.house.tell(events.AloudChosen(aloud=True))
    heard.news()
    assert heard.key(Qt.Key.Key_7) == "Entered.", "who goes on listening without it is overheard"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["ComplaintReceipt", "OneTimeCode", "StandingCode", "DocumentTail"])
def test_what_is_secret_on_a_screen_is_said_by_a_headset_only(heard: Heard, name: str, language: str) -> None:
    aloud = replace(ALOUD, language=language)
    name = next(example for example in ALL[language, 1] if example.startswith(name))
    overheard = heard.show(name, aloud)
    state = heard.house.session.state
    heard.house.session.rehearse(replace(state, task=visit.Wiped(), preferences=replace(aloud, aloud=False)))
    heard.news()
    heard.house.session.rehearse(replace(state, headset=True))
    private = heard.news()
    never = {"en": "not read aloud", "zh_CN": "不会读出"}[language]
    assert never in overheard
    assert never not in private
    code = heard.house.session.shown_screen.property("code") if name.startswith("ComplaintReceipt") else ""
    assert code not in overheard or not code
    assert str(code) in private


@pytest.mark.parametrize("headset", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_receipt_in_hand_is_said_and_its_code_by_a_headset_only(
    heard: Heard, language: str, headset: bool, writer: SlipWriter
) -> None:
    made = Receipt(About.COMPLAINT, (Line(Item.REFERENCE, "2026-000042-43"), Line(Item.CODE, "0412")))
    offer = receipt.ReceiptOffer(receipt.Slip(made), ("print", "phone"))
    text = "\n".join(writer.written(made, language))
    for at in (receipt.ReceiptPrinted(offer, text), receipt.ReceiptOnPhone(offer, text)):
        task = changing.ChangeReceipt(changing.ChangeDone(CHANGES["freeze"], "K7Q2"), at)
        opened = replace(visit.opening(SPEAKING), preferences=replace(ALOUD, language=language), headset=headset)
        heard.house.session.rehearse(replace(opened, task=task))
        told = heard.news()
        assert "2026-000042-43" in told
        assert ("0412" in told) is headset


def test_no_sentence_of_one_in_hand_is_begun_after_the_headset_was_pulled(heard: Heard) -> None:
    heard.house.tell(HeadsetPlugged(plugged=True))
    heard.voice.said.clear()
    kept = next(state for name, state in ALL["en", 1].items() if name.startswith("ComplaintReceipt"))
    heard.house.session.rehearse(replace(kept, headset=True, preferences=ALOUD))
    heard.house.tell(HeadsetPlugged(plugged=False))
    assert heard.news() == ""
    assert heard.voice.speaking is None


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{a}. {b}", "One. two"),
        ("{a}. [Number {n}.] [{none}!]", "One. Number 0."),
        ("[yes? Go on.] [no? Stop.] [!no? Really.] [!yes? Not.]", "Go on. Really."),
        ("{asked}. {b}", "Sure? two"),
        ("[{list}]", "A, why. B."),
        ("{covered}", "Savings"),
    ],
)
def test_how_a_sentence_is_filled(written: str, told: str) -> None:
    facts: dict[str, object] = {"a": "One", "b": "two", "n": 0, "none": "", "yes": True, "no": False, "asked": "Sure?"}
    facts |= {"list": [{"text": "A", "hint": "why"}, {"text": "B"}, ""], "covered": "Savings ••••"}
    assert filled(written, facts.get) == told


@settings(max_examples=30)
@given(
    st.recursive(
        st.none() | st.booleans() | st.text() | st.integers(), lambda v: st.lists(v) | st.dictionaries(st.text(), v)
    )
)
def test_whatever_a_property_is_can_be_said(value: object) -> None:
    assert said(value) == " ".join(said(value).split())


@pytest.mark.parametrize("text", ["screens = 3", "[screens]\nMenu = 3", "[screens", ""])
def test_a_file_that_cannot_be_used_is_named(
    tmp_path_factory: pytest.TempPathFactory, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("speech")
    if text:
        (folder / "en.toml").write_text(text, "utf-8")
    with pytest.raises(SpeechError, match=r"en\.toml"):
        book("en", folder)


def test_a_language_without_a_file_is_read_in_english() -> None:
    assert book("fr") == book("en")


def test_the_thread_of_the_screen_never_waits_for_a_voice(
    build_house: Callable[..., House], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything that is asked of a voice is submitted, and nothing is called."""
    house, voice, jobs = build_house(), SilentVoice(), HandExecutor()
    for call in ("say", "tune", "hush"):
        monkeypatch.setattr(voice, call, lambda *_: pytest.fail("called on the screen's thread"))
    speaker = Speaker(house.stage, voice, jobs.submit)
    for name in ("Scanning", "FraudWarning", "Ticket-printed"):
        house.show(replace(examples(ALOUD)[name], rules=SPEAKING))
    speaker.close()
