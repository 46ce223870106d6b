"""Actions are kept, changed together with others, undone like judgements, and outlive the workshop."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from clf_model.action import Action, ActionStatus
from clf_model.assessment import NO_RECORD, Assessment, Judgement, Record
from clf_model.errors import ClfError, RecordError, UnknownIdError
from clf_model.framework import Framework
from clf_store import (
    ActionChange,
    ActionEdit,
    ActionEditConflictError,
    Edit,
    Event,
    EventKind,
    FinalError,
    NotFoundError,
    RequirementError,
    Store,
    StoreError,
    UndoConflictError,
    deletion,
)
from clf_store.assessments import tables
from clf_store.sql.database import make_engine, parse_url

MET = Record(Judgement.MET)
WALK = Action("walk", "Walk the floor", 2, ("i9",))
Plan = dict[str, Action]


class Desk:
    """One person at the plan of one assessment, who always sees what is stored."""

    def __init__(self, store: Store, assessment_id: int, who: str, at: datetime) -> None:
        self.store, self.id, self.who, self.at = store, assessment_id, who, at

    def plan(self) -> Plan:
        return dict(self.store.load(self.id).assessment.actions)

    def put(self, **actions: Action | None) -> ActionChange:
        seen = self.plan()
        return self.send({id_: ActionEdit(seen.get(id_), wanted) for id_, wanted in actions.items()})

    def send(self, edits: dict[str, ActionEdit]) -> ActionChange:
        return self.store.change_actions(self.id, edits, who=self.who, at=self.at)

    def judge(self, indicator_id: str) -> None:
        self.store.change(self.id, {indicator_id: Edit(NO_RECORD, MET)}, who=self.who, at=self.at)

    def undo(self) -> Event | None:
        return self.store.undo(self.id, who=self.who, at=self.at)

    def redo(self) -> Event | None:
        return self.store.redo(self.id, who=self.who, at=self.at)


@pytest.fixture
def ann(store: Store, draft: int, at: datetime) -> Desk:
    return Desk(store, draft, "ann", at)


@pytest.fixture
def ben(store: Store, draft: int, at: datetime) -> Desk:
    return Desk(store, draft, "ben", at)


@pytest.fixture
def forum(review: Assessment) -> Action:
    return review.actions["forum"]


def test_actions_come_back_in_the_order_they_were_made(ann: Desk, review: Assessment) -> None:
    ann.put(walk=WALK, art=Action("art", "Art class"))
    assert list(ann.plan()) == ["policy", "forum", "tablets", "walk", "art"]
    assert ann.plan() == {**review.actions, "walk": WALK, "art": Action("art", "Art class")}


def test_what_was_exported_and_is_added_again_is_equal(
    store: Store, draft: int, framework: Framework, at: datetime
) -> None:
    first = store.load(draft).assessment
    again = store.load(store.add(first, framework, who="ben", at=at)).assessment
    assert again == first
    assert list(again.actions) == list(first.actions)


def test_a_new_assessment_logs_its_actions(store: Store, draft: int, review: Assessment) -> None:
    created = store.events(draft)[0]
    assert created.actions_before == dict.fromkeys(review.actions)
    assert created.actions_after == review.actions


def test_a_change_of_actions_is_one_event_with_a_revision(
    ann: Desk, review: Assessment, at: datetime
) -> None:
    later = at + timedelta(minutes=1)
    edits = {
        "walk": ActionEdit(None, WALK),
        "tablets": ActionEdit(review.actions["tablets"], None),
        "policy": ActionEdit(review.actions["policy"], replace(review.actions["policy"], owner="Ben")),
    }
    change = ann.store.change_actions(ann.id, edits, who="ann", at=later)
    event = ann.store.events(ann.id)[0]
    assert (change.revision, change.event_id) == (1, event.id)
    assert change.actions == {id_: edit.new for id_, edit in edits.items()} == event.actions_after
    assert event.actions_before == {id_: edit.base for id_, edit in edits.items()}
    assert (event.kind, event.who, event.at, event.revision) == (EventKind.CHANGED, "ann", later, 1)
    assert (event.before, event.after) == ({}, {})
    stored = ann.store.load(ann.id)
    assert (stored.info.revision, stored.info.changed_at) == (1, later)
    assert stored.assessment.records == review.records


def test_an_edit_that_changes_nothing_writes_nothing(ann: Desk, forum: Action) -> None:
    change = ann.send({"forum": ActionEdit(None, forum), "gone": ActionEdit(WALK, None)})
    assert (change.revision, change.event_id) == (0, None)
    assert change.actions == {"forum": forum, "gone": None}
    assert len(ann.store.events(ann.id)) == 1


def test_edits_of_different_fields_go_together(ann: Desk, ben: Desk, forum: Action) -> None:
    ben.put(forum=replace(forum, owner="Ben"))
    change = ann.send({"forum": ActionEdit(forum, replace(forum, due=date(2026, 10, 1)))})
    assert change.actions == {"forum": replace(forum, owner="Ben", due=date(2026, 10, 1))}
    assert ann.plan()["forum"] == change.actions["forum"]


def test_one_conflict_keeps_all_edits_out_and_shows_both_versions(
    ann: Desk, ben: Desk, forum: Action
) -> None:
    theirs, mine = replace(forum, owner="Ben"), replace(forum, owner="Cat")
    ben.put(forum=theirs)
    with pytest.raises(ActionEditConflictError, match="Quarterly forum") as raised:
        ann.send({"forum": ActionEdit(forum, mine), "walk": ActionEdit(None, WALK)})
    assert list(raised.value.conflicts) == ["forum"]
    conflict = raised.value.conflicts["forum"]
    assert (conflict.base, conflict.mine, conflict.theirs) == (forum, mine, theirs)
    assert conflict.fields == ("owner",)
    assert "walk" not in ann.plan()
    assert ann.store.revision(ann.id) == 1


def test_two_new_actions_of_one_id_are_a_conflict(ann: Desk, ben: Desk) -> None:
    ben.put(walk=WALK)
    with pytest.raises(ActionEditConflictError, match="Walk the floor"):
        ann.send({"walk": ActionEdit(None, replace(WALK, title="Walk in the park"))})
    assert ann.plan()["walk"] == WALK


@pytest.mark.parametrize(
    ("name", "most", "said"),
    [
        ("title", 300, "The title takes 1 to 300 characters, not 301."),
        ("owner", 200, "The owner takes 0 to 200 characters, not 201."),
    ],
)
def test_a_name_that_no_card_holds_is_refused_in_words_and_keeps_all_out(
    ann: Desk, name: str, most: int, said: str
) -> None:
    fits, longer = (replace(WALK, **{name: "a" * number}) for number in (most, most + 1))
    ann.put(walk=fits)
    before = ann.plan()
    with pytest.raises(StoreError) as refused:
        ann.put(walk=longer, other=replace(WALK, id="other"))
    assert str(refused.value) == said
    assert ann.plan() == before


def test_an_action_keeps_its_id(ann: Desk, forum: Action) -> None:
    with pytest.raises(RecordError, match="keeps its id"):
        ann.send({"forum": ActionEdit(forum, replace(forum, id="carers"))})


@pytest.mark.parametrize(
    ("edits", "named"),
    [
        ({"walk": replace(WALK, requires=("nowhere",))}, ("walk", "nowhere")),
        ({"policy": None}, ("forum", "policy")),
        ({"policy": Action("policy", "Policy", requires=("forum",))}, ("policy", "forum", "policy")),
        (
            {
                "a": Action("a", "A", requires=("b",)),
                "b": Action("b", "B", requires=("c",)),
                "c": Action("c", "C", requires=("a",)),
            },
            ("a", "b", "c", "a"),
        ),
    ],
)
def test_requirements_that_are_not_there_or_go_in_a_circle_are_refused(
    ann: Desk, review: Assessment, edits: dict[str, Action | None], named: tuple[str, ...]
) -> None:
    with pytest.raises(RequirementError) as raised:
        ann.put(**edits)
    found = raised.value.action_ids
    assert named in (found, *rotations(found))
    assert ann.plan() == review.actions
    assert ann.store.revision(ann.id) == 0


def rotations(circle: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The same circle begun at each of its members."""
    ring = circle[:-1]
    return [(*ring[n:], *ring[:n], ring[n]) for n in range(len(ring))]


