"""A facilitator and participants doing whatever comes to mind, against a model of rounds in plain Python."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from clf_model.errors import ClfError
from clf_model.voices import Tally, Vote, VoteCounts
from clf_store import NotFacilitatorError, NotInWorkshopError, PhaseError, RoundClosedError, Store
from tests.long import times
from tests.store.rooms import AT, FRAMEWORK, Room

INDICATORS = ("a.O1", "a.O2", "a.O3")
PEOPLE = 4
Ballot = tuple[str, int]


class OneCapability(RuleBasedStateMachine):
    store: Store

    def __init__(self) -> None:
        super().__init__()
        self.room = Room(self.store, people=PEOPLE)
        self.phase, self.round = "waiting", 1
        self.open: set[Ballot] = set()
        self.votes: dict[Ballot, dict[int, Vote]] = {(id_, 1): {} for id_ in INDICATORS}
        self.entered: dict[Ballot, VoteCounts] = {}
        self.shown: dict[Ballot, Counter[Vote]] = {}

    def step(self, action: str, allowed: bool, *arguments: object) -> bool:
        call = getattr(self.room.workshops, action)
        self.refused(NotFacilitatorError, call, self.room.id, self.room.tokens[0], "a", *arguments)
        if allowed:
            call(self.room.id, self.room.boss, "a", *arguments)
        else:
            self.refused(PhaseError, call, self.room.id, self.room.boss, "a", *arguments)
        return allowed

    @staticmethod
    def refused(error: type[ClfError], call: object, *arguments: object) -> None:
        try:
            call(*arguments)  # type: ignore[operator]
        except error:
            return
        raise AssertionError(f"{arguments} went through")

    @rule()
    def judge(self) -> None:
        if self.step("judge", self.phase == "waiting"):
            self.phase, self.open = "judging", set(self.votes)

    @rule()
    def reveal(self) -> None:
        if self.step("reveal", self.phase == "judging"):
            self.phase = "revealed"
            self.shown |= {ballot: Counter(self.votes[ballot].values()) for ballot in self.open}
            self.open = set()

    @rule(indicators=st.sets(st.sampled_from(INDICATORS), min_size=1))
    def vote_again(self, indicators: set[str]) -> None:
        if self.step("vote_again", self.phase in ("revealed", "agreed"), sorted(indicators)):
            self.phase, self.round = "judging", self.round + 1
            self.open = {(id_, self.round) for id_ in indicators}
            self.votes |= {ballot: {} for ballot in self.open}
            for id_ in indicators:
                before = [one for one in range(1, self.round) if (id_, one) in self.votes]
                if (id_, before[-1]) in self.entered:
                    self.entered[id_, self.round] = self.entered[id_, before[-1]]

    @rule()
    def agree(self) -> None:
        if self.step("agree", self.phase == "revealed"):
            self.phase = "agreed"

    @rule(
        person=st.integers(0, PEOPLE - 1),
        indicator=st.sampled_from(INDICATORS),
        back=st.integers(-1, 1),
        chosen=st.sampled_from(Vote),
    )
    def vote(self, person: int, indicator: str, back: int, chosen: Vote) -> None:
        ballot = indicator, self.round - back
        arguments = (self.room.id, self.room.tokens[person], *ballot, chosen)
        if ballot in self.open:
            self.room.workshops.vote(*arguments)
            self.votes[ballot][person] = chosen
        else:
            error = RoundClosedError if ballot in self.votes else NotInWorkshopError
            self.refused(error, self.room.workshops.vote, *arguments)

    @rule(indicator=st.sampled_from(INDICATORS), back=st.integers(-1, 1), met=st.integers(0, 4))
    def enter(self, indicator: str, back: int, met: int) -> None:
        ballot, counts = (indicator, self.round - back), VoteCounts(met=met)
        if ballot in self.votes and self.phase != "waiting":
            self.room.workshops.enter(self.room.id, self.room.boss, *ballot, counts)
            self.entered[ballot] = counts
        else:
            self.refused(
                NotInWorkshopError, self.room.workshops.enter, self.room.id, self.room.boss, *ballot, counts
            )

    def tally(self, ballot: Ballot) -> Tally:
        """What may be seen: three phones or none of them, and of both together three or nothing."""
        counts = self.shown[ballot]
        kept = VoteCounts(**{one.value: number for one, number in counts.items()})
        phones = kept if counts.total() >= 3 else VoteCounts()
        entered = self.entered.get(ballot, VoteCounts())
        return Tally(*ballot, phones, entered) if phones.voted + entered.voted >= 3 else Tally(*ballot)

    @invariant()
    def the_store_agrees_with_the_model(self) -> None:
        rooms, id_ = self.room.workshops, self.room.id
        topic = rooms.load(id_).topic("a")
        assert topic is not None
        assert (topic.phase, topic.round) == (self.phase, self.round)
        assert {(one, self.round) for one in topic.balloted} == {b for b in self.votes if b[1] == self.round}
        tallies = {(tally.indicator_id, tally.round): tally for tally in rooms.tallies(id_)}
        assert tallies == {ballot: self.tally(ballot) for ballot in self.shown}
        assert rooms.entered(id_, self.room.boss) == {
            ballot: counts for ballot, counts in self.entered.items() if counts.voted
        }
        hidden = {
            ballot: votes if self.phase == "judging" else {}
            for ballot, votes in self.votes.items()
            if ballot[1] == self.round
        }
        assert rooms.voted(id_, self.room.boss, "a") == {
            ballot[0]: len(votes) for ballot, votes in hidden.items()
        }
        for person, token in enumerate(self.room.tokens):
            assert rooms.own_votes(id_, token) == {
                ballot: votes[person] for ballot, votes in hidden.items() if person in votes
            }
        voted = Counter(person for votes in hidden.values() for person in votes)
        pulse = rooms.pulse(id_, "a")
        assert (pulse.here, pulse.started) == (PEOPLE, len(voted))
        assert pulse.finished == sum(count == len(topic.balloted) for count in voted.values())

    def teardown(self) -> None:
        """Closing is refused while votes are hidden, and otherwise leaves the counts as they were."""
        rooms, id_ = self.room.workshops, self.room.id
        before = rooms.tallies(id_)
        try:
            rooms.close(id_, self.room.boss, FRAMEWORK, who="ann", at=AT)
        except PhaseError:
            assert self.phase == "judging"
        else:
            assert self.phase != "judging"
        assert rooms.tallies(id_) == before


@pytest.mark.endurance
def test_rounds_behave_like_the_model_whatever_people_do(store: Store) -> None:
    machine = type("Bound", (OneCapability,), {"store": store})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=times(20, short=10),
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
