"""The steps grid, images and tables of a profile."""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from clf_model.assessment import Assessment, Evidence, Judgement, Record, Voice
from clf_model.comparison import compare
from clf_model.files.framework import load_framework
from clf_model.framework import Framework, Perspective
from clf_model.progression import profile
from clf_model.rules import Rules
from clf_reports.charts.radar import cut_names, radar_chart
from clf_reports.charts.steps import steps_alt, steps_chart, steps_data, steps_spec
from clf_reports.look.images import captioned, chart_png, chart_svg
from clf_reports.look.layout import text_width
from clf_reports.look.series import Series, evidenced_series, possible_series, reached_series
from clf_reports.look.theme import Mode
from clf_reports.tables.profile import comparison_table, csv_text, evidence_table, profile_table
from tests.worded import worded

ROOT = Path(__file__).parents[2]
CLF = load_framework(ROOT / "framework.yaml")
GARDEN = load_framework(ROOT / "tests" / "data" / "garden.yaml")
STAGES = [stage.name for stage in CLF.stages]
MET = Record(Judgement.MET)
TODAY = date(2026, 4, 1)
SVG = "{http://www.w3.org/2000/svg}"
PNG = b"\x89PNG\r\n\x1a\n"


def assessment(framework: Framework, records: dict[str, Record], **more: object) -> Assessment:
    values = {"organisation": "Rowanbank", "assessed_on": date(2026, 3, 12), "fictional": True, **more}
    return Assessment(framework.id, records=records, **values)


def whole_stages(framework: Framework, capability: str, *stages: str) -> dict[str, Record]:
    cells = (framework.cell(capability, stage, Perspective.ORGANISATION) for stage in stages)
    return {indicator.id: MET for cell in cells for indicator in cell}


# Learning culture: Engaged and Established whole, two of the three of Accomplished, one of Exemplary.
CULTURE = {
    **whole_stages(CLF, "learning-culture", "engaged", "established"),
    **dict.fromkeys(("1.3.O1", "1.3.O3", "1.4.O1"), MET),
    "1.3.O2": Record(Judgement.PARTLY),
}
NOTED = Record(
    Judgement.MET,
    evidence=(
        Evidence("=1+1", "Policy v3", date(2026, 1, 10), Voice.PERSON_USING_SERVICES),
        Evidence("Seen on a visit"),
    ),
)
ASSESSED = assessment(CLF, {**CULTURE, "1.1.O2": NOTED})
PROFILE = profile(CLF, ASSESSED)


def test_series_come_from_a_profile_in_framework_order():
    assert reached_series(PROFILE).levels == (2, 0, 0, 0, 0, 0)
    assert reached_series(PROFILE).progress == pytest.approx((2 + 2.5 / 3, 0, 0, 0, 0, 0))
    assert evidenced_series(PROFILE).levels == (0, 0, 0, 0, 0, 0)
    # Partly in place is not "not discussed": only the other capabilities could still turn out whole.
    assert possible_series(PROFILE).levels == (2, 4, 4, 4, 4, 4)


def test_a_cell_is_addressed_under_way_or_locked_by_an_earlier_stage():
    data = steps_data(PROFILE)
    cells = data[data.layer == "cell"]
    assert len(cells) == 24
    first = cells[cells.capability == "Learning culture"]
    assert list(first.state) == ["addressed", "addressed", "under way", "locked"]
    assert list(first.text) == ["Reached", "Reached", "2 of 3 met", "Locked, 1 of 2"]
    assert list(first.brief) == ["5 of 5", "5 of 5", "2 of 3", "1 of 2"]
    assert first.detail.iloc[3] == "1 of 2 met, 2 needed; locked until Accomplished is addressed"


