"""Actions in a table with the indicators that they cover: each change is kept whole or refused whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from clf_model import Action, check_actions, free_id, join
from clf_model.text import titled
from clf_store import ActionEdit, ActionEditConflictError, deletion

from .. import state
from ..shared import grids
from ..shared.as_shown import change_actions
from ..shared.callbacks import guarded, told
from ..shared.loaders import framework_of, st_store
from ..shared.redrawn import AFFECTED
from ..shared.view import View

TITLE, EFFORT, COVERS, REQUIRES, DELETE = "Action", "Effort", "Covers", "Requires", "Delete"
_WHICH = "covers"
_ADD = "add-action"


def cover_grid(view: View) -> None:
    """The open and done actions with what they cover and require, and a field for a new one."""
    shown = tuple(view.assessment.actions.values())
    st.caption(
        "What people really do: one action often serves several indicators, and is counted once. The planner "
        "chooses among the open ones. Owners and dates are for the action plan."
    )
    if shown:
        _grid(view, shown)
    st.text_input(
        "New action: what will be done? Enter adds it.",
        key=_ADD,
        on_change=_add,
        args=(view.info.id,),
        kwargs={"affected": AFFECTED},
    )


def _grid(view: View, shown: Sequence[Action]) -> None:
    def stands(row: int, cells: grids.Cells) -> bool:
        return row < len(shown) and _with(shown[row], cells) == shown[row]

    name = grids.key_of(view.info.id, _WHICH, stands)
    grids.say_refused(name, view.info.id, _WHICH)
    st.data_editor(
        pd.DataFrame(
            {
                "Id": [one.id for one in shown],
                TITLE: [one.title for one in shown],
                EFFORT: [grids.number_shown(one.effort) for one in shown],
                COVERS: [list(one.covers) for one in shown],
                REQUIRES: [list(one.requires) for one in shown],
                DELETE: [DELETE] * len(shown),
            },
            # Rows are known by the actions' ids: another set of them is another table.
            index=[one.id for one in shown],
        ),
        key=name,
        hide_index=True,
        width="stretch",
        height=grids.height(shown),
        disabled=["Id"],
        placeholder="",
        column_config={
            "Id": st.column_config.TextColumn(width="small", pinned=True),
            TITLE: st.column_config.TextColumn(width="large"),
            EFFORT: grids.number_column(view.unit.heading()),
            COVERS: st.column_config.MultiselectColumn(
                options=[one.id for one in view.framework.indicators], width="medium"
            ),
            REQUIRES: st.column_config.MultiselectColumn(options=[one.id for one in shown], width="medium"),
            DELETE: st.column_config.ButtonColumn(
                "",
                type="tertiary",
                key=state.key("delete", _WHICH),
                on_click=_delete,
                args=(view.info.id, name, shown),
            ),
        },
        on_change=_save,
        args=(view.info.id, name, shown),
        alt="The actions with effort, covered indicators and required actions; each cell can be written in",
    )


def _with(action: Action, cells: grids.Cells) -> Action:
    """An action with what its row says. Raises `RecordError`."""
    return replace(
        action,
        title=(cells.get(TITLE, action.title) or "").strip(),
        effort=grids.number_of("The effort", titled(action.title), cells[EFFORT])
        if EFFORT in cells
        else action.effort,
        covers=tuple(cells.get(COVERS, action.covers) or ()),
        requires=tuple(cells.get(REQUIRES, action.requires) or ()),
    )


@guarded
def _save(assessment_id: int, name: str, shown: Sequence[Action]) -> None:
    def write(rows: Mapping[int, grids.Cells]) -> None:
        wanted = {shown[row].id: _with(shown[row], cells) for row, cells in rows.items()}
        _write(assessment_id, shown, wanted)

    grids.save(name, write)


def _write(assessment_id: int, shown: Sequence[Action], wanted: Mapping[str, Action]) -> None:
    """Write actions as they are wanted in place of those shown, all or none."""
    bases = {one.id: one for one in shown}
    check_actions(framework_of(assessment_id), {**bases, **wanted})
    _change(assessment_id, {id_: ActionEdit(bases[id_], one) for id_, one in wanted.items()})


@guarded
def _delete(assessment_id: int, name: str, shown: Sequence[Action]) -> None:
    """Take an action out; what required it goes on without it. Undo brings it back."""
    gone = shown[state.value(state.key("delete", _WHICH))["row"]]
    edits = deletion({one.id: one for one in shown}, [gone.id])
    grids.save(name, lambda _: _change(assessment_id, edits))


def _change(assessment_id: int, edits: Mapping[str, ActionEdit]) -> None:
    try:
        change_actions(assessment_id, edits)
    except ActionEditConflictError as error:
        found = [edits[id_].base or edits[id_].new for id_ in error.conflicts]
        titles = join([titled(one.title) for one in found if one])
        state.refused.put(
            state.new_grid_key(assessment_id, _WHICH),
            f"Someone else has changed {titles} meanwhile. Theirs is shown; write yours again if it should "
            "count.",
        )


@told
def _add(assessment_id: int) -> None:
    title = (state.value(_ADD) or "").strip()
    if title:
        made = Action(free_id(title, st_store().load(assessment_id).assessment.actions), title)
        change_actions(assessment_id, {made.id: ActionEdit(None, made)})
        state.put(_ADD, "")
