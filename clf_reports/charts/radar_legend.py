"""The radar's own legend: it shows what is shown, with line and point together, and folds to the width."""

from __future__ import annotations

import altair as alt

from ..look import channels, layout
from ..look.channels import at
from ..look.theme import Palette

HEXAGON = "M0,-1L0.866,-0.5L0.866,0.5L0,1L-0.866,0.5L-0.866,-0.5Z"


def legend_layers(colours: Palette) -> list[alt.Chart]:
    """A line, a point and the name of each series that is shown, in as many columns as the width takes."""

    def entry(layer: str) -> alt.Chart:
        condition = (
            f"indexof({layer}, datum.layer) >= 0" if layer.startswith("[") else f"datum.layer === '{layer}'"
        )
        row = "(width - datum.whole) / 2 + datum.before * datum.type / 12"
        table = "(width - datum.columns * datum.entry) / 2 + (datum.item % datum.columns) * datum.entry"
        left = f"max(0, datum.lines === 1 ? {row} : {table})"
        return (
            alt.Chart()
            .transform_filter(condition)
            .transform_calculate(left=left)
            .transform_calculate(
                right="datum.left + 34",
                between="datum.left + 17",
                half="datum.size * 0.55",
                words=f"datum.left + {layout.LEGEND_TEXT}",
                row=f"datum.room + 6 + (floor(datum.item / datum.columns) + 0.5) * {layout.LEGEND_ROW}",
            )
        )

    stroke = channels.stroke(colours)
    return [
        entry("legend")
        .mark_rule(aria=False)
        .encode(
            **at("left", "row"),
            x2="right:Q",
            stroke=stroke,
            strokeDash=channels.dash(),
            strokeWidth=channels.width(1.0),
        ),
        entry("legend")
        .mark_point(opacity=1, strokeWidth=1.75, aria=False)
        .encode(
            **at("between", "row"),
            stroke=stroke,
            fill=channels.fill(colours),
            shape=channels.shape(),
            size=channels.size("half"),
        ),
        entry("legend_progress")
        .mark_rule(strokeWidth=3, opacity=0.55, aria=False)
        .encode(**at("left", "row"), x2="between:Q", stroke=stroke),
        entry("legend_progress")
        .mark_point(shape="circle", size=34, opacity=0.85, strokeWidth=1.5, aria=False)
        .encode(**at("between", "row"), stroke=stroke, fill=alt.value(colours.background)),
        entry("legend_hub")
        .mark_point(shape=HEXAGON, size=230, strokeWidth=1, aria=False)
        .encode(
            **at("between", "row"), stroke=alt.value(colours.outline), fill=alt.value(colours.background)
        ),
        entry("['legend', 'legend_progress', 'legend_hub']")
        .mark_text(
            align="left", baseline="middle", fontSize=alt.ExprRef("datum.type"), fill=colours.text, aria=False
        )
        .encode(**at("words", "row"), text="text:N"),
    ]