def test_the_grid_has_the_shape_of_any_framework():
    shown = profile(GARDEN, assessment(GARDEN, whole_stages(GARDEN, "soil", "planted")))
    data = steps_data(shown, highlight="water")
    assert (data.layer == "cell").sum() == 9 * 3
    assert list(data[data.layer == "stage"].text) == ["Planted", "Growing", "Thriving"]
    assert list(data[data.bright.eq(True)].text) == ["Water"]
    assert steps_alt(shown).startswith("Steps: Soil Planted, 0 of ")
    assert chart_svg(steps_chart(shown, Mode.DARK)).count("Reached") == 1


def test_the_grid_says_where_nothing_applies():
    left_out = Record(Judgement.NOT_APPLICABLE, reason="One site")
    records = dict.fromkeys(whole_stages(CLF, "access", "engaged"), left_out)
    data = steps_data(profile(CLF, assessment(CLF, records)))
    cell = data[(data.capability == "Access to learning") & (data.stage == "Engaged")].iloc[0]
    assert (cell.text, cell.brief, cell.share) == ("Does not apply", "n/a", 0)


def test_the_steps_alternative_says_stage_and_what_is_met_of_the_next():
    assert steps_alt(PROFILE).startswith(
        "Steps: Learning culture Established, 2 of 3 of Accomplished met; "
        "Planning for learning Not yet engaged, 0 of 4 of Engaged met; "
    )
    done = {i.id: MET for i in CLF.indicators}
    assert "Dignity and respect Exemplary, every stage addressed;" in steps_alt(
        profile(CLF, assessment(CLF, done))
    )


def test_the_steps_specification_holds_no_data_and_is_not_shared():
    spec = steps_spec(CLF, Mode.LIGHT)
    assert "data" not in spec
    assert "datasets" not in spec
    spec.clear()
    assert steps_spec(CLF, Mode.LIGHT)["layer"]


def test_names_of_stages_do_not_run_into_each_other_on_the_narrowest_phone():
    chart = steps_chart(PROFILE, Mode.LIGHT, 280)
    texts = [one for one in ET.fromstring(chart_svg(chart)).iter(f"{SVG}text") if one.text in STAGES]
    places = []
    for one in texts:
        x, y = map(float, re.findall(r"[\d.]+", one.attrib["transform"])[:2])
        wide = text_width(one.text or "", float(one.attrib["font-size"].removesuffix("px")))
        places.append((y, x - wide / 2, x + wide / 2))
    assert len(places) == len(STAGES)
    for before, after in pairwise(sorted(places)):
        assert before[0] != after[0] or before[2] <= after[1]
    wide = chart_svg(steps_chart(PROFILE, Mode.LIGHT))
    drawn = [one for one in ET.fromstring(wide).iter(f"{SVG}text") if one.text in STAGES]
    assert len({re.findall(r"[\d.]+", one.attrib["transform"])[1] for one in drawn}) == 1


def test_images_carry_stages_title_date_rules_and_the_mark_of_fiction():
    chart = radar_chart(CLF, [reached_series(PROFILE)], Mode.LIGHT)
    before = chart.to_dict()
    titled = captioned(chart, ASSESSED, PROFILE.rules, Mode.LIGHT)
    svg = chart_svg(titled)
    expected = ("Rowanbank", "12 March 2026", "A stage needs all", "Fictional sample data", "Not yet engaged")
    assert all(text in svg for text in (*expected, *(stage.name for stage in CLF.stages)))
    assert "http" not in svg.replace("http://www.w3.org/", "")
    assert chart.to_dict() == before
    real = captioned(chart, assessment(CLF, {}, fictional=False, unit="Day team"), Rules(), Mode.LIGHT)
    assert "Fictional" not in chart_svg(real)
    assert "Rowanbank – Day team" in chart_svg(real)


