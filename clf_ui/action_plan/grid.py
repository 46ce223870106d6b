"""The table of the Action plan page: what is written into a cell is saved at once, or refused in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from clf_model import Action, ActionStatus, RecordError, known, names
from clf_model.text import titled
from clf_reports import attention

from .. import state
from ..clock import today_here
from ..shared.callbacks import told
from ..shared.grids import (
    Cells,
    day_column,
    day_in_cell,
    height,
    number_column,
    number_in_cell,
    number_shown,
    say,
    text_in_cell,
    written,
)
from ..shared.view import View
from ..wording import ACTION_WORDS, SHORT, long_date
from .forms import AFFECTED, Refusal, edit_form
from .writing import change

_STATUSES = {status.label: status for status in ActionStatus}
_MOST = 600  # pixels
OPEN = "Edit"


def _title(raw: str | None) -> str:
    if (text := text_in_cell(raw)) is None:
        raise RecordError("Say in a few words what will be done.")
    return text


# The columns that can be written in: the field of an action, and how what is written becomes its content.
_EDITED: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "Action": ("title", _title),
    "Status": ("status", lambda raw: _STATUSES[raw]),
    "Owner": ("owner", text_in_cell),
    "Due": ("due", day_in_cell),
    "Measure of success": ("measure", text_in_cell),
    "Effort": ("effort", number_in_cell),
    "Why not": ("reason", text_in_cell),
    "Review on": ("review_on", day_in_cell),
}
_DOING = (OPEN, "Action", "Status", "Attention", "Owner", "Due", "Effort", "Measure of success", "Covers")
_NOT_DOING = (OPEN, "Action", "Why not", "Review on", "Attention", "Status", "Owner", "Covers")


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
    problems = [problem for row, cells in written(name).items() for problem in _read(shown[row], cells)[1]]
    st.data_editor(
        _frame(view, shown, columns),
        key=name,
        hide_index=True,
        width="stretch",
        height=height(shown, most=_MOST),
        disabled=["Attention", "Covers"],
        placeholder="",
        column_config={
            "Action": st.column_config.TextColumn(width=300),
            "Status": st.column_config.SelectboxColumn(options=list(_STATUSES), required=True),
            "Attention": st.column_config.TextColumn(
                width=165, help="What is overdue, due today or due for review; empty where nothing is."
            ),
            "Owner": st.column_config.TextColumn(width=130),
            "Due": day_column("Due"),
            "Review on": day_column("Review on"),
            "Effort": number_column(view.unit.heading()),
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
    if problems:  # below, so that no row moves away from who writes in the next one
        say(" ".join(problems), view.info.id, which)


def _frame(view: View, shown: Sequence[Action], columns: Sequence[str]) -> pd.DataFrame:
    today = today_here()
    made = {
        **{title: [_cell(getattr(one, field)) for one in shown] for title, (field, _) in _EDITED.items()},
        "Status": [one.status.label for one in shown],
        "Attention": [f"⚠ {note}" if (note := attention(one, today)) else "" for one in shown],
        "Covers": [names(known(view.framework, one.covers)) for one in shown],
        OPEN: [OPEN] * len(shown),
    }
    # Rows are known by the actions' ids, columns by their types: another set of either is another table, in
    # which the cell that was left loses the focus.
    frame = pd.DataFrame(made, index=[one.id for one in shown], columns=list(columns))
    return frame.astype("string")


def _cell(content: object) -> object:
    if isinstance(content, float):
        return number_shown(content)
    return long_date(content) if isinstance(content, date) else content


def _name(assessment_id: int, which: str, shown: Sequence[Action]) -> str:
    """The key of a table: a new one where what it was written in does not stand in the record like that.

    For then somebody else changed it, it was undone, or it is a question, and the cells have to start anew
    from the record. While all that was written is saved, the table stays as it is and keeps its place; what
    cannot be read stays in its cell until it is mended.
    """
    name = state.grid_key(assessment_id, which)
    for row, cells in written(name).items():
        if row >= len(shown) or not _says(shown[row], cells):
            return state.new_grid_key(assessment_id, which)
    return name


def _says(action: Action, cells: Cells) -> bool:
    """Whether an action is as its row says, as far as that can be read."""
    try:
        return _read(action, cells)[0] == action
    except RecordError:
        return False


def _read(action: Action, cells: Cells) -> tuple[Action, tuple[str, ...]]:
    """An action with what its row says, and in sentences what of that cannot be read.

    Raises `RecordError` where it is not done and has no reason.
    """
    changes: dict[str, Any] = {}
    problems = []
    for column, raw in cells.items():
        if column in _EDITED:
            field, content = _EDITED[column]
            try:
                changes[field] = content(raw)
            except RecordError as error:
                problems.append(f"{ACTION_WORDS[field].capitalize()} of {titled(action.title)}: {error}")
    return replace(action, **changes), tuple(problems)


@told
def _save(assessment_id: int, name: str, shown: Sequence[Action]) -> None:
    """A cell was left: save what differs from what the table showed and can be read."""
    for row, cells in written(name).items():
        action = shown[row]
        refused = _STATUSES.get(cells.get("Status", "")) is ActionStatus.NOT_DOING and not action.reason
        if refused and not text_in_cell(cells.get("Why not")):
            state.open_dialog(assessment_id, Refusal(action))
            continue
        wanted, problems = _read(action, cells)
        change(assessment_id, action, wanted)
        _say_days(action, wanted)
        if problems:
            state.notify(f"Not saved: {' '.join(problems)}", is_problem=True)


def _say_days(action: Action, wanted: Action) -> None:
    """A day that was typed in numbers, in words."""
    for field, what in (("due", "is due on"), ("review_on", "is looked at again on")):
        day: date | None = getattr(wanted, field)
        if day is not None and day != getattr(action, field):
            state.notify(f"{titled(wanted.title, SHORT)} {what} {long_date(day)}")


@told
def _open(assessment_id: int, which: str, shown: Sequence[Action]) -> None:
    """The button of a row was pressed."""
    state.open_dialog(assessment_id, edit_form(shown[state.value(state.key("open", which))["row"]]))
