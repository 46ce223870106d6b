"""Sheets of Excel workbooks. calamine reads them quickly, in a process of its own that may fail without harm.

A workbook with a cell far from all others makes calamine ask for more memory than there is, and with it the
process would end; then openpyxl reads it, slowly and row by row.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl

from ..table import Table
from .limits import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, TableError, checked
from .workbook_process import FINE, TOO_MUCH, cell_text

MAX_UNPACKED = 64 * 2**20  # bytes
MAX_RATIO = 100  # of unpacked to packed bytes; a real workbook has about 10 to 20
MAX_PARTS = 500
MAX_UNPACKED_SLOWLY = 16 * 2**20  # bytes that openpyxl is given
LONGEST = 30  # seconds
_UNREADABLE = "This workbook cannot be read. Open it, save it again as .xlsx or as CSV, and choose that file."
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_HIDDEN = re.compile(rb'<(?:row|col) [^>]{0,300}\bhidden="(?:1|true)"')
_PROCESS = Path(__file__).with_name("workbook_process.py")


def workbook_tables(data: bytes) -> tuple[Table, ...]:
    """All sheets with cells. Raises `TableError`."""
    unpacked = _unpacked(data)
    tables = _by_calamine(data)
    if tables:
        said = tuple(_odd_cells(data))
        return tuple(replace(table, remarks=(*table.remarks, *said)) for table in tables)
    if unpacked > MAX_UNPACKED_SLOWLY:
        raise TableError(_UNREADABLE)
    try:
        return _by_openpyxl(data)
    except TableError:
        raise
    except Exception as error:  # what openpyxl raises for a broken workbook is of many kinds
        raise TableError(_UNREADABLE) from error


def old_workbook_tables(data: bytes) -> tuple[Table, ...]:
    """All sheets of a workbook in the format of Excel 97 to 2003. Raises `TableError`."""
    tables = _by_calamine(data)
    if not tables:
        raise TableError(
            "This workbook in the old Excel format cannot be read, or it has a password. "
            "Save it as .xlsx or as CSV."
        )
    return tables


def _by_calamine(data: bytes) -> tuple[Table, ...]:
    """The sheets; none where calamine fails."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_PROCESS), str(MAX_ROWS), str(MAX_COLUMNS), str(MAX_SHEETS)],
            input=data,
            capture_output=True,
            timeout=LONGEST,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        return ()
    lines = done.stdout.splitlines()
    end = lines.pop() if lines else b""
    if end == TOO_MUCH.encode():
        raise TableError(
            "This workbook has more text than answers take. Leave out long texts, or save it as CSV."
        )
    if done.returncode or end != FINE.encode():
        return ()
    tables = []
    for sheet in lines:
        name, hidden, rows, cut = json.loads(sheet)
        tables.append(Table(name, checked(rows), hidden, _remarks(cut)))
    return tuple(tables)


def _odd_cells(data: bytes) -> Iterator[str]:
    """What calamine does not tell of a workbook: cells with errors, and what Excel does not show."""
    errors = cells_with_errors(data)
    if errors:
        yield f"Cells of the workbook with an error such as #N/A, read as empty: {errors}."
    if any(_HIDDEN.search(sheet) for sheet in _sheets(data)):
        yield "Rows or columns that are hidden in the workbook, as by a filter, were read like the others."


def cells_with_errors(data: bytes) -> int:
    """How many cells of a workbook have an error in place of a value."""
    return sum(sheet.count(b' t="e"') for sheet in _sheets(data))


def _sheets(data: bytes) -> Iterator[bytes]:
    """The sheets of a workbook as they are packed in it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.namelist():
            if _SHEET.fullmatch(part):
                yield archive.read(part)


def _remarks(cut: bool) -> tuple[str, ...]:
    said = f"Only the first {MAX_ROWS} rows and {MAX_COLUMNS} columns were read; the sheet has cells beyond."
    return (said,) if cut else ()


def _by_openpyxl(data: bytes) -> tuple[Table, ...]:
    workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    tables = []
    for sheet in workbook.worksheets[:MAX_SHEETS]:
        sheet.reset_dimensions()  # what a workbook says of its size may be anything
        lines = sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True)
        rows = checked([cell_text(value) for value in line] for line in lines)
        tables.append(Table(sheet.title, rows, sheet.sheet_state != "visible", _remarks(True)))
    return tuple(tables)


def _unpacked(data: bytes) -> int:
    """To how many bytes a workbook would unpack. Raises `TableError` before any of too many is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise TableError("This workbook is damaged. Open it, save it again, and choose that file.") from error
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or unpacked > max(packed, 1) * MAX_RATIO:
        raise TableError(
            f"This workbook unpacks to {unpacked / 2**20:.0f} MB, more than answers take. Save it as CSV."
        )
    if any(part.flag_bits & 1 for part in parts):
        raise TableError("This workbook has a password. Save it without one.")
    return unpacked
