"""A finalised assessment remembers the plan of its time, whatever becomes of the plan afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from clf_model.action import Action, ActionStatus
from clf_model.assessment import Assessment, Judgement
from clf_model.errors import RecordError
from clf_model.framework import Framework
from clf_model.planning.objective import Objective
from clf_store import ActionEdit, EventKind, FinalError, NotFoundError, Store, StoreError
from clf_store.assessments import tables
from clf_store.sql.database import make_engine, parse_url


def test_the_plan_of_the_finalisation_stays_while_the_plan_goes_on(
    store: Store, draft: int, review: Assessment, at: datetime
) -> None:
    target = {"access": "exemplary", "planning": "established"}
    first = store.save_scenario(
        draft,
        "Plan A",
        {"i2": Judgement.MET, "i6": Judgement.PARTLY},
        target=target,
        budget=9.5,
        objective=Objective.WEAKEST_FIRST,
        priorities={"access": 2.5},
        at=at,
    )
    second = store.save_scenario(draft, "Nothing yet", {}, at=at + timedelta(seconds=1))
    store.delete_scenario(store.save_scenario(draft, "Given up", {}, at=at))
    planned = store.scenarios(draft)
    assert [one.id for one in planned] == [first, second]
    later = at + timedelta(hours=1)
    store.finalise(draft, who="ann", at=later)

    forum = review.actions["forum"]
    store.change_actions(
        draft,
        {
            "forum": ActionEdit(forum, replace(forum, status=ActionStatus.DONE)),
            "walk": ActionEdit(None, Action("walk", "Walk the floor")),
            "tablets": ActionEdit(review.actions["tablets"], None),
        },
        who="ann",
        at=later,
    )
    store.update_scenario(planned[0], replace(planned[0], name="Plan B", target={}, budget=None))
    store.delete_scenario(second)
    store.save_scenario(draft, "Plan C", {}, at=later)

    kept = store.plan_at_finalisation(draft)
    assert kept is not None
    assert kept.finalised_at == later
    assert kept.scenarios == planned
    assert kept.scenarios[0].target == target
    assert kept.actions == review.actions
    assert list(kept.actions) == list(review.actions)


def test_a_draft_has_no_plan_to_remember_and_a_copy_of_a_final_one_none_of_its_own(
    store: Store, draft: int, at: datetime
) -> None:
    assert store.plan_at_finalisation(draft) is None
    store.finalise(draft, who="ann", at=at)
    copied = store.copy(draft, assessed_on=at.date(), title=None, who="ann", at=at)
    assert store.plan_at_finalisation(copied) is None
    assert store.plan_at_finalisation(draft) is not None


def test_an_assessment_without_a_plan_says_so(store: Store, framework: Framework, at: datetime) -> None:
    empty = store.add(Assessment("small", "Rowanbank", at.date()), framework, who="ann", at=at)
    store.finalise(empty, who="ann", at=at)
    kept = store.plan_at_finalisation(empty)
    assert kept is not None
    assert (kept.scenarios, kept.actions) == ((), {})


def test_the_plan_of_an_unknown_assessment_is_not_found(store: Store) -> None:
    with pytest.raises(NotFoundError):
        store.plan_at_finalisation(7)


@pytest.mark.parametrize(
    "damage",
    [
        {"actions": '{"forum":{"title":"Forum"}}'},
        {"actions": '{"forum":{"title":"Forum","effort":1,"status":"perhaps"}}'},
        {"actions": "[]"},
        {"scenarios": '[{"id":1}]'},
        {"scenarios": "7"},
    ],
)
def test_a_kept_plan_that_someone_damaged_is_reported(
    store: Store, url: str, draft: int, at: datetime, damage: dict[str, str]
) -> None:
    store.finalise(draft, who="ann", at=at)
    engine = make_engine(parse_url(url))
    with engine.begin() as connection:
        connection.execute(sa.update(tables.final_plan).values(damage))
    engine.dispose()
    with pytest.raises(StoreError, match="cannot be read"):
        store.plan_at_finalisation(draft)


def test_a_reopened_assessment_is_a_draft_that_says_so_and_its_earlier_plan_stays(
    store: Store, draft: int, review: Assessment, at: datetime
) -> None:
    first = at + timedelta(hours=1)
    store.finalise(draft, who="ann", at=first)
    copied = store.copy(draft, assessed_on=at.date(), title=None, who="ann", at=first)
    superseding = store.load(copied)
    for reason in ("", "  "):
        with pytest.raises(RecordError, match="Say in a few words why"):
            store.reopen(draft, reason, who="ben", at=first)
    store.reopen(draft, "A judgement was wrong ", who="ben", at=first + timedelta(days=90))
    info = store.load(draft).info
    assert (info.final, info.reopened_at) == (False, first + timedelta(days=90))
    assert store.events(draft)[0].reason == "A judgement was wrong"
    assert store.events(draft)[0].kind is EventKind.REOPENED
    assert store.plan_at_finalisation(draft) is None
    store.change_actions(draft, {"forum": ActionEdit(review.actions["forum"], None)}, who="ann", at=first)
    second = first + timedelta(days=91)
    store.finalise(draft, who="ben", at=second)
    latest, earlier = store.plans_at_finalisation(draft)
    assert (latest.finalised_at, earlier.finalised_at) == (second, first)
    assert (set(earlier.actions) - set(latest.actions), earlier.actions) == ({"forum"}, review.actions)
    assert store.plan_at_finalisation(draft) == latest
    assert store.load(draft).info.reopened_at is None
    assert store.load(copied) == superseding


def test_undo_takes_ones_own_finalisation_back_for_a_quarter_of_an_hour(
    store: Store, draft: int, at: datetime
) -> None:
    before = store.load(draft).assessment
    store.finalise(draft, who="ann", at=at)
    just, late = at + timedelta(minutes=15), at + timedelta(minutes=15, seconds=1)
    for who, then in (("ben", just), ("ann", late)):
        assert store.undoable(draft, who=who, at=then) == (None, None)
        with pytest.raises(FinalError):
            store.undo(draft, who=who, at=then)
    undo, redo = store.undoable(draft, who="ann", at=just)
    assert (undo and undo.kind, redo) == (EventKind.FINALISED, None)
    event = store.undo(draft, who="ann", at=just)
    assert event is not None
    assert event.undoes_finalisation
    assert not store.load(draft).info.final
    assert store.load(draft).assessment == before
    assert store.plans_at_finalisation(draft) == ()
    store.finalise(draft, who="ann", at=late)
    store.reopen(draft, "Not yet", who="ann", at=late)
    store.finalise(draft, who="ann", at=late + timedelta(seconds=1))
    store.undo(draft, who="ann", at=late + timedelta(seconds=1))
    assert store.load(draft).info.reopened_at == late
