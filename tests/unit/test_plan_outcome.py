"""What a plan wanted and what came of it, against figures made by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clf_model import Action, ActionStatus, Assessment, Judgement, Perspective, Record, Rules, load_framework
from clf_model.actions.plan_outcome import actions_outcome, changes_of, open_then, plan_outcome

CLF = load_framework(Path(__file__).parents[2] / "framework.yaml")
MET = Record(Judgement.MET)


def stage(capability: str, name: str) -> list[str]:
    return [one.id for one in CLF.cell(capability, name, Perspective.ORGANISATION)]


def assessed(*ids: str, **actions: Action) -> Assessment:
    return Assessment(CLF.id, "Birchbank", date(2026, 3, 1), records=dict.fromkeys(ids, MET), actions=actions)


ENGAGED, ESTABLISHED = stage("feedback", "engaged"), stage("feedback", "established")
WANTED = dict.fromkeys([*ENGAGED, *ESTABLISHED, *stage("access", "engaged")], Judgement.MET)


@pytest.mark.parametrize(
    ("now", "reached"),
    [
        ((), []),
        (ENGAGED[:-1], []),
        (ENGAGED, ["engaged"]),
        ((*ENGAGED, *ESTABLISHED), ["engaged", "established"]),
        # Beyond what was planned counts as what was planned, and what was not planned counts for nothing.
        ((*ENGAGED, *ESTABLISHED, *stage("feedback", "accomplished")), ["engaged", "established"]),
        (stage("dignity", "engaged"), []),
        (ESTABLISHED, []),
    ],
)
def test_of_the_stages_that_were_wanted_those_reached_count(now: tuple[str, ...], reached: list[str]) -> None:
    found = plan_outcome(CLF, assessed(), WANTED, assessed(*now), Rules())
    assert [(one.capability.id, one.stage.id) for one in found.stages] == [
        ("access", "engaged"),
        ("feedback", "engaged"),
        ("feedback", "established"),
    ]
    assert [one.stage.id for one in found.stages if one.reached] == reached
    assert (found.wanted, found.reached) == (3, len(reached))


def test_what_was_reached_already_was_not_wanted() -> None:
    then = assessed(*ENGAGED)
    found = plan_outcome(CLF, then, WANTED, then, Rules())
    assert [(one.capability.id, one.stage.id, one.reached) for one in found.stages] == [
        ("access", "engaged", False),
        ("feedback", "established", False),
    ]


def test_the_rules_in_force_decide_what_a_plan_would_have_reached() -> None:
    most = dict.fromkeys(stage("learning-culture", "engaged")[:-1], Judgement.MET)
    by_all = plan_outcome(CLF, assessed(), most, assessed(), Rules())
    by_most = plan_outcome(CLF, assessed(), most, assessed(), Rules(threshold=0.8))  # 4 of 5
    assert (by_all.wanted, by_most.wanted) == (0, 1)


def test_actions_are_counted_where_they_were_open_with_the_efforts_of_the_plan() -> None:
    kept = {
        "guide": Action("guide", "Guide", 4, ("4.1.O1",)),
        "forum": Action("forum", "Forum", 3, ("4.1.O2",), status=ActionStatus.IN_PROGRESS),
        "room": Action("room", "Room", 0.5),
        "gone": Action("gone", "Gone", 2, ("4.1.O3",)),
        "over": Action("over", "Over", 8, ("4.2.O1",), status=ActionStatus.DONE),
        "no": Action("no", "No", 16, status=ActionStatus.NOT_DOING, reason="Another way"),
    }
    there = {**kept, "guide": Action("guide", "Guide", 40, ("4.1.O1",), status=ActionStatus.DONE)}
    copied = {"forum": Action("forum", "Forum", 3, ("4.1.O2",), status=ActionStatus.DONE)}
    del there["gone"]
    found = actions_outcome(kept, there, copied)
    assert (found.planned, found.done, found.effort_planned, found.effort_done) == (4, 2, 9.5, 7)
    assert changes_of(open_then(kept).values()) == dict.fromkeys(
        ("4.1.O1", "4.1.O2", "4.1.O3"), Judgement.MET
    )
