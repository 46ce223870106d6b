"""What-if: targets and budgets write the best plan into a scenario, and the page stays true to the record."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from io import StringIO
from itertools import product
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from clf_model import Action, Judgement, Objective, Perspective, Record
from clf_store import ActionEdit, Edit, SavedScenario
from tests.app.driver import (
    AT,
    GARDEN,
    ROWANBANK,
    all_met,
    chart_rows,
    choose_point,
    downloaded,
    framework,
    keys,
    levels,
    links,
    open_page,
    own,
    press_in_row,
    record,
    said,
    sample_id,
    sample_yaml,
    says,
    settled,
    shows,
    store,
    stored,
    table,
    told,
    write_cells,
)
from tests.worded import worded

MET = Judgement.MET
STAGES = ("engaged", "established", "accomplished", "exemplary")
GLENMORE = "glenmore-home-care-2026-06"


@pytest.fixture
def database(database: str) -> str:
    """The samples without their actions: what is expected here is worked out by single indicators."""
    with store(database) as opened:
        for info in opened.assessments("clf"):
            planned = opened.load(info.id).assessment.actions
            gone = {id_: ActionEdit(action, None) for id_, action in planned.items()}
            opened.change_actions(info.id, gone, who="test", at=AT)
    return database


def _open(database: str, name: str = ROWANBANK, **query: Any) -> AppTest:
    return open_page("what_if", assessment=sample_id(database, name), **query)


def _lever(at: AppTest, name: str, *parts: object) -> str:
    return "-".join(str(part) for part in (name, at.session_state["assessment"], *parts))


def _everywhere(at: AppTest, stage: str | None) -> AppTest:
    return at.button_group(key=_lever(at, "target", "everywhere")).set_value(stage).run()


def _slide(at: AppTest, budget: float) -> AppTest:
    return at.slider(key=_lever(at, "budget", "slider")).set_value(budget).run()


def _gain(at: AppTest) -> str:
    return next(text for text in said(at) if text.startswith("#### ")).removeprefix("#### ")


def _saved(database: str, at: AppTest) -> SavedScenario:
    with store(database) as opened:
        return opened.scenario(at.session_state["scenario"])


def _efforts(name: str) -> list[list[float]]:
    """By capability, what each stage still takes: the whole effort, or half where it is partly in place."""
    found = []
    for capability in framework().capabilities:
        found.append([0.0] * len(STAGES))
        for place, stage in enumerate(STAGES):
            for indicator in framework().cell(capability.id, stage, Perspective.ORGANISATION):
                written = sample_yaml(name).get(indicator.id, {})
                share = {"met": 0.0, "not_applicable": 0.0, "partly": 0.5}.get(
                    written.get("judgement", ""), 1.0
                )
                found[-1][place] += share * written.get("effort", 1.0)
    return found


def _most_stages(name: str, budget: float) -> tuple[int, float]:
    """The most stages beyond today's within a budget and their least effort, over every choice of stages."""
    best = (0, 0.0)
    for choice in product(range(len(STAGES) + 1), repeat=len(framework().capabilities)):
        efforts = [sum(stages[:level]) for stages, level in zip(_efforts_of[name], choice, strict=True)]
        today = [next((n for n, e in enumerate(stages) if e), len(STAGES)) for stages in _efforts_of[name]]
        gained = sum(max(0, level - now) for level, now in zip(choice, today, strict=True))
        if sum(efforts) <= budget and (gained, -sum(efforts)) > (best[0], -best[1]):
            best = (gained, sum(efforts))
    return best


_efforts_of = {ROWANBANK: _efforts(ROWANBANK)}


# --- target ---


def test_a_target_for_all_writes_the_cheapest_way_there_into_a_new_scenario(database: str) -> None:
    at = _everywhere(_open(database, lever="Target"), "accomplished")
    effort = sum(sum(stages[:3]) for stages in _efforts_of[ROWANBANK])
    assert effort == 34.75
    assert _gain(at) == "Plan A: 9 stages gained for 34.75 days"
    assert says(at, "No way to the target takes less than 34.75 days: proven.")
    kept = _saved(database, at)
    assert set(kept.target.values()) == {"accomplished"}
    # Access to learning is there already.
    assert set(kept.target) == {c.id for c in framework().capabilities} - {"access"}
    assert levels(at)["Plan A"] == [3] * 6
    assert levels(at)["Target"] == [3] * 6


