"""Looks into the memory of another process, as somebody with its privileges could (proc(5), /proc/pid/mem)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

_ALIGNED: Final = 16
"""What malloc aligns to, and numpy and onnxruntime with it: where a piece of a tensor can begin."""
_PAGE: Final = 4096
_FORMS: Final = ("utf-8", "utf-16-le", "utf-32-le")  # and so ASCII, UCS-2 and UCS-4
_SIGNS: Final = 12
"""How many of a template's largest numbers must have its signs before all of them are compared."""
_ALIKE: Final = 0.9
"""The least cosine of two templates that are the same face in the same minute, whatever their scale."""


@dataclass(frozen=True)
class Secrets:
    """What is looked for: `texts` and `marks` by name, pieces of tensors, and whole templates (float32)."""

    texts: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, bytes] = field(default_factory=dict)
    pieces: frozenset[bytes] = frozenset()
    templates: Sequence[NDArray[np.float32]] = ()

    def exactly_in(self, content: bytes) -> set[str]:
        """Whose text, in any form that Python and C keep text in, or whose mark is there."""
        texts = {name for name, text in self.texts.items() if any(text.encode(form) in content for form in _FORMS)}
        return texts | {name for name, mark in self.marks.items() if mark in content}


def written(pid: int) -> Iterator[bytes]:
    """The content of every writable mapping, without the pages that say one thing only: never used, or overwritten.

    Raises `PermissionError` where it may not be read.
    """
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8", errors="replace").splitlines():
            where, access, *_ = line.split(maxsplit=2)
            if "w" not in access:
                continue
            first, last = (int(end, 16) for end in where.split("-"))
            memory.seek(first)
            try:
                content = memory.read(last - first)
            except OSError:
                continue  # it is gone since, or a device's
            pages = np.frombuffer(content, np.uint64, count=len(content) // _PAGE * _PAGE // 8).reshape(-1, _PAGE // 8)
            yield pages[(pages != pages[:, :1]).any(axis=1)].tobytes()


def found(pid: int, secrets: Secrets) -> frozenset[str]:
    """The names of the secrets that lie in a process's memory; `tensor` and `template` for the nameless ones."""
    names: set[str] = set()
    for content in written(pid):
        names |= secrets.exactly_in(content)
        if _holds_piece(content, secrets.pieces):
            names.add("tensor")
        if any(_holds_likeness(content, template) for template in secrets.templates):
            names.add("template")
    return frozenset(names)


def _holds_piece(content: bytes, pieces: Collection[bytes]) -> bool:
    begins = np.frombuffer(content, np.uint64)[:: _ALIGNED // 8]
    wanted = np.array([int.from_bytes(piece[:8], "little") for piece in pieces], np.uint64)
    likely = np.zeros(2**16, np.bool_)
    likely[_middle(wanted)] = True
    candidates = np.flatnonzero(likely[_middle(begins)])
    places = candidates[np.isin(begins[candidates], wanted)] * _ALIGNED
    lengths = {len(piece) for piece in pieces}
    return any(content[at : at + length] in pieces for at in places.tolist() for length in lengths)


def _middle(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Sixteen bits of each word that differ much among floats."""
    return (words >> np.uint64(8)) & np.uint64(0xFFFF)


def _holds_likeness(content: bytes, template: NDArray[np.float32]) -> bool:
    """Whether numbers lie there that point where this face's do: a template, a sum of some, or one not yet scaled."""
    floats = np.frombuffer(content, np.float32)
    last = len(floats) - len(template) + 1
    if last <= 0:
        return False
    with np.errstate(all="ignore"):  # most of it is no floats at all
        positive, negative = floats > 0, floats < 0
        agree = np.ones(last, np.bool_)
        for index in np.argsort(-np.abs(template))[:_SIGNS].tolist():
            agree &= (positive if template[index] > 0 else negative)[index : index + last]
        here = (floats[at : at + len(template)].astype(np.float64) for at in np.flatnonzero(agree).tolist())
        return any(one @ template >= _ALIKE * np.linalg.norm(one) * np.linalg.norm(template) for one in here)
