"""The layers of the steps grid in Altair: no data, only how each kind of row is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from ..look import layout
from ..look.channels import at, placed
from ..look.colour import text_on
from ..look.theme import Mode, Palette, palette, stage_colours

HEADER, ROW, GAP = 30, 52, 4
NARROW_NAME = 9.5  # size of a stage's name where columns are narrow
CHECK = "M-0.9,0.05L-0.3,0.65L0.9,-0.6L0.65,-0.85L-0.3,0.15L-0.65,-0.2Z"
LOCK = (
    "M-0.7,-0.1L0.7,-0.1L0.7,0.9L-0.7,0.9Z"
    "M-0.45,-0.1L-0.45,-0.5A0.45,0.45,0,0,1,0.45,-0.5L0.45,-0.1L0.22,-0.1L0.22,-0.5A0.22,0.22,0,0,0,-0.22,-0.5L-0.22,-0.1Z"
)


def steps_layers(capabilities: Sequence[str], stages: int, mode: Mode) -> alt.LayerChart:
    """All layers of the grid, placed by expressions of `width` and `height`.

    Where cells are narrow, the text is brief and its symbol stands above it.
    """
    colours = palette(mode)
    names = [line for name in capabilities for line in layout.wrap(name)]
    label = max(layout.text_width(name, 12.5) for name in names) + 10
    places = {
        "wide": f"(width - {label:.0f}) / {stages}",
        "tall": f"(height - {HEADER}) / datum.rows",
        "left": f"{label:.0f} + datum.column * datum.wide + {GAP / 2}",
        "top": f"{HEADER} + datum.row * datum.tall + {GAP / 2}",
        "right": f"datum.left + datum.wide - {GAP}",
        "bottom": f"datum.top + datum.tall - {GAP}",
        "filled": "datum.left + (datum.right - datum.left) * datum.share",
        "across": "(datum.left + datum.right) / 2",
        "down": "(datum.top + datum.bottom) / 2",
        "roomy": "datum.wide > 108",
        "words": "datum.roomy ? datum.text : datum.brief",
        "symbol": "datum.roomy ? datum.left + 16 : datum.across",
        "line": "datum.roomy || datum.state === 'under way' ? datum.down : datum.down + 9",
        # Names that are wider than their columns stand in two rows, in turn.
        "head": f"{HEADER / 2} + (datum.wide >= datum.widest ? 0 : datum.column % 2 ? 8 : -7)",
        "mark": "datum.roomy ? datum.down : datum.down - 8",
    }
    return placed([*_cells(colours, stages, mode), *_headings(colours)], places)


def _of(condition: str) -> alt.Chart:
    return alt.Chart().transform_filter(condition)


def _cells(colours: Palette, stages: int, mode: Mode) -> list[alt.Chart]:
    ramp = stage_colours(stages, mode)
    inks = [text_on(colour) for colour in ramp]
    scale: dict[str, Any] = {"domain": list(range(stages)), "type": "ordinal"}
    fill = alt.Fill("column:O", scale=alt.Scale(**scale, range=list(ramp[1:])), legend=None)
    ink = alt.Fill("column:O", scale=alt.Scale(**scale, range=inks[1:]), legend=None)
    cell, addressed = _of("datum.layer === 'cell'"), _of("datum.state === 'addressed'")
    under_way, locked = _of("datum.state === 'under way'"), _of("datum.state === 'locked'")
    tooltip = [
        alt.Tooltip("capability:N", title="Capability"),
        alt.Tooltip("stage:N", title="Stage"),
        alt.Tooltip("state:N", title="State"),
        alt.Tooltip("detail:N", title="Indicators"),
    ]
    box = {**at("left", "top"), "x2": "right:Q", "y2": "bottom:Q"}
    words: dict[str, Any] = {"align": "center", "baseline": "middle", "aria": False, "fontSize": 12}
    check = addressed.mark_point(shape=CHECK, size=190, opacity=1, strokeWidth=0, aria=False)
    lock = locked.mark_point(shape=LOCK, size=120, opacity=1, strokeWidth=0, aria=False, fill=colours.muted)
    return [
        # Every cell carries the tooltip and the description; what is drawn over it is for the eye alone.
        cell.mark_rect(cornerRadius=4, fill=ramp[0], fillOpacity=0.45).encode(
            **box, tooltip=tooltip, description="description:N"
        ),
        under_way.mark_rect(cornerRadius=4, fill=ramp[0], aria=False).encode(**{**box, "x2": "filled:Q"}),
        under_way.mark_rect(
            cornerRadius=4, fill=None, stroke=colours.accent, strokeWidth=1.75, aria=False
        ).encode(**box),
        addressed.mark_rect(cornerRadius=4, aria=False).encode(**box, fill=fill),
        check.encode(**at("symbol", "mark"), fill=ink),
        lock.encode(**at("symbol", "mark")),
        addressed.mark_text(**words).encode(**at("across", "line"), text="words:N", fill=ink),
        under_way.mark_text(**words, fontWeight=700, fill=colours.text).encode(
            **at("across", "line"), text="words:N"
        ),
        locked.mark_text(**words, fill=colours.muted).encode(**at("across", "line"), text="words:N"),
    ]


def _headings(colours: Palette) -> list[alt.Chart]:
    stage = _of("datum.layer === 'stage'").mark_text(
        baseline="middle",
        fill=colours.muted,
        fontSize=alt.ExprRef(f"datum.wide < 72 ? {NARROW_NAME} : 12"),
        aria=False,
    )
    capability = _of("datum.layer === 'capability'").mark_text(
        align="left",
        baseline="middle",
        lineBreak="\n",
        lineHeight=15,
        dy=alt.ExprRef("7.5 - 7.5 * length(split(datum.text, '\\n'))"),
        fontSize=12.5,
        fontWeight=alt.ExprRef("datum.bright ? 700 : 400"),
        fill=alt.ExprRef(f"datum.bright ? '{colours.accent}' : '{colours.text}'"),
        aria=False,
    )
    return [
        stage.encode(**at("across", "head"), text="text:N"),
        capability.encode(**{**at("across", "down"), "x": alt.value(0)}, text="text:N"),
    ]
