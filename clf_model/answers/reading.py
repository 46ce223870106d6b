"""Reading a table of answers: what each column and row was used for, and what has to be asked first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import repeat
from typing import TypeVar

from ..errors import ClfError
from ..findings import quoted
from ..framework import Framework
from ..table import Table
from ..text import join
from ..voices.survey import Answer, Response, SurveyRules
from ..voices.vote import Role
from .choices import Choices, ColumnUse
from .columns import Column, assigned
from .labels import NO_ANSWER, ROLES, as_number, folded, meanings
from .layout import layout
from .recognition import Recogniser
from .rows import AnswerRows
from .scale import Scale
from .sheets import chosen_sheet

MOST_LABELS = 40
"""More words than this that are not known are no scale: the column is asked about, not each word."""

Row = Sequence[str]
_T = TypeVar("_T")


class HeadingRowError(ClfError):
    """There is no such row, or nothing in it."""

    def __init__(self, row: int, rows: int) -> None:
        super().__init__(
            f"There is no heading in row {row}. Choose a row from 1 to {rows} that is not empty."
        )


class QuestionKind(StrEnum):
    """What a question is about."""

    SCALE = "scale"
    LABEL = "label"
    COLUMN = "column"
    SHEET = "sheet"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Question:
    """Something that only a person can say, with a sentence on what it is `about`.

    `columns` are places, from 0, `label` is the folded word and `candidates` are statements or sheets, each
    where the question has them.
    """

    kind: QuestionKind
    about: str
    columns: tuple[int, ...] = ()
    label: str | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A row, counted from 1 as in the file, that nothing was taken from, and by which rule."""

    row: int
    why: str


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
    below, aside = _below(rows, found.begins, choices, found.headings)
    columns, asked = assigned(found, below, choices, framework)
    questions = [
        *(
            [Question(QuestionKind.SHEET, sheet_question[0], candidates=sheet_question[1])]
            if sheet_question
            else []
        ),
        *(Question(QuestionKind.COLUMN, one.about, one.columns, candidates=one.candidates) for one in asked),
    ]
    if not any(column.use is ColumnUse.STATEMENT for column in columns) and not asked:
        questions.append(_nothing_recognised(rows, recogniser, choices, found.heading_row))
    words = _Words(columns, below, choices)
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
        notes=(*table.remarks, *words.notes),
    )


def _below(
    rows: Sequence[Row], begins: int, choices: Choices, headings: Sequence[str]
) -> tuple[AnswerRows, list[PassedOver]]:
    """The rows below the headings that may have answers, and those set aside."""
    kept: list[tuple[int, Row]] = []
    aside = []
    for number, row in enumerate(rows[begins:], begins + 1):
        if number in choices.left_out_rows:
            aside.append(PassedOver(number, "left out by choice"))
        elif not any(row):
            aside.append(PassedOver(number, "empty"))
        elif len(row) > 1 and _repeats(row, headings):
            aside.append(PassedOver(number, "the headings again"))
        else:
            kept.append((number, row))
    return AnswerRows(tuple(number for number, _ in kept), tuple(row for _, row in kept)), aside


def _repeats(row: Row, headings: Sequence[str]) -> bool:
    return all(not cell or cell == heading for cell, heading in zip(row, headings, strict=False))


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


