"""In which order to take the actions that people have planned, where no date says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..action import Action, ActionStatus
from ..actions.links import prerequisites_first
from ..assessment import Assessment
from ..framework import Framework
from ..rules import Rules
from .build_plan import covered
from .problem import case
from .steps import steps
from .target import Target


def actions_in_turn(
    framework: Framework,
    assessment: Assessment,
    actions: Mapping[str, Action],
    target: Target,
    *,
    rules: Rules | None = None,
) -> tuple[str, ...]:
    """The ids of all of these actions: what is in progress first, each kind so that stages come early.

    What comes first stands first; among these actions only, for others count as done. What serves no stage
    ahead comes last, in its own order.
    """
    among = {
        id_: replace(one, requires=tuple(other for other in one.requires if other in actions))
        for id_, one in actions.items()
    }
    given = case(framework, replace(assessment, actions=among), rules)
    serving = tuple(given.actions)
    met = covered(given, serving)
    levels = tuple(
        max(ladder.level(met), min(wanted or 0, ladder.top))
        for ladder, wanted in zip(given.ladders, target.indexes(given.before), strict=True)
    )
    early = [step.action.id for step in steps(given, levels, serving) if step.action]
    order = dict.fromkeys([*early, *among])
    begun = [id_ for id_ in order if among[id_].status is ActionStatus.IN_PROGRESS]
    requires = {id_: one.requires for id_, one in among.items()}
    return tuple(prerequisites_first([*begun, *order], requires))
