"""The slim line under the navigation: which service and assessment, its state, saved when, undo."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from clf_store import AssessmentInfo

from . import actions, state
from .assessments import start_dialog
from .loaders import now, st_framework, st_store
from .view import current_view
from .wording import FICTIONAL, ago, long_date, plain, told_apart

STATUS = "status"


def service_name(info: AssessmentInfo) -> str:
    """Organisation and unit."""
    return f"{info.organisation}, {info.unit}" if info.unit else info.organisation


def assessment_name(info: AssessmentInfo) -> str:
    """Title and date of an assessment."""
    day = long_date(info.assessed_on)
    return f"{info.title}, {day}" if info.title else day


def context_line() -> bool:
    """The whole line; the choice lives in the address. False where there is no assessment to choose."""
    infos = {info.id: info for info in st_store().assessments(st_framework().id)}
    if not infos:
        return False
    state.keep_valid(state.ASSESSMENT, list(infos), default=first_choice(tuple(infos.values())))
    names = told_apart(
        {id_: f"{service_name(info)} · {assessment_name(info)}" for id_, info in infos.items()}
    )
    with st.container(horizontal=True, vertical_alignment="center", key="context-line"):
        st.selectbox(
            "Assessment",
            list(infos),
            format_func=names.__getitem__,
            key=state.ASSESSMENT,
            persist_state="session",
            on_change=state.write_address,
            label_visibility="collapsed",
            width=470,
            index=None,
        )
        if st.button("New", icon=":material/add:", help="Start an assessment", key="new-assessment"):
            start_dialog()
        status_line()
    return True


def first_choice(infos: tuple[AssessmentInfo, ...]) -> int:
    """What opens where nothing was chosen: the latest own work, else the sample with the longest history."""
    own = [info for info in infos if not info.fictional]
    if own:
        return max(own, key=lambda info: info.changed_at).id
    stories = Counter(info.service_id for info in infos)
    longest = max(infos, key=lambda info: (stories[info.service_id], info.assessed_on))
    return longest.id


@st.fragment(key=STATUS)
def status_line() -> None:
    """State of the assessment, when it was saved, undo and redo, and what the last action did."""
    view = current_view()
    info = view.info
    undoable, redoable = st_store().undoable(info.id, who=state.browser())
    with st.container(horizontal=True, vertical_alignment="center", key="status-line", gap="xsmall"):
        if info.fictional:
            st.badge(FICTIONAL, icon=":material/theater_comedy:", color="violet")
        if info.final:
            st.badge("Final", icon=":material/lock:", color="gray")
        else:
            st.badge("Draft", icon=":material/edit:", color="blue")
        notice = state.take_notice()
        if notice and notice.is_problem:
            st.warning(plain(notice.text), icon=":material/warning:")
        else:
            said = plain(notice.text) + " · " if notice else ""
            st.caption(f"{said}Saved {ago(info.changed_at, now())}", width="content")
        st.space("stretch")
        st.button(
            "Undo",
            key="undo",
            icon=":material/undo:",
            type="tertiary",
            shortcut="u",
            disabled=undoable is None,
            help=plain(f"Undo {actions.moved(undoable)}") if undoable else "Nothing of yours to undo",
            on_click=actions.undo,
            args=(info.id,),
            kwargs={"affected": actions.EVERYTHING},
        )
        st.button(
            "Redo",
            key="redo",
            icon=":material/redo:",
            type="tertiary",
            disabled=redoable is None,
            help=plain(f"Redo {actions.moved(redoable)}") if redoable else "Nothing to redo",
            on_click=actions.redo,
            args=(info.id,),
            kwargs={"affected": actions.EVERYTHING},
        )
