"""The layers of the frontier in Altair: no data, only how each kind of row is drawn."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import altair as alt

from clf_model.planning.effort_unit import EffortUnit

from ..look.channels import of
from ..look.theme import MARKS, Mode, Palette, palette

_PLACE = {"x": "effort:Q", "y": "objective:Q"}


@lru_cache(maxsize=16)
def frontier_layers(mode: Mode, unit: EffortUnit) -> alt.LayerChart:
    """The curve in steps with its points, the budget, today and the plan."""
    colours = palette(mode)
    colour = colours.roles["reached"]
    curve = of("curve")
    # The points come first: a selection belongs to the first layer.
    points = curve.mark_point(
        shape="circle", size=60, filled=True, opacity=1, color=colour, cursor="pointer"
    ).encode(
        x=_effort(colours, unit),
        y=_objective(colours),
        description="description:N",
        tooltip=[
            alt.Tooltip("effort:Q", title=unit.heading(), format="~g"),
            alt.Tooltip("objective:Q", title="Stages gained", format="~g"),
        ],
    )
    line = curve.mark_line(interpolate="step-after", strokeWidth=2.5, color=colour, aria=False)
    layers: list[alt.Chart] = [
        points,
        line.encode(**_PLACE),
        *_budget(colours),
        *_marked("today", colours, colours.text, MARKS["target"].shape, 120, away=30),
        *_marked("plan", colours, colours.roles["scenario"], MARKS["scenario"].shape, 260, away=11),
    ]
    framed: alt.LayerChart = alt.layer(*layers).configure_view(stroke=None)
    return framed


def _effort(colours: Palette, unit: EffortUnit) -> alt.X:
    axis = alt.Axis(**_axis(colours), grid=False, tickCount=6)
    return alt.X("effort:Q", title=unit.heading(), axis=axis, scale=alt.Scale(nice=True, zero=True))


def _objective(colours: Palette) -> alt.Y:
    axis = alt.Axis(**_axis(colours), tickCount=5, tickMinStep=1)
    return alt.Y("objective:Q", title="Stages gained", axis=axis, scale=alt.Scale(nice=True, zero=True))


def _axis(colours: Palette) -> dict[str, Any]:
    return {
        "labelColor": colours.muted,
        "titleColor": colours.text,
        "gridColor": colours.grid,
        "domainColor": colours.outline,
        "tickColor": colours.outline,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridOpacity": 0.6,
    }


def _budget(colours: Palette) -> list[alt.Chart]:
    budget = of("budget")
    words = budget.mark_text(
        align=alt.ExprRef("datum.align"),
        baseline="top",
        dx=alt.ExprRef("datum.align === 'left' ? 5 : -5"),
        dy=1,
        fontSize=12,
        fill=colours.muted,
        aria=False,
    )
    return [
        budget.mark_rule(strokeDash=[5, 4], strokeWidth=1.5, color=colours.muted, aria=False).encode(
            x="effort:Q"
        ),
        words.encode(x="effort:Q", y=alt.value(0), text="name:N"),
    ]


def _marked(
    layer: str, colours: Palette, colour: str, shape: str, size: int, *, away: int
) -> list[alt.Chart]:
    """A point with its name beside it, so that it is told by shape and word, not by colour alone.

    The curve rises, so a name on the left goes above it and one on the right below; today is on the axis.
    """
    words = of(layer).encode(**_PLACE, text="name:N")
    below = f"datum.align === 'left' && '{layer}' !== 'today'"
    style: dict[str, Any] = {
        "align": alt.ExprRef("datum.align"),
        "baseline": alt.ExprRef(f"{below} ? 'top' : 'bottom'"),
        "dx": alt.ExprRef(f"datum.align === 'left' ? {away} : -{away}"),
        "dy": alt.ExprRef(f"{below} ? 6 : -4"),
        "fontSize": 12,
        "aria": False,
    }
    return [
        of(layer)
        .mark_point(shape=shape, size=size, strokeWidth=2.5, opacity=1, color=colour, fill=colours.background)
        .encode(**_PLACE, description="description:N"),
        words.mark_text(**style, stroke=colours.background, strokeWidth=4, strokeJoin="round"),
        words.mark_text(**style, fill=colours.text),
    ]
