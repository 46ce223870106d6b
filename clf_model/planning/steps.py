"""The steps of a plan: what is done, in order of work, and what each step brings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from ..action import Action
from ..actions.links import prerequisites_first
from ..assessment import Judgement
from ..framework import Indicator
from .plan import Gain, Step
from .problem import Case
from .stages_ahead import Open, Rung
from .work_order import Link, ordered

Item = Action | Indicator
"""What a step does: an action, or an indicator on its own."""


@dataclass(slots=True)
class _Work:
    """All that is done: its effort in parts, the stages it serves, what would do instead, and chains."""

    efforts: dict[Item, int] = field(default_factory=dict)
    serves: dict[Item, list[Gain]] = field(default_factory=dict)
    instead: dict[Item, tuple[Indicator, ...]] = field(default_factory=dict)
    chains: list[list[Link[Item]]] = field(default_factory=list)

    @property
    def in_order(self) -> list[Item]:
        """Every item once, in order of work."""
        order: dict[Item, None] = {}
        for number, place in ordered(self.chains, self.efforts):
            order |= dict.fromkeys(self.chains[number][place].items)
        # What serves no stage has no place in a chain.
        return list(order | dict.fromkeys(self.efforts))


def steps(
    case: Case, levels: tuple[int, ...], action_ids: Sequence[str], besides: Iterable[Open] = ()
) -> tuple[Step, ...]:
    """The steps that reach these levels: the actions, and the cheapest of what they leave.

    `besides` are indicators to meet as well, whether a stage needs them or not; such come last.
    """
    work = _work(case, levels, action_ids)
    work.efforts |= {o.indicator: o.effort for o in besides}
    found = []
    done: set[str] = set()
    standing = {ladder.capability.id: ladder.start for ladder in case.ladders}
    for item in work.in_order:
        indicators = (item,) if isinstance(item, Indicator) else _brings(case, item)
        done.update(indicator.id for indicator in indicators)
        action = item if isinstance(item, Action) else None
        found.append(
            Step(
                indicators=indicators,
                action=action,
                effort=case.efforts.number(work.efforts[item]),
                serves=tuple(work.serves.get(item, ())),
                unlocks=tuple(_unlocked(case, {i.capability_id for i in indicators}, done, standing)),
                instead=work.instead.get(item, ()),
                before=tuple(id_ for id_ in action_ids if action and action.id in case.requires(id_)),
            )
        )
    return tuple(found)


def _work(case: Case, levels: tuple[int, ...], action_ids: Sequence[str]) -> _Work:
    requires = {id_: case.requires(id_) for id_ in action_ids}
    order = prerequisites_first(action_ids, requires)
    work = _Work({case.actions[id_]: case.action_efforts[id_] for id_ in order})
    met = {id_ for action_id in action_ids for id_ in case.actions[action_id].covers}
    position = {indicator.id: n for n, indicator in enumerate(case.framework.indicators)}
    for ladder, level in zip(case.ladders, levels, strict=True):
        work.chains.append([])
        for place, rung in enumerate(ladder.rungs[: level - ladder.start]):
            singles = sorted(rung.left(met), key=lambda o: position[o.indicator.id])
            serving = [id_ for id_ in action_ids if _serves(case, id_, rung)]
            actions = [case.actions[id_] for id_ in prerequisites_first(serving, requires)]
            items: list[Item] = [*actions, *(o.indicator for o in singles)]
            for item in items:
                if isinstance(item, Indicator) or item.id in serving:
                    work.serves.setdefault(item, []).append(Gain(ladder.capability, rung.stage))
            work.efforts |= {o.indicator: o.effort for o in singles}
            work.instead |= {o.indicator: _equals(rung, o, met, singles) for o in singles}
            work.chains[-1].append(Link(ladder.weight, items, ladder.start + place))
    return work


def _serves(case: Case, id_: str, rung: Rung) -> bool:
    covers = case.actions[id_].covers
    return any(o.indicator.id in covers for cell in rung.cells if cell.missing for o in cell.open)


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
