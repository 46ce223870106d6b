"""Many assessments at once: stages reached and progress of every service, with numpy.

The answers are those of `progression.profile`, one service at a time, to the last bit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from ..assessment import Judgement
from ..errors import ClfError
from ..framework import Capability, Framework, Indicator, Stage
from ..rules import Rules

Codes = npt.NDArray[np.uint8]
Counts = npt.NDArray[np.unsignedinteger]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

CODES: Mapping[Judgement | None, int] = {
    None: 0,
    Judgement.NOT_MET: 1,
    Judgement.PARTLY: 2,
    Judgement.MET: 3,
    Judgement.NOT_APPLICABLE: 4,
}
CHUNK = 65_536  # services at a time: working arrays stay in the cache, and calls stay few


class EvidenceRuleError(ClfError):
    """Bulk scoring was asked to require evidence, which judgements in rows do not carry."""

    def __init__(self) -> None:
        super().__init__(
            "Judgements in rows carry no evidence, so evidence cannot be required here. "
            "Leave that rule out, or profile the assessments one by one."
        )


class CodesError(ClfError):
    """An array is not judgement codes in the layout that `score` reads."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"The judgement codes {what}. Give an array of uint8, indicators × services, with codes 0 to "
            f"{max(CODES.values())}."
        )


@dataclass(frozen=True, slots=True)
class Scores:
    """Results of many services: one row per capability in the framework's order, one column per service.

    `reached` counts stages reached (0 is not yet engaged); `progress` is in [reached, reached + 1), or the
    number of stages where all are reached.
    """

    capabilities: tuple[Capability, ...]
    reached: npt.NDArray[np.int64]
    progress: Floats


def score(
    framework: Framework,
    codes: Codes,
    rules: Rules | None = None,
    *,
    indicators: Sequence[str] | None = None,
) -> Scores:
    """Stages reached and progress of every service under the rules.

    `codes` is indicators × services, values as in `CODES`. Rows lie one after another in memory (C order):
    then each step runs along contiguous bytes. Other orders and views give the same answers, more slowly.
    `indicators` names the rows (default: all of the framework, in its order); an indicator without a row
    is not discussed.

    Raises `EvidenceRuleError`, `CodesError`, and `UnknownIdError` for a row that is no indicator.
    """
    rules = rules or Rules()
    if rules.evidence_required:
        raise EvidenceRuleError
    names = [i.id for i in framework.indicators] if indicators is None else list(indicators)
    _check(codes, names)
    rows = {framework.indicator(id_).id: row for row, id_ in enumerate(names)}
    cells = [[_cells(framework, c, s, rows, rules) for s in framework.stages] for c in framework.capabilities]
    services = codes.shape[1]
    progress = np.empty((len(cells), services))
    for start in range(0, services, CHUNK):
        part = codes[:, start : start + CHUNK]
        for row, stages in enumerate(cells):
            progress[row, start : start + CHUNK] = _progress(part, stages)
    return Scores(framework.capabilities, progress.astype(np.int64), progress)


def _check(codes: Codes, names: Sequence[str]) -> None:
    if codes.ndim != 2 or codes.dtype != np.uint8:
        raise CodesError(f"are {codes.ndim}-dimensional {codes.dtype}")
    if len(names) != len(codes) or len(set(names)) != len(names):
        raise CodesError(f"have {len(codes)} rows for {len(set(names))} indicators")
    if codes.size and codes.max() > max(CODES.values()):
        raise CodesError(f"hold {codes.max()}")


@dataclass(frozen=True, slots=True)
class _Cell:
    """One capability, stage and perspective: rows of its indicators, and what is needed.

    `needed` is indexed by the number of applicable indicators; its last index is the cell's size.
    """

    rows: tuple[int, ...]
    needed: Counts


def _cells(
    framework: Framework, capability: Capability, stage: Stage, rows: Mapping[str, int], rules: Rules
) -> list[_Cell]:
    """The cells that decide one stage; none where the framework asks nothing there."""

    def cell(indicators: Sequence[Indicator]) -> _Cell:
        # At least 1 is needed, of none too; the type holds the cell's size.
        needed = [rules.needed(applicable) for applicable in range(len(indicators) + 1)]
        return _Cell(
            tuple(rows[i.id] for i in indicators if i.id in rows),
            np.array(needed, dtype=np.min_scalar_type(max(1, len(indicators)))),
        )

    deciding = rules.deciding(framework, capability, stage.id)
    if not deciding and stage.id not in capability.passed_over:
        return [cell(())]
    return [cell(indicators) for indicators in deciding.values()]


def _progress(codes: Codes, stages: Sequence[Sequence[_Cell]]) -> Floats:
    """Progress of one capability for each service of a chunk.

    A stage that is not addressed bounds progress by the stages before it plus its own share, which is less
    than any later bound: the smallest bound is the progress, and its whole part the stages reached.
    """
    progress = np.full(codes.shape[1], float(len(stages)))
    for index, cells in enumerate(stages):
        if not cells:  # passed over: it bounds nothing
            continue
        evaluated = [_evaluate(codes, cell, index) for cell in cells]
        bound = reduce(np.minimum, (value for value, _ in evaluated))
        addressed = reduce(np.logical_and, (enough for _, enough in evaluated))
        # An addressed stage bounds nothing. Arithmetic instead of a mask: it runs ten times as fast.
        np.maximum(bound, addressed * float(len(stages)), out=bound)
        np.minimum(progress, bound, out=progress)
    return progress


def _evaluate(codes: Codes, cell: _Cell, index: int) -> tuple[Floats, Flags]:
    """`index` plus the cell's share of credit, and whether enough count, for each service.

    The sum is one division of whole numbers, so it is rounded once, as an exact fraction would be.
    """
    met = _count(codes, cell, Judgement.MET)
    partly = _count(codes, cell, Judgement.PARTLY)
    applicable = len(cell.needed) - 1 - _count(codes, cell, Judgement.NOT_APPLICABLE)
    halves: Floats = np.multiply(applicable, 2.0, dtype=np.float64)
    value: Floats = halves * index
    value += met
    value += met
    value += partly
    # Where nothing applies there is no credit: 0 / 1, and the stages before are put back by the maximum.
    np.maximum(halves, 1.0, out=halves)
    value /= halves
    np.maximum(value, float(index), out=value)
    return value, met >= cell.needed.take(applicable)


def _count(codes: Codes, cell: _Cell, judgement: Judgement) -> Counts:
    """How many of the cell's indicators have this judgement, for each service."""
    total = np.zeros(codes.shape[1], dtype=cell.needed.dtype)
    for row in cell.rows:
        total += (codes[row] == CODES[judgement]).view(np.uint8)
    return total
