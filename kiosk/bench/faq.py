"""Searching 10,000 invented questions as a customer types, beside a scan with LIKE.

The questions are made of a bank's words by a fixed seed; what is typed are beginnings of such questions, letter by
letter. One LIKE for what was typed is how a search is often built: it finds what stands there word for word, and ranks
nothing.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any, Final

from kiosk.bench.report import Result, alone, faster, report
from kiosk.core.faq import Faq, FaqText
from kiosk.faq import FaqIndex

ENTRIES: Final = 10_000
PEER: Final = "SQLite LIKE"
_SEED: Final = 5

_ZH_WORDS: Final = """
银行卡 账户 密码 转账 汇款 限额 挂失 解冻 冻结 激活 开户 销户 流水 明细 利息 贷款 还款 信用卡 积分
手续费 验证码 短信 手机银行 网上银行 柜台 网点 预约 取现 存款 外币 兑换 零钱 残币 身份证 护照 签证
授权 代办 未成年人 老人 社保 公积金 工资 理财 基金 国债 黄金 保管箱 支票 汇票 对公 发票 税 诈骗
举报 投诉 营业时间 停车 无障碍
"""
_ZH: Final = _ZH_WORDS.split()
_ZH_ASKS: Final = (
    "{0}怎么{1}？",
    "{0}和{1}可以一起办理吗？",
    "{0}丢了，{1}怎么办？",
    "办理{0}要带{1}吗？",
    "{0}的{1}是多少？",
)
_EN_WORDS: Final = """
card account password transfer remittance limit report release block activate open close statement details
interest loan repayment credit points fee code message mobile online counter branch appointment withdrawal
deposit currency exchange coins notes identity passport visa authority minor pension fund salary savings bond
gold locker cheque draft company invoice tax fraud complaint hours parking access receipt payee standing order
direct debit
"""
_EN: Final = _EN_WORDS.split()
_EN_ASKS: Final = (
    "How do I change the {0} of my {1}?",
    "I have lost my {0}: what about the {1}?",
    "What does a {0} with {1} cost?",
    "May I use {0} for {1}?",
    "Where is the {0} for my {1}?",
)


def run(quick: bool) -> dict[str, Any]:
    """Measure; `quick` types 40 questions instead of 400. Milliseconds of each search, a keystroke each."""
    entries = invented(ENTRIES)
    began = time.perf_counter()
    index = FaqIndex(entries)
    made = time.perf_counter() - began
    with closing(index), closing(_scanned(entries)) as table:
        searches: tuple[Callable[[str], object], ...] = (index.search, lambda typed: _like(table, typed))
        typed = typing(40 if quick else 400)
        times = _in_turns(searches, typed)
        worked = _in_turns((index.search,), typed, time.thread_time)[0]
    results: list[Result] = [
        faster("FAQ search, one keystroke, 10,000 entries", times[0], against=(PEER, times[1])),
        faster("FAQ search, one keystroke, 99th percentile", [_p99(times[0])], against=(PEER, [_p99(times[1])])),
        alone("FAQ search, slowest keystroke", [max(times[0])], unit="ms"),
        alone("the processor's time for a keystroke, 99th percentile", [_p99(worked)], unit="ms"),
        alone("index of 10,000 entries made", [made], unit="s"),
    ]
    return report("faq", results)


def invented(count: int) -> tuple[Faq, ...]:
    """Questions in both languages, the same for each run."""
    chance = random.Random(_SEED)  # noqa: S311 - nothing is kept secret by it

    def text(asks: Sequence[str], words: Sequence[str], joint: str, stop: str) -> FaqText:
        question = chance.choice(asks).format(*chance.sample(list(words), 2))
        return FaqText(question, joint.join(chance.choices(words, k=30)) + stop)

    return tuple(
        Faq(f"q{n}", 1, "any", (("zh_CN", text(_ZH_ASKS, _ZH, "，", "。")), ("en", text(_EN_ASKS, _EN, " ", "."))))
        for n in range(count)
    )


def typing(questions: int) -> list[str]:
    """What stands in the field after each keystroke of some questions."""
    chance = random.Random(_SEED + 1)  # noqa: S311 - nothing is kept secret by it
    typed: list[str] = []
    for _ in range(questions):
        if chance.random() < 0.5:
            whole = "".join(chance.sample(_ZH, 2)) if chance.random() < 0.7 else "我的" + chance.choice(_ZH) + "怎么办"
        else:
            whole = " ".join(chance.sample(_EN, 2)) if chance.random() < 0.7 else "how do i " + chance.choice(_EN)
        typed += [whole[:end] for end in range(1, len(whole) + 1)]
    return typed


def _in_turns(
    searches: Sequence[Callable[[str], object]], typed: Sequence[str], clock: Callable[[], float] = time.perf_counter
) -> list[list[float]]:
    """Milliseconds by `clock` of each search for each text."""
    times: list[list[float]] = [[] for _ in searches]
    for text in typed:
        for place, search in enumerate(searches):
            began = clock()
            search(text)
            times[place].append((clock() - began) * 1e3)
    return times


def _scanned(entries: Sequence[Faq]) -> sqlite3.Connection:
    table = sqlite3.connect(":memory:")
    table.execute("CREATE TABLE faq(id TEXT, told TEXT)")
    rows = [
        (entry.id, " ".join(part for _, text in entry.texts for part in (text.question, text.answer)))
        for entry in entries
    ]
    table.executemany("INSERT INTO faq VALUES(?,?)", rows)
    return table


def _like(table: sqlite3.Connection, typed: str) -> list[Any]:
    """All rows that have it: a scan that stops at the twelfth has ranked nothing."""
    return table.execute("SELECT id FROM faq WHERE told LIKE ?", (f"%{typed}%",)).fetchall()


def _p99(samples: Sequence[float]) -> float:
    """Nearest rank."""
    return sorted(samples)[round(0.99 * (len(samples) - 1))]
