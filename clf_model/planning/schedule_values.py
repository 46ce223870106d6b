"""What a schedule says: actions and single work placed in months, and each month with its stages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..action import Action
from ..errors import ClfError
from . import Gain, Shortfall, Step

LONGEST = 120  # months


class TooLongError(ClfError):
    """A plan would take more months than anybody plans for."""

    def __init__(self, months: int) -> None:
        super().__init__(
            f"With this much a month the plan takes {months:,} months. Give more a month, or a nearer target."
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """An action, or an indicator on its own, in time.

    `month` is the first day of the month in which it is finished: that of an action's due date, where it has
    one that is not past. `parts` are the stretches in which it is worked on, in months since the schedule
    begins. `waits_for` are the actions that come first and are not done; of these `too_late` come after it
    all the same, because their dates say so or because they are not being done. `done` are actions that are
    done and cover an indicator on its own: it only has to be judged.
    """

    step: Step
    month: date
    parts: tuple[tuple[float, float], ...]
    is_overdue: bool = False
    waits_for: tuple[Action, ...] = ()
    too_late: tuple[Action, ...] = ()
    done: tuple[Action, ...] = ()

    @property
    def start(self) -> float:
        """When work on it begins."""
        return self.parts[0][0]

    @property
    def end(self) -> float:
        """When it is finished."""
        return self.parts[-1][1]


@dataclass(frozen=True, slots=True)
class Month:
    """One month: its first day, the effort spent in it, and what is finished in it.

    `is_overfull` where more is due than there is time for.
    """

    first: date
    effort: float
    finished: tuple[Placed, ...]
    is_overfull: bool = False

    @property
    def gains(self) -> tuple[Gain, ...]:
        """The stages that arrive in it, once what is finished is judged met."""
        return tuple(gain for placed in self.finished for gain in placed.step.unlocks)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The months of a plan, each after the one before; none where there is nothing to do.

    Where it goes further than ten years, months in which nothing is done are left out. `day` is that for
    which it was made; `effort` is all that there is to do. `missing` are targets that no effort reaches.
    """

    day: date
    months: tuple[Month, ...]
    effort: float
    missing: tuple[Shortfall, ...] = ()

    @property
    def placed(self) -> tuple[Placed, ...]:
        """All that there is to do, in the order in which it is finished."""
        return tuple(placed for month in self.months for placed in month.finished)

    @property
    def gains(self) -> tuple[Gain, ...]:
        """Every stage that arrives, in order."""
        return tuple(gain for month in self.months for gain in month.gains)
