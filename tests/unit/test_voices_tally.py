"""Votes of a room: counts, the share that chose met, agreement after Tastle and Wierman, movement."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clf_model import Judgement, Movement, Tally, VoicesError, Vote, VoteCounts, agreement
from tests.unit.strategies import laws

# Logarithms to base 2 from a table.
LOG3, LOG5, LOG7 = 1.5849625007211562, 2.321928094887362, 2.807354922057604

# Eight voters on not met < partly < met (0, 1, 2; width 2), and others. By hand, with m the mean, and terms
# p · log2(1 - |x - m| / 2):
BY_HAND = {
    # m = 1/8; 7/8 · log2(15/16) + 1/8 · log2(9/16)
    (7, 1, 0): 1 + 7 / 8 * (LOG3 + LOG5 - 4) + 1 / 8 * (2 * LOG3 - 4),
    # m = 1/2; both are 1/2 away: log2(3/4)
    (4, 4, 0): 1 + LOG3 - 2,
    # m = 1/4; 7/8 · log2(7/8) + 1/8 · log2(1/8)
    (7, 0, 1): 1 + 7 / 8 * (LOG7 - 3) - 3 / 8,
    # m = 1; the ends are 1 away: log2(1/2) = -1, the middle costs nothing
    (4, 0, 4): 0.0,
    (3, 2, 3): 1 - 6 / 8,
    (1, 6, 1): 1 - 2 / 8,
    # m = 4/3; 2/3 · log2(2/3) for met, 1/3 · log2(1/3) for not met
    (1, 0, 2): 1 + 2 / 3 * (1 - LOG3) + 1 / 3 * (-LOG3),
    # m = 13/9; 1/9 · log2(5/18) + 3/9 · log2(14/18) + 5/9 · log2(13/18), log2(13) = 3.700439718141092
    (1, 3, 5): 1
    + (LOG5 - 1 - 2 * LOG3) / 9
    + (LOG7 - 2 * LOG3) / 3
    + (3.700439718141092 - 1 - 2 * LOG3) * 5 / 9,
    (0, 0, 9): 1.0,
    (0, 1, 0): 1.0,
}

categories = st.lists(st.integers(0, 200), min_size=2, max_size=7)


@pytest.mark.parametrize("counts", BY_HAND)
def test_agreement_equals_the_hand_calculation(counts: tuple[int, ...]) -> None:
    assert agreement(counts) == pytest.approx(BY_HAND[counts], abs=1e-9)


@pytest.mark.parametrize(
    ("counts", "rounded"), [((7, 1, 0), 0.81), ((4, 4, 0), 0.58), ((7, 0, 1), 0.46), ((4, 0, 4), 0.0)]
)
def test_agreement_of_eight_voters_is_as_known(counts: tuple[int, ...], rounded: float) -> None:
    assert round(agreement(counts) or 0, 2) == rounded


def test_agreement_equals_the_published_example() -> None:
    """The example of D. Ruedin's R package agrmt, whose `consensus` implements the paper: 0.7256876."""
    example = [30, 40, 210, 130, 530, 50, 10]
    assert agreement(example) == pytest.approx(0.7256876, abs=5e-8)
    assert agreement(example) == pytest.approx(float(in_decimals(example)), abs=1e-12)


def in_decimals(counts: list[int]) -> Decimal:
    """The paper's formula, term by term, with 50 decimals."""
    with localcontext() as context:
        context.prec = 50
        total, width = Decimal(sum(counts)), Decimal(len(counts) - 1)
        mean = sum(Decimal(x) * n for x, n in enumerate(counts)) / total
        return 1 + sum(
            n / total * (1 - abs(x - mean) / width).ln() / Decimal(2).ln() for x, n in enumerate(counts) if n
        )


@laws
@given(categories)
def test_agreement_is_the_papers_formula_and_lies_between_0_and_1(counts: list[int]) -> None:
    assume(any(counts))
    found = agreement(counts)
    assert found is not None
    assert 0 <= found <= 1
    assert found == pytest.approx(float(in_decimals(counts)), abs=1e-9)


@laws
@given(categories)
def test_agreement_is_1_only_where_all_are_in_one_category(counts: list[int]) -> None:
    assume(any(counts))
    assert (agreement(counts) == 1) == (sum(count > 0 for count in counts) == 1)


@laws
@given(categories, st.integers(1, 200))
def test_agreement_is_0_only_where_half_are_at_each_end(counts: list[int], half: int) -> None:
    assume(any(counts))
    polarised = counts[0] == counts[-1] and not any(counts[1:-1])
    assert (agreement(counts) == 0) == polarised
    assert agreement([half, *[0] * (len(counts) - 2), half]) == 0


@laws
@given(categories)
def test_agreement_is_the_same_read_from_either_end(counts: list[int]) -> None:
    assert agreement(counts) == agreement(counts[::-1])


@laws
@given(categories, st.integers(2, 9))
def test_agreement_depends_on_shares_not_on_how_many(counts: list[int], times: int) -> None:
    assert agreement([count * times for count in counts]) == agreement(counts)