def test_a_target_of_one_capability_leaves_the_others_where_they_are(database: str) -> None:
    at = _open(database, lever="Target")
    at = at.selectbox(key=_lever(at, "target", "feedback")).set_value("accomplished").run()
    # 4.2.O1 1, 4.2.O3 0.25 and 4.3.O2 2
    assert _gain(at) == "Plan A: 2 stages gained for 3.25 days"
    at = at.selectbox(key=_lever(at, "target", "feedback")).set_value("").run()
    assert _saved(database, at).target == {}
    assert _gain(at) == "Plan A: 2 stages gained for 3.25 days"


def test_a_stage_below_todays_cannot_be_chosen(database: str) -> None:
    at = _open(database, lever="Target")
    offered = at.selectbox(key=_lever(at, "target", "access")).options
    assert offered == ["Stay: Accomplished", "Exemplary"]


def test_a_capability_that_cannot_reach_its_target_says_why_and_how_far_it_goes(database: str) -> None:
    nothing = Record(Judgement.NOT_APPLICABLE, reason="A single site")
    barred = {i.id: nothing for i in framework().cell("feedback", "exemplary", Perspective.ORGANISATION)}
    held = {"4.1.O1": Record(Judgement.PARTLY)}
    at = open_page("what_if", assessment=own(database, all_met(but={**barred, **held})), lever="Target")
    at = _everywhere(at, "exemplary")
    assert told(at) == [
        "Access to feedback cannot reach Exemplary: nothing in Exemplary applies here, so nothing shows it; "
        "the highest stage to be had is Accomplished."
    ]
    assert _gain(at) == "Plan A: 3 stages gained for 0.5 days"
    assert says(at, "No plan that goes as far towards the target takes less than 0.5 days: proven.")


def test_a_plan_takes_the_place_of_what_was_tried_and_gives_it_back(database: str) -> None:
    at = _open(database)
    at = at.toggle(key=_lever(at, "try", "6.1.O3")).set_value(True).run()
    assert not shows(at, "undo-plan")
    at.session_state["lever"] = "Target"
    at = at.run()
    at = at.selectbox(key=_lever(at, "target", "learning-culture")).set_value("accomplished").run()
    assert dict(_saved(database, at).changes) == {"1.3.O3": MET}
    at = at.button(key="undo-plan").click().run()
    assert dict(_saved(database, at).changes) == {"6.1.O3": MET}
    assert not shows(at, "undo-plan")


def test_another_frameworks_capabilities_and_stages_are_the_choice(garden: str) -> None:
    at = open_page("what_if", assessment=own(garden, file=GARDEN), lever="Target")
    at = _everywhere(at, "thriving")
    assert _gain(at).startswith("Plan A: 27 stages gained")
    at.session_state["lever"] = "Budget"
    at = at.run()
    at = _slide(at, 3.0)
    assert says(at, ": proven.")


# --- budget ---


def test_a_budget_gains_the_most_that_any_choice_of_stages_can(database: str) -> None:
    at = _slide(_open(database, lever="Budget"), 17.5)
    gained, effort = _most_stages(ROWANBANK, 17.5)
    assert _gain(at) == f"Plan A: {gained} stages gained for {effort:g} days"
    assert says(at, f"Nothing gains more than {gained} stages within 17.5 days: proven.")
    assert _saved(database, at).budget == 17.5


def test_half_the_effort_of_a_target_goes_towards_it_and_not_beyond(database: str) -> None:
    at = _everywhere(_open(database, lever="Target"), "accomplished")
    at.session_state["lever"] = "Budget"
    at = _slide(at.run(), 17.25)
    assert max(levels(at)["Plan A"]) == 3
    assert "Target" in levels(at)
    at = at.button(key="drop-target").click().run()
    assert max(levels(at)["Plan A"]) == 4
    assert "Target" not in levels(at)


