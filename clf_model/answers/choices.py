"""What a person says of a file where the file does not say it itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ..voices.survey import Answer
from ..voices.vote import Role
from .scale import Scale


class ColumnUse(StrEnum):
    """What a column is used for."""

    STATEMENT = "statement"
    ROLE = "role"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """What one column holds; `statement_id` belongs to `ColumnUse.STATEMENT` alone."""

    use: ColumnUse
    statement_id: str | None = None

    @classmethod
    def statement(cls, id_: str) -> AnswerColumn:
        """A column with the answers to one worker statement."""
        return cls(ColumnUse.STATEMENT, id_)


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen; what is not here follows from the file, or is a question.

    `sheet` is a sheet's name. `heading_row` and `left_out_rows` count from 1 as in the file. `columns` goes
    by the column's place, from 0. `labels` says what an answer's words mean, None for having left the
    statement out, and `roles` which role is meant, None for none; both by the words as `folded` gives them.
    """

    sheet: str | None = None
    heading_row: int | None = None
    left_out_rows: frozenset[int] = frozenset()
    columns: Mapping[int, AnswerColumn] = field(default_factory=dict)
    scale: Scale | None = None
    labels: Mapping[str, Answer | None] = field(default_factory=dict)
    roles: Mapping[str, Role | None] = field(default_factory=dict)
