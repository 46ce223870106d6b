"""Answers from other survey tools: a file, what its columns and words mean, and all of it or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import streamlit as st

from clf_model import Perspective
from clf_model.voices import (
    IGNORED_COLUMN,
    ROLE_COLUMN,
    Answer,
    AnswerColumn,
    ColumnUse,
    Response,
    Role,
    RowProblem,
    guess_answers,
    guess_columns,
    read_answers,
)
from clf_model.voices.scale_words import ROLES, folded
from clf_reports import ROLE_WORDS

from . import state
from .actions import told
from .answer_tables import AnswerTable, TableError, read_table
from .errors import SHOWN
from .loaders import now, st_framework, st_store
from .survey_form import ANSWERS
from .surveys import GAP, Gap, is_own, survey_names
from .visitor import seat
from .wording import counted, plain

MOST_WORDS = 40
LEFT_OUT = "left out"
NO_ROLE = "no role"
_NEW = 0
_T = TypeVar("_T")


def import_answers(gap: Gap) -> None:
    """Choose a file, say what it means where that is not plain, and bring it in."""
    st.markdown(
        "Bring in answers from another survey tool: a CSV file or an Excel workbook with one row for each "
        "person and one column for each statement. They become a closed survey of their own. Where any "
        "row does not fit, nothing is saved."
    )
    file = st.file_uploader("Answers (CSV or Excel)", type=["csv", "tsv", "txt", "xlsx"], key=state.ANSWERS)
    if file is None:
        return
    try:
        table = _read(file.file_id, file.getvalue(), file.name)
    except TableError as error:
        st.error(plain(f"The file cannot be used: {error}"), icon=":material/error:")
        return
    columns = _columns(file.file_id, table)
    words, left_out = _words(file.file_id, table, columns)
    roles = _roles(file.file_id, table, columns)
    responses, problems = read_answers(
        table.rows, columns, st_framework(), words=words, left_out=left_out, roles=roles
    )
    if problems:
        _show(problems)
    elif not responses:
        st.error("The file has no answers.", icon=":material/error:")
    else:
        _bring_in(gap, responses, columns)


def _read(file_id: str, data: bytes, name: str) -> AnswerTable:
    """The table of an uploaded file, read once."""
    kept = state.answer_files.get(file_id)
    if isinstance(kept, AnswerTable):
        return kept
    table = read_table(data, name)
    state.answer_files.put(file_id, table)
    return table


def _columns(file_id: str, table: AnswerTable) -> dict[str, AnswerColumn]:
    """What each column holds: as guessed, or as somebody says."""
    guessed = guess_columns(table.headings, st_framework())
    known = [heading for heading in table.headings if guessed[heading] != IGNORED_COLUMN]
    unknown = [heading for heading in table.headings if guessed[heading] == IGNORED_COLUMN]
    st.markdown(
        f"**Columns.** {counted(len(known), 'column is', 'columns are')} recognised, {len(unknown)} not."
    )
    chosen = dict(guessed)
    for label, headings, key in (
        ("Not recognised: ignored, unless you say what they hold", unknown, "unknown"),
        ("Recognised", known, "known"),
    ):
        if headings:
            shown = st.expander(label, on_change="rerun", key=state.key("import", key, file_id))
            for heading in headings:
                name = state.key("import-column", file_id, table.headings.index(heading))
                if shown.open:
                    with shown:
                        _column(heading, guessed[heading], name)
                chosen[heading] = state.value(name) or guessed[heading]
    return chosen


def _column(heading: str, guessed: AnswerColumn, name: str) -> None:
    statements = [i for i in st_framework().indicators if i.perspective is Perspective.WORKER]
    texts = {AnswerColumn.statement(i.id): f"{i.id} {i.text}" for i in statements}
    options = {IGNORED_COLUMN: "Ignore it", ROLE_COLUMN: "The role", **texts}
    state.keep_valid(name, list(options), default=guessed)
    st.selectbox(
        plain(heading), list(options), format_func=options.__getitem__, key=name, persist_state="session"
    )


def _words(
    file_id: str, table: AnswerTable, columns: Mapping[str, AnswerColumn]
) -> tuple[dict[str, Answer | None], list[str]]:
    """What the words in the statements' columns mean, and which of them mean left out."""
    guessed = guess_answers(table.rows, columns)
    if not guessed:
        return guessed, []
    st.markdown("**Answers.** Correct what is wrong: some tools count from the other end.")
    words, left_out = dict(guessed), []
    options: dict[str, str] = dict(ANSWERS.items())
    options[LEFT_OUT] = "Left the statement out"
    # What is not known first: it has to be said.
    ordered = sorted(guessed, key=lambda word: guessed[word] is not None)
    with st.grid(3, min_column_width=260, gap="small"):
        for word in ordered[:MOST_WORDS]:
            chosen = _meaning(file_id, "import-word", word, options, guessed[word])
            if isinstance(chosen, Answer):
                words[word] = chosen
            elif chosen:
                left_out.append(word)
    return words, left_out


