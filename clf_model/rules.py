"""The rules of progression: what counts, how much of a stage is needed, whose indicators decide."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache

from .assessment import Judgement, Record
from .errors import RulesError
from .framework import Capability, Framework, Indicator, Perspective


class Perspectives(StrEnum):
    """Which perspective decides a stage."""

    ORGANISATION = "organisation"
    WORKER = "worker"
    BOTH = "both"

    @property
    def members(self) -> tuple[Perspective, ...]:
        """The perspectives that have to address a stage."""
        if self is Perspectives.BOTH:
            return (Perspective.ORGANISATION, Perspective.WORKER)
        return (Perspective(self.value),)


@dataclass(frozen=True, slots=True)
class Rules:
    """How much of a stage addresses it (`threshold`, above 0 up to 1), and what counts.

    Raises `RulesError` for a threshold out of range.
    """

    threshold: float = 1.0
    evidence_required: bool = False
    perspectives: Perspectives = Perspectives.ORGANISATION

    def __post_init__(self) -> None:
        if not (math.isfinite(self.threshold) and 0 < self.threshold <= 1):
            raise RulesError(self.threshold)

    def needed(self, applicable: int) -> int:
        """How many of so many applicable indicators must count: exact ceiling, at least 1 (0.8 of 5 is 4)."""
        return _needed(self.threshold, applicable)

    def deciding(
        self, framework: Framework, capability: Capability, stage_id: str
    ) -> Mapping[Perspective, tuple[Indicator, ...]]:
        """The indicators of each perspective that decide a stage of a capability.

        Passed over is a perspective without indicators where both decide, and where the framework leaves the
        stage empty on purpose. Otherwise one without indicators is in the answer: nothing shows it.
        """
        empty = stage_id in capability.passed_over
        cells = {
            perspective: framework.cell(capability.id, stage_id, perspective)
            for perspective in self.perspectives.members
        }
        if empty or self.perspectives is Perspectives.BOTH:
            return {perspective: cell for perspective, cell in cells.items() if cell}
        return cells

    def counts(self, record: Record) -> bool:
        """Whether an indicator with this record counts towards its stage."""
        return record.judgement is Judgement.MET and (bool(record.evidence) or not self.evidence_required)

    def is_open(self, record: Record) -> bool:
        """Whether an indicator with this record applies and does not count yet."""
        return record.judgement is not Judgement.NOT_APPLICABLE and not self.counts(record)

    def describe(self) -> str:
        """The rules in one line, as shown beside every result."""
        share = "all" if self.threshold == 1 else f"{self.threshold * 100:g} %"
        parts = [f"A stage needs {share} of its applicable indicators met"]
        if self.evidence_required:
            parts.append("with evidence")
        whose = {
            Perspectives.ORGANISATION: "the organisation's indicators decide",
            Perspectives.WORKER: "the workers' statements decide",
            Perspectives.BOTH: "both perspectives must address it",
        }[self.perspectives]
        return f"{' '.join(parts)}; {whose}."


def whole_cells(framework: Framework, rules: Rules) -> tuple[int, int]:
    """In how many cells (capability, stage, deciding perspective) the threshold means all, and of how many.

    Cells are small, so that a threshold below 1 often changes nothing.
    """
    sizes = [
        len(cell)
        for capability in framework.capabilities
        for stage in framework.stages
        for perspective in rules.perspectives.members
        if (cell := framework.cell(capability.id, stage.id, perspective))
    ]
    return sum(rules.needed(size) == size for size in sizes), len(sizes)


@cache
def _needed(threshold: float, applicable: int) -> int:
    return max(1, math.ceil(Fraction(str(threshold)) * applicable))
