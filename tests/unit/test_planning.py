"""Plans by hand: what is cheapest, what a budget brings, in which order, and what cannot be had."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clf_model import (
    Action,
    ActionStatus,
    CycleError,
    Framework,
    MismatchError,
    Objective,
    Perspectives,
    Plan,
    QuantityError,
    Rules,
    Target,
    TargetBelowTodayError,
    UnknownIdError,
    frontier,
    lost_without,
    plan_to_target,
    plan_within_budget,
    roadmap,
)
from clf_model.planning.exact_numbers import Scale
from clf_model.planning.work_order import Link, ordered
from tests.unit.strategies import Situation, rules, situation, situations, slow_laws, with_effort


def efforts(given_: Situation, **by_id: float) -> Situation:
    """The situation with these efforts; ids are written with underscores: i1_1_O1."""
    records = {}
    for name, effort in by_id.items():
        id_ = name[1:].replace("_", ".")
        records[id_] = with_effort(given_.assessment.record(id_), effort)
    return Situation(given_.framework, given_.assessment.with_records(records))


def acting(given_: Situation, *actions: Action) -> Situation:
    return Situation(
        given_.framework, replace(given_.assessment, actions={action.id: action for action in actions})
    )


def to(given_: Situation, target: Target | str, rules: Rules | None = None) -> Plan:
    wanted = Target(target) if isinstance(target, str) else target
    return plan_to_target(given_.framework, given_.assessment, wanted, rules=rules)


def within(given_: Situation, budget: float, **options: object) -> Plan:
    return plan_within_budget(given_.framework, given_.assessment, budget, **options)  # type: ignore[arg-type]


def names(plan: Plan) -> list[str]:
    return [step.action.id if step.action else step.indicators[0].id for step in plan.steps]


def reached(plan: Plan) -> list[str | None]:
    return [stage.id if stage else None for stage in plan.reached.values()]


# Reaching a target


def test_a_target_takes_all_that_is_missing_up_to_it() -> None:
    # 2 + half of 3 for the first stage, half of 1 for the second; the third is not asked for.
    given_ = efforts(situation("mnp pm n"), i1_1_O2=2, i1_1_O3=3)
    plan = to(given_, "established")
    assert (plan.effort, plan.objective, plan.bound, reached(plan)) == (4.0, 2.0, 4.0, ["established"])
    assert names(plan) == ["1.1.O2", "1.1.O3", "1.2.O1"]
    assert [len(step.unlocks) for step in plan.steps] == [0, 1, 1]


def test_with_a_threshold_the_cheapest_of_what_is_needed_are_taken() -> None:
    # 3 of 4 are needed, one is met: the two cheapest of 5, 2 and half of 3.
    given_ = efforts(situation("mnnp"), i1_1_O2=5, i1_1_O3=2, i1_1_O4=3)
    plan = to(given_, "engaged", Rules(0.75))
    assert (plan.effort, names(plan)) == (3.5, ["1.1.O3", "1.1.O4"])


def test_what_is_met_without_evidence_takes_a_quarter_where_evidence_is_required() -> None:
    given_ = efforts(situation("mMn"), i1_1_O1=6, i1_1_O3=1)
    assert to(given_, "engaged", Rules(evidence_required=True)).effort == 2.5


def test_both_perspectives_are_paid_for_where_both_decide() -> None:
    given_ = situation("n m", worker="nn .")
    assert to(given_, "engaged").effort == 1
    assert to(given_, "engaged", Rules(perspectives=Perspectives.WORKER)).effort == 2
    both = to(given_, "engaged", Rules(perspectives=Perspectives.BOTH))
    # The worker's statements have nothing to say in the second stage, which is met.
    assert (both.effort, reached(both), both.objective) == (3, ["established"], 2)


def test_a_stage_that_is_addressed_already_comes_with_the_one_before_it() -> None:
    plan = to(situation("n m m n"), "engaged")
    assert (plan.effort, plan.objective, reached(plan)) == (1, 3, ["accomplished"])
    assert [gain.stage.id for gain in plan.gains] == ["engaged", "established", "accomplished"]


def test_sums_of_decimals_are_exact() -> None:
    given_ = efforts(situation("nn"), i1_1_O1=0.1, i1_1_O2=0.2)
    assert to(given_, "engaged").effort == 0.3
    assert within(given_, 0.3).objective == 1
    assert frontier(given_.framework, given_.assessment).points[-1].effort == 0.3


def test_a_capability_beyond_a_target_for_all_stays_where_it_is() -> None:
    plan = to(situation("m m n", "n n n"), "engaged")
    assert (plan.effort, reached(plan)) == (1, ["established", "engaged"])
    assert to(situation("m m n"), "engaged").steps == ()


def test_a_capabilitys_own_target_goes_before_that_of_all() -> None:
    target = Target("engaged", {"capability-2": "established"})
    assert reached(to(situation("n n", "n n"), target)) == ["engaged", "established"]
    assert reached(to(situation("n n", "n n"), Target(by_capability={"capability-1": "engaged"}))) == [
        "engaged",
        None,
    ]


def test_a_target_below_today_is_refused() -> None:
    with pytest.raises(TargetBelowTodayError, match="C1 is Engaged, below Established, which it has reached"):
        to(situation("m m n"), Target(by_capability={"capability-1": "engaged"}))


def test_a_target_behind_a_stage_where_nothing_applies_says_what_is_the_highest() -> None:
    plan = to(situation("n aa n", "n n n", "a n n"), "accomplished")
    assert reached(plan) == ["engaged", "accomplished", None]
    assert plan.effort == 4
    assert [str(missing) for missing in plan.missing] == [
        "C1 cannot reach Accomplished: nothing in Established applies here, so nothing shows it; "
        "the highest stage to be had is Engaged.",
        "C3 cannot reach Accomplished: nothing in Engaged applies here, so nothing shows it; "
        "no stage is to be had.",
    ]
    assert to(situation("n aa n"), "engaged").missing == ()


def test_one_perspective_in_which_nothing_applies_bars_the_way_where_both_decide() -> None:
    plan = to(situation("n n", worker="n a"), "established", Rules(perspectives=Perspectives.BOTH))
    assert [str(missing) for missing in plan.missing] == [
        "C1 cannot reach Established: no worker indicator of Established applies here, so nothing shows it; "
        "the highest stage to be had is Engaged."
    ]


# Spending a budget


def test_a_budget_brings_the_most_stages_and_among_equals_costs_the_least() -> None:
    # 3 buys both first stages (1 + 2), or 2 stages of the first capability (1 + 1.5): that is less.
    given_ = efforts(situation("n n", "n n"), i1_2_O1=1.5, i2_1_O1=2)
    plan = within(given_, 3)
    assert (plan.effort, plan.objective, plan.bound) == (2.5, 2, 2)
    assert reached(plan) == ["established", None]


def test_weakest_first_lifts_the_lowest_before_the_next_lowest() -> None:
    given_ = efforts(situation("n n", "n n"), i1_2_O1=1.5, i2_1_O1=2)
    plan = within(given_, 3, objective=Objective.WEAKEST_FIRST)
    assert (plan.effort, reached(plan)) == (3, ["engaged", "engaged"])


def test_priorities_weigh_stages() -> None:
    given_ = situation("n n", "n n")
    plan = within(given_, 1, priorities={"capability-2": 1.5})
    assert (plan.objective, reached(plan)) == (1.5, [None, "engaged"])
    nothing = within(given_, 9, priorities={"capability-1": 0, "capability-2": 0})
    assert (nothing.effort, nothing.objective, nothing.steps) == (0, 0, ())


def test_no_budget_still_brings_what_takes_no_effort() -> None:
    given_ = efforts(situation("n n"), i1_1_O1=0)
    plan = within(given_, 0)
    assert (plan.effort, plan.objective, names(plan)) == (0, 1, ["1.1.O1"])


def test_among_equally_good_choices_the_weakest_capabilities_come_first() -> None:
    given_ = situation("n n n", "m n n", "n n n")
    assert reached(within(given_, 2)) == ["engaged", "engaged", "engaged"]
    assert reached(within(given_, 3)) == ["established", "engaged", "engaged"]
    points = frontier(given_.framework, given_.assessment).points
    assert [stage and stage.id for stage in points[2].reached.values()] == ["engaged"] * 3
    order = [step.gain.stage.id for step in roadmap(given_.framework, given_.assessment).steps]
    assert order == ["engaged"] * 2 + ["established"] * 3 + ["accomplished"] * 3


def test_equally_good_choices_are_counted_and_named() -> None:
    plan = within(situation("n n", "n n", "n n"), 2)
    # Two of three first stages, or both stages of one: 3 + 3.
    assert (plan.objective, plan.ways, len(plan.others)) == (2, 6, 5)
    assert within(situation("n n", "n n"), 4).ways == 1


def test_a_budget_may_be_kept_within_a_target() -> None:
    given_ = situation("n n", "n n")
    plan = within(given_, 4, target=Target(by_capability={"capability-2": "established"}))
    assert reached(plan) == [None, "established"]


def test_a_budget_read_off_the_frontier_buys_its_point() -> None:
    # The exact sums have more digits than a float; rounded down they must still buy what they were read off.
    given_ = situation(*["n n"] * 6)
    numbers = {f"i{c}_{s}_O1": (c * 0.1234567890123457 + s) ** 3 for c in range(1, 7) for s in (1, 2)}
    given_ = efforts(given_, **numbers)
    for point in frontier(given_.framework, given_.assessment).points:
        plan = within(given_, point.effort)
        assert (plan.effort, plan.objective) == (point.effort, point.objective)
        assert plan.reached == point.reached


def test_the_frontier_leaves_out_what_is_beaten_and_has_its_neighbours() -> None:
    # A stage for 1, a second for 4 more, or both stages of the other for 3.
    given_ = efforts(situation("n n", "n n"), i1_2_O1=4, i2_1_O1=1.5, i2_2_O1=1.5)
    found = frontier(given_.framework, given_.assessment)
    assert [(p.effort, p.objective) for p in found.points] == [(0, 0), (1, 1), (2.5, 2), (4, 3), (8, 4)]
    assert found.within(3.9) == found.points[2]
    assert found.dearer(2.5) == found.points[3]
    assert found.dearer(8) is None


# The order of work


def test_work_comes_in_the_order_of_stages_for_their_effort() -> None:
    # 3 then 1 is 2 stages for 4, better than one for 2.5; each stage of weight 1.
    given_ = efforts(situation("n n", "n a"), i1_1_O1=3, i2_1_O1=2.5)
    found = roadmap(given_.framework, given_.assessment, capacity=3)
    assert [(s.gain.capability.id[-1], s.effort, s.finished_at, s.period) for s in found.steps] == [
        ("1", 3.0, 3.0, 1),
        ("1", 1.0, 4.0, 2),
        ("2", 2.5, 6.5, 3),
    ]
    assert found.weighted_completion == 13.5  # the other way round 2.5 + 5.5 + 6.5 = 14.5
    assert [step.period for step in roadmap(given_.framework, given_.assessment).steps] == [None] * 3


def test_a_period_ends_where_its_capacity_is_used_up_exactly() -> None:
    given_ = efforts(situation("n n n"), i1_1_O1=0.1, i1_2_O1=0.2, i1_3_O1=0.3)
    found = roadmap(given_.framework, given_.assessment, capacity=0.3)
    assert [(step.finished_at, step.period) for step in found.steps] == [(0.1, 1), (0.3, 1), (0.6, 2)]


def test_a_roadmap_goes_to_its_target_and_says_what_bars_it() -> None:
    given_ = situation("n n n", "n a n")
    found = roadmap(given_.framework, given_.assessment, target=Target("established"))
    assert [step.gain.stage.id for step in found.steps] == ["engaged", "engaged", "established"]
    assert [missing.capability.id for missing in found.missing] == ["capability-2"]
    assert roadmap(given_.framework, given_.assessment).missing == ()


def test_work_that_is_shared_is_counted_once() -> None:
    # Alone x brings one of weight 1 for 3; with both chains it serves, what is left of the second is 1.
    chains = [[Link(1, ["x"])], [Link(1, ["x", "y"])], [Link(1, ["z"])]]
    assert ordered(chains, {"x": 3, "y": 1, "z": 2}) == [(2, 0), (0, 0), (1, 0)]


# Actions


def test_an_action_that_serves_several_is_taken_where_it_is_cheaper() -> None:
    given_ = acting(situation("nn n", "n n"), Action("forum", "Forum", 2.5, ("1.1.O1", "1.1.O2", "2.1.O1")))
    plan = to(given_, "engaged")
    assert (plan.effort, plan.bound, names(plan), reached(plan)) == (
        2.5,
        2.5,
        ["forum"],
        ["engaged", "engaged"],
    )
    assert [i.id for i in plan.steps[0].indicators] == ["1.1.O1", "1.1.O2", "2.1.O1"]
    dearer = acting(situation("nn n", "n n"), Action("forum", "Forum", 3.5, ("1.1.O1", "1.1.O2", "2.1.O1")))
    assert (to(dearer, "engaged").effort, len(to(dearer, "engaged").steps)) == (3, 3)


def test_an_action_covers_with_evidence_and_leaves_alone_what_does_not_apply() -> None:
    given_ = acting(situation("mna"), Action("a", "A", 1, ("1.1.O1", "1.1.O2", "1.1.O3")))
    plan = to(given_, "engaged", Rules(evidence_required=True))
    # Alone a quarter and a whole; together 1.
    assert (plan.effort, [i.id for i in plan.steps[0].indicators]) == (1, ["1.1.O1", "1.1.O2"])


def test_what_an_action_requires_comes_first_and_is_paid_for() -> None:
    first, second = Action("z", "First", 0.5), Action("a", "Second", 1, ("1.1.O1", "1.1.O2"), ("z",))
    plan = to(acting(situation("nn"), second, first), "engaged")
    assert (plan.effort, names(plan), plan.steps[0].before) == (1.5, ["z", "a"], ("a",))
    done = replace(first, status=ActionStatus.DONE)
    assert to(acting(situation("nn"), second, done), "engaged").effort == 1
    never = replace(first, status=ActionStatus.NOT_DOING, reason="No time")
    assert names(to(acting(situation("nn"), second, never), "engaged")) == ["1.1.O1", "1.1.O2"]


def test_what_cannot_be_done_bars_all_that_waits_for_it() -> None:
    given_ = acting(
        situation("nn"),
        Action("a", "A", 0, ("1.1.O1",), ("b",)),
        Action("b", "B", 0, (), ("c",)),
        Action("c", "C", 0, status=ActionStatus.NOT_DOING, reason="No time"),
    )
    assert names(to(given_, "engaged")) == ["1.1.O1", "1.1.O2"]


def test_a_done_action_judges_nothing() -> None:
    given_ = acting(situation("n"), Action("a", "A", 1, ("1.1.O1",), status=ActionStatus.DONE))
    assert to(given_, "engaged").effort == 1


def test_an_action_of_no_effort_that_brings_nothing_is_left_out() -> None:
    given_ = acting(situation("n n"), Action("a", "A", 0, ("1.2.O1",)), Action("b", "B", 0, ("1.1.O1",)))
    assert names(to(given_, "engaged")) == ["b"]


def test_efforts_of_many_digits_are_still_proven() -> None:
    given_ = efforts(situation("nn n", "n n"), i1_1_O1=math.pi, i1_1_O2=math.e, i2_1_O1=math.sqrt(2))
    given_ = acting(given_, Action("a", "A", 6.123456789012345, ("1.1.O1", "1.1.O2", "2.1.O1")))
    plan = to(given_, "engaged")
    assert (names(plan), plan.effort) == (["a"], 6.123456789012345)
    assert plan.bound == pytest.approx(plan.effort, rel=1e-8)


def test_neither_long_chains_of_actions_nor_many_capabilities_are_too_deep() -> None:
    chain = [Action(f"a{n}", "A", 0, (), (f"a{n - 1}",) if n else ()) for n in range(1100)]
    last = Action("last", "Last", 0.5, ("1.1.O1",), ("a1099",))
    plan = to(acting(situation("n"), *reversed(chain), last), "engaged")
    assert (names(plan)[0], names(plan)[-1], len(plan.steps)) == ("a0", "last", 1101)
    many = situation(*["n"] * 1100)
    assert within(many, 1000).objective == 1000


# Requests that cannot be answered


@pytest.mark.parametrize("number", [-1.0, math.nan, math.inf, -math.inf])
def test_numbers_out_of_range_are_refused_by_name(number: float) -> None:
    given_ = situation("n", "n")
    with pytest.raises(QuantityError, match=r"The budget is .*\. Give a number of 0 or more\."):
        within(given_, number)
    with pytest.raises(QuantityError, match=r"The priority of C2 is "):
        within(given_, 1, priorities={"capability-2": number})
    with pytest.raises(QuantityError, match=r"The capacity is .*\. Give a number above 0\."):
        roadmap(given_.framework, given_.assessment, capacity=number)
    with pytest.raises(QuantityError, match="The capacity is 0"):
        roadmap(given_.framework, given_.assessment, capacity=0)


def test_efforts_that_add_up_beyond_all_numbers_are_refused() -> None:
    given_ = efforts(situation("nn"), i1_1_O1=1.7e308, i1_1_O2=1.7e308)
    with pytest.raises(QuantityError, match="smaller numbers"):
        to(given_, "engaged")


def test_unknown_names_and_other_frameworks_are_refused() -> None:
    given_ = situation("n")
    for target, words in (
        (Target("nowhere"), "no stage 'nowhere'"),
        (Target(by_capability={"x": "engaged"}), "no capability 'x'"),
        (Target(by_capability={"capability-1": "x"}), "no stage 'x'"),
    ):
        with pytest.raises(UnknownIdError, match=words):
            to(given_, target)
    with pytest.raises(UnknownIdError, match="no capability 'x'"):
        within(given_, 1, priorities={"x": 2})
    other = Situation(given_.framework, replace(given_.assessment, framework_id="other"))
    with pytest.raises(MismatchError):
        to(other, "engaged")


def test_actions_that_do_not_go_together_are_refused() -> None:
    given_ = acting(situation("n"), Action("a", "A", requires=("b",)), Action("b", "B", requires=("a",)))
    with pytest.raises(CycleError, match="a → b → a"):
        within(given_, 1)
    with pytest.raises(UnknownIdError, match="no action 'b'"):
        within(acting(situation("n"), Action("a", "A", requires=("b",))), 1)


# Laws


@slow_laws
@given(situations(), rules, st.floats(0, 60), st.floats(0, 60))
def test_more_budget_never_brings_less_and_never_more_than_it_is(
    given_: Situation, by: Rules, one: float, other: float
) -> None:
    less, more = sorted((one, other))
    for objective in Objective:
        poor, rich = (within(given_, budget, objective=objective, rules=by) for budget in (less, more))
        assert poor.objective <= rich.objective
        assert poor.effort <= less
    found = frontier(given_.framework, given_.assessment, rules=by)
    best = within(given_, less, rules=by)
    point = found.within(less)
    assert point is not None
    assert (point.effort, point.objective) == (best.effort, best.objective)


@slow_laws
@given(situations(), rules, st.data())
def test_a_further_target_never_takes_less_and_no_step_can_be_left_out(
    given_: Situation, by: Rules, data: st.DataObject
) -> None:
    previous = 0.0
    for stage in given_.framework.stages:
        plan = to(given_, stage.id, by)
        assert plan.effort >= previous
        previous = plan.effort
        assert all(lost_without(plan, step) for step in plan.steps)


@slow_laws
@given(situations(), rules, st.floats(0, 60))
def test_the_order_in_the_file_changes_neither_effort_nor_objective(
    given_: Situation, by: Rules, budget: float
) -> None:
    turned = Situation(_turned(given_.framework), given_.assessment)
    for objective in Objective:
        here, there = (within(s, budget, objective=objective, rules=by) for s in (given_, turned))
        assert (here.effort, here.objective, here.ways) == (there.effort, there.objective, there.ways)
    here_, there_ = (roadmap(s.framework, s.assessment, rules=by) for s in (given_, turned))
    assert here_.weighted_completion == there_.weighted_completion


def _turned(framework: Framework) -> Framework:
    return replace(framework, capabilities=framework.capabilities[::-1])


@settings(deadline=None)
@given(st.integers(0, 10**30), st.integers(1, 10**20))
def test_what_a_scale_shows_is_within_itself(parts: int, per_unit: int) -> None:
    scale = Scale(per_unit)
    shown = scale.number(parts)
    assert scale.within(shown) >= parts
    assert scale.number(scale.within(shown)) <= shown < scale.number(scale.within(shown) + 10**16)
