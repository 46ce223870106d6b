"""The radar: rings, spokes and points through its data and specification, and its words."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from clf_model.errors import UnknownIdError
from clf_model.files.framework import load_framework
from clf_model.framework import Framework
from clf_reports.charts.radar import radar_alt, radar_arrow, radar_chart, radar_data, radar_spec
from clf_reports.errors import SeriesError
from clf_reports.look.layout import spoke_labels, text_width, wrap
from clf_reports.look.series import Series
from clf_reports.look.theme import Mode

ROOT = Path(__file__).parents[2]
CLF = load_framework(ROOT / "framework.yaml")
GARDEN = load_framework(ROOT / "tests" / "data" / "garden.yaml")  # nine capabilities, three stages
FRAMEWORKS = [pytest.param(CLF, id="clf"), pytest.param(GARDEN, id="garden")]
REACHED = Series("Reached", "reached", (2, 1, 0, 3, 1, 4), (2.5, 1.0, 0.75, 3.25, 1.5, 4.0))
TARGET = Series("Target", "target", (3, 3, 2, 4, 3, 4))


def level_series(framework: Framework, level: int) -> Series:
    return Series("Reached", "reached", (level,) * len(framework.capabilities))


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_there_is_a_ring_for_every_stage_and_one_for_not_yet_engaged(framework: Framework):
    data = radar_data(framework, [])
    rings = data[data.layer == "ring"]
    assert sorted(rings.radius.unique()) == list(range(len(framework.stages) + 1))
    assert (rings.groupby("radius").size() == len(framework.capabilities)).all()
    names = data[data.layer == "ring_label"].sort_values("radius").text
    assert list(names) == [stage.name for stage in framework.stages]


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_capabilities_stand_clockwise_from_the_top_in_framework_order(framework: Framework):
    data = radar_data(framework, [level_series(framework, 1)])
    labels = data[data.layer == "spoke_label"]
    names = [capability.short_name for capability in framework.capabilities]
    assert [text.replace("\n", " ") for text in labels.text] == names
    step = 2 * math.pi / len(names)
    assert list(labels.angle) == pytest.approx([step * n for n in range(len(names))])
    points = data[data.layer == "point"]
    assert list(points.angle) == pytest.approx(list(labels.angle))
    assert list(points.capability) == names


def test_points_sit_on_rings_and_progress_starts_where_they_sit():
    data = radar_data(CLF, [REACHED])
    points = data[data.layer == "point"]
    assert list(points.radius) == [2, 1, 0, 3, 1, 4]
    assert list(points.stage)[2] == "Not yet engaged"
    ahead = data[data.layer == "progress"]
    assert list(zip(ahead.start, ahead.radius, strict=True)) == [(2, 2.5), (0, 0.75), (3, 3.25), (1, 1.5)]
    assert ahead.progress.iloc[0] == "50 % of the way to Accomplished"


def test_the_legend_names_only_what_is_shown():
    def legend(*series: Series) -> list[str]:
        data = radar_data(CLF, series)
        return list(data[data.layer.str.startswith("legend")].text)

    assert legend(TARGET) == ["Target", "Centre: Not yet engaged"]
    shown = legend(REACHED, TARGET)
    assert shown == ["Reached", "Target", "Progress to next stage", "Centre: Not yet engaged"]


def test_one_spoke_can_be_bright():
    data = radar_data(CLF, [REACHED], highlight="planning")
    assert list(data[data.bright.eq(True)].layer) == ["spoke", "spoke_label"]
    assert set(data[data.bright.eq(True)].capability) == {"Planning for learning"}
    assert not radar_data(CLF, [REACHED]).bright.eq(True).any()
    with pytest.raises(UnknownIdError, match="planing"):
        radar_data(CLF, [REACHED], highlight="planing")


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_specification_is_constant_and_holds_no_data(framework: Framework, compact: bool):
    spec = radar_spec(framework, Mode.LIGHT, compact)
    assert '"data"' not in json.dumps(spec)
    assert "datasets" not in spec
    spec["layer"].clear()  # a caller's changes stay the caller's
    assert radar_spec(framework, Mode.LIGHT, compact)["layer"]
    assert radar_spec(framework, Mode.LIGHT, compact) != radar_spec(framework, Mode.DARK, compact)


def test_every_layer_of_the_data_is_drawn_and_nothing_else():
    drawn = json.dumps(radar_spec(CLF, Mode.LIGHT))
    data = radar_data(CLF, [REACHED, TARGET])
    assert all(f"'{layer}'" in drawn for layer in data.layer.unique())
    small = json.dumps(radar_spec(CLF, Mode.LIGHT, compact=True))
    assert "'ring_label'" not in small
    assert "legend_hub" not in small
    assert "ring_label" not in set(radar_data(CLF, [REACHED], compact=True).layer)


def test_padding_is_an_object_because_streamlit_writes_to_it():
    assert radar_spec(CLF, Mode.LIGHT)["padding"]["bottom"] == 2


def test_lines_and_grid_are_hidden_from_screen_readers_and_points_described():
    layers = radar_spec(CLF, Mode.LIGHT)["layer"]
    described = [layer for layer in layers if "description" in layer["encoding"]]
    assert [layer["mark"]["type"] for layer in described] == ["point"]
    assert all(layer["mark"]["aria"] is False for layer in layers if layer not in described)
    data = radar_data(CLF, [REACHED])
    words = data[data.layer == "point"].description.iloc[0]
    assert words == "Reached: Learning culture Established, 50 % of the way to Accomplished"


def test_a_chart_carries_its_data_and_background():
    spec = radar_chart(CLF, [REACHED, TARGET], Mode.DARK).to_dict()
    assert spec["background"] == "#0e1117"
    (rows,) = spec["datasets"].values()
    assert len([row for row in rows if row["layer"] == "point"]) == 12
    assert [row["radius"] for row in rows if row["series"] == "Target"] == [3, 3, 2, 4, 3, 4]


def test_inputs_stay_as_they_are():
    series = [TARGET, REACHED]
    radar_data(CLF, series)
    radar_chart(CLF, series, Mode.LIGHT)
    assert series == [TARGET, REACHED]


def test_the_text_alternative_says_what_is_shown():
    assert radar_alt(CLF, [REACHED]) == (
        "Reached stages: Learning culture Established; Planning for learning Engaged; "
        "Access to learning Not yet engaged; Access to feedback Accomplished; "
        "Dignity and respect Engaged; Health and wellbeing Exemplary."
    )
    earlier = Series("March 2025", "earlier", (1,) * 9)
    assert radar_alt(GARDEN, [level_series(GARDEN, 3), earlier]).endswith(
        " March 2025: Soil Planted; Water Planted; Seed Planted; Tools Planted; Welcome Planted; "
        "Access Planted; Safety Planted; Wildlife Planted; Harvest Planted."
    )
    assert radar_alt(CLF, []) == "An empty radar: nothing is chosen to be shown."


@pytest.mark.parametrize(
    ("series", "message"),
    [
        ([Series("A", "reached", (1,) * 5)], "'A' has 5 levels, the framework 6 capabilities"),
        ([Series("A", "reached", (5,) * 6)], "'A' has levels outside 0 to 4"),
        ([Series("A", "reached", (-1,) * 6)], "outside"),
        ([Series("A", "reached", (1,) * 6, (1.5,) * 7)], "7 progress values"),
        ([Series("A", "reached", (1,) * 6), Series("A", "target", (2,) * 6)], "Two series are called 'A'"),
    ],
)
def test_a_series_that_does_not_fit_is_refused_in_words(series: list[Series], message: str):
    with pytest.raises(SeriesError, match=message):
        radar_data(CLF, series)


def test_long_labels_are_wrapped_evenly_and_words_stay_whole():
    assert wrap("Learning") == ("Learning",)
    assert wrap("Planning for learning") == ("Planning", "for learning")
    assert wrap("Interdisciplinarity") == ("Interdisciplinarity",)
    assert " ".join(wrap("Partnership working with families and carers")) == (
        "Partnership working with families and carers"
    )


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_no_label_leaves_a_phone(framework: Framework):
    """At 343 pixels (a phone of 375 less its margins) labels stay inside around a radius of 80."""
    for label in spoke_labels([c.short_name for c in framework.capabilities], 12.5, 14):
        widest = max(text_width(line, 12.5) for line in label.text.split("\n"))
        share = 0.5 if label.align == "center" else 1
        assert abs(math.sin(label.angle)) * 80 + abs(label.dx) + widest * share <= 343 / 2


@pytest.mark.parametrize("series", [[], [REACHED], [REACHED, TARGET]], ids=len)
def test_what_is_sent_is_what_the_frame_has(series: list[Series]) -> None:
    """To the row, None where the frame has nothing; numbers as JavaScript has them."""
    sent = radar_arrow(CLF, series, "planning", compact=True)
    frame = radar_data(CLF, series, "planning", compact=True)
    assert sent.to_pylist() == frame.astype(object).where(frame.notna(), None).to_dict("records")
    assert {str(column.type) for column in sent.schema} == {"bool", "double", "string"}
