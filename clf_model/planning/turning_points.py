"""Where one judgement decides: what would bring most if it turned, and what rests on it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from ..assessment import Assessment
from ..framework import Indicator
from ..progression import CapabilityResult, Profile
from ..rules import Rules
from ..scenario import effort_to_meet
from .plan import Gain


@dataclass(frozen=True, slots=True)
class Turn:
    """An indicator that, judged met, would bring these stages at once; `effort` is what meeting it takes."""

    indicator: Indicator
    gains: tuple[Gain, ...]
    effort: float


def turning_points(assessment: Assessment, before: Profile) -> tuple[Turn, ...]:
    """Every single judgement that would bring a stage if it turned to met, those that bring most first.

    Among equals the least effort comes first, then the framework's order. `before` is the profile of the
    assessment.
    """
    found = [turn for result in before.capabilities for turn in _turns(result, assessment, before.rules)]
    return tuple(sorted(found, key=lambda turn: (-len(turn.gains), turn.effort)))


def _turns(result: CapabilityResult, assessment: Assessment, rules: Rules) -> list[Turn]:
    following = result.next
    if following is None or not following.reachable or following.total(lambda counts: counts.missing) != 1:
        return []
    beyond = takewhile(lambda stage: stage.addressed, result.stages[result.reached_index + 1 :])
    gains = tuple(Gain(result.capability, stage.stage) for stage in (following, *beyond))
    return [
        Turn(indicator, gains, effort_to_meet(assessment.record(indicator.id), rules))
        for indicator in result.blockers
        if following.counts[indicator.perspective].missing
    ]


def no_margin(before: Profile) -> tuple[Gain, ...]:
    """The reached stages that would be lost if a single one of their judgements were overturned."""
    return tuple(
        Gain(result.capability, stage.stage)
        for result in before.capabilities
        for stage in result.stages[: result.reached_index]
        if stage.margin == 0
    )
