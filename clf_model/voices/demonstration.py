"""A room of simulated phones: what they answer and when, the same for the same seed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from ..assessment import Assessment, Judgement
from ..framework import Capability, Framework, Perspective
from ..progression import profile
from ..rules import Rules
from .vote import Role, Vote

ROLES = (
    Role.EMPLOYEE,
    Role.EMPLOYEE,
    Role.MANAGER,
    Role.EMPLOYEE,
    Role.PERSON_USING_SERVICES,
    Role.CARER,
    Role.EMPLOYEE,
    None,
)
"""The role of each simulated phone; the last one names none."""

PHONES = len(ROLES)
_LAST_IN = 4.0  # seconds until the last phone is in
_LONGEST = 9.0  # seconds that the slowest phone takes for a whole capability, once it has begun

_MET, _PARTLY, _NOT, _UNKNOWN = Vote.MET, Vote.PARTLY, Vote.NOT_MET, Vote.DONT_KNOW
_Spread = dict[Vote, int]

# How eight people may see what an earlier assessment judged so; one spread after the other.
_FIRST: dict[Judgement | None, tuple[_Spread, ...]] = {
    Judgement.MET: ({_MET: 8}, {_MET: 7, _PARTLY: 1}, {_MET: 8}, {_MET: 6, _PARTLY: 2}),
    Judgement.PARTLY: ({_MET: 2, _PARTLY: 5, _NOT: 1}, {_MET: 1, _PARTLY: 5, _NOT: 2}, {_MET: 3, _PARTLY: 5}),
    Judgement.NOT_MET: ({_PARTLY: 3, _NOT: 5}, {_PARTLY: 1, _NOT: 7}, {_PARTLY: 2, _NOT: 6}),
    None: ({_MET: 3, _PARTLY: 3, _NOT: 1, _UNKNOWN: 1}, {_MET: 2, _PARTLY: 3, _NOT: 2, _UNKNOWN: 1}),
}
# The same after the group has talked.
_LATER: dict[Judgement | None, _Spread] = {
    Judgement.MET: {_MET: 8},
    Judgement.PARTLY: {_MET: 1, _PARTLY: 7},
    Judgement.NOT_MET: {_PARTLY: 1, _NOT: 7},
    None: {_MET: 2, _PARTLY: 6},
}
# What the room disagrees on most at first, and comes to see as met.
_CONTESTED_FIRST: _Spread = {_MET: 4, _PARTLY: 1, _NOT: 3}
_CONTESTED_LATER: _Spread = {_MET: 7, _PARTLY: 1}


@dataclass(frozen=True, slots=True)
class SimulatedVote:
    """What a simulated phone, counted from 0, answers `after` so many seconds of a round."""

    phone: int
    indicator_id: str
    vote: Vote
    after: float


def capability_to_show(
    framework: Framework, assessment: Assessment, rules: Rules | None = None
) -> Capability:
    """The capability that a demonstration takes: where the fewest indicators keep the next stage away.

    The first one of these; the first of all where every capability has its last stage.
    """
    waiting = [one for one in profile(framework, assessment, rules).capabilities if one.blockers]
    if not waiting:
        return framework.capabilities[0]
    return min(waiting, key=lambda one: len(one.blockers)).capability


def arrivals(seed: str) -> tuple[float, ...]:
    """How many seconds after the opening each phone comes in, in the order of the phones."""
    random = Random(f"{seed}:arrivals")
    return tuple(sorted(random.uniform(0, _LAST_IN) for _ in range(PHONES)))


def simulated_votes(
    framework: Framework,
    assessment: Assessment,
    capability_id: str,
    balloted: Sequence[str],
    *,
    round: int = 1,
    seed: str,
    rules: Rules | None = None,
) -> tuple[SimulatedVote, ...]:
    """The votes of all phones in one round on a capability, in the order in which they come.

    They follow what the assessment says already, with some disagreement; most of it on the first indicator
    that keeps the next stage away, which the second vote sees as met. Where none does, on the last indicator.
    """
    capability = framework.capability(capability_id)
    contested = _contested(framework, assessment, capability, rules)
    spreads = _first_spreads(assessment, capability, contested, seed)
    paces = list(_paces(len(balloted), Random(f"{seed}:{capability_id}:{round}:paces")))
    found = []
    for place, id_ in enumerate(balloted):
        later = _CONTESTED_LATER if id_ == contested else _LATER[_seen(assessment, id_)]
        votes = [
            vote for vote, phones in (spreads[id_] if round == 1 else later).items() for _ in range(phones)
        ]
        Random(f"{seed}:{id_}:{round}:phones").shuffle(votes)
        for phone, (vote, (begins, each)) in enumerate(zip(votes, paces, strict=True)):
            found.append(SimulatedVote(phone, id_, vote, begins + each * (place + 1)))
    return tuple(sorted(found, key=lambda one: one.after))


def _contested(
    framework: Framework, assessment: Assessment, capability: Capability, rules: Rules | None
) -> str:
    result = profile(framework, assessment, rules).capability(capability.id)
    asked = [one.id for one in capability.indicators if one.perspective is Perspective.ORGANISATION]
    last = asked[-1] if asked else capability.indicators[-1].id
    return next((one.id for one in result.blockers if one.id in asked), last)


def _first_spreads(
    assessment: Assessment, capability: Capability, contested: str, seed: str
) -> dict[str, _Spread]:
    """The first vote on each indicator; those that were judged alike get the spreads in turn."""
    alike: dict[Judgement | None, list[str]] = defaultdict(list)
    for indicator in capability.indicators:
        if indicator.id != contested:
            alike[_seen(assessment, indicator.id)].append(indicator.id)
    found = {contested: _CONTESTED_FIRST}
    for judgement, ids in alike.items():
        Random(f"{seed}:{capability.id}:{judgement}").shuffle(ids)
        found |= {id_: _FIRST[judgement][turn % len(_FIRST[judgement])] for turn, id_ in enumerate(ids)}
    return found


def _seen(assessment: Assessment, indicator_id: str) -> Judgement | None:
    """What was judged; what does not apply is nothing to vote on, and counts as not discussed."""
    judgement = assessment.judgement(indicator_id)
    return None if judgement is Judgement.NOT_APPLICABLE else judgement


def _paces(asked: int, random: Random) -> Iterator[tuple[float, float]]:
    """For each phone after how many seconds it begins, and the seconds that it takes for an answer."""
    longest = min(_LONGEST, 2.0 + asked)
    for _ in range(PHONES):
        yield random.uniform(0.5, 3.0), longest * random.uniform(0.6, 1.0) / asked
