"""Two people changing, undoing and redoing at random, against a model with plain lists."""

from __future__ import annotations

from datetime import datetime

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from clf_model.assessment import NO_RECORD, Assessment, Judgement, Record
from clf_model.framework import Framework
from clf_store import Edit, EditConflictError, Store, UndoConflictError

PEOPLE, INDICATORS = ("ann", "ben"), ("i1", "i2", "i3")
Records = dict[str, Record]
people = st.sampled_from(PEOPLE)
wishes = st.dictionaries(
    st.sampled_from(INDICATORS),
    st.sampled_from([None, Judgement.MET, Judgement.PARTLY]).map(Record),
    min_size=1,
)


class TwoPeople(RuleBasedStateMachine):
    store: Store
    framework: Framework
    at: datetime

    def __init__(self) -> None:
        super().__init__()
        self.records: Records = dict.fromkeys(INDICATORS, NO_RECORD)
        self.undos: dict[str, list[tuple[Records, Records]]] = {who: [] for who in PEOPLE}
        self.redos: dict[str, list[tuple[Records, Records]]] = {who: [] for who in PEOPLE}
        self.seen: dict[str, Records] = {who: dict(self.records) for who in PEOPLE}
        self.revision = 0
        empty = Assessment("small", "Rowanbank", self.at.date())
        self.id = self.store.add(empty, self.framework, who="ann", at=self.at)

    @rule(who=people)
    def look(self, who: str) -> None:
        self.seen[who] = dict(self.records)

    @rule(who=people, wish=wishes)
    def change(self, who: str, wish: Records) -> None:
        seen = self.seen[who]
        after, conflict = {}, False
        for id_, mine in wish.items():
            theirs = self.records[id_]
            if seen[id_] != mine != theirs:
                conflict |= theirs != seen[id_]
                after[id_] = mine
        try:
            edits = {id_: Edit(seen[id_], mine) for id_, mine in wish.items()}
            self.store.change(self.id, edits, who=who, at=self.at)
        except EditConflictError:
            assert conflict
            return
        assert not conflict
        if after:
            self.undos[who].append(({id_: self.records[id_] for id_ in after}, after))
            self.redos[who].clear()
            self.records |= after
            self.revision += 1

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
        stack: list[tuple[Records, Records]],
        other: list[tuple[Records, Records]],
    ) -> None:
        take = self.store.undo if action == "undo" else self.store.redo
        if not stack:
            assert take(self.id, who=who, at=self.at) is None
            return
        before, after = stack.pop()
        if any(self.records[id_] != record for id_, record in after.items()):
            try:
                take(self.id, who=who, at=self.at)
            except UndoConflictError:
                return
            raise AssertionError("a step on records that someone else changed went through")
        event = take(self.id, who=who, at=self.at)
        assert event is not None
        assert event.after == before
        other.append((after, before))
        self.records |= before
        self.revision += 1

    @invariant()
    def the_store_agrees_with_the_model(self) -> None:
        stored = self.store.load(self.id)
        assert {id_: stored.assessment.record(id_) for id_ in INDICATORS} == self.records
        assert stored.info.revision == self.revision
        for who in PEOPLE:
            undo, redo = self.store.undoable(self.id, who=who)
            for event, stack in ((undo, self.undos[who]), (redo, self.redos[who])):
                assert (event and event.after) == (stack[-1][1] if stack else None)

    def teardown(self) -> None:
        """The log alone leads to the same records."""
        replayed: Records = dict.fromkeys(INDICATORS, NO_RECORD)
        for event in reversed(self.store.events(self.id, limit=1000)):
            assert event.before == {id_: replayed[id_] for id_ in event.before}
            replayed |= event.after
        assert replayed == self.records


def test_undo_and_redo_of_two_people_behave_like_two_pairs_of_stacks(
    store: Store, framework: Framework, at: datetime
) -> None:
    machine = type("Bound", (TwoPeople,), {"store": store, "framework": framework, "at": at})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
