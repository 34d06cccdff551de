"""Every kind of journal entry, each with the sentence the operator's manual prints.

What says who the customer is may stand in a `personal` field only: the journal seals it for the centre, and no other
field may hold a name, an ID number or a picture. `urgent` entries are sent to the centre at once; `telemetry` may be
dropped, counted, when the disk is nearly full. An entry that `answers` another settles what was asked
(`kiosk.core.pairs`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Final

PREFIX = "bank.kiosk."
_PERSONAL: Final = "personal"


@dataclass(frozen=True)
class Entry:
    """A fact of the journal."""

    TYPE: ClassVar[str]
    SENTENCE: ClassVar[str]
    URGENT: ClassVar[bool] = False
    TELEMETRY: ClassVar[bool] = False
    ANSWERS: ClassVar[str | None] = None
    """The type of entry that this one answers."""
    _OPEN: ClassVar[tuple[str, ...]]
    """The names of the open fields: looked up once, as every record asks for them."""

    def data(self) -> dict[str, Any]:
        """The entry's open fields as JSON values (StrEnum members are strings already)."""
        return {name: getattr(self, name) for name in self._OPEN}

    def personal(self) -> dict[str, str]:
        """The personal fields that have a value: only ever stored sealed."""
        values = {item.name: getattr(self, item.name) for item in fields(self) if item.metadata.get(_PERSONAL)}
        return {name: value for name, value in values.items() if value is not None}

    @classmethod
    def personal_names(cls) -> frozenset[str]:
        """The names of the personal fields."""
        return frozenset(item.name for item in fields(cls) if item.metadata.get(_PERSONAL))


CATALOGUE: dict[str, type[Entry]] = {}


def _entry(
    kind: str, sentence: str, *, urgent: bool = False, telemetry: bool = False, answers: type[Entry] | None = None
) -> Any:
    """Name an entry, give it its sentence and put it into the catalogue."""

    def named(cls: type[Entry]) -> type[Entry]:
        cls.TYPE, cls.SENTENCE, cls.URGENT, cls.TELEMETRY = PREFIX + kind, sentence, urgent, telemetry
        cls.ANSWERS = answers.TYPE if answers else None
        cls._OPEN = tuple(item.name for item in fields(cls) if not item.metadata.get(_PERSONAL))
        CATALOGUE[cls.TYPE] = cls
        return cls

    return named


def _personal() -> Any:
    """A field that is only ever stored sealed, and never shown in a repr; without a value it is left out."""
    return field(default=None, repr=False, metadata={_PERSONAL: True})


@_entry("journal.opened.v1", "The journal was opened; `clean` tells whether it had been closed properly.")
@dataclass(frozen=True)
class JournalOpened(Entry):
    boot: str
    size: int
    clean: bool
    verifier: str
    """The checkpoint verifier key of this epoch, as a C2SP signed-note verifier string."""
    previous: str | None = None
    """The epoch that this one takes the place of, in the first record of an epoch that does."""
    acked: int = 0
    """How many records of it the centre had acknowledged, as far as this terminal knew."""
    root: str | None = None
    """The root over these, in base64."""
    why: str | None = None
    """Why it was given up: `rolledBack`, `diverged`, `damaged` or `asked`."""


@_entry("journal.pruned.v1", "Records that the centre acknowledged long ago were deleted from this terminal.")
@dataclass(frozen=True)
class JournalPruned(Entry):
    upto: int
    """The last record deleted; 0 where an earlier epoch's file was, all of it."""
    epoch: str | None = None
    """That epoch; said again before the record of it is itself deleted."""
    size: int = 0
    """How many records of it the centre holds: all but those that the next epoch begins with again."""
    root: str | None = None
    """The root over these, in base64."""
    previous: str | None = None
    """The epoch that it took the place of, if its file still said so."""


@_entry("journal.filling.v1", "The journal uses much of the room it may use.", urgent=True)
@dataclass(frozen=True)
class JournalFilling(Entry):
    used: float
    """The share of its room in use, from 0 to 1."""


@_entry("telemetry.dropped.v1", "Telemetry was not recorded, to keep room for what must be.")
@dataclass(frozen=True)
class TelemetryDropped(Entry):
    count: int