def test_a_target_limited_by_a_budget_can_be_let_go_of_it(database: str) -> None:
    at = _everywhere(_open(database, lever="Target"), "accomplished")
    at.session_state["lever"] = "Budget"
    at = _slide(at.run(), 17.25)
    at.session_state["lever"] = "Target"
    at = at.run()
    at = at.button(key="drop-budget").click().run()
    assert _gain(at) == "Plan A: 9 stages gained for 34.75 days"
    assert _saved(database, at).budget is None


def test_a_point_of_the_curve_is_a_plan_in_the_chart_and_in_the_list(database: str) -> None:
    at = _open(database, lever="Budget")
    chart = f"grid-frontier-{at.session_state['assessment']}-0"
    at = choose_point(at, chart, "point", effort=7.75)
    assert _gain(at) == "Plan A: 5 stages gained for 7.75 days"
    listed = at.selectbox(key=_lever(at, "budget", "point"))
    assert listed.value == 7.75
    assert "5 stages for 7.75 days" in listed.options
    at = listed.set_value(5.75).run()
    assert _gain(at) == "Plan A: 4 stages gained for 5.75 days"


def test_the_curve_marks_today_the_plan_and_the_budget_in_words(database: str) -> None:
    at = _slide(_open(database, lever="Budget"), 8.0)
    rows = chart_rows(at, "objective").set_index("layer")
    assert list(rows.loc["plan", ["effort", "objective", "name"]]) == [7.75, 5.0, "This plan"]
    assert rows.loc["today", "description"] == "Today: 0 stages gained for 0 days"
    assert rows.loc["budget", "effort"] == 8.0


def test_weakest_first_lifts_the_lowest_stage(database: str) -> None:
    at = _slide(_open(database, lever="Budget"), 4.0)
    assert levels(at)["Plan A"][5] == 0
    at = at.button_group(key=_lever(at, "budget", "objective")).set_value(Objective.WEAKEST_FIRST).run()
    # 6.1.O3 takes 4 and brings Health and wellbeing, the only one not engaged, to Engaged.
    assert dict(_saved(database, at).changes) == {"6.1.O3": MET}
    assert says(at, "Nothing brings the weakest further within 4 days: proven.")


def test_priorities_weigh_what_is_gained(database: str) -> None:
    at = _slide(_open(database, lever="Budget"), 4.0)
    scenario, assessment = at.session_state["scenario"], at.session_state["assessment"]
    at.session_state["priorities-0"] = True
    at = at.run()
    at = write_cells(at, f"grid-priorities-{scenario}-{assessment}-0", {5: {"Priority": "5,0"}})
    assert dict(_saved(database, at).priorities) == {"wellbeing": 5.0}
    assert _gain(at) == "Plan A: 1 stage gained for 4 days (5 by the priorities)"


@pytest.mark.parametrize(("typed", "said"), [("-1", "“-1” is below 0."), ("high", "“high” is no number.")])
def test_a_priority_that_is_no_number_from_0_is_refused_and_nothing_is_saved(
    typed: str, said: str, database: str
) -> None:
    at = _slide(_open(database, lever="Budget"), 4.0)
    name = f"grid-priorities-{at.session_state['scenario']}-{at.session_state['assessment']}-0"
    at.session_state["priorities-0"] = True
    at = write_cells(at.run(), name, {5: {"Priority": typed}})
    assert says(at, f"The priority of Health and wellbeing: {said}")
    assert _saved(database, at).priorities == {}
    assert shows(at, name)


def test_the_curve_is_read_as_a_table(database: str) -> None:
    at = _open(database, lever="Budget")
    at.session_state["frontier-table"] = True
    at = at.run()
    curve = next(one.value for one in at.table if "Stages gained" in one.value)
    assert list(curve["Effort (days)"])[:3] == ["0", "1.25", "2.75"]
    assert keys(at, "download-frontier-") == ["png", "svg", "csv"]


def test_where_nothing_is_left_to_gain_no_curve_is_drawn(database: str) -> None:
    at = open_page("what_if", assessment=own(database, all_met()), lever="Budget")
    assert says(at, "No effort brings another stage here")
    assert keys(at, "grid-frontier") == []


