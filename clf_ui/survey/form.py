"""The worker survey as a worker sees it: one statement at a time, saved with each tap, no menu.

Buttons have keys of their statement: a second tap that comes late then answers nothing that was never seen.
"""

from __future__ import annotations

import streamlit as st

from clf_model import Indicator, UnknownIdError, spoken
from clf_model.voices import Answer, Response, Role
from clf_reports import ANSWERS, ROLE_WORDS
from clf_store import NotFoundError, NotSeatedError, SurveyInfo, UnknownLinkError

from .. import state
from ..shared.assessment_names import service_name
from ..shared.callbacks import guarded, told
from ..shared.errors import fragment
from ..shared.in_force import day_for_everyone
from ..shared.loaders import st_edition, st_store
from ..shared.redrawn import MINUTE
from ..shared.survey_results import is_over
from ..shared.surveys import how_it_ended, zone_of_days
from ..shared.visitor import seat
from ..wording import counted, long_date, plain

WIDTH = 520


def survey() -> None:
    """The survey that the link in the address opens, or why it opens none."""
    with st.container(horizontal_alignment="center"), st.container(width=WIDTH, key="survey"):
        _survey()


@fragment(run_every=MINUTE)
def _survey() -> None:
    notice = state.passing_notice()
    if notice:
        st.warning(plain(notice.text), icon=":material/warning:")
    link = state.value(state.LINK) or ""
    try:
        info = st_store().surveys.of_link(link)
        service = service_name(st_store().info(info.assessment_id))
        statements = [st_edition(info.framework_digest).indicator(id_) for id_ in info.statement_ids]
    except (UnknownLinkError, NotFoundError, UnknownIdError):
        _message(
            "No survey here",
            "This link opens no survey. Perhaps a part of it is missing, or the survey was removed. Ask "
            "whoever sent it for the whole link.",
        )
        return
    today = day_for_everyone()
    if is_over(info, today):
        _message(
            "This survey is over",
            f"It was {how_it_ended(info)}, and takes no more answers. Thank you to all who took part.",
        )
    elif not info.takes_answers(today):
        day = f"{long_date(info.opens_on)}, {zone_of_days()}"
        _message("This survey has not begun", f"It opens on {day}. Come back by the same link.")
    else:
        _open_survey(info, service, statements)


def _message(heading: str, text: str) -> None:
    st.header(heading, anchor=False)
    st.markdown(plain(text))


def _open_survey(info: SurveyInfo, service: str, statements: list[Indicator]) -> None:
    try:
        given = st_store().surveys.own_answers(info.id, seat(_turn()))
    except NotSeatedError:
        _start(info, service)
        return
    place = state.survey_places.get((info.id, _turn()))
    if place is None:
        place = _next_open(statements, given, 0)
    if place < len(statements):
        _statement(info, statements, given, place)
    else:
        _thanks(info, statements, given)


def _turn() -> int:
    return state.value(state.TURN) or 1


def _next_open(statements: list[Indicator], given: Response, start: int) -> int:
    """The place of the first statement without an answer from here on, or the end."""
    places = (n for n in range(start, len(statements)) if statements[n].id not in given.answers)
    return next(places, len(statements))


def _start(info: SurveyInfo, service: str) -> None:
    st.header(plain(info.title), anchor=False)
    st.markdown(plain(service))
    asked = counted(len(info.statement_ids), "statement")
    st.markdown(
        f"{asked} about what it is like to work here. Tap how far you agree with each; one tap saves it. "
        "You can leave any out, stop, and go on later on this device."
    )
    st.markdown(
        ":material/lock: **Anonymous.** No name is asked, and the dashboard shows nobody what a single "
        "person answered. Results come once the survey is closed, and nothing about fewer than five people."
    )
    st.selectbox(
        "Your role (optional)",
        list(Role),
        format_func=lambda role: ROLE_WORDS[role].capitalize(),
        index=None,
        placeholder="I would rather not say",
        key=state.key("survey-role", _turn()),
    )
    st.button("Begin", type="primary", width="stretch", key="survey-begin", on_click=_begin)


@told
def _begin() -> None:
    role = state.value(state.key("survey-role", _turn()))
    link = state.value(state.LINK) or ""
    turn = _turn()
    st_store().surveys.begin(link, on=day_for_everyone(), role=role, token=seat(turn), shared=turn > 1)


def _statement(info: SurveyInfo, statements: list[Indicator], given: Response, place: int) -> None:
    statement, total = statements[place], len(statements)
    capability = st_edition(info.framework_digest).capability(statement.capability_id)
    answered = len(given.answers)
    st.progress(answered / total, text=f"{answered} of {total} answered")
    st.caption(plain(f"{capability.name} · statement {place + 1} of {total}"))
    st.subheader(plain(spoken(statement)), anchor=False)
    st.markdown("How far do you agree, going by your own experience?")
    with st.container(key="survey-answers", gap="small"):
        for answer, label in ANSWERS.items():
            chosen = given.answers.get(statement.id) is answer
            st.button(
                label,
                key=state.key("survey-answer", statement.id, answer),
                width="stretch",
                type="primary" if chosen else "secondary",
                icon=":material/check:" if chosen else None,
                on_click=_answer,
                args=(info.id, statements, given, place, answer),
            )
    with st.container(horizontal=True, horizontal_alignment="distribute", key="survey-moves"):
        st.button(
            "Back",
            icon=":material/arrow_back:",
            key=state.key("survey-back", statement.id),
            disabled=place == 0,
            on_click=state.survey_places.put,
            args=((info.id, _turn()), place - 1),
        )
        st.button(
            "Next" if statement.id in given.answers else "Leave out",
            key=state.key("survey-next", statement.id),
            on_click=state.survey_places.put,
            args=((info.id, _turn()), place + 1),
        )


@told
def _answer(survey_id: int, statements: list[Indicator], given: Response, place: int, answer: Answer) -> None:
    statement = statements[place]
    st_store().surveys.answer(survey_id, seat(_turn()), statement.id, answer, on=day_for_everyone())
    new = statement.id not in given.answers
    following = _next_open(statements, given, place + 1) if new else place + 1
    state.survey_places.put((survey_id, _turn()), following)


def _thanks(info: SurveyInfo, statements: list[Indicator], given: Response) -> None:
    left_out = len(statements) - len(given.answers)
    st.header("Thank you", anchor=False)
    saved = counted(len(given.answers), "answer is", "answers are")
    last = f"{long_date(info.closes_on)}, {zone_of_days()}"
    st.markdown(
        f"{saved} saved. Nobody can see who answered what. Until {last}, you can come "
        "back by the same link, on this device, and change them."
    )
    if left_out:
        st.button(
            f"Answer the {counted(left_out, 'statement')} left out",
            width="stretch",
            key="survey-left-out",
            on_click=state.survey_places.put,
            args=((info.id, _turn()), _next_open(statements, given, 0)),
        )
    st.button(
        "Go through my answers",
        width="stretch",
        key="survey-again",
        on_click=state.survey_places.put,
        args=((info.id, _turn()), 0),
    )
    st.button("Somebody else answers on this device", width="stretch", key="survey-turn", on_click=_hand_over)


@guarded
def _hand_over() -> None:
    state.put(state.TURN, _turn() + 1)
    state.write_address()
