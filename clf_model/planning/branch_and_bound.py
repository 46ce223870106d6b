"""Branch and bound: from linear programs to whole decisions that are proven best.

Where the linear program leaves a decision open both ways are tried, unless its bound shows that nothing
better is to be found there (A. H. Land and A. G. Doig, "An automatic method of solving discrete programming
problems", Econometrica 28, 1960). The decisions are few, stages and actions, and with them made all else is
whole by itself; so this needs no more than linear programs, each solved from where the last one ended.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from .linear_program import Program, Solution

Found = TypeVar("Found")

LARGEST = 10**7
"""So large may an objective be in a program: the solver's tolerance of 1e-9 is then far below 1."""
_WHOLE = 1e-6  # so close to 0 or 1 is decided
_CERTAIN = 0.1  # what the solver may be wrong by in a program's objective, generously
_EQUAL = 0.01  # where parts are finer than that: one thousand millionth of everything


class Best(NamedTuple, Generic[Found]):
    """The best decisions, their exact objective, and the proven bound that none is below; both in parts."""

    found: Found
    objective: int
    bound: float


def unit_for(total: int) -> float:
    """What one part is in a program, where so many parts are everything: 1, or less where they are many."""
    return 1.0 if total <= LARGEST else LARGEST / total


def branch(
    program: Program,
    decisions: Sequence[Sequence[int]],
    exact: Callable[[Sequence[float]], tuple[int, Found] | None],
    *,
    unit: float,
    floor: int | None,
) -> Best[Found] | None:
    """The best decisions for a program that minimises; None where there are none.

    Args:
        program: it has its objective and bounds; every decision may be 0 or 1.
        decisions: groups of columns that have to be 0 or 1; the first group is decided first.
        exact: the exact objective in parts of a solution with all decisions made, and what they mean; None
            where it only seems allowed, within the solver's tolerance.
        unit: what one part is in the program. At 1 the answer is exact; below, to a thousand millionth.
        floor: no objective is below this, if that is known.
    """
    least_gain = (1 - _CERTAIN) if unit == 1 else _EQUAL
    best: tuple[int, Found] | None = None
    proven = math.inf
    made: Mapping[int, int] = {}
    waiting: list[Mapping[int, int]] = [{}]
    while waiting and (best is None or floor is None or best[0] > floor):
        node = waiting.pop()
        _move(program, made, node)
        made = node
        solution = program.solve()
        if solution is None:
            continue
        if best is not None and solution.objective > best[0] * unit - least_gain:
            proven = min(proven, solution.objective / unit)
            continue
        column = _undecided(solution, decisions)
        if column is None:
            leaf = exact(solution.values)
            if leaf is not None:
                proven = min(proven, leaf[0])
                best = leaf if best is None or leaf[0] < best[0] else best
                continue
            column = next((c for group in decisions for c in group if c not in node), None)
            if column is None:
                continue
        near = round(solution.values[column])
        waiting += [{**node, column: 1 - near}, {**node, column: near}]
    _move(program, made, {})
    if best is None:
        return None
    bound = math.ceil(proven - _CERTAIN) if unit == 1 else proven
    bound = min(best[0], bound) if floor is None else max(floor, min(best[0], bound))
    return Best(best[1], best[0], bound)


def _move(program: Program, made: Mapping[int, int], wanted: Mapping[int, int]) -> None:
    """Change the program's bounds from some decisions to others."""
    for column in made.keys() - wanted.keys():
        program.bound_column(column, 0, 1)
    for column, value in wanted.items():
        if made.get(column) != value:
            program.bound_column(column, value, value)


def _undecided(solution: Solution, decisions: Sequence[Sequence[int]]) -> int | None:
    """The decision that is furthest from made, in the first group where any is open."""
    for group in decisions:
        open_ = dict(_open(solution, group))
        if open_:
            return max(open_, key=lambda column: open_[column])
    return None


def _open(solution: Solution, group: Sequence[int]) -> Iterator[tuple[int, float]]:
    for column in group:
        value = solution.values[column]
        distance = min(value, 1 - value)
        if distance > _WHOLE:
            yield column, distance
