"""Projector.

Who: everybody in the room, ten metres from the wall.
Wants to know: how to get in, what we talk about, how we voted once it is revealed.
Next: look at each other.
"""

from clf_ui.shared.errors import boundary
from clf_ui.workshop.projector import wall

with boundary():
    wall()
