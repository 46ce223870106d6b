"""Laws of progression for every framework, assessment and rule set, and an independent second reckoning."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, count, product, takewhile

from hypothesis import assume, event, given
from hypothesis import strategies as st

from clf_model.assessment import Assessment, Judgement, Record
from clf_model.framework import Capability, Framework, Indicator, Perspective
from clf_model.progression import CapabilityResult, profile
from clf_model.rules import Perspectives, Rules
from tests.unit.strategies import (
    NOTE,
    RECORDS,
    Situation,
    any_records,
    laws,
    rules,
    situations,
    slow_laws,
    with_effort,
)

UPWARDS = (None, Judgement.NOT_MET, Judgement.PARTLY, Judgement.MET)
COMPLETIONS = [RECORDS[letter] for letter in "Mpna"]


def standing(result: CapabilityResult) -> tuple[int, int, int, Fraction]:
    return result.evidenced_index, result.reached_index, result.possible_index, result.progress


def is_met(record: Record) -> bool:
    return record.judgement is Judgement.MET


# --- the text of the domain, written down a second time, in sets of ids and words of the text ---


class Oracle:
    """One capability by the letter of the domain's section 3, with no regard for speed or structure."""

    def __init__(
        self, framework: Framework, capability: Capability, records: dict[str, Record], rules: Rules
    ) -> None:
        self.stages = [stage.id for stage in framework.stages]
        self.indicators = capability.indicators
        self.empty_on_purpose = capability.passed_over
        self.records = records
        self.rules = rules
        whose = rules.perspectives.value
        self.asked = ["organisation", "worker"] if whose == "both" else [whose]

    def listed(self, stage: str, whose: str) -> set[str]:
        return {i.id for i in self.indicators if (i.stage_id, i.perspective.value) == (stage, whose)}

    def judged(self, id_: str) -> str | None:
        record = self.records.get(id_, Record())
        return record.judgement and record.judgement.value

    def applicable(self, stage: str, whose: str) -> set[str]:
        return {id_ for id_ in self.listed(stage, whose) if self.judged(id_) != "not_applicable"}

    def counts(self, id_: str) -> bool:
        if self.rules.evidence_required and len(self.records[id_].evidence) == 0:
            return False
        return self.judged(id_) == "met"

    def needed(self, stage: str, whose: str) -> int:
        share = Decimal(repr(self.rules.threshold)) * len(self.applicable(stage, whose))
        return next(n for n in count(1) if n >= share)

    def perspectives(self, stage: str) -> list[str]:
        """Those that have to address a stage; of two, one without indicators there is passed over.

        So is one without indicators in a stage that the framework leaves empty on purpose.
        """
        if len(self.asked) == 1 and stage not in self.empty_on_purpose:
            return self.asked
        return [whose for whose in self.asked if self.listed(stage, whose)]

    def margins(self, stage: str) -> list[int] | None:
        """Counting less needed for each perspective; None where the stage is not addressed."""
        margins = []
        for whose in self.perspectives(stage):
            applicable = self.applicable(stage, whose)
            margin = len([i for i in applicable if self.counts(i)]) - self.needed(stage, whose)
            if not applicable or margin < 0:
                return None
            margins.append(margin)
        return margins

    def reached(self) -> int:
        return len(list(takewhile(lambda stage: self.margins(stage) is not None, self.stages)))

    def credit(self, id_: str) -> Decimal:
        if self.counts(id_):
            return Decimal(1)
        return Decimal("0.5") if self.judged(id_) in {"partly", "met"} else Decimal(0)

    def progress(self) -> Fraction:
        for stage in self.stages[self.reached() :][:1]:
            shares = [Fraction(0)]
            for whose in self.perspectives(stage):
                applicable = self.applicable(stage, whose)
                total = Fraction(sum(map(self.credit, applicable), Decimal(0)))
                shares.append(total / len(applicable) if applicable else Fraction(0))
            return self.reached() + min(shares[1:], default=shares[0])
        return Fraction(len(self.stages))

    def blockers(self) -> set[str]:
        return {
            id_
            for stage in self.stages[self.reached() :][:1]
            for whose in self.asked
            for id_ in self.applicable(stage, whose)
            if not self.counts(id_)
        }

    def strengths(self) -> set[str]:
        ahead = self.stages[self.reached() + 1 :]
        return {i for stage in ahead for w in self.asked for i in self.listed(stage, w) if self.counts(i)}


