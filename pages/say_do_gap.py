"""Say–do gap.

Who: a manager or a group, after workers have answered a survey.
Wants to know: where workers experience what the organisation claims, where not, and what is behind it.
Next: look at the statements behind a gap and plan an action, ask the workers, or take the picture along.
"""

import streamlit as st

from clf_ui import state
from clf_ui.action_plan.dialogs import dialog
from clf_ui.say_do_gap.import_answers import import_answers
from clf_ui.say_do_gap.page import answer, chart, downloads, grid, nothing_known
from clf_ui.say_do_gap.statements import statements
from clf_ui.say_do_gap.survey_desk import surveys
from clf_ui.shared.surveys import ANSWERS, GAP, SURVEYS, Gap, current_gap
from clf_ui.shared.view import View
from clf_ui.shell.show_page import show


def say_do_gap(view: View) -> None:
    """One tab at a time: the gap, the surveys behind it, answers from elsewhere."""
    gap = current_gap(view)
    answer(gap)
    if not gap.found.capabilities:
        return
    parts = {GAP: the_gap, SURVEYS: surveys, ANSWERS: import_answers}
    state.keep_valid(state.GAP_TAB, list(parts))
    tabs = st.tabs(list(parts), on_change=state.write_address, key=state.GAP_TAB)
    for tab, part in zip(tabs, parts.values(), strict=True):
        if tab.open:
            with tab:
                part(gap)


def the_gap(gap: Gap) -> None:
    """The radar at the left, the grid that says the same at the right, what is behind it below."""
    nothing_known(gap)
    left, right = st.columns([0.42, 0.58], gap="medium")
    with left:
        chart(gap)
        downloads(gap)
    with right:
        grid(gap)
    statements(gap)
    dialog(gap.view)


show(say_do_gap)
