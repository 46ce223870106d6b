"""The say–do gap: what the organisation claims against what its workers experience."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ..framework import Capability, Framework, Indicator, Stage
from ..naming import named
from ..rules import Rules
from .results import StatementResult


class Verdict(StrEnum):
    """How claim and experience stand to each other.

    `WITHHELD` and `UNKNOWN` stand where it is open whether workers experience it: answers may not be shown,
    or nobody was asked. A statement that was judged not to apply is `NOT_APPLICABLE`.
    """

    BOTH = "claimed_and_experienced"
    CLAIMED_ONLY = "claimed_not_experienced"
    EXPERIENCED_ONLY = "experienced_not_claimed"
    NEITHER = "neither"
    WITHHELD = "withheld"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class ExperienceSource(StrEnum):
    """Where it is known from whether workers experience a statement."""

    SURVEY = "survey"
    JUDGEMENT = "judgement"


@dataclass(frozen=True, slots=True)
class StatementGap:
    """One worker statement: whether the organisation claims its stage, and whether workers experience it.

    `experienced` and `source` are None where that is not known. `result` is what may be shown of the survey,
    None where there is none.
    """

    statement: Indicator
    verdict: Verdict
    experienced: bool | None
    source: ExperienceSource | None
    result: StatementResult | None


@dataclass(frozen=True, slots=True)
class StageGap:
    """One stage of one capability, by the cumulative rule: claimed and experienced mean *reached*.

    `behind` holds what makes the two differ, in this stage or one below it: worker statements known not to be
    experienced, or indicators of the organisation that do not count.
    """

    stage: Stage
    verdict: Verdict
    statements: tuple[StatementGap, ...]
    behind: tuple[Indicator, ...]

    @property
    def single(self) -> bool:
        """Whether the stage rests on a single worker statement."""
        return len(self._applicable) == 1

    @property
    def _applicable(self) -> tuple[StatementGap, ...]:
        return tuple(s for s in self.statements if s.verdict is not Verdict.NOT_APPLICABLE)

    @property
    def caution(self) -> str | None:
        """A sentence where the stage rests on too little; None where it does not."""
        if not self._applicable:
            return f"No worker statement says what {self.stage.name} means here."
        if self.single:
            return f"{self.stage.name} rests on a single statement, {named(self._applicable[0].statement)}."
        return None


@dataclass(frozen=True, slots=True)
class CapabilityGap:
    """One capability. Indexes count stages reached, as in a profile.

    `experienced_index` is what is known to be experienced; `possible_index` is what would be, if all that is
    withheld or unknown were experienced too. Both are None where nothing is known of any statement.
    """

    capability: Capability
    claimed_index: int
    experienced_index: int | None
    possible_index: int | None
    stages: tuple[StageGap, ...]

    @property
    def gap(self) -> int | None:
        """Stages claimed less stages known to be experienced; None where nothing is known."""
        return None if self.experienced_index is None else self.claimed_index - self.experienced_index

    @property
    def least_gap(self) -> int | None:
        """The gap if all that is withheld or unknown were experienced; None where nothing is known."""
        return None if self.possible_index is None else self.claimed_index - self.possible_index

    @property
    def settled(self) -> bool:
        """Whether nothing withheld or unknown could change the gap."""
        return self.gap is not None and self.gap == self.least_gap


@dataclass(frozen=True, slots=True)
class SayDoGap:
    """The gap of every capability, with the rules that gave it.

    `capabilities` is empty where the framework has no worker statements; `answer` says so.
    """

    framework: Framework
    rules: Rules
    capabilities: tuple[CapabilityGap, ...]

    @property
    def answer(self) -> str:
        """One sentence: in how many capabilities more is claimed than experienced, or may be."""
        if not self.capabilities:
            return "This framework describes what an organisation does, not what its workers experience."
        known = [c.gap for c in self.capabilities if c.gap is not None]
        if not known:
            return (
                "What workers experience is not known yet. Open a worker survey, or judge worker statements."
            )
        wider = sum((c.least_gap or 0) > 0 for c in self.capabilities)
        open_ = sum(gap > 0 for gap in known) - wider
        total, unknown = len(self.capabilities), len(self.capabilities) - len(known)
        said = [f"More is claimed than known to be experienced in {wider} of {total} capabilities"]
        said += [f"in {open_} more it may be so"] if open_ else []
        said += [f"of {unknown} nothing is known"] if unknown else []
        return f"{'; '.join(said)}."
