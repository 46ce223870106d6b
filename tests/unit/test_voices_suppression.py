"""Nothing below the minimum can be got out of what a survey shows: adversaries against 1,000 random surveys.

Three of them, from the weakest to the strongest. The first takes every published number for a linear equation
and asks for every small group whether its figures lie in the span: that is every subtraction, at once. The
second also knows who answered what question, from a staff list, and narrows what it does not know by
intersection. The third knows the rule itself and tries every survey that would have been published alike.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

import pytest

from clf_model import Answer, Response, Role, Survey, SurveyResults, SurveyRules, published
from tests.unit.strategies import build_framework

ROLES: tuple[Role | None, ...] = (*Role, None)
FRAMEWORK = build_framework([[(1, 2)]])
STATEMENTS = ("1.1.W1", "1.1.W2")
AGREE, DISAGREE, UNKNOWN = Answer.AGREE, Answer.DISAGREE_STRONGLY, Answer.DONT_KNOW
SURVEYS = 1_000
Facts = dict[Role | None, tuple[int, int, int]]  # per role: respondents, answered, agreeing


@dataclass(frozen=True)
class Case:
    """A survey, what is published of it, and the truth."""

    truth: dict[str, Facts]
    results: SurveyResults
    minimum: int

    def sensitive(self, statement: str) -> Iterator[tuple[Role | None, ...]]:
        """Every group of roles with some respondents, of which fewer than the minimum are there or answered.

        Of a group of which many are there and few answered, it is the answers that must stay unknown.
        """
        facts = self.truth[statement]
        there = [role for role in ROLES if facts[role][0]]
        for size in range(1, len(there) + 1):
            for roles in combinations(there, size):
                if min(sum(facts[r][0] for r in roles), sum(facts[r][1] for r in roles)) < self.minimum:
                    yield roles


def case(seed: int) -> Case:
    """A random survey: few or many people, roles of very different sizes, agreement often near its ends."""
    rng = random.Random(seed)
    roles = rng.sample(ROLES, rng.randint(1, len(ROLES)))
    weights = [rng.choice([1, 1, 2, 5, 20]) for _ in roles]
    people = rng.choices(roles, weights, k=rng.choice([3, 6, 9, 12, 20, 26, 40]))
    agrees = {(s, r): rng.choice([0, 0.3, 0.5, 0.8, 1]) for s in STATEMENTS for r in roles}
    knows = {(s, r): rng.choice([0, 0.3, 0.8, 1, 1]) for s in STATEMENTS for r in roles}

    def answer(statement: str, role: Role | None) -> Answer:
        if rng.random() >= knows[statement, role]:
            return UNKNOWN
        return AGREE if rng.random() < agrees[statement, role] else DISAGREE

    responses = [Response({s: answer(s, role) for s in STATEMENTS}, role) for role in people]
    minimum = rng.choice([5, 5, 5, 3, 8])
    return Case(truth(responses), publish(responses, minimum), minimum)


def truth(responses: list[Response]) -> dict[str, Facts]:
    return {
        s: {
            role: (
                len(mine := [r.answers[s] for r in responses if r.role is role]),
                sum(answer is not UNKNOWN for answer in mine),
                mine.count(AGREE),
            )
            for role in ROLES
        }
        for s in STATEMENTS
    }


def publish(responses: list[Response], minimum: int) -> SurveyResults:
    return published(Survey(responses, closed=True), FRAMEWORK, SurveyRules(minimum))


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [case(seed) for seed in range(SURVEYS)]


# --- what is published, as linear equations over (respondents, answered, agreeing) of each role ---

Vector = list[int]
WIDTH = 3 * len(ROLES)
PRIME = 2**31 - 1  # ranks of small matrices of 0 and 1 are the same modulo a large prime


def row(kind: int, roles: tuple[Role | None, ...]) -> Vector:
    """The sum of one kind of count (0 respondents, 1 answered, 2 agreeing) over roles."""
    return [int(k == kind and role in roles) for k in range(3) for role in ROLES]


def equations(results: SurveyResults, statement: str) -> list[Vector]:
    """Everything that a reader can write down: rounding is taken for no protection at all."""
    rows = [row(0, group.roles) for group in results.groups]
    if results.respondents is not None:
        rows.append(row(0, ROLES))
    result = results.statement(statement)
    figures = dict(result.groups) | ({ROLES: result.figure} if result.figure else {})
    for roles, figure in figures.items():
        rows.append(row(1, roles))
        if figure.share.exact:
            rows.append(row(2, roles))
    return rows


class Span:
    """The row space of equations, in echelon form."""

    def __init__(self, rows: list[Vector]) -> None:
        self.basis: dict[int, Vector] = {}
        for vector in rows:
            rest = self.rest(vector)
            pivot = next((i for i, value in enumerate(rest) if value), None)
            if pivot is not None:
                inverse = pow(rest[pivot], -1, PRIME)
                self.basis[pivot] = [value * inverse % PRIME for value in rest]

    def rest(self, vector: Vector) -> Vector:
        rest = list(vector)
        for i in range(WIDTH):
            if rest[i] and i in self.basis:
                factor, pivot_row = rest[i], self.basis[i]
                rest = [(a - factor * b) % PRIME for a, b in zip(rest, pivot_row, strict=True)]
        return rest

    def __contains__(self, vector: Vector) -> bool:
        return not any(self.rest(vector))


def test_the_adversary_finds_what_one_subtraction_gives_away() -> None:
    """Proof that it can: a total and all roles but one give the last role."""
    leaky = [row(2, ROLES), *(row(2, (role,)) for role in ROLES[:-1])]
    assert row(2, (None,)) in Span(leaky)
    assert row(2, (Role.CARER, None)) in Span(leaky)
    assert row(1, (None,)) not in Span(leaky)
    assert row(2, (None,)) not in Span(leaky[:-1])


def test_no_sum_or_difference_of_published_figures_tells_of_a_small_group(cases: list[Case]) -> None:
    tried = shown = 0
    for each in cases:
        for statement in STATEMENTS:
            span = Span(equations(each.results, statement))
            shown += len(each.results.statement(statement).groups)
            facts = each.truth[statement]
            for roles in each.sensitive(statement):
                few_there = sum(facts[role][0] for role in roles) < each.minimum
                kinds = [1, 2, *([0] if few_there else [])]
                secrets = [row(kind, roles) for kind in kinds]
                # "Don't know" and "does not agree" are differences of two kinds.
                secrets.append([a - b for a, b in zip(row(0, roles), row(1, roles), strict=True)])
                secrets.append([a - b for a, b in zip(row(1, roles), row(2, roles), strict=True)])
                tried += len(secrets)
                assert not any(secret in span for secret in secrets), (each, statement, roles)
    assert tried > 30_000
    assert shown > 100  # the test would be idle if breakdowns were never shown


def test_every_figure_shown_is_about_the_minimum_or_more_and_true(cases: list[Case]) -> None:
    for each in cases:
        assert all(group.respondents >= each.minimum for group in each.results.groups)
        for statement in STATEMENTS:
            facts, result = each.truth[statement], each.results.statement(statement)
            figures = dict(result.groups) | ({ROLES: result.figure} if result.figure else {})
            for roles, figure in figures.items():
                answered, agreeing = (sum(facts[role][kind] for role in roles) for kind in (1, 2))
                assert figure.answered == answered >= each.minimum
                assert figure.share.low <= Fraction(agreeing, answered) <= figure.share.high


def test_a_breakdown_has_the_minimum_in_the_group_and_in_the_remainder(cases: list[Case]) -> None:
    for each in cases:
        for statement in STATEMENTS:
            result = each.results.statement(statement)
            for figure in result.groups.values():
                assert result.figure is not None
                assert each.minimum <= figure.answered <= result.figure.answered - each.minimum


def test_who_knows_every_head_still_learns_no_answer_of_a_small_group(cases: list[Case]) -> None:
    """Told how many of each role answered, it narrows the agreement of every small group by intersection."""
    for each in cases:
        for statement in STATEMENTS:
            result = each.results.statement(statement)
            if result.figure is None:
                continue
            facts = each.truth[statement]
            parts = dict(result.groups) or {ROLES: result.figure}
            for roles in each.sensitive(statement):
                possible = {0}
                for block, figure in parts.items():
                    mine = sum(facts[role][1] for role in block if role in roles)
                    rest = sum(facts[role][1] for role in block if role not in roles)
                    low, high = (bound * figure.answered for bound in (figure.share.low, figure.share.high))
                    here = {a for a in range(mine + 1) for b in range(rest + 1) if low <= a + b <= high}
                    possible = {a + b for a in possible for b in here}
                answered = sum(facts[role][1] for role in roles)
                assert len(possible) > 1 or not answered, (each, statement, roles)


@pytest.mark.parametrize("sizes", [(6, 5), (5, 9), (6, 6, 2), (4, 2, 6), (5, 5, 5)])
def test_who_knows_the_rule_as_well_learns_no_answer_from_what_is_left_out(sizes: tuple[int, ...]) -> None:
    """Among all surveys published alike, no role agrees in each, or disagrees in each, as far as it answered.

    Nor is a number of answers below the minimum certain; only that everybody had an opinion is no secret.
    """
    alike: dict[str, list[tuple[tuple[int, int], ...]]] = {}
    per_role = [[(a, g) for a in range(size + 1) for g in range(a + 1)] for size in sizes]
    for facts in product(*per_role):
        responses = [
            Response({"1.1.W1": UNKNOWN if n >= answered else AGREE if n < agreeing else DISAGREE}, role)
            for role, size, (answered, agreeing) in zip(ROLES, sizes, facts, strict=False)
            for n in range(size)
        ]
        seen = repr(publish(responses, 5).statement("1.1.W1"))
        alike.setdefault(seen, []).append(facts)
    assert len(alike) > 50
    for possible in alike.values():
        for place, size in enumerate(sizes):
            of_role = [facts[place] for facts in possible]
            assert any(agreeing > 0 for _, agreeing in of_role), possible
            assert any(agreeing < answered for answered, agreeing in of_role), possible
            counts = {answered for answered, _ in of_role}
            assert len(counts) > 1 or min(counts) >= 5 or counts == {size}, possible


def test_two_rules_side_by_side_give_away_nothing_below_the_lower_minimum() -> None:
    for seed in range(SURVEYS // 4):
        rng = random.Random(seed)
        sizes = [rng.choice([0, 1, 2, 3, 4, 5, 6, 9]) for _ in ROLES]
        responses = [
            Response({s: rng.choice([AGREE, DISAGREE, UNKNOWN]) for s in STATEMENTS}, role)
            for role, size in zip(ROLES, sizes, strict=True)
            for _ in range(size)
        ]
        both = [publish(responses, minimum) for minimum in (3, 5)]
        each = Case(truth(responses), both[0], 3)
        for statement in STATEMENTS:
            span = Span([vector for results in both for vector in equations(results, statement)])
            for roles in each.sensitive(statement):
                assert not any(row(kind, roles) in span for kind in (1, 2)), (seed, statement, roles)
