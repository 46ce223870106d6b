"""Charts as PNG and SVG, rendered here without a browser and without the network."""

from __future__ import annotations

from collections.abc import Iterable

import altair as alt
import vl_convert

from clf_model.assessment import Assessment
from clf_model.rules import Rules

from .layout import folded
from .theme import Mode, palette

FICTIONAL = "Fictional sample data"
_LARGE, _SMALL = 18, 12  # pixels, of a title and of the lines below it
_BOLD = 1.08  # so much wider is what is bold
FONT = "Liberation Sans, Arial, Helvetica, DejaVu Sans, sans-serif"


def captioned(
    chart: alt.LayerChart,
    assessment: Assessment,
    rules: Rules,
    mode: Mode,
    title: str | None = None,
    names: Iterable[str] = (),
) -> alt.LayerChart:
    """The chart under a title with service, date and rules, marked where the data are fictional.

    It stays as wide as it is: names are there whole, in as many lines as they take.

    `title` replaces the service's name, for a picture of something else than one assessment. `names` are
    those that the chart has only the beginning of.
    """
    colours = palette(mode)
    service = " – ".join(part for part in (assessment.organisation, assessment.unit) if part)
    width = float(chart.width)
    lines = [*folded(_when(assessment), _SMALL, width), *folded(rules.describe(), _SMALL, width)]
    for name in names:
        lines += folded(f"In full: {name}", _SMALL, width)
    if assessment.fictional:
        lines.append(FICTIONAL)
    return chart.properties(
        padding={"left": 20, "right": 20, "top": 18, "bottom": 14},
        autosize=alt.AutoSizeParams(type="pad"),
        title=alt.TitleParams(
            text=folded(title or service, _LARGE * _BOLD, width),
            subtitle=lines,
            anchor="start",
            frame="bounds",
            fontSize=_LARGE,
            subtitleFontSize=_SMALL,
            subtitlePadding=6,
            subtitleLineHeight=17,
            color=colours.text,
            subtitleColor=colours.muted,
            offset=22,
        ),
    )


def _when(assessment: Assessment) -> str:
    day = assessment.assessed_on
    date = f"{day.day} {day:%B %Y}"
    return f"{assessment.title}, {date}" if assessment.title else date


def chart_png(chart: alt.LayerChart, scale: float = 2) -> bytes:
    """The chart as a PNG image, `scale` pixels to a unit."""
    return vl_convert.vegalite_to_png(
        chart.to_dict(), scale=scale, config={"font": FONT}, allowed_base_urls=[]
    )


def chart_svg(chart: alt.LayerChart) -> str:
    """The chart as an SVG image; it names common fonts and loads none."""
    return vl_convert.vegalite_to_svg(chart.to_dict(), config={"font": FONT}, allowed_base_urls=[])
