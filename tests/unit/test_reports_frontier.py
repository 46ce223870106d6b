"""The frontier as chart, table and words."""

from __future__ import annotations

from datetime import date

import pytest

from clf_model import Assessment, Rules, frontier, plan_within_budget
from clf_reports import (
    captioned,
    chart_png,
    chart_svg,
    csv_text,
    frontier_alt,
    frontier_chart,
    frontier_data,
    frontier_spec,
    frontier_table,
)
from clf_reports.look.theme import MARKS, Mode
from tests.unit.strategies import assess, situation, with_effort

# Two capabilities of two stages: 1 then 4 in the first, 2 then 6 in the second. By hand: one stage for 1, two
# for 1 + 2 (1 + 4 gains no more), three for 1 + 2 + 4, and all four for 13.
GIVEN = situation("n n", "n n")
EFFORTS = {"1.1.O1": 1.0, "1.2.O1": 4.0, "2.1.O1": 2.0, "2.2.O1": 6.0}
ASSESSMENT: Assessment = assess(
    {id_: with_effort(GIVEN.assessment.record(id_), effort) for id_, effort in EFFORTS.items()}
)
FRONTIER = frontier(GIVEN.framework, ASSESSMENT)
PLAN = plan_within_budget(GIVEN.framework, ASSESSMENT, 4.0)
POINTS = [(0.0, 0.0), (1.0, 1.0), (3.0, 2.0), (7.0, 3.0), (13.0, 4.0)]


def test_the_rows_are_the_points_today_the_plan_and_the_budget():
    rows = frontier_data(FRONTIER, PLAN, 4.0)
    curve = rows[rows.layer == "curve"]
    assert [*zip(curve.effort, curve.objective, strict=True)] == POINTS
    marked = rows[rows.layer != "curve"].set_index("layer")
    assert [*marked.index] == ["today", "plan", "budget"]
    # Close together, today and the plan have room for one name.
    assert [*marked.name] == ["", "This plan", "Budget"]
    assert frontier_data(FRONTIER).set_index("layer").name["today"] == "Today"
    assert (marked.effort["plan"], marked.objective["plan"], marked.effort["budget"]) == (3, 2, 4)


def test_without_a_plan_and_a_budget_only_today_is_marked():
    assert [*frontier_data(FRONTIER).layer.unique()] == ["curve", "today"]
    nothing = plan_within_budget(GIVEN.framework, ASSESSMENT, 0.0)
    assert [*frontier_data(FRONTIER, nothing).layer.unique()] == ["curve", "today"]


@pytest.mark.parametrize(("budget", "side"), [(1.0, "left"), (13.0, "right")])
def test_the_plans_name_stands_where_it_covers_neither_axis_nor_edge(budget: float, side: str):
    plan = plan_within_budget(GIVEN.framework, ASSESSMENT, budget)
    rows = frontier_data(FRONTIER, plan).set_index("layer")
    assert rows["align"]["plan"] == side


@pytest.mark.parametrize("mode", list(Mode))
def test_the_specification_is_the_same_whatever_the_data(mode: Mode):
    spec = frontier_spec(mode)
    assert spec == frontier_spec(mode)
    assert "data" not in spec
    assert "datasets" not in spec


def test_a_point_can_be_chosen_by_coming_near_it():
    (selection,) = frontier_spec(Mode.LIGHT)["params"]
    assert selection["name"] == "point"
    assert selection["select"]["fields"] == ["effort"]
    assert selection["select"]["nearest"] is True
    # A second click on the same place must not take the choice away.
    assert (selection["select"]["clear"], selection["select"]["toggle"]) == (False, False)


def test_the_curve_goes_up_in_steps_and_marks_differ_in_more_than_colour():
    layers = frontier_spec(Mode.LIGHT)["layer"]
    lines = [layer["mark"] for layer in layers if layer["mark"]["type"] == "line"]
    assert [line["interpolate"] for line in lines] == ["step-after"]
    shapes = [layer["mark"]["shape"] for layer in layers if layer["mark"]["type"] == "point"]
    assert shapes == ["circle", MARKS["target"].shape, MARKS["scenario"].shape]
    assert len(set(shapes)) == 3


def test_every_point_has_a_description_and_the_rest_is_no_noise():
    for layer in frontier_spec(Mode.LIGHT)["layer"]:
        described = "description" in layer["encoding"]
        assert described == (layer["mark"]["type"] == "point")
        assert described or layer["mark"]["aria"] is False
    points = frontier_data(FRONTIER).query("layer == 'curve'")
    assert points.description.iloc[1] == "1 day: 1 stage gained"


def test_the_table_says_what_is_other_than_in_the_row_above():
    table = frontier_table(FRONTIER, GIVEN.framework)
    assert [*zip(table["Effort (days)"], table["Stages gained"], strict=True)] == POINTS
    assert [*table["Other than above"]] == [
        "",
        "C1 Engaged",
        "C2 Engaged",
        "C1 Established",
        "C2 Established",
    ]
    assert csv_text(table).startswith("\ufeffEffort (days),Stages gained,Other than above\n0.0,0,\n")


def test_the_words_say_where_it_ends_where_it_is_steepest_and_where_the_plan_is():
    assert frontier_alt(FRONTIER, PLAN) == (
        "Frontier of 5 plans, up to 4 stages for 13 days. It is steepest up to 1 day: from 0 stages to "
        "1 stage for 1 day. The plan has 2 stages gained for 3 days."
    )


@pytest.mark.parametrize("mode", list(Mode))
def test_it_can_be_taken_along_as_a_picture(mode: Mode):
    fictional = Assessment("f", "Rowanbank", date(2026, 3, 12), fictional=True)
    chart = captioned(frontier_chart(FRONTIER, PLAN, 4.0, mode), fictional, Rules(), mode)
    assert chart_png(chart, 1).startswith(b"\x89PNG")
    svg = chart_svg(chart)
    assert all(
        words in svg for words in ("This plan", "Today", "Budget", "Effort (days)", "Fictional sample data")
    )
