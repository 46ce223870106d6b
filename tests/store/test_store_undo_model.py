"""Two people changing records and actions, undoing and redoing at random, against a model of plain lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from clf_model.action import Action
from clf_model.assessment import NO_RECORD, Assessment, Judgement, Record
from clf_model.framework import Framework
from clf_store import (
    ActionEdit,
    ActionEditConflictError,
    Edit,
    EditConflictError,
    Event,
    EventKind,
    FinalError,
    RequirementError,
    Store,
    UndoConflictError,
)
from tests.long import times

SECOND = timedelta(seconds=1)
PEOPLE, INDICATORS = ("ann", "ben"), ("i1", "i2", "i3")
FORUM = (None, Action("forum", "Carers' forum"), Action("forum", "Quarterly forum"))
POLICY = (None, Action("policy", "Policy"), Action("policy", "Policy", requires=("forum",)))
State = dict[str, Record | Action | None]
NOTHING: State = {**dict.fromkeys(INDICATORS, NO_RECORD), "forum": None, "policy": None}
people = st.sampled_from(PEOPLE)
judgements = st.dictionaries(
    st.sampled_from(INDICATORS),
    st.sampled_from([None, Judgement.MET, Judgement.PARTLY]).map(Record),
    min_size=1,
)
plans = st.fixed_dictionaries(
    {}, optional={"forum": st.sampled_from(FORUM[::-1]), "policy": st.sampled_from(POLICY[::-1])}
).filter(bool)


def changes_records(state: Mapping[str, object]) -> bool:
    return not state.keys().isdisjoint(INDICATORS)


def can_be_done(state: State) -> bool:
    return state["policy"] != POLICY[2] or state["forum"] is not None


def left_by(event: Event) -> State:
    return {**event.after, **event.actions_after}


def found_by(event: Event) -> State:
    return {**event.before, **event.actions_before}


class TwoPeople(RuleBasedStateMachine):
    store: Store
    framework: Framework
    at: datetime

    def __init__(self) -> None:
        super().__init__()
        self.state = dict(NOTHING)
        self.undos: dict[str, list[tuple[State, State]]] = {who: [] for who in PEOPLE}
        self.redos: dict[str, list[tuple[State, State]]] = {who: [] for who in PEOPLE}
        self.seen = {who: dict(self.state) for who in PEOPLE}
        self.revision = 0
        self.final = False
        self.finalised_by: str | None = None  # where that was the last thing done
        empty = Assessment("small", "Rowanbank", self.at.date())
        self.id = self.store.add(empty, self.framework, who="ann", at=self.at)

    @precondition(lambda self: not self.final)
    @rule(meant=st.sampled_from([False] * 4 + [True]))
    def finalise(self, meant: bool) -> None:
        """Now and then, so that many runs stay drafts for long."""
        if not meant:
            return
        self.at += SECOND  # each plan is kept under its moment
        self.store.finalise(self.id, who="ann", at=self.at)
        self.final, self.finalised_by = True, "ann"
        self.revision += 1

    @precondition(lambda self: self.final)
    @rule(who=people)
    def reopen(self, who: str) -> None:
        self.store.reopen(self.id, "Too early", who=who, at=self.at)
        self.final, self.finalised_by = False, None
        self.revision += 1

    @rule(who=people, wish=st.one_of(plans, judgements), looks=st.sampled_from([True, True, False]))
    def change(self, who: str, wish: State, looks: bool) -> None:
        """No two wishes differ in more than one part, so that whoever differs from both is in conflict."""
        if looks:
            self.seen[who] = dict(self.state)
        seen = self.seen[who]
        after, conflict = {}, False
        for id_, mine in wish.items():
            theirs = self.state[id_]
            if seen[id_] != mine != theirs:
                conflict |= theirs != seen[id_]
                after[id_] = mine
        try:
            self.send(who, wish)
        except FinalError:
            assert self.final
            assert changes_records(wish)
            return
        except (EditConflictError, ActionEditConflictError):
            assert conflict
            return
        except RequirementError:
            assert not can_be_done({**self.state, **after})
            return
        assert not conflict
        assert not (self.final and changes_records(wish))
        if after:
            assert can_be_done({**self.state, **after})
            self.undos[who].append(({id_: self.state[id_] for id_ in after}, after))
            self.redos[who].clear()
            self.state |= after
            self.revision += 1
            self.finalised_by = None

    def send(self, who: str, wish: State) -> None:
        seen = self.seen[who]
        if changes_records(wish):
            edits = {id_: Edit(seen[id_], mine) for id_, mine in wish.items()}  # type: ignore[arg-type]
            self.store.change(self.id, edits, who=who, at=self.at)
        else:
            plan = {id_: ActionEdit(seen[id_], mine) for id_, mine in wish.items()}  # type: ignore[arg-type]
            self.store.change_actions(self.id, plan, who=who, at=self.at)

    @rule(who=people)
    def undo(self, who: str) -> None:
        self.step(who, "undo", self.undos[who], self.redos[who])

    @rule(who=people)
    def redo(self, who: str) -> None:
        self.step(who, "redo", self.redos[who], self.undos[who])

    def step(
        self,
        who: str,
        action: str,
        stack: list[tuple[State, State]],
        other: list[tuple[State, State]],
    ) -> None:
        take = self.store.undo if action == "undo" else self.store.redo
        try:
            event = take(self.id, who=who, at=self.at)
        except FinalError:
            assert self.final
            assert not stack or changes_records(stack[-1][1])
            return
        except UndoConflictError:
            before, after = stack.pop()
            as_left = all(self.state[id_] == left for id_, left in after.items())
            assert not as_left or not can_be_done({**self.state, **before})
            return
        if action == "undo" and self.finalised_by == who:
            assert event is not None
            assert event.undoes_finalisation
            self.final, self.finalised_by = False, None
            self.revision += 1
            return
        if not stack:
            assert event is None
            return
        before, after = stack.pop()
        assert all(self.state[id_] == left for id_, left in after.items())
        assert not (self.final and changes_records(after))
        assert event is not None
        assert left_by(event) == before
        other.append((after, before))
        self.state |= before
        self.revision += 1
        self.finalised_by = None

    @invariant()
    def the_store_agrees_with_the_model(self) -> None:
        stored = self.store.load(self.id)
        records = {id_: stored.assessment.record(id_) for id_ in INDICATORS}
        actions = {id_: stored.assessment.actions.get(id_) for id_ in ("forum", "policy")}
        assert {**records, **actions} == self.state
        assert can_be_done(self.state)
        assert stored.info.revision == self.revision
        for who in PEOPLE:
            undo, redo = self.store.undoable(self.id, who=who, at=self.at)
            if self.finalised_by == who:
                assert undo is not None
                assert (undo.kind, redo) == (EventKind.FINALISED, None)
                continue
            for event, stack in ((undo, self.undos[who]), (redo, self.redos[who])):
                wanted = stack[-1][1] if stack else None
                if wanted and self.final and changes_records(wanted):
                    wanted = None
                assert (event and left_by(event)) == wanted

    def teardown(self) -> None:
        """The log alone leads to the same records and actions."""
        replayed = dict(NOTHING)
        for event in reversed(self.store.events(self.id, limit=1000)):
            assert found_by(event) == {id_: replayed[id_] for id_ in found_by(event)}
            replayed |= left_by(event)
        assert replayed == self.state


@pytest.mark.endurance
def test_undo_and_redo_of_two_people_behave_like_two_pairs_of_stacks(
    store: Store, framework: Framework, at: datetime
) -> None:
    machine = type("Bound", (TwoPeople,), {"store": store, "framework": framework, "at": at})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=times(60, short=20),
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
