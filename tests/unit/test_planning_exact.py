"""The planner's answers against other ways to find them: every subset, a mixed-integer program, every order.

Seeded cases, so that a failure comes again: 1,200 small ones by every subset and 800 of the CLF's size as a
mixed-integer program are 2,000 without actions, then 500 roadmaps and 300 questions with actions.
"""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from clf_model import (
    Objective,
    Plan,
    Target,
    frontier,
    plan_to_target,
    plan_within_budget,
    profile,
    roadmap,
)
from tests.unit.planning_solvers import (
    IndicatorProgram,
    Levels,
    Question,
    by_all_subsets,
    cheapest,
    clf_question,
    gained,
    least_completion,
    most,
    random_weights,
    small_question,
    undominated,
    weakest_first,
    with_actions,
)

BATCHES = 8


def seeds(number: int) -> list[range]:
    """The seeds of so many cases, in batches that are reported one by one."""
    return [range(n, number, BATCHES) for n in range(BATCHES)]


def levels_of(asked: Question, plan: Plan) -> Levels:
    """The levels that a plan says it reaches; they are what its steps, judged met, really reach."""
    tried = plan.scenario("Plan").applied_to(asked.assessment)
    after = profile(asked.framework, tried, asked.rules)
    assert {r.capability.id: r.reached for r in after.capabilities} == dict(plan.reached)
    return tuple(result.reached_index for result in after.capabilities)


def consistent(asked: Question, plan: Plan, weights: dict[str, float]) -> Levels:
    """The levels of a plan whose figures are those of its steps."""
    levels = levels_of(asked, plan)
    assert plan.effort == pytest.approx(sum(step.effort for step in plan.steps), abs=1e-9)
    assert plan.objective == float(gained(asked, levels, weights))
    unlocked = [(gain.capability.id, gain.stage.id) for gain in plan.gains]
    expected = [
        (capability.id, stage.id)
        for capability, before, after in zip(asked.framework.capabilities, asked.today, levels, strict=True)
        for stage in asked.framework.stages[before:after]
    ]
    assert sorted(unlocked) == sorted(expected)
    done: set[str] = set()
    for step in plan.steps:
        if step.action:
            actions = asked.assessment.actions
            assert step.action.status.is_open
            assert all(id_ in done or not actions[id_].status.is_open for id_ in step.action.requires)
            done.add(step.action.id)
    return levels


def random_target(asked: Question, chance: random.Random) -> tuple[Target, Levels]:
    """A target that can be reached, and its levels."""
    wanted = {}
    levels = []
    for capability, today, top in zip(asked.framework.capabilities, asked.today, asked.highest, strict=True):
        level = chance.randint(today, top) if chance.random() < 0.8 else today
        levels.append(level)
        if level > today:
            wanted[capability.id] = asked.framework.stages[level - 1].id
    return Target(by_capability=wanted), tuple(levels)


def random_budget(costs_most: Fraction, chance: random.Random) -> float:
    return round(chance.choice([0.0, 0.3, 0.5, 0.8, 1.0]) * float(costs_most), chance.choice([1, 2, 6]))


def check_by_subsets(asked: Question, chance: random.Random) -> None:
    costs = by_all_subsets(asked)
    weights = random_weights(asked, chance)
    rest = {"rules": asked.rules, "priorities": weights}

    target, levels = random_target(asked, chance)
    plan = plan_to_target(asked.framework, asked.assessment, target, **rest)
    assert plan.effort == float(cheapest(costs, levels))
    assert plan.bound == plan.effort
    assert all(a >= b for a, b in zip(consistent(asked, plan, weights), levels, strict=True))

    budget = random_budget(max(costs.values()), chance)
    plan = plan_within_budget(asked.framework, asked.assessment, budget, **rest)
    value, effort = most(asked, costs, Fraction(repr(budget)), weights)
    assert (plan.objective, plan.bound, plan.effort) == (float(value), float(value), float(effort))
    consistent(asked, plan, weights)

    plan = plan_within_budget(
        asked.framework, asked.assessment, budget, objective=Objective.WEAKEST_FIRST, **rest
    )
    fairest, effort = weakest_first(costs, Fraction(repr(budget)))
    assert (sorted(consistent(asked, plan, weights)), plan.effort) == (fairest, float(effort))

    found = frontier(asked.framework, asked.assessment, **rest)
    expected = [(float(effort), float(value)) for effort, value in undominated(asked, costs, weights)]
    assert [(point.effort, point.objective) for point in found.points] == expected
    point = chance.choice(found.points)
    plan = plan_within_budget(asked.framework, asked.assessment, point.effort, **rest)
    assert (plan.effort, plan.objective) == (point.effort, point.objective)
    consistent(asked, plan, weights)


