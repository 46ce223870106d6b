"""From a choice of stages and actions to a plan: its steps in order of work, with what each one brings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from .plan import Plan, reached_by
from .problem import Case
from .stages_ahead import Rung
from .steps import steps
from .target import Shortfall

Levels = tuple[int, ...]


def covered(case: Case, action_ids: Iterable[str]) -> set[str]:
    """Ids of the indicators that these actions bring to met."""
    return {id_ for action_id in action_ids for id_ in case.actions[action_id].covers}


def effort_of(case: Case, levels: Levels, action_ids: Collection[str]) -> int:
    """What levels take with these actions, in parts: these, and the cheapest of what they leave."""
    met = covered(case, action_ids)
    singles = sum(o.effort for rung in _rungs(case, levels) for o in rung.left(met))
    return singles + sum(case.action_efforts[id_] for id_ in action_ids)


def levels_with(case: Case, levels: Levels, action_ids: Collection[str]) -> Levels:
    """The levels really reached: those chosen, and what is addressed besides by what is done for them."""
    met = covered(case, action_ids)
    met |= {o.indicator.id for rung in _rungs(case, levels) for o in rung.left(met)}
    return tuple(ladder.level(met) for ladder in case.ladders)


def build(
    case: Case,
    levels: Levels,
    action_ids: Collection[str] = (),
    *,
    bound: float | None = None,
    missing: tuple[Shortfall, ...] = (),
    ways: int = 1,
    others: Sequence[Levels] = (),
) -> Plan:
    """The plan that reaches these levels with these actions, and the cheapest of what they leave.

    `bound` is that of its objective or effort; by default that of the objective.
    """
    action_ids = needed(case, levels, action_ids)
    final = levels_with(case, levels, action_ids)
    objective = case.priorities.number(case.gained(final))
    return Plan(
        assessment=case.assessment,
        before=case.before,
        reached=reached_by(case.before, final),
        steps=steps(case, levels, action_ids),
        effort=case.efforts.number(effort_of(case, levels, action_ids)),
        objective=objective,
        bound=objective if bound is None else bound,
        missing=missing,
        ways=ways,
        others=tuple(reached_by(case.before, other) for other in others),
    )


def needed(case: Case, levels: Levels, action_ids: Collection[str]) -> tuple[str, ...]:
    """These actions without those that can be left out for nothing; in the case's order."""
    kept = [id_ for id_ in case.actions if id_ in set(action_ids)]
    for id_ in reversed(list(kept)):
        rest = [other for other in kept if other != id_]
        required = any(id_ in case.requires(other) for other in rest)
        if not required and effort_of(case, levels, rest) <= effort_of(case, levels, kept):
            kept = rest
    return tuple(kept)


def _rungs(case: Case, levels: Levels) -> Iterator[Rung]:
    """The stages that are worked for."""
    for ladder, level in zip(case.ladders, levels, strict=True):
        yield from ladder.rungs[: level - ladder.start]
