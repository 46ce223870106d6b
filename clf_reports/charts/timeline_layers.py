"""The layers of the timeline in Altair: no data, only how each kind of row is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from ..look import layout
from ..look.channels import at, of, placed, row_names
from ..look.theme import Mode, Palette, palette, stage_colours

HEADER, ROW = 26, 58
BAR = 15  # pixels, from the middle of a row's bar to its edges together
NAME = 11.5  # size of a stage's name where it arrives
OTHER = "Other actions"
"""The name of the row of actions that serve no open indicator."""
_ROOM = 34  # pixels that a month's name takes


def timeline_layers(capabilities: Sequence[str], stages: int, mode: Mode) -> alt.LayerChart:
    """All layers of the timeline, placed by expressions of `width` and `height`.

    A row per capability, a column per month; where columns are narrow, only every second, third… is named.
    """
    colours = palette(mode)
    names = [line for name in (*capabilities, OTHER) for line in layout.wrap(name)]
    label = max(layout.text_width(name, 12.5) for name in names) + 12
    places = {
        "edge": "width",
        "zero": "0",
        "head": f"{HEADER}",
        "unit": f"(width - {label:.0f} - 4) / datum.months",
        "tall": f"(height - {HEADER}) / datum.rows",
        "left": f"{label:.0f} + datum.start * datum.unit",
        "right": f"max({label:.0f} + datum.end * datum.unit - 1, datum.left + 2)",
        "top": f"{HEADER} + datum.row * datum.tall",
        "middle": "datum.top + datum.tall / 2",
        "upper": f"datum.middle - {BAR / 2}",
        "lower": f"datum.middle + {BAR / 2}",
        "foot": f"{HEADER} + datum.rows * datum.tall",
        "every": f"ceil({_ROOM} / datum.unit)",
        "centre": "(datum.left + datum.right) / 2",
        "named": "datum.unit > 62 ? datum.text : datum.start % datum.every == 0 ? datum.brief : ''",
        "line": f"datum.middle + (datum.above ? -{BAR / 2 + 9} : {BAR / 2 + 9})",
        # Where names would run into each other, the later one says what counts.
        "shown": "datum.room < 0 || datum.room * datum.unit > datum.own ? datum.stage : ''",
        "toleft": "datum.right > width * 0.7",
        "beside": "datum.right + (datum.toleft ? 7 : -7)",
    }
    return placed(
        [*_frame(colours), *_work(colours, stages, mode), *_arrivals(colours, stages, mode)], places
    )


def _frame(colours: Palette) -> list[alt.Chart]:
    month = of("month")
    return [
        month.mark_rule(stroke=colours.grid, aria=False).encode(**at("left", "head"), y2="foot:Q"),
        month.mark_text(fill=colours.muted, fontSize=11, aria=False).encode(
            **{**at("centre", "middle"), "y": alt.value(HEADER / 2)}, text="named:N"
        ),
        *row_names(colours),
        of("none")
        .mark_text(align="left", baseline="middle", fill=colours.muted, fontSize=12, dx=8, aria=False)
        .encode(**at("left", "middle"), text="text:N"),
    ]


def _colours(stages: int, mode: Mode) -> alt.Fill:
    """The colour of a level's stage; 0 is none."""
    scale = alt.Scale(type="ordinal", domain=list(range(stages + 1)), range=list(stage_colours(stages, mode)))
    return alt.Fill("level:O", scale=scale, legend=None)


def _work(colours: Palette, stages: int, mode: Mode) -> list[alt.Chart]:
    box: dict[str, Any] = {**at("left", "upper"), "x2": "right:Q", "y2": "lower:Q"}
    tooltip = [
        alt.Tooltip("work:N", title="Work"),
        alt.Tooltip("capability:N", title="Capability"),
        alt.Tooltip("stage:N", title="For"),
        alt.Tooltip("owner:N", title="Owner"),
        alt.Tooltip("when:N", title="When"),
    ]
    # What is overdue has an outline, as what is not yet done at its date; the words are in its tooltip.
    outline = (
        alt.when("datum.overdue")
        .then(alt.value(colours.text))
        .when("datum.level === 0")
        .then(alt.value(colours.outline))
        .otherwise(alt.value(colours.background))
    )
    bar = of("bar").mark_rect(cornerRadius=2, strokeWidth=alt.ExprRef("datum.overdue ? 2 : 1"))
    return [
        bar.encode(
            **box,
            fill=_colours(stages, mode),
            stroke=outline,
            tooltip=tooltip,
            description="description:N",
        )
    ]


def _arrivals(colours: Palette, stages: int, mode: Mode) -> list[alt.Chart]:
    arrival = of("arrival")
    mark = arrival.mark_point(
        shape="diamond", size=150, opacity=1, filled=True, stroke=colours.text, strokeWidth=1.5
    )
    words: dict[str, Any] = {"baseline": "middle", "fontSize": NAME, "fill": colours.text, "aria": False}
    text = arrival.mark_text(align=alt.ExprRef("datum.toleft ? 'right' : 'left'"), fontWeight=600, **words)
    return [
        mark.encode(
            **at("right", "middle"),
            fill=_colours(stages, mode),
            tooltip=[
                alt.Tooltip("capability:N", title="Capability"),
                alt.Tooltip("stage:N", title="Stage"),
                alt.Tooltip("when:N", title="Arrives in"),
            ],
            description="description:N",
        ),
        text.encode(**at("beside", "line"), text="shown:N"),
    ]
