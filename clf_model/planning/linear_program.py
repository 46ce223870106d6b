"""Linear programs, solved by HiGHS: the one module that knows it.

HiGHS: Q. Huangfu and J. A. J. Hall, "Parallelizing the dual revised simplex method", Mathematical Programming
Computation 10, 2018.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import highspy
import numpy as np

from ..errors import ClfError

INFINITE: float = highspy.kHighsInf
_OPTIONS: dict[str, int | float | str] = {
    # One thread and no presolve: a program is solved again and again, each time from where it was.
    "threads": 1,
    "parallel": "off",
    "presolve": "off",
    "solver": "simplex",
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
}


class SolverError(ClfError):
    """HiGHS ended without an answer."""

    def __init__(self, status: str) -> None:
        super().__init__(f"The solver ended without an answer: {status}. Report this, with the file.")


class Solution(NamedTuple):
    """The least objective and the value of every column."""

    objective: float
    values: Sequence[float]


@dataclass(slots=True)
class Columns:
    """A program as it is written down: columns between 0 and 1, and rows of terms between bounds."""

    names: int = 0
    rows: list[tuple[Mapping[int, float], float, float]] = field(default_factory=list)

    def column(self) -> int:
        """A new column; its number."""
        self.names += 1
        return self.names - 1

    def row(self, terms: Mapping[int, float], lower: float, upper: float = INFINITE) -> int:
        """A new row; its number."""
        self.rows.append((terms, lower, upper))
        return len(self.rows) - 1


class Program:
    """A linear program in HiGHS whose bounds and objective can be changed; it minimises."""

    def __init__(self, columns: Columns) -> None:
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        self._highs.silent()
        for name, value in _OPTIONS.items():
            self._highs.setOptionValue(name, value)
        self._all = np.arange(columns.names, dtype=np.int32)
        self._highs.passModel(_model(columns))

    def minimise(self, terms: Mapping[int, float]) -> None:
        """Set the objective."""
        costs = np.zeros(len(self._all))
        for column, cost in terms.items():
            costs[column] = cost
        self._highs.changeColsCost(len(costs), self._all, costs)

    def bound_column(self, column: int, lower: float, upper: float) -> None:
        """Set the bounds of a column."""
        self._highs.changeColBounds(column, lower, upper)

    def bound_row(self, row: int, lower: float, upper: float) -> None:
        """Set the bounds of a row."""
        self._highs.changeRowBounds(row, lower, upper)

    def solve(self) -> Solution | None:
        """The best solution; None where there is none. Raises `SolverError`."""
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise SolverError(self._highs.modelStatusToString(status))
        return Solution(self._highs.getInfo().objective_function_value, self._highs.getSolution().col_value)


def _model(columns: Columns) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns.names, len(columns.rows)
    model.col_cost_ = model.col_lower_ = np.zeros(columns.names)
    model.col_upper_ = np.ones(columns.names)
    model.row_lower_ = np.array([lower for _, lower, _ in columns.rows], dtype=float)
    model.row_upper_ = np.array([upper for _, _, upper in columns.rows], dtype=float)
    sizes = [len(terms) for terms, _, _ in columns.rows]
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.concatenate(([0], np.cumsum(sizes, dtype=np.int32))).astype(np.int32)
    matrix.index_ = np.array([column for terms, _, _ in columns.rows for column in terms], dtype=np.int32)
    matrix.value_ = np.array([value for terms, _, _ in columns.rows for value in terms.values()], dtype=float)
    return model
