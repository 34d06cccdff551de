"""What chance may tell of accounts, cards, details and limits."""

from __future__ import annotations

from accounts_words import CARD, DETAILS, FROZEN, KEY, LIMIT, NEW, ONE, PAGE, PROOF, SENT, STATEMENT, TWO

from kiosk.core.banking import AccountRefusal, ChangeRefusal, Done, Movements, NeverCame, Refused, UnderWay
from kiosk.core.secondfactor import CodeNotSent, CodeRefusal, CodeWrong
from kiosk.flows import accounts, changing, customer, events, secondfactor
from kiosk.flows.banking import (
    AccountsLoaded,
    CardsLoaded,
    ChangeAnswered,
    ChangeNamed,
    ChangeSettled,
    DetailsLoaded,
    LimitsLoaded,
    MovementsLoaded,
    SessionEnded,
    Span,
    StatementLoaded,
)

_LOADED = (
    AccountsLoaded((ONE, TWO)),
    AccountsLoaded((ONE,)),
    AccountsLoaded(()),
    MovementsLoaded(PAGE),
    MovementsLoaded(Movements((), None)),
    CardsLoaded((CARD, NEW, FROZEN)),
    CardsLoaded(()),
    DetailsLoaded(DETAILS),
    LimitsLoaded((LIMIT,)),
    StatementLoaded(STATEMENT),
    SessionEnded(),
    events.BankLost(),
)
_CHOICES = (
    "older",
    "newest",
    "done",
    "number",
    "print",
    "phone",
    "email",
    "freeze",
    "lost",
    "a1",
    "a2",
    "c1",
    "c2",
    "c3",
)

POOL = (
    *(events.Chosen(goal) for goal in (*accounts.GOALS, *_CHOICES, *Span, LIMIT.limit_id)),
    *(
        events.Typed(text)
        for text in ("1131", "13900000099", "+4915112345678", "20000", "999999", "虚构省示例路二十二号")
    ),
    *_LOADED,
    *(MovementsLoaded(refusal) for refusal in AccountRefusal),
    *(StatementLoaded(refusal) for refusal in AccountRefusal),
    ChangeNamed(KEY),
    *(ChangeAnswered(answer) for answer in (Done("R"), Done(already=True), *(Refused(why) for why in ChangeRefusal))),
    ChangeAnswered(UnderWay()),
    *(ChangeSettled(told) for told in (Done("R"), Refused(ChangeRefusal.NOT_POSSIBLE), NeverCame(), UnderWay())),
    events.SessionOpened("consent-7", "*小宝"),
    *(events.SessionRefused(reason) for reason in ("unknown", "blocked")),
    events.HolderNamed("holder-1"),
)

USUAL = {
    customer.OpeningSession: (events.SessionOpened("consent-7", "*小宝"), events.BankLost()),
    customer.NotServed: (events.TriedAgain(), events.WentBack()),
    accounts.AccountsMenu: tuple(events.Chosen(goal) for goal in accounts.GOALS),
    accounts.AskingBank: _LOADED,
    accounts.BankSilent: (events.TriedAgain(), events.WentBack()),
    accounts.NothingThere: (events.Confirmed(),),
    accounts.AccountList: (events.Chosen("a1"), events.Confirmed(), events.WentBack()),
    accounts.MovementList: (events.Chosen("older"), events.Chosen("newest"), events.Confirmed(), events.Chosen("done")),
    accounts.StatementAccount: (events.Chosen("a1"), events.Chosen("a2")),
    accounts.StatementSpan: tuple(events.Chosen(span) for span in Span),
    accounts.CardList: tuple(events.Chosen(name) for name in ("c1", "c2", "c3")),
    accounts.CardStop: (events.Chosen("freeze"), events.Chosen("lost"), events.WentBack()),
    accounts.CardFrozen: (events.Chosen("lost"), events.Confirmed()),
    accounts.CardExpiry: (events.Typed("1131"), events.Confirmed()),
    accounts.NewPhone: (events.Typed("13900000099"), events.Confirmed()),
    accounts.NewAddress: (events.Typed("虚构省示例路二十二号"), events.Confirmed()),
    accounts.LimitList: (events.Chosen(LIMIT.limit_id),),
    accounts.NewLimit: (events.Typed("20000"), events.Typed("500"), events.Confirmed()),
    changing.ChangeConfirm: (events.Confirmed(), events.WentBack()),
    changing.ChangeWithStaff: (
        ChangeSettled(UnderWay()),
        ChangeSettled(Done("R")),
        ChangeSettled(Refused(ChangeRefusal.EXPIRED)),
        ChangeSettled(NeverCame()),
        events.StaffPaged(True, "17"),
        events.Waited(3),
        events.BankLost(),
        events.WentBack(),
    ),
    changing.ChangeUnderWay: (
        ChangeNamed(KEY),
        ChangeAnswered(UnderWay()),
        ChangeAnswered(Done("R")),
        ChangeAnswered(Refused(ChangeRefusal.WRONG_DETAILS)),
        ChangeAnswered(Refused(ChangeRefusal.TOO_MANY_TRIES)),
        ChangeSettled(NeverCame()),
        ChangeSettled(Done("R")),
        SessionEnded(),
        events.BankLost(),
    ),
    secondfactor.SendingCode: (
        secondfactor.CodeAnswered(SENT),
        secondfactor.CodeAnswered(CodeNotSent(CodeRefusal.LOCKED, 60)),
        SessionEnded(),
        events.BankLost(),
    ),
    secondfactor.CodeMissing: (events.TriedAgain(), events.WentBack()),
    secondfactor.OneTimeCodeRefused: (events.TriedAgain(), events.WentBack()),
    secondfactor.OneTimeCode: (
        events.Typed("493027"),
        events.Confirmed(),
        events.Chosen(secondfactor.NOT_RECEIVED),
        events.WentBack(),
    ),
    secondfactor.CheckingOneTimeCode: (
        secondfactor.CodeChecked(PROOF),
        secondfactor.CodeChecked(CodeWrong(2)),
    ),
    changing.ChangeDone: (events.Confirmed(),),
    changing.ChangeTurnedDown: (events.Confirmed(), events.WentBack()),
    changing.ChangeUnknown: (events.TriedAgain(), events.Confirmed()),
    changing.ChangeNotMade: (events.TriedAgain(), events.WentBack()),
}
