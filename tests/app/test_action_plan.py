"""Action plan: who does what by when; what is late, what is turned down, and judging what has been done."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from clf_model import Action, ActionStatus, Judgement, Record
from clf_store import ActionEdit
from tests.app.driver import (
    AT,
    GARDEN,
    MARKUP,
    ROWANBANK,
    alive,
    all_met,
    as_read,
    at_moment,
    chart_rows,
    downloaded,
    edit_cells,
    framework,
    go_to,
    keys,
    met,
    open_page,
    own,
    record,
    said,
    sample,
    sample_id,
    says,
    settled,
    shows,
    store,
    stored,
    submit,
    table,
    told,
)
from tests.worded import worded

PAST, FUTURE = date(2020, 1, 31), date.today() + timedelta(days=400)
FORUM = Action(
    "forum", "Carers' forum", 5, ("4.1.O1", "4.1.O2"), owner="Anna", due=PAST, measure="Four a year"
)
LEAFLET = Action("leaflet", "Leaflet", 1, ("4.1.O3",), ("forum",), due=FUTURE)
SURVEY = Action("survey", "Survey", status=ActionStatus.NOT_DOING, reason="Three already", review_on=PAST)
PLANNED, DOING, DONE, REFUSED = ActionStatus


def _plan(database: str, *actions: Action, **more: Any) -> tuple[AppTest, int]:
    """The page on an own assessment with these actions, and that assessment's id."""
    id_ = own(database, actions=actions, **more)
    return open_page("action_plan", assessment=id_), id_


def _actions(database: str, assessment_id: int) -> dict[str, Action]:
    return dict(stored(database, assessment_id).assessment.actions)


def _column(at: AppTest, status: ActionStatus) -> list[str]:
    """The titles under a heading of the board."""
    return [text.strip("*") for text in said(at, f"board-{status}") if text.startswith("**")]


def _press(at: AppTest, key: str) -> AppTest:
    return settled(at.button(key=key).click())


def _field(at: AppTest, name: str) -> str:
    """The key of a field of the dialog that is open."""
    return next(
        key for key in map("action-field-".__add__, keys(at, "action-field-")) if key.endswith(f"-{name}")
    )


def _send(at: AppTest, label: str = "Save") -> AppTest:
    return settled(submit(at, _field(at, "form"), label).click())


def _their_edit(database: str, assessment_id: int, id_: str, **changes: Any) -> None:
    """Somebody else changes an action, or deletes it where nothing is said."""
    with store(database) as opened:
        base = opened.load(assessment_id).assessment.actions[id_]
        edit = ActionEdit(base, replace(base, **changes) if changes else None)
        opened.change_actions(assessment_id, {id_: edit}, who="they", at=AT)


# --- empty ---


def test_without_actions_the_page_says_what_holds_back_and_how_to_begin(database: str) -> None:
    at, _ = _plan(database)
    # 5 + 4 + 3 + 3 + 4 + 3 organisation indicators of Engaged
    assert says(at, "No actions yet.** 22 indicators stand before a next stage.")
    assert [as_read(b.label) for b in at.button if b.label.startswith(("From", "New a"))] == [
        "From what holds you back",
        "From a scenario",
        "New action",
    ]
    assert not shows(at, "plan")


def test_where_every_stage_is_reached_there_is_nothing_to_begin_from(database: str) -> None:
    at = open_page("action_plan", assessment=own(database, all_met()))
    assert says(at, "no indicator stands before a next stage that can be reached")


def test_an_empty_database_offers_to_start(empty_database: str) -> None:
    assert says(open_page("action_plan"), "No assessment yet")


# --- the board ---


def test_each_action_stands_under_its_status_with_what_there_is_to_know(database: str) -> None:
    at, _ = _plan(database, FORUM, LEAFLET, SURVEY, replace(FORUM, id="old", title="Old", status=DONE))
    assert [_column(at, status) for status in ActionStatus] == [
        ["Carers' forum", "Leaflet"],
        [],
        ["Old"],
        ["Survey"],
    ]
    card = said(at, "plan-card-forum")
    assert "Due 31 January 2020 · Anna · 5 days" in card
    assert "Success: Four a year" in card
    assert any("Overdue by" in text for text in card)
    assert says(at, "Waits for “Carers' forum”", "plan-card-leaflet")
    assert says(at, "Three already", "plan-card-survey")
    assert says(at, "Due for review", "plan-card-survey")
    assert says(at, "2 planned · 1 done · 1 not doing")


