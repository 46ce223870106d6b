"""Two quick taps or clicks on what goes on to the next thing: the second was meant for the one before.

Measured by a clock that nobody sets: one that was set back would make every tap the second of two.
"""

from __future__ import annotations

from time import monotonic

from . import state

TOO_SOON = 0.5  # seconds in which nobody has read what comes next; so long a double tap takes


def is_second() -> bool:
    """Whether this tab went on to what it shows now so short a time ago that nobody has read it."""
    last = state.went_on_at.get()
    return last is not None and monotonic() - last < TOO_SOON


def went_on() -> None:
    """What was tapped is kept, and something else is asked next."""
    state.went_on_at.put(monotonic())
