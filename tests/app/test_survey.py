"""The worker survey on a worker's phone: one statement at a time, saved as it goes, nothing around it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from clf_model import Perspective
from clf_model.voices import Answer, Role, published
from clf_store import new_token
from clf_ui.clock import now
from tests.app.driver import (
    AT,
    GARDEN,
    MARKUP,
    alive,
    framework,
    keys,
    open_page,
    own,
    said,
    says,
    shows,
    store,
)

TODAY = now().date()
WORKERS = [i.id for i in framework().indicators if i.perspective is Perspective.WORKER]
DIGNITY = [id_ for id_ in WORKERS if id_.startswith("5.")]


def _opened(
    url: str,
    *,
    assessment_id: int | None = None,
    title: str = "Spring survey",
    opens_on: date = TODAY,
    closes_on: date = TODAY + timedelta(7),
) -> tuple[int, str]:
    """A survey on the statements of one capability; its id and link."""
    with store(url) as opened:
        made = opened.surveys.open(
            assessment_id or own(url),
            framework(),
            DIGNITY,
            title=title,
            opens_on=opens_on,
            closes_on=closes_on,
            at=AT,
            owner=new_token(),
        )
    assert made.link
    return made.survey_id, made.link


def _begun(link: str, browser: str = "phone") -> AppTest:
    return open_page("survey", browser=browser, link=link).button(key="survey-begin").click().run()


def _tap(at: AppTest, statement_id: str, answer: Answer) -> AppTest:
    return at.button(key=f"survey-answer-{statement_id}-{answer}").click().run()


def _respondents(url: str, survey_id: int) -> int:
    with store(url) as opened:
        return opened.surveys.respondents(survey_id)


# --- what opens ---


@pytest.mark.parametrize("link", ["", "no-such-link", "h7XHqFKOBZUPdJhjq7_QrQ"])
def test_a_wrong_link_opens_nothing_and_says_what_to_do(database: str, link: str) -> None:
    _opened(database)
    at = open_page("survey", link=link) if link else open_page("survey")
    assert says(at, "No survey here")
    assert says(at, "Ask whoever sent it for the whole link.")
    assert not at.button
    assert not at.error


def test_a_survey_that_is_closed_says_so(database: str) -> None:
    with store(database) as opened:
        owner = new_token()
        made = opened.surveys.open(
            own(database), framework(), title="S", opens_on=TODAY, closes_on=TODAY, at=AT, owner=owner
        )
        opened.surveys.close(made.survey_id, owner, on=TODAY)
    assert made.link
    at = open_page("survey", link=made.link)
    assert says(at, "This survey is over")
    assert not at.button


def test_a_survey_whose_last_day_is_past_is_over(database: str) -> None:
    yesterday = TODAY - timedelta(1)
    _, link = _opened(database, opens_on=yesterday, closes_on=yesterday)
    assert says(open_page("survey", link=link), "This survey is over")


def test_a_survey_that_has_not_begun_says_when_it_does(database: str) -> None:
    _, link = _opened(database, opens_on=TODAY + timedelta(1))
    at = open_page("survey", link=link)
    assert says(at, "This survey has not begun")
    assert not at.button


def test_a_survey_of_a_deleted_assessment_is_not_there(database: str) -> None:
    made = own(database)
    _, link = _opened(database, assessment_id=made)
    with store(database) as opened:
        opened.delete(made, who="somebody", at=AT)
    assert says(open_page("survey", link=link), "No survey here")


def test_there_is_nothing_around_it(database: str) -> None:
    at = open_page("survey", link=_opened(database)[1])
    assert not shows(at, "context-line")
    assert not shows(at, "undo")
    assert not at.page_link


def test_another_framework_in_the_dashboard_changes_nothing_of_a_survey(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, link = _opened(database)
    asked = said(open_page("survey", link=link))
    monkeypatch.setenv("CLF_FRAMEWORK", str(GARDEN))
    assert said(open_page("survey", link=link)) == asked


# --- answering ---


def test_looking_at_the_first_page_leaves_no_trace(database: str) -> None:
    survey_id, link = _opened(database)
    at = open_page("survey", link=link)
    assert says(at, f"{len(DIGNITY)} statements about what it is like to work here.")
    assert _respondents(database, survey_id) == 0


def test_one_tap_saves_and_goes_on(database: str) -> None:
    survey_id, link = _opened(database)
    at = _begun(link)
    assert says(at, f"workers to {framework().indicator(DIGNITY[0]).text}")
    at = _tap(at, DIGNITY[0], Answer.AGREE)
    assert says(at, f"workers to {framework().indicator(DIGNITY[1]).text}")
    assert _respondents(database, survey_id) == 1


def test_the_role_is_kept_where_somebody_gives_one(database: str) -> None:
    survey_id, link = _opened(database)
    for number in range(10):
        at = open_page("survey", browser=f"phone {number}", link=link)
        if number < 5:
            at.selectbox(key="survey-role-1").select(Role.MANAGER)
        at = at.button(key="survey-begin").click().run()
        _tap(at, DIGNITY[0], Answer.AGREE if number % 2 else Answer.DISAGREE)
    with store(database) as opened:
        closing = TODAY + timedelta(8)
        results = published(opened.surveys.results(survey_id, on=closing), framework())
    assert {one.roles: one.respondents for one in results.groups} == {(Role.MANAGER,): 5, (None,): 5}


def test_after_a_reload_the_same_phone_goes_on_where_it_was(database: str) -> None:
    _, link = _opened(database)
    at = _begun(link)
    for id_ in DIGNITY[:3]:
        at = _tap(at, id_, Answer.AGREE)
    again = open_page("survey", browser="phone", link=link)
    assert says(again, f"workers to {framework().indicator(DIGNITY[3]).text}")
    assert shows(open_page("survey", browser="another phone", link=link), "survey-begin")


def test_going_back_shows_and_changes_the_answer(database: str) -> None:
    survey_id, link = _opened(database)
    at = _tap(_begun(link), DIGNITY[0], Answer.AGREE)
    at = at.button(key=f"survey-back-{DIGNITY[1]}").click().run()
    assert at.button(key=f"survey-answer-{DIGNITY[0]}-agree").proto.type == "primary"
    at = _tap(at, DIGNITY[0], Answer.DISAGREE)
    assert says(at, f"workers to {framework().indicator(DIGNITY[1]).text}")
    at = at.button(key=f"survey-back-{DIGNITY[1]}").click().run()
    assert at.button(key=f"survey-answer-{DIGNITY[0]}-disagree").proto.type == "primary"
    assert _respondents(database, survey_id) == 1


def test_what_was_left_out_is_offered_at_the_end(database: str) -> None:
    _, link = _opened(database)
    at = _begun(link)
    at = at.button(key=f"survey-next-{DIGNITY[0]}").click().run()
    for id_ in DIGNITY[1:]:
        at = _tap(at, id_, Answer.DONT_KNOW)
    assert says(at, "Thank you")
    assert says(at, f"{len(DIGNITY) - 1} answers are saved.")
    at = at.button(key="survey-left-out").click().run()
    at = _tap(at, DIGNITY[0], Answer.AGREE)
    assert says(at, f"{len(DIGNITY)} answers are saved.")
    assert not shows(at, "survey-left-out")


def test_two_people_can_share_a_device(database: str) -> None:
    survey_id, link = _opened(database)
    at = _begun(link)
    for id_ in DIGNITY:
        at = _tap(at, id_, Answer.AGREE)
    at = at.button(key="survey-turn").click().run()
    assert shows(at, "survey-begin")
    at = at.button(key="survey-begin").click().run()
    _tap(at, DIGNITY[0], Answer.DISAGREE)
    assert _respondents(database, survey_id) == 2
    # The address carries whose turn it is.
    again = open_page("survey", browser="phone", link=link, turn=2)
    assert says(again, f"workers to {framework().indicator(DIGNITY[1]).text}")


def test_a_tap_after_the_close_is_refused_and_said(database: str) -> None:
    survey_id, link = _opened(database)
    at = _begun(link)
    with store(database) as opened:
        opened.surveys.results(survey_id, on=TODAY + timedelta(30))  # the last day is past: sealed
    at = _tap(at, DIGNITY[0], Answer.AGREE)
    assert says(at, "This survey is over")
    assert _respondents(database, survey_id) == 0


def test_what_people_write_does_not_act(database: str) -> None:
    made = own(database, organisation=MARKUP)
    _, link = _opened(database, assessment_id=made, title=MARKUP)
    at = open_page("survey", link=link)
    assert says(at, MARKUP)
    assert not alive(at)


def test_every_statement_has_six_answers(database: str) -> None:
    at = _begun(_opened(database)[1])
    assert keys(at, f"survey-answer-{DIGNITY[0]}-") == [
        *("agree_strongly", "agree", "neither", "disagree", "disagree_strongly", "dont_know"),
    ]
