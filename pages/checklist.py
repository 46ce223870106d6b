"""Checklist.

Who: a facilitator with a group, or a manager alone, going through one capability.
Wants to know: what each indicator says, how it was judged, and what that does to the stage.
Next: judge, name the evidence, and go on to the next capability.
"""

import streamlit as st

from clf_ui.checklist.page import arrive, capability_tabs, chosen_capability, filters, result_panel, stages
from clf_ui.shared.closed import say_final
from clf_ui.shared.view import View
from clf_ui.shell.show_page import show
from clf_ui.wording import plain


def checklist(view: View) -> None:
    """Tabs, statement and filters; the stages at the left, the running result at the right."""
    arrive(view)
    capability_tabs()
    capability = chosen_capability(view)
    left, right = st.columns([0.72, 0.28], gap="medium")
    with left:
        st.header(plain(capability.name), anchor=False)
        st.caption(plain(capability.statement))
        say_final(view)
        filters(view)
        stages(view)
    with right:
        result_panel()


show(checklist)
