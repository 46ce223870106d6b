"""The votes on one indicator in one round: counts, the share that chose met, and how far the room agrees."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from ..assessment import Judgement
from .errors import VoicesError
from .vote import Vote

SCALE = (Vote.NOT_MET, Vote.PARTLY, Vote.MET)
"""The ordered scale of judgements; "don't know" lies outside of it."""

FEWEST_SHOWN = 3
"""With fewer votes than this a revealed bar would be somebody's vote."""


def agreement(counts: Sequence[int]) -> float | None:
    """How far answers on an ordered scale agree, from 0 to 1; None where there are none.

    `counts` has the number of answers per category, lowest first, for two categories or more. 1 where all
    are in one category, 0 where half are at each end. This is the consensus of W. J. Tastle and
    M. J. Wierman, "Consensus and dissention: A measure of ordinal dispersion", International Journal of
    Approximate Reasoning 45 (2007), 531–545: 1 + Σ pᵢ log₂(1 − |Xᵢ − μ| / d), where d is the width of the
    scale. Raises `VoicesError` for fewer than two categories and for negative counts.
    """
    if len(counts) < 2 or min(counts) < 0:
        raise VoicesError("Agreement needs two categories or more, with counts of 0 or more in each.")
    total = sum(counts)
    if not total:
        return None
    width = len(counts) - 1
    mean = Fraction(sum(place * count for place, count in enumerate(counts)), total)
    # Exact up to the logarithm, so that reversing the scale changes nothing and the ends are exactly 0 and 1.
    return math.fsum(
        [1.0]
        + [
            float(Fraction(count, total)) * math.log2(1 - abs(place - mean) / width)
            for place, count in enumerate(counts)
            if count
        ]
    )


@dataclass(frozen=True, slots=True)
class VoteCounts:
    """How many chose each vote. Raises `VoicesError` for counts that are negative."""

    not_met: int = 0
    partly: int = 0
    met: int = 0
    dont_know: int = 0

    def __post_init__(self) -> None:
        for vote in Vote:
            if self.of(vote) < 0:
                raise VoicesError(
                    f"The count of {vote.value} is {self.of(vote)}. Give a number of 0 or more."
                )

    @classmethod
    def counting(cls, votes: Iterable[Vote]) -> VoteCounts:
        """The counts of single votes."""
        return cls(**{vote.value: count for vote, count in Counter(votes).items()})

    def __add__(self, other: VoteCounts) -> VoteCounts:
        return VoteCounts(**{vote.value: self.of(vote) + other.of(vote) for vote in Vote})

    def of(self, vote: Vote) -> int:
        """How many chose this."""
        count: int = getattr(self, vote.value)
        return count

    @property
    def answered(self) -> int:
        """Votes on the scale: all but "don't know"."""
        return self.not_met + self.partly + self.met

    @property
    def voted(self) -> int:
        """All votes, "don't know" among them."""
        return self.answered + self.dont_know


NO_VOTES = VoteCounts()


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes on one indicator in one round of voting; rounds count from 1.

    Votes from phones and counts entered from paper or raised hands are kept apart so that each can be
    corrected, but only their sum is shown: one paper among ten phones would be somebody's vote. Raises
    `VoicesError` for a round below 1.
    """

    indicator_id: str
    round: int = 1
    phones: VoteCounts = NO_VOTES
    entered: VoteCounts = NO_VOTES

    def __post_init__(self) -> None:
        if self.round < 1:
            raise VoicesError(f"The round is {self.round}. Rounds of voting count from 1.")

    @property
    def counts(self) -> VoteCounts:
        """Phones and entered counts together: what is shown."""
        return self.phones + self.entered

    @property
    def showable(self) -> bool:
        """Whether so many voted that the counts are nobody's own vote."""
        return self.counts.voted >= FEWEST_SHOWN

    @property
    def met_share(self) -> Fraction | None:
        """The share of all votes, "don't know" among them, that chose met; None where nobody voted."""
        voted = self.counts.voted
        return Fraction(self.counts.met, voted) if voted else None

    @property
    def agreement(self) -> float | None:
        """How far those agree who answered, from 0 to 1; None where nobody did."""
        return agreement([self.counts.of(vote) for vote in SCALE])

    @property
    def lean(self) -> Judgement | None:
        """The judgement that the vote leans to: the median answer, of two neighbours the more cautious.

        So met needs more than half of the answers. None where not more people answered than did not know, and
        where one half says met and the other not met.
        """
        counts = self.counts
        if counts.answered <= counts.dont_know:
            return None
        answers = [place for place, vote in enumerate(SCALE) for _ in range(counts.of(vote))]
        lower, upper = answers[(len(answers) - 1) // 2], answers[len(answers) // 2]
        return Judgement(SCALE[lower].value) if upper - lower < 2 else None


def most_voted(tallies: Iterable[Tally]) -> int:
    """The most votes on any one indicator: what a full bar stands for in every picture of a room."""
    return max((tally.counts.voted for tally in tallies if tally.showable), default=0)


def counted_by_hand(tallies: Iterable[Tally]) -> int:
    """How many people at most gave their answer on one indicator on paper or by a raised hand."""
    return max((tally.entered.voted for tally in tallies if tally.showable), default=0)


@dataclass(frozen=True, slots=True)
class Movement:
    """What a second vote changed: for each vote, how many more (below 0: fewer) chose it in the later round.

    Where not as many voted in both rounds, counts say nothing of what moved, only `shares` do. Raises
    `VoicesError` unless both tallies are on one indicator, the later round second.
    """

    before: Tally
    after: Tally
    change: Mapping[Vote, int] = field(init=False)

    def __post_init__(self) -> None:
        if self.before.indicator_id != self.after.indicator_id or self.before.round >= self.after.round:
            raise VoicesError("Movement is between an earlier and a later round on the same indicator.")
        first, second = self.before.counts, self.after.counts
        change = {vote: second.of(vote) - first.of(vote) for vote in Vote}
        object.__setattr__(self, "change", MappingProxyType(change))

    @property
    def is_between_equals(self) -> bool:
        """Whether as many voted in both rounds."""
        return self.before.counts.voted == self.after.counts.voted

    @property
    def shares(self) -> Mapping[Vote, tuple[Fraction, Fraction]]:
        """For each vote, the share of all votes that chose it before and after; 0 where nobody voted."""
        rounds = (self.before.counts, self.after.counts)
        first, second = ({vote: Fraction(one.of(vote), one.voted or 1) for vote in Vote} for one in rounds)
        return {vote: (first[vote], second[vote]) for vote in Vote}

    @property
    def agreement_change(self) -> float | None:
        """By how much agreement rose (below 0: fell); None where nobody answered in one of the rounds."""
        first, second = self.before.agreement, self.after.agreement
        return None if first is None or second is None else second - first
