"""What lies near a plan is called what it is: by brute force over every choice of indicators."""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clf_model import (
    Aim,
    AimState,
    EffortUnit,
    FrontierPoint,
    Judgement,
    Plan,
    Relation,
    Rules,
    Scenario,
    effort_to_meet,
    frontier,
    nearby,
    neighbours,
    plan_for,
    plan_within_budget,
    profile,
)
from tests.unit.strategies import Situation, laws, situation, situations

DAYS = EffortUnit("days")


class Way(NamedTuple):
    """A choice of indicators: what it takes, what it gains, and the stages reached by capability."""

    effort: float
    gained: int
    levels: tuple[int, ...]


def _ways(found: Situation, rules: Rules) -> dict[frozenset[str], Way]:
    """Every choice there is, with its result, worked out by trying it."""
    ids = [i.id for i in found.framework.indicators if rules.is_open(found.assessment.record(i.id))]
    before = [r.reached_index for r in found.profile(rules).capabilities]
    ways = {}
    for size in range(len(ids) + 1):
        for chosen in combinations(ids, size):
            after = profile(found.framework, _tried(chosen).applied_to(found.assessment), rules)
            levels = tuple(r.reached_index for r in after.capabilities)
            effort = sum(effort_to_meet(found.assessment.record(id_), rules) for id_ in chosen)
            ways[frozenset(chosen)] = Way(effort, sum(levels) - sum(before), levels)
    return ways


def _tried(ids: tuple[str, ...]) -> Scenario:
    return Scenario("", dict.fromkeys(ids, Judgement.MET))


@given(
    situations(small=True),
    st.builds(Rules, st.sampled_from([1.0, 0.5]), st.booleans()),
    st.data(),
)
@laws
def test_every_word_about_what_lies_near_a_plan_is_so(
    found: Situation, rules: Rules, data: st.DataObject
) -> None:
    framework, assessment = found.framework, found.assessment
    assume(sum(rules.is_open(assessment.record(i.id)) for i in framework.indicators) <= 8)
    ways = _ways(found, rules)
    chosen = data.draw(st.sampled_from(sorted(ways, key=sorted)))
    today = found.profile(rules).capabilities[0].reached_index
    ahead = framework.stages[today:]
    target = {framework.capabilities[0].id: ahead[0].id} if ahead and data.draw(st.booleans()) else {}
    made = plan_for(framework, assessment, _tried(tuple(chosen)), rules=rules)
    aim = Aim(target)
    everything = frontier(framework, assessment, rules=rules)
    towards = aim.towards(made.before)
    way = frontier(framework, assessment, rules=rules, target=towards) if target else None
    mine = ways[chosen]
    assert (made.effort, made.objective) == (pytest.approx(mine.effort), mine.gained)

    for one in neighbours(made, everything, way):
        point = one.point
        # Each is there to be had for what it says, and is the most for its effort.
        reachable = [w for w in ways.values() if w.effort <= point.effort + 1e-9]
        assert any(w.gained >= point.stages for w in reachable)
        assert point.objective == point.stages
        gains, takes = point.stages - mine.gained, point.effort - mine.effort
        match one.relation:
            case Relation.BETTER:
                assert not target
                assert takes <= 0 <= gains
                assert takes < 0 or gains > 0
            case Relation.LESS | Relation.PART:
                assert takes < 0
                assert gains < 0
                assert (one.relation is Relation.PART) == bool(target)
            case Relation.MORE | Relation.FURTHER:
                assert takes > 0
                assert gains > 0
                assert (one.relation is Relation.FURTHER) == bool(target)
            case Relation.ELSEWHERE:
                assert target
                assert takes <= 0
                assert gains > 0

    # Without a target, nothing better is left unsaid.
    better = any(
        (w.gained, -w.effort) > (mine.gained, -mine.effort) and w.effort <= mine.effort + 1e-9
        for w in ways.values()
    )
    relations = {one.relation for one in neighbours(made, everything)}
    assert (Relation.BETTER in relations) == better

    # What is proven is so: no choice that reaches the target takes less.
    if target:
        verdict = aim.verdict(made, aim.best(framework, assessment, rules))
        reaching = [w.effort for w in ways.values() if w.levels[0] > today]
        if verdict.state is AimState.PROVEN and reaching:
            assert mine.effort == pytest.approx(min(reaching))
            assert not {Relation.BETTER, Relation.LESS}.intersection(
                one.relation for one in neighbours(made, everything, way)
            )


def _plan(found: Situation, *ids: str) -> Plan:
    return plan_for(found.framework, found.assessment, _tried(ids))


def test_with_a_target_what_does_not_reach_it_is_no_cheaper_way_there() -> None:
    # C1 takes 3 for its next stage; C2 takes 1 for each of two. Aimed at is C1.
    found = situation("nnn nnn", "n n")
    made = _plan(found, "1.1.O1", "1.1.O2", "1.1.O3")
    everything = frontier(found.framework, found.assessment)
    target = Aim({"capability-1": "engaged"}).towards(found.profile())
    way = frontier(found.framework, found.assessment, target=target)
    assert nearby(made, everything, way, unit=DAYS) == (
        "Without the target: 2 stages for 2 days, 1 day less.",
    )


def test_what_beats_a_plan_is_called_better_and_what_gains_less_is_for_less() -> None:
    found = situation("nn nn", "n n")
    everything = frontier(found.framework, found.assessment)
    assert nearby(_plan(found, "1.1.O1", "1.1.O2"), everything, unit=DAYS) == (
        "Better: 2 stages for 2 days.",
        "For more: 3 stages for 4 days, 2 days more.",
    )
    assert nearby(_plan(found, "2.1.O1", "2.2.O1"), everything, unit=DAYS) == (
        "For less: 1 stage for 1 day, 1 day less.",
        "For more: 3 stages for 4 days, 2 days more.",
    )


def test_stages_are_counted_and_what_they_are_worth_is_said_beside() -> None:
    found = situation("n", "n")
    worth = {"capability-2": 2.5}
    curve = frontier(found.framework, found.assessment, priorities=worth)
    assert [(p.effort, p.stages, p.objective) for p in curve.points] == [(0, 0, 0), (1, 1, 2.5), (2, 2, 3.5)]
    plan = plan_within_budget(found.framework, found.assessment, 1, priorities=worth)
    assert nearby(plan, curve, unit=DAYS) == (
        "For more: 2 stages (3.5 by the priorities) for 2 days, 1 day more.",
    )
    assert isinstance(curve.points[0], FrontierPoint)
