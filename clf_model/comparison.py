"""What changed between two assessments of one framework."""

from __future__ import annotations

from dataclasses import dataclass

from .assessment import Assessment, Judgement
from .framework import Framework, Indicator
from .progression import CapabilityResult, profile
from .rules import Rules


@dataclass(frozen=True, slots=True)
class JudgementChange:
    """One indicator judged differently; None is not discussed."""

    indicator: Indicator
    before: Judgement | None
    after: Judgement | None


@dataclass(frozen=True, slots=True)
class CapabilityChange:
    """One capability in both assessments, and the judgements that differ in either perspective."""

    before: CapabilityResult
    after: CapabilityResult
    judgements: tuple[JudgementChange, ...]

    @property
    def stages_gained(self) -> int:
        """Stages reached after less those before; negative where stages were lost."""
        return self.after.reached_index - self.before.reached_index


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both assessments, capability by capability in the framework's order."""

    capabilities: tuple[CapabilityChange, ...]

    @property
    def stages_gained(self) -> int:
        """Stages gained over all capabilities; a count of steps, not a score."""
        return sum(change.stages_gained for change in self.capabilities)


def compare(
    framework: Framework, before: Assessment, after: Assessment, rules: Rules | None = None
) -> Comparison:
    """Compare two assessments under the same rules.

    Raises `MismatchError` where one of them was made with another framework.
    """
    first, second = profile(framework, before, rules), profile(framework, after, rules)
    return Comparison(
        tuple(
            CapabilityChange(
                old,
                new,
                tuple(
                    JudgementChange(i, before.judgement(i.id), after.judgement(i.id))
                    for i in old.capability.indicators
                    if before.judgement(i.id) is not after.judgement(i.id)
                ),
            )
            for old, new in zip(first.capabilities, second.capabilities, strict=True)
        )
    )