def oracles(given_: Situation, rules: Rules) -> list[Oracle]:
    records = {i.id: given_.assessment.record(i.id) for i in given_.framework.indicators}
    return [Oracle(given_.framework, c, records, rules) for c in given_.framework.capabilities]


def all_met(given_: Situation) -> Situation:
    """Every indicator not discussed yet turns out to be met, and can be shown."""
    open_ = [i.id for i in given_.framework.indicators if given_.assessment.judgement(i.id) is None]
    return replace(given_, assessment=given_.assessment.with_records(dict.fromkeys(open_, RECORDS["M"])))


@laws
@given(situations(), rules)
def test_a_second_implementation_from_the_text_gives_the_same_profile(
    given_: Situation, rules: Rules
) -> None:
    results = given_.profile(rules).capabilities
    expected = oracles(given_, rules)
    evidenced = oracles(given_, replace(rules, evidence_required=True))
    possible = oracles(all_met(given_), rules)
    assert len(results) == len(expected)
    for result, oracle, strict, hopeful in zip(results, expected, evidenced, possible, strict=True):
        event(f"reached {result.reached_index} of {len(result.stages)}")
        assert result.reached_index == oracle.reached()
        assert result.progress == oracle.progress()
        assert {i.id for i in result.blockers} == oracle.blockers()
        assert {i.id for i in result.strengths_ahead} == oracle.strengths()
        assert result.evidenced_index == strict.reached()
        assert result.possible_index == hopeful.reached()
        for stage in result.stages:
            margins = oracle.margins(stage.stage.id)
            assert stage.addressed == (margins is not None)
            assert stage.margin == (min(margins) if margins else None)


@laws
@given(situations(), rules)
def test_the_counts_of_every_stage_are_those_of_a_plain_tally(given_: Situation, rules: Rules) -> None:
    for result, oracle in zip(given_.profile(rules).capabilities, oracles(given_, rules), strict=True):
        for stage in result.stages:
            assert {p.value for p in stage.counts} == set(oracle.perspectives(stage.stage.id))
            for perspective, counts in stage.counts.items():
                listed = oracle.listed(stage.stage.id, perspective.value)
                words = [oracle.judged(id_) for id_ in listed]
                assert (
                    counts.met,
                    counts.partly,
                    counts.not_met,
                    counts.not_applicable,
                    counts.unanswered,
                ) == (*(words.count(word) for word in ("met", "partly", "not_met", "not_applicable", None)),)
                assert counts.applicable == len(oracle.applicable(stage.stage.id, perspective.value))
                assert counts.needed == oracle.needed(stage.stage.id, perspective.value)
                assert counts.counting == sum(map(oracle.counts, listed))
                assert counts.evidenced == sum(
                    oracle.judged(id_) == "met" and bool(oracle.records[id_].evidence) for id_ in listed
                )


# --- brute force over judgements ---


@slow_laws
@given(situations(small=True), rules)
def test_reached_and_possible_are_the_ends_of_what_the_open_indicators_can_bring(
    given_: Situation, rules: Rules
) -> None:
    open_ = [i.id for i in given_.framework.indicators if given_.assessment.judgement(i.id) is None]
    assume(len(open_) <= 4)
    event(f"{len(open_)} open")
    stages = [
        replace(given_, assessment=given_.assessment.with_records(dict(zip(open_, chosen, strict=True))))
        .result(rules)
        .reached_index
        for chosen in product(COMPLETIONS, repeat=len(open_))
    ]
    result = given_.result(rules)
    assert (min(stages), max(stages)) == (result.reached_index, result.possible_index)


