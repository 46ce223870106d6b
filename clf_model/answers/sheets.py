"""Which sheet of a workbook has the answers."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import ClfError
from ..table import Table
from .choices import Choices
from .layout import layout
from .recognition import Recogniser

_LOOKED_AT = 200  # rows of a sheet


class SheetError(ClfError):
    """There is no such sheet, or nothing in any."""


Found = tuple[Table, tuple[tuple[str, str], ...], tuple[str, tuple[str, ...]] | None]


def chosen_sheet(tables: Sequence[Table], recogniser: Recogniser, choices: Choices) -> Found:
    """The table to read, the other sheets with why they are passed over, and what to ask with the candidates.

    Hidden sheets are never read unless somebody chooses them. Raises `SheetError`.
    """
    filled = [table for table in tables if any(any(row) for row in table.rows)]
    if choices.sheet is not None:
        table = _named(tables, choices.sheet)
        if table not in filled:
            raise SheetError(f"The sheet {choices.sheet!r} is empty. Choose another one.")
        return table, _others(tables, table, "another sheet was chosen"), None
    if not filled:
        raise SheetError("The file has nothing in it. Choose the file with the answers.")
    if len(tables) == 1 and not tables[0].hidden:
        return tables[0], (), None
    answering = [table for table in filled if _has_answers(table, recogniser)]
    visible = [table for table in answering if not table.hidden]
    hidden = [table for table in answering if table.hidden]
    shown = [table for table in filled if not table.hidden]
    if len(visible) == 1 or (not visible and not hidden and len(shown) == 1):
        table = (visible or shown)[0]
        return table, _others(tables, table, "has no column with answers to a worker statement"), None
    candidates = visible or hidden or shown or filled
    table = candidates[0]
    names = tuple(str(one.name) for one in candidates)
    if visible:
        about = "More than one sheet has answers: " + ", ".join(names) + ". Say which one to read."
    elif hidden:
        about = "Only a hidden sheet has answers: " + ", ".join(names) + ". Say whether to read it."
    else:
        about = "No sheet has a heading that is a worker statement. Say which one has the answers: "
        about += ", ".join(names) + "."
    return table, _others(tables, table, "not chosen yet"), (about, names)


def _named(tables: Sequence[Table], name: str) -> Table:
    for table in tables:
        if table.name == name:
            return table
    if all(table.name is None for table in tables):
        raise SheetError("This file is no workbook and has no sheets. Leave the sheet out.")
    names = ", ".join(repr(table.name) for table in tables)
    raise SheetError(f"There is no sheet {name!r}. The workbook has: {names}.")


def _others(tables: Sequence[Table], chosen: Table, why: str) -> tuple[tuple[str, str], ...]:
    """The sheets that are not read, with the reason of each."""
    return tuple(
        (str(table.name), _why(table, why))
        for table in tables
        if table is not chosen and table.name is not None
    )


def _why(table: Table, why: str) -> str:
    if not any(any(row) for row in table.rows):
        return "empty"
    return "hidden" if table.hidden else why


def _has_answers(table: Table, recogniser: Recogniser) -> bool:
    """Whether something stands under the heading of a statement that is not itself a statement."""
    rows = table.rows[:_LOOKED_AT]
    found = layout(rows, recogniser) if any(map(any, rows)) else None
    if found is None:
        return False
    places = [place for place, one in enumerate(found.recognised) if one.at_all]
    for row in rows[found.begins :]:
        cells = [row[place] for place in places if place < len(row) and row[place]]
        if cells and not any(recogniser.recognise(cell).at_all for cell in cells):
            return True
    return False
