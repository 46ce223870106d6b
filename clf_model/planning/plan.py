"""Plans as values: what to do, in which order, and what that brings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from ..action import Action
from ..assessment import Assessment, Judgement
from ..framework import Capability, Indicator, Stage
from ..naming import named
from ..progression import Profile
from ..scenario import Scenario
from .target import Shortfall

Reached = Mapping[str, Stage | None]
"""By capability id the stage reached; None before the first."""


class Gain(NamedTuple):
    """A stage that a capability gains."""

    capability: Capability
    stage: Stage


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: an action with the indicators that it brings to met, or one indicator on its own.

    `effort` is in the service's own unit. `serves` are the stages of the plan that it helps to address,
    `unlocks` those that are reached once it and the steps before it are done. `instead` are indicators that
    would do as well for the same effort. `before` are the ids of the plan's actions that wait for this one.
    """

    indicators: tuple[Indicator, ...]
    action: Action | None
    effort: float
    serves: tuple[Gain, ...]
    unlocks: tuple[Gain, ...]
    instead: tuple[Indicator, ...] = ()
    before: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The action's title, or the indicator by name."""
        return self.action.title if self.action else named(self.indicators[0])


@dataclass(frozen=True, slots=True)
class Plan:
    """The best way found for a question, in order of work.

    `effort` is in the service's own unit; `objective` is the number of stages gained, weighted by the
    priorities. `bound` equals the plan: for a target no effort below it is enough, for a budget no objective
    above it is to be had. With actions the solver proves it. Without them the method is the proof, and it
    repeats the figure; so it does with `weakest_first`, where what is best is no number. `missing` are
    targets that no effort reaches; the plan goes as far towards them as it can. `ways` counts the equally
    good choices of stages, this one among them; `others` holds some more.
    """

    assessment: Assessment
    before: Profile
    reached: Reached
    steps: tuple[Step, ...]
    effort: float
    objective: float
    bound: float
    missing: tuple[Shortfall, ...] = ()
    ways: int = 1
    others: tuple[Reached, ...] = ()

    @property
    def gains(self) -> tuple[Gain, ...]:
        """Every stage gained, in the order in which they are reached."""
        return tuple(gain for step in self.steps for gain in step.unlocks)

    def scenario(self, name: str) -> Scenario:
        """The plan as judgements to try."""
        met = {indicator.id: Judgement.MET for step in self.steps for indicator in step.indicators}
        return Scenario(name, met)


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """One best trade-off: nothing gains as much for less effort, nor more for as much.

    `stages` is how many are gained, `objective` the same weighted by the priorities.
    """

    effort: float
    objective: float
    stages: int
    reached: Reached


@dataclass(frozen=True, slots=True)
class Frontier:
    """Every best trade-off between effort and weighted stages gained; both ascend."""

    points: tuple[FrontierPoint, ...]

    def within(self, budget: float) -> FrontierPoint | None:
        """The best point that a budget is enough for; None below the first one."""
        return max((p for p in self.points if p.effort <= budget), key=lambda p: p.effort, default=None)

    def dearer(self, effort: float) -> FrontierPoint | None:
        """The nearest point that takes more effort."""
        return min((p for p in self.points if p.effort > effort), key=lambda p: p.effort, default=None)


@dataclass(frozen=True, slots=True)
class RoadmapStep:
    """One stage of one capability: the effort from there to here, and when it is done.

    `finished_at` is the effort spent by then; `period` counts from 1, and is None without a capacity.
    """

    gain: Gain
    effort: float
    finished_at: float
    period: int | None


@dataclass(frozen=True, slots=True)
class Roadmap:
    """Stages in the order that brings them earliest, weighted by the priorities.

    `weighted_completion` is the sum of weight × `finished_at`, which no other order of single indicators
    makes less; with `leaves_out_actions` there are actions that could do so. `missing` are targets that no
    effort reaches.
    """

    steps: tuple[RoadmapStep, ...]
    weighted_completion: float
    missing: tuple[Shortfall, ...] = ()
    leaves_out_actions: bool = False


def reached_by(before: Profile, levels: tuple[int, ...]) -> Reached:
    """By capability id the stage at each level."""
    stages = before.framework.stages
    return MappingProxyType(
        {
            result.capability.id: stages[level - 1] if level else None
            for result, level in zip(before.capabilities, levels, strict=True)
        }
    )
