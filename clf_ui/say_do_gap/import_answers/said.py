"""What somebody has said of a file, from the widgets, and the reading that follows from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from clf_model import Framework
from clf_model.answers import (
    AnswerColumn,
    Choices,
    Question,
    QuestionKind,
    Reading,
    Scale,
    ScaleError,
    read_answers,
)
from clf_model.table import Table
from clf_model.voices import Answer, Role

from ... import state

LEFT_OUT = "left out"
NO_ROLE = "no role"
OTHER_SCALE = (0, 0)
SCALES = ((1, 5), (5, 1), (1, 7), (7, 1), (1, 4), (4, 1), (0, 10), (10, 0), OTHER_SCALE)
"""The number for the strongest disagreement, then that for agreement; the last stands for others."""

_ROWS = re.compile(r"(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?")
_MOST_LEFT_OUT = 10_000
MOST_KEPT = 5  # readings


@dataclass(frozen=True, slots=True)
class Said:
    """A file, what was said of it, and how it reads so.

    `asked` has every question that the file puts, answered or not: an answered one stays on the page.
    """

    file_id: str
    tables: Sequence[Table]
    choices: Choices
    reading: Reading
    asked: tuple[Question, ...]

    def key(self, *parts: object) -> str:
        """The key of a widget that is about this file."""
        return state.key("import", *map(str, parts), self.file_id)

    def column_key(self, place: int) -> str:
        """The key of the widget that says what a column holds: another sheet has other columns."""
        return self.key("column", self.choices.sheet, self.choices.heading_row, place)

    @property
    def table(self) -> Table:
        """The table that is read."""
        return next(table for table in self.tables if table.name == self.reading.sheet)


def said_of(file_id: str, tables: Sequence[Table], framework: Framework) -> Said:
    """What the widgets say of this file. Raises what `read_answers` does."""

    def held(*parts: object) -> object:
        return state.value(state.key("import", *map(str, parts), file_id))

    def read(choices: Choices) -> Reading:
        return _read(file_id, tables, framework, choices)

    sheet, row = held("sheet"), held("heading-row")
    opening = read(Choices())
    choices = Choices(
        sheet=sheet if isinstance(sheet, str) else None,
        heading_row=row if isinstance(row, int) else None,
        left_out_rows=row_numbers(str(held("left-out") or "")),
        scale=_scale(held),
    )
    unsorted = read(choices)
    chosen = {
        column.place: held("column", choices.sheet, choices.heading_row, column.place)
        for column in unsorted.columns
    }
    columns = {place: one for place, one in chosen.items() if isinstance(one, AnswerColumn)}
    unworded = read(replace(choices, columns=columns))
    asked = {question.label for question in unworded.questions}
    labels: dict[str, Answer | None] = {}
    for word in dict.fromkeys((*unworded.labels, *(label for label in asked if label))):
        found = held("word", word)
        meant = found if isinstance(found, Answer) else None
        if (found == LEFT_OUT or meant) and (word in asked or meant is not unworded.labels[word]):
            labels[word] = meant
    roles = {word: _role(held("role", word)) for word in unworded.unknown_roles if held("role", word)}
    choices = replace(choices, columns=columns, labels=labels, roles=roles)
    where = [q for q in opening.questions if q.kind in (QuestionKind.SHEET, QuestionKind.HEADING)]
    what = [q for q in unsorted.questions if q.kind is QuestionKind.COLUMN and (q.columns or not columns)]
    words = [q for q in unworded.questions if q.label is not None]
    return Said(file_id, tables, choices, read(choices), (*where, *what, *words))


def _read(file_id: str, tables: Sequence[Table], framework: Framework, choices: Choices) -> Reading:
    """The reading by these choices, worked out once for a file while nothing changes."""
    kept = state.answer_readings.get(file_id) or ()
    for known, reading in kept:
        if known == choices:
            return reading
    reading = read_answers(tables, framework, choices)
    state.answer_readings.put(file_id, (*kept[1 - MOST_KEPT :], (choices, reading)))
    return reading


def _role(held: object) -> Role | None:
    return held if isinstance(held, Role) else None


def _scale(held: Callable[..., object]) -> Scale | None:
    """The scale that was chosen; None while there is none, or none that can be."""
    chosen = held("scale")
    ends = (held("disagrees"), held("agrees")) if chosen == OTHER_SCALE else chosen
    if not isinstance(ends, tuple):
        return None
    disagrees, agrees = ends
    if not isinstance(disagrees, int) or not isinstance(agrees, int):
        return None
    try:
        scale = Scale(disagrees, agrees)
    except ScaleError:
        return None
    agrees_from = held("agrees-from", disagrees, agrees)
    return replace(scale, agrees_from=agrees_from) if agrees_from in scale.points[1:] else scale


def row_numbers(text: str) -> frozenset[int]:
    """The rows in a text such as "3, 7-9"."""
    rows: set[int] = set()
    for first, last in _ROWS.findall(text):
        rows |= set(range(int(first), min(int(last or first), int(first) + _MOST_LEFT_OUT) + 1))
    return frozenset(rows)


def ranges(rows: Iterable[int]) -> str:
    """Row numbers in a sentence: 3, 7 to 9 and 12."""
    runs: list[list[int]] = []
    for row in sorted(rows):
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    parts = [str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]
    return ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else "".join(parts)
