"""What a link asks for and is not there any more: said in a sentence, with what is shown in its place."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from .. import state


def say_gone(name: str, known: Collection[object], what: str, instead: str) -> None:
    """Before the choice of this key is made valid: say so where a link brought one that is not known."""
    wanted = state.value(name)
    if wanted is not None and wanted not in known and state.is_from_link(name):
        st.warning(
            f"The {what} in this page’s address is not there: it was deleted. {instead}",
            icon=":material/link_off:",
        )
