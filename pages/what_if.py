"""What-if.

Who: a manager, alone, a week after the workshop.
Wants to know: what if we did these things; which stages would follow, and for how much effort.
Next: keep the scenario, hold it against another, and take it to the team.
"""

import streamlit as st

from clf_ui.scenarios import chips, results, tries
from clf_ui.view import View, current_view, show


def what_if(view: View) -> None:
    """Scenarios at the top; levers at the left, what they would bring at the right."""
    st.caption("Nothing here changes the assessment.")
    _workbench()


@st.fragment(key="what-if")
def _workbench() -> None:
    view = current_view()
    chips(view)
    left, right = st.columns([0.45, 0.55], gap="medium")
    with left:
        tries(view)
    with right:
        results(view)


show(what_if)