@_entry("sync.troubled.v1", "Nothing was acknowledged by the centre any more.")
@dataclass(frozen=True)
class SyncTroubled(Entry):
    trouble: str


@_entry("sync.recovered.v1", "The centre acknowledges again.")
@dataclass(frozen=True)
class SyncRecovered(Entry):
    pass


@_entry("certificate.renewed.v1", "The terminal has a new certificate.")
@dataclass(frozen=True)
class CertificateRenewed(Entry):
    serial: str
    """In hexadecimal."""
    not_after: str
    """RFC 3339."""


@_entry("journal.closed.v1", "The journal was closed properly.")
@dataclass(frozen=True)
class JournalClosed(Entry):
    boot: str


@_entry("kiosk.started.v1", "The kiosk program started.")
@dataclass(frozen=True)
class KioskStarted(Entry):
    version: str


@_entry("kiosk.failed.v1", "The kiosk program met an error of its own and went out of service.", urgent=True)
@dataclass(frozen=True)
class KioskFailed(Entry):
    error: str
    """The exception's type and place; never its message, which may quote the customer."""


@_entry("clock.stepped.v1", "The terminal's clock jumped.")
@dataclass(frozen=True)
class ClockStepped(Entry):
    by_s: float


@_entry("config.applied.v1", "A desired state from the centre was taken over, or refused with a reason.")
@dataclass(frozen=True)
class ConfigApplied(Entry):
    version: int
    ok: bool
    reason: str | None = None


@_entry(
    "fraud.rules.refused.v1", "The fraud rules of a desired state cannot be read: the last good ones stay.", urgent=True
)
@dataclass(frozen=True)
class FraudRulesRefused(Entry):
    version: int
    """Of the desired state; all else in it was taken over."""
    in_force: int | None
    """The version that the rules in force came with; none for those that are built in."""
    reason: str


@_entry("device.troubled.v1", "A device stopped working.", urgent=True)
@dataclass(frozen=True)
class DeviceTroubled(Entry):
    device: str
    reason: str


@_entry("device.recovered.v1", "A device works again.")
@dataclass(frozen=True)
class DeviceRecovered(Entry):
    device: str


@_entry("visit.began.v1", "A customer began a visit.")
@dataclass(frozen=True)
class VisitBegan(Entry):
    language: str


@_entry("visit.ended.v1", "A visit ended and everything of the customer was wiped from the terminal.")
@dataclass(frozen=True)
class VisitEnded(Entry):
    how: str
    """`finished`, `startedOver`, `nobodyAnswered`, `staff` or `outOfService`."""


@_entry("screen.shown.v1", "A screen was shown.", telemetry=True)
@dataclass(frozen=True)
class ScreenShown(Entry):
    screen: str
    language: str


@_entry("veil.fell.v1", "Nobody was seen before a private screen for a while, and it was covered.", telemetry=True)
@dataclass(frozen=True)
class VeilFell(Entry):
    screen: str


@_entry("veil.lifted.v1", "What was covered is shown again.", telemetry=True)
@dataclass(frozen=True)
class VeilLifted(Entry):
    screen: str
    by: str
    """`face`, `touch`, `key`, `screen` (another came, which is not private) or `cameraLost`."""


@_entry("token.accepted.v1", "An appointment code was read and its signature, branch and time window held.")
@dataclass(frozen=True)
class TokenAccepted(Entry):
    appointment: str
    token_id: str
    service: str


@_entry("token.refused.v1", "A code held up was refused.")
@dataclass(frozen=True)
class TokenRefused(Entry):
    reason: str
    token_id: str | None
    """None where the code's signature did not hold: nothing an unverified code says is recorded."""


@_entry("document.accepted.v1", "An identity document was read and every check held.")
@dataclass(frozen=True)
class DocumentAccepted(Entry):
    kind: str
    source: str
    """`camera`, `chip` or `residentIdReader`."""
    authenticity: str
    """What proved it genuine: `print` (nothing), `readerModule`, `passiveAuthentication` or `chipAuthentication`."""
    portrait_from: str
    """Where the portrait was taken from that the face is compared with: `print`, which nothing of these proves, or
    `chip`."""
    number: str | None = _personal()
    """The document's number; of a resident card the holder's."""
    name: str | None = _personal()
    """The holder's name as the document says it."""


