"""Assessments of one service over time: the stage of each capability, step by step.

As with the radar, the specification is constant for a framework and a mode; the data carries what changes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from clf_model.explanation import level_name
from clf_model.framework import Framework
from clf_model.progression import Profile
from clf_model.text import join

from ..look import layout
from ..look.channels import without_data
from ..look.theme import Mode, palette
from .history_layers import DAY, HEADER, ROW, STAGE, history_layers

COLUMNS = (
    *("layer", "row", "start", "end", "level", "room", "own", "text", "capability", "stage"),
    *("name", "when", "state", "chosen", "beside", "fell", "description", "rows", "levels"),
)


@dataclass(frozen=True, slots=True)
class Moment:
    """One assessment of a service: its name, its day, whether it is final, and whether it is looked at."""

    name: str
    day: date
    final: bool
    chosen: bool
    profile: Profile


def history_chart(framework: Framework, moments: Sequence[Moment], mode: Mode) -> alt.LayerChart:
    """The history as a chart with its data, for images and documents; moments in the order of their days."""
    chart = _layers(framework, mode).properties(data=history_data(framework, moments))
    return chart.properties(width=760, height=history_height(framework), background=palette(mode).background)


def history_height(framework: Framework) -> int:
    """How high the history wants to be, in pixels."""
    return HEADER + ROW * len(framework.capabilities)


def history_spec(framework: Framework, mode: Mode) -> dict[str, Any]:
    """The history as a Vega-Lite specification without data, to go with a frame of `history_data`."""
    spec: dict[str, Any] = json.loads(_spec(framework, mode))
    return spec


@lru_cache(maxsize=32)
def _spec(framework: Framework, mode: Mode) -> str:
    return without_data(_layers(framework, mode), mode)


@lru_cache(maxsize=32)
def _layers(framework: Framework, mode: Mode) -> alt.LayerChart:
    return history_layers([c.short_name for c in framework.capabilities], mode)


def history_data(framework: Framework, moments: Sequence[Moment]) -> pd.DataFrame:
    """The rows of the chart: days, capabilities, and for each of them a step and a point per assessment.

    `start` and `end` are shares of the time from the first day to the last; one day alone stands in the
    middle.
    """
    places = _places([one.day for one in moments])
    rows = [*_days(moments, places)]
    for row, capability in enumerate(framework.capabilities):
        named = {"layer": "capability", "text": "\n".join(layout.wrap(capability.short_name))}
        for one in (named, *_steps(framework, moments, places, row)):
            rows.append({"row": row, "capability": capability.short_name, **one})
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.assign(rows=len(framework.capabilities), levels=len(framework.stages))


def _places(days: Sequence[date]) -> list[float]:
    span = (days[-1] - days[0]).days if days else 0
    return [(day - days[0]).days / span if span else 0.5 for day in days]


def _days(moments: Sequence[Moment], places: Sequence[float]) -> Iterator[dict[str, Any]]:
    """A line and a date for each day.

    The dates of those that are looked at are always there; `beside` is how far the one is from the other.
    Other dates are there where they have `room`: how far it is to what they would run into, below 0 where to
    nothing.
    """
    chosen = {place: one.chosen for one, place in zip(moments, places, strict=True)}
    chosen |= {place: True for one, place in zip(moments, places, strict=True) if one.chosen}
    text = {place: f"{one.day.day} {one.day:%b %Y}" for one, place in zip(moments, places, strict=True)}
    for place, is_chosen in chosen.items():
        away = [other - place for other, looked_at in chosen.items() if looked_at and other != place]
        rooms = [other - place for other in chosen if other > place]
        # a date that is looked at may stand at the side of its line
        rooms = [] if is_chosen else [*rooms, *(abs(one) / 1.5 for one in away)]
        yield {
            "layer": "day",
            "start": place,
            "text": text[place],
            "room": min(rooms, default=-1),
            "beside": away[0] if is_chosen and away else 0,
            "own": layout.text_width(text[place], DAY) + 10,
            "chosen": is_chosen,
        }


def _steps(
    framework: Framework, moments: Sequence[Moment], places: Sequence[float], row: int
) -> Iterator[dict[str, Any]]:
    """Lines and points; a stage is named where it is another one than before.

    In a rise `end` is the level that it leads to; `room` is as with days, to the next name.
    """
    levels = [one.profile.capabilities[row].reached_index for one in moments]
    named = [n for n, level in enumerate(levels) if not n or levels[n - 1] != level]
    for number, (one, place, level) in enumerate(zip(moments, places, levels, strict=True)):
        stage, state = level_name(framework, level), "Final" if one.final else "Draft"
        if number + 1 < len(moments):
            yield {"layer": "step", "start": place, "end": places[number + 1], "level": level}
            if levels[number + 1] != level:
                yield {
                    "layer": "rise",
                    "start": places[number + 1],
                    "level": level,
                    "end": levels[number + 1],
                }
        yield {
            "layer": "point",
            "start": place,
            "level": level,
            "stage": stage,
            "text": stage if number in named else "",
            "room": next((places[n] - place for n in named if n > number), -1),
            "own": layout.text_width(stage, STAGE) + 12,
            "fell": bool(number) and levels[number - 1] > level,
            "name": one.name,
            "when": _long(one.day),
            "state": state,
            "chosen": one.chosen,
            "description": f"{stage}, {_long(one.day)}, {state.lower()}",
        }


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def history_table(framework: Framework, moments: Sequence[Moment]) -> pd.DataFrame:
    """One row for each assessment in the order of time: its day, its state, and the stage per capability."""
    names = [c.short_name for c in framework.capabilities]
    return pd.DataFrame(
        [
            (
                one.day.isoformat(),
                one.name,
                "Final" if one.final else "Draft",
                *(level_name(framework, result.reached_index) for result in one.profile.capabilities),
            )
            for one in moments
        ],
        columns=["Date", "Assessment", "State", *names],
    )


def history_alt(framework: Framework, moments: Sequence[Moment]) -> str:
    """What the chart shows, in plain words: from the first assessment to the last."""
    if not moments:
        return "History without any assessment."
    first, last = moments[0], moments[-1]
    said = [
        f"{new.capability.short_name} {level_name(framework, old.reached_index)} to "
        f"{level_name(framework, new.reached_index)}"
        for old, new in zip(first.profile.capabilities, last.profile.capabilities, strict=True)
        if old.reached_index != new.reached_index
    ]
    moved = f"Moved: {join(said)}" if said else "No capability stands at another stage at its end"
    return f"History of {len(moments)} assessments from {_long(first.day)} to {_long(last.day)}. {moved}."
