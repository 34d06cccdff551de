"""What the examples say of the bank, its branch and its rules; as long as life, and all invented."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

from kiosk.core.fraud import (
    Contact,
    Delay,
    DelayPolicy,
    FraudRules,
    Kind,
    Outcome,
    Question,
    Questionnaire,
    Rule,
)
from kiosk.core.notices import FraudNotice, NoticeText
from kiosk.flows.rules import Preferences, Rules
from kiosk.ui.catalogue.answers import ANSWERS, BULLETINS
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
    watched=True,
    answers=ANSWERS,
    bulletins=BULLETINS,
    contacts=(
        Contact("fraud", "96110", (("zh_CN", "反诈专线"), ("en", "Anti-fraud line"))),
        Contact("police", "110", (("zh_CN", "报警电话"), ("en", "Police"))),
    ),
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
FORM: Final = Questionnaire(
    "who-asks",
    1,
    (
        Question(
            "pretext",
            (
                ("zh_CN", "这笔钱是为了“安全账户”、退款、缴纳罚款、账户解冻或者领取奖金、补贴吗？"),
                ("en", "Is this money for a “safe account”, a refund, a fine, to unfreeze an account, or for a prize?"),
            ),
            yes=Outcome.CALL_STAFF,
        ),
        Question(
            "told",
            (("zh_CN", "现在有人在电话里教您怎么操作吗？"), ("en", "Is someone telling you by phone what to press?")),
            yes=Outcome.STOP,
        ),
    ),
)
FRAUD: Final = FraudRules(
    notices=(NOTICE,),
    questionnaires=(FORM,),
    rules=(
        Rule("check-in", 1, frozenset({Kind.CHECK_IN}), NOTICE.id),
        Rule("transfer", 1, frozenset({Kind.TRANSFER}), NOTICE.id, questionnaire=FORM.id),
        Rule("limit", 1, frozenset({Kind.LIMIT_RAISE}), NOTICE.id, least=Outcome.CALL_STAFF),
    ),
    delays=(DelayPolicy(frozenset({Kind.TRANSFER}), tuple(Delay), Delay.AFTER_DAY, frozenset({Delay.REAL_TIME})),),
    contacts=FACTS.contacts,
)
RULES: Final = Rules(Preferences("zh_CN"), LANGUAGES, FRAUD, answers=ANSWERS)
