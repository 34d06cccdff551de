"""Search in the frequent questions, as a customer types: offline, in memory, in both scripts.

SQLite's FTS5 holds one row a question, with the texts of all languages: what is typed in one language finds the answer
in the language of the screen. It is given terms, not texts. Latin words are stemmed (Porter) and completed. Chinese is
not written in words, and people type one or two characters, for which FTS5's own trigrams find nothing: so each run of
characters becomes its pairs and its last one (银行卡 = 银行 行卡 卡). One character typed is then the beginning of a
term, two are a term, and more are several. Traditional characters are folded into simplified ones.

A search is ranked by BM25 (Robertson and Zaragoza, 2009), in which terms that most questions have weigh nearly nothing.
"""

from __future__ import annotations

import re
import sqlite3
import threading
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from kiosk.core.faq import Faq
from kiosk.documents.simplified import simplified

MOST: Final = 12
"""Answers to one search: two pages of large text, which is what people look through."""
LONGEST: Final = 80
"""Characters of a search that are looked at."""
_MOST_TERMS: Final = 24
_WEIGHTS: Final = (8.0, 6.0, 1.0)
"""Of a term in the question, in the words that customers use for it, and in the answer."""
_WORTH: Final = 0.34
"""The share of the best answer's score below which an answer is left out."""
_COMMON: Final = 0.1
"""The share of the questions above which a term is common, where there are more than so many such questions."""
_FEW: Final = 100
_PREFIX_FROM: Final = 3
"""Letters from which the beginning of a word is looked for in answers too."""
_TYPO_FROM: Final = 4
"""Letters from which an unknown word is taken for a slip of the finger."""
_MOST_COMPLETED: Final = 4
"""Words that a beginning may stand for."""

_WORD: Final = re.compile(r"[^\W_]+")
_HAN: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]+")
_LATIN: Final = re.compile(r"[a-z]+")
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"

# 賬 and 帳 are two characters for 账 and 帐 (GB 2312 has both), which customers take for one; Taiwan writes 匯 as 滙,
# and Hong Kong 卡 as 咭.
_ONE: Final = str.maketrans("賬帳帐滙咭", "账账账汇卡")
_ASKED: Final = re.compile(
    "怎么办|怎么样|怎么|怎样|如何|为什么|什么|能不能|可不可以|可以|请问|麻烦|[的了吗呢吧啊我您你请]"
)
"""What a question is asked with and not about."""
_FUNCTION: Final = """
a am an and any anyone are as at be been but by can could did do does for from had has have he her here him
his how i if in into is it its may me must my no not of on or our please shall she should so some someone tell
than that the their them then there these they this those to up us was we were what when where which who whose
why will with would you your
"""
_FUNCTION_WORDS: Final = frozenset(_FUNCTION.split())