@_entry("document.refused.v1", "An identity document was not accepted.")
@dataclass(frozen=True)
class DocumentRefused(Entry):
    reason: str
    """`checkFailed`, `expired`, `otherPerson`, `noPortrait`, `kindNotTaken`, `chipUnreadable` or `notGenuine`."""
    kind: str | None = None


@_entry("document.interrupted.v1", "A document left the reader while its chip was being read.")
@dataclass(frozen=True)
class DocumentInterrupted(Entry):
    pass


@_entry("consent.asked.v1", "The customer was asked to agree to the face comparison.")
@dataclass(frozen=True)
class ConsentAsked(Entry):
    pass


@_entry("consent.answered.v1", "The customer agreed to the face comparison, or did not.", answers=ConsentAsked)
@dataclass(frozen=True)
class ConsentAnswered(Entry):
    agreed: bool


@_entry("face.compared.v1", "The customer's face was compared with the portrait on the document.")
@dataclass(frozen=True)
class FaceCompared(Entry):
    accepted: bool
    reason: str
    """`matched`, `different`, `notSeen`, `notAnswered`, `attackSuspected` or `engineFailed`."""
    score: float | None
    threshold: float
    engine: str
    frames: int
    liveness: str
    """Presentation attack detection: `notPerformed`, `bonaFide`, `nonResponse` or `attack`."""
    liveness_score: float | None
    """From 0 (attack) to 1 (bona fide)."""
    liveness_reasons: tuple[str, ...]
    """The measures that spoke against the presentation."""


@_entry("session.asked.v1", "The bank was asked whether it knows the identified customer.")
@dataclass(frozen=True)
class SessionAsked(Entry):
    pass


@_entry("session.opened.v1", "The bank knows the customer and opened a session.", answers=SessionAsked)
@dataclass(frozen=True)
class SessionOpened(Entry):
    pass


@_entry("session.refused.v1", "The bank did not open a session, or could not be reached.", answers=SessionAsked)
@dataclass(frozen=True)
class SessionRefused(Entry):
    reason: str
    """`unknown`, `blocked` or `bankLost`."""


@_entry("service.began.v1", "The customer began a service.")
@dataclass(frozen=True)
class ServiceBegan(Entry):
    service: str


@_entry("warning.shown.v1", "A fraud warning was shown to the customer.")
@dataclass(frozen=True)
class WarningShown(Entry):
    notice: str
    version: int
    language: str
    rule: str | None = None
    """The fraud rule that called for it."""
    rule_version: int | None = None


@_entry("warning.answered.v1", "The customer answered a fraud warning.", urgent=True, answers=WarningShown)
@dataclass(frozen=True)
class WarningAnswered(Entry):
    notice: str
    version: int
    answer: str
    """`goOn`, `callStaff` or `stop`."""


@_entry("fraud.asked.v1", "The customer was asked a question of a fraud questionnaire.")
@dataclass(frozen=True)
class FraudAsked(Entry):
    questionnaire: str
    version: int
    question: str
    language: str


@_entry("fraud.answered.v1", "The customer answered a question of a fraud questionnaire.", answers=FraudAsked)
@dataclass(frozen=True)
class FraudAnswered(Entry):
    questionnaire: str
    version: int
    question: str
    answer: str
    """`yes`, `no` or `callStaff`."""


@_entry("delay.asked.v1", "The customer was asked when an order is to be executed.")
@dataclass(frozen=True)
class DelayAsked(Entry):
    offered: tuple[str, ...]
    """Of `realTime`, `twoHours`, `nextDay` and `afterDay`."""
    language: str


@_entry("delay.answered.v1", "The customer said when an order is to be executed.", answers=DelayAsked)
@dataclass(frozen=True)
class DelayAnswered(Entry):
    answer: str
    """One of those offered, `callStaff` or `stop`."""