def _roles(file_id: str, table: AnswerTable, columns: Mapping[str, AnswerColumn]) -> dict[str, Role | None]:
    """What the words in the role's column mean."""
    roles: dict[str, Role | None] = dict(ROLES)
    heading = next((h for h, column in columns.items() if column.use is ColumnUse.ROLE), None)
    if heading is None:
        return roles
    cells = (str(row.get(heading) or "") for row in table.rows)
    unknown = [word for word in dict.fromkeys(map(folded, cells)) if word and word not in roles]
    if not unknown:
        return roles
    st.markdown("**Roles.** Say which role each of these words stands for.")
    options: dict[str, str] = {role: ROLE_WORDS[role].capitalize() for role in Role}
    options[NO_ROLE] = "Named no role"
    with st.grid(3, min_column_width=260, gap="small"):
        for word in unknown[:MOST_WORDS]:
            chosen = _meaning(file_id, "import-role", word, options, None)
            if chosen is not None:
                roles[word] = chosen if isinstance(chosen, Role) else None
    return roles


def _meaning(file_id: str, kind: str, word: str, options: Mapping[_T, str], guessed: _T | None) -> _T | None:
    """A choice of what a word means; None until somebody says."""
    name = state.key(kind, file_id, word)
    chosen: _T | None = st.selectbox(
        plain(f"“{word[:80]}” means"),
        list(options),
        format_func=options.__getitem__,
        index=None if guessed is None else list(options).index(guessed),
        placeholder="Say what it means",
        key=name,
        persist_state="session",
    )
    return chosen


def _show(problems: Sequence[RowProblem]) -> None:
    """Everything that does not fit, the first ones where there are very many."""
    lines = [f"- {plain(str(problem))}" for problem in problems[:SHOWN]]
    if len(problems) > SHOWN:
        lines.append(f"- and {len(problems) - SHOWN} more")
    st.error(
        f"Nothing is imported yet: {counted(len(problems), 'thing does', 'things do')} not fit.\n\n"
        + "\n".join(lines),
        icon=":material/error:",
    )


def _bring_in(gap: Gap, responses: Iterable[Response], columns: Mapping[str, AnswerColumn]) -> None:
    """Title and days, and the button that saves all of it."""
    people = tuple(responses)
    asked = [column.statement_id for column in columns.values() if column.statement_id]
    st.success(
        f"{counted(len(people), 'response')} to {counted(len(asked), 'statement')}. The file is in order."
    )
    today = now().date()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        title = st.text_input("Title", value="Worker survey", key="import-title", width=320)
        day = st.date_input(
            "Last day of the survey", value=today, max_value=today, format="DD/MM/YYYY", key="import-day"
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
            st_framework(),
            people,
            title=title.strip() or "Worker survey",
            opens_on=day,
            closes_on=day,
            at=now(),
            statements=asked,
            owner=seat(),
            replaces=replaced or None,
        )
        state.forget(state.ANSWERS)
        state.answer_files.put("", None)  # single answers stay nowhere but in the store
        state.put(state.SURVEY, added.survey_id)
        state.put(state.GAP_TAB, GAP)
        state.write_address()
        state.notify(f"Imported {counted(len(people), 'response')}")

    st.button("Import them", type="primary", key="import-answers", on_click=bring_in)
