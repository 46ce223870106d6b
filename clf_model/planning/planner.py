"""The four questions: reach a target, spend a budget, see every trade-off, put the work in order."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from itertools import islice

from ..assessment import Assessment
from ..framework import Framework
from ..rules import Rules
from .build_plan import Levels, build, effort_of, levels_with, needed
from .exact_numbers import Scale, exact, not_negative, positive
from .objective import Objective
from .pareto import Choice, Tradeoffs, tradeoffs
from .plan import Frontier, FrontierPoint, Gain, Plan, Roadmap, RoadmapStep, reached_by
from .problem import Case, case
from .target import Target, shortfalls
from .work_order import Link, ordered

_OTHERS = 5  # equally good choices that a plan names
_MOST_WAYS = 1000  # and up to which it counts them


Priorities = Mapping[str, float]


def plan_to_target(
    framework: Framework,
    assessment: Assessment,
    target: Target,
    *,
    rules: Rules | None = None,
    priorities: Priorities | None = None,
) -> Plan:
    """The cheapest way to a target.

    Without actions each stage takes its cheapest missing indicators, which nothing can undercut; with actions
    it is a mixed-integer program. A target that no effort reaches is in the plan's `missing`. Raises
    `UnknownIdError`, `TargetBelowTodayError`, `QuantityError`, `MismatchError` and `CycleError`.
    """
    given = case(framework, assessment, rules, priorities)
    levels = _tops(given, target)
    missing = shortfalls(given.before, target.indexes(given.before))
    if given.shared:
        from .with_actions import Sharing  # loads HiGHS, which most plans do without

        found = Sharing(given, levels).cheapest()
        return build(given, found.levels, found.action_ids, bound=found.bound, missing=missing)
    effort = given.efforts.number(effort_of(given, levels, ()))
    return build(given, levels, bound=effort, missing=missing)


def plan_within_budget(
    framework: Framework,
    assessment: Assessment,
    budget: float,
    *,
    objective: Objective = Objective.TOTAL,
    rules: Rules | None = None,
    priorities: Priorities | None = None,
    target: Target | None = None,
) -> Plan:
    """The best use of a budget, in the service's own unit; among equals the one with the least effort.

    With a target, no capability goes beyond its own there, and one that has none stays where it is. Raises as
    `plan_to_target` does.
    """
    given = case(framework, assessment, rules, priorities)
    limit = given.efforts.within(not_negative("budget", budget))
    tops = _tops(given, target)
    if given.shared:
        from .with_actions import Sharing

        sharing = Sharing(given, tops)
        found = sharing.most(limit) if objective is Objective.TOTAL else sharing.weakest_first(limit)
        return build(given, found.levels, found.action_ids, bound=found.bound)
    best = _levels(given, tops, next(spend(given, limit, objective, tops).best))
    every = spend(given, limit, objective, tops, even=False)
    ways = [_levels(given, tops, pick) for pick in islice(every.best, _MOST_WAYS)]
    others = [levels for levels in ways if levels != best]
    return build(given, best, ways=len(ways), others=others[:_OTHERS])


def frontier(
    framework: Framework,
    assessment: Assessment,
    *,
    rules: Rules | None = None,
    priorities: Priorities | None = None,
    target: Target | None = None,
) -> Frontier:
    """Every best trade-off between effort and weighted stages gained; with a target, on the way to it.

    Raises as `plan_to_target` does.
    """
    given = case(framework, assessment, rules, priorities)
    tops = _tops(given, target)
    choices: list[tuple[Levels, tuple[str, ...]]]
    if given.shared:
        from .with_actions import Sharing

        choices = [(found.levels, found.action_ids) for found in Sharing(given, tops).tradeoffs()]
    else:
        merged = spend(given, None, Objective.TOTAL, tops)
        choices = [(_levels(given, tops, next(merged.picks(point))), ()) for point in merged.points]
    return Frontier(tuple(_point(given, levels, actions) for levels, actions in choices))


def roadmap(
    framework: Framework,
    assessment: Assessment,
    *,
    target: Target | None = None,
    rules: Rules | None = None,
    priorities: Priorities | None = None,
    capacity: float | None = None,
) -> Roadmap:
    """The order that brings stages earliest, weighted; up to a target, or to the highest stages to be had.

    Efforts are those of single indicators; actions, whose work stages share, have their order in a plan.
    `capacity` is the effort that one period holds. Raises as `plan_to_target` does.
    """
    if capacity is not None:
        positive("capacity", capacity)
    given = case(framework, assessment, rules, priorities)
    missing = shortfalls(given.before, target.indexes(given.before)) if target else ()
    rungs = [
        ladder.rungs[: top - ladder.start]
        for ladder, top in zip(given.ladders, _tops(given, target), strict=True)
    ]
    efforts = {(n, place): rung.effort for n, chain in enumerate(rungs) for place, rung in enumerate(chain)}
    chains = [
        [Link(ladder.weight, [(n, place)], ladder.start + place) for place in range(len(rungs[n]))]
        for n, ladder in enumerate(given.ladders)
    ]
    spent = weighted = 0
    steps = []
    for number, place in ordered(chains, efforts):
        spent += efforts[number, place]
        weighted += given.ladders[number].weight * spent
        steps.append(
            RoadmapStep(
                Gain(given.ladders[number].capability, rungs[number][place].stage),
                given.efforts.number(efforts[number, place]),
                given.efforts.number(spent),
                None if capacity is None else _period(Fraction(spent, given.efforts.parts), capacity),
            )
        )
    total = Scale(given.efforts.parts * given.priorities.parts).number(weighted)
    return Roadmap(tuple(steps), total, missing, leaves_out_actions=given.shared)


def _period(spent: Fraction, capacity: float) -> int:
    """In which period so much effort is spent; what takes none is done in the first."""
    return max(1, math.ceil(spent / exact(capacity)))


def spend(
    given: Case, limit: int | None, objective: Objective, tops: Levels, *, even: bool = True
) -> Tradeoffs:
    """The best trade-offs between effort, up to a limit in parts, and the objective; nothing is shared.

    With `even`, among choices of equal effort and objective the weakest capabilities come first.
    """
    unit = _worth(given, len(given.framework.stages)) * len(given.ladders) + 1 if even else 1
    options: list[list[Choice]] = []
    for ladder, top in zip(given.ladders, tops, strict=True):
        options.append([])
        for level, effort in ladder.stops(top):
            gained = (level - ladder.start) * ladder.weight
            value = gained if objective is Objective.TOTAL else _worth(given, level)
            uneven = _worth(given, top) - _worth(given, level) if even else 0
            options[-1].append((value, effort * unit + uneven))
    return tradeoffs(options, limit, unit)


def _worth(given: Case, level: int) -> int:
    """What a level is worth where the weakest come first: a stage is worth more than all later ones together.

    Lists of stages, weakest first, compare as do the numbers of capabilities that have reached stage 1, stage
    2 and so on; here these numbers are the digits of one.
    """
    base = len(given.ladders) + 1
    stages = len(given.framework.stages)
    return sum(base ** (stages - stage) for stage in range(1, level + 1))


def _levels(given: Case, tops: Levels, pick: tuple[int, ...]) -> Levels:
    return tuple(
        ladder.stops(top)[number][0] for ladder, top, number in zip(given.ladders, tops, pick, strict=True)
    )


def _tops(given: Case, target: Target | None) -> Levels:
    """The highest level that each capability may go to."""
    if target is None:
        return tuple(ladder.top for ladder in given.ladders)
    return tuple(
        ladder.start if wanted is None else min(wanted, ladder.top)
        for ladder, wanted in zip(given.ladders, target.indexes(given.before), strict=True)
    )


def _point(given: Case, levels: Levels, action_ids: tuple[str, ...]) -> FrontierPoint:
    actions = needed(given, levels, action_ids) if action_ids else ()
    final = levels_with(given, levels, actions) if actions else levels
    return FrontierPoint(
        given.efforts.number(effort_of(given, levels, actions)),
        given.priorities.number(given.gained(final)),
        sum(level - ladder.start for level, ladder in zip(final, given.ladders, strict=True)),
        reached_by(given.before, final),
    )
