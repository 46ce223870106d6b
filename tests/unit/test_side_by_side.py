"""Many services side by side: as each of them alone, and as counted by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from clf_model import Assessment, Evidence, Framework, Judgement, Perspectives, Record, Rules, profile
from clf_model.score import (
    CODES,
    UNSHOWN,
    common_blockers,
    in_place,
    latest,
    moves,
    side_by_side,
    spread,
)
from tests.unit.strategies import build_framework

SEEN = (Evidence("Seen"),)
# A letter for each code: not discussed, not yet, partly, met and shown, does not apply, met without evidence.
LETTERS = {"-": 0, "n": 1, "p": 2, "M": 3, "a": 4, "m": UNSHOWN}
RECORDS = {
    0: Record(),
    1: Record(Judgement.NOT_MET),
    2: Record(Judgement.PARTLY),
    3: Record(Judgement.MET, evidence=SEEN),
    4: Record(Judgement.NOT_APPLICABLE, reason="Not here"),
    UNSHOWN: Record(Judgement.MET),
}
RULES = st.builds(Rules, st.sampled_from([0.5, 0.75, 1]), st.booleans(), st.sampled_from(list(Perspectives)))


def assessment(framework: Framework, codes: np.ndarray) -> Assessment:
    records = {i.id: RECORDS[int(code)] for i, code in zip(framework.indicators, codes, strict=True)}
    return Assessment(framework.id, "O", date(2026, 1, 1), records=records)


def written(framework: Framework, *services: str) -> np.ndarray:
    """Codes of services, each in letters for the indicators in the framework's order."""
    rows = [[LETTERS[letter] for letter in one.replace(" ", "")] for one in services]
    return np.ascontiguousarray(np.array(rows, dtype=np.uint8).T)


@st.composite
def many(draw: st.DrawFn) -> tuple[Framework, np.ndarray]:
    stages = draw(st.integers(1, 3))
    worker = st.integers(0, 2) if draw(st.booleans()) else st.just(0)
    cell = st.tuples(st.integers(0, 3), worker)
    sizes = draw(st.lists(st.lists(cell, min_size=stages, max_size=stages), min_size=1, max_size=2))
    framework = build_framework(sizes, empty_on_purpose=draw(st.booleans()))
    rows = len(list(framework.indicators))
    shares = draw(st.sampled_from([[1 / 6] * 6, [0.02, 0.03, 0.1, 0.4, 0.1, 0.35]]))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return framework, generator.choice(6, (rows, 5), p=shares).astype(np.uint8)


@settings(max_examples=150, deadline=None)
@given(many(), RULES)
def test_each_service_stands_where_it_stands_alone_and_is_held_back_and_lifted_by_the_same(
    made: tuple[Framework, np.ndarray], rules: Rules
) -> None:
    """Each is profiled alone; what one indicator lifts is found by meeting it, and profiling once more."""
    framework, codes = made
    found = side_by_side(framework, codes, rules)
    indicators = list(framework.indicators)
    for service in range(codes.shape[1]):
        alone = assessment(framework, codes[:, service])
        results = profile(framework, alone, rules).capabilities
        assert [one.reached_index for one in results] == found.reached[:, service].tolist()
        assert [float(one.progress) for one in results] == found.progress[:, service].tolist()
        assert [one.discussed > 0 for one in results] == found.discussed[:, service].tolist()
        held = {indicators[row].id for row in np.flatnonzero(found.blocks[:, service])}
        assert held == {one.id for result in results for one in result.blockers}
        for row, one in enumerate(indicators):
            assert found.counts[row, service] == rules.counts(alone.record(one.id))
            if one.id not in held:
                assert not found.lifts[row, service]
                continue
            met = alone.with_records({one.id: Record(Judgement.MET, evidence=SEEN)})
            after = profile(framework, met, rules).capabilities
            gains = any(
                new.reached_index > old.reached_index for new, old in zip(after, results, strict=True)
            )
            assert found.lifts[row, service] == gains


TWO_STAGES = build_framework([[(2, 0), (1, 0)]])  # 1.1.O1, 1.1.O2; 1.2.O1