def test_only_the_lever_in_view_is_drawn(database: str) -> None:
    assert keys(_open(database), "budget-") == keys(_open(database), "target-") == []
    at = _open(database, lever="Budget")
    assert keys(at, "lever-") == []


def test_an_address_with_an_unknown_lever_opens_the_first(database: str) -> None:
    assert keys(_open(database, lever="Magic"), "lever-")


def test_a_hand_that_is_faster_than_the_answer_makes_no_second_scenario(database: str) -> None:
    at = _open(database, lever="Budget")
    slider = at.slider(key=_lever(at, "budget", "slider"))
    slider.set_value(8.0)
    # What the browser sends before it has heard of Plan A: Today is in view.
    next_move = at._tree.get_widget_states()
    slider.set_value(3.0).run()
    at = at._run(next_move)
    with store(database) as opened:
        (only,) = opened.scenarios(at.session_state["assessment"])
    assert only.budget == 8.0
    at.button_group(key="scenario").set_value(0).run()
    at = _slide(at, 2.0)
    assert _gain(at).startswith("Plan B: ")


# --- the truth after a change ---


def test_a_record_that_changed_since_is_planned_again(database: str) -> None:
    at = _everywhere(_open(database, lever="Target"), "accomplished")
    assessment, base = (
        at.session_state["assessment"],
        record(database, at.session_state["assessment"], "1.1.O1"),
    )
    with store(database) as opened:
        fallen = Edit(base, base.judged(Judgement.NOT_MET))
        opened.change(assessment, {"1.1.O1": fallen}, who="somebody", at=AT)
    at = at.run()
    assert told(at) == ["The target is not reached: Learning culture at Not yet engaged, not Accomplished."]
    at = at.button(key="plan-again").click().run()
    assert told(at) == []
    assert "1.1.O1" in _saved(database, at).changes
    assert says(at, "No way to the target takes less than")


def test_rules_that_changed_since_are_planned_with(database: str) -> None:
    at = _slide(_open(database, lever="Budget"), 4.25)
    link = {name: at.query_params[name] for name in at.query_params}
    settings = open_page("settings", assessment=at.session_state["assessment"])
    settings.toggle(key="rules-evidence").set_value(True).run()
    again = open_page("what_if", **link)
    assert shows(again, "plan-again")
    again = again.button(key="plan-again").click().run()
    assert says(again, "within 4.25 days: proven.")


def test_what_is_switched_on_besides_says_that_less_would_do(database: str) -> None:
    at = _open(database, lever="Target")
    at = at.selectbox(key=_lever(at, "target", "learning-culture")).set_value("accomplished").run()
    at.session_state["lever"] = "Try"
    at = at.run()
    at = at.toggle(key=_lever(at, "try", "6.1.O3")).set_value(True).run()
    assert says(at, "The target can be reached for less: 1.5 days instead of 5.5 days.")


# --- the plan's list ---


def test_every_step_says_why_it_is_there_and_what_comes_of_it(database: str) -> None:
    at = _open(database, lever="Target")
    at = at.selectbox(key=_lever(at, "target", "feedback")).set_value("established").run()
    (listed,) = (text for text in said(at) if text.startswith("1. "))
    first, second = listed.split("\n2. ")
    assert first.startswith("1. **4.2.O1** ")
    assert "— 1 day" in first
    assert worded("4.2.O1 is partly in place, and Established in Access to feedback needs it.") in first
    assert "Without it Established in Access to feedback is not reached." in first
    assert second.startswith("**4.2.O3** ")
    assert "Brings Established in Access to feedback, with the steps before it." in second


def test_a_budget_says_what_lies_near_it(database: str) -> None:
    at = _slide(_open(database, lever="Budget"), 10.0)
    assert says(at, "For less: 5 stages for 7.75 days, 2 days less.")
    assert says(at, "For more: 7 stages for 12.75 days, 3 days more.")
    assert says(at, "The next gain takes 2.75 days more, for 7 stages in all.")


def test_one_judgement_that_brings_several_stages_is_named(database: str) -> None:
    at = _open(database, GLENMORE)
    # All of Accomplished is met there already; 6.2.O4 is all that Established lacks.
    assert says(at, worded("6.2.O4 alone would bring Established and Accomplished in Health and wellbeing."))


