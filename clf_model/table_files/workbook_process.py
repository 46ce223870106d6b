"""A process that reads one workbook with calamine, from standard input: a line of JSON per sheet.

Run as a file, with the most rows, columns and sheets; it knows nothing of the program around it. It ends with
the line `FINE` where everything was read, and `TOO_MUCH` where there is more text than that. A workbook that
asks for too much memory ends only this process.
"""

from __future__ import annotations

import io
import json
import sys
from datetime import date, datetime

MEMORY = 2**30  # bytes
MOST_TEXT = 50_000_000  # characters; a few shared texts can fill very many cells
FINE, TOO_MUCH = "fine", "too much"


def cell_text(value: object) -> str:
    """A cell's value as text: whole numbers without decimals, days and times as ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def main(most_rows: int, most_columns: int, most_sheets: int) -> None:
    """Read the workbook, and write its sheets."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
    written = 0
    for sheet in sheets[:most_sheets]:
        cells = workbook.get_sheet_by_name(sheet.name)
        end_row, end_column = cells.end or (0, 0)
        cut = end_row > most_rows or end_column > most_columns
        rows = [] if cells.end is None else cells.to_python(skip_empty_area=False, nrows=most_rows + 1)
        lines = [[cell_text(value) for value in row[: most_columns + 1]] for row in rows]
        hidden = sheet.visible is not SheetVisibleEnum.Visible
        written += sum(len(cell) for line in lines for cell in line)
        if written > MOST_TEXT:
            print(TOO_MUCH)
            return
        print(json.dumps([sheet.name, hidden, lines, cut]))
    print(FINE)


def limit_memory() -> None:
    """Let this process ask for so much memory and no more, where the system has such a limit."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    limit_memory()
    main(*map(int, sys.argv[1:4]))
