"""What a table may be at most, and the error that says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..errors import ClfError

MAX_BYTES = 20 * 2**20
MAX_ROWS = 10_000
MAX_COLUMNS = 500
MAX_SHEETS = 50


class TableError(ClfError):
    """A file is no table that can be read; the message says what to do."""


class _Stripped(dict[str, str]):
    """Cells without white space around them. Equal cells become one text: most say one of a few words."""

    def __missing__(self, cell: str) -> str:
        stripped = cell.strip()
        self[cell] = stripped = self.setdefault(stripped, stripped)
        return stripped


def checked(lines: Iterable[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The lines within the limits, without empty cells and lines at the end. Raises `TableError`."""
    stripped = _Stripped().__getitem__
    read: list[tuple[str, ...]] = []
    filled = 0
    for line in lines:
        cells = list(map(stripped, line))
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MAX_COLUMNS:
            raise TableError(f"The table has more than {MAX_COLUMNS} columns. Leave out what is no answer.")
        if cells and len(read) >= MAX_ROWS:
            raise TableError(f"The table has more than {MAX_ROWS} rows. Divide it into parts.")
        if len(read) < MAX_ROWS:
            read.append(tuple(cells))
        if cells:
            filled = len(read)
    return tuple(read[:filled])
