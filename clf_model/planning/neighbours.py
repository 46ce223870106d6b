"""What lies near a plan, called what it is: less for less, more for more, or better.

Where a target is in force, what does not reach it is no cheaper plan for it: it goes part of the way, or is
what there would be without the target. One function decides, and all sentences follow from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .effort_unit import DAYS, EffortUnit, amount
from .objective import Objective
from .plan import Frontier, FrontierPoint, Plan


class Relation(StrEnum):
    """How a trade-off stands to a plan.

    `BETTER` gains more for no more effort, or as much for less. `LESS` gains less for less effort, and `MORE`
    more for more. With a target, `PART` gains less on the way to it for less effort, `FURTHER` more on the
    way for more, and `ELSEWHERE` gains more for no more effort, but does not heed the target.
    """

    BETTER = "better"
    LESS = "less"
    MORE = "more"
    PART = "part"
    FURTHER = "further"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A trade-off that lies near a plan."""

    relation: Relation
    point: FrontierPoint


def neighbours(made: Plan, everything: Frontier, way: Frontier | None = None) -> tuple[Neighbour, ...]:
    """What lies near a plan: of every trade-off, and with a target in force of those on the `way` to it.

    Doing nothing is none.
    """
    here = everything if way is None else way
    less = [p for p in here.points if p.stages and p.effort < made.effort and p.objective < made.objective]
    more = [p for p in here.points if p.effort > made.effort and p.objective > made.objective]
    most = everything.within(made.effort)
    beats = most is not None and (most.objective, -most.effort) > (made.objective, -made.effort)
    found = []
    if beats and most is not None and way is None:
        found.append(Neighbour(Relation.BETTER, most))
    if less:
        found.append(Neighbour(Relation.LESS if way is None else Relation.PART, less[-1]))
    if more:
        found.append(Neighbour(Relation.MORE if way is None else Relation.FURTHER, more[0]))
    if most is not None and most.objective > made.objective and way is not None:
        found.append(Neighbour(Relation.ELSEWHERE, most))
    return tuple(found)


_WORDS = {
    Relation.BETTER: "Better",
    Relation.LESS: "For less",
    Relation.MORE: "For more",
    Relation.PART: "Part of the way to the target",
    Relation.FURTHER: "Further on the way to the target",
    Relation.ELSEWHERE: "Without the target",
}


def nearby(
    made: Plan,
    everything: Frontier,
    way: Frontier | None = None,
    *,
    objective: Objective = Objective.TOTAL,
    unit: EffortUnit = DAYS,
) -> tuple[str, ...]:
    """What lies near a plan in sentences.

    Where the objective is not most stages, what is best by most stages is named so, and not called better.
    """
    found = []
    for one in neighbours(made, everything, way):
        name, effort = _WORDS[one.relation], one.point.effort
        if one.relation is Relation.BETTER and objective is not Objective.TOTAL:
            name = "By most stages"
        if effort < made.effort:
            difference = f", {unit.of(made.effort - effort)} less"
        else:
            difference = f", {unit.of(effort - made.effort)} more" if effort > made.effort else ""
        found.append(f"{name}: {for_effort(one.point, unit)}{difference}.")
    return tuple(found)


def one_more(
    frontier: Frontier,
    budget: float,
    more: float = 1.0,
    *,
    to_target: bool = False,
    unit: EffortUnit = DAYS,
) -> str:
    """What a little more than a budget would buy; with `to_target` the frontier is that on the way to one."""
    here, there = frontier.within(budget), frontier.within(budget + more)
    where = " on the way to the target" if to_target else ""
    if there and there.objective > (here.objective if here else 0.0):
        now = gained(here.objective, here.stages) if here else gained(0, 0)
        return f"{unit.of(more)} more would bring {gained(there.objective, there.stages)}{where}, not {now}."
    nothing = f"{unit.of(more)} more would bring nothing{where}"
    following = frontier.dearer(budget + more)
    if following is None:
        return f"{nothing}: everything that can be had is in the budget."
    total = gained(following.objective, following.stages)
    return f"{nothing}. The next gain takes {unit.of(following.effort - budget)} more, for {total} in all."


def for_effort(point: FrontierPoint, unit: EffortUnit) -> str:
    """What a trade-off gains for how much: "3 stages for 4.5 days"."""
    return f"{gained(point.objective, point.stages)} for {unit.of(point.effort)}"


def gained(objective: float, stages: int) -> str:
    """So many stages; and what they are by the priorities, where that is another number."""
    words = f"{stages} {'stage' if stages == 1 else 'stages'}"
    return words if objective == stages else f"{words} ({amount(objective)} by the priorities)"
