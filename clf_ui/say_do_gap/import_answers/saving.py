"""Title and day, and the button that saves all of it."""

from __future__ import annotations

import streamlit as st

from clf_store import SurveyInfo

from ... import state
from ...clock import now, today_here
from ...shared.callbacks import told
from ...shared.far_reaching import IMPORT_ANSWERS, IMPORT_INSTEAD, asks
from ...shared.loaders import by, st_store
from ...shared.quick_taps import once
from ...shared.survey_results import st_survey_results
from ...shared.surveys import GAP, Gap, is_own, survey_names
from ...shared.visitor import seat
from ...wording import counted, long_date
from .said import Said

_NEW = 0


def saving(gap: Gap, said: Said) -> None:
    """Ask what the survey is called, and bring all of it in."""
    reading = said.reading
    today = today_here()
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
    @once
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
            by=by(state.browser()),
        )
        state.forget(state.ANSWERS)
        state.answer_files.put("", None)  # single answers stay nowhere but in the store
        state.answer_readings.put("", None)
        state.put(state.SURVEY, added.survey_id)
        state.put(state.GAP_TAB, GAP)
        state.write_address()
        state.notify(
            f"Imported {counted(len(reading.answers), 'response')}",
            way_back=None if replaced else _way_back(added.survey_id),
        )

    if replaced:
        asks(IMPORT_INSTEAD, _lost(own[replaced]), bring_in, type="primary")
    else:
        st.button(IMPORT_ANSWERS.label, type="primary", key=IMPORT_ANSWERS.key, on_click=bring_in)


def _lost(replaced: SurveyInfo) -> tuple[str, ...]:
    people = st_survey_results(replaced).respondents
    of = "" if people is None else f" of {counted(people, 'person', 'people')}"
    return (
        f"“{replaced.title}”, {long_date(replaced.closes_on)}, and the answers{of} in it are removed for "
        "good: Undo does not bring them back.",
    )


def _way_back(survey_id: int) -> state.WayBack:
    """What replaces nothing is gone again without loss: the file has it all."""
    help_ = "Remove the survey that it made, with its answers; the file still has them"
    return state.WayBack("Undo the import", "undo-import", help_, _take_back, (survey_id,))


@told
def _take_back(survey_id: int) -> None:
    st_store().surveys.delete(survey_id, seat(), by=by(state.browser()))
    state.notify("The import is undone")