def test_the_spread_and_the_common_blockers_by_hand() -> None:
    """Five services of one capability: two indicators make Engaged, a third Established.

    A has Engaged and lacks the third; B has all; C and D lack 1.1.O2, D the first as well; E has discussed
    nothing, and is counted nowhere.
    """
    found = side_by_side(TWO_STAGES, written(TWO_STAGES, "Mmp", "MMM", "M-M", "pn-", "---"))
    assert spread(found, 0) == (2, 1, 1)
    listed = [
        (one.indicator.id, one.holds_back, one.undiscussed, one.lifts, one.in_place)
        for one in common_blockers(found)
    ]
    # 1.1.O2 holds C and D back, C has not discussed it, and C alone is lifted by it; A and B have it
    assert listed == [("1.1.O2", 2, 1, 1, 2), ("1.2.O1", 1, 0, 1, 2), ("1.1.O1", 1, 0, 0, 3)]
    assert in_place(found, "1.2.O1").tolist() == [False, True, True, False, False]
    only = found.of(np.array([0, 3]))
    assert spread(only, 0) == (1, 1, 0)
    assert [one.indicator.id for one in common_blockers(only)] == ["1.2.O1", "1.1.O1", "1.1.O2"]


def test_with_evidence_required_what_is_met_unshown_counts_as_partly() -> None:
    """A of the test above has 1.1.O2 met without evidence: it holds Engaged back and would bring it."""
    found = side_by_side(TWO_STAGES, written(TWO_STAGES, "Mmp"), Rules(evidence_required=True))
    assert found.reached.tolist() == [[0]]
    assert found.progress.tolist() == [[0.75]]
    assert [(one.indicator.id, one.lifts) for one in common_blockers(found)] == [("1.1.O2", 1)]


def test_no_services_stand_nowhere() -> None:
    found = side_by_side(TWO_STAGES, np.empty((3, 0), np.uint8))
    assert spread(found, 0) == (0, 0, 0)
    assert common_blockers(found) == ()


def test_from_stage_to_stage_by_hand() -> None:
    """Three services: one went from 0 to 1, one fell from 2 to 1, one stayed at 2."""
    assert moves([0, 2, 2], [1, 1, 2], 2) == ((0, 1, 0), (0, 0, 0), (0, 1, 1))


@dataclass(frozen=True)
class Dated:
    id: int
    service_id: int
    assessed_on: date
    final: bool


SPRING, AUTUMN = date(2026, 3, 1), date(2026, 9, 1)


def test_of_each_service_the_latest_counts_once() -> None:
    first, second = Dated(1, 7, SPRING, True), Dated(2, 7, AUTUMN, False)
    same_day, other = Dated(3, 7, AUTUMN, False), Dated(4, 8, SPRING, False)
    found = [same_day, first, other, second]
    assert latest(found, AUTUMN) == {7: same_day, 8: other}
    assert latest(found, AUTUMN, final=True) == {7: first}
    assert latest(found, AUTUMN - timedelta(days=1)) == {7: first, 8: other}
    assert latest(found, SPRING - timedelta(days=1)) == {}


@given(st.integers(0, 2**32), st.booleans())
def test_the_latest_is_the_greatest_of_all_that_may_count(seed: int, final: bool) -> None:
    dice = Random(seed)
    found = [
        Dated(id_, dice.randrange(4), SPRING + timedelta(days=dice.randrange(5)), dice.random() < 0.5)
        for id_ in range(12)
    ]
    day = SPRING + timedelta(days=2)
    may = [one for one in found if one.assessed_on <= day and (one.final or not final)]
    expected = {
        service: max((one for one in may if one.service_id == service), key=lambda o: (o.assessed_on, o.id))
        for service in {one.service_id for one in may}
    }
    assert latest(found, day, final=final) == expected


def test_the_codes_of_the_store_are_these() -> None:
    """Not discussed 0, not yet 1, partly 2, met 3, does not apply 4; met without evidence 5."""
    assert [*CODES.values(), UNSHOWN] == [0, 1, 2, 3, 4, 5]
    assert list(CODES) == [None, Judgement.NOT_MET, Judgement.PARTLY, Judgement.MET, Judgement.NOT_APPLICABLE]
