"""The say–do gap: what is claimed against what is experienced, by the same progression rule on both sides."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clf_model import (
    Answer,
    CapabilityGap,
    ExperienceSource,
    Framework,
    MismatchError,
    Perspective,
    Perspectives,
    Response,
    Rules,
    Survey,
    SurveyResults,
    Verdict,
    load_framework,
    profile,
    published,
    say_do_gap,
)
from tests.unit.strategies import Situation, assess, build_framework, laws, rules, situation, situations

ROOT = Path(__file__).resolve().parents[2]
GARDEN = ROOT / "tests" / "data" / "garden.yaml"
A, D = Answer.AGREE, Answer.DISAGREE


def surveyed(framework: Framework, experienced: dict[str, bool | None], **of: bool) -> SurveyResults:
    """A survey of eight in which all but these statements were left out; None is too few answers."""
    people = [
        {id_: (A if yes or n < 3 else D) for id_, yes in experienced.items() if yes is not None or n < 3}
        for n in range(8)
    ]
    survey = Survey([Response(person) for person in people], closed=of.get("closed", True))
    return published(survey, framework)


def first(case: Situation, results: SurveyResults | None = None, rules: Rules | None = None) -> CapabilityGap:
    return say_do_gap(case.framework, case.assessment, results, rules).capabilities[0]


def verdicts(gap: CapabilityGap) -> list[str]:
    return [stage.verdict.value for stage in gap.stages]


def test_a_gap_is_stages_claimed_less_stages_experienced() -> None:
    case = situation("mm mm m- --", worker="-- -- -- --")
    worker = {"1.1.W1": True, "1.1.W2": True, "1.2.W1": True, "1.2.W2": False, "1.3.W1": True}
    gap = first(case, surveyed(case.framework, worker))
    assert (gap.claimed_index, gap.experienced_index, gap.gap, gap.settled) == (2, 1, 1, True)
    assert verdicts(gap)[:2] == ["claimed_and_experienced", "claimed_not_experienced"]
    assert [i.id for i in gap.stages[1].behind] == ["1.2.W2"]
    assert verdicts(gap)[2:] == ["neither", "neither"]
    of_statements = [s.verdict for s in gap.stages[1].statements]
    assert of_statements == [Verdict.BOTH, Verdict.CLAIMED_ONLY]
    assert gap.stages[2].statements[0].verdict is Verdict.EXPERIENCED_ONLY


def test_workers_may_experience_more_than_is_claimed() -> None:
    case = situation("mm mp --", worker="- - -")
    gap = first(case, surveyed(case.framework, {"1.1.W1": True, "1.2.W1": True, "1.3.W1": False}))
    assert (gap.gap, verdicts(gap)[1]) == (-1, "experienced_not_claimed")
    assert [i.id for i in gap.stages[1].behind] == ["1.2.O2"]


def test_what_lies_behind_a_gap_may_be_a_stage_below() -> None:
    case = situation("m m m", worker="- - -")
    gap = first(case, surveyed(case.framework, {"1.1.W1": True, "1.2.W1": False, "1.3.W1": True}))
    assert verdicts(gap)[2] == "claimed_not_experienced"
    assert [i.id for i in gap.stages[2].behind] == ["1.2.W1"]


def test_judgements_on_worker_statements_stand_in_where_the_survey_shows_no_figure() -> None:
    case = situation("m m", worker="mn n-")
    gap = first(case, surveyed(case.framework, {"1.1.W1": False, "1.1.W2": None}))
    statements = [s for stage in gap.stages for s in stage.statements]
    assert [(s.experienced, s.source) for s in statements] == [
        (False, ExperienceSource.SURVEY),  # judged met, but those who were asked say otherwise
        (False, ExperienceSource.JUDGEMENT),
        (False, ExperienceSource.JUDGEMENT),
        (None, None),
    ]
    assert statements[3].verdict is Verdict.WITHHELD


def test_without_a_survey_the_judgements_decide_and_the_rest_is_unknown() -> None:
    case = situation("m m m", worker="m -- -")
    gap = first(case)
    assert verdicts(gap) == ["claimed_and_experienced", "unknown", "unknown"]
    assert (gap.experienced_index, gap.possible_index, gap.gap, gap.least_gap) == (1, 3, 2, 0)
    assert not gap.settled


def test_what_may_not_be_shown_leaves_the_stage_withheld_unless_another_answer_settles_it() -> None:
    case = situation("m m", worker="-- -")
    few = first(case, surveyed(case.framework, {"1.1.W1": True, "1.1.W2": None, "1.2.W1": True}))
    assert verdicts(few) == ["withheld", "withheld"]
    assert (few.gap, few.least_gap) == (2, 0)
    settled = first(case, surveyed(case.framework, {"1.1.W1": False, "1.1.W2": None, "1.2.W1": True}))
    assert verdicts(settled) == ["claimed_not_experienced"] * 2
    assert (settled.gap, settled.settled) == (2, True)


def test_an_open_survey_gives_nothing_away() -> None:
    case = situation("m", worker="-")
    gap = first(case, surveyed(case.framework, {"1.1.W1": True}, closed=False))
    assert (gap.gap, verdicts(gap)) == (None, ["withheld"])


def test_what_was_not_asked_is_unknown_not_withheld() -> None:
    case = situation("m", worker="-")
    survey = Survey([Response({})], closed=True, asked=[])
    assert verdicts(first(case, published(survey, case.framework))) == ["withheld"]  # nobody answered at all
    case = situation("m", worker="--")
    survey = Survey([Response({"1.1.W1": A})] * 6, closed=True, asked=["1.1.W1"])
    gap = first(case, published(survey, case.framework))
    assert verdicts(gap) == ["unknown"]


def test_a_statement_that_does_not_apply_is_left_out() -> None:
    gap = first(situation("m", worker="ma"))
    assert verdicts(gap) == ["claimed_and_experienced"]
    assert gap.stages[0].statements[1].verdict is Verdict.NOT_APPLICABLE


def test_a_stage_that_rests_on_a_single_statement_says_so() -> None:
    gap = first(situation("m m m", worker="m mm ma"))
    assert [stage.single for stage in gap.stages] == [True, False, True]
    assert gap.stages[0].caution == "Engaged rests on a single statement, 1.1.W1 “does it”."
    assert gap.stages[1].caution is None


def test_in_the_clf_two_capabilities_rest_on_one_statement_for_exemplary() -> None:
    """Section 1 of the text's table: 4 4 2 1 and 3 4 4 1 worker statements in Feedback and Wellbeing."""
    framework = load_framework(ROOT / "framework.yaml")
    gap = say_do_gap(framework, assess({}, "clf"))
    single = {
        (c.capability.id, stage.stage.id) for c in gap.capabilities for stage in c.stages if stage.single
    }
    assert single == {("feedback", "exemplary"), ("wellbeing", "exemplary")}
    assert gap.answer.startswith("What workers experience is not known yet.")


