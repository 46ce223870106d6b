"""A table of cells, as a file gives it: before anybody knows what its rows and columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as text, blank ones too, so that rows and columns count as in the file.

    `name` is the sheet's, None for a text file. Rows may be of different length. `remarks` says in a sentence
    each what the file has beside these cells.
    """

    name: str | None
    rows: Sequence[Sequence[str]]
    hidden: bool = False
    remarks: tuple[str, ...] = ()
