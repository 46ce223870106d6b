"""A plan month by month: how much fits into each, what is finished when, and when each stage arrives."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .errors import ClfError
from .planning import Gain, Plan, Step
from .planning.quantities import exact, positive

LONGEST = 120  # months


class TooLongError(ClfError):
    """A plan would take more months than anybody plans for."""

    def __init__(self, months: int) -> None:
        super().__init__(
            f"With this much a month the plan takes {months:,} months. Give more a month, or a nearer target."
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """A step in time, one after the other: from `start` to `end`, in months since the schedule begins.

    `month` is the first day of the month in which it is finished.
    """

    step: Step
    start: float
    end: float
    month: date

    @property
    def is_late(self) -> bool:
        """Whether its action is due before the month in which it would be finished."""
        action = self.step.action
        return action is not None and action.due is not None and action.due < self.month


@dataclass(frozen=True, slots=True)
class Month:
    """One month: its first day, the effort spent in it, and what is finished in it."""

    first: date
    effort: float
    finished: tuple[Placed, ...]

    @property
    def gains(self) -> tuple[Gain, ...]:
        """The stages that arrive in it."""
        return tuple(gain for placed in self.finished for gain in placed.step.unlocks)


def schedule(plan: Plan, capacity: float, first: date) -> tuple[Month, ...]:
    """The plan's steps in their order, as many a month as its capacity allows, from the month of `first` on.

    `capacity` is in the unit of the efforts and above 0. What is finished exactly with a month's capacity is
    finished in that month. Empty where there is nothing to do. Raises `QuantityError` and `TooLongError`.
    """
    per_month = exact(positive("capacity a month", capacity))
    total = sum((exact(step.effort) for step in plan.steps), Fraction(0))
    months = max(1, math.ceil(total / per_month)) if plan.steps else 0
    if months > LONGEST:
        raise TooLongError(months)
    placed: list[list[Placed]] = [[] for _ in range(months)]
    spent = Fraction(0)
    for step in plan.steps:
        start, spent = spent, spent + exact(step.effort)
        number = max(1, math.ceil(spent / per_month)) - 1
        month = month_after(first, number)
        placed[number].append(Placed(step, float(start / per_month), float(spent / per_month), month))
    return tuple(
        Month(month_after(first, number), float(min(per_month, total - number * per_month)), tuple(found))
        for number, found in enumerate(placed)
    )


def month_after(day: date, months: int) -> date:
    """The first day of the month that comes so many months after the one of a day."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def placed_steps(months: Iterable[Month]) -> tuple[Placed, ...]:
    """Every step of a schedule, in order."""
    return tuple(placed for month in months for placed in month.finished)
