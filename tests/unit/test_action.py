"""An action says what will be done; nothing else about it may be half said."""

from __future__ import annotations

import math

import pytest

from clf_model import Action, ActionStatus, RecordError


def test_blank_words_count_as_not_given_and_repeats_are_dropped() -> None:
    action = Action("forum", "Carers' forum", covers=("1.1.O1", "1.1.O2", "1.1.O1"), owner=" ", measure="")
    assert (action.owner, action.measure, action.covers) == (None, None, ("1.1.O1", "1.1.O2"))


@pytest.mark.parametrize("effort", [-1.0, math.inf, math.nan])
def test_an_effort_is_a_number_of_nought_or_more(effort: float) -> None:
    with pytest.raises(RecordError, match="Give a number of 0 or more"):
        Action("forum", "Carers' forum", effort=effort)


@pytest.mark.parametrize(("id_", "title"), [("", "Carers' forum"), ("forum", " ")])
def test_an_action_has_an_id_and_a_title(id_: str, title: str) -> None:
    with pytest.raises(RecordError, match="needs"):
        Action(id_, title)


def test_an_action_never_requires_itself() -> None:
    with pytest.raises(RecordError, match="requires itself"):
        Action("forum", "Carers' forum", requires=("forum",))


def test_what_is_not_done_says_why() -> None:
    with pytest.raises(RecordError, match="needs a reason"):
        Action("forum", "Carers' forum", status=ActionStatus.NOT_DOING)
    kept = Action("forum", "Carers' forum", status=ActionStatus.NOT_DOING, reason="No budget this year")
    assert not kept.status.is_open
