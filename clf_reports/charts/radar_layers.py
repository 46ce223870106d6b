"""The layers of the radar in Altair: no data, only how each kind of row is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from ..look import channels, layout
from ..look.channels import at, of, placed
from ..look.colour import mix
from ..look.theme import Mode, Palette, palette
from .radar_legend import legend_layers


def radar_layers(
    labels: Sequence[layout.SpokeLabel], stages: int, mode: Mode, compact: bool
) -> alt.LayerChart:
    """All layers of a radar with so many stages, placed by expressions of `width` and `height`."""
    colours = palette(mode)
    layers = [*_grid(colours, stages), *_series(colours, compact), *_names(colours, compact)]
    if not compact:
        layers += legend_layers(colours)
    legend_room = alt.JoinAggregateTransform(
        joinaggregate=[
            alt.JoinAggregateFieldDef(op="max", field="item", **{"as": "last"}),
            alt.JoinAggregateFieldDef(op="max", field="own", **{"as": "widest"}),
            alt.JoinAggregateFieldDef(op="sum", field="own", **{"as": "total"}),
        ]
    )
    return placed(layers, _places(labels, stages, compact), legend_room)


def _places(labels: Sequence[layout.SpokeLabel], stages: int, compact: bool) -> dict[str, str]:
    """Pixels of every row, by name, each an expression that may use those before it."""
    radius = layout.radius(labels, "width", "datum.room")
    from_centre = f"+ {layout.HUB}) / {stages + layout.HUB} * datum.outer"
    return {
        "items": "datum.last + 1",
        "type": "width < 420 ? 11 : 12",
        "entry": "datum.widest * datum.type / 12",
        "whole": "datum.total * datum.type / 12",
        "lines": "datum.whole <= width ? 1 : ceil(datum.items / max(1, floor(width / datum.entry)))",
        "columns": "ceil(datum.items / datum.lines)",
        "room": "height" if compact else f"height - datum.lines * {layout.LEGEND_ROW} - 6",
        "outer": radius,
        "middle": layout.centre(labels, "datum.room", "datum.outer"),
        # Points shrink with a small radar, so that they do not hide it.
        "area": f"datum.size * clamp(datum.outer / {110 if compact else 170}, 0.4, 1)",
        "far": f"(datum.radius {from_centre}",
        "near": f"(datum.start {from_centre}",
        "x": "width / 2 + datum.far * sin(datum.angle) + datum.dx",
        "y": "datum.middle - datum.far * cos(datum.angle) + datum.dy",
        "x2": "width / 2 + datum.near * sin(datum.angle)",
        "y2": "datum.middle - datum.near * cos(datum.angle)",
    }


def _grid(colours: Palette, stages: int) -> list[alt.Chart]:
    rings = of("ring").mark_line(interpolate="linear-closed", strokeWidth=1, aria=False)
    # A ring for each stage, shaded a little deeper towards the last; the centre stays plain.
    fills = [
        colours.background,
        *(mix(colours.background, colours.band, 0.03 + 0.13 * s / stages) for s in range(1, stages + 1)),
    ]
    order = list(range(stages, -1, -1))
    shades = alt.Scale(domain=order, range=[fills[ring] for ring in order])
    return [
        rings.encode(
            **at("x", "y"),
            order="order:Q",
            detail="series:N",
            fill=alt.Fill("z:O", scale=shades, legend=None),
            stroke=alt.value(colours.grid),
        ),
        of("spoke").mark_rule(aria=False, stroke=colours.spoke).encode(**at("x", "y"), x2="x2:Q", y2="y2:Q"),
        of("spoke")
        .transform_filter("datum.bright")
        .mark_rule(aria=False, stroke=colours.accent, strokeWidth=14, strokeCap="round", opacity=0.25)
        .encode(**at("x", "y"), x2="x2:Q", y2="y2:Q"),
    ]


def _names(colours: Palette, compact: bool) -> list[alt.Chart]:
    size = 10.5 if compact else 12.5
    names = of("spoke_label").mark_text(
        align=alt.ExprRef("datum.align"),
        baseline="top",
        lineBreak="\n",
        lineHeight=size * layout.LINE,
        fontSize=size,
        fontWeight=alt.ExprRef("datum.bright ? 700 : 400"),
        fill=alt.ExprRef(f"datum.bright ? '{colours.accent}' : '{colours.text}'"),
        aria=False,
    )
    layers = [names.encode(**at("x", "y"), text="text:N")]
    if compact:
        return layers
    rings = of("ring_label").encode(**at("x", "y"), text="text:N")
    style: dict[str, Any] = {
        "align": "left",
        "baseline": "bottom",
        "fontSize": alt.ExprRef("datum.outer < 110 ? 9.5 : 11"),
        "aria": False,
    }
    halo = rings.mark_text(
        **style, stroke=colours.background, strokeWidth=3.5, strokeJoin="round", opacity=0.85
    )
    return [halo, rings.mark_text(**style, fill=colours.muted), *layers]


def _series(colours: Palette, compact: bool) -> list[alt.Chart]:
    share = 0.45 if compact else 1.0
    stroke = channels.stroke(colours)
    polygons = of("point").encode(**at("x", "y"), order="order:Q", detail="series:N")
    tooltips = [
        alt.Tooltip("series:N", title="Shown"),
        alt.Tooltip("capability:N", title="Capability"),
        alt.Tooltip("stage:N", title="Stage"),
        alt.Tooltip("progress:N", title="Progress"),
    ]
    ahead = of("progress")
    return [
        polygons.transform_filter("datum.role === 'reached'")
        .mark_line(interpolate="linear-closed", strokeWidth=0, aria=False)
        .encode(fill=alt.value(colours.roles["reached"]), fillOpacity=alt.value(0.16)),
        polygons.mark_line(interpolate="linear-closed", strokeJoin="round", aria=False).encode(
            stroke=stroke, strokeDash=channels.dash(), strokeWidth=channels.width(0.75 if compact else 1.0)
        ),
        ahead.mark_rule(strokeWidth=3 * max(share, 0.7), opacity=0.55, aria=False).encode(
            **at("x", "y"), x2="x2:Q", y2="y2:Q", stroke=stroke
        ),
        # The stage's own point says the progress too; a layer without any point would be a nameless picture.
        ahead.mark_point(shape="circle", size=34 * share, opacity=0.85, strokeWidth=1.5, aria=False).encode(
            **at("x", "y"), stroke=stroke, fill=alt.value(colours.background), tooltip=tooltips
        ),
        of("point")
        .mark_point(opacity=1, strokeWidth=1.5 if compact else 2)
        .encode(
            **at("x", "y"),
            order="z:Q",
            stroke=stroke,
            fill=channels.fill(colours),
            shape=channels.shape(),
            size=channels.size(),
            tooltip=tooltips,
            description="description:N",
        ),
    ]
