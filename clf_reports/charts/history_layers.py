"""The layers of the history in Altair: no data, only how each kind of row is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from ..look import layout
from ..look.channels import at, of, placed, row_names
from ..look.theme import Mode, Palette, palette

HEADER, ROW = 30, 78
DAY, STAGE = 11.5, 11.5  # sizes of a date and of a stage's name
_AWAY, _END = 16, 92  # pixels between the names and the first point, and after the last for its stage


def history_layers(capabilities: Sequence[str], mode: Mode) -> alt.LayerChart:
    """All layers of the history, placed by expressions of `width` and `height`.

    A row per capability, in which a higher stage stands higher; time runs to the right.
    """
    colours = palette(mode)
    names = [line for name in capabilities for line in layout.wrap(name)]
    label = max(layout.text_width(name, 12.5) for name in names) + _AWAY
    places = {
        "edge": "width",
        "zero": "0",
        "head": f"{HEADER}",
        "long": f"width - {label + _END:.0f}",
        "tall": f"(height - {HEADER}) / datum.rows",
        "top": f"{HEADER} + datum.row * datum.tall",
        "middle": "datum.top + datum.tall / 2",
        "foot": f"{HEADER} + datum.rows * datum.tall",
        "left": f"{label:.0f} + datum.start * datum.long",
        "right": f"{label:.0f} + datum.end * datum.long",
        "line": "datum.top + datum.tall * (0.86 - 0.62 * datum.level / datum.levels)",
        "other": "datum.top + datum.tall * (0.86 - 0.62 * datum.end / datum.levels)",
        "side": "abs(datum.beside) * datum.long > datum.own ? 0 : datum.beside",
        # Where dates or stages would run into each other, the later one says what counts.
        "named": "datum.room < 0 || datum.room * datum.long > datum.own ? datum.text : ''",
    }
    return placed([*_frame(colours), *_lines(colours)], places)


def _frame(colours: Palette) -> list[alt.Chart]:
    day = of("day")
    return [
        day.mark_rule(stroke=colours.grid, aria=False).encode(
            **at("left", "head"),
            y2="foot:Q",
            strokeWidth=alt.when("datum.chosen").then(alt.value(2)).otherwise(alt.value(1)),
        ),
        day.mark_text(
            align=alt.ExprRef("datum.side > 0 ? 'right' : datum.side < 0 ? 'left' : 'center'"),
            baseline="middle",
            fill=alt.ExprRef(f"datum.chosen ? '{colours.text}' : '{colours.muted}'"),
            fontWeight=alt.ExprRef("datum.chosen ? 700 : 400"),
            fontSize=DAY,
            aria=False,
        ).encode(**{**at("left", "middle"), "y": alt.value(HEADER / 2)}, text="named:N"),
        *row_names(colours),
    ]


def _lines(colours: Palette) -> list[alt.Chart]:
    line: dict[str, Any] = {"stroke": colours.accent, "strokeWidth": 2.25, "aria": False}
    point = of("point")
    return [
        of("step").mark_rule(**line).encode(**at("left", "line"), x2="right:Q"),
        of("rise").mark_rule(**line).encode(**at("left", "line"), y2="other:Q"),
        point.mark_point(shape="circle", filled=True, opacity=1, strokeWidth=2).encode(
            **at("left", "line"),
            # A draft is open, so that colour is not the only sign.
            fill=alt.condition(
                "datum.state === 'Final'", alt.value(colours.accent), alt.value(colours.background)
            ),
            stroke=alt.value(colours.accent),
            strokeDash=alt.condition("datum.state === 'Final'", alt.value([1, 0]), alt.value([2, 2])),
            size=alt.condition("datum.chosen", alt.value(190), alt.value(110)),
            tooltip=[
                alt.Tooltip("capability:N", title="Capability"),
                alt.Tooltip("stage:N", title="Stage"),
                alt.Tooltip("when:N", title="Date"),
                alt.Tooltip("name:N", title="Assessment"),
                alt.Tooltip("state:N", title="State"),
            ],
            description="description:N",
        ),
        point.mark_text(
            align="left",
            baseline="middle",
            dx=5,  # beside the day's line, which would run through its first letter
            dy=alt.ExprRef("datum.fell ? 16 : -16"),
            fontSize=STAGE,
            fill=colours.text,
            aria=False,
        ).encode(**at("left", "line"), text="named:N"),
    ]
