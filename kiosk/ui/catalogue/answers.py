"""Invented questions and answers for the examples, as long as life."""

from __future__ import annotations

from typing import Final

from kiosk.core.bulletins import Bulletin, BulletinText
from kiosk.core.faq import Answers, Category, Faq, FaqText, Link, LinkKind

_NAMES: Final = (
    ("account", "账户与开户", "Accounts and opening them"),
    ("card", "银行卡与信用卡", "Bank and credit cards"),
    ("transfer", "转账汇款", "Transfers and remittances"),
    ("cash", "现金与外币", "Cash and currencies"),
    ("safety", "防范电信网络诈骗", "Fraud and safety"),
    ("mobile", "手机银行与网上银行", "Mobile and online banking"),
    ("branch", "网点与服务", "This branch"),
)
_QUESTIONS: Final = (
    (
        "card-lost",
        "银行卡丢失或者被盗以后，应该怎样马上挂失？",
        "My bank card was lost or stolen. How do I report it at once?",
    ),
    ("pin", "忘记银行卡密码怎么办？", "I have forgotten my card's PIN. What now?"),
    ("swallowed", "自动柜员机没有退卡，怎么办？", "The cash machine kept my card. What should I do?"),
    ("activate", "新卡怎样激活？", "How do I activate a new card?"),
    (
        "expires",
        "银行卡到期了，怎样换卡？卡号会不会改变？",
        "My card is about to expire. How is it renewed, and will its number change?",
    ),
    ("frozen", "卡被冻结了，怎样解冻？", "My card is frozen. How is it released?"),
    (
        "fee",
        "银行卡年费和小额账户管理费怎样收取？",
        "What fees are there for a card and for an account with little money on it?",
    ),
    ("abroad", "在国外可以用银行卡取现和付款吗？", "Can I pay and withdraw cash with my card abroad?"),
    ("credit", "信用卡还款日可以修改吗？", "Can I change the day on which my credit card is paid?"),
)
_ANSWER_ZH: Final = (
    "请马上拨打银行客服电话，或者在手机银行“银行卡”页面里选择挂失，挂失以后卡片立即停用，账户里的资金仍然安全。"
    "请在七天之内本人携带有效身份证件到任意网点柜台补办新卡；委托他人代办的，还需要双方身份证件和经过公证的授权书。"
    "挂失期间，自动扣款和工资入账不受影响。如果发现有不是您本人的交易，请同时报警，并保留好短信和交易记录。"
)
_ANSWER_EN: Final = (
    "Please ring the bank's telephone service at once, or choose “Report a loss” on the page “Cards” of the mobile "
    "banking app. The card is blocked immediately, and the money in your account is safe. Within seven days, bring "
    "your identity document to a counter of any branch for a new card; if somebody else comes for you, both identity "
    "documents and a notarised authority are needed. Direct debits and your salary are not affected meanwhile. If "
    "there are payments that you did not make, report them to the police too, and keep all messages and receipts."
)
LINKS: Final = (
    Link(
        LinkKind.APP,
        "harbourbank://cards/report-lost?from=kiosk",
        (("zh_CN", "在手机银行里挂失"), ("en", "Report the loss in our mobile app")),
    ),
    Link(
        LinkKind.SITE,
        "https://www.harbour-district-rural-commercial-bank.example/help/cards/lost-or-stolen-card",
        (("zh_CN", "在网站上阅读全部说明"), ("en", "Read all of it on our website")),
    ),
    Link(
        LinkKind.SOCIAL,
        "https://weixin.harbour-bank.example/s/lost-card",
        (("zh_CN", "在微信公众号里打开"), ("en", "Open it in our WeChat account")),
    ),
)


def _faq(name: str, zh: str, en: str, links: tuple[Link, ...] = ()) -> Faq:
    texts = (("zh_CN", FaqText(zh, _ANSWER_ZH)), ("en", FaqText(en, _ANSWER_EN)))
    return Faq(name, 3, "card", texts, links=links)


ENTRIES: Final = tuple(_faq(*row, links=LINKS if not place else ()) for place, row in enumerate(_QUESTIONS))
ANSWERS: Final = Answers(
    tuple(Category(name, (("zh_CN", zh), ("en", en))) for name, zh, en in _NAMES), ENTRIES, calls_back=True
)
BULLETINS: Final = (
    Bulletin(
        "safe",
        1,
        (
            (
                "zh_CN",
                BulletinText(
                    "谨防“安全账户”骗局，不轻信、不转账",
                    "公安机关、检察院和法院绝不会要求您把钱转到所谓“安全账户”。反诈专线 96110。",
                ),
            ),
            (
                "en",
                BulletinText(
                    "There is no such thing as a “safe account”",
                    "No police officer and no court will ever ask you to move your money. Anti-fraud line: 96110.",
                ),
            ),
        ),
    ),
    Bulletin(
        "hours",
        2,
        (
            ("zh_CN", BulletinText("国庆假期营业时间调整", "10 月 1 日至 3 日休息，4 日起照常营业。")),
            ("en", BulletinText("Hours over the holidays", "Closed from 1 to 3 October; open as usual from the 4th.")),
        ),
    ),
)
