"""Plans, frontiers and roadmaps as lines for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from ..assessment import Assessment
from ..explanation import not_yet
from ..framework import Framework
from ..planning.effort_unit import DAYS, EffortUnit, amount
from ..planning.neighbours import gained
from ..planning.plan import Frontier, Plan, Reached, Roadmap
from ..planning.reasons import stages, ties, unlocks, why_step
from ..rules import Rules
from ..text import join
from .text_output import joined, subject

_NOTHING = "Nothing to do: this is reached already, or nothing can be gained."


def plan_text(plan: Plan, claim: str, more: Iterable[str] = (), unit: EffortUnit = DAYS) -> str:
    """What a plan gains, its steps in order of work with their reasons, ties, and the rules in force.

    `claim` says in which way nothing is better, `more` are sentences to say besides.
    """
    before = plan.before
    lines = [*_head(plan.assessment, before.framework), ""]
    if plan.steps:
        stages_ = gained(plan.objective, len(plan.gains))
        lines += [f"{stages_} gained for {unit.of(plan.effort)}; {claim}.", ""]
    else:
        lines.append(_NOTHING)
    width = max((len(unit.of(step.effort)) for step in plan.steps), default=0)
    for number, step in enumerate(plan.steps, 1):
        title = f"{step.action.title}. " if step.action else ""
        lines.append(f"{number:3}. {unit.of(step.effort):>{width}}  {title}{why_step(plan, step, unit)}")
        if step.unlocks:
            lines.append(f"     {'':{width}}  {unlocks(plan, step)}")
    today = {result.capability.id: result.reached for result in before.capabilities}
    lines += ["", *_stages(before.framework, today, plan.reached)]
    notes = [*ties(plan), *more]
    return joined([*lines, "", *notes, *([""] if notes else []), _rules(before.rules)])


def frontier_text(
    frontier: Frontier,
    framework: Framework,
    assessment: Assessment,
    rules: Rules,
    unit: EffortUnit = DAYS,
) -> str:
    """Every best trade-off on a line: effort, stages gained, and which these are since the line before."""
    head = unit.heading()
    lines = [*_head(assessment, framework), "", f"{head}  Stages gained"]
    previous: Reached | None = None
    for point in frontier.points:
        changed = [
            f"{framework.capability(id_).short_name} {stage.name if stage else not_yet(framework.stages[0])}"
            for id_, stage in point.reached.items()
            if previous is not None and previous[id_] != stage
        ]
        previous = point.reached
        effort = f"{amount(point.effort):>{len(head)}}"
        lines.append(f"{effort}  {_worth(point.objective, point.stages):>6}  {join(changed)}".rstrip())
    return joined([*lines, "", _rules(rules)])


def _worth(objective: float, stages: int) -> str:
    return str(stages) if objective == stages else f"{stages} ({amount(objective)} by the priorities)"


def roadmap_text(
    roadmap: Roadmap,
    framework: Framework,
    assessment: Assessment,
    rules: Rules,
    unit: EffortUnit = DAYS,
) -> str:
    """Every stage in order, with its effort, when it is done, and in which period."""
    lines = [*_head(assessment, framework), ""]
    if not roadmap.steps:
        lines.append(_NOTHING)
    for number, step in enumerate(roadmap.steps, 1):
        period = "" if step.period is None else f", in period {step.period}"
        lines.append(
            f"{number:3}. {stages([step.gain])}, {unit.of(step.effort)}: "
            f"done at {unit.of(step.finished_at)}{period}"
        )
    claim = "no other order has less"
    if roadmap.leaves_out_actions:
        claim = "no other order by single indicators has less; actions are left out"
    total = f"Weight × effort at arrival, summed: {unit.of(roadmap.weighted_completion)}; {claim}."
    return joined([*lines, "", total, _rules(rules)])


def _head(assessment: Assessment, framework: Framework) -> list[str]:
    return [f"{subject(assessment)}, {assessment.assessed_on}", framework.title]


def _rules(rules: Rules) -> str:
    return f"Rules: {rules.describe()}"


def _stages(framework: Framework, before: Reached, after: Reached) -> Iterable[str]:
    """Per capability the stage before and after."""
    width = max(len(capability.short_name) for capability in framework.capabilities)
    for capability in framework.capabilities:
        names = [
            stage.name if stage else not_yet(framework.stages[0])
            for stage in dict.fromkeys((before[capability.id], after[capability.id]))
        ]
        yield f"{capability.short_name:{width}}  {' → '.join(names)}"
