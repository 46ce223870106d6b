"""What actions say together, how they begin from blockers, and how two people's changes are settled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from clf_model import (
    Action,
    ActionConflictError,
    ActionStatus,
    Assessment,
    Judgement,
    Record,
    Rules,
    action_for,
    action_summary,
    blockers,
    by_due_date,
    free_id,
    load_framework,
    merge_action,
    profile,
    still_open,
    waits_for,
    without_action,
)

ROOT = Path(__file__).parents[2]
CLF = load_framework(ROOT / "framework.yaml")
TODAY = date(2026, 11, 24)
MET, PARTLY = Record(Judgement.MET), Record(Judgement.PARTLY, effort=4)
FORUM = Action("forum", "Forum", covers=("4.1.O1",), due=date(2026, 11, 1))


def assessment(**records: Record) -> Assessment:
    named = {id_.removeprefix("i").replace("_", "."): record for id_, record in records.items()}
    return Assessment(CLF.id, "Birchbank", TODAY, records=named)


def test_the_summary_counts_each_status_and_what_wants_attention() -> None:
    actions = [
        FORUM,
        replace(FORUM, id="b", status=ActionStatus.DONE),
        Action("c", "C", status=ActionStatus.NOT_DOING, reason="Later", review_on=TODAY),
        Action("d", "D", status=ActionStatus.IN_PROGRESS),
    ]
    found = action_summary(actions, TODAY)
    assert [found.by_status[status] for status in ActionStatus] == [1, 1, 1, 1]
    assert (found.overdue, found.for_review) == (1, 1)


def test_those_due_first_come_first_and_those_without_a_date_last() -> None:
    actions = [Action("a", "A"), Action("b", "B", due=date(2027, 1, 1)), FORUM, Action("c", "C")]
    assert [one.id for one in by_due_date(actions)] == ["forum", "b", "a", "c"]


def test_an_action_waits_for_what_comes_first_and_is_not_done() -> None:
    actions = {
        "a": Action("a", "A"),
        "b": Action("b", "B", status=ActionStatus.DONE),
        "c": Action("c", "C", status=ActionStatus.NOT_DOING, reason="No"),
    }
    waiting = Action("d", "D", requires=("a", "b", "c"))
    assert [one.id for one in waits_for(waiting, actions)] == ["a", "c"]


def test_only_what_applies_and_does_not_count_is_left_to_judge() -> None:
    judged = assessment(
        i4_1_O1=MET, i4_1_O2=PARTLY, i4_1_O3=Record(Judgement.NOT_APPLICABLE, reason="One site")
    )
    ids = ("4.1.O1", "4.1.O2", "4.1.O3", "4.2.O1", "gone")
    assert [i.id for i in still_open(ids, CLF, judged, Rules())] == ["4.1.O2", "4.2.O1"]
    strict = Rules(evidence_required=True)  # then 4.1.O1 lacks its evidence
    assert [i.id for i in still_open(ids, CLF, judged, strict)] == ["4.1.O1", "4.1.O2", "4.2.O1"]


def test_blockers_without_an_action_are_those_that_no_open_action_covers() -> None:
    found = profile(CLF, assessment(i4_1_O1=MET))
    # Nothing is reached, so Engaged blocks everywhere: 5 + 4 + 3 + 3 + 4 + 3 indicators, one of them met.
    assert len(blockers(found)) == 21
    of_feedback = [i.id for i in blockers(found) if i.capability_id == "feedback"]
    assert of_feedback == ["4.1.O2", "4.1.O3"]
    planned = Action("a", "A", covers=("4.1.O2",))
    assert len(without_action(found, [planned])) == 20
    assert len(without_action(found, [replace(planned, status=ActionStatus.DONE)])) == 21


def test_a_stage_in_which_nothing_applies_needs_no_action() -> None:
    nothing = Record(Judgement.NOT_APPLICABLE, reason="Not here")
    found = profile(CLF, assessment(i4_1_O1=nothing, i4_1_O2=nothing, i4_1_O3=nothing))
    assert not [i for i in blockers(found) if i.capability_id == "feedback"]


def test_an_action_from_indicators_takes_what_they_take_today() -> None:
    judged = assessment(i4_1_O2=PARTLY, i4_1_O3=Record(effort=3))
    indicators = [CLF.indicator("4.1.O2"), CLF.indicator("4.1.O3")]
    made = action_for(indicators, judged, Rules(), title="Ask the carers", taken=())
    # half of 4, and all of 3
    assert made == Action("ask-the-carers", "Ask the carers", 5.0, ("4.1.O2", "4.1.O3"))


@pytest.mark.parametrize(
    ("title", "taken", "id_"),
    [
        ("Carers' forum, each quarter", (), "carers-forum-each-quarter"),
        ("Café für alle", (), "cafe-fur-alle"),
        ("Forum", ("forum", "forum-2"), "forum-3"),
        ("会議", (), "action"),
        ("会議", ("action",), "action-2"),
        ("x" * 90, (), "x" * 40),
        (
            "A word that is long and then goes on and on and on",
            (),
            "a-word-that-is-long-and-then-goes-on-and",
        ),
    ],
)
def test_an_id_is_made_of_the_title_and_never_taken(title: str, taken: tuple[str, ...], id_: str) -> None:
    assert free_id(title, taken) == id_
    assert Action(free_id(title, taken), title).id == id_


def test_settling_takes_what_both_changed_from_the_side_that_is_chosen() -> None:
    mine = replace(FORUM, owner="Me", due=date(2027, 1, 1))
    theirs = replace(FORUM, owner="They", title="Big forum")
    with pytest.raises(ActionConflictError) as caught:
        merge_action(FORUM, mine, theirs)
    conflict = caught.value
    assert conflict.fields == ("owner",)
    # my date and their title were changed by one side only, and stay either way
    both = replace(FORUM, title="Big forum", due=date(2027, 1, 1))
    assert conflict.settled(mine=True) == replace(both, owner="Me")
    assert conflict.settled(mine=False) == replace(both, owner="They")


def test_settling_a_status_takes_its_reason_along() -> None:
    mine = replace(FORUM, status=ActionStatus.DONE)
    theirs = replace(FORUM, status=ActionStatus.NOT_DOING, reason="No budget", review_on=TODAY)
    with pytest.raises(ActionConflictError) as caught:
        merge_action(FORUM, mine, theirs)
    assert caught.value.settled(mine=True) == mine
    assert caught.value.settled(mine=False) == theirs


def test_settling_a_deletion_takes_one_side_as_a_whole() -> None:
    changed = replace(FORUM, owner="They")
    conflict = ActionConflictError(FORUM, None, changed)
    assert conflict.settled(mine=True) is None
    assert conflict.settled(mine=False) == changed
