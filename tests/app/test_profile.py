"""The Profile: the whole picture as radar, steps, table and files, and what may be laid over it."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from clf_model import (
    Judgement,
    Perspective,
    Perspectives,
    Profile,
    Record,
    Rules,
    Scenario,
    outcome,
    profile,
    why,
)
from tests.app.driver import (
    AT,
    MARKUP,
    ROWANBANK,
    SAMPLES,
    alive,
    chart_rows,
    downloaded,
    everything,
    framework,
    go_to,
    levels,
    met,
    open_page,
    own,
    said,
    sample,
    sample_id,
    says,
    shows,
    store,
    stored,
    table,
)
from tests.worded import worded

# The table "Reached stages" of sample_evidence/README.md: reached, and where evidence is required.
REACHED = [2, 1, 3, 1, 2, 0]
EVIDENCED = [1, 1, 3, 0, 1, 0]
REACHED_IN_NOVEMBER = [2, 1, 2, 2, 1, 0]
NAMES = [c.short_name for c in framework().capabilities]
WORDS = ["Not yet engaged", "Engaged", "Established", "Accomplished", "Exemplary"]
PNG = b"\x89PNG\r\n\x1a\n"


def _rowanbank(database: str, **query: Any) -> AppTest:
    return open_page("profile", assessment=sample_id(database, ROWANBANK), **query)


def _earlier(database: str) -> int:
    return sample_id(database, "rowanbank-care-home-2025-11")


def _plan(database: str, assessment_id: int, name: str = "Plan A") -> int:
    """A scenario in which the last blocker of Accomplished in Learning culture is met."""
    with store(database) as opened:
        return opened.save_scenario(assessment_id, name, {"1.3.O3": Judgement.MET}, at=AT)


def _reached(found: Profile) -> list[int]:
    return [result.reached_index for result in found.capabilities]


# --- the table ---


@pytest.mark.parametrize("name", SAMPLES)
def test_the_table_says_what_the_domain_says(database: str, name: str) -> None:
    expected = profile(framework(), sample(name), Rules())
    shown = table(open_page("profile", assessment=sample_id(database, name)))
    assert list(shown["Capability"]) == NAMES
    assert list(shown["Reached"]) == [WORDS[r.reached_index] for r in expected.capabilities]
    assert list(shown["Evidenced"]) == [WORDS[r.evidenced_index] for r in expected.capabilities]
    assert list(shown["Possible"]) == [WORDS[r.possible_index] for r in expected.capabilities]


def test_the_table_counts_what_is_met_of_the_next_stage(database: str) -> None:
    # 1.3: O1 and O2 met, O3 partly. 2.2: O3 met, three partly. 3.4: O3 not applicable, O2 partly, O1 open.
    # 4.2: O2 met, O1 and O3 partly.
    shown = table(_rowanbank(database)).set_index("Capability")["Next"]
    assert shown["Learning culture"] == "2 of 3 of Accomplished"
    assert shown["Planning for learning"] == "1 of 4 of Established"
    assert shown["Access to learning"] == "0 of 2 of Exemplary"
    assert shown["Access to feedback"] == "1 of 3 of Established"


def test_a_capability_with_every_stage_addressed_has_no_next(database: str) -> None:
    shown = table(open_page("profile", assessment=sample_id(database, "ardwhin-supported-living-2026-08")))
    following = shown.set_index("Capability")["Next"]
    assert following["Learning culture"] == "Every stage addressed"
    assert following["Access to learning"] != "Every stage addressed"


def test_an_assessment_without_a_judgement_is_not_yet_engaged_everywhere(database: str) -> None:
    at = open_page("profile", assessment=own(database))
    assert list(table(at)["Reached"]) == ["Not yet engaged"] * 6
    assert list(table(at)["Possible"]) == ["Exemplary"] * 6
    assert levels(at) == {"Reached": [0] * 6}


@pytest.mark.parametrize("name", SAMPLES)
def test_every_capability_has_a_sentence_that_says_why(database: str, name: str) -> None:
    expected = profile(framework(), sample(name), Rules())
    at = open_page("profile", assessment=sample_id(database, name))
    for result in expected.capabilities:
        sentence = why(result, sample(name), Rules())
        assert says(at, f"**{result.capability.short_name}** — {sentence}")


def test_the_rules_behind_the_figures_are_named(database: str) -> None:
    rules = "A stage needs all of its applicable indicators met; the organisation's indicators decide."
    assert rules in said(_rowanbank(database))


# --- the radar and what lies over it ---


@pytest.mark.parametrize("name", SAMPLES)
def test_the_radar_shows_the_stages_reached_and_nothing_else_at_first(database: str, name: str) -> None:
    expected = profile(framework(), sample(name), Rules())
    at = open_page("profile", assessment=sample_id(database, name))
    assert levels(at) == {"Reached": _reached(expected)}


def test_the_evidenced_stages_can_be_laid_over(database: str) -> None:
    at = _rowanbank(database)
    at.button_group(key="overlays").set_value(["evidenced"]).run()
    assert levels(at) == {"Reached": REACHED, "Evidenced": EVIDENCED}
    at.button_group(key="overlays").set_value([]).run()
    assert levels(at) == {"Reached": REACHED}


def test_the_possible_stages_can_be_laid_over(database: str) -> None:
    # Engaged of Learning culture is met, everything else open, except that one of Established is not met.
    engaged = framework().cell("learning-culture", "engaged", Perspective.ORGANISATION)
    records = {i.id: met() for i in engaged}
    records["1.2.O1"] = Record(Judgement.NOT_MET)
    at = open_page("profile", assessment=own(database, records))
    at.button_group(key="overlays").set_value(["possible"]).run()
    assert levels(at) == {"Reached": [1, 0, 0, 0, 0, 0], "Possible": [1, 4, 4, 4, 4, 4]}


def test_the_workers_view_can_be_laid_over(database: str) -> None:
    # Of 3.1 both statements are met, of 3.2 one is partly; the other capabilities lack some of their first.
    workers = profile(framework(), sample(ROWANBANK), Rules(perspectives=Perspectives.WORKER))
    assert workers.capability("access").reached_index == 1
    at = _rowanbank(database)
    at.button_group(key="overlays").set_value(["workers"]).run()
    assert levels(at) == {"Reached": REACHED, "Workers": _reached(workers)}


def test_an_earlier_assessment_of_the_service_can_be_laid_over(database: str) -> None:
    at = _rowanbank(database)
    at.selectbox(key="earlier").set_value(_earlier(database)).run()
    name = next(name for name in levels(at) if name != "Reached")
    assert levels(at)["Reached"] == REACHED
    assert levels(at)[name] == REACHED_IN_NOVEMBER
    assert "November 2025" in name


def test_only_assessments_of_the_same_service_are_offered_as_earlier(database: str) -> None:
    at = _rowanbank(database)
    assert len(at.selectbox(key="earlier").options) == 3  # none, March 2025 and November 2025
    alone = open_page("profile", assessment=sample_id(database, "glenmore-home-care-2026-06"))
    assert not shows(alone, "earlier")


def test_a_scenario_can_be_laid_over(database: str) -> None:
    assessment_id = sample_id(database, ROWANBANK)
    plan = _plan(database, assessment_id)
    at = _rowanbank(database)
    at.selectbox(key="tried").set_value(plan).run()
    # 1.3.O3 was the last of Accomplished; the others stay.
    assert levels(at) == {"Reached": REACHED, "Plan A": [3, 1, 3, 1, 2, 0]}


def test_no_choice_of_scenario_is_offered_where_there_is_none(database: str) -> None:
    assert not shows(_rowanbank(database), "tried")


def test_a_scenario_that_what_if_has_in_view_is_not_laid_over_unasked(database: str) -> None:
    assessment_id = sample_id(database, ROWANBANK)
    plan = _plan(database, assessment_id)
    at = open_page("what_if", assessment=assessment_id, scenario=plan)
    go_to(at, "profile")
    assert at.selectbox(key="tried").value == 0
    assert len(levels(at)) == 1


def test_everything_can_be_laid_over_at_once_and_is_said_in_words(database: str) -> None:
    assessment_id = sample_id(database, ROWANBANK)
    at = _rowanbank(
        database,
        overlays=["evidenced", "possible", "workers"],
        earlier=_earlier(database),
        tried=_plan(database, assessment_id),
    )
    assert len(levels(at)) == 6
    assert says(
        at,
        "Evidenced stages: Learning culture Engaged; Planning for learning Engaged; Access to learning "
        "Accomplished; Access to feedback Not yet engaged; Dignity and respect Engaged; Health and wellbeing "
        "Not yet engaged.",
    )
    assert says(at, "Plan A: Learning culture Accomplished;")
    assert len(at.expander) == 1


def test_nothing_is_said_in_words_where_nothing_lies_over(database: str) -> None:
    assert len(_rowanbank(database).expander) == 0


def test_what_is_laid_over_has_a_column_and_changes_nothing_else(database: str) -> None:
    before = everything(database)
    plain = _rowanbank(database)
    laid = _rowanbank(database, overlays=["evidenced", "possible", "workers"], earlier=_earlier(database))
    added = [name for name in table(laid).columns if name not in table(plain).columns]
    assert added[0] == "Workers"
    assert added[1].startswith("Earlier: ")
    assert len(added) == 2
    assert table(laid).drop(columns=added).equals(table(plain))
    with_them = next(csv.DictReader(io.StringIO(downloaded("csv").decode("utf-8-sig"))))
    assert set(added) < set(with_them)
    assert everything(database) == before


# Names that people gave, which must neither clash with the names of our own series nor act as markup.


@pytest.mark.parametrize("name", ["Reached", "Evidenced", "Possible", "Workers", "Autumn review"])
def test_a_scenario_may_have_any_name_even_one_of_ours(database: str, name: str) -> None:
    assessment_id = sample_id(database, ROWANBANK)
    plan = _plan(database, assessment_id, name)
    at = _rowanbank(database, overlays=["evidenced", "possible", "workers"], tried=plan)
    assert not at.error, [one.value for one in at.error]
    assert len(levels(at)) == 5


def test_a_scenario_may_be_called_as_the_earlier_assessment_is(database: str) -> None:
    first = own(database, title="Spring", assessed_on=date(2026, 1, 5))
    second = own(database, title="Summer", assessed_on=date(2026, 2, 5))
    with store(database) as opened:
        plan = opened.save_scenario(second, "Spring, 5 January 2026", {}, at=AT)
    at = open_page("profile", assessment=second, earlier=first, tried=plan)
    assert not at.error, [one.value for one in at.error]
    assert len(levels(at)) == 3


def test_two_earlier_assessments_of_one_day_are_told_apart(database: str) -> None:
    # Two reviews on one day without titles cannot be told apart by name.
    first = own(database, assessed_on=date(2026, 1, 5))
    second = own(database, {"1.1.O1": met()}, assessed_on=date(2026, 1, 5))
    latest = own(database, assessed_on=date(2026, 2, 5))
    for earlier in (first, second):
        at = open_page("profile", assessment=latest, earlier=earlier)
        assert at.session_state["assessment"] == latest
        assert at.session_state["earlier"] == earlier
        assert len(set(at.selectbox(key="earlier").options)) == 3


def test_markup_in_names_is_shown_as_written(database: str) -> None:
    first = own(database, organisation=MARKUP, title=MARKUP, assessed_on=date(2026, 1, 5))
    second = own(database, organisation=MARKUP, title=MARKUP)
    plan = _plan(database, second, MARKUP[:90])
    at = open_page("profile", assessment=second, earlier=first, tried=plan)
    assert not alive(at)


# --- the address ---


def test_a_link_opens_with_its_overlays(database: str) -> None:
    at = _rowanbank(database, overlays=["evidenced"], earlier=_earlier(database))
    assert at.button_group(key="overlays").value == ["evidenced"]
    assert sorted(levels(at).values()) == sorted([REACHED, EVIDENCED, REACHED_IN_NOVEMBER])


def test_what_is_chosen_goes_into_the_address_and_opens_again_from_it(database: str) -> None:
    assessment_id = sample_id(database, ROWANBANK)
    plan = _plan(database, assessment_id)
    at = _rowanbank(database)
    at.button_group(key="overlays").set_value(["evidenced", "workers"]).run()
    at.selectbox(key="earlier").set_value(_earlier(database)).run()
    at.selectbox(key="tried").set_value(plan).run()
    written = {name: at.query_params[name] for name in at.query_params}
    assert written == {
        "assessment": str(assessment_id),
        "overlays": ["evidenced", "workers"],
        "earlier": str(_earlier(database)),
        "tried": str(plan),
    }
    again = open_page("profile", **written)
    assert levels(again) == levels(at)


def test_the_address_of_the_steps_opens_them(database: str) -> None:
    at = _rowanbank(database, view="steps")
    assert at.button_group(key="view").value == "steps"
    assert set(chart_rows(at)["layer"]) == {"stage", "capability", "cell"}


@pytest.mark.parametrize(
    "query",
    [
        {"overlays": ["nonsense"]},
        {"overlays": [""]},
        {"view": "pie"},
        {"view": ""},
        {"earlier": "abc"},
        {"earlier": "99999"},
        {"earlier": "-1"},
        {"earlier": "²"},
        {"earlier": "9" * 30},
        {"tried": "abc"},
        {"tried": "99999"},
        {"tried": "<script>"},
        {"assessment": "nobody"},
    ],
)
def test_an_address_that_makes_no_sense_shows_the_plain_radar(database: str, query: dict[str, Any]) -> None:
    at = open_page("profile", **{"assessment": sample_id(database, ROWANBANK), **query})
    assert not at.error
    # What the start shows without a choice is Rowanbank's latest or another of its assessments.
    assert list(levels(at)) == ["Reached"]
    if "assessment" not in query:
        assert levels(at) == {"Reached": REACHED}


def test_only_the_known_overlays_of_an_address_are_taken(database: str) -> None:
    at = _rowanbank(database, overlays=["nonsense", "evidenced"])
    assert levels(at) == {"Reached": REACHED, "Evidenced": EVIDENCED}


def test_an_earlier_assessment_of_another_service_in_the_address_is_left_out(database: str) -> None:
    at = _rowanbank(database, earlier=sample_id(database, "glenmore-home-care-2026-06"))
    assert levels(at) == {"Reached": REACHED}


def test_a_scenario_of_another_assessment_in_the_address_is_left_out(database: str) -> None:
    other = own(database)
    assessment_id = sample_id(database, ROWANBANK)
    _plan(database, assessment_id, "Ours")
    at = _rowanbank(database, tried=_plan(database, other, "Theirs"))
    assert levels(at) == {"Reached": REACHED}


def test_another_assessment_takes_over_only_the_overlays_that_it_has(database: str) -> None:
    at = _rowanbank(database, overlays=["evidenced"], earlier=_earlier(database))
    glenmore = sample_id(database, "glenmore-home-care-2026-06")
    at.selectbox(key="assessment").set_value(glenmore).run()
    # README: Glenmore reached 1 3 3 2 3 1, with evidence 1 3 1 0 0 1.
    assert levels(at) == {"Reached": [1, 3, 3, 2, 3, 1], "Evidenced": [1, 3, 1, 0, 0, 1]}


def test_overlays_are_still_there_after_a_visit_to_another_page(database: str) -> None:
    at = _rowanbank(database)
    at.button_group(key="overlays").set_value(["evidenced"]).run()
    go_to(at, "overview")
    go_to(at, "profile")
    assert levels(at) == {"Reached": REACHED, "Evidenced": EVIDENCED}


# --- the steps ---


@pytest.mark.parametrize("name", SAMPLES)
def test_the_steps_show_each_stage_as_addressed_under_way_or_locked(database: str, name: str) -> None:
    expected = profile(framework(), sample(name), Rules())
    at = open_page("profile", assessment=sample_id(database, name))
    at.button_group(key="view").set_value("steps").run()
    cells = chart_rows(at).query("layer == 'cell'").sort_values(["row", "column"])
    for row, result in enumerate(expected.capabilities):
        states = list(cells[cells["row"] == row]["state"])
        reached = result.reached_index
        assert states == (["addressed"] * reached + ["under way"] + ["locked"] * 3)[:4]


def test_a_step_names_what_is_met_of_what_applies(database: str) -> None:
    at = _rowanbank(database, view="steps")
    cells = chart_rows(at).query("layer == 'cell'")
    here = cells[(cells["capability"] == "Learning culture") & (cells["stage"] == "Accomplished")]
    assert list(here["text"]) == ["2 of 3 met"]


def test_the_steps_have_no_overlays_and_leave_those_of_the_radar_alone(database: str) -> None:
    at = _rowanbank(database, overlays=["evidenced"])
    at.button_group(key="view").set_value("steps").run()
    assert not shows(at, "overlays")
    at.button_group(key="view").set_value("radar").run()
    assert levels(at) == {"Reached": REACHED, "Evidenced": EVIDENCED}


# --- downloads ---


@pytest.mark.parametrize("view", ["radar", "steps"])
def test_the_picture_downloads_as_png_and_svg(database: str, view: str) -> None:
    at = _rowanbank(database, view=view)
    assert shows(at, "download-profile-png")
    assert shows(at, "download-profile-svg")
    png, svg = downloaded("png"), downloaded("svg").decode()
    assert png.startswith(PNG)
    assert len(png) > 10_000
    assert svg.lstrip().startswith("<svg")
    assert "Rowanbank Care Home" in svg
    assert "Learning culture" in svg.replace("Learning</tspan><tspan", "Learning culture")


def test_the_picture_holds_what_lies_over_the_radar(database: str) -> None:
    _rowanbank(database)
    assert "Evidenced" not in downloaded("svg").decode()
    _rowanbank(database, overlays=["evidenced"])
    assert "Evidenced" in downloaded("svg").decode()


def test_the_csv_has_a_row_per_capability_with_the_figures(database: str) -> None:
    _rowanbank(database)
    rows = list(csv.DictReader(io.StringIO(downloaded("csv").decode("utf-8-sig"))))
    assert [row["Capability"] for row in rows] == [c.name for c in framework().capabilities]
    assert [row["Reached"] for row in rows] == [WORDS[index] for index in REACHED]
    assert [row["Evidenced"] for row in rows] == [WORDS[index] for index in EVIDENCED]
    assert rows[0]["Progress"] == "2.8333"  # of three, two met and one partly: 2.5 / 3 of the third stage
    assert rows[0]["Why"] == worded("Established, not Accomplished: 1.3.O3 is partly in place.")


# --- across ---


def test_the_profile_of_a_final_assessment_is_shown_like_any_other(database: str) -> None:
    records = dict(sample(ROWANBANK).records)
    at = open_page("profile", assessment=own(database, records, final=True))
    assert levels(at) == {"Reached": REACHED}


def test_the_scenario_series_is_the_outcome_that_the_domain_works_out(database: str) -> None:
    assessment_id = sample_id(database, ROWANBANK)
    changes = {"2.2.O1": Judgement.MET, "2.2.O2": Judgement.MET, "2.2.O4": Judgement.MET}
    with store(database) as opened:
        plan = opened.save_scenario(assessment_id, "Plans for all", changes, at=AT)
    found = outcome(framework(), sample(ROWANBANK), Scenario("Plans for all", changes), Rules())
    at = _rowanbank(database, tried=plan)
    assert levels(at)["Plans for all"] == _reached(found.after) == [2, 2, 3, 1, 2, 0]
    assert stored(database, assessment_id).assessment == sample(ROWANBANK)
