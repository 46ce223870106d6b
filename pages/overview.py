"""Overview.

Who: anyone opening the service's link, first of all.
Wants to know: where the service stands in each capability, and what keeps it from the next stage.
Next: the one or two things that would move it most, each one click away.
"""

import streamlit as st

from clf_ui.assessments.welcome import welcome
from clf_ui.overview.page import cards, continue_link, is_begun, next_things, product, ways_to_begin
from clf_ui.shared.assessment_names import assessment_name, service_name
from clf_ui.shared.demonstration import begin_button
from clf_ui.shared.view import View
from clf_ui.shell.show_page import show
from clf_ui.wording import plain


def overview(view: View) -> None:
    """What this is, the service, one card a capability and what to do next; or the ways to begin."""
    product(view)
    welcome(view.info)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.header(plain(f"{service_name(view.info)} — {assessment_name(view.info)}"), anchor=False)
        if is_begun(view):
            continue_link(view)
    if is_begun(view):
        cards(view)
        next_things(view)
    else:
        ways_to_begin(view)
    begin_button(view.info)


show(overview)
