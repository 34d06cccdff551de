"""Pinyin to Chinese: the candidates for letters typed, from the dictionary in `assets/pinyin`.

Each candidate says how many of the letters it takes; the rest is composed on. First comes the likeliest sentence for
all letters, then words for all of them, then words for the first syllables (longer ones before shorter), then single
characters. Syllables may be told apart by `'`; ü is `v`; a word is also found by the initials of its syllables, and
its last syllable may be unfinished. Nothing is learnt of what is typed.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from kiosk.places import ASSETS

FOLDER: Final = ASSETS / "pinyin"
LONGEST: Final = 40
"""Letters that are composed at once; no more are taken."""
MOST: Final = 160
"""Candidates for the same letters."""
_WORD_SYLLABLES: Final = 6
_MOST_LONGER: Final = 3
_UNKNOWN_COST: Final = 145.0
"""What a word costs before its weight: the logarithm of all words counted, in the measure of weights, and a little."""
_WORDS: Final = re.compile(r"(\D+?)(\d+) ?")


@dataclass(frozen=True, repr=False)
class Candidate:
    """Chinese for the first `used` letters."""

    text: str
    used: int


@dataclass(frozen=True)
class _Found:
    """A word for the letters from a place up to `end`."""

    text: str
    weight: int
    end: int


class Dictionary:
    """The dictionary's files, opened for reading: what is not looked up takes no memory.

    Raises OSError where a file is missing.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self._phrases = _Sorted(folder / "phrases.txt")
        self._initials = _Sorted(folder / "initials.txt")
        rows = (folder / "characters.txt").read_text(encoding="utf-8").splitlines()
        self.characters = {key: tuple(_words(words)) for key, _, words in (row.partition("\t") for row in rows)}
        self._beginnings = {key[:length] for key in self.characters for length in range(1, len(key) + 1)}
        self._longest = max(map(len, self.characters))

    def candidates(self, letters: str) -> tuple[Candidate, ...]:
        """What the letters may mean, the likeliest first; empty for what is no Pinyin at all."""
        typed = letters[:LONGEST]
        whole = len(typed.rstrip("'"))
        if not whole:
            return ()
        at_start = self._at(typed, 0)
        exact = sorted((one for one in at_start if one.end >= whole), key=_by_weight)
        words = [one for one in exact if len(one.text) > 1]
        same, longer = self._unfinished(typed)
        ordered = chain(
            self._sentence(typed),
            words,
            () if words else self._by_initials(typed),
            same,
            () if exact else longer,
            exact,
            longer,
            sorted((one for one in at_start if one.end < whole), key=lambda one: (-one.end, -one.weight)),
            self._first_letters(typed),
        )
        seen: dict[str, Candidate] = {}
        for one in ordered:
            used = one.end + (1 if typed[one.end : one.end + 1] == "'" else 0)
            seen.setdefault(one.text, Candidate(one.text, used))
            if len(seen) >= MOST:
                break
        return tuple(seen.values())

    def close(self) -> None:
        """Close the files."""
        self._phrases.close()
        self._initials.close()

    def _at(self, typed: str, start: int) -> list[_Found]:
        """Every word whose whole syllables are the letters from `start`."""
        found = []
        for path, end in self._paths(typed, start):
            if len(path) == 1:
                found += [_Found(text, weight, end) for text, weight in self.characters[path[0]]]
            else:
                found += [_Found(text, weight, end) for text, weight in self._phrases.exactly("'".join(path))]
        return found

    def _paths(self, typed: str, start: int) -> Iterator[tuple[tuple[str, ...], int]]:
        """Every way to read whole syllables from `start`, up to the longest word's."""
        ahead: list[tuple[tuple[str, ...], int]] = [((), start)]
        while ahead:
            path, at = ahead.pop()
            if path:
                yield path, at
            if len(path) == _WORD_SYLLABLES:
                continue
            if path and typed[at : at + 1] == "'":
                at += 1
            ends = range(at + 1, min(len(typed), at + self._longest) + 1)
            ahead.extend(((*path, typed[at:end]), end) for end in ends if typed[at:end] in self.characters)

    def _sentence(self, typed: str) -> list[_Found]:
        """The likeliest words for all letters, one after the other: the cheapest way from the first to the last."""
        whole = len(typed.rstrip("'"))
        best: dict[int, tuple[float, str]] = {0: (0.0, "")}
        for start in range(whole):
            if start not in best:
                continue
            cost, before = best[start]
            if typed[start] == "'":
                if start + 1 not in best or best[start + 1][0] > cost:
                    best[start + 1] = (cost, before)
                continue
            for one in self._at(typed, start):
                spent = cost + _UNKNOWN_COST - one.weight
                if one.end not in best or spent < best[one.end][0]:
                    best[one.end] = (spent, before + one.text)
        return [_Found(best[whole][1], 0, whole)] if whole in best and best[whole][1] else []

    def _by_initials(self, typed: str) -> list[_Found]:
        """Words by the initials of their syllables: `zz` and `zhzh` alike."""
        short, end = [], 0
        while end < len(typed):
            if typed[end] == "'":
                end += 1
                continue
            if typed[end] in "iuv":
                return []  # begins no syllable
            short.append(typed[end])
            end += 2 if typed[end : end + 2] in ("zh", "ch", "sh") else 1
        if len(short) < 2:
            return []
        return [_Found(text, weight, end) for text, weight in self._initials.exactly("".join(short))]

    def _unfinished(self, typed: str) -> tuple[list[_Found], list[_Found]]:
        """Words whose last syllable is only begun (`zhuanz`), and some that go on after the letters (`shoujiyin`)."""
        same: dict[str, _Found] = {}
        longer: dict[str, _Found] = {}
        for path, end in self._paths(typed, 0):
            at = end + 1 if typed[end : end + 1] == "'" else end
            rest = typed[at:]
            if len(path) < _WORD_SYLLABLES and rest in self._beginnings:
                for key, words in self._phrases.beginning("'".join(path) + "'" + rest):
                    into = same if key.count("'") == len(path) else longer
                    for text, weight in words:
                        into.setdefault(text, _Found(text, weight, len(typed)))
        return sorted(same.values(), key=_by_weight), sorted(longer.values(), key=_by_weight)[:_MOST_LONGER]

    def _first_letters(self, typed: str) -> list[_Found]:
        """Characters for a first syllable that is only begun, where the letters begin with none."""
        for end in range(min(len(typed), self._longest), 0, -1):
            begun = typed[:end]
            if begun in self._beginnings:
                keys = (
                    [begun] if begun in self.characters else [key for key in self.characters if key.startswith(begun)]
                )
                found = [_Found(text, weight, end) for key in keys for text, weight in self.characters[key]]
                return sorted(found, key=_by_weight)[:MOST]
        return []