def test_what_is_covered_is_read_in_full_behind_its_button(database: str) -> None:
    at, _ = _plan(database, FORUM, records={"4.1.O1": met("Seen")})
    at.session_state["covers-forum"] = True
    at.run()
    assert says(at, f"**4.1.O1** {framework().indicator('4.1.O1').text} :gray[Met]")


def test_text_from_people_is_shown_as_written(database: str) -> None:
    hostile = Action("a", MARKUP, covers=("4.1.O1",), owner=MARKUP, measure=MARKUP, due=PAST)
    no = Action("b", MARKUP, status=REFUSED, reason=MARKUP, requires=("a",))
    waiting = Action("c", MARKUP, requires=("a",))
    at, _ = _plan(database, hostile, no, waiting)
    assert not alive(at)
    at.session_state["plan"] = "table"
    assert not alive(at.run())
    at.session_state["plan"] = "roadmap"
    assert not alive(at.run())


@pytest.mark.parametrize(
    ("begin", "button", "now"),
    [
        (PLANNED, "status-in_progress-leaflet", DOING),
        (PLANNED, "status-done-leaflet", DONE),
        (DOING, "status-planned-leaflet", PLANNED),
        (DONE, "status-in_progress-leaflet", DOING),
    ],
)
def test_one_click_moves_an_action_on_and_undo_takes_it_back(
    database: str, begin: ActionStatus, button: str, now: ActionStatus
) -> None:
    action = replace(LEAFLET, requires=(), status=begin)
    at, id_ = _plan(database, action)
    at = _press(at, button)
    assert _actions(database, id_)["leaflet"].status is now
    assert as_read(at.button(key="undo").help) == f"Undo “Leaflet” {begin.label} → {now.label}"
    at = at.button(key="undo").click().run()
    assert _actions(database, id_) == {"leaflet": action}
    assert says(at, f"Undone: “Leaflet” {now.label} → {begin.label}")


def test_turning_an_action_down_asks_why_and_when_to_look_again(database: str) -> None:
    at, id_ = _plan(database, FORUM)
    at = _press(at, "refuse-forum")
    at = _send(at)
    assert any("needs a reason" in text for text in told(at))
    assert _actions(database, id_)["forum"].status is PLANNED
    at.text_input(key=_field(at, "reason")).set_value(" No budget ")
    at.date_input(key=_field(at, "review_on")).set_value(FUTURE)
    at = _send(at)
    kept = _actions(database, id_)["forum"]
    assert (kept.status, kept.reason, kept.review_on) == (REFUSED, " No budget ", FUTURE)
    assert _column(at, REFUSED) == ["Carers' forum"]
    at = _press(at, "status-planned-forum")
    assert _actions(database, id_) == {"forum": FORUM}


# --- writing actions ---


def test_a_new_action_is_made_with_all_that_was_said(database: str) -> None:
    at, id_ = _plan(database, FORUM)
    at = _press(at, "begin-Form-add")
    at.text_input(key=_field(at, "title")).set_value("Leaflet for carers")
    at.multiselect(key=_field(at, "covers")).set_value(["4.1.O3", "1.1.O1"])
    at.text_input(key=_field(at, "owner")).set_value("Ben")
    at.date_input(key=_field(at, "due")).set_value(FUTURE)
    at.number_input(key=_field(at, "effort")).set_value(2.5)
    at.text_input(key=_field(at, "measure")).set_value("Twenty given out")
    at.multiselect(key=_field(at, "requires")).set_value(["forum"])
    at = _send(at)
    assert _actions(database, id_)["leaflet-for-carers"] == Action(
        "leaflet-for-carers",
        "Leaflet for carers",
        2.5,
        ("4.1.O3", "1.1.O1"),
        ("forum",),
        owner="Ben",
        due=FUTURE,
        measure="Twenty given out",
    )
    assert not keys(at, "action-field-")
    assert as_read(at.button(key="undo").help) == "Undo action “Leaflet for carers” added"
    _press(at, "undo")
    assert list(_actions(database, id_)) == ["forum"]


