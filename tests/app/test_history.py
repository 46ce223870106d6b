"""The History page: what moved between two assessments of a service, why, and what came of the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from clf_model import Action, ActionStatus, Judgement, Perspective
from clf_store import ActionEdit, Edit, Store
from clf_store.check import problems
from tests.app.driver import (
    AT,
    GARDEN,
    ROWANBANK,
    downloaded,
    framework,
    met,
    open_page,
    own,
    said,
    sample,
    sample_id,
    says,
    store,
)
from tests.worded import worded

LATER = AT + timedelta(days=200)
FEEDBACK = [one.id for one in framework().cell("feedback", "engaged", Perspective.ORGANISATION)]
GUIDE = Action("guide", "Write the guide", 4, tuple(FEEDBACK))
FORUM = Action("forum", "Staff forum", 2, ("6.1.O1",))


def _judge(opened: Store, assessment_id: int, judged: dict[str, Judgement], *notes: str) -> None:
    kept = opened.load(assessment_id).assessment
    edits = {
        id_: Edit(kept.record(id_), replace(kept.record(id_).judged(one), evidence=met(*notes).evidence))
        for id_, one in judged.items()
    }
    opened.change(assessment_id, edits, who="Anna", at=LATER)


def _a_year_later(url: str) -> tuple[int, int]:
    """A final assessment with a plan of two actions, and a draft after it in which one has borne fruit."""
    first = own(url, {"1.1.O1": met("Seen")}, actions=(GUIDE, FORUM))
    with store(url) as opened:
        opened.finalise(first, who="Anna", at=AT)
        done = replace(GUIDE, status=ActionStatus.DONE)
        opened.change_actions(first, {"guide": ActionEdit(GUIDE, done)}, who="Anna", at=AT)
        second = opened.copy(first, assessed_on=date(2026, 9, 17), title="A year on", who="Anna", at=LATER)
        _judge(opened, second, dict.fromkeys(FEEDBACK, Judgement.MET), "The guide")
        _judge(opened, second, {"1.1.O1": Judgement.PARTLY})
    return first, second


def test_what_moved_is_told_with_its_day_and_evidence_and_the_plan_beside_its_outcome(database: str) -> None:
    _, second = _a_year_later(database)
    at = open_page("history", assessment=second)
    assert says(at, "**Access to feedback** · Not yet engaged → Engaged")
    assert says(
        at, f"{worded(FEEDBACK[0])} Not discussed → Met · judged 17 September 2026, 1 new piece of evidence"
    )
    assert says(at, "**Learning culture** · Not yet engaged, as before")
    assert says(at, f"{worded('1.1.O1')} Met → Partly · judged 17 September 2026")
    # The forum would have reached nothing by itself; the guide is done and brought its stage.
    assert says(at, "Of 1 stage that the action plan wanted, 1 is reached: all of them.")
    assert says(at, "1 of 2 planned actions are done: 4 days of 6 days by their estimates.")
    assert not says(at, "holds no step")
    table = downloaded("csv").decode()
    assert "A year on" in table
    assert table.count("\n") == 3


def test_the_plan_that_was_kept_stays_when_the_assessment_is_reopened(database: str) -> None:
    first, second = _a_year_later(database)
    with store(database) as opened:
        opened.reopen(first, "A slip", who="Anna", at=LATER)
    at = open_page("history", **{"assessment": second, "from": first, "until": second})
    assert says(at, "1 of 2 planned actions are done")


def test_a_first_assessment_says_what_will_stand_here(database: str) -> None:
    at = open_page("history", assessment=own(database))
    assert says(at, "This is the service’s first assessment.")


def test_samples_that_came_as_files_have_no_step_in_the_log(database: str) -> None:
    at = open_page("history", assessment=sample_id(database, ROWANBANK))
    assert says(at, "**Access to learning** · Established → Accomplished")
    assert says(at, "came with the assessment as it was entered or imported")


def test_a_sample_shows_what_came_of_a_plan_and_that_it_is_fictional(database: str) -> None:
    """By hand: the plan covered what kept Accomplished in Access to learning, Established in Dignity and in
    Planning, and Engaged in Wellbeing; six actions of eight were done, 17 of 30 days."""
    latest = sample_id(database, ROWANBANK)
    at = open_page("history", assessment=latest)
    assert says(
        at,
        "Of 4 stages that the action plan wanted, 2 are reached. Still open: Established in Planning for "
        "learning and Engaged in Health and wellbeing.",
    )
    assert says(at, "6 of 8 planned actions are done: 17 days of 30 days by their estimates.")
    with store(database) as opened:
        (first, second, draft) = sorted(
            (one for one in opened.assessments("clf") if one.organisation == "Rowanbank Care Home"),
            key=lambda one: one.assessed_on,
        )
        assert (first.final, second.final, draft.final, draft.id) == (True, True, False, latest)
        assert all(one.fictional for one in (first, second, draft))
        kept = opened.plan_at_finalisation(second.id)
        assert kept
        assert {one.status for one in kept.actions.values()} == {ActionStatus.PLANNED}
        assert opened.load(second.id).assessment.actions == sample("rowanbank-care-home-2025-11").actions
    assert list(problems(database)) == []
    assert says(at, "Fictional sample")


def test_any_two_are_compared_in_the_order_of_time(database: str) -> None:
    first, second = _a_year_later(database)
    at = open_page("history", **{"assessment": second, "from": second, "until": first})
    assert says(at, "Not yet engaged → Engaged")
    at.selectbox(key="from").set_value(first).run()
    assert says(at, "Choose two different assessments above.")
    assert said(at)


def test_an_assessment_of_another_service_is_in_no_history(database: str) -> None:
    _, second = _a_year_later(database)
    other = own(database, organisation="Elsewhere")
    at = open_page("history", assessment=other)
    assert says(at, "This is the service’s first assessment.")
    assert second != other


# --- across editions ---

SECOND = {
    "1.1.O2: composts": "1.1.O9: composts",
    "labels what it sows": "labels its seed",
    "          4.1.O3:": "          4.1.O4: counts them\n          4.1.O3:",
    "edition: first": "edition: second",
}


def test_across_editions_judgements_causes_evidence_and_plans_follow_the_text(
    garden: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1.1.O2 becomes 1.1.O9, 3.1.O1 is reworded and 4.1.O4 added: read from either end of the pair."""
    text = GARDEN.read_text(encoding="utf-8")
    for old, new in SECOND.items():
        assert old in text
        text = text.replace(old, new)
    later = tmp_path / "garden.yaml"
    later.write_text(text, encoding="utf-8")
    heaps = Action("heaps", "Build heaps", 4, ("1.1.O2", "3.1.O1"))
    known = {"1.1.O1": met("Seen"), "3.1.O1": met("Seen")}
    first = own(garden, known, organisation="Allotments", file=GARDEN, actions=(heaps,))
    with store(garden) as opened:
        opened.save_scenario(first, "Soil first", {"1.1.O2": Judgement.MET}, at=AT)
        opened.finalise(first, who="Anna", at=AT)
        second = opened.copy(first, assessed_on=date(2026, 9, 17), title="A year on", who="Anna", at=LATER)
        _judge(opened, second, {"1.1.O2": Judgement.MET}, "Heaps")
        opened.carry_over(second, framework(later), who="Anna", at=LATER)
        _judge(opened, second, dict.fromkeys(("1.1.O1", "3.1.O1", "4.1.O4"), Judgement.PARTLY))
        for day in range(60):  # more steps than a page of the log has
            _judge(opened, second, {"2.1.O1": Judgement.MET}, f"Rain on day {day}")
    monkeypatch.setenv("CLF_FRAMEWORK", str(later))
    judged = "judged 17 September 2026"
    for assessment, compost in ((second, "1.1.O9"), (first, "1.1.O2")):
        at = open_page("history", **{"assessment": assessment, "from": first, "until": second})
        moved = [line for one in said(at) for line in one.split("\n") if line.startswith("- ")]
        assert moved == [
            f"- 1.1.O1 “knows what kind of soil it has” Met → Partly · {judged}",
            f"- {compost} “composts its green waste” Not discussed → Met · {judged}, 1 new piece of evidence",
            f"- 2.1.O1 “collects rain in at least one butt” Not discussed → Met · {judged}, "
            "1 new piece of evidence",
        ]
        # The first edition, in view, does not have what was added.
        unlike = "3.1.O1" if assessment == second else "3.1.O1 and 4.1.O4"
        assert says(at, f"on {unlike}, as the text is another now or gone")
        assert says(at, "only one of the two asks it in these words: 4.1.O4.") == (assessment == second)
        assert not says(at, "holds no step")
        # With 1.1.O2 met, Soil would have been planted; 1.1.O1 has fallen since.
        assert says(
            at, "Of 1 stage that the scenario “Soil first” wanted, 0 are reached. Still open: Planted"
        )
        assert says(at, "Of 1 stage that the action plan wanted, 0 are reached")
        gone = "Planned too, but asked in other words now or gone: 1 indicator, 3.1.O1."
        assert says(at, gone) == (assessment == second)
