"""Where to go: a stage for every capability, or for some."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ..errors import ClfError
from ..explanation import nothing_applies
from ..framework import Capability, Stage
from ..progression import CapabilityResult, Profile, StageResult


class TargetBelowTodayError(ClfError):
    """A capability should go to a stage that it has passed already."""

    def __init__(self, capability: Capability, wanted: Stage, reached: Stage) -> None:
        super().__init__(
            f"The target for {capability.short_name} is {wanted.name}, below {reached.name}, which it has "
            f"reached. Choose a later stage, or leave this capability out."
        )


@dataclass(frozen=True, slots=True)
class Target:
    """The stage that each capability should reach, by capability id; `everywhere` is for those not named.

    A capability that is beyond what is wanted everywhere stays where it is.
    """

    everywhere: str | None = None
    by_capability: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_capability", MappingProxyType(dict(self.by_capability)))

    def indexes(self, before: Profile) -> tuple[int | None, ...]:
        """The place of each capability's target stage, from 1, in the framework's order; None for no target.

        Raises `UnknownIdError`, and `TargetBelowTodayError` for a capability's own target that it has passed.
        """
        framework = before.framework
        for id_ in self.by_capability:
            framework.capability(id_)
        everywhere = None if self.everywhere is None else framework.stage_index(self.everywhere)
        found = []
        for result in before.capabilities:
            own = self.by_capability.get(result.capability.id)
            index = everywhere if own is None else framework.stage_index(own)
            if own is not None and result.reached and framework.stage_index(own) < result.reached_index:
                raise TargetBelowTodayError(result.capability, framework.stage(own), result.reached)
            found.append(None if index is None else max(index, result.reached_index))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A target that no effort reaches, because nothing applies in a stage on the way.

    `barred` is that stage and `highest` the last before it; None is before the first stage.
    """

    capability: Capability
    wanted: Stage
    barred: StageResult
    highest: Stage | None

    def __str__(self) -> str:
        name = self.highest.name if self.highest else None
        best = f"the highest stage to be had is {name}" if name else "no stage is to be had"
        return (
            f"{self.capability.short_name} cannot reach {self.wanted.name}: {nothing_applies(self.barred)} "
            f"here, so nothing shows it; {best}."
        )


def highest(result: CapabilityResult) -> tuple[int, StageResult | None]:
    """The place of the highest stage to be had, and the stage that bars the way further, if any."""
    for index, stage in enumerate(result.stages):
        if index >= result.reached_index and not stage.reachable:
            return index, stage
    return len(result.stages), None


def shortfalls(before: Profile, targets: tuple[int | None, ...]) -> tuple[Shortfall, ...]:
    """The targets that no effort reaches."""
    stages = before.framework.stages
    found = []
    for result, target in zip(before.capabilities, targets, strict=True):
        index, barred = highest(result)
        if target is not None and barred is not None and target > index:
            best = stages[index - 1] if index else None
            found.append(Shortfall(result.capability, stages[target - 1], barred, best))
    return tuple(found)
