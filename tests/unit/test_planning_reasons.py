"""A plan in sentences, and where one judgement decides; every sentence is checked word for word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from clf_model import (
    Action,
    Plan,
    Rules,
    Scenario,
    Target,
    amount,
    frontier,
    lost_without,
    no_margin,
    one_more,
    plan_for,
    plan_to_target,
    plan_within_budget,
    ties,
    turning_points,
    unlocks,
    why_step,
    without,
)
from tests.unit.strategies import Situation, rules, situation, situations, slow_laws, with_effort


def planned(given_: Situation, stage: str, rules: Rules | None = None) -> Plan:
    return plan_to_target(given_.framework, given_.assessment, Target(stage), rules=rules)


def test_a_step_says_what_its_indicator_lacks_and_what_needs_it() -> None:
    plan = planned(situation("pn"), "engaged")
    first, second = plan.steps
    assert why_step(plan, first) == "1.1.O1 “does it” is partly in place, and Engaged in C1 needs it."
    assert unlocks(plan, first) == "Brings Engaged in C1 once 1.1.O2 “does it” is done as well."
    assert unlocks(plan, second) == "Brings Engaged in C1, with the steps before it."
    assert without(plan, first) == "Without it Engaged in C1 is not reached."


def test_with_a_threshold_a_step_says_that_no_others_are_cheaper_and_names_its_equals() -> None:
    plan = planned(situation("nnn-"), "engaged", Rules(0.5))
    assert why_step(plan, plan.steps[0]) == (
        "1.1.O1 “does it” is not in place; Engaged in C1 needs 2 more of 4, and no others are cheaper."
    )
    assert ties(plan) == (
        "1.1.O1 “does it”, 1.1.O2 “does it”, 1.1.O3 “does it” and 1 other take the same effort; "
        "any 2 of them will do.",
    )
    assert ties(planned(situation("np"), "engaged", Rules(0.5))) == ()  # half of 1 is less than 1
    assert ties(planned(situation("nn"), "engaged", Rules(0.5))) == (
        "1.1.O1 “does it” and 1.1.O2 “does it” take the same effort; either will do.",
    )


def test_a_step_that_brings_several_stages_is_missed_by_all_of_them() -> None:
    plan = planned(situation("n m n"), "accomplished")
    step = plan.steps[0]
    assert unlocks(plan, step) == "Brings Engaged and Established in C1."
    assert without(plan, step) == "Without it Engaged, Established and Accomplished in C1 are not reached."


def acting() -> Plan:
    forum = Action("forum", "A forum", 2, ("1.1.O1", "1.1.O2", "2.1.O1"), ("letter",))
    given_ = situation("nn n", "n n")
    actions = {"forum": forum, "letter": Action("letter", "A letter", 0.5)}
    return planned(Situation(given_.framework, replace(given_.assessment, actions=actions)), "engaged")


def test_an_action_says_what_it_covers_and_what_that_would_take_alone() -> None:
    plan = acting()
    letter, forum = plan.steps
    assert why_step(plan, letter) == "It has to come before “A forum”."
    assert why_step(plan, forum) == (
        "It covers 3 open indicators for Engaged in C1 and Engaged in C2; one by one that would take up to "
        "3 days."
    )
    assert unlocks(plan, letter) == "Brings Engaged in C1 and Engaged in C2 once “A forum” is done as well."


def test_an_action_that_takes_as_much_as_what_it_covers_is_said_to() -> None:
    given_ = situation("nn", "n")
    actions = {
        "both": Action("both", "Both", 2, ("1.1.O1", "1.1.O2")),
        "one": Action("one", "One", 1, ("2.1.O1",)),
    }
    asked = replace(given_.assessment, actions=actions)
    cheapest = planned(Situation(given_.framework, asked), "engaged")
    plan = plan_for(given_.framework, asked, cheapest.scenario(""))
    both, one = sorted(plan.steps, key=lambda step: step.label)
    assert why_step(plan, both) == (
        "It covers 2 open indicators for Engaged in C1, and takes as much as they would one by one."
    )
    assert why_step(plan, one) == "It covers 2.1.O1 “does it” for Engaged in C2."


def test_a_long_title_is_cut_within_a_sentence() -> None:
    title = "Work with employees,\npeople who use services and their carers, each spring"
    forum = Action("forum", title, 1, ("1.1.O1", "1.1.O2"), ("letter",))
    given_ = situation("nn")
    actions = {"forum": forum, "letter": Action("letter", "A letter", 0.5)}
    plan = planned(Situation(given_.framework, replace(given_.assessment, actions=actions)), "engaged")
    assert why_step(plan, plan.steps[0]) == (
        "It has to come before “Work with employees, people who use services and their…”."
    )


def test_without_a_first_step_nothing_that_waits_for_it_is_done() -> None:
    plan = acting()
    assert [gain.capability.short_name for gain in lost_without(plan, plan.steps[0])] == ["C1", "C2"]
    assert without(plan, plan.steps[0]) == "Without it Engaged in C1 and Engaged in C2 are not reached."


def test_other_choices_of_stages_are_named_by_where_they_differ() -> None:
    given_ = situation("n n", "n n")
    plan = plan_within_budget(given_.framework, given_.assessment, 1)
    assert ties(plan) == ("As good for the same effort: C1 at Not yet engaged and C2 at Engaged.",)
    many = situation(*["n"] * 8)
    said = ties(plan_within_budget(many.framework, many.assessment, 1))
    assert (len(said), said[-1]) == (6, "2 more choices of stages would do as well.")


def test_what_a_little_more_would_buy() -> None:
    given_ = situation("n n", "n n")
    records = {"2.1.O1": with_effort(given_.assessment.record("2.1.O1"), 2.5)}
    curve = frontier(given_.framework, given_.assessment.with_records(records))
    assert [(p.effort, p.objective) for p in curve.points] == [(0, 0), (1, 1), (2, 2), (4.5, 3), (5.5, 4)]
    assert one_more(curve, 1) == "1 day more would bring 2 stages, not 1 stage."
    assert one_more(curve, 2) == (
        "1 day more would bring nothing. The next gain takes 2.5 days more, for 3 stages in all."
    )
    assert one_more(curve, 2, 3.5) == "3.5 days more would bring 4 stages, not 2 stages."
    assert one_more(curve, 5.5) == (
        "1 day more would bring nothing: everything that can be had is in the budget."
    )
    assert one_more(curve, 5.5, to_target=True) == (
        "1 day more would bring nothing on the way to the target: everything that can be had is "
        "in the budget."
    )


def test_the_judgement_that_brings_most_comes_first() -> None:
    # One short of three stages at once; one short of one, twice, the cheaper first; two short.
    given_ = situation("n m m n", "mp n n n", "n n n n", "nn m m m")
    turns = turning_points(given_.assessment, given_.profile())
    assert [(turn.indicator.id, len(turn.gains), turn.effort) for turn in turns] == [
        ("1.1.O1", 3, 1.0),
        ("2.1.O2", 1, 0.5),
        ("3.1.O1", 1, 1.0),
    ]


def test_with_a_threshold_every_open_indicator_may_be_the_one_that_decides() -> None:
    given_ = situation("mnn")
    turns = turning_points(given_.assessment, given_.profile(Rules(0.6)))
    assert [turn.indicator.id for turn in turns] == ["1.1.O2", "1.1.O3"]


def test_stages_that_rest_on_a_single_judgement_are_named() -> None:
    given_ = situation("mmm mmn n", "mmm mmm n")
    # 2 of 3 are needed: only the second stage of the first capability has none to spare.
    found = no_margin(given_.profile(Rules(0.6)))
    assert [(gain.capability.short_name, gain.stage.id) for gain in found] == [("C1", "established")]
    assert len(no_margin(given_.profile())) == 3


@slow_laws
@given(situations(), rules)
def test_turning_a_judgement_brings_what_is_said(given_: Situation, by: Rules) -> None:
    before = given_.profile(by)
    for turn in turning_points(given_.assessment, before):
        tried = Scenario("").toggled(turn.indicator.id).applied_to(given_.assessment)
        after = Situation(given_.framework, tried).profile(by)
        gained = [
            stage.stage.id
            for old, new in zip(before.capabilities, after.capabilities, strict=True)
            for stage in new.stages[old.reached_index : new.reached_index]
        ]
        assert gained == [gain.stage.id for gain in turn.gains]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (3, "3"),
        (200, "200"),
        (34.75, "34.75"),
        (0.125, "0.125"),
        (34.75 - 34.749, "0.001"),
        (30.75 - 17.1, "13.65"),
        (1234567.891, "1,234,567.891"),
        (1e-10, "1e-10"),
    ],
)
def test_an_effort_is_written_so_that_rounding_makes_nothing_of_nothing(number: float, text: str) -> None:
    assert amount(number) == text