def test_stages_without_margin_are_named_where_others_have_some(database: str) -> None:
    assert not says(_open(database), "Without margin")
    settings = open_page("settings", assessment=sample_id(database, ROWANBANK))
    settings.slider(key="rules-threshold").set_value(60).run()
    assert says(_open(database), "Without margin, so that one overturned judgement loses the stage:")


# --- efforts and actions ---


def _with_grid(at: AppTest, tab: str = "Efforts") -> AppTest:
    at.session_state["efforts-and-actions"] = True
    at.session_state["efforts-tabs"] = tab
    return at.run()


def _grid(at: AppTest, which: str) -> str:
    return next(key for key in keys(at, "") if key.startswith(f"grid-{which}-"))


def test_tables_are_drawn_only_where_they_are_open(database: str) -> None:
    at = _open(database)
    assert keys(at, "grid-") == []
    assert [key.partition("-")[0] for key in keys(_with_grid(at), "grid-")] == ["efforts"]


def test_an_effort_is_saved_at_once_as_a_change_of_the_record(database: str) -> None:
    at = _with_grid(_open(database))
    assessment = at.session_state["assessment"]
    # The first row is 1.3.O3.
    at = write_cells(at, _grid(at, "efforts"), {0: {"Effort": "2,5"}})
    assert record(database, assessment, "1.3.O3").effort == 2.5
    at = write_cells(at, _grid(at, "efforts"), {0: {"Effort": 10}})
    assert record(database, assessment, "1.3.O3").effort == 10
    at = at.toggle(key=f"try-{assessment}-1.3.O3").set_value(True).run()
    assert _gain(at) == "Plan A: 1 stage gained for 5 days"
    for before in (2.5, 3):
        at.button(key="undo").click().run()
        assert record(database, assessment, "1.3.O3").effort == before


def test_an_emptied_effort_is_the_usual_one(database: str) -> None:
    at = _with_grid(_open(database))
    at = write_cells(at, _grid(at, "efforts"), {0: {"Effort": None}})
    assert record(database, at.session_state["assessment"], "1.3.O3").effort == 1


@pytest.mark.parametrize(("typed", "said"), [("-1", "“-1” is below 0."), ("abc", "“abc” is no number.")])
def test_an_effort_that_is_no_number_from_0_is_refused_in_words_and_stays_on_screen(
    typed: str, said: str, database: str
) -> None:
    at = _with_grid(_open(database))
    name = _grid(at, "efforts")
    at = write_cells(at, name, {0: {"Effort": typed}})
    assert says(at, worded(f"Not saved: The effort of 1.3.O3: {said}"))
    assert _grid(at, "efforts") == name
    assert record(database, at.session_state["assessment"], "1.3.O3").effort == 3
    at = at.button(key="start-over-efforts").click().run()
    assert not says(at, "Not saved")
    assert _grid(at, "efforts") != name


def test_an_effort_that_somebody_else_set_meanwhile_is_not_written_over(database: str) -> None:
    at = _with_grid(_open(database))
    assessment, name = at.session_state["assessment"], _grid(at, "efforts")
    base = record(database, assessment, "1.3.O3")
    with store(database) as opened:
        opened.change(assessment, {"1.3.O3": Edit(base, replace(base, effort=7.0))}, who="other", at=AT)
    at = write_cells(at, name, {0: {"Effort": 2}})
    assert says(at, worded("Someone else set the effort of 1.3.O3 to 7 days while you wrote 2 days."))
    assert record(database, assessment, "1.3.O3").effort == 7
    assert _grid(at, "efforts") != name


def test_the_efforts_of_a_final_assessment_stay_as_they_are(database: str) -> None:
    at = _with_grid(open_page("what_if", assessment=own(database, final=True)))
    assert says(at, "This assessment is final: its efforts stay as they are.")
    assert next(n for n in at._tree if getattr(n, "key", "") == _grid(at, "efforts")).proto.disabled


def _acting(database: str, *actions: Action) -> int:
    """Rowanbank with these actions."""
    assessment = sample_id(database, ROWANBANK)
    with store(database) as opened:
        edits = {one.id: ActionEdit(None, one) for one in actions}
        opened.change_actions(assessment, edits, who="somebody", at=AT)
    return assessment


