"""The frontier on screen: choosing a point takes its plan; pictures and figures to take along."""

from __future__ import annotations

import altair as alt
import streamlit as st

from clf_model import Frontier
from clf_reports import (
    captioned,
    chart_png,
    chart_svg,
    csv_text,
    frontier_data,
    frontier_spec,
    frontier_table,
)
from clf_reports import frontier_chart as drawn_frontier

from .. import state
from ..shared.charts import downloads, mode
from ..shared.redrawn import AFFECTED
from ..shared.view import View
from . import commands
from .planned import Tried

HEIGHT = 250
SELECTION = "point"
_WHICH = "frontier"


def frontier_chart(view: View, tried: Tried, frontier: Frontier) -> None:
    """The curve with today and the plan on it."""
    name = _name(view.info.id, tried)
    st.vega_lite_chart(
        frontier_data(frontier, tried.plan, tried.aim.budget, view.unit),
        frontier_spec(mode(), view.unit),
        key=name,
        theme=None,
        width="stretch",
        height=HEIGHT,
        on_select=_take,
        selection_mode=SELECTION,
        # Constant on purpose: Streamlit builds a chart anew when its alternative text changes.
        alt="Curve of the most stages that each effort can bring. The list below has the same points.",
    )


def _name(assessment_id: int, tried: Tried) -> str:
    """The key of the chart: a new one where its choice is not the budget any more, to be made again."""
    name = state.grid_key(assessment_id, _WHICH)
    chosen = _chosen(name)
    return name if chosen in (None, tried.aim.budget) else state.new_grid_key(assessment_id, _WHICH)


def _chosen(name: str) -> float | None:
    """The effort of the point that was chosen in the chart."""
    points = ((state.value(name) or {}).get("selection") or {}).get(SELECTION) or []
    return float(points[0]["effort"]) if points and "effort" in points[0] else None


def _take() -> None:
    """A point was chosen: its effort is the budget."""
    chosen = _chosen(state.grid_key(state.value(state.ASSESSMENT), _WHICH))
    if chosen is not None:
        commands.aim_at(budget=chosen, affected=AFFECTED)


def frontier_downloads(view: View, tried: Tried, frontier: Frontier) -> None:
    """The curve as PNG and SVG, its points as CSV; made when asked for."""
    theme = mode()

    def drawn() -> alt.LayerChart:
        chart = drawn_frontier(frontier, tried.plan, tried.aim.budget, theme, view.unit)
        return captioned(chart, view.assessment, view.rules, theme)

    downloads(
        view,
        "frontier",
        {
            "png": lambda: chart_png(drawn()),
            "svg": lambda: chart_svg(drawn()),
            "csv": lambda: csv_text(frontier_table(frontier, view.framework, view.unit)),
        },
        key="frontier",
    )
