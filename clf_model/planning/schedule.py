"""The plan that was made, month by month: every open action, then single work that no action covers.

What people have decided stands: an action with a due date is finished in the month of that date, whatever
else there is to do. Its effort is spent as late before it as there is time for. All other actions follow in
what time is left, those in progress first, and then the least single work that the target needs besides.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from ..action import Action, ActionStatus
from ..actions.links import check_actions, prerequisites_first
from ..actions.plan import by_due_date, still_open, waits_for
from ..assessment import Assessment, Judgement
from ..framework import Framework
from ..progression import CapabilityResult, capability_result, profile
from ..rules import Rules
from ..scenario import Scenario
from . import Gain, Shortfall, Step, Target, actions_in_turn, plan_to_target
from .booking import Booked, Calendar, first_of, month_number
from .exact_numbers import exact, positive
from .schedule_values import LONGEST, Month, Placed, Schedule, TooLongError


def schedule(
    framework: Framework,
    assessment: Assessment,
    target: Target,
    *,
    capacity: float,
    first: date,
    day: date,
    rules: Rules | None = None,
) -> Schedule:
    """Every open action of an assessment once, and the least single work besides that reaches a target.

    `capacity` is what there is time for in a month, in the unit of the efforts and above 0, from the month of
    `first` on; `day` is today. What is overdue stands in the month of today. An action without a date that
    something dated waits for comes before that. Raises `QuantityError`, `TooLongError`, `UnknownIdError`,
    `CycleError` and `MismatchError`.
    """
    per_month = exact(positive("capacity a month", capacity))
    check_actions(framework, assessment.actions)
    rules = rules or Rules()
    actions = {id_: one for id_, one in assessment.actions.items() if one.status.is_open}
    done = replace(_with_covers(assessment, actions.values()), actions={})
    besides = plan_to_target(framework, done, _ahead(framework, done, target, rules), rules=rules)
    _check_length([*(one.effort for one in actions.values() if not one.due), besides.effort], per_month)

    requires = {id_: tuple(r for r in one.requires if r in actions) for id_, one in actions.items()}
    order = prerequisites_first(_turns(framework, assessment, actions, target, rules), requires)
    calendar = Calendar(per_month, first, day, actions, requires)
    calendar.book_actions(order)
    items = [
        _Item(_step(framework, assessment, rules, actions[id_]), calendar.booked[id_], calendar.finish[id_])
        for id_ in order
    ]
    for step in besides.steps:
        booked = calendar.book(exact(step.effort))
        items.append(_Item(step, booked, max(booked)))
    items.sort(key=lambda item: item.month)
    steps = _arriving(framework, assessment, rules, [item.step for item in items])
    items = [replace(item, step=step) for item, step in zip(items, steps, strict=True)]
    return _laid_out(items, calendar, assessment, per_month, besides.missing)


def _check_length(efforts: Iterable[float], per_month: Fraction) -> None:
    """Raise `TooLongError` where these efforts take more months than anybody plans for."""
    months = math.ceil(sum(map(exact, efforts), Fraction(0)) / per_month)
    if months > LONGEST:
        raise TooLongError(months)


def _turns(
    framework: Framework, assessment: Assessment, actions: Mapping[str, Action], target: Target, rules: Rules
) -> tuple[str, ...]:
    """The ids of these actions: those with a due date by that, then the others as stages come early."""
    dated = [one for one in by_due_date(actions.values()) if one.due]
    others = {id_: one for id_, one in actions.items() if not one.due}
    judged = _with_covers(assessment, dated)
    ahead = _ahead(framework, judged, target, rules)
    turns = actions_in_turn(framework, judged, others, ahead, rules=rules)
    return (*(one.id for one in dated), *turns)


@dataclass(frozen=True, slots=True)
class _Item:
    """What there is to do, the effort that it takes by month, and the month in which it is finished."""

    step: Step
    booked: Booked
    month: int


def _with_covers(assessment: Assessment, actions: Iterable[Action]) -> Assessment:
    """The assessment as it would be with all that these actions cover judged met."""
    covers = dict.fromkeys((id_ for one in actions for id_ in one.covers), Judgement.MET)
    return Scenario("", covers).applied_to(assessment)


def _ahead(framework: Framework, assessment: Assessment, target: Target, rules: Rules) -> Target:
    """What of a target an assessment has not reached."""
    results = {result.capability.id: result for result in profile(framework, assessment, rules).capabilities}
    own = {
        id_: stage
        for id_, stage in target.by_capability.items()
        if id_ not in results or framework.stage_index(stage) > results[id_].reached_index
    }
    # One that is beyond its own target stays there, whatever is wanted everywhere.
    passed = {
        id_: reached.id
        for id_ in target.by_capability
        if id_ not in own and (reached := results[id_].reached)
    }
    return Target(target.everywhere, {**own, **passed})


def _step(framework: Framework, assessment: Assessment, rules: Rules, action: Action) -> Step:
    """An action with what of its indicators is open, and the stages that these belong to."""
    found = still_open(action.covers, framework, assessment, rules)
    serves = {
        (i.capability_id, framework.stage_index(i.stage_id)): Gain(
            framework.capability(i.capability_id), framework.stage(i.stage_id)
        )
        for i in found
    }
    return Step(found, action, action.effort, tuple(serves[key] for key in sorted(serves)), ())


def _arriving(
    framework: Framework, assessment: Assessment, rules: Rules, steps: Iterable[Step]
) -> Iterable[Step]:
    """The steps in the order in which they are finished, with the stages that arrive with each."""

    def result(id_: str) -> CapabilityResult:
        return capability_result(framework, framework.capability(id_), assessment, rules)

    reached = {c.id: result(c.id).reached_index for c in framework.capabilities}
    for step in steps:
        met = dict.fromkeys((i.id for i in step.indicators), Judgement.MET)
        assessment = Scenario("", met).applied_to(assessment)
        gains: list[Gain] = []
        for id_ in dict.fromkeys(i.capability_id for i in step.indicators):
            after = result(id_)
            gained = framework.stages[reached[id_] : after.reached_index]
            gains += [Gain(after.capability, stage) for stage in gained]
            reached[id_] = after.reached_index
        yield replace(step, unlocks=tuple(gains))


def _laid_out(
    items: list[_Item],
    calendar: Calendar,
    assessment: Assessment,
    per_month: Fraction,
    missing: tuple[Shortfall, ...],
) -> Schedule:
    """Months with their stretches of work, in which what is finished first comes first."""
    spent: Booked = {}
    parts: list[dict[int, tuple[Fraction, Fraction]]] = []
    for item in items:
        parts.append({})
        for month, effort in sorted(item.booked.items()):
            start = spent.get(month, Fraction(0))
            spent[month] = start + effort
            parts[-1][month] = (start, start + effort)
    used = sorted({*spent, *(item.month for item in items)})
    listed = list(range(used[0], used[-1] + 1)) if used and used[-1] - used[0] < LONGEST else used
    column = {month: n for n, month in enumerate(listed)}

    def wide(month: int) -> Fraction:
        return max(
            spent.get(month, Fraction(0)), per_month if month >= calendar.first else Fraction(0)
        ) or Fraction(1)

    def stretches(found: Mapping[int, tuple[Fraction, Fraction]]) -> tuple[tuple[float, float], ...]:
        joined: list[tuple[Fraction, Fraction]] = []
        for month, (start, end) in sorted(found.items()):
            left, right = column[month] + start / wide(month), column[month] + end / wide(month)
            if joined and joined[-1][1] == left:
                left = joined.pop()[0]
            joined.append((left, right))
        return tuple((float(left), float(right)) for left, right in joined)

    finished: dict[int, list[Placed]] = {}
    for item, found in zip(items, parts, strict=True):
        action = item.step.action
        before = waits_for(action, assessment.actions) if action else ()
        late = [
            one
            for one in before
            if calendar.finish.get(one.id, item.month + 1) > item.month
            or (action and calendar.is_due_before(action.id, one.id))
        ]
        placed = Placed(
            step=item.step,
            month=first_of(calendar.base + item.month),
            parts=stretches(found),
            is_overdue=bool(action and action.is_overdue(calendar.day)),
            waits_for=before,
            too_late=tuple(late),
            done=() if action else _done(assessment, item.step),
        )
        finished.setdefault(item.month, []).append(placed)
    return Schedule(
        day=calendar.day,
        months=tuple(
            Month(
                first_of(calendar.base + month),
                float(spent.get(month, 0)),
                tuple(finished.get(month, ())),
                is_overfull=spent.get(month, 0) > per_month,
            )
            for month in listed
        ),
        effort=float(sum(spent.values())),
        missing=missing,
    )


def _done(assessment: Assessment, step: Step) -> tuple[Action, ...]:
    ids = {indicator.id for indicator in step.indicators}
    closed = (one for one in assessment.actions.values() if one.status is ActionStatus.DONE)
    return tuple(one for one in closed if ids.intersection(one.covers))


def month_after(day: date, months: int) -> date:
    """The first day of the month that comes so many months after the one of a day."""
    return first_of(month_number(day) + months)
