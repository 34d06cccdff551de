"""The Merkle tree of RFC 6962 over the exact stored bytes of the records, by SHA-256.

A leaf is a record's `leaf_hash`; hashes are 32 bytes. The tree itself is never kept: `Frontier` is all that appending
needs, and proofs are computed from a leaf source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Final, TypeAlias

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = sha256(b"").digest()

LeafSource: TypeAlias = Callable[[int, int], Iterable[bytes]]
"""`(start, stop)` -> the leaf hashes of that half-open range, in order; indices count from 0."""


def leaf_hash(body: bytes) -> bytes:
    """The leaf of a record (RFC 6962, 2.1)."""
    return sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The inner node above two subtrees (RFC 6962, 2.1)."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The roots of the perfect subtrees a tree consists of, largest first: a compact range that begins at 0.

    It holds as many hashes as `size` has one bits. `add` costs two hashes on average, `root` at most 63.
    """

    __slots__ = ("_nodes", "size")

    def __init__(self) -> None:
        self.size = 0
        self._nodes: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Append a leaf hash."""
        self._nodes.append(leaf)
        self.size += 1
        complete = self.size
        while complete % 2 == 0:
            right = self._nodes.pop()
            self._nodes[-1] = node_hash(self._nodes[-1], right)
            complete //= 2

    def root(self) -> bytes:
        """The tree's root hash; `EMPTY_ROOT` for no leaves."""
        if not self._nodes:
            return EMPTY_ROOT
        *rest, root = self._nodes
        for node in reversed(rest):
            root = node_hash(node, root)
        return root

    def copy(self) -> Frontier:
        """An independent frontier of the same tree."""
        other = Frontier()
        other.size, other._nodes = self.size, self._nodes.copy()
        return other

    def to_bytes(self) -> bytes:
        """The hashes, largest subtree first: 32 bytes for each one bit of `size`."""
        return b"".join(self._nodes)

    def subtrees(self) -> dict[tuple[int, int], bytes]:
        """The hash of each perfect subtree, by its half-open range of leaves."""
        found: dict[tuple[int, int], bytes] = {}
        start = 0
        for bit, node in zip(_ones(self.size), self._nodes, strict=True):
            found[start, start + bit] = node
            start += bit
        return found

    @classmethod
    def from_bytes(cls, size: int, raw: bytes) -> Frontier:
        """The frontier that `to_bytes` wrote. Raises ValueError where the length does not fit the size."""
        if size < 0 or len(raw) != HASH_BYTES * size.bit_count():
            raise ValueError(f"a frontier of {size} leaves has not {len(raw)} bytes")
        frontier = cls()
        frontier.size = size
        frontier._nodes = [raw[at : at + HASH_BYTES] for at in range(0, len(raw), HASH_BYTES)]
        return frontier

    @classmethod
    def of(cls, leaves: Iterable[bytes]) -> Frontier:
        """The frontier of these leaf hashes."""
        frontier = cls()
        for leaf in leaves:
            frontier.add(leaf)
        return frontier


def inclusion_proof(index: int, size: int, leaves: LeafSource, kept: Frontier | None = None) -> tuple[bytes, ...]:
    """The audit path of leaf `index` in the tree of the first `size` leaves (RFC 6962, 2.1.1).

    Reads every leaf of that tree; where the first ones are gone, those past the frontier `kept` of them. Raises
    ValueError for an index outside the tree, or among those that are gone.
    """
    kept = kept or Frontier()
    if not kept.size <= index < size:
        raise ValueError(f"leaf {index} is not in the kept part of a tree of {size}")
    gone = kept.subtrees()
    path: list[bytes] = []
    start, stop = 0, size
    while stop - start > 1:
        middle = start + _split(stop - start)
        if index < middle:
            path.append(_subtree(middle, stop, leaves))
            stop = middle
        else:
            path.append(_left(start, middle, leaves, kept.size, gone))
            start = middle
    return tuple(reversed(path))


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Iterable[bytes], root: bytes) -> bool:
    """Whether the proof shows the leaf hash at `index` of the tree with that root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    fn, sn, computed = index, size - 1, leaf
    for sibling in proof:
        if sn == 0 or len(sibling) != HASH_BYTES:
            return False
        if fn % 2 or fn == sn:
            computed = node_hash(sibling, computed)
            while fn % 2 == 0 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            computed = node_hash(computed, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and computed == root


def _split(size: int) -> int:
    """The largest power of two below `size` (RFC 6962, 2.1); size is at least 2."""
    return 1 << (size - 1).bit_length() - 1


def _subtree(start: int, stop: int, leaves: LeafSource) -> bytes:
    return Frontier.of(leaves(start, stop)).root()


def _left(start: int, stop: int, leaves: LeafSource, gone_upto: int, gone: dict[tuple[int, int], bytes]) -> bytes:
    """The root of a perfect subtree left of a path, of which leaves may be gone.

    Its part that is gone consists of whole subtrees of the frontier: both are the binary digits of one number.
    """
    if start >= gone_upto:
        return _subtree(start, stop, leaves)
    if (start, stop) in gone:
        return gone[start, stop]
    middle = (start + stop) // 2
    return node_hash(_left(start, middle, leaves, gone_upto, gone), _left(middle, stop, leaves, gone_upto, gone))


def _ones(number: int) -> list[int]:
    """The powers of two a number is the sum of, largest first."""
    return [1 << bit for bit in reversed(range(number.bit_length())) if number >> bit & 1]
