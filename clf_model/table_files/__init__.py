"""Files to tables of cells: text with separators, and Excel workbooks, in whatever form tools write them.

The one room of the model, beside the bulk scorer, that uses libraries; loaded only where a file is read. A
hostile file is refused, not worked through.
"""

from __future__ import annotations

from pathlib import Path

from ..table import Table
from .archive import packed_file
from .limits import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, TableError
from .text_file import is_page, text_table

__all__ = ["MAX_BYTES", "MAX_COLUMNS", "MAX_ROWS", "Table", "TableError", "read_table_file", "read_tables"]

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK"


def read_tables(data: bytes, name: str) -> tuple[Table, ...]:
    """All sheets of a workbook, or the one table of a text file, packed in a ZIP archive or not.

    `name` is the file's. Cells come without white space around them, rows without empty cells at their end,
    tables without empty rows at their end. Raises `TableError`, which says what to do.
    """
    if len(data) > MAX_BYTES:
        raise TableError(f"The file is larger than {MAX_BYTES // 2**20} MB. Is this the right file?")
    packed = packed_file(data) if data.startswith(_ZIP) else None
    if packed:
        data, name = packed
    if data.startswith(_OLD_EXCEL):
        from .workbook import old_workbook_tables

        return old_workbook_tables(data)
    if data.startswith(_ZIP):
        from .workbook import workbook_tables  # openpyxl takes a while to load

        return workbook_tables(data)
    if name.casefold().endswith((".xlsx", ".xlsm", ".xls", ".ods")) and not is_page(data):
        raise TableError("This is not an Excel workbook, whatever its name says. Export it again.")
    return (text_table(data),)


def read_table_file(path: str | Path) -> tuple[Table, ...]:
    """All tables of a file on disk. Raises `TableError`."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise TableError(f"{path} cannot be read: {error.strerror or error}.") from None
    return read_tables(data, str(path))