def test_the_longest_names_are_whole_in_a_picture_and_do_not_stretch_it():
    long = {
        "organisation": ("Saint Columba’s Community Care and Housing Support Partnership " * 4)[:200].strip(),
        "unit": ("Night team and weekend cover " * 7)[:200].strip(),
        "title": ("What we found together with carers " * 6)[:200].strip(),
    }
    scenario = Series("W" * 150, "scenario", (1,) * len(CLF.capabilities))
    series = [reached_series(PROFILE), scenario]
    wide = {}
    for name, one in {"short": ASSESSED, "long": replace(ASSESSED, **long)}.items():
        chart = radar_chart(CLF, series, Mode.LIGHT)
        root = ET.fromstring(
            chart_svg(captioned(chart, one, PROFILE.rules, Mode.LIGHT, names=cut_names(series)))
        )
        wide[name] = float(root.attrib["width"])
        said = [node.text or "" for node in root.iter(f"{SVG}text") if not len(node)]
        said += [node.text or "" for node in root.iter(f"{SVG}tspan")]
    whole = " ".join(said)
    assert f"{long['organisation']} – {long['unit']}" in whole
    assert f"{long['title']}, 12 March 2026" in whole
    assert "W" * 150 in "".join(said)
    assert wide["long"] == wide["short"]


def test_a_png_grows_with_its_scale():
    chart = steps_chart(PROFILE, Mode.LIGHT)
    small, large = chart_png(chart, 1), chart_png(chart, 2)
    assert small.startswith(PNG)
    assert large.startswith(PNG)
    sizes = [struct.unpack(">II", image[16:24]) for image in (small, large)]
    assert sizes[1] == (sizes[0][0] * 2, sizes[0][1] * 2)


def test_the_profile_table_says_what_the_radar_shows():
    first = profile_table(PROFILE, ASSESSED).iloc[0]
    assert list(first) == [
        "Creating a learning and performance culture",
        "Established",
        "Not yet engaged",
        "Established",
        2.8333,
        "2 of 3 of Accomplished",
        worded("Established, not Accomplished: 1.3.O2 is partly in place."),
        f"1.3.O2 {CLF.indicator('1.3.O2').text}",
    ]


def test_the_comparison_table_names_what_each_scenario_judges_anew():
    after = ASSESSED.with_records({"1.3.O2": MET})
    table = comparison_table({"Plan A": compare(CLF, ASSESSED, after), "B": compare(CLF, ASSESSED, ASSESSED)})
    assert list(table["Scenario"]) == ["Plan A"] * 6 + ["B"] * 6
    first = list(table.iloc[0])
    assert first[:2] == ["Plan A", "Creating a learning and performance culture"]
    assert first[2:] == [
        "Established",
        "Accomplished",
        1,
        2.8333,
        3.5,
        f"1.3.O2 {CLF.indicator('1.3.O2').text}",
    ]
    assert not table["Judgements changed"][6:].any()


def test_the_evidence_table_has_a_row_for_each_piece_and_its_age():
    table = evidence_table(CLF, ASSESSED, TODAY)
    assert list(table.iloc[0]) == [
        "1.1.O2",
        CLF.indicator("1.1.O2").text,
        "Creating a learning and performance culture",
        "Engaged",
        "=1+1",
        "Policy v3",
        date(2026, 1, 10),
        "person using services",
        81,  # 21 days left in January, 28 in February, 31 in March, 1 in April
    ]
    assert table["Age in days"].isna().tolist() == [False, True]
    assert list(evidence_table(CLF, assessment(CLF, {}), TODAY).columns) == list(table.columns)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(start: str):
    text = csv_text(pd.DataFrame({f"{start}head": [f"{start}SUM(A1)", "plain", f"a{start}b"]}))
    written = start.replace("\r", "\n")  # a line end within a cell
    assert f"'{written}head" in text
    assert f"'{written}SUM(A1)" in text
    assert "'plain" not in text
    assert f"'a{start}b" not in text


def test_a_carriage_return_begins_no_row_of_its_own():
    assert csv_text(pd.DataFrame({"note": ["a\r=1+1", "b\r\nc"]})) == '\ufeffnote\n"a\n=1+1"\n"b\nc"\n'


def test_numbers_stay_numbers_in_csv():
    assert csv_text(pd.DataFrame({"gain": [-1, 2]})) == "\ufeffgain\n-1\n2\n"
