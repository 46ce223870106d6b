"""Title and day, and the button that saves all of it."""

from __future__ import annotations

import streamlit as st

from .. import state
from ..actions import told
from ..loaders import now, st_store
from ..surveys import GAP, Gap, is_own, survey_names
from ..visitor import seat
from ..wording import counted
from .said import Said

_NEW = 0


def saving(gap: Gap, said: Said) -> None:
    """Ask what the survey is called, and bring all of it in."""
    reading = said.reading
    today = now().date()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        title = st.text_input("Title", value="Worker survey", key="import-title", width=320)
        day = st.date_input(
            "Last day of the survey",
            value=today,
            max_value=today,
            format="DD/MM/YYYY",
            key="import-day",
            width=220,
        )
        own = {one.id: one for one in gap.surveys if one.imported and is_own(one)}
        replaced = _NEW
        if own:
            options = {_NEW: "Nothing: it is a new survey", **survey_names(own)}
            replaced = st.selectbox(
                "It replaces", list(options), format_func=options.__getitem__, key="import-replaces"
            )

    @told
    def bring_in() -> None:
        added = st_store().surveys.add_imported(
            gap.view.info.id,
            gap.view.framework,
            reading.answers,
            title=title.strip() or "Worker survey",
            opens_on=day,
            closes_on=day,
            at=now(),
            statements=reading.statements,
            owner=seat(),
            replaces=replaced or None,
            reading=reading.rule,
        )
        state.forget(state.ANSWERS)
        state.answer_files.put("", None)  # single answers stay nowhere but in the store
        state.answer_readings.put("", None)
        state.put(state.SURVEY, added.survey_id)
        state.put(state.GAP_TAB, GAP)
        state.write_address()
        state.notify(f"Imported {counted(len(reading.answers), 'response')}")

    st.button("Import them", type="primary", key="import-answers", on_click=bring_in)
