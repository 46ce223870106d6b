"""The frontier: what each effort can bring at best, as a curve of steps, with today and a plan on it.

The specification is constant for a mode; the data carries all that changes. Choosing near a point chooses it:
the selection `point` holds its effort.
"""

from __future__ import annotations

import json
from functools import lru_cache
from itertools import pairwise
from typing import Any

import altair as alt
import pandas as pd

from clf_model.explanation import not_yet
from clf_model.framework import Framework
from clf_model.planning import Frontier, FrontierPoint, Plan, for_effort, gained
from clf_model.planning.effort_unit import DAYS, EffortUnit
from clf_model.text import join

from ..look.channels import without_data
from ..look.theme import Mode, palette
from .frontier_layers import frontier_layers

SELECTION = "point"
TODAY, PLAN = "Today", "This plan"
COLUMNS = ("layer", "effort", "objective", "name", "description", "align")
_NEAR_AXIS = 0.3
"""So near to the axis, as a share of the curve, a name on the left would cover it."""


def frontier_chart(
    frontier: Frontier, plan: Plan | None, budget: float | None, mode: Mode, unit: EffortUnit = DAYS
) -> alt.LayerChart:
    """The frontier as a chart with its data, for images and documents."""
    chart = frontier_layers(mode, unit).properties(data=frontier_data(frontier, plan, budget, unit))
    return chart.properties(width=620, height=320, background=palette(mode).background)


def frontier_spec(mode: Mode, unit: EffortUnit = DAYS) -> dict[str, Any]:
    """The frontier as a Vega-Lite specification without data, to go with a frame of `frontier_data`."""
    spec: dict[str, Any] = json.loads(_spec(mode, unit))
    return spec


@lru_cache(maxsize=16)
def _spec(mode: Mode, unit: EffortUnit) -> str:
    chart = frontier_layers(mode, unit).add_params(
        alt.selection_point(
            name=SELECTION,
            fields=["effort"],
            nearest=True,
            on="click",
            clear=False,
            toggle=False,
            empty=False,
        )
    )
    return without_data(chart, mode)


def frontier_data(
    frontier: Frontier,
    plan: Plan | None = None,
    budget: float | None = None,
    unit: EffortUnit = DAYS,
) -> pd.DataFrame:
    """The rows of the curve: its points, today, and where there are such the plan and the budget."""
    rows: list[dict[str, Any]] = [
        {
            "layer": "curve",
            "effort": point.effort,
            "objective": point.objective,
            "name": "Best for this effort",
            "description": f"{unit.of(point.effort)}: {gained(point.objective, point.stages)} gained",
        }
        for point in frontier.points
    ]
    near = _NEAR_AXIS * frontier.points[-1].effort
    planned = plan is not None and bool(plan.steps)
    crowded = planned and plan is not None and plan.effort < near
    today = _mark("today", TODAY, 0.0, 0.0, f"{gained(0, 0)} gained for {unit.of(0)}")
    rows.append({**today, "name": "" if crowded else TODAY, "align": "left"})
    if plan is not None and planned:
        mark = _mark("plan", PLAN, plan.effort, plan.objective, _planned(plan, unit))
        rows.append({**mark, "align": "left" if crowded else "right"})
    if budget is not None:
        side = "left" if budget < near else "right"
        rows.append({"layer": "budget", "effort": budget, "name": "Budget", "align": side})
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _mark(layer: str, name: str, effort: float, objective: float, said: str) -> dict[str, Any]:
    return {
        "layer": layer,
        "effort": effort,
        "objective": objective,
        "name": name,
        "description": f"{name}: {said}",
    }


def _planned(plan: Plan, unit: EffortUnit) -> str:
    return f"{gained(plan.objective, len(plan.gains))} gained for {unit.of(plan.effort)}"


def frontier_alt(frontier: Frontier, plan: Plan | None = None, unit: EffortUnit = DAYS) -> str:
    """What the curve shows, in plain words: where it begins and ends, its best step, and the plan."""
    points = frontier.points
    last = points[-1]
    sentences = [f"Frontier of {len(points)} plans, up to {for_effort(last, unit)}."]
    steps = [(b.objective - a.objective, b.effort - a.effort, a, b) for a, b in pairwise(points)]
    if steps:
        _, effort, a, b = max(steps, key=lambda step: step[0] / step[1])
        before, after = gained(a.objective, a.stages), gained(b.objective, b.stages)
        sentences.append(
            f"It is steepest up to {unit.of(b.effort)}: from {before} to {after} for {unit.of(effort)}."
        )
    if plan is not None and plan.steps:
        sentences.append(f"The plan has {_planned(plan, unit)}.")
    return " ".join(sentences)


def frontier_table(frontier: Frontier, framework: Framework, unit: EffortUnit = DAYS) -> pd.DataFrame:
    """One row per point: effort, stages gained, and which stages are other ones than in the row above."""
    rows = []
    before: FrontierPoint | None = None
    for point in frontier.points:
        changed = [
            f"{capability.short_name} {_stage(framework, point, capability.id)}"
            for capability in framework.capabilities
            if before is not None and before.reached[capability.id] != point.reached[capability.id]
        ]
        rows.append((point.effort, point.stages, point.objective, join(changed)))
        before = point
    columns = [unit.heading(), "Stages gained", "By the priorities", "Other than above"]
    frame = pd.DataFrame(rows, columns=columns)
    same = bool((frame["Stages gained"] == frame["By the priorities"]).all())
    return frame.drop(columns="By the priorities") if same else frame


def _stage(framework: Framework, point: FrontierPoint, capability_id: str) -> str:
    stage = point.reached[capability_id]
    return stage.name if stage else not_yet(framework.stages[0])
