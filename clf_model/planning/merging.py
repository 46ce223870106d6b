"""The best trade-offs between effort and value where one choice is made for each of several things.

Pareto merging: the trade-offs of the first n things and the choices for the next one give those of n + 1, and
what another is at least as good as in both respects is left out (Nemhauser and Ullmann, "Discrete dynamic
programming and capital allocation", Management Science 15, 1969). Exact for whole numbers of any size.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Choice = tuple[int, int]
"""A value and the effort that it takes."""


@dataclass(frozen=True, slots=True)
class Tradeoffs:
    """For the first 0, 1, 2… things the least effort by value, without what is dominated."""

    options: tuple[Sequence[Choice], ...]
    layers: tuple[Mapping[int, int], ...]

    @property
    def points(self) -> tuple[Choice, ...]:
        """Every trade-off over all things; value and effort both ascend."""
        return tuple(reversed(list(self.layers[-1].items())))

    def picks(self, point: Choice) -> Iterator[tuple[int, ...]]:
        """Every equally good way to a point: the number of the choice for each thing, from 0."""
        return self._picks(len(self.options), *point)

    def _picks(self, things: int, value: int, effort: int) -> Iterator[tuple[int, ...]]:
        if not things:
            yield ()
            return
        layer = self.layers[things - 1]
        for number, (added, cost) in enumerate(self.options[things - 1]):
            # A best trade-off continues best trade-offs only: a better beginning would better the whole.
            if layer.get(value - added) == effort - cost:
                for picked in self._picks(things - 1, value - added, effort - cost):
                    yield (*picked, number)


def tradeoffs(options: Sequence[Sequence[Choice]], limit: int | None = None) -> Tradeoffs:
    """The best trade-offs of one choice for each thing, up to a limit of effort.

    Each thing's choices ascend in effort, and its first takes none.
    """
    if limit is None:
        limit = sum(choices[-1][1] for choices in options)
    layer = {0: 0}
    layers = [layer]
    for choices in options:
        least: dict[int, int] = {}
        for value, effort in layer.items():
            for added, cost in choices:
                total = effort + cost
                if total > limit:
                    break
                reached = value + added
                if total < least.get(reached, total + 1):
                    least[reached] = total
        layer = _undominated(least)
        layers.append(layer)
    return Tradeoffs(tuple(options), tuple(layers))


def _undominated(least: dict[int, int]) -> dict[int, int]:
    """Effort by value, the greatest value first, without values that a greater one reaches for no more."""
    kept: dict[int, int] = {}
    best = -1
    for value in sorted(least, reverse=True):
        effort = least[value]
        if best < 0 or effort < best:
            kept[value] = best = effort
    return kept
