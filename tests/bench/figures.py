"""A measured figure: the median of ours beside the median of a baseline, taken turn by turn in one run."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """Seconds of ours and of the baseline, one of each a round.

    Args:
        name: what was measured.
        goal: the largest ratio of medians that is good enough.
        method: how it was measured.
        baseline: what it is measured against, said so that somebody else could write it anew.
    """

    name: str
    goal: float
    method: str
    baseline: str
    ours: tuple[float, ...]
    theirs: tuple[float, ...]

    @property
    def medians(self) -> tuple[float, float]:
        """Median seconds of ours and of the baseline."""
        return statistics.median(self.ours), statistics.median(self.theirs)

    @property
    def ratio(self) -> float:
        """Our median as a multiple of the baseline's."""
        ours, theirs = self.medians
        return ours / theirs

    @property
    def rounds(self) -> int:
        """How many times each side was measured."""
        return len(self.ours)

    def __str__(self) -> str:
        ours, theirs = self.medians
        return (
            f"{self.name}: {self.ratio:.2f} (goal {self.goal}), "
            f"{milliseconds(ours)} against {milliseconds(theirs)}, {self.rounds} rounds"
        )


def milliseconds(seconds: float) -> str:
    """A time in milliseconds, with as many digits as say something."""
    value = seconds * 1000
    return f"{value:,.0f} ms" if value >= 100 else f"{value:.1f} ms"


def alternate(
    rounds: int, ours: Callable[[int], float], theirs: Callable[[int], float], *, warm: int = 0
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Measure both sides turn by turn, each round in the other order than the one before.

    `ours` and `theirs` are given the number of the round, from 0, and return seconds. The first `warm`
    rounds come on top and do not count.
    """
    times: tuple[list[float], list[float]] = [], []
    for turn in range(warm + rounds):
        sides = [(times[0], ours), (times[1], theirs)]
        for kept, run in sides if turn % 2 else reversed(sides):
            seconds = run(turn)
            if turn >= warm:
                kept.append(seconds)
    return tuple(times[0]), tuple(times[1])
