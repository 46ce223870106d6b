"""A workshop from its opening to its outcome, and what nobody can do in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple, replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from clf_model.assessment import NO_RECORD, Evidence, Judgement, Record
from clf_model.errors import MismatchError, UnknownIdError
from clf_model.framework import Framework, Perspective
from clf_model.voices import Decision, Role, Tally, VoicesError, Vote, VoteCounts
from clf_store import (
    CountEdit,
    Edit,
    EditConflictError,
    FinalError,
    Focus,
    LateWriting,
    NotFacilitatorError,
    NotFoundError,
    NotInWorkshopError,
    NotSeatedError,
    Phase,
    PhaseError,
    Pulse,
    RoundClosedError,
    Store,
    StoreError,
    Topic,
    Workshop,
    WorkshopClosedError,
    WorkshopOpenError,
    WorkshopRunsError,
    new_token,
)
from clf_store.sql.database import make_engine, parse_url
from clf_ui.access.rights import TABLE, Right
from tests.store.rooms import AT, FRAMEWORK, LATER, STRANGER, Room, everything

MET, PARTLY, NOT_MET, DONT_KNOW = Vote.MET, Vote.PARTLY, Vote.NOT_MET, Vote.DONT_KNOW


@pytest.fixture
def room(store: Store) -> Room:
    return Room(store)


@pytest.fixture
def judged(room: Room) -> Room:
    """Capability a is being judged, and all five have voted on two of its three indicators."""
    room.judge()
    room.vote("a.O1", [MET, MET, MET, PARTLY, NOT_MET])
    room.vote("a.O2", [PARTLY] * 4 + [DONT_KNOW])
    return room


@pytest.fixture
def revealed(judged: Room) -> Room:
    judged.reveal()
    return judged


def test_a_workshop_waits_with_its_capabilities_in_the_frameworks_order(room: Room) -> None:
    workshop = room.workshops.load(room.id)
    ids = ("a.O1", "a.O2", "a.O3")
    assert workshop.topics[0] == Topic("a", Phase.WAITING, 1, ids, ids)
    assert [topic.capability_id for topic in workshop.topics] == ["a", "b"]
    assert (workshop.title, workshop.assessment_id, workshop.closed) == ("Spring", room.draft, False)
    assert room.workshops.of_assessment(room.draft) == (workshop,)


def test_what_does_not_apply_is_not_voted_on_and_worker_statements_are_where_wanted(store: Store) -> None:
    room = Room(store, {"a.O2": Record(Judgement.NOT_APPLICABLE, reason="One site")})
    topic = room.workshops.load(room.id).topic("a")
    assert topic is not None
    assert topic.indicators == ("a.O1", "a.O3")
    both = room.workshops.open(
        room.draft, FRAMEWORK, ["a"], title="Both", expires_at=LATER, at=AT, perspectives=tuple(Perspective)
    )
    topic = room.workshops.load(both.workshop_id).topic("a")
    assert topic is not None
    assert topic.indicators == ("a.O1", "a.O3", "a.W1", "a.W2", "a.W3")


def test_a_workshop_needs_a_draft_of_this_framework_and_something_to_judge(
    store: Store, url: str, room: Room, framework: Framework
) -> None:
    before = everything(url)
    with pytest.raises(UnknownIdError):
        room.workshops.open(room.draft, FRAMEWORK, ["c"], title="No", expires_at=LATER, at=AT)
    with pytest.raises(MismatchError):
        room.workshops.open(room.draft, framework, ["one"], title="No", expires_at=LATER, at=AT)
    with pytest.raises(VoicesError, match="nothing to judge"):
        room.workshops.open(room.draft, FRAMEWORK, [], title="No", expires_at=LATER, at=AT)
    with pytest.raises(StoreError, match="title"):
        room.workshops.open(room.draft, FRAMEWORK, ["a"], title="", expires_at=LATER, at=AT)
    with pytest.raises(NotFoundError):
        room.workshops.open(99, FRAMEWORK, ["a"], title="No", expires_at=LATER, at=AT)
    assert everything(url) == before
    store.finalise(room.draft, who="ann", at=LATER)
    with pytest.raises(FinalError):
        room.workshops.open(room.draft, FRAMEWORK, ["a"], title="No", expires_at=LATER, at=AT)


def test_before_the_reveal_there_is_nothing_but_how_many_have_answered(judged: Room) -> None:
    assert judged.workshops.tallies(judged.id) == ()
    assert judged.workshops.pulse(judged.id, "a") == Pulse(
        revision=1, here=5, started=5, finished=0, votes=10
    )
    judged.vote("a.O3", [MET, MET])
    # Decimal(12) would equal 12, and no bar of progress takes one.
    assert {type(one) for one in astuple(judged.workshops.pulse(judged.id, "a"))} == {int}
    assert judged.workshops.pulse(judged.id, "a") == Pulse(
        revision=1, here=5, started=5, finished=2, votes=12
    )
    assert judged.workshops.pulse(judged.id, "b") == Pulse(revision=1, here=5, started=0, finished=0, votes=0)


def test_the_reveal_counts_every_vote(revealed: Room) -> None:
    """a.O1: three met, one partly, one not met; a.O2: four partly, one does not know; a.O3: nobody."""
    assert revealed.workshops.tallies(revealed.id) == (
        Tally("a.O1", 1, VoteCounts(met=3, partly=1, not_met=1)),
        Tally("a.O2", 1, VoteCounts(partly=4, dont_know=1)),
        Tally("a.O3", 1),
    )


def test_fewer_than_three_votes_are_never_shown(judged: Room) -> None:
    """Two phones on a.O3: their counts would tell each of the two what the other said."""
    judged.vote("a.O3", [MET, NOT_MET])
    judged.workshops.enter(judged.id, judged.boss, "a.O3", 1, VoteCounts(partly=1))
    judged.reveal()
    assert judged.tally("a.O3") == Tally("a.O3", 1)
    judged.workshops.enter(judged.id, judged.boss, "a.O3", 1, VoteCounts(partly=4))
    assert judged.tally("a.O3") == Tally("a.O3", 1, VoteCounts(), VoteCounts(partly=4))


def test_a_pile_of_paper_is_one_step_and_overwrites_nobodys_correction(judged: Room) -> None:
    """Another leader corrects a.O2 between the look and the saving; a.O1 and a.O3 are free."""
    none, new = VoteCounts(), VoteCounts(met=2, partly=1)
    theirs = VoteCounts(not_met=3)
    judged.workshops.enter(judged.id, judged.boss, "a.O2", 1, theirs)
    before = judged.workshops.load(judged.id).revision
    pile = {id_: CountEdit(none, new) for id_ in ("a.O1", "a.O2", "a.O3")}
    assert judged.workshops.enter_pile(judged.id, judged.boss, 1, pile) == ("a.O2",)
    known = {id_: counts for (id_, _), counts in judged.workshops.entered(judged.id, judged.boss).items()}
    assert known == {"a.O1": new, "a.O2": theirs, "a.O3": new}
    assert judged.workshops.load(judged.id).revision == before + 1
    same = {"a.O2": CountEdit(none, theirs)}  # what both counted alike is no correction
    assert judged.workshops.enter_pile(judged.id, judged.boss, 1, same) == ()
    for refused in (
        {"a.O1": CountEdit(new, none), "b.O1": CountEdit(none, new)},
        {"a.O1": CountEdit(new, VoteCounts(met=10_001))},
    ):
        with pytest.raises((NotInWorkshopError, VoicesError)):
            judged.workshops.enter_pile(judged.id, judged.boss, 1, refused)
    assert judged.workshops.entered(judged.id, judged.boss)["a.O1", 1] == new


def test_what_is_decided_together_is_one_step_and_the_last_step_is_known(revealed: Room) -> None:
    first, second = Decision("a.O1", Judgement.MET), Decision("a.O2", Judgement.PARTLY)
    revealed.workshops.decide(revealed.id, revealed.boss, first, second)
    steps = revealed.workshops.steps(revealed.id)
    assert steps["a.O1"] == steps["a.O2"]
    revealed.workshops.decide(revealed.id, revealed.boss, Decision("a.O3", Judgement.MET))
    revealed.workshops.decide(revealed.id, revealed.boss, Decision("a.O1", Judgement.NOT_MET))
    steps = revealed.workshops.steps(revealed.id)
    assert sorted(steps, key=steps.__getitem__) == ["a.O2", "a.O3", "a.O1"]


def test_a_vote_can_be_changed_until_the_reveal_and_then_stays(judged: Room) -> None:
    judged.vote("a.O1", [NOT_MET])
    assert judged.workshops.own_votes(judged.id, judged.tokens[0]) == {
        ("a.O1", 1): NOT_MET,
        ("a.O2", 1): PARTLY,
    }
    judged.reveal()
    with pytest.raises(RoundClosedError):
        judged.vote("a.O1", [MET])
    assert judged.phones("a.O1") == VoteCounts(met=2, partly=1, not_met=2)
    assert judged.workshops.own_votes(judged.id, judged.tokens[0]) == {}  # counted, and gone


def test_a_second_round_takes_some_indicators_and_both_rounds_stay(revealed: Room) -> None:
    revealed.workshops.vote_again(revealed.id, revealed.boss, "a", ["a.O1"])
    topic = revealed.workshops.load(revealed.id).topic("a")
    assert topic == Topic("a", Phase.JUDGING, 2, ("a.O1", "a.O2", "a.O3"), ("a.O1",))
    revealed.vote("a.O1", [MET] * 4, round=2)
    assert revealed.phones("a.O1") == VoteCounts(met=3, partly=1, not_met=1)
    assert len(revealed.workshops.tallies(revealed.id)) == 3
    assert revealed.workshops.pulse(revealed.id, "a") == Pulse(
        revision=3, here=5, started=4, finished=4, votes=4
    )
    revealed.reveal()
    assert revealed.phones("a.O1", 1) == VoteCounts(met=3, partly=1, not_met=1)
    assert revealed.phones("a.O1", 2) == VoteCounts(met=4)


def test_counts_from_paper_stand_beside_the_phones_and_are_corrected_as_a_whole(judged: Room) -> None:
    judged.workshops.enter(judged.id, judged.boss, "a.O1", 1, VoteCounts(met=2, partly=9))
    judged.workshops.enter(judged.id, judged.boss, "a.O1", 1, VoteCounts(met=3))
    assert judged.workshops.entered(judged.id, judged.boss) == {("a.O1", 1): VoteCounts(met=3)}
    assert judged.workshops.tallies(judged.id) == ()
    judged.reveal()
    assert judged.tally("a.O1").counts == VoteCounts(met=6, partly=1, not_met=1)
    judged.workshops.enter(judged.id, judged.boss, "a.O1", 1, VoteCounts(met=4))
    assert judged.tally("a.O1").counts == VoteCounts(met=7, partly=1, not_met=1)
    with pytest.raises(VoicesError, match="10000"):
        judged.workshops.enter(judged.id, judged.boss, "a.O1", 1, VoteCounts(met=10_001))
    for indicator, round_ in (("b.O1", 1), ("a.W1", 1), ("a.O1", 2)):  # not open, not taken, not begun
        with pytest.raises(NotInWorkshopError):
            judged.workshops.enter(judged.id, judged.boss, indicator, round_, VoteCounts(met=1))


def test_counts_from_paper_count_in_a_second_vote_until_they_are_replaced(judged: Room) -> None:
    """Of nine people four are on paper: without their counts four would seem to have left."""
    judged.workshops.enter(judged.id, judged.boss, "a.O1", 1, VoteCounts(not_met=4))
    judged.reveal()
    judged.workshops.vote_again(judged.id, judged.boss, "a", ["a.O1", "a.O2"])
    assert judged.workshops.entered(judged.id, judged.boss) == {
        ("a.O1", 1): VoteCounts(not_met=4),
        ("a.O1", 2): VoteCounts(not_met=4),
    }
    judged.workshops.enter(judged.id, judged.boss, "a.O1", 2, VoteCounts(met=4))
    judged.reveal()
    judged.workshops.vote_again(judged.id, judged.boss, "a", ["a.O1"])
    judged.reveal()
    assert [judged.tally("a.O1", round_).entered for round_ in (1, 2, 3)] == [
        VoteCounts(not_met=4),
        VoteCounts(met=4),
        VoteCounts(met=4),  # as counted last
    ]


def test_the_facilitator_learns_on_how_many_phones_an_indicator_has_an_answer(judged: Room) -> None:
    """Five have answered a.O1 and a.O2, and nobody a.O3: `judged` is a room in the middle of it."""
    voted = judged.workshops.voted
    assert voted(judged.id, judged.boss, "a") == {"a.O1": 5, "a.O2": 5, "a.O3": 0}
    judged.vote("a.O3", [MET, NOT_MET])
    judged.vote("a.O3", [PARTLY])  # the first has changed it
    assert voted(judged.id, judged.boss, "a")["a.O3"] == 2
    judged.reveal()
    judged.workshops.vote_again(judged.id, judged.boss, "a", ["a.O3", "a.O2"])
    assert voted(judged.id, judged.boss, "a") == {"a.O2": 0, "a.O3": 0}


Request = Callable[[Room, str], object]
FACILITATORS_REQUESTS: dict[str, Request] = {
    "judge": lambda room, token: room.workshops.judge(room.id, token, "b"),
    "reveal": lambda room, token: room.workshops.reveal(room.id, token, "a"),
    "vote_again": lambda room, token: room.workshops.vote_again(room.id, token, "a"),
    "agree": lambda room, token: room.workshops.agree(room.id, token, "a"),
    "enter": lambda room, token: room.workshops.enter(room.id, token, "a.O1", 1, VoteCounts(met=9)),
    "enter_pile": lambda room, token: room.workshops.enter_pile(
        room.id, token, 1, {"a.O1": CountEdit(VoteCounts(), VoteCounts(met=9))}
    ),
    "voted": lambda room, token: room.workshops.voted(room.id, token, "a"),
    "entered": lambda room, token: room.workshops.entered(room.id, token),
    "steer": lambda room, token: room.workshops.steer(room.id, token, focus="a.O1"),
    "decide": lambda room, token: room.workshops.decide(room.id, token, Decision("a.O1", Judgement.MET)),
    "undecide": lambda room, token: room.workshops.undecide(room.id, token, "a.O1"),
    "door": lambda room, token: room.workshops.door(room.id, token),
    "renew_door": lambda room, token: room.workshops.renew_door(room.id, token, expires_at=LATER),
    "close": lambda room, token: room.workshops.close(room.id, token, FRAMEWORK, who="ann", at=AT),
    "write": lambda room, token: room.workshops.write(room.id, token, FRAMEWORK, who="ann", at=AT),
    "lead": lambda room, token: room.workshops.lead(room.id, token),
}


def test_nobody_but_the_facilitator_does_what_the_facilitator_does(judged: Room, url: str) -> None:
    leaders = {verb for verb, right in TABLE.items() if right is Right.LEADER} - {"demonstrations.end"}
    assert {f"workshops.{name}" for name in FACILITATORS_REQUESTS} == leaders
    before = everything(url)
    for token in (judged.tokens[0], STRANGER, judged.opened.door.link, "", "ü\udc80"):
        for request in FACILITATORS_REQUESTS.values():
            with pytest.raises(NotFacilitatorError):
                request(judged, token)
        assert not judged.workshops.is_facilitator(judged.id, token)
    assert judged.workshops.is_facilitator(judged.id, judged.boss)
    assert everything(url) == before


def test_a_vote_outside_of_the_round_writes_nothing(judged: Room, url: str) -> None:
    before = everything(url)
    for indicator, round_, error in (
        ("a.W1", 1, NotInWorkshopError),  # a worker statement, which this workshop does not take
        ("nothing", 1, NotInWorkshopError),
        ("a.O1", 2, NotInWorkshopError),  # a round that has not begun
        ("a.O1", 0, NotInWorkshopError),
        ("b.O1", 1, RoundClosedError),  # a capability that waits
        ("x" * 300, 1, StoreError),
    ):
        with pytest.raises(error):
            judged.workshops.vote(judged.id, judged.tokens[0], indicator, round_, MET)
    assert everything(url) == before


def test_a_vote_of_somebody_who_is_not_in_this_workshop_writes_nothing(
    judged: Room, store: Store, url: str
) -> None:
    other = Room(store)
    other.judge()
    before = everything(url)
    for token in (STRANGER, judged.boss, other.tokens[0], "", "ü\udc80"):
        with pytest.raises(NotSeatedError):
            judged.workshops.vote(judged.id, token, "a.O1", 1, MET)
        with pytest.raises(NotSeatedError):
            judged.workshops.own_votes(judged.id, token)
        with pytest.raises(NotSeatedError):
            judged.workshops.set_role(judged.id, token, Role.CARER)
    with pytest.raises(NotFoundError):
        judged.workshops.vote(-1, judged.tokens[0], "a.O1", 1, MET)
    with pytest.raises(ValueError, match="perhaps"):
        judged.workshops.vote(judged.id, judged.tokens[0], "a.O1", 1, "perhaps")  # type: ignore[arg-type]
    assert everything(url) == before


def test_no_secret_is_kept_or_written_in_readable_form(judged: Room, url: str) -> None:
    kept = repr(everything(url))
    for token in (*judged.tokens, judged.boss):
        assert token not in kept
    assert judged.boss not in repr(judged.opened)
    assert judged.opened.door.link not in repr(judged.opened)
    seat = judged.workshops.join(judged.opened.door.link, address=None, at=AT)
    assert seat.token not in repr(seat)


def test_the_facilitator_may_bring_a_token_of_their_own(store: Store) -> None:
    mine, room = new_token(), Room(store)
    opened = room.workshops.open(
        room.draft, FRAMEWORK, ["a"], title="Mine", expires_at=LATER, at=AT, facilitator=mine
    )
    assert opened.facilitator == mine
    assert room.workshops.is_facilitator(opened.workshop_id, mine)
    with pytest.raises(StoreError, match="22"):
        room.workshops.open(
            room.draft, FRAMEWORK, ["a"], title="Mine", expires_at=LATER, at=AT, facilitator="1234"
        )


def test_a_step_and_what_the_room_talks_about_next_are_one_write(store: Store, room: Room) -> None:
    """Who says the next focus sees what the step has changed; if it is no indicator, nothing is."""
    asked: list[tuple[Phase, list[str], list[str]]] = []

    def then(focus: str | None) -> Focus:
        def chosen(workshop: Workshop, tallies: Sequence[Tally], decided: Sequence[Decision]) -> str | None:
            revealed = [tally.indicator_id for tally in tallies]
            asked.append((workshop.topics[0].phase, revealed, [one.indicator_id for one in decided]))
            return focus

        return chosen

    workshops, met = room.workshops, Decision("a.O1", Judgement.MET)
    steps: list[tuple[Callable[[Focus], None], str | None]] = [
        (lambda focus: workshops.judge(room.id, room.boss, "a", focus=focus), None),
        (lambda focus: workshops.reveal(room.id, room.boss, "a", focus=focus), "a.O1"),
        (lambda focus: workshops.decide(room.id, room.boss, met, focus=focus), "a.O2"),
    ]
    for step, wanted in steps:
        before = store.writes
        step(then(wanted))
        assert store.writes == before + 1
        assert workshops.load(room.id).focus == wanted
    assert [phase for phase, _, _ in asked] == [Phase.JUDGING, Phase.REVEALED, Phase.REVEALED]
    assert [bool(revealed) for _, revealed, _ in asked] == [False, True, True]
    assert [decided for _, _, decided in asked] == [[], [], ["a.O1"]]
    with pytest.raises(NotInWorkshopError):
        workshops.decide(room.id, room.boss, replace(met, judgement=Judgement.PARTLY), focus=then("a.W1"))
    assert workshops.decisions(room.id) == (met,)


def test_the_room_is_steered_and_every_step_moves_the_revision(room: Room) -> None:
    ends = AT + timedelta(minutes=90)
    room.workshops.steer(room.id, room.boss, focus="a.O2", ends_at=ends, minutes_each=5)
    room.workshops.steer(room.id, room.boss, minutes_each=7.5)
    workshop = room.workshops.load(room.id)
    assert (workshop.focus, workshop.ends_at, workshop.minutes_each) == ("a.O2", ends, 7.5)
    assert room.workshops.revision(room.id) == workshop.revision == 2
    room.workshops.steer(room.id, room.boss, focus=None)
    assert room.workshops.load(room.id).focus is None
    with pytest.raises(NotInWorkshopError):
        room.workshops.steer(room.id, room.boss, focus="a.W1")
    with pytest.raises(VoicesError):
        room.workshops.steer(room.id, room.boss, minutes_each=0)
    assert room.workshops.revision(room.id) == 3


DECISION = Decision(
    "a.O1", Judgement.MET, reason="Shown", dissent="One disagrees", evidence=(Evidence("Minutes of May"),)
)


def test_decisions_are_taken_changed_and_taken_back_after_the_reveal_only(judged: Room) -> None:
    with pytest.raises(PhaseError, match="judging"):
        judged.workshops.decide(judged.id, judged.boss, DECISION)
    with pytest.raises(PhaseError):
        judged.workshops.decide(judged.id, judged.boss, Decision("b.O1", Judgement.MET))
    judged.reveal()
    judged.workshops.decide(judged.id, judged.boss, Decision("a.O1", Judgement.PARTLY))
    judged.workshops.decide(judged.id, judged.boss, Decision("a.O3", Judgement.MET))
    judged.workshops.decide(judged.id, judged.boss, DECISION)
    judged.workshops.agree(judged.id, judged.boss, "a")
    judged.workshops.undecide(judged.id, judged.boss, "a.O3")
    assert judged.workshops.decisions(judged.id) == (DECISION,)
    with pytest.raises(NotInWorkshopError):
        judged.workshops.decide(judged.id, judged.boss, Decision("a.W1", Judgement.MET))


def test_agreeing_on_a_capability_ends_its_discussion_in_one_step(revealed: Room) -> None:
    revealed.workshops.steer(revealed.id, revealed.boss, focus="a.O1", ends_at=LATER, minutes_each=5.0)
    before = revealed.workshops.load(revealed.id)
    revealed.workshops.agree(revealed.id, revealed.boss, "a")
    after = revealed.workshops.load(revealed.id)
    assert (after.focus, after.ends_at) == (None, None)
    assert after.revision == before.revision + 1


def test_decisions_taken_together_are_one_step_or_none(url: str, revealed: Room) -> None:
    before = everything(url)
    with pytest.raises(NotInWorkshopError):
        revealed.workshops.decide(revealed.id, revealed.boss, DECISION, Decision("z.O1", Judgement.MET))
    assert everything(url) == before
    revealed.workshops.decide(revealed.id, revealed.boss, DECISION, Decision("a.O2", Judgement.PARTLY))
    assert [one.indicator_id for one in revealed.workshops.decisions(revealed.id)] == ["a.O1", "a.O2"]


def test_closing_writes_one_undoable_change_and_keeps_counts_only(
    store: Store, url: str, revealed: Room
) -> None:
    revealed.workshops.set_role(revealed.id, revealed.tokens[0], Role.CARER)
    revealed.workshops.decide(revealed.id, revealed.boss, DECISION)
    revealed.workshops.decide(revealed.id, revealed.boss, Decision("a.O2", Judgement.PARTLY))
    other = {"b.O1": Edit(NO_RECORD, Record(Judgement.NOT_MET))}
    store.change(revealed.draft, other, who="ben", at=AT)
    counts = revealed.workshops.tallies(revealed.id)
    change = revealed.workshops.close(revealed.id, revealed.boss, FRAMEWORK, who="ann", at=LATER)
    assert change is not None
    logged = store.events(revealed.draft)[0]
    assert logged.id == change.event_id
    assert logged.after == {
        "a.O1": Record(Judgement.MET, reason="Shown", evidence=(Evidence("Minutes of May"),)),
        "a.O2": Record(Judgement.PARTLY),
    }
    assert store.load(revealed.draft).assessment.judgement("b.O1") is Judgement.NOT_MET
    rows = everything(url)
    assert rows["vote"] == rows["participant"] == []
    workshop = revealed.workshops.load(revealed.id)
    assert (workshop.closed_at, workshop.event_id) == (LATER, logged.id)
    assert workshop.attendance == {Role.CARER: 1, None: 4}
    assert revealed.workshops.tallies(revealed.id) == counts
    assert revealed.workshops.decisions(revealed.id) == (DECISION, Decision("a.O2", Judgement.PARTLY))
    undone = store.undo(revealed.draft, who="ann", at=LATER)
    assert undone is not None
    assert undone.reverts == logged.id
    assert set(store.load(revealed.draft).assessment.records) == {"b.O1"}


def test_a_closed_workshop_stays_as_it_is(revealed: Room, url: str) -> None:
    assert revealed.workshops.close(revealed.id, revealed.boss, FRAMEWORK, who="ann", at=LATER) is None
    before = everything(url)
    afterwards = {"write", "lead"}  # what was not written can be, by whoever led it
    for name, request in FACILITATORS_REQUESTS.items():
        if name not in afterwards:
            with pytest.raises(WorkshopClosedError):
                request(revealed, revealed.boss)
    for token in revealed.tokens:
        with pytest.raises(NotSeatedError):
            revealed.workshops.vote(revealed.id, token, "a.O1", 1, MET)
    assert everything(url) == before
    assert revealed.workshops.is_facilitator(revealed.id, revealed.boss)


def test_a_workshop_does_not_close_over_hidden_votes(judged: Room, url: str) -> None:
    before = everything(url)
    with pytest.raises(PhaseError, match="when the workshop closes"):
        judged.workshops.close(judged.id, judged.boss, FRAMEWORK, who="ann", at=LATER)
    assert everything(url) == before


@pytest.mark.parametrize("named", [(), (Evidence("Seen in May"),)], ids=["no evidence", "evidence"])
@pytest.mark.parametrize("decided", [Judgement.MET, Judgement.PARTLY])
def test_where_somebody_judged_otherwise_since_the_decision_nothing_is_written(
    store: Store, url: str, decided: Judgement, named: tuple[Evidence, ...]
) -> None:
    """Partly was on record; the group says met, or confirms partly; then Ben says not met."""
    partly, not_met = Record(Judgement.PARTLY), Record(Judgement.NOT_MET)
    room = Room(store, {"a.O1": partly})
    room.judge()
    room.reveal()
    room.workshops.decide(room.id, room.boss, Decision("a.O1", decided, evidence=named))
    room.workshops.decide(room.id, room.boss, Decision("a.O2", Judgement.MET))
    store.change(room.draft, {"a.O1": Edit(partly, not_met)}, who="ben", at=AT)
    before = everything(url)
    with pytest.raises(EditConflictError) as raised:
        room.workshops.close(room.id, room.boss, FRAMEWORK, who="ann", at=LATER)
    conflict = raised.value.conflicts["a.O1"]
    assert (conflict.base, conflict.mine, conflict.theirs) == (
        partly,
        Record(decided, evidence=named),
        not_met,
    )
    assert set(raised.value.conflicts) == {"a.O1"}
    assert everything(url) == before
    room.workshops.decide(room.id, room.boss, Decision("a.O1", decided))  # knowing what Ben said
    room.workshops.close(room.id, room.boss, FRAMEWORK, who="ann", at=LATER)
    stored = store.load(room.draft).assessment
    assert (stored.judgement("a.O1"), stored.judgement("a.O2")) == (decided, Judgement.MET)


def test_all_conflicts_are_told_at_once_and_a_decision_that_is_taken_back_leaves_what_is_there(
    store: Store,
) -> None:
    partly, not_met = Record(Judgement.PARTLY), Record(Judgement.NOT_MET)
    room = Room(store, {"a.O1": partly, "a.O2": partly})
    room.judge()
    room.reveal()
    room.workshops.decide(room.id, room.boss, Decision("a.O1", Judgement.MET))
    room.workshops.decide(room.id, room.boss, Decision("a.O2", Judgement.PARTLY))
    store.change(room.draft, {id_: Edit(partly, not_met) for id_ in ("a.O1", "a.O2")}, who="ben", at=AT)
    with pytest.raises(EditConflictError) as raised:
        room.workshops.close(room.id, room.boss, FRAMEWORK, who="ann", at=LATER)
    assert set(raised.value.conflicts) == {"a.O1", "a.O2"}
    for id_ in ("a.O1", "a.O2"):
        room.workshops.undecide(room.id, room.boss, id_)
    assert room.workshops.close(room.id, room.boss, FRAMEWORK, who="ann", at=LATER) is None
    assert store.load(room.draft).assessment.judgement("a.O1") is Judgement.NOT_MET


def test_evidence_and_effort_saved_meanwhile_are_kept(store: Store, revealed: Room) -> None:
    revealed.workshops.decide(revealed.id, revealed.boss, DECISION)
    added = Record(effort=4, evidence=(Evidence("Seen in June"),))
    store.change(revealed.draft, {"a.O1": Edit(NO_RECORD, added)}, who="ben", at=AT)
    revealed.workshops.close(revealed.id, revealed.boss, FRAMEWORK, who="ann", at=LATER)
    record = store.load(revealed.draft).assessment.record("a.O1")
    assert (record.judgement, record.effort) == (Judgement.MET, 4)
    assert {entry.note for entry in record.evidence} == {"Minutes of May", "Seen in June"}


def test_a_workshop_on_an_assessment_that_became_final_closes_without_changing_it(
    store: Store, revealed: Room, framework: Framework
) -> None:
    revealed.workshops.decide(revealed.id, revealed.boss, DECISION)
    with pytest.raises(MismatchError):
        revealed.workshops.close(revealed.id, revealed.boss, framework, who="ann", at=LATER)
    store.finalise(revealed.draft, who="ann", at=LATER)
    with pytest.raises(FinalError):
        revealed.workshops.close(revealed.id, revealed.boss, FRAMEWORK, who="ann", at=LATER)
    closed = revealed.workshops.close(revealed.id, revealed.boss, FRAMEWORK, who="ann", at=LATER, apply=False)
    assert closed is None
    assert revealed.workshops.decisions(revealed.id) == (DECISION,)
    assert store.load(revealed.draft).assessment.records == {}


def test_what_was_closed_without_writing_can_be_written_later_and_once(store: Store, revealed: Room) -> None:
    boss = revealed.boss
    revealed.workshops.decide(revealed.id, boss, DECISION)
    with pytest.raises(WorkshopOpenError):
        revealed.workshops.write(revealed.id, boss, FRAMEWORK, who="ann", at=LATER)
    revealed.workshops.close(revealed.id, boss, FRAMEWORK, who="ann", at=LATER, apply=False)
    with pytest.raises(NotFacilitatorError):
        revealed.workshops.write(revealed.id, STRANGER, FRAMEWORK, who="ann", at=LATER)
    assert store.load(revealed.draft).assessment.records == {}
    change = revealed.workshops.write(revealed.id, boss, FRAMEWORK, who="ann", at=LATER).change
    assert change is not None
    assert store.load(revealed.draft).assessment.judgement("a.O1") is Judgement.MET
    assert revealed.workshops.load(revealed.id).event_id == change.event_id
    store.undo(revealed.draft, who="ann", at=LATER)
    again = revealed.workshops.write(revealed.id, boss, FRAMEWORK, who="ann", at=LATER)
    assert again == LateWriting(None, ())
    assert store.load(revealed.draft).assessment.records == {}


def test_written_later_it_leaves_out_what_others_judged_since(store: Store, revealed: Room) -> None:
    """Ben judged two otherwise, of which the group had only confirmed one, and added evidence to a third."""
    not_met = Record(Judgement.NOT_MET)
    seen = (Evidence("Seen in June"),)
    store.change(revealed.draft, {"a.O2": Edit(NO_RECORD, not_met)}, who="ann", at=AT)
    for wanted in (
        DECISION,
        Decision("a.O2", Judgement.NOT_MET),
        Decision("a.O3", Judgement.PARTLY),
    ):
        revealed.workshops.decide(revealed.id, revealed.boss, wanted)
    revealed.workshops.close(revealed.id, revealed.boss, FRAMEWORK, who="ann", at=LATER, apply=False)
    others = {
        "a.O1": Edit(NO_RECORD, not_met),
        "a.O2": Edit(not_met, Record(Judgement.PARTLY)),
        "a.O3": Edit(NO_RECORD, Record(evidence=seen)),
    }
    store.change(revealed.draft, others, who="ben", at=LATER)
    found = revealed.workshops.write(revealed.id, revealed.boss, FRAMEWORK, who="ann", at=LATER)
    assert found.left == ("a.O1", "a.O2")
    assert found.change is not None
    assert set(found.change.records) == {"a.O3"}
    after = store.load(revealed.draft).assessment
    assert [after.judgement(f"a.O{n}") for n in (1, 2, 3)] == [
        Judgement.NOT_MET,
        Judgement.PARTLY,
        Judgement.PARTLY,
    ]
    assert after.record("a.O3").evidence == seen
    assert store.undo(revealed.draft, who="ann", at=LATER) is not None
    assert store.load(revealed.draft).assessment.judgement("a.O3") is None


def test_written_later_nothing_is_written_where_all_was_judged_otherwise_since(
    store: Store, url: str, revealed: Room
) -> None:
    revealed.workshops.decide(revealed.id, revealed.boss, DECISION)
    revealed.workshops.close(revealed.id, revealed.boss, FRAMEWORK, who="ann", at=LATER, apply=False)
    other = {"a.O1": Edit(NO_RECORD, Record(Judgement.NOT_MET))}
    store.change(revealed.draft, other, who="ben", at=LATER)
    before = everything(url)
    found = revealed.workshops.write(revealed.id, revealed.boss, FRAMEWORK, who="ann", at=LATER)
    assert found == LateWriting(None, ("a.O1",))
    assert everything(url) == before


def test_written_later_only_what_others_did_not_judge_so_themselves_is_written(
    store: Store, url: str, revealed: Room
) -> None:
    met = Record(Judgement.MET)
    for id_ in ("a.O1", "a.O2"):
        revealed.workshops.decide(revealed.id, revealed.boss, Decision(id_, Judgement.MET))
    revealed.workshops.close(revealed.id, revealed.boss, FRAMEWORK, who="ann", at=LATER, apply=False)
    store.change(revealed.draft, {"a.O1": Edit(NO_RECORD, met)}, who="ben", at=LATER)
    found = revealed.workshops.write(revealed.id, revealed.boss, FRAMEWORK, who="ann", at=LATER)
    assert found.change is not None
    assert (set(found.change.records), found.left) == ({"a.O2"}, ())


def test_written_later_nothing_is_written_where_others_judged_so_themselves(
    store: Store, url: str, revealed: Room
) -> None:
    revealed.workshops.decide(revealed.id, revealed.boss, Decision("a.O1", Judgement.MET))
    revealed.workshops.close(revealed.id, revealed.boss, FRAMEWORK, who="ann", at=LATER, apply=False)
    store.change(revealed.draft, {"a.O1": Edit(NO_RECORD, Record(Judgement.MET))}, who="ben", at=LATER)
    before = everything(url)
    found = revealed.workshops.write(revealed.id, revealed.boss, FRAMEWORK, who="ann", at=LATER)
    assert found == LateWriting(None, ())
    assert everything(url) == before


def test_a_workshop_that_nobody_closes_loses_its_single_votes_thirty_days_after_its_code(
    store: Store, url: str, judged: Room
) -> None:
    """The room of the fixtures can be joined until LATER."""
    before = everything(url)
    assert before["vote"]
    assert judged.workshops.close_abandoned(at=LATER + timedelta(days=30)) == 0
    assert everything(url) == before
    assert judged.workshops.close_abandoned(at=LATER + timedelta(days=30, seconds=1)) == 1
    rows = everything(url)
    assert rows["vote"] == rows["participant"] == []
    found = judged.workshops.load(judged.id)
    assert found.closed
    assert found.event_id is None
    assert found.attendance == {None: 5}
    assert judged.workshops.tallies(judged.id) == ()  # hidden votes stay hidden
    assert store.load(judged.draft).assessment.records == {}
    assert judged.workshops.close_abandoned(at=LATER + timedelta(days=60)) == 0


def test_what_was_decided_in_an_abandoned_workshop_can_still_be_written(store: Store, revealed: Room) -> None:
    revealed.workshops.decide(revealed.id, revealed.boss, DECISION)
    revealed.workshops.close_abandoned(at=LATER + timedelta(days=31))
    revealed.workshops.write(revealed.id, revealed.boss, FRAMEWORK, who="ann", at=LATER)
    assert store.load(revealed.draft).assessment.judgement("a.O1") is Judgement.MET


def test_what_is_not_there_is_not_found(room: Room) -> None:
    for request in (
        lambda: room.workshops.load(99),
        lambda: room.workshops.revision(99),
        lambda: room.workshops.pulse(99, "a"),
        lambda: room.workshops.door(99, room.boss),
        lambda: room.workshops.judge(99, room.boss, "a"),
        lambda: room.workshops.load(-1),
    ):
        with pytest.raises(NotFoundError):
            request()
    assert room.workshops.of_assessment(99) == ()
    with pytest.raises(NotInWorkshopError):
        room.workshops.judge(room.id, room.boss, "c")


def test_removing_samples_takes_their_workshops_along(
    store: Store, url: str, judged: Room, framework: Framework
) -> None:
    engine = make_engine(parse_url(url))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE service SET fictional = true")
    engine.dispose()
    store.reset_samples((), framework, who="ann", at=LATER)
    rows = everything(url)
    for table in ("workshop", "topic", "ballot", "participant", "vote"):
        assert rows[table] == []


def test_while_a_workshop_runs_its_assessment_is_not_taken_away(
    store: Store, url: str, room: Room, framework: Framework
) -> None:
    engine = make_engine(parse_url(url))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE service SET fictional = true")
    engine.dispose()
    before = everything(url)
    steps: dict[str, Callable[[datetime], object]] = {
        "finalised": lambda at: store.finalise(room.draft, who="ann", at=at),
        "deleted": lambda at: store.delete(room.draft, who="ann", at=at),
        "reset": lambda at: store.reset_samples((), framework, who="ann", at=at),
    }
    title = room.workshops.load(room.id).title
    for done, step in steps.items():
        with pytest.raises(WorkshopRunsError, match=f"“{title}” runs on .*nothing was {done}. Close it"):
            step(LATER - timedelta(seconds=1))
    assert everything(url) == before
    store.finalise(room.draft, who="ann", at=LATER)  # nobody can join any longer
    store.reopen(room.draft, "For the room", who="ann", at=AT)
    room.workshops.close(room.id, room.boss, FRAMEWORK, who="ann", at=AT)
    for done in ("deleted", "reset"):
        steps[done](AT)


def test_the_database_itself_refuses_a_doubled_vote_and_votes_without_a_seat_or_a_ballot(
    judged: Room, url: str
) -> None:
    engine = make_engine(parse_url(url))
    again = "INSERT INTO vote SELECT workshop_id, participant, {}, {}, capability_id, 'met' FROM vote"
    for indicator, round_ in (("indicator_id", "round"), ("'a.W1'", "round"), ("indicator_id", "2")):
        with engine.connect() as connection, pytest.raises(sa.exc.IntegrityError):
            connection.exec_driver_sql(again.format(indicator, round_))
    with engine.connect() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.exec_driver_sql("UPDATE vote SET vote = 'perhaps'")
    with engine.connect() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.exec_driver_sql("UPDATE workshop SET code = NULL")
    engine.dispose()


def test_a_vote_and_a_poll_are_one_statement_each_and_read_no_table_from_end_to_end(
    judged: Room, store: Store, url: str
) -> None:
    ran: list[tuple[str, object]] = []

    def note(_: object, __: object, statement: str, parameters: object, *___: object) -> None:
        if not statement.startswith("BEGIN"):
            ran.append((statement, parameters))

    engine = store._database._engine
    event.listen(engine, "before_cursor_execute", note)
    judged.vote("a.O1", [MET])
    judged.workshops.pulse(judged.id, "a")
    judged.workshops.revision(judged.id)
    event.remove(engine, "before_cursor_execute", note)
    assert len(ran) == 3
    tables = everything(url)
    if url.startswith("sqlite"):
        with engine.connect() as connection:
            for statement, parameters in ran:
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                steps = [row[3] for row in plan]
                assert not [step for step in steps for name in tables if step == f"SCAN {name}"]
