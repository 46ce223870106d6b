"""Answers from other survey tools: rows of text to responses, and what to do for what does not fit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..findings import quoted
from ..framework import Framework, Perspective
from .scale_words import NO_ANSWER, ROLES, folded, guess_words
from .survey import Answer, Response
from .vote import Role

HEADING_ROW = 1
"""Rows count as in the file: the headings are row 1, the first respondent row 2."""


class ColumnUse(StrEnum):
    """What a column is used for."""

    STATEMENT = "statement"
    ROLE = "role"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """What one column holds; `statement_id` belongs to `ColumnUse.STATEMENT` alone."""

    use: ColumnUse
    statement_id: str | None = None

    @classmethod
    def statement(cls, id_: str) -> AnswerColumn:
        """A column with the answers to one worker statement."""
        return cls(ColumnUse.STATEMENT, id_)


ROLE_COLUMN = AnswerColumn(ColumnUse.ROLE)
IGNORED_COLUMN = AnswerColumn(ColumnUse.IGNORED)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing that does not fit: where it is, what it is, and what to do about it.

    `row` counts as in the file, from 1 for the headings; `column` is the heading, empty for the whole row.
    """

    row: int
    column: str
    message: str
    remedy: str

    def __str__(self) -> str:
        place = f"Row {self.row}, column {quoted(self.column)}" if self.column else f"Row {self.row}"
        return f"{place}: {self.message} {self.remedy}"


Row = Mapping[str | None, str | list[str] | None]
"""A row as `csv.DictReader` gives it: None is the key of cells beyond the headings, and fills short rows."""


def guess_columns(headings: Sequence[str], framework: Framework) -> dict[str, AnswerColumn]:
    """What each column seems to be for, by its heading; ignored where there is no telling.

    A statement is known by its id anywhere in the heading, or by its text, case and white space aside. Of
    several columns that look like one statement, or like the role, the first is taken.
    """
    statements = [i for i in framework.indicators if i.perspective is Perspective.WORKER]
    by_text: dict[str, list[str]] = {}
    for statement in statements:
        by_text.setdefault(folded(statement.text), []).append(statement.id)
    by_id = {statement.id.casefold(): statement.id for statement in statements}
    columns: dict[str, AnswerColumn] = {}
    for heading in headings:
        guessed = _guess_column(heading, by_id, by_text)
        columns[heading] = IGNORED_COLUMN if guessed in columns.values() else guessed
    return columns


def _guess_column(heading: str, by_id: Mapping[str, str], by_text: Mapping[str, list[str]]) -> AnswerColumn:
    words = heading.casefold().split()
    named = {id_ for word in words if (id_ := by_id.get(word.strip(".,:;()[]–-"), None))}
    meant = named or set(by_text.get(folded(heading), ()))
    if len(meant) == 1:
        return AnswerColumn.statement(meant.pop())
    is_role = folded(heading) in {"role", "your role", "my role", "job role", "what is your role?"}
    return ROLE_COLUMN if is_role else IGNORED_COLUMN


def guess_answers(rows: Iterable[Row], columns: Mapping[str, AnswerColumn]) -> dict[str, Answer | None]:
    """What the words in the statements' columns seem to mean; None where there is no telling."""
    asked = [heading for heading, column in columns.items() if column.use is ColumnUse.STATEMENT]
    return guess_words(_text(row, heading) for row in rows for heading in asked)


def read_answers(
    rows: Sequence[Row],
    columns: Mapping[str, AnswerColumn],
    framework: Framework,
    *,
    words: Mapping[str, Answer | None] | None = None,
    left_out: Collection[str] = (),
    roles: Mapping[str, Role | None] = ROLES,
) -> tuple[tuple[Response, ...], tuple[RowProblem, ...]]:
    """The responses in the rows that fit, and a problem for everything that does not.

    `words` says what the answers are called (default: as `guess_answers` does; None is no telling), and
    `left_out` which words mean that a statement was left out, beside the usual ones and blank cells. `roles`
    says what the roles are called, None for naming no role. Case and white space make no difference. A row
    with a problem gives no response; it is the caller's choice to take the others. Empty rows are passed
    over. Where the columns do not fit, no row is read.
    """
    problems = list(_column_problems(rows, columns, framework))
    if problems:
        return (), tuple(problems)
    meaning = guess_answers(rows, columns) if words is None else words
    reader = _Reader(
        columns,
        {folded(word): answer for word, answer in meaning.items() if answer is not None},
        NO_ANSWER | {folded(word) for word in left_out},
        {folded(word): role for word, role in roles.items()},
    )
    responses = []
    for number, row in enumerate(rows, HEADING_ROW + 1):
        response, found = reader.read(number, row)
        problems += found
        if response is not None and not found:
            responses.append(response)
    return tuple(responses), tuple(problems)