def test_a_stage_without_worker_statements_cannot_be_known_to_be_experienced() -> None:
    gap = first(situation("m m", worker="m ."))
    assert verdicts(gap) == ["claimed_and_experienced", "unknown"]
    assert gap.stages[1].caution == "No worker statement says what Established means here."
    assert not gap.settled


def test_a_framework_without_workers_gets_an_answer_and_no_gap() -> None:
    framework = load_framework(GARDEN)
    gap = say_do_gap(framework, assess({}, "garden"))
    assert gap.capabilities == ()
    assert gap.answer == (
        "This framework describes what an organisation does, not what its workers experience."
    )


def test_a_capability_without_worker_statements_has_no_gap() -> None:
    framework = build_framework([[(1, 0)], [(1, 1)]])
    gap = say_do_gap(framework, assess({}))
    assert [(c.gap, verdicts(c)) for c in gap.capabilities] == [(None, ["unknown"])] * 2


def test_the_answer_counts_capabilities_where_more_is_claimed() -> None:
    case = situation("m", "m", "n", worker=["n", "m", "m"])
    assert say_do_gap(case.framework, case.assessment).answer == (
        "More is claimed than known to be experienced in 1 of 3 capabilities."
    )


def test_the_answer_tells_what_is_so_from_what_may_be_and_what_nobody_knows() -> None:
    """Both stages claimed by all three; workers deny the first stage of one, and of the others say nothing
    of the second stage, and nothing at all."""
    case = situation("m", "m", "m", worker=["n", "m", "."])
    assert [c.gap for c in say_do_gap(case.framework, case.assessment).capabilities] == [1, 0, None]
    case_open = situation("m m", "m m", "m m", worker=["n n", "m .", ". ."])
    assert say_do_gap(case_open.framework, case_open.assessment).answer == (
        "More is claimed than known to be experienced in 1 of 3 capabilities; in 1 more it may be so; "
        "of 1 nothing is known."
    )


