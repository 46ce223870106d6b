"""Stages reached, progress, blockers, strengths ahead and margin, from judgements under stated rules.

The rule is the framework's own: "The stages of progression are cumulative. For example, for an organisation
to be at an accomplished stage they would need to address engaged, established and accomplished stages."
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType

from .assessment import Assessment, Judgement, Record
from .errors import MismatchError, UnknownIdError
from .framework import Capability, Framework, Indicator, Perspective, Stage
from .rules import Rules

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Counts:
    """How the indicators of one capability, stage and perspective were judged, and what is needed.

    `evidenced` counts the met ones that have evidence; `counting` those that count under the rules.
    """

    met: int
    partly: int
    not_met: int
    not_applicable: int
    unanswered: int
    evidenced: int
    counting: int
    needed: int

    @property
    def applicable(self) -> int:
        """Indicators that are not left out as not applicable."""
        return self.met + self.partly + self.not_met + self.unanswered

    def suffices(self, counting: int) -> bool:
        """Whether so many would address the stage; never where nothing applies, for nothing was shown."""
        return self.applicable > 0 and counting >= self.needed

    @property
    def addressed(self) -> bool:
        """Whether enough count."""
        return self.suffices(self.counting)

    @property
    def missing(self) -> int:
        """How many more must count before the stage is addressed; 0 where nothing applies that could."""
        return max(0, self.needed - self.counting) if self.applicable else 0

    @property
    def share(self) -> Fraction:
        """Credit per applicable indicator: 1 where it counts, ½ where partly or met without evidence due."""
        credited = self.met + self.partly + self.counting
        return Fraction(credited, 2 * self.applicable) if self.applicable else ZERO


@dataclass(frozen=True, slots=True)
class StageResult:
    """One stage of one capability: the counts of each deciding perspective that has indicators there.

    Where the framework leaves the stage empty on purpose it `asks_nothing`, has no counts, and comes with the
    stages before it.
    """

    stage: Stage
    counts: Mapping[Perspective, Counts]
    asks_nothing: bool = False

    def suffices(self, counting: Callable[[Counts], int]) -> bool:
        """Whether every deciding perspective would address the stage if this many counted in it."""
        if not self.counts:
            return self.asks_nothing
        return all(counts.suffices(counting(counts)) for counts in self.counts.values())

    @property
    def addressed(self) -> bool:
        """Whether every deciding perspective addresses the stage."""
        return self.suffices(lambda counts: counts.counting)

    @property
    def share(self) -> Fraction:
        """The smaller of the perspectives' shares: what this stage adds to progress while it is the next."""
        return min((counts.share for counts in self.counts.values()), default=ZERO)

    @property
    def margin(self) -> int | None:
        """The smallest margin of the perspectives; None where the stage is not addressed or asks nothing."""
        if not self.addressed:
            return None
        return min((counts.counting - counts.needed for counts in self.counts.values()), default=None)

    @property
    def reachable(self) -> bool:
        """Whether the stage could be addressed: something applies in every deciding perspective."""
        if not self.counts:
            return self.asks_nothing
        return all(counts.applicable for counts in self.counts.values())

    def total(self, count: Callable[[Counts], int]) -> int:
        """The sum of one count over the deciding perspectives."""
        return sum(count(counts) for counts in self.counts.values())


@dataclass(frozen=True, slots=True)
class CapabilityResult:
    """Where one capability stands. Indexes count stages reached: 0 is not yet engaged.

    `evidenced_index` reads the same judgements with evidence required; `possible_index` as if every indicator
    not discussed yet turned out to be met.
    """

    capability: Capability
    stages: tuple[StageResult, ...]
    reached_index: int
    evidenced_index: int
    possible_index: int
    blockers: tuple[Indicator, ...]
    strengths_ahead: tuple[Indicator, ...]

    @property
    def reached(self) -> Stage | None:
        """The highest stage reached; None for not yet engaged."""
        return self.stages[self.reached_index - 1].stage if self.reached_index else None

    @property
    def next(self) -> StageResult | None:
        """The first stage that is not addressed; None when all are reached."""
        return self.stages[self.reached_index] if self.reached_index < len(self.stages) else None

    @property
    def progress(self) -> Fraction:
        """Stages reached plus the share of the next one, exact; in [reached, reached + 1)."""
        return self.reached_index + (self.next.share if self.next else ZERO)

    @property
    def discussed(self) -> int:
        """How many indicators of the deciding perspectives have a judgement."""
        return self.asked - sum(stage.total(lambda c: c.unanswered) for stage in self.stages)

    @property
    def asked(self) -> int:
        """How many indicators the deciding perspectives have in all."""
        return sum(stage.total(lambda c: c.applicable + c.not_applicable) for stage in self.stages)


