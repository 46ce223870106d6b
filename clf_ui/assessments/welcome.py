"""The first minutes: what this is, and the two ways to begin."""

from __future__ import annotations

import streamlit as st

from clf_model import join
from clf_store import AssessmentInfo, NotFoundError

from .. import state
from ..clock import now
from ..shared.callbacks import told
from ..shared.loaders import WELCOME_CLOSED, st_framework, st_store
from ..shared.samples import put_samples_back
from ..wording import counted, plain
from . import whole
from .exchange import import_file


@told
def _close() -> None:
    st_store().set_setting(WELCOME_CLOSED, "yes")


@told
def reset_samples() -> None:
    """Put the fictional services back as they were delivered; nobody's own assessments are touched."""
    before = _sample_in_view()
    added = put_samples_back(st_store(), st_framework(), who=state.browser(), at=now())
    if before is not None:
        again = [i for i in st_store().assessments(st_framework().id) if i.fictional and _same(i) == before]
        whole.nothing_in_view()
        if again:
            whole.open_assessment(again[0].id)
    state.notify(f"{added} sample assessments are back as they were delivered")


def _same(info: AssessmentInfo) -> tuple[object, ...]:
    """By what a sample is the same one after it was put back."""
    return info.organisation, info.unit, info.assessed_on


def _sample_in_view() -> tuple[object, ...] | None:
    """The sample in view; None where it is no sample."""
    chosen = state.value(state.ASSESSMENT)
    if chosen is None:
        return None
    try:
        info = st_store().info(chosen)
    except NotFoundError:
        return None
    return _same(info) if info.fictional and not info.demonstration else None


def what_resetting_loses() -> tuple[str, ...]:
    """How much was made of the samples since they were delivered, which goes."""
    made = st_store().made_of_samples(st_framework().id)
    parts = [
        counted(made.changes, "change") + " of judgements, evidence and actions" if made.changes else "",
        counted(made.copies, "new draft") if made.copies else "",
        counted(made.workshops, "workshop") if made.workshops else "",
        counted(made.surveys, "survey") if made.surveys else "",
    ]
    gone = join([one for one in parts if one])
    return (
        f"{counted(made.assessments, 'sample assessment')} of the fictional services go, and those delivered "
        "come back as they were, with everybody's scenarios on them gone.",
        f"Lost for good: {gone}." if gone else "Nothing was made of them since they were delivered.",
        "Your own assessments are not touched.",
    )


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
            whole.start_dialog()
        st.button("Close", key="welcome-close", on_click=_close, type="tertiary")


def nothing_yet() -> None:
    """What a page shows when the database holds no assessment."""
    notice = state.passing_notice()
    if notice:
        (st.warning if notice.is_problem else st.info)(plain(notice.text))
    st.header("No assessment yet")
    st.write("Start one for your own service, or bring in the fictional samples to look around.")
    with st.container(horizontal=True):
        if st.button("Start an assessment", type="primary", icon=":material/add:", key="empty-start"):
            whole.start_dialog()
        st.button("Bring in the samples", key="empty-samples", on_click=reset_samples)
    import_file()
