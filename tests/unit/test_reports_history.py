"""The history of a service as chart, table and words."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from clf_model import Assessment, Framework, Judgement, Perspective, Record, load_framework, profile
from clf_reports import Mode, chart_png, chart_svg
from clf_reports.charts.history import (
    Moment,
    history_alt,
    history_chart,
    history_data,
    history_height,
    history_spec,
    history_table,
)

ROOT = Path(__file__).parents[2]
CLF = load_framework(ROOT / "framework.yaml")
GARDEN = load_framework(ROOT / "tests" / "data" / "garden.yaml")


def moment(framework: Framework, day: date, stages: dict[str, int], *, final: bool = True) -> Moment:
    """An assessment in which so many stages of these capabilities are met."""
    met = {
        one.id: Record(Judgement.MET)
        for capability, number in stages.items()
        for stage in framework.stages[:number]
        for one in framework.cell(capability, stage.id, Perspective.ORGANISATION)
    }
    assessment = Assessment(framework.id, "Birchbank", day, records=met)
    return Moment(f"Review {day.year}", day, final, not final, profile(framework, assessment))


YEARS = (
    moment(CLF, date(2025, 3, 1), {"access": 2}),
    moment(CLF, date(2026, 3, 1), {"access": 1, "planning": 3}),
    moment(CLF, date(2027, 3, 1), {"access": 1, "planning": 4}, final=False),
)


def test_each_capability_has_a_point_for_each_assessment_and_names_a_stage_where_it_moves() -> None:
    data = history_data(CLF, YEARS)
    points = data[data.layer == "point"]
    assert len(points) == 6 * 3
    access = points[points.capability == "Access to learning"]
    assert list(access.level) == [2, 1, 1]
    assert list(access.text) == ["Established", "Engaged", ""]
    assert list(access.fell) == [False, True, False]
    assert list(access.start) == [0.0, 0.5, 1.0]  # 365 days each
    assert list(access.state) == ["Final", "Final", "Draft"]
    planning = points[points.capability == "Planning for learning"]
    assert list(planning.text) == ["Not yet engaged", "Accomplished", "Exemplary"]
    rises = data[data.layer == "rise"]
    assert sorted(zip(rises.row, rises.level, rises.end, strict=True)) == [(1, 0, 3), (1, 3, 4), (2, 2, 1)]
    assert list(data[data.layer == "day"].text) == ["1 Mar 2025", "1 Mar 2026", "1 Mar 2027"]


def test_two_assessments_of_one_day_share_its_date_and_one_alone_stands_in_the_middle() -> None:
    same = history_data(CLF, (YEARS[0], YEARS[0], YEARS[1]))
    assert list(same[same.layer == "day"].text) == ["1 Mar 2025", "1 Mar 2026"]
    alone = history_data(CLF, YEARS[:1])
    assert set(alone[alone.layer == "point"].start) == {0.5}
    assert not (alone.layer == "step").any()


@pytest.mark.parametrize("chosen", [(0, 2), (1, 2), (2, 3), (0, 3)])
def test_the_dates_of_what_is_looked_at_are_always_there_and_no_two_run_into_each_other(
    chosen: tuple[int, int],
) -> None:
    """Four days, of which three lie in one month: as wide as on a phone, and as on a wide screen."""
    days = [date(2025, 3, 1), date(2026, 9, 1), date(2026, 9, 12), date(2026, 9, 28)]
    years = tuple(
        Moment(f"{n}", day, final=True, chosen=n in chosen, profile=YEARS[0].profile)
        for n, day in enumerate(days)
    )
    data = history_data(CLF, years)
    for long in (120, 500):
        at = []
        for one in data[data.layer == "day"].itertuples():
            if one.room < 0 or one.room * long > one.own:
                at.append(one)
        shown = [f"{one.text}" for one in at]
        for n in chosen:
            assert f"{days[n].day} {days[n]:%b %Y}" in shown
        ends = [_ends(one, long) for one in at]
        assert all(before[1] <= after[0] for before, after in pairwise(sorted(ends)))


def _ends(one: Any, long: float) -> tuple[float, float]:
    """Where a date's words begin and end: about its line, or at the side of it that is away from another."""
    wide = one.own - 10
    near = one.beside and abs(one.beside) * long <= one.own
    left = one.start * long - (wide / 2 if not near else wide if one.beside > 0 else 0)
    return left, left + wide


def test_the_table_and_the_words_say_the_same() -> None:
    table = history_table(CLF, YEARS)
    assert list(table.columns[:4]) == ["Date", "Assessment", "State", "Learning culture"]
    assert list(table["Planning for learning"]) == ["Not yet engaged", "Accomplished", "Exemplary"]
    assert list(table["Date"]) == ["2025-03-01", "2026-03-01", "2027-03-01"]
    assert list(table["State"]) == ["Final", "Final", "Draft"]
    assert history_alt(CLF, YEARS) == (
        "History of 3 assessments from 1 March 2025 to 1 March 2027. Moved: Planning for learning Not yet "
        "engaged to Exemplary and Access to learning Established to Engaged."
    )
    assert history_alt(CLF, YEARS[:1]).endswith("No capability stands at another stage at its end.")
    assert history_alt(CLF, ()) == "History without any assessment."


@pytest.mark.parametrize("mode", Mode)
def test_the_specification_is_constant_and_the_chart_is_drawn(mode: Mode) -> None:
    spec = history_spec(CLF, mode)
    assert "data" not in spec
    assert json.dumps(spec) == json.dumps(history_spec(CLF, mode))
    chart = history_chart(CLF, YEARS, mode)
    assert history_height(CLF) == chart.to_dict()["height"]
    svg = chart_svg(chart)
    assert svg.count("Exemplary, 1 March 2027, draft") == 1
    assert chart_png(chart).startswith(b"\x89PNG")


def test_another_framework_has_its_own_stages() -> None:
    years = [moment(GARDEN, date(2026, month, 1), {}) for month in (1, 2)]
    assert "Not yet" in chart_svg(history_chart(GARDEN, years, Mode.LIGHT))
