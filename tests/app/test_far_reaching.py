"""Far-reaching steps: what the one table says of each is so on its page, in the guide and in the log."""

from __future__ import annotations

import re

from clf_model.voices import Vote
from clf_ui import settings
from clf_ui.far_reaching import FAR_REACHING
from tests.app import rooms
from tests.app.driver import AT, ROWANBANK, open_page, own, sample_id, says, shows, store

GUIDE = settings.ROOT / "docs" / "administrators.md"


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


def test_a_scenario_that_is_deleted_and_restored_is_in_the_log(database: str) -> None:
    assessment_id = own(database)
    with store(database) as opened:
        saved = opened.save_scenario(assessment_id, "Plan A", {}, at=AT)
    at = open_page("what_if", assessment=assessment_id, scenario=saved)
    at.button(key="delete-scenario").click().run()
    at.run().button(key="restore-scenario").click().run()
    with store(database) as opened:
        logged = [(step.kind.value, step.subject, step.who) for step in opened.steps(assessment_id)]
    assert logged == [("scenario_restored", "Plan A", "local"), ("scenario_deleted", "Plan A", "local")]