def test_an_action_without_a_title_is_not_saved_and_keeps_what_was_written(database: str) -> None:
    at, id_ = _plan(database, FORUM)
    at = _press(at, "begin-Form-add")
    at.text_input(key=_field(at, "owner")).set_value("Ben")
    at = _send(at)
    assert told(at) == ["Say in a few words what will be done; then it is saved."]
    assert at.text_input(key=_field(at, "owner")).value == "Ben"
    assert list(_actions(database, id_)) == ["forum"]


def test_two_actions_of_one_title_have_ids_of_their_own(database: str) -> None:
    at, id_ = _plan(database, FORUM)
    for _ in range(2):
        at = _press(at, "begin-Form-add")
        at.text_input(key=_field(at, "title")).set_value("Leaflet")
        at = _send(at)
    assert list(_actions(database, id_)) == ["forum", "leaflet", "leaflet-2"]


def test_editing_changes_only_what_was_changed(database: str) -> None:
    at, id_ = _plan(database, FORUM)
    at = _press(at, "edit-action-forum")
    assert at.date_input(key=_field(at, "due")).value == PAST
    at.text_input(key=_field(at, "owner")).set_value("Ben")
    at.date_input(key=_field(at, "due")).set_value(None)
    at = _send(at)
    assert _actions(database, id_) == {"forum": replace(FORUM, owner="Ben", due=None)}
    assert as_read(at.button(key="undo").help) == "Undo owner and due date of “Carers' forum”"


def test_editing_what_is_turned_down_keeps_its_reason(database: str) -> None:
    at, id_ = _plan(database, SURVEY)
    at = _press(at, "edit-action-survey")
    at.text_input(key=_field(at, "owner")).set_value("Ben")
    _send(at)
    assert _actions(database, id_) == {"survey": replace(SURVEY, owner="Ben")}


def test_actions_that_would_wait_for_each_other_are_refused_with_their_titles(database: str) -> None:
    at, id_ = _plan(database, FORUM, LEAFLET)
    at = _press(at, "edit-action-forum")
    at.multiselect(key=_field(at, "requires")).set_value(["leaflet"])
    at = _send(at)
    (said_so,) = told(at)
    assert said_so.startswith("These would wait for each other: “")
    assert "Carers' forum" in said_so
    assert "Leaflet" in said_so
    assert _actions(database, id_)["forum"] == FORUM


def test_deleting_takes_the_action_out_of_what_waits_for_it_and_undo_brings_both_back(database: str) -> None:
    at, id_ = _plan(database, FORUM, LEAFLET)
    at = _press(at, "edit-action-forum")
    at = _send(at, "Delete")
    assert _actions(database, id_) == {"leaflet": replace(LEAFLET, requires=())}
    _press(at, "undo")
    assert _actions(database, id_) == {"forum": FORUM, "leaflet": LEAFLET}


def test_a_dialog_that_was_left_open_is_closed_on_another_page(database: str) -> None:
    at, _ = _plan(database, FORUM)
    at = _press(at, "edit-action-forum")
    assert keys(at, "action-field-")
    go_to(at, "overview")
    go_to(at, "action_plan")
    assert not keys(at, "action-field-")


# --- from blockers, from a scenario ---


def test_blockers_that_are_chosen_become_an_action_that_covers_them(database: str) -> None:
    at = open_page("action_plan", assessment=own(database, {"4.1.O1": Record(Judgement.PARTLY, effort=4)}))
    at = _press(at, "begin-FromBlockers-lock_open")
    assert len([key for key in keys(at, "action-field-") if "box" in key]) == 22
    at = _press(at, _field(at, "go-on"))
    assert told(at) == ["Choose at least one of them."]
    for id_ in ("4.1.O1", "4.1.O2"):
        at.checkbox(key=_field(at, f"box--{id_}")).check()
    at = _press(at, _field(at, "go-on"))
    assert at.multiselect(key=_field(at, "covers")).value == ["4.1.O1", "4.1.O2"]
    assert at.number_input(key=_field(at, "effort")).value == 3  # half of 4, and 1
    at.text_input(key=_field(at, "title")).set_value("Ask the carers")
    _send(at)
    made = _actions(database, at.session_state["assessment"])
    assert made == {"ask-the-carers": Action("ask-the-carers", "Ask the carers", 3, ("4.1.O1", "4.1.O2"))}


