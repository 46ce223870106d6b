"""The service's own words are kept with an assessment, undone like judgements, and copied with it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from clf_model.assessment import NO_RECORD, Judgement, Record
from clf_model.errors import RecordError
from clf_model.framework import Framework
from clf_store import Edit, FinalError, Store, TextConflictError, TextEdit, UndoConflictError


def write(
    store: Store, assessment_id: int, at: datetime, seen: str, new: str, who: str = "ann"
) -> int | None:
    return store.change_texts(assessment_id, {"summary": TextEdit(seen, new)}, who=who, at=at)


def words(store: Store, assessment_id: int) -> dict[str, str]:
    return dict(store.load(assessment_id).assessment.texts)


def test_what_is_written_stands_and_is_one_event(store: Store, draft: int, at: datetime) -> None:
    event_id = write(store, draft, at, "", "We met in May.\nAll of us.")
    assert words(store, draft) == {"summary": "We met in May.\nAll of us."}
    event = store.events(draft)[0]
    assert event.id == event_id
    assert (event.texts_before, event.texts_after) == ({"summary": ""}, words(store, draft))
    assert (event.before, event.after, event.revision) == ({}, {}, 1)


def test_writing_what_stands_there_changes_nothing(store: Store, draft: int, at: datetime) -> None:
    write(store, draft, at, "", "We met.")
    assert write(store, draft, at, "anything", "We met.") is None
    assert store.revision(draft) == 1


def test_blank_words_take_them_away(store: Store, draft: int, at: datetime) -> None:
    write(store, draft, at, "", "We met.")
    write(store, draft, at, "We met.", " \n")
    assert words(store, draft) == {}


def test_undo_and_redo_take_words_back_and_bring_them_again_between_judgements(
    store: Store, draft: int, at: datetime
) -> None:
    write(store, draft, at, "", "First.")
    store.change(draft, {"i9": Edit(NO_RECORD, Record(Judgement.MET))}, who="ann", at=at)
    write(store, draft, at, "First.", "Second.")
    found = []
    for step in (store.undo, store.undo, store.undo, store.redo, store.redo, store.redo):
        assert step(draft, who="ann", at=at) is not None
        found.append(words(store, draft).get("summary"))
    assert found == ["First.", "First.", None, "First.", "First.", "Second."]


def test_words_over_those_that_somebody_else_wrote_are_refused_and_so_is_their_undo(
    store: Store, draft: int, at: datetime
) -> None:
    write(store, draft, at, "", "Ann's.")
    with pytest.raises(TextConflictError) as refused:
        write(store, draft, at, "", "Ben's.", who="ben")
    assert refused.value.theirs == "Ann's."
    write(store, draft, at, "Ann's.", "Ben's.", who="ben")
    with pytest.raises(UndoConflictError, match="words in the report"):
        store.undo(draft, who="ann", at=at)
    assert words(store, draft) == {"summary": "Ben's."}


def test_a_final_assessments_words_go_on_being_written_and_undone(
    store: Store, draft: int, at: datetime
) -> None:
    store.change(draft, {"i9": Edit(NO_RECORD, Record(Judgement.MET))}, who="ben", at=at)
    store.finalise(draft, who="ben", at=at)
    write(store, draft, at, "", "For the board.")
    assert words(store, draft) == {"summary": "For the board."}
    assert store.undo(draft, who="ann", at=at) is not None
    assert words(store, draft) == {}
    with pytest.raises(FinalError):
        store.undo(draft, who="ann", at=at)


def test_control_characters_are_refused(store: Store, draft: int, at: datetime) -> None:
    with pytest.raises(RecordError, match="control character"):
        write(store, draft, at, "", "a\x07b")
    assert words(store, draft) == {}


def test_words_go_along_with_a_copy_and_with_what_is_added_again(
    store: Store, draft: int, framework: Framework, at: datetime
) -> None:
    write(store, draft, at, "", "We met.")
    copied = store.copy(draft, assessed_on=date(2026, 9, 1), title=None, who="ann", at=at)
    again = store.add(store.load(draft).assessment, framework, who="ann", at=at)
    assert words(store, copied) == words(store, again) == {"summary": "We met."}
    assert store.events(again)[0].texts_after == {"summary": "We met."}


def test_they_are_there_after_fifty_judgements_and_an_undo(store: Store, draft: int, at: datetime) -> None:
    write(store, draft, at, "", "We met.")
    seen = store.load(draft).assessment.record("i9")
    for place in range(50):
        wanted = Record((Judgement.MET, Judgement.PARTLY)[place % 2])
        store.change(draft, {"i9": Edit(seen, wanted)}, who="ann", at=at)
        seen = wanted
    store.undo(draft, who="ann", at=at)
    assert words(store, draft) == {"summary": "We met."}
