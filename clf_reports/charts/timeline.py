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

from clf_model.action import Action, ActionStatus
from clf_model.framework import Capability, Framework
from clf_model.naming import in_full, named
from clf_model.planning import Gain
from clf_model.planning.effort_unit import DAYS, EffortUnit
from clf_model.planning.schedule_values import Month, Placed, Schedule
from clf_model.text import join, titled

from ..attention import attention
from ..look import layout
from ..look.channels import without_data
from ..look.theme import Mode, palette
from .timeline_layers import HEADER, NAME, OTHER, ROW, timeline_layers

COLUMNS = (
    *("layer", "row", "start", "end", "level", "above", "room", "own", "text", "brief"),
    *("work", "capability", "stage", "when", "owner", "overdue", "description", "rows", "months"),
)
TABLE = ("Month", "Work", "Owner", "Due", "Waits for", "Effort", "Stages that arrive")
COVERED = "Covers, in full"


def timeline_chart(framework: Framework, schedule: Schedule, mode: Mode) -> alt.LayerChart:
    """The timeline as a chart with its data, for images and documents."""
    chart = _layers(framework, mode).properties(data=timeline_data(framework, schedule))
    height = timeline_height(framework, schedule)
    return chart.properties(width=760, height=height, background=palette(mode).background)


def timeline_height(framework: Framework, schedule: Schedule) -> int:
    """How high the timeline wants to be, in pixels."""
    return HEADER + ROW * (len(framework.capabilities) + bool(_others(schedule)))


def timeline_spec(framework: Framework, mode: Mode) -> dict[str, Any]:
    """The timeline as a Vega-Lite specification without data, to go with a frame of `timeline_data`."""
    spec: dict[str, Any] = json.loads(_spec(framework, mode))
    return spec


@lru_cache(maxsize=32)
def _spec(framework: Framework, mode: Mode) -> str:
    return without_data(_layers(framework, mode), mode)


@lru_cache(maxsize=32)
def _layers(framework: Framework, mode: Mode) -> alt.LayerChart:
    return timeline_layers([c.short_name for c in framework.capabilities], len(framework.stages), mode)


def timeline_data(framework: Framework, schedule: Schedule) -> pd.DataFrame:
    """The rows of the timeline: months, capabilities, bars for each piece of work where it serves, arrivals.

    Actions that serve no open indicator have a row of their own at the end, where there are any.
    """
    rows = [
        {
            "layer": "month",
            "start": number,
            "end": number + 1,
            "text": f"{month.first:%b %Y}",
            "brief": f"{month.first:%Y}" if month.first.month == 1 else f"{month.first:%b}",
        }
        for number, month in enumerate(schedule.months)
    ]
    names = [c.short_name for c in framework.capabilities]
    lanes = [
        [*_work(framework, schedule, c), *_arrivals(framework, schedule, c)] for c in framework.capabilities
    ]
    if others := _others(schedule):
        names.append(OTHER)
        lanes.append([bar for one in others for bar in _bars(one, schedule.day, [], 0)])
    for row, (name, own) in enumerate(zip(names, lanes, strict=True)):
        named = {"layer": "capability", "text": "\n".join(layout.wrap(name))}
        none = {"layer": "none", "start": 0, "text": "Nothing to do"}
        for one in (named, *(own or [none])):
            rows.append({"row": row, "capability": name, **one})
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.assign(rows=len(lanes), months=max(1, len(schedule.months)))


def _others(schedule: Schedule) -> list[Placed]:
    """Actions that no stage needs."""
    return [one for one in schedule.placed if not one.step.serves]


def _work(framework: Framework, schedule: Schedule, capability: Capability) -> Iterator[dict[str, Any]]:
    for one in schedule.placed:
        served = [gain.stage for gain in one.step.serves if gain.capability.id == capability.id]
        if served:
            level = framework.stage_index(served[-1].id)
            yield from _bars(one, schedule.day, [stage.name for stage in served], level)


def _bars(one: Placed, day: date, stages: Sequence[str], level: int) -> Iterator[dict[str, Any]]:
    """A bar for each stretch in which something is worked on; stages are those that it is for."""
    stage, when = join(stages) or "No stage", _when(one, day)
    for start, end in one.parts:
        yield {
            "layer": "bar",
            "start": start,
            "end": end,
            "level": level,
            "work": _name(one),
            "stage": stage,
            "when": when,
            "owner": _owner(one) or "None",
            "overdue": one.is_overdue,
            "description": f"{_name(one)}, for {stage}: {when}" if stages else f"{_name(one)}: {when}",
        }


