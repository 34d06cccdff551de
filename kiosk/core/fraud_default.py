"""What a terminal does without fraud rules of the centre.

Whoever wants to move money or change how the bank reaches them is warned, asked whether somebody tells them what to
do, and, if so, staff are called. A transfer to another's account goes 24 hours later. Who checks in is warned by the
notices there are, as their services say. The numbers are those of China.
"""

from __future__ import annotations

from typing import Final

from kiosk.core.fraud import CAUTIOUS_DELAY, Contact, FraudRules, Kind, Outcome, Question, Questionnaire, Rule
from kiosk.core.notices import FraudNotice, NoticeText

_NOTICE: Final = FraudNotice(
    id="built-in",
    version=1,
    services=(),
    texts=(
        (
            "zh_CN",
            NoticeText(
                "请先停一停：是不是有人让您这样做？",
                (
                    "银行、公安机关和客服都不会让您转账到“安全账户”，也不会教您在机器上怎么按。",
                    "要您保密、催您马上办的，都是诈骗。",
                    "不要把短信验证码告诉任何人。",
                ),
            ),
        ),
        (
            "en",
            NoticeText(
                "Please stop for a moment: did someone tell you to do this?",
                (
                    'No bank, police or customer service has a "safe account", or tells you what to press here.',
                    "Whoever asks you to keep it secret or to hurry is a fraudster.",
                    "Never tell anyone a code from a text message.",
                ),
            ),
        ),
    ),
)

_FORM: Final = Questionnaire(
    "built-in",
    1,
    (
        Question(
            "told",
            (
                ("zh_CN", "现在有人在电话里、网上或身边教您怎么操作吗？"),
                ("en", "Is someone telling you what to do here, by phone, online or beside you?"),
            ),
            yes=Outcome.CALL_STAFF,
        ),
    ),
)

CAUTIOUS: Final = FraudRules(
    notices=(_NOTICE,),
    questionnaires=(_FORM,),
    rules=(Rule("built-in", 1, frozenset(Kind) - {Kind.CHECK_IN}, _NOTICE.id, questionnaire=_FORM.id),),
    delays=(CAUTIOUS_DELAY,),
    contacts=(
        Contact("fraud", "96110", (("zh_CN", "反诈专线"), ("en", "Anti-fraud line"))),
        Contact("police", "110", (("zh_CN", "报警电话"), ("en", "Police"))),
    ),
)