def test_the_rules_in_force_hold_on_both_sides() -> None:
    case = situation("mmmp", worker="mmmn")
    assert verdicts(first(case)) == ["neither"]
    assert verdicts(first(case, rules=Rules(threshold=0.75))) == ["claimed_and_experienced"]
    case = situation("MM", worker="m-")
    evidence = Rules(evidence_required=True)
    assert verdicts(first(case, rules=evidence)) == ["claimed_not_experienced"]
    asked = surveyed(case.framework, {"1.1.W1": True, "1.1.W2": True})  # a survey is evidence
    assert verdicts(first(case, asked, evidence)) == ["claimed_and_experienced"]


def test_an_assessment_of_another_framework_is_refused() -> None:
    with pytest.raises(MismatchError):
        say_do_gap(load_framework(GARDEN), assess({}, "clf"))


@laws
@given(situations(), rules, st.data())
def test_laws_of_the_gap(case: Situation, rule: Rules, data: st.DataObject) -> None:
    ids = [i.id for i in case.framework.indicators if i.perspective is Perspective.WORKER]
    known = data.draw(st.lists(st.sampled_from([True, False, None]), min_size=len(ids), max_size=len(ids)))
    results = surveyed(case.framework, dict(zip(ids, known, strict=True)))
    found = say_do_gap(case.framework, case.assessment, results, rule)
    if not ids:
        assert found.capabilities == ()
        return
    claimed = profile(
        case.framework,
        case.assessment,
        Rules(rule.threshold, rule.evidence_required, Perspectives.ORGANISATION),
    )
    for gap, result in zip(found.capabilities, claimed.capabilities, strict=True):
        assert gap.claimed_index == result.reached_index
        counted = [stage.verdict for stage in gap.stages]
        if gap.experienced_index is None or gap.possible_index is None:
            assert gap.gap is gap.least_gap is None
            continue
        assert 0 <= gap.experienced_index <= gap.possible_index <= len(gap.stages)
        if gap.settled:
            # The stages' verdicts add up to the gap.
            assert gap.gap == counted.count(Verdict.CLAIMED_ONLY) - counted.count(Verdict.EXPERIENCED_ONLY)
        for index, stage in enumerate(gap.stages, 1):
            known_here = index <= gap.experienced_index or index > gap.possible_index
            assert known_here == (stage.verdict not in (Verdict.WITHHELD, Verdict.UNKNOWN))
            if stage.verdict is Verdict.CLAIMED_ONLY:
                assert stage.behind
                assert {i.perspective for i in stage.behind} == {Perspective.WORKER}
            elif stage.verdict is Verdict.EXPERIENCED_ONLY:
                # Nothing lies behind it where nothing of the organisation applies.
                between = result.stages[result.reached_index : index]
                assert stage.behind or not all(s.reachable for s in between)
            else:
                assert not stage.behind
