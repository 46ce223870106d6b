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
from clf_model.planning import Frontier, FrontierPoint, Plan
from clf_model.text import join

from .frontier_layers import frontier_layers
from .theme import Mode, palette

SELECTION = "point"
TODAY, PLAN = "Today", "This plan"
COLUMNS = ("layer", "effort", "objective", "name", "description", "align")
_NEAR_AXIS = 0.3
"""So near to the axis, as a share of the curve, a name on the left would cover it."""


def frontier_chart(frontier: Frontier, plan: Plan | None, budget: float | None, mode: Mode) -> alt.LayerChart:
    """The frontier as a chart with its data, for images and documents."""
    chart = frontier_layers(mode).properties(data=frontier_data(frontier, plan, budget))
    return chart.properties(width=620, height=320, background=palette(mode).background)


def frontier_spec(mode: Mode) -> dict[str, Any]:
    """The frontier as a Vega-Lite specification without data, to go with a frame of `frontier_data`."""
    spec: dict[str, Any] = json.loads(_spec(mode))
    return spec


@lru_cache(maxsize=4)
def _spec(mode: Mode) -> str:
    chart = frontier_layers(mode).add_params(
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
    spec = chart.properties(background=palette(mode).background, data=alt.NamedData(name="source")).to_dict()
    del spec["data"]
    return json.dumps(spec)


def frontier_data(frontier: Frontier, plan: Plan | None = None, budget: float | None = None) -> pd.DataFrame:
    """The rows of the curve: its points, today, and where there are such the plan and the budget."""
    rows: list[dict[str, Any]] = [
        {
            "layer": "curve",
            "effort": point.effort,
            "objective": point.objective,
            "name": "Best for this effort",
            "description": f"Effort {point.effort:g}: {_gained(point.objective)}",
        }
        for point in frontier.points
    ]
    near = _NEAR_AXIS * frontier.points[-1].effort
    planned = plan is not None and bool(plan.steps)
    crowded = planned and plan is not None and plan.effort < near
    today = _mark("today", TODAY, 0.0, 0.0)
    rows.append({**today, "name": "" if crowded else TODAY, "align": "left"})
    if plan is not None and planned:
        mark = _mark("plan", PLAN, plan.effort, plan.objective)
        rows.append({**mark, "align": "left" if crowded else "right"})
    if budget is not None:
        side = "left" if budget < near else "right"
        rows.append({"layer": "budget", "effort": budget, "name": "Budget", "align": side})
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _mark(layer: str, name: str, effort: float, objective: float) -> dict[str, Any]:
    return {
        "layer": layer,
        "effort": effort,
        "objective": objective,
        "name": name,
        "description": f"{name}: {_gained(objective)} for an effort of {effort:g}",
    }


def _gained(objective: float) -> str:
    return f"{objective:g} {'stage' if objective == 1 else 'stages'} gained"


def frontier_alt(frontier: Frontier, plan: Plan | None = None) -> str:
    """What the curve shows, in plain words: where it begins and ends, its best step, and the plan."""
    points = frontier.points
    last = points[-1]
    sentences = [f"Frontier of {len(points)} plans, up to {_gained(last.objective)} for {last.effort:g}."]
    steps = [(b.objective - a.objective, b.effort - a.effort, b) for a, b in pairwise(points)]
    if steps:
        gain, effort, to = max(steps, key=lambda step: step[0] / step[1])
        sentences.append(f"It is steepest up to {to.effort:g}, with {gain:g} more for {effort:g}.")
    if plan is not None and plan.steps:
        sentences.append(f"The plan has {_gained(plan.objective)} for {plan.effort:g}.")
    return " ".join(sentences)


def frontier_table(frontier: Frontier, framework: Framework) -> pd.DataFrame:
    """One row per point: effort, stages gained, and which stages are other ones than in the row above."""
    rows = []
    before: FrontierPoint | None = None
    for point in frontier.points:
        changed = [
            f"{capability.short_name} {_stage(framework, point, capability.id)}"
            for capability in framework.capabilities
            if before is not None and before.reached[capability.id] != point.reached[capability.id]
        ]
        rows.append((point.effort, point.objective, join(changed)))
        before = point
    return pd.DataFrame(rows, columns=["Effort", "Stages gained", "Other than above"])


def _stage(framework: Framework, point: FrontierPoint, capability_id: str) -> str:
    stage = point.reached[capability_id]
    return stage.name if stage else not_yet(framework.stages[0])
