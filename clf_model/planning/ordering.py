"""In which order to work: stages early, weighted, each capability's stages in turn.

The sum of weight × completion over chains of jobs on one machine is least when, again and again, that
beginning of a chain comes next whose weight for its effort is greatest (W. A. Horn, "Single-machine job
sequencing with treelike precedence ordering and linear delay penalties", SIAM Journal on Applied Mathematics
23, 1972; J. B. Sidney, "Decomposition algorithms for single-machine sequencing with precedence relations and
deferral costs", Operations Research 23, 1975; E. L. Lawler, "Sequencing jobs to minimize total weighted
completion time subject to precedence constraints", Annals of Discrete Mathematics 2, 1978).
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

Item = TypeVar("Item", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Link(Generic[Item]):
    """One job of a chain: its weight, and what has to be done for it."""

    weight: int
    items: Collection[Item]


def ordered(chains: Sequence[Sequence[Link[Item]]], effort: Mapping[Item, int]) -> list[tuple[int, int]]:
    """Every job as (chain, place in it), both from 0, in the order in which to do them.

    Exact where no two jobs share an item. Where they do, an item counts until it is done once, and the order
    is a good one without that promise: with shared work the problem is NP-hard. Equals keep their order.
    """
    position = [0] * len(chains)
    done: set[Item] = set()
    order: list[tuple[int, int]] = []
    while True:
        best: tuple[tuple[bool, Fraction], int, int] | None = None
        for number, chain in enumerate(chains):
            found = _beginning(chain[position[number] :], effort, done)
            if found and (best is None or found[0] > best[0]):
                best = (found[0], number, found[1])
        if best is None:
            return order
        _, number, length = best
        for link in chains[number][position[number] : position[number] + length]:
            order.append((number, position[number]))
            position[number] += 1
            done.update(link.items)


def _beginning(
    chain: Sequence[Link[Item]], effort: Mapping[Item, int], done: Collection[Item]
) -> tuple[tuple[bool, Fraction], int] | None:
    """The beginning of a chain with the most weight for its effort: that ratio and its length.

    What takes no effort comes before all else, whatever its weight: it delays nothing.
    """
    best: tuple[tuple[bool, Fraction], int] | None = None
    seen: set[Item] = set()
    weight = total = 0
    for length, link in enumerate(chain, 1):
        weight += link.weight
        new = set(link.items).difference(seen, done)
        total += sum(effort[item] for item in new)
        seen |= new
        ratio = (total == 0, Fraction(weight, total) if total else Fraction(0))
        if best is None or ratio > best[0]:
            best = (ratio, length)
    return best
