"""The timeline: bars where work serves, marks where stages arrive, and the same in a table and in words."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from clf_model import (
    Action,
    ActionStatus,
    Assessment,
    Framework,
    Record,
    Rules,
    Target,
    load_framework,
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
# Engaged of Access to feedback has three indicators: a forum covers two; for the third a guide is done.
FORUM = Action("forum", "Forum <b>", 3, ("4.1.O1", "4.1.O2"), ("room",), owner="Ann", due=date(2026, 11, 1))
ROOM = Action("room", "Room", 0.5, due=date(2026, 12, 24))
GUIDE = Action("guide", "Guide", covers=("4.1.O3",), status=ActionStatus.DONE)
ASSESSED = Assessment(
    CLF.id,
    "Birchbank",
    FIRST,
    records={"4.1.O1": Record(effort=5), "4.1.O2": Record(effort=5), "4.1.O3": Record(effort=4)},
    actions={"forum": FORUM, "room": ROOM, "guide": GUIDE},
)
FOUND = schedule(
    CLF, ASSESSED, Target(by_capability={"feedback": "engaged"}), capacity=3, first=FIRST, day=FIRST
)
TEXT = CLF.indicator("4.1.O3").text


def test_a_bar_stands_where_work_serves_and_a_mark_where_the_stage_arrives() -> None:
    data = timeline_data(CLF, FOUND)
    bars = data[data.layer == "bar"].sort_values("start")
    # November is full of the overdue forum; the room is due in December, which has 2.5 left for the third.
    assert list(zip(bars.capability, bars.start, bars.end, strict=True)) == [
        ("Access to feedback", 0, 1),
        ("Other actions", 1, pytest.approx(7 / 6)),
        ("Access to feedback", pytest.approx(7 / 6), 2.5),
    ]
    (arrival,) = data[data.layer == "arrival"].itertuples()
    assert (arrival.stage, arrival.when, arrival.level) == ("Engaged", "January 2027", 1)
    assert arrival.start == 2.5
    assert list(data[data.layer == "month"].text) == ["Nov 2026", "Dec 2026", "Jan 2027"]
    assert list(data[data.layer == "month"].brief) == ["Nov", "Dec", "2027"]
    assert len(data[data.layer == "none"]) == 5
    assert set(data[data.layer == "bar"].overdue) == {True, False}


def test_in_brief_the_table_names_indicators_by_the_beginning_of_their_words() -> None:
    assert list(timeline_table(FOUND, brief=True).Work)[2] == worded("4.1.O3") + " (Guide is done: judge it)"


def test_the_table_says_who_does_what_by_when_after_what() -> None:
    assert timeline_table(FOUND).to_dict("records") == [
        {
            "Month": "November 2026",
            "Work": "Forum <b>",
            "Owner": "Ann",
            "Due": "1 November 2026 (Overdue by 24 days)",
            "Waits for": "Room (comes later)",
            "Effort (days)": 3.0,
            "Stages that arrive": "",
            "Covers, in full": "\n".join(f"{id_} {CLF.indicator(id_).text}" for id_ in FORUM.covers),
        },
        {
            "Month": "December 2026",
            "Work": "Room",
            "Owner": "",
            "Due": "24 December 2026",
            "Waits for": "",
            "Effort (days)": 0.5,
            "Stages that arrive": "",
            "Covers, in full": "",
        },
        {
            "Month": "January 2027",
            "Work": f"4.1.O3 {TEXT} (Guide is done: judge it)",
            "Owner": "",
            "Due": "",
            "Waits for": "",
            "Effort (days)": 4.0,
            "Stages that arrive": "Access to feedback: Engaged",
            "Covers, in full": "",
        },
    ]


def test_chart_and_table_name_the_same_work() -> None:
    bars = timeline_data(CLF, FOUND).query("layer == 'bar'")
    assert set(bars.work) == set(timeline_table(FOUND).Work)


def test_the_text_alternative_names_the_stages_with_their_months() -> None:
    assert timeline_alt(FOUND) == "Roadmap of 3 months. January 2027: Access to feedback: Engaged."
    assert timeline_alt(replace(FOUND, months=())) == "Roadmap of 0 months. No stage arrives."


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
    assert all(f"'{layer}'" in drawn for layer in timeline_data(CLF, FOUND).layer.unique())


def test_bars_and_arrivals_are_described_and_the_rest_is_hidden_from_screen_readers() -> None:
    layers = timeline_spec(CLF, Mode.LIGHT)["layer"]
    described = [layer for layer in layers if "description" in layer["encoding"]]
    assert [layer["mark"]["type"] for layer in described] == ["rect", "point"]
    assert all(layer["mark"]["aria"] is False for layer in layers if layer not in described)
    data = timeline_data(CLF, FOUND)
    assert set(data[data.layer == "bar"].description) == {
        "Forum <b>, for Engaged: due 1 November 2026 (Overdue by 24 days)",
        "Room: due 24 December 2026",
        f"4.1.O3 {TEXT} (Guide is done: judge it), for Engaged: finished in January 2027",
    }


@pytest.mark.parametrize("mode", Mode)
def test_it_is_saved_as_picture_with_its_caption(mode: Mode) -> None:
    chart = captioned(timeline_chart(CLF, FOUND, mode), ASSESSED, Rules(), mode)
    assert chart_png(chart).startswith(b"\x89PNG")
    svg = chart_svg(chart)
    assert "Birchbank" in svg
    assert "Jan 2027" in svg
    assert ">Engaged<" in svg


def test_another_framework_has_a_row_for_each_of_its_capabilities() -> None:
    bare = Assessment(GARDEN.id, "Allotments", FIRST)
    found = schedule(GARDEN, bare, Target("planted"), capacity=5, first=FIRST, day=FIRST)
    data = timeline_data(GARDEN, found)
    assert len(data[data.layer == "capability"]) == 9
    assert set(data[data.layer == "arrival"].stage) == {"Planted"}
    assert timeline_height(GARDEN, found) > timeline_height(CLF, FOUND)
