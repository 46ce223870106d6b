"""The Overview: where a service stands, what keeps it there, and the ways to begin."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from clf_model import Judgement, Record, profile
from clf_store import Edit
from tests.app.driver import (
    AT,
    MARKUP,
    PAGES,
    ROWANBANK,
    SAMPLES,
    alive,
    all_met,
    as_read,
    everything,
    framework,
    keys,
    links,
    met,
    open_page,
    own,
    said,
    sample,
    sample_id,
    sample_yaml,
    says,
    settled,
    shows,
    store,
    stored,
    submit,
    told,
)
from tests.worded import worded

ROOT = Path(__file__).parents[2]
CARDS = ["learning-culture", "planning", "access", "feedback", "dignity", "wellbeing"]
STAGES = {
    0: "○○○○ Not yet engaged",
    1: "●○○○ Engaged",
    2: "●●○○ Established",
    3: "●●●○ Accomplished",
    4: "●●●● Exemplary",
}
# The table "Reached stages" of sample_evidence/README.md.
REACHED = {
    "rowanbank-care-home-2025-03": [1, 0, 1, 1, 0, 0],
    "rowanbank-care-home-2025-11": [2, 1, 2, 2, 1, 0],
    "rowanbank-care-home-2026-09": [2, 1, 3, 1, 2, 0],
    "glenmore-home-care-2026-06": [1, 3, 3, 2, 3, 1],
    "invermorran-council-fostering-and-adoption-2026-05": [2, 3, 1, 2, 1, 1],
    "tarbrae-befriending-2026-10": [0, 0, 0, 0, 0, 2],
    "skerry-cottage-day-service-2026-04": [2, 2, 1, 2, 1, 1],
    "ardwhin-supported-living-2026-08": [4, 4, 3, 4, 3, 4],
    "whinfield-housing-support-2026-11": [0, 0, 0, 0, 0, 0],
}


def _stages(at: AppTest) -> list[str]:
    return [said(at, f"card-{card}")[0] for card in CARDS]


@pytest.mark.parametrize("name", SAMPLES)
def test_six_cards_in_framework_order_say_the_stages_reached(database: str, name: str) -> None:
    at = open_page("overview", assessment=sample_id(database, name))
    assert keys(at, "card-") == CARDS
    assert _stages(at) == [STAGES[index] for index in REACHED[name]]
    results = profile(framework(), sample(name)).capabilities
    assert [r.reached_index for r in results] == REACHED[name]


def _ways(at: AppTest, capability: str) -> dict[str, str]:
    """What a card names as holding it back: by id, the words and what is lacking."""
    shown = [
        as_read(one.proto.label) for one in at.get_by_key(f"ways-{capability}") if one.type == "page_link"
    ]
    return dict(re.findall(r"\*\*(\S+)\*\* (.*)", "\n".join(shown)))


def test_a_card_says_what_holds_the_capability_and_how_much_was_discussed(database: str) -> None:
    at = open_page("overview", assessment=sample_id(database, ROWANBANK))
    # In the file: 1.3.O1 and 1.3.O2 are met, 1.3.O3 partly; of the fifteen only 1.4.O2 has no judgement;
    # 1.2.O3 is met without evidence, so that evidence shows Engaged only.
    assert said(at, "card-learning-culture") == [
        "●●○○ Established",
        "Held before Accomplished by",
        "14 of 15 discussed · evidenced: Engaged",
    ]
    assert _ways(at, "learning-culture") == {"1.3.O3": "uses research and evidence… · partly"}


def test_evidence_that_shows_no_stage_is_said_as_everywhere_else(database: str) -> None:
    at = open_page("overview", assessment=sample_id(database, ROWANBANK))
    # 4.1.O2 is met without evidence, so that evidence does not even show Engaged.
    assert any(one.endswith("evidenced: Not yet engaged") for one in said(at, "card-feedback"))


def test_a_capability_that_nobody_has_discussed_is_not_called_the_lowest(database: str) -> None:
    """1.1.O1 is met, 2.1.O1 is not; of the four other capabilities nothing is known."""
    records = {"1.1.O1": Record(Judgement.MET), "2.1.O1": Record(Judgement.NOT_MET)}
    at = open_page("overview", assessment=own(database, records))
    assert says(at, "Lowest: Planning for learning. Highest: Learning culture.")
    nothing = open_page("overview", assessment=own(database, organisation="Elsewhere"))
    assert not says(nothing, "Lowest")


def test_the_lowest_and_the_highest_capability_and_the_rules_are_named(database: str) -> None:
    at = open_page("overview", assessment=sample_id(database, ROWANBANK))
    # Health and wellbeing is the only one not yet engaged, Access to learning the only one at Accomplished.
    assert says(at, "Lowest: Health and wellbeing. Highest: Access to learning.")
    assert says(
        at, "A stage needs all of its applicable indicators met; the organisation's indicators decide."
    )


def test_a_card_leads_to_its_capability_on_the_checklist(database: str) -> None:
    chosen = sample_id(database, ROWANBANK)
    at = open_page("overview", assessment=chosen)
    assert links(at)["**Access to feedback**"] == ("checklist", f"assessment={chosen}&capability=feedback")


def test_suggestions_say_what_is_worth_doing_each_with_its_way(database: str) -> None:
    chosen = sample_id(database, ROWANBANK)
    at = open_page("overview", assessment=chosen)
    judged = [id_ for id_, one in sample_yaml(ROWANBANK).items() if "O" in id_ and "judgement" in one]
    # Of the 80, those without a judgement; of these 3.4.O1 and 5.3.O1 stand before a next stage.
    left = f"{80 - len(judged)} of the 80 indicators that decide stages have not been discussed"
    assert says(at, f"{left}; 2 of them stand before a next stage.")
    assert keys(at, "next-") == ["discuss", "evidence", "try"]
    assert says(at, "Learning culture says Established; evidence shows only Engaged.", "next-evidence")
    away = "One indicator away from Accomplished in Learning culture: 1.3.O3."
    assert says(at, worded(away), "next-try")
    ways = links(at)
    assert ways["Discuss them"] == ("checklist", f"assessment={chosen}&capability=access")
    assert ways["Add evidence"][0] == "evidence"
    assert ways["See what if"][0] == "what-if"


def test_with_everything_met_and_shown_nothing_is_left_to_suggest(database: str) -> None:
    at = open_page("overview", assessment=own(database, all_met()))
    assert _stages(at) == [STAGES[4]] * 6
    assert keys(at, "next-") == []
    assert says(at, "Everything has been discussed, shown and reached.")
    assert "See the profile" in links(at)


def test_an_assessment_without_judgements_says_where_to_begin(database: str) -> None:
    chosen = own(database)
    at = open_page("overview", assessment=chosen)
    assert keys(at, "card-") == []
    assert keys(at, "next-") == []
    ways = links(at)
    assert ways["**Judge alone**"] == ("checklist", f"assessment={chosen}&capability=learning-culture")
    assert ways["**Open a workshop**"] == ("facilitate", f"assessment={chosen}")
    assert ways["**Ask the workers**"] == ("say-do-gap", f"assessment={chosen}&tab=Worker+survey")
    assert shows(open_page("say_do_gap", assessment=chosen, tab="Worker survey"), "survey-new")


def test_a_final_record_without_judgements_shows_where_it_stands(database: str) -> None:
    chosen = own(database)
    with store(database) as opened:
        opened.finalise(chosen, who="a test", at=AT)
    assert _stages(open_page("overview", assessment=chosen)) == [STAGES[0]] * 6


def test_a_final_record_says_so_wherever_it_takes_no_change_and_leads_to_none(database: str) -> None:
    chosen = own(database, {"1.1.O1": met("Seen")}, final=True)
    for page in ("overview", "checklist", "evidence", "facilitate"):
        at = open_page(page, assessment=chosen)
        assert says(at, "This assessment is final:", "is-final")
        assert links(at)["Open Settings"][0] == "settings"
    at = open_page("overview", assessment=chosen)
    assert keys(at, "next-") in (["try"], [])
    assert "See the profile" in links(at)
    assert not says(at, "Finalise it in Settings")


@pytest.mark.parametrize(
    ("page", "link", "what"),
    [
        ("facilitate", "workshop", "workshop"),
        ("say_do_gap", "survey", "survey"),
        ("what_if", "scenario", "scenario"),
        ("profile", "earlier", "earlier assessment"),
        ("profile", "tried", "scenario"),
    ],
)
def test_a_link_to_what_is_gone_says_so_once_and_leaves_the_address(
    database: str, page: str, link: str, what: str
) -> None:
    at = open_page(page, assessment=sample_id(database, ROWANBANK), **{link: 999})
    assert says(at, f"The {what} in this page’s address is not there: it was deleted.")
    assert at.query_params.get(link) != ["999"]
    assert not says(at.run(), "in this page’s address")


def test_the_list_has_own_services_first_the_latest_of_each_first_with_its_date(database: str) -> None:
    own(database, organisation="Larchfield", title="Late " * 30)
    own(database, organisation="Ardwhin " * 20)
    listed = open_page("overview").selectbox(key="assessment").options
    assert listed[0] == "Ardwhin Ardwhin Ardwhin Ardwhin… · 1 February 2026"
    assert listed[1].startswith("Larchfield · 1 February 2026 · Late Late")
    services = [one.partition(" · ")[0] for one in listed]
    assert len(set(services)) == len(list(groupby(services)))
    assert [one for one in listed if one.startswith("Rowanbank Care Home, Day team")] == [
        "Rowanbank Care Home, Day team · 17 September 2026 · Autumn review, with the new manager",
        "Rowanbank Care Home, Day team · 13 November 2025 · Autumn review",
        "Rowanbank Care Home, Day team · 20 March 2025 · Spring review",
    ]


def test_the_page_says_what_it_is_and_for_whom_under_its_title(database: str) -> None:
    at = open_page("overview")
    assert [one.value for one in at.title] == ["Overview"]
    assert says(at, "for facilitators, managers and their teams")


def test_a_judgement_made_elsewhere_moves_the_card_on_the_next_look(database: str) -> None:
    chosen = sample_id(database, ROWANBANK)
    at = open_page("overview", assessment=chosen)
    with store(database) as opened:
        seen = opened.load(chosen).assessment.record("1.3.O3")
        edit = Edit(seen, seen.judged(Judgement.MET))
        opened.change(chosen, {"1.3.O3": edit}, who="someone else", at=AT)
    # With it all three of Accomplished are met; of Exemplary 1.4.O1 is partly in place, 1.4.O2 not discussed.
    assert _stages(at.run())[0] == STAGES[3]
    held = {id_: said_.rpartition(" · ")[2] for id_, said_ in _ways(at, "learning-culture").items()}
    assert held == {"1.4.O1": "partly", "1.4.O2": "not discussed"}


def test_a_new_database_opens_on_the_sample_with_the_longest_history(new_database: str) -> None:
    at = open_page("overview")
    assert len(everything(new_database)) == len(SAMPLES) == 9
    assert says(at, "Rowanbank Care Home, Day team — Autumn review, with the new manager, 17 September 2026")
    assert shows(at, "welcome")
    assert any("Fictional sample" in text for text in said(at, "marks"))
    assert at.query_params == {"assessment": str(sample_id(new_database, ROWANBANK))}


def test_the_latest_own_work_opens_before_any_sample(database: str) -> None:
    own(database, organisation="First")
    latest = own(database, organisation="Second")
    with store(database) as opened:
        edit = Edit(Record(), Record(Judgement.MET))
        opened.change(latest, {"1.1.O1": edit}, who="somebody", at=AT.replace(hour=10))
    assert says(open_page("overview"), "Second — 1 February 2026")


@pytest.mark.parametrize("nonsense", ["-1", "abc", "", "1e3"])
def test_a_link_to_no_assessment_opens_the_usual_one(database: str, nonsense: str) -> None:
    at = open_page("overview", assessment=nonsense)
    assert at.selectbox(key="assessment").value == sample_id(database, ROWANBANK)


def test_in_place_of_one_that_is_not_there_no_other_opens_by_itself(database: str) -> None:
    for name in (page for page in PAGES if page not in ("framework", "services")):
        at = open_page(name, assessment=9999)
        assert says(at, "is not there any more"), name
        assert [button.label for button in at.button if not button.disabled] == ["New"], name
    at.selectbox(key="assessment").set_value(sample_id(database, ROWANBANK)).run()
    assert not says(at, "is not there any more")


def test_the_welcome_stays_closed_once_somebody_closed_it(database: str) -> None:
    at = open_page("overview")
    at.button(key="welcome-close").click().run()
    assert not shows(at, "welcome")
    assert not shows(open_page("overview"), "welcome")


def test_there_is_no_welcome_over_an_assessment_of_ones_own(database: str) -> None:
    assert not shows(open_page("overview", assessment=own(database)), "welcome")


@pytest.mark.parametrize("way", ["welcome-start", "new-assessment"])
def test_start_your_own_makes_an_assessment_and_opens_it(database: str, way: str) -> None:
    at = open_page("overview")
    at.button(key=way).click().run()
    at.text_input(key="start-organisation").input("  Larchfield  ")
    at.text_input(key="start-unit").input("Night team")
    at.text_input(key="start-title").input("First look")
    at.date_input(key="start-assessed_on").set_value(date(2026, 5, 4))
    submit(at, "start-assessment", "Start").click().run()
    (made,) = [one for one in everything(database) if not one.info.fictional]
    assert (made.info.organisation, made.info.unit, made.info.title) == (
        "Larchfield",
        "Night team",
        "First look",
    )
    assert made.info.assessed_on == date(2026, 5, 4)
    assert not made.assessment.records
    assert at.selectbox(key="assessment").value == made.info.id
    assert at.query_params == {"assessment": str(made.info.id)}
    assert says(at, "Larchfield, Night team — First look, 4 May 2026")
    assert not shows(at, "start-organisation")


@pytest.mark.parametrize("name", ["", "   "])
def test_without_an_organisation_nothing_is_made_and_a_message_says_so(database: str, name: str) -> None:
    before = everything(database)
    at = open_page("overview")
    at.button(key="welcome-start").click().run()
    at.text_input(key="start-organisation").input(name)
    submit(at, "start-assessment", "Start").click().run()
    assert told(at) == ["Give the organisation's name; then the assessment is made."]
    assert everything(database) == before


def test_with_no_assessment_at_all_the_page_says_how_to_begin(empty_database: str) -> None:
    at = open_page("overview")
    assert says(at, "No assessment yet")
    at.button(key="empty-start").click().run()
    at.text_input(key="start-organisation").input("Larchfield")
    submit(at, "start-assessment", "Start").click().run()
    assert [one.info.organisation for one in everything(empty_database)] == ["Larchfield"]
    assert keys(settled(at), "way-") == ["alone", "workshop", "workers"]


def test_without_an_organisation_the_empty_page_too_says_what_is_missing(empty_database: str) -> None:
    at = open_page("overview")
    at.button(key="empty-start").click().run()
    submit(at, "start-assessment", "Start").click().run()
    assert everything(empty_database) == []
    assert says(at, "Give the organisation's name")


def test_an_empty_page_brings_in_the_samples(empty_database: str) -> None:
    at = open_page("overview")
    at.button(key="empty-samples").click().run()
    added = [one.assessment for one in everything(empty_database)]
    assert len(added) == 9
    assert all(sample(name) in added for name in SAMPLES)
    assert says(at, "Rowanbank Care Home")


def test_a_start_with_a_name_of_markup_shows_it_as_written(database: str) -> None:
    at = open_page(
        "overview", assessment=own(database, {"1.1.O1": met("x")}, organisation=MARKUP, title=MARKUP)
    )
    assert says(at, f"{MARKUP} — {MARKUP}, 1 February 2026")
    assert not alive(at)


def test_the_choice_of_another_assessment_is_in_the_address(database: str) -> None:
    other = sample_id(database, "tarbrae-befriending-2026-10")
    at = open_page("overview")
    settled(at.selectbox(key="assessment").set_value(other))
    assert at.query_params == {"assessment": str(other)}
    assert _stages(at) == [*[STAGES[0]] * 5, STAGES[2]]


def test_looking_changes_nothing(database: str) -> None:
    chosen = sample_id(database, ROWANBANK)
    before = stored(database, chosen)
    open_page("overview", assessment=chosen)
    assert stored(database, chosen) == before


def test_the_first_page_loads_no_library_of_charts_and_tables(tmp_path: Path) -> None:
    """They cost half a second. In a process of its own, as the other tests have them loaded."""
    program = (
        "import sys\n"
        "from streamlit.testing.v1 import AppTest\n"
        "page = AppTest.from_file(sys.argv[1], default_timeout=60).run()\n"
        "assert page.subheader, 'no cards'\n"
        "print([name for name in ('altair', 'pandas', 'vl_convert', 'highspy') if name in sys.modules])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(ROOT / "clf_ui" / "shell" / "frame.py")],
        cwd=ROOT,
        env={**os.environ, "CLF_DATABASE_URL": f"sqlite:///{tmp_path / 'clf.sqlite3'}"},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == "[]"
