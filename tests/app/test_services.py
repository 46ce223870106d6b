"""The Services page: side by side, how they spread, what holds most back, what moved, and labels."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from clf_model import Judgement, Record, profile
from clf_model.fictional import fictional_services
from clf_store import Store
from clf_store.__main__ import main
from clf_ui.shared import many
from clf_ui.shell import context_line
from tests.app.driver import (
    MARKUP,
    alive,
    all_met,
    as_read,
    downloaded,
    framework,
    keys,
    met,
    open_page,
    own,
    says,
    settled,
    shows,
    store,
    table,
)

NAMES = [one.short_name for one in framework().capabilities]
STAGES = ["Not yet engaged", *(one.name for one in framework().stages)]
WAY = re.compile(r"\[(.*?)\]\((\S*?)\)")


def rows(at: AppTest) -> list[list[tuple[str, str]]]:
    """The cells of the heat map, each with its words and where it leads."""
    (found,) = at.table
    return [
        [next(iter((as_read(a), b) for a, b in WAY.findall(cell)), (as_read(cell), "")) for cell in row]
        for row in found.value.itertuples(index=False)
    ]


def names(at: AppTest) -> list[str]:
    return [row[0][0] for row in rows(at)]


def engaged(*but: str) -> dict[str, Record]:
    """Every indicator of Engaged met, but for these not yet; nothing else is discussed."""
    first = [i for i in framework().indicators if i.stage_id == "engaged"]
    return {i.id: Record(Judgement.NOT_MET) if i.id in but else met("Seen") for i in first}


@pytest.fixture
def three(empty_database: str) -> str:
    """Ash has Engaged; Beech lacks one indicator of it in one capability; Cedar is Exemplary, and final."""
    own(empty_database, engaged(), organisation="Ash", assessed_on=date(2026, 2, 1))
    own(empty_database, engaged("1.1.O1"), organisation="Beech", assessed_on=date(2026, 3, 1))
    own(empty_database, all_met(), organisation="Cedar", assessed_on=date(2026, 1, 1), final=True)
    return empty_database


def test_each_service_stands_in_a_row_with_its_stages_in_words_that_lead_to_its_checklist(three: str) -> None:
    at = open_page("services")
    found = rows(at)
    assert names(at) == ["Ash", "Beech", "Cedar"]
    assert [row[2][0] for row in found] == ["Engaged", "Not yet engaged", "Exemplary"]
    assert {cell[0] for row in found[:1] for cell in row[2:]} == {"Engaged"}
    address = found[1][4][1]
    assert address == "checklist?assessment=2&capability=access"
    assert says(at, "3 of 3 services, each by its latest assessment. 2 of these are drafts.")
    there = open_page("checklist", assessment=2, capability="access")
    assert says(there, "Access") or there.session_state["capability"] == "access"


def test_find_order_and_what_counts_choose_the_rows_and_say_why_others_are_missing(three: str) -> None:
    at = open_page("services")
    at.text_input(key="find-service").set_value("EE").run()
    assert names(at) == ["Beech"]
    assert says(at, "1 of 3 services")
    assert says(at, "2 not shown by what is chosen above")
    at.text_input(key="find-service").set_value("").run()
    at.selectbox(key="order").set_value("learning-culture").run()
    assert names(at) == ["Beech", "Ash", "Cedar"]
    at.selectbox(key="order").set_value("latest").run()
    assert names(at) == ["Beech", "Ash", "Cedar"]
    settled(at.button_group(key="counted").set_value("final"))
    assert names(at) == ["Cedar"]
    assert says(at, "1 of 3 services, each by its latest assessment that is final. 2 left out")
    assert at.query_params["counted"] == "final"


def test_a_day_shows_what_was_the_latest_then_and_nothing_counts_twice(three: str) -> None:
    own(three, all_met(), organisation="Ash", assessed_on=date(2026, 5, 1))
    at = open_page("services")
    assert [row[2][0] for row in rows(at)] == ["Exemplary", "Not yet engaged", "Exemplary"]
    at = open_page("services", on="2026-02-01")
    assert [(row[0][0], row[2][0]) for row in rows(at)] == [("Ash", "Engaged"), ("Cedar", "Exemplary")]
    assert says(at, "2 of 3 services, each by its latest assessment up to 1 February 2026")
    assert says(at, "1 left out, with no such assessment")


def test_the_spread_counts_stages_and_marks_ones_own_place(three: str) -> None:
    at = open_page("services", see="Spread", assessment=1)
    found = table(at).set_index("Stage")[NAMES[0]]
    assert found.to_dict() == {
        "Exemplary": "1",
        "Accomplished": "0",
        "Established": "0",
        "Engaged": "**1 ◆**",
        "Not yet engaged": "1",
        "Discussed": "3 of 3",
    }
    assert says(at, "where Ash, the service in view elsewhere, stands")
    assert says(at, f"{NAMES[0]}: the lowest stand at Not yet engaged, 1 of 3 services.")


def test_what_holds_most_back_what_lifts_most_and_who_has_it(three: str) -> None:
    """1.1.O1 holds Beech back, and alone brings Engaged; Ash and Cedar have it.

    Ash and Beech wait for Established elsewhere, with several indicators each, so that one alone lifts none.
    """
    at = open_page("services", see="What holds back")
    assert says(at, "One step lifts most: with 1.1.O1")
    assert says(at, "1 of 3 services would reach the next stage")
    blockers = list(csv.DictReader(io.StringIO(downloaded("csv").decode("utf-8-sig"))))
    first = next(row for row in blockers if row["Indicator"] == "1.1.O1")
    assert [first[name] for name in ("Holds back", "Not discussed there", "Lifts", "In place")] == list(
        "1012"
    )
    most = max(int(row["Holds back"]) for row in blockers)
    assert int(blockers[0]["Holds back"]) == most == 2
    assert says(at, "Cedar", "learn-from-ways")


def test_then_and_now_counts_only_what_was_assessed_anew(three: str) -> None:
    """Ash went from Engaged to Exemplary; Beech came later; Cedar has no newer one."""
    own(three, all_met(), organisation="Ash", assessed_on=date(2026, 5, 1))
    at = open_page("services", see="Then and now", since="2026-02-10", capability="learning-culture")
    found = table(at)
    found = found.set_index(found.columns[0])
    assert found.loc["Engaged", "Exemplary"] == "1"
    assert sum(cell != "–" for row in found.itertuples(index=False) for cell in row) == 1
    assert says(at, "Of 1 service, 1 moved on, 0 fell back and 0 stand where they stood.")
    assert says(at, "1 of 3 services counted; 1 had no assessment then; 1 have no newer one since.")


def test_labels_are_written_in_settings_undone_and_chosen_by_on_the_page(three: str) -> None:
    at = open_page("settings", assessment=1)
    at.session_state["section"] = "This assessment"
    at.run()
    (field,) = [one for one in at.text_input if one.key.startswith("labels-")]
    settled(field.set_value("Region: North; Type: Care home"))
    with store(three) as opened:
        assert opened.labels() == {1: {"Region": "North", "Type": "Care home"}}
    page = open_page("services", label=["Region: North"])
    assert names(page) == ["Ash"]
    assert page.multiselect(key="label").options == ["Region: North", "Type: Care home"]
    settled(at.button(key="undo-labels").click())
    with store(three) as opened:
        assert opened.labels() == {}
    (field,) = [one for one in at.text_input if one.key.startswith("labels-")]
    settled(field.set_value("North"))
    assert any("is no label" in one.value for one in at.warning)


def test_the_file_has_every_service_that_is_chosen_and_runs_no_formula(three: str) -> None:
    own(three, engaged(), organisation="=cmd()", assessed_on=date(2026, 4, 1))
    at = open_page("services", **{"find-service": "a"})
    found = list(csv.DictReader(io.StringIO(downloaded("csv", "services_").decode("utf-8-sig"))))
    assert [row["Service"] for row in found] == names(at) == ["Ash", "Cedar"]
    assert found[0]["State"] == "draft"
    assert found[1][framework().capabilities[0].name] == "Exemplary"
    at.text_input(key="find-service").set_value("cmd").run()
    (row,) = csv.DictReader(io.StringIO(downloaded("csv", "services_").decode("utf-8-sig")))
    assert row["Service"] == "'=cmd()"


def test_what_people_call_a_service_acts_nowhere(three: str) -> None:
    added = own(three, engaged(), organisation=MARKUP)
    with store(three) as opened:
        opened.change_labels(opened.info(added).service_id, {}, {MARKUP: MARKUP})
    for part in ("Side by side", "Spread", "What holds back", "Then and now"):
        assert alive(open_page("services", see=part, assessment=added)) == []


def test_forty_services_stand_as_each_alone_and_are_paged(empty_database: str) -> None:
    """Each stage by the profile of the service's latest assessment alone."""
    assert main(["fictional", empty_database]) == 0
    at = open_page("services", page=2, see="Side by side")
    expected = {}
    for service in fictional_services(framework()):
        newest = service.assessments[-1]
        expected[newest.organisation] = profile(framework(), newest).capabilities
    listed = rows(at)
    assert len(listed) == 15
    for row in listed:
        for cell, result in zip(row[2:], expected[row[0][0]], strict=True):
            assert cell[0] == (STAGES[result.reached_index] if result.discussed else "Not discussed")
    spread = table(open_page("services", see="Spread")).set_index("Stage")[NAMES[0]]
    counts = Counter(STAGES[one[0].reached_index] for one in expected.values() if one[0].discussed)
    assert {stage: spread[stage].strip("*◆ ") for stage in STAGES} == {
        stage: str(counts[stage]) for stage in STAGES
    }