def test_a_single_blocker_lends_its_text_as_the_title(database: str) -> None:
    at, _ = _plan(database, FORUM)
    at = _press(at, "begin-Form-lock_open")
    assert "has an action" in as_read(at.checkbox(key=_field(at, "box--4.1.O1")).label)
    at.checkbox(key=_field(at, "box--4.1.O3")).check()
    at = _press(at, _field(at, "go-on"))
    assert at.text_input(key=_field(at, "title")).value[:1].isupper()


def _with_scenario(database: str) -> tuple[AppTest, int]:
    at, id_ = _plan(database, FORUM, records={"1.1.O1": met("Seen")})
    changes = dict.fromkeys(("1.1.O1", "1.1.O2", "1.1.O3", "4.1.O1"), Judgement.MET)
    with store(database) as opened:
        opened.save_scenario(id_, "Plan A", changes, at=AT)
    return _press(at, "begin-Form-alt_route"), id_


def test_a_scenario_becomes_an_action_for_each_indicator_that_none_serves_yet_as_one_step(
    database: str,
) -> None:
    at, id_ = _with_scenario(database)
    boxes = {key.rsplit("-", 1)[1] for key in keys(at, "action-field-") if "box" in key}
    assert boxes == {"1.1.O2", "1.1.O3", "4.1.O1"}  # 1.1.O1 is met already
    at = at.button(key=_field(at, "make")).click().run()
    assert says(at, "2 actions from “Plan A”")
    made = [one for one in _actions(database, id_).values() if one.id != "forum"]
    assert [one.covers for one in made] == [("1.1.O2",), ("1.1.O3",)]
    at = at.run().button(key="undo").click().run()
    assert list(_actions(database, id_)) == ["forum"]
    assert says(at, "Undone: 2 actions")


def test_a_scenario_becomes_one_action_for_all_where_that_is_wanted(database: str) -> None:
    at, id_ = _with_scenario(database)
    at = settled(at.toggle(key=_field(at, "together")).set_value(True))
    at = _press(at, _field(at, "make"))
    assert told(at) == ["Say in a few words what will be done; then the action is made."]
    at.text_input(key=_field(at, "title")).set_value("A learning day")
    _press(at, _field(at, "make"))
    assert _actions(database, id_)["a-learning-day"] == Action(
        "a-learning-day", "A learning day", 2, ("1.1.O2", "1.1.O3")
    )


def test_without_a_scenario_the_way_to_what_if_is_shown(database: str) -> None:
    at, _ = _plan(database, FORUM)
    at = _press(at, "begin-Form-alt_route")
    assert says(at, "There is no scenario yet.")


# --- done: judging ---


def test_a_done_action_offers_what_it_covers_and_meets_nothing_by_itself(database: str) -> None:
    at, id_ = _plan(database, FORUM)
    at = _press(at, "status-done-forum")
    assert says(at, "is done. Does it show?")
    assert record(database, id_, "4.1.O1") == Record()
    assert keys(at, f"judge-{id_}-") == ["4.1.O1", "4.1.O2"]
    at.text_input(key=f"evidence-note-{id_}-4.1.O2").set_value("Minutes")
    settled(submit(at, "new-evidence-4.1.O2", "Add evidence").click())
    at = settled(at.button_group(key=f"judge-{id_}-4.1.O2").set_value(Judgement.MET))
    assert record(database, id_, "4.1.O2") == met("Minutes")
    assert keys(at, f"judge-{id_}-") == ["4.1.O1", "4.1.O2"]  # the list does not move
    at = _press(at, "close-judging")
    assert not keys(at, f"judge-{id_}-")
    assert at.button(key="judge-action-forum").label == "Judge 1 indicator"


