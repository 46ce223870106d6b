"""The Services page: what is chosen, and one of its parts at a time."""

from __future__ import annotations

import streamlit as st

from .. import state
from ..shared.loaders import st_framework
from ..shared.pages import Name, link
from ..wording import plain
from .chosen import choices, what_counts
from .heat import heat_map
from .holding_back import holding_back
from .moving import then_and_now
from .spreading import where_they_stand

PARTS = {
    "Side by side": heat_map,
    "Spread": where_they_stand,
    "What holds back": holding_back,
    "Then and now": then_and_now,
}


def services() -> None:
    """Many services: side by side, how they spread, what holds most back, and what moved since."""
    framework = st_framework()
    shown = choices(framework)
    if not shown.standing.many.listed:
        st.info(
            "There is no assessment yet. Start one on the Overview; every service that has one stands here.",
            icon=":material/apartment:",
        )
        link(Name.OVERVIEW, "Go to the Overview", None, icon="arrow_forward")
        return
    st.caption(plain(what_counts(shown)))
    state.keep_valid(state.SERVICES_TAB, list(PARTS))
    tabs = st.tabs(list(PARTS), on_change=state.write_address, key=state.SERVICES_TAB)
    for tab, part in zip(tabs, PARTS.values(), strict=True):
        if tab.open:
            with tab:
                if len(shown):
                    part(framework, shown)
                else:
                    st.info("No service is left by what is chosen above.", icon=":material/filter_alt_off:")
