"""What follows from the judgements: parts of a page that every judgement draws again.

A part says of itself that it does, so that nobody keeps a list of what a judgement affects.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

import streamlit as st

from . import state

DERIVED = "derived"
"""Among the fragments that a callback draws again, all those on the page that follow from the judgements."""

Given = ParamSpec("Given")


def derived(
    key: str, *, run_every: float | None = None
) -> Callable[[Callable[Given, None]], Callable[Given, None]]:
    """Make a function a fragment of this key that is drawn again after every judgement."""

    def decorate(part: Callable[Given, None]) -> Callable[Given, None]:
        fragment = st.fragment(part, key=key, run_every=run_every)

        def drawn(*args: Given.args, **kwargs: Given.kwargs) -> None:
            state.derived_parts.put(key, True)
            fragment(*args, **kwargs)

        return drawn

    return decorate


def begin_page() -> None:
    """Before a page is drawn whole: nothing of it is on the screen yet."""
    state.derived_parts.all().clear()


def fragments(affected: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of the fragments to draw again, with those on the page for `DERIVED`."""
    if DERIVED not in affected:
        return affected
    others = (key for key in affected if key != DERIVED)
    return tuple(dict.fromkeys((*state.derived_parts.all(), *others)))
