"""Judgements of many services from CSV and Parquet files, one row per service."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it has no type information
import pyarrow.compute as pc  # type: ignore[import-untyped]  # it has no type information
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it has no type information

from ..errors import DataError, Problem
from ..files.findings import quoted
from ..files.yaml_text import read_bytes
from ..framework import Framework
from ..table_files import TableError
from ..table_files.text_file import decoded, dialects, names_separator
from .bulk import CODES, Codes
from .file_problems import no_service, not_a_judgement, raise_all, refuse
from .words import UNKNOWN, Words

SERVICE = "service"
MAX_BYTES = 2**29
"""The largest file of judgements, in bytes."""

_PARQUET = b"PAR1"
_WORKBOOK = b"PK"


@dataclass(frozen=True, slots=True)
class Judgements:
    """Services in the file's order, the indicators that have a column, and codes: indicators × services."""

    services: tuple[str, ...]
    indicators: tuple[str, ...]
    codes: Codes


def read_judgements(path: str | Path, framework: Framework) -> Judgements:
    """The judgements in a text file, an Excel workbook or a Parquet file, told apart by their content.

    A column `service`, then one per indicator id, each in any order; a cell is a judgement's name, one of the
    dashboard's own words for it, or empty. Empty rows and columns are passed over. Raises `DataError`; its
    sentences count the services from 1, and a problem's line is the line of a text file, and the row, from 1,
    of a sheet or a Parquet file.
    """
    file = str(path)
    data = read_bytes(path, max_bytes=MAX_BYTES)
    if not data:
        refuse(file, 0, "The file is empty.", "Choose another file, or fill this one in.")
    if len(data) > MAX_BYTES:
        refuse(file, 0, f"The file is larger than {MAX_BYTES // 2**20} MiB.", "Divide it.")
    if data.startswith(_PARQUET):
        return _read_parquet(data, file, framework)
    if Path(path).suffix.lower() == ".parquet":
        refuse(
            file, 0, "This is not a Parquet file.", "Save it as Parquet again, or name it .csv if it is text."
        )
    if data.startswith(_WORKBOOK):
        return _read_workbook(data, file, framework)
    return _read_text(data, file, framework)


def _columns(
    header: Sequence[str], file: str, line: int, framework: Framework
) -> tuple[dict[str, int], list[Problem]]:
    """Where `service` and each indicator stand, and what is wrong with the header.

    Case and blanks around a name make no difference; a column without a name is passed over.
    """
    known = {name.casefold(): name for name in (SERVICE, *(i.id for i in framework.indicators))}
    places: dict[str, int] = {}
    problems = []

    def report(message: str, remedy: str) -> None:
        problems.append(Problem(file, line, message, remedy))

    for number, written in enumerate(header):
        name = known.get(written.strip().casefold())
        if name in places:
            report(f"There are two columns {quoted(name)}.", "Remove one of them.")
        elif name is not None:
            places[name] = number
        elif written.strip():
            report(
                f"Column {number + 1}, {quoted(written)}, is not an indicator of framework {framework.id!r}.",
                "Remove it, or give it the id of an indicator.",
            )
    if SERVICE not in places:
        report(
            f"There is no column {SERVICE!r}.",
            "Name the services in it; commas, semicolons or tabs stand between columns.",
        )
    return places, problems


def _read_text(data: bytes, file: str, framework: Framework) -> Judgements:
    text = _decode(data, file)
    reader = csv.reader(io.StringIO(text, newline=""), _dialect(text))

    def lines() -> Iterator[tuple[int, list[str]]]:
        if names_separator(text):
            next(reader)
        begins = reader.line_num + 1
        for row in reader:
            # A cell may hold line breaks: a problem is on the line on which its row begins.
            line, begins = begins, reader.line_num + 1
            yield line, row

    def unreadable(error: csv.Error) -> Problem:
        return Problem(
            file,
            max(1, reader.line_num),
            f"The file cannot be read as CSV from here on ({error}).",
            "Close every quotation mark, and write two for one inside quotes.",
        )

    return _read_rows(lines(), file, framework, unreadable, ragged=False)


def _dialect(text: str) -> type[csv.Dialect]:
    """The likeliest dialect in which there is a column of services, or else the likeliest."""
    found = list(dialects(text))
    begin = text.splitlines()[int(names_separator(text)) :]
    first = next((line for line in begin if line.strip()), "")
    for dialect in found:
        header = next(csv.reader([first], delimiter=dialect.delimiter), [])
        if any(name.strip().casefold() == SERVICE for name in header):
            return dialect
    return found[0]


def _read_workbook(data: bytes, file: str, framework: Framework) -> Judgements:
    """The judgements of the sheet that has a column of services."""
    from ..table_files.workbook import cells_with_errors, workbook_tables

    try:
        tables = [table for table in workbook_tables(data) if table.rows and not table.hidden]
        errors = cells_with_errors(data)
    except TableError as error:
        raise DataError([Problem(file, 0, str(error), "Or save it as CSV.")]) from None
    if errors:
        message = f"Cells of the workbook with an error such as #N/A: {errors}."
        refuse(file, 0, message, "Mend or empty them; a judgement may be missing.")
    named = [t for t in tables if any(name.casefold() == SERVICE for name in next(filter(any, t.rows)))]
    if len(named) > 1:
        sheets = " and ".join(quoted(str(table.name)) for table in named)
        refuse(file, 0, f"Sheets {sheets} both have services.", "Keep one of them.")
    rows = (named or tables)[0].rows if tables else ((),)
    return _read_rows(((n, list(row)) for n, row in enumerate(rows, 1)), file, framework, None, ragged=True)


