"""Reading a table of answers: what each column and row was used for, and what has to be asked first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import TypeVar

from ..errors import ClfError
from ..files.findings import quoted
from ..framework import Framework
from ..table import Table
from ..text import join
from ..voices.survey import Answer, Response
from .choices import Choices, ColumnUse
from .columns import Column, assigned
from .layout import Layout, layout
from .options import marks_as_words
from .questions import Question, QuestionKind
from .recognition import Recogniser
from .row_rules import PassedOver, rows_with_answers
from .rows import AnswerRows
from .scale import Scale
from .sheets import chosen_sheet
from .words import AnswerWords

Row = Sequence[str]
_T = TypeVar("_T")


class HeadingRowError(ClfError):
    """There is no such row, or nothing in it."""

    def __init__(self, row: int, rows: int) -> None:
        super().__init__(
            f"There is no heading in row {row}. Choose a row from 1 to {rows} that is not empty."
        )


@dataclass(frozen=True, slots=True, repr=False)
class Reading:
    """What became of a file of answers.

    `responses` counts the people who answered something; `answers` has their responses, and is empty while
    there are `questions`. `labels` says what each word that occurs means, None for no answer; `numbers` are
    those that occur as answers. `told` has the words that a person explained, where so many cells hold them
    that they are nobody's own. `sheets_passed_over` has the names of other sheets with the reason, and
    `notes` says in sentences what else was done.
    """

    sheet: str | None
    heading_row: int
    first_row: int
    responses: int
    columns: tuple[Column, ...]
    passed_over: tuple[PassedOver, ...]
    questions: tuple[Question, ...]
    answers: tuple[Response, ...]
    labels: Mapping[str, Answer | None]
    numbers: tuple[float, ...]
    unknown_roles: tuple[str, ...]
    scale: Scale | None
    told: Mapping[str, Answer | None]
    sheets_passed_over: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    @property
    def statements(self) -> tuple[str, ...]:
        """The ids of the statements that have a column, each once, in the file's order."""
        return tuple(dict.fromkeys(c.statement_id for c in self.columns if c.statement_id))

    @property
    def rule(self) -> str | None:
        """How a person had the answers read, in sentences; None where the file said it all."""
        said = [self.scale.describe()] if self.scale and self.numbers else []
        if self.told:
            meant = [f"{quoted(word)} as {_in_words(answer)}" for word, answer in self.told.items()]
            said.append(f"By choice of whoever imported them, {join(meant)}.")
        return " ".join(said) or None

    def __repr__(self) -> str:
        return f"Reading({self.responses} responses, {len(self.questions)} questions)"


def read_answers(tables: Sequence[Table], framework: Framework, choices: Choices | None = None) -> Reading:
    """Read the answers in a file's tables, by these choices where the file leaves something open.

    Raises `SheetError` and `HeadingRowError` for choices that the file does not have, and `ClfError` for a
    file without anything in it.
    """
    choices = choices or Choices()
    recogniser = Recogniser(framework)
    table, passed_sheets, sheet_question = chosen_sheet(tables, recogniser, choices)
    rows = table.rows
    chosen = choices.heading_row
    if chosen is not None and not (0 < chosen <= len(rows) and any(rows[chosen - 1])):
        raise HeadingRowError(chosen, len(rows))
    found = layout(rows, recogniser, chosen)
    below, aside, seen = rows_with_answers(rows, found, choices)
    below = marks_as_words(found, below, choices)
    columns, asked = assigned(found, below, choices, framework)
    words = AnswerWords(columns, below, choices)
    questions = []
    if sheet_question:
        questions.append(Question(QuestionKind.SHEET, sheet_question[0], candidates=sheet_question[1]))
    if found.stacked is not None and not choices.columns:
        questions.append(_turned(found))
    elif not any(column.use is ColumnUse.STATEMENT for column in columns) and not asked:
        questions.append(_nothing_recognised(rows, recogniser, choices, found.heading_row))
    else:
        questions += [
            Question(QuestionKind.COLUMN, one.about, one.columns, candidates=one.candidates) for one in asked
        ]
        questions += words.questions
    answers, passed_over = _responses(columns, below, words)
    above = (PassedOver(row, why) for row, why in found.set_aside)
    return Reading(
        sheet=table.name,
        heading_row=found.heading_row,
        first_row=found.begins + 1,
        responses=len(answers),
        columns=columns,
        passed_over=tuple(sorted((*above, *aside, *passed_over), key=lambda one: one.row)),
        questions=tuple(questions),
        answers=() if questions else tuple(answers),
        labels=words.meanings,
        numbers=words.numbers,
        unknown_roles=words.unknown_roles,
        scale=choices.scale,
        told=words.told_of_many,
        sheets_passed_over=passed_sheets,
        notes=(*table.remarks, *seen, *_unanswered(columns, below), *words.notes),
    )