def test_a_required_action_is_deleted_together_with_the_requirement(ann: Desk, forum: Action) -> None:
    ann.send(deletion(ann.plan(), ["policy"]))
    assert list(ann.plan()) == ["forum", "tablets"]
    assert ann.plan()["forum"] == replace(forum, requires=())
    ann.undo()
    assert ann.plan()["forum"] == forum
    assert list(ann.plan()) == ["policy", "forum", "tablets"]


def test_two_writers_cannot_together_leave_a_requirement_that_is_not_there(ann: Desk, ben: Desk) -> None:
    ann.put(walk=WALK)
    art = Action("art", "Art class", requires=("walk",))
    ben.put(walk=None)
    with pytest.raises(RequirementError, match="art requires walk"):
        ann.send({"art": ActionEdit(None, art)})


@pytest.mark.parametrize(
    ("action", "error"),
    [
        (replace(WALK, covers=("nowhere",)), UnknownIdError),
        (replace(WALK, requires=("nowhere",)), RequirementError),
        (replace(WALK, id="w" * 201), StoreError),
    ],
)
def test_an_assessment_whose_actions_do_not_fit_is_not_stored(
    store: Store,
    review: Assessment,
    framework: Framework,
    at: datetime,
    action: Action,
    error: type[ClfError],
) -> None:
    with pytest.raises(error):
        store.add_all([review, replace(review, actions={action.id: action})], framework, who="ann", at=at)
    assert store.assessments("small") == ()


