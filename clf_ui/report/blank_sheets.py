"""Sheets to print and fill in by hand, and the framework as a document."""

from __future__ import annotations

import streamlit as st

from clf_model import Framework
from clf_reports.documents.blank import SHEETS, Sheet

from .. import state
from ..access.session import carried
from ..shared.errors import fragment
from ..wording import plain
from .making import BlankOrder, file_of
from .pages import MIME, NAMES

_ENDINGS = ("pdf", "docx", "html")
_ALL = ""
_AFTERWARDS = {
    Sheet.VOTING: "Afterwards: Facilitate, under Count paper or raised hands.",
    Sheet.SURVEY: "Afterwards: type the answers into a table, a column for each statement and a row for each "
    "sheet, and bring it in with Say–do gap, Import answers.",
}


@fragment(key="blank-sheets")
def blank_sheets(framework: Framework) -> None:
    """What to print, for which capability, and the files."""
    names_of_sheets = {sheet.value: kind.name for sheet, kind in SHEETS.items()}
    chosen_sheet = st.radio(
        "What to print",
        list(names_of_sheets),
        format_func=names_of_sheets.__getitem__,
        captions=[f"{kind.purpose}." for kind in SHEETS.values()],
        key="blank-sheet",
        persist_state="session",
    )
    sheet = Sheet(chosen_sheet)
    names = {_ALL: "All", **{c.id: c.name for c in framework.capabilities}}
    chosen = st.selectbox(
        "Capability",
        list(names),
        format_func=lambda id_: plain(names[id_]),
        key="blank-capability",
        persist_state="session",
        width=420,
    )
    large = st.checkbox("Large print", key="blank-large", persist_state="session")
    order = BlankOrder(framework, sheet, (chosen,) if chosen else (), large)
    of = f"-{chosen}" if chosen else ""
    with st.container(horizontal=True, gap="xsmall"):
        for ending in _ENDINGS:
            st.download_button(
                NAMES[ending],
                data=carried(lambda ending=ending: file_of(order, ending)),  # type: ignore[misc]
                file_name=f"print-{SHEETS[sheet].file}{of}{'-large' if large else ''}.{ending}",
                mime=MIME[ending],
                type="primary" if ending == "pdf" else "secondary",
                on_click="ignore",
                key=state.key("download", "blank", ending),
            )
    if sheet in _AFTERWARDS:
        st.caption(_AFTERWARDS[sheet])
