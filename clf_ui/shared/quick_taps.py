"""Two quick taps or clicks: on what goes on to the next thing, on a judgement, and on what makes something.

The second was meant for what stood there before. Measured by a clock that nobody sets: one that was set back
would make every tap the second of two.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from time import monotonic
from typing import ParamSpec

from .. import state

Given = ParamSpec("Given")
TOO_SOON = 0.5  # seconds in which nobody has read what comes next; so long a double tap takes
TWICE = 1.5  # seconds in which nobody makes the same thing twice by intention


def is_second() -> bool:
    """Whether this tab went on to what it shows now so short a time ago that nobody has read it."""
    last = state.went_on_at.get()
    return last is not None and monotonic() - last < TOO_SOON


def went_on() -> None:
    """What was tapped is kept, and something else is asked next."""
    state.went_on_at.put(monotonic())


def judged(place: tuple[int, str]) -> None:
    """This tab has judged an indicator of an assessment."""
    state.judged_last.put((place, monotonic()))


def is_double(place: tuple[int, str]) -> bool:
    """Whether this tab judged the same indicator so short a time ago that it is a double click."""
    last = state.judged_last.get()
    return last is not None and last[0] == place and monotonic() - last[1] < TOO_SOON


def is_again(*what: object) -> bool:
    """Whether this tab made just the same a moment ago: nobody makes it twice by intention."""
    last = state.made_last.get()
    return last is not None and last[0] == what and monotonic() - last[1] < TWICE


def made(*what: object) -> None:
    """This tab has made something."""
    state.made_last.put((what, monotonic()))


def once(make: Callable[Given, None]) -> Callable[Given, None]:
    """Make a function that makes something deaf to the second of two quick clicks, with the same arguments.

    What is given by name does not count. One that raises has made nothing, and may be tried again at once.
    What the first click brought into view, and into the address, stays there: with the second one the browser
    still sends what was there before.
    """
    kind = f"{make.__module__}.{make.__qualname__}"

    @wraps(make)
    def deaf(*args: Given.args, **kwargs: Given.kwargs) -> None:
        if is_again(kind, args):
            state.put(state.ASSESSMENT, state.made_in_view.get())
            state.write_address()
        else:
            make(*args, **kwargs)
            made(kind, args)
            state.made_in_view.put(state.value(state.ASSESSMENT))

    return deaf
