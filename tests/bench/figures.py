"""Measured figures: ours beside a baseline, taken turn by turn in one run; and values that have a goal."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

MEDIAN = 0.5


@dataclass(frozen=True, slots=True)
class Figure:
    """Seconds of ours and of the baseline, one of each a round; the median counts, or another quantile.

    Args:
        name: what was measured.
        goal: the largest ratio that is good enough.
        method: how it was measured.
        baseline: what it is measured against, said so that somebody else could write it anew.
    """

    name: str
    goal: float
    method: str
    baseline: str
    ours: tuple[float, ...]
    theirs: tuple[float, ...]
    share: float = MEDIAN

    @property
    def values(self) -> tuple[float, float]:
        """Seconds under which this share of ours and of the baseline's stay."""
        return quantile(self.ours, self.share), quantile(self.theirs, self.share)

    @property
    def ratio(self) -> float:
        """Ours as a multiple of the baseline's."""
        ours, theirs = self.values
        return ours / theirs

    @property
    def reached(self) -> bool:
        """Whether the goal is reached."""
        return self.ratio <= self.goal

    @property
    def rounds(self) -> int:
        """How many times each side was measured."""
        return len(self.ours)

    def __str__(self) -> str:
        ours, theirs = self.values
        return (
            f"{self.name}: {self.ratio:.2f} (goal {self.goal}), "
            f"{milliseconds(ours)} against {milliseconds(theirs)}, {self.rounds} rounds"
        )


@dataclass(frozen=True, slots=True)
class Value:
    """A measured value without a baseline; `value` and `goal` say it in words, with its unit."""

    name: str
    goal: str
    value: str
    reached: bool
    method: str

    def __str__(self) -> str:
        return f"{self.name}: {self.value} (goal {self.goal}){'' if self.reached else ', not reached'}"


def quantile(seconds: Sequence[float], share: float) -> float:
    """The value under which this share of the values stays; the median as usual."""
    if share == MEDIAN:
        return statistics.median(seconds)
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * share))]


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
