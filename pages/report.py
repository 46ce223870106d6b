"""Report.

Who: whoever hands something over, to the board, to an inspector, to the staff who were not there.
Wants to know: what leaves the room, and how it reads.
Next: take it along as PDF, Word, Excel or HTML.
"""

import streamlit as st

from clf_ui.report.choices import chosen
from clf_ui.report.own_words import own_words
from clf_ui.report.pages import downloads, pictures, preview
from clf_ui.view import View, show


def report(view: View) -> None:
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


show(report)
