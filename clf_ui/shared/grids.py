"""Tables in which people write: a cell is saved at once, or refused in words and kept on screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from clf_model import ClfError, RecordError, amount, read_count, read_day, read_number

from .. import state
from ..wording import plain
from .callbacks import guarded
from .errors import in_words
from .redrawn import AFFECTED

ROW, HEAD = 35, 38  # pixels

Cells = dict[str, Any]


def day_column(label: str) -> ColumnConfig:
    """A column of days, each as text: a cell for dates reads what is typed by the language of the browser."""
    return st.column_config.TextColumn(
        f"{label} (day/month/year)", width=155 + 9 * len(label), help="Type 15/01/2027 or 15 January 2027."
    )


def number_column(label: str, *, width: int | None = None) -> ColumnConfig:
    """A column of numbers, each as text: a cell for numbers makes 25 of 2,5."""
    return st.column_config.TextColumn(label, width=width or 50 + 8 * len(label), alignment="right")


def number_shown(number: float | None) -> str | None:
    """A number as such a column holds it."""
    return None if number is None else amount(number)


def text_in_cell(raw: str | None) -> str | None:
    """What is written in a cell; None where it is blank."""
    return (raw or "").strip() or None


def day_in_cell(raw: str | None) -> date | None:
    """The day in a cell, None where it is blank. Raises `RecordError` where it is none for certain."""
    text = text_in_cell(raw)
    return read_day(text) if text else None


def number_in_cell(raw: str | None) -> float:
    """The number in a cell, 1 where it is blank. Raises `RecordError` where it is none of 0 or more."""
    text = text_in_cell(raw)
    return 1.0 if text is None else read_number(text)


def number_of(what: str, name: str, raw: str | None) -> float:
    """`number_in_cell`; what is said where it is none begins with what the number is and whose."""
    try:
        return number_in_cell(raw)
    except RecordError as error:
        raise RecordError(f"{what} of {name}: {error}") from None


def count_in_cell(raw: str | None, most: int) -> int | None:
    """The whole number in a cell, None where it is blank. Raises `RecordError` where it is none or larger."""
    text = text_in_cell(raw)
    return None if text is None else read_count(text, most)


def written(name: str) -> dict[int, Cells]:
    """By row, the cells that were written in since the table began."""
    held = state.value(name) or {}
    return {int(row): cells for row, cells in held.get("edited_rows", {}).items()}


def unsaved(name: str, table: str, ids: Sequence[str]) -> dict[str, Cells]:
    """By row, what is written in a table that a button saves, also before another page was looked at.

    `name` is the table's key, `ids` are those of its rows in their order; under `table` and a row's id its
    cells are kept.
    """
    held = written(name)
    rows = {
        id_: {**(state.unsaved_cells.get((table, id_)) or {}), **held.get(row, {})}
        for row, id_ in enumerate(ids)
    }
    return {id_: cells for id_, cells in rows.items() if cells}


@guarded
def keep(name: str, table: str, ids: Sequence[str], affected: tuple[str, ...]) -> None:
    """A cell of such a table was left: keep it until it is saved. What was said before is past."""
    state.drop_notice()
    for id_, cells in unsaved(name, table, ids).items():
        state.unsaved_cells.put((table, id_), cells)
    st.rerun(affected)


def drop_unsaved(table: str, ids: Sequence[str]) -> None:
    """What was written in these rows is saved."""
    for id_ in ids:
        state.unsaved_cells.put((table, id_), None)


def key_of(assessment_id: int, which: str, stands: Callable[[int, Cells], bool]) -> str:
    """The key of a table: a new one where what was written does not stand in the record like that.

    For then it was undone or changed by somebody else, and the cells start anew. What was refused stays on
    screen until it is mended.
    """
    name = state.grid_key(assessment_id, which)
    if state.refused.get(name) or all(stands(row, cells) for row, cells in written(name).items()):
        return name
    return state.new_grid_key(assessment_id, which)


def save(name: str, write: Callable[[Mapping[int, Cells]], None]) -> None:
    """A cell was left: write all that differs, or keep what is wrong with it in words."""
    state.drop_notice()
    try:
        write(written(name))
    except ClfError as error:
        state.refused.put(name, in_words(error))
    else:
        state.refused.put(name, None)
    st.rerun(AFFECTED)


def say_refused(name: str, assessment_id: int, which: str) -> None:
    """What is wrong with what the table holds, and the way back to what is saved."""
    problem = state.refused.get(name)
    if problem is not None:
        say(problem, assessment_id, which)


def say(problem: str, assessment_id: int, which: str) -> None:
    """That something in a table is not saved, and the way back to what is saved."""
    st.error(f"Not saved: {plain(problem)}", icon=":material/error:")
    st.button(
        "Back to what is saved",
        key=state.key("start-over", which),
        on_click=_start_over,
        args=(assessment_id, which),
    )


@guarded
def _start_over(assessment_id: int, which: str) -> None:
    state.new_grid_key(assessment_id, which)
    state.drop_notice()
    st.rerun()


def height(rows: Sequence[object], most: int = 420) -> int:
    """The height of a table, in pixels."""
    return min(most, HEAD + ROW * max(1, len(rows)) + 3)
