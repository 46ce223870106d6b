"""What a radar shows: a level per capability, and the role that decides how it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clf_model.framework import Framework
from clf_model.progression import Profile

from ..errors import SeriesError
from .theme import SeriesRole


@dataclass(frozen=True, slots=True)
class Series:
    """One polygon of a radar.

    `levels` holds a stage per capability in the framework's order, from 0 (not yet engaged); `progress`,
    where given, the same plus the share of the next stage, as in `CapabilityResult.progress`.
    """

    name: str
    role: SeriesRole
    levels: tuple[int, ...]
    progress: tuple[float, ...] | None = None


def reached_series(profile: Profile, name: str = "Reached", role: SeriesRole = "reached") -> Series:
    """The stages reached, with the progress towards the next ones."""
    return Series(
        name,
        role,
        tuple(result.reached_index for result in profile.capabilities),
        tuple(float(result.progress) for result in profile.capabilities),
    )


def evidenced_series(profile: Profile, name: str = "Evidenced") -> Series:
    """The stages that hold when only judgements with evidence count."""
    return Series(name, "evidenced", tuple(result.evidenced_index for result in profile.capabilities))


def possible_series(profile: Profile, name: str = "Possible") -> Series:
    """The stages if every indicator not discussed yet turned out to be met."""
    return Series(name, "possible", tuple(result.possible_index for result in profile.capabilities))


def progress_words(framework: Framework, level: int, progress: float) -> str:
    """Progress in words, such as "67 % of the way to Accomplished"."""
    if level == len(framework.stages):
        return "every stage addressed"
    return f"{(progress - level) * 100:.0f} % of the way to {framework.stages[level].name}"


def check_series(framework: Framework, series: Sequence[Series]) -> None:
    """Raise `SeriesError` for a name used twice, and levels or progress that the framework does not have."""
    capabilities, stages = len(framework.capabilities), len(framework.stages)
    names = [one.name for one in series]
    for one in series:
        if names.count(one.name) > 1:
            raise SeriesError(f"Two series are called {one.name!r}. Give each its own name.")
        for kind, values in (("levels", one.levels), ("progress values", one.progress)):
            if values is None:
                continue
            if len(values) != capabilities:
                count = f"{len(values)} {kind}, the framework {capabilities} capabilities"
                raise SeriesError(f"The series {one.name!r} has {count}.")
            if not all(0 <= value <= stages for value in values):
                raise SeriesError(f"The series {one.name!r} has {kind} outside 0 to {stages}.")