@pytest.mark.parametrize("batch", seeds(1200))
def test_nothing_does_better_than_the_planner_among_all_subsets(batch: range) -> None:
    for seed in batch:
        chance = random.Random(seed)
        check_by_subsets(small_question(chance), chance)


@pytest.mark.parametrize("batch", seeds(300))
def test_with_actions_nothing_does_better_among_all_subsets(batch: range) -> None:
    for seed in batch:
        chance = random.Random(seed)
        asked = with_actions(small_question(chance), chance, chance.randint(1, 4))
        check_by_subsets(asked, chance)


def check_by_program(asked: Question, chance: random.Random) -> None:
    """One of the three questions, on the CLF's size: effort and objective as those of the program."""
    weights = random_weights(asked, chance)
    program = IndicatorProgram(asked, weights)
    rest = {"rules": asked.rules, "priorities": weights}
    what = chance.randrange(3)
    if what == 0:
        target, levels = random_target(asked, chance)
        plan = plan_to_target(asked.framework, asked.assessment, target, **rest)
        assert plan.effort == pytest.approx(program.cheapest(levels), abs=1e-6)
    else:
        everything = float(sum(asked.costs.values()))
        budget = round(everything * chance.random(), 2)
        objective = Objective.TOTAL if what == 1 else Objective.WEAKEST_FIRST
        plan = plan_within_budget(asked.framework, asked.assessment, budget, objective=objective, **rest)
        if objective is Objective.TOTAL:
            expected = program.most(budget)
            assert (plan.objective, plan.effort) == pytest.approx(expected, abs=1e-5)
        else:
            fairest, effort = program.weakest_first(budget)
            assert sorted(levels_of(asked, plan)) == fairest
            assert plan.effort == pytest.approx(effort, abs=1e-5)
        assert plan.effort <= budget
    consistent(asked, plan, weights)


@pytest.mark.parametrize("batch", seeds(800))
def test_at_the_clfs_size_the_planner_agrees_with_a_mixed_integer_program(batch: range) -> None:
    for seed in batch:
        chance = random.Random(seed)
        real = [chance.uniform(0, 9) for _ in range(40)] if chance.random() < 0.4 else None
        check_by_program(clf_question(chance, real), chance)


@pytest.mark.parametrize("seed", range(6))
def test_with_many_actions_the_planner_agrees_with_a_mixed_integer_program(seed: int) -> None:
    chance = random.Random(seed)
    asked = clf_question(chance)
    check_by_program(with_actions(asked, chance, 20), chance)


@pytest.mark.parametrize("batch", seeds(500))
def test_no_order_brings_stages_earlier_than_the_roadmap(batch: range) -> None:
    for seed in batch:
        chance = random.Random(seed)
        asked = clf_question(chance, [chance.uniform(0, 9) for _ in range(9)] if seed % 2 else None)
        weights = random_weights(asked, chance)
        target, levels = random_target(asked, chance)
        rest = {"rules": asked.rules, "priorities": weights}
        found = roadmap(asked.framework, asked.assessment, target=target, **rest)
        chains = [
            [
                (
                    Fraction(repr(weights.get(capability.id, 1.0))),
                    sum(
                        (sum(sorted(cell.costs.values())[: max(0, cell.missing)]) for cell in cells),
                        Fraction(0),
                    ),
                )
                for cells in stages[today:level]
            ]
            for capability, stages, today, level in zip(
                asked.framework.capabilities, asked.cells, asked.today, levels, strict=True
            )
        ]
        assert found.weighted_completion == float(least_completion(chains))
        assert len(found.steps) == sum(len(chain) for chain in chains)
