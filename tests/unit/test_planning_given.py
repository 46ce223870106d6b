"""Plans for what somebody chose: the cheapest way to it, and how it stands to what it aims at."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest

from clf_model import (
    Action,
    Aim,
    AimState,
    Judgement,
    Objective,
    Plan,
    Rules,
    Scenario,
    Target,
    frontier,
    lost_without,
    outcome,
    plan_for,
    plan_to_target,
    plan_within_budget,
    why_step,
    without,
)
from tests.unit.planning_solvers import (
    Question,
    action_subsets,
    clf_question,
    random_weights,
    small_question,
    with_actions,
)
from tests.unit.strategies import Situation, situation
from tests.unit.test_planning import acting, efforts, names, reached
from tests.unit.test_planning_exact import consistent

MET = Judgement.MET


def trying(given: Situation, *ids: str, rules: Rules | None = None) -> Plan:
    return plan_for(
        given.framework, given.assessment, Scenario("Plan", dict.fromkeys(ids, MET)), rules=rules or Rules()
    )


# The cheapest way


def test_without_actions_it_takes_the_sum_of_its_indicators() -> None:
    # 2, and half of 3; the first stage is reached, and half of the second done.
    plan = trying(efforts(situation("mn pn"), i1_1_O2=2, i1_2_O1=3), "1.1.O2", "1.2.O1")
    assert (plan.effort, plan.bound, plan.objective, reached(plan)) == (3.5, 3.5, 1.0, ["engaged"])
    assert names(plan) == ["1.1.O2", "1.2.O1"]


def test_an_action_that_serves_several_is_counted_once() -> None:
    given = acting(situation("nnn"), Action("both", "Both", 1.5, ("1.1.O1", "1.1.O2")))
    plan = trying(given, "1.1.O1", "1.1.O2", "1.1.O3")
    assert (plan.effort, plan.bound, names(plan)) == (2.5, 2.5, ["both", "1.1.O3"])


def test_an_action_comes_with_what_it_requires_or_not_at_all() -> None:
    first = Action("first", "First", 2)
    both = Action("both", "Both", 0.5, ("1.1.O1", "1.1.O2"), ("first",))
    given = acting(situation("nn"), first, both)
    # 2 + ½ against 1 + 1.
    assert names(trying(given, "1.1.O1", "1.1.O2")) == ["1.1.O1", "1.1.O2"]
    cheap = acting(situation("nn"), replace(first, effort=1), both)
    plan = trying(cheap, "1.1.O1", "1.1.O2")
    assert (plan.effort, names(plan)) == (1.5, ["first", "both"])


def test_among_equals_what_is_planned_already_comes_before_a_single_indicator() -> None:
    given = acting(situation("nn"), Action("a", "A", 1, ("1.1.O1",)), Action("idle", "Idle", 0, ("1.1.O1",)))
    assert names(trying(given, "1.1.O1")) == ["idle"]
    assert names(trying(acting(situation("nn"), Action("a", "A", 1, ("1.1.O1",))), "1.1.O1")) == ["a"]


def test_it_brings_what_was_chosen_and_nothing_else_that_an_action_covers() -> None:
    given = acting(situation("n n"), Action("both", "Both", 0.5, ("1.1.O1", "1.2.O1")))
    plan = trying(given, "1.1.O1")
    assert reached(plan) == ["engaged"]
    assert [i.id for i in plan.steps[0].indicators] == ["1.1.O1"]
    assert plan.steps[0].action == given.assessment.actions["both"]


def test_what_counts_already_does_not_apply_or_is_unknown_takes_nothing() -> None:
    plan = trying(situation("man"), "1.1.O1", "1.1.O2", "9.9.O9")
    assert (plan.steps, plan.effort, plan.objective) == ((), 0.0, 0.0)


def test_what_no_stage_needs_comes_last_and_says_so() -> None:
    plan = trying(situation("n n n"), "1.3.O1", "1.1.O1")
    assert names(plan) == ["1.1.O1", "1.3.O1"]
    spare = plan.steps[1]
    assert (
        why_step(plan, spare) == "1.3.O1 “does it” is not in place; no stage that is reached here needs it."
    )
    assert without(plan, spare) == "Without it no stage is lost."


def test_a_dearer_choice_names_what_would_take_less() -> None:
    given = efforts(situation("nnn"), i1_1_O1=5)
    plan = trying(given, "1.1.O1", "1.1.O2", rules=Rules(0.6))
    assert "Engaged in C1 needs 2 more of 3. 1.1.O3 “does it” would take less." in why_step(
        plan, plan.steps[0]
    )
    assert [gain.stage.id for gain in lost_without(plan, plan.steps[0])] == ["engaged"]


def _chosen(asked: Question, chance: random.Random) -> Scenario:
    ids = [i.id for i in asked.framework.indicators]
    return Scenario("Plan", dict.fromkeys(chance.sample(ids, chance.randint(0, len(ids))), MET))


def _cheapest(asked: Question, scenario: Scenario) -> Fraction:
    """The least of: a set of actions that can be done, and the single efforts of what it leaves."""
    share = {MET: Fraction(1, 4), Judgement.PARTLY: Fraction(1, 2)}
    costs: dict[str, Fraction] = {}
    for id_ in scenario.changes:
        record = asked.assessment.record(id_)
        if record.judgement is not Judgement.NOT_APPLICABLE and not asked.rules.counts(record):
            whole = Fraction(repr(float(record.effort)))
            costs[id_] = whole * share.get(record.judgement, Fraction(1))  # type: ignore[arg-type]
    return min(
        effort + sum((cost for id_, cost in costs.items() if id_ not in covered), Fraction(0))
        for effort, covered in action_subsets(asked.assessment.actions)
    )


@pytest.mark.parametrize("seed", range(4))
def test_no_set_of_actions_brings_a_scenario_about_for_less(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(60):
        asked = with_actions(small_question(chance), chance, chance.randint(0, 6))
        scenario, weights = _chosen(asked, chance), random_weights(asked, chance)
        plan = plan_for(asked.framework, asked.assessment, scenario, rules=asked.rules, priorities=weights)
        assert plan.effort == plan.bound == float(_cheapest(asked, scenario))
        consistent(asked, plan, weights)
        brought = outcome(asked.framework, asked.assessment, scenario, asked.rules).after
        assert dict(plan.reached) == {r.capability.id: r.reached for r in brought.capabilities}


@pytest.mark.parametrize("seed", range(3))
def test_at_the_clfs_size_a_plan_taken_over_takes_what_the_plan_took(seed: int) -> None:
    # What a plan brings contains what its target needs, so bringing just that about takes no less.
    chance = random.Random(seed)
    asked = clf_question(chance)
    if seed:
        asked = with_actions(asked, chance, 60)
    best = plan_to_target(
        asked.framework, asked.assessment, Target(asked.framework.stages[2].id), rules=asked.rules
    )
    taken = plan_for(asked.framework, asked.assessment, best.scenario("Plan"), rules=asked.rules)
    assert taken.effort == best.effort == taken.bound
    assert taken.reached == best.reached


# A frontier on the way to a target


def test_on_the_way_to_a_target_no_point_lies_beyond_it() -> None:
    given = situation("n n n", "n n n")
    target = Target("engaged")
    found = frontier(given.framework, given.assessment, target=target)
    assert [(p.effort, p.objective) for p in found.points] == [(0, 0), (1, 1), (2, 2)]


# Aims


def aiming(given: Situation, aim: Aim, *ids: str, rules: Rules | None = None) -> tuple[str, str]:
    made = trying(given, *ids, rules=rules)
    verdict = aim.verdict(made, aim.best(given.framework, given.assessment, rules or Rules()))
    return verdict.state.value, verdict.text


ENGAGED = Aim({"capability-1": "engaged"})


def test_the_cheapest_way_to_a_target_is_proven_best() -> None:
    assert aiming(situation("nn"), ENGAGED, "1.1.O1", "1.1.O2") == (
        "proven",
        "No way to the target takes less than 2 days: proven.",
    )


def test_a_plan_that_falls_short_of_its_target_says_where() -> None:
    assert aiming(situation("nn"), ENGAGED, "1.1.O1") == (
        "missed",
        "The target is not reached: C1 at Not yet engaged, not Engaged.",
    )


def test_a_plan_that_does_more_than_its_target_needs_says_what_it_could_take() -> None:
    assert aiming(situation("n n"), ENGAGED, "1.1.O1", "1.2.O1") == (
        "better",
        "The target can be reached for less: 1 day instead of 2 days.",
    )


def test_a_target_that_was_reached_meanwhile_or_is_unknown_is_no_error() -> None:
    aim = Aim({"capability-1": "engaged", "gone": "engaged"}, priorities={"gone": 2.0})
    assert aiming(situation("m n"), aim)[0] == "proven"
    assert aiming(situation("m n"), replace(aim, budget=5.0))[0] == "proven"


def test_a_target_that_cannot_be_reached_goes_as_far_as_can_be() -> None:
    aim = Aim({"capability-1": "established"})
    assert aiming(situation("n a"), aim, "1.1.O1") == (
        "proven",
        "No plan that goes as far towards the target takes less than 1 day: proven.",
    )


def test_a_budget_says_whether_its_plan_is_the_best() -> None:
    given, aim = situation("nn n", "n n"), Aim(budget=2.0)
    assert aiming(given, aim, "2.1.O1", "2.2.O1") == (
        "proven",
        "Nothing gains more than 2 stages within 2 days: proven.",
    )
    assert aiming(given, aim, "2.1.O1") == (
        "better",
        "There is a better plan within 2 days: 2 stages for 2 days.",
    )
    assert aiming(given, aim, "1.1.O1", "1.1.O2", "2.1.O1") == (
        "over",
        "It takes 3 days, more than the budget of 2 days.",
    )


def test_weakest_first_does_not_count_stages() -> None:
    given = situation("nn n n", "m n n")
    aim = Aim(budget=2.0, objective=Objective.WEAKEST_FIRST)
    assert aiming(given, aim, "1.1.O1", "1.1.O2")[0] == "proven"
    assert aiming(given, aim, "2.2.O1", "2.3.O1")[0] == "better"


def test_a_budget_on_the_way_to_a_target_stays_below_it() -> None:
    given = situation("n n", "n n")
    aim = Aim({"capability-1": "engaged", "capability-2": "engaged"}, budget=9.0)
    best = aim.best(given.framework, given.assessment, Rules())
    assert reached(best) == ["engaged", "engaged"]


def test_an_aim_is_one_only_with_a_target_or_a_budget() -> None:
    assert not Aim(priorities={"capability-1": 2.0})
    assert Aim(budget=0.0)
    assert ENGAGED
    assert AimState("over") is AimState.OVER


def test_priorities_weigh_what_a_plan_gains() -> None:
    given = situation("n", "n")
    plan = plan_for(
        given.framework,
        given.assessment,
        Scenario("Plan", {"1.1.O1": MET, "2.1.O1": MET}),
        priorities={"capability-1": 3.0},
    )
    assert plan.objective == 4.0
    best = plan_within_budget(given.framework, given.assessment, 1, priorities={"capability-1": 3.0})
    assert reached(best) == ["engaged", None]