def _turned(found: Layout) -> Question:
    """Statements stand in rows: one person's answers do not."""
    assert found.stacked is not None
    about = (
        f"The statements stand below one another in column {found.stacked + 1}. Answers are read where each "
        "person has a row and each statement a column. Turn the table, in Excel by Copy and Paste Special, "
        "Transpose, and choose that file; or say in which row the headings are."
    )
    return Question(QuestionKind.HEADING, about)


def _unanswered(columns: Sequence[Column], rows: AnswerRows) -> Iterable[str]:
    """The statements that nobody answered, although they have a column."""
    filled: dict[str, bool] = {}
    for column in columns:
        if column.statement_id:
            filled[column.statement_id] = filled.get(column.statement_id, False) or any(
                rows.column(column.place)
            )
    silent = [id_ for id_, any_ in filled.items() if not any_]
    if silent:
        yield f"Nobody answered {join(silent)}: nothing stands below the heading."


def _nothing_recognised(
    rows: Sequence[Row], recogniser: Recogniser, choices: Choices, heading_row: int
) -> Question:
    """Why no column has answers: the headings are elsewhere, or say something else."""
    if not choices.heading_row:
        for number, row in enumerate(rows[:200], 1):
            if sum(recogniser.recognise(cell).at_all for cell in row if cell) > 1:
                about = f"The headings seem to be in row {number}. Choose the heading row."
                return Question(QuestionKind.HEADING, about)
    about = (
        f"No heading in row {heading_row} is a worker statement. "
        "Say which columns hold answers to which statement, or choose another heading row."
    )
    return Question(QuestionKind.COLUMN, about)


def _in_words(answer: Answer | None) -> str:
    return "no answer" if answer is None else f"“{answer.value.replace('_', ' ')}”"


def _responses(
    columns: Sequence[Column], below: AnswerRows, words: AnswerWords
) -> tuple[list[Response], list[PassedOver]]:
    """The response in every row that has an answer, and the rows that have none."""
    asked = [(c.place, c.statement_id) for c in columns if c.use is ColumnUse.STATEMENT and c.statement_id]
    ids = [id_ for _, id_ in asked]
    said = [words.answers(below.column(place)) for place, _ in asked]
    spoke = [words.speaking(below.column(place)) for place, _ in asked]
    role_at = next((c.place for c in columns if c.use is ColumnUse.ROLE), None)
    roles = [None] * len(below.numbers) if role_at is None else words.roles(below.column(role_at))
    responses, silent = [], []
    for number, role, given, some in zip(
        below.numbers, roles, _by_row(said, below), _by_row(spoke, below), strict=True
    ):
        if any(some):
            answers = {id_: one for id_, one in zip(ids, given, strict=True) if one is not None}
            responses.append(Response(answers, role))
        else:
            silent.append(PassedOver(number, "no answers"))
    return responses, silent


def _by_row(columns: Sequence[Sequence[_T]], below: AnswerRows) -> Iterable[Sequence[_T]]:
    return zip(*columns, strict=True) if columns else repeat((), len(below.numbers))
