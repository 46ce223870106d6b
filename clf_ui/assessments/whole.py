"""Starting, copying, finalising and deleting assessments."""

from __future__ import annotations

from datetime import date

import streamlit as st

from clf_model import Assessment, Framework, RecordError
from clf_store import AssessmentInfo

from .. import state
from ..clock import now, today_here
from ..shared.assessment_names import assessment_name, service_name
from ..shared.callbacks import told
from ..shared.errors import close_dialog_or_say
from ..shared.loaders import st_framework, st_store, st_stored
from ..shared.quick_taps import once
from ..wording import plain

_FIELDS = ("organisation", "unit", "title", "assessed_on")


def _field(name: str) -> str:
    return state.key("start", name)


def _start() -> None:
    organisation, unit, title, day = (state.value(_field(name)) for name in _FIELDS)
    if not (organisation or "").strip():
        raise RecordError("Give the organisation's name; then the assessment is made.")
    framework = st_framework()
    assessment = Assessment(
        framework_id=framework.id,
        organisation=organisation.strip(),
        unit=(unit or "").strip() or None,
        title=(title or "").strip() or None,
        assessed_on=day,
    )
    _add(assessment, framework)
    for name in _FIELDS:
        state.forget(_field(name))


@once
def _add(assessment: Assessment, framework: Framework) -> None:
    open_assessment(st_store().add(assessment, framework, who=state.browser(), at=now()))


def open_assessment(assessment_id: int) -> None:
    """Bring an assessment into view, and into the address, so that a reload or a link shows the same."""
    state.put(state.ASSESSMENT, assessment_id)
    state.write_address()


@st.dialog("Start an assessment")
def start_dialog() -> None:
    """Ask for what an assessment needs: whose it is, and its date."""
    with st.form("start-assessment", border=False):
        st.text_input("Organisation", key=_field("organisation"), required=True)
        st.text_input("Unit, team or site (optional)", key=_field("unit"))
        st.text_input("Title (optional)", key=_field("title"), placeholder="Spring review")
        st.date_input("Date", value=today_here(), key=_field("assessed_on"), format="DD/MM/YYYY")
        if st.form_submit_button("Start", type="primary", on_click=told(_start)):
            close_dialog_or_say()


@told
def finalise(assessment_id: int) -> None:
    """Lock an assessment as a dated record; the second of two clicks finds it locked."""
    if st_stored(assessment_id).info.final:
        return
    st_store().finalise(assessment_id, who=state.browser(), at=now())
    state.notify("Finalised: a dated record. Undo takes it back for a quarter of an hour")


@told
def reopen(assessment_id: int) -> None:
    """Make a final assessment a draft again, for the reason that was entered."""
    reason = state.key("reopen-reason", assessment_id)
    st_store().reopen(assessment_id, state.value(reason) or "", who=state.browser(), at=now())
    state.forget(reason)
    state.notify("Reopened: the assessment is a draft again")


@told
@once
def carry_on(info: AssessmentInfo, day: date) -> None:
    """Copy an assessment as a new draft of the same service, and open it."""
    open_assessment(st_store().copy(info.id, assessed_on=day, title=None, who=state.browser(), at=now()))
    state.notify("A new draft carries on from the earlier judgements")


def nothing_in_view() -> None:
    """What was in view is gone, from the address too: a reload does not look for it."""
    state.forget(state.ASSESSMENT)
    state.write_address()


def put_away(assessment_id: int) -> None:
    """Take an assessment out of every list; it can be brought back."""
    st_store().delete(assessment_id, who=state.browser(), at=now())
    nothing_in_view()
    state.deleted_assessment.put(assessment_id)


delete = told(put_away)
"""The same, as a callback."""


@told
def restore(assessment_id: int) -> None:
    """Bring back an assessment that was deleted."""
    st_store().restore(assessment_id, who=state.browser(), at=now())
    if state.deleted_assessment.get() == assessment_id:
        state.deleted_assessment.put(None)
    open_assessment(assessment_id)
    state.notify("The assessment is back")


@told
def edit_details(info: AssessmentInfo) -> None:
    """Save organisation, unit, title and date as entered in Settings."""
    organisation, unit, title, day = (state.value(state.key("details", name, info.id)) for name in _FIELDS)
    if not (organisation or "").strip():
        state.put(state.key("details", "organisation", info.id), info.organisation)
        state.notify("An assessment needs the organisation's name; it stays as it was.", is_problem=True)
        return
    st_store().edit_details(
        info.id,
        organisation=organisation.strip(),
        unit=(unit or "").strip() or None,
        title=(title or "").strip() or None,
        assessed_on=day or info.assessed_on,
        who=state.browser(),
        at=now(),
    )
    is_another = st_stored(info.id).info.service_id != info.service_id
    left = st_store().assessments_of(info.framework_id, info.service_id)
    if is_another and left:
        state.notify(
            "Details saved. With this name and unit it is another service: the other assessments stay under "
            "the former one, and History begins anew.",
            is_problem=True,
        )
    else:
        state.notify("Details saved")


def details_fields(info: AssessmentInfo) -> None:
    """Organisation, unit, title and date, each saved at once when changed."""
    saved = {"organisation": info.organisation, "unit": info.unit or "", "title": info.title or ""}
    labels = {"organisation": "Organisation", "unit": "Unit, team or site", "title": "Title"}
    for name, content in saved.items():
        st.text_input(
            labels[name],
            value=content,
            key=state.key("details", name, info.id),
            disabled=info.final,
            on_change=edit_details,
            args=(info,),
        )
    st.date_input(
        "Date",
        value=info.assessed_on,
        key=state.key("details", "assessed_on", info.id),
        format="DD/MM/YYYY",
        disabled=info.final,
        on_change=edit_details,
        args=(info,),
    )


def deleted_notice() -> None:
    """After a deletion: what happened, and the way back."""
    deleted = state.deleted_assessment.get()
    if deleted is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            name = _deleted_name(deleted)
            st.markdown(f":material/delete: {plain(name)} was deleted.", width="content")
            st.button("Undo deletion", key="restore", on_click=restore, args=(deleted,))


def _deleted_name(assessment_id: int) -> str:
    """Whose assessment it was, and of which day."""
    for one in st_store().deleted(st_framework().id):
        if one.info.id == assessment_id:
            return f"{service_name(one.info)}, {assessment_name(one.info)},"
    return "The assessment"
