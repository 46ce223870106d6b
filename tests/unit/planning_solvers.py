"""Planning done again, in other ways: every subset tried, a mixed-integer program, every order tried.

Nothing here uses the planner. What an indicator costs and which stage a choice reaches is written down anew
from the definition: threshold, evidence and perspectives; met counts, half is left where partly in place, a
quarter where only evidence is missing.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

import highspy
import numpy as np

from clf_model import (
    Action,
    ActionStatus,
    Assessment,
    Framework,
    Judgement,
    Perspective,
    Perspectives,
    Rules,
)
from tests.unit.strategies import RECORDS, assess, build_framework, with_effort

Levels = tuple[int, ...]
Costs = Mapping[Levels, Fraction]

CLF_SIZES = (
    ((5, 3), (5, 4), (3, 4), (2, 3)),
    ((4, 3), (4, 3), (4, 3), (4, 2)),
    ((3, 2), (4, 3), (4, 3), (3, 3)),
    ((3, 4), (3, 4), (2, 2), (2, 1)),
    ((4, 2), (4, 2), (2, 3), (2, 2)),
    ((3, 3), (4, 4), (3, 4), (3, 1)),
)
"""The indicators of the CLF by capability and stage, (organisation, worker), from the table of its source."""

THRESHOLDS = (1.0, 1.0, 0.8, 0.75, 2 / 3, 0.5, 0.34, 0.01)


@dataclass(frozen=True)
class Cell:
    """The applicable indicators of one stage and perspective: how many count, how many must, what is left."""

    counting: int
    needed: int
    costs: Mapping[str, Fraction]

    @property
    def missing(self) -> int:
        return self.needed - self.counting


@dataclass(frozen=True)
class Question:
    """A framework, an assessment and rules, with every cell by capability and stage."""

    framework: Framework
    assessment: Assessment
    rules: Rules
    cells: tuple[tuple[tuple[Cell, ...], ...], ...]

    @property
    def costs(self) -> dict[str, Fraction]:
        """What every indicator that does not count takes."""
        return {
            id_: c
            for stages in self.cells
            for cells in stages
            for cell in cells
            for id_, c in cell.costs.items()
        }

    def levels(self, met: frozenset[str]) -> Levels:
        """The stages reached if these are met as well."""
        return tuple(_level(stages, met) for stages in self.cells)

    @property
    def today(self) -> Levels:
        return self.levels(frozenset())

    @property
    def highest(self) -> Levels:
        return self.levels(frozenset(self.costs))


def _level(stages: Sequence[Sequence[Cell]], met: frozenset[str]) -> int:
    for index, cells in enumerate(stages):
        # A stage in which nothing applies, in all or in one perspective, is never addressed; one that asks
        # nothing has no cells, and comes with those before it.
        addressed = all(
            cell.counting + len(cell.costs) > 0
            and cell.counting + len(met & cell.costs.keys()) >= cell.needed
            for cell in cells
        )
        if not addressed:
            return index
    return len(stages)


def question(framework: Framework, assessment: Assessment, rules: Rules) -> Question:
    return Question(
        framework,
        assessment,
        rules,
        tuple(
            tuple(
                tuple(_cells(framework, assessment, rules, capability.id, stage.id))
                for stage in framework.stages
            )
            for capability in framework.capabilities
        ),
    )


def _cells(
    framework: Framework, assessment: Assessment, rules: Rules, capability: str, stage: str
) -> Iterator[Cell]:
    for perspective in Perspective:
        indicators = framework.cell(capability, stage, perspective)
        if rules.perspectives is Perspectives.BOTH or stage in framework.capability(capability).passed_over:
            decides = bool(indicators) and perspective in rules.perspectives.members
        else:
            decides = perspective.value == rules.perspectives.value
        if not decides:
            continue
        counting, costs = 0, {}
        for indicator in indicators:
            record = assessment.record(indicator.id)
            if record.judgement is Judgement.NOT_APPLICABLE:
                continue
            lacks_evidence = rules.evidence_required and not record.evidence
            if record.judgement is Judgement.MET and not lacks_evidence:
                counting += 1
                continue
            share = {Judgement.MET: Fraction(1, 4), Judgement.PARTLY: Fraction(1, 2)}
            whole = Fraction(repr(float(record.effort)))
            costs[indicator.id] = whole * share.get(record.judgement, Fraction(1))  # type: ignore[arg-type]
        needed = max(1, math.ceil(Fraction(repr(rules.threshold)) * (counting + len(costs))))
        yield Cell(counting, needed, costs)


# Random questions


def small_question(chance: random.Random) -> Question:
    """At most eight indicators to decide on, so that every subset can be tried."""
    while True:
        stages, capabilities = chance.randint(1, 3), chance.randint(1, 3)
        sizes = [
            [(chance.choice((0, 1, 1, 2, 2, 3, 3)), chance.randint(0, 2)) for _ in range(stages)]
            for _ in range(capabilities)
        ]
        framework = build_framework(sizes, empty_on_purpose=True)
        found = _random(framework, chance, "MmMpn--a" if chance.random() < 0.7 else "mpn-a")
        if 1 <= len(found.costs) <= 8:
            return found


def clf_question(chance: random.Random, efforts: Sequence[float] | None = None) -> Question:
    """As many indicators as in the CLF."""
    letters = chance.choice(["MmMmpn--a", "MmMmMmp--", "mpn-", "-"])
    return _random(build_framework(CLF_SIZES), chance, letters, efforts)


def _random(
    framework: Framework, chance: random.Random, letters: str, efforts: Sequence[float] | None = None
) -> Question:
    if efforts is None:
        # Few values bring ties, decimals bring sums that floats get wrong, and 0 is an effort as well.
        efforts = chance.choice(
            [(1.0,), (0.0, 0.5, 1.0, 2.0), (0.1, 0.2, 0.3, 0.7), (3.0, 1.25, 8.0, 0.75, 2.5)]
        )
    records = {
        indicator.id: with_effort(RECORDS[chance.choice(letters)], chance.choice(efforts))
        for indicator in framework.indicators
    }
    rules = Rules(chance.choice(THRESHOLDS), chance.random() < 0.4, chance.choice(list(Perspectives)))
    return question(framework, assess(records), rules)


def random_weights(asked: Question, chance: random.Random) -> dict[str, float]:
    """Priorities of some capabilities; none of any most of the time."""
    if chance.random() < 0.5:
        return {}
    return {c.id: chance.choice([0.0, 0.5, 1.0, 2.0, 3.3]) for c in asked.framework.capabilities}


def with_actions(asked: Question, chance: random.Random, number: int) -> Question:
    """The same question with actions that cover a few indicators each, some of which come after others."""
    ids = [indicator.id for indicator in asked.framework.indicators]
    actions: dict[str, Action] = {}
    for n in range(number):
        status = chance.choice([ActionStatus.PLANNED] * 5 + list(ActionStatus))
        actions[f"a{n}"] = Action(
            f"a{n}",
            "Do it",
            chance.choice([0.0, 0.25, 0.5, 1.0, 1.0, 2.0, 3.0]),
            tuple(chance.sample(ids, min(len(ids), chance.randint(0, 3)))),
            tuple(id_ for id_ in actions if chance.random() < 0.25),
            status=status,
            reason="No time" if status is ActionStatus.NOT_DOING else None,
        )
    return replace(asked, assessment=replace(asked.assessment, actions=actions))


# Every subset


def by_all_subsets(asked: Question) -> dict[Levels, Fraction]:
    """The least effort by the levels that it reaches, over every subset of actions and indicators."""
    costs = asked.costs
    ids = list(costs)
    bits = {id_: 1 << n for n, id_ in enumerate(ids)}
    efforts = [Fraction(0)]
    for id_ in ids:
        efforts += [effort + costs[id_] for effort in efforts]
    levels = [asked.levels(frozenset(i for i in ids if chosen & bits[i])) for chosen in range(1 << len(ids))]
    best: dict[Levels, Fraction] = {}
    for effort, covered in action_subsets(asked.assessment.actions):
        mask = sum(bits[id_] for id_ in covered if id_ in bits)
        for chosen in range(1 << len(ids)):
            if chosen & mask:
                continue  # paid for twice
            reached, total = levels[chosen | mask], effort + efforts[chosen]
            if total < best.get(reached, total + 1):
                best[reached] = total
    return best


def action_subsets(actions: Mapping[str, Action]) -> Iterator[tuple[Fraction, set[str]]]:
    """Effort and covered indicators of every set of open actions that has what each of them requires."""
    possible = [id_ for id_, action in actions.items() if action.status.is_open]
    done = {id_ for id_, action in actions.items() if action.status is ActionStatus.DONE}
    for flags in product((False, True), repeat=len(possible)):
        chosen = {id_ for id_, flag in zip(possible, flags, strict=True) if flag}
        if all(set(actions[id_].requires) <= chosen | done for id_ in chosen):
            yield (
                sum((Fraction(repr(actions[id_].effort)) for id_ in chosen), Fraction(0)),
                {covered for id_ in chosen for covered in actions[id_].covers},
            )


def gained(asked: Question, levels: Levels, weights: Mapping[str, float]) -> Fraction:
    """The weighted stages gained since today."""
    return sum(
        (
            (level - today) * Fraction(repr(float(weights.get(capability.id, 1.0))))
            for capability, level, today in zip(
                asked.framework.capabilities, levels, asked.today, strict=True
            )
        ),
        Fraction(0),
    )


def cheapest(costs: Costs, target: Sequence[int]) -> Fraction:
    """The least effort that reaches at least these levels."""
    return min(
        effort for levels, effort in costs.items() if all(a >= b for a, b in zip(levels, target, strict=True))
    )


def most(
    asked: Question, costs: Costs, budget: Fraction, weights: Mapping[str, float]
) -> tuple[Fraction, Fraction]:
    """The most weighted stages within a budget, and the least effort for that."""
    value, negative = max((gained(asked, levels, weights), -e) for levels, e in costs.items() if e <= budget)
    return value, -negative


def weakest_first(costs: Costs, budget: Fraction) -> tuple[list[int], Fraction]:
    """The list of levels, weakest first, greatest within a budget, and the least effort for that."""
    levels, negative = max((sorted(levels), -effort) for levels, effort in costs.items() if effort <= budget)
    return levels, -negative


def undominated(
    asked: Question, costs: Costs, weights: Mapping[str, float]
) -> list[tuple[Fraction, Fraction]]:
    """Every (effort, value) that no other beats."""
    points = {(effort, gained(asked, levels, weights)) for levels, effort in costs.items()}
    return sorted(
        (e, v) for e, v in points if not any((f <= e and w > v) or (f < e and w >= v) for f, w in points)
    )


# A mixed-integer program over indicators and stages, solved by HiGHS itself


class IndicatorProgram:
    """A binary for each indicator, stage and action, as one would write it down for any solver.

    `seconds` is how long HiGHS took for all answers so far.
    """

    def __init__(self, asked: Question, weights: Mapping[str, float]) -> None:
        self.seconds = 0.0
        self._rows: list[tuple[dict[int, float], float, float]] = []
        self._names: dict[object, int] = {}
        actions = {id_: a for id_, a in asked.assessment.actions.items() if a.status.is_open}
        self.effort: dict[int, float] = {}
        for id_, action in actions.items():
            self.effort[self._column(("action", id_))] = action.effort
        for id_, action in actions.items():
            for other in action.requires:
                if other in actions:
                    self._row({self._column(("action", other)): 1, self._column(("action", id_)): -1}, 0)
                elif asked.assessment.actions[other].status is ActionStatus.NOT_DOING:
                    self._row({self._column(("action", id_)): 1}, 0, 0)
        self.stages: list[list[int]] = []
        for c, stages in enumerate(asked.cells):
            self.stages.append([])
            for s, cells in enumerate(stages):
                here = self._column(("stage", c, s))
                if s:
                    self._row({self.stages[-1][-1]: 1, here: -1}, 0)
                self.stages[-1].append(here)
                if not cells:
                    self._row({here: 1}, 0, 0)
                for cell in cells:
                    self._add_cell(cell, here, actions)
        self.value = {
            column: float(weights.get(capability.id, 1.0))
            for capability, columns in zip(asked.framework.capabilities, self.stages, strict=True)
            for column in columns
        }
        self.base = sum(
            float(weights.get(capability.id, 1.0)) * level
            for capability, level in zip(asked.framework.capabilities, asked.today, strict=True)
        )

    def _add_cell(self, cell: Cell, here: int, actions: Mapping[str, Action]) -> None:
        if cell.counting + len(cell.costs) == 0:
            self._row({here: 1}, 0, 0)
            return
        counted = {}
        for id_, cost in cell.costs.items():
            alone, met = self._column(("alone", id_)), self._column(("met", id_))
            self.effort[alone] = float(cost)
            by = {self._column(("action", a)): 1.0 for a, action in actions.items() if id_ in action.covers}
            self._row({alone: 1, **by, met: -1}, 0)
            counted[met] = 1.0
        self._row({**counted, here: -cell.needed}, -cell.counting)

    def _column(self, name: object) -> int:
        return self._names.setdefault(name, len(self._names))

    def _row(self, terms: dict[int, float], lower: float, upper: float = math.inf) -> None:
        self._rows.append((terms, lower, upper))

    def best(
        self, objective: Mapping[int, float], *rows: tuple[Mapping[int, float], float, float]
    ) -> tuple[float, np.ndarray]:
        """The least of an objective under more rows, with the solution."""
        highs = highspy.Highs()
        highs.silent()
        for option, value in (
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 1e-9),
            ("mip_feasibility_tolerance", 1e-9),
        ):
            highs.setOptionValue(option, value)
        columns = len(self._names)
        for column in range(columns):
            highs.addCol(objective.get(column, 0.0), 0, 1, 0, [], [])
        every = np.arange(columns, dtype=np.int32)
        highs.changeColsIntegrality(columns, every, np.ones(columns, dtype=np.uint8))
        for terms, lower, upper in (*self._rows, *rows):
            highs.addRow(lower, upper, len(terms), list(terms), list(terms.values()))
        start = time.perf_counter()
        highs.run()
        self.seconds += time.perf_counter() - start
        assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return highs.getInfo().objective_function_value, np.array(highs.getSolution().col_value)

    def cheapest(self, target: Sequence[int]) -> float:
        fixed = [
            ({column: 1.0}, 1.0, 1.0)
            for stages, t in zip(self.stages, target, strict=True)
            for column in stages[:t]
        ]
        return self.best(self.effort, *fixed)[0]

    def most_value(self, budget: float) -> float:
        limit = (self.effort, -math.inf, budget + 1e-7)
        return -self.best({column: -w for column, w in self.value.items()}, limit)[0]

    def most(self, budget: float) -> tuple[float, float]:
        limit = (self.effort, -math.inf, budget + 1e-7)
        value = self.most_value(budget)
        effort = self.best(self.effort, limit, (self.value, value - 1e-7, math.inf))[0]
        return value - self.base, effort

    def weakest_first(self, budget: float) -> tuple[list[int], float]:
        rows = [(self.effort, -math.inf, budget + 1e-7)]
        counts = []
        for stage in zip(*self.stages, strict=True):
            counts.append(round(-self.best(dict.fromkeys(stage, -1.0), *rows)[0]))
            rows.append((dict.fromkeys(stage, 1.0), counts[-1], math.inf))
        effort = self.best(self.effort, *rows)[0]
        # A list with counts[0] capabilities at stage 1 or later, counts[1] at stage 2 or later, and so on.
        everyone = len(self.stages)
        return sorted(sum(n < count for count in counts) for n in range(everyone)), effort


# Every order


def least_completion(chains: Sequence[Sequence[tuple[Fraction, Fraction]]]) -> Fraction:
    """The least sum of weight × completion over all orders of (weight, effort), by what can be done."""
    best = {(0,) * len(chains): Fraction(0)}
    spent = {(0,) * len(chains): Fraction(0)}
    for state in product(*(range(len(chain) + 1) for chain in chains)):
        for number, done in enumerate(state):
            if done < len(chains[number]):
                following = (*state[:number], done + 1, *state[number + 1 :])
                weight, effort = chains[number][done]
                spent[following] = spent[state] + effort
                total = best[state] + weight * spent[following]
                if following not in best or total < best[following]:
                    best[following] = total
    return best[tuple(len(chain) for chain in chains)]