class FaqIndex:
    """The searchable questions of one desired state. May be used on any thread, by one at a time."""

    def __init__(self, entries: Iterable[Faq]) -> None:
        self._database = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._database.execute(
            "CREATE VIRTUAL TABLE faq USING fts5(question, words, answer, content='', columnsize=1,"
            " tokenize='porter unicode61 remove_diacritics 2', prefix='1 2 3')"
        )
        self._ids: list[str] = []
        vocabulary: Counter[str] = Counter()
        rows = []
        for entry in entries:
            texts = [text for _, text in entry.texts]
            columns = (
                " ".join(text.question for text in texts),
                " \n".join(entry.words),
                " ".join(text.answer for text in texts),
            )
            told = [list(_terms(column)) for column in columns]
            vocabulary.update({term for terms in told for term in terms})
            self._ids.append(entry.id)
            rows.append((len(self._ids), *(" ".join(terms) for terms in told)))
        self._database.executemany("INSERT INTO faq(rowid, question, words, answer) VALUES(?,?,?,?)", rows)
        self._database.execute("INSERT INTO faq(faq) VALUES('optimize')")
        self._known = sorted(term for term in vocabulary if _LATIN.fullmatch(term))
        most = max(_FEW, len(self._ids) * _COMMON)
        self._common = frozenset(term for term, count in vocabulary.items() if count > most)

    def search(self, typed: str, most: int = MOST) -> tuple[str, ...]:
        """The ids of the questions that fit best, best first; none where nothing does. Any text is good."""
        terms = self._asked(typed)
        found = self._found(" OR ".join(terms), most) if terms else ()
        if not found and (characters := "".join(_HAN.findall(_folded(typed[:LONGEST])))):
            # Not one pair is anywhere: perhaps the characters are, apart from one another (丢卡 for 卡丢了).
            found = self._found(" AND ".join(f'"{one}"*' for one in dict.fromkeys(characters[:_MOST_TERMS])), most)
        return found

    def close(self) -> None:
        """Let the memory go."""
        self._database.close()

    def _found(self, query: str, most: int) -> tuple[str, ...]:
        rows = self._database.execute(
            "SELECT rowid, bm25(faq, ?, ?, ?) AS score FROM faq WHERE faq MATCH ? ORDER BY score, rowid LIMIT ?",
            (*_WEIGHTS, query, most),
        ).fetchall()
        return tuple(self._ids[row - 1] for row, score in rows if score <= _WORTH * rows[0][1])

    def _asked(self, typed: str) -> list[str]:
        """What was typed as terms of a query, each quoted so that it is nothing else (FTS5, section 3)."""
        text = _folded(typed[:LONGEST])
        unfinished = bool(text) and text[-1].isalnum()
        terms: dict[str, None] = {}
        parts = list(_parts(text))
        for at, part in enumerate(parts):
            if _HAN.fullmatch(part):
                terms.update(
                    dict.fromkeys([f'"{part}"*'] if len(part) == 1 else [f'"{pair}"' for pair in _pairs(part)])
                )
            elif unfinished and at == len(parts) - 1:
                if len(part) == 1 and at > 0:
                    continue  # the beginning of nearly everything
                for word in self._meant(part):
                    terms.update(dict.fromkeys((f'"{word}"', f'"{word}"*')))
                terms.update(dict.fromkeys(f'"{word}"' for word in self._completed(part)))
            elif part not in _FUNCTION_WORDS:
                terms.update(dict.fromkeys(f'"{word}"' for word in self._meant(part)))
        return [f"{{question words}}: {term}" if self._vague(term) else term for term in list(terms)[:_MOST_TERMS]]

    def _vague(self, term: str) -> bool:
        """Whether a term tells answers not apart, so that it is looked for in questions and words alone."""
        word = term.strip('"*')
        return word in self._common or (term.endswith("*") and len(word) < _PREFIX_FROM and word.isascii())

    def _meant(self, word: str) -> list[str]:
        """The word, or where no question has it nor a longer one, those that one slip makes it of."""
        if len(word) < _TYPO_FROM or not _LATIN.fullmatch(word) or self._begins(word):
            return [word]
        return [near for near in _one_slip_away(word) if self._knows(near)][:3] or [word]

    def _completed(self, begun: str) -> list[str]:
        """The words that begin so, where no stem does: more was typed of a word than its stem has (`appointm`)."""
        any_stem = "SELECT 1 FROM faq WHERE faq MATCH ? LIMIT 1"
        if len(begun) < _PREFIX_FROM or self._database.execute(any_stem, (f'"{begun}"*',)).fetchone():
            return []
        first = bisect_left(self._known, begun)
        return [word for word in self._known[first : first + _MOST_COMPLETED] if word.startswith(begun)]

    def _begins(self, word: str) -> bool:
        at = bisect_left(self._known, word)
        return at < len(self._known) and self._known[at].startswith(word)

    def _knows(self, word: str) -> bool:
        at = bisect_left(self._known, word)
        return at < len(self._known) and self._known[at] == word


class FaqSearch:
    """The search in the questions that are in force now; threads take turns."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._index = FaqIndex(())

    def take(self, entries: Iterable[Faq]) -> None:
        """Search in these from now on; the index is made before anybody waits for it."""
        made = FaqIndex(entries)
        with self._lock:
            past, self._index = self._index, made
            past.close()

    def search(self, typed: str) -> tuple[str, ...]:
        """The ids of the questions that fit best, best first."""
        with self._lock:
            return self._index.search(typed)


def _folded(text: str) -> str:
    """Full width to half, capitals to small letters, traditional characters to simplified."""
    return simplified(unicodedata.normalize("NFKC", text).casefold()).translate(_ONE)


def _parts(folded: str) -> Iterator[str]:
    """Runs of Chinese characters, without what a question is asked with, and words of other scripts."""
    for match in _WORD.finditer(folded):
        at, word = 0, match.group()
        for run in _HAN.finditer(word):
            if at < run.start():
                yield word[at : run.start()]
            yield from filter(None, _ASKED.split(run.group()))
            at = run.end()
        if at < len(word):
            yield word[at:]


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]


def _terms(text: str) -> Iterator[str]:
    """The terms of a text to be found: pairs of Chinese characters and a run's last one; other words as they are."""
    for part in _parts(_folded(text)):
        if _HAN.fullmatch(part):
            yield from _pairs(part)
            yield part[-1]
        else:
            yield part


def _one_slip_away(word: str) -> Iterator[str]:
    """Every word that one letter left out, doubled, exchanged or put wrong makes this one of (Damerau, 1964)."""
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    made = [head + tail[1] + tail[0] + tail[2:] for head, tail in splits if len(tail) > 1]
    made += [head + tail[1:] for head, tail in splits if tail]
    made += [head + letter + tail[1:] for head, tail in splits if tail for letter in _LETTERS]
    made += [head + letter + tail for head, tail in splits for letter in _LETTERS]
    yield from dict.fromkeys(made)