def test_undo_and_redo_walk_through_actions_and_judgements_alike(
    ann: Desk, review: Assessment, forum: Action
) -> None:
    ann.put(forum=replace(forum, owner="Ben"))
    ann.judge("i9")
    ann.put(walk=WALK, tablets=None)
    states = []
    for _ in range(3):
        ann.undo()
        found = ann.store.load(ann.id).assessment
        states.append((found.judgement("i9"), found.actions["forum"].owner, sorted(found.actions)))
    ids = ["forum", "policy", "tablets"]
    assert states == [(Judgement.MET, "Ben", ids), (None, "Ben", ids), (None, "Ann", ids)]
    assert ann.store.load(ann.id).assessment == review
    assert ann.undo() is None
    for _ in range(3):
        ann.redo()
    found = ann.store.load(ann.id).assessment
    assert found.judgement("i9") is Judgement.MET
    assert found.actions == {
        "policy": review.actions["policy"],
        "forum": replace(forum, owner="Ben"),
        "walk": WALK,
    }


def test_undo_of_a_deletion_brings_an_action_back_to_its_place(ann: Desk, forum: Action) -> None:
    ann.put(forum=None)
    ann.put(walk=WALK)
    ann.undo()
    undone = ann.undo()
    assert undone is not None
    assert (undone.actions_before, undone.actions_after) == ({"forum": None}, {"forum": forum})
    assert list(ann.plan()) == ["policy", "forum", "tablets"]


def test_an_id_may_be_used_again_for_another_action(ann: Desk, ben: Desk) -> None:
    ann.put(tablets=None)
    ben.put(tablets=Action("tablets", "Tablets for night staff"))
    assert ann.plan()["tablets"] == Action("tablets", "Tablets for night staff")
    with pytest.raises(UndoConflictError) as raised:
        ann.undo()
    assert (raised.value.indicator_ids, raised.value.action_ids) == ((), ("tablets",))


def test_what_someone_else_builds_on_cannot_be_undone_but_earlier_steps_can(ann: Desk, ben: Desk) -> None:
    ann.judge("i9")
    ann.put(walk=WALK)
    ben.put(art=Action("art", "Art class", requires=("walk",)))
    with pytest.raises(UndoConflictError, match="art, walk cannot be undone"):
        ann.undo()
    assert ann.plan()["walk"] == WALK
    ann.undo()
    assert ann.store.load(ann.id).assessment.judgement("i9") is None


def test_actions_go_on_in_a_final_assessment_and_judgements_do_not(
    ann: Desk, review: Assessment, forum: Action
) -> None:
    ann.judge("i9")
    ann.store.finalise(ann.id, who="ann", at=ann.at)
    done = replace(forum, status=ActionStatus.DONE)
    ann.put(forum=done, walk=WALK)
    undo, redo = ann.store.undoable(ann.id, who="ann", at=ann.at)
    assert undo is not None
    assert (undo.actions_after, redo) == ({"forum": done, "walk": WALK}, None)
    ann.undo()
    assert ann.plan() == review.actions
    undo, redo = ann.store.undoable(ann.id, who="ann", at=ann.at)
    assert redo is not None
    assert undo is None
    with pytest.raises(FinalError):
        ann.undo()
    ann.redo()
    assert ann.plan()["forum"] == done
    assert ann.store.load(ann.id).assessment.judgement("i9") is Judgement.MET
    assert ann.store.load(ann.id).info.final


def test_actions_of_a_deleted_or_unknown_assessment_are_not_found(ann: Desk) -> None:
    ann.store.delete(ann.id, who="ann", at=ann.at)
    for unknown in (ann.id, 7, 2**40):
        with pytest.raises(NotFoundError):
            ann.store.change_actions(unknown, {"walk": ActionEdit(None, WALK)}, who="ann", at=ann.at)


