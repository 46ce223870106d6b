"""Changes merge with those of others, and each person's own can be undone and redone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from clf_model.assessment import NO_RECORD, Assessment, Evidence, Judgement, Record
from clf_model.framework import Framework
from clf_store import (
    Change,
    Edit,
    EditConflictError,
    Event,
    EventKind,
    NotFoundError,
    Store,
    UndoConflictError,
)

MET, PARTLY, NOT_MET = Record(Judgement.MET), Record(Judgement.PARTLY), Record(Judgement.NOT_MET)
A, B = Evidence("a"), Evidence("b")


class Desk:
    """One person at one assessment, who always sees what is stored."""

    def __init__(self, store: Store, assessment_id: int, who: str, at: datetime) -> None:
        self.store, self.id, self.who, self.at = store, assessment_id, who, at

    def put(self, **records: Record) -> Change:
        edits = {id_: Edit(self.see(id_), record) for id_, record in records.items()}
        return self.store.change(self.id, edits, who=self.who, at=self.at)

    def see(self, indicator_id: str) -> Record:
        return self.store.load(self.id).assessment.record(indicator_id)

    def undo(self) -> Event | None:
        return self.store.undo(self.id, who=self.who, at=self.at)

    def redo(self) -> Event | None:
        return self.store.redo(self.id, who=self.who, at=self.at)

    def next_steps(self) -> tuple[Mapping[str, Record] | None, Mapping[str, Record] | None]:
        undo, redo = self.store.undoable(self.id, who=self.who, at=self.at)
        return undo.after if undo else None, redo.after if redo else None


@pytest.fixture
def ann(store: Store, draft: int, at: datetime) -> Desk:
    return Desk(store, draft, "ann", at)


@pytest.fixture
def ben(store: Store, draft: int, at: datetime) -> Desk:
    return Desk(store, draft, "ben", at)


def test_a_change_is_stored_with_a_revision_and_an_event(store: Store, draft: int, at: datetime) -> None:
    later = at + timedelta(minutes=1)
    change = store.change(draft, {"i9": Edit(NO_RECORD, MET)}, who="ann", at=later)
    event = store.events(draft)[0]
    assert (change.revision, change.records, change.event_id) == (1, {"i9": MET}, event.id)
    assert (event.kind, event.who, event.at, event.revision) == (EventKind.CHANGED, "ann", later, 1)
    assert (event.before, event.after, event.reverts) == ({"i9": NO_RECORD}, {"i9": MET}, None)
    assert store.revision(draft) == 1
    assert store.load(draft).info.changed_at == later
    assert store.load(draft).assessment.record("i9") == MET


def test_several_edits_are_one_event_and_touch_nothing_else(ann: Desk, review: Assessment) -> None:
    emptied = {"i1": NO_RECORD, "i2": MET, "i9": replace(PARTLY, evidence=(A, B))}
    assert ann.put(**emptied).revision == 1
    assert ann.store.load(ann.id).assessment == review.with_records(emptied)


def test_evidence_is_added_edited_and_removed_in_its_order(ann: Desk, review: Assessment) -> None:
    first, second = review.record("i1").evidence
    for evidence in ((first, A, second), (first, replace(A, source="Policy"), second), (second,), ()):
        ann.put(i1=replace(ann.see("i1"), evidence=evidence))
        assert ann.see("i1") == Record(Judgement.MET, evidence=evidence)


def test_an_edit_that_changes_nothing_writes_nothing(store: Store, draft: int, ann: Desk) -> None:
    ann.put(i9=MET)
    change = store.change(draft, {"i9": Edit(NO_RECORD, MET)}, who="ben", at=ann.at)
    assert (change.revision, change.records, change.event_id) == (1, {"i9": MET}, None)
    assert store.undoable(draft, who="ben", at=ann.at) == (None, None)
    assert len(store.events(draft)) == 2


def test_an_edit_of_a_record_seen_earlier_merges_with_what_others_saved(ann: Desk, ben: Desk) -> None:
    ben.put(i9=Record(evidence=(B,)))
    edits = {"i9": Edit(NO_RECORD, replace(MET, evidence=(A,)))}
    change = ann.store.change(ann.id, edits, who="ann", at=ann.at)
    assert change.records == {"i9": Record(Judgement.MET, evidence=(B, A))} == {"i9": ann.see("i9")}


def test_one_conflict_keeps_all_edits_out_and_shows_both_versions(ann: Desk, ben: Desk) -> None:
    ben.put(i8=PARTLY)
    edits = {"i8": Edit(NO_RECORD, MET), "i9": Edit(NO_RECORD, MET)}
    with pytest.raises(EditConflictError, match="i8") as raised:
        ann.store.change(ann.id, edits, who="ann", at=ann.at)
    assert list(raised.value.conflicts) == ["i8"]
    conflict = raised.value.conflicts["i8"]
    assert (conflict.base, conflict.mine, conflict.theirs) == (NO_RECORD, MET, PARTLY)
    assert ann.see("i9") == NO_RECORD
    assert ann.store.revision(ann.id) == 1


def test_undo_and_redo_walk_back_and_forth_through_all_changes(ann: Desk) -> None:
    states = [NO_RECORD, NOT_MET, PARTLY, MET]
    for state in states[1:]:
        ann.put(i9=state)
    for state in reversed(states[:-1]):
        ann.undo()
        assert ann.see("i9") == state
    assert ann.undo() is None
    for state in states[1:]:
        ann.redo()
        assert ann.see("i9") == state
    assert ann.redo() is None
    ann.undo()
    assert ann.see("i9") == PARTLY


def test_undo_is_an_event_of_its_own_that_names_what_it_takes_back(ann: Desk) -> None:
    changed = ann.put(i9=MET).event_id
    undone = ann.undo()
    assert undone is not None
    assert (undone.kind, undone.reverts, undone.who) == (EventKind.UNDO, changed, "ann")
    assert (undone.before, undone.after) == ({"i9": MET}, {"i9": NO_RECORD})
    redone = ann.redo()
    assert redone is not None
    assert (redone.kind, redone.reverts) == (EventKind.REDO, undone.id)
    assert [event.revision for event in ann.store.events(ann.id)] == [3, 2, 1, 0]


def test_undo_brings_back_evidence_reasons_and_several_records_at_once(ann: Desk, review: Assessment) -> None:
    ann.put(i1=NO_RECORD, i3=MET, i4=replace(MET, effort=4), i9=MET)
    ann.undo()
    assert ann.store.load(ann.id).assessment == review


def test_a_new_change_ends_what_could_be_redone(ann: Desk) -> None:
    ann.put(i9=MET)
    ann.undo()
    ann.put(i8=MET)
    assert ann.next_steps() == ({"i8": MET}, None)
    assert ann.redo() is None


def test_each_person_undoes_only_their_own(ann: Desk, ben: Desk) -> None:
    ann.put(i8=MET)
    ben.put(i9=PARTLY)
    ann.undo()
    assert (ann.see("i8"), ann.see("i9")) == (NO_RECORD, PARTLY)
    assert ann.undo() is None
    assert ben.next_steps() == ({"i9": PARTLY}, None)


def test_what_undo_and_redo_would_take_back_is_known_before(ann: Desk) -> None:
    assert ann.next_steps() == (None, None)
    ann.put(i8=MET)
    ann.put(i9=PARTLY)
    ann.undo()
    assert ann.next_steps() == ({"i8": MET}, {"i9": NO_RECORD})


def test_what_someone_else_changed_since_cannot_be_undone_but_earlier_steps_can(ann: Desk, ben: Desk) -> None:
    ann.put(i8=MET)
    ann.put(i9=MET)
    ben.put(i9=PARTLY)
    with pytest.raises(UndoConflictError, match="i9 cannot be undone") as raised:
        ann.undo()
    assert raised.value.indicator_ids == ("i9",)
    assert ann.see("i9") == PARTLY
    assert ann.store.revision(ann.id) == 3
    ann.undo()
    assert (ann.see("i8"), ann.see("i9")) == (NO_RECORD, PARTLY)
    assert ann.undo() is None


def test_what_someone_else_changed_since_cannot_be_redone(ann: Desk, ben: Desk) -> None:
    ann.put(i8=MET)
    ann.put(i9=MET)
    ann.undo()
    ann.undo()
    ben.put(i8=PARTLY)
    with pytest.raises(UndoConflictError, match="i8 cannot be redone"):
        ann.redo()
    assert ann.see("i8") == PARTLY
    ann.redo()
    assert ann.see("i9") == MET


def test_undo_on_one_assessment_leaves_others_alone(
    ann: Desk, review: Assessment, framework: Framework
) -> None:
    other = ann.store.add(review, framework, who="ann", at=ann.at)
    ann.put(i9=MET)
    assert ann.store.undo(other, who="ann", at=ann.at) is None
    assert ann.see("i9") == MET


def test_undo_takes_the_same_number_of_queries_however_long_the_log(ann: Desk) -> None:
    queries: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        queries.append(statement)

    needed = set()
    for _ in range(3):
        for effort in range(2, 12):
            ann.put(i9=Record(effort=effort))
        sa.event.listen(sa.Engine, "before_cursor_execute", note)
        ann.undo()
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
        needed.add(len(queries))
        queries.clear()
    assert len(needed) == 1
    assert 0 < max(needed) < 15


def test_what_is_known_after_a_change_is_what_is_stored(ann: Desk, ben: Desk, review: Assessment) -> None:
    """Judged, emptied, with evidence; and not known where somebody else has changed anything in between."""
    some = next(iter(review.records))
    backed = replace(MET, reason="seen", equivalent=True, evidence=(A, B))
    steps: list[dict[str, Record]] = [{"i9": MET}, {"i9": NO_RECORD, some: backed}, {some: NO_RECORD}]
    seen = ann.store.load(ann.id)
    for minute, records in enumerate(steps):
        ann.at += timedelta(minutes=minute)
        known = seen.after(ann.put(**records), ann.at)
        seen = ann.store.load(ann.id)
        assert known == seen
    ben.put(i9=PARTLY)
    assert seen.after(ann.put(**{some: MET}), ann.at) is None
    assert seen.after(ann.put(**{some: MET}), ann.at) is None  # nothing was written


def test_a_glance_has_the_revision_and_the_settings_asked_for_but_never_the_key_that_signs(
    ann: Desk,
) -> None:
    store = ann.store
    store.signing_key("k" * 43)
    store.set_setting("a", "1")
    ann.put(i9=MET)
    glance = store.glance(ann.id, ["b", "a", "signing_key"])
    assert (glance.revision, glance.settings) == (store.revision(ann.id), {"b": None, "a": "1"})
    store.delete(ann.id, who="ann", at=ann.at)
    with pytest.raises(NotFoundError):
        store.glance(ann.id, ["a"])
