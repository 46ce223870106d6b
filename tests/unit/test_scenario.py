"""What-if: toggling, applying, effort and levers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from clf_model.assessment import Judgement, Record
from clf_model.errors import MismatchError
from clf_model.progression import StageResult, profile
from clf_model.rules import Perspectives, Rules
from clf_model.scenario import PLANNED, Lever, Scenario, effort_to_meet, levers, options, outcome
from tests.unit.strategies import (
    NOTE,
    RECORDS,
    Situation,
    any_records,
    assess,
    build_framework,
    laws,
    rules,
    situation,
    situations,
    with_effort,
)

MET, PARTLY, NOT_MET, NOT_APPLICABLE = Judgement
EVIDENCE = Rules(evidence_required=True)
BOTH = Rules(perspectives=Perspectives.BOTH)

some_judgements = st.sampled_from(Judgement)


def found(given_: Situation, rules: Rules | None = None) -> list[tuple[str, float, int]]:
    """Levers as (indicator, effort, others needed)."""
    return [
        (lever.indicator.id, lever.effort, lever.others_needed)
        for lever in levers(given_.framework, given_.assessment, given_.profile(rules))
    ]


def switched_on(*ids: str) -> Scenario:
    return Scenario("what if", dict.fromkeys(ids, MET))


def can_be_addressed(stage: StageResult) -> bool:
    """Whether each deciding perspective has something that applies in the stage."""
    return all(counts.applicable for counts in stage.counts.values())


# --- toggling ---


def test_toggling_switches_to_met_and_back() -> None:
    base = Scenario("what if")
    once = base.toggled("1.1.O1")
    assert dict(once.changes) == {"1.1.O1": MET}
    assert once.toggled("1.1.O1") == base
    assert dict(base.changes) == {}


def test_toggling_one_leaves_the_others() -> None:
    scenario = switched_on("1.1.O1").toggled("1.1.O2").toggled("1.1.O1")
    assert dict(scenario.changes) == {"1.1.O2": MET}
    assert scenario.name == "what if"


def test_toggling_takes_any_change_back_first() -> None:
    assert dict(Scenario("cuts", {"1.1.O1": NOT_MET}).toggled("1.1.O1").changes) == {}


def test_a_scenario_keeps_its_own_copy_of_the_changes() -> None:
    changes = {"1.1.O1": MET}
    scenario = Scenario("what if", changes)
    changes["1.1.O2"] = MET
    assert dict(scenario.changes) == {"1.1.O1": MET}
    with pytest.raises(TypeError):
        scenario.changes["1.1.O2"] = MET  # type: ignore[index]


# --- applying ---


def test_applied_changes_give_the_assessment_as_it_would_be() -> None:
    given_ = situation("mp n-")
    tried = switched_on("1.1.O2").applied_to(given_.assessment)
    assert tried.judgement("1.1.O2") is MET
    assert profile(given_.framework, tried).capabilities[0].reached_index == 1
    assert given_.result().reached_index == 0


def test_what_does_not_apply_is_left_alone() -> None:
    given_ = situation("ma")
    assert switched_on("1.1.O2").applied_to(given_.assessment) == given_.assessment


def test_what_is_met_in_a_scenario_has_planned_evidence_so_that_it_counts_where_evidence_is_required() -> (
    None
):
    given_ = situation("Mm p")
    tried = switched_on("1.1.O2", "1.2.O1").applied_to(given_.assessment)
    assert tried.record("1.1.O2").evidence == tried.record("1.2.O1").evidence == (PLANNED,)
    assert profile(given_.framework, tried, EVIDENCE).capabilities[0].reached_index == 2


def test_evidence_that_is_there_is_kept_and_none_is_planned_beside_it() -> None:
    assessment = assess({"1.1.O1": Record(PARTLY, evidence=(NOTE,), effort=3)})
    assert switched_on("1.1.O1").applied_to(assessment).record("1.1.O1") == Record(
        MET, effort=3, evidence=(NOTE,)
    )


def test_a_scenario_can_lower_a_judgement_too() -> None:
    tried = Scenario("cuts", {"1.1.O1": NOT_MET, "1.1.O2": PARTLY}).applied_to(situation("mm").assessment)
    assert (tried.judgement("1.1.O1"), tried.judgement("1.1.O2")) == (NOT_MET, PARTLY)
    assert tried.record("1.1.O1").evidence == ()


def test_a_scenario_can_leave_something_out_as_not_applicable() -> None:
    given_ = situation("mn")
    tried = Scenario("partner leaves", {"1.1.O2": NOT_APPLICABLE}).applied_to(given_.assessment)
    assert tried.record("1.1.O2").reason
    assert profile(given_.framework, tried).capabilities[0].reached_index == 1


def test_shown_in_another_way_stays_so_while_met_and_ends_with_it() -> None:
    record = Record(MET, equivalent=True, reason="A buddy scheme", evidence=(NOTE,))
    assessment = assess({"1.1.O1": record})
    assert switched_on("1.1.O1").applied_to(assessment).record("1.1.O1") == record
    assert not Scenario("cuts", {"1.1.O1": PARTLY}).applied_to(assessment).record("1.1.O1").equivalent


def test_the_reason_goes_with_the_judgement_that_it_was_given_for() -> None:
    record = Record(MET, equivalent=True, reason="A buddy scheme does this")
    tried = Scenario("cuts", {"1.1.O1": NOT_APPLICABLE}).applied_to(assess({"1.1.O1": record}))
    assert tried.record("1.1.O1").reason != "A buddy scheme does this"


@pytest.mark.parametrize("judgement", [PARTLY, NOT_MET])
def test_a_reason_ends_with_the_judgement_that_it_was_given_for(judgement: Judgement) -> None:
    record = Record(MET, equivalent=True, reason="A buddy scheme does this")
    tried = Scenario("cuts", {"1.1.O1": judgement}).applied_to(assess({"1.1.O1": record}))
    assert tried.record("1.1.O1") == Record(judgement)


# --- effort ---


@pytest.mark.parametrize(
    ("letter", "free", "strict"),
    [
        ("-", 8, 8),
        ("n", 8, 8),
        ("p", 4, 4),
        ("m", 0, 2),  # with evidence required someone must write it down
        ("M", 0, 0),
        ("a", 0, 0),
    ],
)
def test_effort_is_whole_half_a_quarter_or_none(letter: str, free: float, strict: float) -> None:
    record = with_effort(RECORDS[letter], 8)
    assert effort_to_meet(record, Rules()) == free
    assert effort_to_meet(record, EVIDENCE) == strict


@pytest.mark.parametrize("judgement", [None, NOT_MET])
def test_evidence_does_not_lower_the_effort_of_what_is_not_in_place(judgement: Judgement | None) -> None:
    assert effort_to_meet(Record(judgement, effort=8, evidence=(NOTE,)), EVIDENCE) == 8


def test_an_effort_not_given_is_one() -> None:
    assert effort_to_meet(Record(), Rules()) == 1
    assert effort_to_meet(RECORDS["p"], Rules()) == 0.5


def test_the_effort_of_a_scenario_is_that_of_what_it_brings_to_met() -> None:
    given_ = situation("pnm-a")
    scenario = Scenario(
        "what if", {**dict.fromkeys(["1.1.O1", "1.1.O2", "1.1.O3", "1.1.O5"], MET), "1.1.O4": PARTLY}
    )
    assert scenario.effort(given_.assessment, Rules()) == 1.5  # ½ + 1 + 0 + 0
    assert scenario.effort(given_.assessment, EVIDENCE) == 1.75  # and ¼ for the evidence of the third


def test_a_scenario_without_changes_takes_no_effort() -> None:
    assert Scenario("as it is").effort(situation("pn").assessment, Rules()) == 0


def test_the_outcome_shows_before_after_and_effort() -> None:
    given_ = situation("mp n", "m p")
    result = outcome(given_.framework, given_.assessment, switched_on("1.1.O2", "1.2.O1", "2.2.O1"), Rules())
    assert [r.reached_index for r in result.before.capabilities] == [0, 1]
    assert [r.reached_index for r in result.after.capabilities] == [2, 2]
    assert result.stages_gained == 3
    assert result.effort == 2  # ½ + 1 + ½


def test_an_outcome_can_lose_stages() -> None:
    given_ = situation("m m")
    result = outcome(given_.framework, given_.assessment, Scenario("cuts", {"1.1.O1": PARTLY}), Rules())
    assert result.stages_gained == -2
    assert result.effort == 0


def test_a_scenario_on_an_assessment_of_another_framework_is_refused() -> None:
    with pytest.raises(MismatchError):
        outcome(build_framework([[(1, 0)]], id_="garden"), assess({}, "clf"), switched_on("1.1.O1"), Rules())


# --- levers ---


def test_the_lever_that_reaches_a_stage_alone_comes_first() -> None:
    given_ = situation("mnn m", "mmp m", "--- m")
    assert found(given_) == [
        ("2.1.O3", 0.5, 0),
        ("1.1.O2", 1, 1),
        ("1.1.O3", 1, 1),
        ("3.1.O1", 1, 2),
        ("3.1.O2", 1, 2),
        ("3.1.O3", 1, 2),
    ]


def test_among_equals_the_least_effort_comes_first_and_then_the_order_of_the_framework() -> None:
    given_ = situation("n", "p", "n", "n")
    cheap = given_.assessment.with_records({"4.1.O1": Record(NOT_MET, effort=0.25)})
    assert [i for i, _, _ in found(replace(given_, assessment=cheap))] == [
        "4.1.O1",
        "2.1.O1",
        "1.1.O1",
        "3.1.O1",
    ]


def test_only_the_next_stage_has_levers() -> None:
    given_ = situation("m p n", "m m m", "m aa m")
    assert found(given_) == [("1.2.O1", 0.5, 0)]
    (lever,) = levers(given_.framework, given_.assessment, given_.profile())
    assert lever == Lever(given_.framework.indicator("1.2.O1"), given_.framework.stages[1], 0.5, 0)


def test_below_a_threshold_of_one_every_blocker_is_a_lever_but_fewer_are_needed() -> None:
    # Three of five are needed, one is met: two more, so one besides each.
    assert found(situation("mpnn-"), Rules(0.6)) == [
        ("1.1.O2", 0.5, 1),
        ("1.1.O3", 1, 1),
        ("1.1.O4", 1, 1),
        ("1.1.O5", 1, 1),
    ]


def test_missing_evidence_is_a_lever_at_a_quarter_of_the_effort() -> None:
    assert found(situation("Mm"), EVIDENCE) == [("1.1.O2", 0.25, 0)]


def test_with_both_what_the_other_perspective_lacks_is_needed_besides() -> None:
    assert found(situation("mn", worker="pp"), BOTH) == [
        ("1.1.W1", 0.5, 2),
        ("1.1.W2", 0.5, 2),
        ("1.1.O2", 1, 2),
    ]


def test_with_both_a_perspective_that_has_enough_has_no_levers() -> None:
    rules = Rules(0.5, perspectives=Perspectives.BOTH)
    assert found(situation("mn", worker="np"), rules) == [("1.1.W2", 0.5, 0), ("1.1.W1", 1, 0)]


def test_with_both_there_is_no_lever_for_a_stage_that_nothing_can_reach() -> None:
    assert found(situation("a", worker="p"), BOTH) == []


@laws
@given(situations(), rules)
def test_all_levers_of_a_capability_switched_on_reach_its_next_stage(given_: Situation, rules: Rules) -> None:
    before = given_.profile(rules)
    all_levers = levers(given_.framework, given_.assessment, before)
    for result in before.capabilities:
        ours = [v.indicator.id for v in all_levers if v.indicator.capability_id == result.capability.id]
        if result.next is None:
            assert ours == []
            continue
        if not can_be_addressed(result.next):
            continue
        tried = switched_on(*ours).applied_to(given_.assessment)
        after = profile(given_.framework, tried, rules).capability(result.capability.id)
        event(f"{len(ours)} levers")
        assert after.reached_index > result.reached_index


@laws
@given(situations(), rules)
def test_the_others_needed_besides_a_lever_are_enough_and_one_fewer_is_not(
    given_: Situation, rules: Rules
) -> None:
    rules = replace(rules, perspectives=Perspectives.ORGANISATION)  # all levers of a stage are of one kind
    before = given_.profile(rules)
    for result in before.capabilities:
        ours = [
            v
            for v in levers(given_.framework, given_.assessment, before)
            if v.indicator.capability_id == result.capability.id
        ]
        for lever in ours[:1]:
            chosen = [lever.indicator.id, *(v.indicator.id for v in ours[1:])][: lever.others_needed + 1]
            for switched, reaches in ((chosen, True), (chosen[:-1], False)):
                tried = switched_on(*switched).applied_to(given_.assessment)
                after = profile(given_.framework, tried, rules).capability(result.capability.id)
                assert (after.reached_index > result.reached_index) is reaches


@laws
@given(situations(), rules)
def test_levers_are_blockers_in_order_each_with_its_effort(given_: Situation, rules: Rules) -> None:
    before = given_.profile(rules)
    found_ = levers(given_.framework, given_.assessment, before)
    blockers = [i.id for r in before.capabilities for i in r.blockers]
    assert {v.indicator.id for v in found_} <= set(blockers)
    ranks = [(v.others_needed, v.effort, blockers.index(v.indicator.id)) for v in found_]
    assert ranks == sorted(ranks)
    for lever in found_:
        assert lever.effort == effort_to_meet(given_.assessment.record(lever.indicator.id), rules)
        assert lever.stage.id == lever.indicator.stage_id
        assert lever.others_needed >= 0
    if rules.threshold == 1:
        assert {v.indicator.id for v in found_} == set(blockers)


# --- options ---


def test_options_are_the_levers_of_today_and_then_what_they_open_up() -> None:
    given_ = situation("mn pp", "m n")
    assert options(given_.framework, given_.assessment, Scenario("what if"), Rules()) == ("1.1.O2", "2.2.O1")
    opened = options(given_.framework, given_.assessment, switched_on("1.1.O2"), Rules())
    assert opened == ("1.1.O2", "2.2.O1", "1.2.O1", "1.2.O2")


def test_a_change_that_is_no_lever_stands_before_what_it_opens_up() -> None:
    # Two of four are needed and met; one lowered, any of the three others would do, but it is named first.
    given_ = situation("nmmn")
    scenario = Scenario("cuts", {"1.1.O2": NOT_MET})
    shown = options(given_.framework, given_.assessment, scenario, Rules(0.5))
    assert shown == ("1.1.O2", "1.1.O1", "1.1.O4")


def test_a_change_to_an_indicator_that_the_framework_does_not_have_is_no_option() -> None:
    given_ = situation("n")
    assert options(given_.framework, given_.assessment, switched_on("9.9.O9"), Rules()) == ("1.1.O1",)


def test_switching_an_option_on_moves_no_other_option() -> None:
    given_ = situation("n nn")
    scenario = switched_on("1.1.O1")
    before = options(given_.framework, given_.assessment, scenario, Rules())
    assert before == ("1.1.O1", "1.2.O1", "1.2.O2")
    after = options(given_.framework, given_.assessment, scenario.toggled("1.2.O2"), Rules())
    assert after[:3] == before


@laws
@given(situations(), rules, st.data())
def test_options_keep_the_levers_of_today_in_front_and_name_each_once(
    given_: Situation, rules: Rules, data: st.DataObject
) -> None:
    ids = [i.id for i in given_.framework.indicators]
    scenario = switched_on(*data.draw(st.lists(st.sampled_from(ids), max_size=4, unique=True)))
    today = [v.indicator.id for v in levers(given_.framework, given_.assessment, given_.profile(rules))]
    shown = options(given_.framework, given_.assessment, scenario, rules)
    assert list(shown[: len(today)]) == today
    assert len(set(shown)) == len(shown)
    assert set(scenario.changes) <= set(shown)


@laws
@given(situations(), rules, st.data())
def test_switching_options_on_one_by_one_only_ever_appends(
    given_: Situation, rules: Rules, data: st.DataObject
) -> None:
    scenario = Scenario("what if")
    shown = options(given_.framework, given_.assessment, scenario, rules)
    for _ in range(5):
        off = [id_ for id_ in shown if id_ not in scenario.changes]
        if not off:
            break
        scenario = scenario.toggled(data.draw(st.sampled_from(off)))
        after = options(given_.framework, given_.assessment, scenario, rules)
        assert after[: len(shown)] == shown
        shown = after


# --- laws of scenarios ---


@laws
@given(situations(), st.data())
def test_applying_never_changes_the_base(given_: Situation, data: st.DataObject) -> None:
    ids = [i.id for i in given_.framework.indicators]
    scenario = Scenario("any", data.draw(st.dictionaries(st.sampled_from(ids), some_judgements, max_size=8)))
    before = dict(given_.assessment)
    tried = scenario.applied_to(given_.assessment)
    assert dict(given_.assessment) == before
    assert replace(tried, records={}) == replace(given_.assessment, records={})
    for id_ in ids:
        if id_ not in scenario.changes or given_.assessment.judgement(id_) is NOT_APPLICABLE:
            assert tried.record(id_) == given_.assessment.record(id_)
        else:
            assert tried.judgement(id_) is scenario.changes[id_]
            assert tried.record(id_).effort == given_.assessment.record(id_).effort


@laws
@given(situations(), rules, st.data())
def test_a_scenario_applied_twice_is_applied_once_and_takes_no_more_effort(
    given_: Situation, rules: Rules, data: st.DataObject
) -> None:
    ids = [i.id for i in given_.framework.indicators]
    scenario = switched_on(*data.draw(st.lists(st.sampled_from(ids), max_size=8, unique=True)))
    tried = scenario.applied_to(given_.assessment)
    assert scenario.applied_to(tried) == tried
    assert scenario.effort(tried, rules) == 0
    assert scenario.effort(given_.assessment, rules) >= 0


@laws
@given(situations(), rules, st.data())
def test_switching_on_never_loses_a_stage(given_: Situation, rules: Rules, data: st.DataObject) -> None:
    ids = [i.id for i in given_.framework.indicators]
    scenario = switched_on(*data.draw(st.lists(st.sampled_from(ids), max_size=8, unique=True)))
    result = outcome(given_.framework, given_.assessment, scenario, rules)
    for old, new in zip(result.before.capabilities, result.after.capabilities, strict=True):
        assert new.reached_index >= old.reached_index
        assert new.progress >= old.progress


@laws
@given(any_records, rules)
def test_effort_is_never_more_than_what_is_recorded(record: Record, rules: Rules) -> None:
    assert 0 <= effort_to_meet(record, rules) <= record.effort


@laws
@given(st.lists(st.sampled_from(["1.1.O1", "1.1.O2", "1.1.O3"]), max_size=12))
def test_toggling_an_even_number_of_times_changes_nothing(toggles: list[str]) -> None:
    scenario = Scenario("what if")
    for id_ in toggles:
        scenario = scenario.toggled(id_)
    assert set(scenario.changes) == {id_ for id_ in toggles if toggles.count(id_) % 2}
