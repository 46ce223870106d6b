"""What widgets hold, by their keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

_EMPTIED = "_emptied"


def value(name: str) -> Any:
    """What a widget holds; None before it has been shown."""
    return st.session_state.get(name)


def put(name: str, content: object) -> None:
    """Set what a widget will hold when it is shown next."""
    if name not in st.session_state or st.session_state[name] != content:
        st.session_state[name] = content


def put_anew(name: str, content: object) -> None:
    """The same also where it holds that already: a browser drops it when its options change places."""
    st.session_state[name] = content


def keep_valid(name: str, options: Sequence[object], default: object = None) -> None:
    """Before a widget is shown: keep what it holds, or take the default, or the first of its options.

    The value is set anew in any case, for a widget that was on another page starts empty otherwise.
    """
    held = value(name)
    st.session_state[name] = held if held in options else default if default in options else options[0]


def keep_all_valid(name: str, options: Sequence[object], *, most: int | None = None) -> None:
    """The same for a widget that holds several of its options, or none; the first `most` of them."""
    held = dict.fromkeys(one for one in value(name) or [] if one in options)
    st.session_state[name] = list(held)[:most]


def keep_text(name: str) -> None:
    """The same for a text field."""
    st.session_state[name] = value(name) or ""


def forget(name: str) -> None:
    """Drop a widget's value, so that it starts anew."""
    st.session_state.pop(name, None)


def empty_when_drawn(name: str, empty: object) -> None:
    """A field was sent: it starts anew.

    Only a value set in the run that draws it reaches a browser which shows the field already, and a callback
    that asks for fragments is in another run.
    """
    forget(name)
    st.session_state.setdefault(_EMPTIED, {})[name] = empty


def empty_now(*names: str) -> None:
    """Before these fields are drawn: empty those that were sent."""
    emptied: dict[str, object] = st.session_state.get(_EMPTIED, {})
    for name in names:
        if name in emptied:
            st.session_state[name] = emptied.pop(name)
