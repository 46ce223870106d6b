"""From a choice of stages and actions to a plan: its steps in order of work, with what each one brings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from ..action import Action
from ..assessment import Judgement
from ..framework import Indicator
from .case import Case
from .ladder import Ladder, Open, Rung
from .ordering import Link, ordered
from .plan import Gain, Plan, Step, reached_by
from .target import Shortfall

Levels = tuple[int, ...]
Item = Action | Indicator


def covered(case: Case, action_ids: Iterable[str]) -> set[str]:
    """Ids of the indicators that these actions bring to met."""
    return {id_ for action_id in action_ids for id_ in case.actions[action_id].covers}


def effort_of(case: Case, levels: Levels, action_ids: Collection[str]) -> int:
    """What levels take with these actions, in parts: these, and the cheapest of what they leave."""
    met = covered(case, action_ids)
    singles = sum(o.effort for _, rung in _rungs(case, levels) for o in rung.left(met))
    return singles + sum(case.action_efforts[id_] for id_ in action_ids)


def levels_with(case: Case, levels: Levels, action_ids: Collection[str]) -> Levels:
    """The levels really reached: those chosen, and what is addressed besides by what is done for them."""
    met = covered(case, action_ids)
    met |= {o.indicator.id for _, rung in _rungs(case, levels) for o in rung.left(met)}
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


def _rungs(case: Case, levels: Levels) -> list[tuple[Ladder, Rung]]:
    return [
        (ladder, rung)
        for ladder, level in zip(case.ladders, levels, strict=True)
        for rung in ladder.rungs[: level - ladder.start]
    ]


def steps(
    case: Case, levels: Levels, action_ids: tuple[str, ...], besides: Iterable[Open] = ()
) -> tuple[Step, ...]:
    """What these levels take with these actions, in order of work, then what is done besides for no stage."""
    met = covered(case, action_ids)
    efforts: dict[Item, int] = {case.actions[id_]: case.action_efforts[id_] for id_ in action_ids}
    position = {indicator.id: n for n, indicator in enumerate(case.framework.indicators)}
    serves: dict[Item, list[Gain]] = {}
    instead: dict[Item, tuple[Indicator, ...]] = {}
    chains: list[list[Link[Item]]] = []
    for ladder, level in zip(case.ladders, levels, strict=True):
        chains.append([])
        for place, rung in enumerate(ladder.rungs[: level - ladder.start]):
            singles = sorted(rung.left(met), key=lambda o: position[o.indicator.id])
            efforts |= {o.indicator: o.effort for o in singles}
            instead |= {o.indicator: _equals(rung, o, met, singles) for o in singles}
            serving: list[Item] = [case.actions[id_] for id_ in action_ids if _serves(case, id_, rung)]
            items = [*_with_prerequisites(case, serving), *(o.indicator for o in singles)]
            for item in [*serving, *(o.indicator for o in singles)]:
                serves.setdefault(item, []).append(Gain(ladder.capability, rung.stage))
            chains[-1].append(Link(ladder.weight, items, ladder.start + place))
    order: dict[Item, None] = {}
    for number, place in ordered(chains, efforts):
        order |= dict.fromkeys(chains[number][place].items)
    order |= _with_prerequisites(case, [case.actions[id_] for id_ in action_ids])
    for o in besides:
        efforts.setdefault(o.indicator, o.effort)
        order.setdefault(o.indicator, None)

    found = []
    done: set[str] = set()
    standing = {ladder.capability.id: ladder.start for ladder in case.ladders}
    for item in order:
        indicators = (item,) if isinstance(item, Indicator) else _brings(case, item)
        done.update(indicator.id for indicator in indicators)
        action = item if isinstance(item, Action) else None
        waiting = tuple(id_ for id_ in action_ids if action and action.id in case.actions[id_].requires)
        found.append(
            Step(
                indicators,
                action,
                case.efforts.number(efforts[item]),
                tuple(serves.get(item, ())),
                tuple(_unlocked(case, {indicator.capability_id for indicator in indicators}, done, standing)),
                instead.get(item, ()),
                waiting,
            )
        )
    return tuple(found)


def _serves(case: Case, id_: str, rung: Rung) -> bool:
    covers = case.actions[id_].covers
    return any(o.indicator.id in covers for cell in rung.cells if cell.missing for o in cell.open)


def _with_prerequisites(case: Case, actions: Iterable[Item]) -> dict[Item, None]:
    """Actions with all that has to come before them, in an order that can be kept."""
    found: dict[Item, None] = {}

    def add(id_: str) -> None:
        for other in case.requires(id_):
            add(other)
        found[case.actions[id_]] = None

    for action in actions:
        add(action.id)
    return found


def _equals(rung: Rung, single: Open, met: Collection[str], picked: Sequence[Open]) -> tuple[Indicator, ...]:
    """What could be met in place of a single indicator for the same effort."""
    cell = next(cell for cell in rung.cells if single in cell.open)
    return tuple(
        o.indicator
        for o in cell.open
        if o.effort == single.effort and o not in picked and o.indicator.id not in met
    )


def _brings(case: Case, action: Action) -> tuple[Indicator, ...]:
    """The indicators that an action brings to met: those that it covers, apply and do not count yet."""
    return tuple(
        case.framework.indicator(id_)
        for id_ in action.covers
        if not case.rules.counts(case.assessment.record(id_))
        and case.assessment.judgement(id_) is not Judgement.NOT_APPLICABLE
    )


def _unlocked(
    case: Case, capability_ids: Collection[str], done: Collection[str], standing: dict[str, int]
) -> Iterable[Gain]:
    """The stages that these capabilities have reached beyond `standing`, which is brought up to date."""
    for ladder in case.ladders:
        id_ = ladder.capability.id
        if id_ in capability_ids:
            level = ladder.level(done)
            for rung in ladder.rungs[standing[id_] - ladder.start : level - ladder.start]:
                yield Gain(ladder.capability, rung.stage)
            standing[id_] = level