def test_where_all_is_met_already_nothing_is_offered(database: str) -> None:
    at, _ = _plan(database, FORUM, records={"4.1.O1": met("Seen"), "4.1.O2": met("Seen")})
    at = _press(at, "status-done-forum")
    assert not says(at, "Does it show?")
    assert not shows(at, "judge-action-forum")


def test_on_a_final_assessment_judging_goes_on_in_a_new_draft(database: str) -> None:
    at, id_ = _plan(database, FORUM, final=True)
    at = _press(at, "status-done-forum")
    assert _actions(database, id_)["forum"].status is DONE  # planning goes on after the record is closed
    assert says(at, "Judgements are locked: this assessment is final.")
    assert at.button_group(key=f"judge-{id_}-4.1.O1").disabled
    at = _press(at, "judge-in-new-draft")
    draft = at.session_state["assessment"]
    assert draft != id_
    assert not stored(database, draft).info.final
    assert not at.button_group(key=f"judge-{draft}-4.1.O1").disabled


# --- two people ---


def test_the_second_writer_of_a_field_sees_both_values_and_chooses(database: str) -> None:
    for mine, owner in ((False, "Theirs"), (True, "Mine")):
        at, id_ = _plan(database, FORUM, organisation=f"Birchbank {owner}")
        at = _press(at, "edit-action-forum")
        _their_edit(database, id_, "forum", owner="Theirs", title="Big forum")
        at.text_input(key=_field(at, "owner")).set_value("Mine")
        at.number_input(key=_field(at, "effort")).set_value(8)
        at = _send(at)
        assert _actions(database, id_)["forum"] == replace(FORUM, owner="Theirs", title="Big forum")
        assert says(at, "Someone else changed “Big forum” while you did. Theirs is saved.")
        assert says(at, "Owner: theirs **Theirs**, yours **Mine**")
        at = _press(at, f"settle-action-forum-{mine}")
        # what only one side changed goes in either way
        assert _actions(database, id_)["forum"] == replace(FORUM, owner=owner, title="Big forum", effort=8)
        assert not says(at, "Someone else changed")


def test_changes_of_different_fields_are_put_together_without_asking(database: str) -> None:
    at, id_ = _plan(database, FORUM)
    _their_edit(database, id_, "forum", owner="Theirs")
    at = _press(at, "status-in_progress-forum")
    assert _actions(database, id_)["forum"] == replace(FORUM, owner="Theirs", status=DOING)
    assert not says(at, "Someone else changed")


def test_two_statuses_at_once_are_a_question_with_both_in_words(database: str) -> None:
    at, id_ = _plan(database, FORUM)
    _their_edit(database, id_, "forum", status=REFUSED, reason="No budget")
    at = _press(at, "status-in_progress-forum")
    assert says(at, "Status: theirs **Not doing**, yours **In progress**")
    assert says(at, "Reason: theirs **No budget**, yours **nothing**")
    _press(at, "settle-action-forum-True")
    assert _actions(database, id_)["forum"] == replace(FORUM, status=DOING)


def test_a_change_of_what_somebody_deleted_meanwhile_is_a_question(database: str) -> None:
    at, id_ = _plan(database, FORUM, Action("other", "Other"))
    _their_edit(database, id_, "forum")
    at = _press(at, "status-in_progress-forum")
    assert says(at, "Someone else deleted “Carers' forum” while you changed it. It is gone.")
    _press(at, "settle-action-forum-True")
    assert _actions(database, id_)["forum"].status is DOING


# --- the table ---


def _grid(at: AppTest, which: str = "doing") -> str:
    return next(f"grid-{key}" for key in keys(at, "grid-") if key.startswith(which))


def _table(database: str, *actions: Action) -> tuple[AppTest, int]:
    id_ = own(database, actions=actions)
    return open_page("action_plan", assessment=id_, plan="table"), id_


def test_the_view_is_in_the_address_and_stays_through_other_pages(database: str) -> None:
    at, _ = _plan(database, FORUM)
    at.button_group(key="plan").set_value("table").run()
    assert at.query_params["plan"] == "table"
    go_to(at, "overview")
    go_to(at, "action_plan")
    assert keys(at, "grid-")


