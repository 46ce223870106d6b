"""What-if.

Who: a manager, alone, a week after the workshop.
Wants to know: what if we did these things; which stages would follow, and for how much effort.
Next: keep the scenario, hold it against another, and take it to the team.
"""

import streamlit as st

from clf_ui import state
from clf_ui.shared.errors import fragment
from clf_ui.shared.redrawn import WHAT_IF
from clf_ui.shared.view import View, current_view
from clf_ui.shell.show_page import show
from clf_ui.what_if.budget_lever import budget_lever
from clf_ui.what_if.efforts_and_actions import efforts_and_actions
from clf_ui.what_if.page import results
from clf_ui.what_if.plan_list import plan_list
from clf_ui.what_if.scenario_bar import scenario_bar
from clf_ui.what_if.scenarios import in_view
from clf_ui.what_if.target_lever import target_lever
from clf_ui.what_if.try_lever import try_lever

LEVERS = {"Try": try_lever, "Target": target_lever, "Budget": budget_lever}


def what_if(view: View) -> None:
    """Scenarios at the top; levers at the left, what they would bring at the right, the plan below."""
    _workbench()


@fragment(key=WHAT_IF)
def _workbench() -> None:
    view = current_view()
    scenario_bar(view)
    tried = in_view(view)
    left, right = st.columns([0.45, 0.55], gap="medium")
    with left:
        state.keep_valid(state.LEVER, list(LEVERS))
        tabs = st.tabs(list(LEVERS), key=state.LEVER, on_change=state.write_address)
        for tab, lever in zip(tabs, LEVERS.values(), strict=True):
            if tab.open:
                with tab:
                    lever(view, tried[0])
    with right:
        results(view, tried)
    plan_list(view, tried[0])
    efforts_and_actions(view)


show(what_if)
