"""Undo in the line under the navigation and the log tell of actions as of judgements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from clf_model import Action
from clf_store import ActionEdit
from tests.app.driver import (
    AT,
    MARKUP,
    alive,
    as_read,
    check,
    open_page,
    own,
    says,
    store,
    stored,
    table,
)

FORUM = Action("forum", "Carers' forum")
Plan = Mapping[str, Action | None]


def _plan(database: str, assessment_id: int, after: Plan, before: Plan | None = None) -> None:
    """Actions as this browser would change them."""
    edits = {id_: ActionEdit((before or {}).get(id_), action) for id_, action in after.items()}
    with store(database) as opened:
        opened.change_actions(assessment_id, edits, who="local", at=AT)


@pytest.mark.parametrize("final", [False, True])
def test_the_button_takes_back_an_action_in_a_draft_and_in_a_final_assessment(
    database: str, final: bool
) -> None:
    assessment_id = own(database, final=final)
    _plan(database, assessment_id, {"forum": FORUM})
    at = open_page("overview", assessment=assessment_id)
    assert as_read(at.button(key="undo").help) == "Undo action “Carers' forum” added"
    at.button(key="undo").click().run()
    assert stored(database, assessment_id).assessment.actions == {}
    assert says(at, "Undone: action “Carers' forum” removed")
    at.run()
    assert at.button(key="undo").disabled
    at.button(key="redo").click().run()
    assert stored(database, assessment_id).assessment.actions == {"forum": FORUM}
    check(at)


def test_the_log_names_one_action_and_counts_several(database: str) -> None:
    assessment_id = own(database)
    walk = Action("walk", "Walk the floor")
    renamed = replace(FORUM, title="Quarterly forum")
    _plan(database, assessment_id, {"forum": FORUM, "walk": walk})
    _plan(database, assessment_id, {"forum": renamed}, {"forum": FORUM})
    _plan(database, assessment_id, {"forum": None}, {"forum": renamed})
    at = open_page("settings", assessment=assessment_id)
    at.session_state["section"] = "Log"
    assert list(table(at.run())["What"]) == [
        "Changed: action “Quarterly forum” removed",
        "Changed: title of “Quarterly forum”",
        "Changed: 2 actions",
        "Created",
    ]


def test_a_title_is_shown_as_text(database: str) -> None:
    assessment_id = own(database)
    _plan(database, assessment_id, {"forum": Action("forum", MARKUP)})
    at = open_page("settings", assessment=assessment_id)
    at.session_state["section"] = "Log"
    assert not alive(at.run())
    at.button(key="undo").click().run()
    assert not alive(at)
    assert says(at, MARKUP[:20])
