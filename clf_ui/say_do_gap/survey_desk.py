"""The worker surveys of an assessment, for whoever opens, closes and removes them."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from clf_model import ClfError, Perspective, RecordError
from clf_model.voices import Withheld
from clf_reports import qr_svg
from clf_store import SurveyInfo

from .. import state
from ..clock import now
from ..shared.addresses import LOCAL_ONLY, reachable, survey_address
from ..shared.callbacks import told
from ..shared.errors import close_dialog_or_say, fragment
from ..shared.far_reaching import CLOSE_SURVEY, REMOVE_SURVEY, asks
from ..shared.in_force import day_for_everyone
from ..shared.loaders import by, framework_of, st_store
from ..shared.quick_taps import once
from ..shared.survey_results import is_over, st_survey_results
from ..shared.surveys import GAP, Gap, how_it_ended, is_own, zone_of_days
from ..shared.visitor import seat
from ..wording import counted, long_date, plain

COUNT_EVERY = 5.0  # seconds
DAYS_OPEN = 14
_OPEN = "survey-open"


def surveys(gap: Gap) -> None:
    """A new survey, those that take answers, and those that are over."""
    st.markdown(
        "Workers get a link, and say on their own phones how far they agree with the worker statements. "
        "Nobody sees single answers, you included. Results are shown once the survey is closed, and nothing "
        "about fewer than five people."
    )
    if st.button("Open a survey", type="primary", icon=":material/add:", key="survey-new"):
        open_dialog(gap.view.info.id)
    today = day_for_everyone()
    for survey in gap.surveys:
        with st.container(border=True, key=state.key("survey", survey.id)):
            st.markdown(f"**{plain(survey.title)}**")
            if is_over(survey, today):
                _over(survey)
            else:
                _running(survey)


@st.dialog("Open a worker survey")
def open_dialog(assessment_id: int) -> None:
    """Ask for what a survey needs: its title, its days, and what it is about."""
    capabilities = {one.id: one.short_name for one in framework_of(assessment_id).capabilities}
    today = day_for_everyone()
    with st.form(_OPEN, border=False):
        st.text_input("Title", key=_field("title"), value="Worker survey", required=True)
        st.date_input("First day", key=_field("opens_on"), value=today, format="DD/MM/YYYY")
        st.date_input(
            "Last day", key=_field("closes_on"), value=today + timedelta(DAYS_OPEN), format="DD/MM/YYYY"
        )
        st.caption(plain(f"Days begin and end at midnight, {zone_of_days()}."))
        st.multiselect(
            "Only some capabilities (otherwise all)",
            list(capabilities),
            format_func=capabilities.__getitem__,
            key=_field("capabilities"),
        )
        if st.form_submit_button("Open it", type="primary", on_click=told(_open), args=(assessment_id,)):
            close_dialog_or_say()


def _field(name: str) -> str:
    return state.key(_OPEN, name)


@once
def _open(assessment_id: int) -> None:
    title, opens_on, closes_on, chosen = (
        state.value(_field(name)) for name in ("title", "opens_on", "closes_on", "capabilities")
    )
    if not (title or "").strip() or not opens_on or not closes_on:
        raise RecordError("Give the survey a title, a first and a last day; then it is opened.")
    if closes_on < day_for_everyone():
        raise RecordError("The last day is over already. Choose a later one; then it is opened.")
    framework = framework_of(assessment_id)
    asked = [
        i.id
        for i in framework.indicators
        if i.perspective is Perspective.WORKER and i.capability_id in chosen
    ]
    st_store().surveys.open(
        assessment_id,
        framework,
        asked or None,
        title=title.strip(),
        opens_on=opens_on,
        closes_on=closes_on,
        at=now(),
        owner=seat(),
    )
    state.notify("The survey is open. Send its link to the workers")


def _running(survey: SurveyInfo) -> None:
    """A survey that takes answers: who can reach it, how many have, and its end."""
    _count(survey.id)
    days = f"{counted(len(survey.statement_ids), 'statement')}, from {long_date(survey.opens_on)} to "
    st.caption(plain(f"{days}{long_date(survey.closes_on)}, both days included, {zone_of_days()}."))
    if not is_own(survey):
        st.caption("It was opened in another browser: the link, and the way to close it early, are there.")
        return
    address = survey_address(st_store().surveys.link(survey.id, seat()))
    left, right = st.columns([0.3, 0.7], gap="medium", vertical_alignment="center")
    with left:
        st.image(qr_svg(address), width=200, alt="QR code of the survey's link")
    with right:
        st.markdown("The link for workers:")
        st.code(address, language=None, wrap_lines=True)
        if not reachable():
            st.warning(LOCAL_ONLY, icon=":material/warning:")
        with st.container(horizontal=True):
            _dates(survey)
            asks(
                CLOSE_SURVEY,
                (
                    f"“{survey.title}” then takes no further answer, also from who has begun, and cannot be "
                    "opened again. Its results are shown at once.",
                ),
                _close,
                of=survey.id,
                args=(survey.id,),
            )


@fragment(run_every=COUNT_EVERY)
def _count(survey_id: int) -> None:
    """How many have answered so far: all that may be known while it is open."""
    people = st_store().surveys.respondents(survey_id)
    st.subheader(f"{counted(people, 'person has', 'people have')} answered", anchor=False)
    _shared(survey_id)


def _shared(survey_id: int) -> None:
    """How many answered on a device that went from hand to hand: it may as well have been one person."""
    shared = st_store().surveys.shared(survey_id)
    if shared:
        st.caption(f"{shared} of them on a device on which somebody had answered before.")


def _dates(survey: SurveyInfo) -> None:
    with st.popover("Change the days", icon=":material/event:", key=state.key("survey-days", survey.id)):
        for name, label, day in (
            ("opens_on", "First day", survey.opens_on),
            ("closes_on", "Last day", survey.closes_on),
        ):
            st.date_input(
                label,
                value=day,
                key=state.key("survey", name, survey.id),
                format="DD/MM/YYYY",
                on_change=_move,
                args=(survey,),
            )


@told
def _move(survey: SurveyInfo) -> None:
    opens_on, closes_on = (
        state.value(state.key("survey", name, survey.id)) for name in ("opens_on", "closes_on")
    )
    today = day_for_everyone()
    if not opens_on or not closes_on:
        return
    if closes_on < today:
        state.notify("That would end the survey for good. To end it now, close it.", is_problem=True)
        state.put(state.key("survey", "closes_on", survey.id), survey.closes_on)
        return
    try:
        st_store().surveys.set_dates(survey.id, seat(), opens_on=opens_on, closes_on=closes_on, on=today)
    except ClfError:
        state.put(state.key("survey", "opens_on", survey.id), survey.opens_on)
        state.put(state.key("survey", "closes_on", survey.id), survey.closes_on)
        raise
    state.notify("The survey's days are changed")


@told
def _close(survey_id: int) -> None:
    st_store().surveys.close(survey_id, seat(), on=day_for_everyone(), by=by(state.browser()))
    state.put(state.SURVEY, survey_id)
    state.put(state.GAP_TAB, GAP)
    state.write_address()
    state.notify("The survey is closed")


def _over(survey: SurveyInfo) -> None:
    """A survey that is over, and the way to remove it."""
    results = st_survey_results(survey)
    people = (
        results.why_withheld(Withheld.TOO_FEW)
        if results.respondents is None
        else f"{counted(results.respondents, 'person', 'people')} answered."
    )
    said = f"Imported, {how_it_ended(survey)}" if survey.imported else how_it_ended(survey)
    st.caption(plain(f"{said[:1].upper()}{said[1:]}. {people}"))
    if not is_own(survey):
        return
    _shared(survey.id)
    asks(
        REMOVE_SURVEY,
        (
            f"“{survey.title}” and all answers to it are removed for good. {people} The gap then shows "
            "nothing of what they said.",
        ),
        _delete,
        of=survey.id,
        args=(survey.id,),
        type="tertiary",
    )


@told
def _delete(survey_id: int) -> None:
    st_store().surveys.delete(survey_id, seat(), by=by(state.browser()))
    state.notify("The survey is removed")