@slow_laws
@given(situations(small=True), rules)
def test_the_margin_is_one_less_than_the_fewest_overturned_judgements_that_lose_the_stage(
    given_: Situation, rules: Rules
) -> None:
    for at, stage in enumerate(given_.result(rules).stages):
        if not stage.addressed:
            continue
        if stage.asks_nothing:
            assert stage.margin is None
            continue
        counting = [
            i.id
            for i in given_.framework.indicators
            if i.stage_id == stage.stage.id
            and i.perspective in rules.perspectives.members
            and rules.counts(given_.assessment.record(i.id))
        ]
        fewest = next(
            n
            for n in range(1, len(counting) + 1)
            for overturned in combinations(counting, n)
            if not replace(
                given_,
                assessment=given_.assessment.with_records(dict.fromkeys(overturned, RECORDS["n"])),
            )
            .result(rules)
            .stages[at]
            .addressed
        )
        event(f"margin {stage.margin}")
        assert stage.margin == fewest - 1


# --- monotone ---


@laws
@given(situations(), rules, st.data())
def test_a_judgement_raised_never_lowers_anything(
    given_: Situation, rules: Rules, data: st.DataObject
) -> None:
    raisable = [i for i in given_.framework.indicators if given_.assessment.judgement(i.id) in UPWARDS[:-1]]
    assume(raisable)
    indicator = data.draw(st.sampled_from(raisable))
    record = given_.assessment.record(indicator.id)
    before = given_.profile(rules).capability(indicator.capability_id)
    for judgement in UPWARDS[UPWARDS.index(record.judgement) + 1 :]:
        raised = given_.assessment.with_records({indicator.id: record.judged(judgement)})
        after = profile(given_.framework, raised, rules).capability(indicator.capability_id)
        assert after.evidenced_index >= before.evidenced_index
        assert after.reached_index >= before.reached_index
        assert after.progress >= before.progress
        # Possible reads what has not been discussed as met: any judgement on it can only lower that.
        if record.judgement is not None:
            assert after.possible_index >= before.possible_index
        before = after


@laws
@given(situations(), rules, st.data())
def test_discussing_an_indicator_narrows_what_is_possible(
    given_: Situation, rules: Rules, data: st.DataObject
) -> None:
    open_ = [i for i in given_.framework.indicators if given_.assessment.judgement(i.id) is None]
    assume(open_)
    indicator = data.draw(st.sampled_from(open_))
    before = given_.profile(rules).capability(indicator.capability_id)
    for letter in "Mmpna":
        judged = given_.assessment.with_records({indicator.id: RECORDS[letter]})
        after = profile(given_.framework, judged, rules).capability(indicator.capability_id)
        assert before.reached_index <= after.reached_index
        assert after.possible_index <= before.possible_index
        if letter == "M":
            assert after.possible_index == before.possible_index


@laws
@given(situations(), rules)
def test_meeting_the_blockers_one_by_one_only_ever_rises_and_reaches_the_stage(
    given_: Situation, rules: Rules
) -> None:
    for result in given_.profile(rules).capabilities:
        assessment, before = given_.assessment, result
        for blocker in result.blockers:
            assessment = assessment.with_records({blocker.id: RECORDS["M"]})
            after = profile(given_.framework, assessment, rules).capability(result.capability.id)
            assert all(new >= old for old, new in zip(standing(before), standing(after), strict=True))
            before = after
        can_be_shown = (
            result.next
            and result.next.counts
            and all(counts.applicable for counts in result.next.counts.values())
        )
        if can_be_shown:
            assert before.reached_index > result.reached_index


