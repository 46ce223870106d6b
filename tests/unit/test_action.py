"""An action says what will be done; nothing else about it may be half said."""

from __future__ import annotations

import math
from datetime import date

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


@pytest.mark.parametrize(
    ("status", "due", "overdue"),
    [
        (ActionStatus.PLANNED, date(2026, 11, 23), True),
        (ActionStatus.IN_PROGRESS, date(2026, 11, 23), True),
        (ActionStatus.PLANNED, date(2026, 11, 24), False),  # on the day itself there is time left
        (ActionStatus.PLANNED, None, False),
        (ActionStatus.DONE, date(2026, 11, 23), False),
    ],
)
def test_what_is_open_after_its_due_day_is_overdue(
    status: ActionStatus, due: date | None, overdue: bool
) -> None:
    assert Action("forum", "Forum", due=due, status=status).is_overdue(date(2026, 11, 24)) is overdue


@pytest.mark.parametrize(
    ("review_on", "due"),
    [(date(2026, 11, 24), True), (date(2026, 11, 23), True), (date(2026, 11, 25), False), (None, False)],
)
def test_what_is_not_done_is_due_for_review_from_its_day_on(review_on: date | None, due: bool) -> None:
    turned_down = Action(
        "forum", "Forum", status=ActionStatus.NOT_DOING, reason="No budget", review_on=review_on
    )
    assert turned_down.is_due_for_review(date(2026, 11, 24)) is due
    taken_up = Action("forum", "Forum", review_on=review_on)
    assert not taken_up.is_due_for_review(date(2026, 11, 24))


def test_a_status_has_words() -> None:
    assert [status.label for status in ActionStatus] == ["Planned", "In progress", "Done", "Not doing"]
