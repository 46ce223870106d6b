"""What each column of a table is used for, and what has to be asked about columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..errors import UnknownIdError
from ..files.findings import quoted
from ..framework import Framework, Perspective
from .choices import AnswerColumn, Choices, ColumnUse
from .labels import NO_ANSWER, folded
from .layout import Layout
from .recognition import Recognised
from .rows import AnswerRows

_ROLE = re.compile(
    r"(?:(?:what|which) (?:is|best describes) )?(?:(?:your|my|the) )?(?:(?:main|current|job) )?role"
    r"(?: at work| here| in (?:the|this) (?:service|team|organisation))?\W*"
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its place from 0, its heading, what it is used for, and why, in a few words."""

    place: int
    heading: str
    use: ColumnUse
    statement_id: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class ColumnQuestion:
    """Something to ask about columns; `candidates` are the statements that could be meant."""

    about: str
    columns: tuple[int, ...]
    candidates: tuple[str, ...] = ()


def assigned(
    found: Layout, rows: AnswerRows, choices: Choices, framework: Framework
) -> tuple[tuple[Column, ...], tuple[ColumnQuestion, ...]]:
    """The columns with their use, and the questions about them.

    Raises `UnknownIdError` where a choice names no worker statement.
    """
    columns: list[Column] = []
    questions: list[ColumnQuestion] = []
    for place, (heading, recognised) in enumerate(zip(found.headings, found.recognised, strict=True)):
        chosen = choices.columns.get(place)
        if chosen is not None:
            _check(chosen, framework)
            columns.append(Column(place, heading, chosen.use, chosen.statement_id, "as chosen"))
            continue
        column = _column(place, heading, recognised, any(rows.column(place)))
        columns.append(column)
        if recognised.statement_id is None and recognised.candidates:
            meant = " or ".join(_named(id_, framework) for id_ in recognised.candidates[:3])
            about = f"Column {place + 1}, {quoted(heading)}, could be about {meant}, but {recognised.why}. "
            about += "Say which statement it is, or none."
            questions.append(ColumnQuestion(about, (place,), recognised.candidates))
    questions += _beyond(columns, rows)
    columns = _one_role(columns)
    columns, doubled = _merged(columns, rows, [one.option for one in found.recognised])
    return tuple(columns), (*questions, *doubled)


def _named(id_: str, framework: Framework) -> str:
    return f"{id_} {quoted(framework.indicator(id_).text)}"


def _beyond(columns: Sequence[Column], rows: AnswerRows) -> list[ColumnQuestion]:
    """Cells beyond the last heading: a comma outside quotes may have pushed a row's answers one column on."""
    last = max((column.place for column in columns if column.heading), default=-1)
    beyond = [
        c.place for c in columns if c.place > last and c.why != "as chosen" and any(rows.column(c.place))
    ]
    if not beyond or not any(column.use is ColumnUse.STATEMENT for column in columns):
        return []
    cells = zip(*(rows.column(place) for place in beyond), strict=True)
    row = next(number for number, row in zip(rows.numbers, cells, strict=True) if any(row))
    about = f"Row {row} has more cells than there are headings: its answers may stand in the wrong columns. "
    about += "Leave the row out, or say what these columns hold."
    return [ColumnQuestion(about, tuple(beyond))]


def _check(chosen: AnswerColumn, framework: Framework) -> None:
    if chosen.use is ColumnUse.STATEMENT:
        known = [i.id for i in framework.indicators if i.perspective is Perspective.WORKER]
        if chosen.statement_id not in known:
            raise UnknownIdError("worker statement", str(chosen.statement_id), known)


def _column(place: int, heading: str, recognised: Recognised, filled: bool) -> Column:
    if recognised.statement_id:
        return Column(place, heading, ColumnUse.STATEMENT, recognised.statement_id)
    if recognised.candidates:
        return Column(place, heading, ColumnUse.UNUSED, why="asked about")
    if _ROLE.fullmatch(folded(heading)):
        return Column(place, heading, ColumnUse.ROLE)
    why = (recognised.why or "no worker statement") if filled else "empty"
    return Column(place, heading, ColumnUse.UNUSED, why=why)


def _one_role(columns: Sequence[Column]) -> list[Column]:
    """The columns, of those with the role only the first."""
    kept: list[Column] = []
    seen = False
    for column in columns:
        if column.use is ColumnUse.ROLE and seen:
            column = replace(column, use=ColumnUse.UNUSED, why="a second column with the role")
        seen = seen or column.use is ColumnUse.ROLE
        kept.append(column)
    return kept


def _merged(
    columns: Sequence[Column], rows: AnswerRows, options: Sequence[str | None]
) -> tuple[list[Column], list[ColumnQuestion]]:
    """Columns for one statement are put together where no row has an answer in two; else it is asked."""
    by_statement: dict[str, list[Column]] = {}
    for column in columns:
        if column.statement_id:
            by_statement.setdefault(column.statement_id, []).append(column)
    whys: dict[int, str] = {}
    questions = []
    for id_, several in by_statement.items():
        if len(several) == 1:
            continue
        places = tuple(column.place for column in several)
        named = " and ".join(str(place + 1) for place in places)
        cells = zip(*(rows.column(place) for place in places), strict=True)
        clash = next((n for n, row in zip(rows.numbers, cells, strict=True) if _answers(row) > 1), None)
        if clash is None:
            if all(options[place] for place in places):
                whys |= {place: f"a mark means {quoted(str(options[place]))}" for place in places}
            else:
                whys |= dict.fromkeys(
                    places[1:], f"put together with column {places[0] + 1}: no row has both"
                )
        else:
            about = f"Columns {named} are both about {id_}, and row {clash} has an answer in both. "
            about += "Say which one counts."
            questions.append(ColumnQuestion(about, places, (id_,)))
    return [replace(c, why=whys[c.place]) if c.place in whys else c for c in columns], questions


def _answers(cells: Sequence[str]) -> int:
    return sum(bool(cell) and folded(cell) not in NO_ANSWER for cell in cells)
