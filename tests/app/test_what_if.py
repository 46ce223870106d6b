"""What-if: scenarios are tried, kept and compared, and the assessment itself never changes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from clf_model import Judgement, Record, Rules, Scenario, options, outcome
from tests.app.driver import (
    AT,
    MARKUP,
    ROWANBANK,
    all_met,
    everything,
    framework,
    go_to,
    keys,
    levels,
    open_page,
    own,
    said,
    sample,
    sample_id,
    says,
    scenarios,
    settled,
    shows,
    store,
    stored,
    table,
    told,
)

MET = Judgement.MET
REACHED = [2, 1, 3, 1, 2, 0]  # sample_evidence/README.md, Rowanbank 2026-09
TODAY = 0


def _open(database: str, **query: Any) -> AppTest:
    return open_page("what_if", assessment=sample_id(database, ROWANBANK), **query)


def _switch(at: AppTest, indicator_id: str) -> AppTest:
    """Press the switch of an indicator in the scenario in view."""
    name = f"try-{at.session_state['assessment']}-{indicator_id}"
    toggle = at.toggle(key=name)
    return toggle.set_value(not toggle.value).run()


def _is_on(at: AppTest, indicator_id: str) -> bool:
    name = f"try-{at.session_state['assessment']}-{indicator_id}"
    return bool(at.toggle(key=name).value)


def _gains(at: AppTest) -> list[str]:
    """The lines that say what each scenario in view gains."""
    lines = [line for text in said(at) for line in text.split("  \n")]
    found = [re.fullmatch(r"(?:#### |\*\*)(.*: .*(?:gained|changed).*?)(?:\*\*.*)?", line) for line in lines]
    return [one[1] for one in found if one]


def _rename(at: AppTest, name: str) -> AppTest:
    return at.text_input(key=f"scenario-name-{at.session_state['scenario']}").set_value(name).run()


# --- one scenario ---


def test_at_first_nothing_is_changed_and_the_radar_shows_today(database: str) -> None:
    at = _open(database)
    assert _gains(at) == ["Today: nothing is changed yet"]
    assert levels(at) == {"Today": REACHED}
    assert says(at, "Nothing here changes the assessment.")
    assert scenarios(database, at.session_state["assessment"]) == []


def test_switching_an_indicator_makes_a_scenario_and_leaves_the_assessment_as_it_was(database: str) -> None:
    before = everything(database)
    at = _switch(_open(database), "1.3.O3")
    assert scenarios(database, at.session_state["assessment"]) == [Scenario("Plan A", {"1.3.O3": MET})]
    assert _is_on(at, "1.3.O3")
    assert everything(database) == before


def test_a_scenario_writes_nothing_into_the_log_and_cannot_be_undone_as_a_change(database: str) -> None:
    at = _switch(_open(database), "1.3.O3")
    with store(database) as opened:
        kinds = [event.kind.value for event in opened.events(at.session_state["assessment"])]
    assert kinds == ["created"]
    assert at.button(key="undo").disabled


@pytest.mark.parametrize(
    ("switched", "gained"),
    [
        # partly, effort 3: half of it; the last blocker of Accomplished
        (["1.3.O3"], "Plan A: 1 stage gained for 1.5 days"),
        # partly, effort 0.5 and 2: a half each; the first alone gains nothing
        (["4.2.O3"], "Plan A: 0 stages gained for 0.25 days"),
        (["4.2.O3", "4.2.O1"], "Plan A: 1 stage gained for 1.25 days"),
        # not discussed: the full effort of 1; partly, effort 4: half; the third does not apply
        (["3.4.O1", "3.4.O2"], "Plan A: 1 stage gained for 3 days"),
        # over two capabilities
        (["1.3.O3", "4.2.O1", "4.2.O3"], "Plan A: 2 stages gained for 2.75 days"),
    ],
)
def test_gains_and_effort_are_those_worked_out_by_hand(
    database: str, switched: list[str], gained: str
) -> None:
    at = _open(database)
    for indicator_id in switched:
        at = _switch(at, indicator_id)
    assert _gains(at) == [gained]


def test_the_radar_and_the_table_hold_today_beside_the_scenario(database: str) -> None:
    at = _switch(_open(database), "1.3.O3")
    assert levels(at) == {"Today": REACHED, "Plan A": [3, 1, 3, 1, 2, 0]}
    shown = table(at).set_index("Capability").loc["Learning culture"]
    assert shown["Today"] == "Established"
    assert shown["Plan A"] == "↑\N{NO-BREAK SPACE}Accomplished"


def test_a_capability_at_its_last_stage_says_so_and_has_no_switches(database: str) -> None:
    at = open_page("what_if", assessment=own(database, all_met()))
    assert says(at, "Every stage of every capability is reached; nothing is left to try.")
    assert keys(at, "try-") == []


@pytest.mark.parametrize(
    "name", [ROWANBANK, "glenmore-home-care-2026-06", "skerry-cottage-day-service-2026-04"]
)
def test_the_switches_are_the_levers_in_the_domains_order(database: str, name: str) -> None:
    at = open_page("what_if", assessment=sample_id(database, name))
    expected = options(framework(), sample(name), Scenario("Today"), Rules())
    assert keys(at, "lever-") == list(expected)


def test_switching_moves_no_switch_that_is_there_and_adds_the_next_ones_at_the_end(database: str) -> None:
    at = _open(database)
    before = keys(at, "lever-")
    at = _switch(at, "1.3.O3")
    after = keys(at, "lever-")
    assert after[: len(before)] == before
    # 1.4.O1 and 1.4.O2 stand before Exemplary now.
    assert set(after) - set(before) == {"1.4.O1", "1.4.O2"}


def test_switching_all_blockers_of_a_capability_climbs_to_its_last_stage(database: str) -> None:
    at = _open(database)
    for indicator_id in ("1.3.O3", "1.4.O1", "1.4.O2"):
        at = _switch(at, indicator_id)
    # 1.5, then partly with effort 5: 2.5, then not discussed: 1
    assert _gains(at) == ["Plan A: 2 stages gained for 5 days"]
    assert levels(at)["Plan A"] == [4, 1, 3, 1, 2, 0]


def test_a_switch_goes_off_again(database: str) -> None:
    at = _switch(_switch(_open(database), "1.3.O3"), "1.3.O3")
    assert not _is_on(at, "1.3.O3")
    assert scenarios(database, at.session_state["assessment"]) == [Scenario("Plan A", {})]
    assert _gains(at) == ["Plan A: nothing is changed yet"]


def test_what_a_scenario_gains_is_the_outcome_under_the_rules_in_force(database: str) -> None:
    # With evidence required 1.2.O3, met and not shown, holds Learning culture at Engaged: a quarter of 1.
    settings = open_page("settings", assessment=sample_id(database, ROWANBANK))
    settings.toggle(key="rules-evidence").set_value(True).run()
    at = _open(database)
    assert levels(at) == {"Today": [1, 1, 3, 0, 1, 0]}
    at = _switch(at, "1.2.O3")
    assert _gains(at) == ["Plan A: 1 stage gained for 0.25 days"]
    found = outcome(
        framework(), sample(ROWANBANK), Scenario("", {"1.2.O3": MET}), Rules(evidence_required=True)
    )
    assert levels(at)["Plan A"] == [r.reached_index for r in found.after.capabilities]


# --- several ---


def test_switching_back_to_today_shows_today_and_keeps_the_scenario(database: str) -> None:
    at = _switch(_open(database), "1.3.O3")
    at.button_group(key="scenario").set_value(TODAY).run()
    assert levels(at) == {"Today": REACHED}
    assert not _is_on(at, "1.3.O3")
    assert len(scenarios(database, at.session_state["assessment"])) == 1


def test_a_switch_from_today_makes_a_second_scenario(database: str) -> None:
    at = _switch(_open(database), "1.3.O3")
    at.button_group(key="scenario").set_value(TODAY).run()
    at = _switch(at, "4.2.O3")
    assert scenarios(database, at.session_state["assessment"]) == [
        Scenario("Plan A", {"1.3.O3": MET}),
        Scenario("Plan B", {"4.2.O3": MET}),
    ]
    assert _gains(at) == ["Plan B: 0 stages gained for 0.25 days"]


def test_new_makes_an_empty_scenario_that_starts_from_today(database: str) -> None:
    at = _switch(_open(database), "1.3.O3")
    at.button(key="new-scenario").click().run()
    assert scenarios(database, at.session_state["assessment"])[1] == Scenario("Plan B", {})
    assert _gains(at) == ["Plan B: nothing is changed yet"]
    assert not _is_on(at, "1.3.O3")


def _two(database: str, first: str = "Plan A", second: str = "Plan B") -> tuple[int, int]:
    with store(database) as opened:
        found = sample_id(database, ROWANBANK)
        return (
            opened.save_scenario(found, first, {"1.3.O3": MET}, at=AT),
            opened.save_scenario(found, second, {"4.2.O1": MET, "4.2.O3": MET}, at=AT),
        )


def test_two_scenarios_stand_beside_each_other(database: str) -> None:
    first, second = _two(database)
    at = _open(database, scenario=first)
    at.multiselect(key="against").set_value([second]).run()
    assert _gains(at) == [
        "Plan A: 1 stage gained for 1.5 days",
        "Plan B: 1 stage gained for 1.25 days",
    ]
    assert levels(at) == {
        "Today": REACHED,
        "Plan A": [3, 1, 3, 1, 2, 0],
        "Plan B": [2, 1, 3, 2, 2, 0],
    }
    shown = table(at).set_index("Capability")
    assert list(shown.columns[:3]) == ["Today", "Plan A", "Plan B"]
    assert list(shown.loc["Access to feedback"][:3]) == [
        "Engaged",
        "Engaged",
        "↑\N{NO-BREAK SPACE}Established",
    ]


def test_a_link_opens_two_scenarios_beside_each_other(database: str) -> None:
    first, second = _two(database)
    assert len(_gains(_open(database, scenario=first, against=second))) == 2


def test_nothing_stands_beside_today(database: str) -> None:
    first, second = _two(database)
    at = _open(database, scenario=first, against=second)
    at.button_group(key="scenario").set_value(TODAY).run()
    assert _gains(at) == ["Today: nothing is changed yet"]
    assert not shows(at, "against")


def test_a_scenario_is_not_offered_beside_itself(database: str) -> None:
    first, second = _two(database)
    at = _open(database, scenario=first, against=second)
    at.button_group(key="scenario").set_value(second).run()
    assert len(_gains(at)) == 1
    assert at.multiselect(key="against").options == ["Plan A"]


@pytest.mark.parametrize(
    "query",
    [
        {"scenario": "99999"},
        {"scenario": "abc"},
        {"scenario": "-1"},
        {"scenario": "9" * 30},
        {"against": "99999"},
        {"against": "x"},
    ],
)
def test_an_address_with_an_unknown_scenario_opens_today(database: str, query: dict[str, Any]) -> None:
    _two(database)
    at = _open(database, **query)
    assert not at.error
    assert _gains(at) == ["Today: nothing is changed yet"]


def test_a_scenario_of_another_assessment_is_not_opened(database: str) -> None:
    first, _ = _two(database)
    at = open_page("what_if", assessment=own(database), scenario=first)
    assert _gains(at) == ["Today: nothing is changed yet"]


# --- names ---


def test_a_scenario_is_renamed(database: str) -> None:
    at = _rename(_switch(_open(database), "1.3.O3"), "  Read more research ")
    (found,) = scenarios(database, at.session_state["assessment"])
    assert found.name == "Read more research"
    assert _gains(at) == ["Read more research: 1 stage gained for 1.5 days"]


@pytest.mark.parametrize("blank", ["", "   "])
def test_a_blank_name_is_refused_in_words_and_the_old_one_stays(database: str, blank: str) -> None:
    at = _rename(_switch(_open(database), "1.3.O3"), blank)
    (found,) = scenarios(database, at.session_state["assessment"])
    assert found.name == "Plan A"
    assert _gains(at) == ["Plan A: 1 stage gained for 1.5 days"]


def test_a_refused_name_is_said(database: str) -> None:
    at = _rename(_switch(_open(database), "1.3.O3"), " ")
    assert told(at)


def test_a_freed_letter_is_used_again(database: str) -> None:
    at = _rename(_switch(_open(database), "1.3.O3"), "Research")
    at.button(key="new-scenario").click().run()
    assert [s.name for s in scenarios(database, at.session_state["assessment"])] == ["Research", "Plan A"]


@pytest.mark.parametrize("name", ["Today", "Capability", "What still holds it"])
def test_a_scenario_may_be_called_like_a_word_of_the_page(database: str, name: str) -> None:
    first, _ = _two(database, first=name)
    at = _open(database, scenario=first)
    assert not at.error, [one.value for one in at.error]
    assert len(levels(at)) == 2
    assert len(table(at).columns) == 4


def test_two_scenarios_of_one_name_stay_two(database: str) -> None:
    first, second = _two(database, first="Plan", second="Plan")
    at = _open(database, scenario=first, against=second)
    assert not at.error, [one.value for one in at.error]
    assert len(_gains(at)) == 2
    at.button_group(key="scenario").set_value(second).run()
    assert _is_on(at, "4.2.O1")
    at.button_group(key="scenario").set_value(first).run()
    assert _is_on(at, "1.3.O3")


def test_markup_in_a_name_is_shown_as_written(database: str) -> None:
    first, second = _two(database, first=MARKUP[:90], second="Plan B")
    at = _open(database, scenario=first, against=second)
    assert _gains(at)[0].startswith(MARKUP[:27])
    for element in (*at.markdown, *at.caption):
        assert "<img" not in element.proto.body.replace("\\<img", "")


# --- deletion ---


def test_a_scenario_is_deleted_and_brought_back(database: str) -> None:
    at = _switch(_open(database), "1.3.O3")
    assessment_id = at.session_state["assessment"]
    at.button(key="delete-scenario").click().run()
    assert scenarios(database, assessment_id) == []
    assert _gains(at) == ["Today: nothing is changed yet"]
    at.button(key="restore-scenario").click().run()
    assert scenarios(database, assessment_id) == [Scenario("Plan A", {"1.3.O3": MET})]
    assert _gains(at) == ["Plan A: 1 stage gained for 1.5 days"]
    assert not shows(at, "restore-scenario")


def test_the_way_back_is_offered_only_with_the_assessment_that_lost_the_scenario(database: str) -> None:
    at = _switch(_open(database), "1.3.O3")
    at = settled(at.button(key="delete-scenario").click())
    glenmore = sample_id(database, "glenmore-home-care-2026-06")
    at.selectbox(key="assessment").set_value(glenmore).run()
    assert not shows(at, "restore-scenario")


def test_deleting_one_of_two_leaves_the_other(database: str) -> None:
    first, second = _two(database)
    at = _open(database, scenario=first, against=second)
    at.button(key="delete-scenario").click().run()
    assert [s.name for s in scenarios(database, at.session_state["assessment"])] == ["Plan B"]


# --- what stays ---


def test_a_scenario_is_there_in_a_new_session(database: str) -> None:
    at = _switch(_open(database), "1.3.O3")
    link = {name: at.query_params[name] for name in at.query_params}
    again = open_page("what_if", **link)
    assert _gains(again) == ["Plan A: 1 stage gained for 1.5 days"]
    assert _is_on(again, "1.3.O3")


def test_without_a_link_a_new_session_opens_today_and_offers_the_scenario(database: str) -> None:
    _switch(_open(database), "1.3.O3")
    again = _open(database)
    assert _gains(again) == ["Today: nothing is changed yet"]
    offered = [option.content for option in again.button_group(key="scenario").proto.options]
    assert offered == ["Today", "Plan A"]


def test_the_scenario_in_view_is_still_in_view_after_another_page(database: str) -> None:
    at = _switch(_open(database), "1.3.O3")
    go_to(at, "overview")
    go_to(at, "what_if")
    assert _gains(at) == ["Plan A: 1 stage gained for 1.5 days"]


def test_scenarios_work_on_a_final_assessment_and_leave_it_final(database: str) -> None:
    assessment_id = own(database, dict(sample(ROWANBANK).records), final=True)
    before = stored(database, assessment_id)
    at = _switch(open_page("what_if", assessment=assessment_id), "1.3.O3")
    at = _switch(at, "4.2.O3")
    assert _gains(at) == ["Plan A: 1 stage gained for 1.75 days"]
    assert stored(database, assessment_id) == before


def test_an_indicator_that_came_true_since_costs_nothing_any_more(database: str) -> None:
    records = {i.id: Record(MET) for i in framework().capability("learning-culture").indicators}
    assessment_id = own(database, records)
    with store(database) as opened:
        plan = opened.save_scenario(assessment_id, "Done", {"1.1.O1": MET}, at=AT)
    at = open_page("what_if", assessment=assessment_id, scenario=plan)
    assert _gains(at) == ["Done: 0 stages gained for 0 days"]
