"""A plan in sentences: why each step is in it, what it brings, what goes without it, what lies near it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..explanation import in_state, not_yet
from ..framework import Indicator
from ..naming import named, names
from ..progression import profile
from ..scenario import effort_to_meet
from ..text import join, titled
from .effort_unit import DAYS, EffortUnit, amount
from .plan import Gain, Plan, Reached, Step


def stages(gains: Sequence[Gain]) -> str:
    """Stages gained, by capability: 'Established and Accomplished in Learning culture'."""
    by_capability: dict[str, list[str]] = {}
    for gain in gains:
        by_capability.setdefault(gain.capability.short_name, []).append(gain.stage.name)
    return join([f"{join(names)} in {capability}" for capability, names in by_capability.items()])


def why_step(plan: Plan, step: Step, unit: EffortUnit = DAYS) -> str:
    """Why a step is in the plan."""
    if step.action is None:
        return _why_single(plan, step)
    served = {(gain.capability.id, gain.stage.id) for gain in step.serves}
    used = [i for i in step.indicators if (i.capability_id, i.stage_id) in served]
    waiting = [_named(other) for other in plan.steps if other.action and other.action.id in step.before]
    before = f"It has to come before {join(waiting)}." if waiting else ""
    if not used:
        return before
    what = named(used[0]) if len(used) == 1 else f"{len(used)} open indicators"
    alone = sum(effort_to_meet(plan.assessment.record(i.id), plan.before.rules) for i in used)
    covers = f"It covers {what} for {stages(step.serves)}"
    if amount(alone) == amount(step.effort):
        text = f"{covers}{', and takes as much as they would one by one' if used[1:] else ''}."
    else:
        text = f"{covers}; one by one that would take up to {unit.of(alone)}."
    return f"{text} {before}".rstrip()


def _named(step: Step) -> str:
    """A step within a sentence: its action's title, or its indicator by name."""
    return titled(step.label) if step.action else step.label


def _why_single(plan: Plan, step: Step) -> str:
    (indicator,) = step.indicators
    counts = (
        plan.before.capability(indicator.capability_id)
        .stages[plan.before.framework.stage_index(indicator.stage_id) - 1]
        .counts[indicator.perspective]
    )
    state = in_state([indicator], plan.assessment.judgement(indicator.id))
    if not step.serves:
        return f"{state}; no stage that is reached here needs it."
    candidates = counts.applicable - counts.counting
    if counts.missing == candidates:
        return f"{state}, and {stages(step.serves)} needs it."
    needs = f"{stages(step.serves)} needs {counts.missing} more of {candidates}"
    cheaper = _cheaper(plan, step)
    if cheaper:
        return f"{state}; {needs}. {names(cheaper)} would take less."
    return f"{state}; {needs}, and no others are cheaper."


def _cheaper(plan: Plan, step: Step) -> list[Indicator]:
    """What is not planned and would serve in place of a single indicator for less effort."""
    (indicator,) = step.indicators
    planned = {one.id for other in plan.steps for one in other.indicators}
    rules, found = plan.before.rules, []
    for other in plan.before.framework.cell(
        indicator.capability_id, indicator.stage_id, indicator.perspective
    ):
        record = plan.assessment.record(other.id)
        cheaper = rules.is_open(record) and effort_to_meet(record, rules) < step.effort
        if cheaper and other.id not in planned:
            found.append(other)
    return found


def _group(plan: Plan, step: Step) -> list[Step]:
    """The steps from after the last stage that came before a step to the next stage that comes with it."""
    group: list[Step] = []
    for other in plan.steps:
        group.append(other)
        if other.unlocks:
            if step in group:
                return group
            group = []
    return group


def unlocks(plan: Plan, step: Step) -> str:
    """What is reached once a step is done, after those before it."""
    if step.unlocks:
        alone = _group(plan, step) == [step]
        return f"Brings {stages(step.unlocks)}{'' if alone else ', with the steps before it'}."
    following = next((other for other in _after(plan, step) if other.unlocks), None)
    if following is None:
        return "Brings no stage of its own."
    return f"Brings {stages(following.unlocks)} once {_named(following)} is done as well."


def _after(plan: Plan, step: Step) -> Sequence[Step]:
    return plan.steps[plan.steps.index(step) + 1 :]


def lost_without(plan: Plan, step: Step) -> tuple[Gain, ...]:
    """The stages that the plan would not reach if a step were left out, and with it all that waits for it."""
    out = {step.action.id} if step.action else set()
    kept = []
    for other in plan.steps:  # what has to come first stands first
        if other is step:
            continue
        if other.action and out.intersection(other.action.requires):
            out.add(other.action.id)
        else:
            kept.append(other)
    rest = replace(plan, steps=tuple(kept)).scenario("").applied_to(plan.assessment)
    after = profile(plan.before.framework, rest, plan.before.rules)
    found = []
    for result in after.capabilities:
        reached = plan.reached[result.capability.id]
        index = plan.before.framework.stage_index(reached.id) if reached else 0
        found += [
            Gain(result.capability, stage.stage) for stage in result.stages[result.reached_index : index]
        ]
    return tuple(found)


def without(plan: Plan, step: Step) -> str:
    """What happens if a step is left out."""
    lost = lost_without(plan, step)
    return f"Without it {stages(lost)} {_are(lost)} not reached." if lost else "Without it no stage is lost."


def _are(gains: Sequence[Gain]) -> str:
    return "is" if len(gains) == 1 else "are"


def ties(plan: Plan) -> tuple[str, ...]:
    """Where something else would do as well: indicators of equal effort, and other choices of stages."""
    found = []
    groups: dict[tuple[Indicator, ...], list[Indicator]] = {}
    for step in plan.steps:
        if step.instead:
            groups.setdefault(step.instead, []).append(step.indicators[0])
    for instead, chosen in groups.items():
        either = "either will do" if len(chosen) + len(instead) == 2 else f"any {len(chosen)} of them will do"
        found.append(f"{names([*chosen, *instead])} take the same effort; {either}.")
    for other in plan.others:
        found.append(f"As good for the same effort: {_difference(plan, other)}.")
    left = plan.ways - 1 - len(plan.others)
    if left > 0:
        found.append(f"{left} more {'choice' if left == 1 else 'choices'} of stages would do as well.")
    return tuple(found)


def _difference(plan: Plan, other: Reached) -> str:
    """Another choice of stages, by where it differs from the plan's."""
    first = plan.before.framework.stages[0]
    parts = []
    for capability in plan.before.framework.capabilities:
        here, there = plan.reached[capability.id], other[capability.id]
        if here != there:
            name = there.name if there else not_yet(first)
            parts.append(f"{capability.short_name} at {name}")
    return join(parts)
