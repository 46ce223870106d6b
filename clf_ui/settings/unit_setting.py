"""The unit of efforts that counts for everyone: naming it, once, in Settings."""

from __future__ import annotations

import streamlit as st

from clf_model import DAYS, EffortUnit

from .. import state
from ..shared import for_everyone
from ..shared.callbacks import told
from ..shared.loaders import UNIT, st_store
from ..wording import plain


def unit_field(unit: EffortUnit) -> None:
    """The field with the unit in force, and who changed it last."""
    state.seen_settings.put(UNIT, st_store().setting(UNIT))
    state.put(state.EFFORT_UNIT, unit.name)
    st.markdown("**Unit of effort**")
    st.text_input(
        "What efforts are counted in, for everyone: days, hours, points or a word of your own",
        unit.name,
        key=state.EFFORT_UNIT,
        on_change=keep,
        width=420,
    )
    st.caption(
        f"It stands wherever a number of effort does: {plain(unit.of(1))}, {plain(unit.of(2.5))}. "
        "Numbers stay as they are when the unit changes."
    )
    for_everyone.last_change(UNIT)


@told
def keep() -> None:
    """Put the unit written in the field in force for everyone. Raises `UnitError`."""
    unit = EffortUnit(state.value(state.EFFORT_UNIT) or "")
    for_everyone.change(UNIT, None if unit == DAYS else unit.name)
