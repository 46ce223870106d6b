"""The timeline: bars where work serves, marks where stages arrive, and the same in a table and in words."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from clf_model import (
    Action,
    Assessment,
    Framework,
    Record,
    Rules,
    Target,
    load_framework,
    plan_to_target,
    schedule,
)
from clf_reports import (
    Mode,
    captioned,
    chart_png,
    chart_svg,
    timeline_alt,
    timeline_chart,
    timeline_data,
    timeline_height,
    timeline_spec,
    timeline_table,
)
from tests.worded import worded

ROOT = Path(__file__).parents[2]
CLF = load_framework(ROOT / "framework.yaml")
GARDEN = load_framework(ROOT / "tests" / "data" / "garden.yaml")
FIRST = date(2026, 11, 25)
# Engaged of Access to feedback is three indicators: a forum covers two, the third takes 4.
FORUM = Action("forum", "Forum <b>", 3, ("4.1.O1", "4.1.O2"), due=date(2026, 11, 1))
ASSESSED = Assessment(
    CLF.id,
    "Birchbank",
    FIRST,
    records={"4.1.O1": Record(effort=5), "4.1.O2": Record(effort=5), "4.1.O3": Record(effort=4)},
    actions={"forum": FORUM},
)
PLAN = plan_to_target(CLF, ASSESSED, Target(by_capability={"feedback": "engaged"}))
MONTHS = schedule(PLAN, 3, FIRST)


def test_a_bar_stands_where_work_serves_and_a_mark_where_the_stage_arrives() -> None:
    data = timeline_data(CLF, MONTHS)
    bars = data[data.layer == "bar"].sort_values("start")
    assert set(bars.capability) == {"Access to feedback"}
    assert list(bars.end - bars.start) == pytest.approx([1.0, 4 / 3])
    assert bars.start.iloc[0] == 0
    assert bars.end.iloc[-1] == pytest.approx(7 / 3)
    (arrival,) = data[data.layer == "arrival"].itertuples()
    assert (arrival.stage, arrival.when, arrival.level) == ("Engaged", "January 2027", 1)
    assert arrival.start == pytest.approx(7 / 3)
    assert list(data[data.layer == "month"].text) == ["Nov 2026", "Dec 2026", "Jan 2027"]
    assert list(data[data.layer == "month"].brief) == ["Nov", "Dec", "2027"]
    assert len(data[data.layer == "none"]) == 5


def test_the_table_says_the_same_month_by_month() -> None:
    assert timeline_table(MONTHS).to_dict("records") == [
        {
            "Month": "November 2026",
            "Effort": 3.0,
            "Finished": "Forum <b> (after its due date)"
            if PLAN.steps[0].action and MONTHS[0].finished[0].is_late
            else "Forum <b>",
            "Stages that arrive": "",
        },
        {"Month": "December 2026", "Effort": 3.0, "Finished": "", "Stages that arrive": ""},
        {
            "Month": "January 2027",
            "Effort": 1.0,
            "Finished": worded("4.1.O3"),
            "Stages that arrive": "Access to feedback: Engaged",
        },
    ]


def test_the_text_alternative_names_the_stages_with_their_months() -> None:
    assert timeline_alt(MONTHS) == "Roadmap of 3 months. January 2027: Access to feedback: Engaged."
    assert timeline_alt(()) == "Roadmap of 0 months. No stage arrives."


@pytest.mark.parametrize("framework", [CLF, GARDEN], ids=["clf", "garden"])
def test_the_specification_is_constant_and_holds_no_data(framework: Framework) -> None:
    spec = timeline_spec(framework, Mode.LIGHT)
    assert '"data"' not in json.dumps(spec)
    spec["layer"].clear()  # a caller's changes stay the caller's
    assert timeline_spec(framework, Mode.LIGHT)["layer"]
    assert timeline_spec(framework, Mode.LIGHT) != timeline_spec(framework, Mode.DARK)
    assert spec["padding"]["bottom"] == 2  # Streamlit writes to it


def test_every_layer_of_the_data_is_drawn() -> None:
    drawn = json.dumps(timeline_spec(CLF, Mode.LIGHT))
    assert all(f"'{layer}'" in drawn for layer in timeline_data(CLF, MONTHS).layer.unique())


def test_bars_and_arrivals_are_described_and_the_rest_is_hidden_from_screen_readers() -> None:
    layers = timeline_spec(CLF, Mode.LIGHT)["layer"]
    described = [layer for layer in layers if "description" in layer["encoding"]]
    assert [layer["mark"]["type"] for layer in described] == ["rect", "point"]
    assert all(layer["mark"]["aria"] is False for layer in layers if layer not in described)
    data = timeline_data(CLF, MONTHS)
    text = CLF.indicator("4.1.O3").text
    assert set(data[data.layer == "bar"].description) == {
        "Forum <b>, for Engaged: finished in November 2026",
        f"4.1.O3 {text}, for Engaged: finished in January 2027",
    }


@pytest.mark.parametrize("mode", Mode)
def test_it_is_saved_as_picture_with_its_caption(mode: Mode) -> None:
    chart = captioned(timeline_chart(CLF, MONTHS, mode), ASSESSED, Rules(), mode)
    assert chart_png(chart).startswith(b"\x89PNG")
    svg = chart_svg(chart)
    assert "Birchbank" in svg
    assert "Jan 2027" in svg
    assert ">Engaged<" in svg


def test_another_framework_has_a_row_for_each_of_its_capabilities() -> None:
    bare = Assessment(GARDEN.id, "Allotments", FIRST)
    months = schedule(plan_to_target(GARDEN, bare, Target("planted")), 5, FIRST)
    data = timeline_data(GARDEN, months)
    assert len(data[data.layer == "capability"]) == 9
    assert set(data[data.layer == "arrival"].stage) == {"Planted"}
    assert timeline_height(GARDEN) > timeline_height(CLF)
