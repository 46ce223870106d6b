"""Report.

Who: whoever hands something over, to the board, to an inspector, to the staff who were not there.
Wants to know: what leaves the room, how it reads, and what a critical reader would ask.
Next: take it along as PDF, Word, Excel or HTML, or mend what is open first.
"""

import streamlit as st

from clf_ui import state
from clf_ui.report.before_signing import before_signing
from clf_ui.report.choices import BEFORE, DOCUMENT, chosen
from clf_ui.report.material import material_of
from clf_ui.report.own_words import own_words
from clf_ui.report.pages import downloads, pictures, preview
from clf_ui.shared.view import View
from clf_ui.shell.show_page import show


def report(view: View) -> None:
    """One tab at a time: the document, what to look at before it is signed."""
    parts = {DOCUMENT: document, BEFORE: asked}
    state.keep_valid(state.REPORT_TAB, list(parts))
    tabs = st.tabs(list(parts), on_change=state.write_address, key=state.REPORT_TAB)
    for tab, part in zip(tabs, parts.values(), strict=True):
        if tab.open:
            with tab:
                part(view)


def document(view: View) -> None:
    """What to choose and the files at the left, the first pages at the right."""
    left, right = st.columns([0.32, 0.68], gap="medium")
    with left:
        order = chosen(view)
        downloads(view, order)
    with right:
        found = pictures(order)
        preview(order, found)
    with left:
        own_words(view, found.places)


def asked(view: View) -> None:
    """The standing checks."""
    before_signing(view, material_of(view))


show(report)
