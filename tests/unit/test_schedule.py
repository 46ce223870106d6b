"""The plan that was made, month by month: dates stand, nothing comes twice, nothing before what it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clf_model import (
    Action,
    ActionStatus,
    Assessment,
    Judgement,
    Placed,
    QuantityError,
    Record,
    Rules,
    Scenario,
    Schedule,
    Target,
    TooLongError,
    effort_to_meet,
    load_framework,
    month_after,
    profile,
    schedule,
)
from tests.unit.strategies import Situation, laws, rules, situations

CLF = load_framework(Path(__file__).parents[2] / "framework.yaml")
NOVEMBER = date(2026, 11, 25)
ENGAGED = Target(by_capability={"feedback": "engaged"})  # three indicators: 4.1.O1 to O3
PLANNED, DOING, DONE, REFUSED = ActionStatus


def planned(
    *actions: Action,
    efforts: Mapping[str, float] | None = None,
    capacity: float = 5,
    first: date = NOVEMBER,
    day: date = NOVEMBER,
    target: Target = ENGAGED,
    **records: Record,
) -> Schedule:
    """The way of Access to feedback to Engaged with these actions; efforts by indicator id."""
    found = {id_: Record(effort=effort) for id_, effort in (efforts or {}).items()}
    found |= {id_.replace("_", ".")[1:]: record for id_, record in records.items()}
    assessment = Assessment(
        CLF.id, "Birchbank", NOVEMBER, records=found, actions={one.id: one for one in actions}
    )
    return schedule(CLF, assessment, target, capacity=capacity, first=first, day=day)


def lines(found: Schedule) -> list[tuple[str, str]]:
    """What is finished when, in order: month and label."""
    return [(f"{one.month:%Y-%m}", label(one)) for one in found.placed]


def label(one: Placed) -> str:
    """An action's title or an indicator's id."""
    return one.step.action.title if one.step.action else one.step.indicators[0].id


# --- single work ---


def test_a_month_holds_its_capacity_and_the_last_one_the_rest() -> None:
    found = planned(efforts={"4.1.O1": 3, "4.1.O2": 3, "4.1.O3": 1.5}, capacity=3)
    assert [(f"{m.first}", m.effort, len(m.finished)) for m in found.months] == [
        ("2026-11-01", 3.0, 1),
        ("2026-12-01", 3.0, 1),
        ("2027-01-01", 1.5, 1),
    ]
    assert found.effort == 7.5
    assert not any(month.is_overfull for month in found.months)


def test_a_stage_arrives_in_the_month_in_which_its_last_step_is_finished() -> None:
    found = planned(efforts={"4.1.O1": 3, "4.1.O2": 3, "4.1.O3": 1.5})
    arrivals = [[(g.capability.id, g.stage.id) for g in month.gains] for month in found.months]
    assert arrivals == [[], [("feedback", "engaged")]]


def test_single_work_follows_without_a_gap() -> None:
    found = planned(efforts={"4.1.O1": 3, "4.1.O2": 3, "4.1.O3": 1.5}, capacity=2).placed
    assert found[0].start == 0
    assert [one.end for one in found[:-1]] == [one.start for one in found[1:]]
    assert all(len(one.parts) == 1 for one in found)
    assert found[-1].end == pytest.approx(3.75)


def test_decimals_add_up_as_they_are_written() -> None:
    # 0.1 + 0.2 + 0.3 is 0.6 and fills two months of 0.3 exactly; as floats it would spill into a third.
    found = planned(efforts={"4.1.O1": 0.1, "4.1.O2": 0.2, "4.1.O3": 0.3}, capacity=0.3)
    assert [month.effort for month in found.months] == [0.3, 0.3]


def test_what_takes_nothing_is_finished_in_the_first_month() -> None:
    (month,) = planned(efforts=dict.fromkeys(("4.1.O1", "4.1.O2", "4.1.O3"), 0)).months
    assert (month.first, month.effort, len(month.finished)) == (date(2026, 11, 1), 0.0, 3)


def test_nothing_to_do_takes_no_month() -> None:
    met = {f"i{i.id.replace('.', '_')}": Record(Judgement.MET) for i in CLF.capability("feedback").indicators}
    assert planned(target=Target(by_capability={"feedback": "exemplary"}), **met).months == ()


@pytest.mark.parametrize("capacity", [0, -1, float("nan"), float("inf")])
def test_a_capacity_is_above_nought(capacity: float) -> None:
    with pytest.raises(QuantityError, match="a number above 0"):
        planned(capacity=capacity)


def test_ten_years_are_the_longest_for_what_has_no_date() -> None:
    assert len(planned(efforts={"4.1.O1": 118}, capacity=1).months) == 120
    with pytest.raises(TooLongError, match="takes 121 months"):
        planned(efforts={"4.1.O1": 119}, capacity=1)


def test_months_follow_over_the_end_of_a_year() -> None:
    assert [month_after(NOVEMBER, n) for n in (0, 1, 2, 14)] == [
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
        date(2028, 1, 1),
    ]


def test_what_an_action_was_done_for_is_only_to_be_judged() -> None:
    forum = Action("forum", "Forum", covers=("4.1.O1",), status=DONE)
    done = {label(one): [d.id for d in one.done] for one in planned(forum).placed}
    assert done == {"4.1.O1": ["forum"], "4.1.O2": [], "4.1.O3": []}


# --- actions ---


def test_actions_come_first_and_single_work_is_what_they_leave() -> None:
    forum = Action("forum", "Forum", 9, ("4.1.O1", "4.1.O2"))  # dearer than what it covers, and decided
    assert [label for _, label in lines(planned(forum))] == ["Forum", "4.1.O3"]


def test_an_action_that_serves_no_target_is_in_the_plan_all_the_same() -> None:
    walk = Action("walk", "Walk to work", 1)
    later = Action("later", "Later", 1, ("4.3.O1",), status=DOING)
    found = planned(walk, later)
    assert [label for _, label in lines(found)][:2] == ["Later", "Walk to work"]
    assert [[g.stage.id for g in one.step.serves] for one in found.placed[:2]] == [["accomplished"], []]


@pytest.mark.parametrize(
    ("due", "month", "overdue"),
    [
        (date(2027, 2, 28), "2027-02", False),
        (date(2027, 2, 1), "2027-02", False),
        (date(2026, 11, 25), "2026-11", False),
        (date(2026, 11, 24), "2026-11", True),
        (date(2020, 1, 31), "2026-11", True),
        (date(2090, 5, 1), "2090-05", False),
    ],
)
def test_what_is_due_stands_at_its_date_and_what_is_overdue_in_this_month(
    due: date, month: str, overdue: bool
) -> None:
    found = planned(Action("forum", "Forum", 2, ("4.1.O1",), due=due), first=date(2026, 12, 1))
    (one,) = [placed for placed in found.placed if placed.step.action]
    assert (f"{one.month:%Y-%m}", one.is_overdue) == (month, overdue)
    assert {f"{p.month:%Y-%m}" for p in found.placed if not p.step.action} == {"2026-12"}


def test_work_on_what_is_due_is_as_late_as_there_is_time_and_the_rest_takes_what_is_left() -> None:
    # 7 until the end of January at 4 a month: 4 in January, 3 in December; 1 is left there, and November.
    forum = Action("forum", "Forum", 7, ("4.1.O1", "4.1.O2"), due=date(2027, 1, 10))
    found = planned(forum, efforts={"4.1.O3": 5}, capacity=4)
    assert lines(found) == [("2026-12", "4.1.O3"), ("2027-01", "Forum")]
    assert [month.effort for month in found.months] == [4, 4, 4]
    single, action = found.placed
    assert single.parts == ((0.0, 1.25),)
    assert action.parts == ((1.25, 3.0),)


def test_work_on_what_is_due_on_the_first_of_a_month_is_done_before_it() -> None:
    forum = Action("forum", "Forum", 4, due=date(2027, 2, 1))
    found = planned(forum, capacity=4, target=Target(), first=date(2026, 12, 1))
    assert [(f"{one.first:%Y-%m}", one.effort) for one in found.months] == [("2027-01", 4), ("2027-02", 0)]
    assert lines(found) == [("2027-02", "Forum")]
    before = Action("before", "Before", 2)
    found = planned(before, replace(forum, requires=("before",)), capacity=4, target=Target(), first=NOVEMBER)
    assert lines(found) == [("2026-12", "Before"), ("2027-02", "Forum")]
    at_once = Action("forum", "Forum", 4, due=date(2026, 12, 1))  # there is no time before it
    assert [month.effort for month in planned(at_once, target=Target(), first=date(2026, 12, 1)).months] == [
        4
    ]


def test_a_month_with_more_due_than_there_is_time_for_says_so() -> None:
    actions = [Action(f"a{n}", f"A{n}", 4, due=date(2026, 12, 10 + n)) for n in (1, 2)]
    found = planned(*actions, first=date(2026, 12, 1), target=Target())
    assert [(month.effort, month.is_overfull) for month in found.months] == [(8.0, True)]


def test_what_something_due_waits_for_comes_before_it() -> None:
    first = Action("first", "First", 3)
    second = Action("second", "Second", 5, requires=("first",), due=date(2027, 1, 31))
    found = planned(second, first, efforts=dict.fromkeys(("4.1.O1", "4.1.O2", "4.1.O3"), 5))
    assert [line for line in lines(found) if line[1] in ("First", "Second")] == [
        ("2026-12", "First"),
        ("2027-01", "Second"),
    ]


def test_what_waits_for_something_due_comes_after_it() -> None:
    first = Action("first", "First", 1, due=date(2027, 3, 31))
    second = Action("second", "Second", 1, requires=("first",))
    found = planned(second, first, target=Target())
    assert lines(found) == [("2027-03", "First"), ("2027-03", "Second")]
    assert [[one.id for one in placed.waits_for] for placed in found.placed] == [[], ["first"]]
    assert not any(placed.too_late for placed in found.placed)


def test_dates_that_contradict_what_comes_first_stand_and_are_named() -> None:
    first = Action("first", "First", due=date(2027, 3, 31))
    second = Action("second", "Second", requires=("first",), due=date(2027, 1, 31))
    barred = Action("barred", "Barred", requires=("no",))
    refused = Action("no", "No", status=REFUSED, reason="No money")
    found = planned(first, second, barred, refused, target=Target())
    assert lines(found) == [("2026-11", "Barred"), ("2027-01", "Second"), ("2027-03", "First")]
    assert [[one.id for one in placed.too_late] for placed in found.placed] == [["no"], ["first"], []]


def test_dates_that_contradict_within_a_month_are_named_too() -> None:
    first = Action("first", "First", due=date(2027, 1, 29))
    second = Action("second", "Second", requires=("first",), due=date(2027, 1, 15))
    same = Action("same", "Same", requires=("first",), due=date(2027, 1, 29))
    between = Action("between", "Between", requires=("first",))
    third = Action("third", "Third", requires=("between",), due=date(2027, 1, 20))
    overdue = Action("overdue", "Overdue", due=date(2026, 11, 20))
    longer = Action("longer", "Longer", requires=("overdue",), due=date(2026, 11, 10))  # both are due now
    found = planned(first, second, same, between, third, overdue, longer, target=Target())
    late = {placed.step.action.id: [one.id for one in placed.too_late] for placed in found.placed}
    assert {id_: others for id_, others in late.items() if others} == {
        "second": ["first"],
        "between": ["first"],
    }


def test_far_ahead_empty_months_are_left_out() -> None:
    found = planned(Action("late", "Late", due=date(2090, 1, 31)))
    assert [f"{month.first:%Y-%m}" for month in found.months] == ["2026-11", "2090-01"]


# --- laws ---

_DAYS = st.sampled_from([-400, -1, 0, 1, 20, 45, 100, 400, 9000]).map(lambda n: NOVEMBER + timedelta(n))


@st.composite
def plans(draw: st.DrawFn, *, small: bool = False) -> tuple[Situation, dict[str, Action]]:
    """A framework with an assessment and actions, of which any may require earlier ones."""
    found = draw(situations(small=small))
    ids = [i.id for i in found.framework.indicators]
    actions: dict[str, Action] = {}
    for number in range(draw(st.integers(0, 6))):
        status = draw(st.sampled_from([PLANNED, PLANNED, DOING, DONE, REFUSED]))
        fields: dict[str, Any] = {
            "effort": draw(st.sampled_from([0, 0.5, 1, 3, 12])),
            "covers": tuple(draw(st.lists(st.sampled_from(ids), max_size=3))),
            "requires": tuple(draw(st.lists(st.sampled_from([*actions]), max_size=2)) if actions else ()),
            "due": draw(st.none() | _DAYS),
            "status": status,
            "reason": "No" if status is REFUSED else None,
        }
        actions[f"a{number}"] = Action(f"a{number}", f"Action {number}", **fields)
    names = draw(st.permutations(list(actions)))
    return found, {id_: actions[id_] for id_ in names}


@given(plans(), rules, st.sampled_from([0.5, 2, 7]), st.integers(0, 3), st.integers(0, 3))
@laws
def test_the_plan_that_was_made_stands(
    plan: tuple[Situation, dict[str, Action]], ruled: Rules, capacity: float, later: int, wanted: int
) -> None:
    framework, bare = plan[0].framework, plan[0].assessment
    assessment = replace(bare, actions=plan[1])
    target = Target(framework.stages[wanted].id) if wanted < len(framework.stages) else Target()
    first = month_after(NOVEMBER, later)
    try:
        found = schedule(
            framework, assessment, target, capacity=capacity, first=first, day=NOVEMBER, rules=ruled
        )
    except TooLongError:
        assume(False)  # more than ten years of work
    opened = {id_: one for id_, one in plan[1].items() if one.status.is_open}
    placed = {one.step.action.id: one for one in found.placed if one.step.action}
    singles = [one for one in found.placed if not one.step.action]

    # Every open action once; nothing that one of them covers as single work, and no single work twice.
    assert sorted(o.step.action.id for o in found.placed if o.step.action) == sorted(opened)
    covered = {id_ for one in opened.values() for id_ in one.covers}
    alone = [one.step.indicators[0].id for one in singles]
    assert not covered.intersection(alone)
    assert len(alone) == len(set(alone))

    # A date that is not past is the month; what is past stands in this month and says so.
    for id_, one in opened.items():
        if one.due:
            assert placed[id_].month == month_after(max(one.due, NOVEMBER), 0)
            assert placed[id_].is_overdue is (one.due < NOVEMBER)
        else:
            assert not placed[id_].is_overdue

    # What comes first stands first, unless dates that people gave say otherwise; then it is named.
    position = {id_: n for n, id_ in enumerate(o.step.action.id for o in found.placed if o.step.action)}
    for id_, one in opened.items():
        late = {o.id for o in placed[id_].too_late}
        for other in one.requires:
            if other in opened and other not in late:
                assert position[other] < position[id_]
            if other in late and other in opened:
                assert _contradicts(opened, id_, other)
            if other in opened and one.due and (due := opened[other].due):
                assert (other in late) is (max(one.due, NOVEMBER) < max(due, NOVEMBER))

    # Nothing without a date before the beginning; months hold their capacity but for what is due.
    assert all(one.month >= first for one in singles)
    assert sum(month.effort for month in found.months) == pytest.approx(found.effort)
    for month in found.months:
        if month.effort > capacity:
            assert month.is_overfull
            assert any(one.due for one in opened.values())
    assert [month.first for month in found.months] == sorted({month.first for month in found.months})
    assert all(month.first == one.month for month in found.months for one in month.finished)

    # All done brings what is said, and the target as far as it is to be had.
    done = {i.id: i for o in found.placed for i in o.step.indicators}
    after = profile(framework, _met(assessment, done), ruled)
    before = profile(framework, assessment, ruled)
    gained = sum(
        a.reached_index - b.reached_index
        for a, b in zip(after.capabilities, before.capabilities, strict=True)
    )
    assert len(found.gains) == gained
    if wanted < len(framework.stages) and not found.missing:
        assert all(result.reached_index > wanted for result in after.capabilities)


def _contradicts(opened: Mapping[str, Action], id_: str, other: str) -> bool:
    """Whether dates demand that an action, or what waits for it, comes before what it waits for itself."""
    waiting = {other: {id_ for id_, one in opened.items() if other in one.requires} for other in opened}
    after = _reach(id_, waiting)
    before = _reach(other, {id_: set(one.requires) & set(opened) for id_, one in opened.items()})
    ends = [max(one.due, NOVEMBER) for one in map(opened.get, after) if one and one.due]
    starts = [max(one.due, NOVEMBER) for one in map(opened.get, before) if one and one.due]
    return bool(ends and starts) and min(ends) < max(starts)


def _reach(start: str, following: Mapping[str, set[str]]) -> set[str]:
    """What can be come to from here, and here."""
    found, left = {start}, [start]
    while left:
        new = following[left.pop()] - found
        found |= new
        left += new
    return found


def _met(assessment: Assessment, ids: Mapping[str, object]) -> Assessment:
    return Scenario("", dict.fromkeys(ids, Judgement.MET)).applied_to(assessment)


@given(plans(small=True), rules)
@laws
def test_no_less_single_work_would_do(plan: tuple[Situation, dict[str, Action]], ruled: Rules) -> None:
    """By brute force: no cheaper choice of indicators reaches, beside the actions, what the schedule does."""
    framework = plan[0].framework
    opened = {id_ for one in plan[1].values() if one.status.is_open for id_ in one.covers}
    assessment = replace(plan[0].assessment, actions=plan[1])
    target = Target(framework.stages[0].id)
    found = schedule(framework, assessment, target, capacity=1e6, first=NOVEMBER, day=NOVEMBER, rules=ruled)
    spent = sum(one.step.effort for one in found.placed if not one.step.action)
    decided = _met(assessment, dict.fromkeys(opened))
    for capability in framework.capabilities:
        result = profile(framework, decided, ruled).capability(capability.id)
        mine = sum(
            one.step.effort
            for one in found.placed
            if not one.step.action and one.step.indicators[0].capability_id == capability.id
        )
        if result.reached or any(short.capability == capability for short in found.missing):
            assert mine == 0
            continue
        cell = [i for i in capability.indicators if i.stage_id == framework.stages[0].id]
        costs = []
        for size in range(len(cell) + 1):
            for chosen in combinations(cell, size):
                tried = _met(decided, dict.fromkeys(i.id for i in chosen))
                if profile(framework, tried, ruled).capability(capability.id).reached:
                    costs.append(sum(effort_to_meet(decided.record(i.id), ruled) for i in chosen))
        assert mine == pytest.approx(min(costs))
        spent -= mine
    assert spent == pytest.approx(0)
