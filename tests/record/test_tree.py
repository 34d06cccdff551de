"""The tree agrees with the definitions of RFC 6962, and its proofs convince only of what is true."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.record.tree import (
    EMPTY_ROOT,
    Frontier,
    LeafSource,
    inclusion_proof,
    leaf_hash,
    node_hash,
    verify_inclusion,
)

# The inputs and roots that Certificate Transparency implementations share as test vectors.
CT_INPUTS = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
CT_ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}

bodies = st.lists(st.binary(max_size=8), max_size=70)


def hash_of(inputs: list[bytes]) -> bytes:
    """MTH exactly as RFC 6962, 2.1 defines it, by recursion over the inputs."""
    if not inputs:
        return sha256().digest()
    if len(inputs) == 1:
        return sha256(b"\x00" + inputs[0]).digest()
    k = 1
    while k * 2 < len(inputs):
        k *= 2
    return sha256(b"\x01" + hash_of(inputs[:k]) + hash_of(inputs[k:])).digest()


def source(inputs: list[bytes]) -> LeafSource:
    return lambda start, stop: map(leaf_hash, inputs[start:stop])


def test_published_vectors() -> None:
    for size, root in CT_ROOTS.items():
        assert Frontier.of(map(leaf_hash, CT_INPUTS[:size])).root().hex() == root
    assert sha256(b"").digest() == EMPTY_ROOT == Frontier().root()


@given(bodies)
def test_root_is_the_recursive_definition(inputs: list[bytes]) -> None:
    assert Frontier.of(map(leaf_hash, inputs)).root() == hash_of(inputs)


@given(bodies, st.integers(0, 70))
def test_a_frontier_survives_storage_and_goes_on(inputs: list[bytes], cut: int) -> None:
    first = Frontier.of(map(leaf_hash, inputs[:cut]))
    again = Frontier.from_bytes(first.size, first.to_bytes())
    for body in inputs[cut:]:
        again.add(leaf_hash(body))
    assert again.root() == hash_of(inputs)


def test_a_copy_does_not_follow() -> None:
    frontier = Frontier.of([leaf_hash(b"a"), leaf_hash(b"b"), leaf_hash(b"c")])
    kept = frontier.copy()
    frontier.add(leaf_hash(b"d"))
    assert (kept.size, kept.root()) == (3, hash_of([b"a", b"b", b"c"]))


@pytest.mark.parametrize(("size", "length"), [(0, 32), (1, 0), (3, 32), (3, 65), (-1, 32)])
def test_a_frontier_of_a_wrong_length_is_refused(size: int, length: int) -> None:
    with pytest.raises(ValueError, match="frontier"):
        Frontier.from_bytes(size, bytes(length))


@given(st.data())
def test_every_leaf_is_proved_and_no_other(data: st.DataObject) -> None:
    inputs = data.draw(st.lists(st.binary(max_size=8), min_size=1, max_size=70, unique=True))
    index = data.draw(st.integers(0, len(inputs) - 1))
    size, root = len(inputs), hash_of(inputs)
    proof = inclusion_proof(index, size, source(inputs))
    assert verify_inclusion(leaf_hash(inputs[index]), index, size, proof, root)

    other = data.draw(st.integers(0, size - 1).filter(lambda i: i != index)) if size > 1 else None
    if other is not None:
        assert not verify_inclusion(leaf_hash(inputs[other]), index, size, proof, root)
        assert not verify_inclusion(leaf_hash(inputs[index]), other, size, proof, root)
    assert not verify_inclusion(leaf_hash(inputs[index]), index, size, (*proof, bytes(32)), root)
    assert not verify_inclusion(leaf_hash(inputs[index]), index, size, proof, bytes(32))
    for cut in range(len(proof)):
        assert not verify_inclusion(leaf_hash(inputs[index]), index, size, proof[:cut] + proof[cut + 1 :], root)


@given(st.data())
def test_what_is_kept_is_proved_after_the_first_leaves_are_gone(data: st.DataObject) -> None:
    inputs = data.draw(st.lists(st.binary(max_size=8), min_size=1, max_size=70))
    index = data.draw(st.integers(0, len(inputs) - 1))
    gone = data.draw(st.integers(0, index))

    def leaves(start: int, stop: int) -> list[bytes]:
        assert start >= gone, "a leaf that is gone was read"
        return list(source(inputs)(start, stop))

    kept = Frontier.of(map(leaf_hash, inputs[:gone]))
    assert inclusion_proof(index, len(inputs), leaves, kept) == inclusion_proof(index, len(inputs), source(inputs))
    if gone:
        with pytest.raises(ValueError, match="not in"):
            inclusion_proof(gone - 1, len(inputs), leaves, kept)


@given(st.lists(st.binary(min_size=30, max_size=33), max_size=8), st.integers(-1, 20), st.integers(-1, 20))
def test_any_proof_is_answered(proof: list[bytes], index: int, size: int) -> None:
    assert not verify_inclusion(bytes(32), index, size, proof, hash_of([b"x"]))


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_no_proof_of_a_leaf_outside(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="not in"):
        inclusion_proof(index, size, source([b"a"] * 4))


def test_a_leaf_is_never_an_inner_node() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)
