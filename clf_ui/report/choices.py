"""Which document: its layout, and what the full one leaves out or has besides."""

from __future__ import annotations

import json

import streamlit as st

from clf_reports.documents.kinds import PART_TITLES, USUAL_PARTS, Layout, Part
from clf_reports.documents.layouts import LAYOUTS

from .. import state
from ..shared.callbacks import told
from ..shared.loaders import st_store
from ..shared.view import View
from .making import Order
from .material import material_of

DOCUMENT, BEFORE = "Document", "Before you sign"
"""The tabs of the page."""

_MORE = tuple(part for part in Part if part not in USUAL_PARTS)


def chosen(view: View) -> Order:
    """Shows what there is to choose; what was chosen."""
    state.recall_report(view.info.id, _chosen_last(view.info.id))
    layouts = [layout.value for layout in Layout]
    state.keep_valid(state.LAYOUT, layouts)
    state.keep_all_valid(state.WITHOUT, list(USUAL_PARTS))
    state.keep_all_valid(state.ADDED, list(_MORE))
    state.keep_report(view.info.id)
    st.radio(
        "Document",
        layouts,
        format_func=lambda layout: LAYOUTS[Layout(layout)].name,
        captions=[LAYOUTS[layout].purpose for layout in Layout],
        key=state.LAYOUT,
        on_change=_changed,
        args=(view.info.id,),
    )
    layout = Layout(state.value(state.LAYOUT))
    if layout is not Layout.FULL:
        return Order(material_of(view), layout)
    return Order(material_of(view), layout, _parts(view))


def _parts(view: View) -> tuple[Part, ...]:
    without, added = state.value(state.WITHOUT), state.value(state.ADDED)
    with st.expander("Parts", expanded=bool(without or added)):
        for label, parts, name in (
            ("Leave out", USUAL_PARTS, state.WITHOUT),
            ("Add", _MORE, state.ADDED),
        ):
            st.pills(
                label,
                [part.value for part in parts],
                selection_mode="multi",
                format_func=lambda part: PART_TITLES[Part(part)],
                key=name,
                on_change=_changed,
                args=(view.info.id,),
                wrap=True,
            )
    return tuple(part for part in Part if part in added or (part in USUAL_PARTS and part not in without))


@told
def _changed(assessment_id: int) -> None:
    """Another document is wanted: it is in the address, and opens next time for everybody."""
    state.keep_report(assessment_id)
    state.write_address()
    st_store().set_setting(_setting(assessment_id), json.dumps(state.report_choice()))


def _chosen_last(assessment_id: int) -> state.ReportChoice:
    kept = st_store().setting(_setting(assessment_id))
    if kept is None:
        return state.NO_CHOICE
    layout, without, added = json.loads(kept)
    return layout, tuple(without), tuple(added)


def _setting(assessment_id: int) -> str:
    return f"report_of_{assessment_id}"