def test_agreement_of_nobody_is_unknown_and_impossible_counts_are_refused() -> None:
    assert agreement([0, 0, 0]) is None
    for bad in ([5], [3, -1, 0]):
        with pytest.raises(VoicesError):
            agreement(bad)


def test_phones_and_paper_are_kept_apart_and_added() -> None:
    phones = VoteCounts.counting([Vote.MET, Vote.MET, Vote.NOT_MET, Vote.DONT_KNOW])
    tally = Tally("1.1.O1", phones=phones, entered=VoteCounts(met=1, partly=2))
    assert (tally.phones.met, tally.entered.met, tally.counts.met) == (2, 1, 3)
    assert tally.counts == VoteCounts(not_met=1, partly=2, met=3, dont_know=1)
    assert (tally.counts.answered, tally.counts.voted) == (6, 7)


def test_the_share_that_chose_met_is_of_all_votes_and_agreement_leaves_dont_know_out() -> None:
    tally = Tally("1.1.O1", phones=VoteCounts(met=4, dont_know=5))
    assert tally.met_share == Fraction(4, 9)
    assert tally.agreement == 1
    assert (Tally("1.1.O1").met_share, Tally("1.1.O1").agreement) == (None, None)


@pytest.mark.parametrize(
    ("counts", "lean"),
    [
        (VoteCounts(met=5, partly=2, not_met=2), Judgement.MET),
        (VoteCounts(met=4, partly=2, not_met=3), Judgement.PARTLY),  # the fifth of nine
        (VoteCounts(met=4, partly=4), Judgement.PARTLY),  # two neighbours in the middle: the more cautious
        (VoteCounts(partly=1, not_met=1), Judgement.NOT_MET),
        (VoteCounts(met=4, not_met=4), None),  # a room divided leans nowhere
        (VoteCounts(met=1, dont_know=4), None),  # one who can say does not speak for four who cannot
        (VoteCounts(met=2, dont_know=2), None),
        (VoteCounts(met=3, dont_know=2), Judgement.MET),
        (VoteCounts(dont_know=9), None),
    ],
)
def test_a_vote_leans_to_its_median(counts: VoteCounts, lean: Judgement | None) -> None:
    assert Tally("1.1.O1", phones=counts).lean is lean


@pytest.mark.parametrize(("voted", "showable"), [(0, False), (2, False), (3, True)])
def test_two_votes_are_not_shown(voted: int, showable: bool) -> None:
    assert Tally("1.1.O1", entered=VoteCounts(dont_know=voted)).showable is showable


def test_movement_says_what_a_second_vote_changed() -> None:
    first = Tally("1.1.O1", 1, VoteCounts(met=4, not_met=4), VoteCounts(dont_know=1))
    second = Tally("1.1.O1", 2, VoteCounts(met=7, not_met=1), VoteCounts(met=1))
    movement = Movement(first, second)
    assert movement.change == {Vote.NOT_MET: -3, Vote.PARTLY: 0, Vote.MET: 4, Vote.DONT_KNOW: -1}
    # 8 to 1 at the ends: m = 16/9, 8/9 · log2(8/9) + 1/9 · log2(1/9)
    after = 1 + 8 / 9 * (3 - 2 * LOG3) - 2 * LOG3 / 9
    assert movement.agreement_change == pytest.approx(after, abs=1e-9)
    assert movement.is_between_equals
    assert Movement(first, Tally("1.1.O1", 2)).agreement_change is None


def test_between_rounds_of_another_size_shares_say_what_moved() -> None:
    first = Tally("1.1.O1", 1, VoteCounts(met=1, not_met=2))
    movement = Movement(first, Tally("1.1.O1", 2, VoteCounts(met=2, partly=1), VoteCounts(met=2, not_met=1)))
    assert not movement.is_between_equals
    assert movement.shares[Vote.MET] == (Fraction(1, 3), Fraction(2, 3))
    assert movement.shares[Vote.NOT_MET] == (Fraction(2, 3), Fraction(1, 6))
    assert Movement(first, Tally("1.1.O1", 2)).shares[Vote.MET] == (Fraction(1, 3), 0)


@pytest.mark.parametrize("after", [Tally("1.1.O2", 2), Tally("1.1.O1", 1)])
def test_movement_needs_a_later_round_on_the_same_indicator(after: Tally) -> None:
    with pytest.raises(VoicesError, match="earlier and a later round"):
        Movement(Tally("1.1.O1", 1), after)


def test_counts_and_rounds_out_of_range_are_refused() -> None:
    with pytest.raises(VoicesError, match="met is -1"):
        VoteCounts(met=-1)
    with pytest.raises(VoicesError, match="round is 0"):
        Tally("1.1.O1", 0)


@laws
@given(st.lists(st.sampled_from(Vote)), st.lists(st.sampled_from(Vote)))
def test_counting_together_is_counting_apart_and_adding(phones: list[Vote], paper: list[Vote]) -> None:
    apart = Tally("1.1.O1", 1, VoteCounts.counting(phones), VoteCounts.counting(paper))
    assert apart.counts == VoteCounts.counting(phones + paper)
    assert math.isclose(float(apart.met_share or 0) * len(phones + paper), (phones + paper).count(Vote.MET))
