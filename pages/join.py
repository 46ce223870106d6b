"""Join.

Who: somebody in the room, with a phone, who has never seen this before.
Wants to know: what am I asked, how many more, and who sees what I answer.
Next: answer one indicator after the other, then look up.
"""

from clf_ui.shared.errors import boundary
from clf_ui.workshop.join import take_part

with boundary():
    take_part()
