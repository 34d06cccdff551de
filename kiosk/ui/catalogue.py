"""Every screen in every case that looks different: invented examples for pictures, tests and documentation."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from kiosk.core.appointment import Appointment, QueueTicket, TokenRefusal
from kiosk.core.feedback import Question
from kiosk.core.identity import (
    Challenge,
    Document,
    DocumentKind,
    DocumentSource,
    DocumentTrouble,
    FaceReason,
    FaceVerdict,
    Guidance,
    Light,
)
from kiosk.core.notices import FraudNotice, NoticeText
from kiosk.core.ports import BankRefusal, FaceChallenged, PrintOutcome, TokenTurnedDown
from kiosk.flows import checkin, identify, survey, visit, warned
from kiosk.ui.screens import Facts

FACTS: Final = Facts(
    bank={"zh_CN": "海港农村商业银行股份有限公司", "en": "Harbour District Rural Commercial Bank"},
    branch={"zh_CN": "湖滨新区政务服务中心支行", "en": "Lakeside New Area Service Centre Branch"},
    kiosk="K1",
    timezone=ZoneInfo("Asia/Shanghai"),
    services={
        "account": {
            "zh_CN": "个人与联名账户的开立、变更与注销",
            "en": "Opening, changing and closing personal and joint accounts",
        }
    },
    branches={"north": {"zh_CN": "城北经济技术开发区第二支行", "en": "North Gate Economic Development Zone Branch"}},
    readers=frozenset({"chip", "residentId"}),
    hotline="400 000 0000",
)
NOTICE: Final = FraudNotice(
    "transfer",
    3,
    (),
    (
        (
            "zh_CN",
            NoticeText(
                "请先停下来想一想：今天是不是有人打电话或发消息让您来办理的？",
                (
                    "公安机关、检察院和法院绝不会通过电话或网络办案，也从来没有什么“安全账户”。",
                    "凡是要求您对家人和银行保密、催促您马上转账，或者教您怎样回答银行的，都是诈骗。",
                    "请不要把短信验证码或密码告诉任何人，也不要与对方共享手机屏幕。",
                    (
                        "钱一旦转出就很难追回。"
                        "只要有一点怀疑，请先点按“人工协助”，或者拨打反诈专线 96110，我们会为您保密。"
                    ),
                ),
            ),
        ),
        (
            "en",
            NoticeText(
                "Please stop and think for a moment: did somebody call you or write to you and tell you to come here?",
                (
                    (
                        "The police, prosecutors and courts never handle a case by phone or on the internet, and "
                        "there has never been a “safe account”."
                    ),
                    (
                        "Whoever asks you to keep it secret from your family, urges you to hurry, or tells you "
                        "what you should say to the bank is a fraudster."
                    ),
                    (
                        "Never tell anyone a code from a text message or your PIN, and never share the screen of your "
                        "phone with anyone."
                    ),
                    (
                        "Money that was sent is very hard to get back. If you are in any doubt at all, press "
                        "“Call staff” or ring the anti-fraud line 96110. We keep it between us."
                    ),
                ),
            ),
        ),
    ),
)
LANGUAGES: Final = ("zh_CN", "en")
RULES: Final = visit.Rules(visit.Preferences("zh_CN"), LANGUAGES, (NOTICE,))

_OPENS, _CLOSES = datetime(2031, 7, 12, 6, 30, tzinfo=UTC), datetime(2031, 7, 12, 7, 15, tzinfo=UTC)
_APPOINTMENT = Appointment("a1", "t1", "harbour", "lakeside", "account", _OPENS, _CLOSES, "")
_DOCUMENT = Document(
    DocumentKind.TD1, DocumentSource.CAMERA, "X00000000", "SPECIMEN", date(1990, 1, 1), date(2040, 1, 1)
)
_TICKET = QueueTicket("A017", "account", counter="3", waiting=4)


def _identifying(at: identify.State) -> checkin.Identifying:
    return checkin.Identifying("", _APPOINTMENT, at)


def _refused(reason: TokenRefusal) -> checkin.CodeRefused:
    return checkin.CodeRefused(TokenTurnedDown(reason, "t1", _OPENS, _CLOSES, "north"))


def _unlike(reason: FaceReason, tries: int) -> checkin.Identifying:
    verdict = FaceVerdict(accepted=False, reason=reason, score=1.3, threshold=1.0, engine="example", frames=9)
    return _identifying(identify.FaceRefused(_DOCUMENT, verdict, tries))


def _tasks() -> dict[str, visit.Task]:
    warning = checkin.Warned("", _APPOINTMENT, _DOCUMENT, warned.FraudWarning(NOTICE))
    return {
        "Attract": visit.Attract(),
        "Scanning": checkin.Scanning(),
        "Scanning-several": checkin.Scanning(several=True),
        "CheckingCode": checkin.CheckingCode(""),
        **{f"CodeRefused-{reason}": _refused(reason) for reason in TokenRefusal},
        **{f"PresentDocument-{hint}": _identifying(identify.PresentDocument(hint)) for hint in identify.HINTS},
        "PresentDocument-reading": _identifying(
            identify.PresentDocument(DocumentTrouble.CHIP_AWAITED, chip_share=0.62)
        ),
        "ComparingHolder": _identifying(identify.ComparingHolder(_DOCUMENT)),
        **{
            f"DocumentRefused-{trouble}": _identifying(identify.DocumentRefused(trouble))
            for trouble in (
                DocumentTrouble.UNREADABLE,
                DocumentTrouble.CHECK_FAILED,
                DocumentTrouble.EXPIRED,
                DocumentTrouble.OTHER_PERSON,
                DocumentTrouble.NO_PORTRAIT,
                DocumentTrouble.KIND_NOT_TAKEN,
                DocumentTrouble.CHIP_UNREADABLE,
                DocumentTrouble.NOT_GENUINE,
            )
        },
        "FaceConsent": _identifying(identify.FaceConsent(_DOCUMENT)),
        **{
            f"LookAtCamera-{guidance}": _identifying(identify.LookAtCamera(_DOCUMENT, guidance))
            for guidance in Guidance
        },
        **{
            f"LookAtCamera-{challenge}": _identifying(
                identify.LookAtCamera(_DOCUMENT, asked=FaceChallenged(challenge, number, 4))
            )
            for number, challenge in enumerate(Challenge, 1)
        },
        **{
            f"LookAtCamera-{light.name.lower()}": _identifying(identify.LookAtCamera(_DOCUMENT, light=light))
            for light in Light
        },
        "FaceRefused-different": _unlike(FaceReason.DIFFERENT, 1),
        "FaceRefused-last": _unlike(FaceReason.DIFFERENT, 2),
        "FaceRefused-notSeen": _unlike(FaceReason.NOT_SEEN, 1),
        "FaceRefused-notAnswered": _unlike(FaceReason.NOT_ANSWERED, 1),
        "FaceRefused-attackSuspected": _unlike(FaceReason.ATTACK_SUSPECTED, 1),
        "FaceRefused-engineFailed": _unlike(FaceReason.ENGINE_FAILED, 1),
        "FraudWarning": warning,
        "CheckingIn": checkin.CheckingIn(_APPOINTMENT),
        **{f"CheckInRefused-{reason}": checkin.CheckInRefused(reason) for reason in BankRefusal},
        "Ticket-printing": checkin.Ticket(_TICKET, "account", offline=False),
        "Ticket-printed": checkin.Ticket(_TICKET, "account", offline=False, printed=PrintOutcome.PRINTED),
        "Ticket-paperOut-offline": checkin.Ticket(
            QueueTicket("K1-003", "account"), "account", offline=True, printed=PrintOutcome.PAPER_OUT
        ),
        "Survey": survey.Survey(Question.CSAT, "account"),
        "Farewell": visit.Farewell(),
        "Wiped": visit.Wiped(),
        "StaffComing-calling": visit.StaffComing("customer", checkin.Scanning()),
        "StaffComing-coming": visit.StaffComing("customer", warning, delivered=True),
        "StaffComing-undelivered": visit.StaffComing("customer", checkin.Scanning(), delivered=False),
        "StaffComing-only": visit.StaffComing("consentRefused", None, delivered=True),
    }


def examples(preferences: visit.Preferences = RULES.defaults) -> dict[str, visit.Visit]:
    """Every example by name; the name begins with the screen's."""
    opening = visit.Visit(RULES, preferences)
    shown = {name: _at(opening, task) for name, task in _tasks().items()}
    scanning, idle_s, countdown_s = checkin.Scanning(), opening.idle_s, opening.countdown_s
    return shown | {
        "Scanning-idle": _at(opening, scanning, quiet_s=idle_s),
        "Scanning-idle-counting": _at(opening, scanning, quiet_s=idle_s + countdown_s - 9),
        "DeviceTrouble": _at(opening, scanning, lost=frozenset({"vision"})),
        "OutOfService": _at(opening, visit.Attract(), broken="JournalError"),
    }


def _at(
    opening: visit.Visit,
    task: visit.Task,
    *,
    quiet_s: int = 0,
    lost: frozenset[str] = frozenset(),
    broken: str | None = None,
) -> visit.Visit:
    return visit.Visit(opening.rules, opening.preferences, task, quiet_s, lost, broken)
