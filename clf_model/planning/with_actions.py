"""Planning with actions that several indicators share: a mixed-integer program, solved to proven optimality.

Decisions: whether each stage ahead is addressed, and whether each action is taken. A stage needs the one
before; an action needs those that it requires. A cell of a stage needs so many of its open indicators as are
missing, each met by an action that covers it or on its own. What no action touches just has its effort.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from .branch_and_bound import Best, branch, unit_for
from .build_plan import Levels, effort_of, levels_with
from .linear_program import INFINITE, Columns, Program, SolverError
from .problem import Case
from .stages_ahead import Cell, Open

_SLACK = 1e-3  # what a row may be off by in the program; it is checked exactly afterwards
_Choice = tuple[Levels, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a choice has to keep to, exactly: most effort, least value, fewest capabilities at each stage."""

    limit: int | None = None
    value: int = 0
    counts: tuple[int, ...] = ()


class Shared(NamedTuple):
    """Levels and actions that are proven best; `bound` is that of what was asked for, in units."""

    levels: Levels
    action_ids: tuple[str, ...]
    bound: float


class Sharing:
    """The program of one case; capabilities go no higher than `tops`."""

    def __init__(self, case: Case, tops: Levels) -> None:
        self._case = case
        self._tops = tops
        columns = Columns()
        self._actions = {id_: columns.column() for id_ in case.actions}
        self._stages = [
            [columns.column() for _ in range(ladder.start, top)]
            for ladder, top in zip(case.ladders, tops, strict=True)
        ]
        self._efforts = {self._actions[id_]: effort for id_, effort in case.action_efforts.items()}
        self._values: dict[int, int] = {}
        for ladder, stages in zip(case.ladders, self._stages, strict=True):
            self._values |= dict.fromkeys(stages, ladder.weight)
            for lower, upper in pairwise(stages):
                columns.row({lower: 1, upper: -1}, 0)
            for rung, stage in zip(ladder.rungs, stages, strict=False):
                for cell in rung.cells:
                    self._add_cell(columns, cell, stage)
        for id_, column in self._actions.items():
            for other in case.requires(id_):
                columns.row({self._actions[other]: 1, column: -1}, 0)
        self._effort_unit = unit_for(sum(self._efforts.values()))
        self._value_unit = unit_for(sum(self._values.values()))
        self._effort_row = columns.row(_times(self._efforts, self._effort_unit), -INFINITE)
        self._value_row = columns.row(_times(self._values, self._value_unit), -INFINITE)
        self._counts = tuple(self._count_rows(columns))
        self._program = Program(columns)

    def cheapest(self) -> Shared:
        """The least effort that takes every capability to its top; `bound` is in units of effort."""
        for stages in self._stages:
            for stage in stages:
                self._program.bound_column(stage, 1, 1)
        best = self._least_effort(_Wanted(), stages=False)
        _, action_ids = best.found
        return Shared(self._tops, action_ids, best.bound / self._case.efforts.parts)

    def most(self, limit: int) -> Shared:
        """The most weighted stages within a limit of effort in parts, then the least effort."""
        self._limit(limit)
        self._program.minimise(_times(self._values, -self._value_unit))
        best = self._best(lambda found: -self._gained(found), self._value_unit, _Wanted(limit))
        least = self._least_effort(_Wanted(limit, -best.objective))
        return Shared(*least.found, -best.bound / self._case.priorities.parts)

    def weakest_first(self, limit: int) -> Shared:
        """As many capabilities as can be at the first stage, then at the second…, then the least effort.

        Of all lists of stages, weakest first, that is the one that comes last in a dictionary (leximin).
        """
        self._limit(limit)
        counts: tuple[int, ...] = ()
        for row, columns in self._counts:
            self._program.minimise(dict.fromkeys(columns, -1.0))
            best = self._best(self._fewer_reaching(len(counts)), 1.0, _Wanted(limit, counts=counts))
            counts = (*counts, -best.objective)
            self._program.bound_row(row, counts[-1] - _SLACK, INFINITE)
        least = self._least_effort(_Wanted(limit, counts=counts))
        return Shared(*least.found, self._case.priorities.number(self._gained(least.found)))

    def tradeoffs(self) -> Iterator[Shared]:
        """Every best trade-off, both ascending: again and again the least effort for more value."""
        highest = sum(self._values.values())
        best = self._least_effort(_Wanted())
        while (value := self._gained(best.found)) < highest:
            dearer = self._least_effort(_Wanted(value=value + 1), floor=best.objective)
            if dearer.objective > best.objective:
                yield Shared(*best.found, best.bound / self._case.efforts.parts)
            best = dearer
        yield Shared(*best.found, best.bound / self._case.efforts.parts)

    def _add_cell(self, columns: Columns, cell: Cell, stage: int) -> None:
        """What a stage needs of a cell: indicators met by an action, or each with an effort of its own."""
        if not cell.missing:
            return
        serving = {o: self._serving(o) for o in cell.open}
        touched = [o for o in cell.open if serving[o]]
        alone = [o for o in cell.open if not serving[o]][: cell.missing]
        if not touched or cell.missing == len(cell.open):
            self._efforts[stage] = self._efforts.get(stage, 0) + sum(o.effort for o in alone)
            for o in touched:
                columns.row({self._single(columns, o): 1, **dict.fromkeys(serving[o], 1), stage: -1}, 0)
            return
        counted = []
        for o in alone:
            counted.append(self._single(columns, o))
            columns.row({stage: 1, counted[-1]: -1}, 0)
        for o in touched:
            counted.append(columns.column())
            columns.row({stage: 1, counted[-1]: -1}, 0)
            met = {self._single(columns, o): 1, **dict.fromkeys(serving[o], 1)}
            columns.row({**met, counted[-1]: -1}, 0)
        columns.row({**dict.fromkeys(counted, 1), stage: -cell.missing}, 0)

    def _single(self, columns: Columns, o: Open) -> int:
        column = columns.column()
        self._efforts[column] = o.effort
        return column

    def _serving(self, o: Open) -> tuple[int, ...]:
        """The actions that bring an indicator to met."""
        return tuple(
            column
            for id_, column in self._actions.items()
            if o.indicator.id in self._case.actions[id_].covers
        )

    def _count_rows(self, columns: Columns) -> Iterator[tuple[int, tuple[int, ...]]]:
        """For each stage that any capability can still reach: a row that counts those that do."""
        for index in range(1, len(self._case.framework.stages) + 1):
            found = tuple(
                stages[index - ladder.start - 1]
                for ladder, stages in zip(self._case.ladders, self._stages, strict=True)
                if 0 < index - ladder.start <= len(stages)
            )
            if found:
                yield columns.row(dict.fromkeys(found, 1), -INFINITE), found

    def _limit(self, limit: int) -> None:
        most = min(limit, sum(self._efforts.values()))
        self._program.bound_row(self._effort_row, -INFINITE, most * self._effort_unit + _SLACK)

    def _least_effort(self, wanted: _Wanted, *, stages: bool = True, floor: int = 0) -> Best[_Choice]:
        least = wanted.value * self._value_unit - _SLACK
        self._program.bound_row(self._value_row, least, INFINITE)
        self._program.minimise(_times(self._efforts, self._effort_unit))
        return self._best(
            lambda found: effort_of(self._case, *found), self._effort_unit, wanted, stages=stages, floor=floor
        )

    def _best(
        self,
        objective: Callable[[_Choice], int],
        unit: float,
        wanted: _Wanted,
        *,
        stages: bool = True,
        floor: int | None = None,
    ) -> Best[_Choice]:
        """The best levels and actions for the program's objective."""

        def exact(values: Sequence[float]) -> tuple[int, _Choice] | None:
            found = self._choice(values)
            return (objective(found), found) if self._allowed(found, wanted) else None

        decisions = [list(self._actions.values())]
        if stages:
            decisions.insert(0, [stage for stages in self._stages for stage in stages])
        best = branch(self._program, decisions, exact, unit=unit, floor=floor)
        if best is None:
            raise SolverError("it found no plan, though there is one")
        return best

    def _choice(self, values: Sequence[float]) -> _Choice:
        """The actions that a solution decides on, and the levels that come with all that it does."""
        actions = tuple(id_ for id_, column in self._actions.items() if values[column] > 0.5)
        levels = tuple(
            ladder.start + sum(values[stage] > 0.5 for stage in stages)
            for ladder, stages in zip(self._case.ladders, self._stages, strict=True)
        )
        return levels_with(self._case, levels, actions), actions

    def _allowed(self, found: _Choice, wanted: _Wanted) -> bool:
        return (
            (wanted.limit is None or effort_of(self._case, *found) <= wanted.limit)
            and self._gained(found) >= wanted.value
            and all(n >= least for n, least in zip(self._reaching(found), wanted.counts, strict=False))
        )

    def _gained(self, found: _Choice) -> int:
        return self._case.gained(found[0])

    def _fewer_reaching(self, place: int) -> Callable[[_Choice], int]:
        return lambda found: -self._reaching(found)[place]

    def _reaching(self, found: _Choice) -> tuple[int, ...]:
        """How many capabilities reach each of the stages that are counted."""
        reached = {
            stage
            for ladder, stages, level in zip(self._case.ladders, self._stages, found[0], strict=True)
            for stage in stages[: level - ladder.start]
        }
        return tuple(sum(column in reached for column in columns) for _, columns in self._counts)


def _times(terms: Mapping[int, int], unit: float) -> dict[int, float]:
    return {column: number * unit for column, number in terms.items() if number}
