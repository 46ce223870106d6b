"""How a click becomes a callback: its errors are told, and what shows the result is drawn again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import streamlit as st

from clf_store import EditionChangedError

from .. import state
from .derived import fragments
from .errors import tell

EVERYTHING = ("app",)


def guarded(action: Callable[..., None]) -> Callable[..., None]:
    """Make a function a callback that tells an error in a notice; what was said before stays."""

    @wraps(action)
    def callback(*args: Any, **kwargs: Any) -> None:
        _problem(action, *args, **kwargs)

    return callback


def _problem(action: Callable[..., None], *args: Any, **kwargs: Any) -> Exception | None:
    """The error that an action ended in, which a notice tells; None where it went well."""
    try:
        action(*args, **kwargs)
    except Exception as error:
        state.notify(tell(error), is_problem=True)
        return error
    return None


def told(action: Callable[..., None]) -> Callable[..., None]:
    """Make a function a callback: an error becomes a notice, and what shows the result is drawn again.

    The callback takes one keyword more: `affected`, the keys of the fragments to draw again; without it
    Streamlit draws the fragment that the widget is in. Where the page is of another edition by now, all of it
    is drawn again.
    """

    @wraps(action)
    def callback(*args: Any, affected: tuple[str, ...] = (), **kwargs: Any) -> None:
        state.drop_seen_notice()
        problem = _problem(action, *args, **kwargs)
        if affected == EVERYTHING or (affected and isinstance(problem, EditionChangedError)):
            st.rerun()
        elif affected and (moved := fragments(affected)):
            state.keep_read()
            st.rerun(moved)

    return callback


def redraw() -> None:
    """A choice that the whole page depends on has changed inside a fragment."""
    state.write_address()
    st.rerun()
