"""Which document: its layout, and what is left out of the full one."""

from __future__ import annotations

import streamlit as st

from clf_reports.documents.layouts import LAYOUTS, PART_TITLES, Layout, Part

from .. import state
from ..view import View
from .making import Order
from .material import material_of

DOCUMENT, BEFORE = "Document", "Before you sign"
"""The tabs of the page."""


def chosen(view: View) -> Order:
    """Shows what there is to choose; what was chosen."""
    state.recall_report(view.info.id)
    layouts = [layout.value for layout in Layout]
    state.keep_valid(state.LAYOUT, layouts)
    state.keep_all_valid(state.WITHOUT, [part.value for part in Part])
    state.remember_report(view.info.id)
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
    with st.expander("Leave out", expanded=bool(state.value(state.WITHOUT))):
        st.pills(
            "Parts that the full report goes without",
            [part.value for part in Part],
            selection_mode="multi",
            format_func=lambda part: PART_TITLES[Part(part)],
            key=state.WITHOUT,
            on_change=_changed,
            args=(view.info.id,),
            wrap=True,
        )
    return tuple(part for part in Part if part.value not in state.value(state.WITHOUT))


def _changed(assessment_id: int) -> None:
    state.remember_report(assessment_id)
    state.write_address()
