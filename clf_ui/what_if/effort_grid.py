"""Efforts in a table: what each open indicator takes. A change is one of the record, with undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from clf_model import ClfError, EffortUnit, Indicator, Record, effort_to_meet, named
from clf_store import Edit, EditConflictError

from .. import state
from ..shared import grids
from ..shared.as_shown import change_records
from ..shared.callbacks import guarded
from ..shared.closed import say_final
from ..shared.in_force import unit_in_force
from ..shared.view import View
from ..wording import judgement_word, plain

EFFORT = "Effort"
_WHICH = "efforts"


class EffortConflictError(ClfError):
    """Somebody else set an effort while it was written here."""

    def __init__(self, id_: str, mine: float, theirs: float, unit: EffortUnit) -> None:
        super().__init__(
            f"Someone else set the effort of {id_} to {unit.of(theirs)} while you wrote {unit.of(mine)}. "
            f"Theirs is kept. Write yours again if it should count."
        )


def effort_grid(view: View) -> None:
    """Every indicator that decides and does not count yet, with its effort."""
    shown = _open(view)
    if not shown:
        st.caption("Every indicator that applies is met: no effort is left to be made.")
        return
    say_final(view, "its efforts")
    st.caption(
        f"What it takes from nothing, in {plain(view.unit.name)}. Where it is partly in place, half is still "
        "to do. An empty cell counts as 1. Settings names the unit."
    )
    records = [view.assessment.record(one.id) for one in shown]

    def stands(row: int, cells: grids.Cells) -> bool:
        return row < len(records) and grids.number_in_cell(cells.get(EFFORT)) == records[row].effort

    name = grids.key_of(view.info.id, _WHICH, stands)
    grids.say_refused(name, view.info.id, _WHICH)
    st.data_editor(
        pd.DataFrame(
            {
                "Id": [one.id for one in shown],
                "Indicator": [one.text for one in shown],
                "Judgement": [judgement_word(record.judgement) for record in records],
                EFFORT: [grids.number_shown(record.effort) for record in records],
                "Still to do": [effort_to_meet(record, view.rules) for record in records],
            }
        ),
        key=name,
        hide_index=True,
        width="stretch",
        height=grids.height(shown),
        disabled=True if not view.editable else ["Id", "Indicator", "Judgement", "Still to do"],
        placeholder="",
        column_config={
            "Id": st.column_config.TextColumn(width="small", pinned=True),
            "Indicator": st.column_config.TextColumn(width="large"),
            EFFORT: grids.number_column(view.unit.heading()),
            "Still to do": st.column_config.NumberColumn(
                view.unit.heading("Still to do"), format="%g", width="small"
            ),
        },
        on_change=_save,
        args=(view.info.id, name, tuple(shown), tuple(records)),
        alt="The open indicators with judgement and effort; each effort can be written in",
    )


def _open(view: View) -> list[Indicator]:
    """The indicators that decide, apply and do not count yet, in the framework's order."""
    found = []
    for result in view.profile.capabilities:
        for stage in result.stages:
            for perspective in stage.counts:
                for one in view.framework.cell(result.capability.id, stage.stage.id, perspective):
                    if view.rules.is_open(view.assessment.record(one.id)):
                        found.append(one)
    return found


@guarded
def _save(assessment_id: int, name: str, shown: Sequence[Indicator], records: Sequence[Record]) -> None:
    def write(rows: Mapping[int, grids.Cells]) -> None:
        efforts = {
            row: grids.number_of("The effort", named(shown[row]), cells.get(EFFORT))
            for row, cells in rows.items()
        }
        edits = {
            shown[row].id: Edit(records[row], replace(records[row], effort=effort))
            for row, effort in efforts.items()
        }
        try:
            change_records(assessment_id, edits)
        except EditConflictError as error:
            id_, conflict = next(iter(error.conflicts.items()))
            mine, theirs = edits[id_].new.effort, conflict.theirs.effort
            asked = next(one for one in shown if one.id == id_)
            told = EffortConflictError(named(asked), mine, theirs, unit_in_force())
            state.refused.put(state.new_grid_key(assessment_id, _WHICH), str(told))

    grids.save(name, write)
