"""Make the dictionary of the on-screen keyboard, `assets/pinyin/`, from two MIT-licensed packages.

    uv run --with pypinyin==0.55.0 --with jieba==0.42.1 python packaging/pinyin/build.py

Words and how often they occur are those of jieba's `dict.txt`, readings those of pypinyin; `bank_words.txt` beside this
script adds what customers of a bank write. Only what GB 2312 has is taken: the standard's 6,763 simplified characters.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from pathlib import Path
from typing import Final

import jieba
from pypinyin import Style, lazy_pinyin, pinyin

HERE: Final = Path(__file__).resolve().parent
OUT: Final = HERE.parents[1] / "assets" / "pinyin"
DICTIONARY: Final = Path(jieba.__file__).with_name("dict.txt")
LONGEST: Final = 6
LEAST: Final = 20
"""How often a word of several characters occurs at least in jieba's count."""
LEAST_NAME: Final = 200
LEAST_BY_INITIALS: Final = 40
MOST_BY_INITIALS: Final = 40
BANK_COUNT: Final = 3000
"""The count of a bank's own words, so that they come early."""
NO_SYLLABLES: Final = frozenset({"hng", "m", "n", "ng"})
"""Readings of interjections, which would make every n and m a syllable of its own."""
SHARE_OF_USE: Final = 0.1
"""How much a character's use in words counts beside its use alone."""


def plain(word: str) -> bool:
    """Whether a word is written in the characters of GB 2312 alone."""
    try:
        word.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return all("\u4e00" <= letter <= "\u9fff" for letter in word)


def reading(word: str) -> list[str]:
    """A word's syllables, without tones, ü written v."""
    return lazy_pinyin(word, style=Style.NORMAL, v_to_u=False)


def weight(count: float) -> int:
    """How often, as eight times the natural logarithm."""
    return round(8 * math.log(max(count, 1)))


def line(key: str, words: dict[str, int]) -> str:
    """One line: the key, and its words by falling weight."""
    ordered = sorted(words.items(), key=lambda pair: (-pair[1], pair[0]))
    return f"{key}\t" + " ".join(f"{word}{count}" for word, count in ordered)


def main() -> None:
    """Write the three files."""
    counts: dict[str, int] = {}
    for row in DICTIONARY.read_text(encoding="utf-8").splitlines():
        word, count, kind = row.split(" ")
        least = 1 if len(word) == 1 else LEAST_NAME if kind in ("nr", "nrt", "nrfg") else LEAST
        if len(word) <= LONGEST and int(count) >= least and plain(word):
            counts[word] = int(count)
    for word in (HERE / "bank_words.txt").read_text(encoding="utf-8").split():
        if not plain(word) or not 2 <= len(word) <= LONGEST:
            raise SystemExit(f"{word} is no word for the keyboard")
        counts[word] = max(counts.get(word, 0), BANK_COUNT)

    used: Counter[tuple[str, str]] = Counter()
    phrases: dict[str, dict[str, int]] = defaultdict(dict)
    initials: dict[str, dict[str, int]] = defaultdict(dict)
    for word, count in counts.items():
        syllables = reading(word)
        if len(syllables) != len(word) or not all(part.isascii() and part.isalpha() for part in syllables):
            continue
        for letter, part in zip(word, syllables, strict=True):
            used[letter, part] += count
        if len(word) > 1:
            phrases["'".join(syllables)][word] = weight(count)
            if count >= LEAST_BY_INITIALS:
                initials["".join(part[0] for part in syllables)][word] = weight(count)

    characters: dict[str, dict[str, int]] = defaultdict(dict)
    for number in range(0x4E00, 0xA000):
        letter = chr(number)
        if not plain(letter):
            continue
        first = reading(letter)[0]
        (readings,) = pinyin(letter, style=Style.NORMAL, heteronym=True, v_to_u=False)
        for part in readings:
            if not (part.isascii() and part.isalpha()) or part in NO_SYLLABLES:
                continue
            alone = counts.get(letter, 1) if part == first else 1
            characters[part][letter] = weight(alone + SHARE_OF_USE * used[letter, part])

    write("characters.txt", characters)
    write("phrases.txt", phrases)
    write("initials.txt", {key: dict(Counter(words).most_common(MOST_BY_INITIALS)) for key, words in initials.items()})


def write(name: str, table: dict[str, dict[str, int]]) -> None:
    """Write a table sorted by key, so that a reader finds a line by halving."""
    text = "\n".join(line(key, table[key]) for key in sorted(table)) + "\n"
    (OUT / name).write_text(text, encoding="utf-8")
    print(f"{name}: {len(table):,} keys, {sum(map(len, table.values())):,} words, {len(text.encode()):,} bytes")


if __name__ == "__main__":
    main()