FORUM = Action("forum", "Carers' forum", 1.0, ("4.2.O1", "5.3.O1"))


def test_an_action_that_serves_several_indicators_is_counted_once(database: str) -> None:
    _acting(database, FORUM)
    at = _open(database)
    for id_ in ("4.2.O1", "5.3.O1"):
        at = at.toggle(key=_lever(at, "try", id_)).set_value(True).run()
    # Alone they take 1 and 2.
    assert _gain(at) == "Plan A: 1 stage gained for 1 day"
    assert says(at, "Carers' forum")


def test_an_action_that_only_another_one_needs_is_a_step_of_the_plan(database: str) -> None:
    _acting(database, replace(FORUM, requires=("paper",)), Action("paper", "Write a paper", 2.0))
    at = _open(database)
    for id_ in FORUM.covers:
        at = at.toggle(key=_lever(at, "try", id_)).set_value(True).run()
    (listed,) = (text for text in said(at) if text.startswith("1. "))
    first, second = listed.split("\n2. ")
    assert first.startswith("1. **Write a paper** — 2 days")
    assert "It has to come before “Carers' forum”." in first
    assert "brings to met" not in first
    assert second.startswith("**Carers' forum** — 1 day")
    assert worded("It brings to met: 4.2.O1 and 5.3.O1.") in second


def test_an_action_is_made_covered_and_taken_back(database: str) -> None:
    at = _with_grid(_open(database), "Actions")
    assessment = at.session_state["assessment"]
    at = at.text_input(key="add-action").set_value("Quarterly forum, with carers").run()
    assert list(stored(database, assessment).assessment.actions) == ["quarterly-forum-with-carers"]
    at = write_cells(at, _grid(at, "covers"), {0: {"Covers": ["4.2.O1", "4.2.O3"], "Effort": 0.5}})
    (made,) = stored(database, assessment).assessment.actions.values()
    assert (made.covers, made.effort) == (("4.2.O1", "4.2.O3"), 0.5)
    at = settled(at.button(key="undo").click())
    (made,) = stored(database, assessment).assessment.actions.values()
    assert made.covers == ()


def test_actions_in_a_circle_are_refused_whole_and_stay_on_screen(database: str) -> None:
    assessment = _acting(database, FORUM, Action("paper", "Write a paper", 2.0, (), ("forum",)))
    at = _with_grid(_open(database), "Actions")
    name = _grid(at, "covers")
    at = write_cells(at, name, {0: {"Requires": ["paper"], "Effort": 9}})
    assert says(at, "Not saved: Actions require each other in a circle: “Carers' forum” → “Write a paper” →")
    assert stored(database, assessment).assessment.actions["forum"] == FORUM
    assert _grid(at, "covers") == name
    # Mended, all of it is saved.
    at = write_cells(at, name, {0: {"Requires": [], "Effort": 9}})
    assert not says(at, "Not saved")
    assert stored(database, assessment).assessment.actions["forum"].effort == 9


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"Covers": ["9.9.O9"]}, "There is no indicator '9.9.O9'."),
        ({"Requires": ["nothing"]}, "There is no action 'nothing'."),
        ({"Requires": ["forum"]}, "“Carers' forum” requires itself."),
        ({"Effort": -2}, "The effort of “Carers' forum”: “-2” is below 0."),
        ({"Effort": "two"}, "The effort of “Carers' forum”: “two” is no number."),
        ({"Action": "  "}, "An action needs a title."),
    ],
)
def test_an_action_that_cannot_be_is_refused_in_words(
    database: str, cells: dict[str, object], problem: str
) -> None:
    assessment = _acting(database, FORUM)
    at = _with_grid(_open(database), "Actions")
    at = write_cells(at, _grid(at, "covers"), {0: cells})
    assert says(at, problem)
    assert stored(database, assessment).assessment.actions["forum"] == FORUM


