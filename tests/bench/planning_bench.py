"""Planning beside HiGHS: budgets and frontiers without actions, and plans with many.

Run with `python -m tests.bench.planning_bench`.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from clf_model import (
    Action,
    Framework,
    Perspective,
    Rules,
    Target,
    frontier,
    plan_to_target,
    plan_within_budget,
)
from clf_model.planning.pareto import Tradeoffs
from clf_model.planning.planner import Objective, spend
from clf_model.planning.problem import Case, case
from tests.bench.figures import Figure, alternate
from tests.unit.planning_solvers import CLF_SIZES, IndicatorProgram, Question, question
from tests.unit.strategies import RECORDS, assess, build_framework, with_effort

WIDE = [[(size, 0) for size in (4, 3, 3, 3, 2)] for _ in range(20)]
ACTIONS = 60
_WARM = 2

_RANDOM = "a new random assessment each round, efforts with two decimals, half of all effort as the budget"
_PROGRAM = (
    "the same question as a mixed-integer program in HiGHS, a binary for every open indicator and stage: its "
    "time for two solves, first the most stages, then the least effort for them, without building the model"
)
_ONE_SOLVE = (
    "HiGHS's time for one solve of that program: the most stages within the budget, not the least effort"
)
_WITH_ACTIONS = (
    f"the whole plan, proven optimal, from assessment to steps; {_RANDOM}; every action covers two to five "
    "indicators for 30 to 90 % of what these take alone, every third waits for another"
)
_ITS_OWN_SEARCH = (
    "HiGHS's time for the same question by its own mixed-integer search, once for a target and twice for a "
    "budget, the building of the model left out"
)


@dataclass(frozen=True)
class Turn:
    """One round: what is asked, what both sides start from, and half of all effort."""

    asked: Question
    given: Case
    program: IndicatorProgram
    budget: float

    @property
    def tops(self) -> tuple[int, ...]:
        return tuple(ladder.top for ladder in self.given.ladders)


def measure(rounds: int = 30) -> Iterator[Figure]:
    """Every figure, one after the other."""
    clf = build_framework(CLF_SIZES)
    yield _figure(
        "Budget plan at the CLF's size",
        1 / 20,
        f"from the open indicators by stage to the stages to reach; {_RANDOM}",
        _PROGRAM,
        _turns(clf, rounds),
        lambda turn: next(_spend(turn, turn.budget).best),
        _budget_by_highs,
    )
    yield _figure(
        "Frontier of 20 capabilities × 5 stages",
        2,
        f"every best trade-off with the stages to reach, 300 indicators; {_RANDOM}",
        _ONE_SOLVE,
        _turns(build_framework(WIDE), max(3, rounds // 3)),
        _whole_frontier,
        _one_solve,
    )
    with_actions = _turns(clf, max(3, rounds // 3), ACTIONS)
    yield _figure(
        f"Target with {ACTIONS} actions over 80 indicators",
        2,
        _WITH_ACTIONS,
        _ITS_OWN_SEARCH,
        with_actions,
        lambda turn: plan_to_target(turn.asked.framework, turn.asked.assessment, _last(turn.asked.framework)),
        _target_by_highs,
    )
    yield _figure(
        f"Budget with {ACTIONS} actions over 80 indicators",
        1,
        _WITH_ACTIONS,
        _ITS_OWN_SEARCH,
        with_actions,
        lambda turn: plan_within_budget(turn.asked.framework, turn.asked.assessment, turn.budget),
        _budget_by_highs,
    )
    yield _figure(
        f"Frontier with {ACTIONS} actions over 80 indicators",
        4,
        f"every best trade-off, each proven optimal, from assessment to stages; {_RANDOM}",
        _ITS_OWN_SEARCH,
        with_actions[: _WARM + 3],
        lambda turn: frontier(turn.asked.framework, turn.asked.assessment),
        _budget_by_highs,
    )


def _figure(
    name: str,
    goal: float,
    method: str,
    baseline: str,
    turns: list[Turn],
    ours: Callable[[Turn], object],
    theirs: Callable[[Turn], None],
) -> Figure:
    """Both sides turn by turn; theirs fails where the planner's answer is another than HiGHS's."""

    def seconds_of_ours(number: int) -> float:
        start = time.perf_counter()
        ours(turns[number])
        return time.perf_counter() - start

    def seconds_of_theirs(number: int) -> float:
        turns[number].program.seconds = 0.0
        theirs(turns[number])
        return turns[number].program.seconds

    times = alternate(len(turns) - _WARM, seconds_of_ours, seconds_of_theirs, warm=_WARM)
    return Figure(name, goal, method, baseline, *times)


def _spend(turn: Turn, budget: float | None) -> Tradeoffs:
    limit = None if budget is None else turn.given.efforts.within(budget)
    return spend(turn.given, limit, Objective.TOTAL, turn.tops)


def _whole_frontier(turn: Turn) -> list[tuple[int, ...]]:
    found = _spend(turn, None)
    return [next(found.picks(point)) for point in found.points]


def _one_solve(turn: Turn) -> None:
    plan = plan_within_budget(turn.asked.framework, turn.asked.assessment, turn.budget)
    _same((plan.objective,), (turn.program.most_value(turn.budget) - turn.program.base,))


def _target_by_highs(turn: Turn) -> None:
    plan = plan_to_target(turn.asked.framework, turn.asked.assessment, _last(turn.asked.framework))
    _same((plan.effort,), (turn.program.cheapest(turn.asked.highest),))


def _budget_by_highs(turn: Turn) -> None:
    plan = plan_within_budget(turn.asked.framework, turn.asked.assessment, turn.budget)
    _same((plan.objective, plan.effort), turn.program.most(turn.budget))


def _same(ours: tuple[float, ...], theirs: tuple[float, ...]) -> None:
    if not all(math.isclose(a, b, abs_tol=1e-3) for a, b in zip(ours, theirs, strict=True)):
        raise AssertionError(f"The planner says {ours}, HiGHS {theirs}.")


def _last(framework: Framework) -> Target:
    return Target(framework.stages[-1].id)


def _turns(framework: Framework, rounds: int, actions: int = 0) -> list[Turn]:
    return [_turn(framework, random.Random(seed), actions) for seed in range(_WARM + rounds)]


def _turn(framework: Framework, chance: random.Random, actions: int) -> Turn:
    letters = "-" if actions else "Mpn-"
    records = {
        indicator.id: with_effort(RECORDS[chance.choice(letters)], round(chance.uniform(0.1, 9), 2))
        for indicator in framework.indicators
        if indicator.perspective is Perspective.ORGANISATION
    }
    made: dict[str, Action] = {}
    for number in range(actions):
        covers = tuple(chance.sample(list(records), chance.randint(2, 5)))
        alone = sum(records[id_].effort for id_ in covers)
        requires = (f"a{chance.randrange(number)}",) if number % 3 == 2 else ()
        effort = round(alone * chance.uniform(0.3, 0.9), 2)
        made[f"a{number}"] = Action(f"a{number}", "Do it", effort, covers, requires)
    assessment = replace(assess(records), actions=made)
    asked = question(framework, assessment, Rules())
    return Turn(
        asked,
        case(framework, assessment),
        IndicatorProgram(asked, {}),
        round(plan_to_target(framework, assessment, _last(framework)).effort / 2, 2),
    )


if __name__ == "__main__":
    for figure in measure():
        print(figure)
