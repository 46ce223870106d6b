"""A plan month by month: nothing is lost between months, and a stage arrives with its last step."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clf_model import (
    Action,
    Assessment,
    Judgement,
    QuantityError,
    Record,
    Target,
    TooLongError,
    load_framework,
    month_after,
    placed_steps,
    plan_to_target,
    schedule,
)

CLF = load_framework(Path(__file__).parents[2] / "framework.yaml")
NOVEMBER = date(2026, 11, 25)


def plan(*actions: Action, **efforts: float):
    """Access to feedback to Engaged, which has three indicators, with these efforts."""
    records = {id_.replace("_", ".")[1:]: Record(effort=effort) for id_, effort in efforts.items()}
    assessment = Assessment(
        CLF.id, "Birchbank", NOVEMBER, records=records, actions={one.id: one for one in actions}
    )
    return plan_to_target(CLF, assessment, Target(by_capability={"feedback": "engaged"}))


def test_a_month_holds_its_capacity_and_the_last_one_the_rest() -> None:
    months = schedule(plan(i4_1_O1=3, i4_1_O2=3, i4_1_O3=1.5), 3, NOVEMBER)
    assert [(f"{m.first}", m.effort) for m in months] == [
        ("2026-11-01", 3.0),
        ("2026-12-01", 3.0),
        ("2027-01-01", 1.5),
    ]
    assert [len(month.finished) for month in months] == [1, 1, 1]


def test_a_stage_arrives_in_the_month_in_which_its_last_step_is_finished() -> None:
    months = schedule(plan(i4_1_O1=3, i4_1_O2=3, i4_1_O3=1.5), 5, NOVEMBER)
    arrivals = [[(g.capability.id, g.stage.id) for g in month.gains] for month in months]
    assert arrivals == [[], [("feedback", "engaged")]]


def test_steps_follow_each_other_without_a_gap() -> None:
    placed = placed_steps(schedule(plan(i4_1_O1=3, i4_1_O2=3, i4_1_O3=1.5), 2, NOVEMBER))
    assert placed[0].start == 0
    assert [one.end for one in placed[:-1]] == [one.start for one in placed[1:]]
    assert placed[-1].end == pytest.approx(3.75)


def test_decimals_add_up_as_they_are_written() -> None:
    # 0.1 + 0.2 + 0.3 is 0.6 and fills two months of 0.3 exactly; as floats it would spill into a third.
    months = schedule(plan(i4_1_O1=0.1, i4_1_O2=0.2, i4_1_O3=0.3), 0.3, NOVEMBER)
    assert [month.effort for month in months] == [0.3, 0.3]


def test_what_takes_nothing_is_finished_in_the_first_month() -> None:
    months = schedule(plan(i4_1_O1=0, i4_1_O2=0, i4_1_O3=0), 5, NOVEMBER)
    assert [(m.first, m.effort, len(m.finished)) for m in months] == [(date(2026, 11, 1), 0.0, 3)]


def test_nothing_to_do_takes_no_month() -> None:
    met = {i.id: Record(Judgement.MET) for i in CLF.capability("feedback").indicators}
    reached = Assessment(CLF.id, "Birchbank", NOVEMBER, records=met)
    target = Target(by_capability={"feedback": "exemplary"})
    assert schedule(plan_to_target(CLF, reached, target), 5, NOVEMBER) == ()


def test_an_action_that_would_be_finished_in_a_month_after_its_due_date_is_late() -> None:
    covers = ("4.1.O1", "4.1.O2", "4.1.O3")
    for due, late in ((date(2026, 11, 30), True), (date(2026, 12, 1), False), (None, False)):
        action = Action("forum", "Forum", 6, covers, due=due)
        (placed,) = placed_steps(schedule(plan(action, i4_1_O1=9), 5, NOVEMBER))
        assert placed.month == date(2026, 12, 1)
        assert placed.is_late is late


@pytest.mark.parametrize("capacity", [0, -1, float("nan"), float("inf")])
def test_a_capacity_is_above_nought(capacity: float) -> None:
    with pytest.raises(QuantityError, match="a number above 0"):
        schedule(plan(), capacity, NOVEMBER)


def test_ten_years_are_the_longest() -> None:
    assert len(schedule(plan(i4_1_O1=118), 1, NOVEMBER)) == 120
    with pytest.raises(TooLongError, match="takes 121 months"):
        schedule(plan(i4_1_O1=119), 1, NOVEMBER)


def test_months_follow_over_the_end_of_a_year() -> None:
    assert [month_after(NOVEMBER, n) for n in (0, 1, 2, 14)] == [
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
        date(2028, 1, 1),
    ]
