"""Evidence.

Who: a facilitator before or after a workshop, a manager preparing for an inspection.
Wants to know: what there is, from whose voice, how old, and where nothing backs a judgement yet.
Next: add what is missing, correct or remove what is there.
"""

from clf_ui.evidence.page import bare, everything, summary, voices
from clf_ui.shared.closed import say_final
from clf_ui.shared.view import View
from clf_ui.shell.show_page import show


def evidence(view: View) -> None:
    """Figures first, then where none is, then all of it."""
    say_final(view)
    summary(view)
    voices(view)
    bare(view)
    everything(view)


show(evidence)
