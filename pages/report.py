"""Report.

Who: whoever hands something over, to the board, to an inspector, to the staff who were not there.
Wants to know: what leaves the room, and how it reads.
Next: take it along as PDF, Word, Excel or HTML.
"""

import streamlit as st

from clf_ui.report.choices import chosen
from clf_ui.report.pages import downloads, preview
from clf_ui.view import View, show


def report(view: View) -> None:
    """What to choose and the files at the left, the first pages at the right."""
    left, right = st.columns([0.32, 0.68], gap="medium")
    with left:
        order = chosen(view)
        downloads(view, order)
    with right:
        preview(order)


show(report)
