"""A customer's walk through the kiosk, told as a story: what happened, what is seen, what is asked of the house."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Self, TypeVar

from fuzz_ask import ANSWERS

from kiosk.core.appointment import Appointment, QueueTicket, TokenRefusal
from kiosk.core.complaint import ComplaintPolicy, Option
from kiosk.core.entries import Entry
from kiosk.core.fraud import Contact, Delay, DelayPolicy, FraudRules, Kind, Outcome, Question, Questionnaire, Rule
from kiosk.core.identity import (
    Document,
    DocumentKind,
    DocumentSource,
    FaceReason,
    FaceVerdict,
)
from kiosk.core.notices import FraudNotice, NoticeText
from kiosk.core.ports import CodeRead, DocumentRead, FaceCompared, PrintOutcome, TokenTurnedDown
from kiosk.flows import visit
from kiosk.flows.effects import Effect, Note
from kiosk.flows.events import (
    CheckInAnswered,
    CheckInSealed,
    Chosen,
    CodeTurnedDown,
    CodeVerified,
    Confirmed,
    Event,
    HolderCompared,
    Rated,
    Started,
    TicketPrinted,
    Waited,
)

CODE = "eyJhbGciOiJFZDI1NTE5In0.the-signed-code-itself.signature"
NUMBER = "11010519491231002X"
NAME = "韦小宝"
HOLDER = "kY3x8Qw0aB1c"
PERSONAL = (CODE, NUMBER, NAME, HOLDER, "1949")

APPOINTMENT = Appointment(
    id="A-7",
    token_id="t-1",
    issuer="bank.example",
    branch="branch-1",
    service="transfer",
    opens=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
    closes=datetime(2026, 3, 2, 9, 45, tzinfo=UTC),
    holder=HOLDER,
)
DOCUMENT = Document(
    kind=DocumentKind.CN_RESIDENT_ID,
    source=DocumentSource.CAMERA,
    number=NUMBER,
    name=NAME,
    born=date(1949, 12, 31),
    expires=None,
    checks=(("checkDigit", True),),
)
TICKET = QueueTicket("B012", "transfer", waiting=3)
OWN_TICKET = QueueTicket("K001", "transfer")
NOTICE = FraudNotice(
    "safe-account",
    3,
    ("transfer",),
    (
        ("zh_CN", NoticeText("谨防诈骗", ("没有安全账户。",))),
        ("en", NoticeText("Beware", ("No safe account exists.",))),
    ),
)
COURIER = replace(NOTICE, id="cash-courier", version=2, services=())
FORM = Questionnaire(
    "who-gets-cash",
    4,
    (
        Question("told", (("zh_CN", "有人教您吗？"), ("en", "Is someone telling you?")), yes=Outcome.CALL_STAFF),
        Question("online", (("zh_CN", "网上认识的吗？"), ("en", "Someone you know only online?")), yes=Outcome.STOP),
        Question("known", (("zh_CN", "核实过吗？"), ("en", "Have you checked?")), yes=None, no=Outcome.CALL_STAFF),
    ),
)
CASH = Rule("cash", 7, frozenset({Kind.CHECK_IN}), COURIER.id, frozenset({"cash"}), questionnaire=FORM.id)
CONTACTS = (Contact("fraud", "96110", (("zh_CN", "反诈专线"), ("en", "Anti-fraud line"))),)
DELAYS = DelayPolicy(
    frozenset({Kind.TRANSFER}), tuple(Delay), Delay.AFTER_DAY, frozenset({Delay.REAL_TIME}), own_at_once=True
)
FRAUD = FraudRules((NOTICE, COURIER), (FORM,), (CASH,), (DELAYS,), CONTACTS)
COMPLAINTS = ComplaintPolicy(
    categories=(Option("fees", (("en", "Fees"),)), Option("staff", (("en", "Staff"),))),
    wishes=(Option("refund", (("en", "Money back"),)),),
)
RULES = visit.Rules(
    defaults=visit.Preferences("zh_CN"),
    languages=("zh_CN", "en"),
    fraud=FRAUD,
    complaints=COMPLAINTS,
    answers=ANSWERS,
)

T = TypeVar("T")


def verdict(*, accepted: bool, reason: FaceReason | None = None) -> FaceVerdict:
    """How a face match ended."""
    why = reason or (FaceReason.MATCHED if accepted else FaceReason.DIFFERENT)
    return FaceVerdict(accepted, why, 0.2 if accepted else 0.9, threshold=0.5, engine="test", frames=8)


def turned_down(reason: TokenRefusal) -> CodeTurnedDown:
    """The verifier's refusal of a code."""
    return CodeTurnedDown(TokenTurnedDown(reason))