@laws
@given(situations(), rules, st.data())
def test_evidence_added_never_lowers_anything(given_: Situation, rules: Rules, data: st.DataObject) -> None:
    indicator = data.draw(st.sampled_from(list(given_.framework.indicators)))
    record = given_.assessment.record(indicator.id)
    shown = replace(record, evidence=(*record.evidence, NOTE))
    before = standing(given_.profile(rules).capability(indicator.capability_id))
    assessment = given_.assessment.with_records({indicator.id: shown})
    after = standing(profile(given_.framework, assessment, rules).capability(indicator.capability_id))
    assert all(new >= old for old, new in zip(before, after, strict=True))


@laws
@given(situations(), rules)
def test_evidence_for_everything_raises_evidenced_to_reached_and_reached_to_no_more_than_without_the_rule(
    given_: Situation, rules: Rules
) -> None:
    shown = {id_: replace(record, evidence=(NOTE,)) for id_, record in given_.assessment}
    after = profile(given_.framework, given_.assessment.with_records(shown), rules)
    freely = given_.profile(replace(rules, evidence_required=False))
    for result, free in zip(after.capabilities, freely.capabilities, strict=True):
        assert result.evidenced_index == result.reached_index == free.reached_index


@laws
@given(situations(), rules, rules)
def test_a_higher_threshold_never_raises_a_stage(given_: Situation, rules: Rules, other: Rules) -> None:
    low, high = sorted([rules.threshold, other.threshold])
    lower = given_.profile(replace(rules, threshold=low))
    higher = given_.profile(replace(rules, threshold=high))
    for below, above in zip(lower.capabilities, higher.capabilities, strict=True):
        assert all(new <= old for old, new in zip(standing(below), standing(above), strict=True))


@laws
@given(situations(), rules)
def test_asking_for_evidence_never_raises_a_stage(given_: Situation, rules: Rules) -> None:
    freely = given_.profile(replace(rules, evidence_required=False))
    strictly = given_.profile(replace(rules, evidence_required=True))
    for free, strict in zip(freely.capabilities, strictly.capabilities, strict=True):
        assert all(new <= old for old, new in zip(standing(free), standing(strict), strict=True))


# --- where things lie ---


@laws
@given(situations(), rules)
def test_progress_lies_between_the_stage_reached_and_the_next(given_: Situation, rules: Rules) -> None:
    for result in given_.profile(rules).capabilities:
        assert result.reached_index <= result.progress < result.reached_index + 1
        assert result.progress <= len(result.stages)


@laws
@given(situations(), rules)
def test_evidenced_is_at_most_reached_and_reached_at_most_possible(given_: Situation, rules: Rules) -> None:
    for result in given_.profile(rules).capabilities:
        assert 0 <= result.evidenced_index <= result.reached_index
        assert result.reached_index <= result.possible_index <= len(result.stages)


@laws
@given(situations(), rules)
def test_evidenced_is_reached_with_evidence_required(given_: Situation, rules: Rules) -> None:
    strictly = given_.profile(replace(rules, evidence_required=True))
    for result, strict in zip(given_.profile(rules).capabilities, strictly.capabilities, strict=True):
        assert strict.evidenced_index == strict.reached_index == result.evidenced_index


@laws
@given(situations(), rules)
def test_stages_are_cumulative(given_: Situation, rules: Rules) -> None:
    for result in given_.profile(rules).capabilities:
        assert all(stage.addressed for stage in result.stages[: result.reached_index])
        assert result.next is None or not result.next.addressed


@laws
@given(situations(), rules, st.data())
def test_a_stage_taken_away_caps_the_stage_reached(
    given_: Situation, rules: Rules, data: st.DataObject
) -> None:
    gap = data.draw(st.integers(1, len(given_.framework.stages)))
    stage = given_.framework.stages[gap - 1]
    overturned = {i.id: RECORDS["n"] for i in given_.framework.indicators if i.stage_id == stage.id}
    after = profile(given_.framework, given_.assessment.with_records(overturned), rules)
    for old, new in zip(given_.profile(rules).capabilities, after.capabilities, strict=True):
        # where it asks nothing, nothing can be taken away
        kept = old.stages[gap - 1].asks_nothing
        assert new.reached_index == (old.reached_index if kept else min(old.reached_index, gap - 1))


