"""The second view of a profile: a grid of capability × stage, for people who find radars hard.

Each cell is addressed, under way ("2 of 3") or locked by an earlier stage, said by colour, symbol and text.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from clf_model.explanation import stage_name
from clf_model.framework import Framework
from clf_model.progression import CapabilityResult, Profile, StageResult

from ..look import layout
from ..look.channels import without_data
from ..look.theme import Mode, palette
from .steps_layers import HEADER, NARROW_NAME, ROW, steps_layers

STATES = ("addressed", "under way", "locked")
COLUMNS = (
    *("layer", "row", "column", "rows", "widest", "state", "share", "text", "brief", "bright"),
    *("capability", "stage", "detail", "description"),
)


def steps_chart(profile: Profile, mode: Mode, width: int = 680) -> alt.LayerChart:
    """The grid as a chart with its data, for images and documents.

    `width` is in pixels; words keep theirs, so that they are larger in a small one that is enlarged.
    """
    chart = _layers(profile.framework, mode).properties(data=steps_data(profile))
    height = HEADER + ROW * len(profile.capabilities)
    return chart.properties(width=width, height=height, background=palette(mode).background)


def steps_spec(framework: Framework, mode: Mode) -> dict[str, Any]:
    """The grid as a Vega-Lite specification without data, to go with a frame of `steps_data`."""
    spec: dict[str, Any] = json.loads(_spec(framework, mode))
    return spec


@lru_cache(maxsize=32)
def _spec(framework: Framework, mode: Mode) -> str:
    return without_data(_layers(framework, mode), mode)


def steps_data(profile: Profile, highlight: str | None = None) -> pd.DataFrame:
    """The rows of the grid: names of stages and capabilities, and a cell for each of both.

    `highlight` is the id of a capability whose name is drawn bright. Raises `UnknownIdError`.
    """
    bright = profile.capability(highlight).capability.id if highlight else None
    rows: list[dict[str, Any]] = [
        {"layer": "stage", "column": column, "text": stage.name}
        for column, stage in enumerate(profile.framework.stages)
    ]
    for row, result in enumerate(profile.capabilities):
        capability = result.capability
        name = "\n".join(layout.wrap(capability.short_name))
        rows.append({"layer": "capability", "row": row, "text": name, "bright": capability.id == bright})
        rows += [{"row": row, **_cell(result, column)} for column in range(len(result.stages))]
    widest = max(layout.text_width(stage.name, NARROW_NAME) for stage in profile.framework.stages) + 4
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.assign(rows=len(profile.capabilities), widest=widest)


def _cell(result: CapabilityResult, column: int) -> dict[str, Any]:
    stage = result.stages[column]
    state = STATES[0 if column < result.reached_index else 1 if column == result.reached_index else 2]
    counting, applicable = stage.total(lambda c: c.counting), stage.total(lambda c: c.applicable)
    text, brief, detail = _words(result, stage, state)
    name = result.capability.short_name
    return {
        "layer": "cell",
        "column": column,
        "state": state,
        "share": counting / applicable if applicable else 0.0,
        "text": text,
        "brief": brief,
        "capability": name,
        "stage": stage.stage.name,
        "detail": detail,
        "description": f"{name}, {stage.stage.name}: {state}, {detail}",
    }


def _words(result: CapabilityResult, stage: StageResult, state: str) -> tuple[str, str, str]:
    """What a cell says where there is room, where there is little, and in full."""
    if stage.asks_nothing:
        return "Asks nothing here", "–", "asks nothing here"
    brief, needed = _amount(stage), stage.total(lambda c: c.needed)
    detail = f"{brief} met, {needed} needed"
    if state == "locked":
        detail += f"; locked until {result.stages[result.reached_index].stage.name} is addressed"
    if not stage.total(lambda c: c.applicable):
        return "Does not apply", "n/a", detail
    return (
        {"addressed": "Reached", "under way": f"{brief} met", "locked": f"Locked, {brief}"}[state],
        brief,
        detail,
    )


def _amount(stage: StageResult) -> str:
    return f"{stage.total(lambda c: c.counting)} of {stage.total(lambda c: c.applicable)}"


def steps_alt(profile: Profile) -> str:
    """What the grid shows, in plain words: per capability the stage reached and what is met of the next."""
    sentences = []
    for result in profile.capabilities:
        following = result.next
        ahead = (
            f"{_amount(following)} of {following.stage.name} met" if following else "every stage addressed"
        )
        sentences.append(f"{result.capability.short_name} {stage_name(result)}, {ahead}")
    return f"Steps: {'; '.join(sentences)}."


@lru_cache(maxsize=32)
def _layers(framework: Framework, mode: Mode) -> alt.LayerChart:
    return steps_layers([c.short_name for c in framework.capabilities], len(framework.stages), mode)
