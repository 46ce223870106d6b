"""Action plan.

Who: a manager after the workshop, and everyone who has something to do in it.
Wants to know: who does what by when, for which indicators; what is late; what we are not doing, and why.
Next: give each action an owner and a date, move it on, and judge what it covers once it is done.
"""

from clf_ui.action_plan.page import heading, plan
from clf_ui.shared.view import View
from clf_ui.shell.show_page import show


def action_plan(view: View) -> None:
    """Title with the ways to begin an action; below, the plan as board or table."""
    heading(view)
    plan()


show(action_plan)
