"""Facilitate.

Who: the facilitator of a group in one room, with a projector, at the keyboard.
Wants to know: who is in, how many have answered, where the group disagrees, and what to discuss first.
Next: reveal, discuss, record what is agreed, and close: the assessment then has it.
"""

from clf_ui.facilitate.opening import elsewhere, opening, room_in_view
from clf_ui.facilitate.outcome import outcome
from clf_ui.facilitate.room import lead
from clf_ui.shared.view import View
from clf_ui.shell.show_page import show
from clf_ui.workshop.room_status import facilitates


def facilitate(view: View) -> None:
    """The way to a workshop, the workshop itself, or what came of it."""
    room = room_in_view(view)
    if room is None:
        opening(view)
    elif room.workshop.closed:
        outcome(view, room)
    elif facilitates(room.workshop.id):
        lead(view, room)
    else:
        elsewhere(view, room)


show(facilitate)
