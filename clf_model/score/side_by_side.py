"""Many services side by side: where they stand, what holds most of them back, and who is already good at it.

A service is a column, as in `score`; nothing here ranks services or takes a mean of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from ..assessment import Judgement
from ..framework import Framework, Indicator
from ..rules import Rules
from .bulk import CODES, Codes, Flags, Floats, score

UNSHOWN = max(CODES.values()) + 1
"""The code of what is met without evidence, where that is known."""

Whole = npt.NDArray[np.int64]


class Dated(Protocol):
    """An assessment among many: which it is, whose, of which day, and whether it is final."""

    @property
    def id(self) -> int: ...
    @property
    def service_id(self) -> int: ...
    @property
    def assessed_on(self) -> date: ...
    @property
    def final(self) -> bool: ...


Found = TypeVar("Found", bound=Dated)


def latest(found: Iterable[Found], on: date, *, final: bool = False) -> dict[int, Found]:
    """By service the latest of its assessments up to a day; with `final` only final ones count.

    Of two on one day it is the one that was made later. What that one supersedes is counted nowhere.
    """
    kept: dict[int, Found] = {}
    for one in found:
        if one.assessed_on > on or (final and not one.final):
            continue
        other = kept.get(one.service_id)
        if other is None or (other.assessed_on, other.id) < (one.assessed_on, one.id):
            kept[one.service_id] = one
    return kept


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Services side by side, a column each; rows are capabilities or indicators in the framework's order.

    Attributes:
        reached: by capability, stages reached; 0 is not yet engaged.
        progress: by capability, as in `Scores`.
        discussed: by capability, whether any indicator that decides it is judged; where none is, the service
            is counted nowhere for that capability.
        counts: by indicator, whether it counts towards its stage.
        blocks: by indicator, whether it is one of those that hold the next stage back.
        lifts: by indicator, whether that one alone would bring the next stage.
        unjudged: by indicator, whether it has not been discussed.
    """

    framework: Framework
    reached: Whole
    progress: Floats
    discussed: Flags
    counts: Flags
    blocks: Flags
    lifts: Flags
    unjudged: Flags

    def of(self, which: npt.NDArray[np.int64] | Flags) -> SideBySide:
        """These services alone."""
        return SideBySide(
            self.framework,
            self.reached[:, which],
            self.progress[:, which],
            self.discussed[:, which],
            self.counts[:, which],
            self.blocks[:, which],
            self.lifts[:, which],
            self.unjudged[:, which],
        )


def side_by_side(framework: Framework, codes: Codes, rules: Rules | None = None) -> SideBySide:
    """Services under the rules, by their codes: as for `score`, and `UNSHOWN` for what is met unshown.

    Where evidence is required, what is met without it gives half a credit and does not count: so does what is
    partly in place, and it is read as that.
    """
    rules = rules or Rules()
    unshown = CODES[Judgement.PARTLY if rules.evidence_required else Judgement.MET]
    read = np.where(codes == UNSHOWN, np.uint8(unshown), codes).astype(np.uint8, copy=False)
    plain = Rules(rules.threshold, False, rules.perspectives)
    scores = score(framework, read, plain)
    counts = read == CODES[Judgement.MET]
    unjudged = read == CODES[None]
    open_ = ~counts & (read != CODES[Judgement.NOT_APPLICABLE])
    blocks, lifts = np.zeros(read.shape, np.bool_), np.zeros(read.shape, np.bool_)
    discussed = np.zeros(scores.reached.shape, np.bool_)
    row_of = {one.id: row for row, one in enumerate(framework.indicators)}
    for place, capability in enumerate(framework.capabilities):
        for before, stage in enumerate(framework.stages):
            cells = rules.deciding(framework, capability, stage.id).values()
            rows = [np.array([row_of[one.id] for one in cell], np.int64) for cell in cells]
            is_next = scores.reached[place] == before
            missing = [_missing(counts[cell], open_[cell], rules) for cell in rows]
            alone = is_next & (sum(missing, np.zeros(read.shape[1], np.int64)) == 1)
            for cell, lacking in zip(rows, missing, strict=True):
                discussed[place] |= ~unjudged[cell].all(axis=0)
                blocks[cell] = open_[cell] & is_next
                lifts[cell] = open_[cell] & alone & (lacking == 1)
    return SideBySide(framework, scores.reached, scores.progress, discussed, counts, blocks, lifts, unjudged)


def _missing(counts: Flags, open_: Flags, rules: Rules) -> Whole:
    """How many more of a cell's indicators have to count, for each service."""
    needed = np.array([rules.needed(applicable) for applicable in range(len(counts) + 1)], np.int64)
    counting = counts.sum(axis=0)
    missing: Whole = np.maximum(needed[counting + open_.sum(axis=0)] - counting, 0)
    return missing


def spread(services: SideBySide, capability: int) -> tuple[int, ...]:
    """How many services stand at each stage of a capability, from not yet engaged on.

    Those that have not discussed it are not among them.
    """
    stands = services.reached[capability][services.discussed[capability]]
    return tuple(np.bincount(stands, minlength=len(services.framework.stages) + 1).tolist())


@dataclass(frozen=True, slots=True)
class CommonBlocker:
    """An indicator that holds services back, in numbers of services.

    Attributes:
        holds_back: those whose next stage it is among the blockers of.
        undiscussed: of these, those that have not discussed it.
        lifts: of these, those that reach their next stage once this one is met.
        in_place: those where it counts already.
    """

    indicator: Indicator
    holds_back: int
    undiscussed: int
    lifts: int
    in_place: int


def common_blockers(services: SideBySide) -> tuple[CommonBlocker, ...]:
    """The indicators that hold any service back: those of most services first, then those that lift most.

    A capability that a service has not discussed holds nothing back there.
    """
    rows: dict[str, list[int]] = {}
    for row, indicator in enumerate(services.framework.indicators):
        rows.setdefault(indicator.capability_id, []).append(row)
    indicators = list(services.framework.indicators)
    found = []
    for place, capability in enumerate(services.framework.capabilities):
        known = services.discussed[place]
        for row in rows.get(capability.id, ()):
            blocks = services.blocks[row] & known
            if not blocks.any():
                continue
            found.append(
                CommonBlocker(
                    indicators[row],
                    int(blocks.sum()),
                    int((blocks & services.unjudged[row]).sum()),
                    int((services.lifts[row] & known).sum()),
                    int(services.counts[row].sum()),
                )
            )
    return tuple(sorted(found, key=lambda one: (-one.holds_back, -one.lifts)))


def in_place(services: SideBySide, indicator_id: str) -> Flags:
    """For each service, whether an indicator counts there: who has it can show others how."""
    row = [one.id for one in services.framework.indicators].index(indicator_id)
    found: Flags = services.counts[row]
    return found


def moves(before: Sequence[int], after: Sequence[int], stages: int) -> tuple[tuple[int, ...], ...]:
    """How many services went from each stage to each: a row for each stage before, a column for each after.

    `before` and `after` have the stages reached of the same services in one order; 0 is not yet engaged.
    """
    table = np.zeros((stages + 1, stages + 1), np.int64)
    np.add.at(table, (np.asarray(before, np.int64), np.asarray(after, np.int64)), 1)
    return tuple(map(tuple, table.tolist()))
