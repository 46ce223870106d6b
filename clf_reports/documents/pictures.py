"""The pictures of a document: the app's own charts, drawn for paper with the fonts that go with them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias, assert_never

import vl_convert

from clf_model.framework import Framework
from clf_model.planning import Frontier, Plan
from clf_model.planning.effort_unit import EffortUnit
from clf_model.planning.schedule_values import Schedule

from ..charts.frontier import frontier_data, frontier_spec
from ..charts.radar import radar_data, radar_spec
from ..charts.timeline import timeline_data, timeline_height, timeline_spec
from ..look.series import Series
from ..look.theme import Mode

FONTS = Path(__file__).parent / "fonts"
FONT = "Noto Sans"


@dataclass(frozen=True, slots=True)
class Radar:
    """The stages of every capability, as one or more outlines."""

    framework: Framework
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """What each effort can bring at best, with a plan on it."""

    frontier: Frontier
    plan: Plan | None
    unit: EffortUnit


@dataclass(frozen=True, slots=True)
class Timeline:
    """The work of a plan, month by month."""

    framework: Framework
    schedule: Schedule


Picture: TypeAlias = Radar | Curve | Timeline


def svg(picture: Picture) -> str:
    """The picture as SVG, its words in the documents' font."""
    _register_fonts()
    return vl_convert.vegalite_to_svg(_spec(picture), config={"font": FONT}, allowed_base_urls=[])


def png(picture: Picture, scale: float = 3) -> bytes:
    """The picture as PNG, `scale` pixels to a unit, for what cannot show the other."""
    _register_fonts()
    return vl_convert.vegalite_to_png(
        _spec(picture), scale=scale, config={"font": FONT}, allowed_base_urls=[]
    )


def _spec(picture: Picture) -> dict[str, Any]:
    match picture:
        case Radar(framework, series):
            spec, frame = radar_spec(framework, Mode.LIGHT), radar_data(framework, series)
            size = (470, 430)
        case Curve(frontier, plan, unit):
            spec, frame = frontier_spec(Mode.LIGHT, unit), frontier_data(frontier, plan, None, unit)
            size = (620, 320)
        case Timeline(framework, schedule):
            spec, frame = timeline_spec(framework, Mode.LIGHT), timeline_data(framework, schedule)
            size = (760, timeline_height(framework, schedule))
        case _:
            assert_never(picture)
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return {**spec, "data": {"values": rows}, "width": size[0], "height": size[1]}


@lru_cache(maxsize=1)
def _register_fonts() -> None:
    vl_convert.register_font_directory(str(FONTS))