def test_an_action_is_deleted_and_what_required_it_goes_on(database: str) -> None:
    assessment = _acting(database, FORUM, Action("paper", "Write a paper", 2.0, (), ("forum",)))
    at = _with_grid(_open(database), "Actions")
    at = press_in_row(at, _grid(at, "covers"), "Delete", 0)
    assert list(stored(database, assessment).assessment.actions) == ["paper"]
    at.button(key="undo").click().run()
    assert set(stored(database, assessment).assessment.actions) == {"forum", "paper"}


def test_an_action_that_somebody_else_changed_is_not_written_over(database: str) -> None:
    assessment = _acting(database, FORUM)
    at = _with_grid(_open(database), "Actions")
    with store(database) as opened:
        theirs = ActionEdit(FORUM, replace(FORUM, effort=4.0))
        opened.change_actions(assessment, {"forum": theirs}, who="other", at=AT)
    at = write_cells(at, _grid(at, "covers"), {0: {"Effort": 2}})
    assert says(at, "Someone else has changed “Carers' forum” meanwhile.")
    assert stored(database, assessment).assessment.actions["forum"].effort == 4


def test_with_sixty_shared_actions_a_target_is_proven_in_one_run(database: str) -> None:
    """Each of 60 actions covers three indicators in turn, so that any two of them overlap somewhere."""
    organisation = [i.id for i in framework().indicators if i.perspective is Perspective.ORGANISATION]
    assert len(organisation) == 80
    covers = [tuple(organisation[(n * 7 + step * 11) % 80] for step in range(3)) for n in range(60)]
    actions = [Action(f"a{n}", f"Action {n}", 1.0 + n % 4, ids) for n, ids in enumerate(covers)]
    assessment = own(database)
    with store(database) as opened:
        edits = {one.id: ActionEdit(None, one) for one in actions}
        opened.change_actions(assessment, edits, who="somebody", at=AT)
    at = _everywhere(open_page("what_if", assessment=assessment, lever="Target"), "exemplary")
    found = re.fullmatch(r"Plan A: 24 stages gained for ([\d.]+) days", _gain(at))
    assert found
    assert float(found[1]) < 80
    assert says(at, f"No way to the target takes less than {found[1]} days: proven.")


# --- to the action plan ---


def test_a_plan_becomes_planned_actions_in_one_step(database: str) -> None:
    assessment = _acting(database, FORUM)
    at = _open(database)
    for id_ in ("4.2.O1", "4.2.O3", "1.3.O3"):
        at = at.toggle(key=_lever(at, "try", id_)).set_value(True).run()
    # 4.2.O1 takes 1, as much as the forum, which is planned already.
    at = at.button(key="take-plan").click().run()
    actions = stored(database, assessment).assessment.actions
    assert actions["forum"] == FORUM
    made = [one for id_, one in actions.items() if id_ != "forum"]
    assert [(one.covers, one.effort, one.status.value) for one in made] == [
        (("4.2.O3",), 0.25, "planned"),
        (("1.3.O3",), 1.5, "planned"),
    ]
    assert made[1].title.startswith("Use research and evidence to")
    assert says(at, "2 actions made. Everything in this plan is in the action plan.")
    assert links(at)["Open the action plan"] == ("action-plan", f"assessment={assessment}")
    at.button(key="undo").click().run()
    assert list(stored(database, assessment).assessment.actions) == ["forum"]


def test_what_an_open_action_covers_with_others_is_not_planned_twice(database: str) -> None:
    both = Action("both", "Both at once", 9, ("4.2.O1", "4.2.O3"))  # dearer than one by one
    assessment = _acting(database, both)
    at = _open(database)
    for id_ in ("4.2.O1", "4.2.O3", "1.3.O3"):
        at = at.toggle(key=_lever(at, "try", id_)).set_value(True).run()
    assert says(at, "2 indicators covered by open actions already")
    at.button(key="take-plan").click().run()
    actions = stored(database, assessment).assessment.actions
    assert [one.covers for one in actions.values()] == [both.covers, ("1.3.O3",)]


