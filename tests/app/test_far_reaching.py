"""Far-reaching steps: what the one table says of each is so on its page, in the guide and in the log."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from clf_model import Action, Perspective
from clf_model.voices import Vote
from clf_ui.shared import config
from clf_ui.shared.far_reaching import (
    ACCEPT_ALL,
    CHANGE_RULES,
    CLOSE_SURVEY,
    CLOSE_WORKSHOP,
    DELETE,
    DELETE_SCENARIO,
    ERASE,
    FAR_REACHING,
    FINALISE,
    IMPORT,
    IMPORT_ANSWERS,
    IMPORT_INSTEAD,
    NEW_CODE,
    REMOVE_ACTION,
    REMOVE_EVIDENCE,
    REMOVE_SURVEY,
    REOPEN,
    RESET,
    REVEAL,
    FarReaching,
)
from tests.app import rooms
from tests.app.driver import (
    AT,
    ROWANBANK,
    framework,
    keys,
    met,
    open_page,
    own,
    said,
    sample_id,
    says,
    settled,
    shows,
    store,
)

GUIDE = config.ROOT / "docs" / "administrators.md"


def test_the_guide_lists_every_far_reaching_step_with_its_page_and_its_way() -> None:
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (Undo|Asks)\b", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    listed = {(label, page, way.lower()) for label, page, way in rows}
    assert listed == {(step.label, step.page, step.way) for step in FAR_REACHING}


def test_what_a_room_accepts_at_once_is_named_first_and_logged(database: str) -> None:
    lead = rooms.opened(database)
    lead.button(key="judge-topic").click().run()
    answers = {"2.2.O1": [Vote.MET] * 3, "2.2.O2": [Vote.NOT_MET] * 3}
    rooms.vote(database, rooms.door(database, lead), answers)
    lead.run().button(key="reveal-topic").click().run()
    assert says(lead, "2 judgements that the room agrees on, without discussion.", "ask-accept-all")
    # 2.2.O2 belongs to the first stage that Planning for learning has not reached, and is not met.
    assert says(lead, "waits for it", "ask-accept-all")
    lead.button(key="leave-accept-all").click().run()
    assert shows(lead, "accept-all")
    lead.button(key="accept-all").click().run()
    lead.button(key="new-code").click().run()
    with store(database) as opened:
        kinds = [step.kind.value for step in opened.steps(sample_id(database, ROWANBANK))]
    assert kinds == ["code_renewed", "accepted", "revealed"]


def _settings(tab: str, assessment_id: int) -> AppTest:
    at = open_page("settings", assessment=assessment_id)
    at.session_state["section"] = tab
    return at.run()


def _rules(database: str) -> AppTest:
    return _settings("Rules", own(database))


def _reopening(database: str) -> AppTest:
    made = own(database, final=True)
    at = _settings("This assessment", made)
    at.text_input(key=f"reopen-reason-{made}").set_value("A slip")
    return at


def _erasing(database: str) -> AppTest:
    at = _settings("This assessment", own(database, organisation="Birchbank", unit="Night team"))
    (end,) = keys(at, "erase-name-")
    at.text_input(key=f"erase-name-{end}").set_value("birchbank,  Night team ")
    return at


def _with_evidence(database: str) -> AppTest:
    made = own(database, {"1.1.O1": met("Seen")})
    at = open_page("checklist", assessment=made, capability="learning-culture")
    at.session_state["open-evidence-1.1.O1"] = True
    return at.run()


def _with_scenario(database: str) -> AppTest:
    made = own(database)
    with store(database) as opened:
        saved = opened.save_scenario(made, "Plan A", {}, at=AT)
    return open_page("what_if", assessment=made, scenario=saved)


def _with_action(database: str) -> AppTest:
    made = own(database, actions=[Action("forum", "Carers' forum")])
    return settled(open_page("action_plan", assessment=made).button(key="edit-action-forum").click())


def _with_file(database: str) -> AppTest:
    at = _settings("Data", own(database))
    content = b"framework: clf\norganisation: A\nassessed_on: 2026-01-01\njudgements: {}\n"
    return at.file_uploader(key="import-file").upload("a.yaml", content, "application/yaml").run()


def _with_answers(database: str) -> AppTest:
    return _given_answers(own(database))


def _given_answers(assessment_id: int) -> AppTest:
    at = open_page("say_do_gap", assessment=assessment_id)
    at.session_state["tab"] = "Import answers"
    at.run()
    asked = [one.id for one in framework().indicators if one.perspective is Perspective.WORKER]
    rows = [",".join(asked), *[",".join("Agree" for _ in asked)] * 6]
    at.get("file_uploader")[0].upload("answers.csv", "\n".join(rows).encode())
    return at.run()


def _with_other_answers(database: str) -> AppTest:
    made = own(database)
    settled(_given_answers(made).button(key="import-answers").click())
    at = _given_answers(made)
    return at.selectbox(key="import-replaces").select_index(1).run()


def _with_survey(database: str) -> AppTest:
    at = open_page("say_do_gap", assessment=own(database))
    at.session_state["tab"] = "Worker survey"
    at.run().button(key="survey-new").click().run()
    at.text_input(key="survey-open-title").set_value("Spring")
    return settled(at.button(key="FormSubmitter:survey-open-Open it").click())


def _with_closed_survey(database: str) -> AppTest:
    at = _with_survey(database)
    settled(at.button(key=_key(at, CLOSE_SURVEY)).click())
    at.session_state["tab"] = "Worker survey"
    return at.run()


def _under_way(database: str) -> AppTest:
    lead = rooms.opened(database)
    lead.button(key="judge-topic").click().run()
    rooms.vote(database, rooms.door(database, lead), {"2.2.O1": [Vote.MET] * 3, "2.2.O2": [Vote.MET]})
    return lead.run()


def _talking(database: str) -> AppTest:
    return _under_way(database).button(key="reveal-topic").click().run()


WALKS: dict[FarReaching, tuple[Callable[[str], AppTest], str, str, str]] = {
    CHANGE_RULES: (
        lambda url: _settings("Rules", own(url)),
        "setting",
        "undo-for-everyone",
        "setting_undone",
    ),
    FINALISE: (lambda url: _settings("This assessment", own(url)), "finalised", "", ""),
    REOPEN: (_reopening, "reopened", "", ""),
    DELETE: (lambda url: _settings("This assessment", own(url)), "deleted", "restore", "restored"),
    ERASE: (_erasing, "erased", "", ""),
    RESET: (lambda url: _settings("Data", own(url)), "samples_reset", "", ""),
    REMOVE_EVIDENCE: (_with_evidence, "changed", "undo", "undo"),
    DELETE_SCENARIO: (_with_scenario, "scenario_deleted", "restore-scenario", "scenario_restored"),
    REMOVE_ACTION: (_with_action, "changed", "undo", "undo"),
    IMPORT: (_with_file, "created", "undo-import", "deleted"),
    IMPORT_ANSWERS: (_with_answers, "survey_imported", "undo-import", "survey_removed"),
    IMPORT_INSTEAD: (_with_other_answers, "survey_removed", "", ""),
    CLOSE_SURVEY: (_with_survey, "survey_closed", "", ""),
    REMOVE_SURVEY: (_with_closed_survey, "survey_removed", "", ""),
    REVEAL: (_under_way, "revealed", "", ""),
    ACCEPT_ALL: (_talking, "accepted", "", ""),
    NEW_CODE: (rooms.opened, "code_renewed", "", ""),
    CLOSE_WORKSHOP: (rooms.opened, "workshop_closed", "", ""),
}
"""Where each can be taken, what the log then says; the button that takes it back, what the log says then."""


def _key(at: AppTest, step: FarReaching, kind: str = "") -> str:
    """The key of a step's button, or of its question, whatever the step is taken on."""
    if kind:
        (end,) = keys(at, f"{kind}-{step.key}")
        return f"{kind}-{step.key}{end}"
    labels = (step.label, step.sure)
    return next(
        one.key or "" for one in at.button if (one.key or "").startswith(step.key) and one.label in labels
    )


