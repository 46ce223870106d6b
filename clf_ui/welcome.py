"""The first minutes: what this is, and the two ways to begin."""

from __future__ import annotations

import streamlit as st

from clf_store import AssessmentInfo

from . import assessments, state
from .actions import told
from .exchange import import_file
from .loaders import WELCOME_CLOSED, load_samples, now, st_framework, st_store
from .wording import plain


@told
def _close() -> None:
    st_store().set_setting(WELCOME_CLOSED, "yes")


@told
def reset_samples() -> None:
    """Put the fictional services back as they were delivered; nobody's own assessments are touched."""
    store = st_store()
    store.delete_fictional(who=state.browser(), at=now())
    added = load_samples(store, st_framework())
    state.forget(state.ASSESSMENT)
    state.notify(f"{added} sample assessments are back as they were delivered")


def welcome(info: AssessmentInfo) -> None:
    """A short welcome above a fictional service, until somebody closes it."""
    if not info.fictional or st_store().setting(WELCOME_CLOSED):
        return
    with st.container(border=True, key="welcome", horizontal=True, vertical_alignment="center"):
        st.markdown(
            "**Welcome.** These services are fictional, so try anything: judge an indicator on the "
            "Checklist and watch the stages move.",
            width="stretch",
        )
        if st.button("Start your own", type="primary", icon=":material/add:", key="welcome-start"):
            assessments.start_dialog()
        st.button("Close", key="welcome-close", on_click=_close, type="tertiary")


def nothing_yet() -> None:
    """What a page shows when the database holds no assessment."""
    notice = state.take_notice()
    if notice:
        (st.warning if notice.is_problem else st.info)(plain(notice.text))
    st.header("No assessment yet")
    st.write("Start one for your own service, or bring in the fictional samples to look around.")
    with st.container(horizontal=True):
        if st.button("Start an assessment", type="primary", icon=":material/add:", key="empty-start"):
            assessments.start_dialog()
        st.button("Bring in the samples", key="empty-samples", on_click=reset_samples)
    import_file()
