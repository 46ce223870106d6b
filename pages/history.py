"""History.

Who: a manager a year later, a board, an inspector.
Wants to know: what moved since last time and why, and whether the plan was any good.
Next: from what moved to its place on the Checklist, or to the next plan.
"""

from clf_ui.history.page import history
from clf_ui.shell.show_page import show

show(history)
