"""The screens of complaints, suggestions and the survey, as long as life."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

from kiosk.core.complaint import CaseState, Contact, Option, Receipt, Standing, When
from kiosk.core.deadlines import Deadline
from kiosk.core.feedback import Question
from kiosk.flows import complain, suggest, survey

OPTIONS: Final = (
    Option("waiting", (("zh_CN", "等候时间过长"), ("en", "How long I had to wait"))),
    Option("staff", (("zh_CN", "工作人员的服务态度"), ("en", "How I was treated by staff"))),
    Option("fees", (("zh_CN", "手续费和其他收费"), ("en", "Fees and other charges"))),
    Option("transfer", (("zh_CN", "转账汇款"), ("en", "A transfer or a remittance"))),
    Option("card", (("zh_CN", "银行卡和自助设备"), ("en", "A card, or a machine"))),
    Option("selling", (("zh_CN", "理财和保险产品销售"), ("en", "How an investment was sold"))),
    Option("privacy", (("zh_CN", "个人信息保护"), ("en", "My personal data"))),
    Option("other", (("zh_CN", "其他"), ("en", "Something else"))),
)
WISHES: Final = (
    Option("explain", (("zh_CN", "说明原因"), ("en", "An explanation"))),
    Option("correct", (("zh_CN", "更正错误"), ("en", "That the error is corrected"))),
    Option("refund", (("zh_CN", "退还款项"), ("en", "My money back"))),
    Option("apologise", (("zh_CN", "赔礼道歉"), ("en", "An apology"))),
    Option("improve", (("zh_CN", "改进服务，不再发生"), ("en", "That it does not happen again"))),
)
TEXT: Final = (
    "昨天上午十点我在三号窗口办理跨行转账，等了一个半小时，中间没有人说明原因。"
    "轮到我时柜员说系统故障，让我第二天再来，手续费却已经扣了两次。我请大堂经理帮忙，他说不归他管。"
    "希望查清楚并把多收的手续费退给我。I waited for an hour and a half at counter 3, and the fee was taken twice."
)
DRAFT: Final = complain.Draft(
    category=OPTIONS[2],
    when=When.THIS_WEEK,
    wish=WISHES[2],
    text=TEXT,
    contact=Contact.PHONE,
    phone="+8613800138000",
    elsewhere=True,
)
DATES: Final = (
    Deadline("simple", date(2026, 12, 12), exceptional=False, sure=True),
    Deadline("complex", date(2026, 12, 27), exceptional=True, sure=True),
    Deadline("special", date(2027, 1, 26), exceptional=True, sure=True),
)
AT: Final = datetime(2026, 11, 27, 6, 5, tzinfo=UTC)
FINAL: Final = Receipt("2026-000042-87", "0412", AT, DATES, final=True)
OWN: Final = Receipt("demo-0571-kiosk-12-0042-48", "0412", AT, DATES, final=False)


def tasks() -> dict[str, object]:
    """Every example by name."""
    today = date(2026, 11, 27)
    since, received = date(2026, 12, 10), date(2026, 11, 27)
    standing = Standing("2026-000042-87", CaseState.EXTENDED, since, received, date(2026, 12, 27))
    answer = "多收的手续费已退回原账户，请查收。给您添麻烦了，我们很抱歉。 The fee that was taken twice was given back."
    return {
        "ComplaintAbout": complain.ComplaintAbout(OPTIONS),
        "ComplaintAbout-none": complain.ComplaintAbout(()),
        "ComplaintWhen": complain.ComplaintWhen(DRAFT),
        "ComplaintDay": complain.ComplaintDay(DRAFT, today, today.replace(day=1)),
        "ComplaintDay-six": complain.ComplaintDay(
            replace(DRAFT, day=date(2026, 8, 31)), today, date(2026, 8, 1), complain.EARLIER
        ),
        "ComplaintDay-oldest": complain.ComplaintDay(DRAFT, today, date(2024, 11, 1), complain.EARLIER),
        "ComplaintWish": complain.ComplaintWish(DRAFT, WISHES),
        "ComplaintWords": complain.ComplaintWords(DRAFT),
        "ComplaintText": complain.ComplaintText(DRAFT),
        "ComplaintContact": complain.ComplaintContact(DRAFT, known=False),
        "ComplaintContact-known": complain.ComplaintContact(DRAFT, known=True),
        "ComplaintPhone": complain.ComplaintPhone(DRAFT),
        "ComplaintPhone-wrong": complain.ComplaintPhone(complain.Draft(phone="12"), wrong=True),
        "ComplaintHandler": complain.ComplaintHandler(DRAFT),
        "ComplaintSummary": complain.ComplaintSummary(DRAFT),
        "ComplaintSummary-day": complain.ComplaintSummary(replace(DRAFT, day=date(2026, 9, 30))),
        "ComplaintFiling": complain.ComplaintFiling(DRAFT),
        "ComplaintReceipt": complain.ComplaintReceipt(DRAFT, FINAL),
        "ComplaintReceipt-offline": complain.ComplaintReceipt(DRAFT, OWN),
        "ComplaintReceipt-dictated": complain.ComplaintReceipt(
            complain.Draft(dictated=True), Receipt("2026-000042-87", "0412", AT, (), final=True)
        ),
        "StandingReference": complain.StandingReference("2026"),
        "StandingReference-wrong": complain.StandingReference("2026-000042-99", wrong=True),
        "StandingCode": complain.StandingCode("2026-000042-87", "04"),
        "StandingCode-wrong": complain.StandingCode("2026-000042-87", "04", wrong=True),
        "StandingAsking": complain.StandingAsking("2026-000042-87", "0412"),
        "StandingShown": complain.StandingShown(standing),
        "StandingShown-overdue": complain.StandingShown(replace(standing, state=CaseState.IN_PROGRESS, overdue=True)),
        "StandingShown-answered": complain.StandingShown(
            Standing("2026-000042-87", CaseState.ANSWERED, since, received, None, answer)
        ),
        "StandingRefused-unknown": complain.StandingRefused("unknown", "2026-000042-87", "0412"),
        "StandingRefused-tooMany": complain.StandingRefused("tooMany", "2026-000042-87", "0412"),
        "StandingRefused-unreachable": complain.StandingRefused("unreachable", "2026-000042-87", "0412"),
        "SuggestionText": suggest.SuggestionText(TEXT[:40]),
        "SuggestionThanks": suggest.SuggestionThanks(),
        "Survey-nps": survey.Survey(Question.NPS, "appointments"),
        "Survey-ces": survey.Survey(Question.CES, "accounts"),
        "SurveyLine": survey.SurveyLine(None),
    }
