"""What layers have in common: places in pixels, and how a role looks, alike in radar and legend."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from .theme import MARKS, ROLES, Mode, Palette, palette


def at(x: str, y: str) -> dict[str, Any]:
    """A place given in pixels by two fields: no scale, no axis."""
    return {"x": alt.X(f"{x}:Q", scale=None, axis=None), "y": alt.Y(f"{y}:Q", scale=None, axis=None)}


def of(layer: str) -> alt.Chart:
    """A chart of the rows of one layer."""
    return alt.Chart().transform_filter(f"datum.layer === '{layer}'")


def placed(layers: Sequence[alt.Chart], places: Mapping[str, str], *before: Any) -> alt.LayerChart:
    """Layers over one frame of data, placed by named expressions, each of which may use those above it.

    `before` are transforms that come first.
    """
    calculated = [alt.CalculateTransform(calculate=places[name], **{"as": name}) for name in places]
    chart = alt.LayerChart(
        layer=list(layers),
        transform=[*before, *calculated],
        autosize=alt.AutoSizeParams(type="fit", contains="padding"),
        # Streamlit writes to `padding.bottom`: a plain number there stops its chart with an error.
        padding=dict.fromkeys(("left", "right", "top", "bottom"), 2),
    )
    framed: alt.LayerChart = chart.resolve_scale(fill="independent").configure_view(stroke=None, fill=None)
    return framed


def without_data(chart: alt.LayerChart, mode: Mode) -> str:
    """A chart as a Vega-Lite specification in JSON, to go with any frame of its rows."""
    spec = chart.properties(background=palette(mode).background, data=alt.NamedData(name="source")).to_dict()
    del spec["data"]
    return json.dumps(spec)


def row_names(colours: Palette) -> list[alt.Chart]:
    """A line above each row of the layer "capability", and its name at the left, in the middle of the row."""
    row = of("capability")
    return [
        row.mark_rule(stroke=colours.grid, aria=False).encode(**at("zero", "top"), x2="edge:Q"),
        row.mark_text(
            align="left",
            baseline="middle",
            lineBreak="\n",
            lineHeight=15,
            dy=alt.ExprRef("7.5 - 7.5 * length(split(datum.text, '\\n'))"),
            fontSize=12.5,
            fill=colours.text,
            aria=False,
        ).encode(**{**at("left", "middle"), "x": alt.value(0)}, text="text:N"),
    ]


def _role_scale(values: list[Any]) -> alt.Scale:
    return alt.Scale(domain=list(ROLES), range=values)


def stroke(colours: Palette) -> alt.Stroke:
    """The colour of a role's lines and outlines."""
    return alt.Stroke("role:N", scale=_role_scale([colours.roles[r] for r in ROLES]), legend=None)


def dash() -> alt.StrokeDash:
    """The dash of a role's line."""
    return alt.StrokeDash("role:N", scale=_role_scale([list(MARKS[r].dash) for r in ROLES]), legend=None)


def width(share: float) -> alt.StrokeWidth:
    """The width of a role's line, or a share of it."""
    return alt.StrokeWidth("role:O", scale=_role_scale([MARKS[r].width * share for r in ROLES]), legend=None)


def shape() -> alt.Shape:
    """The shape of a role's points."""
    return alt.Shape("role:N", scale=_role_scale([MARKS[r].shape for r in ROLES]), legend=None)


def size(field: str = "area") -> alt.Size:
    """The area of a point, in square pixels, from a field."""
    return alt.Size(f"{field}:Q", scale=None, legend=None)


def fill(colours: Palette) -> alt.Fill:
    """The filling of a role's points: solid, or the background."""
    fills = [colours.roles[r] if MARKS[r].solid else colours.background for r in ROLES]
    return alt.Fill("role:N", scale=_role_scale(fills), legend=None)
