"""Statements with a column for each answer, in which a mark says that it was chosen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from .choices import Choices, ColumnUse
from .labels import folded, is_answer
from .layout import Layout
from .rows import AnswerRows

_MARKS = frozenset({"1", "x", "✓", "✔", "☑", "yes", "y", "true", "checked", "selected", "ticked"})
_NO_MARKS = frozenset({"0", "no", "n", "false", "unchecked", "not selected", "not checked", "☐", "-"})


def marks_as_words(found: Layout, rows: AnswerRows, choices: Choices) -> AnswerRows:
    """The rows, with the answer's words wherever a column for one answer has a mark.

    Where such a column holds several different texts it is left as it is, and they are asked about.
    """
    columns: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(found.recognised):
        chosen = choices.columns.get(place)
        if one.option and one.statement_id and not (chosen and chosen.use is not ColumnUse.STATEMENT):
            columns[one.statement_id].append(place)
    changed: dict[int, tuple[str, ...]] = {}
    for places in columns.values():
        options = {place: str(found.recognised[place].option) for place in places}
        if len(set(map(folded, options.values()))) > 1:
            changed |= {place: _in_words(rows.column(place), option) for place, option in options.items()}
    return rows.with_columns(changed) if changed else rows


def _in_words(cells: Sequence[str], option: str) -> tuple[str, ...]:
    words = {cell: folded(cell) for cell in set(cells)}
    marks = {word for word in words.values() if word and word not in _NO_MARKS}
    if not marks <= _MARKS and (len(marks) > 1 or any(map(is_answer, marks))):
        return tuple(cells)
    return tuple(option if words[cell] in marks else "" for cell in cells)
