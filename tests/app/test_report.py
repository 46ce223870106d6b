"""The Report page: which document, its first pages, and files that say what the page shows."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from clf_model import Action, Evidence, Judgement, Record, dump_assessment
from clf_reports.documents.carried import carried_by
from clf_store import ActionEdit, TextEdit
from clf_ui.report import making
from tests.app.driver import (
    AT,
    MARKUP,
    ROWANBANK,
    alive,
    downloaded,
    framework,
    go_to,
    links,
    met,
    open_page,
    own,
    sample_id,
    says,
    store,
    stored,
    told,
)


def report(assessment: int, **query: object) -> AppTest:
    return open_page("report", assessment=assessment, **query)


def wrote(at: AppTest, words: str) -> AppTest:
    """Write own words under the section that is chosen."""
    (field,) = [one for one in at.text_area if str(one.key).startswith("own-words-")]
    return field.set_value(words).run()


def html_of(assessment: int, **query: object) -> str:
    report(assessment, **query)
    return html()


def html() -> str:
    return downloaded("html").decode()


def test_a_report_opens_with_all_of_it_and_the_first_pages_as_pictures(database: str) -> None:
    at = report(sample_id(database, ROWANBANK))
    assert at.radio(key="layout").value == "full"
    assert len(at.get("image")) == making.FIRST_PAGES
    assert says(at, "the first 4 of them here")
    assert says(at, "Every page is marked Draft and Fictional")


def test_the_files_say_what_the_database_holds_and_carry_it(database: str) -> None:
    assessment = sample_id(database, ROWANBANK)
    at = report(assessment, layout="one-page")
    assert len(at.get("image")) == 1
    held = dump_assessment(stored(database, assessment).assessment, framework())
    for ending in making.FILES:
        inside = carried_by(downloaded(ending))
        assert inside is not None, ending
        assert inside.decode() == held, ending
    assert "Self-assessment on one page" in html()


def test_what_is_left_out_is_not_in_the_file_and_is_in_the_address(database: str) -> None:
    at = report(own(database, {"1.1.O1": met()}))
    assert ">Every indicator</h2>" in html()
    at.button_group(key="without").set_value(["indicators"]).run()
    assert ">Every indicator</h2>" not in html()
    assert at.query_params["without"] == "indicators"


def test_each_assessment_keeps_its_own_choice(database: str) -> None:
    first, second = own(database), own(database, organisation="Elm House")
    at = report(first)
    at.radio(key="layout").set_value("planner").run()
    assert at.query_params["layout"] == "planner"
    at.selectbox(key="assessment").set_value(second).run()
    assert at.radio(key="layout").value == "full"
    at.selectbox(key="assessment").set_value(first).run()
    assert at.radio(key="layout").value == "planner"
    at = go_to(go_to(at, "evidence"), "report")  # and after a look at another page
    assert at.radio(key="layout").value == "planner"
    assert report(first).radio(key="layout").value == "planner"  # another tab, another day


def test_a_link_says_which_document(database: str) -> None:
    at = report(own(database), layout="three-questions")
    assert at.radio(key="layout").value == "three-questions"


def test_a_final_assessment_is_marked_final_and_names_what_changed_since_the_last_final_one(
    database: str,
) -> None:
    before = own(database, {"1.1.O1": Record(Judgement.PARTLY)}, assessed_on=date(2025, 5, 2))
    now = own(database, {"1.1.O1": met()}, assessed_on=date(2026, 5, 2))
    report(now)
    assert ">What changed</h2>" not in html()
    with store(database) as opened:
        opened.finalise(before, who="local", at=AT)
        opened.finalise(now, who="local", at=AT)
    at = report(now)
    assert not says(at, "Every page is marked")
    assert '<span class="mark">Final</span>' in html()
    assert "Compared with the assessment of 2 May 2025" in html()


def test_what_people_wrote_is_text_in_the_file_and_on_the_page(database: str) -> None:
    record = Record(Judgement.MET, evidence=(Evidence(MARKUP),))
    at = report(own(database, {"1.1.O1": record}, organisation=MARKUP, title=MARKUP))
    assert not alive(at)
    assert "<img src=x" not in html()


def test_what_a_reader_would_ask_is_counted_and_leads_to_its_place(database: str) -> None:
    assessment = own(database, {"1.1.O1": met()}, organisation=MARKUP)
    with store(database) as opened:
        edit = ActionEdit(None, Action("forum", MARKUP))
        opened.change_actions(assessment, {"forum": edit}, who="local", at=AT)
    at = report(assessment, part="Before you sign")
    assert says(at, "1 open action has no owner.")
    assert "1 open action has no owner." not in html_of(assessment)
    assert "1 open action has no owner." in html_of(assessment, **{"with": "open"})
    assert says(at, "1 indicator judged met has no evidence.")
    (way,) = [query for label, (_, query) in links(at).items() if label.startswith("**1.1.O1**")][:1]
    assert "indicator=1.1.O1" in way
    assert any(page.endswith("action-plan") for page, _ in links(at).values())
    assert not alive(at)
    assert not at.get("image")


def test_own_words_stand_in_the_document_and_are_undone(database: str) -> None:
    assessment = own(database, {"1.1.O1": met()})
    at = report(assessment)
    assert at.selectbox(key="own-words-section").value == "summary"
    wrote(at, f"{MARKUP}\nAll of us.")
    assert stored(database, assessment).assessment.texts == {"summary": f"{MARKUP}\nAll of us."}
    assert "All of us." in html()
    assert not alive(at)
    at.button(key="undo").click().run()
    assert stored(database, assessment).assessment.texts == {}
    assert "All of us." not in html()
    assert says(at, "own words in the report") or "own words in the report" in " ".join(told(at))


def test_two_people_who_write_under_one_section_see_both(database: str) -> None:
    assessment = own(database)
    at = report(assessment)
    with store(database) as opened:
        opened.change_texts(assessment, {"summary": TextEdit("", "Theirs.")}, who="other", at=AT)
    wrote(at, "Mine.")
    assert says(at, "Somebody else has written here meanwhile")
    assert [one.value for one in at.text][-2:] == ["Theirs.", "Mine."]
    at.button(key="own-words-keep-yours").click().run()
    assert stored(database, assessment).assessment.texts == {"summary": "Mine."}


def test_a_report_that_was_handed_on_is_imported_again_with_its_words(database: str) -> None:
    assessment = own(database, {"1.1.O1": met()}, organisation="Hazel House")
    report(assessment)
    with store(database) as opened:
        opened.change_texts(assessment, {"summary": TextEdit("", "We met.")}, who="local", at=AT)
    report(assessment, layout="one-page")
    wanted = stored(database, assessment).assessment
    for ending in making.FILES:
        file = downloaded(ending)
        at = open_page("settings", assessment=assessment)
        at.session_state["section"] = "Data"
        at = at.run().file_uploader(key="import-file").upload(f"report.{ending}", file).run()
        at.button(key="import").click().run()
        assert stored(database, at.session_state["assessment"]).assessment == wanted, ending


def test_what_is_the_same_is_made_once(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    monkeypatch.setitem(making.FILES, "html", lambda document: made.append(document) or b"a page")
    report(own(database, organisation="Birch House"))
    assert [downloaded("html"), downloaded("html")] == [b"a page"] * 2
    assert len(made) == 1


def test_what_went_wrong_is_tried_anew(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(document: object) -> bytes:
        raise OSError("no room")

    report(own(database, organisation="Aspen House"))
    monkeypatch.setitem(making.FILES, "html", fails)
    with pytest.raises(OSError, match="no room"):
        downloaded("html")
    monkeypatch.undo()
    assert "Aspen House" in html()
