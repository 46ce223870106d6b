"""The assessment in view in Settings: its details, finalising and reopening, deleting and restoring."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from clf_model import (
    left_to_discuss,
)
from clf_store import Deleted

from .. import state
from ..assessments import whole
from ..clock import day_here, today_here
from ..shared.assessment_names import assessment_name, service_name
from ..shared.far_reaching import DELETE, FINALISE, REOPEN, asks
from ..shared.loaders import st_store
from ..shared.view import View
from ..wording import long_date, plain
from . import erasing
from .labels import labels_field


def this_assessment(view: View) -> None:
    """Name and date; finalise, carry on, delete; restore what was deleted, and erase."""
    info = view.info
    left, right = st.columns(2, gap="large")
    with left:
        whole.details_fields(info)
        labels_field(info)
    with right:
        (_final if info.final else _not_final)(view)
        st.markdown("**Carry on** copies its judgements and evidence into a new draft of today.")
        st.button(
            "Carry on in a new draft",
            key="carry-on",
            icon=":material/content_copy:",
            on_click=whole.carry_on,
            args=(info, today_here()),
        )
        st.markdown("**Delete** takes it out of every list; you can undo that, and restore it here later.")
        st.button(
            DELETE.label,
            key=DELETE.key,
            icon=f":material/{DELETE.icon}:",
            disabled=info.final,
            help="A final assessment is a record: reopen it first" if info.final else None,
            on_click=whole.delete,
            args=(info.id,),
        )
    deleted = st_store().deleted(view.framework.id)
    _deleted(deleted)
    erasing.services(view.info, [one.info for one in deleted])


def _not_final(view: View) -> None:
    st.markdown("**Finalise** locks this assessment as a dated record. A new draft can carry on from it.")
    asks(FINALISE, _what_finalising_means(view), whole.finalise, args=(view.info.id,))


def _what_finalising_means(view: View) -> tuple[str, ...]:
    """What is locked and kept, what was not discussed, and how it can be taken back."""
    left = left_to_discuss(view.profile)
    deciding = view.rules.perspectives.members
    others = [one for one in view.framework.indicators if one.perspective not in deciding]
    open_ = sum(view.assessment.judgement(one.id) is None for one in others)
    besides = f"{open_} of the {len(others)} that decide none" if open_ else ""
    return (
        f"{service_name(view.info)}, {assessment_name(view.info)}, becomes a dated record: judgements, "
        "reasons and evidence can no longer be changed. The plan of today is kept beside it; actions go on.",
        f"{left or 'All indicators that decide stages have been discussed'}"
        f"{besides and f', nor have {besides}' if left else besides and f', but not {besides}'}"
        f"{', and stay so' if left else ''}.",
        "Undo takes it back for a quarter of an hour. Later, reopening it takes a reason, which is logged.",
    )


def _final(view: View) -> None:
    info = view.info
    st.markdown("This assessment is **final**: a dated record that no longer changes.")
    asks(
        REOPEN,
        (
            "It becomes a draft again, in which everything can be changed, and says that it was reopened. "
            "What was handed out of it stays as it was, and so does the plan kept when it was finalised.",
        ),
        whole.reopen,
        args=(info.id,),
        field=lambda: _ask_why(info.id),
    )


def _ask_why(assessment_id: int) -> None:
    st.text_input("Why is it reopened?", key=state.key("reopen-reason", assessment_id))


def _deleted(found: Sequence[Deleted]) -> None:
    """The deleted assessments, each with the way back."""
    if not found:
        return
    st.markdown(f"**Deleted assessments** ({len(found)})")
    for one in found:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                "Restore",
                key=state.key("restore", one.info.id),
                icon=":material/restore_from_trash:",
                on_click=whole.restore,
                args=(one.info.id,),
            )
            st.markdown(
                plain(
                    f"{service_name(one.info)}, {assessment_name(one.info)}, "
                    f"deleted on {long_date(day_here(one.deleted_at))}"
                ),
                width="content",
            )
