"""The lever Budget: the curve of what each effort can bring at best, a budget on it, and what is best."""

from __future__ import annotations

import math
from typing import Any

import streamlit as st

from clf_model import EffortUnit, Frontier, Objective, amount, for_effort
from clf_reports import frontier_alt, frontier_table

from .. import state
from ..shared.callbacks import guarded
from ..shared.redrawn import AFFECTED
from ..shared.view import View
from ..wording import plain, unmarked
from . import commands
from .frontier_chart import frontier_chart, frontier_downloads
from .planned import Tried, st_frontier
from .priority_grid import priority_grid

OBJECTIVES = {Objective.TOTAL: "Most stages", Objective.WEAKEST_FIRST: "Weakest first"}
NICE_STEPS = (0.25, 0.5, 1, 2, 5, 10, 20, 50, 100)
MOST_STEPS = 240
"""So many stops a slider may have before they become too fine to hit."""


def budget_lever(view: View, tried: Tried) -> None:
    """What the effort at hand can bring; the plan for it is written into the scenario at once."""
    frontier = st_frontier(view, tried.aim)
    if len(frontier.points) < 2:
        st.success("No effort brings another stage here: what can be reached is reached.")
    else:
        where = " on the way to the target" if tried.aim.target else ""
        st.caption(
            f"Each point is a plan that nothing{where} beats at its effort. Choose one, or set a budget."
        )
        frontier_chart(view, tried, frontier)
        _slider(tried, frontier, view.unit)
        _points(tried, frontier, view.unit)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        _objective(tried)
        if tried.aim.target:
            st.button(
                "Go beyond the target too",
                key="drop-target",
                help="The curve ends at the target that is set. Without it, it goes on.",
                on_click=commands.aim_at,
                kwargs={"target": {}, "affected": AFFECTED},
            )
    priority_grid(view, tried)
    _as_table(view, tried, frontier)


def _name(*parts: object) -> str:
    # The same whatever scenario is in view, so that the focus stays when a move begins one.
    return state.key("budget", state.value(state.ASSESSMENT), *parts)


def _slider(tried: Tried, frontier: Frontier, unit: EffortUnit) -> None:
    name, most = _name("slider"), frontier.points[-1].effort
    step = _step(most)
    held = tried.plan.effort if tried.aim.budget is None else tried.aim.budget
    top = max(math.ceil(most / step) * step, held, step)
    state.put(name, float(held))
    st.slider(
        unmarked(unit.heading("Budget")),
        0.0,
        float(top),
        float(held),
        step,
        format="%g",
        key=name,
        on_change=_take,
        args=(name,),
    )


def _step(most: float) -> float:
    """A round step of which the slider has not too many."""
    return next((float(step) for step in NICE_STEPS if most / step <= MOST_STEPS), most / MOST_STEPS)


def _points(tried: Tried, frontier: Frontier, unit: EffortUnit) -> None:
    """The points of the curve as a list: the same choice without a mouse or sight."""
    name = _name("point")
    words = {point.effort: for_effort(point, unit) for point in frontier.points}
    held = tried.plan.effort if tried.aim.budget is None else tried.aim.budget
    chosen = held if held in words and tried.plan.steps else None
    state.put(name, chosen)
    st.selectbox(
        "A plan on the curve",
        list(words),
        index=list(words).index(chosen) if chosen is not None else None,
        format_func=words.__getitem__,
        key=name,
        placeholder="Choose a plan",
        on_change=_take,
        args=(name,),
    )


@guarded
def _take(name: str) -> None:
    budget: Any = state.value(name)
    commands.aim_at(budget=None if budget is None else float(budget), affected=AFFECTED)


def _objective(tried: Tried) -> None:
    name = _name("objective")
    state.put(name, tried.aim.objective)
    st.segmented_control(
        "What is best",
        list(OBJECTIVES),
        default=tried.aim.objective,
        format_func=OBJECTIVES.__getitem__,
        key=name,
        required=True,
        help="Most stages in all, weighted by the priorities; or the lowest stage as high as can be, then "
        "the next. The curve always shows the most stages.",
        on_change=_choose,
        args=(name,),
        wrap=True,
    )


@guarded
def _choose(name: str) -> None:
    commands.aim_at(objective=state.value(name), affected=AFFECTED)


def _as_table(view: View, tried: Tried, frontier: Frontier) -> None:
    panel = st.expander("The curve as a table", key="frontier-table", on_change="rerun")
    if panel.open:
        with panel:
            st.caption(plain(frontier_alt(frontier, tried.plan, view.unit)))
            frame = frontier_table(frontier, view.framework, view.unit)
            for column in frame.columns[:-1]:
                frame[column] = frame[column].map(amount)
            frame["Other than above"] = frame["Other than above"].map(plain)
            st.table(frame, border="horizontal", hide_index=True, alt="Every plan on the curve")
            frontier_downloads(view, tried, frontier)
