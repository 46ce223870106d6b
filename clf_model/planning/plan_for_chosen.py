"""A plan for indicators that somebody chose: the cheapest way to bring just these about, in order of work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..assessment import Assessment, Judgement
from ..framework import Framework
from ..progression import profile
from ..rules import Rules
from ..scenario import Scenario, share_to_meet
from .build_plan import Levels, covered
from .exact_numbers import Scale, exact
from .plan import Plan, reached_by
from .problem import Case, case, effort_left, usable
from .stages_ahead import Cell, Ladder, Open, Rung
from .steps import steps


def plan_for(
    framework: Framework,
    assessment: Assessment,
    scenario: Scenario,
    *,
    rules: Rules | None = None,
    priorities: Mapping[str, float] | None = None,
) -> Plan:
    """The cheapest way to bring a scenario's indicators to met; an action that serves several counts once.

    Its steps bring these indicators and no others. Those that no stage of it needs come last. What counts
    already, does not apply or is unknown takes nothing and is left out. `bound` proves the effort. Raises
    `MismatchError`, `UnknownIdError`, `CycleError` and `QuantityError`.
    """
    whole = case(framework, assessment, rules, priorities)
    wanted = _wanted(whole, scenario)
    given, efforts = _narrowed(whole, wanted)
    action_ids: tuple[str, ...] = ()
    bound = sum(efforts.values())
    if given.shared:
        from .set_cover import cheapest_cover  # loads HiGHS, which most plans do without

        action_ids, bound = cheapest_cover(given, efforts)
    met = covered(given, action_ids)
    singles = [Open(framework.indicator(id_), effort) for id_, effort in efforts.items() if id_ not in met]
    levels = tuple(ladder.top for ladder in given.ladders)
    spent = sum(o.effort for o in singles) + sum(given.action_efforts[id_] for id_ in action_ids)
    return Plan(
        assessment=assessment,
        before=whole.before,
        reached=reached_by(whole.before, levels),
        steps=tuple(
            # The whole action, though the rest of what it covers is not in question here.
            replace(step, action=assessment.actions[step.action.id]) if step.action else step
            for step in steps(given, levels, action_ids, singles)
        ),
        effort=given.efforts.number(spent),
        objective=given.priorities.number(given.gained(levels)),
        bound=given.efforts.number(bound),
    )


def _wanted(whole: Case, scenario: Scenario) -> Scenario:
    """What of a scenario is still to be met."""
    changes = {
        indicator.id: Judgement.MET
        for indicator in whole.framework.indicators
        if scenario.changes.get(indicator.id) is Judgement.MET
        and whole.rules.is_open(whole.assessment.record(indicator.id))
    }
    return replace(scenario, changes=changes)


def _narrowed(whole: Case, wanted: Scenario) -> tuple[Case, dict[str, int]]:
    """The case with nothing else open, up to the stages that this reaches, and the efforts in parts."""
    records = {id_: whole.assessment.record(id_) for id_ in wanted.changes}
    efforts = {
        id_: effort_left(record.effort, share_to_meet(record, whole.rules)) for id_, record in records.items()
    }
    actions = {
        id_: replace(action, covers=tuple(covered for covered in action.covers if covered in efforts))
        for id_, action in usable(whole.assessment.actions, efforts).items()
    }
    action_efforts = {id_: exact(action.effort) for id_, action in actions.items()}
    scale = Scale.of([*efforts.values(), *action_efforts.values()])
    parts = {id_: scale.whole(effort) for id_, effort in efforts.items()}
    after = profile(whole.framework, wanted.applied_to(whole.assessment), whole.rules)
    levels = tuple(result.reached_index for result in after.capabilities)
    return (
        replace(
            whole,
            ladders=_ladders(whole, levels, parts),
            actions=actions,
            action_efforts={id_: scale.whole(effort) for id_, effort in action_efforts.items()},
            efforts=scale,
        ),
        parts,
    )


def _ladders(whole: Case, levels: Levels, parts: Mapping[str, int]) -> tuple[Ladder, ...]:
    return tuple(
        replace(ladder, rungs=tuple(_rung(rung, parts) for rung in ladder.rungs[: level - ladder.start]))
        for ladder, level in zip(whole.ladders, levels, strict=True)
    )


def _rung(rung: Rung, parts: Mapping[str, int]) -> Rung:
    cells = []
    for cell in rung.cells:
        found = [Open(o.indicator, parts[o.indicator.id]) for o in cell.open if o.indicator.id in parts]
        cells.append(Cell(cell.missing, tuple(found)))
    effort = sum(o.effort for cell in cells for o in cell.open[: cell.missing])
    return Rung(rung.stage, tuple(cells), effort)
