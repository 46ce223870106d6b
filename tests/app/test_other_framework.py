"""Another framework, of another shape: every page follows it and no word of the CLF is left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from clf_model import Judgement, Record
from tests.app.driver import (
    ABOUT_AN_ASSESSMENT,
    GARDEN,
    PAGES,
    chart_rows,
    everything,
    keys,
    levels,
    met,
    open_page,
    own,
    record,
    said,
    says,
    scenarios,
    settled,
    shows,
    table,
)

NAMES = ["Soil", "Water", "Seed", "Tools", "Welcome", "Access", "Safety", "Wildlife", "Harvest"]
STAGES = ["Planted", "Growing", "Thriving"]
OF_THE_CLF = (
    "Engaged",
    "Established",
    "Accomplished",
    "Exemplary",
    "ocial service worker",
    "Learning culture",
)
# Soil is Growing (2): both of 1.1 and 1.2. Water is Planted (1). All else is open.
RECORDS = {id_: met("Seen") for id_ in ("1.1.O1", "1.1.O2", "1.2.O1", "1.2.O2", "2.1.O1")}
REACHED = [2, 1, 0, 0, 0, 0, 0, 0, 0]


def _own(garden: str, *, final: bool = False) -> int:
    return own(garden, RECORDS, organisation="Allotments", file=GARDEN, final=final)


def _sent(at: AppTest) -> Iterator[str]:
    """All that the page sends to the browser, chart data too."""
    for node in at._tree:
        proto = getattr(node, "proto", None)
        if proto is not None:
            yield str(proto)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_runs_and_has_no_word_of_the_clf(garden: str, page: str) -> None:
    query: dict[str, Any] = {"assessment": _own(garden)} if page in ABOUT_AN_ASSESSMENT else {}
    sent = "\n".join(_sent(open_page(page, **query)))
    assert not [word for word in OF_THE_CLF if word in sent]


@pytest.mark.parametrize("page", PAGES)
def test_no_page_calls_a_capability_below_the_first_stage_engaged(garden: str, page: str) -> None:
    # "Engaged" is the CLF's first stage; this framework's is Planted.
    query: dict[str, Any] = {"assessment": _own(garden)} if page in ABOUT_AN_ASSESSMENT else {}
    assert "engaged" not in "\n".join(_sent(open_page(page, **query))).lower()


@pytest.mark.parametrize("page", PAGES)
def test_every_page_runs_on_an_empty_database(garden: str, page: str) -> None:
    assert everything(garden, "garden") == []
    at = open_page(page)
    assert not at.error
    assert not [word for word in OF_THE_CLF if word in "\n".join(_sent(at))]


@pytest.mark.parametrize("page", ["overview", "checklist", "profile", "what_if", "framework"])
def test_every_page_about_capabilities_names_all_nine(garden: str, page: str) -> None:
    query: dict[str, Any] = {"assessment": _own(garden)} if page in ABOUT_AN_ASSESSMENT else {}
    sent = "\n".join(_sent(open_page(page, **query)))
    assert not [name for name in NAMES if name not in sent]


def test_a_new_database_brings_no_samples_of_the_clf(
    new_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLF_FRAMEWORK", str(GARDEN))
    at = open_page("overview")
    assert says(at, "No assessment yet")
    assert everything(new_database, "garden") == everything(new_database, "clf") == []


def test_an_assessment_made_with_the_clf_is_not_offered(garden: str) -> None:
    clf = own(garden, organisation="Birchbank")
    at = open_page("overview", assessment=clf)
    assert says(at, "No assessment yet")
    made = _own(garden)
    at = open_page("overview", assessment=clf)
    assert says(at, "made with another framework")
    assert len(at.selectbox(key="assessment").options) == 1
    assert open_page("overview").session_state["assessment"] == made


def test_the_radar_has_nine_spokes_and_three_rings(garden: str) -> None:
    at = open_page("profile", assessment=_own(garden))
    assert levels(at) == {"Reached": REACHED}
    rows = chart_rows(at)
    assert len(rows.query("layer == 'spoke'")) == 9
    assert list(rows.query("layer == 'ring_label'")["text"]) == ["Thriving", "Growing", "Planted"]


def test_the_profile_offers_no_workers_view(garden: str) -> None:
    at = open_page("profile", assessment=_own(garden), overlays=["workers", "evidenced"])
    offered = [option.content for option in at.button_group(key="overlays").proto.options]
    assert offered == ["Evidenced", "Possible"]
    assert levels(at) == {"Reached": REACHED, "Evidenced": REACHED}


def test_the_steps_have_three_columns(garden: str) -> None:
    at = open_page("profile", assessment=_own(garden), view="steps")
    cells = chart_rows(at).query("layer == 'cell'")
    assert len(cells) == 27
    assert set(cells["stage"]) == set(STAGES)


def test_the_profile_table_names_the_stages_of_this_framework(garden: str) -> None:
    shown = table(open_page("profile", assessment=_own(garden)))
    assert list(shown["Capability"]) == NAMES
    assert list(shown["Reached"][:2]) == ["Growing", "Planted"]
    assert list(shown["Next"][:2]) == ["0 of 1 of Thriving", "0 of 2 of Growing"]


def test_judging_on_the_checklist_is_saved_and_moves_the_stage(garden: str) -> None:
    assessment_id = own(garden, {"4.1.O1": met(), "4.1.O2": met()}, file=GARDEN)
    at = open_page("checklist", assessment=assessment_id, capability="tools")
    assert not says(at, "●○○ Planted", "result")
    choice = at.button_group(key=f"judge-{assessment_id}-4.1.O3")
    at = settled(choice.set_value(Judgement.MET))
    assert record(garden, assessment_id, "4.1.O3") == Record(Judgement.MET)
    assert says(at, "●○○ Planted", "result")


def test_the_checklist_shows_one_perspective_and_the_stages_of_this_framework(garden: str) -> None:
    at = open_page("checklist", assessment=_own(garden), capability="soil")
    assert keys(at, "stage-") == ["planted", "growing", "thriving"]
    assert "**If the organisation…**" in said(at)
    assert not [text for text in said(at) if text.startswith("**Then")]


def test_what_if_gains_a_stage_and_leaves_the_assessment_alone(garden: str) -> None:
    assessment_id = _own(garden)
    before = everything(garden, "garden")
    at = open_page("what_if", assessment=assessment_id)
    assert levels(at) == {"Today": REACHED}
    # Thriving of Soil needs 1.3.O1 alone; not discussed, effort 1.
    at.toggle(key=f"try-{assessment_id}-1.3.O1").set_value(True).run()
    assert says(at, "Plan A: 1 stage gained for 1 day")
    assert levels(at) == {"Today": REACHED, "Plan A": [3, *REACHED[1:]]}
    assert len(scenarios(garden, assessment_id)) == 1
    assert everything(garden, "garden") == before


def test_the_rules_offer_the_organisation_only(garden: str) -> None:
    at = open_page("settings", assessment=_own(garden))
    assert at.radio(key="rules-perspectives").options == ["The organisation's indicators decide"]


def test_the_rules_count_the_cells_of_this_framework(garden: str) -> None:
    # 27 stages of at most three indicators: two thirds of three are two; the only cell of three is 4.1.
    at = open_page("settings", assessment=_own(garden))
    at.slider(key="rules-threshold").set_value(65).run()
    assert says(at, "in 26 of 27 stages")


def test_rules_kept_for_the_clf_do_not_reach_another_framework(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clf = own(database)
    at = open_page("settings", assessment=clf)
    at.radio(key="rules-perspectives").set_value("worker").run()
    monkeypatch.setenv("CLF_FRAMEWORK", str(GARDEN))
    made = _own(database)
    at = open_page("profile", assessment=made)
    assert not at.error
    assert levels(at) == {"Reached": REACHED}


def test_a_final_assessment_of_another_framework_opens_on_every_page(garden: str) -> None:
    made = _own(garden, final=True)
    for page in ABOUT_AN_ASSESSMENT:
        assert not open_page(page, assessment=made).error


def test_starting_an_assessment_makes_one_of_this_framework(garden: str) -> None:
    at = open_page("overview")
    at.button(key="empty-start").click().run()
    at.text_input(key="start-organisation").set_value("Allotments")
    at.button(key="FormSubmitter:start-assessment-Start").click().run().run()
    (made,) = everything(garden, "garden")
    assert made.info.organisation == "Allotments"
    assert not shows(at, "empty-start")
