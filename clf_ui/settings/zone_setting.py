"""The time zone of what holds for everyone, such as a survey's last day: choosing it, once, in Settings."""

from __future__ import annotations

import streamlit as st

from .. import state
from ..clock import machine_zone, zone_names
from ..shared import for_everyone
from ..shared.callbacks import told
from ..shared.in_force import ZONE, zone_in_force
from ..shared.loaders import st_store
from ..wording import plain


def zone_field() -> None:
    """The field with the zone in force, what follows it, and who changed it last."""
    state.seen_settings.put(ZONE, st_store().setting(ZONE))
    in_force, own = zone_in_force().key, machine_zone().key
    names = tuple(dict.fromkeys((own, in_force, *zone_names())))
    state.put(state.TIME_ZONE, in_force)
    st.markdown("**Time zone**")
    st.selectbox(
        "Where the dashboard is at home, for everyone",
        names,
        names.index(in_force),
        format_func=lambda name: f"{name} (as this computer is set)" if name == own else name,
        key=state.TIME_ZONE,
        on_change=keep,
        width=420,
    )
    st.caption(
        plain(
            "The first and last day of a survey, the end of a workshop's code and the calendar file go by "
            "it. All other times, and what is due or overdue, go by the clock of whoever looks."
        )
    )
    for_everyone.last_change(ZONE)


@told
def keep() -> None:
    """Put the zone chosen in the field in force for everyone."""
    name = state.value(state.TIME_ZONE)
    for_everyone.change(ZONE, None if name == machine_zone().key else name)
