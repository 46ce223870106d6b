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
from heapq import heappop, heappush
from typing import Generic, TypeVar

Item = TypeVar("Item", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Link(Generic[Item]):
    """One job of a chain: its weight, what has to be done for it, and where it stands among equals."""

    weight: int
    items: Collection[Item]
    rank: int = 0


def ordered(chains: Sequence[Sequence[Link[Item]]], effort: Mapping[Item, int]) -> list[tuple[int, int]]:
    """Every job as (chain, place in it), both from 0, in the order in which to do them.

    Exact where no two jobs share an item. Where they do, an item counts until it is done once, and the order
    is a good one without that promise: with shared work the problem is NP-hard. Among equals the lowest rank
    comes first, then the earlier chain.
    """
    users: dict[Item, set[int]] = {}
    for number, chain in enumerate(chains):
        for item in {item for link in chain for item in link.items}:
            users.setdefault(item, set()).add(number)
    position = [0] * len(chains)
    version = [0] * len(chains)
    done: set[Item] = set()
    order: list[tuple[int, int]] = []
    heap: list[tuple[tuple[bool, Fraction], int, int, int, int]] = []

    def push(number: int) -> None:
        """Put a chain's beginning in the heap; what is there of it already no longer counts."""
        version[number] += 1
        if rest := chains[number][position[number] :]:
            ratio, length = _beginning(rest, effort, done)
            heappush(heap, (ratio, rest[0].rank, number, length, version[number]))

    for number in range(len(chains)):
        push(number)
    while heap:
        _, _, number, length, pushed = heappop(heap)
        if pushed != version[number]:
            continue
        touched = {number}
        for link in chains[number][position[number] : position[number] + length]:
            order.append((number, position[number]))
            position[number] += 1
            for item in set(link.items).difference(done):
                done.add(item)
                touched |= users[item]
        for other in touched:
            push(other)
    return order


def _beginning(
    chain: Sequence[Link[Item]], effort: Mapping[Item, int], done: Collection[Item]
) -> tuple[tuple[bool, Fraction], int]:
    """The beginning of a chain with the most weight for its effort: its rate, least where best, and length.

    What takes no effort comes before all else, whatever its weight: it delays nothing.
    """
    found: list[tuple[tuple[bool, Fraction], int]] = []
    seen: set[Item] = set()
    weight = total = 0
    for length, link in enumerate(chain, 1):
        weight += link.weight
        new = set(link.items).difference(seen, done)
        total += sum(effort[item] for item in new)
        seen |= new
        found.append(((total > 0, Fraction(-weight, total) if total else Fraction(0)), length))
    return min(found)
