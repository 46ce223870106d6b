"""The radar of stages: capabilities are spokes in framework order, stages are rings, points sit on rings.

The specification is constant for a framework and a mode; the data carries all that changes, so that a screen
swaps a small frame instead of building a chart anew.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]  # it has no type information

from clf_model.explanation import level_name
from clf_model.framework import Framework

from ..look import layout
from ..look.channels import without_data
from ..look.series import Series, check_series, progress_words
from ..look.theme import MARKS, Mode, SeriesRole, palette
from .radar_layers import radar_layers

LONGEST_NAME = 300  # pixels, of a series in the legend
PROGRESS_KEY = "Progress to next stage"
COLUMNS = (
    *("layer", "series", "role", "order", "size", "z", "angle", "radius", "start", "bright"),
    *("text", "dx", "dy", "align", "capability", "stage", "progress", "description", "item", "own", "before"),
)
_NUMBERS = {"order", "size", "z", "angle", "radius", "start", "dx", "dy", "item", "own", "before"}
_SCHEMA = pa.schema(
    [
        (column, pa.bool_() if column == "bright" else pa.float64() if column in _NUMBERS else pa.string())
        for column in COLUMNS
    ]
)


def radar_chart(
    framework: Framework, series: Sequence[Series], mode: Mode, size: tuple[int, int] = (620, 560)
) -> alt.LayerChart:
    """The radar as a chart with its data, for images and documents.

    `size` is in pixels; words keep theirs, so that they are larger in a small one that is enlarged.
    Raises `SeriesError` where a series does not fit the framework.
    """
    chart = _layers(framework, mode, compact=False).properties(data=radar_data(framework, series))
    width, height = size
    return chart.properties(width=width, height=height, background=palette(mode).background)


def radar_spec(framework: Framework, mode: Mode, compact: bool = False) -> dict[str, Any]:
    """The radar as a Vega-Lite specification without data, to go with a frame of `radar_data`.

    `compact` is a small one of about 220 pixels: no names of rings and no legend.
    """
    spec: dict[str, Any] = json.loads(_spec(framework, mode, compact))
    return spec


@lru_cache(maxsize=32)
def _spec(framework: Framework, mode: Mode, compact: bool) -> str:
    return without_data(_layers(framework, mode, compact), mode)


def radar_data(
    framework: Framework, series: Sequence[Series], highlight: str | None = None, compact: bool = False
) -> pd.DataFrame:
    """The rows of a radar; its layers select theirs by the column `layer`.

    `highlight` is the id of a capability whose spoke and label are drawn bright. The column `radius` counts
    stages from the centre.
    Raises `SeriesError` where a series does not fit the framework, `UnknownIdError` for an unknown highlight.
    """
    return pd.DataFrame(_rows(framework, series, highlight, compact), columns=list(COLUMNS))


def radar_arrow(
    framework: Framework, series: Sequence[Series], highlight: str | None = None, compact: bool = False
) -> pa.Table:
    """What `radar_data` has, ready to be sent: a frame takes several times as long to make and to send."""
    rows = _rows(framework, series, highlight, compact)
    return pa.table([[row.get(column) for row in rows] for column in COLUMNS], schema=_SCHEMA)


def _rows(
    framework: Framework, series: Sequence[Series], highlight: str | None, compact: bool
) -> list[dict[str, Any]]:
    check_series(framework, series)
    bright = framework.capability(highlight).id if highlight else None
    rows = _frame_rows(framework, bright, compact)
    # The wide solid line first, thinner dashed ones over it.
    for one in sorted(series, key=lambda s: -MARKS[s.role].width):
        rows += _series_rows(framework, one)
    return rows + _legend_rows(framework, series)


def radar_alt(framework: Framework, series: Sequence[Series]) -> str:
    """What a radar shows, in plain words: per series, each capability with its stage."""
    check_series(framework, series)
    sentences = []
    for one in series:
        kind = " stages" if one.role in ("reached", "evidenced", "possible", "target") else ""
        stages = "; ".join(
            f"{capability.short_name} {level_name(framework, level)}"
            for capability, level in zip(framework.capabilities, one.levels, strict=True)
        )
        sentences.append(f"{one.name}{kind}: {stages}.")
    return " ".join(sentences) or "An empty radar: nothing is chosen to be shown."


@lru_cache(maxsize=32)
def _layers(framework: Framework, mode: Mode, compact: bool) -> alt.LayerChart:
    return radar_layers(_labels(framework, compact), len(framework.stages), mode, compact)


def _labels(framework: Framework, compact: bool) -> tuple[layout.SpokeLabel, ...]:
    names = [capability.short_name for capability in framework.capabilities]
    return layout.spoke_labels(names, *((10.5, 7.0) if compact else (12.5, 14.0)))


def _frame_rows(framework: Framework, bright: str | None, compact: bool) -> list[dict[str, Any]]:
    """Rings, spokes and their names."""
    rows: list[dict[str, Any]] = []
    labels = _labels(framework, compact)
    stages = len(framework.stages)
    for ring in range(stages, -1, -1):
        name = level_name(framework, ring)
        for order, label in enumerate(labels):
            rows.append(
                {
                    "layer": "ring",
                    "series": name,
                    "z": ring,
                    "order": order,
                    "angle": label.angle,
                    "radius": ring,
                }
            )
        if ring and not compact:
            rows.append(
                {"layer": "ring_label", "text": name, "angle": 0.0, "radius": ring, "dx": 13.0, "dy": -3.0}
            )
    for capability, label in zip(framework.capabilities, labels, strict=True):
        common = {
            "capability": capability.short_name,
            "angle": label.angle,
            "bright": capability.id == bright,
        }
        rows.append({"layer": "spoke", "radius": stages, "start": 0, **common})
        place = {"text": label.text, "dx": label.dx, "dy": label.dy, "align": label.align}
        rows.append({"layer": "spoke_label", "radius": stages, **place, **common})
    return rows


def _series_rows(framework: Framework, series: Series) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    size = MARKS[series.role].size
    for order, (capability, level) in enumerate(zip(framework.capabilities, series.levels, strict=True)):
        stage = level_name(framework, level)
        towards = None
        if series.progress is not None:
            towards = progress_words(framework, level, series.progress[order])
        common = {
            "series": series.name,
            "role": series.role,
            "angle": 2 * math.pi * order / len(framework.capabilities),
            "capability": capability.short_name,
            "stage": stage,
            "progress": towards or "not shown",
            "description": f"{series.name}: {capability.short_name} {stage}"
            + (f", {towards}" if towards else ""),
        }
        rows.append({"layer": "point", "order": order, "z": -size, "size": size, "radius": level, **common})
        if series.progress is not None and series.progress[order] > level:
            ahead = {"radius": series.progress[order], "start": level}
            rows.append({"layer": "progress", **ahead, **common})
    return rows


def cut_names(series: Sequence[Series]) -> list[str]:
    """The names of series of which the legend has only the beginning."""
    return [one.name for one in series if _in_legend(one.name) != one.name]


def _in_legend(name: str) -> str:
    return " ".join(layout.fitted(name, 12, LONGEST_NAME))


def _legend_rows(framework: Framework, series: Sequence[Series]) -> list[dict[str, Any]]:
    """What is shown, and how the parts of the radar that have no name on them are read."""
    entries: list[tuple[str, SeriesRole | None, str]] = [
        (_in_legend(one.name), one.role, "legend") for one in series
    ]
    ahead = [
        s
        for s in series
        if s.progress is not None and any(p > lv for p, lv in zip(s.progress, s.levels, strict=True))
    ]
    if ahead:
        entries.append((PROGRESS_KEY, ahead[0].role, "legend_progress"))
    entries.append((f"Centre: {level_name(framework, 0)}", None, "legend_hub"))
    own = [layout.text_width(text, 12) + layout.LEGEND_TEXT + 10 for text, _, _ in entries]
    return [
        {
            "layer": layer,
            "text": text,
            "role": role,
            "size": MARKS[role].size if role else None,
            "item": item,
            "own": own[item],
            "before": sum(own[:item]),
        }
        for item, (text, role, layer) in enumerate(entries)
    ]