class Walk:
    """One kiosk and the customers before it; every method returns the walk, so a story is one sentence."""

    def __init__(self, rules: visit.Rules = RULES) -> None:
        self.visit = visit.opening(rules)
        self.effects: tuple[Effect, ...] = ()
        """What the house was asked at the last event."""
        self.journal: list[Entry] = []
        """Every entry since the beginning."""

    def told(self, *events: Event | visit.RulesChanged) -> Self:
        """These things happened."""
        for event in events:
            self.visit, self.effects = visit.step(self.visit, event)
            self.journal += [effect.entry for effect in self.effects if isinstance(effect, Note)]
        return self

    def waits(self, seconds: int) -> Self:
        """The customer does nothing, second by second; entries and effects of all of them count."""
        effects: list[Effect] = []
        for _ in range(seconds):
            self.told(Waited())
            effects += self.effects
        self.effects = tuple(effects)
        return self

    def sees(self, screen: type, /, **what: Any) -> Self:
        """The screen, and some of what it says."""
        shown = visit.shown(self.visit)
        assert type(shown) is screen, shown
        for name, value in what.items():
            assert getattr(shown, name) == value, (name, shown)
        return self

    def is_asked_whether_still_here(self) -> Self:
        assert visit.idle(self.visit) is not None
        return self

    def is_left_alone(self) -> Self:
        """No idle warning stands."""
        assert visit.idle(self.visit) is None
        return self

    def asks(self, *kinds: type) -> Self:
        """The last event asked for exactly these effects, entries aside."""
        asked = [type(effect) for effect in self.effects if not isinstance(effect, Note)]
        assert asked == list(kinds), self.effects
        return self

    def effect(self, kind: type[T]) -> T:
        """The one effect of this kind at the last event."""
        (found,) = (effect for effect in self.effects if isinstance(effect, kind))
        return found

    def notes(self, kind: type[Entry], /, **what: Any) -> Self:
        """The last event put such an entry into the journal."""
        noted = [effect.entry for effect in self.effects if isinstance(effect, Note)]
        assert any(
            type(entry) is kind and all(getattr(entry, name) == value for name, value in what.items())
            for entry in noted
        ), noted
        return self

    def noted(self, kind: type[Entry]) -> int:
        """How many entries of this kind there are since the beginning."""
        return sum(type(entry) is kind for entry in self.journal)

    def needs(self, device: str | None) -> Self:
        assert visit.needs(self.visit) == device
        return self

    # The way of a check-in, as far as it goes well
    def at_scanning(self) -> Self:
        return self.told(Started(), Chosen("checkIn"))

    def at_document(self) -> Self:
        return self.at_scanning().told(CodeRead(CODE), CodeVerified(APPOINTMENT))

    def at_consent(self) -> Self:
        return self.at_document().told(DocumentRead(DOCUMENT), HolderCompared(same=True))

    def at_camera(self) -> Self:
        return self.at_consent().told(Confirmed())

    def at_warning(self) -> Self:
        return self.at_camera().told(FaceCompared(verdict(accepted=True)))

    def at_check_in(self) -> Self:
        return self.at_warning().told(Confirmed())

    def at_ticket(self) -> Self:
        return self.at_check_in().told(CheckInAnswered(TICKET), CheckInSealed(TICKET, offline=False))

    def at_survey(self) -> Self:
        return self.at_ticket().told(TicketPrinted(PrintOutcome.PRINTED), Confirmed())

    def at_farewell(self) -> Self:
        return self.at_survey().told(Rated(5))


def personal_in(value: object) -> list[str]:
    """What of the customer's personal data the `repr` of a value would bring into a log."""
    text = repr(value)
    return [secret for secret in PERSONAL if secret in text]
