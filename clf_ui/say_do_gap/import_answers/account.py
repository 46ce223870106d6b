"""What became of a file's rows, columns and sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd
import streamlit as st

from clf_model import join
from clf_model.answers import ColumnUse, QuestionKind, Reading

from ...wording import plain
from .questions import asks_for_heading_row, heading_choice, sheet_choice
from .said import Said, ranges

FIRST_ROWS = 12
MOST_NAMED = 12
CUT = 60  # characters


def first_rows(said: Said) -> None:
    """The first rows as a table with what each is used for, and the way to choose others."""
    with st.expander("The first rows of the file", expanded=bool(said.asked or said.reading.numbers)):
        st.dataframe(_frame(said), hide_index=True, placeholder="", key=said.key("rows"))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            names = tuple(str(table.name) for table in said.tables if table.rows)
            if len(names) > 1 and not any(q.kind is QuestionKind.SHEET for q in said.asked):
                sheet_choice(said, names)
            if not any(asks_for_heading_row(question) for question in said.asked):
                heading_choice(said)
            st.text_input(
                "Rows to leave out",
                key=said.key("left-out"),
                placeholder="Such as 3, 7-9",
                persist_state="session",
                width=320,
            )


def _frame(said: Said) -> pd.DataFrame:
    reading = said.reading
    aside = {one.row: one.why for one in reading.passed_over}
    rows = list(said.table.rows[:FIRST_ROWS])
    width = len(reading.columns)
    used = [
        aside.get(number, "headings" if number < reading.first_row else "answers")
        for number in range(1, len(rows) + 1)
    ]
    frame = pd.DataFrame([[*row, *[""] * (width - len(row))] for row in rows])
    frame.columns = [f"Column {place + 1}" for place in range(frame.shape[1])]
    frame.insert(0, "Row", range(1, len(rows) + 1))
    frame.insert(1, "Used as", used)
    return frame


def account(said: Said) -> None:
    """What was set aside and by which rule, always in sight."""
    lines = list(set_aside(said.reading))
    if lines:
        st.markdown(
            "**Set aside, and how it was read**\n\n" + "\n".join(f"- {plain(line)}" for line in lines)
        )


def set_aside(reading: Reading) -> Iterator[str]:
    """In sentences: sheets, rows and columns that were not used, and the rules by which others were."""
    if reading.sheet is not None and reading.sheets_passed_over:
        yield f"Sheet “{_cut(reading.sheet)}” is read."
    for name, why in reading.sheets_passed_over:
        yield f"Sheet “{_cut(name)}”: {why}."
    for why in dict.fromkeys(one.why for one in reading.passed_over):
        rows = [one.row for one in reading.passed_over if one.why == why]
        yield f"{'Row' if len(rows) == 1 else 'Rows'} {ranges(rows)}: {why}."
    unused = [column for column in reading.columns if column.use is ColumnUse.UNUSED]
    for why in dict.fromkeys(column.why for column in unused):
        named = _named(
            f"{column.place + 1} “{_cut(column.heading)}”" if column.heading else str(column.place + 1)
            for column in unused
            if column.why == why
        )
        yield f"Not used, {why}: column {named}."
    for column in reading.columns:
        if column.use is not ColumnUse.UNUSED and column.why and column.why != "as chosen":
            yield f"Column {column.place + 1}, {column.statement_id or 'the role'}: {column.why}."
    if reading.rule:
        yield reading.rule
    yield from reading.notes


def _named(names: Iterable[str]) -> str:
    listed = list(names)
    more = len(listed) - MOST_NAMED
    return join([*listed[:MOST_NAMED], f"{more} more"] if more > 0 else listed)


def _cut(text: str) -> str:
    return text if len(text) <= CUT else f"{text[:CUT]}…"