def _when(one: Placed, day: date) -> str:
    """When something is finished: on the date that people gave, or in the month that the plan comes to."""
    action = one.step.action
    if action is None or action.due is None:
        return f"finished in {month_name(one.month)}"
    return f"due {_long(action.due)}{_noted(attention(action, day))}"


def _noted(note: str) -> str:
    return f" ({note})" if note else ""


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _owner(one: Placed) -> str:
    return (one.step.action.owner or "") if one.step.action else ""


def _name(one: Placed, *, brief: bool = False) -> str:
    """An action by its title; an indicator with its text, and with the actions that were done for it."""
    if one.step.action:
        return one.step.action.title
    (indicator,) = one.step.indicators
    done = f"{join([a.title for a in one.done])} {'is' if len(one.done) == 1 else 'are'} done: judge it"
    return f"{named(indicator) if brief else in_full([indicator])}{_noted(done if one.done else '')}"


def _arrivals(framework: Framework, schedule: Schedule, capability: Capability) -> Iterator[dict[str, Any]]:
    """The stages of a capability as they arrive, named above and below in turn.

    `room` is how far in months it is to the next name on the same side, below 0 for the last.
    """
    found = [
        (one, gained)
        for one in schedule.placed
        if (gained := [gain.stage for gain in one.step.unlocks if gain.capability.id == capability.id])
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


def timeline_table(schedule: Schedule, *, brief: bool = False, unit: EffortUnit = DAYS) -> pd.DataFrame:
    """One row for each piece of work, as it is finished: who does it, when it is due, what it waits for.

    Indicators are there with their whole text, also those that an action covers; `brief`, with the
    beginning of it.
    """
    table = pd.DataFrame(
        [
            (
                month_name(one.month),
                _name(one, brief=brief),
                _owner(one),
                _due(one, schedule.day),
                "; ".join(_waiting(one, other, other.title) for other in one.waits_for),
                one.step.effort,
                "; ".join(map(_arrival, one.step.unlocks)),
                in_full(one.step.indicators) if one.step.action else "",
            )
            for one in schedule.placed
        ],
        columns=[*(unit.heading() if name == "Effort" else name for name in TABLE), COVERED],
    )
    return table.drop(columns=COVERED) if brief else table


def timeline_lines(schedule: Schedule, unit: EffortUnit = DAYS) -> pd.DataFrame:
    """The rows of `timeline_table` for a screen: what is known of a piece of work is one line of words."""
    rows = []
    for one in schedule.placed:
        due = _due(one, schedule.day)
        waiting = [_waiting(one, other, titled(other.title)) for other in one.waits_for]
        words = [
            _owner(one),
            f"due {due}" if due else "",
            unit.of(one.step.effort),
            f"waits for {join(waiting)}" if waiting else "",
        ]
        stages = "; ".join(map(_arrival, one.step.unlocks))
        rows.append((month_name(one.month), _name(one, brief=True), " · ".join(filter(None, words)), stages))
    return pd.DataFrame(rows, columns=["Month", "Work", "Details", "Stages that arrive"])


def _due(one: Placed, day: date) -> str:
    action = one.step.action
    if action is None or action.due is None:
        return ""
    return f"{_long(action.due)}{_noted(attention(action, day))}"


def _waiting(one: Placed, other: Action, title: str) -> str:
    if other.status is ActionStatus.NOT_DOING:
        return f"{title} (not being done)"
    return f"{title}{_noted('comes later' if other in one.too_late else '')}"


def _arrival(gain: Gain) -> str:
    return f"{gain.capability.short_name}: {gain.stage.name}"


def timeline_alt(schedule: Schedule) -> str:
    """What the timeline shows, in plain words: per month the stages that arrive."""
    said = [f"{month_name(m.first)}: {_arrive(m)}" for m in schedule.months if m.gains]
    return f"Roadmap of {len(schedule.months)} months. {'. '.join(said) or 'No stage arrives'}."


def _arrive(month: Month) -> str:
    return "; ".join(map(_arrival, month.gains))