class _Words:
    """What the cells of the statements' columns and of the role's column mean."""

    def __init__(self, columns: Sequence[Column], rows: AnswerRows, choices: Choices) -> None:
        self.questions: list[Question] = []
        self.notes: list[str] = []
        self._choices = choices
        self._folded: dict[str, str] = {}
        where: dict[str, dict[int, None]] = {}
        for column in columns:
            if column.use is ColumnUse.STATEMENT:
                for raw in dict.fromkeys(rows.column(column.place)):
                    where.setdefault(self._fold(raw), {})[column.place] = None
        self._where = where
        told = meanings(where)
        self.numbers = tuple(sorted({n for word in where if (n := as_number(word)) is not None}))
        self.meanings: dict[str, Answer | None] = {
            word: choices.labels[word] if word in choices.labels else told.get(word)
            for word in where
            if word and (word in told or word in choices.labels or word in NO_ANSWER)
        }
        self.told_of_many = self._told_of_many(columns, rows)
        self._ask(told)
        self._by_raw = {raw: self._meaning(word) for raw, word in self._folded.items()}
        self._speaks = {raw: self._says_something(word) for raw, word in self._folded.items()}
        self._read_roles(columns, rows)

    def _fold(self, raw: str) -> str:
        word = self._folded.get(raw)
        if word is None:
            word = self._folded[raw] = folded(raw)
        return word

    def _told_of_many(self, columns: Sequence[Column], rows: AnswerRows) -> dict[str, Answer | None]:
        """The words that a person explained and many cells hold."""
        raws = [raw for raw, word in self._folded.items() if word in self._choices.labels]
        count: Counter[str] = Counter()
        for column in columns:
            if column.use is ColumnUse.STATEMENT:
                for raw in raws:
                    count[self._folded[raw]] += rows.column(column.place).count(raw)
        return {w: a for w, a in self._choices.labels.items() if count[w] >= SurveyRules().minimum}

    def _meaning(self, word: str) -> Answer | None:
        if word in self._choices.labels:
            return self._choices.labels[word]
        number = as_number(word)
        if number is None:
            return self.meanings.get(word)
        scale = self._choices.scale
        return scale.answer(int(number)) if scale and number.is_integer() else None

    def _ask(self, told: Mapping[str, Answer | None]) -> None:
        known = self._choices.labels
        open_words = [word for word, answer in told.items() if answer is None and word not in known]
        crowded = self._crowded(open_words)
        for place, count in crowded.items():
            about = (
                f"This column holds {count} different texts that are no known answers. Is it one of answers?"
            )
            self.questions.append(Question(QuestionKind.COLUMN, about, (place,)))
        for word in open_words:
            if not set(self._where[word]) <= set(crowded):
                about = f"{quoted(word)} is not known as an answer. Say which one it is."
                places = tuple(self._where[word])
                self.questions.append(Question(QuestionKind.LABEL, about, places, word))
        numbers = [word for word in self._where if as_number(word) is not None and word not in known]
        if numbers and self._choices.scale is None:
            shown = ", ".join(f"{n:g}" for n in self.numbers[:20])
            about = f"Answers are numbers: {shown}. Say which one disagrees and which one agrees most."
            places = tuple(dict.fromkeys(n for word in numbers for n in self._where[word]))
            self.questions.append(Question(QuestionKind.SCALE, about, places))
        elif self._choices.scale is not None:
            outside = [word for word in numbers if self._meaning(word) is None][:MOST_LABELS]
            points = f"{self._choices.scale.disagree}–{self._choices.scale.agree}"
            for word in outside:
                about = (
                    f"{word} is no point of the scale {points}. Say what it means, or choose another scale."
                )
                self.questions.append(Question(QuestionKind.SCALE, about, tuple(self._where[word]), word))

    def _crowded(self, open_words: Iterable[str]) -> dict[int, int]:
        """Columns with very many texts that are not known, and how many."""
        count: dict[int, int] = {}
        for word in open_words:
            for place in self._where[word]:
                count[place] = count.get(place, 0) + 1
        return {place: number for place, number in count.items() if number > MOST_LABELS}

    def _read_roles(self, columns: Sequence[Column], rows: AnswerRows) -> None:
        places = [column.place for column in columns if column.use is ColumnUse.ROLE]
        self._roles: dict[str, Role | None] = {}
        unknown: dict[str, None] = {}
        for raw in {cell for place in places for cell in rows.column(place) if cell}:
            word = folded(raw)
            self._roles[raw] = self._choices.roles[word] if word in self._choices.roles else ROLES.get(word)
            if self._roles[raw] is None and word not in self._choices.roles and word not in NO_ANSWER:
                unknown[word] = None
        self.unknown_roles = tuple(sorted(unknown))
        if unknown:
            listed = ", ".join(quoted(word) for word in self.unknown_roles[:5])
            more = f" and {len(unknown) - 5} more" if len(unknown) > 5 else ""
            self.notes.append(f"Counted as having named no role: {listed}{more}.")

    def answers(self, cells: Iterable[str]) -> list[Answer | None]:
        """What cells say; None for no answer, and for what is still asked."""
        return list(map(self._by_raw.get, cells))

    def speaking(self, cells: Iterable[str]) -> list[bool]:
        """Whether cells have an answer, known or not."""
        return list(map(self._speaks.__getitem__, cells))

    def roles(self, cells: Iterable[str]) -> list[Role | None]:
        """The roles that cells name."""
        return list(map(self._roles.get, cells))

    def _says_something(self, word: str) -> bool:
        if word in self._choices.labels:
            return self._choices.labels[word] is not None
        return word not in NO_ANSWER


def _responses(
    columns: Sequence[Column], below: AnswerRows, words: _Words
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