@_entry("fraud.settled.v1", "A fraud rule held for what a customer was about to do, and this followed.", urgent=True)
@dataclass(frozen=True)
class FraudSettled(Entry):
    operation: str
    """`checkIn`, `transfer`, `limitRaise`, `phoneChange`, `addressChange` or `cardActivation`."""
    rule: str
    rule_version: int
    outcome: str
    """`goOn`, a delay, `callStaff` or `stop`."""


@_entry("onetimecode.asked.v1", "The bank was asked to send a one-time code to the customer's phone.")
@dataclass(frozen=True)
class OneTimeCodeAsked(Entry):
    purpose: str


@_entry("onetimecode.sent.v1", "The bank sent a one-time code.", answers=OneTimeCodeAsked)
@dataclass(frozen=True)
class OneTimeCodeSent(Entry):
    purpose: str


@_entry("onetimecode.unsent.v1", "The bank sent no one-time code.", answers=OneTimeCodeAsked)
@dataclass(frozen=True)
class OneTimeCodeUnsent(Entry):
    purpose: str
    reason: str
    """`noPhone`, `tooSoon`, `tooMany`, `locked`, `notSent`, `sessionEnded` or `bankLost`."""


@_entry("onetimecode.entered.v1", "The customer typed a one-time code, and the bank was asked whether it is right.")
@dataclass(frozen=True)
class OneTimeCodeEntered(Entry):
    purpose: str


@_entry("onetimecode.accepted.v1", "The one-time code was right.", answers=OneTimeCodeEntered)
@dataclass(frozen=True)
class OneTimeCodeAccepted(Entry):
    purpose: str


@_entry("onetimecode.refused.v1", "The one-time code was not taken.", urgent=True, answers=OneTimeCodeEntered)
@dataclass(frozen=True)
class OneTimeCodeRefused(Entry):
    purpose: str
    reason: str
    """`wrong`, `expired`, `locked`, `sessionEnded` or `bankLost`."""


@_entry("checkin.asked.v1", "The bank was asked to check a customer in.")
@dataclass(frozen=True)
class CheckInAsked(Entry):
    appointment: str


@_entry(
    "checkin.completed.v1",
    "The customer was checked in and given a queue number.",
    urgent=True,
    answers=CheckInAsked,
)
@dataclass(frozen=True)
class CheckInCompleted(Entry):
    appointment: str
    token_id: str
    ticket: str
    service: str
    offline: bool
    """Given by this terminal alone, from the signed code, while the bank could not be reached."""


@_entry("checkin.refused.v1", "The bank refused the check-in.", answers=CheckInAsked)
@dataclass(frozen=True)
class CheckInRefused(Entry):
    appointment: str
    reason: str


@_entry("account.shown.v1", "The customer was shown something of an account, card, detail or limit.")
@dataclass(frozen=True)
class AccountShown(Entry):
    what: str
    """`accounts`, `movements`, `cards`, `details`, `limits` or `statement`."""


@_entry("change.asked.v1", "The bank was asked to change something for the customer.")
@dataclass(frozen=True)
class ChangeAsked(Entry):
    key: str
    """The change's UUID, by which the bank knows a repeat."""
    what: str
    """`freezeCard`, `loseCard`, `releaseCard`, `activateCard`, `changePhone`, `changeAddress`, `changeLimit`,
    `mailStatement`, `savePayee` or `removePayee`.
    """
    about: str | None = _personal()
    """What was to be changed, and to what."""


@_entry("change.completed.v1", "The bank changed what was asked.", urgent=True, answers=ChangeAsked)
@dataclass(frozen=True)
class ChangeCompleted(Entry):
    key: str
    what: str
    reference: str | None
    already: bool
    """It had been so before."""


@_entry("change.refused.v1", "The bank did not change what was asked.", answers=ChangeAsked)
@dataclass(frozen=True)
class ChangeRefused(Entry):
    key: str
    what: str
    reason: str
    """A word of `kiosk.core.banking.ChangeRefusal`, or `sessionEnded`."""


@_entry(
    "change.unknown.v1",
    "The bank's answer was lost: whether it changed what was asked was not known then.",
    urgent=True,
    answers=ChangeAsked,
)
@dataclass(frozen=True)
class ChangeUnknown(Entry):
    key: str
    what: str


