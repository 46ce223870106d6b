"""The file, what it says in one line, and the parts below it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from clf_model import ClfError
from clf_model.table import Table

from ... import state
from ...shared.surveys import Gap
from ...wording import counted, plain
from .account import account, first_rows
from .corrections import corrections, what_was_found
from .questions import questions
from .said import Said, said_of
from .saving import saving


def import_answers(gap: Gap) -> None:
    """Choose a file, say what it means where that is not plain, and bring it in."""
    st.markdown(
        "Bring in answers from another survey tool: a CSV file or an Excel workbook, as it comes out of the "
        "tool, with one row for each person. They become a closed survey of their own. Nothing is left out "
        "without a word: what is not plain is asked, and nothing is saved before."
    )
    file = st.file_uploader(
        "Answers (CSV or Excel)", type=["csv", "tsv", "txt", "xlsx", "xls", "ods", "zip"], key=state.ANSWERS
    )
    if file is None:
        return
    try:
        tables = _tables(file.file_id, file.getvalue(), file.name)
        said = said_of(file.file_id, tables, gap.view.framework)
    except ClfError as error:
        st.error(plain(f"The file cannot be used: {error}"), icon=":material/error:")
        return
    framework = gap.view.framework
    _headline(said)
    questions(said, framework)
    first_rows(said)
    account(said)
    corrections(said, framework)
    if not said.reading.questions and said.reading.answers:
        saving(gap, said)


def _tables(file_id: str, data: bytes, name: str) -> Sequence[Table]:
    """The tables of an uploaded file, read once."""
    from clf_model.table_files import read_tables  # its libraries take a while to load

    kept = state.answer_files.get(file_id)
    if kept is None:
        kept = read_tables(data, name)
        state.answer_files.put(file_id, kept)
    return kept


def _headline(said: Said) -> None:
    """How many answered what, and whether the file is in order."""
    reading = said.reading
    found = what_was_found(reading)
    if reading.questions:
        asked = counted(len(reading.questions), "question is", "questions are")
        st.warning(plain(f"{found} {asked} open. Nothing is imported yet."), icon=":material/help:")
    elif not reading.answers:
        st.error(
            plain(f"{found} Nobody answered anything, so there is nothing to import."),
            icon=":material/error:",
        )
    else:
        st.success(
            plain(f"{found} The file is in order: every row and column is used, or set aside as said below."),
            icon=":material/check_circle:",
        )
