"""The cheapest way to bring given indicators about: which actions to take, and what is left to do singly.

Weighted set covering with prerequisites, a mixed-integer program: an indicator is met by an action that
covers it or on its own, and an action needs those that it requires.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .branch_and_bound import branch, unit_for
from .linear_program import Columns, Program, SolverError
from .problem import Case


class Cover(NamedTuple):
    """Actions that are proven cheapest with the indicators that they leave; the bound is in parts."""

    action_ids: tuple[str, ...]
    bound: int


def cheapest_cover(case: Case, efforts: Mapping[str, int]) -> Cover:
    """The cheapest way to all of these indicators, whose efforts are in parts; actions first among equals.

    Each single indicator counts for a little more than its effort, so little that all of them together do
    not make up for one part: so what an action covers for the same effort is left to the action.
    """
    times = len(efforts) + 1
    weights = {id_: effort * times + 1 for id_, effort in efforts.items()}
    shared = [id_ for id_ in efforts if any(id_ in action.covers for action in case.actions.values())]
    columns = Columns()
    actions = {id_: columns.column() for id_ in case.actions}
    costs = {actions[id_]: effort * times for id_, effort in case.action_efforts.items()}
    for id_ in shared:
        single = columns.column()
        costs[single] = weights[id_]
        serving = [column for action, column in actions.items() if id_ in case.actions[action].covers]
        columns.row({single: 1, **dict.fromkeys(serving, 1)}, 1)
    for id_, column in actions.items():
        for other in case.requires(id_):
            columns.row({actions[other]: 1, column: -1}, 0)
    unit = unit_for(sum(costs.values()))
    program = Program(columns)
    program.minimise({column: cost * unit for column, cost in costs.items() if cost})

    def total(taken: Sequence[str]) -> int:
        covered = {id_ for action in taken for id_ in case.actions[action].covers}
        singles = sum(weights[id_] for id_ in shared if id_ not in covered)
        return singles + sum(costs[actions[id_]] for id_ in taken)

    def exact(values: Sequence[float]) -> tuple[int, tuple[str, ...]]:
        taken = tuple(id_ for id_, column in actions.items() if values[column] > 0.5)
        return total(taken), taken

    best = branch(program, [list(actions.values())], exact, unit=unit, floor=0)
    if best is None:
        raise SolverError("it found no way to meet these indicators, though there is one")
    kept = best.found
    for id_ in reversed(best.found):
        rest = tuple(other for other in kept if other != id_)
        if not any(id_ in case.requires(other) for other in rest) and total(rest) <= total(kept):
            kept = rest
    alone = sum(efforts[id_] for id_ in efforts if id_ not in shared)
    least = math.ceil((best.bound - len(efforts)) / times)
    return Cover(kept, alone + max(0, least))
