"""What a final assessment says wherever it takes no change: why, and how it goes on."""

from __future__ import annotations

import streamlit as st

from .pages import Name, link
from .view import View


def say_final(view: View, what: str = "its judgements and evidence") -> None:
    """In one sentence with its way, where the assessment is final; nothing where it is a draft."""
    if view.editable:
        return
    with st.container(key="is-final", gap="xsmall"):
        st.info(
            f"This assessment is final: {what} stay as they are. Carry on from it in a new draft, or reopen "
            "it with a reason: both in Settings, This assessment.",
            icon=":material/lock:",
        )
        link(Name.SETTINGS, "Open Settings", view.info.id, icon="settings")
