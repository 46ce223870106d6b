"""The say–do gap: what is claimed against what workers experience, and only what may be shown of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from streamlit.testing.v1 import AppTest

from clf_model import Judgement, Perspective, Record
from clf_model.voices import Answer, Response, Role
from clf_store import new_token
from clf_ui.clock import now
from tests.app.driver import (
    AT,
    GARDEN,
    MARKUP,
    ROWANBANK,
    alive,
    downloaded,
    framework,
    go_to,
    keys,
    levels,
    links,
    open_page,
    own,
    said,
    sample_id,
    says,
    settled,
    shows,
    store,
    stored,
    table,
    told,
)

TARBRAE = "tarbrae-befriending-2026-10"
TODAY = now().date()
WORKERS = [i.id for i in framework().indicators if i.perspective is Perspective.WORKER]
ENGAGED_IN_CULTURE = {
    i.id: Record(Judgement.MET)
    for i in framework().cell("learning-culture", "engaged", Perspective.ORGANISATION)
}
STAGES = ["Engaged", "Established", "Accomplished", "Exemplary"]


def _page(assessment_id: int, **query: Any) -> AppTest:
    return open_page("say_do_gap", assessment=assessment_id, **query)


def _tab(at: AppTest, name: str) -> AppTest:
    at.session_state["tab"] = name
    return at.run()


def _people(yes: int, no: int, statements: Iterable[str], role: Role | None = None) -> list[Response]:
    ids = list(statements)
    agreeing, other = dict.fromkeys(ids, Answer.AGREE), dict.fromkeys(ids, Answer.DISAGREE)
    return [Response(agreeing, role)] * yes + [Response(other, role)] * no


def _surveyed(url: str, assessment_id: int, responses: list[Response], title: str = "Spring survey") -> int:
    with store(url) as opened:
        day = date(2026, 2, 20)
        return opened.surveys.add_imported(
            assessment_id, framework(), responses, title=title, opens_on=day, closes_on=day, at=AT
        ).survey_id


def _opened(url: str, assessment_id: int, **days: date) -> tuple[int, str]:
    """A survey of this browser that takes answers, and its link."""
    with store(url) as opened:
        made = opened.surveys.open(
            assessment_id,
            framework(),
            title="Summer survey",
            opens_on=days.get("opens_on", TODAY),
            closes_on=days.get("closes_on", TODAY + timedelta(7)),
            at=AT,
        )
    assert made.link
    return made.survey_id, made.link


# --- loaded ---


def test_the_first_start_brings_the_survey_of_rowanbank(new_database: str) -> None:
    open_page("overview")
    with store(new_database) as opened:
        found = opened.surveys.of_assessment(sample_id(new_database, ROWANBANK))
    assert [(one.title, one.sealed) for one in found] == [("Worker survey before the autumn review", True)]


def test_the_grid_has_the_gap_that_the_samples_table_names(database: str) -> None:
    # sample_evidence/README.md: claimed 2 1 3 1 2 0, experienced 1 0 2 0 3 0.
    at = _page(sample_id(database, ROWANBANK))
    assert levels(at) == {"Claimed": [2, 1, 3, 1, 2, 0], "Experienced": [1, 0, 2, 0, 3, 0]}
    shown = table(at).set_index("Capability")
    assert list(shown["Gap"]) == ["1", "1", "1", "1", "−1", "0"]
    words = [[cell.split()[-1] for cell in row] for row in shown[STAGES].itertuples(index=False)]
    assert words[0] == ["Both", "only", "Neither", "Neither"]
    assert shown.loc["Dignity and respect", "Accomplished"] == "◑\u00a0Experienced only"
    assert shown.loc["Planning for learning", "Engaged"] == "◐\u00a0Claimed only"
    assert says(at, "More is claimed than known to be experienced in 4 of 6 capabilities.")


def test_it_says_who_answered(database: str) -> None:
    at = _page(sample_id(database, ROWANBANK))
    assert says(at, "closed 13 September 2026: 26 answered (employee 14, manager 6, named no role 6)")


def test_the_statements_behind_a_gap_are_named_with_their_shares(database: str) -> None:
    at = _page(sample_id(database, ROWANBANK), capability="learning-culture")
    established = said(at, "gap-stage-established")
    behind = next(one for one in established if one.startswith("Not experienced: "))
    assert [id_ for id_ in WORKERS if id_ in behind] == ["1.2.W2", "1.2.W4"]
    # 1.2.W2: 14 of 25 in the file agree; the other 26 to 25 is one who left it out or did not know.
    assert "56 % of 25 agree: not experienced." in established
    assert any(one.startswith("By role: employee 54 % of 13; manager 50 % of 6") for one in established)


def test_what_the_organisation_lacks_is_named_where_workers_experience_more(database: str) -> None:
    # 5.3.O1 has not been discussed, and holds Accomplished back.
    at = _page(sample_id(database, ROWANBANK), capability="dignity")
    assert says(at, "Not claimed, as these do not count yet: 5.3.O1 “", "gap-stage-accomplished")
    assert says(at, framework().indicator("5.3.O1").text, "gap-stage-accomplished")


def test_a_stage_that_rests_on_a_single_statement_says_so(database: str) -> None:
    # 4.4 has the single worker statement 4.4.W1.
    at = _page(sample_id(database, ROWANBANK), capability="feedback")
    assert says(
        at,
        "Exemplary rests on a single statement, 4.4.W1 “feel confident that the feedback…”.",
        "gap-stage-exemplary",
    )


def test_a_unanimous_answer_is_a_range(database: str) -> None:
    made = own(database, ENGAGED_IN_CULTURE)
    _surveyed(database, made, _people(6, 0, ["1.1.W1", "1.1.W2"]))
    # Six of six or five of six: 83 % or more.
    assert says(_page(made, capability="learning-culture"), "83 % or more of 6 agree: experienced.")


# --- withheld ---


def test_four_respondents_show_nothing(database: str) -> None:
    at = _page(sample_id(database, TARBRAE))
    assert set(table(at)[STAGES].to_numpy().flatten()) == {"▨\u00a0Withheld"}
    assert set(table(at)["Gap"]) == {"Not known"}
    assert list(levels(at)) == ["Claimed"]
    assert says(at, "Withheld: fewer than 5 people answered.")
    assert shows(at, "gap-empty")
    assert not [text for text in said(at) if "agree:" in text]


def test_a_statement_that_four_answered_is_withheld_among_others(database: str) -> None:
    made = own(database, ENGAGED_IN_CULTURE)
    answers = _people(3, 1, ["1.1.W1", "1.1.W2"]) + _people(2, 0, ["1.1.W2"])
    _surveyed(database, made, answers)
    at = _page(made, capability="learning-culture")
    assert says(at, "Withheld: fewer than 5 people answered.", "gap-stage-engaged")
    assert "▨\u00a0Withheld" in set(table(at)["Engaged"])


def test_a_survey_without_any_answers_says_that_a_backup_has_none(database: str) -> None:
    made = own(database)
    with store(database) as opened:
        owner = new_token()
        survey = opened.surveys.open(
            made, framework(), title="S", opens_on=TODAY, closes_on=TODAY, at=AT, owner=owner
        )
        opened.surveys.close(survey.survey_id, owner, on=TODAY)
    assert says(_page(made), "nobody answered, or this is a backup, which has none.")


# --- empty and other frameworks ---


def test_without_survey_and_judgements_the_page_says_what_to_do(database: str) -> None:
    at = _page(own(database))
    assert says(at, "What workers experience is not known yet.")
    assert set(table(at)["Gap"]) == {"Not known"}
    at = settled(at.button(key="gap-empty-ballot").click())
    assert shows(at, "survey-new")


def test_the_way_to_import_is_one_click(database: str) -> None:
    at = settled(_page(own(database)).button(key="gap-empty-upload_file").click())
    assert at.get("file_uploader")


def test_judgements_on_worker_statements_count_where_nobody_was_asked(database: str) -> None:
    judged = {id_: Record(Judgement.MET) for id_ in ("1.1.W1", "1.1.W2", "1.1.W3")}
    at = _page(own(database, ENGAGED_IN_CULTURE | judged), capability="learning-culture")
    assert table(at).set_index("Capability").loc["Learning culture", "Engaged"] == "●\u00a0Both"
    assert says(at, "Judged by the group: experienced.", "gap-stage-engaged")
    assert says(at, "Judgements on worker statements count here")


def test_a_framework_without_worker_statements_gets_a_clear_answer(garden: str) -> None:
    at = _page(own(garden, file=GARDEN))
    assert says(at, "This framework describes what an organisation does, not what its workers experience.")
    assert not at.table
    assert not at.get("tab")


def test_what_people_write_does_not_act(database: str) -> None:
    made = own(database, organisation=MARKUP)
    _surveyed(database, made, _people(3, 3, WORKERS), title=MARKUP)
    at = _page(made)
    assert not alive(at)
    assert not alive(_tab(at, "Worker survey"))


# --- downloads ---


def test_the_table_has_a_row_for_every_statement(database: str) -> None:
    _page(sample_id(database, ROWANBANK))
    rows = list(csv.DictReader(io.StringIO(downloaded("csv").decode("utf-8-sig"))))
    assert [row["Statement"] for row in rows] == WORKERS
    found = next(row for row in rows if row["Statement"] == "1.2.W2")
    assert (found["Agree"], found["Answered"], found["Verdict"]) == ("56 %", "25", "Claimed only")
    assert (found["Stage"], found["Stage verdict"]) == ("Established", "Claimed only")


def test_the_table_of_a_withheld_survey_has_no_figure(database: str) -> None:
    _page(sample_id(database, TARBRAE))
    rows = list(csv.DictReader(io.StringIO(downloaded("csv").decode("utf-8-sig"))))
    assert {(row["Agree"], row["Answered"], row["By role"]) for row in rows} == {("", "", "")}
    assert {row["Withheld"] for row in rows} == {"Withheld: fewer than 5 people answered."}


def test_the_radar_can_be_saved_as_pictures(database: str) -> None:
    _page(sample_id(database, ROWANBANK))
    assert downloaded("png").startswith(b"\x89PNG\r\n\x1a\n")
    drawn = downloaded("svg").decode()
    assert "Say–do gap: Rowanbank Care Home, Day team" in drawn
    assert "Fictional sample data" in drawn


# --- several surveys ---


def test_the_newest_survey_counts_and_another_can_be_chosen(database: str) -> None:
    made = own(database, ENGAGED_IN_CULTURE)
    early = _surveyed(database, made, _people(2, 4, WORKERS), "Early survey")
    _surveyed(database, made, _people(5, 1, WORKERS), "Late survey")
    at = _page(made)
    assert levels(at)["Experienced"] == [4] * 6
    at.selectbox(key="survey").select(early).run()
    assert levels(at)["Experienced"] == [0] * 6
    assert says(at, "Early survey, closed 20 February 2026")
    assert at.query_params["survey"] == str(early)


# --- the desk ---


def _fill(at: AppTest, title: str, closes_on: date | None = None) -> AppTest:
    at = at.button(key="survey-new").click().run()
    at.text_input(key="survey-open-title").set_value(title)
    if closes_on:
        at.date_input(key="survey-open-closes_on").set_value(closes_on)
    return settled(at.button(key="FormSubmitter:survey-open-Open it").click())


def test_a_survey_is_opened_on_all_worker_statements(database: str) -> None:
    made = own(database)
    at = _fill(_tab(_page(made), "Worker survey"), "Spring 2027")
    with store(database) as opened:
        (found,) = opened.surveys.of_assessment(made)
    assert (found.title, list(found.statement_ids), found.sealed) == ("Spring 2027", WORKERS, False)
    assert found.closes_on == TODAY + timedelta(14)
    assert says(at, "0 people have answered")
    (link,) = [one.value for one in at.code]
    assert "/survey?link=" in link


def test_only_the_chosen_capabilities_are_asked(database: str) -> None:
    made = own(database)
    at = _tab(_page(made), "Worker survey").button(key="survey-new").click().run()
    at.multiselect(key="survey-open-capabilities").select("dignity")
    settled(at.button(key="FormSubmitter:survey-open-Open it").click())
    with store(database) as opened:
        (found,) = opened.surveys.of_assessment(made)
    assert {id_[0] for id_ in found.statement_ids} == {"5"}


def test_a_survey_whose_last_day_is_over_is_not_opened(database: str) -> None:
    made = own(database)
    at = _fill(_tab(_page(made), "Worker survey"), "Late", TODAY - timedelta(1))
    with store(database) as opened:
        assert opened.surveys.of_assessment(made) == ()
    assert not at.exception


def test_while_it_is_open_only_the_number_of_answers_is_shown(database: str) -> None:
    made = own(database, ENGAGED_IN_CULTURE)
    survey_id, link = _opened(database, made)
    with store(database) as opened:
        for _ in range(6):
            place = opened.surveys.begin(link, on=TODAY)
            opened.surveys.answer(survey_id, place.token, "1.1.W1", Answer.AGREE, on=TODAY)
    at = _page(made)
    assert not [text for text in said(at) if "agree:" in text]
    assert says(at, "A survey takes answers until")
    at = _tab(at, "Worker survey")
    assert says(at, "6 people have answered")
    # Another browser opened it: no link here.
    assert says(at, "It was opened in another browser")
    assert not at.code


def test_closing_is_final_and_shows_the_results(database: str) -> None:
    made = own(database, ENGAGED_IN_CULTURE)
    at = _fill(_tab(_page(made), "Worker survey"), "Spring 2027")
    with store(database) as opened:
        (found,) = opened.surveys.of_assessment(made)
        link = at.code[0].value.rpartition("=")[2]
        for number in range(6):
            place = opened.surveys.begin(link, on=TODAY)
            answer = Answer.AGREE if number else Answer.DISAGREE
            for id_ in WORKERS:
                opened.surveys.answer(found.id, place.token, id_, answer, on=TODAY)
    at = settled(at.button(key=f"survey-close-{found.id}").click())
    with store(database) as opened:
        assert opened.surveys.load(found.id).sealed
    # Five of six agree with everything: all but one, so a range; 83 % at least, which is experienced.
    assert levels(at)["Experienced"] == [4] * 6
    # It was planned to be open for two weeks more.
    assert says(at, "Spring 2027, closed today")
    at = _tab(at, "Worker survey")
    assert keys(at, "survey-close-") == []
    assert says(at, "Closed today. 6 people answered.")
    assert says(open_page("survey", link=link), "It was closed today")


def test_the_page_opens_on_the_largest_gap_unless_the_address_names_a_capability(database: str) -> None:
    # sample_evidence/README.md: Learning culture is the first with a gap of 1, Dignity has one of −1.
    aid = sample_id(database, ROWANBANK)
    at = open_page("checklist", assessment=aid, capability="dignity")
    assert go_to(at, "say_do_gap").session_state["capability"] == "learning-culture"
    assert _page(aid, capability="dignity").session_state["capability"] == "dignity"
    at = _page(aid)
    at.button_group(key="capability").set_value("feedback").run()
    assert at.session_state["capability"] == "feedback"


def test_from_a_stage_that_is_only_claimed_to_an_action_in_two_clicks(database: str) -> None:
    aid = sample_id(database, ROWANBANK)
    at = _page(aid, capability="learning-culture")
    assert keys(at, "gap-action-") == ["established"]  # the one stage that is only claimed
    at = settled(at.button(key="gap-action-established").click())
    before = stored(database, aid).assessment.actions
    (save,) = [one for one in at.button if one.label == "Save"]
    at = settled(save.click())
    (made,) = [one for id_, one in stored(database, aid).assessment.actions.items() if id_ not in before]
    assert made.covers == ("1.2.W2", "1.2.W4")  # what workers do not experience (test above)
    assert made.title.startswith("Help workers feel able to express their views")
    assert says(at, "Added")
    assert keys(at, "gap-action-") == []
    assert any(label.startswith("In the plan: ") for label in links(at))


def test_the_days_of_an_open_survey_can_be_moved(database: str) -> None:
    made = own(database)
    at = _fill(_tab(_page(made), "Worker survey"), "Spring 2027")
    with store(database) as opened:
        (found,) = opened.surveys.of_assessment(made)
    later = TODAY + timedelta(40)
    at.date_input(key=f"survey-closes_on-{found.id}").set_value(later).run()
    with store(database) as opened:
        assert opened.surveys.load(found.id).closes_on == later
    at.date_input(key=f"survey-closes_on-{found.id}").set_value(TODAY - timedelta(1)).run()
    assert told(at) == ["That would end the survey for good. To end it now, close it."]
    with store(database) as opened:
        assert opened.surveys.load(found.id).closes_on == later


def test_only_who_made_a_survey_can_remove_it(database: str) -> None:
    made = own(database)
    at = _fill(_tab(_page(made), "Worker survey"), "Spring 2027")
    with store(database) as opened:
        (found,) = opened.surveys.of_assessment(made)
    settled(at.button(key=f"survey-close-{found.id}").click())
    others = _tab(_page(made, browser="another"), "Worker survey")
    assert keys(others, "survey-delete-") == []
    settled(_tab(_page(made), "Worker survey").button(key=f"survey-delete-{found.id}").click())
    with store(database) as opened:
        assert opened.surveys.of_assessment(made) == ()


def test_resetting_the_samples_brings_their_survey_back(database: str) -> None:
    at = open_page("settings")
    at.session_state["section"] = "Data"
    at.run()
    settled(at.button(key="reset-samples").click())
    with store(database) as opened:
        assert len(opened.surveys.of_assessment(sample_id(database, ROWANBANK))) == 1
        assert len(opened.surveys.of_assessment(sample_id(database, TARBRAE))) == 1