@_entry("change.pending.v1", "The bank took what was asked, and a member of staff is to decide.", answers=ChangeAsked)
@dataclass(frozen=True)
class ChangePending(Entry):
    key: str
    what: str


@_entry(
    "change.settled.v1",
    "The bank said what became of a change whose answer was lost, or that a member of staff decided.",
    urgent=True,
    answers=ChangeUnknown,
)
@dataclass(frozen=True)
class ChangeSettled(Entry):
    key: str
    what: str
    outcome: str
    """`done`, `refused` or `neverCame`: only with the first was anything changed."""
    reference: str | None = None
    reason: str | None = None
    """Why it was refused: a word of `kiosk.core.banking.ChangeRefusal`."""


@_entry("statement.given.v1", "A statement was given to the customer, or could not be.")
@dataclass(frozen=True)
class StatementGiven(Entry):
    way: str
    """`print` or `phone`; by e-mail it is a change."""
    covered: bool
    """With the account's number masked."""
    ok: bool
    reason: str | None = None


@_entry("receipt.offered.v1", "The customer was asked how to take a receipt or a statement along.")
@dataclass(frozen=True)
class ReceiptOffered(Entry):
    what: str
    """A word of `kiosk.core.receipt.About`, or `statement`."""


@_entry("receipt.answered.v1", "The customer chose how to take it along, or wanted none.")
@dataclass(frozen=True)
class ReceiptAnswered(Entry):
    what: str
    way: str
    """`print`, `phone` or `none`."""


@_entry("receipt.given.v1", "A receipt was printed, or shown for a phone, or could not be.")
@dataclass(frozen=True)
class ReceiptGiven(Entry):
    what: str
    """A word of `kiosk.core.receipt.About`."""
    way: str
    """`print` or `phone`."""
    ok: bool
    reason: str | None = None


@_entry("payee.checked.v1", "The payee's bank was asked whose account it is (Confirmation of Payee).")
@dataclass(frozen=True)
class PayeeChecked(Entry):
    outcome: str
    """`match`, `closeMatch`, `noMatch`, `unavailable`, or why the bank did not look."""


@_entry("payee.answered.v1", "The customer answered the page that says what the payee's bank said of the name.")
@dataclass(frozen=True)
class PayeeAnswered(Entry):
    outcome: str
    """What the page said: `match`, `closeMatch`, `noMatch` or `unavailable`."""
    answer: str
    """`goOn`, `bankName` (under the name that the payee's bank has), `change` (not like this) or `callStaff`."""


@_entry("transfer.shown.v1", "The customer was shown a transfer once more, to be confirmed.")
@dataclass(frozen=True)
class TransferShown(Entry):
    delay: str
    """When it is to be executed: `realTime`, `twoHours`, `nextDay` or `afterDay`."""
    confirmed: bool
    """By the page that names payee, account, amount and "real time" in Chinese (PBoC 85 of 2019)."""


@_entry("transfer.answered.v1", "The customer confirmed a transfer, or not.", answers=TransferShown)
@dataclass(frozen=True)
class TransferAnswered(Entry):
    delay: str
    answer: str
    """`goOn`, `stop`, `note` (something is added to it) or `callStaff`."""


@_entry("transfer.asked.v1", "The bank was asked for a transfer, or to cancel one.")
@dataclass(frozen=True)
class TransferAsked(Entry):
    key: str
    """The operation's UUID, by which the bank knows a repeat."""
    what: str
    """`transfer` or `cancelTransfer`."""
    to: str
    """`own`, `saved` or `new`; of what is cancelled, `pending`."""
    delay: str
    about: str | None = _personal()
    """The amount, and both accounts, masked."""


@_entry("transfer.completed.v1", "The bank did what was asked.", urgent=True, answers=TransferAsked)
@dataclass(frozen=True)
class TransferCompleted(Entry):
    key: str
    what: str
    status: str
    """`transactionStatus`: `ACSC` executed, `PDNG` to be executed later, `CANC` cancelled."""
    reference: str
    """The bank's `paymentId`."""