def _log(database: str) -> Counter[str]:
    """How often each kind stands in the log."""
    with store(database) as opened:
        kinds = [step.kind.value for step in opened.steps(limit=200)]
        found = [*opened.assessments("clf"), *(one.info for one in opened.deleted("clf"))]
        kinds += [event.kind.value for info in found for event in opened.events(info.id, limit=200)]
    return Counter(kinds)


def test_every_far_reaching_step_is_walked() -> None:
    assert set(WALKS) == set(FAR_REACHING)


@pytest.mark.parametrize("step", WALKS, ids=lambda step: f"{step.page}: {step.label}")
def test_a_far_reaching_step_is_undone_or_asks_and_is_in_the_log(database: str, step: FarReaching) -> None:
    page, logged, back, logged_then = WALKS[step]
    at = page(database)
    before = _log(database)
    if step.way == "asks":
        assert said(at, _key(at, step, "ask")), "it names what is lost"
        at.button(key=_key(at, step, "leave")).click().run()
        assert _log(database) == before
    if step is CHANGE_RULES:
        at.toggle(key=step.key).set_value(True).run()
    else:
        settled(at.button(key=_key(at, step)).click())
    done = _log(database)
    assert done[logged] == before[logged] + 1
    assert (step.way == "undo") is bool(back)
    if back:
        settled(at.run().button(key=back).click())
        assert _log(database)[logged_then] == done[logged_then] + 1
