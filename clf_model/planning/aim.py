"""What a scenario aims at, the best plan for it, and whether the scenario is that plan still."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from ..assessment import Assessment
from ..explanation import not_yet
from ..framework import Framework
from ..progression import Profile, profile
from ..rules import Rules
from ..text import join
from .effort_unit import DAYS, EffortUnit
from .neighbours import gained
from .objective import Objective
from .plan import Plan
from .planner import plan_to_target, plan_within_budget
from .target import Target


class AimState(StrEnum):
    """How a plan stands to its aim: proven best, a better one is to be had, short of it, or beyond it."""

    PROVEN = "proven"
    BETTER = "better"
    MISSED = "missed"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Assurance:
    """How a plan stands to its aim, with the reason in words."""

    state: AimState
    text: str


@dataclass(frozen=True, slots=True)
class Aim:
    """A target, a budget, or the best use of a budget on the way to a target.

    `target` holds a stage's id by capability id; `budget` is in the service's own unit; `priorities` holds
    weights by capability id. What a framework no longer has, or a capability has reached meanwhile, is
    passed over.
    """

    target: Mapping[str, str] = field(default_factory=dict)
    budget: float | None = None
    objective: Objective = Objective.TOTAL
    priorities: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("target", "priorities"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def __bool__(self) -> bool:
        return bool(self.target) or self.budget is not None

    def towards(self, before: Profile) -> Target | None:
        """The target as far as it is ahead; None where none was set."""
        if not self.target:
            return None
        places = {stage.id: place for place, stage in enumerate(before.framework.stages, 1)}
        reached = {result.capability.id: result.reached_index for result in before.capabilities}
        return Target(
            by_capability={
                id_: stage
                for id_, stage in self.target.items()
                if id_ in reached and places.get(stage, 0) > reached[id_]
            }
        )

    def weights(self, framework: Framework) -> dict[str, float]:
        """The priorities of the capabilities that there are."""
        known = {capability.id for capability in framework.capabilities}
        return {id_: weight for id_, weight in self.priorities.items() if id_ in known}

    def best(self, framework: Framework, assessment: Assessment, rules: Rules) -> Plan:
        """The best plan. Raises as `plan_to_target` does."""
        target = self.towards(profile(framework, assessment, rules))
        priorities = self.weights(framework)
        if self.budget is None:
            wanted = target or Target()
            return plan_to_target(framework, assessment, wanted, rules=rules, priorities=priorities)
        return plan_within_budget(
            framework,
            assessment,
            self.budget,
            objective=self.objective,
            rules=rules,
            priorities=priorities,
            target=target,
        )

    def verdict(self, made: Plan, best: Plan, unit: EffortUnit = DAYS) -> Assurance:
        """How a plan that was made stands to the best one for this aim now."""
        if self.budget is None:
            return _to_target(made, best, unit)
        return _within_budget(self, self.budget, made, best, unit)


def _levels(plan: Plan) -> dict[str, int]:
    places = {stage: place for place, stage in enumerate(plan.before.framework.stages, 1)}
    return {id_: places[stage] if stage else 0 for id_, stage in plan.reached.items()}


def _to_target(made: Plan, best: Plan, unit: EffortUnit) -> Assurance:
    reached, wanted = _levels(made), _levels(best)
    framework = made.before.framework
    names = [not_yet(framework.stages[0]), *(stage.name for stage in framework.stages)]
    short = [
        f"{capability.short_name} at {names[reached[capability.id]]}, not {names[wanted[capability.id]]}"
        for capability in framework.capabilities
        if reached[capability.id] < wanted[capability.id]
    ]
    if short:
        return Assurance(AimState.MISSED, f"The target is not reached: {join(short)}.")
    if made.effort > best.effort:
        cheaper = f"{unit.of(best.effort)} instead of {unit.of(made.effort)}"
        return Assurance(AimState.BETTER, f"The target can be reached for less: {cheaper}.")
    if not best.steps:
        return Assurance(AimState.PROVEN, "What of the target can be reached is reached already.")
    least = f"takes less than {unit.of(best.bound)}: proven."
    if best.missing:
        return Assurance(AimState.PROVEN, f"No plan that goes as far towards the target {least}")
    return Assurance(AimState.PROVEN, f"No way to the target {least}")


def _within_budget(aim: Aim, budget: float, made: Plan, best: Plan, unit: EffortUnit) -> Assurance:
    limit = unit.of(budget)
    where = f"within {limit}{' and on the way to the target' if aim.target else ''}"
    total = aim.objective is Objective.TOTAL
    if made.effort > budget:
        return Assurance(AimState.OVER, f"It takes {unit.of(made.effort)}, more than the budget of {limit}.")
    if total:
        worse = (made.objective, -made.effort) < (best.objective, -best.effort)
    else:
        worse = (sorted(_levels(made).values()), -made.effort) < (
            sorted(_levels(best).values()),
            -best.effort,
        )
    offer = f"{gained(best.objective, len(best.gains))} for {unit.of(best.effort)}"
    if worse and total:
        return Assurance(AimState.BETTER, f"There is a better plan {where}: {offer}.")
    if worse:
        return Assurance(AimState.BETTER, f"The weakest can do better {where}: {offer}.")
    if total:
        most = gained(best.bound, len(best.gains))
        return Assurance(AimState.PROVEN, f"Nothing gains more than {most} {where}: proven.")
    return Assurance(AimState.PROVEN, f"Nothing brings the weakest further {where}: proven.")
