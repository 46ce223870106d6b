"""Tables of other survey tools, CSV or Excel. A hostile file is refused, not worked through."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import openpyxl

from clf_model import ClfError
from clf_model.voices.answer_import import Row

MAX_BYTES = 5 * 2**20
MAX_ROWS = 5_000
MAX_COLUMNS = 300
MAX_CELL = 2_000  # characters
MAX_UNPACKED = 16 * 2**20  # bytes of a workbook
MAX_RATIO = 100  # of unpacked to packed bytes; a real workbook has about 10
MAX_PARTS = 500


class TableError(ClfError):
    """A file is no table that can be read; the message says what to do."""


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """The headings of a table, each once, and its rows, blank ones too, so that they count as in the file."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(data: bytes, name: str) -> AnswerTable:
    """The first table of a CSV or Excel file; its first row has the headings. Raises `TableError`."""
    if len(data) > MAX_BYTES:
        raise TableError(f"The file is larger than {MAX_BYTES // 2**20} MB. Is this the right file?")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableError(
            "This workbook is in the old Excel format, or has a password. Save it as .xlsx or as CSV."
        )
    if data.startswith(b"PK"):
        return _table(_workbook_lines(data))
    if name.casefold().endswith((".xlsx", ".xlsm")):
        raise TableError("This is not an Excel workbook, whatever its name says. Export it again.")
    return _table(_csv_lines(data))


def _table(lines: Iterable[Sequence[str]]) -> AnswerTable:
    """Headings and rows, without blank lines at the end."""
    read: list[Sequence[str]] = []
    for line in lines:
        if len(read) > MAX_ROWS:
            if not any(line):
                continue
            raise TableError(f"The table has more than {MAX_ROWS} rows. Import it in parts, each a survey.")
        if len(line) > MAX_COLUMNS:
            raise TableError(f"The table has more than {MAX_COLUMNS} columns. Leave out what is no answer.")
        read.append(line)
    while read and not any(read[-1]):
        read.pop()
    if not read or not any(read[0]):
        raise TableError("The first row has no headings. Put the questions there, one for each column.")
    if len(read) == 1:
        raise TableError("The table has headings and nothing below them. Export it with the answers.")
    width = max(place for place, heading in enumerate(read[0], 1) if heading)
    headings = _told_apart(read[0][:width])
    return AnswerTable(headings, tuple(_row(headings, line) for line in read[1:]))


def _told_apart(headings: Sequence[str]) -> tuple[str, ...]:
    """Each heading once: a second of the same name gets a number, one without a name its place."""
    taken: dict[str, None] = {}
    for place, heading in enumerate(headings, 1):
        name = wanted = heading or f"Column {place}"
        number = 2
        while name in taken:
            name, number = f"{wanted} ({number})", number + 1
        taken[name] = None
    return tuple(taken)


def _row(headings: Sequence[str], line: Sequence[str]) -> Row:
    row: dict[str | None, str | list[str] | None] = dict(zip(headings, line, strict=False))
    beyond = [cell for cell in line[len(headings) :] if cell]
    return {**row, None: beyond} if beyond else row


def _cell(text: str) -> str:
    text = text.strip()
    if len(text) > MAX_CELL:
        raise TableError(f"A cell has more than {MAX_CELL} characters. Leave out columns with long texts.")
    return text


def _csv_lines(data: bytes) -> Iterator[list[str]]:
    text = _decoded(data)
    if not text.strip():
        raise TableError("The file is empty. Choose the file with the answers.")
    try:
        first = {mark: len(next(_reader(text, mark, strict=False))) for mark in ",;\t"}
        for line in _reader(text, max(first, key=first.__getitem__)):
            yield [_cell(cell) for cell in line]
    except csv.Error as error:
        raise TableError(f"This is no CSV file that can be read ({error}). Export it again.") from error


def _reader(text: str, delimiter: str, *, strict: bool = True) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)


def _decoded(data: bytes) -> str:
    """UTF-8, UTF-16 where the file says so, else the encoding of Windows in western Europe."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise TableError("This is not a text file. Choose a CSV file, or an Excel workbook (.xlsx).")


def _workbook_lines(data: bytes) -> Iterator[list[str]]:
    """The rows of the first sheet. What openpyxl raises for a broken workbook is of many kinds."""
    _check_sizes(data)
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = workbook.worksheets[0]
        sheet.reset_dimensions()  # what a workbook says of its size may be anything
        for line in sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS + 1, values_only=True):
            yield _without_end([_cell(_text(value)) for value in line])
    except TableError:
        raise
    except Exception as error:
        raise TableError(
            "This workbook cannot be read. Open it, save it again as .xlsx or as CSV, and choose that file."
        ) from error


def _without_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def _check_sizes(data: bytes) -> None:
    """What a workbook would unpack to, before anything of it is."""
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
