"""What there is to plan: per capability a ladder of stages ahead, and the actions that could serve."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from ..action import Action, ActionStatus
from ..actions.links import check_actions
from ..assessment import Assessment, Judgement
from ..framework import Framework, Indicator
from ..progression import CapabilityResult, Profile, StageResult, profile
from ..rules import Rules
from ..scenario import share_to_meet
from .exact_numbers import Scale, exact, not_negative
from .stages_ahead import Cell, Ladder, Open, Rung
from .target import highest

_Efforts = dict[str, Fraction]


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that a plan follows from.

    `actions` are the open ones that can be done, with their efforts in parts; a prerequisite that is done is
    left out of `requires`. `efforts` and `priorities` say what a part is.
    """

    assessment: Assessment
    before: Profile
    ladders: tuple[Ladder, ...]
    actions: Mapping[str, Action]
    action_efforts: Mapping[str, int]
    efforts: Scale
    priorities: Scale

    @property
    def framework(self) -> Framework:
        """The framework in use."""
        return self.before.framework

    @property
    def rules(self) -> Rules:
        """The rules in force."""
        return self.before.rules

    @property
    def shared(self) -> bool:
        """Whether any action could serve: then efforts are no longer those of single indicators."""
        return bool(self.actions)

    def gained(self, levels: tuple[int, ...]) -> int:
        """The weighted stages gained, in parts of the priorities."""
        return sum(
            (level - ladder.start) * ladder.weight for level, ladder in zip(levels, self.ladders, strict=True)
        )

    def requires(self, id_: str) -> tuple[str, ...]:
        """The actions that come before an action and are not done."""
        return tuple(other for other in self.actions[id_].requires if other in self.actions)


def case(
    framework: Framework,
    assessment: Assessment,
    rules: Rules | None = None,
    priorities: Mapping[str, float] | None = None,
) -> Case:
    """What there is to plan; `priorities` by capability id, 0 or more, 1 where left out.

    Raises `MismatchError`, `UnknownIdError`, `CycleError` and `QuantityError`.
    """
    before = profile(framework, assessment, rules)
    check_actions(framework, assessment.actions)
    weights = _weights(framework, priorities or {})
    weight_scale = Scale.of(weights.values())
    ahead = [result.stages[result.reached_index : highest(result)[0]] for result in before.capabilities]
    efforts = dict(_efforts(before, assessment, ahead))
    actions = usable(assessment.actions, efforts)
    action_efforts = {id_: exact(action.effort) for id_, action in actions.items()}
    scale = Scale.of([*efforts.values(), *action_efforts.values()])
    whole = {id_: scale.whole(effort) for id_, effort in efforts.items()}
    return Case(
        assessment=assessment,
        before=before,
        ladders=tuple(
            Ladder(
                result.capability,
                result.reached_index,
                tuple(_rung(framework, result, stage, whole) for stage in stages),
                weight_scale.whole(weights[result.capability.id]),
            )
            for result, stages in zip(before.capabilities, ahead, strict=True)
        ),
        actions=actions,
        action_efforts={id_: scale.whole(effort) for id_, effort in action_efforts.items()},
        efforts=scale,
        priorities=weight_scale,
    )


def _weights(framework: Framework, priorities: Mapping[str, float]) -> _Efforts:
    weights = dict.fromkeys((capability.id for capability in framework.capabilities), Fraction(1))
    for id_, weight in priorities.items():
        capability = framework.capability(id_)
        weights[id_] = exact(not_negative(f"priority of {capability.short_name}", weight))
    return weights


def _efforts(
    before: Profile, assessment: Assessment, ahead: list[tuple[StageResult, ...]]
) -> Iterator[tuple[str, Fraction]]:
    """The effort of every indicator in the stages ahead that applies and does not count yet."""
    for result, stages in zip(before.capabilities, ahead, strict=True):
        for stage in stages:
            for perspective in stage.counts:
                for indicator in before.framework.cell(result.capability.id, stage.stage.id, perspective):
                    record = assessment.record(indicator.id)
                    counts = before.rules.counts(record)
                    if not counts and record.judgement is not Judgement.NOT_APPLICABLE:
                        yield indicator.id, effort_left(record.effort, share_to_meet(record, before.rules))


@lru_cache(maxsize=4096)
def effort_left(effort: float, share: float) -> Fraction:
    """A share of an effort, exactly."""
    return exact(effort) * exact(share)


def _rung(
    framework: Framework, result: CapabilityResult, stage: StageResult, whole: Mapping[str, int]
) -> Rung:
    cells = []
    for perspective, counts in stage.counts.items():
        indicators: tuple[Indicator, ...] = framework.cell(result.capability.id, stage.stage.id, perspective)
        found = [Open(i, whole[i.id]) for i in indicators if i.id in whole]
        cells.append(Cell(counts.missing, tuple(sorted(found, key=lambda o: o.effort))))
    return Rung(stage.stage, tuple(cells), sum(o.effort for cell in cells for o in cell.open[: cell.missing]))


def usable(actions: Mapping[str, Action], wanted: Collection[str]) -> dict[str, Action]:
    """The open actions that serve one of these indicators, and the open ones that have to come before those.

    What is not being done bars all that requires it.
    """
    usable = {id_: action for id_, action in actions.items() if action.status.is_open}

    def barred(id_: str) -> bool:
        return id_ not in usable and actions[id_].status is not ActionStatus.DONE

    while lost := [id_ for id_, action in usable.items() if any(barred(other) for other in action.requires)]:
        for id_ in lost:
            del usable[id_]
    serving = [id_ for id_, action in usable.items() if any(covered in wanted for covered in action.covers)]
    kept = set(serving)
    while serving:
        before = [id_ for id_ in usable[serving.pop()].requires if id_ in usable and id_ not in kept]
        kept.update(before)
        serving += before
    return {id_: action for id_, action in usable.items() if id_ in kept}