def test_a_cell_is_saved_at_once_and_the_table_stays_as_it_is(database: str) -> None:
    at, id_ = _table(database, FORUM, LEAFLET)
    name = _grid(at)
    at = edit_cells(at, name, {0: {"Owner": " Ben "}}).run()
    assert _actions(database, id_)["forum"].owner == "Ben"
    assert _grid(at) == name
    at = edit_cells(at, name, {0: {"Owner": " Ben "}, 1: {"Due": "29/1/2027", "Effort": "2,5"}}).run()
    kept = _actions(database, id_)["leaflet"]
    assert (kept.due, kept.effort) == (date(2027, 1, 29), 2.5)
    assert says(at, "“Leaflet” is due on 29 January 2027")
    assert _grid(at) == name
    with store(database) as opened:
        assert len(opened.events(id_)) == 3  # made, and one for each of the two


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"Action": " "}, "Title of “Carers' forum”: Say in a few words what will be done."),
        ({"Due": "1/15/2027"}, "Due date of “Carers' forum”: “1/15/2027” is not in the calendar."),
        (
            {"Due": "in spring"},
            "Due date of “Carers' forum”: “in spring” cannot be read as a day for certain.",
        ),
        ({"Effort": -1}, "Effort of “Carers' forum”: “-1” is below 0."),
        ({"Effort": "abc"}, "Effort of “Carers' forum”: “abc” is no number."),
    ],
)
def test_a_cell_that_cannot_be_read_says_so_stays_until_it_is_mended_and_keeps_no_other_back(
    database: str, cells: dict[str, object], said: str
) -> None:
    at, id_ = _table(database, FORUM, LEAFLET)
    name = _grid(at)
    at = edit_cells(at, name, {0: {**cells, "Owner": "Ben"}, 1: {"Owner": "Eve"}}).run()
    assert _actions(database, id_)["forum"] == replace(FORUM, owner="Ben")
    assert _actions(database, id_)["leaflet"].owner == "Eve"
    assert _grid(at) == name
    assert says(at, f"Not saved: {said}")
    at = _press(at, "start-over-doing")
    assert _grid(at) != name
    assert not says(at, "Not saved")


def test_not_doing_in_the_table_asks_for_the_reason(database: str) -> None:
    at, id_ = _table(database, FORUM)
    at = edit_cells(at, _grid(at), {0: {"Status": "Not doing"}}).run()
    at.text_input(key=_field(at, "reason")).set_value("No budget")
    at = _send(at)
    assert _actions(database, id_)["forum"].reason == "No budget"
    assert [key.split("-")[0] for key in keys(at, "grid-")] == ["not"]


def test_done_in_the_table_offers_what_it_covers(database: str) -> None:
    at, id_ = _table(database, FORUM)
    at = edit_cells(at, _grid(at), {0: {"Status": "Done"}}).run()
    assert keys(at, f"judge-{id_}-") == ["4.1.O1", "4.1.O2"]


def test_a_cell_that_somebody_else_changed_meanwhile_is_a_question(database: str) -> None:
    at, id_ = _table(database, FORUM)
    name = _grid(at)
    _their_edit(database, id_, "forum", owner="Theirs")
    at = edit_cells(at, name, {0: {"Owner": "Mine"}}).run()
    assert says(at, "Owner: theirs **Theirs**, yours **Mine**")
    assert _grid(at) != name


def test_what_was_written_before_is_not_written_over_a_later_change_of_somebody_else(database: str) -> None:
    at, id_ = _table(database, FORUM, LEAFLET)
    name = _grid(at)
    at = edit_cells(at, name, {0: {"Owner": "Mine"}}).run()
    _their_edit(database, id_, "forum", owner="Theirs")
    at = at.run()
    assert _grid(at) != name
    at = edit_cells(at, _grid(at), {1: {"Owner": "Ben"}}).run()
    assert [one.owner for one in _actions(database, id_).values()] == ["Theirs", "Ben"]


def test_what_is_turned_down_has_its_own_table(database: str) -> None:
    at, id_ = _table(database, FORUM, SURVEY)
    at = edit_cells(at, _grid(at, "not-doing"), {0: {"Review on": "1 Jan 2091", "Why not": "Still"}}).run()
    kept = _actions(database, id_)["survey"]
    assert (kept.reason, kept.review_on) == ("Still", date(2091, 1, 1))