def test_the_comparison_with_today_is_taken_along_as_a_table_and_the_radar_as_pictures(database: str) -> None:
    ids = _four(database)
    _open(database, scenario=ids[0], against=ids[1:2])
    rows = list(csv.DictReader(StringIO(downloaded("csv", "what-if").decode("utf-8-sig"))))
    assert len({row["Scenario"] for row in rows}) == 2
    assert [row["Today"] for row in rows[:6]] == [row["Today"] for row in rows[6:]]
    with store(database) as opened:
        tried = opened.scenario(ids[0]).changes
    changed = [line.partition(" ") for row in rows[:6] for line in row["Judgements changed"].splitlines()]
    assert {id_: text for id_, _, text in changed} == {id_: framework().indicator(id_).text for id_ in tried}
    assert downloaded("png", "what-if").startswith(b"\x89PNG")
    assert b"<svg" in downloaded("svg", "what-if")


# --- several windows, several scenarios ---


def test_two_windows_on_one_scenario_keep_both_changes_and_say_so(database: str) -> None:
    first = _open(database)
    first = first.toggle(key=_lever(first, "try", "1.3.O3")).set_value(True).run()
    second = _open(database, scenario=first.session_state["scenario"])
    first.toggle(key=_lever(first, "try", "5.3.O1")).set_value(True).run()
    second = second.toggle(key=_lever(second, "try", "6.1.O3")).set_value(True).run()
    assert set(_saved(database, second).changes) == {"1.3.O3", "5.3.O1", "6.1.O3"}
    assert told(second) == [
        "“Plan A” was changed in another window meanwhile. Both changes are kept; where both changed the "
        "same, yours counts."
    ]


def test_a_plan_from_one_window_replaces_that_of_another_and_says_so(database: str) -> None:
    first = _slide(_open(database, lever="Budget"), 2.0)
    second = _open(database, scenario=first.session_state["scenario"], lever="Budget")
    _slide(first, 8.0)
    second = _slide(second, 3.0)
    assert _gain(second) == "Plan A: 2 stages gained for 2.75 days"
    assert any(
        "was changed in another window meanwhile. The plan you asked for" in one for one in told(second)
    )


def test_a_scenario_that_another_window_deleted_is_said_to_be_gone(database: str) -> None:
    at = _open(database)
    at = at.toggle(key=_lever(at, "try", "1.3.O3")).set_value(True).run()
    with store(database) as opened:
        opened.delete_scenario(at.session_state["scenario"])
    at = at.toggle(key=_lever(at, "try", "6.1.O3")).set_value(True).run()
    assert any("It may have been deleted." in one for one in told(at))
    assert _gain(at) == "Today: nothing is changed yet"


def _four(database: str) -> list[int]:
    assessment = sample_id(database, ROWANBANK)
    with store(database) as opened:
        return [
            opened.save_scenario(assessment, f"A plan with the long name {n}, and more", {id_: MET}, at=AT)
            for n, id_ in enumerate(["1.3.O3", "5.3.O1", "6.1.O3", "4.2.O3", "4.2.O1"])
        ]


def test_four_scenarios_stand_side_by_side_and_the_address_says_which(database: str) -> None:
    ids = _four(database)
    at = _open(database, scenario=ids[0])
    at = at.multiselect(key="against").set_value(ids[1:4]).run()
    assert len(levels(at)) == 5
    assert len(table(at).columns) == 1 + 5
    link = {name: at.query_params[name] for name in at.query_params}
    assert link["against"] == [str(id_) for id_ in ids[1:4]]
    assert levels(open_page("what_if", **link)) == levels(at)


def test_a_link_with_more_than_four_scenarios_shows_four(database: str) -> None:
    ids = _four(database)
    at = _open(database, scenario=ids[0], against=ids[1:])
    assert not at.error
    assert len(levels(at)) == 5


def test_the_link_to_hand_on_carries_the_whole_view(database: str) -> None:
    ids = _four(database)
    at = _open(database, scenario=ids[0], against=ids[1:3], lever="Budget")
    at.session_state["share"] = True
    (shown,) = at.run().code
    assert shown.value.endswith(f"scenario={ids[0]}&against={ids[1]}&against={ids[2]}&lever=Budget")


def test_a_planned_scenario_is_laid_over_the_profile(database: str) -> None:
    at = _slide(_open(database, lever="Budget"), 8.0)
    over = open_page("profile", assessment=at.session_state["assessment"], tried=at.session_state["scenario"])
    assert levels(over)["Plan A"] == levels(at)["Plan A"]
