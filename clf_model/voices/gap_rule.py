"""Working out the say–do gap: two profiles by the same progression rule, laid beside each other."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..assessment import Assessment, Evidence, Judgement, Record
from ..framework import Framework, Indicator, Perspective
from ..progression import CapabilityResult, StageResult, profile
from ..rules import Perspectives, Rules
from .gap import CapabilityGap, ExperienceSource, SayDoGap, StageGap, StatementGap, Verdict
from .results import StatementResult, SurveyResults, Withheld

_SURVEY = Evidence(note="Worker survey")


def say_do_gap(
    framework: Framework,
    assessment: Assessment,
    results: SurveyResults | None = None,
    rules: Rules | None = None,
) -> SayDoGap:
    """What the organisation claims against what workers experience, per capability, stage and statement.

    A statement is experienced as the survey shows; where it shows no figure, as it was judged. Both sides
    follow the progression rule with these rules' threshold and evidence; a survey is evidence. Raises
    `MismatchError` where the assessment was made with another framework.
    """
    rules = rules or Rules()
    claimed = profile(framework, assessment, replace(rules, perspectives=Perspectives.ORGANISATION))
    if not framework.has_perspective(Perspective.WORKER):
        return SayDoGap(framework, rules, ())
    surveyed = results.statements if results else {}
    voiced = assessment.with_records(
        {id_: record for id_, result in surveyed.items() if (record := _record(result))}
    )
    experienced = profile(framework, voiced, replace(rules, perspectives=Perspectives.WORKER))
    sides = zip(claimed.capabilities, experienced.capabilities, strict=True)
    return SayDoGap(
        framework,
        rules,
        tuple(
            _Comparison(framework, rules, voiced, results, said, done).capability() for said, done in sides
        ),
    )


def _record(result: StatementResult) -> Record | None:
    """The survey's word on a statement as a record; None where it has none."""
    if result.figure is None or result.figure.experienced is None:
        return None
    judgement = Judgement.MET if result.figure.experienced else Judgement.NOT_MET
    return Record(judgement, evidence=(_SURVEY,))


def _refuted(stage: StageResult) -> bool:
    """Whether a stage is not experienced, whatever is still unknown of it."""
    return stage.reachable and not stage.suffices(lambda counts: counts.counting + counts.unanswered)


@dataclass(frozen=True, slots=True)
class _Comparison:
    """One capability as the organisation sees it (`said`) and as its workers do (`done`)."""

    framework: Framework
    rules: Rules
    voiced: Assessment
    results: SurveyResults | None
    said: CapabilityResult
    done: CapabilityResult

    def capability(self) -> CapabilityGap:
        stages = tuple(self._stage(index) for index in range(1, len(self.said.stages) + 1))
        known = any(s.experienced is not None for stage in stages for s in stage.statements)
        refuted = (index for index, stage in enumerate(self.done.stages) if _refuted(stage))
        return CapabilityGap(
            capability=self.said.capability,
            claimed_index=self.said.reached_index,
            experienced_index=self.done.reached_index if known else None,
            possible_index=next(refuted, len(stages)) if known else None,
            stages=stages,
        )

    def _stage(self, index: int) -> StageGap:
        """The stage with this place in the order, from 1."""
        claimed, reached = index <= self.said.reached_index, self.done.reached_index
        experienced: bool | None = index <= reached
        if not experienced and not any(_refuted(stage) for stage in self.done.stages[reached:index]):
            experienced = None
        open_ones = self._cells(Perspective.WORKER, reached, index)
        verdict = _verdict(claimed, experienced, any(self._is_withheld(i) for i in open_ones))
        behind: tuple[Indicator, ...] = ()
        if verdict is Verdict.CLAIMED_ONLY:
            behind = self._missing(open_ones)
        elif verdict is Verdict.EXPERIENCED_ONLY:
            behind = self._missing(self._cells(Perspective.ORGANISATION, self.said.reached_index, index))
        statements = self._cells(Perspective.WORKER, index - 1, index)
        return StageGap(
            stage=self.said.stages[index - 1].stage,
            verdict=verdict,
            statements=tuple(self._statement(i, claimed) for i in statements),
            behind=behind,
        )

    def _cells(self, perspective: Perspective, reached: int, index: int) -> tuple[Indicator, ...]:
        """The indicators of the stages above the one reached, up to the one with this place."""
        return tuple(
            indicator
            for result in self.said.stages[reached:index]
            for indicator in self.framework.cell(self.said.capability.id, result.stage.id, perspective)
        )

    def _missing(self, indicators: tuple[Indicator, ...]) -> tuple[Indicator, ...]:
        """Those that apply, of which something is known, and that do not count."""
        return tuple(
            i
            for i in indicators
            if self.voiced.judgement(i.id) is not Judgement.NOT_APPLICABLE
            and (i.perspective is Perspective.ORGANISATION or self.voiced.judgement(i.id))
            and not self.rules.counts(self.voiced.record(i.id))
        )

    def _is_withheld(self, statement: Indicator) -> bool:
        """Whether nothing is known of a statement although it was asked."""
        result = self._result(statement)
        asked = result is not None and result.withheld is not Withheld.NOT_ASKED
        return asked and self.voiced.judgement(statement.id) is None

    def _result(self, statement: Indicator) -> StatementResult | None:
        return self.results.statement(statement.id) if self.results else None

    def _statement(self, statement: Indicator, claimed: bool) -> StatementGap:
        result, record = self._result(statement), self.voiced.record(statement.id)
        if record.judgement is Judgement.NOT_APPLICABLE:
            return StatementGap(statement, Verdict.NOT_APPLICABLE, None, ExperienceSource.JUDGEMENT, result)
        if record.judgement is None:
            verdict = _verdict(claimed, None, self._is_withheld(statement))
            return StatementGap(statement, verdict, None, None, result)
        experienced = self.rules.counts(record)
        source = ExperienceSource.SURVEY if result and _record(result) else ExperienceSource.JUDGEMENT
        verdict = _verdict(claimed, experienced, withheld=False)
        return StatementGap(statement, verdict, experienced, source, result)


def _verdict(claimed: bool, experienced: bool | None, withheld: bool) -> Verdict:
    if experienced is None:
        return Verdict.WITHHELD if withheld else Verdict.UNKNOWN
    if claimed:
        return Verdict.BOTH if experienced else Verdict.CLAIMED_ONLY
    return Verdict.EXPERIENCED_ONLY if experienced else Verdict.NEITHER
