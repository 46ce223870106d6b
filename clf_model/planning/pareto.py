"""The best trade-offs between effort and value where one choice is made for each of several things.

Pareto merging: the trade-offs of the first n things and the choices for the next one give those of n + 1, and
what another is at least as good as in both respects is left out (Nemhauser and Ullmann, "Discrete dynamic
programming and capital allocation", Management Science 15, 1969). Exact for whole numbers of any size.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Choice = tuple[int, int]
"""A value and what it costs: effort in whole units, and below a unit what is to be least among equals."""


@dataclass(frozen=True, slots=True)
class Tradeoffs:
    """For the first 0, 1, 2… things the least cost by value, without what is dominated."""

    options: tuple[Sequence[Choice], ...]
    layers: tuple[Mapping[int, int], ...]

    @property
    def points(self) -> tuple[Choice, ...]:
        """Every trade-off over all things; value and effort both ascend."""
        return tuple(reversed(list(self.layers[-1].items())))

    @property
    def best(self) -> Iterator[tuple[int, ...]]:
        """Every way to the greatest value at the least cost."""
        return self.picks(self.points[-1])

    def picks(self, point: Choice) -> Iterator[tuple[int, ...]]:
        """Every way to a point at the same cost: the number of the choice for each thing, from 0."""
        waiting: list[tuple[int, int, tuple[int, ...]]] = [(*point, ())]
        while waiting:
            value, cost, picked = waiting.pop()
            things = len(self.options) - len(picked)
            if not things:
                yield picked
                continue
            layer = self.layers[things - 1]
            # A best trade-off continues best trade-offs only: a better beginning would better the whole.
            waiting += [
                (value - added, cost - more, (number, *picked))
                for number, (added, more) in reversed(list(enumerate(self.options[things - 1])))
                if layer.get(value - added) == cost - more
            ]


def tradeoffs(options: Sequence[Sequence[Choice]], limit: int | None = None, unit: int = 1) -> Tradeoffs:
    """The best trade-offs between value and effort, one choice for each thing, up to a limit of effort.

    Args:
        options: each thing's choices, which ascend in effort; the first takes none.
        limit: the most effort, in units; None for no limit.
        unit: how much cost is one unit of effort; what all choices cost below whole units adds up to less.
    """
    most = sum(max(cost for _, cost in choices) for choices in options)
    if limit is not None:
        most = min(most, limit * unit + unit - 1)
    layer = {0: 0}
    layers = [layer]
    for choices in options:
        least: dict[int, int] = {}
        for value, cost in layer.items():
            for added, more in choices:
                total = cost + more
                if total > most:
                    break
                reached = value + added
                if total < least.get(reached, total + 1):
                    least[reached] = total
        layer = _undominated(least, unit)
        layers.append(layer)
    return Tradeoffs(tuple(options), tuple(layers))


def _undominated(least: dict[int, int], unit: int) -> dict[int, int]:
    """Cost by value, the greatest first, without values that a greater one reaches for no more effort."""
    kept: dict[int, int] = {}
    best: int | None = None
    for value in sorted(least, reverse=True):
        effort = least[value] // unit
        if best is None or effort < best:
            kept[value] = least[value]
            best = effort
    return kept