def test_a_copy_takes_along_what_is_open_or_decided_against_and_leaves_what_is_done(
    ann: Desk, review: Assessment, forum: Action
) -> None:
    ann.put(policy=replace(review.actions["policy"], status=ActionStatus.DONE))
    copied = ann.store.copy(ann.id, assessed_on=date(2026, 9, 1), title=None, who="ann", at=ann.at)
    found = ann.store.load(copied).assessment.actions
    assert found == {"forum": replace(forum, requires=()), "tablets": review.actions["tablets"]}
    assert ann.store.events(copied)[0].actions_after == found
    ann.store.change_actions(copied, {"forum": ActionEdit(found["forum"], None)}, who="ann", at=ann.at)
    assert ann.plan()["forum"] == forum


def test_removing_samples_takes_their_actions_and_plans(
    store: Store, url: str, review: Assessment, framework: Framework, at: datetime
) -> None:
    sample = store.add(replace(review, fictional=True), framework, who="ann", at=at)
    store.finalise(sample, who="ann", at=at)
    store.reset_samples((), framework, who="ann", at=at)
    engine = make_engine(parse_url(url))
    with engine.connect() as connection:
        for table in (tables.action, tables.final_plan):
            assert connection.scalar(sa.select(sa.func.count()).select_from(table)) == 0
    engine.dispose()


def test_threads_of_two_stores_that_edit_one_action_lose_no_field(
    store: Store, url: str, draft: int, forum: Action, at: datetime
) -> None:
    """Each thread has a field of its own; all of them write from what was there at the start."""
    second = Store.open(url)
    wishes: list[Action] = [
        replace(forum, title="Forum"),
        replace(forum, effort=7),
        replace(forum, covers=("i1",)),
        replace(forum, requires=()),
        replace(forum, owner="Ben"),
        replace(forum, due=None),
        replace(forum, measure="Minutes"),
        replace(forum, status=ActionStatus.DONE),
    ]

    def work(number: int) -> None:
        own = (store, second)[number % 2]
        own.change_actions(draft, {"forum": ActionEdit(forum, wishes[number])}, who=f"t{number}", at=at)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    second.close()
    together = Action("forum", "Forum", 7, ("i1",), (), "Ben", None, "Minutes", ActionStatus.DONE)
    assert store.load(draft).assessment.actions["forum"] == together
    assert store.revision(draft) == 8


def test_of_threads_that_change_one_field_one_wins_and_the_others_are_told(
    store: Store, url: str, draft: int, forum: Action, at: datetime
) -> None:
    second = Store.open(url)

    def rename(number: int) -> bool:
        edit = ActionEdit(forum, replace(forum, owner=f"Owner {number}"))
        try:
            (store, second)[number % 2].change_actions(draft, {"forum": edit}, who=f"t{number}", at=at)
        except ActionEditConflictError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(rename, range(8)))
    second.close()
    assert won.count(True) == 1
    assert store.load(draft).assessment.actions["forum"].owner == f"Owner {won.index(True)}"
    assert store.revision(draft) == 1


def test_a_judgement_takes_as_many_queries_with_a_plan_as_without(
    store: Store, review: Assessment, framework: Framework, at: datetime
) -> None:
    """And loading takes one more only where there are actions."""
    bare, planned = store.add_all([replace(review, actions={}), review], framework, who="ann", at=at)
    edit = {"i9": Edit(NO_RECORD, MET)}
    for id_ in (bare, planned):
        store.change(id_, edit, who="ann", at=at)
        store.undo(id_, who="ann", at=at)
    judging = [queries(lambda id_=id_: store.change(id_, edit, who="ann", at=at)) for id_ in (bare, planned)]
    loading = [queries(lambda id_=id_: store.load(id_)) for id_ in (bare, planned)]
    assert judging[0] == judging[1]
    assert not any(" action " in statement for statement in judging[1])
    assert len(loading[1]) == len(loading[0]) + 1


def queries(call: Callable[[], object]) -> list[str]:
    found: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        found.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        call()
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    return found


@pytest.mark.parametrize(
    "damage",
    ["covers = 'i9'", "covers = '[1]'", "covers = '7'", "requires = '[\"forum\"]'"],
)
def test_an_action_that_someone_damaged_is_reported(store: Store, url: str, draft: int, damage: str) -> None:
    engine = make_engine(parse_url(url))
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE action SET {damage} WHERE action_id = 'forum'")
    engine.dispose()
    with pytest.raises(StoreError, match="an action that cannot be read"):
        store.load(draft)
