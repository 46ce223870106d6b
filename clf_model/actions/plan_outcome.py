"""What a plan wanted, and what came of it: stages, actions and efforts, between two assessments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..action import Action, ActionStatus
from ..assessment import Assessment, Judgement
from ..framework import Capability, Framework, Stage
from ..progression import profile
from ..rules import Rules
from ..scenario import Scenario, outcome


@dataclass(frozen=True, slots=True)
class WantedStage:
    """A stage that a plan would have reached, and whether it is reached now."""

    capability: Capability
    stage: Stage
    reached: bool


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """The stages that a plan wanted beyond those reached when it was made, in the framework's order."""

    stages: tuple[WantedStage, ...]

    @property
    def wanted(self) -> int:
        """How many stages."""
        return len(self.stages)

    @property
    def reached(self) -> int:
        """How many of these are reached now."""
        return sum(one.reached for one in self.stages)


@dataclass(frozen=True, slots=True)
class ActionsOutcome:
    """The actions that were open when a plan was made: how many, how many are done, and their efforts.

    Efforts are in the service's own unit, as they were estimated in the plan.
    """

    planned: int
    done: int
    effort_planned: float
    effort_done: float


def plan_outcome(
    framework: Framework, then: Assessment, changes: Mapping[str, Judgement], now: Assessment, rules: Rules
) -> PlanOutcome:
    """What `changes` to the assessment of then would have reached, beside the assessment of now.

    A stage counts as reached where the capability stands at it or beyond it. Raises `MismatchError` where an
    assessment was made with another framework.
    """
    tried = outcome(framework, then, Scenario("", changes), rules)
    today = profile(framework, now, rules)
    return PlanOutcome(
        tuple(
            WantedStage(before.capability, stage, level <= here.reached_index)
            for before, after, here in zip(
                tried.before.capabilities, tried.after.capabilities, today.capabilities, strict=True
            )
            for level, stage in enumerate(framework.stages, start=1)
            if before.reached_index < level <= after.reached_index
        )
    )


def open_then(kept: Mapping[str, Action]) -> dict[str, Action]:
    """The actions of a kept plan that were still to be done."""
    over = (ActionStatus.DONE, ActionStatus.NOT_DOING)
    return {id_: one for id_, one in kept.items() if one.status not in over}


def changes_of(actions: Iterable[Action]) -> dict[str, Judgement]:
    """What actions would bring: every indicator that one of them covers is met."""
    return {id_: Judgement.MET for one in actions for id_ in one.covers}


def actions_outcome(kept: Mapping[str, Action], *later: Mapping[str, Action]) -> ActionsOutcome:
    """What became of the actions that were open in a kept plan.

    An action is done where it is so in any of the later records of it: a new draft begins without the actions
    that are done, which stay in the assessment they were made for.
    """
    planned = open_then(kept)
    done = [
        one
        for id_, one in planned.items()
        if any(id_ in found and found[id_].status is ActionStatus.DONE for found in later)
    ]
    return ActionsOutcome(
        len(planned),
        len(done),
        sum(one.effort for one in planned.values()),
        sum(one.effort for one in done),
    )