# --- the roadmap ---


def test_the_roadmap_is_the_plan_that_was_made_and_then_single_work(database: str) -> None:
    # A forum in progress and a leaflet that waits for it, dearer than what they cover; a walk for nothing.
    forum = replace(FORUM, due=None, effort=50, status=DOING)
    walk = Action("walk", "Walk", 0.5, due=FUTURE)
    third = {"4.1.O3": Record(effort=9), "6.1.O1": Record(effort=2)}
    others = {i: met("Seen") for i in _engaged_elsewhere() if i != "6.1.O1"}
    id_ = own(database, {**others, **third}, actions=(forum, replace(LEAFLET, due=None), walk, SURVEY))
    at = open_page("action_plan", assessment=id_, plan="roadmap", to="engaged", capacity="20")
    shown = table(at)
    assert [as_read(work) for work in shown["Work"]] == [
        "Carers' forum  \n:gray[Anna · 50 days]",
        "Leaflet  \n:gray[1 day · waits for “Carers' forum”]",
        f"{worded('6.1.O1')}  \n:gray[2 days]",
        f"Walk  \n:gray[due {FUTURE.day} {FUTURE:%B %Y} · 0.5 days]",
    ]
    assert shown["Month"].iloc[3] == f"{FUTURE:%B %Y}"
    assert [as_read(cell) for cell in shown["Stages that arrive"]] == [
        "",
        "Access to feedback: Engaged",
        "Health and wellbeing: Engaged",
        "",
    ]
    rows = chart_rows(at)
    assert set(rows[rows.layer == "arrival"].stage) == {"Engaged"}
    drawn = rows[rows.layer == "bar"].sort_values("end").work.drop_duplicates()
    assert [work[:6] for work in drawn] == ["Carers", "Leafle", "6.1.O1", "Walk"]
    assert at.number_input(key="capacity").value == 20
    assert says(at, "2 stages by")


def test_the_roadmap_says_what_is_overdue_and_where_dates_and_time_do_not_go_together(database: str) -> None:
    leaflet = replace(LEAFLET, due=date.today(), requires=("later",))
    later = Action("later", "Later", 9, due=FUTURE)
    id_ = own(database, {}, actions=(FORUM, leaflet, later))
    at = open_page("action_plan", assessment=id_, plan="roadmap", capacity="2")
    found = " ".join(as_read(text) for text in told(at))
    assert "1 action is overdue" in found
    assert "More is due than 2 days a month" in found
    assert "“Leaflet” waits for “Later”, which by the dates comes later" in found
    overdue = f"due 31 January 2020 (Overdue by {(date.today() - PAST).days} days)"
    assert overdue in as_read(" ".join(table(at)["Work"]))


def _engaged_elsewhere() -> list[str]:
    return [i.id for i in framework().indicators if i.stage_id == "engaged" and i.capability_id != "feedback"]


def test_less_effort_a_month_takes_more_months_and_the_address_says_so(database: str) -> None:
    at = open_page("action_plan", assessment=sample_id(database, ROWANBANK), plan="roadmap")
    before = chart_rows(at).months.max()
    at.number_input(key="capacity").set_value(2.0).run()
    assert chart_rows(at).months.max() > before
    assert at.query_params["capacity"] == "2.0"


@pytest.mark.parametrize("capacity", ["0", "-3", "abc", "1e9", "nan", "9999999"])
def test_a_link_with_a_capacity_that_is_none_opens_with_the_usual_one(database: str, capacity: str) -> None:
    at = open_page(
        "action_plan", assessment=sample_id(database, ROWANBANK), plan="roadmap", capacity=capacity
    )
    assert at.number_input(key="capacity").value == 5


def test_a_roadmap_of_too_many_months_says_so(database: str) -> None:
    id_ = own(database, {"4.1.O1": Record(effort=900)}, actions=[Action("a", "A")])
    at = open_page("action_plan", assessment=id_, plan="roadmap")
    assert any("Give more a month, or a nearer target." in text for text in told(at))


