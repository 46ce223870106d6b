"""Settings.

Who: a facilitator setting rules before a workshop; whoever looks after the data.
Wants to know: which rules are in force and what they change; where the data is and how to move it.
Next: choose rules, finalise, export, import, back up, reset the samples.
"""

import streamlit as st

from clf_ui import state
from clf_ui.settings.assessment_in_view import this_assessment
from clf_ui.settings.log import log
from clf_ui.settings.page import data, rules
from clf_ui.shared.view import View
from clf_ui.shell.show_page import show

PARTS = {"Rules": rules, "This assessment": this_assessment, "Data": data, "Log": log}


def settings(view: View) -> None:
    """One tab at a time; what is not in view is not computed."""
    state.keep_valid(state.SETTINGS_TAB, list(PARTS))
    tabs = st.tabs(list(PARTS), on_change=state.write_address, key=state.SETTINGS_TAB)
    for tab, part in zip(tabs, PARTS.values(), strict=True):
        if tab.open:
            with tab:
                part(view)


show(settings)
