"""Merging one action that two people changed."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clf_model.action import Action, ActionStatus
from clf_model.actions.merge import ActionConflictError, merge_action

FORUM = Action(
    "forum", "Carers' forum", 5, ("1.2.O1", "2.3.O3"), ("policy",), "Ann", date(2026, 6, 1), "Held twice"
)
DECISION = {"status", "reason", "review_on"}
OTHERS = {
    "title": "Quarterly forum",
    "effort": 3.0,
    "covers": ("1.2.O1",),
    "requires": (),
    "owner": None,
    "due": date(2026, 9, 1),
    "measure": "Minutes",
}
MINE = {
    "title": "Forum with carers",
    "effort": 8.0,
    "covers": ("1.2.O1", "2.3.O3", "3.2.O4"),
    "requires": ("policy", "room"),
    "owner": "Ben",
    "due": None,
    "measure": None,
}
NOT_DOING = {"status": ActionStatus.NOT_DOING, "reason": "No money", "review_on": date(2027, 1, 1)}
actions = st.builds(
    Action,
    st.just("forum"),
    st.sampled_from(["Forum", "Meeting"]),
    st.sampled_from([1.0, 2.0]),
    st.sampled_from([(), ("i1",), ("i1", "i2")]),
    st.sampled_from([(), ("policy",)]),
    st.sampled_from([None, "Ann"]),
    status=st.sampled_from(ActionStatus),
    reason=st.sampled_from(["why", "since"]),
)
maybe = st.none() | actions


def test_the_tests_know_every_field_that_can_change() -> None:
    changeable = {field.name for field in fields(Action)} - {"id"}
    assert OTHERS.keys() | DECISION == MINE.keys() | DECISION == changeable


@pytest.mark.parametrize("field", OTHERS)
@pytest.mark.parametrize("other", OTHERS)
def test_changes_of_two_fields_go_together_and_of_one_they_conflict(field: str, other: str) -> None:
    mine = replace(FORUM, **{field: MINE[field]})
    theirs = replace(FORUM, **{other: OTHERS[other]})
    if field == other:
        with pytest.raises(ActionConflictError) as raised:
            merge_action(FORUM, mine, theirs)
        conflict = raised.value
        assert (conflict.base, conflict.mine, conflict.theirs) == (FORUM, mine, theirs)
        assert conflict.fields == (field,)
    else:
        both = replace(FORUM, **{field: MINE[field], other: OTHERS[other]})
        assert merge_action(FORUM, mine, theirs) == both


def test_a_decision_not_to_do_it_comes_with_its_reason_and_leaves_the_rest() -> None:
    theirs = replace(FORUM, due=date(2026, 9, 1))
    assert merge_action(FORUM, replace(FORUM, **NOT_DOING), theirs) == replace(theirs, **NOT_DOING)


def test_two_decisions_are_never_mixed() -> None:
    with pytest.raises(ActionConflictError) as raised:
        merge_action(FORUM, replace(FORUM, **NOT_DOING), replace(FORUM, reason="Ask the board"))
    assert raised.value.fields == ("status", "reason", "review_on")


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    changed = replace(FORUM, owner="Ben")
    mine = replace(changed, effort=3)
    assert merge_action(FORUM, mine, changed) == mine


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        (FORUM, None, replace(FORUM, owner="Ben")),
        (FORUM, replace(FORUM, owner="Ben"), None),
        (None, FORUM, replace(FORUM, owner="Ben")),
    ],
)
def test_a_deletion_conflicts_with_a_change_and_one_new_action_with_another(
    base: Action | None, mine: Action | None, theirs: Action | None
) -> None:
    with pytest.raises(ActionConflictError) as raised:
        merge_action(base, mine, theirs)
    assert raised.value.fields == ()


@given(base=maybe, mine=maybe)
def test_where_nobody_else_wrote_mine_is_taken_and_where_i_did_not_theirs(
    base: Action | None, mine: Action | None
) -> None:
    assert merge_action(base, mine, base) == mine
    assert merge_action(base, base, mine) == mine


@given(base=maybe, mine=maybe, theirs=maybe)
def test_a_merge_is_the_same_from_both_sides_and_sent_again_changes_nothing(
    base: Action | None, mine: Action | None, theirs: Action | None
) -> None:
    merged, fields = outcome(base, mine, theirs)
    assert outcome(base, theirs, mine) == (merged, fields)
    if fields is None:
        assert outcome(base, mine, merged) == (merged, None)


def outcome(
    base: Action | None, mine: Action | None, theirs: Action | None
) -> tuple[Action | None, tuple[str, ...] | None]:
    """The merged action, or the fields in conflict."""
    try:
        return merge_action(base, mine, theirs), None
    except ActionConflictError as conflict:
        return None, conflict.fields
