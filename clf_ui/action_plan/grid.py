"""The table of the Action plan page: what is written into a cell is saved at once, or refused in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from clf_model import Action, ActionStatus, RecordError, known, names
from clf_reports import standing

from .. import state
from ..actions import told
from ..clock import today_here
from ..view import View
from .forms import AFFECTED, Refusal, edit_form
from .writing import change

_STATUSES = {status.label: status for status in ActionStatus}
_ROW, _HEAD = 35, 38  # pixels
_TYPES = {"Effort": "float64", "Due": "datetime64[s]", "Review on": "datetime64[s]"}
OPEN = "Edit"


def _text(raw: str | None) -> str | None:
    return (raw or "").strip() or None


def _day(raw: str | None) -> date | None:
    return date.fromisoformat(raw[:10]) if raw else None


# The columns that can be written in: the field of an action, and how what is written becomes its content.
_EDITED: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "Action": ("title", lambda raw: _text(raw) or ""),
    "Status": ("status", lambda raw: _STATUSES[raw]),
    "Owner": ("owner", _text),
    "Due": ("due", _day),
    "Measure of success": ("measure", _text),
    "Effort": ("effort", lambda raw: 1.0 if raw is None else float(raw)),
    "Why not": ("reason", _text),
    "Review on": ("review_on", _day),
}
_DOING = (OPEN, "Action", "Status", "Standing", "Owner", "Due", "Effort", "Measure of success", "Covers")
_NOT_DOING = (OPEN, "Action", "Why not", "Review on", "Standing", "Status", "Owner", "Covers")


def tables(view: View) -> None:
    """What is done in one table, what is not and why in another."""
    doing: list[Action] = []
    not_doing: list[Action] = []
    for one in view.assessment.actions.values():
        (not_doing if one.status is ActionStatus.NOT_DOING else doing).append(one)
    if doing:
        _grid(view, "doing", doing, _DOING)
    st.subheader("What we are not doing, and why", anchor=False)
    if not_doing:
        _grid(view, "not-doing", not_doing, _NOT_DOING)
    else:
        st.caption("Nothing has been turned down. “Not doing” on an action asks why, and when to look again.")


def _grid(view: View, which: str, shown: Sequence[Action], columns: Sequence[str]) -> None:
    name = _name(view.info.id, which, shown)
    st.data_editor(
        _frame(view, shown, columns),
        key=name,
        hide_index=True,
        width="stretch",
        height=min(600, _HEAD + _ROW * len(shown)),
        disabled=["Standing", "Covers"],
        column_config={
            "Action": st.column_config.TextColumn(width=300),
            "Status": st.column_config.SelectboxColumn(options=list(_STATUSES), required=True),
            "Standing": st.column_config.TextColumn(width=140),
            "Owner": st.column_config.TextColumn(width=130),
            "Due": st.column_config.DateColumn(format="D MMM YYYY"),
            "Review on": st.column_config.DateColumn(format="D MMM YYYY"),
            "Effort": st.column_config.NumberColumn(view.unit.heading(), min_value=0, format="%g"),
            "Measure of success": st.column_config.TextColumn(width=220),
            "Why not": st.column_config.TextColumn(width=330),
            OPEN: st.column_config.ButtonColumn(
                "",
                width=64,
                type="tertiary",
                key=state.key("open", which),
                on_click=_open,
                args=(view.info.id, which, tuple(shown)),
                kwargs={"affected": AFFECTED},
            ),
        },
        on_change=_save,
        args=(view.info.id, name, tuple(shown)),
        kwargs={"affected": AFFECTED},
        alt="The actions with status, owner and dates; each cell can be written in",
    )


def _frame(view: View, shown: Sequence[Action], columns: Sequence[str]) -> pd.DataFrame:
    today = today_here()
    made = {
        **{title: [getattr(one, field) for one in shown] for title, (field, _) in _EDITED.items()},
        "Status": [one.status.label for one in shown],
        "Standing": [f"⚠ {note}" if (note := standing(one, today)) else "" for one in shown],
        "Covers": [names(known(view.framework, one.covers)) for one in shown],
        OPEN: [OPEN] * len(shown),
    }
    # Rows are known by the actions' ids, columns by their types: another set of either is another table, in
    # which the cell that was left loses the focus.
    frame = pd.DataFrame(made, index=[one.id for one in shown], columns=list(columns))
    return frame.astype({name: _TYPES.get(name, "string") for name in columns})


def _name(assessment_id: int, which: str, shown: Sequence[Action]) -> str:
    """The key of a table: a new one where what it was written in does not stand in the record like that.

    For then somebody else changed it, it was refused or undone, and the cells have to start anew from the
    record. While all that was written is saved, the table stays as it is and keeps its place.
    """
    name = state.grid_key(assessment_id, which)
    for row, cells in _written(name).items():
        if row >= len(shown) or not _says(shown[row], cells):
            return state.new_grid_key(assessment_id, which)
    return name


def _written(name: str) -> dict[int, dict[str, Any]]:
    """By row, the cells that were written in since the table began."""
    held = state.value(name) or {}
    return {int(row): cells for row, cells in held.get("edited_rows", {}).items()}


def _says(action: Action, cells: Mapping[str, Any]) -> bool:
    """Whether an action is as its row says."""
    try:
        return _with(action, cells) == action
    except RecordError:
        return False


def _with(action: Action, cells: Mapping[str, Any]) -> Action:
    """An action with what its row says. Raises `RecordError`."""
    changes = {_EDITED[title][0]: _EDITED[title][1](raw) for title, raw in cells.items() if title in _EDITED}
    return replace(action, **changes)


@told
def _save(assessment_id: int, name: str, shown: Sequence[Action]) -> None:
    """A cell was left: save what differs from what the table showed."""
    for row, cells in _written(name).items():
        action = shown[row]
        refused = _STATUSES.get(cells.get("Status", "")) is ActionStatus.NOT_DOING and not action.reason
        if refused and not _text(cells.get("Why not")):
            state.open_dialog(assessment_id, Refusal(action))
        else:
            change(assessment_id, action, _with(action, cells))


@told
def _open(assessment_id: int, which: str, shown: Sequence[Action]) -> None:
    """The button of a row was pressed."""
    state.open_dialog(assessment_id, edit_form(shown[state.value(state.key("open", which))["row"]]))