def _read_rows(
    lines: Iterable[tuple[int, list[str]]],
    file: str,
    framework: Framework,
    unreadable: Callable[[csv.Error], Problem] | None,
    *,
    ragged: bool,
) -> Judgements:
    """The judgements in rows with their line, the header first of those that are not empty.

    `ragged` is for rows that leave out blank cells at their end; `unreadable` makes a problem of what the
    reader of the lines raises.
    """
    services: list[str] = []
    indicators: list[str] = []
    codes = bytearray()
    words = Words()

    def problems() -> Iterator[Problem]:
        remaining = (row for row in lines if any(map(str.strip, row[1])))
        header_line, header = next(remaining, (1, []))
        places, wrong = _columns(header, file, header_line, framework)
        yield from wrong
        at = places.pop(SERVICE, None)
        indicators.extend(places)
        picked = list(places.values())
        blank = [place for place, name in enumerate(header) if not name.strip()]
        width = len(header)
        while width and not header[width - 1].strip():
            width -= 1
        number = 0
        for line, row in remaining:
            number += 1
            if ragged:
                row += [""] * (len(header) - len(row))
            if len(row) < width or any(map(str.strip, row[len(header) :])):
                yield Problem(
                    file,
                    line,
                    f"Row {number} has {len(row)} cells where the header has {width}.",
                    "Give each row a cell for each column; put text with commas in quotes.",
                )
                continue
            for place in blank:
                if place < len(row) and row[place].strip():
                    message = f"Row {number}, column {place + 1}: {quoted(row[place])} stands under no name."
                    yield Problem(file, line, message, "Give the column the id of an indicator, or empty it.")
            if at is not None:
                services.append(row[at])
                if not row[at].strip():
                    yield no_service(file, line, number)
            found = [words[row[place]] for place in picked]
            if UNKNOWN in found:
                for id_, place in places.items():
                    if words[row[place]] == UNKNOWN:
                        yield not_a_judgement(file, line, number, id_, row[place])
            codes.extend(found)

    def all_problems() -> Iterator[Problem]:
        try:
            yield from problems()
        except csv.Error as error:
            if unreadable is None:
                raise
            yield unreadable(error)

    raise_all(file, all_problems())
    by_service = np.frombuffer(bytes(codes), dtype=np.uint8).reshape(len(services), len(indicators))
    return Judgements(tuple(services), tuple(indicators), np.ascontiguousarray(by_service.T))


def _decode(data: bytes, file: str) -> str:
    try:
        return decoded(data)
    except TableError:
        at = max(0, data.find(b"\0"))
        remedy = "Choose a CSV, Excel or Parquet file, or save this one again as CSV with the encoding UTF-8."
        line = data.count(b"\n", 0, at) + 1
        raise DataError([Problem(file, line, "This is not a plain text file.", remedy)]) from None


def _read_parquet(data: bytes, file: str, framework: Framework) -> Judgements:
    try:
        table = pq.ParquetFile(pa.BufferReader(data)).read()
    except (pa.ArrowException, OSError) as error:
        message = f"The file cannot be read as Parquet ({quoted(str(error))})."
        raise DataError([Problem(file, 0, message, "Save it again, or copy it again.")]) from None
    places, problems = _columns(table.column_names, file, 0, framework)
    columns = {}
    for name, number in places.items():
        try:
            columns[name] = _text(table.column(number))
        except pa.ArrowException:
            message = f"Column {name} does not hold text, but {table.schema.types[number]}."
            problems.append(Problem(file, 0, message, "Save its values as text."))
    services = columns.pop(SERVICE, pa.chunked_array([], pa.large_string())).to_pylist()
    codes = np.empty((len(columns), table.num_rows), dtype=np.uint8)
    words = Words()
    for row, column in enumerate(columns.values()):
        different = column.unique().to_pylist()
        found = pc.index_in(column, value_set=pa.array(different, pa.large_string()))
        codes[row] = np.array([words[word] for word in different], dtype=np.uint8)[found.to_numpy()]
    names = tuple(columns)
    nameless = [n for n, service in enumerate(services) if not service.strip()]
    kept = np.ones(table.num_rows, dtype=bool)
    for n in nameless:
        kept[n] = bool(services[n]) or bool((codes[:, n] != CODES[None]).any())
    rows = np.cumsum(kept).tolist()

    def all_problems() -> Iterator[Problem]:
        yield from problems
        yield from (no_service(file, n + 1, rows[n]) for n in nameless if kept[n])
        for n, column in np.argwhere(codes.T == UNKNOWN).tolist():
            value = columns[names[column]][n].as_py()
            yield not_a_judgement(file, n + 1, rows[n], names[column], value)

    raise_all(file, all_problems())
    if kept.all():
        return Judgements(tuple(services), names, codes)
    return Judgements(tuple(compress(services, kept)), names, np.ascontiguousarray(codes[:, kept]))


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column of any type that has a text form, as text; nothing is empty text.

    Raises `ArrowException` for other types and for text that is not UTF-8.
    """
    text = pc.fill_null(column.cast(pa.large_string()), "")
    text.validate(full=True)
    return text