@laws
@given(situations(), rules)
def test_blockers_and_strengths_lie_in_their_stages_and_never_overlap(
    given_: Situation, rules: Rules
) -> None:
    for result in given_.profile(rules).capabilities:
        stages = [stage.stage.id for stage in result.stages]
        assert {i.stage_id for i in result.blockers} <= set(stages[result.reached_index :][:1])
        assert {i.stage_id for i in result.strengths_ahead} <= set(stages[result.reached_index + 1 :])
        assert len(set(result.blockers)) == len(result.blockers)
        assert len(set(result.strengths_ahead)) == len(result.strengths_ahead)


# --- what makes no difference ---


@laws
@given(situations(), rules, st.randoms(use_true_random=False))
def test_the_order_of_capabilities_and_indicators_changes_nothing(
    given_: Situation, rules: Rules, random: object
) -> None:
    assert hasattr(random, "sample")
    shuffled: list[Capability] = []
    for capability in given_.framework.capabilities:
        indicators: tuple[Indicator, ...] = tuple(
            random.sample(capability.indicators, len(capability.indicators))
        )
        shuffled.append(replace(capability, indicators=indicators))
    capabilities = tuple(random.sample(shuffled, len(shuffled)))
    framework = replace(given_.framework, capabilities=capabilities)
    after = profile(framework, given_.assessment, rules)
    for old in given_.profile(rules).capabilities:
        new = after.capability(old.capability.id)
        assert standing(new) == standing(old)
        assert new.stages == old.stages
        assert set(new.blockers) == set(old.blockers)
        assert set(new.strengths_ahead) == set(old.strengths_ahead)


@laws
@given(situations(), rules, st.data())
def test_judgements_on_one_capability_change_no_other(
    given_: Situation, rules: Rules, data: st.DataObject
) -> None:
    indicator = data.draw(st.sampled_from(list(given_.framework.indicators)))
    changed = given_.assessment.with_records({indicator.id: data.draw(any_records)})
    after = profile(given_.framework, changed, rules)
    for old, new in zip(given_.profile(rules).capabilities, after.capabilities, strict=True):
        if old.capability.id != indicator.capability_id:
            assert new == old


@laws
@given(situations(), rules, any_records)
def test_the_perspective_that_does_not_decide_changes_nothing(
    given_: Situation, rules: Rules, record: Record
) -> None:
    assume(rules.perspectives is not Perspectives.BOTH)
    others = [p for p in Perspective if p not in rules.perspectives.members]
    changed = {i.id: record for i in given_.framework.indicators if i.perspective in others}
    after = profile(given_.framework, given_.assessment.with_records(changed), rules)
    assert after == given_.profile(rules)


@laws
@given(situations(), rules, st.floats(0, 100))
def test_effort_and_equivalent_evidence_change_nothing(
    given_: Situation, rules: Rules, effort: float
) -> None:
    changed = {
        id_: replace(with_effort(record, effort), equivalent=is_met(record), reason="In another way")
        for id_, record in given_.assessment
    }
    after = profile(given_.framework, given_.assessment.with_records(changed), rules)
    assert after == given_.profile(rules)


@laws
@given(situations(), rules)
def test_both_perspectives_reach_no_more_than_the_organisation_alone(given_: Situation, rules: Rules) -> None:
    both = given_.profile(replace(rules, perspectives=Perspectives.BOTH))
    alone = given_.profile(replace(rules, perspectives=Perspectives.ORGANISATION))
    for two, one in zip(both.capabilities, alone.capabilities, strict=True):
        assert all(new <= old for old, new in zip(standing(one), standing(two), strict=True))


@laws
@given(situations(), rules)
def test_a_profile_leaves_its_assessment_as_it_was(given_: Situation, rules: Rules) -> None:
    before = dict(given_.assessment)
    given_.profile(rules)
    assert isinstance(given_.assessment, Assessment)
    assert dict(given_.assessment) == before
