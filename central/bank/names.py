"""Does a name fit an account's holder: the measure behind Confirmation of Payee (docs/payments.md).

Both names are normalised: Unicode NFKC, case folded, accents and punctuation taken away, forms of address left out.

- Chinese names are compared character by character, without blanks and middle dots. Names of three characters or more
  of which one is wrong, missing or too many are close.
- Names in Latin letters are compared as words, in any order, for documents write the family name first. Names are
  close if at least two words are the same and the others are left out or initials, or if their edit similarity is 0.8
  or more.
- Names in different scripts cannot be compared.

The edit distance is optimal string alignment: insertions, deletions, replacements and neighbours exchanged.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Final

from kiosk.core.fraud import PayeeCheck

CLOSE: Final = 0.8
"""The least similarity, 1 - distance / length of the longer, of Latin names that are close."""
_SHORTEST_CLOSE: Final = 3
"""Characters of a Chinese name below which one wrong one makes another person."""
_LONGEST: Final = 140
_TITLES: Final = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "sir"})
_TITLES_CN: Final = ("先生", "女士", "小姐")


def check(typed: str, held: str) -> PayeeCheck:
    """What a typed name is to the name of an account's holder. `UNAVAILABLE`: the two cannot be compared."""
    ours, theirs = normalised(typed), normalised(held)
    if not ours or not theirs:
        return PayeeCheck.UNAVAILABLE
    chinese = _is_chinese(ours), _is_chinese(theirs)
    if chinese == (True, True):
        return _check_chinese("".join(ours.split()), "".join(theirs.split()))
    if chinese == (False, False):
        return _check_words(ours.split(), theirs.split())
    return PayeeCheck.UNAVAILABLE


def normalised(name: str) -> str:
    """A name as it is compared: words with one blank between."""
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", name[:_LONGEST]).casefold())
    kept = (letter if unicodedata.category(letter)[0] in "LN" else " " for letter in folded if not _is_mark(letter))
    words = "".join(kept).split()
    if len(words) > 1:
        words = [word for word in words if word not in _TITLES] or words
    text = " ".join(words)
    if _is_chinese(text):
        for title in _TITLES_CN:
            if len(text.removesuffix(title).strip()) > 1:
                text = text.removesuffix(title).strip()
    return text


def distance(one: str, other: str) -> int:
    """How many insertions, deletions, replacements and exchanges of neighbours make one text another."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        now = [i]
        for j, right in enumerate(other, 1):
            best = min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                best = min(best, before[j - 2] + 1)
            now.append(best)
        before, last = last, now
    return last[-1]


def similarity(one: str, other: str) -> float:
    """1 for the same text, 0 for one that has nothing in common."""
    longest = max(len(one), len(other))
    return 1 - distance(one, other) / longest if longest else 1.0


def _check_chinese(ours: str, theirs: str) -> PayeeCheck:
    if ours == theirs:
        return PayeeCheck.MATCH
    long_enough = min(len(ours), len(theirs)) >= _SHORTEST_CLOSE - 1 and max(len(ours), len(theirs)) >= _SHORTEST_CLOSE
    return PayeeCheck.CLOSE_MATCH if long_enough and distance(ours, theirs) == 1 else PayeeCheck.NO_MATCH


def _check_words(ours: list[str], theirs: list[str]) -> PayeeCheck:
    one, other = sorted(ours), sorted(theirs)
    if one == other or "".join(ours) == "".join(theirs):
        return PayeeCheck.MATCH
    if _left_out(ours, theirs) or similarity(" ".join(one), " ".join(other)) >= CLOSE:
        return PayeeCheck.CLOSE_MATCH
    return PayeeCheck.NO_MATCH


def _left_out(ours: list[str], theirs: list[str]) -> bool:
    """Whether at least two words are the same, or one and an initial, and every other of the shorter is an initial."""
    shorter, longer = sorted((ours, theirs), key=len)
    rest = Counter(longer)
    same = Counter(shorter) & rest
    rest -= same
    initials = 0
    for word in (Counter(shorter) - same).elements():
        of = next((long for long in rest.elements() if long[0] == word[0] and 1 in (len(word), len(long))), None)
        if of is None:
            return False
        rest[of] -= 1
        rest += Counter()
        initials += 1
    longest = max((len(word) for word in same), default=0)
    return longest > 1 and same.total() + initials >= 2


def _is_chinese(text: str) -> bool:
    return any("\u3400" <= letter <= "\u9fff" or "\U00020000" <= letter <= "\U0003ffff" for letter in text)


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter) == "Mn"