@_entry("transfer.refused.v1", "The bank did not do what was asked.", answers=TransferAsked)
@dataclass(frozen=True)
class TransferRefused(Entry):
    key: str
    what: str
    reason: str
    """A word of `kiosk.core.payments.PaymentRefusal` or `CancelRefusal`, or `sessionEnded`."""


@_entry(
    "transfer.unknown.v1",
    "The bank's answer was lost: whether it did what was asked was not known then.",
    urgent=True,
    answers=TransferAsked,
)
@dataclass(frozen=True)
class TransferUnknown(Entry):
    key: str
    what: str


@_entry(
    "transfer.settled.v1",
    "The bank said what became of what it was asked when its answer was lost.",
    urgent=True,
    answers=TransferUnknown,
)
@dataclass(frozen=True)
class TransferSettled(Entry):
    key: str
    what: str
    outcome: str
    """`ACSC`, `PDNG`, `CANC`, `RJCT`, `refused` or `neverCame`: only with the first two does money move."""
    reference: str | None = None


@_entry("booking.lookedUp.v1", "The customer's appointments were looked up at the bank.")
@dataclass(frozen=True)
class BookingsLookedUp(Entry):
    way: str
    """`document` or `number`."""
    found: int | None
    """How many are not over; None where the bank could not say."""


@_entry("booking.asked.v1", "The bank was asked to book, move or cancel an appointment.")
@dataclass(frozen=True)
class BookingAsked(Entry):
    key: str
    """The operation's UUID, by which the bank knows a repeat."""
    what: str
    """`book`, `move` or `cancel`."""
    service: str
    appointment: str | None = None
    """The one to be moved or cancelled."""
    starts: str | None = None
    """The time asked for (RFC 3339)."""


@_entry("booking.completed.v1", "The bank booked, moved or cancelled the appointment.", answers=BookingAsked)
@dataclass(frozen=True)
class BookingCompleted(Entry):
    key: str
    what: str
    appointment: str


@_entry("booking.refused.v1", "The bank did not do what was asked with an appointment.", answers=BookingAsked)
@dataclass(frozen=True)
class BookingRefused(Entry):
    key: str
    what: str
    reason: str
    """`slotTaken`, `overlapping`, `tooMany`, `unknown`, `checkedIn`, `cancelled`, `over` or `tooOften`."""


@_entry(
    "booking.unknown.v1",
    "The bank's answer was lost: whether it did what was asked was not known then.",
    urgent=True,
    answers=BookingAsked,
)
@dataclass(frozen=True)
class BookingUnknown(Entry):
    key: str
    what: str


@_entry(
    "booking.settled.v1",
    "The bank said what became of an operation whose answer was lost.",
    urgent=True,
    answers=BookingUnknown,
)
@dataclass(frozen=True)
class BookingSettled(Entry):
    key: str
    what: str
    done: bool
    """Where it is false, nothing was done and nothing will be."""
    appointment: str | None = None


@_entry("walkin.asked.v1", "A customer without an appointment asked for a queue number.")
@dataclass(frozen=True)
class WalkInAsked(Entry):
    service: str


@_entry(
    "walkin.completed.v1",
    "A customer without an appointment was given a queue number.",
    urgent=True,
    answers=WalkInAsked,
)
@dataclass(frozen=True)
class WalkInCompleted(Entry):
    ticket: str
    service: str
    offline: bool
    """Of this terminal's own series, while the bank could not be reached."""


@_entry("ticket.printed.v1", "The ticket was printed, or could not be.")
@dataclass(frozen=True)
class TicketPrinted(Entry):
    ticket: str
    ok: bool
    reason: str | None = None


@_entry("staff.called.v1", "A member of staff was asked to come.", urgent=True)
@dataclass(frozen=True)
class StaffCalled(Entry):
    why: str
    screen: str


@_entry("staff.paged.v1", "The call for a member of staff reached the branch, or could not.", answers=StaffCalled)
@dataclass(frozen=True)
class StaffPaged(Entry):
    delivered: bool