def test_a_target_that_is_reached_already_leaves_nothing_to_do(database: str) -> None:
    done = replace(FORUM, status=DONE)
    at = open_page("action_plan", assessment=own(database, all_met(), actions=[done]), plan="roadmap")
    assert says(at, "No action is open, and nothing is left to do up to there.")


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (date(2026, 11, 1), date(2026, 11, 1)),
        (date(2026, 11, 15), date(2026, 11, 1)),
        (date(2026, 11, 16), date(2026, 12, 1)),
        (date(2026, 12, 31), date(2027, 1, 1)),
    ],
)
def test_after_the_middle_of_a_month_the_roadmap_begins_with_the_next(
    database: str, monkeypatch: pytest.MonkeyPatch, day: date, month: date
) -> None:
    at_moment(monkeypatch, datetime(day.year, day.month, day.day, tzinfo=UTC))
    at = open_page("action_plan", assessment=own(database, actions=[Action("a", "A")]), plan="roadmap")
    assert at.selectbox(key="beginning").value == f"{month:%Y-%m}"
    assert table(at)["Month"].iloc[0] == f"{month:%B %Y}"
    # This month can still be chosen.
    assert at.selectbox(key="beginning").options[0] == f"{day:%B %Y}"


def test_the_roadmap_is_saved_as_picture_and_table(database: str) -> None:
    at = open_page("action_plan", assessment=sample_id(database, ROWANBANK), plan="roadmap")
    assert downloaded("png").startswith(b"\x89PNG")
    assert b"Fictional sample data" in downloaded("svg")
    rows = list(csv.DictReader(StringIO(downloaded("csv").decode("utf-8-sig"))))
    assert [row["Month"] for row in rows] == list(table(at)["Month"])


# --- taking it along ---


def test_the_plan_is_taken_along_as_csv_workbook_and_calendar(database: str) -> None:
    _plan(database, FORUM, LEAFLET, SURVEY)
    rows = list(csv.DictReader(StringIO(downloaded("csv").decode("utf-8-sig"))))
    assert [row["Action"] for row in rows] == ["Carers' forum", "Leaflet", "Survey"]
    book = load_workbook(BytesIO(downloaded("xlsx")))
    assert book.sheetnames == ["Action plan", "Not doing"]
    found = {str(e["summary"]): e["dtstart"].dt for e in Calendar.from_ical(downloaded("ics")).events}
    assert found == {"Due: Carers' forum": PAST, "Due: Leaflet": FUTURE, "Review: Survey": PAST}


@pytest.mark.parametrize("shown", ["board", "table", "roadmap"])
def test_the_plan_is_taken_along_from_every_view(database: str, shown: str) -> None:
    id_ = own(database, {}, actions=[FORUM])
    open_page("action_plan", assessment=id_, plan=shown)
    rows = list(csv.DictReader(StringIO(downloaded("csv", "action-plan").decode("utf-8-sig"))))
    assert [row["Action"] for row in rows] == ["Carers' forum"]
    assert b"Carers' forum" in downloaded("ics")


# --- another framework ---


def test_a_framework_of_another_shape_has_its_plan_too(garden: str) -> None:
    id_ = own(
        garden,
        {"1.1.O1": met("Seen")},
        organisation="Allotments",
        file=GARDEN,
        actions=[Action("compost", "Compost heap", 2, ("1.1.O2",))],
    )
    at = open_page("action_plan", assessment=id_)
    at = _press(at, "status-done-compost")
    assert keys(at, f"judge-{id_}-") == ["1.1.O2"]
    at = _press(at, "close-judging")
    at.button_group(key="plan").set_value("roadmap").run()
    rows = chart_rows(at)
    assert len(rows[rows.layer == "capability"]) == 9
    assert set(rows[rows.layer == "arrival"].stage) == {"Planted"}


def test_the_samples_show_what_an_action_plan_can_hold(database: str) -> None:
    at = open_page("action_plan", assessment=sample_id(database, ROWANBANK))
    actions = sample(ROWANBANK).actions.values()
    assert {one.status for one in actions} == set(ActionStatus)
    assert any(one.requires for one in actions)
    assert says(at, "Overdue by")
    assert says(at, "Due for review")