def _column_problems(
    rows: Sequence[Row], columns: Mapping[str, AnswerColumn], framework: Framework
) -> Iterator[RowProblem]:
    """What is wrong with the columns, so that no row can be read."""
    headings = {heading for row in rows for heading in row if heading is not None}
    taken: dict[AnswerColumn, str] = {}
    for heading, column in columns.items():
        if column.use is ColumnUse.IGNORED:
            continue
        id_ = column.statement_id
        if heading not in headings:
            message, remedy = "There is no such column.", "Choose the columns from the headings of this file."
            yield RowProblem(HEADING_ROW, heading, message, remedy)
        elif column in taken:
            what = f"the statement {id_}" if id_ else "the role"
            message = f"This and {quoted(taken[column])} are both said to hold {what}."
            yield RowProblem(HEADING_ROW, heading, message, "Ignore one of the two.")
        elif column.use is ColumnUse.STATEMENT and not _is_statement(id_, framework):
            message = f"There is no worker statement {quoted(str(id_))}."
            yield RowProblem(HEADING_ROW, heading, message, "Choose one, or ignore the column.")
        taken.setdefault(column, heading)
    if not any(column.use is ColumnUse.STATEMENT for column in columns.values()):
        message = "No column is said to hold answers to a worker statement."
        yield RowProblem(HEADING_ROW, "", message, "Say for at least one column which statement it holds.")


def _is_statement(id_: str | None, framework: Framework) -> bool:
    known = id_ is not None and framework.has_indicator(id_)
    return known and framework.indicator(str(id_)).perspective is Perspective.WORKER


def _text(row: Row, heading: str) -> str:
    cell = row.get(heading)
    return cell.strip() if isinstance(cell, str) else ""


@dataclass(frozen=True, slots=True)
class _Reader:
    """What columns and words mean; words folded."""

    columns: Mapping[str, AnswerColumn]
    answers: Mapping[str, Answer]
    left_out: Collection[str]
    roles: Mapping[str, Role | None]

    def read(self, number: int, row: Row) -> tuple[Response | None, list[RowProblem]]:
        """The response in a row, None in an empty one, and its problems."""
        if not any(_text(row, heading) for heading in row if heading is not None) and not row.get(None):
            return None, []
        problems: list[RowProblem] = []
        answers: dict[str, Answer] = {}
        role: Role | None = None
        for heading, column in self.columns.items():
            word = folded(_text(row, heading))
            if column.use is ColumnUse.ROLE and word:
                role = self.roles.get(word)
                if word not in self.roles:
                    remedy = "Say which role it is, or ignore the column."
                    problems.append(self._unknown(number, row, heading, "role", remedy))
            elif column.statement_id is not None and word not in self.left_out:
                if word in self.answers:
                    answers[column.statement_id] = self.answers[word]
                else:
                    remedy = "Say which answer it stands for, or correct it in the file."
                    problems.append(self._unknown(number, row, heading, "answer", remedy))
        if row.get(None):
            message = "The row has more cells than there are headings."
            problems.append(RowProblem(number, "", message, "Put text that has a comma in it in quotes."))
        if not problems and not answers:
            remedy = "Delete the row, or leave it: nothing is taken from it."
            problems.append(RowProblem(number, "", "The row has no answer to any statement.", remedy))
        return Response(answers, role), problems

    def _unknown(self, number: int, row: Row, heading: str, what: str, remedy: str) -> RowProblem:
        message = f"{quoted(_text(row, heading))} is not known as {'an' if what == 'answer' else 'a'} {what}."
        return RowProblem(number, heading, message, remedy)
