"""What only a person can say of a file, each where it can be answered."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from clf_model import Framework, Perspective
from clf_model.answers import AnswerColumn, ColumnUse, Question, QuestionKind, Scale
from clf_reports import ANSWERS

from ... import state
from ...wording import plain, unmarked
from .said import LEFT_OUT, OTHER_SCALE, SCALES, Said

MOST = 40
MOST_SENTENCES = 3
UNUSED = AnswerColumn(ColumnUse.UNUSED)
ROLE = AnswerColumn(ColumnUse.ROLE)
MEANINGS: Mapping[object, str] = dict([*ANSWERS.items(), (LEFT_OUT, "Left the statement out")])


def questions(said: Said, framework: Framework) -> None:
    """Every question with the fields that answer it, which stay when it is answered."""
    if not said.asked and not said.reading.numbers:
        return
    with st.container(border=True, key="import-questions"):
        for question in said.asked[:MOST]:
            if question.kind is QuestionKind.SHEET:
                st.markdown(plain(question.about))
                sheet_choice(said, question.candidates)
            elif question.kind is QuestionKind.HEADING:
                st.markdown(plain(question.about))
                heading_choice(said)
            elif question.label is None:
                _columns(said, framework, question)
        if said.reading.numbers:
            _scale(said)
        words = [question.label for question in said.asked if question.label is not None][:MOST]
        if words:
            about_the_scale = [q.about for q in said.asked if q.kind is QuestionKind.SCALE and q.label]
            for about in about_the_scale[:MOST_SENTENCES]:
                st.markdown(plain(about))
            st.markdown("What do these answers mean? What you say holds for all columns.")
            with st.grid(3, min_column_width=240, gap="small"):
                for word in words:
                    meaning(said, word, None)
        if len(said.asked) > MOST:
            st.caption("These are the first questions; the others follow.")


def asks_for_heading_row(question: Question) -> bool:
    """Whether a question has the field for the heading row beside it."""
    no_column = question.kind is QuestionKind.COLUMN and not question.columns
    return question.kind is QuestionKind.HEADING or no_column


def sheet_choice(said: Said, names: tuple[str, ...]) -> None:
    """Which sheet has the answers."""
    name = said.key("sheet")
    st.selectbox(
        "Sheet with the answers",
        list(names),
        index=None,
        placeholder=f"{said.reading.sheet}, as found",
        key=name,
        persist_state="session",
        width=320,
    )


def heading_choice(said: Said) -> None:
    """In which row the headings are."""
    st.number_input(
        "Row with the headings",
        min_value=1,
        max_value=len(said.table.rows),
        value=None,
        placeholder=f"Row {said.reading.heading_row}, as found",
        step=1,
        key=said.key("heading-row"),
        persist_state="session",
        width=320,
    )


def _columns(said: Said, framework: Framework, question: Question) -> None:
    """What one or several columns hold."""
    st.markdown(plain(question.about))
    if asks_for_heading_row(question):
        st.markdown("The columns are below, under “What each column holds”.")
        heading_choice(said)
    for place in question.columns:
        column_choice(said, framework, place, question.candidates, asked=True)


def column_choice(
    said: Said, framework: Framework, place: int, first: tuple[str, ...] = (), *, asked: bool = False
) -> None:
    """What a column holds, the likeliest statements first; `asked` while only a person can say."""
    column = said.reading.columns[place]
    statements = {i.id: i for i in framework.indicators if i.perspective is Perspective.WORKER}
    ordered = [*first, *(id_ for id_ in statements if id_ not in first)]
    options: dict[AnswerColumn, str] = {
        AnswerColumn.statement(id_): f"{id_} {statements[id_].text}" for id_ in ordered
    }
    options |= {UNUSED: "Not used", ROLE: "The role"}
    found = AnswerColumn(column.use, column.statement_id)
    st.selectbox(
        unmarked(f"Column {place + 1}: {column.heading or 'no heading'}"),
        list(options),
        format_func=options.__getitem__,
        index=None if asked else list(options).index(found),
        placeholder="Say what it holds",
        key=said.column_key(place),
        persist_state="session",
    )


def meaning(said: Said, word: str, found: object) -> None:
    """What an answer's word means; None while only a person can say."""
    st.selectbox(
        unmarked(f"“{word[:80]}” means"),
        list(MEANINGS),
        format_func=MEANINGS.__getitem__,
        index=None if found is None else list(MEANINGS).index(found),
        placeholder="Say what it means",
        key=said.key("word", word),
        persist_state="session",
    )


def _scale(said: Said) -> None:
    """The ends of the numbers, which of them agrees, and from where on they do."""
    shown = ", ".join(f"{number:g}" for number in said.reading.numbers[:20])
    st.markdown(plain(f"The answers are numbers: {shown}. Which scale did people answer on?"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Scale",
            list(SCALES),
            format_func=_scale_words,
            index=None,
            placeholder="Choose the scale",
            key=said.key("scale"),
            persist_state="session",
            width=320,
        )
        if chosen == OTHER_SCALE:
            for label, name in (("Disagrees most", "disagrees"), ("Agrees most", "agrees")):
                st.number_input(
                    label, value=None, step=1, key=said.key(name), persist_state="session", width=160
                )
        scale = said.choices.scale
        if scale is not None:
            _agrees_from(said, scale)


def _agrees_from(said: Said, scale: Scale) -> None:
    name = said.key("agrees-from", scale.disagree, scale.agree)
    points = list(scale.points[1:])
    state.keep_valid(name, points, default=Scale(scale.disagree, scale.agree).first_agreeing)
    st.selectbox(
        "Counts as agreeing from",
        points,
        key=name,
        persist_state="session",
        width=200,
        help="Unless you say otherwise, every point beyond the middle agrees.",
    )


def _scale_words(scale: tuple[int, int]) -> str:
    if scale == OTHER_SCALE:
        return "Another scale"
    disagrees, agrees = scale
    return f"{disagrees} to {agrees}: {disagrees} disagrees most, {agrees} agrees most"
