"""Evidence.

Who: a facilitator before or after a workshop, a manager preparing for an inspection.
Wants to know: what there is, from whose voice, how old, and where nothing backs a judgement yet.
Next: add what is missing, correct or remove what is there.
"""

from clf_ui.closed import say_final
from clf_ui.evidence import bare, everything, summary, voices
from clf_ui.show_page import show
from clf_ui.view import View


def evidence(view: View) -> None:
    """Figures first, then where none is, then all of it."""
    say_final(view)
    summary(view)
    voices(view)
    bare(view)
    everything(view)


show(evidence)
