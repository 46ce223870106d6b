"""The roadmap on a timeline: work per capability month by month, and where each stage arrives.

As with the radar, the specification is constant for a framework and a mode; the data carries what changes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from clf_model.framework import Framework
from clf_model.naming import in_full
from clf_model.planning import Gain
from clf_model.schedule import Month, Placed, placed_steps
from clf_model.text import join

from . import layout
from .theme import Mode, palette
from .timeline_layers import HEADER, NAME, ROW, timeline_layers

COLUMNS = (
    *("layer", "row", "start", "end", "level", "above", "room", "own", "text", "brief"),
    *("work", "capability", "stage", "when", "description", "rows", "months"),
)


def timeline_chart(framework: Framework, months: Sequence[Month], mode: Mode) -> alt.LayerChart:
    """The timeline as a chart with its data, for images and documents."""
    chart = _layers(framework, mode).properties(data=timeline_data(framework, months))
    return chart.properties(width=760, height=timeline_height(framework), background=palette(mode).background)


def timeline_height(framework: Framework) -> int:
    """How high the timeline wants to be, in pixels."""
    return HEADER + ROW * len(framework.capabilities)


def timeline_spec(framework: Framework, mode: Mode) -> dict[str, Any]:
    """The timeline as a Vega-Lite specification without data, to go with a frame of `timeline_data`."""
    spec: dict[str, Any] = json.loads(_spec(framework, mode))
    return spec


@lru_cache(maxsize=32)
def _spec(framework: Framework, mode: Mode) -> str:
    chart = _layers(framework, mode).properties(
        background=palette(mode).background, data=alt.NamedData(name="source")
    )
    spec = chart.to_dict()
    del spec["data"]
    return json.dumps(spec)


@lru_cache(maxsize=32)
def _layers(framework: Framework, mode: Mode) -> alt.LayerChart:
    return timeline_layers([c.short_name for c in framework.capabilities], len(framework.stages), mode)


def timeline_data(framework: Framework, months: Sequence[Month]) -> pd.DataFrame:
    """The rows of the timeline: months, capabilities, a bar for each step where it serves, and arrivals."""
    rows = [
        {
            "layer": "month",
            "start": number,
            "end": number + 1,
            "text": f"{month.first:%b %Y}",
            "brief": f"{month.first:%Y}" if month.first.month == 1 else f"{month.first:%b}",
        }
        for number, month in enumerate(months)
    ]
    placed = placed_steps(months)
    for row, capability in enumerate(framework.capabilities):
        name = capability.short_name
        own = [*_bars(framework, placed, capability.id), *_arrivals(framework, placed, capability.id)]
        named = {"layer": "capability", "text": "\n".join(layout.wrap(name))}
        none = {"layer": "none", "start": 0, "text": "Nothing to do"}
        for one in (named, *(own or [none])):
            rows.append({"row": row, "capability": name, **one})
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.assign(rows=len(framework.capabilities), months=max(1, len(months)))


def _bars(framework: Framework, placed: Sequence[Placed], capability_id: str) -> Iterator[dict[str, Any]]:
    for one in placed:
        served = [gain.stage for gain in one.step.serves if gain.capability.id == capability_id]
        if served:
            stage = join([stage.name for stage in served])
            when = month_name(one.month)
            yield {
                "layer": "bar",
                "start": one.start,
                "end": one.end,
                "level": framework.stage_index(served[-1].id),
                "work": _work(one),
                "stage": stage,
                "when": when,
                "description": f"{_work(one)}, for {stage}: finished in {when}",
            }


def _work(one: Placed) -> str:
    """An action by its title, an indicator with its text."""
    return one.step.label if one.step.action else in_full(one.step.indicators)


def _arrivals(framework: Framework, placed: Sequence[Placed], capability_id: str) -> Iterator[dict[str, Any]]:
    """The stages of a capability as they arrive, named above and below in turn.

    `room` is how far in months it is to the next name on the same side, below 0 for the last.
    """
    found = [
        (one, gained)
        for one in placed
        if (gained := [gain.stage for gain in one.step.unlocks if gain.capability.id == capability_id])
    ]
    for number, (one, gained) in enumerate(found):
        stage, when = gained[-1], month_name(one.month)
        following = found[number + 2 : number + 3]
        yield {
            "layer": "arrival",
            "start": one.end,
            "end": one.end,
            "level": framework.stage_index(stage.id),
            "above": number % 2 == 0,
            "room": following[0][0].end - one.end if following else -1,
            "own": layout.text_width(stage.name, NAME) + 8,
            "stage": stage.name,
            "when": when,
            "description": f"{stage.name} arrives in {when}",
        }


def month_name(first: date) -> str:
    """A month in words: March 2027."""
    return f"{first:%B %Y}"


def timeline_table(months: Sequence[Month]) -> pd.DataFrame:
    """One row per month: the effort spent in it, what is finished in it, and which stages arrive."""
    return pd.DataFrame(
        [
            (
                month_name(month.first),
                round(month.effort, 2),
                "; ".join(map(_finished, month.finished)),
                "; ".join(_arrival(gain) for gain in month.gains),
            )
            for month in months
        ],
        columns=["Month", "Effort", "Finished", "Stages that arrive"],
    )


def _finished(one: Placed) -> str:
    return f"{one.step.label}{' (after its due date)' if one.is_late else ''}"


def _arrival(gain: Gain) -> str:
    return f"{gain.capability.short_name}: {gain.stage.name}"


def timeline_alt(months: Sequence[Month]) -> str:
    """What the timeline shows, in plain words: per month the stages that arrive."""
    said = [f"{month_name(m.first)}: {'; '.join(map(_arrival, m.gains))}" for m in months if m.gains]
    return f"Roadmap of {len(months)} months. {'. '.join(said) or 'No stage arrives'}."
