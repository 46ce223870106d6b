"""A staged framework: stages in order, capabilities, and indicators for each of both."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from .errors import UnknownIdError


class Perspective(StrEnum):
    """Whose view an indicator describes: what the organisation does, what its workers experience."""

    ORGANISATION = "organisation"
    WORKER = "worker"

    @property
    def lead(self) -> str:
        """The words that an indicator of this perspective completes (from the framework's text)."""
        return _LEADS[self]


_LEADS = {
    Perspective.ORGANISATION: "If the organisation…",
    Perspective.WORKER: "Then the social service worker should…",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of progression; stages are cumulative in the framework's order."""

    id: str
    name: str
    descriptor: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One way in which a stage of a capability could be evidenced."""

    id: str
    text: str
    capability_id: str
    stage_id: str
    perspective: Perspective


@dataclass(frozen=True, slots=True)
class Capability:
    """One organisational capability with its indicators, ordered by stage and then perspective.

    `passed_over` are the ids of the stages for which the framework asks nothing of the organisation here.
    """

    id: str
    name: str
    short_name: str
    statement: str
    indicators: tuple[Indicator, ...]
    passed_over: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Framework:
    """A whole framework. Equal frameworks have the same text, ids and order."""

    id: str
    edition: str
    title: str
    source: str
    stages: tuple[Stage, ...]
    capabilities: tuple[Capability, ...]
    _indicators: Mapping[str, Indicator] = field(init=False, repr=False, compare=False)
    _cells: Mapping[tuple[str, str, Perspective], tuple[Indicator, ...]] = field(
        init=False, repr=False, compare=False
    )
    digest: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_id = {i.id: i for c in self.capabilities for i in c.indicators}
        cells: dict[tuple[str, str, Perspective], tuple[Indicator, ...]] = {}
        for indicator in by_id.values():
            key = (indicator.capability_id, indicator.stage_id, indicator.perspective)
            cells[key] = (*cells.get(key, ()), indicator)
        object.__setattr__(self, "_indicators", MappingProxyType(by_id))
        object.__setattr__(self, "_cells", MappingProxyType(cells))
        object.__setattr__(self, "digest", self._digest())

    def _digest(self) -> str:
        """SHA-256 over ids, words and order: by it an assessment tells which edition it was made with."""
        text = [
            [self.id, self.edition],
            [[s.id, s.name, s.descriptor] for s in self.stages],
            [
                [
                    [c.id, c.name, c.short_name, c.statement],
                    sorted(c.passed_over),
                    [[i.id, i.stage_id, i.perspective, i.text] for i in c.indicators],
                ]
                for c in self.capabilities
            ],
        ]
        return hashlib.sha256(json.dumps(text, ensure_ascii=False).encode()).hexdigest()

    @property
    def indicators(self) -> Iterator[Indicator]:
        """Every indicator in the framework's order."""
        return iter(self._indicators.values())

    def has_indicator(self, id_: str) -> bool:
        """Whether an indicator has this id."""
        return id_ in self._indicators

    def indicator(self, id_: str) -> Indicator:
        """The indicator with this id. Raises `UnknownIdError`."""
        try:
            return self._indicators[id_]
        except KeyError:
            raise UnknownIdError("indicator", id_, self._indicators) from None

    def capability(self, id_: str) -> Capability:
        """The capability with this id. Raises `UnknownIdError`."""
        for capability in self.capabilities:
            if capability.id == id_:
                return capability
        raise UnknownIdError("capability", id_, (c.id for c in self.capabilities))

    def stage(self, id_: str) -> Stage:
        """The stage with this id. Raises `UnknownIdError`."""
        return self.stages[self.stage_index(id_) - 1]

    def stage_index(self, id_: str) -> int:
        """The stage's place in the order, from 1. Raises `UnknownIdError`."""
        for index, stage in enumerate(self.stages, 1):
            if stage.id == id_:
                return index
        raise UnknownIdError("stage", id_, (s.id for s in self.stages))

    def cell(self, capability_id: str, stage_id: str, perspective: Perspective) -> tuple[Indicator, ...]:
        """The indicators of one capability, stage and perspective; empty where there are none."""
        return self._cells.get((capability_id, stage_id, perspective), ())

    def asks_nothing(self, capability_id: str, stage_id: str, perspective: Perspective) -> bool:
        """Whether a stage of a capability is empty on purpose, and has nothing of this perspective."""
        empty = stage_id in self.capability(capability_id).passed_over
        return empty and not self.cell(capability_id, stage_id, perspective)

    def has_perspective(self, perspective: Perspective) -> bool:
        """Whether any indicator describes this perspective."""
        return any(key[2] is perspective for key in self._cells)