class _Sorted:
    """A file of lines sorted by their keys, looked into by halving."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as opened:
            self._bytes = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)

    def close(self) -> None:
        self._bytes.close()

    def exactly(self, key: str) -> Iterator[tuple[str, int]]:
        """The words of a key."""
        start = key.encode() + b"\t"
        at = self._first(start)
        line = self._line(at)
        if line.startswith(start):
            yield from _words(line[len(start) :].decode())

    def beginning(self, start: str) -> Iterator[tuple[str, tuple[tuple[str, int], ...]]]:
        """Every key that begins so, with its words."""
        prefix = start.encode()
        at = self._first(prefix)
        while (line := self._line(at)).startswith(prefix):
            key, _, words = line.decode().partition("\t")
            yield key, tuple(_words(words))
            at += len(line) + 1

    def _first(self, start: bytes) -> int:
        """Where the first line lies that is not before `start`."""
        low, high = 0, len(self._bytes)
        while low < high:
            middle = self._bytes.rfind(b"\n", 0, (low + high) // 2) + 1
            middle = max(middle, low)
            line = self._line(middle)
            if line < start:
                low = middle + len(line) + 1
            else:
                high = middle
        return low

    def _line(self, at: int) -> bytes:
        end = self._bytes.find(b"\n", at)
        return self._bytes[at:end] if end >= 0 else b""


def _words(text: str) -> Iterator[tuple[str, int]]:
    return ((word, int(weight)) for word, weight in _WORDS.findall(text))


def _by_weight(found: _Found) -> int:
    return -found.weight
