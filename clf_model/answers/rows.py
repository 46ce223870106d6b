"""The rows below the headings that may have answers, by column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest


@dataclass(frozen=True, slots=True)
class AnswerRows:
    """Rows with their numbers in the file, from 1. Rows may be of different length."""

    numbers: tuple[int, ...]
    rows: tuple[Sequence[str], ...]
    _columns: tuple[tuple[str, ...], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_columns", tuple(zip_longest(*self.rows, fillvalue="")))

    def with_columns(self, changed: Mapping[int, tuple[str, ...]]) -> AnswerRows:
        """These rows with other cells in some columns."""
        columns = [changed.get(place, cells) for place, cells in enumerate(self._columns)]
        return AnswerRows(self.numbers, tuple(zip(*columns, strict=True)))

    def column(self, place: int) -> tuple[str, ...]:
        """The cells of a column, counted from 0, one for each row; blank beyond the last."""
        return self._columns[place] if place < len(self._columns) else ("",) * len(self.numbers)
