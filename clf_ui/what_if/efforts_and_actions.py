"""What plans are made of, in tables: efforts and actions. Computed only where it is open."""

from __future__ import annotations

import streamlit as st

from ..shared.view import View
from .cover_grid import cover_grid
from .effort_grid import effort_grid

PARTS = {"Efforts": effort_grid, "Actions": cover_grid}


def efforts_and_actions(view: View) -> None:
    """Two tables that belong to the assessment, not to a scenario."""
    panel = st.expander(
        "Efforts and actions", icon=":material/table_edit:", key="efforts-and-actions", on_change="rerun"
    )
    if not panel.open:
        return
    with panel:
        st.caption(
            "These belong to the assessment: every scenario is planned with them, and Undo takes them back."
        )
        tabs = st.tabs(list(PARTS), on_change="rerun", key="efforts-tabs")
        for tab, part in zip(tabs, PARTS.values(), strict=True):
            if tab.open:
                with tab:
                    part(view)