@_entry("staff.acknowledged.v1", "A member of staff said that they are on the way; who, the centre knows.")
@dataclass(frozen=True)
class StaffAcknowledged(Entry):
    call: str
    """The call's id at the centre."""
    after_s: int
    """How long the customer had waited since the call was delivered."""


@_entry("staff.reminded.v1", "Nobody of the staff answered in time: they were called again, or could not be.")
@dataclass(frozen=True)
class StaffReminded(Entry):
    call: str
    delivered: bool


@_entry("survey.asked.v1", "The customer was asked a survey question.")
@dataclass(frozen=True)
class SurveyAsked(Entry):
    question: str


@_entry("survey.answered.v1", "The customer answered a survey question.", answers=SurveyAsked)
@dataclass(frozen=True)
class SurveyAnswered(Entry):
    question: str
    value: int
    service: str | None


@_entry("survey.skipped.v1", "The customer skipped the survey, or left it.", answers=SurveyAsked)
@dataclass(frozen=True)
class SurveySkipped(Entry):
    question: str


@_entry("survey.told.v1", "The customer added words to the survey.")
@dataclass(frozen=True)
class SurveyTold(Entry):
    service: str | None
    text: str | None = _personal()
    """What the customer wrote."""


@_entry("suggestion.made.v1", "The customer made a suggestion.")
@dataclass(frozen=True)
class SuggestionMade(Entry):
    language: str
    text: str | None = _personal()
    """What the customer wrote."""


@_entry("complaint.made.v1", "The customer complained.", urgent=True)
@dataclass(frozen=True)
class ComplaintMade(Entry):
    operation: str
    """A UUID: the same complaint is one case, however often it arrives."""
    provisional: str
    """The terminal's own reference."""
    proof: str
    """What the code on the receipt is checked by (scrypt)."""
    category: str
    when: str
    """`today`, `thisWeek` or `earlier`."""
    wish: str
    """What would put it right."""
    contact: str
    """`phone`, `onFile` or `none`."""
    elsewhere: bool
    """Somebody of another branch is to handle it."""
    dictated: bool
    """A member of staff is to write the words down."""
    day: str | None = None
    """The very day that it happened (ISO 8601), where the customer named it."""
    text: str | None = _personal()
    """What the customer wrote."""
    phone: str | None = _personal()
    """Where the customer wants to be called."""


@_entry("complaint.registered.v1", "The bank gave the complaint its reference.", answers=ComplaintMade)
@dataclass(frozen=True)
class ComplaintRegistered(Entry):
    operation: str
    provisional: str
    reference: str


@_entry(
    "complaint.pending.v1",
    "The bank could not be reached: it learns of the complaint from the record of it.",
    answers=ComplaintMade,
)
@dataclass(frozen=True)
class ComplaintPending(Entry):
    operation: str
    provisional: str


@_entry("complaint.lookedUp.v1", "The customer asked how a complaint stands.")
@dataclass(frozen=True)
class ComplaintLookedUp(Entry):
    outcome: str
    """`shown`, `mistyped`, `unknown`, `tooMany` or `unreachable`."""


@_entry("faq.rated.v1", "The customer said whether an answer helped.")
@dataclass(frozen=True)
class FaqRated(Entry):
    faq: str
    version: int
    language: str
    helpful: bool


@_entry("handover.shown.v1", "A code was shown with which the customer can go on by phone.", telemetry=True)
@dataclass(frozen=True)
class HandOverShown(Entry):
    about: str
    """The question or the service that it is about."""
    kind: str
    """`app`, `site` or `social`."""


@_entry("callback.requested.v1", "The customer asked to be called back.", urgent=True)
@dataclass(frozen=True)
class CallBackRequested(Entry):
    reference: str
    """Ten digits that the customer was given, the last a check digit."""
    topic: str
    """A category of the questions, or `other`."""
    starts: str
    """When the time that was chosen begins, RFC 3339."""
    ends: str
    language: str
    on_file: bool
    """Whether the number that the bank has on file is to be rung."""
    number: str | None = _personal()
    """The telephone number to ring, as E.164."""
    customer: str | None = _personal()
    """The number of the customer's document, where the telephone number on file is to be rung."""