def test_without_an_assessment_the_page_says_where_one_is_started(empty_database: str) -> None:
    at = open_page("services")
    assert says(at, "There is no assessment yet")
    assert not at.table


def test_of_more_assessments_than_the_list_holds_any_is_found_by_typing(
    three: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list then has those worked on last, own ones first; what is in view is in it as well."""
    monkeypatch.setattr(context_line, "LISTED_MOST", 2)
    with store(three) as opened:
        opened.change_labels(1, {}, {"Region": "North"})
    at = open_page("overview", assessment=1)
    chosen = at.selectbox(key="assessment")
    assert len(chosen.options) == 3
    assert chosen.value == 1
    assert len(open_page("overview", assessment=3).selectbox(key="assessment").options) == 2
    for typed, found in (("", ["1", "2", "3"]), ("north", ["1"]), ("CEDAR", ["3"])):
        at.session_state["find-one-service"] = typed  # AppTest closes a dialog when anything in it is used
        at.button(key="find-service-open").click().run()
        assert keys(at, "found-service-") == found
        assert says(at, f"{len(found)} of {len(found)} found, of 3 services.")
    at.button(key="found-service-3").click().run()
    assert at.selectbox(key="assessment").value == 3
    assert at.query_params["assessment"] == "3"


def test_where_the_list_holds_all_there_is_nothing_else_to_find(three: str) -> None:
    at = open_page("overview")
    assert len(at.selectbox(key="assessment").options) == 3
    assert not shows(at, "find-service-open")


def test_what_is_judged_in_many_is_read_before_anybody_asks(
    three: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "AHEAD", 2)
    many.read_ahead()
    monkeypatch.setattr(Store, "judged", None)  # nothing is left to read
    assert names(open_page("services")) == ["Ash", "Beech", "Cedar"]
