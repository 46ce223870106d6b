"""The stages ahead of a capability, one after the other, with what each still takes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ..framework import Capability, Indicator, Stage


@dataclass(frozen=True, slots=True)
class Open:
    """An indicator that does not count yet, with the effort to meet it, in parts."""

    indicator: Indicator
    effort: int


@dataclass(frozen=True, slots=True)
class Cell:
    """What is open in one stage and perspective, cheapest first; so many of it are `missing`.

    Cells share no indicator, so that without actions each is met on its own, by the cheapest of it.
    """

    missing: int
    open: tuple[Open, ...]

    def left(self, met: Collection[str]) -> tuple[Open, ...]:
        """The cheapest that are still missing when these indicators are met as well."""
        others = [found for found in self.open if found.indicator.id not in met]
        return tuple(others[: max(0, self.missing - (len(self.open) - len(others)))])


@dataclass(frozen=True, slots=True)
class Rung:
    """A stage ahead of where a capability is; `effort` is what it takes on its own, in parts."""

    stage: Stage
    cells: tuple[Cell, ...]
    effort: int

    def left(self, met: Collection[str]) -> tuple[Open, ...]:
        """The cheapest way to address it when these indicators are met already."""
        return tuple(found for cell in self.cells for found in cell.left(met))

    @property
    def addressed(self) -> bool:
        """Whether nothing is missing in it: it comes with the stage before."""
        return not any(cell.missing for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The stages that a capability can still reach, one after the other.

    Levels count stages reached; `start` is today's. `weight` is one stage's, in parts of the priorities.
    """

    capability: Capability
    start: int
    rungs: tuple[Rung, ...]
    weight: int

    @property
    def top(self) -> int:
        """The highest level to be had."""
        return self.start + len(self.rungs)

    def stops(self, top: int) -> tuple[tuple[int, int], ...]:
        """Levels at which one can stop, up to `top`, each with the effort up to it; today's is the first.

        Where the next stage is addressed already there is no stopping: it comes with the one before.
        """
        found = [(self.start, 0)]
        effort = 0
        for level, rung in enumerate(self.rungs[: top - self.start], self.start + 1):
            effort += rung.effort
            if rung.addressed:
                found.pop()
            found.append((level, effort))
        return tuple(found)

    def level(self, met: Collection[str]) -> int:
        """The level reached when these indicators are met as well."""
        level = self.start
        for rung in self.rungs:
            if rung.left(met):
                break
            level += 1
        return level
