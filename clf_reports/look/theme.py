"""Colours and marks of every picture: light and dark, safe for colour-blind readers, readable in grey.

Text keeps 4.5:1 against its background, lines and points 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Literal, get_args

from .colour import mix

SeriesRole = Literal[
    "reached",
    "evidenced",
    "possible",
    "earlier",
    "scenario",
    "workers",
    "target",
    "scenario_2",
    "scenario_3",
    "scenario_4",
]
ROLES: tuple[SeriesRole, ...] = get_args(SeriesRole)
SCENARIOS: tuple[SeriesRole, ...] = ("scenario", "scenario_2", "scenario_3", "scenario_4")
"""The roles of scenarios that stand beside each other."""


class Mode(StrEnum):
    """The background that a picture is made for."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Mark:
    """How a role is drawn apart from its colour, so that colour is never the only signal.

    `size` is a point's area in square pixels: points in one place nest, the small solid one in the middle.
    """

    shape: str
    size: int
    dash: tuple[int, ...]
    width: float
    solid: bool


# Thin dashes lie on top of the wide solid line, so that lines in one place can still be told apart.
MARKS: Mapping[SeriesRole, Mark] = MappingProxyType(
    {
        "reached": Mark("circle", 64, (1, 0), 3.25, True),
        "evidenced": Mark("diamond", 250, (2, 2), 2.0, False),
        "possible": Mark("circle", 290, (8, 5), 1.75, False),
        "earlier": Mark("cross", 280, (14, 4), 1.75, False),
        "scenario": Mark("triangle-up", 310, (10, 3, 2, 3), 2.0, False),
        "workers": Mark("triangle-down", 310, (5, 5), 2.0, False),
        "target": Mark("square", 440, (2, 5), 2.5, False),
        "scenario_2": Mark("diamond", 170, (6, 2), 2.0, False),
        "scenario_3": Mark("triangle-down", 540, (1, 3), 2.0, False),
        "scenario_4": Mark("circle", 680, (12, 4, 4, 4), 2.0, False),
    }
)


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one mode; `band` shades the radar's rings, `roles` colours its series."""

    background: str
    text: str
    muted: str
    grid: str
    spoke: str
    band: str
    accent: str
    outline: str
    roles: Mapping[SeriesRole, str]


PALETTES: Mapping[Mode, Palette] = MappingProxyType(
    {
        Mode.LIGHT: Palette(
            background="#ffffff",
            text="#16222e",
            muted="#566472",
            grid="#c3ccd5",
            spoke="#d5dce3",
            band="#0f6d8c",
            accent="#0b4f6c",
            outline="#75828f",
            roles=MappingProxyType(
                {
                    "reached": "#0b4f6c",
                    "evidenced": "#0b7f66",
                    "possible": "#2f7fc1",
                    "earlier": "#6a7480",
                    "scenario": "#a02f8c",
                    "workers": "#b2570c",
                    "target": "#2b2f77",
                    "scenario_2": "#b2570c",
                    "scenario_3": "#0b7f66",
                    "scenario_4": "#6a7480",
                }
            ),
        ),
        Mode.DARK: Palette(
            background="#0e1117",
            text="#f1f5f8",
            muted="#a9b6c2",
            grid="#3d4854",
            spoke="#303a45",
            band="#58b6d0",
            accent="#8fdcf0",
            outline="#8492a0",
            roles=MappingProxyType(
                {
                    "reached": "#7fd3ea",
                    "evidenced": "#57d3ae",
                    "possible": "#6fa9ee",
                    "earlier": "#a3adb8",
                    "scenario": "#ee8fdc",
                    "workers": "#f2a65a",
                    "target": "#b9b6ff",
                    "scenario_2": "#f2a65a",
                    "scenario_3": "#57d3ae",
                    "scenario_4": "#a3adb8",
                }
            ),
        ),
    }
)

# Not yet engaged first, then the anchors between which any number of stages is spread.
_RAMPS = {
    Mode.LIGHT: ("#e9eef2", ("#539bb0", "#1d6f90", "#104c70", "#0c2745")),
    Mode.DARK: ("#27313c", ("#41788c", "#4fa3bb", "#83cfdf", "#d8f5fa")),
}


def palette(mode: Mode) -> Palette:
    """The colours of a mode."""
    return PALETTES[mode]


@cache
def stage_colours(stages: int, mode: Mode) -> tuple[str, ...]:
    """Colours from not yet engaged (index 0) to the last stage, each step further from the background.

    Stages from 1 on keep 3:1 against the background; index 0 is a quiet fill that needs `Palette.outline`.
    """
    none, anchors = _RAMPS[mode]
    if stages == 1:
        return (none, anchors[-1])
    places = [step * (len(anchors) - 1) / (stages - 1) for step in range(stages)]
    return (none, *(_between(anchors, place) for place in places))


def _between(anchors: tuple[str, ...], place: float) -> str:
    low = min(int(place), len(anchors) - 2)
    return mix(anchors[low], anchors[low + 1], place - low)