@dataclass(frozen=True, slots=True)
class Profile:
    """The results of all capabilities in the framework's order, with the rules that gave them."""

    framework: Framework
    rules: Rules
    capabilities: tuple[CapabilityResult, ...]

    def capability(self, id_: str) -> CapabilityResult:
        """The result of one capability. Raises `UnknownIdError`."""
        for result in self.capabilities:
            if result.capability.id == id_:
                return result
        raise UnknownIdError("capability", id_, (r.capability.id for r in self.capabilities))

    def only(self, capability_ids: Collection[str]) -> Profile:
        """The profile of these capabilities alone, for what speaks of no other."""
        kept = tuple(result for result in self.capabilities if result.capability.id in capability_ids)
        framework = replace(self.framework, capabilities=tuple(result.capability for result in kept))
        return Profile(framework, self.rules, kept)

    @property
    def lowest(self) -> tuple[CapabilityResult, ...]:
        """The capabilities with the least progress; several where they are equal."""
        least = min(result.progress for result in self.capabilities)
        return tuple(result for result in self.capabilities if result.progress == least)

    @property
    def highest(self) -> tuple[CapabilityResult, ...]:
        """The capabilities with the most progress; several where they are equal."""
        most = max(result.progress for result in self.capabilities)
        return tuple(result for result in self.capabilities if result.progress == most)


def profile(framework: Framework, assessment: Assessment, rules: Rules | None = None) -> Profile:
    """The profile of an assessment under the rules (default: all indicators, organisation decides).

    Raises `MismatchError` where the assessment was made with another framework.
    """
    if assessment.framework_id != framework.id:
        raise MismatchError(assessment.framework_id, framework.id)
    rules = rules or Rules()
    return Profile(
        framework,
        rules,
        tuple(capability_result(framework, c, assessment, rules) for c in framework.capabilities),
    )


def capability_result(
    framework: Framework, capability: Capability, assessment: Assessment, rules: Rules
) -> CapabilityResult:
    """Where one capability stands in an assessment made with the framework."""
    stages = _stage_results(framework, capability, assessment, rules)
    reached = _reached(stages, lambda counts: counts.counting)

    def counting(indicator: Indicator) -> bool:
        return rules.counts(assessment.record(indicator.id))

    def deciding(results: Sequence[StageResult]) -> list[Indicator]:
        return [
            indicator
            for result in results
            for perspective in rules.perspectives.members
            for indicator in framework.cell(capability.id, result.stage.id, perspective)
        ]

    return CapabilityResult(
        capability=capability,
        stages=stages,
        reached_index=reached,
        evidenced_index=_reached(stages, lambda counts: counts.evidenced),
        possible_index=_reached(stages, lambda counts: counts.counting + counts.unanswered),
        blockers=tuple(
            i
            for i in deciding(stages[reached : reached + 1])
            if not counting(i) and assessment.judgement(i.id) is not Judgement.NOT_APPLICABLE
        ),
        strengths_ahead=tuple(i for i in deciding(stages[reached + 1 :]) if counting(i)),
    )


def _stage_results(
    framework: Framework, capability: Capability, assessment: Assessment, rules: Rules
) -> tuple[StageResult, ...]:
    results = []
    for stage in framework.stages:
        deciding = rules.deciding(framework, capability, stage.id)
        counts = {
            perspective: _count([assessment.record(indicator.id) for indicator in cell], rules)
            for perspective, cell in deciding.items()
        }
        empty = not deciding and stage.id in capability.passed_over
        results.append(StageResult(stage, MappingProxyType(counts), asks_nothing=empty))
    return tuple(results)


def _count(records: Sequence[Record], rules: Rules) -> Counts:
    judgements = [record.judgement for record in records]
    left_out = judgements.count(Judgement.NOT_APPLICABLE)
    return Counts(
        met=judgements.count(Judgement.MET),
        partly=judgements.count(Judgement.PARTLY),
        not_met=judgements.count(Judgement.NOT_MET),
        not_applicable=left_out,
        unanswered=judgements.count(None),
        evidenced=sum(record.judgement is Judgement.MET and bool(record.evidence) for record in records),
        counting=sum(rules.counts(record) for record in records),
        needed=rules.needed(len(records) - left_out),
    )


def _reached(stages: Sequence[StageResult], counting: Callable[[Counts], int]) -> int:
    for index, result in enumerate(stages):
        if not result.suffices(counting):
            return index
    return len(stages)
