"""Profile.

Who: the group at the end of a workshop, a manager, a board.
Wants to know: the whole picture at once, how sure it is, and how it differs from before.
Next: take it along as a picture or table, or try what would change it.
"""

import streamlit as st

from clf_ui.profile.page import chart, controls, downloads, sentences, table
from clf_ui.shared.view import View
from clf_ui.shell.show_page import show


def profile(view: View) -> None:
    """Overlays above, chart at the left, the table that says the same at the right, sentences below."""
    series = controls(view)
    left, right = st.columns([0.5, 0.5], gap="medium")
    with left:
        chart(view, series)
        downloads(view, series)
    with right:
        table(view, series)
    sentences(view)


show(profile)
